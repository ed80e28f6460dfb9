"""Where the points went: what each part costs the score above it, in that score's points, exactly.

A weighted mean hands down what is missing to its maximum: its maximum less its score is the sum, over the parts, of
(maximum - minimum) x weight / (part's maximum - part's minimum) x (part's maximum - part's score). Followed down to the
nodes that have a formula of their own, with what rounding, penalties, bonuses and bounds took on the way, the losses
add up to the maximum of the node asked for less its score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cmp_to_key

from attrs import frozen
from flint import fmpq

from effrules.model.program import Program
from effrules.model.real import Num, Real, Undecided, add, compare, multiply, subtract
from effrules.trace import steps as s
from effrules.trace.derivation import Derivation
from effrules.trace.steps import Ref

ZERO, ONE = fmpq(0), fmpq(1)


class LossKind(Enum):
    """What took the points."""

    SCORE = "score"
    """The score of a node with a formula of its own is below its maximum."""
    INSTEAD = "counts as zero"
    """A part that is not applicable counts all the same, below its maximum."""
    PENALTY = "penalty"
    BONUS = "bonus"
    """What it gives is a negative loss."""
    MULTIPLIED = "multiplied"
    """A clause multiplied the score; negative where that gave points."""
    ROUNDING = "rounding"
    """Negative where rounding gave points."""
    BOUND = "bound"
    """The total's own floor or cap."""


@frozen
class Missing:
    """A part of a node with a formula of its own, ``depth`` levels below it: score and maximum, in its own points."""

    node: str
    depth: int
    score: Num | None
    maximum: fmpq


@frozen
class Loss:
    """What was lost at a node, in points of the node asked for (``points``) and in its own points (``own``).

    ``step`` is where it happened. ``points`` is ``factor`` x ``own``. ``score`` is the node's score before rounding, penalties and bonuses (``None``: it has none),
    ``maximum`` the most that it can be. ``below`` are the parts that the node's own formula was made of.
    """

    kind: LossKind
    node: str
    adjustment: str
    points: Num
    factor: fmpq
    own: Num
    score: Num | None
    maximum: fmpq
    step: Ref
    below: tuple[Missing, ...] = ()


@frozen
class Losses:
    """All losses of a node, the largest first; rounding comes last. They add up to ``maximum`` - ``value``."""

    node: str
    value: Num
    maximum: fmpq
    losses: tuple[Loss, ...]

    @property
    def missing(self) -> Num:
        """What is missing to the maximum."""
        return subtract(self.maximum, self.value)

    @property
    def total(self) -> Num:
        """The sum of the losses: the same number."""
        made: Num = ZERO
        for loss in self.losses:
            made = add(made, loss.points)
        return made

    def made_good(self, target: fmpq) -> int | None:
        """How many of the largest losses would have to be made good to reach a score; ``None``: all are not enough.

        0 where it is reached already. Differences of rounding cannot be made good. What is made good is added exactly:
        nothing is rounded anew. What cannot be told from the score that is asked for does not count as reaching it.
        """
        reached = self.value
        count = 0
        for loss in self.losses:
            if not _below_or_undecided(reached, target):
                return count
            if loss.kind is LossKind.ROUNDING or not _below_or_undecided(ZERO, loss.points):
                continue
            reached = add(reached, loss.points)
            count += 1
        return None if _below_or_undecided(reached, target) else count


def losses(derivation: Derivation) -> Losses | None:
    """What the node of a derivation lost; ``None`` where it has no score."""
    return losses_of(derivation.root, derivation.steps, derivation.program)


def losses_of(ref: Ref, steps: Sequence[s.Step], program: Program) -> Losses | None:
    """What the node of a step lost; ``None`` where it has no score."""
    root = steps[ref]
    assert isinstance(root, s.Node)
    if root.state is not s.State.SCORED:
        return None
    found = _sorted(_of_node(root, ONE, _Steps(steps, program)))
    return Losses(root.node, _num(root.value), root.maximum, tuple(found))


@frozen
class _Steps:
    steps: Sequence[s.Step]
    program: Program

    def step(self, ref: Ref) -> s.Step:
        return self.steps[ref]


