"""A promise is tried on what it reads and nothing else; whatever none of them reads, the first one tries."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load_text
from effrules.cli.test import command
from effrules.exact import score
from effrules.exact.nodes import Known, Nodes
from effrules.exact.partial import Partial, footprint_of, part_of, with_outcomes
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.prove import cases, examples
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.prove.examples import run_example
from effrules.prove.properties import part_for, parts_to_try, try_property

RULES = """
methodology m version "1" { scale 0 to 100 points }
subject agency { code: text, unique  kind: one of central, local  staff: count, at least 1  note: text, may be missing }
table target of agency { code: text, unique  plan: number, above 0  actual: number, at least 0, may be missing }
table late of agency { days: count  reason: text }
table step of target { done: yes or no }
form annex_1 of agency { asked: count, at most 100  answered: count, at most 100  remark: text, may be missing }
form annex_2 of agency, may be missing { heard: count  by: text }
form annex_3 of agency { spent: count }
define reached_of(t: target) = t.actual / t.plan but at most 100%
block effect {
    direction aims {
        criterion reached out of 60 points {
            score = 60 points * average of reached_of(t) for each target t where t.actual is known
            not applicable when no target t where t.actual is known
        }
        criterion steps out of 40 points {
            score = 40 points * share of step x where x.done, if none then 0%
        }
    }
    not applicable when staff is 1
}
block people {
    direction hearing {
        criterion answers {
            out of 50 points where kind is central
            out of 100 points where kind is local
            score = its maximum * (annex_1.answered + 1) / (largest of other.annex_1.answered + 1 among all agency other)
        }
        criterion heard out of 50 points {
            only where kind is central
            score = when annex_2 is known then 50 points otherwise 0 points
        }
    }
}
penalty lateness { take 0.5 points for each late x where x.days is above 2  from effect }
weights { equal  when not applicable: share out in proportion }
rank agency within kind by total as rounded, highest first; equal totals share a place
rank agency called people_places by people as rounded, highest first; equal totals share a place
"""

PROMISES = {
    "more late never pays": "one more late never raises effect",
    "results pay": "a higher target.actual never lowers total",
    "an answer pays": "a higher annex_1.answered never lowers people",
    "staff is no matter": "field agency.staff never affects people",
    "on the scale": "hearing is between 0 points and 100 points",
}


def program_of(text: str = "") -> p.Program:
    """The rules with some more, checked."""
    checked = load_text(RULES + text)
    assert checked.program is not None, checked.findings
    return checked.program


def promised(promise: str) -> tuple[p.Program, p.Property]:
    """The rules with one promise."""
    program = program_of(f"property promise: {promise}\n")
    return program, program.properties[0]


WHOLE = program_of()
TARGETS = [*WHOLE.nodes]


def only_read(
    program: p.Program, rows: tuple[p.ExampleRow, ...], part: list[str]
) -> tuple[p.ExampleRow, ...]:
    """Rows without the fields, and the rows, that some nodes do not read."""
    read = footprint_of(program, part_of(program, part))
    subject = program.schema.subject.name
    return tuple(
        p.ExampleRow(
            row.table, row.name, row.owner, tuple(v for v in row.values if (row.table, v[0]) in read.fields)
        )
        for row in rows
        if row.table == subject or row.table in read.tables
    )


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_not_read_does_not_matter(data: st.DataObject) -> None:
    """A node comes out the same without the fields and tables that it is not said to read, and without all other nodes."""
    node = data.draw(st.sampled_from(TARGETS))
    rows = data.draw(Agencies(WHOLE).cases)
    whole = score(WHOLE, dataset_of(WHOLE.schema, rows))
    part = with_outcomes(WHOLE, part_of(WHOLE, [node]))
    partial = Partial(WHOLE, dataset_of(WHOLE.schema, only_read(WHOLE, rows, [node])), part)
    assert not partial.findings
    for subject in whole.subjects:
        for name in part.nodes:
            got, wanted = partial.result(subject.key, name), subject.nodes[name]
            assert (got.state, got.value, got.reason, got.maximum) == (
                wanted.state, wanted.value, wanted.reason, wanted.maximum,
            )  # fmt: skip


FIELDS = [(table, field) for table in WHOLE.schema.tables for field in table.own_fields]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_only_what_reads_a_field_moves(data: st.DataObject) -> None:
    """Another value in a field moves no node but those that are said to read it."""
    agencies = Agencies(WHOLE)
    table, field = data.draw(st.sampled_from(FIELDS))
    rows = data.draw(agencies.cases)
    changed = tuple(
        p.ExampleRow(row.table, row.name, row.owner, tuple(
            (name, data.draw(agencies.value(table, field)) if name == field.name else value)
            for name, value in row.values
        )) if row.table == table.name else row
        for row in rows
    )  # fmt: skip
    before, after = (score(WHOLE, dataset_of(WHOLE.schema, one)) for one in (rows, changed))
    moved = plan_of(WHOLE).moved_by(table.name, field.name)
    for one, other in zip(before.subjects, after.subjects, strict=True):
        for name, result in one.nodes.items():
            if name not in moved:
                assert (result.state, result.value) == (other.nodes[name].state, other.nodes[name].value)


@pytest.mark.parametrize(
    ("table", "field", "moved"),
    [
        ("agency", "note", set()),
        ("late", "reason", set()),
        ("late", "days", {"effect", "total"}),
        ("late", None, {"effect", "total"}),
        ("step", None, {"steps", "aims", "effect", "total"}),
        ("agency", "annex_1.answered", {"answers", "hearing", "people", "total"}),
        ("agency", "annex_2.heard", set()),
        ("agency", "staff", {"reached", "steps", "aims", "effect", "total"}),
    ],
)
def test_what_a_change_moves(table: str, field: str | None, moved: set[str]) -> None:
    """A field moves what reads it, by way of definitions, penalties, conditions above and parts; a row more, what looks at its table."""
    assert plan_of(WHOLE).moved_by(table, field) == moved


def test_a_promise_works_out_what_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise on a block works out no other block; what its change cannot move is worked out once for each case."""
    program, promise = promised(PROMISES["an answer pays"])
    worked: list[tuple[str, bool]] = []
    known_before: list[bool] = []
    original, made = Nodes._work_out, Nodes.__init__

    def init(
        self: Nodes, of: p.Program, dataset: object, observer: None = None, known: Known | None = None
    ) -> None:
        known_before.append(known is not None)
        made(self, of, dataset, observer, known)  # type: ignore[arg-type]

    def work_out(self: Nodes, subject: object, node: p.ScoreNode) -> object:
        worked.append((node.name, known_before[-1]))
        return original(self, subject, node)  # type: ignore[arg-type]

    monkeypatch.setattr(Nodes, "__init__", init)
    monkeypatch.setattr(Nodes, "_work_out", work_out)
    outcome = try_property(program, promise, tries=20)
    assert outcome.broken is None
    assert outcome.tested
    assert {name for name, _ in worked} == {"answers", "heard", "hearing", "people"}
    assert {name for name, again in worked if again} == {"answers", "hearing", "people"}


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_what_nothing_reads_is_not_drawn(data: st.DataObject) -> None:
    """The cases of a promise hold the tables and fields that it reads, what a row must have, and no other; they read back."""
    program, promise = promised(PROMISES["more late never pays"])
    part = part_for(program, promise)
    read = footprint_of(program, part)
    assert not read.others
    rows = data.draw(Agencies(program, ("late", "agency"), part.nodes, read, alone=True).cases)
    assert [row.name for row in rows if row.table == "agency"] == ["S1"]
    for row in rows:
        names = [name for name, _ in row.values]
        match row.table:
            case "agency":
                assert names == ["code", "kind", "staff"]
            case "late":
                assert names == ["days", "reason"]
                assert dict(row.values)["reason"] == "a"
            case "target":
                assert names == ["code", "plan", "actual"]
    codes = [dict(row.values)["code"] for row in rows if row.table == "target"]
    assert codes == [str(number) for number in range(1, len(codes) + 1)]
    again = program_of(examples_text(program, rows))
    assert [dict(row.values).get("staff") for row in again.examples[0].rows] == [
        dict(row.values).get("staff") for row in rows
    ]


