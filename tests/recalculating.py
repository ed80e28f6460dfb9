"""A spreadsheet for tests: LibreOffice without a window, made to work out every formula anew.

Stored values are taken out of the workbooks before, so that whatever is read afterwards was calculated there.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from effrules.data.grid import letters
from effrules.model.real import Real, middle
from effrules.report.workbook.figures import EPOCH, number_of
from effrules.report.workbook.made import Formula, Stuck
from effrules.report.workbook.making import Workbook
from effrules.trace import steps as s

_STORED = re.compile(rb"(</f>)<v>[^<]*</v>")
_KIND = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="(?:str|b|e)"(?=><f>)')

Cells = Mapping[str, Mapping[str, object]]
"""What stands in the cells of a workbook, by sheet and address."""


def without_values(content: bytes) -> bytes:
    """The workbook without the stored values of formulas."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = _KIND.sub(rb"\1", _STORED.sub(rb"\1", part))
                assert b"</f><v>" not in part
            new.writestr(name, part)
    return made.getvalue()


def recalculated(books: Sequence[bytes], folder: Path) -> list[Cells]:
    """What stands in workbooks after LibreOffice has calculated every formula of them."""
    places = []
    for number, content in enumerate(books):
        places.append(folder / f"book{number}.xlsx")
        places[-1].write_bytes(without_values(content))
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), *map(str, places)],
        capture_output=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [values_of((folder / "out" / place.name).read_bytes()) for place in places]


def values_of(content: bytes) -> Cells:
    """What stands in the cells of a workbook; of a formula the stored value."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found: dict[str, dict[str, object]] = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found[name] = {
            f"{letters(column)}{row}": value
            for row, cells in enumerate(rows, 1)
            for column, value in enumerate(cells)
            if value != ""
        }
    return found


def differing(made: Workbook, cells: Cells) -> Iterator[str]:
    """The formulas that do not come to the value of their step, within what their cell may be off."""
    for ref, found in made.cells.items():
        if not isinstance(found, Formula):
            continue
        step = made.context.steps[ref]
        sheet, row = made.context.layout.at[ref]
        name = made.names.steps[id(sheet)]
        got = cells[name].get(f"B{row + 1}")
        if isinstance(step, s.Cell) and made.context.says_whose(step) and step.value is not None:
            if got in (None, ""):
                yield f"{name}!B{row + 1}: nothing says whose the form is"
        elif not _is_alike(step, found, got):
            yield f"{name}!B{row + 1} {step.op}: {step.value} is {got!r} by {found.text[:300]}"


def _is_alike(step: s.Step, found: Formula, got: object) -> bool:
    value = step.value
    try:
        number = number_of(value)
    except Stuck:
        number = None
    if isinstance(value, bool):
        return got is value
    if number is not None:
        assert found.double is not None
        if isinstance(got, date):
            got = (date(got.year, got.month, got.day) - EPOCH).days
        if isinstance(got, bool) or not isinstance(got, int | float):
            return False
        rational = middle(number) if isinstance(number, Real) else number
        exact = Fraction(int(rational.p), int(rational.q))
        return abs(Fraction(got) - exact) <= Fraction(found.double.off) + abs(exact) / 10**14
    if value is None:
        return got is None or (isinstance(got, str) and not got.startswith("#"))
    return isinstance(got, str) and (got == value or isinstance(step, s.Rating))
