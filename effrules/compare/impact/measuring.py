"""Whom a change of rules moves, by how much, and which edit did it.

``impact`` scores both sides, sets them against each other body by body, and shares each change out among the edits.
Everything is exact; nothing here knows how it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from attrs import evolve, frozen
from flint import fmpq

from effrules.compare.difference import Difference
from effrules.compare.edits.change import Thing
from effrules.compare.edits.edit import Rename, Total
from effrules.compare.impact.attribution import Attribution, Player, Unattributed, attribution, of_node
from effrules.compare.impact.hybrid import TOTAL
from effrules.compare.impact.shapley import Part
from effrules.compare.impact.spread import Spread, spread
from effrules.compare.impact.standings import changed, standings
from effrules.data.dataset import Dataset
from effrules.exact import Results, SubjectResult, score, statistics
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num, compare, sign

NODES = (Thing.TOTAL, Thing.BLOCK, Thing.DIRECTION, Thing.CRITERION)


@frozen
class Pair:
    """One thing under its old and its new name; ``None`` where a side does not have it."""

    old: str | None
    new: str | None

    @property
    def name(self) -> str:
        """The new name, else the old one."""
        return self.new if self.new is not None else self.old or ""


WHOLE = Pair(TOTAL, TOTAL)
"""The total."""


@frozen(eq=False)
class BodyImpact:
    """What becomes of one body. ``change`` is ``None`` where it has no total (or score of the node ``of``) on one side.

    ``parts`` add up to ``change``, exactly; where there are none for another reason than that nothing moves the body,
    ``unattributed`` says why.
    """

    key: str
    old: SubjectResult | None
    new: SubjectResult | None
    change: Num | None
    parts: tuple[Part, ...]
    unattributed: Unattributed | None
    of: Pair = WHOLE

    def grades(self, rating: Pair) -> tuple[str | None, str | None]:
        """The old and the new grade."""
        return _grade(self.old, rating.old), _grade(self.new, rating.new)

    def places(self, ranking: Pair) -> tuple[int | None, int | None]:
        """The old and the new place."""
        return _place(self.old, ranking.old), _place(self.new, ranking.new)

    def total(self, side: int) -> Num | None:
        """The old (0) or the new (1) total, or score of the node that it is about."""
        result, name = (self.new, self.of.new) if side else (self.old, self.of.old)
        return None if result is None or name is None else result.nodes[name].value


def _grade(result: SubjectResult | None, node: str | None) -> str | None:
    return None if result is None or node is None else result.ratings.get(node)


def _place(result: SubjectResult | None, ranking: str | None) -> int | None:
    place = None if result is None or ranking is None else result.places.get(ranking)
    return None if place is None else place.number


@frozen
class NodeMove:
    """What becomes of a node, in points: how many bodies' scores go up or down, or come or go, and the mean change."""

    node: Pair
    kind: p.NodeKind
    up: int
    down: int
    gained: int
    lost: int
    same: int
    mean: Num | None

    @property
    def is_moved(self) -> bool:
        """Whether any body's score is another one."""
        return bool(self.up or self.down or self.gained or self.lost)


@frozen(eq=False)
class Effect:
    """What one player does to all bodies.

    ``moved`` counts the bodies whose total it changes in some combination with the others; ``up``, ``down`` those whose
    part from it is above or below 0, ``jointly`` those where it cannot be told apart from others. ``largest`` and
    ``smallest`` are the extreme parts. ``nodes`` gives, for each node below the total that it moves, for how many
    bodies. ``grades`` and ``places`` count the bodies that get another grade or place by it: made alone, or made last.
    """

    player: Player
    mask: int
    moved: int
    up: int
    down: int
    jointly: int
    mean: Num | None
    largest: Num | None
    smallest: Num | None
    nodes: Mapping[str, int]
    grades: int
    places: int

    @property
    def has_none(self) -> bool:
        """Whether it changes nothing for any body: no score, grade or place, nor whether there is a total."""
        gives = any(isinstance(edit, Total) for edit in self.player.edits)
        return not (self.moved or self.nodes or self.grades or self.places or gives)


@frozen(eq=False)
class Impact:
    """Everything about whom a change moves. Bodies are in the order of the old data, then those of the new only.

    ``of`` is the node whose score is compared: the total; where not both rules give one, a block or direction below it that is
    in both, and ``others`` are the same for the further ones.
    """

    difference: Difference
    attribution: Attribution
    old: Results
    new: Results
    bodies: tuple[BodyImpact, ...]
    ratings: tuple[Pair, ...]
    rankings: tuple[Pair, ...]
    spread: Spread | None
    nodes: tuple[NodeMove, ...]
    effects: tuple[Effect, ...]
    of: Pair = WHOLE
    others: tuple[Impact, ...] = ()

    @property
    def each(self) -> tuple[Impact, ...]:
        """This one, and those of the further nodes."""
        return (self, *self.others)

    def most_moved(self) -> tuple[BodyImpact, ...]:
        """The bodies whose total changes, the largest change in either direction first."""
        moved = [body for body in self.bodies if body.change is not None and sign(body.change) != 0]
        return tuple(sorted(moved, key=_by_size))

    def crossing(self, rating: Pair) -> tuple[BodyImpact, ...]:
        """The bodies with another grade."""
        return tuple(
            body
            for body in self.bodies
            if body.old is not None and body.new is not None and len(set(body.grades(rating))) == 2
        )

    def gained(self) -> tuple[BodyImpact, ...]:
        """The bodies that have a total only now."""
        return tuple(body for body in self.bodies if body.total(0) is None and body.total(1) is not None)

    def lost(self) -> tuple[BodyImpact, ...]:
        """The bodies that have no total any more."""
        return tuple(body for body in self.bodies if body.total(0) is not None and body.total(1) is None)


class _BySize:
    """A body as it is compared by the size of its change: the largest first."""

    def __init__(self, size: Num) -> None:
        self.size = size

    def __lt__(self, other: _BySize) -> bool:
        return compare(other.size, self.size) < 0


def _by_size(body: BodyImpact) -> _BySize:
    assert body.change is not None, "only changes are compared"
    return _BySize(real.absolute(body.change))


def impact(
    difference: Difference,
    old_data: Dataset,
    new_data: Dataset,
    progress: Callable[[int, int], None] | None = None,
) -> Impact:
    """Whom a change moves. One set of data is the same object twice (``datasets.laid_together``).

    Raises Undecided where irrational totals cannot be told apart within the precision that is tried.
    """
    old, new = score(difference.old, old_data), score(difference.new, new_data)
    shares = attribution(difference, old_data, new_data, old, new, progress)
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
