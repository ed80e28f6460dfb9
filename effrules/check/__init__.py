"""From the text as it stands to the program, or every reason why not: ``folder`` and ``cached`` are the ways in."""

__all__ = ["build", "cached", "checked", "errors", "expressions", "folder", "what_if"]
