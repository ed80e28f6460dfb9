"""What is known of a column of numbers without looking at it holds: no float is farther off than its bound, no number beyond the ends."""

from __future__ import annotations

import operator
from collections.abc import Callable
from itertools import pairwise
from math import isfinite
from random import Random
from typing import Any

import numpy as np
import pytest
from flint import fmpq

from effrules.columnar import arithmetic as a
from effrules.columnar import converting as c
from effrules.columnar import deciding
from effrules.columnar import populations as sets
from effrules.columnar.forms import Approx, Column, Scaled, Truth, bounds, number_at, spread
from effrules.columnar.lanes import Lanes
from effrules.columnar.merging import merged
from effrules.columnar.tables import numbers
from effrules.model import real
from effrules.model.aggregates import AggregateKind
from effrules.model.operators import Comparison
from effrules.model.rounding import Rounding, RoundingMode
from tests.columnar_rules import VALUES

HOLDS: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.NOT_EQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.GREATER: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
ROWS = 7
SETS = (0, 3, 3, 4, 7)
"""Where the rows of sets begin and end; the second has none."""
Numbers = list[fmpq | None]
"""The exact number of each row; where there is none the column must be open."""


def held_to(column: Column, exact: Numbers) -> None:
    """See that all that a column says is true of the exact numbers."""
    column = spread(column, len(exact))
    low, high = bounds(column.held)
    opened = np.zeros(len(exact), dtype=bool) if column.open is None else column.open
    for row, number in enumerate(exact):
        if opened[row]:
            continue
        assert number is not None, "nothing is known where there is nothing"
        assert low is None or low <= number
        assert high is None or number <= high
        match column.held:
            case Approx(x=x, err=err):
                assert isfinite(err)
                assert abs(fmpq(*float(x[row]).as_integer_ratio()) - number) <= fmpq(*err.as_integer_ratio())
            case held:
                assert number_at(held, row) == number
                assert not isinstance(held, Scaled) or held.low <= held.m[row] <= held.high


def each(function: Callable[..., Any], *lists: Numbers) -> Numbers:
    """A function row by row, where there are numbers and it has a value."""
    found: Numbers = []
    for values in zip(*lists, strict=True):
        try:
            found.append(None if None in values else function(*values))
        except ZeroDivisionError:
            found.append(None)
    return found


def stretches(exact: Numbers, of: Callable[[list[Any]], Any]) -> Numbers:
    """A function of the numbers of each set, said to each of its rows; without rows 0."""
    found: Numbers = []
    for start, stop in pairwise(SETS):
        mine = exact[start:stop]
        found.append(fmpq(0) if not mine else None if None in mine else of(mine))
    return [*found, fmpq(0), fmpq(0), fmpq(0)]


class Chain:
    """Columns with their exact numbers, made of each other by random operations."""

    def __init__(self, random: Random) -> None:
        self.random = random
        short = [value for value in VALUES if len(value) <= 14]
        made = [[_number(random.choice(of)) for _ in range(ROWS)] for of in (short, short, VALUES)]
        made.append([fmpq(random.randint(-9, 9), 7) for _ in range(ROWS)])
        made.append([fmpq(random.randint(1, 9), 10**12) for _ in range(ROWS)])
        made.append([_number(random.choice(short))])
        made.append([fmpq(2**61 - random.randint(0, 99)) for _ in range(ROWS)])
        self.pool: list[tuple[Column, Numbers]] = [
            (Column(numbers(column)), [*column * ROWS][:ROWS]) for column in made
        ]
        lanes = Lanes(ROWS, {})
        self.population = sets.Population(lanes, None, np.array(SETS), None, None, None)

    def step(self) -> None:
        """One more column."""
        (left, one), (right, other) = self.random.choice(self.pool), self.random.choice(self.pool)
        operations: list[Callable[[], tuple[Column, Numbers]]] = [
            lambda: (a.add(left, right), each(real.add, one, other)),
            lambda: (a.subtract(left, right), each(real.subtract, one, other)),
            lambda: (a.multiply(left, right), each(real.multiply, one, other)),
            lambda: (a.multiply(left, left), each(real.multiply, one, one)),
            lambda: (a.divide(left, right), each(lambda x, y: x / y, one, other)),
            lambda: (a.absolute(a.negate(left)), each(abs, one)),
            lambda: (deciding.least(left, right), each(min, one, other)),
            lambda: (deciding.greatest(left, right), each(max, one, other)),
            lambda: self.chosen(left, one, right, other),
            lambda: self.rounded(left, one),
            lambda: self.compared(left, one, right, other),
            lambda: self.summed(left, one, AggregateKind.SUM, sum),
            lambda: self.summed(left, one, AggregateKind.LARGEST, max),
            lambda: self.summed(left, one, AggregateKind.SMALLEST, min),
            lambda: self.put(left, one, right, other),
        ]
        column, exact = self.random.choice(operations)()
        held_to(column, exact)
        if any(number is not None and number.height_bits() > 20_000 for number in exact):
            return
        self.pool.append((column, exact))

    def chosen(self, left: Column, one: Numbers, right: Column, other: Numbers) -> tuple[Column, Numbers]:
        """The one or the other."""
        where = np.array([self.random.random() < 0.5 for _ in range(ROWS)])
        picked = [x if yes else y for yes, x, y in zip(where.tolist(), one, other, strict=True)]
        return deciding.chosen(Column(Truth(where)), left, right), picked

    def rounded(self, column: Column, exact: Numbers) -> tuple[Column, Numbers]:
        """To decimals or significant digits."""
        significant = self.random.random() < 0.2
        rounding = Rounding(
            self.random.choice((1, 2, 3, 20)), self.random.choice(list(RoundingMode)), significant
        )
        return deciding.rounded(column, rounding), each(lambda x: real.round_num(x, rounding), exact)

    def compared(self, left: Column, one: Numbers, right: Column, other: Numbers) -> tuple[Column, Numbers]:
        """Whether the one is less, equal and so on: a truth that is not open is right."""
        how = self.random.choice(list(Comparison))
        found = deciding.compare(how, left, right)
        truth = each(lambda x, y: fmpq(int(HOLDS[how](x, y))), one, other)
        whole = np.broadcast_to(found.held.b, (ROWS,)).astype(np.int64)
        return Column(Scaled(whole, 1, 0, 1), found.open), truth

    def summed(
        self, column: Column, exact: Numbers, kind: AggregateKind, of: Callable[[list[Any]], Any]
    ) -> tuple[Column, Numbers]:
        """An aggregate of each set; the set without a row is asked by nobody."""
        if kind is AggregateKind.SUM:
            found = sets.totals(self.population, column)
        else:
            found = sets.ends(self.population, column, kind)
        some = np.array([0, 0, 2, 3, 0, 2, 3])
        told = stretches(exact, of)
        made = sets.taken(spread(found, len(SETS) - 1), some)
        return made, [told[at] for at in some.tolist()]

    def put(self, left: Column, one: Numbers, right: Column, other: Numbers) -> tuple[Column, Numbers]:
        """Some rows in the place of others, where these are exact."""
        if isinstance(right.held, Approx) or right.open is not None or None in other:
            return left, one
        rows = np.array(sorted(self.random.sample(range(ROWS), 3)))
        found = merged(left, rows, sets.taken(spread(right, ROWS), rows), ROWS)
        opened = None if left.open is None else np.where(np.isin(np.arange(ROWS), rows), False, left.open)
        exact = [other[at] if at in rows else one[at] for at in range(ROWS)]
        return found.also_open(opened), exact


