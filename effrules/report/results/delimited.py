"""Results as CSV: one row for each body, numbers with a decimal point, UTF-8."""

from __future__ import annotations

import csv
from io import StringIO

from effrules.data.formula_text import guarded
from effrules.report.results.wide import Kind, Wide


def csv_text(table: Wide) -> str:
    """The table as comma-separated text; what is not there is empty, text that a spreadsheet would run is guarded."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    texts = [index for index, column in enumerate(table.columns) if column.kind is Kind.TEXT]
    for row in table.rows:
        cells = list(row)
        for index in texts:
            if cells[index]:
                cells[index] = guarded(cells[index])
        writer.writerow(cells)
    return stream.getvalue()
