"""Kinds of bodies: each body is scored by what its kind has, as if the rules were written for that kind alone."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen
from flint import fmpq
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from effrules.check.build import load, load_text
from effrules.compare.applying import applied, groups
from effrules.compare.difference import difference
from effrules.exact import score
from effrules.exact.results import SubjectResult
from effrules.independent import replay
from effrules.model import program as p
from effrules.prove.cases import dataset_of
from effrules.trace.json_text import document
from effrules.trace.tracing import trace
from tests.running import program_of

FOUND = (Phase.explicit, Phase.generate)
"""Whole rules shrink for minutes and stay as hard to read: what is found is shown as it was found."""

WAYS = ("share out in proportion", "share out equally", "count as zero", "count as full")
START = """methodology m version "{version}" {{ scale 0 to 100 points }}
source order {{ title "Order" }}
subject agency {{ kind: one of {kinds}, none_such  open: yes or no  {fields} }}
"""


@frozen
class Rules:
    """A direction of criteria: for each kind (a choice and a yes or no) the maxima of those that it has.

    ``alone`` are the kinds for which a block of its own is there as well, ``way`` what becomes of a part that is not applicable.
    """

    maxima: Mapping[tuple[str, bool], Mapping[str, int]]
    alone: frozenset[tuple[str, bool]]
    way: str

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria, of whatever kind."""
        return tuple(dict.fromkeys(name for own in self.maxima.values() for name in own))


@st.composite
def rules(draw: st.DrawFn, like: Rules | None = None) -> Rules:
    """Any partition of bodies into kinds, and any maxima for each; for the kinds and out of the criteria of others, if any."""
    if like is None:
        kinds = [(f"k{at}", is_open) for at in range(draw(st.integers(1, 3))) for is_open in (True, False)]
        names = [f"c{at}" for at in range(draw(st.integers(1, 4)))]
    else:
        kinds, names = list(like.maxima), list(like.criteria)
    maxima = {}
    for kind in kinds:
        own = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        maxima[kind] = {name: draw(st.integers(1, 40)) for name in names if name in own}
    alone = frozenset(kind for kind in kinds if draw(st.booleans()))
    return Rules(maxima, alone, draw(st.sampled_from(WAYS)))


def condition(kinds: list[tuple[str, bool]]) -> str:
    """The condition that holds for some kinds and for no other."""
    return " or ".join(f"(kind is {kind} and {'open' if is_open else 'not open'})" for kind, is_open in kinds)


def written(
    made: Rules, version: str = "1", without: int | None = None, reported: tuple[str, ...] = ()
) -> str:
    """The rules as a text; ``without``: one line of a maximum is left out; ``reported``: what is reported on, if not just its criteria."""
    kinds = list(made.maxima)
    names = made.criteria
    fields = "  ".join(
        f"{name}: share in percent, between 0 and 100  {name}_off: yes or no" for name in reported or names
    )
    text = START.format(
        version=version, kinds=", ".join(dict.fromkeys(kind for kind, _ in kinds)), fields=fields
    )
    lines = []
    for kind, own in made.maxima.items():
        lines.append(f"    out of {sum(own.values())} points where {condition([kind])}")
    nodes = ["block first {", f"    only where {condition(kinds)}", *lines, "    cite order"]
    for name in names:
        having = [kind for kind, own in made.maxima.items() if name in own]
        nodes += [f"    criterion {name} {{", f"        only where {condition(having)}"]
        nodes += [
            f"        out of {made.maxima[kind][name]} points where {condition([kind])}" for kind in having
        ]
        nodes += [f"        not applicable when {name}_off", f"        score = its maximum * {name}", "    }"]
    nodes.append("}")
    if made.alone:
        nodes.append(
            f"block second {{ only where {condition(list(made.alone))}  score = 50 points  cite order }}"
        )
    clauses = []
    for kind in kinds:
        shares = "first 60%  second 40%" if kind in made.alone else "first 100%"
        clauses.append(
            f"weights for agency where {condition([kind])} {{ {shares}  when not applicable: {made.way}  cite order }}"
        )
    clauses.append(
        f"weights for agency where not ({condition(kinds)}) {{ when not applicable: {made.way}  cite order }}"
    )
    maximum = [at for at, line in enumerate(nodes) if line.startswith("        out of")]
    if without is not None:
        del nodes[maximum[without % len(maximum)]]
    return text + "\n".join([*nodes, *clauses])


