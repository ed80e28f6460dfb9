"""Workbooks that recalculate: every formula comes to the exact value, in a real spreadsheet, and goes with the data."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from effrules.amend.locating import bundled
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.model.program import Program
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.report.workbook.made import Formula
from effrules.report.workbook.making import Workbook, bodies_of, workbook
from effrules.report.workbook.writing import written
from effrules.trace.tracing import trace
from effrules.words import Language
from tests.recalculating import differing, recalculated, values_of
from tests.running import program_of, run
from tests.shipped import checked
from tests.strategies import methodologies
from tests.thesis import VERSIONS, rules_at, sample_of

SHIPPED = {name: folder / "sample" for name, folder in bundled().items()}
THESIS = {str(rules_at(name)): sample_of(name) for name in VERSIONS}
ALL = {**SHIPPED, **THESIS}

VOLATILE = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|INFO|CELL)\(|\[[0-9]+\]|https?:")


@cache
def read_whole(name: str) -> tuple[Program, Dataset]:
    """Rules and their sample."""
    program = checked(name).program
    assert program is not None
    dataset, _ = read(ALL[name], program.schema)
    assert dataset is not None
    return program, dataset


def made_of(program: Program, dataset: Dataset, every: int = 1, language: Language = Language.EN) -> Workbook:
    """The workbook of every so many-th body."""
    derivations = trace(program, dataset, [row.key for row in dataset.subjects[::every]])
    return workbook(derivations, dataset, bodies_of(derivations, language), language)


@pytest.mark.office
@pytest.mark.parametrize("name", ALL)
def test_samples_recalculate(name: str, tmp_path: Path) -> None:
    """Every formula of some bodies of each sample comes to the exact value."""
    made = made_of(*read_whole(name), every=24)
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


@pytest.mark.parametrize("name", ALL)
def test_stored_values(name: str) -> None:
    """What a viewer shows that does not calculate are the exact values, too; no formula is volatile or leads elsewhere."""
    made = made_of(*read_whole(name), every=24)
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
    assert count == sum(isinstance(one, Formula) for one in made.cells.values())
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
