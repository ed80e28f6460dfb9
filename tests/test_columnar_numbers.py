"""Numbers in columns: what is made of one form of them holds the same numbers, and stays within the bounds that it says."""

from __future__ import annotations

import numpy as np
import pytest
from flint import fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effrules.columnar import arithmetic as a
from effrules.columnar import converting as c
from effrules.columnar import deciding
from effrules.columnar.forms import FITS, Column, Ratio, Scaled, constant, numbered, numbers_of, spread
from effrules.model import real
from effrules.model.rounding import Rounding, RoundingMode

LONG = st.integers(-(2**61), 2**61)
ROUND = st.sampled_from((1, 2, 3, 7, 8, 125, 1_000, 4_096, 99_991, 2**20 + 7, 2**31 - 1, 2**40, 2**61 - 1))


def fractions(pairs: list[tuple[int, int]], *, bounded: bool) -> Ratio:
    """Fractions in columns, with or without a word about between what they lie."""
    n, q = (np.array(one, dtype=np.int64) for one in zip(*pairs, strict=True))
    ends = [fmpq(top, bottom) for top, bottom in pairs]
    low, high = (min(ends), max(ends)) if bounded else (None, None)
    return Ratio(n, q, int(np.abs(n).max()), int(q.max()), low, high)


def same(found: Scaled, held: Ratio) -> None:
    """The same numbers, within the bounds, which fit."""
    assert numbers_of(found, len(held.n)) == numbers_of(held, len(held.n))
    assert found.low <= int(found.m.min())
    assert int(found.m.max()) <= found.high
    assert max(found.top, found.d) < FITS


@settings(max_examples=400)
@given(
    st.lists(st.tuples(st.one_of(LONG, st.integers(-50, 50)), ROUND), min_size=1, max_size=9), st.booleans()
)
@example([(1, 1), (1, 2**61 - 1)], True)
def test_fractions_over_one_denominator(pairs: list[tuple[int, int]], bounded: bool) -> None:
    held = fractions(pairs, bounded=bounded)
    found = c.on_common(held)
    if found is not None:
        same(found, held)


def test_many_fractions_over_one_denominator() -> None:
    """So many that denominators are told apart by a table, and by sorting where they are too great for that."""
    for far in (1, 2**20):
        pairs = [(row * 31 % 997 - 400, (row % 12 + 1) * far) for row in range(3_000)]
        found = c.on_common(fractions(pairs, bounded=True))
        assert found is not None
        same(found, fractions(pairs, bounded=True))
    assert c.on_common(fractions([(1, 2 * row + 1) for row in range(3_000)], bounded=True)) is None


@given(
    st.lists(st.tuples(st.one_of(LONG, st.integers(0, 3)), st.booleans(), st.integers(-2, 2)), max_size=30)
)
def test_rows_are_numbered_in_their_order(rows: list[tuple[int, bool, int]]) -> None:
    keys = [
        np.array([row[at] for row in rows], dtype=kind) for at, kind in enumerate((np.int64, bool, np.int64))
    ]
    which, first = numbered(*keys)
    order = sorted(set(rows))
    assert which.tolist() == [order.index(row) for row in rows]
    assert [rows[at] for at in first.tolist()] == order


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.one_of(LONG, st.integers(-50, 50)), ROUND), min_size=1, max_size=6),
    st.one_of(LONG, st.integers(-3, 3)),
    ROUND,
    st.booleans(),
)
@example([(5, 2**61 - 1), (-(2**61), 3)], 1, 2**40, True)
def test_the_smaller_and_the_greater_of_fractions_and_one_number(
    pairs: list[tuple[int, int]], top: int, bottom: int, bounded: bool
) -> None:
    """Denominators as large as they can be: what does not fit is worked out otherwise, never wrongly."""
    held, limit = fractions(pairs, bounded=bounded), fmpq(top, bottom)
    for choose, pick in ((deciding.least, min), (deciding.greatest, max)):
        with a.exactly():
            found = choose(Column(held), Column(constant(limit)))
        assert found.open is None
        chosen = spread(found, len(pairs)).held
        assert numbers_of(chosen, len(pairs)) == [pick(fmpq(*pair), limit) for pair in pairs]


@pytest.mark.parametrize("far", [1, 2**18])
def test_a_denominator_that_hardly_occurs(far: int) -> None:
    """Not all rows are looked at to guess the denominator in common: one that the guess lacks is found all the same."""
    pairs = [(row % 89 - 40, 8 * far) for row in range(3_000)]
    pairs[1_234] = (5, 7 * far)
    found = c.on_common(fractions(pairs, bounded=True))
    assert found is not None
    assert found.d == 56 * far
    same(found, fractions(pairs, bounded=True))
    pairs[1_234] = (1, 2**61 - 1)
    assert c.on_common(fractions(pairs, bounded=True)) is None


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.sampled_from((1, 2, 5, 40))), min_size=1, max_size=9),
    st.lists(st.one_of(LONG, st.integers(-9, 9)), max_size=4),
    st.booleans(),
)
@example([(0, 1)], [2**61, 2**61, 2**61], True)
@example([(1, 2), (-3, 4)], [-1, 2**61], True)
def test_a_constant_factor_is_multiplied_in_when_it_is_needed(
    pairs: list[tuple[int, int]], factors: list[int], bounded: bool
) -> None:
    """However often, and whatever is made of the products: over one denominator, a sum, their negatives."""
    column, exact = Column(fractions(pairs, bounded=bounded)), [fmpq(*pair) for pair in pairs]
    with a.exactly():
        for factor in factors:
            column, exact = (
                a.multiply(column, Column(constant(fmpq(factor)))),
                [one * factor for one in exact],
            )
        assert numbers_of(spread(column, len(pairs)).held, len(pairs)) == exact
        assert numbers_of(a.negate(column).held, len(pairs)) == [-one for one in exact]
        assert numbers_of(a.add(column, column).held, len(pairs)) == [one + one for one in exact]
    if isinstance(column.held, Ratio):
        found = c.on_common(column.held)
        if found is not None:
            same(found, column.held)


@pytest.mark.parametrize("mode", list(RoundingMode))
@pytest.mark.parametrize("numerators", [range(-50, 51), range(51), range(-50, 1), range(2**60 - 9, 2**60)])
def test_roundings_of_every_fraction(mode: RoundingMode, numerators: range) -> None:
    """Ties and all others, on both sides of 0 and on one of them, with a divisor for each row and with one for all."""
    rounding = Rounding(0, mode)
    for q in range(1, 7):
        n = np.array(numerators, dtype=np.int64)
        right = [real.round_num(fmpq(int(one), q), rounding) for one in numerators]
        top = int(np.abs(n).max())
        each = Ratio(n, np.full(len(n), q), top, q)
        for held in (each, Scaled(n, q, int(n.min()), int(n.max()))):
            found = deciding.rounded(Column(held), rounding)
            assert found.open is None
            assert numbers_of(found.held, len(n)) == right
