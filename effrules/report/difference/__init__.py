"""The comparison of two versions."""

__all__ = ["json_text", "quoting", "records", "summary", "words"]
