"""Edits: what makes one methodology into another, each a small typed change that can be applied by itself.

An edit holds the parts of the two programs as they are written there (``before`` in the old one, ``after`` in the
new one; ``None`` where there is nothing). ``requires`` names the edits (by ``key``) without which it cannot be
applied. There is one class for each kind of change; all of them share the fields of ``Change``.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen
from flint import fmpq

from effrules.compare.matching.expressions import Piece
from effrules.compare.matching.names import Key
from effrules.compare.matching.origins import Reason
from effrules.model import program as p
from effrules.model.basis import Basis, Citation, SourceText
from effrules.model.grounds import Figure
from effrules.model.rounding import Rounding as Steps
from effrules.model.schema import Field, Table, Titles
from effrules.model.types import Value


class Action(Enum):
    """What happened to a thing."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    MOVED = "moved"
    CHANGED = "changed"
    REWORDED = "reworded"
    """Its words, its basis or its place in the text changed, and nothing else."""


class Thing(Enum):
    """What kind of thing it happened to, as it is called in the rules."""

    METHODOLOGY = "methodology"
    SOURCE = "source"
    SUBJECT = "subject"
    TABLE = "table"
    FIELD = "field"
    DEFINITION = "define"
    FIGURES = "figures"
    ROW = "row"
    TOTAL = "total"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"
    WEIGHTS = "weights"
    PENALTY = "penalty"
    BONUS = "bonus"
    RATING = "rating"
    RANKING = "rank"
    PROPERTY = "property"
    EXAMPLE = "example"


class Bearing(Enum):
    """What an edit can have an effect on."""

    SCORES = "scores"
    """Scores, penalties, ratings or places."""
    REPORTING = "reporting"
    """What must be reported, what is accepted, and who assesses it."""
    VALIDITY = "validity"
    """The days on which the rules hold."""
    PROMISES = "promises"
    """What the rules promise of themselves: their properties."""
    CASES = "cases"
    """Worked examples."""
    BASIS = "basis"
    """What a figure rests on: citations, assumptions, sources."""
    WORDING = "wording"
    """Titles, reasons that are shown, the name of the version, the order of the text."""


MEANING = frozenset((Bearing.SCORES, Bearing.REPORTING, Bearing.VALIDITY, Bearing.PROMISES))
"""The bearings of a change of meaning; an edit with another one leaves the meaning as it was."""


@frozen
class Place:
    """Which thing: its kind, and its name (in the new methodology, where it is there).

    ``inside`` is the table of a field, or the table of figures of a row.
    """

    thing: Thing
    name: str = ""
    inside: str = ""


@frozen(kw_only=True)
class Change:
    """What all edits have.

    ``key`` is unique within a difference and the same each time it is made. ``path`` says where, from the outside in
    (``block goals > direction budget_use``). ``reason``, ``citations`` and ``version`` are those that the version which
    made the change declares, empty where it declares none; ``earlier`` are those of versions that changed the same before
    it, oldest first, where the old methodology is several amendments away (``chain.along``). ``used_by`` lists the paths of what reads a changed
    definition or table of figures. ``at`` is the thing's name among the names brought together (``names.Names``).
    """

    key: str
    at: Key
    action: Action
    place: Place
    path: str
    bearing: Bearing
    reason: Titles = Titles()
    citations: tuple[Citation, ...] = ()
    version: str = ""
    earlier: tuple[Reason, ...] = ()
    requires: frozenset[str] = frozenset()
    used_by: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    """For a formula or a condition: its text, with what changed in it."""

    @property
    def is_meaning(self) -> bool:
        """Whether it changes the meaning of the rules."""
        return self.bearing in MEANING


Declaration = (
    Table
    | Field
    | SourceText
    | p.Definition
    | p.Figures
    | p.ScoreNode
    | p.Adjustment
    | p.Rating
    | p.Ranking
    | p.Property
    | p.Example
)
"""What can be added or dropped as a whole. Nodes and fields come one by one, each with an edit of its own."""


