"""Who moves when rules or data change."""

__all__ = ["json_text", "story"]