def written_for(made: Rules, kind: tuple[str, bool]) -> str:
    """The rules for one kind alone, without a word about kinds."""
    own = made.maxima[kind]
    fields = "  ".join(f"{name}: share in percent, between 0 and 100  {name}_off: yes or no" for name in own)
    nodes = [f"block first out of {sum(own.values())} points {{", "    cite order"]
    for name, maximum in own.items():
        nodes.append(
            f"    criterion {name} out of {maximum} points {{ not applicable when {name}_off  score = {maximum} points * {name} }}"
        )
    nodes.append("}")
    shares = "first 100%"
    if kind in made.alone:
        nodes.append("block second { score = 50 points  cite order }")
        shares = "first 60%  second 40%"
    weights = f"weights {{ {shares}  when not applicable: {made.way}  cite order }}"
    return "\n".join([START.format(version="1", kinds="k0", fields=fields), *nodes, weights])


Values = Mapping[str, tuple[int, bool]]
"""For each criterion the share in percent, and whether it is not applicable."""


def row(values: Values, names: tuple[str, ...], kind: tuple[str, bool]) -> str:
    """A body of an example."""
    cells = ", ".join(
        f"{name} {values[name][0]}, {name}_off {'yes' if values[name][1] else 'no'}" for name in names
    )
    return f'\nexample "x" {{ agency A {{ kind {kind[0]}, open {"yes" if kind[1] else "no"}, {cells} }} }}\n'


def scored(text: str) -> tuple[p.Program, SubjectResult]:
    """What comes out for the body of the example."""
    program = program_of(text)
    return program, score(program, dataset_of(program.schema, program.examples[0].rows)).subjects[0]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rules, tuple[str, bool], Values]:
    """Rules, a kind, and what a body of it reports."""
    made = draw(rules())
    kind = draw(st.sampled_from(sorted(made.maxima)))
    values = {name: (draw(st.integers(0, 100)), draw(st.booleans())) for name in made.criteria}
    return made, kind, values


@settings(max_examples=60, deadline=None, phases=FOUND)
@given(cases())
def test_a_body_is_scored_as_if_the_rules_were_for_its_kind_alone(
    case: tuple[Rules, tuple[str, bool], Values],
) -> None:
    """Scores, weights and maxima of any body are those of the rules of its kind, written out for that kind."""
    made, kind, values = case
    _, result = scored(written(made) + row(values, made.criteria, kind))
    alone_kind = ("k0", kind[1])
    _, alone = scored(written_for(made, kind) + row(values, tuple(made.maxima[kind]), alone_kind))
    for name, expected in alone.nodes.items():
        found = result.nodes[name]
        assert (found.state, found.value, found.weight, found.maximum) == (
            expected.state, expected.value, expected.weight, expected.maximum,
        )  # fmt: skip
    for name in set(result.nodes) - set(alone.nodes):
        found = result.nodes[name]
        assert (found.value, found.weight, found.maximum) == (None, None, None)
        assert found.reason is not None


@settings(max_examples=25, deadline=None, phases=FOUND)
@given(cases())
def test_traces_of_kinds_are_confirmed(case: tuple[Rules, tuple[str, bool], Values]) -> None:
    """Every step of a body's trace is confirmed by the independent checker, whatever its kind."""
    made, kind, values = case
    program = program_of(written(made) + row(values, made.criteria, kind))
    derivations = trace(program, dataset_of(program.schema, program.examples[0].rows))
    read = json.loads(json.dumps(document(derivations.of("A"))))
    assert replay(read).problems == []
    maxima = {
        step["node"]: step["maximum"] for step in read["steps"] if step["op"] == "node" and step["value"]
    }
    own = made.maxima[kind]
    assert all(maxima[name] == str(maximum) for name, maximum in own.items() if name in maxima)


@settings(max_examples=30, deadline=None, phases=FOUND)
@given(rules(), st.integers(0, 100))
def test_a_maximum_that_is_left_out_is_found(made: Rules, without: int) -> None:
    """Without any one of its lines a criterion has no maximum for some kind, and the checker says so."""
    found = {
        finding.code for finding in load_text(written(made, without=without)).findings if finding.is_error
    }
    assert found & {"E376", "E320"}  # the only line of a criterion: it has no maximum at all
    assert found <= {"E376", "E320", "E307"}


@settings(max_examples=40, deadline=None, phases=FOUND)
@given(rules(), st.data())
def test_maxima_that_miss_the_scale_of_one_kind_are_found(made: Rules, data: st.DataObject) -> None:
    """A point more for one criterion of one kind, and the maxima do not make the scale of that kind."""
    kind = data.draw(st.sampled_from(sorted(made.maxima)))
    name = data.draw(st.sampled_from(sorted(made.maxima[kind])))
    line = f"        out of {made.maxima[kind][name]} points where {condition([kind])}"
    text = written(made)
    start = text.index(f"    criterion {name} {{")
    at = text.index(line, start)
    more = line.replace(f"out of {made.maxima[kind][name]} ", f"out of {made.maxima[kind][name] + 1} ")
    checked = load_text(text[:at] + more + text[at + len(line) :])
    assert [finding.code for finding in checked.findings if finding.is_error] == ["E307"]


