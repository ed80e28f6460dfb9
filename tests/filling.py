"""Forms of a year as bodies fill them in: by another program, from the data of a sample."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

from attrs import evolve
from openpyxl import Workbook, load_workbook

from effrules.check import cached
from effrules.cycle import Year, created, opened
from effrules.cycle.folder import of_bodies
from effrules.cycle.forms import sheet_names
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.folding import in_both
from effrules.data.sheets import Sheet, sheets
from effrules.model.schema import Field, Schema
from effrules.model.types import SHARE, Choice, Quantity, Text, YesNo
from tests.costs import shared

RULES = "current"
SAMPLE = Path(__file__).parent.parent / "rules" / RULES / "sample"


def a_year(folder: Path, *bodies: str, rules: str = RULES) -> Year:
    """The folder of a year with some bodies of the sample."""
    from effrules.cli.inputs import rules_of

    checked = rules_of(rules, (), ()).checked
    assert checked.program is not None
    alone = of_bodies(checked.program.schema)
    listed, found = read(SAMPLE / "agency.csv", alone)
    assert listed is not None, found
    sheet = next(sheets(listed, alone))
    table = evolve(sheet, rows=tuple(row for row in sheet.rows if row[0] in bodies))
    created(folder, 2019, rules, checked, table.csv().encode(), bodies, "me", on=date(2019, 12, 1))
    return opened(folder)


@shared
def sample() -> Dataset:
    """The data of the sample."""
    program = cached.load(SAMPLE.parent).program
    assert program is not None
    dataset, found = read(SAMPLE, program.schema)
    assert dataset is not None, found
    return dataset


def of_body(dataset: Dataset, year: Year, body: str) -> list[Sheet]:
    """What a data set says of one body, without what institutions report of it."""
    return [
        evolve(sheet, rows=tuple(row for row in sheet.rows if row[0] == body))
        for sheet in sheets(dataset, year.of_bodies)
    ]


def of_institution(dataset: Dataset, year: Year, name: str) -> list[Sheet]:
    """What a data set says that an institution reports of its bodies."""
    reporter = year.reporters.institutions[name]
    return [
        evolve(
            sheet,
            rows=tuple(
                row for row in sheet.rows
                if row[0] in reporter.bodies
                and (sheet.table == reporter.schema.subject.name or reporter.reports(sheet.table, row[0]))
            ),
        )
        for sheet in sheets(dataset, reporter.schema)
    ]  # fmt: skip


def written(field: Field, text: str) -> object:
    """What somebody puts into a cell, by what stands in the data."""
    match field.type:
        case _ if not text:
            return None
        case Quantity():
            try:
                return float(text[:-1]) / 100 if text.endswith("%") else float(text)
            except ValueError:  # what offices write, too
                return text
        case YesNo():
            return {"yes": "иә / да", "no": "жоқ / нет"}[text]
        case Choice():
            return in_both(dict(field.choice_titles)[text]) if text in dict(field.choice_titles) else text
        case _:
            return text


def filled(
    form: bytes, year: Year, data: list[Sheet], *, keys: bool = True, schema: Schema | None = None
) -> Workbook:
    """A form with the data of its body, or by the ``schema`` of an institution. Without ``keys``, formulas of the form say whose the rows are."""
    book = load_workbook(BytesIO(form))
    schema = schema or year.of_bodies
    names = sheet_names(schema)
    for table, sheet in zip(schema.as_read, data, strict=True):
        page = book[names[table.name]]
        types = {one.name: one for one in table.fields}
        for number in range(2, page.max_row + 1 if keys else 2):  # this program keeps no values of formulas
            page.cell(number, 1).value = None  # type: ignore[union-attr]
        for number, row in enumerate(sheet.rows, 2):
            for column, (name, text) in enumerate(zip(sheet.headings, row, strict=True), 1):
                if column > 1 or keys:
                    of = types[name] if column > sheet.keys else Field(name, Text())
                    page.cell(number, column).value = written(of, text)  # type: ignore[assignment,union-attr]
                    if of.type == SHARE:
                        page.cell(number, column).number_format = "0.00%"  # type: ignore[union-attr]
    return book
