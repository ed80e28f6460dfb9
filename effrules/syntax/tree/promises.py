"""Promises and worked cases."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.program import Direction
from effrules.model.schema import Titles
from effrules.syntax.tree.clauses import NodeName
from effrules.syntax.tree.expressions import Expression
from effrules.syntax.tree.kinds import Expected, OutcomeKind
from effrules.syntax.tree.names import Name, Placed
from effrules.syntax.tree.reported import Cell
from effrules.syntax.tree.rows import RowSource


@frozen(repr=False)
class AlwaysHolds(Placed):
    """A promise that a condition always holds."""

    condition: Expression


@frozen(repr=False)
class OneMoreNever(Placed):
    """A promise that one more row never raises / lowers a node's score."""

    rows: RowSource
    verb: Direction
    node: NodeName


@frozen(repr=False)
class MoveNever(Placed):
    """A promise that a higher / lower (``up``) value of a field never raises / lowers a node's score."""

    up: bool
    row: Name
    field: Name
    verb: Direction
    node: NodeName
    where: Expression | None


@frozen(repr=False)
class FieldNeverAffects(Placed):
    """A promise that a field does not affect a node's score."""

    row: Name
    field: Name
    node: NodeName


@frozen(repr=False)
class PropertyDeclaration(Placed):
    """A promise about all possible inputs."""

    name: Name
    titles: Titles
    promise: AlwaysHolds | OneMoreNever | MoveNever | FieldNeverAffects


@frozen(repr=False)
class MissingCell(Placed):
    """``missing`` as a value in an example."""


@frozen(repr=False)
class ExampleRowOf(Placed):
    """A row of an example."""

    table: Name
    name: str | None
    owner: str | None
    values: tuple[tuple[Name, Cell | MissingCell], ...]


@frozen(repr=False)
class Outcome(Placed):
    """What is expected."""

    kind: OutcomeKind
    value: fmpq | None = None
    name: Name | None = None


@frozen(repr=False)
class Expect(Placed):
    """``expect WHAT of SUBJECT is OUTCOME``."""

    kind: Expected
    node: NodeName | None
    subject: str
    outcome: Outcome


@frozen(repr=False)
class ExampleDeclaration(Placed):
    """A worked case."""

    name: str
    rows: tuple[ExampleRowOf, ...]
    expectations: tuple[Expect, ...]
