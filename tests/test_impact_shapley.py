"""Parts of players: by hand, by their definition over every order, with unions, with coalitions that are not defined."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, permutations

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.compare.impact.coalitions import MOST_COALITIONS, Structure, arranged, joined
from effrules.compare.impact.shapley import Worth, parts
from effrules.model import real
from effrules.model.real import Num, compare

SINGLES = Structure(((1,), (2,), (4,), (8,)))
UNIONS = Structure(((1, 2), (4,), (8, 16)))


def by_order(structure: Structure, values: Mapping[int, fmpq]) -> dict[int, fmpq]:
    """What each block adds, averaged over every order in which the blocks of a union stay together."""
    found = dict.fromkeys(structure.blocks, fmpq(0))
    orders = [
        tuple(chain.from_iterable(inner))
        for outer in permutations(structure.unions)
        for inner in _products([list(permutations(union)) for union in outer])
    ]
    for order in orders:
        there = 0
        for block in order:
            found[block] += (values[there | block] - values[there]) / len(orders)
            there |= block
    return found


def _products(options: list[list[tuple[int, ...]]]) -> list[list[tuple[int, ...]]]:
    made: list[list[tuple[int, ...]]] = [[]]
    for some in options:
        made = [[*one, other] for one in made for other in some]
    return made


def shares(structure: Structure, values: Mapping[int, Num | None]) -> dict[int, Num]:
    """The amounts by block."""
    everyone = sum(structure.blocks)
    return {part.players: part.amount for part in parts(structure, Worth(everyone, values).reduced())}


def test_two_edits_that_interact_share_the_interaction() -> None:
    """Alone 2 and 3, together 9: the 4 that neither brings alone is halved."""
    values = {0: fmpq(50), 1: fmpq(52), 2: fmpq(53), 3: fmpq(59)}
    assert shares(Structure(((1,), (2,))), values) == {1: 4, 2: 5}


def test_symmetric_players_get_the_same() -> None:
    """Who always adds the same as another gets the same."""
    values = {mask: fmpq(mask.bit_count() ** 2, 3) for mask in range(16)}
    assert set(shares(SINGLES, values).values()) == {fmpq(4, 3)}


def test_a_player_that_adds_nothing_gets_nothing() -> None:
    """Who never adds anything is not among those that matter."""
    values = {mask: fmpq((mask & 7) ** 2) for mask in range(16)}
    assert 8 not in shares(SINGLES, values)


def test_a_player_whose_gains_and_losses_cancel_gets_a_part_of_0() -> None:
    """A part of 0 is not the same as no effect: it is listed."""
    values = {0: fmpq(0), 1: fmpq(1), 2: fmpq(0), 3: fmpq(-1)}
    assert shares(Structure(((1,), (2,))), values) == {1: 0, 2: -1}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.fractions(-9, 9, max_denominator=12), min_size=16, max_size=16))
def test_shapley_is_the_average_over_all_orders(values: list[object]) -> None:
    """The value by weights is the average of what a player adds over all 24 orders."""
    worth = {mask: fmpq(v.numerator, v.denominator) for mask, v in enumerate(values)}  # type: ignore[attr-defined]
    found, expected = shares(SINGLES, worth), by_order(SINGLES, worth)
    assert {block: found.get(block, 0) for block in expected} == expected


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-99, 99), min_size=32, max_size=32))
def test_owen_is_the_average_over_the_orders_that_keep_unions_together(values: list[int]) -> None:
    """The same with unions of 2, 1 and 2 players; only the coalitions that are needed are looked at."""
    worth = {mask: fmpq(values[mask]) for mask in UNIONS.coalitions()}
    found, expected = shares(UNIONS, worth), by_order(UNIONS, worth)
    assert len(worth) < 32
    assert {block: found.get(block, 0) for block in expected} == expected


def test_whole_numbers_over_a_denominator_are_the_same_as_fractions() -> None:
    """Values may be given as numerators."""
    whole = Worth(15, {mask: mask * mask % 23 for mask in range(16)}, 100)
    fractions = Worth(15, {mask: fmpq(mask * mask % 23, 100) for mask in range(16)})
    assert parts(SINGLES, whole.reduced()) == parts(SINGLES, fractions.reduced())


def test_irrational_values_are_shared_exactly() -> None:
    """ln 2 alone, ln 3 alone, ln 5 together: halves of logarithms, which add up to ln 5."""
    one, two, both = real.ln(fmpq(2)), real.ln(fmpq(3)), real.ln(fmpq(5))
    found = shares(Structure(((1,), (2,))), {0: fmpq(0), 1: one, 2: two, 3: both})
    half = fmpq(1, 2)
    first = real.multiply(half, real.add(one, real.subtract(both, two)))
    assert compare(found[1], first) == 0
    assert compare(real.add(found[1], found[2]), both) == 0


def test_edits_that_do_not_work_alone_are_put_together() -> None:
    """Where 1 without 2 gives no score, they count as one; 4 still stands for itself."""
    values = {0: fmpq(10), 1: None, 2: fmpq(11), 3: fmpq(14), 4: fmpq(12), 5: None, 6: fmpq(13), 7: fmpq(18)}
    assert shares(Structure(((1,), (2,), (4,))), values) == {3: 5, 4: 3}


def test_with_unions_whole_unions_are_put_together_where_need_be() -> None:
    """An undefined coalition across unions fuses them; nothing undefined is left."""
    structure = joined(UNIONS, [1 | 2])
    assert all(not _cuts(structure, mask) for mask in (1 | 2,))
    assert sum(structure.blocks) == 31


def _cuts(structure: Structure, mask: int) -> bool:
    return mask in structure.coalitions()


@pytest.mark.parametrize("count", [13, 20, 40, 100])
def test_the_number_of_coalitions_stays_bounded(count: int) -> None:
    """However many edits there are, no more coalitions are needed than stated, and no player is lost."""
    structure = arranged({1 << at: f"block {at % 5}" for at in range(count)})
    assert len(structure.coalitions()) <= MOST_COALITIONS
    assert sum(structure.blocks) == (1 << count) - 1


def test_up_to_twelve_each_stands_for_itself() -> None:
    """Twelve players: Shapley value; thirteen: unions."""
    assert arranged({1 << at: "a" for at in range(12)}).is_flat
    assert not arranged({1 << at: "ab"[at % 2] for at in range(13)}).is_flat
