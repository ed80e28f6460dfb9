"""Tables in: what offices send, read into typed rows that know their cells."""

from effrules.data.dataset import Dataset, Row
from effrules.data.reading import from_tables, read

__all__ = [
    "Dataset",
    "Row",
    "binary",
    "columns",
    "dataset",
    "earlier",
    "file_errors",
    "files",
    "folding",
    "form_errors",
    "formats",
    "formula_text",
    "from_tables",
    "grid",
    "layout",
    "link_errors",
    "names",
    "numerals",
    "origins",
    "read",
    "sheets",
    "tags",
    "typed",
    "values",
    "wording",
]
