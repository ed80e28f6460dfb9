"""Results as CSV: one row for each body, numbers with a decimal point, UTF-8."""

from __future__ import annotations

import csv
from io import StringIO

from effrules.report.wide import Wide


def csv_text(table: Wide) -> str:
    """The table as comma-separated text; what is not there is empty."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.rows)
    return stream.getvalue()
