"""What the tables say of aggregates, functions and comparisons is so, by their exact meaning."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.exact.statistics import aggregated
from effrules.model import function_ranges, ranges
from effrules.model import program as p
from effrules.model.aggregates import Made
from effrules.model.operators import Rises
from effrules.model.real import DomainError, absolute, compare, known_equal, multiply, root, subtract

HALVES = st.integers(-20, 20).map(lambda n: fmpq(n, 2))
POSITIVE = st.integers(0, 40).map(lambda n: fmpq(n, 2))

aggregates = pytest.mark.parametrize("kind", list(p.AggregateKind))
functions = pytest.mark.parametrize("function", list(p.Function))


def _range(values: list[fmpq]) -> ranges.Range:
    return ranges.made(min(values), False, max(values), False)


def _inside(found: ranges.Range, value: Any) -> bool:
    low = found.low is None or compare(value, found.low) >= (1 if found.low_open else 0)
    high = found.high is None or compare(value, found.high) <= (-1 if found.high_open else 0)
    return low and high


def _of(kind: p.AggregateKind, values: list[fmpq], weights: list[fmpq] | None) -> Any:
    """The aggregate; ``None`` where it has no value."""
    try:
        return aggregated(kind, values, weights)
    except DomainError:
        return None


@aggregates
@given(data=st.data())
def test_the_facts_of_an_aggregate(kind: p.AggregateKind, data: st.DataObject) -> None:
    """Range, monotony, steps, what it picks, spread and unit, on random values that are never negative or of any sign."""
    facts = kind.facts
    numbers = data.draw(st.sampled_from([HALVES, POSITIVE]))
    values = data.draw(st.lists(numbers, min_size=1, max_size=5))
    weights = None
    if kind is p.AggregateKind.WEIGHTED_AVERAGE:
        weights = [n + 1 for n in data.draw(st.lists(POSITIVE, min_size=len(values), max_size=len(values)))]
    found = _of(kind, values, weights)
    if found is None:
        return
    given_weights = None if weights is None else _range(weights)
    assert _inside(facts.range(_range(values), given_weights, True), found)
    if facts.picks:
        assert found in values
    if facts.keeps_step:
        assert (found * 2).q == 1
    if facts.spread:
        assert known_equal(found, fmpq(0)) is (len(set(values)) == 1)
    unit = multiply(found, fmpq(3**facts.unit))
    assert known_equal(aggregated(kind, [3 * value for value in values], weights), unit)
    if facts.rises is Rises.ALWAYS or (facts.rises is Rises.WHERE_POSITIVE and min(values) >= 0):
        at = data.draw(st.integers(0, len(values) - 1))
        raised = [value + data.draw(POSITIVE) if n == at else value for n, value in enumerate(values)]
        assert compare(aggregated(kind, raised, weights), found) >= 0
    if facts.grows:
        assert compare(aggregated(kind, [*values, data.draw(POSITIVE)]), found) >= 0


@pytest.mark.parametrize("kind", [kind for kind in p.AggregateKind if kind.facts.function])
@given(moved=st.lists(st.tuples(HALVES, HALVES), min_size=1, max_size=5))
def test_what_a_workbook_has_a_function_for_is_steady(
    kind: p.AggregateKind, moved: list[tuple[fmpq, fmpq]]
) -> None:
    """It never moves further than the value that moves furthest, or, of a sum, than all of them together."""
    far = [abs(there - here) for here, there in moved]
    before, after = (_of(kind, list(values), None) for values in zip(*moved, strict=True))
    most = sum(far, fmpq(0)) if kind.facts.made is Made.SUM else max(far)
    assert compare(absolute(subtract(after, before)), most) <= 0


@aggregates
def test_of_no_values(kind: p.AggregateKind) -> None:
    """What is 0 of no values is so by its meaning; the others are never asked."""
    if kind.facts.of_none:
        assert aggregated(kind, []) == 0
        assert kind.facts.range(ranges.UNIT, None, False).low == ranges.ZERO


@aggregates
def test_what_has_no_name_of_its_own_in_a_formula_is_written_out(kind: p.AggregateKind) -> None:
    """A sign exactly where an aggregate is not written out by sums, products and fractions."""
    assert bool(kind.facts.sign) is (kind.facts.made is Made.OTHERWISE)


@functions
@given(data=st.data())
def test_the_facts_of_a_function(function: p.Function, data: st.DataObject) -> None:
    """Its range has its value, and it rises as its row says."""
    facts = function.facts
    first, *others = data.draw(st.lists(POSITIVE, min_size=facts.arguments, max_size=facts.arguments))
    others = [fmpq(1 + int(other) % 3) for other in others]
    further = first + data.draw(POSITIVE)
    try:
        value, later = facts.value(first, *others), facts.value(further, *others)
    except DomainError:
        return
    assert _inside(facts.range(_range([first, further]), *(ranges.exactly(other) for other in others)), value)
    if facts.rises is not Rises.UNKNOWN:
        assert compare(later, value) >= 0


WIDE = st.one_of(HALVES, st.sampled_from([fmpq(n) for n in (-201, -200, -199, 199, 200, 201)]))


@functions
@settings(max_examples=150)
@given(data=st.data())
def test_every_value_lies_in_the_range_of_a_function(function: p.Function, data: st.DataObject) -> None:
    """Of numbers of any sign, within ends of which they may be one or not; the other arguments are fixed or lie within ends, too."""
    facts = function.facts
    low, x, high = sorted(data.draw(st.lists(WIDE, min_size=3, max_size=3)))
    others = [fmpq(data.draw(st.integers(-4, 5))) for _ in range(facts.arguments - 1)]
    try:
        value = facts.value(x, *others)
    except DomainError:
        return
    spread = data.draw(st.integers(0, 1))
    of = ranges.made(low, low < x and data.draw(st.booleans()), high, x < high and data.draw(st.booleans()))
    found = facts.range(of, *(ranges.made(other - spread, False, other + spread, False) for other in others))
    assert _inside(found, value)
    assert not found.nonzero or compare(value, fmpq(0)) != 0
    assert not found.whole or (isinstance(value, fmpq) and value.q == 1)


SOME = [fmpq(n, 8) for n in (-64, -16, -8, -4, -1, 0, 1, 4, 8, 16, 64)]


@pytest.mark.parametrize("degree", [1, 2, 3, 4])
def test_every_root_lies_in_its_range(degree: int) -> None:
    """Of numbers on both sides of -1, 0 and 1, within all ends that there are; whether the degree is known or not."""
    for low, high in combinations_with_replacement(SOME, 2):
        of = ranges.made(low, False, high, False)
        for index in (ranges.exactly(fmpq(degree)), ranges.made(fmpq(1), False, fmpq(5), False), ranges.ANY):
            found = function_ranges.root(of, index)
            for x in SOME:
                if low <= x <= high and (x >= 0 or degree % 2):
                    assert _inside(found, root(x, degree)), (low, x, high)


@pytest.mark.parametrize(
    ("name", "low", "high", "other", "said"),
    [
        ("root", "-8", "8", "3", "-8 to 8"),
        ("root", "-8", "8", "2", "0 to 8"),
        ("root", "-8", "-1", "3", "-8 to -1, not 0"),
        ("root", "2", "", "", "1 to None, not 0"),
        ("root", "0", "1/2", "", "0 to 1"),
        ("root", "", "-1/2", "", "None to 0, not 0"),
        ("root", "-1/2", "-1/8", "3", "-1 to 0, not 0"),
        ("root", "1/8", "8", "3", "0 to 8, not 0"),
        ("power", "-3", "2", "2", "0 to 9"),
        ("power", "-3", "2", "3", "-27 to 8"),
        ("power", "2", "4", "-1", "1/4 to 1/2, not 0"),
        ("power", "2", "4", "0", "1 to 1, not 0"),
        ("power", "2", "4", "1/2", "0 to None, not 0"),
        ("power", "0", "4", "1/2", "0 to None"),
        ("power", "-1", "4", "1/2", "None to None"),
        ("power", "0", "2", "64", "0 to 18446744073709551616"),
        ("power", "0", "2", "65", "0 to None"),
        ("exponential", "0", "0", None, "1 to 1, not 0"),
        ("exponential", "", "0", None, "0 to 1, not 0"),
        ("exponential", "0", "201", None, "1 to None, not 0"),
        ("logarithm", "1", "1", None, "0 to 0"),
        ("logarithm", "0", "1", None, "None to 0"),
        ("square_root", "4", "9", None, "2 to 3, not 0"),
        ("square_root", "-4", "0", None, "0 to 0"),
        ("square_root", "", "4", None, "0 to 2"),
    ],
)
def test_how_tight_the_ranges_of_functions_are(
    name: str, low: str, high: str, other: str | None, said: str
) -> None:
    """Wider ranges would be right as well, and findings about values that cannot occur would be told of."""
    more = () if other is None else (ranges.exactly(fmpq(other)) if other else ranges.ANY,)
    of = ranges.made(fmpq(low) if low else None, False, fmpq(high) if high else None, False)
    found = getattr(function_ranges, name)(of, *more)
    lacks_zero = "" if found.may_be_zero else ", not 0"
    assert f"{found.low} to {found.high}{lacks_zero}" == said


@given(left=HALVES, right=HALVES)
@pytest.mark.parametrize("comparison", list(p.Comparison))
def test_the_opposite_and_the_turned_comparison(comparison: p.Comparison, left: fmpq, right: fmpq) -> None:
    """The opposite holds exactly where a comparison does not; the turned one holds of the operands the other way round."""
    holds = {
        "=": left == right, "≠": left != right, "<": left < right, "≤": left <= right, ">": left > right, "≥": left >= right,
    }  # fmt: skip
    turned = {
        "=": left == right, "≠": left != right, "<": left > right, "≤": left >= right, ">": left < right, "≥": left <= right,
    }  # fmt: skip
    assert holds[comparison.opposite.sign] is not holds[comparison.sign]
    assert turned[comparison.turned.sign] is holds[comparison.sign]
