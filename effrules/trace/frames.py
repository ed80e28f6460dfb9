"""What is open while the engine works: an expression that is being evaluated, or a node that is being worked out."""

from __future__ import annotations

from attrs import define, field

from effrules.data.dataset import Row
from effrules.exact.results import AdjustmentResult
from effrules.model import program as p
from effrules.model.real import Num
from effrules.trace.selections import Tests
from effrules.trace.steps import Ref, Selection


@define
class Inside:
    """A step inside an open one: the expression, its step, and the row that a filter was looking at."""

    expression: p.Expression
    ref: Ref
    value: object
    row: Row | None = None


@define(eq=False)
class Frame:
    """An expression that is being evaluated.

    ``inside`` are the steps so far, in order. ``selected`` are the rows of its aggregate. ``arguments`` are the steps of a
    definition's arguments by slot. ``memory`` is the key under which the engine keeps what it gave, ``among`` the step of the
    values that it stands among.
    """

    expression: p.Expression
    inside: list[Inside] = field(factory=list)
    selected: Selection | None = None
    arguments: dict[int, Ref] = field(factory=dict)
    memory: object = None
    among: Ref | None = None

    def steps_of(self, expression: p.Expression) -> list[Ref]:
        """The steps of an expression inside, in order."""
        return [step.ref for step in self.inside if step.expression is expression]

    def step_of(self, expression: p.Expression | None) -> Ref | None:
        """The last step of an expression inside."""
        found = [] if expression is None else self.steps_of(expression)
        return found[-1] if found else None


@define(eq=False)
class NodeFrame:
    """A node that is being worked out for a subject: steps since the last adjustment, and what is known so far."""

    subject: Row
    node: p.ScoreNode
    inside: list[Inside] = field(factory=list)
    selected: Selection | None = None
    weighting: Ref | None = None
    raw: Ref | None = None
    value: Num | None = None
    adjusted: list[tuple[p.Adjustment, AdjustmentResult, Ref]] = field(factory=list)

    def steps_of(self, expression: p.Expression | None) -> list[Ref]:
        """The steps of an expression inside, in order."""
        return [step.ref for step in self.inside if step.expression is expression]


@define(eq=False)
class Kept:
    """What was kept under a key: steps inside, and the rows selected; or what something stands among."""

    inside: list[Inside]
    selected: Selection | None
    among: Ref | None = None


TestsByRows = dict[int, dict[Row, tuple[Ref, bool]]]
"""For each filter (by the identity of its rows): what it said of each row that it looked at last."""

__all__ = ["Frame", "Inside", "Kept", "NodeFrame", "Tests", "TestsByRows"]
