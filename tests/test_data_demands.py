"""What must hold of the data: asked of every row, known to the analysis of ranges, kept by random data, amended and compared."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

import effrules
from effrules.check.build import load_text
from effrules.cli.main import cli
from effrules.compare.difference import difference
from effrules.data.reading import from_tables
from effrules.exact import score
from effrules.exact.demands import unmet
from effrules.model.values.occurring import Occurring
from effrules.prove.agencies import Agencies, Rows
from effrules.prove.cases import dataset_of
from effrules.prove.examples import run_example
from effrules.prove.properties import try_property
from tests.running import program_of

RULES = """
methodology m version "2023" { title en "M"  in force from 2023-01-01  scale 0 to 100 points }
source order { title en "Order" }
subject agency "Body" {
    staff: count, above 0
    vacancies: count
    must hold: vacancies is below staff because en "vacant posts are posts" ru "вакансии входят в штат"
}
table report of agency {
    planned: count
    done: count, may be missing
    must hold: done is missing or done is at most planned because en "no more than planned"
    must hold: planned is at most 50 because en "fifty at most"
}
form annex_3 of agency "Annex 3", may be missing {
    received: count, above 0
    overdue: count
    must hold: overdue is at most received because en "overdue ones were received"
}
criterion staffing out of 50 points { score = 50 points / (staff - vacancies)  cite order }
criterion late out of 50 points {
    score = when annex_3 is known then 50 points * overdue / received otherwise 0 points
    cite order
}
total { cite order }
property fewer: a higher annex_3.overdue never lowers late
"""


@cache
def program(text: str = RULES):  # type: ignore[no-untyped-def]
    """The rules, checked."""
    return program_of(text)


counts = st.integers(0, 6)


@settings(max_examples=80)
@given(
    st.lists(
        st.tuples(st.integers(1, 6), counts, st.integers(1, 6), counts, counts, st.none() | counts),
        min_size=1,
        max_size=4,
    )
)
def test_each_row_is_asked(bodies: list[tuple[int, int, int, int, int, int | None]]) -> None:
    """Exactly the rows of which something does not hold are told, each with its cells; if there are none, the bodies are scored."""
    tables = {
        "agency": [{"agency": f"A{n}", "staff": b[0], "vacancies": b[1]} for n, b in enumerate(bodies)],
        "annex_3": [{"agency": f"A{n}", "received": b[2], "overdue": b[3]} for n, b in enumerate(bodies)],
        "report": [{"agency": f"A{n}", "planned": b[4] * 10, "done": b[5]} for n, b in enumerate(bodies)],
    }
    dataset, findings = from_tables(tables, program().schema)
    assert dataset is not None, findings
    told = unmet(program(), dataset)
    wanted = [f"vacancies {b[1]}, staff {b[0]}" for b in bodies if not b[1] < b[0]]
    wanted += [f"annex_3.overdue {b[3]}, annex_3.received {b[2]}" for b in bodies if b[3] > b[2]]
    wanted += [f"done {b[5]}, planned {b[4] * 10}" for b in bodies if b[5] is not None and b[5] > b[4] * 10]
    wanted += [f"planned {b[4] * 10}" for b in bodies if b[4] * 10 > 50]
    assert sorted(str(finding.label) for finding in told) == sorted(wanted)
    assert {finding.code for finding in told} <= {"E448"}
    if not told:
        for body, (staff, vacancies, *_) in zip(score(program(), dataset).subjects, bodies, strict=True):
            assert body.nodes["staffing"].value == fmpq(50, staff - vacancies)


@settings(max_examples=60, deadline=None)
@given(st.deferred(lambda: Agencies(program()).cases))
def test_random_data_keep_it(rows: Rows) -> None:
    """What must hold holds of random data, and the ranges that follow from it hold the scores."""
    for row in rows:
        values = dict(row.values)
        if row.table == "agency":
            assert values["vacancies"] < values["staff"]  # type: ignore[operator]
            assert values["annex_3"] is None or values["annex_3.overdue"] <= values["annex_3.received"]  # type: ignore[operator]
        else:
            assert values["done"] is None or values["done"] <= values["planned"]  # type: ignore[operator]
            assert values["planned"] <= 50  # type: ignore[operator]
    where = {name: Occurring(program()).score(name).final for name in ("staffing", "late")}
    results = score(program(), dataset_of(program().schema, rows))
    assert not results.findings
    for body in results.subjects:
        assert all(where[name].holds(body.nodes[name].value) for name in where)


def test_what_follows_for_ranges() -> None:
    """A difference of fields of which one is at most the other is not below 0; their share is at most 1; a limit is a bound."""
    occurring = Occurring(program())
    late = occurring.range_of(program().nodes["late"].formula)
    assert (late.low, late.high) == (0, 50)
    rest = program(
        RULES.replace("50 points * overdue / received", "50 points * (received - overdue) / received * 1")
    )
    where = Occurring(rest).range_of(rest.nodes["late"].formula)
    assert (where.low, where.high) == (0, 50)
    without = program(
        RULES.replace(
            '    must hold: overdue is at most received because en "overdue ones were received"\n', ""
        )
    )
    assert Occurring(without).range_of(without.nodes["late"].formula).high is None
    assert load_text(RULES.replace("is below staff", "is at most staff")).program is None  # then 0 divides


def test_promises_are_tried_on_such_data() -> None:
    """A promise about a field is tried on rows that may stand beside each other, before the change and after it."""
    outcome = try_property(program(), program().properties[0])
    assert outcome.broken is None
    assert outcome.tested > 20


def test_a_worked_case_of_data_that_may_not_be() -> None:
    """A worked case whose data are refused does not pass, and says why."""
    text = (
        RULES
        + """example "too many" {
    agency A { staff 5, vacancies 4 }
    report of A { planned 10, done 11 }
    expect staffing of A is 50 points
}
"""
    )
    made = program(text)
    outcome = run_example(made, made.examples[0])
    assert not outcome.passed
    assert [finding.code for finding in outcome.findings] == ["E448"]


AMENDED = """
methodology m version "2024" amends "2023" { in force from 2024-01-01 }
change form annex_3 { must hold: overdue is at most 10 because en "ten at most" } because en "new" cite order
change table report { drop must hold  must hold: planned is at most 60 because en "sixty at most" } because en "new" cite order
"""


def run(*words: object) -> str:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exit_code in (0, 1, 2), done.output
    return " ".join((done.stdout + done.stderr).split())


def test_amendments(tmp_path: Path) -> None:
    """An amendment adds a demand and takes out those that stood; the comparison says which, and the consolidated text means the same."""
    old, new, again = tmp_path / "2023.eff", tmp_path / "2024.eff", tmp_path / "again.eff"
    old.write_text(RULES, "utf-8")
    new.write_text(AMENDED, "utf-8")
    told = run("diff", old, new)
    assert "must hold: none → annex_3: overdue is at most 10 (ten at most)" in told
    assert "planned is at most 50 (fifty at most) → planned is at most 60 (sixty at most)" in told
    again.write_text(CliRunner().invoke(cli, ["show", str(new), "--consolidated"]).stdout, "utf-8")
    tables = {
        "agency": [{"agency": "A", "staff": 3, "vacancies": 1}],
        "annex_3": [{"agency": "A", "received": 30, "overdue": 11}],
        "report": [{"agency": "A", "planned": 55, "done": 56}],
    }
    for rules, count in ((old, 2), (new, 1), (again, 1)):
        with pytest.raises(effrules.Problems) as caught:
            effrules.load(rules).score(tables)
        assert [finding.code for finding in caught.value.findings] == ["E448"] * count
    edits = difference(effrules.load(new).program, effrules.load(again).program).edits
    assert [type(edit).__name__ for edit in edits] == ["Version"]  # the consolidated text amends nothing
    folder = tmp_path / "data"
    folder.mkdir()
    for name, rows in tables.items():
        lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    said = run("run", new, folder)
    assert 'error[E448]: agency "A": what the rules demand does not hold: ten at most' in said
    assert "rule: overdue is at most 10" in said
    assert "**Must hold:**" in run("document", new, "--lang", "en")
    assert "Must hold: planned is at most 60 (sixty at most)" in run("show", new)


def test_dropping_what_is_not_there(tmp_path: Path) -> None:
    """`drop must hold` where nothing of the kind stands is told."""
    (tmp_path / "2023.eff").write_text(
        RULES.replace(
            'must hold: vacancies is below staff because en "vacant posts are posts" ru "вакансии входят в штат"',
            "",
        ).replace("50 points / (staff - vacancies)", "50 points / staff + 0 points * vacancies"),
        "utf-8",
    )
    new = tmp_path / "2024.eff"
    new.write_text(
        'methodology m version "2024" amends "2023" { in force from 2024-01-01 }\nchange subject agency { drop must hold } because en "x" cite order\n',
        "utf-8",
    )
    assert "cannot drop `must hold`" in run("check", new)
