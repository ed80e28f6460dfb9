"""From the text as it stands to the program, or every reason why not: ``folder`` and ``cached`` are the ways in."""

__all__ = ["alternatives", "build", "cached", "checked", "expressions", "folder", "what_if"]
