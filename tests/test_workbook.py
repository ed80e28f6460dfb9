"""Workbooks that recalculate: every formula comes to the exact value, in a real spreadsheet, and goes with the data."""

from __future__ import annotations

import re
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from effrules.amend.locating import bundled
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.exact import score
from effrules.model.program import Program
from effrules.model.schema import Field
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.report.workbook.data import _keys, _rows, key_of
from effrules.report.workbook.made import Formula
from effrules.report.workbook.making import Workbook, bodies_of, workbook
from effrules.report.workbook.writing import written
from effrules.trace import steps as s
from effrules.trace.tracing import trace
from effrules.words import Language
from tests.costs import shared
from tests.recalculating import differing, recalculated, values_of
from tests.running import program_of, run
from tests.shipped import checked
from tests.strategies import methodologies
from tests.thesis import VERSIONS, rules_at, sample_of

SHIPPED = {name: folder / "sample" for name, folder in bundled().items()}
THESIS = {str(rules_at(name)): sample_of(name) for name in VERSIONS}
ALL = {**SHIPPED, **THESIS}

VOLATILE = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|INFO|CELL)\(|\[[0-9]+\]|https?:")


@shared
def read_whole(name: str) -> tuple[Program, Dataset]:
    """Rules and their sample."""
    program = checked(name).program
    assert program is not None
    dataset, _ = read(ALL[name], program.schema)
    assert dataset is not None
    return program, dataset


def made_of(
    program: Program,
    dataset: Dataset,
    every: int = 1,
    language: Language = Language.EN,
    *,
    completing: bool = True,
) -> Workbook:
    """The workbook of every so many-th body; ``completing``: with what was not taken."""
    keys = [row.key for row in dataset.subjects[::every]]
    derivations = trace(program, dataset, keys, completing=completing)
    return workbook(derivations, dataset, bodies_of(derivations, language), language)


@pytest.mark.office
@pytest.mark.parametrize("name", ALL)
def test_samples_recalculate(name: str, tmp_path: Path) -> None:
    """Every formula of some bodies of each sample comes to the exact value."""
    made = made_of(*read_whole(name), every=24, completing=name in THESIS)
    (cells,) = recalculated([written(made)], tmp_path)
    assert not list(differing(made, cells))
    assert made.formulas > 30 * made.values.total()


@pytest.mark.office
def test_random_methodologies_recalculate(tmp_path: Path) -> None:
    """Whatever the rules and the data: what is a formula comes to the exact value."""
    books: list[Workbook] = []

    @settings(max_examples=12)
    @given(methodologies(), st.data())
    def collect(text: str, data: st.DataObject) -> None:
        program = program_of(text)
        dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
        if dataset.subjects:
            books.append(made_of(program, dataset))

    collect()
    found = recalculated(list(map(written, books)), tmp_path)
    wrong = [line for made, cells in zip(books, found, strict=True) for line in differing(made, cells)]
    assert not wrong
    assert sum(made.formulas for made in books) > 500


# -- Changes --------------------------------------------------------------------------------------------------------

CHANGES = 3
"""So many cells are changed in each sample, each in a workbook of its own."""


def changed(made: Workbook, dataset: Dataset, random: Random) -> tuple[bytes, str]:
    """The workbook after a cell of the data was given another value, and the same done to the data."""
    program, copies = made.context.program, made.context.copies
    read_ = {
        key_of(step)
        for ref in made.context.layout.taken
        if isinstance(step := made.context.steps[ref], s.Cell)
    }
    cells = []
    for table in program.schema.as_read:
        for row in _rows(table, program.schema, dataset):
            for name, key in _keys(table, row):
                field = table.field_named(name)
                full = name if table.form is None else f"{table.form.name}.{name}"
                if key in read_ and field is not None and isinstance(row.values.get(full), bool | fmpq):
                    cells.append((key, field, full, row))
    key, field, full, row = random.choice(cells)
    value = row.values[full]
    new = not value if isinstance(value, bool) else another(value, field, random)
    row.values[full] = new  # type: ignore[index]
    book = load_workbook(BytesIO(written(made)))
    table_name, line, column = copies.cells[key]
    cell = book[made.names.tables[table_name]].cell(line + 1, column + 1)
    cell.value = new if isinstance(new, bool) else float(Fraction(int(new.p), int(new.q)))
    out = BytesIO()
    book.save(out)
    return out.getvalue(), f"{table_name} {full} of {row.label}: {value} is now {new}"


def another(value: fmpq, field: Field, random: Random) -> fmpq:
    """Another number that a field admits, if there is one near."""
    step = fmpq(1) if value.q == 1 else fmpq(1, 8)
    tries = [value + step * random.choice([1, -1, 2, -2, 7, -7, 30]) for _ in range(20)]
    return next((one for one in tries if field.domain.admits(one)), value)


@pytest.mark.office
@pytest.mark.parametrize("name", [str(rules_at("current")), "performance"])
def test_changes_go_through(name: str, tmp_path: Path) -> None:
    """After a change of a cell each score is what effrules gives on the changed data; or the workbook says that it does not know."""
    random, books, expected = Random(name), [], []
    program, _ = read_whole(name)
    for _ in range(CHANGES):
        dataset, _findings = read(ALL[name], program.schema)
        assert dataset is not None
        made = made_of(program, dataset, every=len(dataset.subjects) // 2)
        content, told = changed(made, dataset, random)
        books.append(content)
        expected.append((made, score(program, dataset), told))
    found = recalculated(books, tmp_path)
    known = unknown = moved = 0
    for cells, (made, results, told) in zip(found, expected, strict=True):
        for body in made.bodies:
            for node, ref in body.scores.items():
                if ref not in made.context.layout.at:
                    continue
                sheet, row = made.context.layout.at[ref]
                got = cells[made.names.steps[id(sheet)]].get(f"B{row + 1}")
                value = results.of(body.key).nodes[node].value
                if got is None:  # an error, as it is read
                    unknown += 1
                    continue
                known += 1
                moved += value != made.context.value(ref)
                if isinstance(value, fmpq):
                    assert isinstance(got, int | float), (told, node, value, got)
                    exact = Fraction(int(value.p), int(value.q))
                    assert abs(Fraction(got) - exact) < Fraction(1, 10**9), (told, node, value, got)
                else:
                    assert not isinstance(got, int | float), (told, node, value, got)
    assert moved
    assert known > 19 * unknown, (known, unknown)


@pytest.mark.parametrize("name", ALL)
def test_stored_values(name: str) -> None:
    """What a viewer shows that does not calculate are the exact values, too; no formula is volatile or leads elsewhere."""
    made = made_of(*read_whole(name), every=24, completing=name in THESIS)
    content = written(made)
    assert content == written(made)
    assert not list(differing(made, values_of(content)))
    for sheet in load_workbook(BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert not VOLATILE.search(cell.value), cell.value


@pytest.mark.parametrize("language", Language)
def test_front_sheet_counts(language: Language) -> None:
    """The front sheet says how many steps are formulas, and why the others are not."""
    made = made_of(*read_whole(str(rules_at("current"))), every=10, language=language)
    values = list(next(iter(values_of(written(made)).values())).values())
    count, all_ = made.formulas, made.formulas + made.values.total()
    assert (
        0 < count < sum(isinstance(one, Formula) for one in made.cells.values())
    )  # the others were not taken
    assert any(isinstance(text, str) and str(count) in text and str(all_) in text for text in values)
    for why, number in made.values.items():
        assert made.say(why.value) in values
        assert number in values


ODD = """
methodology odd version "1" { scale 0 to 100 points }
subject agency { name: text  amount: number  "" }
criterion c out of 100 points { score = amount * 1 points but at most 100 points but at least 0 points  assumed en "x" }
weights { c 100%  assumed en "x" }
total { assumed en "x" }
"""


def test_names_and_texts_of_any_kind(tmp_path: Path) -> None:
    """A body may be called like a formula, with quotes, at any length: sheets have names, and text stays text."""
    rules, data, out = tmp_path / "odd.eff", tmp_path / "agency.csv", tmp_path / "odd.xlsx"
    rules.write_text(ODD.replace('  ""', ""), "utf-8")
    keys = ["o'neill", "'q'", "=1+1", "A" * 40, "a" * 41, "History", "b[1]:?", "C5"]
    lines = [
        "agency,name,amount",
        *(f"{key},=HYPERLINK({number}),{number}.1" for number, key in enumerate(keys)),
    ]
    data.write_text("\n".join(lines) + "\n", "utf-8")
    done = run("report", rules, data, "-o", out)
    assert done.exit_code == 0, done.output
    book = load_workbook(out)
    assert all(len(name) <= 31 for name in book.sheetnames)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or "HYPERLINK" not in cell.value


def test_what_is_refused(tmp_path: Path) -> None:
    """Options that say nothing of a workbook are refused, with what to do."""
    name, out = str(rules_at("current")), tmp_path / "x.xlsx"
    data = sample_of("current")
    for words, said in (
        (("trace", name, data, "C01", "-o", out, "--depth", "1"), "xlsx holds every step"),
        (("trace", name, data, "C01", "-o", out, "--why-not", "90"), "a workbook holds the steps"),
        (("report", name, data, "-o", out, "--no-steps"), "made of the steps"),
        (("report", name, data, "-o", tmp_path / "x.ods"), ".xlsx workbook"),
    ):
        done = run(*words, columns=200)
        assert done.exit_code == 2
        assert said in done.output
        assert not out.exists()


def test_following_what_was_not_taken_changes_nothing() -> None:
    """The results stay what they are, also where formulas nest deeply."""
    program, dataset = read_whole("2019")
    derivations = trace(program, dataset, [row.key for row in dataset.subjects[:24]], completing=True)
    assert not derivations.results.findings
    plain = score(program, dataset)
    for body in derivations.results.subjects:
        for name, node in body.nodes.items():
            assert node.value == plain.of(body.key).nodes[name].value
