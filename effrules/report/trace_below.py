"""What a reader wants to see below a step: its operands without what the line itself says already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.model.figures import figure
from effrules.model.program import AggregateKind
from effrules.model.real import Num, Real, divide, multiply, subtract
from effrules.report.step_values import adds_up
from effrules.report.step_words import StepWords
from effrules.trace import steps as s
from effrules.trace.steps import Ref, references

FEW_CELLS = 6
"""A condition that looks at no more cells than these is shown with them, without the steps between."""

JOINING = (s.Compare, s.Every, s.Some, s.Not, s.IsKnown, s.IfMissing, s.Written)
"""What such a condition is made of."""


@frozen
class Share:
    """What a part counts in its node: its weight (``None`` in a plain sum) and the points that it adds."""

    weight: fmpq | None
    points: Num


@frozen
class Below:
    """A step below another: of a row that it took (``row``), an item with a title, or a part of a node.

    ``gives``: what the item gives. ``is_filter``: it only says that the row was taken.
    """

    ref: Ref
    row: str = ""
    title: str = ""
    part: Share | None = None
    gives: Ref | None = None
    is_filter: bool = False


def below(step: s.Step, steps: Sequence[s.Step], words: StepWords, everything: bool = False) -> list[Below]:
    """What stands below a step, each step once; ``everything``: what did nothing, too."""
    return _once(step, _below(step, steps, words, everything), steps)


def nodes_below(
    node: s.Node, steps: Sequence[s.Step], words: StepWords, everything: bool = False
) -> list[Below]:
    """What stands below a node where formulas stay closed: what was done to its score, and its parts."""
    if node.state is s.State.FAILED:
        return _once(node, _of_failed(node, steps), steps)
    if node.result is None:
        return _once(node, map(Below, node.parts), steps)
    done, formula = _done(node, steps, words)
    found = [Below(one.id) for one in done if everything or not words.did_nothing(one, steps)]
    shares: dict[Ref | None, Share | None] = {}
    if isinstance(formula, s.WeightedMean | s.OfParts):
        shares = {part.score: share_of(part, formula, steps) for part in formula.parts}
        if formula.weighting is not None and (everything or _is_telling(steps[formula.weighting])):
            found.append(Below(formula.weighting))
    if not isinstance(formula, s.WeightedMean):
        found.append(Below(formula.id))
    found += [Below(ref, part=shares.get(ref)) for ref in node.parts]
    return _once(node, found, steps)


def _once(step: s.Step, ahead: Iterable[Below], steps: Sequence[s.Step]) -> list[Below]:
    """Each step once; what is written in the rules only where there is nothing else."""
    found: list[Below] = []
    seen: set[tuple[Ref, str]] = set()
    for one in ahead:
        if isinstance(steps[one.ref], s.Written) and not isinstance(step, s.Node):
            continue
        if (one.ref, one.row) not in seen:
            seen.add((one.ref, one.row))
            found.append(one)
    return found


def told_with(step: s.Step, steps: Sequence[s.Step]) -> tuple[Ref, ...]:
    """Steps that a line tells of with its own: which case of a definition was taken, what a penalty comes to."""
    match step:
        case s.Definition() if isinstance(steps[step.body], s.Choose):
            return (step.body,)
        case s.Adjust():
            return (step.amount,)
        case _:
            return ()


def _below(step: s.Step, steps: Sequence[s.Step], words: StepWords, everything: bool) -> Iterator[Below]:
    match step:
        case s.Node():
            yield from _of_node(step, steps, words, everything)
        case s.Definition():
            body = steps[step.body]
            yield from (
                below(body, steps, words, everything) if isinstance(body, s.Choose) else (Below(body.id),)
            )
        case s.Parameter():
            yield Below(step.argument)
        case s.Choose():
            decided = everything or step.taken == len(step.branches) - 1
            for ref in step.tested if decided else step.tested[-1:]:
                yield Below(ref)
            yield Below(step.result)
        case s.Compare() | s.Every() | s.Some() | s.Not():
            cells = _cells(step, steps)
            for ref in references(step) if cells is None else cells:
                yield Below(ref)
        case s.Interpolate():
            yield Below(step.operand)
            if step.index is not None:
                first = step.index - (step.lower is not None)
                yield from map(Below, step.points[first : step.index + 1])
            if step.lower is not None:
                yield Below(step.lower)
            yield Below(step.upper)
        case s.CheckList():
            for item in step.items:
                if item.result is not None:
                    title = words.titled(item.titles, words.label(steps[item.condition]))
                    yield Below(item.condition, title=title, gives=item.result)
                    yield Below(item.result)
        case s.Aggregate() | s.Share() | s.Count() | s.Quantified() | s.Standing():
            yield from _over_rows(step)
        case s.Incidents():
            yield from _incidents(step, steps)
        case s.Adjust():
            yield from below(steps[step.amount], steps, words, everything)
        case s.Round() | s.Bounded() if not step.text:
            pass  # what was rounded or bounded stands beside it, below the same node
        case s.WeightedMean():
            pass  # so do its weights and parts
        case s.OfParts():
            if step.weighting is not None:
                yield Below(step.weighting)
            for part in step.parts:
                if part.score is not None:
                    yield Below(part.score, part=share_of(part, step, steps))
        case s.Weighting():
            yield from (Below(ref) for ref in step.conditions if everything or steps[ref].value is True)
        case _:
            for ref in references(step):
                yield Below(ref)


def _cells(step: s.Step, steps: Sequence[s.Step]) -> list[Ref] | None:
    """The cells that a plain condition looks at; ``None`` where it looks at more than cells, or at many."""
    found: dict[Ref, None] = {}
    ahead = [step.id]
    while ahead:
        at = steps[ahead.pop(0)]
        if isinstance(at, s.Cell):
            found[at.id] = None
        elif isinstance(at, JOINING):
            ahead += references(at)
        else:
            return None
    return list(found) if len(found) <= FEW_CELLS else None


def _over_rows(step: s.Aggregate | s.Share | s.Count | s.Quantified | s.Standing) -> Iterator[Below]:
    match step:
        case s.Aggregate():
            yield from _by_row(step.rows, step.values)
            pass
            if step.if_none is not None:
                yield Below(step.if_none)
        case s.Share():
            yield from _by_row(step.rows, step.conditions)
            if step.if_none is not None:
                yield Below(step.if_none)
        case s.Quantified() if step.conditions:
            yield from _by_row(step.rows, step.conditions)
        case s.Count() | s.Quantified():
            yield from _filters(step.rows)
        case s.Standing():
            yield Below(step.own)
            yield from (one for one in _by_row(step.rows, step.values) if one.ref != step.own)
            if step.if_equal is not None and not step.values:
                yield Below(step.if_equal)


def _by_row(rows: s.Selection, refs: Sequence[Ref]) -> Iterator[Below]:
    """One step for each row taken."""
    if len(refs) != len(rows.taken):
        yield from map(Below, refs)
        return
    for ref, taken in zip(refs, rows.taken, strict=True):
        yield Below(ref, taken.row)


def _filters(rows: s.Selection) -> Iterator[Below]:
    """Of each row taken what says so."""
    for taken in rows.taken:
        if taken.where is not None:
            yield Below(taken.where, taken.row, is_filter=True)


def _incidents(step: s.Incidents, steps: Sequence[s.Step]) -> Iterator[Below]:
    """The condition; of each incident its amount, or where that is written in the rules, why it is one; the cap."""
    if step.condition is not None:
        yield Below(step.condition)
    if step.rows is None:
        yield from map(Below, step.amounts)
    elif all(isinstance(steps[ref], s.Written) for ref in step.amounts):
        yield from _filters(step.rows)
    else:
        yield from _by_row(step.rows, step.amounts)
    if step.cap is not None:
        yield Below(step.cap)


# -- Nodes ------------------------------------------------------------------------------------------------------------


def _of_node(step: s.Node, steps: Sequence[s.Step], words: StepWords, everything: bool) -> Iterator[Below]:
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


def _done(
    node: s.Node, steps: Sequence[s.Step], words: StepWords
) -> tuple[list[s.Round | s.Adjust | s.Bounded], s.Step]:
    """What was done to a node's score, the last first, and the step of the score before it."""
    assert node.result is not None
    done: list[s.Round | s.Adjust | s.Bounded] = []
    own_rounding = words.program.nodes[node.node].rounding is not None
    at = steps[node.result]
    while True:
        match at:
            case s.Adjust():
                before = at.score
            case s.Bounded():
                before = at.operand
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
    match step.kind:
        case AggregateKind.SUM:
            return Share(None, value)
        case AggregateKind.AVERAGE | AggregateKind.WEIGHTED_AVERAGE:
            weight = fmpq(1, len(step.parts)) if step.weighting is None else part.weight
            return Share(weight, multiply(weight, value))
        case _:
            return None


def contribution(share: Share, words: StepWords) -> list[str]:
    """The weight of a part and what it adds, in words."""
    points = words.say("adds", points=words.number(figure(share.points).marked))
    if share.weight is None:
        return [points]
    return [words.say("weight", weight=words.percent(share.weight)), points]
