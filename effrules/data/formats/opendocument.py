"""The facts of an .ods workbook's sheets, from the part `content.xml` of its package (OpenDocument 1.3, part 3, chapter 9).

The names of its elements and attributes are met with the prefixes that the standard itself uses.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any
from zipfile import ZipFile

from attrs import define, field

from effrules.data.formats.extent import Extent
from effrules.data.formats.number_formats import names_percent, shown_in
from effrules.data.formats.packages import Unfit, parse
from effrules.data.formats.rich_text import LOWERED, RAISED, struck_out
from effrules.data.formats.sheet_facts import TALLEST, WIDEST, Area, SheetFacts
from effrules.words import phrase

_NUMBERS = ("float", "currency")
_STRIKES = ("style:text-line-through-style", "style:text-line-through-type")
_MOST_CELLS = 5_000_000
"""So many cells that hold something are read of a workbook, each counted as often as it is repeated."""


@define(eq=False)
class Sheet:
    """One sheet's facts, where its cells stand, and whether it is shown."""

    name: str
    facts: SheetFacts = field(factory=SheetFacts)
    extent: Extent = field(factory=Extent)
    hidden: bool = False


def sheets_of(package: ZipFile) -> dict[str, Sheet]:
    """The sheets of a package by name. Raises one of ``packages.BROKEN``."""
    walk = _Walk()
    if "styles.xml" in package.namelist():  # styles that the cells' own ones are made after
        parse(package, "styles.xml", walk.start)
    parse(package, "content.xml", walk.start, walk.prepare)
    return {sheet.name: sheet for sheet in walk.sheets}


@define(eq=False)
class _Cell:
    """A cell that was begun: its attributes, and the runs of its text."""

    attributes: dict[str, str]
    parts: list[str] = field(factory=list)
    moved: bool = False
    struck: bool = False

    @property
    def kind(self) -> str:
        if self.attributes.get("calcext:value-type") == "error":
            return "error"
        return self.attributes.get("office:value-type", "")

    @property
    def text(self) -> str:
        return "".join(self.parts)


