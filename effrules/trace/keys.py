"""What tells a step from all others before it is made: the expression and what it is made of, never its value.

A step that was taken before is found by its key, without being made again to be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from effrules.data.dataset import Row
from effrules.exact.observer import Environment
from effrules.exact.plan import Plan
from effrules.model import program as p
from effrules.model.reads import Read
from effrules.model.walk import EXPRESSIONS
from effrules.trace.cells import cell_row
from effrules.trace.frames import Frame
from effrules.trace.selections import alike_by, called
from effrules.trace.steps import Ref, Selection

KEPT = "kept"
"""Before the engine's own key of what it keeps."""


class Given:
    """Which rows are given to definitions: by their fields alone, where a definition asks a row only which others are like it."""

    def __init__(self, plan: Plan) -> None:
        self._whole = {
            name: frozenset(read.slot for read in reads if read.field is None)
            for name, reads in plan.told_apart.items()
        }
        self._alike = {name: _by_slot(reads) for name, reads in plan.told_apart.items()}

    def key(self, definition: str, slot: int, row: Row) -> object:
        """What tells the row in a slot of a definition from others."""
        if slot in self._whole[definition]:
            return row
        return tuple([row.values[name] for name in self._alike[definition].get(slot, ())])

    def called(self, definition: str, slot: int, row: Row) -> str:
        """What the row is called."""
        if slot in self._whole[definition]:
            return called(row)
        return alike_by(row, self._alike[definition].get(slot, ()))


def _by_slot(reads: tuple[Read, ...]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for read in reads:
        if read.field is not None:
            found[read.slot] = (*found.get(read.slot, ()), read.field)
    return found


def cell_key(expression: p.AnyField, environment: Environment) -> tuple[Row, str]:
    """The cell that is read."""
    return cell_row(expression, environment), expression.field


class Keys:
    """Gives the keys of steps. ``nodes`` are the steps of nodes, ``argument`` gives those of a definition's arguments."""

    def __init__(
        self, given: Given, nodes: dict[tuple[Row, str], Ref], argument: Callable[[int], Ref]
    ) -> None:
        self._given = given
        self._nodes = nodes
        self._argument = argument
        self._selections: list[Selection | None] = []
        self._arms: dict[type, Callable[[Any, Frame, Environment], object]] = {
            p.IsKnown: self._cell_asked,
            p.IfMissing: self._cell_asked,
            p.Parameter: self._parameter,
            p.Call: self._call,
            p.PartsAggregate: self._of_parts,
            p.MaximumOf: self._of_parts,
        }
        for kind in EXPRESSIONS:
            for base, arm in (
                (p.OfField, self._cell),
                (p.OfNode, self._of_node),
                (p.OverRows, self._over_rows),
            ):
                if issubclass(kind, base):
                    self._arms.setdefault(kind, arm)

    def of(self, expression: p.Expression, frame: Frame, environment: Environment) -> object:
        """The key of the step of an expression that was evaluated."""
        arm = self._arms.get(type(expression))
        if arm is None:
            return (id(expression), *frame.refs)
        return arm(expression, frame, environment)

    def _cell(self, expression: p.AnyField, frame: Frame, environment: Environment) -> object:  # noqa: ARG002 - as all arms
        return cell_key(expression, environment)

    def _cell_asked(
        self, expression: p.IsKnown | p.IfMissing, frame: Frame, environment: Environment
    ) -> object:
        return (id(expression), cell_key(expression.operand, environment), *frame.refs)

    def _parameter(self, expression: p.Parameter, frame: Frame, environment: Environment) -> object:  # noqa: ARG002 - as all arms
        return id(expression), self._argument(expression.slot)

    def _call(self, expression: p.Call, frame: Frame, environment: Environment) -> object:
        name, key = expression.definition, self._given.key
        given = [key(name, slot, environment[row.slot]) for slot, row in expression.rows]
        return (name, *given, *frame.refs)

    def _of_node(
        self,
        expression: p.OfNode,
        frame: Frame,  # noqa: ARG002 - as all arms
        environment: Environment,
    ) -> object:
        return id(expression), self._nodes[environment[expression.subject.slot], expression.node]

    def _of_parts(
        self,
        expression: p.PartsAggregate | p.MaximumOf,
        frame: Frame,  # noqa: ARG002 - as all arms
        environment: Environment,
    ) -> object:
        return id(expression), environment[expression.subject.slot]

    def _over_rows(self, expression: p.OverRows, frame: Frame, environment: Environment) -> object:  # noqa: ARG002 - as all arms
        if frame.memory is not None and not isinstance(expression, p.Standing):
            return KEPT, frame.memory
        self._selections.append(frame.selected)  # so that no other one gets its place in memory
        return (id(expression), id(frame.selected), frame.among, *frame.refs)
