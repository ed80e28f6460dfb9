"""What must hold of the impact of any change: random pairs of methodologies over random bodies."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load_text
from effrules.compare.attribution import players_of
from effrules.compare.coalitions import arranged
from effrules.compare.difference import difference
from effrules.compare.hybrid import Game, Hybrids
from effrules.compare.impact import impact
from effrules.compare.shapley import Worth, parts, same
from effrules.compare.tables import alike
from effrules.exact import score
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from tests.strategies import methodologies


def loaded(text: str) -> p.Program:
    """The program of a text without errors."""
    program = load_text(text).program
    assert program is not None, text
    return program


def total(values: Sequence[Num]) -> Num:
    """Numbers added up."""
    found: Num = fmpq(0)
    for value in values:
        found = real.add(found, value)
    return found


@settings(max_examples=12, deadline=None)
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


@settings(max_examples=12, deadline=None)
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
