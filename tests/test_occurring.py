"""The one analysis of ranges: nothing that occurs lies outside, and no divisor that passes the check is ever 0."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load_text
from effrules.exact import score
from effrules.exact.observer import Environment, Observer
from effrules.model import function_ranges, ranges
from effrules.model import program as p
from effrules.model.ranges import Range
from effrules.model.real import Real
from effrules.model.rounding import Rounding, RoundingMode, round_rational
from effrules.model.values.occurring import Occurring
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from tests.running import program_of
from tests.strategies import methodologies

# -- Arithmetic of ranges ------------------------------------------------------------------------------------------

ENDS = [None, fmpq(-3), fmpq(-1, 2), fmpq(0), fmpq(1, 3), fmpq(2)]
POINTS = [fmpq(n, 6) for n in range(-30, 31)]


def some_ranges() -> Iterator[Range]:
    """Ranges with all kinds of ends."""
    for low, high in product(ENDS, ENDS):
        if low is None or high is None or low <= high:
            for low_open, high_open in product((False, True), repeat=2):
                for whole, nonzero in ((False, False), (True, False), (False, True)):
                    found = ranges.made(low, low_open, high, high_open, whole, nonzero)
                    if not ranges.is_empty(found):
                        yield found


RANGES = list(some_ranges())


def inside(of: Range, value: fmpq) -> bool:
    """Whether a value can occur in a range."""
    whole = not of.whole or value.q == 1
    return of.holds(value) and whole and not (of.nonzero and value == 0)


@settings(max_examples=300)
@given(st.sampled_from(RANGES), st.sampled_from(RANGES), st.sampled_from(POINTS), st.sampled_from(POINTS))
def test_arithmetic_is_sound(one: Range, other: Range, a: fmpq, b: fmpq) -> None:
    """Whatever is made of two values that can occur lies in what is made of their ranges."""
    if not inside(one, a) or not inside(other, b):
        return
    assert inside(ranges.add(one, other), a + b)
    assert inside(ranges.subtract(one, other), a - b)
    assert inside(ranges.multiply(one, other), a * b)
    assert inside(ranges.hull(one, other), a)
    assert inside(ranges.hull(one, other), b)
    assert inside(ranges.limited(one, True, other), min(a, b))
    assert inside(ranges.limited(one, False, other), max(a, b))
    assert inside(ranges.absolute(one), abs(a))
    assert inside(ranges.negate(one), -a)
    assert inside(function_ranges.whole_power(one, 2), a * a)
    assert inside(function_ranges.whole_power(one, 3), a * a * a)
    if b != 0:
        assert inside(ranges.divide(one, other), a / b)
    if a == b:
        assert inside(ranges.meet(one, other), a)
    for mode in RoundingMode:
        for rounding in (Rounding(0, mode), Rounding(1, mode), Rounding(1, mode, significant=True)):
            assert inside(ranges.rounded(one, rounding), round_rational(a, rounding))
    for comparison, holds in (
        (p.Comparison.LESS, a < b), (p.Comparison.AT_MOST, a <= b), (p.Comparison.GREATER, a > b),
        (p.Comparison.AT_LEAST, a >= b), (p.Comparison.EQUAL, a == b), (p.Comparison.NOT_EQUAL, a != b),
    ):  # fmt: skip
        if holds:
            assert inside(ranges.compared(comparison, other), a)


@pytest.mark.parametrize("kind", list(p.AggregateKind))
def test_no_aggregate_is_assumed_to_have_a_range(kind: p.AggregateKind) -> None:
    """Of values without ends nothing is said but what the aggregate itself tells: no end above."""
    assert kind.facts.range(ranges.ANY, None, True).high is None
    bounded = kind.facts.range(ranges.made(fmpq(10), False, fmpq(100), False), None, True)
    if kind is p.AggregateKind.STANDARD_DEVIATION:
        assert (bounded.low, bounded.high) == (0, 45)
    elif kind is p.AggregateKind.SUM:
        assert (bounded.low, bounded.high) == (10, None)
    else:
        assert (bounded.low, bounded.high) == (10, 100)


# -- Whole programs --------------------------------------------------------------------------------------------------


class Watch(Observer):
    """Holds every value that the engine finds against its range."""

    def __init__(self, program: p.Program) -> None:
        self.occurring = Occurring(program)
        self.seen = 0

    def value(self, expression: p.Expression, environment: Environment, value: object) -> None:
        if isinstance(value, fmpq | Real) and not isinstance(value, bool):
            found = self.occurring.range_of(expression)
            self.seen += 1
            assert found.holds(value), (expression.span and expression.span.text, value, found)
            assert not (found.nonzero and isinstance(value, fmpq) and value == 0)


@settings(max_examples=60)
@given(methodologies(), st.data())
def test_nothing_occurs_outside_its_range(text: str, data: st.DataObject) -> None:
    """Random rules on random rows: every value, and every score, lies in its range; nothing is divided by 0."""
    program = program_of(text)
    watch = Watch(program)
    results = score(program, dataset_of(program.schema, data.draw(Agencies(program).cases)), observer=watch)
    for subject in results.subjects:
        for name, node in subject.nodes.items():
            if node.value is not None:
                assert watch.occurring.score(name).final.holds(node.value)
            if node.before_rounding is not None:
                assert watch.occurring.score(name).before.holds(node.before_rounding)
    assert not [found for found in results.findings if found.code in ("E701", "E705", "E706", "E713")]


def test_a_chain_of_squares_stays_small() -> None:
    """Ends that grow without bound are given up: thirty squarings take no time."""
    squares = "\n".join(f"define s{at + 1} = s{at} * s{at} * 3 / 2" for at in range(40))
    text = f"""methodology m version "1" {{ scale 0 to 100 points }}
    source o {{ title en "o" }}
    subject unit {{ x: number, between 1 and 10 }}
    define s0 = x
    {squares}
    total {{ score = 1 points * s40 but at most 100 points  cite o }}"""
    program = program_of(text)
    assert Occurring(program).score("total").final.high == 100


def test_what_was_refused_is_not_asked_for() -> None:
    """Where a definition was refused, what reads it is left alone, and the finding stands."""
    text = """methodology m version "1" { scale 0 to 100 points }
    source o { title en "o" }
    subject unit { x: number }
    define broken = nothing_of_the_kind  cite o
    define reads = broken + 1  cite o
    block a { score = points by reads { below 5: 0 points; from 5: 1 points }  cite o }
    block b { score = 1 points / reads  cite o }
    weights { equal  cite o }"""
    assert [finding.code for finding in load_text(text).findings] == ["E301"]


def test_a_definition_that_reads_scores_beside_an_error() -> None:
    """Where something else is wrong, nothing is said of scores; what reads them, through one definition or two, is passed over."""
    text = """methodology m version "1" { scale 0 to 100 points }
    source o { title en "o" }
    subject unit { x: number }
    block one { score = 30 points + y  cite o }
    block two { score = 1 points * high  cite o }
    define high = count of all unit where one > 20 points
    define higher = 1 / high
    weights { equal  cite o }
    total { cite o }"""
    checked = load_text(text)
    assert checked.program is None
    assert [finding.code for finding in checked.findings if finding.is_error] == ["E301"]
