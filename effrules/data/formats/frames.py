"""Tables in memory: pandas, polars and pyarrow tables, columns by name, or records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isnan
from typing import Any

from effrules.data.grid import Addressing, Cell, Grid, Unfit, records


def grid_of_table(table: object, file: str, sheet: str) -> Grid | None:
    """The grid of a table in memory; None for an object that is none."""
    if isinstance(table, Mapping):
        return _grid({str(name): list(values) for name, values in table.items()}.items(), file, sheet)
    if isinstance(table, Sequence) and not isinstance(table, str | bytes):
        if not all(isinstance(row, Mapping) for row in table):
            return None
        rows = [{str(name): cell_of(cell) for name, cell in row.items()} for row in table]
        return records(rows, file, sheet)
    match type(table).__module__.partition(".")[0]:
        case "pandas":
            frame: Any = table
            named = [(str(name), _of_numpy(frame.iloc[:, at])) for at, name in enumerate(frame.columns)]
        case "polars":
            frame = table.collect() if hasattr(table, "collect") else table
            named = [(series.name, _of_series(series)) for series in frame.iter_columns()]
        case "pyarrow":
            frame = table
            named = [
                (name, _of_arrow(column))
                for name, column in zip(frame.column_names, frame.itercolumns(), strict=True)
            ]
        case _:
            return None
    return _grid(named, file, sheet)


def _grid(named: Iterable[tuple[str, list[Any]]], file: str, sheet: str) -> Grid | None:
    named = list(named)
    columns = [[cell_of(cell) for cell in cells] for _, cells in named]
    if len({len(column) for column in columns}) > 1:
        return None
    rows: list[Sequence[Cell]] = list(zip(*columns, strict=True))
    return Grid(
        file, sheet, [n for n, _ in named], rows, range(1, len(rows) + 1), addressing=Addressing.RECORD
    )


def _of_numpy(series: Any) -> list[Any]:
    if str(series.dtype).lower() in ("float32", "float16"):
        return [
            None if missing else _narrow(number)
            for missing, number in zip(series.isna(), series.to_numpy(), strict=True)
        ]
    return list(series.tolist())


def _of_series(series: Any) -> list[Any]:
    if str(series.dtype) == "Float32":
        import struct

        return [
            None if number is None else _narrowest(number, struct.Struct("f")) for number in series.to_list()
        ]
    return list(series.to_list())


def _of_arrow(column: Any) -> list[Any]:
    kind = {"float": "f", "halffloat": "e"}.get(str(column.type))
    if kind:
        import struct

        return [
            None if number is None else _narrowest(number, struct.Struct(kind))
            for number in column.to_pylist()
        ]
    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError):
        return [_of_scalar(scalar) for scalar in column]


def _of_scalar(scalar: Any) -> Any:
    """A value that its column holds; one that Python has no value for (a day of the year 5,000,000) as it is kept."""
    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        kept = getattr(scalar, "value", None)
        return Unfit(f"{scalar.type}" if kept is None else f"{scalar.type} {kept}")


def _narrow(number: Any) -> Decimal | None:
    """A short binary float by its own shortest decimal form, which its value as a longer float does not have."""
    text = str(number)
    return None if text == "nan" else Decimal(text)


def _narrowest(number: float, width: Any) -> Decimal | None:
    """The shortest decimal that a short binary float is the nearest one to."""
    if isnan(number):
        return None
    for digits in range(1, 10):
        text = f"{number:.{digits}g}"
        try:
            if width.unpack(width.pack(float(text)))[0] == number:
                return Decimal(text)
        except OverflowError:
            continue
    return Decimal(f"{number:.9g}")


def cell_of(cell: Any) -> Cell:
    """A value of a table in memory as a cell: not-a-number and not-a-time are missing."""
    if cell is None or isinstance(cell, str | int | bool):
        return cell
    if isinstance(cell, float):
        return None if isnan(cell) else float(cell)
    kind = type(cell).__name__
    if kind in ("NaTType", "NAType"):
        return None
    if isinstance(cell, Decimal):
        return None if cell.is_nan() else cell
    if type(cell).__module__ == "numpy" and hasattr(cell, "item"):
        return _narrow(cell) if kind in ("float32", "float16") else cell_of(cell.item())
    if isinstance(cell, date) and hasattr(cell, "to_pydatetime"):
        return cell.to_pydatetime()
    return cell
