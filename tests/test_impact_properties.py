"""What must hold of the impact of any change: random pairs of methodologies over random bodies."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from flint import fmpq
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from effrules.compare.difference import difference
from effrules.compare.impact.attribution import players_of
from effrules.compare.impact.coalitions import arranged
from effrules.compare.impact.hybrid import Game, Hybrids
from effrules.compare.impact.measuring import impact
from effrules.compare.impact.shapley import Worth, parts, same
from effrules.compare.impact.tables import alike
from effrules.exact import score
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from tests.running import program_of
from tests.strategies import methodologies

FOUND = (Phase.explicit, Phase.generate)
"""Whole methodologies shrink for minutes and stay as hard to read: what is found is shown as it was found."""


def loaded(text: str) -> p.Program:
    """The program of a text without errors."""
    return program_of(text)


def total(values: Sequence[Num]) -> Num:
    """Numbers added up."""
    found: Num = fmpq(0)
    for value in values:
        found = real.add(found, value)
    return found


@settings(max_examples=6, deadline=None, phases=FOUND)
@given(methodologies(), methodologies(), st.data(), st.integers(0, 1000))
def test_every_coalition_is_worth_what_its_program_gives(
    before: str, after: str, data: st.DataObject, seed: int
) -> None:
    """What is put together node by node is what a whole scoring of the program in between gives: nodes and totals."""
    old, new = loaded(before), loaded(after)
    players, program = players_of(difference(old, new), has_two_sets=False)
    structure = arranged({1 << at: player.place for at, player in enumerate(players)})
    dataset = dataset_of(old.schema, data.draw(Agencies(old).cases))
    game = Game(len(players), structure.coalitions(), program, dataset, dataset)
    hybrids = Hybrids(game, score(old, dataset))
    masks = Random(seed).sample(game.coalitions, min(6, len(game.coalitions)))
    for mask in (0, game.everyone, *masks):
        results = score(program(mask), dataset)
        for body in hybrids.bodies:
            whole = results.of(body.key)
            for name in whole.nodes:
                assert alike(whole.nodes[name], hybrids.result(name, body, mask)), (mask, name)
            assert same(whole.total.value, hybrids.worth(body).of(mask))


@settings(max_examples=6, deadline=None, phases=FOUND)
@given(methodologies(), methodologies(), st.data())
def test_parts_add_up_to_the_change_exactly(before: str, after: str, data: st.DataObject) -> None:
    """The parts of every body that has a total on both sides add up to its change, to the last digit."""
    old, new = loaded(before), loaded(after)
    dataset = dataset_of(old.schema, data.draw(Agencies(old).cases))
    made = impact(difference(old, new), dataset, dataset)
    for body in made.bodies:
        if body.change is None:
            assert body.unattributed is not None
            continue
        assert body.unattributed is None
        assert same(total([part.amount for part in body.parts]), body.change)


SYMMETRIC = """
methodology m version "1" {{ scale 0 to 100 points }}
subject agency {{ x: number, between 0 and 100 }}
direction one {{ score = x * {0} * 1 points assumed "x" }}
direction two {{ score = x * {1} * 1 points assumed "x" }}
direction three {{ score = x * {2} * 1 points assumed "x" }}
weights {{ equal when not applicable: share out in proportion assumed "x" }}
total {{ round total to 1 decimal, half up  never above {3} points assumed "x" }}
"""


@settings(max_examples=5, deadline=None, phases=FOUND)
@given(st.integers(1, 9), st.integers(30, 70), st.lists(st.integers(0, 100), min_size=1, max_size=5))
def test_symmetric_edits_get_the_same(tenths: int, cap: int, values: list[int]) -> None:
    """Three edits that do the same to three directions of one weight get the same, though rounding and a cap lie over them."""
    old, new = (
        loaded(SYMMETRIC.format(*[share] * 3, most)) for share, most in (("1", 90), (f"0.{tenths}", cap))
    )
    rows = [p.ExampleRow("agency", f"S{at}", None, (("x", fmpq(x)),)) for at, x in enumerate(values)]
    dataset = dataset_of(old.schema, rows)
    made = impact(difference(old, new), dataset, dataset)
    assert len(made.effects) == 4
    for body in made.bodies:
        amounts = {part.players: part.amount for part in body.parts}
        own = [
            amounts.get(1 << at, fmpq(0))
            for at, player in enumerate(made.attribution.players)
            if player.edits[0].key.startswith("node/") and player.edits[0].key.endswith("/score")
        ]
        assert len(own) == 3
        assert own[0] == own[1] == own[2]
        assert body.change is not None
        assert same(total(list(amounts.values())), body.change)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=32, max_size=32), st.permutations(range(5)))
def test_the_order_of_the_players_never_matters(values: list[int], order: list[int]) -> None:
    """Players numbered otherwise get the same."""

    def moved(mask: int) -> int:
        return sum(1 << order[at] for at in range(5) if mask >> at & 1)

    structure = arranged({1 << at: "" for at in range(5)})
    one = parts(structure, Worth(31, {mask: fmpq(values[mask]) for mask in range(32)}))
    other = parts(structure, Worth(31, {moved(mask): fmpq(values[mask]) for mask in range(32)}))
    assert {moved(part.players): part.amount for part in one} == {part.players: part.amount for part in other}
