"""What a reader wants to see below a step: its operands without what the line itself says already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.step_workings import chain
from effrules.report.derivation.trace_nodes import Below, of_closed_node, of_node, share_of
from effrules.trace import steps as s
from effrules.trace.referring import references
from effrules.trace.steps import Ref

FEW_CELLS = 6
"""A condition that looks at no more cells than these is shown with them, without the steps between."""

JOINING = (s.Compare, s.Every, s.Some, s.Not, s.IsKnown, s.IfMissing, s.Written)
"""What such a condition is made of."""


def below(step: s.Step, steps: Sequence[s.Step], words: StepWords, everything: bool = False) -> list[Below]:
    """What stands below a step, each step once; ``everything``: what did nothing, too."""
    return _once(step, _below(step, steps, words, everything), steps)


def nodes_below(
    node: s.Node, steps: Sequence[s.Step], words: StepWords, everything: bool = False
) -> list[Below]:
    """What stands below a node where formulas stay closed, each step once."""
    return _once(node, of_closed_node(node, steps, words, everything), steps)


def _once(step: s.Step, ahead: Iterable[Below], steps: Sequence[s.Step]) -> list[Below]:
    """Each step once; what is written in the rules only where there is nothing else."""
    found: list[Below] = []
    seen: set[tuple[Ref, str, int]] = set()
    for one in ahead:
        if isinstance(steps[one.ref], s.Written) and not isinstance(step, s.Node):
            continue
        if (one.ref, one.row, one.number) not in seen:
            seen.add((one.ref, one.row, one.number))
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
            yield from of_node(step, steps, words, everything)
        case s.Definition():
            body = steps[step.body]
            yield from (
                below(body, steps, words, everything) if isinstance(body, s.Choose) else (Below(body.id),)
            )
        case s.Parameter():
            yield Below(step.argument)
        case s.Arithmetic():
            yield from (Below(ref) for _, ref in chain(step, steps))
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
            yield from _over_rows(step, steps)
        case s.Incidents():
            yield from _incidents(step, steps)
        case s.Adjust():
            yield from below(steps[step.amount], steps, words, everything)
        case s.Multiplied():
            yield Below(step.condition)  # what was multiplied stands beside it, below the same node
        case s.MeanOfOthers():
            yield Below(step.condition)
            mean = steps[step.result]
            if isinstance(mean, s.Aggregate) and steps[step.condition].value is True:
                yield from _over_rows(mean, steps)
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


def _over_rows(
    step: s.Aggregate | s.Share | s.Count | s.Quantified | s.Standing, steps: Sequence[s.Step]
) -> Iterator[Below]:
    match step:
        case s.Aggregate():
            both = (*_by_row(step.rows, step.values), *_by_row(step.rows, step.weights))
            yield from sorted(both, key=lambda one: one.number)
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
            among = s.among(step, steps)
            yield from (one for one in _by_row(among.rows, among.values) if one.ref != step.own)
            if step.if_equal is not None and not among.values:
                yield Below(step.if_equal)


def _by_row(rows: s.Selection, refs: Sequence[Ref]) -> Iterator[Below]:
    """One step for each row taken."""
    if len(refs) != len(rows.taken):
        yield from map(Below, refs)
        return
    for number, (ref, taken) in enumerate(zip(refs, rows.taken, strict=True)):
        yield Below(ref, taken.row, number, table=rows.table)


def _filters(rows: s.Selection) -> Iterator[Below]:
    """Of each row taken what says so."""
    for number, taken in enumerate(rows.taken):
        if taken.where is not None:
            yield Below(taken.where, taken.row, number, is_filter=True, table=rows.table)


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
