"""Pages about an assessment year."""

__all__ = [
    "calendar",
    "commission",
    "comparison",
    "conclusion",
    "expert",
    "series",
    "series_files",
    "template",
]
