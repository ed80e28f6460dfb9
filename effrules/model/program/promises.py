"""What is promised of all inputs, and worked cases."""

from __future__ import annotations

from enum import Enum, StrEnum

from attrs import frozen

from effrules.model.basis import Origin
from effrules.model.node import Node
from effrules.model.program.expressions import Expression
from effrules.model.program.rows import Rows, RowVariable
from effrules.model.program.written import Written
from effrules.model.schema import Titles
from effrules.model.types import Value


class Direction(Enum):
    """Which way a value moves."""

    RAISES = "raises"
    LOWERS = "lowers"


@frozen(repr=False)
class Always(Node):
    """A promise about each subject's results: the condition holds."""

    condition: Expression


@frozen(repr=False)
class OneMore(Node):
    """A promise: one more row of a table (that satisfies ``where``) never raises / lowers a node's score."""

    table: str
    rows: Rows
    never: Direction
    node: str


@frozen(repr=False)
class FieldMoves(Node):
    """A promise: raising (or lowering) a field of one row never raises / lowers a node's score.

    ``where`` (over ``row``) says for which rows.
    """

    row: RowVariable
    field: str
    up: bool
    never: Direction
    node: str
    where: Expression | None


@frozen(repr=False)
class NeverAffects(Node):
    """A promise: whatever stands in a field, a node's score is the same."""

    row: RowVariable
    field: str
    node: str


@frozen(repr=False)
class Property(Written):
    """A promise about all possible inputs."""

    name: str
    titles: Titles
    promise: Always | OneMore | FieldMoves | NeverAffects
    origin: Origin


@frozen(repr=False)
class ExampleRow(Written):
    """A row of an example: its table, its own name (if given), its owner's name, its values."""

    table: str
    name: str
    owner: str | None
    values: tuple[tuple[str, Value | None], ...]


class ExpectedState(Enum):
    """What an example may expect beside a value."""

    NOT_APPLICABLE = "not applicable"
    NO_SCORE = "no score"


class ExpectationOf(StrEnum):
    """What an example expects something of."""

    NODE = "node"
    ADJUSTMENT = "adjustment"
    RATING = "rating"
    PLACE = "place"


@frozen(repr=False)
class Expectation(Written):
    """What an example expects of a subject: ``what`` is the name of a node, a penalty or bonus, a rated node or a ranking."""

    kind: ExpectationOf
    what: str
    subject: str
    value: Value | ExpectedState


@frozen(repr=False)
class Example(Written):
    """A worked case: data and what must come out."""

    name: str
    rows: tuple[ExampleRow, ...]
    expectations: tuple[Expectation, ...]
    origin: Origin
