"""Promises and worked cases."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.node import Node
from effrules.model.program import Direction
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax.tree.clauses import NodeName
from effrules.syntax.tree.expressions import Expression
from effrules.syntax.tree.kinds import Expected, OutcomeKind
from effrules.syntax.tree.names import Name, spanned
from effrules.syntax.tree.reported import Cell
from effrules.syntax.tree.rows import RowSource


@frozen(repr=False)
class AlwaysHolds(Node):
    """A promise that a condition always holds."""

    condition: Expression
    span: Span = spanned()


@frozen(repr=False)
class OneMoreNever(Node):
    """A promise that one more row never raises / lowers a node's score."""

    rows: RowSource
    verb: Direction
    node: NodeName
    span: Span = spanned()


@frozen(repr=False)
class MoveNever(Node):
    """A promise that a higher / lower (``up``) value of a field never raises / lowers a node's score."""

    up: bool
    row: Name
    field: Name
    verb: Direction
    node: NodeName
    where: Expression | None
    span: Span = spanned()


@frozen(repr=False)
class FieldNeverAffects(Node):
    """A promise that a field does not affect a node's score."""

    row: Name
    field: Name
    node: NodeName
    span: Span = spanned()


@frozen(repr=False)
class PropertyDeclaration(Node):
    """A promise about all possible inputs."""

    name: Name
    titles: Titles
    promise: AlwaysHolds | OneMoreNever | MoveNever | FieldNeverAffects
    span: Span = spanned()


@frozen(repr=False)
class MissingCell(Node):
    """``missing`` as a value in an example."""

    span: Span = spanned()


@frozen(repr=False)
class ExampleRowOf(Node):
    """A row of an example."""

    table: Name
    name: str | None
    owner: str | None
    values: tuple[tuple[Name, Cell | MissingCell], ...]
    span: Span = spanned()


@frozen(repr=False)
class Outcome(Node):
    """What is expected."""

    kind: OutcomeKind
    value: fmpq | None = None
    name: Name | None = None
    span: Span = spanned()


@frozen(repr=False)
class Expect(Node):
    """``expect WHAT of SUBJECT is OUTCOME``."""

    kind: Expected
    node: NodeName | None
    subject: str
    outcome: Outcome
    span: Span = spanned()


@frozen(repr=False)
class ExampleDeclaration(Node):
    """A worked case."""

    name: str
    rows: tuple[ExampleRowOf, ...]
    expectations: tuple[Expect, ...]
    span: Span = spanned()
