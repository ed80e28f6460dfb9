"""Worked cases: run, and each expectation held against what came out, exactly."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.diagnostics import Finding
from effrules.exact import NodeState, Results, SubjectResult, score
from effrules.exact.demands import unmet
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.model.real import Num, Real, floor_display, known_equal
from effrules.prove.cases import dataset_of

SHOWN = 10
"""So many decimals of an irrational value are shown."""


@frozen
class Check:
    """One expectation: what it says, what came out, and whether they agree."""

    expectation: p.Expectation
    expected: str
    got: str
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
    """Run an example."""
    dataset = dataset_of(program.schema, example.rows)
    results = score(program, dataset)
    checks = tuple(_check(expectation, results) for expectation in example.expectations)
    wanted = {check.expectation.subject for check in checks if not check.passed}
    findings = results.findings if wanted or not checks else ()
    return ExampleOutcome(example, checks, (*unmet(program, dataset), *findings))


def _check(expectation: p.Expectation, results: Results) -> Check:
    subject = next(s for s in results.subjects if s.key == expectation.subject)
    got = _got(expectation, subject)
    expected = expectation.value
    if isinstance(expected, fmpq) and isinstance(got, fmpq | Real):
        passed = known_equal(expected, got)
    else:
        passed = got == expected
    return Check(expectation, _text(expectation, expected), _text(expectation, got), passed)


def _got(expectation: p.Expectation, subject: SubjectResult) -> object:
    match expectation.kind:
        case "adjustment":
            result = subject.adjustments[expectation.what]
            return result.taken if result.applies else p.ExpectedState.NOT_APPLICABLE
        case "rating":
            return subject.ratings.get(expectation.what)
        case "place":
            place = subject.places.get(expectation.what)
            return None if place is None else fmpq(place.number)
        case _:
            node = subject.nodes[expectation.what]
            states = {
                NodeState.NOT_APPLICABLE: p.ExpectedState.NOT_APPLICABLE,
                NodeState.NO_SCORE: p.ExpectedState.NO_SCORE,
            }
            return node.value if node.state is NodeState.SCORED else states.get(node.state)


def _text(expectation: p.Expectation, value: object) -> str:
    if isinstance(value, p.ExpectedState):
        return value.value
    if isinstance(value, fmpq | Real):
        points = "" if expectation.kind == "place" else " points"
        return number_text(value) + points
    return "nothing" if value is None else str(value)
