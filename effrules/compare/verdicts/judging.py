"""Verdicts: what a change does to whoever is assessed, as far as the rules alone can show it.

A verdict speaks of all data that both methodologies can read: ``stricter`` where no body that has a score on both sides can
have a higher one, ``more lenient`` where none can have a lower one, ``same`` where all have the same, to the last digit.
It is shown by monotone steps only (``effrules.compare.verdicts.monotone``); where they do not reach, the verdict is ``different``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from attrs import frozen
from flint import fmpq

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Bearing, Place
from effrules.compare.edits.clauses import clauses_matched, follow_maxima
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.sides import Sides, path_of
from effrules.compare.matching import forms
from effrules.compare.matching.names import Space
from effrules.compare.matching.turns import in_turn
from effrules.compare.verdicts import bends
from effrules.compare.verdicts.bends import Way, both, flip
from effrules.compare.verdicts.monotone import Moves
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.types import POINTS_TYPE


class Bend(Enum):
    """Which way a node's score can move."""

    SAME = "same"
    STRICTER = "stricter"
    """No body can gain."""
    LENIENT = "more lenient"
    """No body can lose."""
    DIFFERENT = "different"
    """Which way can only be seen on data."""
    ADDED = "added"
    DROPPED = "dropped"


@frozen
class Verdict:
    """The verdict on a block, direction, criterion, penalty, bonus or the total, with the edits (by key) of the thing itself."""

    place: Place
    path: str
    bend: Bend
    because: tuple[str, ...] = ()


BENDS = {Way.SAME: Bend.SAME, Way.DOWN: Bend.STRICTER, Way.UP: Bend.LENIENT, Way.DIFFERENT: Bend.DIFFERENT}


def verdicts(sides: Sides, found: Sequence[Edit]) -> tuple[Verdict, ...]:
    """A verdict for every node and every penalty and bonus of both methodologies, in the order of the text."""
    return tuple(Judge(sides, found).all())