def examples_text(program: p.Program, rows: tuple[p.ExampleRow, ...]) -> str:
    """Rows as a worked case; forms that nothing reads are not in it."""
    text = cases.example_text("case", rows, program.schema)
    assert "annex" not in text
    return text


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES)
def test_what_holds_is_held(promise: str) -> None:
    """Promises that hold are put to the test, with the same outcome each time."""
    outcomes = [try_property(*promised(promise), tries=40) for _ in range(2)]
    assert outcomes[0].broken is None
    assert outcomes[0].tested
    assert outcomes[0].tested == outcomes[1].tested


@pytest.mark.parametrize(
    ("promise", "most_rows"),
    [
        ("one more late never lowers effect", 3),
        ("a higher target.actual never raises total", 2),
        ("a higher annex_1.answered never raises people", 2),
        ("field agency.kind never affects hearing", 1),
        ("people is below 100 points", 1),
    ],
)
def test_what_does_not_hold_is_shown_to_paste(promise: str, most_rows: int) -> None:
    """A counter-example is small, reads back, and comes out as it says with all nodes of the rules."""
    outcome = try_property(*promised(promise))
    assert outcome.broken is not None
    assert len(outcome.broken.rows) <= most_rows, outcome.example_in()
    assert "annex_3" not in outcome.example_in()
    again = program_of(outcome.example_in())
    assert run_example(again, again.examples[0]).passed


