"""What scores have to do with each other: an analysis as a page and as JSON."""

__all__ = ["json_text", "story"]
