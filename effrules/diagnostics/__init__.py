"""What is wrong or doubtful, as data, and its renderings."""

from effrules.diagnostics.finding import (
    CellPlace,
    Finding,
    Note,
    Place,
    Related,
    Severity,
    distinct,
    has_errors,
    in_order,
)

__all__ = [
    "CellPlace",
    "Finding",
    "Note",
    "Place",
    "Related",
    "Severity",
    "counted",
    "defect",
    "distinct",
    "document_schema",
    "finding",
    "github",
    "glyphs",
    "has_errors",
    "in_order",
    "json",
    "junit",
    "lookalikes",
    "making",
    "painting",
    "sarif",
    "terminal",
]
