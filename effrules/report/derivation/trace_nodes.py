"""What a reader wants to see below a node: what was done to its score, then its formula, or its weights and parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.model.figures import figure
from effrules.model.real import Num, Real, divide, multiply, subtract
from effrules.report.derivation.step_values import adds_up
from effrules.report.derivation.step_words import StepWords
from effrules.trace import steps as s
from effrules.trace.referring import references
from effrules.trace.steps import Ref

Done = s.Round | s.Adjust | s.Bounded | s.Multiplied | s.MeanOfOthers
"""What may be done to a score after its formula."""


@frozen
class Share:
    """What a part counts in its node: its weight (``None`` in a plain sum) and the points that it adds."""

    weight: fmpq | None
    points: Num


@frozen
class Below:
    """A step below another: of a row that it took (``row`` of a ``table``, its ``number`` among them), an item with a title, or a part of a node.

    ``gives``: what the item gives. ``is_filter``: it only says that the row was taken.
    """

    ref: Ref
    row: str = ""
    number: int = 0
    title: str = ""
    part: Share | None = None
    gives: Ref | None = None
    is_filter: bool = False
    table: str = ""


def of_closed_node(
    node: s.Node, steps: Sequence[s.Step], words: StepWords, everything: bool
) -> Iterator[Below]:
    """Where formulas stay closed: what was done to the score, weights that tell something, and the parts."""
    if node.state is s.State.FAILED:
        yield from _of_failed(node, steps)
        return
    if node.result is None:
        yield from map(Below, node.parts)
        return
    done, formula = _done(node, steps, words)
    yield from (Below(one.id) for one in done if everything or not words.did_nothing(one, steps))
    shares: dict[Ref | None, Share | None] = {}
    if isinstance(formula, s.WeightedMean | s.OfParts):
        shares = {part.score: share_of(part, formula, steps) for part in formula.parts}
        if formula.weighting is not None and (everything or _is_telling(steps[formula.weighting])):
            yield Below(formula.weighting)
    if not isinstance(formula, s.WeightedMean):
        yield Below(formula.id)
    yield from (Below(ref, part=shares.get(ref)) for ref in node.parts)


def of_node(step: s.Node, steps: Sequence[s.Step], words: StepWords, everything: bool) -> Iterator[Below]:
    """Of a score what was done to it last, first; then its formula or its parts. Of no score, why there is none."""
    if step.state is s.State.FAILED:
        yield from _of_failed(step, steps)
        return
    if step.result is None:
        yield from (Below(test.condition) for test in step.tests if test.holds)
        if not any(test.holds for test in step.tests):
            yield from map(Below, step.parts)
        return
    done, formula = _done(step, steps, words)
    yield from (Below(one.id) for one in done if everything or not words.did_nothing(one, steps))
    yield Below(formula.id)
    if isinstance(formula, s.WeightedMean):
        if everything or not adds_up(formula) or _is_telling(steps[formula.weighting]):
            yield Below(formula.weighting)
        shares = {part.score: share_of(part, formula, steps) for part in formula.parts}
        yield from (Below(ref, part=shares.get(ref)) for ref in step.parts)
        return
    yield from (Below(ref) for ref in step.parts if not _within(ref, formula, steps))


def _is_telling(step: s.Step) -> bool:
    """Whether weights are not those of everybody, or not as stated."""
    return isinstance(step, s.Weighting) and bool(step.left_out or step.conditions)


def _done(node: s.Node, steps: Sequence[s.Step], words: StepWords) -> tuple[list[Done], s.Step]:
    """What was done to a node's score, the last first, and the step of the score before it."""
    assert node.result is not None
    done: list[Done] = []
    own_rounding = words.program.nodes[node.node].rounding is not None
    at = steps[node.result]
    while True:
        match at:
            case s.Adjust():
                before = at.score
            case s.Bounded() | s.Multiplied():
                before = at.operand
            case s.MeanOfOthers() if steps[at.condition].value is False:
                before = at.result
            case s.Round() if own_rounding:
                own_rounding = False
                before = at.operand
            case _:
                return done, at
        done.append(at)
        at = steps[before]


def _within(ref: Ref, step: s.Step, steps: Sequence[s.Step]) -> bool:
    """Whether a step is made of another, at any depth; parts of a node are nodes, so only their scores are followed."""
    ahead, seen = [step.id], set()
    while ahead:
        at = ahead.pop()
        if at == ref:
            return True
        if at not in seen and at > ref:
            seen.add(at)
            ahead += references(steps[at])
    return False


def _of_failed(step: s.Node, steps: Sequence[s.Step]) -> Iterator[Below]:
    """The way to the step that failed."""
    if step.result is not None:
        yield Below(step.result)
    for ref in step.parts:
        part = steps[ref]
        if isinstance(part, s.Node) and part.state is s.State.FAILED:
            yield Below(ref)


def share_of(part: s.Part, step: s.WeightedMean | s.OfParts, steps: Sequence[s.Step]) -> Share | None:
    """What a part with a score adds to its node; ``None`` where it does not simply add up (a smallest, a product)."""
    if part.score is None:
        return None
    value = steps[part.score].value
    assert isinstance(value, fmpq | Real)
    if isinstance(step, s.WeightedMean):
        measured = divide(subtract(value, part.minimum), part.maximum - part.minimum)
        return Share(part.weight, multiply(part.weight * (step.maximum - step.minimum), measured))
    if not step.adds_up:
        return None
    weight = step.share_of(part)
    return Share(weight, value if weight is None else multiply(weight, value))


def contribution(share: Share, words: StepWords) -> list[str]:
    """The weight of a part and what it adds, in words."""
    points = words.say("adds", points=words.number(figure(share.points).marked))
    if share.weight is None:
        return [points]
    return [words.say("weight", weight=words.percent(share.weight)), points]
