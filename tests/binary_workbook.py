"""A writer of small .xlsb workbooks for the tests: just the records of [MS-XLSB] that a table needs."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from attrs import frozen

FORMATS = ("General", "0%", "0.00", "dd.mm.yyyy", ";;;", "0,", '[>90]"много";0.0')
ERRORS = {"#N/A": 0x2A, "#DIV/0!": 0x07, "#REF!": 0x17}


@frozen
class Shown:
    """A number with one of the formats, by its place in :data:`FORMATS`; a failed formula; a text with a raised end."""

    value: Any
    style: int = 0
    error: str = ""
    raised: str = ""
    struck: str = ""
    whole: bool = False
    """It is struck out as a whole."""


def record(number: int, content: bytes = b"") -> bytes:
    """A record: its number and its length, seven bits a byte, and its content."""
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length = len(content)
    size = b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + content


def text(words: str) -> bytes:
    """A text with its length."""
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def cell(column: int, value: Any) -> bytes:
    """The record of a cell."""
    shown = value if isinstance(value, Shown) else Shown(value)
    head = struct.pack("<II", column, len(FORMATS) if shown.whole else shown.style)
    if shown.error:
        return record(3, head + bytes([ERRORS[shown.error]]))
    if shown.raised:
        runs = struct.pack("<IHHHH", 2, 0, 0, len(shown.value), 1)
        return record(62, head + b"\1" + text(shown.value + shown.raised) + runs)
    if shown.struck:
        runs = struct.pack("<IHHHH", 2, 0, 2, len(shown.struck), 0)
        return record(62, head + b"\1" + text(shown.struck + shown.value) + runs)
    match shown.value:
        case bool():
            return record(4, head + bytes([shown.value]))
        case str():
            return record(6, head + text(shown.value))
        case _:
            return record(5, head + struct.pack("<d", float(shown.value)))


def sheet(
    rows: Sequence[Sequence[Any]],
    hidden_rows: Sequence[int],
    hidden_columns: Sequence[int],
    merged: Sequence[tuple[int, ...]],
) -> bytes:
    """The part of a sheet; merged areas are first and last row, first and last column."""
    made = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    if hidden_columns:
        infos = (record(60, struct.pack("<IIIIH", at, at, 2304, 0, 1)) for at in hidden_columns)
        made += record(390) + b"".join(infos) + record(391)
    made += record(145)
    for at, row in enumerate(rows):
        flags = 0x10 if at in hidden_rows else 0
        made += record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, flags, 0, 0))
        made += b"".join(cell(column, value) for column, value in enumerate(row) if value is not None)
    made += record(146)
    if merged:
        areas = (record(176, struct.pack("<IIII", *area)) for area in merged)
        made += record(177, struct.pack("<I", len(merged))) + b"".join(areas) + record(178)
    return made + record(130)


def styles() -> bytes:
    """The part of the styles: a style for each of the formats, three fonts of which the second raises, and the third strikes out."""
    made = record(278) + record(615, struct.pack("<I", len(FORMATS) - 1))
    made += b"".join(
        record(44, struct.pack("<H", 163 + at) + text(code)) for at, code in enumerate(FORMATS) if at
    )
    made += record(616) + record(611, struct.pack("<I", 3))
    for flags, raised in ((0, 0), (0, 1), (8, 0)):
        font = struct.pack("<HHHHBBBB", 220, flags, 400, raised, 0, 2, 1, 0) + struct.pack(
            "<BBhI", 7, 1, 0, 0xFF000000
        )
        made += record(43, font + b"\0" + text("Calibri"))
    made += record(612) + record(603, struct.pack("<I", 1)) + record(45, bytes(68)) + record(604)
    made += record(613, struct.pack("<I", 1)) + record(46, bytes(51)) + record(614)
    made += (
        record(626, struct.pack("<I", 1))
        + record(47, struct.pack("<HHHHHBBHH", 0xFFFF, 0, 0, 0, 0, 0, 0, 0, 0))
        + record(627)
    )
    made += record(617, struct.pack("<I", len(FORMATS) + 1))
    for at in range(len(FORMATS)):
        made += record(47, struct.pack("<HHHHHBBHH", 0, 163 + at if at else 0, 0, 0, 0, 0, 0, 0, 1))
    made += record(47, struct.pack("<HHHHHBBHH", 0, 0, 2, 0, 0, 0, 0, 0, 1))  # struck out
    return made + record(618) + record(279)


def write(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    merged: Sequence[tuple[int, ...]] = (),
) -> Path:
    """A workbook with these sheets; what is hidden and merged is so in each of them."""
    book = record(131) + record(143)
    for at, name in enumerate(sheets, 1):
        book += record(156, struct.pack("<II", 0, at) + text(f"rId{at}") + text(name))
    book += record(144) + record(132)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.bin"/>'
        for at in range(1, len(sheets) + 1)
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.bin" ContentType="application/vnd.ms-excel.worksheet"/>'
        for at in range(1, len(sheets) + 1)
    )
    with ZipFile(path, "w") as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
            f'{kinds}<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        )
        made.writestr("xl/workbook.bin", book)
        made.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}/relationships">{links}'
            f'<Relationship Id="rId99" Type="{office}/styles" Target="styles.bin"/></Relationships>',
        )
        for at, rows in enumerate(sheets.values(), 1):
            made.writestr(f"xl/worksheets/sheet{at}.bin", sheet(rows, hidden_rows, hidden_columns, merged))
        made.writestr("xl/styles.bin", styles())
    return path
