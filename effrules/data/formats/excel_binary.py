"""The facts of an .xlsb workbook's sheets, from the binary parts of its package ([MS-XLSB] 2.1.4, 2.3.1 and 2.4).

A record is its number and its length, seven bits a byte, and its content. Only the records that hold facts are looked into.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from zipfile import ZipFile

from attrs import define

from effrules.data.formats.extent import Extent
from effrules.data.formats.number_formats import BUILT_IN, GENERAL
from effrules.data.formats.packages import Unfit, parse
from effrules.data.formats.rich_text import STRUCK, in_runs
from effrules.data.formats.sheet_facts import TALLEST, WIDEST, Area, SheetFacts
from effrules.words import phrase

_ROW, _ERROR, _FORMULA_ERROR, _RICH, _SHARED = 0, 3, 11, 62, 7
_NUMBERS = frozenset({2, 5, 9})
_CELLS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62})
_STRING, _FONT, _FORMAT, _STYLE, _COLUMNS, _SHEET, _FILTER, _MERGED = 19, 43, 44, 47, 60, 156, 161, 176
_STRIKES = 8
_BEGIN_STYLES, _END_STYLES = 617, 618
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
"""The errors by the codes that binary workbooks keep."""


@define(eq=False)
class Book:
    """What the sheets of a workbook share: number formats by style, styles that strike out, texts with raised digits, fonts that raise or lower."""

    formats: list[str]
    struck: frozenset[int]
    positions: list[int]
    moved: Mapping[int, str]
    parts: Mapping[str, str]


def book_of(package: ZipFile) -> Book:
    """The shared parts of a package. Raises one of ``packages.BROKEN``."""
    targets: dict[str, str] = {}

    def link(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    parse(package, "xl/_rels/workbook.bin.rels", link)
    parts: dict[str, str] = {}
    for number, content in _records(package, "xl/workbook.bin"):
        if number == _SHEET:
            relation, at = _text(content, 8)
            name, _ = _text(content, at)
            parts[name] = normpath(join("xl", targets.get(relation, "")))
    formats, struck, positions = _styles(package)
    return Book(formats, struck, positions, _moved_strings(package, positions), parts)


def facts_of(package: ZipFile, book: Book, sheet: str) -> tuple[SheetFacts, Extent]:
    """The facts of a sheet, and where its cells stand. Raises one of ``packages.BROKEN``."""
    facts, extent, row = SheetFacts(), Extent(), 0
    for number, content in _records(package, book.parts[sheet]):
        if number in _CELLS:
            column, style = struct.unpack_from("<II", content)
            if column >= WIDEST:
                raise Unfit(phrase("a cell lies outside of every sheet"))
            extent.note(row, column)
            if style & 0xFFFFFF in book.struck:
                facts.struck.add((row, column))
            _cell(facts, book, number, content, row, column, style & 0xFFFFFF)
        elif number == _ROW:
            (row,) = struct.unpack_from("<I", content)
            if row >= TALLEST:
                raise Unfit(phrase("a row lies outside of every sheet"))
            if content[11] & 0x10:
                facts.hidden_rows.add(row)
        elif number == _COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<IIIIH", content)
            if flags & 1:
                facts.hidden_columns.update(range(first, min(last + 1, WIDEST)))
        elif number == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", content)
            facts.merged.append(Area(top, left, bottom, right))
        elif number == _FILTER:
            facts.filtered = True
    return facts, extent


def _cell(
    facts: SheetFacts, book: Book, number: int, content: bytes, row: int, column: int, style: int
) -> None:
    if number in _NUMBERS:
        code = book.formats[style] if style < len(book.formats) else GENERAL
        if code != GENERAL:
            facts.note_format(code, row, column)
    elif number in (_ERROR, _FORMULA_ERROR):
        facts.texts[row, column] = ERRORS.get(content[8], "#N/A")
    elif number == _SHARED:
        (at,) = struct.unpack_from("<I", content, 8)
        if at in book.moved:
            facts.texts[row, column] = book.moved[at]
    elif number == _RICH:
        text = _moved(content[8:], book.positions)
        if text is not None:
            facts.texts[row, column] = text


def _records(package: ZipFile, part: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part, each with its number and content."""
    data = package.read(part)
    at = 0
    while at < len(data):
        number = data[at]
        at += 1
        if number & 0x80:
            number = (number & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if at + length > len(data):
            raise Unfit(phrase("its part {part} is cut off", part=part))
        yield number, data[at : at + length]
        at += length


def _text(content: bytes, at: int) -> tuple[str, int]:
    """A text, and where it ends."""
    (length,) = struct.unpack_from("<I", content, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _styles(package: ZipFile) -> tuple[list[str], frozenset[int], list[int]]:
    """The number format of each style of a cell, and the styles that strike out; of each font whether it raises, lowers or strikes out."""
    codes, styles, fonts, positions, inside = dict(BUILT_IN), [], [], [], False
    for number, content in _records(package, "xl/styles.bin"):
        if number == _FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
        elif number == _FONT:
            flags, _, position = struct.unpack_from("<HHH", content, 2)
            positions.append(position & 3 | (STRUCK if flags & _STRIKES else 0))
        elif number == _STYLE and inside:
            code, font = struct.unpack_from("<HH", content, 2)
            styles.append(code)
            fonts.append(font)
        elif number in (_BEGIN_STYLES, _END_STYLES):
            inside = number == _BEGIN_STYLES
    struck = (style for style, font in enumerate(fonts) if font < len(positions) and positions[font] & STRUCK)
    return [codes.get(number, GENERAL) for number in styles], frozenset(struck), positions


def _moved_strings(package: ZipFile, positions: list[int]) -> dict[int, str]:
    if "xl/sharedStrings.bin" not in package.namelist() or not any(positions):
        return {}
    texts = (content for number, content in _records(package, "xl/sharedStrings.bin") if number == _STRING)
    moved = ((at, _moved(content, positions)) for at, content in enumerate(texts))
    return {at: text for at, text in moved if text is not None}


def _moved(content: bytes, positions: list[int]) -> str | None:
    """A text in runs with its raised and lowered digits written as such; None where it has none."""
    if not content[0] & 1:
        return None
    text, at = _text(content, 1)
    (count,) = struct.unpack_from("<I", content, at)
    runs = [struct.unpack_from("<HH", content, at + 4 + 4 * run) for run in range(count)]
    return in_runs(text, runs, positions)
