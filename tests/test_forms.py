"""Forms: tables with exactly one row per body, read as fields of the body, in every format and every view."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import xlsxwriter
from click.testing import CliRunner
from hypothesis import find, given, settings
from hypothesis import strategies as st

import effrules
from effrules.check.build import load_text
from effrules.cli.main import cli
from effrules.data import read
from effrules.data.reading import from_tables
from effrules.exact import score
from effrules.prove.agencies import Agencies, Rows
from effrules.prove.cases import example_text
from effrules.prove.properties import try_property
from tests.running import program_of, run

RULES = """
methodology m version "2023" { title en "M"  in force from 2023-01-01  scale 0 to 100 points }
source order { title en "Order" }
subject agency "Body" { kind: one of central, local }
table target of agency "Target" { code: text, unique }
form annex_3 of agency "Annex 3" { received "Received": count  overdue: count  note: text, may be missing }
form annex_4 of agency "Annex 4", may be missing { done: share in percent, between 0 and 100 }
form check of target "Check" { passed: yes or no }
criterion appeals out of 60 points {
    score = 60 points * (1 - late) but at least 0 points
    cite order
}
define late: share = when received = 0 then 0% otherwise overdue / annex_3.received
criterion visits out of 40 points {
    score = 40 points * (share of target where check.passed, if none then annex_4.done)
    not applicable when annex_4 is missing
    cite order
}
weights { when not applicable: share out in proportion  cite order }
bonus better { give 1 points when overdue < average of a.annex_3.overdue among agency a  to total
               reaching at most 100 points  cite order }
total { cite order }
property fewer: a higher annex_3.overdue never raises appeals
property done: a higher annex_4.done never lowers visits
"""

Tables = dict[str, list[dict[str, Any]]]

TABLES: Tables = {
    "agency": [{"agency": name, "kind": "central"} for name in ("MoH", "MoF", "Abai")],
    "target": [{"agency": "MoF", "code": "1"}, {"agency": "MoF", "code": "2"}],
    "annex_3": [
        {"agency": "MoF", "Received": "10", "overdue": "2", "note": "x"},
        {"agency": "Abai", "Received": "0", "overdue": "0", "note": ""},
        {"agency": "MoH", "Received": "4", "overdue": "1", "note": ""},
    ],
    "annex_4": [{"agency": "MoF", "done": "50"}, {"agency": "Abai", "done": "75"}],
    "check": [
        {"agency": "MoF", "target": "2", "passed": "no"},
        {"agency": "MoF", "target": "1", "passed": "yes"},
    ],
}
TOTALS = {"MoH": Fraction(75), "MoF": Fraction(68), "Abai": Fraction(91)}


def csv_folder(tables: Tables, folder: Path) -> Path:
    """A CSV file for each table."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def workbook(tables: Tables, folder: Path) -> Path:
    """A workbook with a sheet for each table."""
    path = folder / "data.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            sheet.write_row(at, 0, row)
    book.close()
    return path


def json_file(tables: Tables, folder: Path) -> Path:
    """One JSON document."""
    path = folder / "data.json"
    path.write_text(json.dumps(tables), "utf-8")
    return path


def json_lines(tables: Tables, folder: Path) -> Path:
    """Records of all tables, line by line."""
    path = folder / "data.jsonl"
    lines = (json.dumps({"table": name, **row}) for name, rows in tables.items() for row in rows)
    path.write_text("\n".join(lines), "utf-8")
    return path


def database(tables: Tables, folder: Path) -> Path:
    """A SQLite database."""
    path = folder / "data.sqlite"
    with sqlite3.connect(path) as base:
        for name, rows in tables.items():
            base.execute(f'create table "{name}" ({", ".join(f"{column!r} text" for column in rows[0])})')
            marks = ", ".join("?" for _ in rows[0])
            base.executemany(f'insert into "{name}" values ({marks})', [tuple(row.values()) for row in rows])
    base.close()
    return path


