"""An independent check of a derivation: every step of a trace (``effrules.trace/1``) is worked out anew.

This file is all there is to it. It shares no code with the engine that wrote the trace and needs nothing but Python's
standard library, so it can be read at one sitting, copied elsewhere and run alone:

    python independent.py trace.json [--data DATA] [--rules FOLDER]

It knows the operations of docs/trace-format.md. With the data at hand it looks every cell up, in the row and under the heading
that the trace names, and counts the rows that an aggregate must run over; with the rules at hand it looks every text up that a
step quotes, and every figure of a table. Rational numbers are ``Fraction``; an irrational
one (a logarithm, a root) is a pair of fractions that it lies between, from series with a bound on what is left out.

Its chapters, each under ``# -- NAME``:

    Numbers       pairs (low, high) of fractions; low == high for a rational one
    Values        as they are written in a trace
    Data          tables as they stand in files
    Rules         texts as they stand in files
    Lines         clauses with several of them: scales, points, items, cases, grades
    Declarations  in the texts of all versions: the figures that stand in no formula
    Operations    which there are, and the replay of a trace
    Leaves        what is not made of other steps
    Arithmetic    and functions, and rounding
    Conditions    and what they choose
    Rows          and what is made of them
    Clauses       around a formula; working days
    Scores        definitions and the tree of scores
    Program       the command
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sqlite3
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property, cmp_to_key
from itertools import pairwise
from math import isqrt
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - the name says what it is

FORMAT = "effrules.trace/1"
DIGITS = 60  # how closely irrational numbers are enclosed
LONGEST = 700_000  # so many digits a number in a trace has at most
RECORDED = 30  # so many decimals of an irrational number stand in a trace


class Wrong(Exception):
    """A step is not what it should be."""


class Undecided(Exception):
    """The recorded digits of an irrational number are too few to tell."""


# -- Numbers -------------------------------------------------------------------------------------------------------

Number = tuple[Fraction, Fraction]


def exactly(value: Fraction | int) -> Number:
    found = value if type(value) is Fraction else Fraction(value)
    return found, found


def is_exact(number: Number) -> bool:
    low, high = number
    return low is high or low == high


def plus(a: Number, b: Number) -> Number:
    if is_exact(a) and is_exact(b):
        return exactly(a[0] + b[0])
    return tight(a[0] + b[0], a[1] + b[1])


def minus(a: Number, b: Number) -> Number:
    if is_exact(a) and is_exact(b):
        return exactly(a[0] - b[0])
    return tight(a[0] - b[1], a[1] - b[0])


def times(a: Number, b: Number) -> Number:
    if is_exact(a) and is_exact(b):
        return exactly(a[0] * b[0])
    ends = [x * y for x in a for y in b]
    return tight(min(ends), max(ends))


def over(a: Number, b: Number) -> Number:
    if b[0] <= 0 <= b[1]:
        raise Wrong("division by zero") if is_exact(b) else Undecided
    if is_exact(a) and is_exact(b):
        return exactly(a[0] / b[0])
    ends = [x / y for x in a for y in b]
    return tight(min(ends), max(ends))


def tight(low: Fraction, high: Fraction) -> Number:
    """The pair itself when exact, else widened a little to short fractions, so that they do not grow without end."""
    if low == high:
        return low, high
    scale = 10 ** (DIGITS + 10)
    return Fraction(low.numerator * scale // low.denominator, scale), Fraction(
        -(-high.numerator * scale // high.denominator), scale
    )


def below(a: Number, b: Number) -> bool:
    """Whether a < b."""
    if a[1] < b[0]:
        return True
    if a[0] >= b[1]:
        return False
    raise Undecided


def equal(a: Number, b: Number) -> bool:
    """Whether a = b; overlapping enclosures of irrational numbers tell nothing."""
    if is_exact(a) and is_exact(b):
        return a[0] == b[0]
    if a[1] < b[0] or b[1] < a[0]:
        return False
    raise Undecided


def total(numbers: list[Number]) -> Number:
    found = exactly(0)
    for number in numbers:
        found = plus(found, number)
    return found


@cache
def exp(x: Fraction) -> Number:
    """e to the power of x: (1 + y + y^2/2 + ...) for a small y = x / 2^k, squared k times."""
    k = 0
    while abs(x) / 2**k > Fraction(1, 2):
        k += 1
    y, term, found, n = x / 2**k, Fraction(1), Fraction(1), 0
    limit = Fraction(1, 10 ** (2 * DIGITS))
    while n < 2 or abs(term) > limit:
        n += 1
        term = short(term * y / n)
        found += term
    error = (
        4 * limit * (n + 2)
    )  # the terms left out add up to less than twice the last one; each one was cut off
    result = tight(found - error, found + error)
    for _ in range(k):
        result = times(result, result)
    return result


def short(x: Fraction) -> Fraction:
    scale = 10 ** (2 * DIGITS + 10)
    return Fraction(x.numerator * scale // x.denominator, scale)


@cache
def ln(x: Fraction) -> Number:
    """The natural logarithm: x = m 2^k, ln m = 2 artanh((m - 1) / (m + 1)), ln 2 likewise."""
    if x <= 0:
        raise Wrong("the logarithm of a number that is not above 0")
    k = x.numerator.bit_length() - x.denominator.bit_length()
    m = x / Fraction(2) ** k
    return plus(artanh2((m - 1) / (m + 1)), times(exactly(k), artanh2(Fraction(1, 3))))


def artanh2(z: Fraction) -> Number:
    """Twice the inverse hyperbolic tangent, for |z| <= 1/2: 2 (z + z^3/3 + z^5/5 + ...)."""
    power, found, n = z, Fraction(0), 1
    limit = Fraction(1, 10 ** (2 * DIGITS))
    square = z * z
    while n == 1 or abs(power) > limit:
        found += short(power / n)
        power = short(power * square)
        n += 2
    error = 8 * limit * (n + 2)
    return tight(2 * found - error, 2 * found + error)


@cache
def root(x: Fraction, n: int) -> Number:
    """The n-th root: of an integer so large that its whole root has enough digits. Of a number below 0 where n is odd."""
    if x < 0:
        if n % 2 == 0:
            raise Wrong("an even root of a number below 0")
        return minus(exactly(0), root(-x, n))
    scale = 10 ** (DIGITS + 10)
    target = x.numerator * scale**n // x.denominator
    whole = integer_root(target, n)
    if Fraction(whole, scale) ** n == x:
        return exactly(Fraction(whole, scale))
    return Fraction(whole, scale), Fraction(whole + 1, scale)


def integer_root(x: int, n: int) -> int:
    if n == 2:
        return isqrt(x)
    low, high = 0, 1 << (x.bit_length() // n + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**n <= x else (low, middle - 1)
    return low


def through(function: Any, x: Number) -> Number:
    """A rising function of an enclosed number."""
    return function(x[0])[0], function(x[1])[1]


def power(x: Number, y: Number) -> Number:
    if is_exact(y) and y[0].denominator == 1 and (abs(y[0]) <= 10_000 or fits(x, y[0])):
        n = int(y[0])
        found, base = exactly(1), x
        for bit in bin(abs(n))[:1:-1]:
            if bit == "1":
                found = times(found, base)
            base = times(base, base) if abs(n) > 1 else base
        return found if n >= 0 else over(exactly(1), found)
    if is_exact(y) and 1 < y[0].denominator <= 1_000 and (x[0] >= 0 or y[0].denominator % 2 == 1):
        return power(through(lambda v: root(v, y[0].denominator), x), exactly(y[0].numerator))
    if equal(x, exactly(0)) if x[0] <= 0 <= x[1] else False:
        return exactly(0)
    return through(exp, times(y, through(ln, x)))


def fits(x: Number, n: Fraction) -> bool:
    """Whether a power is an exact number that a trace can hold."""
    return (
        is_exact(x) and abs(n) * max(x[0].numerator.bit_length(), x[0].denominator.bit_length()) < 4 * LONGEST
    )


def rounded(x: Fraction, digits: int, mode: str, significant: bool) -> Fraction:
    """x rounded: to decimals or significant digits, in one of seven modes."""
    if type(digits) is not int or not 0 <= digits < 1000:
        raise Wrong(f"nothing is rounded to {digits!r} digits")
    if significant and x:
        bits = abs(x.numerator).bit_length() - x.denominator.bit_length()
        magnitude = bits * 30103 // 100000  # nearly
        while abs(x) >= Fraction(10) ** (magnitude + 1):
            magnitude += 1
        while abs(x) < Fraction(10) ** magnitude:
            magnitude -= 1
        digits = digits - 1 - magnitude
    unit = Fraction(10) ** digits
    scaled = x * unit
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    half = 2 * rest - scaled.denominator  # below 0 before the middle, 0 at it
    match mode:
        case "half up":
            up = half > 0 or (half == 0 and x > 0)
        case "half down":
            up = half > 0 or (half == 0 and x < 0)
        case "half even":
            up = half > 0 or (half == 0 and whole % 2 == 1)
        case "up":
            up = rest > 0 and x > 0
        case "down":
            up = rest > 0 and x < 0
        case "ceiling":
            up = rest > 0
        case "floor":
            up = False
        case _:
            raise Wrong(f"there is no rounding {mode!r}")
    return (whole + up) / unit


def is_tie(x: Fraction, digits: int, significant: bool) -> bool:
    down, up = (rounded(x, digits, mode, significant) for mode in ("floor", "ceiling"))
    return x != 0 and down != up and x - down == up - x


# -- Values --------------------------------------------------------------------------------------------------------

DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def fraction(text: Any) -> Fraction:
    """A finite decimal or a fraction in lowest terms, written as the format says, and in no other way."""
    if not isinstance(text, str) or not re.fullmatch(r"-?\d+(\.\d*[1-9]|/[1-9]\d*)?", text):
        raise Wrong(f"{text!r} is not a number")
    value = Fraction(text)
    if written(value) != text:
        raise Wrong(f"{text} should be written {written(value)}")
    return value


def written(value: Fraction) -> str:
    """The text of a number: a finite decimal without needless zeros, else a fraction."""
    rest, places = value.denominator, 0
    for factor in (2, 5):
        count = 0
        while rest % factor == 0:
            rest //= factor
            count += 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def enclosure(text: str) -> Number:
    """What the recorded digits of an irrational number say: it lies between them and the next ones, away from zero.

    With ≈ before them, it lies within half a unit of the last digit.
    """
    if re.fullmatch(rf"≈-?\d+\.\d{{{RECORDED}}}", text):
        near, half = Fraction(text[1:]), Fraction(1, 2 * 10**RECORDED)
        return (near - half, near + half)
    if not re.fullmatch(rf"-?\d+\.\d{{{RECORDED}}}…", text):
        raise Wrong(f"{text!r} is not an irrational number of {RECORDED} decimals")
    value, unit = Fraction(text[:-1]), Fraction(1, 10**RECORDED)
    return (value - unit, value) if text.startswith("-") else (value, value + unit)


def is_enclosed(text: str) -> bool:
    """Whether a text states an irrational number, of which it has some digits only."""
    return text.endswith("…") or text.startswith("≈")


def value_of(step: dict[str, Any]) -> Any:
    """The value of a step: a number, a yes or no, a date, a text, or None."""
    value, kind = step["value"], step["type"]
    match kind:
        case "number":
            return exactly(fraction(value))
        case "irrational" | "undecided" if value.startswith("≈") is (kind == "undecided"):
            return enclosure(value)
        case "yes-no" if isinstance(value, bool):
            return value
        case "date" if isinstance(value, str):
            return date.fromisoformat(value)
        case "text" if isinstance(value, str):
            return value
        case "none" if value is None:
            return None
    raise Wrong(f"the value {value!r} is not of the type {kind}")


# -- Data ----------------------------------------------------------------------------------------------------------


class Sheet:
    """A table of a file: its headings, and its rows by the number that people see, both as texts by column."""

    def __init__(self, headings: list[str], rows: dict[int, list[str]], letters: bool = True) -> None:
        self.headings = headings
        self.rows = rows
        self.letters = letters  # cells are called D17, or else plan[3]

    def find(self, cell: str) -> tuple[int, int] | None:
        """The number of the row and the column (from 0) of a cell; None where there is none of that name."""
        if not self.letters:
            heading, _, number = cell.rpartition("[")
            found = re.fullmatch(r"(\d+)\]", number)
            if found is None or heading not in self.headings:
                return None
            return int(found[1]), self.headings.index(heading)
        found = re.fullmatch(r"([A-Z]{1,3})(\d+)", cell)
        if found is None:
            return None
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        return int(found[2]), column - 1

    def text(self, number: int, column: int) -> str:
        row = self.rows.get(number, [])
        return row[column] if column < len(row) else ""

    def under(self, number: int, heading: str) -> str:
        """The text of a row under a heading."""
        if heading not in self.headings:
            raise Wrong(f"there is no heading {heading!r}")
        return self.text(number, self.headings.index(heading))


Sheets = dict[str, Sheet]
"""The tables of a file by the name of the sheet; empty for a file that holds one."""

Foreign = Callable[[Path], Sheets]
"""What reads files that the standard library cannot."""


def headed(rows: dict[int, list[str]]) -> Sheet:
    """A table whose first row with any text has the headings; rows without any are left out."""
    filled = {n: row for n, row in rows.items() if any(text.strip() for text in row)}
    first = next((n for n, row in filled.items() if not row[0].lower().startswith("sep=")), None)
    if first is None:
        return Sheet([], {})
    return Sheet([spaced(text) for text in filled[first]], {n: row for n, row in filled.items() if n > first})


def read_text(path: Path, encodings: tuple[str, ...]) -> list[str]:
    """A file's text in each encoding that it may be in."""
    data, found = path.read_bytes(), []
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            found.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf"):
            break
    return found


def read_csv(path: Path) -> list[Sheets]:
    """The separator is that of `sep=`, a tab in .tsv, or the one that the first line with text has most of."""
    made = []
    for text in read_text(path, ("utf-8-sig", "cp1251", "kz1048")):
        first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
        named = re.fullmatch(r"sep=(.)", first.strip(), re.IGNORECASE)
        common = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=first.count)
        rows = csv.reader(text.splitlines(keepends=True), delimiter=named[1] if named else common)
        made.append({"": headed(dict(enumerate(rows, 1)))})
    return made


