"""What stands below a step when it is opened: what its value is made of, and, folded away, what was looked at besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from effrules.trace import steps as s
from effrules.trace.referring import references
from effrules.trace.steps import Ref


class Branch(NamedTuple):
    """A step below another; ``row`` is the row that it is about, where the step above runs over rows."""

    ref: Ref
    row: str = ""


class Branches(NamedTuple):
    """``made_of`` and ``besides`` lead to every step that a step refers to.

    But for the score of a node before its rounding, which stands below the step that reads it.
    """

    made_of: tuple[Branch, ...]
    besides: tuple[Branch, ...]


def branches(step: s.AnyStep, steps: Sequence[s.Step]) -> Branches:
    """What stands below a step; ``steps`` is the list that it is in."""
    refers = references(step)
    split = _split(step, steps) if refers else None
    if split is None:
        return Branches(tuple(map(Branch, dict.fromkeys(refers))), ())
    made_of, besides = split
    deeper = _deeper(step, steps) if isinstance(step, s.Node) else frozenset()
    seen: set[Ref] = set()
    kept: list[Branch] = []
    for branch in made_of:
        if branch.ref not in seen or branch.row:
            seen.add(branch.ref)
            kept.append(branch)
    aside: list[Branch] = []
    rest = [*besides, *map(Branch, refers)]
    for branch in rest:
        if branch.ref not in seen and branch.ref not in deeper:
            seen.add(branch.ref)
            aside.append(branch)
    return Branches(tuple(kept), tuple(aside))


Split = tuple[list[Branch], list[Branch]]


def _split(step: s.AnyStep, steps: Sequence[s.Step]) -> Split | None:
    """What the value is made of, and what is known to stand besides; whatever else is referred to follows it.

    ``None``: it is made of all that it refers to.
    """
    match step:
        case s.Choose():
            holds = [step.tested[-1]] if step.taken < len(step.branches) - 1 and step.tested else []
            return _plain(*holds, step.result), _plain(*step.tested)
        case s.Interpolate():
            around = (
                []
                if step.index is None
                else list(step.points[max(step.index - (step.lower is not None), 0) : step.index + 1])
            )
            lower = [] if step.lower is None else [step.lower]
            return _plain(step.operand, *around, *lower, step.upper), _plain(*step.points)
        case s.CheckList():
            held = [
                ref for item in step.items if item.result is not None for ref in (item.condition, item.result)
            ]
            return _plain(*held), []
        case s.Aggregate():
            values = _by_row(step.rows, step.values)
            weights = _by_row(step.rows, step.weights)
            instead = [] if step.if_none is None else [step.if_none]
            return [*values, *weights, *_plain(*instead)], _filters(step.rows)
        case s.Share():
            instead = [] if step.if_none is None else [step.if_none]
            return [*_by_row(step.rows, step.conditions), *_plain(*instead)], _filters(step.rows)
        case s.Quantified():
            if step.conditions:
                return _by_row(step.rows, step.conditions), _filters(step.rows)
            return _taken(step.rows), _filters(step.rows)
        case s.Count():
            return _taken(step.rows), _filters(step.rows)
        case s.Standing():
            instead = [] if step.if_equal is None else [step.if_equal]
            return _plain(step.own, step.among, *instead), []
        case s.Among():
            return _by_row(step.rows, step.values), _filters(step.rows)
        case s.Incidents():
            condition = [] if step.condition is None else [step.condition]
            cap = [] if step.cap is None else [step.cap]
            amounts = _plain(*step.amounts) if step.rows is None else _by_row(step.rows, step.amounts)
            filters = [] if step.rows is None else _filters(step.rows)
            return [*_plain(*condition), *amounts, *_plain(*cap)], filters
        case s.ScoreOf() if step.before_rounding:
            node = steps[step.node]
            before = node.before_rounding if isinstance(node, s.Node) else None
            return (_plain(step.node), []) if before is None else (_plain(before), _plain(step.node))
        case s.Node():
            return _of_node(step, steps)
        case _:
            return None


def _of_node(step: s.Node, steps: Sequence[s.Step]) -> Split:
    """A scored node is its result; one without a score is the conditions that hold and its parts."""
    if step.state is s.State.SCORED and step.result is not None:
        tests = (test.condition for test in step.tests)
        return _plain(step.result), _plain(
            *(part for part in step.parts if _is_left_out(steps[part])), *tests
        )
    result = [] if step.result is None else [step.result]
    held = [test.condition for test in step.tests if test.holds]
    return _plain(*held, *result, *step.parts), _plain(*(test.condition for test in step.tests))


def _deeper(node: s.Node, steps: Sequence[s.Step]) -> frozenset[Ref]:
    """What stands deeper below a node: the parts that its result leads to, down to the next nodes, and its score before rounding."""
    found: set[Ref] = set() if node.before_rounding is None else {node.before_rounding}
    if node.state is not s.State.SCORED or node.result is None:
        return frozenset(found)
    wanted = found | set(node.parts)
    seen = {node.result}
    ahead = [node.result]
    while ahead and found != wanted:
        for ref in references(steps[ahead.pop()]):
            if ref not in seen:
                seen.add(ref)
                if ref in wanted:
                    found.add(ref)
                if not isinstance(steps[ref], s.Node):
                    ahead.append(ref)
    return frozenset(found)


def _is_left_out(step: s.Step) -> bool:
    return isinstance(step, s.Node) and step.state is not s.State.SCORED


def _plain(*refs: Ref) -> list[Branch]:
    return [Branch(ref) for ref in refs]


def _by_row(rows: s.Selection, refs: Sequence[Ref]) -> list[Branch]:
    """One step for each row taken, with the row's name."""
    if len(refs) != len(rows.taken):
        return _plain(*refs)
    return [Branch(ref, taken.row) for ref, taken in zip(refs, rows.taken, strict=True)]


def _taken(rows: s.Selection) -> list[Branch]:
    """The filter's step for each row taken."""
    return [Branch(taken.where, taken.row) for taken in rows.taken if taken.where is not None]


def _filters(rows: s.Selection) -> list[Branch]:
    """The filter's steps: of the rows taken, then of those left out."""
    return [*_taken(rows), *(Branch(left.where, left.row) for left in rows.left_out)]