FORMATS = [csv_folder, workbook, json_file, json_lines, database]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rules in a file."""
    path = tmp_path / "m.eff"
    path.write_text(RULES, "utf-8")
    return path


@pytest.mark.parametrize("made", FORMATS, ids=lambda made: made.__name__)
def test_forms_in_every_format(made: Callable[[Tables, Path], Path], rules: Path, tmp_path: Path) -> None:
    """A form is read from every format, rows in any order; its cells are looked up by the independent checker."""
    folder = tmp_path / "data"
    folder.mkdir()
    data = made(TABLES, folder)
    scores = effrules.load(rules).score(data)
    assert {name: scores.subject(name).total.value for name in TOTALS} == TOTALS
    for name in TOTALS:
        trace = tmp_path / f"{name}.json"
        assert run("trace", rules, data, name, "-o", trace).exit_code == 0
        checked = run("verify", trace, "--rules", rules, "--data", data)
        assert checked.exit_code == 0, checked.output
        assert "cells looked up" in checked.output


def test_forms_in_memory(rules: Path) -> None:
    """Forms are tables of the Python interface, too."""
    scores = effrules.load(rules).score(TABLES)
    assert {name: scores.subject(name).total.value for name in TOTALS} == TOTALS


def test_a_cell_of_a_form_keeps_its_place(rules: Path, tmp_path: Path) -> None:
    """The step of a field of a form names the form's file, the field and the row, wherever the row stands."""
    data = csv_folder(TABLES, tmp_path)
    done = run("trace", rules, data, "MoH", "--format", "json")
    cells = [one for one in json.loads(done.stdout)["steps"] if one["op"] == "cell"]
    (overdue,) = [c for c in cells if c["field"] == "overdue" and c["row"] == 'agency "MoH"']
    assert (overdue["table"], overdue["file"], overdue["cell"], overdue["raw"]) == (
        "annex_3",
        "annex_3.csv",
        "C4",
        "1",
    )
    (absent,) = [cell for cell in cells if cell["table"] == "annex_4"]
    assert (absent["field"], absent["value"], absent.get("file")) == ("annex_4", None, None)


def test_an_absent_form_that_is_there(rules: Path, tmp_path: Path) -> None:
    """The independent checker sees that a body has a row in a form that a trace says it has not."""
    data = csv_folder(TABLES, tmp_path / "data")
    trace = tmp_path / "visits.json"
    run("trace", rules, data, "MoH", "visits", "-o", trace)
    text = (
        trace.read_text("utf-8").replace('agency \\"MoH\\"', 'agency \\"Abai\\"').replace('"MoH"', '"Abai"')
    )
    trace.write_text(text, "utf-8")
    done = run("verify", trace, "--rules", rules, "--data", data)
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert 'annex_4.csv has a row of agency "Abai", and the trace says that there is none' in said


def test_forms_beside_earlier_results(rules: Path, tmp_path: Path) -> None:
    """A field that is filled from an earlier year leaves the cells of the forms where they are."""
    text = RULES.replace(
        "{ kind: one of central, local }",
        "{ kind: one of central, local  before: points, may be missing, from earlier total }",
    )
    rules.write_text(
        text.replace(
            "score = 60 points * (1 - late)",
            "score = 60 points * (1 - late) + (before if missing then 0 points) / 1000",
        ),
        "utf-8",
    )
    earlier = tmp_path / "earlier.csv"
    earlier.write_text("subject,total.exact\nMoH,1000\n", "utf-8")
    data = csv_folder(TABLES, tmp_path / "data")
    trace = tmp_path / "appeals.json"
    done = run("trace", rules, data, "MoH", "appeals", "--earlier", earlier, "-o", trace)
    assert done.exit_code == 0, done.output
    cells = {
        one["field"]: one for one in json.loads(trace.read_text("utf-8"))["steps"] if one["op"] == "cell"
    }
    assert (cells["overdue"]["file"], cells["overdue"]["cell"]) == ("annex_3.csv", "C4")
    assert cells["before"]["file"] == "earlier.csv"
    checked = run("verify", trace, "--rules", rules, "--data", data, "--earlier", earlier)
    assert checked.exit_code == 3, (
        checked.output
    )  # the cell of the earlier results is not looked up, and nothing differs
    assert "cell of earlier.csv could not be looked up" in checked.output


def test_a_cell_of_another_row(rules: Path, tmp_path: Path) -> None:
    """A trace that names the cell of another body in a form is told apart, with the cell."""
    data = csv_folder(TABLES, tmp_path / "data")
    trace = tmp_path / "appeals.json"
    run("trace", rules, data, "MoH", "appeals", "-o", trace)
    document = json.loads(trace.read_text("utf-8"))
    for step in document["steps"]:
        if step["op"] == "cell" and step["field"] == "overdue":
            step.update(cell="C2", raw="2")
    trace.write_text(json.dumps(document), "utf-8")
    done = run("verify", trace, "--rules", rules, "--data", data)
    assert done.exit_code == 1
    assert 'annex_3.csv C2 is no cell of the row agency "MoH"' in done.output


