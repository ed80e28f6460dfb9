"""The step of a node: from its raw score through rounding, penalties, bonuses and bounds; or why it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import adjusting
from effrules.exact.results import NodeResult, NodeState
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.real import DomainError, Num, Undecided, known_unequal, round_num
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.trace import steps as s
from effrules.trace.book import plain
from effrules.trace.frames import NodeFrame
from effrules.trace.steps import Ref

if TYPE_CHECKING:
    from effrules.trace.recorder import Recorder

Score = tuple[Ref, Num]
"""A score on its way: its step and its value."""

STATES = {
    NodeState.SCORED: s.State.SCORED,
    NodeState.NOT_APPLICABLE: s.State.NOT_APPLICABLE,
    NodeState.NO_SCORE: s.State.NO_SCORE,
    NodeState.FAILED: s.State.FAILED,
}


def node_step(recorder: Recorder, frame: NodeFrame, result: NodeResult) -> Ref:
    """Write down what came of a node, after the steps of its score."""
    node = frame.node
    final, before = _finished(recorder, frame)
    none = node.no_total
    written = recorder.clauses.written
    place, text = (written(node)[0], "") if none is None else written(none)
    inside = tuple(dict.fromkeys(frame.refs)) if result.finding else ()
    reason = result.reason
    return recorder.book.add(
        s.Node(
            id=recorder.book.next(),
            value=None if result.value is None else plain(result.value),
            clause=recorder.clauses.of(node),
            place=place,
            text=text,
            failure="" if result.finding is None else f"{result.finding.code}: {result.finding.message}",
            subject=frame.subject.key,
            node=node.name,
            kind=node.kind.value,
            titles=node.titles,
            minimum=node.minimum,
            maximum=kinds.maximum(node, frame.subject.values),
            state=STATES[result.state],
            reason="" if reason is None else reason.kind.value,
            reason_titles=Titles() if reason is None else reason.titles,
            tests=_tests(recorder, frame.subject, node),
            parts=tuple(recorder.nodes[frame.subject, part] for part in node.parts),
            result=final if final is not None or not inside else inside[-1],
            before_rounding=None if result.value is None else before,
            assumed=result.assumed,
            maximum_by=recorder.maximum_by(frame.subject, node.name),
        )
    )


def _tests(recorder: Recorder, subject: Row, node: p.ScoreNode) -> tuple[s.Test, ...]:
    """The conditions of applicability that were looked at, of the nodes above first."""
    chain = [node]
    while chain[-1].parent is not None:
        chain.append(recorder.program.nodes[chain[-1].parent])
    found = []
    for at in reversed(chain):
        for test in at.not_applicable:
            known = recorder.conditions.get((id(test.condition), subject))
            if known is not None:
                found.append(s.Test(at.name, known[0], known[1], test.reason))
    return tuple(found)


def _finished(recorder: Recorder, frame: NodeFrame) -> tuple[Ref | None, Ref | None]:
    """The steps of the final score and of the score without the node's own rounding, as far as they go."""
    node, raw = frame.node, frame.raw
    if raw is None or frame.value is None:
        return None, None
    start: Score = raw, frame.value
    if node.kind is p.NodeKind.TOTAL:
        before = _bounded(recorder, _adjusted(recorder, frame, start))
        unrounded = _adjusted(recorder, frame, start)
        rounded = _rounded(recorder, node, unrounded)
        return (unrounded if rounded is None else _bounded(recorder, rounded))[0], before[0]
    if node.rounds_last:
        unrounded = _adjusted(recorder, frame, start)
        rounded = _rounded(recorder, node, unrounded)
        return (unrounded if rounded is None else rounded)[0], unrounded[0]
    rounded = _rounded(recorder, node, start)
    if rounded is None:
        return start[0], None
    return _adjusted(recorder, frame, rounded)[0], _adjusted(recorder, frame, start)[0]


def _rounded(recorder: Recorder, node: p.ScoreNode, score: Score) -> Score | None:
    """The score rounded by the node's rounding; ``None`` where that cannot be done."""
    rounding: Rounding | None = node.rounding
    if rounding is None:
        return score
    try:
        value = round_num(score[1], rounding)
    except (DomainError, Undecided):
        return None
    place, _ = recorder.clauses.written(node)
    step = s.Round(
        id=recorder.book.next(),
        value=value,
        clause=recorder.clauses.of(node),
        place=place,
        operand=score[0],
        rounding=rounding,
        tie=s.tie(plain(score[1]), rounding),
    )
    return recorder.book.add(step), value


def _adjusted(recorder: Recorder, frame: NodeFrame, score: Score) -> Score:
    for adjustment, result, incidents in frame.adjusted:
        value = adjusting.applied(adjustment, score[1], result.capped)
        limit = adjustment.limit
        place, _ = recorder.clauses.written(adjustment)
        step = s.Adjust(
            id=recorder.book.next(),
            value=plain(value),
            clause=recorder.clauses.of(adjustment),
            place=place,
            adjustment=adjustment.name,
            titles=adjustment.titles,
            sign=adjustment.sign,
            score=score[0],
            amount=incidents,
            limit=limit,
            held=known_unequal(adjusting.difference(value, score[1]), result.capped),
        )
        score = recorder.book.add(step), value
    return score


def _bounded(recorder: Recorder, score: Score) -> Score:
    root = recorder.program.root
    bounds: list[tuple[bool, fmpq | None]] = [
        (False, recorder.program.final_floor),
        (True, recorder.program.final_cap),
    ]
    for upper, bound in bounds:
        if bound is None:
            continue
        bites = bool(score[1] > bound if upper else score[1] < bound)
        value: Num = bound if bites else score[1]
        step = s.Bounded(
            id=recorder.book.next(),
            value=plain(value),
            clause=recorder.clauses.of(root),
            operand=score[0],
            upper=upper,
            bound=bound,
            bites=bites,
        )
        score = recorder.book.add(step), value
    return score
