"""A workbook without the cells that stray far from a sheet's table, so that a library which holds rectangles can read it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from attrs import define, field, frozen

from effrules.data.formats.extent import Table
from effrules.data.formats.packages import Unfit, parse
from effrules.data.formats.spreadsheetml import position
from effrules.words import phrase


@frozen
class Stray:
    """A cell that lies far from the table; ``blank`` where it holds nothing but white space."""

    row: int
    column: int
    blank: bool


@define(eq=False)
class _Cuts:
    """The stretches of a part's bytes that stray cells take, and what the cells hold."""

    table: Table
    strings: Callable[[int], str]
    parser: Any = None
    row: int = -1
    column: int = -1
    begun: int | None = None
    kind: str = "n"
    text: list[str] = field(factory=list)
    inside: bool = False
    held: bool = False
    found: list[Stray] = field(factory=list)
    stretches: list[tuple[int, int]] = field(factory=list)

    def prepare(self, parser: Any) -> None:
        self.parser = parser
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.inside = name in ("v", "t", "f")
        self.held = self.held or self.inside
        if name == "row":
            number = attributes.get("r")
            self.row, self.column = self.row + 1 if number is None else int(number) - 1, -1
        elif name == "c":
            address = attributes.get("r")
            self.column += 1
            if address is not None:
                self.row, self.column = position(address)
            self.kind, self.text = attributes.get("t", "n"), []
            self.held = self.kind == "e"
            if not self.table.holds(self.row, self.column):
                self.begun = self.parser.CurrentByteIndex

    def characters(self, text: str) -> None:
        if self.inside and self.begun is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        self.inside = False
        if name.rpartition(":")[2] != "c" or self.begun is None:
            return
        self.stretches.append((self.begun, self.parser.CurrentByteIndex))
        text = "".join(self.text)
        if self.kind == "s" and text.strip().isdecimal():
            text = self.strings(int(text))
        if self.held:
            self.found.append(Stray(self.row, self.column, not text.strip()))
        self.begun, self.held = None, False


def without_strays(package: ZipFile, part: str, table: Table) -> tuple[BytesIO, list[Stray]]:
    """The package with only those cells of a part that lie in the table, and the others. Raises one of ``packages.BROKEN``."""
    texts: list[str] = []

    def string(number: int) -> str:
        if not texts:
            texts.extend(_strings(package))
        return texts[number] if number < len(texts) else ""

    cuts = _Cuts(table, string)
    parse(package, part, cuts.start, cuts.prepare)
    whole = package.read(part)
    if whole[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unfit(phrase("its cells lie too far apart"))
    kept, at = [], 0
    for begin, end in cuts.stretches:
        kept.append(whole[at:begin])
        at = whole.index(b">", end) + 1
    kept.append(whole[at:])
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as copy:
        for one in package.namelist():
            copy.writestr(one, b"".join(kept) if one == part else package.read(one))
    made.seek(0)
    return made, cuts.found


def _strings(package: ZipFile, part: str = "xl/sharedStrings.xml") -> list[str]:
    found: list[list[str]] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = name == "t"
        if name == "si":
            found.append([])

    def prepare(parser: Any) -> None:
        def characters(text: str) -> None:
            if inside and found:
                found[-1].append(text)

        def end(name: str) -> None:
            nonlocal inside
            inside = False

        parser.CharacterDataHandler = characters
        parser.EndElementHandler = end

    if part in package.namelist():
        parse(package, part, start, prepare)
    return ["".join(parts) for parts in found]
