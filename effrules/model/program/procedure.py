"""How the year goes: institutions, stages, spot checks, recommendations."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.basis import Basis, Origin
from effrules.model.node import Node
from effrules.model.procedure import Counted, Day, Occasion, StageKind
from effrules.model.program.expressions import Expression
from effrules.model.program.written import Written
from effrules.model.schema import Titles
from effrules.model.types import Value

ASSESSORS = "assessors"
"""What rules write after ``by`` for those who assess the part in question."""


@frozen(repr=False)
class Institution(Written):
    """Who assesses, decides, publishes. ``subject`` is the identifier of the row that it is itself, if it is assessed too."""

    name: str
    titles: Titles
    subject: str | None
    basis: Basis
    origin: Origin


@frozen(repr=False)
class Within(Node):
    """So many days after a stage; working days by a calendar, which is a table of figures."""

    days: int
    counted: Counted
    after: str
    calendar: str | None


@frozen(repr=False)
class Running(Node):
    """So many years one after another: one of the last ``places``, or (``None``) a lower score than the year before."""

    places: int | None
    years: int


@frozen(repr=False)
class Added(Written):
    """An incident that the rules add: a row of ``table``, or what the form ``table`` says then; with ``counts``, one more in that field of it.

    With ``per_day``, one more for each day of delay (working days by ``calendar``). Of a row, what a text that is needed says is left to
    the register: the number of the entry for an identifier, what was found for another text.

    ``table`` is called as it is read (:attr:`effrules.model.schema.Schema.as_read`), fields by their own names there.
    """

    occasion: Occasion
    table: str
    values: tuple[tuple[str, Value | None], ...]
    counts: str | None = None
    per_day: Counted | None = None
    calendar: str | None = None


@frozen(repr=False)
class Stage(Written):
    """What is done when, and by whom.

    ``by``: institutions, the subject by its name, ``assessors``. ``nodes``: the parts of the tree that it is for; empty: for all. The days
    are those from ``first`` to ``last``, as far as the rules say them, or those of ``within``.
    """

    name: str
    titles: Titles
    kind: StageKind
    by: tuple[str, ...]
    nodes: tuple[str, ...]
    first: Day | None
    last: Day | None
    within: Within | None
    only_with_documents: bool
    commission: bool
    """A commission does it."""
    without_assessors: bool
    """Nobody sits in it who took part in the assessment."""
    adds: tuple[Added, ...]
    basis: Basis
    origin: Origin
    columns: tuple[tuple[str, str | None], ...] = ()
    """What is reported in it: tables and forms as they are read, with a field, or with ``None`` all of them; empty: what no other stage names."""
    running: Running | None = None
    """What is done is done about those of whom this holds, by the scores of ``nodes``."""

    def added(self, occasion: Occasion) -> Added | None:
        """What it adds on an occasion."""
        return next((one for one in self.adds if one.occasion is occasion), None)


@frozen(repr=False)
class SpotCheck(Written):
    """What may be verified, and what becomes of a difference: the verified value stands; beyond the tolerance an incident is added.

    ``columns`` are tables as they are read, with a field; ``None``: with all fields. ``relative``: the tolerance is a share of what was reported.
    """

    name: str
    titles: Titles
    columns: tuple[tuple[str, str | None], ...]
    tolerance: fmpq
    relative: bool
    adds: Added | None
    basis: Basis
    origin: Origin

    def covers(self, table: str, field: str) -> bool:
        """Whether a field may be verified."""
        return (table, field) in self.columns or (table, None) in self.columns

    def beyond(self, reported: Value | None, verified: Value | None) -> bool:
        """Whether a verified value differs by more than the tolerance from the one that was reported."""
        if not isinstance(reported, fmpq) or not isinstance(verified, fmpq):
            return reported != verified
        return abs(verified - reported) > (
            abs(reported) * self.tolerance if self.relative else self.tolerance
        )


@frozen(repr=False)
class Recommendation(Written):
    """What is recommended to a body for which ``condition`` holds, where ``node`` is applicable to it.

    ``texts``: by language the pieces of the text, those that are expressions to be filled in with their values.
    """

    name: str
    titles: Titles
    node: str
    condition: Expression
    texts: tuple[tuple[str, tuple[str | Expression, ...]], ...]
    basis: Basis
    origin: Origin


Procedure = Institution | Stage | SpotCheck | Recommendation
