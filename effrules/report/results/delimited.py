"""Results as CSV: one row for each body, numbers with a decimal point, UTF-8."""

from __future__ import annotations

import csv
import re
from io import StringIO

from effrules.data.formula_text import guarded
from effrules.report.results.wide import Kind, Wide

_QUOTED = re.compile(r"[^\w.:;@#+*=()/-]", re.ASCII)
"""In a text without such a sign nothing needs to be quoted."""


def csv_text(table: Wide) -> str:
    """The table as comma-separated text; what is not there is empty, text that a spreadsheet would run is guarded."""
    written = [
        cells.mapped(lambda cell, kind=column.kind: _cell(cell, kind)).values()  # type: ignore[misc]
        for column, cells in zip(table.columns, table.cells, strict=True)
    ]
    head = ",".join(_cell(column.name, Kind.SHOWN) for column in table.columns)
    return "\n".join([head, *map(",".join, zip(*written, strict=True)), ""])


def _cell(cell: object, kind: Kind) -> str:
    """A cell as it stands between commas."""
    if cell is None:
        return ""
    text = guarded(cell) if kind is Kind.TEXT and isinstance(cell, str) else str(cell)
    if not _QUOTED.search(text):
        return text
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerow([text, ""])
    return stream.getvalue()[:-2]