@frozen(kw_only=True)
class Presence(Change):
    """A declaration is added (``before`` is ``None``) or dropped (``after`` is ``None``)."""

    before: Declaration | None = None
    after: Declaration | None = None


@frozen(kw_only=True)
class Rename(Change):
    """A thing bears another name. ``declared``: the rules say so; else it was recognised by what it is."""

    before: str
    after: str
    declared: bool


@frozen(kw_only=True)
class Move(Change):
    """A node hangs below another one: the names of its old and its new parent."""

    before: str
    after: str


class Ordered(Enum):
    """What has an order."""

    PARTS = "parts"
    ADJUSTMENTS = "adjustments"


@frozen(kw_only=True)
class Order(Change):
    """Parts of a node, or penalties and bonuses, stand in another order: the names of those in both."""

    what: Ordered
    before: tuple[str, ...]
    after: tuple[str, ...]


@frozen(kw_only=True)
class Total(Change):
    """The rules give a total now (``after`` is ``None``), or give none any more (``before`` is ``None``), or say otherwise why."""

    before: p.NoTotal | None
    after: p.NoTotal | None


class FormulaOf(Enum):
    """Which formula of a thing."""

    SCORE = "score"
    BODY = "body"
    AMOUNT = "amount"
    CONDITION = "condition"
    CAP = "cap"
    ONLY = "only where"
    """For whom alone a node is there."""


@frozen(kw_only=True)
class Formula(Change):
    """A formula changed, or is there now (``before`` is ``None``), or is gone (``after`` is ``None``)."""

    of: FormulaOf
    before: p.Expression | None
    after: p.Expression | None


@frozen(kw_only=True)
class Signature(Change):
    """A definition takes other parameters, or gives another type; its formula may have changed with them."""

    before: p.Definition
    after: p.Definition


@frozen(kw_only=True)
class Incidents(Change):
    """A penalty or bonus is for each row of another set of rows (``None``: once)."""

    before: p.Rows | None
    after: p.Rows | None


class NumberOf(Enum):
    """Which number of a thing, in points."""

    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    FLOOR = "floor"
    """How far down a penalty can bring a score; for the total: ``never below``."""
    CEILING = "ceiling"
    """How far up a bonus can bring a score; for the total: ``never above``."""


@frozen(kw_only=True)
class Number(Change):
    """A number, in points, changed, is there now, or is gone; of several maxima, that for the subjects of ``condition``."""

    of: NumberOf
    before: fmpq | None
    after: fmpq | None
    condition: p.Expression | None = None


@frozen(kw_only=True)
class Target(Change):
    """A penalty or bonus is for another node: their names."""

    before: str
    after: str


@frozen(kw_only=True)
class Rounding(Change):
    """A node is rounded otherwise."""

    before: Steps | None
    after: Steps | None


@frozen(kw_only=True)
class Applicability(Change):
    """A node is not applicable under other conditions."""

    before: tuple[p.NotApplicableWhen, ...]
    after: tuple[p.NotApplicableWhen, ...]


@frozen(kw_only=True)
class Assessors(Change):
    """Others assess a node."""

    before: tuple[p.Assessor, ...]
    after: tuple[p.Assessor, ...]


@frozen(kw_only=True)
class Weights(Change):
    """The parts of a node weigh otherwise, for the subjects that ``condition`` is for (``None``: for all)."""

    node: str
    condition: p.Expression | None
    before: tuple[p.Weight, ...]
    after: tuple[p.Weight, ...]


@frozen(kw_only=True)
class Redistribution(Change):
    """What is not applicable is dealt with otherwise, for the subjects that ``condition`` is for."""

    condition: p.Expression | None
    before: p.Redistribution
    after: p.Redistribution


@frozen(kw_only=True)
class Clauses(Change):
    """The subjects are divided otherwise for the weights: the clauses that have no match on the other side."""

    before: tuple[p.WeightsClause, ...]
    after: tuple[p.WeightsClause, ...]


