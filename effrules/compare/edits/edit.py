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

from effrules.compare.edits.change import Change, Changed
from effrules.model import program as p
from effrules.model.basis import Basis, SourceText
from effrules.model.grounds import Figure
from effrules.model.rounding import Rounding as Steps
from effrules.model.schema import Field, Table, Titles
from effrules.model.types import Value

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
    | p.Procedure
)
"""What can be added or dropped as a whole. Nodes and fields come one by one, each with an edit of its own."""


@frozen(kw_only=True)
class Presence(Change):
    """A declaration is added (``before`` is ``None``) or dropped (``after`` is ``None``)."""

    before: Declaration | None = None
    after: Declaration | None = None


@frozen(kw_only=True)
class Rename(Changed[str]):
    """A thing bears another name. ``declared``: the rules say so; else it was recognised by what it is."""

    declared: bool


@frozen(kw_only=True)
class Move(Changed[str]):
    """A node hangs below another one: the names of its old and its new parent."""


class Ordered(Enum):
    """What has an order."""

    PARTS = "parts"
    ADJUSTMENTS = "adjustments"


@frozen(kw_only=True)
class Order(Changed[tuple[str, ...]]):
    """Parts of a node, or penalties and bonuses, stand in another order: the names of those in both."""

    what: Ordered


@frozen(kw_only=True)
class Total(Changed[p.NoTotal | None]):
    """The rules give a total now (``after`` is ``None``), or give none any more (``before`` is ``None``), or say otherwise why."""


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
class Formula(Changed[p.Expression | None]):
    """A formula changed, or is there now (``before`` is ``None``), or is gone (``after`` is ``None``)."""

    of: FormulaOf


@frozen(kw_only=True)
class Signature(Changed[p.Definition]):
    """A definition takes other parameters, or gives another type; its formula may have changed with them."""


@frozen(kw_only=True)
class Incidents(Changed[p.Rows | None]):
    """A penalty or bonus is for each row of another set of rows (``None``: once)."""


class NumberOf(Enum):
    """Which number of a thing, in points."""

    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    FLOOR = "floor"
    """How far down a penalty can bring a score; for the total: ``never below``."""
    CEILING = "ceiling"
    """How far up a bonus can bring a score; for the total: ``never above``."""


@frozen(kw_only=True)
class Number(Changed[fmpq | None]):
    """A number, in points, changed, is there now, or is gone; of several maxima, that for the subjects of ``condition``."""

    of: NumberOf
    condition: p.Expression | None = None


@frozen(kw_only=True)
class Target(Changed[str]):
    """A penalty or bonus is for another node: their names."""


@frozen(kw_only=True)
class Rounding(Changed[Steps | None]):
    """A node is rounded otherwise."""


@frozen(kw_only=True)
class Applicability(Changed[tuple[p.NotApplicableWhen, ...]]):
    """A node is not applicable under other conditions."""


@frozen(kw_only=True)
class Assessors(Changed[tuple[p.Assessor, ...]]):
    """Others assess a node."""


@frozen(kw_only=True)
class Weights(Changed[tuple[p.Weight, ...]]):
    """The parts of a node weigh otherwise, for the subjects that ``condition`` is for (``None``: for all)."""

    node: str
    condition: p.Expression | None


@frozen(kw_only=True)
class Redistribution(Changed[p.Redistribution]):
    """What is not applicable is dealt with otherwise, for the subjects that ``condition`` is for."""

    condition: p.Expression | None


@frozen(kw_only=True)
class Clauses(Changed[tuple[p.WeightsClause, ...]]):
    """The subjects are divided otherwise for the weights: the clauses that have no match on the other side."""


@frozen(kw_only=True)
class Reported(Changed[Field]):
    """A field holds or admits something else: its type, choices, bounds, or whether it may be missing."""


@frozen(kw_only=True)
class Option(Changed[str | None]):
    """A choice of a field is added (``before`` is ``None``) or dropped (``after`` is ``None``), with what it is called."""

    titles: Titles


@frozen(kw_only=True)
class Owner(Changed[str | None]):
    """The rows of a table belong to another table."""


@frozen(kw_only=True)
class Demands(Changed[tuple[p.MustHold, ...]]):
    """Something else must hold of the rows of a table, or for another reason: what no longer must, and what must now."""


@frozen(kw_only=True)
class Row(Changed[tuple[Value, ...] | None]):
    """A row of a table of figures is added, dropped or changed: its cells, the key first."""

    columns: tuple[str, ...]


@frozen(kw_only=True)
class Columns(Changed[p.Figures]):
    """A table of figures has other columns, and its rows with them."""


@frozen(kw_only=True)
class Grades(Changed[tuple[p.RatingGrade, ...]]):
    """The grades of a rating have other names or bands."""


@frozen(kw_only=True)
class Places(Changed[p.Ranking]):
    """Places are given otherwise: among others, by other scores, with ties dealt with otherwise."""


@frozen(kw_only=True)
class Promise(Changed[p.Property]):
    """A property promises something else."""


@frozen(kw_only=True)
class Case(Changed[p.Example]):
    """A worked example has other data or expects something else."""


@frozen(kw_only=True)
class Stated(Changed[p.Procedure]):
    """An institution, a stage, a spot check or a recommendation says something else."""


@frozen(kw_only=True)
class Scale(Changed[tuple[fmpq, fmpq]]):
    """Every score without a maximum of its own is counted on another scale: lowest and highest points."""


@frozen(kw_only=True)
class Period(Changed[tuple[date | None, date | None]]):
    """The rules hold on other days: the first and the last one (``None``: open)."""


@frozen(kw_only=True)
class Version(Changed[p.Header]):
    """The heading bears another name or version, or speaks other languages."""


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
    PARAMETERS = "parameters"
    """What the parameters of a definition are called."""
    COLUMNS = "column titles"
    """What the columns of a table of figures are called."""
    ITEMS = "items"
    """What the items of a check-list in a formula are called."""
    SOURCE = "source"
    """A source's title, notes and address."""


@frozen(kw_only=True)
class Words(Changed[tuple[tuple[str, Titles], ...]]):
    """Words that people read changed: each with what it is about, empty for the title of the thing itself."""

    of: WordsOf


@frozen(kw_only=True)
class Rests(Changed[Basis]):
    """A declaration (or, with ``rounding``, its rounding) rests on other citations or assumptions.

    ``figures``: where all of it rests on the same, but some of its figures on what others rested on, these, before and after.
    """

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
    | Stated
    | Scale
    | Period
    | Version
    | Words
    | Rests
)
