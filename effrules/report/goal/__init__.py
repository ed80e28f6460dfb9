"""Ways to a score, a place or a grade: what a goal-seek found."""

__all__ = ["json_text", "story"]
