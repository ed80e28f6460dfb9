"""A recorder that also follows what was not taken: branches, bands, rows that a filter left out.

A workbook that recalculates needs them: after a change they may be what counts. They are steps like all others, but no step of the
derivation is made of them; ``untaken`` tells which there are, by the step that did not need them and by what they are of it. Where
something can not be worked out (a missing value, a division by 0) there is no step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from effrules.data.dataset import Row
from effrules.exact.failing import Failure
from effrules.exact.observer import Environment
from effrules.exact.results import AdjustmentResult
from effrules.model import program as p
from effrules.model.real import DomainError, Undecided
from effrules.trace import steps as s
from effrules.trace.frames import Frame
from effrules.trace.recorder import Recorder
from effrules.trace.steps import Ref

if TYPE_CHECKING:
    from effrules.exact.evaluator import Evaluator

What = str | int | tuple[str, int]
"""What something is of a step: a branch by its number, ``otherwise``, a row left out."""

Besides = Iterator[tuple[What, p.Expression, Row | None]]


DEEPEST = 1
"""So far what was not taken is followed inside what was not taken: each time nests the engine in itself."""


class _Missing(Exception):
    """A value is missing where nothing asked first whether it is there."""


class Completing(Recorder):
    """Writes down what was not taken, too, and of equal values each by itself: a change of one cell leaves the other as it is."""

    tells_cells_apart = True

    def __init__(self, program: p.Program) -> None:
        super().__init__(program)
        self.untaken: dict[tuple[Ref, What], Ref] = {}
        self._run: Evaluator | None = None
        self._done: set[Ref] = set()
        self._last: list[Ref] = []
        self._within = 0

    def watches(self, evaluator: Evaluator) -> None:
        self._run = evaluator

    def value(self, expression: p.Expression, environment: Environment, value: object) -> None:
        if value is None and self._within:
            raise _Missing
        selected = self._stack[-1].selected
        self._last.clear()
        super().value(expression, environment, value)
        if not self._last or type(expression) not in FOLLOWED:
            return
        ref = self._last[-1]
        if ref in self._done:
            return
        self._done.add(ref)
        slot = expression.rows.variable.slot if isinstance(expression, p.OverRows) else 0
        left = self._selections.left_out(selected)
        for what, other, row in besides(self.book.steps[ref], expression, left):
            self._follow(ref, what, other, environment, slot, row)

    def _place(
        self, expression: p.Expression, ref: Ref, value: object, environment: Environment | None
    ) -> None:
        self._last.append(ref)
        super()._place(expression, ref, value, environment)

    def adjusted(self, subject: Row, adjustment: str, result: AdjustmentResult) -> None:
        frame = self._top_node()
        selected = frame.selected
        super().adjusted(subject, adjustment, result)
        declared, _, ref = frame.adjusted[-1]
        if declared.rows is None:
            if not result.applies or declared.condition is not None:
                self._follow(ref, "amount", declared.amount, {0: subject}, 0, None)
            return
        for number, row in enumerate(self._selections.left_out(selected)):
            self._follow(
                ref, ("left", number), declared.amount, {0: subject}, declared.rows.variable.slot, row
            )

    def _follow(
        self,
        ref: Ref,
        what: What,
        expression: p.Expression,
        environment: Environment,
        slot: int,
        row: Row | None,
    ) -> None:
        """Work something out besides, and leave everything else as it was."""
        run = self._run
        if run is None or run.observer is None or self._within >= DEEPEST:
            return
        inside = dict(environment)
        if row is not None:
            inside[slot] = row
        depth, tests, left = len(self._stack), dict(self._tests), run.left
        frame = Frame(expression=expression)
        self._stack.append(frame)
        self._within += 1
        try:
            run.evaluate(expression, inside)
            if frame.refs:
                self.untaken[ref, what] = frame.refs[-1]
        except (Failure, DomainError, Undecided, _Missing, TypeError, KeyError, AssertionError):
            pass
        finally:
            self._within -= 1
            del self._stack[depth:]
            self._tests, run.left = tests, left


FOLLOWED = frozenset(
    {
        p.Choose,
        p.Every,
        p.Some,
        p.Banded,
        p.IfMissing,
        p.CheckList,
        p.Interpolate,
        p.Multiplied,
        p.Aggregate,
        p.ShareOf,
        p.Quantified,
    }
)
"""Expressions of which something may not have been taken."""


def besides(step: s.Step, expression: Any, left: Sequence[Row]) -> Besides:
    """What was not taken of a step: what it is of it, its expression, and of a row left out the row."""
    match step:
        case s.Choose():
            for number, (condition, value) in enumerate(expression.cases):
                if number >= len(step.tested):
                    yield ("if", number), condition, None
                if number != step.taken:
                    yield number, value, None
            if step.taken < len(expression.cases):
                yield len(expression.cases), expression.otherwise, None
        case s.Every() | s.Some():
            for number, operand in enumerate(expression.operands[len(step.operands) :]):
                yield number, operand, None
        case s.Bands():
            for number, band in enumerate(expression.bands):
                if number != step.hit:
                    yield number, band.result, None
            if step.hit is not None and expression.otherwise is not None:
                yield "otherwise", expression.otherwise, None
        case s.IfMissing() if step.instead is None:
            yield "instead", expression.instead, None
        case s.CheckList():
            for number, (item, declared) in enumerate(zip(step.items, expression.items, strict=True)):
                if item.result is None:
                    yield number, declared.result, None
        case s.Interpolate():
            taken = () if step.index is None else (step.index, step.index - (step.lower is not None))
            for number, (_, value) in enumerate(expression.points):
                if number not in taken:
                    yield ("value", number), value, None
            for what, beyond in (("before", expression.before), ("after", expression.after)):
                if beyond is not None and step.where.name.lower() != what:
                    yield what, beyond, None
        case s.Multiplied() if step.factor is None:
            yield "factor", expression.factor, None
        case s.Aggregate():
            for number, row in enumerate(left):
                yield ("left", number), expression.body, row
                if expression.weight is not None:
                    yield ("weight", number), expression.weight, row
            if step.if_none is None and expression.if_none is not None:
                yield "if none", expression.if_none, None
        case s.Share() | s.Quantified() if expression.condition is not None:
            for number, row in enumerate(left):
                yield ("left", number), expression.condition, row
