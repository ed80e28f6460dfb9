"""Pages about an assessment year."""

__all__ = ["comparison", "conclusion"]