FAILING = """
block spent {
    direction spending {
        criterion spending_points out of 100 points { score = 100 points * ln(annex_3.spent) / 100 }
    }
}
property late: one more late never raises effect
property hearing_is_heard: hearing is at most 100 points
"""


def test_the_first_promise_tries_what_none_reads(tmp_path: Path) -> None:
    """Rules that fail in a block which no promise speaks of are found all the same; a promise tried alone tries its own."""
    program = program_of(FAILING)
    first, second = parts_to_try(program, program.properties)
    assert {"spending_points", "spending", "spent", "total"} <= set(first.nodes)
    assert [ranking.name for ranking in first.rankings] == [ranking.name for ranking in program.rankings]
    assert set(second.nodes) == {"answers", "heard", "hearing"}
    path = tmp_path / "rules.eff"
    path.write_text(RULES + FAILING, "utf-8")
    run = CliRunner().invoke(command, [str(path), "--tries", "50"])
    assert run.exit_code == 1, run.output
    assert "FAIL property late\n\n-- the rules fail on this data: " in run.output
    assert "ok   property hearing_is_heard" in run.output
    alone = CliRunner().invoke(command, [str(path), "--tries", "50", "--only", "hearing_is_heard"])
    assert alone.exit_code == 0, alone.output


def test_an_example_works_out_what_it_expects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all that an example expects comes out, nothing else is worked out; where not, all findings are told as before."""
    text = """
example "answers" {
    agency A { code "a", kind central, staff 2 }
    annex_1 of A { asked 10, answered 10 }
    expect answers of A is POINTS points
    expect place in people_places of A is 1
}
"""
    program = program_of(
        FAILING + text.replace("POINTS", "50").replace("    expect place in people_places of A is 1\n", "")
    )
    monkeypatch.setattr(examples, "score", None)
    assert run_example(program, program.examples[0]).passed
    monkeypatch.undo()
    program = program_of(FAILING + text.replace("POINTS", "49"))
    outcome = run_example(program, program.examples[0])
    assert [check.passed for check in outcome.checks] == [False, True]
    assert any("annex_3" in str(finding.message) for finding in outcome.findings)


def test_what_must_hold_is_drawn_whole() -> None:
    """What must hold of rows and forms that are drawn brings the fields that it reads; of forms that are not drawn it asks nothing."""
    text = RULES.replace(
        "remark: text, may be missing }",
        'remark: text, may be missing  must hold: answered is at most asked because en "counted" }',
    ).replace("spent: count }", 'spent: count  must hold: spent is above 0 because en "spent" }')
    promise = "property promise: a higher annex_1.answered never raises people"
    checked = load_text(text + promise)
    assert checked.program is not None, checked.findings
    outcome = try_property(checked.program, checked.program.properties[0])
    assert outcome.broken is not None
    assert "asked" in outcome.example_in()
    assert "annex_3" not in outcome.example_in()
    for row in outcome.broken.rows:
        values = dict(row.values)
        assert values["annex_1.answered"] <= values["annex_1.asked"]  # type: ignore[operator]
    again = load_text(text + outcome.example_in()).program
    assert again is not None
    assert run_example(again, again.examples[0]).passed
