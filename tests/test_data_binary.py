"""Numbers that binary calculation left: told in every format, and read as the shortest decimal only where that is asked for."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

import effrules
from effrules.cli.diff import command as diff
from effrules.cli.report import command as report
from effrules.cli.run import command as run
from effrules.cli.trace import command as trace
from effrules.cli.verify import command as verify
from effrules.data import read
from effrules.data.binary import has_dust, shortened
from effrules.model.numbers import exact_text
from tests.report_pages import data_in

RULES = """methodology v version "1" { scale 0 to 100 points }
subject agency { s: share, at most 100% }
criterion c out of 100 points { score = 100 points * s assumed "x" }
total { score = c assumed "x" }
"""
DUST = "0.029789999999999997"


def shell(command: object, *arguments: object) -> Result:
    """What a command does, in this process."""
    return CliRunner().invoke(command, list(map(str, arguments)))  # type: ignore[arg-type]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Rules that read one share."""
    path = tmp_path / "m.eff"
    path.write_text(RULES, encoding="utf-8")
    return path


def file_of(form: str, folder: Path, text: str = DUST) -> Path:
    """One number in a file of a format, by its text or as the float that the text is."""
    path = folder / f"agency.{form.partition(' ')[0]}"
    match form:
        case "csv":
            path.write_text(f"agency,s\nA,{text}\n", encoding="utf-8")
        case "csv ;":
            path.write_text(f"agency;s\nA;{text.replace('.', ',')}\n", encoding="utf-8")
        case "tsv":
            path.write_text(f"agency\ts\nA\t{text}\n", encoding="utf-8")
        case "json" | "json text":
            cell = f'"{text}"' if form == "json text" else text
            path.write_text(f'[{{"agency": "A", "s": {cell}}}]', encoding="utf-8")
        case "jsonl":
            path.write_text(f'{{"agency": "A", "s": {text}}}\n', encoding="utf-8")
        case "parquet":
            pa.parquet.write_table(pa.table({"agency": ["A"], "s": [float(text)]}), path)
        case "parquet decimal":
            cells = pa.array([Decimal(text)], pa.decimal128(38, 24))
            pa.parquet.write_table(pa.table({"agency": ["A"], "s": cells}), path)
        case "sqlite":
            with sqlite3.connect(path) as base:
                base.execute("create table agency (agency text, s real)")
                base.execute("insert into agency values ('A', ?)", (float(text),))
        case _:
            book = xlsxwriter.Workbook(path)
            sheet = book.add_worksheet("agency")
            sheet.write_row(0, 0, ["agency", "s"])
            sheet.write_string(1, 0, "A")
            if form == "xlsx text":
                sheet.write_string(1, 1, text)
            else:
                style = {"num_format": "0.0%"} if form == "xlsx percent" else {}
                sheet.write_formula(1, 1, "=1*1", book.add_format(style), text)  # a number has 16 digits here
            book.close()
    return path


