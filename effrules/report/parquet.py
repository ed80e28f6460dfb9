"""Results as an Arrow table and as Parquet: numbers as shown are decimals, exact numbers are texts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from effrules.report.wide import Kind, Wide


def arrow_table(table: Wide) -> Any:
    """The results as a ``pyarrow.Table``. Raises ImportError where pyarrow is not installed."""
    import pyarrow as pa

    columns = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.columns)
    arrays = []
    for column, values in zip(table.columns, columns, strict=True):
        match column.kind:
            case Kind.TEXT:
                arrays.append(pa.array(values, pa.string()))
            case Kind.WHOLE:
                arrays.append(pa.array(values, pa.int64()))
            case Kind.SHOWN:
                numbers = [_decimal(value) for value in values]
                places = max((-int(n.as_tuple().exponent) for n in numbers if n is not None), default=0)
                arrays.append(pa.array(numbers, pa.decimal128(38, min(places, 38))))
    return pa.Table.from_arrays(arrays, names=[column.name for column in table.columns])


def write_parquet(table: Wide, path: Path) -> None:
    """Write the results. Raises ImportError where pyarrow is not installed."""
    import pyarrow.parquet

    pyarrow.parquet.write_table(arrow_table(table), path)


def _decimal(value: str | None) -> Decimal | None:
    return None if value in (None, "?") else Decimal(value)
