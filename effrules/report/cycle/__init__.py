"""Pages about an assessment year."""

__all__ = [
    "calendar",
    "commission",
    "comparison",
    "conclusion",
    "expert",
    "papers",
    "register_text",
    "series",
    "series_files",
    "template",
    "years_running",
]