@settings(max_examples=15, deadline=None, phases=FOUND)
@given(cases(), st.data())
def test_edits_of_kinds_make_the_new_rules(
    case: tuple[Rules, tuple[str, bool], Values], data: st.DataObject
) -> None:
    """All edits give the new rules, whatever changed of who has what and of how much; any groups of them give rules that score."""
    made, kind, values = case
    other = data.draw(rules(made))
    body = row(values, made.criteria, kind)
    old, new = (
        program_of(written(made) + body),
        program_of(written(other, "2", reported=made.criteria) + body),
    )
    found = difference(old, new)
    dataset = dataset_of(new.schema, new.examples[0].rows)
    complete = applied(found, found.edits)
    for name, wanted in score(new, dataset).subjects[0].nodes.items():
        got = score(complete, dataset).subjects[0].nodes[name]
        assert (got.state, got.value, got.weight) == (wanted.state, wanted.value, wanted.weight)
    assert difference(complete, new).edits == () or not difference(complete, new).changes_meaning
    for one in itertools.islice(groups(found.edits), 4):
        between = applied(found, one)
        assert score(between, dataset).findings == ()


BONUS = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { a: share in percent, between 0 and 100  projects: count }
block organisation {
    cite order
    criterion training out of 90 points { score = its maximum * a }
    criterion awards out of 10 points { score = when projects > 0 then its maximum otherwise 0 points }
}
bonus more { give 2 points for each agency a where a.projects > 0  to block organisation  LIMIT cite order }
example "x" { agency A { a 100, projects 3 } }
"""


def test_a_bonus_inside_the_100_and_one_beyond_them() -> None:
    """What a criterion counts stays within 100; a bonus lifts above them, or up to a limit and no further."""
    beyond = BONUS.replace(
        "give 2 points for each agency a where a.projects > 0", "give 2 points when projects > 0"
    )
    assert scored(beyond.replace("LIMIT", ""))[1].nodes["organisation"].value == fmpq(102)
    assert scored(beyond.replace("LIMIT", "reaching at most 100 points"))[1].nodes[
        "organisation"
    ].value == fmpq(100)
    assert scored(beyond.replace("LIMIT", ""))[1].nodes["awards"].value == fmpq(10)


BASE = (
    START.format(version="1", kinds="central, local", fields="a: share in percent, between 0 and 100")
    + """
criterion x {
    out of 100 points where kind is central  cite order "1"
    out of 100 points where kind is local    assumed "in doubt"
    only where kind is not none_such  cite order "2"
    score = its maximum * a
    cite order "3"
}
"""
)


def amended(folder: Path, change: str) -> p.Program:
    """The program after a change of the criterion."""
    (folder / "1.eff").write_text(BASE, "utf-8")
    (folder / "2.eff").write_text(
        f'methodology m version "2" amends "1" {{ }}\n{change} because "new" cite order "9"\n'
    )
    checked = load(folder / "2.eff", stated=[folder / "1.eff"])
    assert checked.program is not None, [str(finding.message) for finding in checked.findings]
    return checked.program


def rests(program: p.Program) -> dict[str, str]:
    """What each figure of the criterion rests on."""
    return {
        str(figure): " ".join(
            [*map(str, ground.basis.citations), *(str(a.reason.get("und")) for a in ground.basis.assumptions)]
        )
        for ground in program.nodes["x"].grounds
        for figure in ground.figures
    }


def test_an_amendment_changes_one_line_and_keeps_the_others(tmp_path: Path) -> None:
    """The line for the same bodies goes, with its basis; the other keeps its own. Without `where` all go; `only where` can be dropped."""
    one = amended(tmp_path, "change criterion x { out of 100.0 points where kind is local }")
    assert [m.value for m in one.nodes["x"].maxima] == [100, 100]
    assert rests(one) == {
        "formula": 'order "3"',
        "maximum kind is central": 'order "1"',
        "only where": 'order "2"',
        "maximum kind is local": 'order "9"',
    }
    own = amended(tmp_path, 'change criterion x { out of 100 points where kind is local cite order "7" }')
    assert rests(own)["maximum kind is local"] == 'order "7"'
    whole = amended(tmp_path, "change criterion x { drop only where  out of 100 points }")
    assert (whole.nodes["x"].maxima, whole.nodes["x"].maximum, whole.nodes["x"].not_applicable) == (
        (),
        100,
        (),
    )
    back = amended(
        tmp_path,
        "change criterion x { out of 100 points where kind is central  out of 100 points where kind is local }",
    )
    assert rests(back)["maximum kind is central"] == 'order "9"'
