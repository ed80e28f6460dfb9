"""What became of the text: log, blame, merge, consolidated text, the version of a day."""

__all__ = ["as_of", "blaming", "consolidated", "lineage", "log", "merging", "part_keys", "parts"]