FORMS = (
    "csv", "csv ;", "tsv", "json", "json text", "jsonl", "parquet", "parquet decimal", "sqlite",
    "xlsx", "xlsx text", "xlsx percent",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_format_tells_of_the_same_number(form: str, rules: Path, tmp_path: Path) -> None:
    """It is taken as it stands, with W454; as the shortest decimal only where that is stated, without a finding."""
    folder = tmp_path / "data"
    folder.mkdir()
    path = file_of(form, folder)
    schema = effrules.load(rules).program.schema
    taken, found = read(path, schema)
    assert taken is not None
    assert [finding.code for finding in found] == ["W454"]
    assert "--shortest-decimal agency.s" in str(found[0].notes[0].text)
    assert taken.subjects[0].values["s"] == fmpq(29789999999999997, 10**18)
    shorter, found = read(path, schema, ["agency.s"])
    assert shorter is not None
    assert found == ()
    assert shorter.subjects[0].values["s"] == fmpq(2979, 100000)
    assert shorter.subjects[0].places["s"].raw in (DUST, DUST.replace(".", ","), "2.9789999999999997%") or (
        form == "parquet decimal"
    )


@given(st.floats(min_value=1e-6, max_value=1e6, allow_nan=False))
def test_a_float_and_its_text_are_told_alike(number: float) -> None:
    """Whatever a program prints of a float is judged like the float: its repr, and more of its binary digits."""
    text = format(Decimal(repr(number)), "f")
    assert has_dust(text) == has_dust(number) == has_dust(Decimal(text))
    if has_dust(number) and Decimal(number) != Decimal(repr(number)):
        assert has_dust(format(number, ".40f"))


@given(st.integers(1, 10**15 - 1), st.integers(0, 12))
def test_what_people_type_is_left_alone(digits: int, places: int) -> None:
    """A number of at most 15 digits is no dust and is not changed; calculated in binary, it is found again."""
    value = fmpq(digits, 10**places)
    text = exact_text(value)
    assert not has_dust(text)
    assert shortened(value) == value
    nearby = repr(float(text) * (1 + 2**-52))
    if "e" not in nearby:
        assert shortened(fmpq(*Decimal(nearby).as_integer_ratio())) == value


@pytest.mark.parametrize(
    "text", ["33.33333333333333333333", "12345678901234567890", "0.12345678901234567891"]
)
def test_long_numbers_of_no_float_are_read_in_silence(text: str) -> None:
    """Digits that no binary float has were meant."""
    assert not has_dust(text)


@pytest.mark.parametrize("power", ["E-99999999", "E+99999999", "E-400", "E+400"])
def test_a_great_power_of_ten_is_judged_at_once(power: str) -> None:
    """A number in JSON that would have a hundred million digits when written out is not written out."""
    assert not has_dust(Decimal(f"1.23456789012345678{power}"))


def test_the_option_is_recorded_and_replayed(rules: Path, tmp_path: Path) -> None:
    """The run record names the columns, and verify reads them in the same way; without them it sees another score."""
    folder = tmp_path / "data"
    folder.mkdir()
    file_of("csv", folder)
    option = ("--shortest-decimal", "agency.s")
    done = shell(run, rules, folder, "-o", tmp_path / "r.csv", *option)
    assert done.exit_code == 0, done.output
    assert "2.979" in (tmp_path / "r.csv").read_text("utf-8")
    record = tmp_path / "r.record.json"
    document = json.loads(record.read_text("utf-8"))
    assert document["options"]["shortest_decimal"] == ["agency.s"]
    assert shell(verify, record).exit_code == 0
    assert shell(verify, "--independent", record).exit_code == 0
    del document["options"]["shortest_decimal"]
    record.write_text(json.dumps(document), encoding="utf-8")
    assert shell(verify, record).exit_code != 0


def test_every_command_that_reads_data_has_the_option(rules: Path, tmp_path: Path) -> None:
    """Trace, report and comparison read the column alike; a column that is none of numbers is refused with those that are."""
    folder = tmp_path / "data"
    folder.mkdir()
    file_of("csv", folder)
    option = ("--shortest-decimal", "agency.s")
    told = shell(trace, rules, folder, "A", "c", *option)
    assert "(0.02979)" in told.output
    assert f'"{DUST}"' in told.output
    kept = tmp_path / "t.json"
    assert shell(trace, rules, folder, "A", "-o", kept, *option).exit_code == 0
    assert shell(verify, kept, "--rules", rules, "--data", folder).exit_code == 0
    document = json.loads(kept.read_text("utf-8"))
    cell = next(step for step in document["steps"] if step["op"] == "cell")
    assert cell.pop("shortest") is True
    kept.write_text(json.dumps(document), encoding="utf-8")
    assert shell(verify, kept, "--rules", rules, "--data", folder).exit_code != 0
    page = tmp_path / "r.html"
    assert shell(report, rules, folder, "-o", page, *option).exit_code == 0
    assert '"0.02979"' in json.dumps(data_in(page.read_text("utf-8")))
    other = tmp_path / "n.eff"
    other.write_text(RULES.replace("100 points * s", "50 points * s"), encoding="utf-8")
    moved = shell(diff, rules, other, "--data", folder, "--format", "json", *option)
    assert "2.979" in moved.output
    assert "W454" not in moved.output
    for command, arguments in ((run, (rules, folder)), (trace, (rules, folder, "A"))):
        refused = shell(command, *arguments, "--shortest-decimal", "agency.q")
        assert refused.exit_code == 2
        assert "Columns of numbers: agency.s." in refused.output


def test_the_option_in_python(rules: Path) -> None:
    """``shortest_decimal`` does the same for tables in memory, and refuses a column that holds no numbers."""
    methodology = effrules.load(rules)
    data = {"agency": [{"agency": "A", "s": float(DUST)}]}
    assert str(methodology.score(data).subject("A").total) == "2.9789999999999997"
    assert str(methodology.score(data, shortest_decimal=["agency.s"]).subject("A").total) == "2.979"
    with pytest.raises(KeyError):
        methodology.score(data, shortest_decimal=["agency.q"])
