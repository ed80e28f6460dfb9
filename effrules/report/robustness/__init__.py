"""What a simulation shows: how firm scores, grades and places are."""

__all__ = ["json_text", "story", "table"]
