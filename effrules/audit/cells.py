"""The cells of a trace looked up in workbooks and SQLite files, with nothing but the standard library.

Those of CSV files ``effrules.independent`` looks up by itself. Only what can be judged is counted: a text, a number, a
percentage, a date, yes or no; cells of other formats (JSON, Parquet) are left to the SHA-256 of their file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from attrs import frozen

Table = Mapping[str, str]
"""The texts of a table by the address of the cell: ``D17`` of a sheet, ``plan[3]`` of a database."""

WORKBOOKS = (".xlsx", ".xlsm")
DATABASES = (".sqlite", ".sqlite3", ".db")
_BROKEN = (OSError, BadZipFile, zlib_error, ET.ParseError, KeyError, ValueError, RuntimeError, sqlite3.Error)
_MOVED = {
    "superscript": str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"),
    "subscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}
"""How raised and lowered signs of a text are written."""
_DAYS = (date(1899, 12, 30), date(1904, 1, 1))
"""The day 0 of a workbook's dates, in both of its calendars."""


@frozen
class Seen:
    """How many cells were looked up, and those that say something else: the step, and what is wrong."""

    count: int
    wrong: tuple[tuple[str, str], ...]


Known = dict[str, Mapping[str, Table] | None]
"""The tables of the files that were read, by the name of the file; ``None`` for one that cannot be read."""


def look_up(document: Mapping[str, Any], data: Path, known: Known | None = None) -> Seen:
    """Whether the cells of a trace say what it says that they say; ``data`` is a file, or the folder that holds it.

    ``known`` keeps the files for further traces.
    """
    files: Known = {} if known is None else known
    count, wrong = 0, []
    steps = document.get("steps")
    for step in steps if isinstance(steps, list) else ():
        if not isinstance(step, dict) or step.get("op") != "cell":
            continue
        name = Path(str(step.get("file", ""))).name
        if Path(name).suffix.lower() not in (*WORKBOOKS, *DATABASES):
            continue
        if name not in files:
            files[name] = _tables(data / name if data.is_dir() else data)
        raw, address = str(step.get("raw", "")), str(step.get("cell", ""))
        tables = files[name]
        table = None if tables is None else tables.get(str(step.get("sheet", "")))
        if table is None:
            wrong.append((str(step.get("id")), f"there is no {name} {step.get('sheet', '')} in {data}"))
            continue
        says = _same(raw, table.get(address, ""), styled=Path(name).suffix.lower() in WORKBOOKS)
        count += says is True
        if says is False:
            words = f"{table.get(address, '')!r} stands in {name} {step['sheet']} {address}, not {raw!r}"
            wrong.append((str(step.get("id")), words))
    return Seen(count, tuple(wrong))


def _tables(path: Path) -> Mapping[str, Table] | None:
    """The tables of a file by name; ``None`` where it cannot be read."""
    try:
        return _sheets(path) if path.suffix.lower() in WORKBOOKS else _records(path)
    except _BROKEN:
        return None


def _records(path: Path) -> dict[str, Table]:
    """The tables and views of a SQLite file."""
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    try:
        names = [
            name
            for (name,) in connection.execute(
                "select name from sqlite_master where type in ('table', 'view')"
            )
        ]
        made: dict[str, Table] = {}
        for name in names:
            quoted = '"' + name.replace('"', '""') + '"'
            cursor = connection.execute(f"select * from {quoted}")  # noqa: S608 - the name is quoted
            headings = [column[0] for column in cursor.description]
            made[name] = {
                f"{heading}[{number}]": "" if value is None else str(value)
                for number, row in enumerate(cursor, 1)
                for heading, value in zip(headings, row, strict=True)
            }
        return made
    finally:
        connection.close()


def _sheets(path: Path) -> dict[str, Table]:
    """The sheets of a workbook."""
    with ZipFile(path) as book:
        parts = set(book.namelist())
        shared: list[str] = []
        if "xl/sharedStrings.xml" in parts:
            shared = [_text(item) for item in _parsed(book.read("xl/sharedStrings.xml"))]
        links = _parsed(book.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): str(link.get("Target")) for link in links}
        made: dict[str, Table] = {}
        for sheet in _parsed(book.read("xl/workbook.xml")).iter("sheet"):
            link_of = next((value for name, value in sheet.items() if name.endswith("}id")), None)
            target = targets.get(link_of, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in parts:
                cells = _parsed(book.read(part)).iter("c")
                made[str(sheet.get("name"))] = {str(cell.get("r")): _cell(cell, shared) for cell in cells}
        return made


def _parsed(part: bytes) -> ET.Element:
    """A part's root without namespaces: the two kinds of such workbooks differ in them, and in nothing that is looked at."""
    root = ET.fromstring(part)  # noqa: S314 - as the reader does
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.findtext("v", "")
    match cell.get("t"):
        case "s":
            return shared[int(value)]
        case "inlineStr":
            return "".join(_text(inner) for inner in cell.iter("is"))
        case _:
            return value


def _text(item: ET.Element) -> str:
    """The text of an item, without the reading aids of Asian languages."""
    return item.findtext("t", "") + "".join(map(_run, item.iter("r")))


def _run(run: ET.Element) -> str:
    """The text of a run, its raised and lowered digits written as such."""
    text = run.findtext("t", "")
    align = run.find("rPr/vertAlign")
    table = None if align is None else _MOVED.get(align.get("val", ""))
    return text.translate(table) if table is not None and text.strip() else text


def _same(raw: str, there: str, styled: bool) -> bool | None:
    """Whether a trace's text is what stands in the file; ``None`` where that cannot be told.

    ``styled``: a number may be shown as something else, such as a time of day.
    """
    raw, there = " ".join(raw.split()), " ".join(there.split())
    if raw == there:
        return True
    one, other = _number(raw), _number(there)
    if one is not None and other is not None:
        return one == other
    if raw.casefold() in ("yes", "no", "true", "false") and there in ("0", "1"):
        return (raw.casefold() in ("yes", "true")) is (there == "1")
    day = re.match(r"\d{4}-\d\d-\d\d", raw)
    if day is not None and other is not None:
        return date.fromisoformat(day[0]) in [start + timedelta(int(other)) for start in _DAYS]
    return None if styled and one is None and other is not None else False


def _number(text: str) -> Fraction | None:
    """The number that a text denotes: of a binary one, as files hold it with 17 digits, the shortest decimal."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(%?)", text)
    if found is None:
        return None
    digits = repr(float(found[1])) if len(re.sub(r"\D", "", found[1])) > 15 else found[1]
    return Fraction(digits) / (100 if found[2] else 1)
