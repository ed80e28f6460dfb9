"""Pages as Word files. Needs python-docx."""

__all__ = ["rendering"]