def test_empty_forms_are_written(rules: Path, tmp_path: Path) -> None:
    """`init --forms` writes a file for each form, with the identifiers of its bodies."""
    assert run("init", "--forms", rules, tmp_path / "empty").exit_code == 0
    written = {path.name: path.read_text("utf-8").strip() for path in (tmp_path / "empty").iterdir()}
    assert written == {
        "agency.csv": "agency,kind",
        "target.csv": "agency,code",
        "annex_3.csv": "agency,received,overdue,note",
        "annex_4.csv": "agency,done",
        "check.csv": "agency,target,passed",
    }


def program() -> Any:
    """The rules, checked."""
    return program_of(RULES)


@given(Agencies(program()).cases)
@settings(max_examples=100, deadline=None)
def test_random_data_have_one_row(rows: Rows) -> None:
    """Random data have each form once: what a form must have is missing only where the form is."""
    for row in rows:
        values = dict(row.values)
        if row.table == "agency":
            assert None not in (values["annex_3.received"], values["annex_3.overdue"])
            assert (values["annex_4"] is None) == (values["annex_4.done"] is None)
        else:
            assert values["check.passed"] in (True, False)


@given(Agencies(program()).cases)
@settings(max_examples=30, deadline=None)
def test_random_data_read_back(rows: Rows) -> None:
    """Random data, written as a worked case with its forms, read back as the same rows."""
    made = program()
    checked = load_text(RULES + example_text("case", rows, made.schema))
    assert checked.program is not None, checked.findings
    (example,) = checked.program.examples
    there = [{name: value for name, value in row.values if name != "annex_4"} for row in example.rows]
    assert there == [{name: value for name, value in row.values if name != "annex_4"} for row in rows]


def test_random_data_lack_forms() -> None:
    """Random data have bodies with and without a form that may be missing."""
    for there in (True, False):
        find(
            Agencies(program()).cases,
            lambda rows, there=there: (dict(rows[0].values)["annex_4"] is not None) is there,
        )


def test_promises_about_forms(rules: Path) -> None:
    """A promise about a field of a form is tried, and one that does not hold is shown with the forms."""
    assert run("test", rules).exit_code == 0
    rules.write_text(RULES.replace("never raises appeals", "never lowers appeals"), "utf-8")
    done = run("test", rules)
    assert done.exit_code == 1
    assert 'annex_3 of "S1" { received ' in done.stdout


AMENDED = """
methodology m version "2024" amends "2023" { in force from 2024-01-01 }
change form annex_3 { overdue: count, at most 1000  drop field note  filed: count, may be missing }
    because en "asked for" cite order
drop form annex_4 { because en "gone" }
add form annex_5 of agency "Annex 5" { done: share in percent, between 0 and 100 } because en "new" cite order
rename form checked was check "Checked" because en "renamed" cite order
replace criterion visits out of 40 points { score = 40 points * annex_5.done  cite order } because en "new" cite order
drop property done { because en "gone" }
"""


def test_forms_in_amendments(rules: Path, tmp_path: Path) -> None:
    """A form is changed, dropped, added and renamed; the comparison tells it field by field, with the reason of the form."""
    rules.write_text(
        RULES.replace("check.passed, if none then annex_4.done", "check.passed, if none then 0%"), "utf-8"
    )
    new = tmp_path / "2024.eff"
    new.write_text(AMENDED, "utf-8")
    done = run("diff", rules, new)
    assert done.exit_code == 2, done.output
    for line in (
        "field overdue, form annex_3: changed",
        "Reason: asked for (order) [version 2024]",
        "field note, form annex_3: dropped",
        "field filed, form annex_3: added",
        "Annex 4 (form annex_4), subject agency: dropped",
        "field done, form annex_4: dropped",
        "Reason: gone [version 2024]",
        "field done, form annex_5: added",
        "Checked (form checked), table target: renamed",
        "title: Check → Checked",
    ):
        assert line in done.stdout, done.stdout
    shown = run("show", new, "--consolidated")
    assert 'form annex_3 of agency "Annex 3" {' in shown.stdout
    again = tmp_path / "again.eff"
    again.write_text(shown.stdout, "utf-8")
    rest = {name: rows for name, rows in TABLES.items() if name not in ("check", "annex_4")}
    annex_3 = [
        {"agency": row["agency"], "received": 10, "overdue": 2, "filed": None} for row in TABLES["annex_3"]
    ]
    annex_5 = [{"agency": name, "done": 50} for name in TOTALS]
    tables = {**rest, "annex_3": annex_3, "checked": TABLES["check"], "annex_5": annex_5}
    for written in (new, again):
        assert effrules.load(written).score(tables).subject("MoH").total.value == 68