@define(eq=False)
class _Walk:
    sheets: list[Sheet] = field(factory=list)
    raised: dict[str, str] = field(factory=dict)
    struck: set[str] = field(factory=set)
    strokes: list[bool] = field(factory=list)
    parents: dict[str, str] = field(factory=dict)
    unstruck: set[str] = field(factory=set)
    of_row: str = ""
    of_columns: list[tuple[int, str]] = field(factory=list)
    undisplayed: set[str] = field(factory=set)
    style: str = ""
    row: int = 0
    rows: int = 1
    column: int = 0
    cell: _Cell | None = None
    paragraphs: int = 0
    notes: int = 0
    inside: int = 0
    spans: list[str] = field(factory=list)
    count: int = 0
    hides: str = ""

    def prepare(self, parser: Any) -> None:
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "style":
                self.style = attributes.get("style:name", "")
                self.parents[self.style] = attributes.get("style:parent-style-name", "")
            case "text-properties":
                self._position(attributes.get("style:text-position", ""))
                if any(attributes.get(name, "none") != "none" for name in _STRIKES):
                    self.struck.add(self.style)
                elif any(name in attributes for name in _STRIKES):
                    self.unstruck.add(self.style)
            case "table-properties" if attributes.get("table:display") == "false":
                self.undisplayed.add(self.style)
            case "table":
                hidden = attributes.get("table:style-name") in self.undisplayed
                self.sheets.append(Sheet(attributes.get("table:name", ""), hidden=hidden))
                self.row = self.column = 0
                self.of_columns = []
            case "table-column" if self.sheets:
                repeated = _repeated(attributes, "table:number-columns-repeated")
                if attributes.get("table:visibility") in ("collapse", "filter"):
                    last = min(self.column + repeated, WIDEST)
                    self.sheets[-1].facts.hidden_columns.update(range(self.column, last))
                self.column += repeated
                self.of_columns.append((self.column, attributes.get("table:default-cell-style-name", "")))
            case "table-row" if self.sheets:
                self._row(attributes)
            case "table-cell" | "covered-table-cell" if self.sheets:
                self.cell, self.paragraphs = _Cell(attributes), 0
            case "annotation" | "shapes":
                self.notes += 1
            case "p" if self.cell is not None and not self.notes:
                if self.paragraphs:
                    self.cell.parts.append("\n")
                self.paragraphs += 1
                self.inside += 1
                self.cell.struck |= self._strikes(attributes.get("text:style-name", ""))
            case "span":
                style = attributes.get("text:style-name", "")
                self.spans.append(self.raised.get(style, ""))
                self.strokes.append(self._strikes(style))
            case "s" if self.inside:
                self.characters(" " * min(_repeated(attributes, "text:c"), 100))
            case _:
                pass

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "p" if self.inside:
                self.inside -= 1
            case "span" if self.spans:
                self.spans.pop()
                self.strokes.pop()
            case "annotation" | "shapes":
                self.notes -= 1
            case "table-cell" | "covered-table-cell" if self.cell is not None:
                self._finish(self.cell)
                self.cell = None
            case "table-row":
                self.row += self.rows
            case _:
                pass

    def characters(self, text: str) -> None:
        if not self.inside or self.cell is None or self.notes:
            return
        position = next(filter(None, reversed(self.spans)), "")
        if position and text.strip():
            self.cell.moved = True
            text = text.translate(RAISED if position == "super" else LOWERED)
        if any(self.strokes) and text.strip():
            self.cell.moved = True
            text = struck_out(text)
        self.cell.parts.append(text)

    def _position(self, text: str) -> None:
        first = text.partition(" ")[0]
        if first in ("", "0%"):
            return
        if first == "super" or (first.endswith("%") and not first.startswith(("-", "0%"))):
            self.raised[self.style] = "super"
        elif first == "sub" or first.startswith("-"):
            self.raised[self.style] = "sub"

    def _row(self, attributes: dict[str, str]) -> None:
        self.rows, self.column = _repeated(attributes, "table:number-rows-repeated"), 0
        self.hides = attributes.get("table:visibility", "")
        self.of_row = attributes.get("table:default-cell-style-name", "")

    def _strikes(self, style: str) -> bool:
        """Whether a style strikes out: by itself, or by one that it is made after."""
        for _ in range(len(self.parents) + 1):
            if style in self.struck or style in self.unstruck:
                return style in self.struck
            style = self.parents.get(style, "")
        return False

    def _is_struck(self, cell: _Cell, column: int) -> bool:
        """Whether a cell is shown struck out: by its style, or that of its row or its column, or its only text is."""
        style = cell.attributes.get("table:style-name") or self.of_row
        style = style or next((one for end, one in self.of_columns if column < end), "")
        return cell.struck or self._strikes(style) or (cell.kind in _NUMBERS and cell.moved)

    def _finish(self, cell: _Cell) -> None:
        repeated = _repeated(cell.attributes, "table:number-columns-repeated")
        first, self.column = self.column, self.column + repeated
        formula = cell.attributes.get("table:formula")
        if not (cell.kind or cell.text or formula):
            self._merge(cell, first)
            return
        self.count += self.rows * repeated
        if self.count > _MOST_CELLS or self.row + self.rows > TALLEST or self.column > WIDEST:
            raise Unfit(
                phrase('a cell of sheet "{name}" is repeated beyond what is read', name=self.sheets[-1].name)
            )
        if self.hides in ("collapse", "filter"):
            facts = self.sheets[-1].facts
            facts.filtered = facts.filtered or self.hides == "filter"
            facts.hidden_rows.update(range(self.row, self.row + self.rows))
        note = self._fact(cell, formula)
        struck = self._is_struck(cell, first)
        for row in range(self.row, self.row + self.rows):
            for column in range(first, self.column):
                self.sheets[-1].extent.note(row, column)
                if struck:
                    self.sheets[-1].facts.struck.add((row, column))
                if note is not None:
                    note(row, column)
        self._merge(cell, first)

    def _fact(self, cell: _Cell, formula: str | None) -> Callable[[int, int], object] | None:
        """What notes the fact about a cell at each place where it is repeated."""
        facts = self.sheets[-1].facts
        match cell.kind:
            case "error":
                return _texts(facts, cell.text or "#N/A")
            case "percentage" if _shows_percents(cell):
                return lambda row, column: facts.note_format("0%", row, column)
            case "percentage":
                return lambda row, column: facts.displayed.__setitem__((row, column), cell.text)
            case kind if kind in _NUMBERS and (
                names_percent(cell.text)
                or _digits(cell.text) != _digits(cell.attributes.get("office:value", ""))
            ):
                return lambda row, column: facts.displayed.__setitem__((row, column), cell.text)
            case "":
                if (
                    formula is not None and not cell.text and not self.paragraphs
                ):  # LibreOffice keeps "" as an empty paragraph
                    return lambda row, column: facts.unstored.__setitem__(
                        (row, column), f"={formula.rpartition(':=')[2]}"
                    )
            case _:
                pass
        return _texts(facts, cell.text) if cell.moved else None

    def _merge(self, cell: _Cell, column: int) -> None:
        wide = _repeated(cell.attributes, "table:number-columns-spanned")
        tall = _repeated(cell.attributes, "table:number-rows-spanned")
        if wide * tall > 1:
            bottom, right = min(self.row + tall, TALLEST) - 1, min(column + wide, WIDEST) - 1
            self.sheets[-1].facts.merged.append(Area(self.row, column, bottom, right))


def _shows_percents(cell: _Cell) -> bool:
    """Whether the text of a percentage shows it."""
    try:
        number = 100 * float(cell.attributes.get("office:value", "0"))
    except ValueError:
        return True
    return not isfinite(number) or shown_in(number, cell.text)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _texts(facts: SheetFacts, text: str) -> Callable[[int, int], object]:
    return lambda row, column: facts.texts.__setitem__((row, column), text)


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isdecimal() or len(text) > 9:
        raise Unfit(phrase("`{text}` is no count of cells", text=text[:20]))
    return max(int(text), 1)
