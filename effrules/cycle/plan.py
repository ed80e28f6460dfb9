"""What is known beforehand of the figures of a year: a plan, a figure a line, that stands in the forms of the bodies."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from effrules.cycle.entering import NotEntered, fitting, no_body
from effrules.cycle.folder import Year
from effrules.source import LARGEST_DATA, text_of
from effrules.words import phrase, several

COLUMNS = ("body", "table", "row", "field", "value")
"""The columns of a plan; ``row`` holds the identifiers that lead to the row, with ``/`` between, and is empty for a form."""

Plan = dict[str, dict[str, dict[tuple[str, ...], dict[str, str]]]]
"""The values by body, table, row and field, each as data have it."""


def planned(year: Year, path: Path) -> Plan:
    """The plan in a CSV file, each value fitting its field. Raises NotEntered, NotThere, Wrong, OSError."""
    found: Plan = {}
    lines = csv.DictReader(StringIO(text_of(path, LARGEST_DATA).removeprefix("\ufeff"), newline=""))
    if tuple(lines.fieldnames or ()) != COLUMNS:
        raise NotEntered(phrase("{file} is no plan: its columns are {columns}", file=path.name, columns=several(COLUMNS)))  # fmt: skip
    bodies = {one.key for one in year.known.subjects}
    for line in lines:
        body, table, row, field, text = (line[name] or "" for name in COLUMNS)
        if body not in bodies:
            raise NotEntered(no_body(body))
        value = fitting(year, body, table, field, text)
        path_of_row = tuple(row.split("/")) if row else ()
        found.setdefault(body, {}).setdefault(table, {}).setdefault(path_of_row, {})[field] = value
    return found
