"""What is open while the engine works: an expression that is being evaluated, or a node that is being worked out."""

from __future__ import annotations

from attrs import define, field

from effrules.data.dataset import Row
from effrules.exact.results import AdjustmentResult
from effrules.model import program as p
from effrules.model.real import Num
from effrules.trace.selections import Tests
from effrules.trace.steps import Ref, Selection


@define(eq=False)
class Steps:
    """Steps in order: their numbers, expressions and values, a list of each, for there are very many."""

    refs: list[Ref] = field(factory=list)
    expressions: list[p.Expression] = field(factory=list)
    values: list[object] = field(factory=list)

    def steps_of(self, expression: p.Expression | None) -> list[Ref]:
        """The steps of an expression, in order."""
        return [ref for ref, at in zip(self.refs, self.expressions, strict=True) if at is expression]

    def step_of(self, expression: p.Expression | None) -> Ref | None:
        """The last step of an expression; ``None`` where it has none."""
        found = [] if expression is None else self.steps_of(expression)
        return found[-1] if found else None

    def from_on(self, start: int) -> Steps:
        """A copy of the steps from a number on."""
        return Steps(self.refs[start:], self.expressions[start:], self.values[start:])

    def extend(self, steps: Steps) -> None:
        """Put more steps behind."""
        self.refs.extend(steps.refs)
        self.expressions.extend(steps.expressions)
        self.values.extend(steps.values)

    def clear(self) -> None:
        """Take all steps away."""
        self.refs.clear()
        self.expressions.clear()
        self.values.clear()


@define(eq=False)
class Frame(Steps):
    """An expression that is being evaluated, with the steps inside it so far.

    ``selected`` are the rows of its aggregate. ``arguments`` are the steps of a definition's arguments by slot, where the
    expression applies one that has any. ``memory`` is the key under which the engine keeps what it gave, ``among`` the step of
    the values that it stands among.
    """

    expression: p.Expression = field(kw_only=True)
    selected: Selection | None = None
    arguments: dict[int, Ref] | None = None
    memory: object = None
    among: Ref | None = None


@define(eq=False)
class NodeFrame(Steps):
    """A node that is being worked out for a subject: steps since the last adjustment, and what is known so far."""

    subject: Row = field(kw_only=True)
    node: p.ScoreNode = field(kw_only=True)
    selected: Selection | None = None
    weighting: Ref | None = None
    raw: Ref | None = None
    value: Num | None = None
    adjusted: list[tuple[p.Adjustment, AdjustmentResult, Ref]] = field(factory=list)


@define(eq=False)
class Kept:
    """What was kept under a key: steps inside, and the rows selected; or what something stands among."""

    inside: Steps
    selected: Selection | None
    among: Ref | None = None


__all__ = ["Frame", "Kept", "NodeFrame", "Steps", "Tests"]