def _is_something(points: Num) -> bool:
    """Whether points are not 0; what cannot be told from 0 is something, or the losses would not add up."""
    try:
        return compare(points, ZERO) != 0
    except Undecided:
        return True


def _below_or_undecided(left: Num, right: Num) -> bool:
    """Whether a number is below another, or cannot be told from it."""
    try:
        return compare(left, right) < 0
    except Undecided:
        return True


def _num(value: s.StepValue) -> Num:
    assert isinstance(value, fmpq | Real)
    return value


def _of_node(node: s.Node, factor: fmpq, at_hand: _Steps) -> Iterator[Loss]:
    """What was lost at a node and below it; ``factor``: points of the node asked for in one of its own."""
    assert node.result is not None
    own_rounding = at_hand.program.nodes[node.node].rounding is not None
    at = at_hand.step(node.result)
    while True:
        match at:
            case s.Adjust():
                kind = LossKind(at.kind.value)
                before, name = at.score, at.adjustment
            case s.Bounded():
                kind, before, name = LossKind.BOUND, at.operand, ""
            case s.Multiplied():
                kind, before, name = LossKind.MULTIPLIED, at.operand, ""
            case s.MeanOfOthers() if at_hand.step(at.condition).value is False:
                at = at_hand.step(at.result)
                continue
            case s.Round() if own_rounding:
                own_rounding = False
                kind, before, name = LossKind.ROUNDING, at.operand, ""
            case _:
                break
        old = _num(at_hand.step(before).value)
        took = subtract(old, _num(at.value))
        if _is_something(took):
            yield Loss(kind, node.node, name, multiply(factor, took), factor, took, old, node.maximum, at.id)
        at = at_hand.step(before)
    shares = _shares(at, node)
    if shares is not None:
        for part, share in shares:
            yield from _of_part(part, factor * share, at.id, at_hand)
        return
    raw = _num(at.value)
    own = subtract(node.maximum, raw)
    if _is_something(own):
        below = tuple(_missing(node, at_hand, 1))
        points = multiply(factor, own)
        yield Loss(LossKind.SCORE, node.node, "", points, factor, own, raw, node.maximum, node.id, below)


def _of_part(part: s.Part, factor: fmpq, mean: Ref, at_hand: _Steps) -> Iterator[Loss]:
    if part.score is not None:
        step = at_hand.step(part.score)
        assert isinstance(step, s.Node)
        yield from _of_node(step, factor, at_hand)
        return
    assert part.instead is not None
    own = part.maximum - part.instead
    if own != 0:
        points = factor * own
        ends = part.instead, part.maximum
        yield Loss(LossKind.INSTEAD, part.part, "", points, factor, own, *ends, mean)


def _shares(step: s.Step, node: s.Node) -> Sequence[tuple[s.Part, fmpq]] | None:
    """What one point of each part is worth at its node; ``None`` where the parts do not simply add up to its maximum."""
    match step:
        case s.WeightedMean():
            scale = step.maximum - step.minimum
            return [(part, scale * part.weight / (part.maximum - part.minimum)) for part in step.parts]
        case s.OfParts(adds_up=True):
            shares = [(part, step.share_of(part)) for part in step.parts]
            found = [(part, ONE if share is None else share) for part, share in shares]
        case _:
            return None
    most = sum((share * part.maximum for part, share in found), ZERO)
    return found if most == node.maximum else None


def _missing(node: s.Node, at_hand: _Steps, depth: int) -> Iterator[Missing]:
    for ref in node.parts:
        part = at_hand.step(ref)
        assert isinstance(part, s.Node)
        value = part.value
        assert value is None or isinstance(value, fmpq | Real)
        yield Missing(part.node, depth, value, part.maximum)
        yield from _missing(part, at_hand, depth + 1)


def _sorted(found: Iterator[Loss]) -> list[Loss]:
    """The largest first, in the order of the rules where they are equal; what is gained, then rounding, at the end."""

    def order(one: Loss, other: Loss) -> int:
        rounding = (one.kind is LossKind.ROUNDING) - (other.kind is LossKind.ROUNDING)
        if rounding:
            return rounding
        try:
            return compare(other.points, one.points)
        except Undecided:
            return 0

    return sorted(found, key=cmp_to_key(order))