def test_a_renamed_form(rules: Path, tmp_path: Path) -> None:
    """The old name of a form finds it in formulas; the consolidated text has the new one everywhere, and means the same."""
    new = tmp_path / "2024.eff"
    new.write_text(
        'methodology m version "2024" amends "2023" { in force from 2024-01-01 }\n'
        'rename form appeals_3 was annex_3 "Annex 3" because en "renamed" cite order\n'
        'rename form visits_4 was annex_4 "Annex 4" because en "renamed" cite order\n',
        "utf-8",
    )
    done = run("diff", rules, new)
    assert done.stdout.count("name: annex_3 → appeals_3\n") == 1
    assert "overdue" not in done.stdout
    assert "No change has a bearing on scores." in done.stdout
    again = tmp_path / "again.eff"
    again.write_text(run("show", new, "--consolidated").stdout, "utf-8")
    text = again.read_text("utf-8")
    assert ("annex_3." in text, "a.appeals_3.overdue" in text, "visits_4 is missing" in text) == (
        False,
        True,
        True,
    )
    names = {"annex_3": "appeals_3", "annex_4": "visits_4"}
    tables = {names.get(name, name): rows for name, rows in TABLES.items()}
    for written in (new, again):
        scores = effrules.load(written).score(tables)
        assert {name: scores.subject(name).total.value for name in TOTALS} == TOTALS


def test_a_form_in_the_document(rules: Path) -> None:
    """The document has each form as a form, with how many rows it has."""
    text = run("document", rules).stdout
    assert "Form. Annex 3" in text
    assert "Exactly one row for each “Body”." in text
    assert "At most one row for each “Body”." in text
    assert "| Received | `received` |" in text
    assert "(form “Annex 3”)" in text


SOME = """
methodology m version "{version}" {{ title en "M"  in force from {version}-01-01  scale 0 to 100 points }}
source order {{ title en "Order" }}
subject agency "Body" {{ kind: one of central, regional, local  secret: yes or no }}
form annex_5 of agency where {where} "Annex 5" {{ planned: count, above 0  done: count }}
criterion automation out of 100 points {{
    score = when {where} then 100 points * done / planned but at most 100 points otherwise 7 points
    cite order
}}
total {{ cite order }}
property more: a higher annex_5.done never lowers automation
property kind: field agency.secret never affects automation
"""
CENTRAL, OPEN = "kind is central", "kind is not local and not secret"


@pytest.mark.parametrize("where", [CENTRAL, OPEN])
def test_random_data_have_forms_of_their_kind(where: str) -> None:
    """In random data exactly those bodies have a form for which its condition holds; written as a case they read back; promises hold."""
    text = SOME.format(version=2023, where=where)
    made = program_of(text)

    def has(values: dict[str, Any]) -> bool:
        return (
            values["kind"] == "central"
            if where == CENTRAL
            else values["kind"] != "local" and not values["secret"]
        )

    @given(Agencies(made).cases)
    @settings(max_examples=40, deadline=None)
    def tried(rows: Rows) -> None:
        for row in rows:
            values = dict(row.values)
            assert (values["annex_5"] is not None) == has(values) == (values["annex_5.done"] is not None)
        program_of(text + example_text("case", rows, made.schema))

    tried()
    outcomes = [try_property(made, promise) for promise in made.properties]
    assert all(outcome.broken is None and outcome.tested for outcome in outcomes)