class Judge:
    """Tells which way nodes, penalties and bonuses move between two sides."""

    def __init__(self, sides: Sides, found: Sequence[Edit], moves: Callable[..., Moves] = Moves) -> None:
        self.sides = sides
        self.found = found
        self.left, self.right = sides.left, sides.right
        self.moves = moves(sides, self.score, self.applicable, self.parts)
        self._final: dict[str, Way] = {}
        self._applicable: dict[str, bool] = {}
        self.ours = {a.name: a for a in self.left.adjustments}
        self.theirs = {a.name: a for a in self.right.adjustments}

    def all(self) -> Iterator[Verdict]:
        """Every verdict."""
        for name in self.tree():
            gives = [self._gives(program, name) for program in (self.left, self.right)]
            if not any(gives):
                continue
            bend = BENDS[self.final(name)] if all(gives) else Bend.DROPPED if gives[0] else Bend.ADDED
            own = tuple(self._own(name)) if bend is not Bend.SAME else ()
            yield Verdict(self.sides.node_place(name), self.sides.node_path(name), bend, own)
        for name in [*self.theirs, *(name for name in self.ours if name not in self.theirs)]:
            place = self.sides.adjustment_place(name)
            keys = tuple(
                edit.key
                for edit in self.found
                if edit.at == (Space.ADJUSTMENT, "", name) and edit.bearing is Bearing.SCORES
            )
            yield Verdict(place, path_of(place), self.adjustment(name), keys)

    @staticmethod
    def _gives(program: p.Program, name: str) -> bool:
        """Whether a program has scores of a node: it is there, and no total that the rules do not give."""
        return name in program.nodes and program.nodes[name].no_total is None

    def tree(self) -> Iterator[str]:
        """The nodes of both, parents before their parts; what is gone stands where it stood."""
        ahead = ["total"]
        while ahead:
            name = ahead.pop()
            yield name
            old = self.left.nodes[name].parts if name in self.left.nodes else ()
            new = self.right.nodes[name].parts if name in self.right.nodes else ()
            there = [part for part in old if part not in self.right.nodes] + list(new)
            ahead.extend(reversed(in_turn(there, old, new, newly=True)))

    def _own(self, name: str) -> Iterator[str]:
        """The edits of a node's own parts, of how they weigh, and of its penalties and bonuses."""
        targets = {a.name for a in (*self.left.adjustments, *self.right.adjustments) if a.target == name}
        for edit in self.found:
            space, inside, thing = edit.at
            own = edit.at == (Space.NODE, "", name)
            weighs = isinstance(edit, e.Weights | e.Clauses) and getattr(edit, "node", name) == name
            adjusts = space is Space.ADJUSTMENT and not inside and thing in targets
            if edit.bearing is Bearing.SCORES and (own or weighs or adjusts):
                yield edit.key

    # -- Nodes ----------------------------------------------------------------------------------------------

    def score(self, name: str, before_rounding: bool) -> Way:
        """Which way a node's score moves, as formulas read it."""
        if not before_rounding:
            return self.final(name)
        if name not in self.left.nodes or name not in self.right.nodes or not self.applicable(name):
            return Way.DIFFERENT
        way = self.adjusted(name, self.raw(name))
        return both(way, self.bounded()) if name == "total" else way

    def final(self, name: str) -> Way:
        """Which way a node's score moves."""
        known = self._final.get(name)
        if known is None:
            self._final[name] = Way.DIFFERENT
            known = self._final[name] = self._find(name)
        return known

    def _find(self, name: str) -> Way:
        if name not in self.left.nodes or name not in self.right.nodes or not self.applicable(name):
            return Way.DIFFERENT
        ours, theirs = self.left.nodes[name], self.right.nodes[name]
        positive = all(
            signs.before_adjusting(node) for signs, node in zip(self.moves.signs, (ours, theirs), strict=True)
        )
        adjustments = [a for a in (*self.ours.values(), *self.theirs.values()) if a.target == name]
        if ours.rounds_last or theirs.rounds_last:
            positive = positive and all(a.sign > 0 for a in adjustments)
        rounded = bends.of_roundings(
            ours.rounding, theirs.rounding, positive=positive, any_order=not adjustments
        )
        if name == "total":
            return both(self.adjusted(name, self.raw(name)), rounded, self.bounded())
        way = self.adjusted(name, both(self.raw(name), rounded))
        ends = [_scale(node) for node in (ours, theirs)]
        if way is Way.SAME and ours.kind is p.NodeKind.CRITERION and ends[0] != ends[1]:
            return Way.DIFFERENT  # what lay outside its range was refused: for others now
        return way

    def bounded(self) -> Way:
        """Which way the limits of the total move it."""
        return both(
            bends.of_limits(self.left.final_floor, self.right.final_floor, upper=False),
            bends.of_limits(self.left.final_cap, self.right.final_cap, upper=True),
        )

    def raw(self, name: str) -> Way:
        """Which way the value of a node's formula, or the mean of its parts, moves."""
        ours, theirs = self.left.nodes[name], self.right.nodes[name]
        if ours.formula is None and theirs.formula is None:
            return self.mean(ours, theirs)
        return self.moves.value(_formula(ours), _formula(theirs))

    def mean(self, ours: p.ScoreNode, theirs: p.ScoreNode) -> Way:
        """The weighted mean moves with the parts where they weigh the same; a sum of criteria moves with them in any case."""
        if _scale(ours) != _scale(theirs):
            return Way.DIFFERENT
        if not self.steady_parts(ours, theirs):
            return Way.DIFFERENT
        moved = both(*(self.final(part) for part in ours.parts))
        ends = [[_scale(program.nodes[part]) for part in ours.parts] for program in (self.left, self.right)]
        if ends[0] == ends[1] and self.weigh_alike(ours.name):
            return moved
        return moved if self.is_sum(ours) and self.is_sum(theirs) else Way.DIFFERENT

    def is_sum(self, node: p.ScoreNode) -> bool:
        """Whether a node is the sum of criteria that are all applicable to everybody."""
        program, reading = (
            (self.left, self.sides.reads_left)
            if node is self.left.nodes.get(node.name)
            else (self.right, self.sides.reads_right)
        )
        if any(reading.may_be_left_out[part] for part in node.parts) or kinds.varies(
            program.nodes, node.name
        ):
            return False
        whole = sum((program.nodes[part].maximum for part in node.parts), fmpq(0))
        return whole == node.maximum - node.minimum and all(
            follow_maxima(program, node.name, {w.part: w.share for w in clause.weights.get(node.name, ())})
            for clause in program.weights
        )

    def steady_parts(self, ours: p.ScoreNode, theirs: p.ScoreNode) -> bool:
        """Whether a node has the same parts, each applicable to the same bodies."""
        return set(ours.parts) == set(theirs.parts) and all(self.applicable(part) for part in ours.parts)

    def weigh_alike(self, name: str) -> bool:
        """Whether a node's parts weigh the same, for the same bodies, whatever is not applicable; and none below 0."""
        matched, gone, fresh = clauses_matched(self.left, self.right)
        if gone or fresh or not all(signs.weighs(name) for signs in self.moves.signs):
            return False
        parts = self.left.nodes[name].parts
        steady = not any(self.sides.reads_left.may_be_left_out[part] for part in parts)
        for one, other in matched:
            before, after = self.left.weights[one], self.right.weights[other]
            shares = [{w.part: w.share for w in c.weights.get(name, ())} for c in (before, after)]
            if (
                shares[0] != shares[1]
                or (name in before.by_maxima) is not (name in after.by_maxima)
                or self.moves.condition(before.condition, after.condition) is not Way.SAME
            ):
                return False
            if before.redistribution is not after.redistribution and not steady:
                return False
        return True

    def parts(self, left: p.PartsAggregate, right: p.PartsAggregate) -> Way:
        """Which way an aggregate of a node's own parts moves."""
        if (left.node, left.kind, left.weighted) != (right.node, right.kind, right.weighted):
            return Way.DIFFERENT
        ours, theirs = self.left.nodes[left.node], self.right.nodes[left.node]
        if left.scaled:
            return self.mean(ours, theirs)
        if not self.steady_parts(ours, theirs) or (left.weighted and not self.weigh_alike(left.node)):
            return Way.DIFFERENT
        moved = both(*(self.final(part) for part in ours.parts))

        def positive() -> bool:
            return all(signs.score(part) for signs in self.moves.signs for part in ours.parts)

        follows = moved is Way.SAME or left.kind.facts.rises.follows(positive)
        return moved if follows else Way.DIFFERENT

    # -- Who is assessed ------------------------------------------------------------------------------------

    def applicable(self, name: str) -> bool:
        """Whether a node is applicable to the same bodies on both sides."""
        known = self._applicable.get(name)
        if known is None:
            self._applicable[name] = False
            known = self._applicable[name] = self._is_applicable(name)
        return known

    def _is_applicable(self, name: str) -> bool:
        if name not in self.left.nodes or name not in self.right.nodes:
            return False
        left, right = self.sides.reads_left.may_be_left_out, self.sides.reads_right.may_be_left_out
        if not left[name] and not right[name]:
            return True
        ours, theirs = self._conditions(self.left, name), self._conditions(self.right, name)
        if len(ours) != len(theirs) or not all(
            (one is other or forms.form(one) == forms.form(other))
            and self.moves.condition(one.condition, other.condition) is Way.SAME
            for one, other in zip(ours, theirs, strict=True)
        ):
            return False
        nodes = self.left.nodes[name], self.right.nodes[name]
        by_parts = [bool(node.parts) and node.only_parts for node in nodes]
        if not any(by_parts):
            return True
        return by_parts[0] is by_parts[1] and self.steady_parts(*nodes)

    @staticmethod
    def _conditions(program: p.Program, name: str) -> list[p.NotApplicableWhen]:
        """The conditions of a node and of those above it; a total that does not apply leaves its parts as they are."""
        found: list[p.NotApplicableWhen] = []
        at: str | None = name
        while at is not None:
            if at == name or program.nodes[at].kind is not p.NodeKind.TOTAL:
                found.extend(program.nodes[at].not_applicable)
            at = program.nodes[at].parent
        return found

    # -- Penalties and bonuses ------------------------------------------------------------------------------

    def adjusted(self, name: str, way: Way) -> Way:
        """Which way a score moves with its penalties and bonuses."""
        ours = {a.name: a for a in self.left.adjustments if a.target == name}
        theirs = {a.name: a for a in self.right.adjustments if a.target == name}
        common = [one for one in ours if one in theirs]
        limited = any(
            a.floor is not None or a.ceiling is not None for a in (*ours.values(), *theirs.values())
        )
        if limited and common != [one for one in theirs if one in ours]:
            return Way.DIFFERENT
        ways = [way]
        for one in {**ours, **theirs}:
            before, after = ours.get(one), theirs.get(one)
            if before is None or after is None:
                there = before or after
                assert there is not None
                way_of_it = Way.DOWN if there.sign < 0 else Way.UP
                ways.append(way_of_it if before is None else flip(way_of_it))
            else:
                ways.append(self.effect(before, after))
        return both(*ways)

    def effect(self, before: p.Adjustment, after: p.Adjustment) -> Way:
        """Which way a penalty or bonus that is in both moves the score."""
        amount = self.amount(before, after)
        return both(
            flip(amount) if before.sign < 0 else amount,
            bends.of_limits(before.floor, after.floor, upper=False),
            bends.of_limits(before.ceiling, after.ceiling, upper=True),
        )

    def amount(self, before: p.Adjustment, after: p.Adjustment) -> Way:
        """Which way the amount moves; it is never negative."""
        scopes = forms.of_adjustment(before), forms.of_adjustment(after)
        if before.rows is not None and after.rows is not None:
            rows = self.moves.rows(before.rows, after.rows, scopes)
        elif before.rows is after.rows:
            rows = Way.SAME
        else:
            return Way.DIFFERENT
        if before.condition is None or after.condition is None:
            appears = before.condition is None
            asked = Way.SAME if before.condition is after.condition else Way.DOWN if appears else Way.UP
        else:
            asked = self.moves.condition(before.condition, after.condition)
        if before.cap is None or after.cap is None:
            capped = Way.SAME if before.cap is after.cap else Way.DOWN if before.cap is None else Way.UP
        else:
            capped = self.moves.value(before.cap, after.cap)
        return both(rows, asked, capped, self.moves.value(before.amount, after.amount, scopes))

    def adjustment(self, name: str) -> Bend:
        """The verdict on a penalty or bonus."""
        before, after = self.ours.get(name), self.theirs.get(name)
        if before is None or after is None:
            return Bend.ADDED if before is None else Bend.DROPPED
        if before.target != after.target:
            return Bend.DIFFERENT
        return BENDS[self.effect(before, after)]


def _formula(node: p.ScoreNode) -> p.Expression:
    """A node's formula; of one without, the mean of its parts."""
    if node.formula is not None:
        return node.formula
    body = p.RowVariable(0, "", "")
    return p.PartsAggregate(p.AggregateKind.AVERAGE, True, node.name, body, POINTS_TYPE, scaled=True)


def _scale(node: p.ScoreNode) -> forms.Form:
    """The ends of a node's scale, for each kind of subject."""
    return node.minimum, node.maximum, forms.form(node.maxima)
