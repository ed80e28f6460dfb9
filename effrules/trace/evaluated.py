"""An expression that was evaluated, and what its step needs from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from attrs import define

from effrules.data.dataset import Row
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.schema import Schema
from effrules.trace import steps as s
from effrules.trace.frames import Frame
from effrules.trace.steps import ClauseRef, Ref, StepValue


class Common(TypedDict):
    """What every step has."""

    id: Ref
    value: StepValue
    clause: ClauseRef | None
    place: str
    text: str


class Surroundings:
    """What steps need from outside: the schema, definitions, texts, and steps that are written down on the way."""

    schema: Schema
    definitions: Mapping[str, p.Definition]
    figures: Mapping[str, p.Figures]

    def next(self) -> Ref:
        """The number of the next new step."""
        raise NotImplementedError

    def text(self, expression: p.Expression) -> str:
        """The text of an expression."""
        raise NotImplementedError

    def written(self, expression: p.Expression) -> tuple[str, str]:
        """The place and the text of an expression."""
        raise NotImplementedError

    def clause_of(self, definition: p.Definition) -> ClauseRef:
        """The clause of a definition."""
        raise NotImplementedError

    def cell(self, expression: p.AnyField, environment: Environment) -> Ref:
        """The step of a cell, written down now."""
        raise NotImplementedError

    def among(self, expression: p.Standing, rows: s.Selection, values: Sequence[Ref]) -> Ref:
        """The step of what rows are compared by, written down now."""
        raise NotImplementedError

    def node_ref(self, subject: Row, node: str) -> Ref:
        """The step of a node."""
        raise NotImplementedError

    def row_given(self, definition: str, slot: int, name: str, row: Row) -> s.Argument:
        """A row that fills a slot of a definition, under the name that it has there."""
        raise NotImplementedError

    def argument(self, slot: int) -> Ref:
        """The step of an argument of the definition at hand."""
        raise NotImplementedError

    def mean(
        self, common: Common, subject: Row, node: str, parts: tuple[s.Part, ...], weighting: Ref
    ) -> s.WeightedMean:
        """The step of a node's weighted mean."""
        raise NotImplementedError

    def parts(self, subject: Row, node: str, weighted: bool) -> tuple[tuple[s.Part, ...], Ref | None]:
        """The parts of a node that count, and the step of their weights."""
        raise NotImplementedError

    def maximum_by(self, subject: Row, node: str) -> Ref | None:
        """The step of the condition that tells which of several maxima holds; ``None`` where there is one only."""
        raise NotImplementedError


@define(eq=False)
class Evaluated:
    """An expression that was evaluated: its open step, its environment, what every step has, and the surroundings."""

    frame: Frame
    environment: Environment
    common: Common
    around: Surroundings

    def inside(self, at: int) -> Ref:
        """A step inside, by its number."""
        return self.frame.refs[at]

    def selected(self) -> s.Selection:
        """The rows that were taken."""
        assert self.frame.selected is not None
        return self.frame.selected
