"""JSON (an object of tables, each a list of records) and JSON Lines. Numbers are read exactly, digit by digit."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from effrules.data import file_errors
from effrules.data.formats.encoding import decode
from effrules.data.formats.packages import Unfit
from effrules.data.grid import Loaded, Offer, records
from effrules.data.numerals import LONGEST
from effrules.diagnostics import Finding
from effrules.source import bytes_of
from effrules.words import phrase, reason_of


class _Doubled(Unfit):
    """A name that stands twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        name = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _Doubled(phrase("the name `{name}` stands twice in one object", name=name))
    return read


def _constant(text: str) -> Any:
    raise Unfit(phrase("`{text}` is no JSON", text=text))


def _whole(digits: str) -> int | Decimal:
    """A whole number; one of more digits than any number has, as it is kept until its cell is refused."""
    return int(digits) if len(digits) <= LONGEST else Decimal(digits)


def _parse(text: str) -> Any:
    """The value of a JSON text. Raises ValueError or RecursionError."""
    return json.loads(
        text, parse_float=Decimal, parse_int=_whole, parse_constant=_constant, object_pairs_hook=_object
    )


def _read(path: Path, file: str) -> tuple[str | None, tuple[Finding, ...]]:
    try:
        return decode(bytes_of(path), file, kazakh=True)
    except OSError as problem:
        return None, (file_errors.unreadable(file, reason_of(problem)),)


def offers(path: Path, file: str) -> tuple[list[Offer], list[Finding]]:
    """The tables of a JSON file: those of an object, or one named like the file for a list of records."""
    text, found = _read(path, file)
    if text is None:
        return [], list(found)
    try:
        whole = _parse(text)
    except RecursionError:
        return [], [file_errors.unreadable(file, phrase("it is nested too deeply"))]
    except (ValueError, ArithmeticError) as problem:
        return [], [file_errors.unreadable(file, reason_of(problem))]
    if isinstance(whole, list):
        return [Offer(path.stem, file, "", partial(_table, whole, file, ""))], list(found)
    if not isinstance(whole, dict):
        return [], [
            file_errors.unreadable(file, phrase("it is neither an object of tables nor a list of records"))
        ]
    tables = [Offer(name, file, name, partial(_table, rows, file, name)) for name, rows in whole.items()]
    return tables, list(found)


def _table(rows: Any, file: str, sheet: str) -> Loaded:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None, (
            file_errors.unreadable(
                file, phrase("a table must be a list of objects, one for each row"), sheet
            ),
        )
    return records(rows, file, sheet), ()


def line_offers(path: Path, file: str) -> tuple[list[Offer], list[Finding]]:
    """The tables of a JSON Lines file: by the name `table` of each line, else one table named like the file."""
    text, found = _read(path, file)
    if text is None:
        return [], list(found)
    problems = list(found)
    tables: dict[str, tuple[list[dict[str, Any]], list[int]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _parse(line)
        except (ValueError, ArithmeticError, RecursionError) as problem:
            reason = (
                phrase("nested too deeply") if isinstance(problem, RecursionError) else reason_of(problem)
            )
            problems.append(
                file_errors.unreadable(
                    file,
                    phrase("line {number}: {reason}", number=number, reason=reason),
                    "",
                    f"line {number}",
                )
            )
            continue
        if not isinstance(row, dict):
            problems.append(
                file_errors.unreadable(
                    file, phrase("line {number} is no object", number=number), "", f"line {number}"
                )
            )
            continue
        name = row.pop("table", path.stem)
        rows, numbers = tables.setdefault(str(name), ([], []))
        rows.append(row)
        numbers.append(number)
    if not tables and not problems:
        tables[path.stem] = ([], [])
    return [
        Offer(name, file, _sheet(file, name), partial(_lines, rows, numbers, file, name))
        for name, (rows, numbers) in tables.items()
    ], problems


def _lines(rows: list[dict[str, Any]], numbers: list[int], file: str, name: str) -> Loaded:
    return records(rows, file, _sheet(file, name), numbers), ()


def _sheet(file: str, name: str) -> str:
    return "" if file.rpartition(".")[0] == name else name