@given(
    st.lists(
        st.tuples(st.sampled_from(["central", "regional", "local"]), st.booleans(), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=30, deadline=None)
def test_data_of_forms_of_some(bodies: list[tuple[str, bool, bool]]) -> None:
    """A row for another body is refused; a body without its row has no score of what reads it, and is told."""
    program = program_of(SOME.format(version=2023, where=OPEN))
    said = {True: "yes", False: "no"}
    rows = [
        {"agency": f"A{at}", "kind": kind, "secret": said[secret]}
        for at, (kind, secret, _) in enumerate(bodies)
    ]
    filled = [
        {"agency": f"A{at}", "planned": 2, "done": 1} for at, (_, _, there) in enumerate(bodies) if there
    ]
    tables = {"agency": rows, "annex_5": filled or pa.table({"agency": [], "planned": [], "done": []})}
    wrong = {
        f"A{at}": there
        for at, (kind, secret, there) in enumerate(bodies)
        if there != (kind != "local" and not secret)
    }
    dataset, findings = from_tables(tables, program.schema)
    if True in wrong.values():
        assert dataset is None
        codes = Counter(finding.code for finding in findings)
        assert codes["E449"] == sum(wrong.values())
        return
    assert dataset is not None, findings
    results = score(program, dataset)
    totals = [body.total.value for body in results.subjects]
    lacking = [f"A{at}" in wrong for at in range(len(bodies))]
    assert totals == [
        None if lacks else 50 if there else 7 for lacks, (_, _, there) in zip(lacking, bodies, strict=True)
    ]
    assert [finding.code for finding in results.findings] == ["E726"] * sum(lacking)


def test_who_has_a_form_in_a_comparison(tmp_path: Path) -> None:
    """That other bodies have a form is told, in each language, and `show` and the document say who has it."""
    old, new = tmp_path / "old.eff", tmp_path / "new.eff"
    old.write_text(SOME.format(version=2023, where=CENTRAL), "utf-8")
    new.write_text(SOME.format(version=2024, where=OPEN), "utf-8")
    for language in ("en", "ru", "kk"):
        done = run("diff", old, new, "--lang", language)
        told = (
            f"where {CENTRAL} → where {OPEN}"
            if language == "en"
            else "«kind» = «central» → только для тех, у кого «kind» ≠ «local»"
            if language == "ru"
            else "«kind» = «central» → "
        )
        assert told in " ".join(done.stdout.split()), done.stdout
        assert "Annex 5" in done.stdout
    assert f"(annex_5)\n      Only for those with: {OPEN}\n" in run("show", new).stdout
    assert "**Only for those with:**" in run("document", new, "--lang", "en").stdout
    empty = run("init", tmp_path / "forms", "--forms", old)
    assert f"annex_5.csv: one row for each agency where {CENTRAL}, none for others" in empty.stdout


LAZY = """
methodology m version "2023" { title en "M"  scale 0 to 100 points }
source order { title en "Order" }
subject agency "Body" { kind: one of central, local }
form annex_3 of agency "Annex 3" { overdue: share in percent, between 0 and 100 }
block goals { score = 40 points  cite order }
block appeals {
    score = 100 points * (1 - overdue)
    not applicable when kind is local
    cite order
}
total { none because en "two blocks"  cite order }
example "nothing reads the form" {
    agency A { kind local }
    expect goals of A is 40 points
    expect appeals of A is not applicable
}
"""


def test_a_form_is_demanded_where_it_is_read(tmp_path: Path) -> None:
    """A body to which nothing applies that reads the form needs none; the other one is told, and the rest comes out."""
    (tmp_path / "rules.eff").write_text(LAZY, "utf-8")
    tables: Tables = {
        "agency": [
            {"agency": "A", "kind": "local"},
            {"agency": "B", "kind": "central"},
            {"agency": "C", "kind": "central"},
        ],
        "annex_3": [{"agency": "C", "overdue": "25"}],
    }
    rules = tmp_path / "rules.eff"
    ran = CliRunner().invoke(cli, ["run", str(rules), str(csv_folder(tables, tmp_path / "data"))])
    assert ran.exit_code == 1
    assert "E726" in ran.output + ran.stderr
    program = program_of(LAZY, "rules.eff")
    dataset, findings = read(tmp_path / "data", program.schema)
    assert dataset is not None
    assert not findings
    results = score(program, dataset)
    values = {one.key: {name: node.value for name, node in one.nodes.items()} for one in results.subjects}
    assert (values["A"]["goals"], values["C"]["appeals"], values["B"]["goals"]) == (40, 75, 40)
    assert values["B"]["appeals"] is None
    codes = [(finding.code, str(finding.message)) for finding in results.findings]
    assert codes == [("E726", '`annex_3` has no row of agency "B"')]
    ran = CliRunner().invoke(cli, ["test", str(rules)])
    assert ran.exit_code == 0, ran.output
