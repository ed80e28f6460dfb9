"""The hands of forty invented bodies: fill in the forms of the year, from the sample of the rules of 2019, as offices do it.

    python docs/examples/year-2019/hands.py YEAR INBOX first     what comes in time, of three bodies with mistakes
    python docs/examples/year-2019/hands.py YEAR INBOX again     those put right; one that thought better of it
    python docs/examples/year-2019/hands.py YEAR INBOX late      two that come too late
    python docs/examples/year-2019/hands.py YEAR INBOX acts      what the institutions that assess report themselves

Run it in a checkout, where `pip install -e '.[year]'` was run. Nothing here stands for a real body or says anything about one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from attrs import evolve

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from effrules.cycle import Year, opened  # noqa: E402
from effrules.cycle.form_of_institution import FILE  # noqa: E402
from effrules.cycle.forms import file_names  # noqa: E402
from effrules.data import read  # noqa: E402
from effrules.data.dataset import Dataset  # noqa: E402
from effrules.data.sheets import Sheet  # noqa: E402
from tests import open_workbook  # noqa: E402
from tests.filling import filled, of_body, of_institution  # noqa: E402

SAMPLE = ROOT / "rules" / "2019" / "sample"
MISTAKES = {
    "energy": ("complaint_report", "examined", "много"),
    "health": ("service_report", "late", "-3"),
    "culture": ("staff_report", "servants", ""),
}
"""Of each of those: a figure that cannot be read, one that is not possible, and one that is left out."""
LATE = ("abai", "ulytau")
"""Bodies that come too late."""
OPEN_DOCUMENT = ("science", "ecology")
"""Bodies whose office program saves another format."""
BETTER = "industry"
"""A body that sends once more."""


def main(year: str, inbox: str, when: str) -> None:
    """Write the files of a day into a folder."""
    place, folder = opened(Path(year)), Path(inbox)
    folder.mkdir(parents=True, exist_ok=True)
    dataset, _ = read(SAMPLE, place.program.schema)
    assert dataset is not None
    keys = [row.key for row in dataset.subjects]
    if when == "acts":
        _acts(place, folder, dataset)
        return
    names = file_names(keys)
    for number, key in enumerate(_those(when, _bodies(place)), 1):
        data = of_body(dataset, place, key)
        if when == "first" and key in MISTAKES:
            data = [_spoiled(key, one) for one in data]
        if when == "again" and key == BETTER:
            data = [_put(one, "complaint_report", "late_examined", "0") for one in data]
        form = (place.folder / "forms" / f"{names[key]}.xlsx").read_bytes()
        if key in OPEN_DOCUMENT:
            _open_document(folder / f"otchet {number:02}.ods", place, data)
        else:
            filled(form, place, data).save(folder / f"{when} {number:02}.xlsx")


def _acts(year: Year, folder: Path, dataset: Dataset) -> None:
    """The acts, surveys and marks of the institutions, about all bodies."""
    for name, reporter in year.reporters.institutions.items():
        form = (year.folder / "forms" / f"{FILE.format(name=name)}.xlsx").read_bytes()
        data = of_institution(dataset, year, name)
        filled(form, year, data, schema=reporter.schema).save(folder / f"{name}.xlsx")


def _bodies(year: Year) -> list[str]:
    return [row.key for row in year.known.subjects]


def _those(when: str, bodies: list[str]) -> list[str]:
    """Whose files come on a day."""
    match when:
        case "first":
            return [key for key in bodies if key not in LATE]
        case "again":
            return [key for key in bodies if key in (*MISTAKES, BETTER)]
        case "late":
            return [key for key in bodies if key in LATE]
        case _:
            raise SystemExit(__doc__)


def _spoiled(key: str, sheet: Sheet) -> Sheet:
    """A table with the body's mistake in it."""
    table, field, text = MISTAKES[key]
    return _put(sheet, table, field, text)


def _put(sheet: Sheet, table: str, field: str, text: str) -> Sheet:
    """A table with another figure in its first row, if it is that table."""
    if sheet.table != table:
        return sheet
    at = sheet.headings.index(field)
    first, *rest = sheet.rows
    return evolve(sheet, rows=((*first[:at], text, *first[at + 1 :]), *rest))


def _open_document(path: Path, year: Year, data: list[Sheet]) -> None:
    """What an office program of another make saves: the same tables under the same headings."""
    open_workbook.write(path, {sheet.table: [sheet.headings, *sheet.rows] for sheet in data})


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
