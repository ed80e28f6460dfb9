"""The facts of an .xlsx or .xlsm workbook's sheets, from the parts of its package (ECMA-376, part 1, 18.2 and 18.3).

Both kinds of it are read alike, the usual one and "Strict Open XML": they differ in the namespaces, not in the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from posixpath import join, normpath
from typing import Any
from zipfile import ZipFile

from attrs import define, field

from effrules.data.formats.extent import Extent
from effrules.data.formats.number_formats import BUILT_IN, GENERAL
from effrules.data.formats.packages import Unfit, parse, plain
from effrules.data.formats.rich_text import RichText, moved_strings
from effrules.data.formats.sheet_facts import TALLEST, WIDEST, Area, SheetFacts
from effrules.data.grid import letters
from effrules.words import phrase

_OF_A_TEXT = frozenset({
    "r", "t", "rPr", "rPh", "phoneticPr", "vertAlign", "rFont", "charset", "family", "b", "i", "strike", "outline", "shadow",
    "condense", "extend", "color", "sz", "u", "scheme",
})  # fmt: skip
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#DATA!"})
"""The errors that the library knows in this kind of workbook; it reads nothing of a sheet with another."""
_SAVE = phrase("open the workbook in the spreadsheet program and save it")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@define(eq=False)
class Book:
    """What all sheets of a workbook share: number formats by style, texts with raised digits, and whether it is to be calculated."""

    formats: list[str]
    struck: frozenset[int]
    moved: Mapping[int, str]
    parts: Mapping[str, str]
    to_calculate: bool


def book_of(package: ZipFile) -> Book:
    """The shared parts of a package. Raises one of ``packages.BROKEN``."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}
    to_calculate = False

    def sheet(name: str, attributes: dict[str, str]) -> None:
        nonlocal to_calculate
        if name == "sheet":
            sheets.setdefault(attributes.get("name", ""), plain(attributes).get("id", ""))
        elif name == "calcPr":
            to_calculate = attributes.get("fullCalcOnLoad") in ("1", "true")

    def link(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    parse(package, "xl/workbook.xml", sheet)
    parse(package, "xl/_rels/workbook.xml.rels", link)
    parts = {
        name: normpath(join("xl", targets[link])).lstrip("/")
        for name, link in sheets.items()
        if link in targets
    }
    formats, struck = _formats(package)
    return Book(formats, struck, moved_strings(package), parts, to_calculate)


def _formats(package: ZipFile) -> tuple[list[str], frozenset[int]]:
    """The number format of each style of a cell, and the styles that strike out."""
    codes = dict(BUILT_IN)
    styles: list[int] = []
    fonts: list[bool] = []
    of_style: list[int] = []
    inside = listing = conditional = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, listing, conditional
        if name in ("fonts", "fills"):
            listing = name == "fonts"
        elif name == "font" and listing:
            fonts.append(False)
        elif name == "strike" and listing and fonts:
            fonts[-1] = attributes.get("val") not in ("0", "false")
        elif name == "numFmt" and not conditional:
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", GENERAL)
        elif name == "xf" and inside:
            styles.append(int(attributes.get("numFmtId", 0)))
            of_style.append(int(attributes.get("fontId", 0)))
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside, conditional = name == "cellXfs", name == "dxfs"

    if "xl/styles.xml" in package.namelist():
        parse(package, "xl/styles.xml", start)
    struck = (style for style, font in enumerate(of_style) if 0 <= font < len(fonts) and fonts[font])
    return [codes.get(number, GENERAL) for number in styles], frozenset(struck)


def area_of(text: str) -> Area:
    """The rectangle that a reference such as ``D2:D3`` names. Raises ValueError."""
    first, _, last = text.partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def position(address: str) -> tuple[int, int]:
    """Row and column (from 0) of an address such as ``D17``. Raises ValueError."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise Unfit(phrase("`{address}` is no address of a cell", address=address[:20]))
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if not (0 < row <= TALLEST and column <= WIDEST):
        raise Unfit(phrase("a sheet has no cell `{address}`", address=address[:20]))
    return row - 1, column - 1


def facts_of(package: ZipFile, book: Book, sheet: str) -> tuple[SheetFacts, Extent]:
    """The facts of a sheet, and where its cells stand. Raises one of ``packages.BROKEN``."""
    part = book.parts.get(sheet)
    walk = _Walk(book)
    if part is not None:
        _no_references(package, part)
        parse(package, part, walk.start, walk.prepare)
        walk.finish()
        if not walk.ordered:
            again = _Walk(book, seen=set())
            parse(package, part, again.start, again.prepare)
    return walk.facts, walk.extent


_REFERENCE = re.compile(rb"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,8});")
_OF_A_VALUE = re.compile(rb"<(?:[^<>\s:]+:)?v(?:\s[^<>]*)?>[^<]*")
_OF_NUMBERS = frozenset(map(ord, "0123456789+-.,eE%"))
_CHUNK = 1 << 20


def _no_references(package: ZipFile, part: str) -> None:
    """Raise :class:`Unfit` where a character of a number is written by its code: the library reads the number without it."""
    rest = b""
    with package.open(part) as content:
        while chunk := content.read(_CHUNK):
            held = rest + chunk
            for found in _REFERENCE.finditer(held) if b"&#" in held else ():
                code = int(found[1][1:], 16) if found[1][:1] == b"x" else int(found[1])
                begun = held.rfind(b"<", 0, found.start())
                if code in _OF_NUMBERS and _OF_A_VALUE.fullmatch(held, begun, found.start()):
                    told = phrase("a number in its part {part} is written with {signs}: {way_out}",
                                  part=part, signs=found[0].decode(), way_out=_SAVE)  # fmt: skip
                    raise Unfit(told)
            begun = held.rfind(b"<", len(held) - _CHUNK // 2 if len(held) > _CHUNK // 2 else 0)
            rest = held[begun:] if begun >= 0 else b""


@define(eq=False)
class _Walk:
    """The state of a walk through a sheet: the cell that was begun last, which is judged when the next one begins.

    The texts of cells are asked of the parser only where they are needed: most sheets are long.
    """

    book: Book
    facts: SheetFacts = field(factory=SheetFacts)
    extent: Extent = field(factory=Extent)
    row: int = -1
    column: int = -1
    last: int = -1
    ordered: bool = True
    seen: set[int] | None = None
    number: str = ""
    kind: str = ""
    begun: bool = False
    held: bool = False
    valued: bool = False
    formula: list[str] | None = None
    array_area: str = ""
    value: list[str] = field(factory=list)
    rich: RichText | None = None
    parser: Any = None
    rest: bool = False
    columns: dict[str, int] = field(factory=dict)

    def prepare(self, parser: Any) -> None:
        self.parser = parser
        parser.StartCdataSectionHandler = self._quoted
        parser.CommentHandler = self._interrupted
        parser.ProcessingInstructionHandler = self._interrupted

    def _interrupted(self, *_: str) -> None:
        """The library takes what stands before a comment for the whole value."""
        if self.begun:
            raise Unfit(
                phrase(
                    "a comment of XML, or an instruction to programs, stands in or behind its cell {address}: {way_out}",
                    address=self._address(),
                    way_out=_SAVE,
                )
            )

    def _quoted(self) -> None:
        if self.begun and self.rich is None:
            raise Unfit(
                phrase(
                    "its cell {address} holds a CDATA section: {way_out}",
                    address=self._address(),
                    way_out=_SAVE,
                )
            )

    def _address(self) -> str:
        return f"{letters(self.column)}{self.row + 1}"

    def _collect(self, into: Callable[[str], object]) -> None:
        """Take the characters up to the end of the element."""
        self.parser.CharacterDataHandler = into
        self.parser.EndElementHandler = self._collected

    def _collected(self, _: str) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name == "v" and self.begun:
            if self.valued:
                told = phrase(
                    "its cell {address} holds two values: {way_out}", address=self._address(), way_out=_SAVE
                )
                raise Unfit(told)
            self.held = self.valued = True
            if self.formula is not None or self.kind == "e" or (self.kind == "s" and self.book.moved):
                self._collect(self.value.append)
        elif name == "row":
            self.finish()
            self._row(attributes)
        elif name == "f" and self.begun:
            self.held = True
            self.formula = []
            self._collect(self.formula.append)
            if attributes.get("t") in ("array", "dataTable"):
                self.array_area = attributes.get("ref", "")
        elif name == "is" and self.begun:
            self.held, self.rich = True, RichText()
        elif self.rich is not None and self.begun and name in _OF_A_TEXT:
            self.rich.start(name, attributes)
            if name == "t":
                self._collect(self.rich.add)
        elif not self.rest:
            self._after(name, attributes)

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self.row = self.row + 1 if number is None else int(number) - 1
        if not 0 <= self.row < TALLEST:
            raise Unfit(phrase("a sheet has no row {number}", number=number or ""))
        self.column, self.number = -1, str(self.row + 1)
        if _true(attributes.get("hidden")) or (
            _true(attributes.get("customHeight")) and _zero(attributes, "ht")
        ):
            self.facts.hidden_rows.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        if self.begun:
            self.finish()
        address = attributes.get("r")
        if address is None:
            self.column += 1
        else:
            column = self.columns.get(address[: -len(self.number)]) if address.endswith(self.number) else None
            if column is None or not self.number:
                self.row, self.column = position(address)
                self.number = str(self.row + 1)
                self.columns[address[: -len(self.number)]] = self.column
            else:
                self.column = column
        here = self.row * WIDEST + self.column
        if here == self.last or (self.seen is not None and here in self.seen):
            raise Unfit(
                phrase("its cell {address} stands twice: {way_out}", address=self._address(), way_out=_SAVE)
            )
        self.ordered = self.ordered and here > self.last
        if self.seen is not None:
            self.seen.add(here)
        self.last = here
        self.kind = kind = attributes.get("t", "n")
        self.begun = True
        if self.book.struck and int(attributes.get("s", 0)) in self.book.struck:
            self.facts.struck.add((self.row, self.column))
        if kind == "n" and "s" in attributes:
            style = int(attributes["s"])
            code = self.book.formats[style] if 0 <= style < len(self.book.formats) else GENERAL
            if code != GENERAL:
                self.facts.note_format(code, self.row, self.column)

    def finish(self) -> None:
        """Judge the cell that was begun last."""
        if not self.begun:
            return
        if self.held or self.kind == "e":
            self.extent.note(self.row, self.column)
            if self.formula is not None or self.value or self.rich is not None or self.kind == "e":
                self._judge("".join(self.value).strip())
        self.begun = self.held = self.valued = False

    def _judge(self, value: str) -> None:
        at = (self.row, self.column)
        if self.formula is not None and not value and self.kind == "n":
            self.facts.unstored[at] = "=" + "".join(self.formula)
            if self.array_area:
                self.facts.unstored_areas.append(area_of(self.array_area))
        elif self.formula is not None and self.book.to_calculate and value == "0" and self.kind == "n":
            self.facts.placeholders.add(at)
        if self.kind == "e":
            if value and value not in ERRORS:
                raise Unfit(
                    phrase(
                        "its cell {address} holds the error `{value}`: mend its formula, or clear it",
                        address=self._address(),
                        value=value[:20],
                    )
                )
            self.facts.texts[at] = value or "#N/A"
        elif self.kind == "s" and value.isdecimal() and int(value) in self.book.moved:
            self.facts.texts[at] = self.book.moved[int(value)]
        elif self.rich is not None and (text := self.rich.text()) is not None:
            self.facts.texts[at] = text
        self.formula = self.rich = None
        self.value = []
        self.array_area = ""

    def _after(self, name: str, attributes: dict[str, str]) -> None:
        """An element that is none of a cell: the last cell has ended."""
        self.finish()
        if name == "mergeCell":
            self.facts.merged.append(area_of(attributes.get("ref", "")))
        elif name == "col":
            if _true(attributes.get("hidden")) or _zero(attributes, "width"):
                first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
                self.facts.hidden_columns.update(range(max(first, 1) - 1, min(last, WIDEST)))
        elif name == "autoFilter":
            self.facts.filtered = True
        elif name == "extLst":
            self.rest = True


def _true(text: str | None) -> bool:
    return text in ("1", "true")


def _zero(attributes: dict[str, str], name: str) -> bool:
    try:
        return float(attributes.get(name, "1")) == 0
    except ValueError:
        return False