def _number(text: str) -> fmpq:
    whole, _, part = text.partition(".")
    return fmpq(int(whole + part), 10 ** len(part))


@pytest.mark.parametrize("exactly", [False, True])
def test_what_is_known_of_columns_holds(exactly: bool) -> None:
    """After each of some operations on hard numbers, by floats and without."""
    approximate = 0
    for number in range(300):
        chain = Chain(Random(f"bounds/{number}"))
        for _ in range(25):
            if exactly:
                with a.exactly():
                    chain.step()
            else:
                chain.step()
        approximate += sum(isinstance(column.held, Approx) for column, _ in chain.pool)
    assert (approximate > 500) is not exactly


def as_floats(values: list[fmpq]) -> tuple[Column, list[fmpq]]:
    """Numbers that no 64 bits hold, as floats."""
    over = [fmpq(3 + at) for at in range(len(values))]
    near = a.add(
        a.divide(Column(numbers(values)), Column(numbers(over))),
        a.divide(Column(numbers(values)), Column(numbers([one * 1009 for one in over]))),
    )
    exact = [x / y + x / (1009 * y) for x, y in zip(values, over, strict=True)]
    return Column(c.approximate(c.number(near))[0]), exact


def test_a_quotient_is_as_far_off_as_its_divisor() -> None:
    """What is left of large numbers that cancel has few digits, and so has what is divided by it."""
    left, exact = as_floats([fmpq(at + 1) for at in range(ROWS)])
    large = Column(numbers([fmpq(10**12)]))
    divisor = a.subtract(a.add(left, large), large)
    held_to(divisor, list[fmpq | None](exact))
    held_to(a.divide(left, divisor), [fmpq(1)] * ROWS)


def test_a_long_sum_is_as_far_off_as_all_its_steps() -> None:
    """Each addition rounds, and not to both sides alike."""
    one, exact = as_floats([fmpq(at + 1) for at in range(ROWS)])
    column, number = one, exact
    for _ in range(1000):
        column, number = a.add(column, one), [x + y for x, y in zip(number, exact, strict=True)]
    held_to(column, list[fmpq | None](number))


@pytest.mark.parametrize("by", ["product", "quotient"])
@pytest.mark.parametrize("least", [-3, 1])
def test_what_is_known_of_numbers_next_to_zero_holds(by: str, least: int) -> None:
    """Where floats end, on both sides of 0 and on one."""
    tiny = [fmpq(at + least, 10**10) for at in range(ROWS)]
    large = [fmpq(10**10 + at) for at in range(ROWS)]

    column, exact = as_floats(tiny)
    other, known = as_floats(tiny if by == "product" else large)
    for _ in range(40):
        column = a.multiply(column, other) if by == "product" else a.divide(column, other)
        exact = [x * y if by == "product" else x / y for x, y in zip(exact, known, strict=True)]
        held_to(column, list[fmpq | None](exact))
