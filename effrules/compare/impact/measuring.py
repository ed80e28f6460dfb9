"""Whom a change of rules moves, by how much, and which edit did it.

``impact`` scores both sides, sets them against each other body by body, and shares each change out among the edits.
Everything is exact; nothing here knows how it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from attrs import evolve
from flint import fmpq

from effrules.compare.difference import Difference
from effrules.compare.edits.change import Thing
from effrules.compare.edits.edit import Rename
from effrules.compare.impact.attribution import Attribution, attribution, of_node
from effrules.compare.impact.hybrid import TOTAL, Many
from effrules.compare.impact.impacts import WHOLE, BodyImpact, Effect, Impact, NodeMove, Pair
from effrules.compare.impact.spread import spread
from effrules.compare.impact.standings import changed, standings
from effrules.data.dataset import Dataset
from effrules.exact import Results, score, statistics
from effrules.model import real
from effrules.model.real import Num, compare, sign

NODES = (Thing.TOTAL, Thing.BLOCK, Thing.DIRECTION, Thing.CRITERION)


def impact(
    difference: Difference,
    old_data: Dataset,
    new_data: Dataset,
    progress: Callable[[int, int], None] | None = None,
    many: Many | None = None,
) -> Impact:
    """Whom a change moves. One set of data is the same object twice (``datasets.laid_together``).

    ``many``: an engine for many bodies at a time; the digits are the same.

    Raises Undecided where irrational totals cannot be told apart within the precision that is tried.
    """
    scored = score if many is None else many.score
    old, new = scored(difference.old, old_data), scored(difference.new, new_data)
    shares = attribution(difference, old_data, new_data, old, new, progress, many)
    renamed = {
        e.before: e.after for e in difference.edits if isinstance(e, Rename) and e.place.thing in NODES
    }
    first, *rest = _heads(difference, renamed)
    named = {pair.name for pair in rest}
    others = tuple(_of(difference, shares, old, new, renamed, pair, {pair.name}, only=True) for pair in rest)
    return evolve(_of(difference, shares, old, new, renamed, first, named, only=False), others=others)


def _heads(difference: Difference, renamed: Mapping[str, str]) -> tuple[Pair, ...]:
    """What is compared: the totals; where not both rules give one, what stands below it there and is on the other side, too."""
    if difference.old.gives_total and difference.new.gives_total:
        return (WHOLE,)
    back = {now: was for was, now in renamed.items()}
    found: dict[Pair, None] = {}
    for side in (difference.new, difference.old):
        for name in () if side.gives_total else side.heads:
            is_new = side is difference.new
            old, new = (back.get(name, name), name) if is_new else (name, renamed.get(name, name))
            if old in difference.old.nodes and new in difference.new.nodes:
                found[Pair(old, new)] = None
    return tuple(found) or (WHOLE,)


def _of(
    difference: Difference,
    shares: Attribution,
    old: Results,
    new: Results,
    renamed: Mapping[str, str],
    of: Pair,
    names: Collection[str],
    *,
    only: bool,
) -> Impact:
    """The impact on a node, with the ratings and rankings by the nodes of these names, or (not ``only``) those by no such node."""
    if of is not WHOLE:
        shares = of_node(shares, (of.old, of.new), old, new)
    bodies = tuple(_bodies(old, new, shares, of))
    changes = [body.change for body in bodies if body.change is not None]
    ratings = _pairs(
        [rating.node for rating in difference.old.ratings],
        [rating.node for rating in difference.new.ratings],
        renamed,
    )
    by = {
        ranking.name: ranking.keys[0].node
        for side in (difference.old, difference.new)
        for ranking in side.rankings
    }
    return Impact(
        difference,
        shares,
        old,
        new,
        bodies,
        tuple(pair for pair in ratings if (pair.name in names) is only),
        tuple(pair for pair in _rankings(difference) if (by[pair.name] in names) is only),
        spread(changes),
        () if only else tuple(_node_moves(difference, bodies, renamed)),
        _effects(difference, shares, bodies, of),
        of,
    )


def _bodies(old: Results, new: Results, shares: Attribution, of: Pair) -> Sequence[BodyImpact]:
    before, after = ({result.key: result for result in side.subjects} for side in (old, new))
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        change: Num | None = None
        if one is not None and other is not None:
            left = None if of.old is None else one.nodes[of.old].value
            right = None if of.new is None else other.nodes[of.new].value
            if left is not None and right is not None:
                change = real.subtract(right, left)
        parts = shares.by_key.get(key, ())
        found.append(BodyImpact(key, one, other, change, parts, shares.unattributed.get(key), of))
    return found


# -- What stands for what -------------------------------------------------------------------------------------


def _pairs(old: Sequence[str], new: Sequence[str], renamed: Mapping[str, str]) -> tuple[Pair, ...]:
    """Things of the new side with what they were, then those of the old side that are gone."""
    was = {renamed.get(name, name): name for name in old}
    found = [Pair(was.get(name), name) for name in new]
    return (*found, *(Pair(name, None) for now, name in was.items() if now not in new))


def _rankings(difference: Difference) -> tuple[Pair, ...]:
    old, new = ([r.name for r in side.rankings] for side in (difference.old, difference.new))
    if len(old) == len(new) == 1:
        return (Pair(old[0], new[0]),)
    renames = (e for e in difference.edits if isinstance(e, Rename) and e.place.thing is Thing.RANKING)
    return _pairs(old, new, {edit.before: edit.after for edit in renames})


# -- Nodes ----------------------------------------------------------------------------------------------------


def _node_moves(
    difference: Difference, bodies: Sequence[BodyImpact], renamed: Mapping[str, str]
) -> Sequence[NodeMove]:
    """Every node of both sides, in the order of the new tree, then those that are gone."""
    found = []
    for pair in _pairs(list(difference.old.nodes), list(difference.new.nodes), renamed):
        counts = {"up": 0, "down": 0, "gained": 0, "lost": 0, "same": 0}
        changes: list[Num] = []
        for body in bodies:
            if body.old is None or body.new is None:
                continue
            left = None if pair.old is None else body.old.nodes[pair.old].value
            right = None if pair.new is None else body.new.nodes[pair.new].value
            if left is None or right is None:
                counts["same" if left is right else "gained" if left is None else "lost"] += 1
                continue
            change = real.subtract(right, left)
            changes.append(change)
            counts[("same", "up", "down")[sign(change)]] += 1
        side = difference.old if pair.new is None else difference.new
        mean = statistics.mean(changes) if changes else None
        found.append(NodeMove(pair, side.nodes[pair.name].kind, mean=mean, **counts))
    return found


# -- Players --------------------------------------------------------------------------------------------------


def _effects(
    difference: Difference, shares: Attribution, bodies: Sequence[BodyImpact], of: Pair
) -> tuple[Effect, ...]:
    """What each player does to a node."""
    game = shares.hybrids.game
    has_standings = any(side.ratings or side.rankings for side in (difference.old, difference.new))
    first = standings(shares.hybrids, 0) if has_standings else {}
    last = standings(shares.hybrids, game.everyone) if has_standings else {}
    attributed = [body for body in bodies if body.key in shares.by_key]
    found = []
    for at, player in enumerate(shares.players):
        mask = 1 << at
        own = [part for body in attributed for part in body.parts if part.players == mask]
        signs = [sign(part.amount) for part in own]
        amounts = sorted((part.amount for part in own), key=_Rising)
        grades = places = 0
        if has_standings:
            alone = changed(first, standings(shares.hybrids, mask))
            left = changed(standings(shares.hybrids, game.everyone & ~mask), last)
            grades, places = max(alone[0], left[0]), max(alone[1], left[1])
        found.append(
            Effect(
                player,
                mask,
                moved=sum(bool(moving & mask) for moving in shares.moving.values()),
                up=signs.count(1),
                down=signs.count(-1),
                jointly=sum(
                    bool(part.players & mask) and part.players != mask
                    for body in attributed
                    for part in body.parts
                ),
                mean=real.divide(statistics.total(amounts), fmpq(len(attributed))) if attributed else None,
                largest=amounts[-1] if amounts else None,
                smallest=amounts[0] if amounts else None,
                nodes=_nodes_moved(shares, mask, of),
                grades=grades,
                places=places,
            )
        )
    return tuple(found)


class _Rising:
    """A number as it is compared: the smallest first."""

    def __init__(self, value: Num) -> None:
        self.value = value

    def __lt__(self, other: _Rising) -> bool:
        return compare(self.value, other.value) < 0


def _nodes_moved(shares: Attribution, mask: int, of: Pair) -> dict[str, int]:
    """The other nodes, but for the total, whose results a player changes in some combination, for how many bodies."""
    found = {}
    for name, tables in shares.hybrids.tables.items():
        count = sum(bool(table.players & mask) for table in tables.values())
        if count and name not in (TOTAL, of.old):
            found[name] = count
    return found
