"""What the cell library does not tell: which cells of a workbook are shown in percent, and which hold an error.

A workbook keeps ``95%`` as the number 0.95 with a number format, and ``#N/A`` as a cell of type ``e`` (ECMA-376, part 1,
18.8.30 and 18.3.1.4). The library gives 0.95 for the one and an empty text for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_BUILT_IN = {9, 10}
_ERROR = re.compile(rb"""\st=["']e["']""")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def marked_cells(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """The cells of a sheet that are shown in percent (``%``) or hold an error (its text), by row and column from 0.

    May raise on a broken file.
    """
    with ZipFile(path) as package:
        styles = _percent_styles(package)
        part = _part(package, sheet)
        if part is None or not (styles or _ERROR.search(package.read(part))):
            return
        row = column = -1
        with package.open(part) as content:
            for event, element in ET.iterparse(content, ("start", "end")):  # noqa: S314 - expat bounds entities
                if event == "start" and element.tag == _MAIN + "row":
                    row, column = int(element.get("r", row + 2)) - 1, -1
                elif event == "end" and element.tag == _MAIN + "c":
                    column = _column(element.get("r", "")) if element.get("r") else column + 1
                    if element.get("t") == "e":
                        yield row, column, element.findtext(_MAIN + "v") or "#N/A"
                    elif int(element.get("s", 0)) in styles:
                        yield row, column, "%"
                elif event == "end" and element.tag == _MAIN + "row":
                    element.clear()


def _percent_styles(package: ZipFile) -> frozenset[int]:
    if "xl/styles.xml" not in package.namelist():
        return frozenset()
    root = ET.fromstring(package.read("xl/styles.xml"))  # noqa: S314 - expat bounds entities
    formats = {
        int(one.get("numFmtId", -1))
        for one in root.iter(_MAIN + "numFmt")
        if "%" in _QUOTED.sub("", one.get("formatCode", ""))
    }
    cells = root.find(_MAIN + "cellXfs")
    styles = enumerate(cells if cells is not None else ())
    return frozenset(at for at, style in styles if int(style.get("numFmtId", 0)) in formats | _BUILT_IN)


def _part(package: ZipFile, sheet: str) -> str | None:
    """The part of the package that holds a sheet."""
    book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - expat bounds entities
    link = next((one.get(_LINK) for one in book.iter(_MAIN + "sheet") if one.get("name") == sheet), None)
    links = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - expat bounds entities
    for one in links.iter(_PACKAGE + "Relationship"):
        if one.get("Id") == link:
            return normpath(join("xl", one.get("Target", ""))).lstrip("/")
    return None


def _column(address: str) -> int:
    number = 0
    for character in address:
        if not character.isalpha():
            break
        number = number * 26 + ord(character.upper()) - 64
    return number - 1
