"""Worked cases: run, and each expectation held against what came out, exactly."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.diagnostics import Finding
from effrules.exact import NodeState, score
from effrules.exact.adjusting import NONE
from effrules.exact.demands import unmet
from effrules.exact.partial import Part, Partial, part_of
from effrules.model import program as p
from effrules.model.figures import points_told
from effrules.model.numbers import exact_text
from effrules.model.real import Num, Real, floor_display, known_equal
from effrules.prove.cases import dataset_of
from effrules.words import Number, Text, phrase

SHOWN = 10
"""So many decimals of an irrational value are shown."""


@frozen
class Check:
    """One expectation: what it says, what came out, and whether they agree."""

    expectation: p.Expectation
    expected: Text
    got: Text
    passed: bool


@frozen
class ExampleOutcome:
    """What came of an example: its checks, and the findings of its run."""

    example: p.Example
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met and nothing went wrong."""
        return not self.findings and all(check.passed for check in self.checks)


def number_text(value: Num) -> str:
    """An exact value, or the first digits of an irrational one."""
    return floor_display(value, SHOWN) if isinstance(value, Real) else exact_text(value)


def run_example(program: p.Program, example: p.Example) -> ExampleOutcome:
    """Run an example: what it expects is worked out, with what that reads; all else only where its findings are told.

    They are told where an expectation is not met, or there is none; what must hold of the data and does not is told in any case.
    """
    expected = example.expectations
    dataset = dataset_of(program.schema, example.rows)
    partial = Partial(program, dataset, _asked(program, expected))
    checks = tuple(_check(expectation, partial) for expectation in expected)
    told = not checks or not all(check.passed for check in checks)
    findings = score(program, dataset).findings if told else ()
    return ExampleOutcome(example, checks, (*unmet(program, dataset), *findings))


def _asked(program: p.Program, expected: tuple[p.Expectation, ...]) -> Part:
    """What has to be worked out for what is expected."""
    asked: dict[p.ExpectationOf, set[str]] = {kind: set() for kind in p.ExpectationOf}
    for one in expected:
        asked[one.kind].add(one.what)
    adjusted, rated, ranked = (
        asked[kind] for kind in (p.ExpectationOf.ADJUSTMENT, p.ExpectationOf.RATING, p.ExpectationOf.PLACE)
    )
    targets = [adjustment.target for adjustment in program.adjustments if adjustment.name in adjusted]
    return part_of(
        program,
        {*targets, *asked[p.ExpectationOf.NODE]},
        (rating for rating in program.ratings if rating.node in rated),
        (ranking for ranking in program.rankings if ranking.name in ranked),
    )


def _check(expectation: p.Expectation, partial: Partial) -> Check:
    got = _got(expectation, partial)
    expected = expectation.value
    if isinstance(expected, fmpq) and isinstance(got, fmpq | Real):
        passed = known_equal(expected, got)
    else:
        passed = got == expected
    return Check(expectation, _text(expectation, expected), _text(expectation, got), passed)


def _got(expectation: p.Expectation, partial: Partial) -> object:
    subject, what = partial.subjects[expectation.subject], expectation.what
    match expectation.kind:
        case p.ExpectationOf.ADJUSTMENT:
            result = partial.nodes.adjusted[what].get(subject, NONE)
            return result.taken if result.applies else p.ExpectedState.NOT_APPLICABLE
        case p.ExpectationOf.RATING:
            return partial.ratings.get((what, subject.key))
        case p.ExpectationOf.PLACE:
            place = partial.places.get(what, {}).get(subject)
            return None if place is None else fmpq(place.number)
        case p.ExpectationOf.NODE:
            node = partial.nodes.result(subject, what)
            match node.state:
                case NodeState.SCORED | NodeState.FAILED:
                    return node.value
                case NodeState.NOT_APPLICABLE:
                    return p.ExpectedState.NOT_APPLICABLE
                case NodeState.NO_SCORE:
                    return p.ExpectedState.NO_SCORE
                case _:
                    assert_never(node.state)


STATES = {
    p.ExpectedState.NOT_APPLICABLE: phrase("not applicable"),
    p.ExpectedState.NO_SCORE: phrase("no score"),
}


def _text(expectation: p.Expectation, value: object) -> Text:
    if isinstance(value, p.ExpectedState):
        return STATES[value]
    if isinstance(value, fmpq | Real):
        shown = Number(number_text(value))
        return shown if expectation.kind is p.ExpectationOf.PLACE else points_told(value, shown)
    return phrase("nothing") if value is None else str(value)