def read_workbook(path: Path) -> list[Sheets]:
    with ZipFile(path) as book:
        parts = set(book.namelist())
        shared: list[str] = []
        if "xl/sharedStrings.xml" in parts:
            shared = [text_of(item) for item in parsed(book.read("xl/sharedStrings.xml"))]
        links = parsed(book.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): str(link.get("Target")) for link in links}
        made: Sheets = {}
        for sheet in parsed(book.read("xl/workbook.xml")).iter("sheet"):
            link_of = next((value for name, value in sheet.items() if name.endswith("}id")), None)
            target = targets.get(link_of, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in parts:
                made[str(sheet.get("name"))] = read_cells(parsed(book.read(part)), shared)
        return [made]


def read_cells(sheet: ET.Element, shared: list[str]) -> Sheet:
    rows: dict[int, list[str]] = {}
    empty = Sheet([], {})
    for cell in sheet.iter("c"):
        place = empty.find(str(cell.get("r")))
        if place is not None:
            row = rows.setdefault(place[0], [])
            row += [""] * (place[1] + 1 - len(row))
            row[place[1]] = cell_text(cell, shared)
    return headed(dict(sorted(rows.items())))


def cell_text(cell: ET.Element, shared: list[str]) -> str:
    value = cell.findtext("v", "")
    match cell.get("t"):
        case "s":
            return shared[int(value)]
        case "inlineStr":
            return "".join(text_of(inner) for inner in cell.iter("is"))
        case None | "n":
            return plain_number(value)
        case _:
            return value


def parsed(part: bytes) -> ET.Element:
    """A part of a workbook, without namespaces: both kinds of workbooks differ in them, and in nothing that is looked at."""
    root = ET.fromstring(part)  # noqa: S314 - as the reader does
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


MOVED = {
    "superscript": str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"),
    "subscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}  # how raised and lowered signs are written


def text_of(item: ET.Element) -> str:
    """The text of an item, without the reading aids of Asian languages."""
    found = item.findtext("t", "")
    for run in item.iter("r"):
        text, align = run.findtext("t", ""), run.find("rPr/vertAlign")
        table = None if align is None else MOVED.get(align.get("val", ""))
        found += text.translate(table) if table is not None and text.strip() else text
    return found


MOST_REPEATED = 1 << 20
"""So often a cell that holds something, or a row, is repeated at most."""


def read_opendocument(path: Path) -> list[Sheets]:
    """The sheets of an OpenDocument workbook: each cell as its value is stored, a text as it is shown."""
    with ZipFile(path) as book:
        root = parsed(book.read("content.xml"))
    made: Sheets = {}
    for table in root.iter("table"):
        rows: dict[int, list[str]] = {}
        number = 1
        for row in table.iter("table-row"):
            texts: list[str] = []
            for at in row:
                if at.tag in ("table-cell", "covered-table-cell"):
                    text, times = stored(at), count_of(at, "number-columns-repeated")
                    texts += [text] * (min(times, MOST_REPEATED) if text else min(times, 1 << 14))
            while texts and not texts[-1]:
                texts.pop()
            times = count_of(row, "number-rows-repeated")
            for n in range(min(times, MOST_REPEATED) if texts else 0):
                rows[number + n] = list(texts)
            number += times
        made[attribute(table, "name")] = headed(rows)
    return [made]


def attribute(element: ET.Element, name: str) -> str:
    """An attribute by its name without the namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def count_of(element: ET.Element, name: str) -> int:
    return max(int(attribute(element, name) or "1"), 1)


def stored(cell: ET.Element) -> str:
    """The value of a cell of OpenDocument, as its kind says."""
    stated_as = {
        "float": "value",
        "currency": "value",
        "percentage": "value",
        "date": "date-value",
        "boolean": "boolean-value",
    }
    kind = attribute(cell, "value-type")
    if kind in stated_as:
        return plain_number(attribute(cell, stated_as[kind]))
    return "\n".join(shown_text(at) for at in cell if at.tag == "p")


def shown_text(paragraph: ET.Element) -> str:
    """The text of a paragraph, without notes; blanks that are counted are written out."""
    made = paragraph.text or ""
    for at in paragraph:
        if at.tag == "s":
            made += " " * count_of(at, "c")
        elif at.tag not in ("annotation", "note"):
            made += shown_text(at)
        made += at.tail or ""
    return made


def read_database(path: Path) -> list[Sheets]:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    try:
        names = [
            name
            for (name,) in connection.execute(
                "select name from sqlite_master where type in ('table', 'view')"
            )
        ]
        made: Sheets = {}
        for name in names:
            quoted = '"' + name.replace('"', '""') + '"'
            cursor = connection.execute(f"select * from {quoted}")  # noqa: S608 - the name is quoted
            headings = [str(column[0]) for column in cursor.description]
            rows = {n: [json_text(value) for value in row] for n, row in enumerate(cursor, 1)}
            made[name] = Sheet(headings, rows, letters=False)
        return [made]
    finally:
        connection.close()


def read_json(path: Path) -> list[Sheets]:
    made = []
    for text in read_text(path, ("utf-8-sig", "cp1251", "kz1048")):
        whole = json.loads(text, parse_float=Decimal)
        tables = {"": whole} if isinstance(whole, list) else whole
        made.append({name: records(dict(enumerate(rows, 1))) for name, rows in tables.items()})
    return made


def read_json_lines(path: Path) -> list[Sheets]:
    made = []
    for text in read_text(path, ("utf-8-sig", "cp1251", "kz1048")):
        tables: dict[str, dict[int, dict[str, Any]]] = {}
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                row = json.loads(line, parse_float=Decimal)
                name = str(row.pop("table", path.stem))
                tables.setdefault("" if name == path.stem else name, {})[number] = row
        made.append({name: records(rows) for name, rows in tables.items()})
    return made


def records(rows: dict[int, dict[str, Any]]) -> Sheet:
    headings = list(dict.fromkeys(heading for row in rows.values() for heading in row))
    texts = {n: [json_text(row.get(heading)) for heading in headings] for n, row in rows.items()}
    return Sheet(headings, texts, letters=False)


def json_text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return plain_number(repr(value)) if isinstance(value, float) else str(value)


READERS: dict[str, Callable[[Path], list[Sheets]]] = {
    ".csv": read_csv, ".tsv": read_csv, ".xlsx": read_workbook, ".xlsm": read_workbook, ".ods": read_opendocument, ".json": read_json,
    ".jsonl": read_json_lines, ".ndjson": read_json_lines, ".sqlite": read_database, ".sqlite3": read_database, ".db": read_database,
}  # fmt: skip

BROKEN = (OSError, BadZipFile, ZlibError, ET.ParseError, sqlite3.Error, csv.Error, KeyError, ValueError,
          TypeError, AttributeError, IndexError, RuntimeError, ArithmeticError)  # fmt: skip


class Data:
    """The data that a trace rests on: ``path`` is their file, or the folder of them."""

    def __init__(self, path: Path, foreign: dict[str, Foreign] | None = None) -> None:
        self.path = path
        self.foreign = foreign or {}
        self.files: dict[str, list[Sheets] | None] = {}
        self.tables: dict[Any, dict[str, Any]] = {}
        self.keys: dict[int, dict[int, tuple[str, ...]]] = {}
        self.indexes: dict[tuple[int, Any], dict[Any, list[int]]] = {}
        self.called: dict[tuple[int, str], tuple[str, ...] | None] = {}
        self.forms: dict[int, re.Pattern[str]] = {}  # what rows of a table are called

    def expect(self, document: dict[str, Any]) -> list[str]:
        """Take down what the trace says of the tables; gives what is wrong with it."""
        self.tables, wrong = {}, []
        self.forms, self.keys, self.indexes, self.called = {}, {}, {}, {}
        tables = document.get("tables")
        for entry in tables if isinstance(tables, list) else []:
            try:
                if entry["table"] in self.tables:
                    wrong.append(f"the trace says twice how the table {entry['table']} was read")
                self.tables[entry["table"]] = entry
                sheets = self.sheets(entry) if entry["file"] else None
                if sheets and all(len(sheet.rows) != entry["rows"] for sheet in sheets):
                    wrong.append(
                        f"{entry['table']} has {len(sheets[0].rows):,} rows in the data, and the trace says {entry['rows']:,}"
                    )
            except (Wrong, KeyError, TypeError, ValueError) as why:
                wrong.append(f"{entry!r:.60}: {why}")
        return wrong

    def sheets(self, entry: dict[str, Any]) -> list[Sheet] | None:
        """The table in each way that its file may be read; None where its format cannot be read here."""
        name = Path(entry["file"]).name
        if name not in self.files:
            self.files[name] = self.read(name)
        files = self.files[name]
        if files is None:
            return None
        found = [sheets[entry["sheet"]] for sheets in files if entry["sheet"] in sheets]
        if not found:
            raise Wrong(f"there is no {' '.join((name, entry['sheet'])).strip()} in {self.path}")
        headings = {spaced(one["heading"]) for one in (*entry["called"], *entry["columns"])}
        return [sheet for sheet in found if headings <= set(sheet.headings)] or found[:1]

    def read(self, name: str) -> list[Sheets] | None:
        path = self.path / name if self.path.is_dir() else self.path
        suffix = path.suffix.lower()
        try:
            if not path.is_file():
                return []
            if suffix in self.foreign:
                return [self.foreign[suffix](path)]
            return READERS[suffix](path) if suffix in READERS else None
        except BROKEN:
            return []

    def look(self, step: dict[str, Any]) -> bool:
        """Whether a cell could be looked up; what it says must stand there, under its field's heading, in its own row."""
        entry = self.tables.get(step["table"])
        if entry is None:
            raise Wrong(f"the trace does not say how the table {step['table']} was read")
        if (step["file"], step.get("sheet", "")) != (entry["file"], entry["sheet"]):
            if any(one["field"] == step["field"] for one in entry["columns"]):
                raise Wrong(f"{step['field']} was read from {entry['file']}, not from {step['file']}")
            return False  # a score of an earlier run
        sheets = self.sheets(entry)
        if sheets is None:
            return False
        problems = [self.wrong(sheet, entry, step) for sheet in sheets]
        if None not in problems:
            raise Wrong(str(problems[0]))
        return True

    def absent(self, step: dict[str, Any]) -> None:
        """Of a value that stands nowhere: a table that has a column for it must have no row of whom it is about."""
        entry = self.tables.get(step["table"])
        if entry is None or not entry["file"] or step.get("value") is not None:
            return
        if all(step["field"] not in (one["field"], entry["table"]) for one in entry["columns"]):
            return
        sheets = self.sheets(entry)
        key = self.key(entry, step["row"])
        if (
            sheets
            and key is not None
            and all(key in self.row_keys(sheet, entry).values() for sheet in sheets)
        ):
            raise Wrong(f"{entry['file']} has a row of {step['row']}, and the trace says that there is none")

    def wrong(self, sheet: Sheet, entry: dict[str, Any], step: dict[str, Any]) -> str | None:
        """What is wrong with what a step says of a cell."""
        place = sheet.find(step["cell"])
        where = f"{step['file']} {step['cell']}"
        if place is None or place[0] not in sheet.rows or place[1] >= len(sheet.headings):
            return f"there is no cell {where}"
        number, column = place
        heading, field = sheet.headings[column], step["field"]
        columns = {one["field"]: spaced(one["heading"]) for one in entry["columns"]}
        names = {folded(name) for name in (field, *step.get("titles", {}).values())}
        if columns.get(field) != heading or folded(heading) not in names:
            return f"{where} stands under the heading {heading!r}, which is not that of {field}"
        if self.key(entry, step["row"]) != self.row_keys(sheet, entry)[number]:
            return f"{where} is no cell of the row {step['row']}"
        raw, text = step.get("raw", ""), sheet.text(number, column)
        if not same_text(raw, text) and not same_text(level(raw), text):
            return f"{text!r} stands in {where}, not {raw!r}"
        return None

    def key(self, entry: dict[str, Any], label: str) -> tuple[str, ...] | None:
        """What tells a row from others, by what it is called; None where rows of that table are not called so."""
        known = (id(entry), label)
        if known not in self.called:
            self.called[known] = self.key_of(entry, label)
        return self.called[known]

    def key_of(self, entry: dict[str, Any], label: str) -> tuple[str, ...] | None:
        form = self.forms.get(id(entry))
        if form is None:
            text = ", ".join(f'{re.escape(one["name"])} "(.*)"' for one in entry["called"])
            if entry["numbered"]:
                text += f", {re.escape(entry['table'])} in row (\\d+)"
            form = self.forms[id(entry)] = re.compile(text, re.DOTALL)
        found = form.fullmatch(label)
        return None if found is None else tuple(spaced(text) for text in found.groups())

    def row_keys(self, sheet: Sheet, entry: dict[str, Any]) -> dict[int, tuple[str, ...]]:
        """The same of each row of the data, by its number."""
        if id(sheet) not in self.keys:
            headings = [spaced(one["heading"]) for one in entry["called"]]
            self.keys[id(sheet)] = {
                n: (
                    *(spaced(sheet.under(n, heading)) for heading in headings),
                    *([str(n)] if entry["numbered"] else []),
                )
                for n in sheet.rows
            }
        return self.keys[id(sheet)]

    def complete(self, selection: dict[str, Any]) -> None:
        """Whether the rows taken and left out are all that there are: of everybody or of one, with the same fields."""
        entry = self.tables.get(selection["table"])
        if entry is None:
            raise Wrong(f"the trace does not say how the table {selection['table']} was read")
        labels = [row["row"] for row in (*selection["taken"], *selection["left_out"])]
        if not entry["file"]:
            if labels and not entry["rows"]:
                raise Wrong(f"there are no rows of {selection['table']}")
            return
        sheets = self.sheets(entry)
        if sheets is not None:
            problems = [self.incomplete(sheet, entry, selection, labels) for sheet in sheets]
            if None not in problems:
                raise Wrong(str(problems[0]))

    def incomplete(
        self, sheet: Sheet, entry: dict[str, Any], selection: dict[str, Any], labels: list[str]
    ) -> str | None:
        keys = self.row_keys(sheet, entry)
        listed: Counter[Any] = Counter(self.key(entry, label) for label in labels)
        owner = () if selection["everywhere"] else self.owner(selection.get("whose", ""))
        expected = self.index(sheet, len(owner), lambda n: keys[n][: len(owner)]).get(owner, [])
        if selection["same"]:
            columns = {one["field"]: spaced(one["heading"]) for one in entry["columns"]}
            same = tuple(selection["same"])

            def kind(n: int) -> tuple[str, ...]:
                return tuple(spaced(sheet.under(n, columns[name])) for name in same)

            numbers = self.index(sheet, "row", lambda n: keys[n])
            kinds = {
                kind(n) for key in listed if key and key[: len(owner)] == owner for n in numbers.get(key, [])
            }
            if len(kinds) > 1:
                return f"rows were taken that differ in {', '.join(same)}"
            groups = self.index(sheet, same, kind)
            alike = {n for one in kinds for n in groups[one]}
            expected = [n for n in expected if n in alike] if owner else sorted(alike)
        found: Counter[Any] = Counter(keys[n] for n in expected)
        for key in (*found, *listed):
            if found[key] != listed[key]:
                words = ("is not among the rows", "is among the rows, and should not be")[
                    found[key] < listed[key]
                ]
                return f"the row {' '.join(key or ('of another table',))} of {entry['file']} {words}"
        return None

    def index(self, sheet: Sheet, name: Any, key: Callable[[int], Any]) -> dict[Any, list[int]]:
        """The rows of a table by a key that is made of each; made once for each ``name``."""
        made = self.indexes.get((id(sheet), name))
        if made is None:
            made = {}
            for number in sheet.rows:
                made.setdefault(key(number), []).append(number)
            self.indexes[id(sheet), name] = made
        return made

    def owner(self, label: str) -> tuple[str, ...]:
        """What the row is called by that others belong to."""
        for entry in sorted(self.tables.values(), key=lambda one: -len(one["called"])):
            found = self.key(entry, label) if entry["called"] else None
            if found is not None:
                return found
        raise Wrong(f"there is no row {label!r} that others could belong to")


def spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def folded(text: str) -> str:
    """A heading for comparison."""
    return unicodedata.normalize("NFC", spaced(text).casefold())


def level(raw: str) -> str:
    """A text whose raised, lowered and struck signs are written as a plain file holds them."""
    return unicodedata.normalize("NFKC", raw.replace("\N{COMBINING LONG STROKE OVERLAY}", ""))


DAYS = (date(1899, 12, 30), date(1904, 1, 1))  # the day 0 of a workbook's dates, in both of its calendars


def same_text(raw: str, there: str) -> bool:
    """Whether a trace's text is what stands in the file, which may hold a number for a day, a time, a yes or a no."""
    raw, there = " ".join(raw.split()), " ".join(there.split())
    if raw == there:
        return True
    one, other = number_in(raw), number_in(there)
    if one is not None and other is not None:
        return one == other
    if raw.casefold() in ("yes", "no", "true", "false") and there in ("0", "1", "true", "false"):
        return (raw.casefold() in ("yes", "true")) is (there in ("1", "true"))
    day = re.match(r"\d{4}-\d\d-\d\d", raw)
    if day is not None and other is not None:
        return date.fromisoformat(day[0]) in [start + timedelta(int(other)) for start in DAYS]
    time = re.fullmatch(r"(\d+):(\d\d)(?::(\d\d)(?:\.\d+)?)?", raw)
    if time is not None and other is not None:
        seconds = 3600 * int(time[1]) + 60 * int(time[2]) + int(time[3] or 0)
        return abs(other * 86400 - seconds) < 1
    return False


def number_in(text: str) -> Fraction | None:
    """The number that a text denotes: of a binary one, as files hold it with 17 digits, the shortest decimal."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?)(%?)", text)
    if found is None:
        return None
    digits = repr(float(found[1])) if len(re.sub(r"\D", "", found[1])) > 15 and "." in found[1] else found[1]
    return Fraction(digits) / (100 if found[2] else 1)


def plain_number(text: str) -> str:
    """A binary number of a workbook as people write it: 3.0 is 3."""
    return text[:-2] if re.fullmatch(r"-?\d+\.0", text) else text


# -- Rules ---------------------------------------------------------------------------------------------------------


ELSEWHERE = (
    "definition",
    "parameter",
    "among",
)  # steps whose operands, or which themselves, are written elsewhere


AROUND = {
    "multiplied": "operand",
    "mean of the others": "result",
    "at most each": "operand",
}  # clauses that stand beside what they are around

NOWHERE = ("cell", "score", "bounded", "parameter")  # steps that need not say where they are written
OF_OTHERS = ("not", "is applicable", "every")  # nor those that choose the others of whom a mean is taken

WEEKEND = re.compile(r"\bweekend\s+(\w+(?:\s*,\s*\w+)*)")

GAP = r"(?:\s|--[^\n]*\n)+"
HEADING = re.compile(
    rf'^[^\S\n]*methodology{GAP}(\w+){GAP}version{GAP}"([^"]*)"(?:{GAP}amends{GAP}"([^"]*)")?', re.MULTILINE
)
MAXIMUM = re.compile(rf"out{GAP}of{GAP}(\d[\d_]*(?:\.\d+)?){GAP}points{GAP}where(?:\s|--[^\n]*\n|\()*$")
"""What stands before the condition of one of several maxima."""


class Rules:
    """The rule files, by the names that traces call them."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.starts = {
            name: [0, *(at.end() for at in re.finditer("\n", text))] for name, text in texts.items()
        }
        self.found: dict[tuple[str, str], tuple[str, int, int]] = {}
        self.spans: dict[str, tuple[str, int, int]] = {}
        self.words: dict[tuple[str, int, int], list[Token]] = {}  # those of texts that were looked at closely
        self.figures: dict[str, dict[Any, list[list[list[Any]]]]] = {}
        self.calendars: dict[str, tuple[set[str], list[str]]] = {}
        self.order: list[str] = list(texts)
        self.what_if: list[str] = []
        self.called: dict[str, str] = {}  # which files are meant by the names of a trace

    def expect(self, document: dict[str, Any]) -> list[str]:
        """Take down what the trace says of the texts that the rules are made of; gives what is wrong with it."""
        changes, heading = document.get("what_if"), document.get("methodology")
        self.what_if = [str(one) for one in changes] if isinstance(changes, list) else []
        self.__dict__.pop("declarations", None)
        self.figures.clear()
        stated = heading.get("texts") if isinstance(heading, dict) else None
        versions = [one for one in (stated if isinstance(stated, list) else []) if isinstance(one, dict)]
        called = {str(file): str(one.get("version")) for one in versions for file in one.get("files", [])}
        self.called = {}
        name_of_all = str(heading.get("name")) if isinstance(heading, dict) else ""
        found: dict[str, str | None] = {}
        for called_so in sorted(called, key=lambda one: -one.count("/")):  # `2013/a.eff` before `a.eff`
            others = [name for name in self.texts if name not in found.values()]
            of_it = self.folders.get((name_of_all, called[called_so]), set())
            beside = [name for name in others if name.rpartition("/")[0] in of_it]
            ways = (self.file(called_so, among) for among in (None, others, beside))
            found[called_so] = next((name for name in ways if name is not None), None)
        self.called = {one: name for one in called if (name := found[one]) is not None}
        self.order = list(self.called.values()) or list(self.texts)
        wrong = [f"there is no rule file {one}" for one, name in found.items() if name is None]
        return [*wrong, *self.in_turn(versions, found)]

    @cached_property
    def folders(self) -> dict[tuple[str, str], set[str]]:
        """The folders in which there are texts of a version of a methodology, by what their headings say."""
        made: dict[tuple[str, str], set[str]] = {}
        for name, text in self.texts.items():
            for heading in HEADING.finditer(text):
                made.setdefault((heading[1], heading[2]), set()).add(name.rpartition("/")[0])
        return made

    def in_turn(self, versions: list[dict[str, Any]], found: dict[str, str | None]) -> Iterator[str]:
        """What is wrong with the order of texts: each amends the one before it, by their headings."""
        before = None
        for one in versions:
            headings = [
                heading
                for file in one.get("files", [])
                for heading in HEADING.finditer(self.texts.get(found.get(file) or "", ""))
            ]
            if one.get("role") == "laid on top" or not headings:
                continue
            _, version, amends = headings[0].groups()
            if version != one.get("version") or amends != before:
                yield f"version {version} of the rules amends {amends or 'none'}, and the trace has it after {before or 'none'}"
            before = version

    @cached_property
    def declarations(self) -> Declarations:
        """What the texts that the rules are made of declare."""
        return Declarations({name: self.texts[name] for name in self.order})

    def settings(self, kind: str) -> dict[str, Fraction]:
        """What was set for this calculation (`weight.goals=40%`), by name."""
        found = (re.fullmatch(rf"{kind}\.(\w+)\s*=\s*([\d.]+)\s*(%?)", one.strip()) for one in self.what_if)
        return {one[1]: Fraction(one[2]) / (100 if one[3] else 1) for one in found if one is not None}

    def look(self, step: dict[str, Any], steps: dict[str, dict[str, Any]]) -> int:
        """Whether a step quotes the rules: then its text must stand at its place, and what it is made of within it."""
        place, text = step.get("place", ""), step.get("text", "")
        if place.startswith("--set"):
            set_so = {**self.settings("penalty"), **self.settings("bonus")}
            if step["op"] != "written" or fraction(step["value"]) not in set_so.values():
                raise Wrong("the trace does not say that this was set")
            return 0
        if step["op"] == "cell":
            said = self.declarations.is_percent(step["table"], step["field"])
            if said is not None and said is not step.get("percent", False):
                raise Wrong(f"whether {step['field']} is in percent is said otherwise in the rules")
        if not place:
            if step["op"] not in (*NOWHERE, *OF_OTHERS):
                raise Wrong("it does not say where the rules say so")
            return 0
        if not text.startswith("mean of the others"):
            for ref in step["from"]:
                if not steps[ref].get("place") and steps[ref]["op"] in OF_OTHERS:
                    raise Wrong(f"it is made of {ref}, which does not say where the rules say so")
            if text:
                self.named(step, steps)
        span = self.found.get((place, text))
        if span is None:
            span = self.found[place, text] = self.quoted(place, text)
        self.spans[step["id"]] = span
        tie = WRITTEN_AS.get(step["op"])
        if tie is not None:
            tie(Clause(self, step, steps, span))
        if step["op"] == "figure":
            self.figure(step, steps)
        if step["op"] == "working days":
            self.calendar(step, steps)
        if step.get("rows") is not None:
            kept_alike(text, step["rows"]["same"])
        if step["op"] == "maximum":
            self.maximum(step.get("condition"), step["maximum"])
            if not any(one.holds(span) for one in self.declarations.nodes.get(step["node"], [])):
                raise Wrong(f"the maximum of {step['node']} is no figure of what stands there")
        elif step["op"] == "node":
            self.maximum(step.get("maximum_by"), step["maximum"])
        elif text and step["op"] not in ELSEWHERE:
            by_itself = step["op"] == "limit" and text.startswith("at most")  # a cap in a clause of its own
            kind = "at most each" if by_itself else step["op"]
            around = step.get(AROUND.get(kind, ""))  # the formula that a clause is around
            for ref in step["from"]:
                if ref == around:
                    continue
                inner = self.spans.get(ref)
                if inner is None or not steps[ref].get("text") or steps[ref]["op"] in ELSEWHERE:
                    continue
                if inner[0] != span[0] or inner[1] < span[1] or inner[2] > span[2]:
                    raise Wrong(
                        f"it is made of {ref}, which stands at {steps[ref]['place']} and not within it"
                    )
        return 1

    def named(self, step: dict[str, Any], steps: dict[str, dict[str, Any]]) -> None:
        """Cells, definitions, parameters and scores that a step is made of are called by name in its text. Raises Wrong."""
        if step["op"] == "round" and step["text"].startswith(("rounded", "between")):
            return  # the reading of a scale that rounds first; the scale says of what it is
        if step["op"] == "parameter":
            return  # its text is its own name; what it stands for is said where the definition is applied
        words = set(re.findall(r"[^\W\d]\w*", step["text"]))
        for ref in [step["body"]] if step["op"] == "definition" else step["from"]:
            if steps[ref]["op"] != "node" or step["op"] in ("score", "is applicable"):
                self.calls(steps[ref], words)

    def calls(self, at: dict[str, Any], words: set[str]) -> None:
        """Whether a cell, a definition, a parameter or a node is among the names in some words. Raises Wrong."""
        made = self.declarations
        match at["op"]:
            case "cell":
                is_form = ("table", at["field"]) in made.found  # whether it is there
                names = {at["field"], at["table"]} if is_form else {at["field"]}
            case "definition":
                names = made.names("definition", at["name"])
            case "parameter":
                names = {at["name"]}
            case "node":
                names = made.names("node", at["node"])
            case _:
                return
        if not names & words:
            raise Wrong(
                f"it is made of {at['id']} ({' or '.join(sorted(names))}), which its text does not name"
            )

    def maximum(self, by: str | None, stated: str) -> None:
        """One of several maxima stands before its condition: `out of 15 points where ...`."""
        span = None if by is None else self.spans.get(by)
        if span is None:
            return
        found = MAXIMUM.search(self.texts[span[0]][max(0, span[1] - 2000) : span[1]])
        if found is None:
            raise Wrong(f"{by} is not the condition of a maximum")
        if Fraction(found[1].replace("_", "")) != fraction(stated):
            raise Wrong(f"the maximum is {stated}, and {found[1]} stands in the rules")

    def file(self, name: str, among: Collection[str] | None = None) -> str | None:
        """The name of the file that is called so: as it is, or the only one (of some) that ends so."""
        if among is None and (name in self.called or name in self.texts):
            return self.called.get(name, name)
        left = self.texts if among is None else among
        ends = [one for one in left if one == name or one.endswith(f"/{name}") or name.endswith(f"/{one}")]
        return ends[0] if len(ends) == 1 else None

    def quoted(self, place: str, text: str) -> tuple[str, int, int]:
        """Where a text stands that is quoted with its place. Raises Wrong."""
        called, line, column = place.rsplit(":", 2)
        name = self.file(called)
        if name is None:
            raise Wrong(f"there is no rule file {called}")
        starts = self.starts[name]
        if not 1 <= int(line) <= len(starts):
            raise Wrong(f"{called} has no line {line}")
        start = starts[int(line) - 1] + int(column) - 1
        form = r"\s+".join(map(re.escape, text.split()))
        found = re.compile(form).match(self.texts[name], start)
        if found is None:
            raise Wrong(f"{text!r} does not stand at {place}")
        return name, start, found.end()

    def figure(self, step: dict[str, Any], steps: dict[str, dict[str, Any]]) -> None:
        """Whether a table of figures has the value in a row of that key, in that column. Raises Wrong."""
        rows, key, value = self.rows_of(step["figures"]), steps[step["key"]], meaning(step)
        named = re.search(r"\.\s*([^\W\d]\w*)\W*\Z", step["text"])
        if named is not None:
            expect(step["column"], named[1], "the column of figures")
        found = rows.get(meaning(key), [])
        columns = self.declarations.columns(step["figures"])
        at = columns.index(step["column"]) if step["column"] in columns else -1
        if at > 0:  # the last text that has the row is the one that holds
            found = [[row[at]] for row in found if len(row) == len(columns) and meaning(key) in row[0]][-1:]
        if rows and not any(value in cell for row in found for cell in row):
            raise Wrong(f"the figures {step['figures']} have no row of {key['value']} with {step['value']}")

    def calendar(self, step: dict[str, Any], steps: dict[str, dict[str, Any]]) -> None:
        """Whether the calendar says of each day what the step says, and of no other day between. Raises Wrong."""
        name, said = step["calendar"], re.search(r"by\s+calendar\s+(\w+)\s*\Z", step["text"])
        names, blocks = self.calendars_of("" if said is None else said[1])
        if name not in names:
            raise Wrong(f"the rules do not count by the calendar {name} there")
        weeks = [set(re.findall(r"\w+", week)) for block in blocks for week in WEEKEND.findall(block)]
        if set(step["weekend"]) not in weeks:
            raise Wrong(f"the calendar {name} does not have the weekend of the step")
        first, last = (date.fromisoformat(steps[step[key]]["value"]) for key in ("first", "last"))
        for kind, key in (("holiday", "holidays"), ("working", "working")):
            there = {day for block in blocks for day in stated_days(block, kind) if first < day <= last}
            listed = {date.fromisoformat(day) for day in step.get(key, [])}
            for day in sorted(there ^ listed):
                if day in listed or len(blocks) == 1:  # a later text may have taken the day out
                    raise Wrong(f"the calendar {name} does not have the {kind} days of the step: {day}")

    def calendars_of(self, name: str) -> tuple[set[str], list[str]]:
        """The names of a calendar, as `rename` gives them one after the other, and what stands in its braces, in all files."""
        if name not in self.calendars:
            texts = [bare(text) for text in self.texts.values()]
            names, before = {name}, set[str]()
            while names != before:
                before = set(names)
                earlier = "|".join(map(re.escape, sorted(names)))
                form = re.compile(rf"\bcalendar\s+(\w+)\s+was\s+(?:{earlier})\b")
                names.update(new for text in texts for new in form.findall(text))
            form = re.compile(
                rf"\bcalendar\s+(?:{'|'.join(map(re.escape, sorted(names)))})\b[^{{}}]*\{{([^{{}}]*)"
            )
            self.calendars[name] = names, [found for text in texts for found in form.findall(text)]
        return self.calendars[name]

    def rows_of(self, name: str) -> dict[Any, list[list[list[Any]]]]:
        """The rows of a table of figures, in all texts, by each thing that stands in them; of a cell all that it may stand for."""
        if name not in self.figures:
            found = self.figures[name] = {}
            for text in (self.texts[one] for one in self.order):
                for block in re.finditer(rf"\bfigures\s+{re.escape(name)}\b[^{{}}]*\{{([^{{}}]*)", text):
                    lines = (line.partition("--")[0].strip() for line in block[1].split("\n"))
                    for line in lines:
                        if line.startswith("|"):
                            row = [meanings(word) for word in re.findall(r'"[^"]*"|[-−]?[^\s"]+', line[1:])]
                            for what in dict.fromkeys(one for cell in row for one in cell):
                                found.setdefault(what, []).append(row)
        return self.figures[name]


WITH_THE_SAME = r"with\s+the\s+same\s+(\w+)"


def kept_alike(text: str, same: list[str]) -> None:
    """Whether rows are kept to those that agree in the fields that the text names, and in no others. Raises Wrong."""
    text = bare(text)
    if text.startswith("mean"):
        said = re.search(r"\bwithin\s+(\w+(?:\s*,\s*(?!if\s+none\b)\w+)*)", text)
        wanted = [[name.strip() for name in said[1].split(",")] if said is not None else []]
    else:
        runs = re.finditer(rf"{WITH_THE_SAME}(?:(?:\s+as\s+\w+)?\s+{WITH_THE_SAME})*", text)
        wanted = [re.findall(WITH_THE_SAME, run[0]) for run in runs]
        several = len(re.findall(r"\b(?:for\s+each|among|count\s+of|share\s+of)\b", text)) > 1
        if not same and (several or not wanted):  # it may be said of other rows in the same text
            return
    if sorted(same) not in map(sorted, wanted):
        those = ", ".join(same) or "of anything"
        raise Wrong(f"the rules do not keep the rows to those with the same {those}")


def bare(text: str) -> str:
    """A text of rules without its comments, and without what stands in quotes."""
    return re.sub(r'"(?:[^"\\\n]|\\.)*"?|--[^\n]*', lambda found: '""' if found[0][0] == '"' else " ", text)


def stated_days(block: str, kind: str) -> set[date]:
    """The days that a calendar calls `holiday`, or `working`, but for those that a change takes out."""
    found: set[date] = set()
    for drops, start, end in re.findall(
        rf"\b(drop\s+)?{kind}\s+(\d{{4}}-\d\d-\d\d)(?:\s+to\s+(\d{{4}}-\d\d-\d\d))?", block
    ):
        if not drops:
            first = date.fromisoformat(start)
            many = (date.fromisoformat(end or start) - first).days + 1
            found |= {first + timedelta(n) for n in range(many)}
    return found


# -- Lines ---------------------------------------------------------------------------------------------------------


TOKEN = re.compile(r'--[^\n]*|"(?:\\.|[^"\\\n])*"?|\d{4}-\d\d-\d\d|\d+(?:_\d{3})*(?:\.\d+)?|[^\W\d]\w*|\S')
"""A comment, a text, a day, a number, a word, or a sign of the rules."""

Token = tuple[str, int, int]  # its text, where it begins and ends
Stretch = tuple[Any, bool, Any, bool]  # low, whether that is included, high, whether that is


def tokens(text: str, start: int, end: int) -> list[Token]:
    """What stands between two places of a rule file, without comments."""
    found = ((at[0], at.start(), at.end()) for at in TOKEN.finditer(text, start, end))
    return [token for token in found if not token[0].startswith("--")]


def split(words: list[Token], *signs: str) -> list[list[Token]]:
    """Words cut at signs that stand in no brackets."""
    made: list[list[Token]] = [[]]
    depth = 0
    for word in words:
        depth += (word[0] in ("(", "{")) - (word[0] in (")", "}"))
        if depth == 0 and word[0] in signs:
            made.append([])
        else:
            made[-1].append(word)
    return made


def braced(words: list[Token]) -> tuple[list[Token], list[Token]]:
    """The words before the last pair of braces, and those between them."""
    close = max(n for n, word in enumerate(words) if word[0] == "}")
    depth = 0
    for n in range(close, -1, -1):
        depth += (words[n][0] == "}") - (words[n][0] == "{")
        if depth == 0:
            return words[:n], words[n + 1 : close]
    raise Wrong("it has no pair of braces")


def reckoned(words: list[Token]) -> Any:
    """The value of a bound: a day, or a number made of numbers; units say nothing of its value."""
    left = [word for word, _, _ in words]
    if len(left) > LONGEST_BOUND:
        raise Wrong("the bound is too long to be looked at")
    if len(left) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\d", left[0]):
        return left[0]

    def atom() -> Fraction:
        word = left.pop(0)
        if word in ("-", "−"):
            return -atom()
        if word == "(":
            value = summed()
            left.pop(0)
            return value
        value = Fraction(word.replace("_", ""))
        if left and (left[0] == "%" or re.fullmatch(r"[^\W\d]\w*", left[0])):
            value /= 100 if left.pop(0) == "%" else 1
        return value

    def product() -> Fraction:
        value = atom()
        while left and left[0] in ("*", "×", "/"):
            value = value / atom() if left.pop(0) == "/" else value * atom()
        return value

    def summed() -> Fraction:
        value = product()
        while left and left[0] in ("+", "-", "−"):
            value = value + product() if left.pop(0) == "+" else value - product()
        return value

    value = summed()
    if left:
        raise Wrong(f"{' '.join(left)!r} stands in a bound")
    return value


def stretch_of(words: list[Token]) -> Stretch:
    """The stretch of values that a line of the rules names."""
    first, second = ([*(word for word, _, _ in words), "", ""])[:2]
    if first == "below":
        return None, False, reckoned(words[1:]), False
    if first == "exactly":
        value = reckoned(words[1:])
        return value, True, value, True
    if (first, second) == ("at", "most"):
        return None, False, reckoned(words[2:]), True
    opens = 2 if (first, second) == ("at", "least") else first in ("from", "above")
    low, *high = split(words[opens:], "to")
    if not high:
        return reckoned(low), first != "above", None, False
    below = high[0][0][0] == "below"
    return reckoned(low), first != "above", reckoned(high[0][below:]), not below


def stated(stretch: dict[str, Any]) -> Stretch:
    """The stretch that a step states, to be compared with one of the rules."""

    def end(value: Any) -> Any:
        return value if value is None or re.fullmatch(r"\d{4}-\d\d-\d\d", value) else fraction(value)

    low, high = end(stretch["low"]), end(stretch["high"])
    return (
        low,
        low is not None and stretch["low_included"],
        high,
        high is not None and stretch["high_included"],
    )


LONGEST_CLAUSE = 200_000
"""So many characters of a declaration are read at most."""

LONGEST_BOUND = 200
"""So many words of a bound."""


class Clause:
    """A step, and the words of the rules that it quotes."""

    def __init__(
        self, rules: Rules, step: dict[str, Any], steps: dict[str, Any], span: tuple[str, int, int]
    ) -> None:
        self.rules, self.step, self.steps = rules, step, steps
        name, start, end = span
        if span not in rules.words:
            rules.words[span] = tokens(rules.texts[name], start, end)
        self.words = rules.words[span]
        self.name, self.start = name, start

    def declared(self) -> list[Token]:
        """What stands in the braces of the declaration that begins here."""
        words = tokens(self.rules.texts[self.name], self.start, self.start + LONGEST_CLAUSE)
        depth = 0
        for n, (word, _, _) in enumerate(words):
            depth += (word == "{") - (word == "}")
            if word == "}" and depth == 0:
                return braced(words[: n + 1])[1]
        raise Wrong("no declaration stands there")

    def is_at(self, ref: Any, words: list[Token], what: str) -> None:
        """A step that this one is made of is what is written there: nothing but brackets is left of it."""
        span = self.rules.spans.get(ref)
        if span is None or not self.steps[ref].get("text") or self.steps[ref]["op"] in ELSEWHERE:
            if self.steps[ref]["op"] in ("cell", "definition", "parameter"):
                self.rules.calls(self.steps[ref], {word for word, _, _ in words})
            return
        name, start, end = span
        rest = [word for word, first, last in words if last <= start or first >= end]
        if name != self.name or len(rest) == len(words) or not {*rest} <= {"(", ")"}:
            raise Wrong(f"{what} should be {' '.join(word for word, _, _ in words)!r}, and it is {ref}")

    def beside(self, *refs: Any) -> list[Token]:
        """The words that are left of the text, in no brackets, without those of steps that it is made of."""
        spans = [self.rules.spans[ref] for ref in refs if ref in self.rules.spans and self.steps[ref].get("text")
                 and self.steps[ref]["op"] not in ELSEWHERE]  # fmt: skip
        made, depth = list[Token](), 0
        for word in self.words:
            if any(name == self.name and start <= word[1] and word[2] <= end for name, start, end in spans):
                continue
            depth += word[0] == "("
            if depth == 0:
                made.append(word)
            depth -= word[0] == ")"
        return made

    def says(self, text: str, words: list[Token], what: str) -> None:
        """A text that is quoted in a step is what some words of the rules say; brackets around them may be left out."""
        there = self.rules.texts[self.name][words[0][1] : words[-1][2]] if words else ""
        if " ".join(text.split()).strip("() ") == " ".join(there.split()).strip("() "):
            return  # the same, comments and all
        quoted = unbracketed(tokens(text, 0, len(text)))
        if quoted != unbracketed(tokens(there, 0, len(there))):
            raise Wrong(f"{what}: {text!r} stands there; the rules say {there!r}")

    def sides(self, words: list[Token], signs: list[int]) -> None:
        """What is called by name on each side of a sign is what the step has there."""
        if signs:
            for ref, side in (
                (self.step["left"], words[: signs[0]]),
                (self.step["right"], words[signs[-1] + 1 :]),
            ):
                if self.steps[ref]["op"] in ("cell", "definition", "parameter") and side:
                    self.rules.calls(self.steps[ref], {word for word, _, _ in side})

    def is_last(self, ref: Any, what: str) -> None:
        """A step that this one is made of stands at the end of its text."""
        span = self.rules.spans.get(ref)
        if span is None or not self.steps[ref].get("text") or self.steps[ref]["op"] in ELSEWHERE:
            return
        if any(word not in ("(", ")") for word, start, _ in self.words if start >= span[2]):
            raise Wrong(f"{what} is not the last that stands there")

    def stands(
        self, ref: Any, before: str, declared: list[Declared], what: str, in_all: bool = False
    ) -> None:
        """A step is written behind a word, in the last of some declarations that say so."""
        span = self.rules.spans.get(ref)
        if span is None or not self.steps[ref].get("text") or self.steps[ref]["op"] in ELSEWHERE:
            return
        text = self.rules.texts[span[0]]
        behind = self.steps[ref]["op"] != "limit" or not self.steps[ref]["text"].startswith("at most")
        if not any(one.holds(span) for one in declared):
            raise Wrong(f"{what} ({ref}) does not stand where the rules declare it")
        if behind and not re.search(
            rf"\b(?:{before}){WRITTEN_BEFORE}", text[max(0, span[1] - 2000) : span[1]]
        ):
            raise Wrong(f"{what} ({ref}) does not stand behind the word for it")
        if in_all and not SAID_IN_ALL.match(text[span[2] :]):
            raise Wrong(f"{what} ({ref}) is not said to be that")

    def done_with(self, ref: Any, *, rounds: bool) -> None:
        """What was done with the score of a node, from its formula on, is what the rules say."""
        made, name, every = (
            self.rules.declarations,
            self.step["node"],
            self.rules.declarations.nodes.get(self.step["node"], []),
        )
        adjusted, rounded_to, bounds, times_said = set[str](), list[Any](), dict[bool, Fraction](), 0
        at = self.steps[ref]
        while True:
            if at["op"] == "adjust":
                adjusted.add(at["adjustment"])
                ref = at["score"]
            elif at["op"] == "bounded":
                bounds[at["upper"]] = fraction(at["bound"])
                ref = at["operand"]
            elif at["op"] == "round" and not at.get("text"):
                rounded_to.append(at["rounding"])
                ref = at["operand"]
            elif at["op"] == "multiplied":
                times_said += 1
                ref = at["operand"]
            else:
                break
            at = self.steps[ref]
        said = made.rounding(name)
        if rounds:
            wanted = [] if said is None else [said]
            if not (self.step["kind"] == "total" and not rounded_to and ref != self.step["result"]):
                expect(rounded_to, wanted, f"how {name} is rounded")
        sure, possible = made.adjusting(name)
        if not sure <= adjusted <= possible:
            raise Wrong(
                f"the penalties and bonuses of {name} are {', '.join(sorted(possible)) or 'none'}, not {', '.join(sorted(adjusted)) or 'none'}"
            )
        expect(bounds, made.bounds() if name == "total" else {}, "what it never lies beyond")
        if len(every) == 1 and at["op"] != "mean of the others":
            expect(
                times_said,
                len(re.findall(r"\b(?:times|halved)\b", every[0].own)),
                "how often it is multiplied",
            )
        span = self.rules.spans.get(ref)
        if span is not None and at.get("text") and at["op"] not in (*ELSEWHERE, "mean of the others"):
            self.stands(ref, r"score\s*=", every, "the formula")

    def readings(self, lines: list[list[Token]]) -> None:
        """How a scale or grades are read that leave something out, or say something twice."""
        said = {"between": "", "shared": ""}
        for line in lines:
            texts = [word for word, _, _ in line]
            key = "between" if texts[0] == "between" else "shared"
            side = texts[texts.index(":") :][:6]
            said[key] = next((word for word in side if word in ("lower", "higher")), "")
        for key, stated_side in said.items():
            expect(self.step.get(key, ""), stated_side, "how the scale is read")


def written_bands(at: Clause) -> None:
    """Each line of a scale has the bounds and the result that the rules say, and the result is of the line that is hit."""
    step = at.step
    head, body = braced(at.words)
    lines = [line for line in split(body, ";") if line]
    printed = [word for word, _, _ in head[-2:]] == ["as", "printed"]
    expect("printed" in step, printed, "whether the scale stands there as it is printed")
    is_reading = [[w for w, _, _ in line[:2]] in (["between", "lines"], ["at", "shared"]) for line in lines]
    at.readings([line for line, reading in zip(lines, is_reading, strict=True) if reading])
    parts = [split(line, ":") for line, reading in zip(lines, is_reading, strict=True) if not reading]
    otherwise = [part for part in parts if part[0][0][0] == "otherwise"]
    ranges = [part for part in parts if part[0][0][0] != "otherwise"]
    found = [stated(line) for line in step["printed" if printed else "bands"]]
    expect(found, [stretch_of(part[0]) for part in ranges], "the lines of the scale")
    for band, part in zip(step["bands"], ranges, strict=True):
        at.says(band["gives"], part[1], "what it gives")
    taken = otherwise[0] if step["hit"] is None else ranges[step["hit"]]
    at.is_at(step["result"], taken[1], "the result")
    operand = step["operand"]
    for line, reading in zip(lines, is_reading, strict=True):
        words = [word for word, _, _ in line]
        if reading and words[3:4] == ["rounded"]:  # before its line is looked for
            expect(at.steps[operand]["op"], "round", "what the scale is of")
            operand = at.steps[operand]["operand"]
    at.is_at(operand, head[2 : -2 if printed else None], "what the scale is of")


def written_points(at: Clause) -> None:
    """The points of an interpolation, and what stands at them, before the first and after the last."""
    step = at.step
    head, body = braced(at.words)
    at.is_at(step["operand"], head[1:], "what it is of")
    parts = [split(line, ":") for line in split(body, ";") if line]
    points = [part for part in parts if part[0][0][0] == "at"]
    expect(len(step["points"]), len(points), "the number of points")
    for ref, part in zip(step["points"], points, strict=True):
        at.is_at(ref, part[0][1:], "the point")
    if step["index"] is None:
        first = step["where"].partition(" ")[0]
        (end,) = (part for part in parts if part[0][0][0] == first)
        at.is_at(step["upper"], end[1], "the result")
        return
    at.is_at(step["upper"], points[step["index"]][1], "the result")
    if step["lower"] is not None:
        at.is_at(step["lower"], points[step["index"] - 1][1], "the earlier result")


def written_items(at: Clause) -> None:
    """The items of a check-list: what they are called, when they count, and for how much."""
    items = [line for line in split(braced(at.words)[1], ";") if line]
    expect(len(at.step["items"]), len(items), "the number of items")
    for item, line in zip(at.step["items"], items, strict=True):
        titles, rest = split(line, ":")
        result, condition = split(rest, "when")
        texts = {re.sub(r"\\(.)", r"\1", word[1:-1]) for word, _, _ in titles if word[0] == '"'}
        if not texts >= set(item["titles"].values()):
            raise Wrong(f"the rules call the item otherwise: {', '.join(sorted(texts))}")
        at.is_at(item["condition"], condition, "the condition")
        if item["result"] is not None:
            at.is_at(item["result"], result, "what the item gives")


def written_cases(at: Clause) -> None:
    """The conditions of the cases in their order, and the result of the one that is taken."""
    words = list(at.words)
    for n in range(1, len(words)):  # `if none then` begins no case
        before = [word for word, _, _ in words[max(n - 3, 0) : n]]
        if words[n][0] == "then" and (before[1:2] == ["if"] or before[:2] == ["if", "all"]):
            words[n] = ("", *words[n][1:])
    parts = split(words, "when", "then", "otherwise")[1:]
    conditions, results = parts[:-1:2], [*parts[1::2], parts[-1]]
    expect(len(at.step["branches"]), len(results), "the number of cases")
    for branch, result in zip(at.step["branches"], results, strict=True):
        at.says(branch, result, "what a case gives")
    for ref, condition in zip(at.step["tested"], conditions, strict=False):
        at.is_at(ref, condition, "the condition")
    at.is_at(at.step["result"], results[at.step["taken"]], "the result")


def unbracketed(words: list[Token]) -> list[str]:
    return [word for word, _, _ in words if word not in ("(", ")")]


def written_turns(at: Clause) -> None:
    """What is not looked at any more stands there, too, in its order, behind what was."""
    said = " ".join(unbracketed(at.words))
    for text in at.step.get("unread", []):
        unread = " ".join(unbracketed(tokens(text, 0, len(text))))
        if unread not in said:
            raise Wrong(f"{text!r} does not stand there")


def written_grades(at: Clause) -> None:
    """The grades in their order, each with the bounds that the rules say."""
    words = at.declared()
    found: list[tuple[str, Stretch]] = []
    readings, n = [], 0
    while n < len(words):
        first, second = ([*(word for word, _, _ in words[n : n + 2]), "", ""])[:2]
        if (first, second) in (("between", "grades"), ("at", "shared")):
            readings.append(words[n : n + 9])
        start = after_titles(words, n + 1)
        end = after_range(words, start)
        if end > start:
            found.append((first, stretch_of(words[start:end])))
        n = max(n + 1, end)
    at.readings(readings)
    stretches = [(one["name"], stated(one.get("printed") or one["stretch"])) for one in at.step["grades"]]
    expect(stretches, closed(found), "the grades")


def closed(grades: list[tuple[str, Stretch]]) -> list[tuple[str, Stretch]]:
    """Grades that only say where they begin end where the next higher one begins."""
    lows = sorted((low, not included) for _, (low, included, _, _) in grades if low is not None)
    made = []
    for name, (low, included, high, high_included) in grades:
        above = len(lows) if low is None else bisect_right(lows, (low, True))
        if high is None and above < len(lows):
            high, high_included = lows[above]
        made.append((name, (low, included, high, high_included)))
    return made


def after_titles(words: list[Token], n: int) -> int:
    """Where the titles end that begin at a word, if any do."""
    while n < len(words):
        tagged = re.fullmatch("[a-z]{2}", words[n][0]) and words[n + 1 : n + 2] and words[n + 1][0][0] == '"'
        if not tagged and words[n][0][0] != '"':
            break
        n += 1
    return n


def after_range(words: list[Token], n: int) -> int:
    """Where the range of scores ends that begins at a word; the same where none does."""
    texts = [word for word, _, _ in words[n : n + 10]] + [""] * 10
    at = 2 if texts[:2] in (["at", "most"], ["at", "least"]) else int(texts[0] in ("below", "from", "above"))
    if not at:
        return n
    for _ in range(2):
        at += texts[at] in ("-", "−")
        if not texts[at][:1].isdecimal():
            return n
        at += 2
        if texts[at] != "to":
            break
        at += 2 if texts[at + 1] == "below" else 1
    return n + at


# -- Declarations --------------------------------------------------------------------------------------------------


NODE_KINDS = ("block", "direction", "criterion")
KIND_OF = {"block": "node", "direction": "node", "criterion": "node", "penalty": "adjustment", "bonus": "adjustment",
           "figures": "figures", "subject": "table", "table": "table", "form": "table"}  # fmt: skip
VERBS = ("change", "drop", "replace", "add")
POINTS = r"((?:[-−] )?[\d_]+(?:\.\d+)?) [^\W\d]\w*"
ROUNDING = (
    r"to (\d+) (decimals?|significant digits?)( of the percentage| of the ratio|) ?, "
    r"(half up|half even|half down|up|down|ceiling|floor)( , after penalties|)"
)
OWN_ROUNDING = re.compile(rf"\bround (?:(?:block |direction |criterion )?([^\W\d]\w*) )??{ROUNDING}")
IN_FORMULA = re.compile(rf"\brounded {ROUNDING}")
OUT_OF = re.compile(
    rf"\bout of {POINTS}( where (?:(?! (?:out of|score|cite|assumed|because|contradicted|round)\b).)*|)"
)
SAID_IN_ALL = re.compile(r"[\s)]*in\s+all\b")
NEVER = re.compile(rf"\bnever (below|above) {POINTS}")
LIMIT = re.compile(rf"\b(?:leaving at least|reaching at most) {POINTS}")
TARGET = re.compile(r"\b(?:from|to) (?:(?:block|direction|criterion) )?([^\W\d]\w*)")
IN_ALL = re.compile(r"\bat most (?:(?!\bat most\b).)*? in all\b")
SCALE = re.compile(rf"\bscale ((?:[-−] )?[\d_]+(?:\.\d+)?) to {POINTS}")
WRITTEN_BEFORE = (
    r"(?:\s|--[^\n]*\n|\()*$"  # blanks, comments and brackets between a word and what it is about
)
RANK_KEY = r"by (?:(?:block|direction|criterion) )?([^\W\d]\w*) (as rounded|before rounding) , (highest|lowest) first"


def plain_words(words: list[Token]) -> str:
    """Words with one blank between them; of texts in quotes only that they are there."""
    return " ".join('""' if word[0] == '"' else word for word, _, _ in words)


def points(text: str) -> Fraction:
    return Fraction(re.sub(r"[\s_]", "", text).replace("−", "-"))


def rounding_said(found: re.Match[str], first: int) -> dict[str, Any]:
    """A rounding as a step states it, from the groups of a match."""
    digits, unit, counted, mode, late = found.groups()[first : first + 5]
    made: dict[str, Any] = {"digits": int(digits), "mode": mode, "significant": unit.startswith("sig")}
    if counted:
        made["counted"] = counted.split()[-1]
        made["digits"] += 2 * counted.endswith("percentage")
    return {**made, "after_penalties": True} if late else made


def without_head(words: list[Token]) -> list[Token]:
    """Words without the beginning of a node that a brace after them opens; all of them where it opens none."""
    for n in range(len(words) - 2, -1, -1):
        if words[n][0] in NODE_KINDS:
            m = after_titles(words, n + 2)
            return words[:n] if m == len(words) or words[m][0] == "out" else words
    return words


class Declared:
    """A declaration, a change of one, or its end (``drop``)."""

    def __init__(
        self, number: int, file: str, verb: str, kind: str, head: list[Token], body: list[Token]
    ) -> None:
        self.number, self.file, self.verb, self.kind, self.body = number, file, verb, kind, body
        self.start = head[0][1]
        self.end = body[-1][2] if body else head[-1][2]
        depth, own = 0, list[Token]()
        for word in body:
            if word[0] == "{" and depth == 0:
                own = without_head(own)
            depth += word[0] == "{"
            if depth == 0:
                own.append(word)
            depth -= word[0] == "}"
        self.head, self.own = plain_words(head), plain_words(own)

    def holds(self, span: tuple[str, int, int]) -> bool:
        """Whether something stands in it."""
        return span[0] == self.file and self.start <= span[1] and span[2] <= self.end


class Declarations:
    """All declarations of the texts that rules are made of, the earliest text first."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.found: dict[tuple[str, str], list[Declared]] = {}
        self.renamed: dict[tuple[str, str], str] = {}
        self.scales: list[tuple[Fraction, Fraction]] = []
        self.above: dict[str, str] = {}  # of a node, the one that it is a part of
        self.number = 0
        for name, text in texts.items():
            self.read(name, tokens(text, 0, len(text)))

    def read(self, file: str, words: list[Token]) -> None:
        closing: dict[int, int] = {}
        opened: list[int] = []
        inside: list[tuple[int, str]] = []  # the nodes whose declarations stand around, and where these end
        for n, (word, _, _) in enumerate(words):
            if word == "{":
                opened.append(n)
            elif word == "}" and opened:
                closing[opened.pop()] = n
        for n in range(len(words) - 1):
            word, following = words[n][0], words[n + 1][0]
            before = words[n - 1][0] if n else ""
            verb = before if before in VERBS else ""
            if before == "rename" and words[n + 2 : n + 4][1:] and words[n + 2][0] == "was":
                kind = KIND_OF.get(word, "definition" if word in ("define", "figure") else word)
                self.renamed[kind, words[n + 3][0]] = following
            elif word == "methodology":
                brace = next((m for m in range(n, min(n + 8, len(words))) if words[m][0] == "{"), None)
                said = (
                    None
                    if brace is None
                    else SCALE.search(plain_words(words[brace : closing.get(brace, brace)]))
                )
                if said is not None:
                    self.scales.append((points(said[1]), points(said[2])))
            elif before == "move" and word in NODE_KINDS:
                behind = [one for one, _, _ in words[n + 3 : n + 5]]
                self.above[following] = behind[behind[0] in NODE_KINDS]
            elif word in KIND_OF and before != "of" and re.fullmatch(r"[^\W\d]\w*", following):
                m = after_titles(words, n + 2)
                if words[m : m + 1] and words[m][0] in ("out", "of"):
                    m = next((k for k in range(m, len(words)) if words[k][0] in ("{", "}")), m)
                if word in NODE_KINDS and m in closing and not verb:
                    ahead = [one for one, _, _ in words[max(n - 4, 0) : n]]
                    added = "add" in ahead and ahead[ahead.index("add") + 1 :][:1] == ["to"]
                    around = ["total", *(name for end, name in inside if end > n)]
                    self.above[following] = ahead[-1] if added else around[-1]
                    inside.append((closing[m], following))
                self.add(file, verb, word, (KIND_OF[word], following), words, n, m, closing)
            elif word == "total" and (following == "{" or verb == "drop") and before != "of":
                self.add(file, verb, "total", ("node", "total"), words, n, n + 1, closing)
            elif word == "weights" and following in ("{", "for"):
                m = next((k for k in range(n, len(words)) if words[k][0] == "{"), n)
                condition = plain_words(words[n:m]).partition(" where ")[2]
                self.add(file, verb, "weights", ("weights", condition), words, n, m, closing)

    def add(
        self, file: str, verb: str, kind: str, thing: tuple[str, str], words: list[Token], n: int, m: int,
        closing: dict[int, int],
    ) -> None:  # fmt: skip
        body = words[m + 1 : closing[m]] if m in closing else []
        if m in closing or verb == "drop":
            self.number += 1
            made = Declared(self.number, file, verb, kind, words[n : max(m, n + 1)], body)
            self.found.setdefault(thing, []).append(made)

    def now(self, kind: str, name: str) -> str:
        """The name of a thing after all that it was renamed to."""
        for _ in range(len(self.renamed)):
            name = self.renamed.get((kind, name), name)
        return name

    def parent(self, node: str) -> str:
        """The node that a node is a part of."""
        return next(
            (self.now("node", self.above[one]) for one in self.names("node", node) if one in self.above),
            "total",
        )

    def names(self, kind: str, name: str) -> set[str]:
        """The name of a thing, and all that it was called in earlier texts."""
        return {old for at, old in self.renamed if at == kind and self.now(kind, old) == name} | {name}

    def of(self, kind: str, name: str) -> list[Declared]:
        """The declaration that stands, and all changes of it, in their order."""
        names = {key[1] for key in self.found if key[0] == kind and self.now(kind, key[1]) == name} | {name}
        every = sorted(
            (one for at in names for one in self.found.get((kind, at), [])), key=lambda one: one.number
        )
        first = max((n for n, one in enumerate(every) if one.verb != "change"), default=0)
        return every[first:]

    def columns(self, figures: str) -> list[str]:
        """The columns of a table of figures, the key first."""
        said = (one.own.partition("|")[0] for one in self.of("figures", figures))
        return [
            name
            for text in said
            for name in re.findall(r'(?<!\w)([^\W\d]\w*)(?: (?:[a-z]{2} )?""){0,9} :', text)
        ]

    def is_percent(self, table: str, field: str) -> bool | None:
        """Whether a field is a share in percent, by the last text that declares it; None where none does."""
        form = re.compile(rf'\b{re.escape(field)}(?: (?:[a-z]{{2}} )?"")* : (share in percent\b|)')
        said = [found[1] for one in self.of("table", table) for found in form.finditer(one.own)]
        return bool(said[-1]) if said else None

    @cached_property
    def nodes(self) -> dict[str, list[Declared]]:
        names = {self.now(*key) for key in self.found if key[0] == "node"}
        return {name: self.of("node", name) for name in names | {"total"}}

    def weights_at(self, file: str, start: int) -> tuple[str, Declared | None]:
        """The condition of the weights that are declared at a place, and the declaration."""
        for (kind, key), every in self.found.items():
            for one in every:
                if kind == "weights" and one.file == file and one.start == start:
                    return key, one
        return "", None

    def by_maxima(self, parts: Iterable[str]) -> bool:
        """Whether the weights of parts follow from their maxima, where none are stated: they are criteria that have some."""
        return all(
            every and every[-1].kind == "criterion" and self.maxima(one)
            for one in parts
            for every in [self.of("node", one)]
        )

    def maxima(self, name: str) -> set[Fraction]:
        """The maxima that a node has, of one or of several kinds of bodies."""
        made: dict[str, Fraction] = {}
        for one in self.nodes.get(name, []):
            for value, condition in OUT_OF.findall(f"{one.head} {one.own}"):
                made = {} if not condition else made
                made[condition.strip()] = points(value)
        return set(made.values())

    def rounding(self, name: str) -> dict[str, Any] | None:
        """How a node is rounded: by what its declaration, or another, said last of it."""
        last: tuple[int, dict[str, Any] | None] = (0, None)
        for owner, every in self.nodes.items():
            for one in every:
                for found in OWN_ROUNDING.finditer(one.own):
                    named = owner if found[1] is None else self.now("node", found[1])
                    if named == name and one.number >= last[0]:
                        last = (one.number, rounding_said(found, 1))
        return last[1]

    def bounds(self) -> dict[bool, Fraction]:
        """Below and above what the total never lies."""
        said = (found for one in self.of("node", "total") for found in NEVER.findall(one.own))
        return {way == "above": points(value) for way, value in said}

    @cached_property
    def adjustments(self) -> dict[str, list[Declared]]:
        return {
            now: self.of("adjustment", now)
            for now in {self.now(*key) for key in self.found if key[0] == "adjustment"}
        }

    def adjusting(self, node: str) -> tuple[set[str], set[str]]:
        """The penalties and bonuses that surely are of a node, and all that may be (a formula may hold `from`, too)."""
        sure, possible = set(), set()
        for name, every in self.adjustments.items():
            said = [
                {self.now("node", at) for at in TARGET.findall(one.own)} & {*self.nodes, "total"}
                for one in every
            ]
            targets = next((one for one in reversed(said) if one), set())
            if node in targets and every[-1].verb != "drop":
                possible.add(name)
                if len(targets) == 1:
                    sure.add(name)
        return sure, possible


def written_node(at: Clause) -> None:
    """The scale of a node, and what was done with its score: each rounding, penalty, bonus and bound of the rules, and no other."""
    step, made = at.step, at.rules.declarations
    name = step["node"]
    every = made.nodes.get(name, [])
    if not every and name != "total":
        raise Wrong(f"the rules declare no node {name}")
    maxima = made.maxima(name)
    scales = {(Fraction(0), one) for one in maxima} or set(made.scales[-1:])
    if (fraction(step["minimum"]), fraction(step["maximum"])) not in scales:
        raise Wrong(f"the rules give {name} another scale than {step['minimum']} to {step['maximum']}")
    if step["state"] != "scored":
        return
    for ref in (step["result"], step["before_rounding"]):
        at.done_with(ref, rounds=ref == step["result"] or step["kind"] == "total")


def written_weights(at: Clause) -> None:
    """The weights are those of the clause, as later texts change it, or follow from the maxima or from there being no others."""
    step, made = at.step, at.rules.declarations
    key, whole = made.weights_at(at.name, at.start)
    # where no clause of weights stands, they follow from maxima
    made_of = list[Declared]() if whole is None else made.of("weights", key)
    set_so = at.rules.settings("weight")
    said = Shares(made, made_of)
    shares = {one["part"]: fraction(one["share"]) for one in step["stated"]}
    maxima = {part: made.maxima(part) for part in shares}
    sum_of = sum((max(one) for one in maxima.values() if one), Fraction(0))
    for part, share in shares.items():
        if part in set_so:
            expect(share, set_so[part], f"the weight of {part}")
        elif part in said.shares:
            expect(share, said.shares[part], f"the weight of {part}")
        elif said.is_equal(made, step["node"], shares):
            expect(share, Fraction(1, len(shares)), f"the weight of {part}")
        elif made.by_maxima(shares):
            if all(len(one) == 1 for one in maxima.values()):  # else `written_mean` looks at them
                expect(share, max(maxima[part]) / sum_of, f"the weight of {part}")
        else:
            expect(share, 1, f"the weight of {part}")
    expect(
        step["redistribution"], said.redistribution, "what becomes of the weight of a part that is left out"
    )


class Shares:
    """The weights that a clause, and all changes of it, name; and whether what it does not name is shared out evenly."""

    def __init__(self, made: Declarations, texts: list[Declared]) -> None:
        self.shares: dict[str, Fraction] = {}
        self.equal: dict[
            str, bool
        ] = {}  # the nodes whose parts have equal weights; False: `equal throughout`
        self.redistribution = "not stated"
        for one in texts:
            self.read(made, one.body)

    def is_equal(self, made: Declarations, node: str, parts: Iterable[str]) -> bool:
        """Whether the parts of a node that it does not name have equal weights: it says so of it, or of a node above it."""
        if node in self.equal:
            return self.equal[node] or not made.by_maxima(parts)
        at = node
        for _ in range(len(made.above)):
            at = made.parent(at)
            if at in self.equal:
                return not self.equal[at]
        return False

    def read(self, made: Declarations, words: list[Token]) -> None:
        texts = [word for word, _, _ in words]
        inside, part, n = ["total"], "", 0
        while n < len(texts):
            word = texts[n]
            if texts[n : n + 4] == ["when", "not", "applicable", ":"]:
                said = " ".join(texts[n + 4 : n + 8])
                ways = {"share out in proportion": "in proportion", "share out equally": "equally",
                        "count as zero": "count as zero", "count as full": "count as full"}  # fmt: skip
                way = next((way for way in ways if said.startswith(way)), "")
                self.redistribution = ways.get(way, "not stated")
                n += 4 + len(way.split())
            elif word in ("cite", "assumed", "because", "contradicted"):
                n = after_basis(words, n)
            elif word == "{":
                inside.append(part)
                n += 1
            elif word == "}":
                inside.pop()
                n += 1
            elif word == "equal":
                self.equal[inside[-1]] = texts[n + 1 : n + 2] != ["throughout"]
                n += 1 + (texts[n + 1 : n + 2] == ["throughout"])
            else:
                part = made.now("node", word)
                value = texts[n + 1 : n + 4] + [""] * 3
                n += 1
                if value[0][:1].isdecimal():
                    share = Fraction(value[0].replace("_", ""))
                    self.shares[part] = share / (Fraction(value[2]) if value[1] == "/" else 100)
                    n += 3 if value[1] == "/" else 2


def after_basis(words: list[Token], n: int) -> int:
    """Where a basis or a reason ends that begins at a word."""
    texts = [word for word, _, _ in words] + ["", ""]
    assumed = texts[n] == "assumed"
    n += 1 + (texts[n] == "contradicted")
    named = (
        texts[n - 1] != "because"
        and texts[n][0] != '"'
        and not (len(texts[n]) == 2 and texts[n + 1][:1] == '"')
    )
    n += named
    while texts[n]:
        if texts[n][0] == '"' or texts[n] in ("item", "annex", "enacting"):
            n += 1
        elif (re.fullmatch("[a-z]{2}", texts[n]) and texts[n + 1][:1] == '"') or (
            texts[n][0].isdecimal() and re.match(r"[^\W\d]", texts[n + 1] or "-")
        ):
            n += 2
        else:
            break
    if assumed and texts[n] == "alternatives":
        n += 2
        while texts[n] == ",":
            n += 2
    return n


def written_mean(at: Clause) -> None:
    """Weights that follow from maxima are as these are, of the kind of body that it is."""
    step, made = at.step, at.rules.declarations
    weighting = at.steps[step["weighting"]]
    span = at.rules.spans.get(step["weighting"])
    key, whole = ("", None) if span is None else made.weights_at(*span[:2])
    said = Shares(made, made.of("weights", key) if whole is not None else [])
    stated_so = {one["part"]: fraction(one["share"]) for one in weighting["stated"]}
    if said.is_equal(made, step["node"], stated_so) or not made.by_maxima(stated_so):
        return
    if said.shares.keys() & stated_so.keys() or at.rules.settings("weight").keys() & stated_so.keys():
        return
    ratios = {stated_so[one["part"]] / fraction(one["maximum"]) for one in step["parts"]}
    if len(ratios) > 1:
        raise Wrong("the weights are not as the maxima that they follow from")


def written_adjustment(at: Clause) -> None:
    """A penalty takes and a bonus gives; how far, at most how much in all, and each amount are those of the declaration."""
    step, made = at.step, at.rules.declarations
    every = made.adjustments.get(step["adjustment"], [])
    if not every:
        raise Wrong(f"the rules declare no {step['adjustment']}")
    expect(step["sign"], -1 if every[-1].kind == "penalty" else 1, "whether it takes or gives")
    if step["op"] == "adjust":
        limits = [found[1] for one in every for found in LIMIT.finditer(one.own)]
        expect(
            None if step["limit"] is None else fraction(step["limit"]),
            points(limits[-1]) if limits else None,
            "how far it goes",
        )
        return
    capped = [one for one in every if IN_ALL.search(one.own)]
    if step["amounts"]:
        expect(step["cap"] is not None, bool(capped), "whether there is a most of it in all")
    if step["cap"] is not None:
        at.stands(step["cap"], r"at\s+most", capped[-1:], "the most of it in all", in_all=True)
    amounts = [one for one in every if re.search(r"\b(?:take|give|each)\b", one.own)]
    for ref in dict.fromkeys(step["amounts"]):
        at.stands(ref, r"take|give|at\s+most", amounts, "the amount")
        if at.steps[ref].get("place", "").startswith("--set"):
            set_so = at.rules.settings(every[-1].kind).get(step["adjustment"])
            expect(fraction(at.steps[ref]["value"]), set_so, "the amount that was set")
    if step["condition"] is not None:
        at.stands(step["condition"], "when", amounts, "the condition")


def written_place(at: Clause) -> None:
    """By what bodies are ranked, from which end, and what equal ones get."""
    step, made = at.step, at.rules.declarations
    text = plain_words(tokens(at.rules.texts[at.name], at.start, at.start + 2000))
    said = re.match(r"rank .*?equal \w+ share a place( , none is skipped|)", text)
    if said is None:
        raise Wrong("no ranking stands there")
    expect(step["dense"], bool(said[1]), "whether a place is skipped after equal ones")
    keys = [
        (made.now("node", name), as_what == "before rounding", order == "highest")
        for name, as_what, order in re.findall(RANK_KEY, said[0])
    ]
    scores = [at.steps[ref] for ref in step["keys"]]
    found = [
        (at.steps[score["node"]]["node"], score["before_rounding"], highest)
        for score, highest in zip(scores, step["highest_first"], strict=True)
    ]
    expect(found, keys, "by what it is ranked")


def written_rounding(at: Clause) -> None:
    """What a formula is rounded to, at the end of its text; of a node, `written_node` looks at it."""
    if not at.words:
        return
    said = [rounding_said(found, 0) for found in IN_FORMULA.finditer(plain_words(at.words))]
    if not said:  # the reading of a printed scale, whose text is that of what is rounded
        text = plain_words(tokens(at.rules.texts[at.name], at.start, at.start + LONGEST_CLAUSE))
        said = [rounding_said(found, 0) for found in IN_FORMULA.finditer(text)]
        if at.step["rounding"] in said:
            return
    expect(at.step["rounding"], said[-1] if said else None, "what it is rounded to")


def written_limit(at: Clause) -> None:
    """A limit is behind what it limits, and says at which end."""
    step = at.step
    text = plain_words(at.beside(step["operand"], step["bound"]))
    if text.startswith("at most"):  # a cap of each amount, in a clause of its own
        expect(step["upper"], True, "which end is limited")
        return
    said = re.findall(r"\bbut at (most|least)\b", text)
    expect(["most" if step["upper"] else "least"], said[-1:], "which end is limited")
    at.is_last(step["bound"], "the bound")


SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "days between": "-", "days later": "+",
         "days earlier": "-"}  # fmt: skip
ALIKE = {"−": "-", "×": "*", "≤": "<=", "≥": ">=", "≠": "is not", "=": "is", "<": "below", ">": "above"}
COMPARED = {"is": "is", "is not": "is not", "is below": "below", "below": "below", "is above": "above", "above": "above",
            "is at most": "at most", "<=": "at most", "is at least": "at least", ">=": "at least"}  # fmt: skip


def written_sign(at: Clause) -> None:
    """The sign between two operands."""
    words = at.beside(at.step["left"], at.step["right"])
    signs = [ALIKE.get(word[0], word[0]) for word in words if word[0] in "+-−*×/"]
    if "for each day of" in plain_words(words):
        signs = ["*"]
    expect(signs, [SIGNS[at.step["operation"]]], "the signs between its operands")
    at.sides(words, [n for n, word in enumerate(words) if word[0] in "+-−*×/"])


def written_comparison(at: Clause) -> None:
    """What is asked of two operands."""
    words = at.beside(at.step["left"], at.step["right"])
    text = plain_words(words).replace("< =", "<=").replace("> =", ">=")
    if re.search(r"\bis between\b|\bis one of\b|\bis not one of\b", text):
        return  # the several comparisons that it stands for have its text in common
    said = re.findall(r"<=|>=|[=≠<>≤≥]|\bis(?: (?:not|at least|at most|above|below))?(?!\w)", text)
    expect([COMPARED.get(ALIKE.get(one, one)) for one in said], [at.step["comparison"]], "what is compared")
    at.sides(words, [n for n, word in enumerate(words) if word[0] in ("is", *"=≠<>≤≥")])


def begins(key: str, *, before: str = "", after: str = "") -> Callable[[Clause], None]:
    """A tie of steps whose text begins with what they do."""

    def tie(at: Clause) -> None:
        said = " ".join(at.step["text"].split()).lstrip("( ")
        wanted = f"{before}{at.step[key]}{after}"
        if said.startswith("mean of the others"):  # an average of their scores, where there is any
            expect(at.step[key], {"kind": "average"}.get(key, "no"), "what is made of the others")
            return
        if not re.match(rf"{re.escape(wanted)}(?!\w)", said):
            raise Wrong(f"the rules do not say {wanted} there")

    return tie


def written_parts(at: Clause) -> None:
    """Which aggregate of the parts, and whether by their weights."""
    kind = at.step["kind"]
    weighted = "weighted " if at.step["weighting"] is not None else ""
    said = plain_words(at.words).lstrip("( ")
    if not said.startswith(
        (f"{weighted}{kind} of its parts", f"weighted {kind.removeprefix('weighted ')} of its parts")[
            : 1 + bool(weighted)
        ]
    ):
        raise Wrong(f"the rules do not say {weighted}{kind} of its parts there")


def written_standing(at: Clause) -> None:
    """What is asked of the values, from which end they are counted, and what equal ones get."""
    begins("kind", after=" of")(at)
    said = re.findall(
        r"\b(highest|lowest) first( ?, none is skipped| ?, sharing the average place|)", plain_words(at.words)
    )
    if at.step["kind"] == "position" and said:
        expect(at.step["highest_first"], said[-1][0] == "highest", "from which end it counts")
        ties = {
            "none is skipped": "share a place, none is skipped",
            "sharing the average place": "share the average place",
        }
        expect(
            at.step.get("ties", "share a place"),
            ties.get(said[-1][1].lstrip(" ,"), "share a place"),
            "what equal ones get",
        )


def written_negation(at: Clause) -> None:
    """The sign, or the word, before an operand."""
    if plain_words(at.words).lstrip("( ")[:1] not in ("-", "−"):
        raise Wrong("no sign stands before its operand")


def written_definition(at: Clause) -> None:
    """What a definition stands for is written behind its name."""
    before = at.rules.texts[at.name][max(0, at.start - 3000) : at.start]
    said = [*re.finditer(r"\b(?:define|figure)\s+([^\W\d]\w*)", before)]
    made = at.rules.declarations
    if not said or made.now("definition", said[-1][1]) != at.step["name"]:
        raise Wrong(f"{at.step['name']} is not defined there")


def written_text(at: Clause) -> None:
    """A text or a choice of the rules is what is written."""
    value, text = at.step["value"], at.step["text"].strip("() ")
    if at.step["type"] == "text" and text.strip('"').replace('\\"', '"') != value:
        raise Wrong(f"the rules say {text!r}")


WRITTEN_AS: dict[str, Callable[[Clause], None]] = {
    "bands": written_bands,
    "interpolate": written_points,
    "check-list": written_items,
    "choose": written_cases,
    "rating": written_grades,
    "node": written_node,
    "weights": written_weights,
    "weighted mean": written_mean,
    "incidents": written_adjustment,
    "adjust": written_adjustment,
    "place": written_place,
    "round": written_rounding,
    "limit": written_limit,
    "arithmetic": written_sign,
    "every": written_turns,
    "some": written_turns,
    "compare": written_comparison,
    "negate": written_negation,
    "function": begins("function"),
    "aggregate": begins("kind", after=" of"),
    "quantified": begins("quantifier"),
    "of parts": written_parts,
    "standing": written_standing,
    "definition": written_definition,
    "written": written_text,
}
"""How a step is tied to what is written."""


def meaning(step: dict[str, Any]) -> Any:
    """What is looked for in a table of figures: a number, or a text."""
    value = step["value"]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return fraction(value) if step["type"] == "number" else value


def meanings(word: str) -> list[Any]:
    """What a word of a table of figures may stand for."""
    found = re.fullmatch(r"(-?\d[\d_]*(?:\.\d+)?)(%?)", word)
    number = [] if found is None else [Fraction(found[1].replace("_", "")) / (100 if found[2] else 1)]
    return [word.strip('"'), *number]


# -- Operations ----------------------------------------------------------------------------------------------------


class Compared:
    """What a step `among` compares by: its values and, once it was asked for, their order, mean and spread."""

    def __init__(self, values: list[Number]) -> None:
        self.values = values
        self.exact = sorted(value[0] for value in values) if all(map(is_exact, values)) else None

    def sides(self, own: Number) -> tuple[int, int]:
        """How many are smaller, and how many greater."""
        if self.exact is not None and is_exact(own):
            return bisect_left(self.exact, own[0]), len(self.exact) - bisect_right(self.exact, own[0])
        smaller = sum(value != own and less(value, own) for value in self.values)
        return smaller, sum(value != own and less(own, value) for value in self.values)

    @cached_property
    def ordered(self) -> list[Number]:
        return in_order(self.values) if self.exact is None else [exactly(value) for value in self.exact]

    @cached_property
    def mean(self) -> Number:
        return over(total(self.values), exactly(len(self.values)))

    @cached_property
    def spread(self) -> Number:
        return deviation(self.values)


class Replay:
    """Works out every step of a trace from the steps that it names, and compares."""

    def __init__(
        self, document: dict[str, Any], data: Data | None = None, rules: Rules | None = None
    ) -> None:
        self.document = document
        self.data = data
        self.rules = rules
        self.steps: dict[str, dict[str, Any]] = {}
        self.values: dict[str, Any] = {}
        self.compared: dict[str, Compared] = {}  # what is known of the steps `among`
        self.used: list[str] = []
        self.confirmed = 0
        self.given = 0
        self.undecided: list[str] = []
        self.cells_seen = 0
        self.problems: list[tuple[str, str]] = []
        self.unread: Counter[str] = Counter()  # cells that were not looked up, by the file
        self.maxima: dict[Any, dict[str, Any]] = {}  # those that formulas take, until their nodes are checked
        self.quoted = 0  # texts that stand in the rules as they are quoted
        self._clauses: set[Any] = set()
        self._read: dict[tuple[Any, Any], Any] = {}  # values by what is written of them
        self._known: dict[
            str, Number
        ] = {}  # irrational numbers as they were worked out first, by what is recorded
        self._seen: set[tuple[Any, Any]] = set()  # numbers, and what is shown of them, that were found right

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Check the document; ``problems`` are what is wrong, by step."""
        try:
            self._whole()
        except Wrong as wrong:
            self.problems.append(("", str(wrong)))
            return
        steps = self.document["steps"]
        for number, step in enumerate(steps, 1):
            if progress is not None and number % 500 == 0:
                progress(number, len(steps))
            name = str(step.get("id", "?")) if isinstance(step, dict) else "?"
            try:
                self._step(name, step)
            except Wrong as wrong:
                self.problems.append((name, str(wrong)))
            except Undecided:
                self.undecided.append(name)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as bad:
                self.problems.append((name, f"the step is not as the format says: {bad!r}"))
        try:
            self._ends()
        except (Wrong, KeyError, TypeError, AttributeError) as bad:
            self.problems.append(("", str(bad)))

    def _whole(self) -> None:
        document = self.document
        if type(document) is not dict or document.get("format") != FORMAT:
            raise Wrong(f"this is not a trace: its format is not {FORMAT}")
        if not isinstance(document.get("steps"), list):
            raise Wrong("there are no steps")
        clauses = document.get("clauses")
        for clause in clauses if isinstance(clauses, list) else ():
            if isinstance(clause, dict) and isinstance(clause.get("id"), str):
                self._clauses.add(clause["id"])
        if self.data is not None:
            self.problems += [("", words) for words in self.data.expect(document)]
        if self.rules is not None:
            self.problems += [("", words) for words in self.rules.expect(document)]
        rest = {key: value for key, value in document.items() if key != "digest"}
        text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        found = "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if document.get("digest") != found:
            self.problems.append(("", f"the document was changed: its digest should be {found}"))

    def _ends(self) -> None:
        """The root is the node that the trace is about, and grades and places are its own; of each body, where it is of several."""
        bodies = self.document.get("bodies")
        if bodies is not None and ("root" in self.document or not bodies):
            raise Wrong("a trace is of one node of one body, or of several bodies")
        for body in [self.document] if bodies is None else bodies:
            self._end(body)

    def _end(self, document: dict[str, Any]) -> None:
        root = self.steps.get(document["root"])
        if root is None or root["op"] != "node" or root["node"] != document["node"]:
            raise Wrong("the root is not the step of the node that the trace is about")
        if root["subject"] != document["subject"]["key"]:
            raise Wrong("the root is another body's")
        for name, op in (("ratings", "rating"), ("places", "place")):
            for ref in document[name]:
                if self.steps.get(ref, {}).get("op") != op:
                    raise Wrong(f"{ref} among the {name} is no {op}")
        for one in document.get("recommendations", ()):
            if self.values.get(one["since"]) is not True:
                raise Wrong(f"{one['name']} is recommended, and {one['since']} does not hold")

    def _step(self, name: str, step: dict[str, Any]) -> None:
        if not isinstance(step, dict):
            raise Wrong("this is no step")
        if name in self.steps:
            raise Wrong("two steps have this number")
        self.steps[name] = step
        self.used = []
        recorded = self.values[name] = self._value(step)
        op = step["op"]
        if op not in OPERATIONS:
            raise Wrong(f"there is no operation {op!r}")
        clause = step.get("clause")
        if clause is not None and clause not in self._clauses:
            raise Wrong(f"there is no clause {clause}")
        found = OPERATIONS[op](self, step)
        if set(self.used) != set(step["from"]):
            self.problems.append((name, "`from` does not name the steps that this one is made from"))
        self._shown(step, recorded)
        if self.rules is not None:
            self.quoted += self.rules.look(step, self.steps)
        if op in ("cell", "written", "figure") and found is GIVEN:
            self.given += 1
            return
        self.agree(found, recorded)
        if isinstance(recorded, tuple) and not is_exact(recorded):
            self.values[name] = self._closer(step, found)
        self.confirmed += 1

    def _closer(self, step: dict[str, Any], found: Number) -> Number:
        """An irrational number as it was worked out, which is closer than what is recorded of it.

        What is made of it is then known closely enough to check each digit. Numbers that are recorded alike, and that
        do not differ as far as they are known, are one number.
        """
        one = self._known.setdefault(step["value"], found)
        return found if one[1] < found[0] or found[1] < one[0] else one

    def _value(self, step: dict[str, Any]) -> Any:
        """The value of a step; of a number it is worked out once."""
        written_of = (step["type"], step["value"])
        if type(step["value"]) is not str:
            return value_of(step)
        if written_of not in self._read:
            self._read[written_of] = value_of(step)
        return self._read[written_of]

    def agree(self, found: Any, recorded: Any) -> None:
        if isinstance(found, tuple) and isinstance(recorded, tuple):
            if found[1] < recorded[0] or recorded[1] < found[0]:
                raise Wrong(f"{spoken(recorded)} stands there; it should be {spoken(found)}")
            if is_exact(found) and is_exact(recorded) and found != recorded:
                raise Wrong(f"{spoken(recorded)} stands there; it should be {spoken(found)}")
            if is_exact(found) and not is_exact(recorded):
                raise Wrong(f"it is not irrational: it should be {spoken(found)}")
            if is_exact(recorded) and not is_exact(found) and len(written(recorded[0])) > DIGITS:
                raise Undecided
        elif found != recorded or type(found) is not type(recorded):
            raise Wrong(f"{spoken(recorded)} stands there; it should be {spoken(found)}")

    def _shown(self, step: dict[str, Any], recorded: Any) -> None:
        """What is shown is the value, rounded half up to as many decimals as are shown; ≈ where that is not all."""
        shown = step.get("shown")
        if shown is None:
            if isinstance(recorded, tuple):
                raise Wrong("a number without what is shown of it")
            return
        if not isinstance(recorded, tuple) or (step["value"], shown) in self._seen:
            return
        text = shown.removeprefix("≈")
        if not DECIMAL.fullmatch(text):
            raise Wrong(f"{shown!r} is shown, which is no number")
        places = len(text.partition(".")[2])
        # an exact number has one end
        ends = {rounded(end, places, "half up", False) for end in recorded[is_exact(recorded) :]}
        if Fraction(text) not in ends:
            raise Wrong(f"{shown} is shown of {spoken(recorded)}")
        if shown.startswith("≈") is (is_exact(recorded) and Fraction(text) == recorded[0]):
            raise Wrong(f"{shown} is shown of {spoken(recorded)}: the mark ≈ is wrong")
        self._seen.add((step["value"], shown))

    # -- What operations ask for ------------------------------------------------------------------------------------

    def of(self, ref: Any) -> Any:
        """The value of a step that is referred to; it must stand before."""
        self.used.append(ref)
        if ref not in self.values:
            raise Wrong(f"it refers to {ref}, which does not stand before it")
        return self.values[ref]

    def number(self, ref: Any) -> Number:
        value = self.of(ref)
        if not isinstance(value, tuple):
            raise Wrong(f"{ref} is no number")
        return value

    def truth(self, ref: Any) -> bool:
        value = self.of(ref)
        if not isinstance(value, bool):
            raise Wrong(f"{ref} is neither yes nor no")
        return value

    def step(self, ref: Any, op: str) -> dict[str, Any]:
        self.of(ref)
        if self.steps[ref]["op"] != op:
            raise Wrong(f"{ref} should be a step `{op}`")
        return self.steps[ref]

    def numbers(self, refs: list[Any]) -> list[Number]:
        return [self.number(ref) for ref in refs]

    def rows(self, selection: dict[str, Any]) -> int:
        """How many rows were taken; the filter says yes to those, and no to the ones that were left out."""
        tested = 0
        for taken in selection["taken"]:
            if taken.get("where") is not None:
                tested += 1
                if self.truth(taken["where"]) is not True:
                    raise Wrong(f"the row {taken['row']} was taken, though the filter says no")
        if tested not in (0, len(selection["taken"])):
            raise Wrong("some of the rows taken were not looked at by the filter")
        for left in selection["left_out"]:
            if self.truth(left["where"]) is not False:
                raise Wrong(f"the row {left['row']} was left out, though the filter says yes")
        if self.data is not None:
            self.data.complete(selection)
        return len(selection["taken"])

    def within(self, value: Any, stretch: dict[str, Any]) -> bool:
        for name, included, inside in (("low", "low_included", 1), ("high", "high_included", -1)):
            bound = stretch.get(name)
            if bound is None:
                continue
            limit: Any = date.fromisoformat(bound) if isinstance(value, date) else exactly(fraction(bound))
            if same(value, limit):
                if not stretch[included]:
                    return False
            elif less(value, limit) is (inside == 1):
                return False
        return True

    def in_range(self, step: dict[str, Any]) -> None:
        """A criterion's score lies on its scale before penalties and bonuses; what is made of parts lies where they lie."""
        ref = step["result"]
        if rounds_last(self.steps[ref]):
            ref = self.steps[ref]["operand"]
        while self.steps[ref]["op"] == "adjust":
            ref = self.steps[ref]["score"]
        made = ref
        while self.steps[made]["op"] in ("round", "multiplied"):
            made = self.steps[made]["operand"]
        if self.steps[made]["op"] == "weighted mean":
            return
        value = self.values[ref]
        if below(value, exactly(fraction(step["minimum"]))) or below(
            exactly(fraction(step["maximum"])), value
        ):
            raise Wrong("the score lies outside the criterion's scale")

    def in_order(self, step: dict[str, Any]) -> None:
        """A node below the total is rounded before its penalties and bonuses, or, where its rounding says so, after them."""
        at = self.steps[step["result"]]
        if at["op"] == "round" and not rounds_last(at) and self.steps[at["operand"]]["op"] == "adjust":
            raise Wrong("it is rounded after its penalties and bonuses, and its rounding does not say so")
        adjusted = at["op"] == "adjust"
        while at["op"] == "adjust":
            at = self.steps[at["score"]]
        if adjusted and rounds_last(at):
            raise Wrong("it is rounded before its penalties and bonuses, and its rounding says after them")

    def maximum_holds(self, step: dict[str, Any]) -> None:
        """The maximum of a node is that of its condition, and that by which its formula was worked out."""
        if step.get("maximum_by") is not None and self.truth(step["maximum_by"]) is not True:
            raise Wrong("the condition of its maximum does not hold")
        key = step["subject"], step["node"]
        used = self.maxima.pop(key, None)
        if used is not None:
            expect(step["maximum"], used["maximum"], "the maximum that its formula takes")
            expect(step.get("maximum_by"), used.get("condition"), "the condition of its maximum")

    def look(self, step: dict[str, Any]) -> None:
        """Whether what a step says of a cell stands in the data."""
        if self.data is None:
            return
        if not step.get("file"):
            self.data.absent(step)
            return
        if self.data.look(step):
            self.cells_seen += 1
        else:
            self.unread[step["file"]] += 1


GIVEN = object()


def same(a: Any, b: Any) -> bool:
    return equal(a, b) if isinstance(a, tuple) and isinstance(b, tuple) else bool(a == b)


def less(a: Any, b: Any) -> bool:
    return below(a, b) if isinstance(a, tuple) else bool(a < b)


def spoken(value: Any) -> str:
    if isinstance(value, tuple):
        return (
            written(value[0])
            if is_exact(value)
            else f"about {written(rounded(value[0], 15, 'half even', True))} (irrational)"
        )
    if value is None:
        return "nothing"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# -- Leaves --------------------------------------------------------------------------------------------------------

YES = {"yes", "y", "true", "1", "да", "иә", "ия", "+"}
NO = {"no", "n", "false", "0", "нет", "жоқ", "-"}


def cell(at: Replay, step: dict[str, Any]) -> Any:
    """The raw text of a cell denotes its value: numbers and yes or no; other texts are taken as they are."""
    raw, value = step.get("raw", ""), at.values[step["id"]]
    at.look(step)
    text = raw.strip().replace("\N{MINUS SIGN}", "-")
    if not step.get("file"):
        return GIVEN
    if value is None:
        if DECIMAL.fullmatch(text):
            raise Wrong(f"the cell says {raw!r}, and no value was read")
        return GIVEN
    if isinstance(value, bool):
        if (text.casefold() in YES and not value) or (text.casefold() in NO and value):
            raise Wrong(f"the cell says {raw!r}")
    elif isinstance(value, tuple):
        percent = text.endswith("%") or step.get("percent", False)
        plain = re.sub(r"(?<=\d)[\s'’](?=\d{3})", "", text.rstrip("% ").strip())
        readings = {
            plain,
            plain.replace(",", "."),
            plain.replace(",", ""),
            plain.replace(".", "").replace(",", "."),
        }
        numbers = {
            Fraction(r) / (100 if percent else 1)
            for r in readings
            if re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d{1,4})?|-?\d+/0*[1-9]\d*", r)
        }
        if step.get("shortest", False):
            numbers = {to_fifteen_digits(number) for number in numbers}
        if not numbers:
            raise Wrong(f"the cell says {raw!r}, which is no number")
        if value[0] not in numbers:
            raise Wrong(f"the cell says {raw!r}; {spoken(value)} was read")
    elif isinstance(value, date):
        figures = [int(digits) for digits in re.findall(r"\d+", text)[:3]]
        if len(figures) == 3 and sorted(figures) != sorted((value.year, value.month, value.day)):
            raise Wrong(f"the cell says {raw!r}; {value} was read")
    elif isinstance(value, str) and not step.get("choice") and value != raw.strip():
        raise Wrong(f"the cell says {raw!r}; {value!r} was read")
    return GIVEN


