"""How much of each body's change comes from which edit.

The players are the groups of edits that can be applied independently, and the data where both sides have their own. The
worth of a coalition is the published total under the old rules with these edits made; each player gets its Shapley value,
in exact arithmetic. Above ``coalitions.MOST_PLAYERS`` players those of one block form a union: Owen value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from attrs import frozen

from effrules.compare.applying import applied, parted
from effrules.compare.difference import Difference
from effrules.compare.edits.change import Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.impact.coalitions import Structure, arranged
from effrules.compare.impact.datasets import bound_to_data, reads_otherwise
from effrules.compare.impact.hybrid import TOTAL, Game, Hybrids, Many
from effrules.compare.impact.shapley import Part, parts, same
from effrules.data.dataset import Dataset
from effrules.exact.results import Results
from effrules.model import program as p
from effrules.model.real import Num

STANDING = (Thing.RATING, Thing.RANKING)


@frozen
class Player:
    """A cause of change: edits that go together, or the data with the edits that cannot do without them."""

    edits: tuple[Edit, ...]
    is_data: bool = False

    @property
    def place(self) -> str:
        """The part of the rules that it belongs to: the outermost name of its first edit's path."""
        return "" if self.is_data else self.edits[0].path.split(" > ")[0]

    @property
    def can_move_scores(self) -> bool:
        """Whether it concerns more than what scores are called and how they are ranked."""
        return self.is_data or any(edit.place.thing not in STANDING for edit in self.edits)


class Unattributed(Enum):
    """Why a body's change is not shared out."""

    ONE_SIDE = "only one side's data have the body"
    NO_SCORE = "it has no score on one side"
    NOT_REACHED = "the edits applied to the old rules do not give the new total"


@frozen(eq=False)
class Attribution:
    """What every player adds to the total (or another node) of every body, with what it takes to ask for more.

    ``by_key`` gives the parts of each body; ``moving`` the players (a mask) that make a difference to its total in any
    coalition; ``unattributed`` says of the others why they have none.
    """

    players: tuple[Player, ...]
    structure: Structure
    hybrids: Hybrids
    by_key: dict[str, tuple[Part, ...]]
    moving: dict[str, int]
    unattributed: dict[str, Unattributed]

    def players_of(self, mask: int) -> tuple[Player, ...]:
        """The players of a mask."""
        return tuple(player for at, player in enumerate(self.players) if mask >> at & 1)


def attribution(
    difference: Difference,
    old_data: Dataset,
    new_data: Dataset,
    old: Results,
    new: Results,
    progress: Callable[[int, int], None] | None = None,
    many: Many | None = None,
) -> Attribution:
    """Share out each body's change. ``old_data`` and ``new_data`` are the same object where they are one set of data.

    ``old`` and ``new`` are the results of both sides, ``many`` is an engine for many bodies at a time, if there is one.
    """
    players, program = players_of(difference, has_two_sets=old_data is not new_data)
    structure = arranged(
        {1 << at: player.place for at, player in enumerate(players) if player.can_move_scores}
    )
    data = sum(1 << at for at, player in enumerate(players) if player.is_data)
    game = Game(len(players), structure.coalitions(), program, old_data, new_data, data)
    hybrids = Hybrids(game, old, progress, many)
    return _of_node(players, structure, hybrids, (TOTAL, TOTAL), old, new)


def of_node(
    found: Attribution, node: tuple[str | None, str | None], old: Results, new: Results
) -> Attribution:
    """The same players' parts in the score of another node than the total: its old and its new name."""
    return _of_node(found.players, found.structure, found.hybrids, node, old, new)


def _of_node(
    players: tuple[Player, ...],
    structure: Structure,
    hybrids: Hybrids,
    node: tuple[str | None, str | None],
    old: Results,
    new: Results,
) -> Attribution:
    game = hybrids.game
    by_key: dict[str, tuple[Part, ...]] = {}
    moving: dict[str, int] = {}
    unattributed: dict[str, Unattributed] = {}
    before, after = _scores(old, node[0]), _scores(new, node[1])
    for body in hybrids.bodies:
        key = body.key
        if not body.is_on_both_sides:
            unattributed[key] = Unattributed.ONE_SIDE
            continue
        if node[0] is None or node[1] is None:
            unattributed[key] = Unattributed.NO_SCORE
            continue
        worth = hybrids.worth(body, node[0])
        moving[key] = worth.players
        if before[key] is None or after[key] is None:
            unattributed[key] = Unattributed.NO_SCORE
        elif not same(worth.of(game.everyone), after[key]) or not same(worth.of(0), before[key]):
            unattributed[key] = Unattributed.NOT_REACHED
        else:
            by_key[key] = parts(structure, worth)
    return Attribution(players, structure, hybrids, by_key, moving, unattributed)


def _scores(results: Results, node: str | None) -> dict[str, Num | None]:
    """The score of a node by body; nothing where a side does not have it."""
    return {result.key: None if node is None else result.nodes[node].value for result in results.subjects}


def players_of(
    difference: Difference, *, has_two_sets: bool
) -> tuple[tuple[Player, ...], Callable[[int], p.Program]]:
    """The players, and the program for any mask of them, in which what is only renamed bears its old name.

    What nothing reads yet is there in every program; what moves no score is made in none. With the new data come the new
    names of what is reported.
    """
    pieces = parted(difference)
    groups = pieces.groups
    members: list[tuple[int, ...]] = [(at,) for at in range(len(groups))]
    players = [Player(group) for group in groups]
    renames: tuple[Edit, ...] = ()

    def made(chosen: Iterable[int], *, with_new_data: bool = False) -> p.Program:
        edits = [*pieces.before, *(edit for at in sorted(chosen) for edit in groups[at])]
        return applied(difference, (*edits, *(renames if with_new_data else ())))

    if has_two_sets:
        renames = _closed([edit for edit in pieces.after if reads_otherwise(edit)], pieces.before)
        everyone = range(len(groups))
        alone = [made([at]) for at in everyone]
        without = [made([i for i in everyone if i != at], with_new_data=True) for at in everyone]
        bound = bound_to_data(groups, alone, without, difference.old.schema, difference.new.schema)
        members = [*((at,) for at in everyone if at not in bound), tuple(sorted(bound))]
        players = [Player(groups[own[0]]) for own in members[:-1]]
        with_data = tuple(edit for at in sorted(bound) for edit in groups[at])
        players.append(Player((*with_data, *renames), is_data=True))
    programs: dict[int, p.Program] = {}

    def program(mask: int) -> p.Program:
        found = programs.get(mask)
        if found is None:
            chosen = [at for i, own in enumerate(members) if mask >> i & 1 for at in own]
            with_new_data = has_two_sets and bool(mask >> (len(members) - 1) & 1)
            found = programs[mask] = made(chosen, with_new_data=with_new_data)
        return found

    return tuple(players), program


def _closed(edits: Sequence[Edit], applied_before: Sequence[Edit]) -> tuple[Edit, ...]:
    """Those of some edits that can be applied together, after others."""
    kept = list(edits)
    while True:
        keys = {edit.key for edit in (*kept, *applied_before)}
        fit = [edit for edit in kept if edit.requires <= keys]
        if len(fit) == len(kept):
            return tuple(kept)
        kept = fit
