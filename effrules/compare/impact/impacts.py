"""Who moves between two versions, and by which edit, as measured."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from effrules.compare.difference import Difference
from effrules.compare.edits.edit import Total
from effrules.compare.impact.attribution import Attribution, Player, Unattributed
from effrules.compare.impact.hybrid import TOTAL
from effrules.compare.impact.shapley import Part
from effrules.compare.impact.spread import Spread
from effrules.exact import Results, SubjectResult
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num, compare, sign


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