def to_fifteen_digits(number: Fraction) -> Fraction:
    """The number rounded to 15 significant digits, ties to even."""
    if not number:
        return number
    places = 15
    while abs(number) * Fraction(10) ** places >= 10**15:
        places -= 1
    while abs(number) * Fraction(10) ** places < 10**14:
        places += 1
    return round(number * Fraction(10) ** places) / Fraction(10) ** places


def written_in_the_rules(at: Replay, step: dict[str, Any]) -> Any:
    """A number, a day, yes or no in the rules denotes its value; `%` is a hundredth, a unit may follow."""
    value, text = at.values[step["id"]], step.get("text", "").strip("() ").replace("_", "")
    found = re.fullmatch(r"(?:times )?(-?\d+(?:\.\d+)?)\s*(%|[^\W\d][\w ]*)?", text)
    ratio = re.fullmatch(r"times (\d+(?:\.\d+)?) ?/ ?(\d+(?:\.\d+)?)", text)
    said: Any = {"yes": True, "no": False, "halved": exactly(Fraction(1, 2))}.get(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        said = date.fromisoformat(text)
    elif ratio:
        said = exactly(Fraction(ratio[1]) / Fraction(ratio[2]))
    elif found:
        said = exactly(Fraction(found[1]) / (100 if found[2] == "%" else 1))
    if said is not None and type(said) is type(value) and said != value:
        raise Wrong(f"the rules say {text!r}")
    return GIVEN


def figure(at: Replay, step: dict[str, Any]) -> Any:
    at.of(step["key"])
    return GIVEN


# -- Arithmetic ----------------------------------------------------------------------------------------------------


def arithmetic(at: Replay, step: dict[str, Any]) -> Any:
    left, right = at.of(step["left"]), at.of(step["right"])
    operation = step["operation"]
    if operation == "days between":
        return exactly((left - right).days)
    if operation in ("days later", "days earlier"):
        return left + timedelta(int(right[0])) * (1 if operation == "days later" else -1)
    return {"add": plus, "subtract": minus, "multiply": times, "divide": over}[operation](left, right)


def negate(at: Replay, step: dict[str, Any]) -> Any:
    return minus(exactly(0), at.number(step["operand"]))


def function(at: Replay, step: dict[str, Any]) -> Any:
    x, *more = at.numbers(step["arguments"])
    match step["function"]:
        case "abs":
            return minus(exactly(0), x) if below(x, exactly(0)) else x
        case "ln":
            return exactly(0) if x == exactly(1) else through(ln, x)
        case "exp":
            return exactly(1) if x == exactly(0) else through(exp, x)
        case "sqrt":
            return through(lambda v: root(v, 2), x)
        case "root":
            return through(lambda v: root(v, int(more[0][0])), x)
        case "power":
            return power(x, more[0])
        case other:
            raise Wrong(f"there is no function {other!r}")


def limit(at: Replay, step: dict[str, Any]) -> Any:
    operand, bound = at.of(step["operand"]), at.of(step["bound"])
    bites = less(bound, operand) if step["upper"] else less(operand, bound)
    expect(step["bites"], bites, "whether the bound bites")
    return bound if bites else operand


def rounding(at: Replay, step: dict[str, Any]) -> Any:
    operand, how = at.number(step["operand"]), step["rounding"]
    ends = {
        rounded(end, how["digits"], how["mode"], how["significant"]) for end in operand[is_exact(operand) :]
    }
    if len(ends) != 1:
        raise Undecided
    tie = is_exact(operand) and is_tie(operand[0], how["digits"], how["significant"])
    expect(step["tie"], tie, "whether it is a tie")
    return exactly(ends.pop())


def rounds_last(step: dict[str, Any]) -> bool:
    """Whether a step is the rounding of a node that comes after its penalties and bonuses."""
    return step["op"] == "round" and step["rounding"].get("after_penalties") is True


# -- Conditions ----------------------------------------------------------------------------------------------------


def compare(at: Replay, step: dict[str, Any]) -> Any:
    a, b = at.of(step["left"]), at.of(step["right"])
    match step["comparison"]:
        case "is":
            return same(a, b)
        case "is not":
            return not same(a, b)
        case "below":
            return less(a, b)
        case "at most":
            return not less(b, a)
        case "above":
            return less(b, a)
        case "at least":
            return not less(a, b)
        case other:
            raise Wrong(f"there is no comparison {other!r}")


def every(at: Replay, step: dict[str, Any]) -> Any:
    return in_turn(at, step, stop=False)


def some(at: Replay, step: dict[str, Any]) -> Any:
    return in_turn(at, step, stop=True)


def in_turn(at: Replay, step: dict[str, Any], stop: bool) -> bool:
    """Operands are looked at until one decides; the rest is not looked at."""
    values = [at.truth(ref) for ref in step["operands"]]
    if stop in values[:-1] or (step.get("unread") and values[-1] is not stop):
        raise Wrong("operands were looked at, or left, that should not be")
    return stop if stop in values else not stop


def opposite(at: Replay, step: dict[str, Any]) -> Any:
    return not at.truth(step["operand"])


def is_known(at: Replay, step: dict[str, Any]) -> Any:
    return at.of(step["operand"]) is not None


def is_applicable(at: Replay, step: dict[str, Any]) -> Any:
    return at.step(step["node"], "node")["state"] == "scored"


def if_missing(at: Replay, step: dict[str, Any]) -> Any:
    value, instead = at.of(step["operand"]), step["instead"]
    if (value is None) is (instead is None):
        raise Wrong("the value instead is looked at just when the cell has none")
    return at.of(instead) if value is None else value


def choose(at: Replay, step: dict[str, Any]) -> Any:
    tested = [at.truth(ref) for ref in step["tested"]]
    cases = len(step["branches"]) - 1
    if True in tested[:-1] or (True not in tested and len(tested) != cases):
        raise Wrong("conditions were looked at, or left, that should not be")
    expect(step["taken"], len(tested) - 1 if True in tested else cases, "the branch taken")
    return at.of(step["result"])


def read(lines: list[dict[str, Any]], step: dict[str, Any]) -> list[dict[str, Any]]:
    """Printed lines as they are read: what lies up to the line above one goes to either of the two, a shared end likewise."""
    days = any("-" in str(line[end])[1:] for line in lines for end in ("low", "high"))
    ends: Callable[[str], Any] = date.fromisoformat if days else fraction
    made = [dict(line) for line in lines]
    rising = sorted(
        (ends(line["low"]), not line["low_included"], line["high"] != line["low"], at)
        for at, line in enumerate(lines)
        if line["low"] is not None
    )
    for number, line in enumerate(lines):
        if line["high"] is None:
            continue
        above = bisect_left(rising, (ends(line["high"]),))
        if above < len(rising) and rising[above][3] == number:  # a line for one value alone
            above += 1
        if above == len(rising):
            continue
        top = ends(line["high"])
        bottom, begins_behind, _, at = rising[above]
        if bottom == top and line["high_included"] and not begins_behind:
            if step.get("shared") == "higher":
                made[number]["high_included"] = False
            elif step.get("shared") == "lower":
                made[at]["low_included"] = False
        elif bottom > top or (not line["high_included"] and begins_behind):
            if step.get("between") == "lower":
                made[number].update(high=lines[at]["low"], high_included=begins_behind)
            elif step.get("between") == "higher":
                made[at].update(low=line["high"], low_included=not line["high_included"])
    return made


def expect_read(stretches: list[dict[str, Any]], printed: list[dict[str, Any]], step: dict[str, Any]) -> None:
    """The stretches of a scale, or of grades, are their printed lines as the readings say."""
    keys = ("low", "low_included", "high", "high_included")
    found = [tuple(one[key] for key in keys) for one in stretches]
    expect(
        found, [tuple(one[key] for key in keys) for one in read(printed, step)], "the lines as they are read"
    )


def bands(at: Replay, step: dict[str, Any]) -> Any:
    operand = at.of(step["operand"])
    if step.get("printed") or step.get("between") or step.get("shared"):
        expect_read(step["bands"], step.get("printed", []), step)
    hit = next((n for n, band in enumerate(step["bands"]) if at.within(operand, band)), None)
    expect(step["hit"], hit, "the band that is hit")
    return at.of(step["result"])


def interpolate(at: Replay, step: dict[str, Any]) -> Any:
    x, points = at.of(step["operand"]), [at.of(ref) for ref in step["points"]]
    rising = less(points[0], points[-1])
    before: Callable[[Any, Any], bool] = less if rising else lambda a, b: less(b, a)
    if not all(before(a, b) for a, b in pairwise(points)):
        raise Wrong("the points run to and fro")
    where, index, upper = step["where"], step["index"], at.of(step["upper"])
    found = next((n for n, point in enumerate(points) if not before(point, x)), None)
    if before(x, points[0]) or found is None:
        expect(where, "before the first" if before(x, points[0]) else "after the last", "where it lies")
        expect((index, step["lower"]), (None, None), "the point")
        return upper
    at_point = same(x, points[found])
    expect((where, index), ("at a point" if at_point else "between two points", found), "where it lies")
    if at_point:
        expect(step["lower"], None, "the earlier result")
        return upper
    lower = at.of(step["lower"])
    way = over(distance(points[found - 1], x), distance(points[found - 1], points[found]))
    return plus(lower, times(minus(upper, lower), way))


def distance(a: Any, b: Any) -> Number:
    return exactly((b - a).days) if isinstance(a, date) else minus(b, a)


def check_list(at: Replay, step: dict[str, Any]) -> Any:
    found = []
    for item in step["items"]:
        holds = at.truth(item["condition"])
        if holds is (item["result"] is None):
            raise Wrong("an item counts just when its condition holds")
        if holds:
            found.append(at.number(item["result"]))
    return total(found)


# -- Rows ----------------------------------------------------------------------------------------------------------


def aggregate(at: Replay, step: dict[str, Any]) -> Any:
    count, kind = at.rows(step["rows"]), step["kind"]
    values = [at.of(ref) for ref in step["values"]]
    weights = at.numbers(step.get("weights", []))
    if count == 0 and step.get("if_none") is not None:
        return at.of(step["if_none"])
    expect(len(values), count, "the number of values")
    return aggregated(kind, values, weights)


def aggregated(kind: str, values: list[Any], weights: list[Number]) -> Any:
    if kind == "sum":
        return total(values)
    if not values:
        raise Wrong(f"the {kind} of no value")
    match kind:
        case "average":
            return over(total(values), exactly(len(values)))
        case "weighted average":
            products = [times(w, v) for w, v in zip(weights, values, strict=True)]
            return over(total(products), total(weights))
        case "geometric mean":
            product = exactly(1)
            for value in values:
                product = times(product, value)
            return through(lambda v: root(v, len(values)), product)
        case "largest" | "smallest":
            found = values[0]
            for value in values[1:]:
                if less(found, value) if kind == "largest" else less(value, found):
                    found = value
            return found
        case "median":
            ordered = in_order(values)
            middle = len(ordered) // 2
            if len(ordered) % 2:
                return ordered[middle]
            return over(plus(ordered[middle - 1], ordered[middle]), exactly(2))
        case "standard deviation":
            return deviation(values)
        case _:
            raise Wrong(f"there is no aggregate {kind!r}")


def deviation(values: list[Number]) -> Number:
    mean = over(total(values), exactly(len(values)))
    squares = [times(minus(v, mean), minus(v, mean)) for v in values]
    return through(lambda v: root(v, 2), over(total(squares), exactly(len(values))))


def in_order(values: list[Any]) -> list[Any]:
    return sorted(values, key=cmp_to_key(lambda a, b: 0 if a == b else -1 if less(a, b) else 1))


def count(at: Replay, step: dict[str, Any]) -> Any:
    return exactly(at.rows(step["rows"]))


def share(at: Replay, step: dict[str, Any]) -> Any:
    rows = at.rows(step["rows"])
    if rows == 0:
        return at.of(step["if_none"])
    held = [at.truth(ref) for ref in step["conditions"]]
    expect(len(held), rows, "the number of conditions")
    return exactly(Fraction(sum(held), rows))


def quantified(at: Replay, step: dict[str, Any]) -> Any:
    rows, refs = at.rows(step["rows"]), step["conditions"]
    held = [True] * rows if refs is None else [at.truth(ref) for ref in refs]
    expect(len(held), rows, "the number of conditions")
    return {"any": any(held), "no": not any(held), "every": all(held)}[step["quantifier"]]


def among(at: Replay, step: dict[str, Any]) -> Any:
    """It only records what rows are compared by."""
    values = at.numbers(step["values"])
    expect(len(values), at.rows(step["rows"]), "the number of values")
    at.compared[step["id"]] = Compared(values)


def different(values: list[Number]) -> int:
    """How many different numbers there are."""
    ordered: list[Number] = in_order(values)
    return len(ordered) - sum(one == other or equal(one, other) for one, other in pairwise(ordered))


def standing(at: Replay, step: dict[str, Any]) -> Any:
    if "among" not in step:
        raise Wrong("it does not name the step of what it stands among")
    there, own = at.step(step["among"], "among"), at.number(step["own"])
    if step["among"] not in at.compared:
        raise Wrong(f"{step['among']} does not say what is compared")
    compared = at.compared[step["among"]]
    if step["own"] not in there["values"] and own not in compared.values:
        raise Wrong("its own value is not among the values")
    smaller, greater = compared.sides(own)
    kind, count = step["kind"], len(compared.values)
    ties = step.get("ties", "share a place")
    if kind == "position" and ties == "share a place, none is skipped":
        better = [
            v
            for v in compared.values
            if v != own and less(*((own, v) if step["highest_first"] else (v, own)))
        ]
        return exactly(1 + different(better))
    if kind == "position" and ties == "share the average place":
        return exactly(
            1 + (greater if step["highest_first"] else smaller) + Fraction(count - smaller - greater - 1, 2)
        )
    expect(ties, "share a place", "what equal ones get")
    if kind == "position":
        return exactly(1 + (greater if step["highest_first"] else smaller))
    if kind == "percentile":
        return exactly((smaller + Fraction(count - smaller - greater, 2)) / count)
    if not smaller and not greater:
        return at.of(step["if_equal"])
    if kind == "min-max":
        low, *_, high = compared.ordered
        return over(minus(own, low), minus(high, low))
    if kind == "z-score":
        return over(minus(own, compared.mean), compared.spread)
    raise Wrong(f"there is no standing {kind!r}")


# -- Clauses -------------------------------------------------------------------------------------------------------


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def working_days(at: Replay, step: dict[str, Any]) -> Any:
    """Day by day, after the first up to and including the last."""
    first, last, count = at.of(step["first"]), at.of(step["last"]), 0
    off, on = ([date.fromisoformat(day) for day in step.get(key, [])] for key in ("holidays", "working"))
    for day in (*off, *on):
        if not first < day <= last:
            raise Wrong(f"{day} is none of the days counted")
    for number in range(1, (last - first).days + 1):
        day = first + timedelta(number)
        count += day in on or (day not in off and WEEK[day.weekday()] not in step["weekend"])
    return exactly(count)


def multiplied(at: Replay, step: dict[str, Any]) -> Any:
    """The operand, times a factor where the condition holds."""
    operand, holds = at.number(step["operand"]), at.truth(step["condition"])
    expect(step["factor"] is not None, holds, "whether it is multiplied")
    return times(operand, at.number(step["factor"])) if holds else operand


def mean_of_others(at: Replay, step: dict[str, Any]) -> Any:
    """The average of the scores of the node of those for whom the condition does not hold, or the value of the own formula."""
    value, holds = at.number(step["result"]), at.truth(step["condition"])
    mean = at.steps[step["result"]]
    if holds:
        expect([mean["op"], mean.get("kind")], ["aggregate", "average"], "what is taken of the others")
        for taken, ref in zip(
            mean["rows"]["taken"], mean["values"], strict=False
        ):  # they are as many, or it is no average
            score = at.steps[ref]
            expect(score["op"], "score", "what the mean is of")
            other = at.steps[score["node"]]
            expect(other["node"], step["node"], "whose score it is")
            if not taken["row"].endswith(f' "{other["subject"]}"'):
                raise Wrong(f"the score of {other['subject']} is taken for that of {taken['row']}")
    return value


# -- Scores --------------------------------------------------------------------------------------------------------


def definition(at: Replay, step: dict[str, Any]) -> Any:
    for argument in step["arguments"]:
        if argument.get("step") is not None:
            at.of(argument["step"])
    return at.of(step["body"])


def parameter(at: Replay, step: dict[str, Any]) -> Any:
    return at.of(step["argument"])


def score(at: Replay, step: dict[str, Any]) -> Any:
    node = at.step(step["node"], "node")
    if not step["before_rounding"]:
        return at.values[step["node"]]
    return at.values[node["before_rounding"]]


def weights(at: Replay, step: dict[str, Any]) -> Any:
    """What becomes of the weight of parts that are left out."""
    for ref in step.get("conditions", []):
        at.truth(ref)
    stated = {w["part"]: fraction(w["share"]) for w in step["stated"]}
    out, rule = step["left_out"], step["redistribution"]
    expect(sum(stated.values()), 1, "the sum of the weights")
    lost = sum((stated[part] for part in out), Fraction(0))
    if not out or rule in ("count as zero", "count as full"):
        used = stated
    elif rule == "in proportion":
        used = {part: Fraction(0) if part in out else share / (1 - lost) for part, share in stated.items()}
    elif rule == "equally":
        each = lost / (len(stated) - len(out))
        used = {part: Fraction(0) if part in out else share + each for part, share in stated.items()}
    else:
        raise Wrong("the rules do not say what becomes of the weight of a part that is left out")
    expect({w["part"]: fraction(w["share"]) for w in step["used"]}, used, "the weights used")
    return None


def counted(at: Replay, step: dict[str, Any]) -> list[tuple[Fraction, Fraction, Fraction, Number]]:
    """The parts that count: weight, ends of the scale, score."""
    found = []
    for part in step["parts"]:
        weight, low, high = (fraction(part[name]) for name in ("weight", "minimum", "maximum"))
        if part["score"] is None:
            instead = fraction(part["instead"])
            if instead not in (low, high):
                raise Wrong("a part that does not apply counts as zero or in full")
            found.append((weight, low, high, exactly(instead)))
            continue
        node = at.step(part["score"], "node")
        expect(
            (node["node"], node["minimum"], node["maximum"]),
            (part["part"], part["minimum"], part["maximum"]),
            "the part",
        )
        expect(node.get("weight", "0"), part["weight"], "the weight of the part")
        found.append((weight, low, high, at.number(part["score"])))
    if step.get("weighting") is not None:
        weighting = at.step(step["weighting"], "weights")
        expect(weighting["node"], step["node"], "whose weights they are")
        used = {w["part"]: w["share"] for w in weighting["used"]}
        expect(
            {part["part"]: part["weight"] for part in step["parts"]},
            {p: w for p, w in used.items() if p in {x["part"] for x in step["parts"]}},
            "the weights",
        )
        expect(sum((weight for weight, *_ in found), Fraction(0)), 1, "the sum of the weights that count")
        full = weighting["redistribution"] == "count as full"
        for part in step["parts"]:
            if part["score"] is None:
                expect(
                    part["instead"], part["maximum" if full else "minimum"], "what counts instead of a score"
                )
                expect(part["part"] in weighting["left_out"], True, "whether the part is left out")
    return found


def weighted_mean(at: Replay, step: dict[str, Any]) -> Any:
    terms = [
        times(exactly(weight / (high - low)), minus(value, exactly(low)))
        for weight, low, high, value in counted(at, step)
    ]
    low, high = fraction(step["minimum"]), fraction(step["maximum"])
    return plus(exactly(low), times(exactly(high - low), total(terms)))


def of_parts(at: Replay, step: dict[str, Any]) -> Any:
    parts = counted(at, step)
    values = [value for *_, value in parts]
    if step["weighting"] is None:
        return aggregated(step["kind"], values, [])
    if step["kind"] == "geometric mean":
        product = exactly(1)
        for weight, _, _, value in parts:
            product = times(product, power(value, exactly(weight)))
        return product
    return total([times(exactly(weight), value) for weight, _, _, value in parts])


def maximum(at: Replay, step: dict[str, Any]) -> Any:
    """The maximum of a node; the step of the node must have the same."""
    if step.get("condition") is not None and at.truth(step["condition"]) is not True:
        raise Wrong("the condition of the maximum does not hold")
    at.maxima[step["subject"], step["node"]] = step
    return exactly(fraction(step["maximum"]))


def incidents(at: Replay, step: dict[str, Any]) -> Any:
    """The amounts added up, at most the cap."""
    holds = step["condition"] is None or at.truth(step["condition"])
    rows = None if step["rows"] is None else at.rows(step["rows"])
    amounts = at.numbers(step["amounts"])
    expect(len(amounts), (1 if rows is None else rows) if holds else 0, "the number of incidents")
    if any(below(amount, exactly(0)) for amount in amounts):
        raise Wrong("an amount is below 0")
    summed = total(amounts)
    stated = enclosure(step["total"]) if is_enclosed(step["total"]) else exactly(fraction(step["total"]))
    at.agree(summed, stated)
    if step["cap"] is None:
        expect(step["capped"], False, "whether the cap bites")
        return summed
    cap = at.number(step["cap"])
    bites = below(cap, summed)
    expect(step["capped"], bites, "whether the cap bites")
    return cap if bites else summed


def adjust(at: Replay, step: dict[str, Any]) -> Any:
    """A penalty goes no lower than its limit, a bonus no higher; a score beyond it already stays where it is."""
    score, amount, sign = at.number(step["score"]), at.number(step["amount"]), step["sign"]
    paid = at.step(step["amount"], "incidents")
    expect((paid["adjustment"], paid["sign"]), (step["adjustment"], sign), "whose amount it is")
    moved = minus(score, amount) if sign < 0 else plus(score, amount)
    held = False
    if step["limit"] is not None:
        end = exactly(fraction(step["limit"]))
        beyond = below(moved, end) if sign < 0 else below(end, moved)
        if beyond:
            already = below(score, end) if sign < 0 else below(end, score)
            held = (
                below(moved, score) if sign < 0 else below(score, moved)
            )  # of nothing, nothing is held back
            moved = score if already else end
    expect(step["held"], held, "whether the limit held")
    return moved


def bounded(at: Replay, step: dict[str, Any]) -> Any:
    value, bound = at.number(step["operand"]), exactly(fraction(step["bound"]))
    bites = below(bound, value) if step["upper"] else below(value, bound)
    expect(step["bites"], bites, "whether the bound bites")
    return bound if bites else value


def node(at: Replay, step: dict[str, Any]) -> Any:
    """A node has the score of its last step, or a reason why it has none."""
    for test in step.get("tests", []):
        expect(at.truth(test["condition"]), test["holds"], "whether a condition holds")
    parts = [at.step(ref, "node") for ref in step.get("parts", [])]
    for part in parts:
        expect(part["subject"], step["subject"], "whose part it is")
    at.maximum_holds(step)
    result, before = step.get("result"), step.get("before_rounding")
    for ref in (result, before):
        if ref is not None:
            at.of(ref)
    held = [test for test in step.get("tests", []) if test["holds"]]
    match step["state"]:
        case "scored":
            if held:
                raise Wrong("it is scored, though a condition says that it is not applicable")
            at.number(before)
            value = at.number(result)
            if step["kind"] != "total":
                at.in_order(step)
            if step["kind"] == "criterion":
                at.in_range(step)
            return value
        case "not applicable" | "no score":
            scored = [part for part in parts if part["state"] == "scored"]
            if step["reason"] == "the rules give no total":
                if step["kind"] != "total" or step["state"] != "no score" or held or result is not None:
                    raise Wrong("only the total is given by no rule, whatever its parts are worth")
                if step["text"].split()[:1] != ["none"]:
                    raise Wrong("the rules do not say there that they give no total")
            elif step["reason"] == "no part is applicable":
                if not parts or scored:
                    raise Wrong("some part is applicable")
            elif not held:
                raise Wrong("no condition says that it is not applicable")
            return None
        case "failed":
            if not step.get("failure"):
                raise Wrong("it failed without a finding")
            return None
        case other:
            raise Wrong(f"there is no state {other!r}")


def rating(at: Replay, step: dict[str, Any]) -> Any:
    value = at.of(step["node"])
    if value is None:
        return None
    if step.get("between") or step.get("shared"):
        printed = [grade.get("printed") or {} for grade in step["grades"]]
        expect_read([grade["stretch"] for grade in step["grades"]], printed, step)
    return next((grade["name"] for grade in step["grades"] if at.within(value, grade["stretch"])), None)


def place(at: Replay, step: dict[str, Any]) -> Any:
    """1 + the number of better ones, or of better sets of equal ones."""
    if step.get("condition") is not None and at.truth(step["condition"]) is not True:
        raise Wrong("it does not take part")
    own = [at.of(ref) for ref in step["keys"]]
    rivals = [
        [None if s is None else enclosure(s) if is_enclosed(s) else exactly(fraction(s)) for s in r["scores"]]
        for r in step["rivals"]
    ]
    better = [rival for rival in rivals if order(rival, own, step["highest_first"]) < 0]
    equals = [rival for rival in rivals if order(rival, own, step["highest_first"]) == 0]
    expect(step["shared"], bool(equals), "whether the place is shared")
    expect(step["among"], len(rivals) + 1, "among how many")
    if not step["dense"]:
        return exactly(1 + len(better))
    sets: list[Any] = []
    for rival in better:
        if not any(order(rival, other, step["highest_first"]) == 0 for other in sets):
            sets.append(rival)
    return exactly(1 + len(sets))


def order(a: list[Any], b: list[Any], highest_first: list[bool]) -> int:
    """-1 when a is better than b, 1 when it is worse, 0 when they are equal."""
    for left, right, highest in zip(a, b, highest_first, strict=True):
        if left is None or right is None:
            if (left is None) is not (right is None):
                return 1 if left is None else -1
        elif left != right and not same(left, right):
            return -1 if less(right, left) is highest else 1
    return 0


def failed(at: Replay, step: dict[str, Any]) -> Any:
    for ref in step["operands"]:
        at.of(ref)
    if not step.get("failure"):
        raise Wrong("it failed without a finding")
    return None


def expect(recorded: Any, found: Any, what: str) -> None:
    if recorded != found or (isinstance(recorded, bool) is not isinstance(found, bool)):
        raise Wrong(f"{what}: {recorded!r} stands there; it should be {found!r}")


OPERATIONS = {
    "cell": cell, "written": written_in_the_rules, "figure": figure, "arithmetic": arithmetic, "negate": negate,
    "function": function, "limit": limit, "round": rounding, "compare": compare, "every": every, "some": some,
    "not": opposite, "is known": is_known, "is applicable": is_applicable, "if missing": if_missing, "choose": choose,
    "bands": bands, "interpolate": interpolate, "check-list": check_list, "aggregate": aggregate, "count": count,
    "share": share, "quantified": quantified, "among": among, "standing": standing,
    "working days": working_days, "multiplied": multiplied, "mean of the others": mean_of_others, "definition": definition, "parameter": parameter,
    "score": score, "weights": weights, "weighted mean": weighted_mean, "of parts": of_parts, "maximum": maximum, "incidents": incidents,
    "adjust": adjust, "bounded": bounded, "node": node, "rating": rating, "place": place, "failed": failed,
}  # fmt: skip


# -- Program -------------------------------------------------------------------------------------------------------


def replay(
    document: Any,
    data: Data | Path | None = None,
    rules: Rules | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Replay:
    """Check a trace: ``problems`` (step and what is wrong) are empty when every step is confirmed or was given.

    ``confirmed`` counts the steps worked out anew, ``given`` the leaves, ``undecided`` names the steps for which the recorded digits
    of an irrational number are too few. ``data`` (a file, or the folder of several): cells are looked up there, ``unread`` counts
    those of formats that cannot be read. ``rules``: texts are looked up there. ``progress`` is told how many steps are
    checked, and of how many.
    """
    with long_numbers():
        found = Replay(document, Data(data) if isinstance(data, Path) else data, rules)
        found.run(progress)
    return found


@contextmanager
def long_numbers() -> Iterator[None]:
    """Let numbers of up to LONGEST digits be read and written: Python alone stops at 4,300."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(LONGEST)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


NOT_ALL = 3  # the exit code where nothing is wrong, but something could not be checked


def main(arguments: list[str] | None = None) -> int:
    """Check the traces named on the command line; gives the exit code: 0 all confirmed, 1 something is wrong, 3 not all could be checked."""
    parser = argparse.ArgumentParser(description="Work out every step of a trace (effrules.trace/1) anew.")
    parser.add_argument("traces", nargs="+", type=Path, metavar="TRACE.json")
    parser.add_argument("--data", type=Path, help="the data, a file or a folder: look up every cell there")
    parser.add_argument("--rules", type=Path, help="the folder of the rules: look up every text there")
    options = parser.parse_args(arguments)
    rules = None
    if options.rules is not None:
        names = [options.rules] if options.rules.is_file() else sorted(options.rules.rglob("*.eff"))
        rules = Rules({path.as_posix(): path.read_text(encoding="utf-8-sig") for path in names})
    status = 0
    for path in options.traces:
        try:
            document = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
        except (OSError, ValueError, RecursionError) as why:
            sys.stdout.write(f"{path}: it cannot be read: {why}\n")
            status = 1
            continue
        found = replay(document, options.data, rules)
        sys.stdout.write("".join(f"{path}: {line}\n" for line in verdict(found)))
        left = NOT_ALL if found.undecided or found.unread else 0
        status = 1 if found.problems else status or left
    return status


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON in which no name stands twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def verdict(found: Replay) -> list[str]:
    """What came of a check, in words."""
    lines = []
    for ref, problem in found.problems:
        step = found.steps.get(ref, {})
        where = (
            f" ({step.get('op')}, {step.get('place') or step.get('text') or step.get('row', '')})"
            if step
            else ""
        )
        lines.append(f"{ref or 'the document'}{where}: {problem}")
    seen = f", {found.cells_seen:,} cells looked up" if found.data else ""
    seen += f", {found.quoted:,} texts of the rules" if found.rules else ""
    seen += f", {found.unread.total():,} cells in files that cannot be read here" if found.unread else ""
    counts = (
        f"{found.confirmed:,} steps worked out anew, {found.given:,} cells and numbers taken as given{seen}"
    )
    if found.undecided:
        counts += (
            f", {len(found.undecided):,} not decided by the recorded digits: {', '.join(found.undecided[:5])}"
        )
    lines.append(
        f"wrong: {len(found.problems):,} problems; {counts}" if found.problems else f"confirmed: {counts}"
    )
    return lines


if __name__ == "__main__":
    sys.exit(main())
