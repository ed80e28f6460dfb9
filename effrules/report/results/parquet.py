"""Results as an Arrow table and as Parquet: numbers as shown are decimals, exact numbers are texts.

A decimal of these formats has at most 38 digits. A column with a number that has more holds all its numbers as texts,
and the notes of the table (its metadata, under ``effrules.notes``) say which columns do.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_never

from effrules.report.results.wide import Kind, Wide

MOST_DIGITS = 38
"""So many digits, before and after the point together, a decimal has at most."""

NOTES = b"effrules.notes"


def arrow_table(table: Wide) -> Any:
    """The results as a ``pyarrow.Table``. Raises ImportError where pyarrow is not installed."""
    import pyarrow as pa

    arrays, as_texts = [], []
    for column, cells in zip(table.columns, table.cells, strict=True):
        values: list[Any] = list(cells.different)
        kind = pa.string()
        match column.kind:
            case Kind.TEXT:
                pass
            case Kind.WHOLE:
                kind = pa.int64()
            case Kind.SHOWN:
                places = _places(values)
                if places is None:
                    as_texts.append(column.name)
                else:
                    kind = pa.decimal128(MOST_DIGITS, places)
                    values = [None if value is None else Decimal(value) for value in values]
            case _:
                assert_never(column.kind)
        different = pa.array(values, kind)
        own = isinstance(cells.codes, range)
        arrays.append(different if own else different.take(pa.array(cells.codes, pa.int64())))
    made = pa.Table.from_arrays(arrays, names=[column.name for column in table.columns])
    return made.replace_schema_metadata({NOTES: note(as_texts).encode()}) if as_texts else made


def note(columns: Sequence[str]) -> str:
    """What is to be known of columns that hold numbers as texts."""
    return f"numbers of more than {MOST_DIGITS} digits: these columns hold their numbers as texts: {', '.join(columns)}"


def write_parquet(table: Wide, path: Path) -> None:
    """Write the results. Raises ImportError where pyarrow is not installed."""
    import pyarrow.parquet

    pyarrow.parquet.write_table(arrow_table(table), path)


def _places(values: Sequence[str | None]) -> int | None:
    """The decimals of the numbers as shown; ``None`` where not all of them fit into a decimal."""
    whole = places = 0
    for value in values:
        if value is not None:
            before, _, after = value.removeprefix("-").partition(".")
            whole, places = max(whole, len(before.lstrip("0"))), max(places, len(after))
    return places if whole + places <= MOST_DIGITS else None