@frozen(kw_only=True)
class Reported(Change):
    """A field holds or admits something else: its type, choices, bounds, or whether it may be missing."""

    before: Field
    after: Field


@frozen(kw_only=True)
class Option(Change):
    """A choice of a field is added (``before`` is ``None``) or dropped (``after`` is ``None``), with what it is called."""

    before: str | None
    after: str | None
    titles: Titles


@frozen(kw_only=True)
class Owner(Change):
    """The rows of a table belong to another table."""

    before: str | None
    after: str | None


@frozen(kw_only=True)
class Demands(Change):
    """Something else must hold of the rows of a table, or for another reason: what no longer must, and what must now."""

    before: tuple[p.MustHold, ...]
    after: tuple[p.MustHold, ...]


@frozen(kw_only=True)
class Row(Change):
    """A row of a table of figures is added, dropped or changed: its cells, the key first."""

    columns: tuple[str, ...]
    before: tuple[Value, ...] | None
    after: tuple[Value, ...] | None


@frozen(kw_only=True)
class Columns(Change):
    """A table of figures has other columns, and its rows with them."""

    before: p.Figures
    after: p.Figures


@frozen(kw_only=True)
class Grades(Change):
    """The grades of a rating have other names or bands."""

    before: tuple[p.RatingGrade, ...]
    after: tuple[p.RatingGrade, ...]


@frozen(kw_only=True)
class Places(Change):
    """Places are given otherwise: among others, by other scores, with ties dealt with otherwise."""

    before: p.Ranking
    after: p.Ranking


@frozen(kw_only=True)
class Promise(Change):
    """A property promises something else."""

    before: p.Property
    after: p.Property


@frozen(kw_only=True)
class Case(Change):
    """A worked example has other data or expects something else."""

    before: p.Example
    after: p.Example


@frozen(kw_only=True)
class Scale(Change):
    """Every score without a maximum of its own is counted on another scale: lowest and highest points."""

    before: tuple[fmpq, fmpq]
    after: tuple[fmpq, fmpq]


@frozen(kw_only=True)
class Period(Change):
    """The rules hold on other days: the first and the last one (``None``: open)."""

    before: tuple[date | None, date | None]
    after: tuple[date | None, date | None]


@frozen(kw_only=True)
class Version(Change):
    """The heading bears another name or version, or speaks other languages."""

    before: p.Header
    after: p.Header


class WordsOf(Enum):
    """Which words of a thing."""

    TITLE = "title"
    CHOICES = "choices"
    """The titles of a field's choices, in the order of the names."""
    REASONS = "reasons"
    """Why a node is not applicable, condition by condition."""
    ASSESSORS = "assessors"
    """What the assessors are called."""
    GRADES = "grades"
    """What the grades of a rating are called."""
    ITEMS = "items"
    """What the items of a check-list in a formula are called."""
    SOURCE = "source"
    """A source's title, notes and address."""


@frozen(kw_only=True)
class Words(Change):
    """Words that people read changed: each with what it is about, empty for the title of the thing itself."""

    of: WordsOf
    before: tuple[tuple[str, Titles], ...]
    after: tuple[tuple[str, Titles], ...]


@frozen(kw_only=True)
class Rests(Change):
    """A declaration (or, with ``rounding``, its rounding) rests on other citations or assumptions.

    ``figures``: where all of it rests on the same, but some of its figures on what others rested on, these, before and after.
    """

    before: Basis
    after: Basis
    rounding: bool = field(default=False)
    figures: tuple[tuple[Figure, Basis, Basis], ...] = field(default=())


Edit = (
    Presence
    | Rename
    | Move
    | Order
    | Total
    | Formula
    | Signature
    | Incidents
    | Number
    | Target
    | Rounding
    | Applicability
    | Assessors
    | Weights
    | Redistribution
    | Clauses
    | Reported
    | Option
    | Owner
    | Demands
    | Row
    | Columns
    | Grades
    | Places
    | Promise
    | Case
    | Scale
    | Period
    | Version
    | Words
    | Rests
)
