"""What tells a workbook that effrules made for a body from any other: a hidden sheet that says whose it is, and a sheet of instructions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from attrs import fields, frozen

from effrules.data.grid import Offer, shown

FORMAT = "effrules.form/1"

TAG = "effrules.form"
"""The hidden sheet with the tag."""

LISTS = "effrules.lists"
"""The hidden sheet of what may be chosen."""

GUIDE = "Нұсқаулық – Инструкция"
"""The sheet of instructions."""

BEFORE = "Өткен жыл – Прошлый год"
"""The sheet of what was reported the year before."""

WORKBOOKS = (".xlsx", ".xlsm", ".ods")


_KEY = re.compile(r'=?IF\(COUNTA\(([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\)=0,"","((?:[^"]|"")*)"\)')


def key_formula(first: str, last: str, row: int, key: str) -> str:
    """The formula by which a row says whose it is as soon as something stands in it, from one column to another."""
    quoted = key.replace('"', '""')
    return f'=IF(COUNTA({first}{row}:{last}{row})=0,"","{quoted}")'


def key_by(formula: str) -> tuple[str, str, int, str] | None:
    """The columns, the row and the key of such a formula; ``None`` for any other.

    Programs that write workbooks without calculating leave it without a value; what it gives can be told without them.
    """
    found = _KEY.fullmatch(formula)
    if found is None or found[2] != found[4]:
        return None
    return found[1], found[3], int(found[2]), found[5].replace('""', '"')


@frozen
class Tag:
    """Whose form a workbook is: the year, the body, and the digest of what the rules mean; or of which institution, where it reports of bodies."""

    format: str
    year: str
    body: str
    rules: str
    institution: str = ""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """What the parts of a tag are called."""
        return tuple(one.name for one in fields(cls))


def tag_of(path: Path) -> Tag | None:
    """The tag of a workbook; ``None`` where it has none that can be read."""
    from effrules.data.formats import workbook

    if path.suffix.lower() not in WORKBOOKS:
        return None
    offers, _ = workbook.offers(path, path.name, frozenset(Tag.names()))
    grid = next((one.load()[0] for one in offers if one.name == TAG), None)
    if grid is None or not grid.rows:
        return None
    said = dict(zip(grid.headings, map(shown, grid.rows[0]), strict=True))
    if not {*Tag.names()} - {"institution"} <= {*said}:
        return None
    return Tag(*(said.get(name, "") for name in Tag.names()))


def without_guides(strays: Sequence[Offer], offers: Sequence[Offer]) -> list[Offer]:
    """Sheets that the rules do not name, without the instructions of the forms that effrules made, and what was reported before."""
    ours = {one.file for one in offers if one.name == TAG}
    return [one for one in strays if one.name not in (GUIDE, BEFORE) or one.file not in ours]
