"""The pieces that all reports are set from, one rendering of each: Markdown, HTML, a terminal's lines."""

__all__ = [
    "charts",
    "docx",
    "html",
    "inline",
    "lines",
    "markdown",
    "mathematics",
    "paper",
    "pieces",
    "spreadsheet",
    "terminal",
]
