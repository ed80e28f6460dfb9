"""Pages about an assessment year."""

__all__ = ["commission", "comparison", "conclusion", "expert", "series", "series_files", "template"]
