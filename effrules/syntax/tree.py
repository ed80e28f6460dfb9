"""The syntax tree: rule files as they are written, before names are looked up.

Expressions come first, then declarations, then amendments. Each node carries its span, which takes no part in
equality: two texts that differ only in layout and comments have equal trees.
"""

from __future__ import annotations

from datetime import date

from attrs import field, frozen
from flint import fmpq

from effrules.model.aggregates import AggregateKind
from effrules.model.inventory import ItemClass
from effrules.model.node import Node
from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.places import Mark, Place
from effrules.model.printed import Side
from effrules.model.program import Direction, Quantifier, Redistribution, StandingKind, Ties
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import kinds

About = kinds.About
AdjustmentKind = kinds.AdjustmentKind
ClauseKind = kinds.ClauseKind
ConstraintKind = kinds.ConstraintKind
DayKind = kinds.DayKind
Equal = kinds.Equal
Expected = kinds.Expected
Given = kinds.Given
Level = kinds.Level
OutcomeKind = kinds.OutcomeKind
Position = kinds.Position
State = kinds.State
ThingKind = kinds.ThingKind
TitleKind = kinds.TitleKind
TypeKind = kinds.TypeKind


def _span() -> Span:
    return field(eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


@frozen(repr=False)
class Name(Node):
    """A name as it is written somewhere."""

    text: str
    span: Span = _span()


# -- Expressions ----------------------------------------------------------------------------------------


@frozen(repr=False)
class Number(Node):
    """A number with the unit written after it, if any; ``percent`` when written with a percent sign."""

    value: fmpq
    unit: Name | None
    percent: bool = False
    span: Span = _span()


@frozen(repr=False)
class DateLiteral(Node):
    """A calendar day."""

    value: date
    span: Span = _span()


@frozen(repr=False)
class TextLiteral(Node):
    """A text in quotes."""

    value: str
    span: Span = _span()


@frozen(repr=False)
class YesNoLiteral(Node):
    """``yes`` or ``no``."""

    value: bool
    span: Span = _span()


@frozen(repr=False)
class Reference(Node):
    """A name, or names joined by dots: ``total``, ``t.actual``."""

    parts: tuple[Name, ...]
    span: Span = _span()


@frozen(repr=False)
class BeforeRounding(Node):
    """A node's score before its rounding."""

    node: Name
    span: Span = _span()


@frozen(repr=False)
class CallOf(Node):
    """A definition, a function or a table of figures with its arguments; ``column`` after the dot."""

    name: Name
    arguments: tuple[Expression, ...]
    column: Name | None
    span: Span = _span()


@frozen(repr=False)
class Binary(Node):
    """Two operands and an operator."""

    operator: ArithmeticOperator | Comparison
    left: Expression
    right: Expression
    span: Span = _span()


@frozen(repr=False)
class Negative(Node):
    """Minus an operand."""

    operand: Expression
    span: Span = _span()


@frozen(repr=False)
class AllOf(Node):
    """Conditions joined by ``and``."""

    operands: tuple[Expression, ...]
    span: Span = _span()


@frozen(repr=False)
class AnyOf(Node):
    """Conditions joined by ``or``."""

    operands: tuple[Expression, ...]
    span: Span = _span()


@frozen(repr=False)
class Opposite(Node):
    """``not`` a condition."""

    operand: Expression
    span: Span = _span()


@frozen(repr=False)
class Between(Node):
    """Whether a value lies between two others, both included."""

    operand: Expression
    low: Expression
    high: Expression
    span: Span = _span()


@frozen(repr=False)
class IsOneOf(Node):
    """Whether a value is one of some names."""

    operand: Expression
    names: tuple[Name, ...]
    span: Span = _span()


@frozen(repr=False)
class IsState(Node):
    """Whether something is (or is not) in a state."""

    operand: Expression
    state: State
    negated: bool
    span: Span = _span()


@frozen(repr=False)
class Choice(Node):
    """``when ... then ... otherwise ...``."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    span: Span = _span()


@frozen(repr=False)
class Bounded(Node):
    """``... but at most ...`` (upper) or ``... but at least ...``."""

    operand: Expression
    upper: bool
    bound: Expression
    span: Span = _span()


@frozen(repr=False)
class Rounded(Node):
    """``... rounded to ...``."""

    operand: Expression
    rounding: Rounding
    span: Span = _span()


@frozen(repr=False)
class InsteadOfMissing(Node):
    """``... if missing then ...``."""

    operand: Expression
    instead: Expression
    span: Span = _span()


@frozen(repr=False)
class SameField(Node):
    """``with the same FIELD [as ROW]``."""

    field: Name
    anchor: Name | None
    span: Span = _span()


@frozen(repr=False)
class RowSource(Node):
    """The rows of a table: its name, a name for the row at hand, sameness, filter."""

    table: Name
    variable: Name | None
    same: tuple[SameField, ...]
    where: Expression | None
    span: Span = _span()


@frozen(repr=False)
class AggregateOf(Node):
    """An aggregate over rows; ``everywhere`` for ``among``, else ``for each``."""

    kind: AggregateKind
    body: Expression
    weight: Expression | None
    rows: RowSource
    everywhere: bool
    if_none: Expression | None
    span: Span = _span()


@frozen(repr=False)
class ItsMaximum(Node):
    """``its maximum``: the maximum of the node at hand, that which holds for the subject."""

    span: Span = _span()


@frozen(repr=False)
class PartsOf(Node):
    """An aggregate of ``its parts``."""

    kind: AggregateKind
    weighted: bool
    span: Span = _span()


@frozen(repr=False)
class CountOf(Node):
    """``count of`` rows."""

    rows: RowSource
    everywhere: bool
    span: Span = _span()


@frozen(repr=False)
class ShareOfRows(Node):
    """``share of`` rows ``where`` ... [``among those where`` ...]."""

    rows: RowSource
    everywhere: bool
    base: Expression | None
    if_none: Expression | None
    span: Span = _span()


@frozen(repr=False)
class StandingOf(Node):
    """``position of``, ``percentile of``, ``z-score of``, ``min-max of`` ... ``among`` rows; ``highest_first`` of ``None``: not said."""

    kind: StandingKind
    body: Expression
    rows: RowSource
    highest_first: bool | None
    if_all_equal: Expression | None
    ties: Ties = Ties.SHARE
    span: Span = _span()


@frozen(repr=False)
class WorkingDaysOf(Node):
    """``working days from ... to ... by calendar NAME``."""

    first: Expression
    last: Expression
    calendar: Name
    span: Span = _span()


@frozen(repr=False)
class Quantification(Node):
    """``any``, ``no`` or ``every`` row [``has`` a condition]."""

    quantifier: Quantifier
    rows: RowSource
    condition: Expression | None
    span: Span = _span()


@frozen(repr=False)
class RangeOf(Node):
    """A stretch of values; an end of ``None`` is open to that side."""

    low: Expression | None
    low_included: bool
    high: Expression | None
    high_included: bool
    span: Span = _span()


@frozen(repr=False)
class BandOf(Node):
    """A band; ``range`` of ``None`` is ``otherwise``."""

    range: RangeOf | None
    result: Expression
    span: Span = _span()


@frozen(repr=False)
class ReadingOf(Node):
    """How lines are read that are copied as they are printed: ``between lines: the line of the lower value assumed ...``.

    Without a ``side`` the value is rounded first.
    """

    about: About
    side: Side | None
    rounding: Rounding | None
    basis: tuple[BasisClause, ...]
    span: Span = _span()


@frozen(repr=False)
class BandsOf(Node):
    """``points by``, ``share by``, ``number by``, ``value by`` ... with its bands; ``printed``: as an act prints them."""

    kind: Given
    operand: Expression
    bands: tuple[BandOf, ...]
    printed: bool = False
    readings: tuple[ReadingOf, ...] = ()
    span: Span = _span()


@frozen(repr=False)
class PointOf(Node):
    """A point of an interpolation."""

    position: Position
    at: Expression | None
    result: Expression
    span: Span = _span()


@frozen(repr=False)
class InterpolateOf(Node):
    """``interpolate`` ... with its points."""

    operand: Expression
    points: tuple[PointOf, ...]
    span: Span = _span()


@frozen(repr=False)
class ItemOf(Node):
    """An item of a check-list."""

    titles: Titles
    result: Expression
    condition: Expression
    span: Span = _span()


@frozen(repr=False)
class CheckListOf(Node):
    """``checklist`` with its items."""

    items: tuple[ItemOf, ...]
    span: Span = _span()


Expression = (
    Number
    | DateLiteral
    | TextLiteral
    | YesNoLiteral
    | Reference
    | BeforeRounding
    | ItsMaximum
    | CallOf
    | Binary
    | Negative
    | AllOf
    | AnyOf
    | Opposite
    | Between
    | IsOneOf
    | IsState
    | Choice
    | Bounded
    | Rounded
    | InsteadOfMissing
    | AggregateOf
    | PartsOf
    | CountOf
    | ShareOfRows
    | StandingOf
    | WorkingDaysOf
    | Quantification
    | BandsOf
    | InterpolateOf
    | CheckListOf
)


# -- Clauses ---------------------------------------------------------------------------------------------


@frozen(repr=False)
class TitleClause(Node):
    """``title`` or ``note`` in some languages."""

    kind: TitleKind
    titles: Titles
    span: Span = _span()


@frozen(repr=False)
class Cite(Node):
    """``cite SOURCE item "…" annex "…" "words"``."""

    source: Name
    place: Place
    span: Span = _span()


@frozen(repr=False)
class Assumed(Node):
    """``assumed [what] reason``."""

    subject: Name | None
    reason: Titles
    span: Span = _span()


@frozen(repr=False)
class Because(Node):
    """``because`` reason."""

    reason: Titles
    span: Span = _span()


@frozen(repr=False)
class Contradicted(Node):
    """``contradicted by SOURCE "place" [25 points] ru "..."``: there, the act says otherwise, in these words."""

    cite: Cite
    figure: ScoreValue | None
    quote: Titles
    span: Span = _span()


BasisClause = Cite | Assumed | Contradicted
Reason = Because | Cite


@frozen(repr=False)
class NodeName(Node):
    """The name of a node of the tree of scores, with the level written before it, if any; or ``total``."""

    kind: Level | None
    name: Name
    span: Span = _span()


@frozen(repr=False)
class ScoreValue(Node):
    """A number with its unit: ``0 points``."""

    value: fmpq
    unit: Name
    span: Span = _span()


@frozen(repr=False)
class Assessed(Node):
    """``assessed by`` assessors."""

    assessors: tuple[tuple[Name, Titles], ...]
    span: Span = _span()


@frozen(repr=False)
class Score(Node):
    """``score = ...``."""

    formula: Expression
    span: Span = _span()


@frozen(repr=False)
class NotApplicable(Node):
    """``not applicable when ... [because ...]``."""

    condition: Expression
    reason: Titles
    span: Span = _span()


@frozen(repr=False)
class Multiplied(Node):
    """``times FACTOR when ...`` or ``halved when ...``, with its own basis."""

    factor: Number
    condition: Expression
    reason: Titles
    basis: tuple[BasisClause, ...]
    halved: bool = False
    span: Span = _span()


@frozen(repr=False)
class MeanOfOthers(Node):
    """``mean of the others [as rounded | before rounding] when ... [within ...] [, if none then ...]``, with its own basis.

    ``before_rounding`` of ``None``: not said. ``if_none``: the name ``not applicable``, a score, or ``None``.
    """

    condition: Expression
    before_rounding: bool | None
    within: tuple[Name, ...]
    if_none: ScoreValue | Name | None
    reason: Titles
    basis: tuple[BasisClause, ...]
    span: Span = _span()


@frozen(repr=False)
class OnlyWhere(Node):
    """``only where ... [because ...]`` with its own basis: the node exists for these subjects only."""

    condition: Expression
    reason: Titles
    basis: tuple[BasisClause, ...] = ()
    span: Span = _span()


@frozen(repr=False)
class OutOf(Node):
    """``out of N points [where ...]`` with its own basis: the maximum, for the subjects that ``where`` is for (``None``: for all)."""

    maximum: ScoreValue
    where: Expression | None = None
    basis: tuple[BasisClause, ...] = ()
    span: Span = _span()


@frozen(repr=False)
class RoundClause(Node):
    """``round [node] to ...`` with its own basis."""

    node: NodeName | None
    rounding: Rounding
    basis: tuple[BasisClause, ...]
    span: Span = _span()


@frozen(repr=False)
class Never(Node):
    """``never below`` or ``never above`` (``upper``) a score."""

    upper: bool
    bound: ScoreValue
    span: Span = _span()


@frozen(repr=False)
class NoTotal(Node):
    """``none`` of the total: the rules give no total, and why (no titles where no reason is written)."""

    reason: Titles
    span: Span = _span()


# -- Declarations -----------------------------------------------------------------------------------------


@frozen(repr=False)
class DraftClause(Node):
    """``draft``: the version is not law."""

    span: Span = _span()


@frozen(repr=False)
class LanguagesClause(Node):
    """``languages kk, ru, en``."""

    languages: tuple[Name, ...]
    span: Span = _span()


@frozen(repr=False)
class InForce(Node):
    """``in force from ... [to ...]``."""

    first: date
    last: date | None
    span: Span = _span()


@frozen(repr=False)
class Scale(Node):
    """``scale 0 to 100 points``."""

    minimum: fmpq
    maximum: fmpq
    unit: Name
    span: Span = _span()


@frozen(repr=False)
class Methodology(Node):
    """The heading of a version."""

    name: Name
    version: str
    amends: str | None
    replaces: str | None
    clauses: tuple[TitleClause | LanguagesClause | InForce | Scale | DraftClause, ...]
    span: Span = _span()

    @property
    def is_draft(self) -> bool:
        """Whether the version says that it is a draft."""
        return any(isinstance(clause, DraftClause) for clause in self.clauses)


@frozen(repr=False)
class Edition(Node):
    """``edition DATE``: the day from which the text holds that the rules follow."""

    day: date
    span: Span = _span()


@frozen(repr=False)
class NotAtHand(Node):
    """``not at hand because``: the source is known to exist, and nobody here has read it."""

    reason: Titles
    span: Span = _span()


@frozen(repr=False)
class Listed(Node):
    """A line of an inventory: ``item "…" procedure ru "…"``, ``annex "…" not expressed because …``."""

    marks: tuple[Mark, ...]
    item_class: ItemClass
    words: Titles
    span: Span = _span()


@frozen(repr=False)
class SourceDeclaration(Node):
    """A source that is cited, with its inventory."""

    name: Name
    clauses: tuple[TitleClause | Edition | NotAtHand | Listed, ...]
    url: str
    span: Span = _span()


@frozen(repr=False)
class UnitDeclaration(Node):
    """A unit of its own."""

    name: Name
    titles: Titles
    span: Span = _span()


@frozen(repr=False)
class TypeName(Node):
    """A type as written."""

    kind: TypeKind
    name: Name | None = None
    choices: tuple[tuple[Name, Titles], ...] = ()
    span: Span = _span()


@frozen(repr=False)
class Constraint(Node):
    """What a field demands beyond its type."""

    kind: ConstraintKind
    bounds: tuple[Number | DateLiteral, ...] = ()
    name: Name | None = None
    span: Span = _span()


@frozen(repr=False)
class FieldDeclaration(Node):
    """A field of a subject or a table, or a column of figures."""

    name: Name
    titles: Titles
    type: TypeName
    constraints: tuple[Constraint, ...]
    span: Span = _span()


@frozen(repr=False)
class MustHold(Node):
    """``must hold: ... because ...``: what every row of a table must satisfy, and why."""

    condition: Expression
    reason: Titles
    span: Span = _span()


@frozen(repr=False)
class TableDeclaration(Node):
    """A table of an owner, or, without one, the subject.

    A ``form`` has one row for each row of its owner (``where`` a condition holds for it); or none, where it ``may_be_missing``.
    """

    name: Name
    owner: Name | None
    titles: Titles
    fields: tuple[FieldDeclaration, ...]
    form: bool = False
    may_be_missing: bool = False
    where: Expression | None = None
    demands: tuple[MustHold, ...] = ()
    span: Span = _span()


Cell = Number | DateLiteral | TextLiteral | YesNoLiteral | Name


@frozen(repr=False)
class FigureRow(Node):
    """A row of figures."""

    cells: tuple[Cell, ...]
    span: Span = _span()


@frozen(repr=False)
class FiguresDeclaration(Node):
    """A table of figures."""

    name: Name
    titles: Titles
    columns: tuple[FieldDeclaration, ...]
    rows: tuple[FigureRow, ...]
    basis: tuple[BasisClause, ...]
    span: Span = _span()


@frozen(repr=False)
class Weekend(Node):
    """``weekend saturday, sunday``: the days of the week that are off."""

    days: tuple[str, ...]
    span: Span = _span()


@frozen(repr=False)
class Stretch(Node):
    """``from ... to ...``: the days that a calendar is for."""

    first: date
    last: date
    span: Span = _span()


@frozen(repr=False)
class CalendarDay(Node):
    """A day (or several in a row, to ``last``) that is off, or a working day, whatever the day of the week."""

    kind: DayKind
    first: date
    last: date | None
    titles: Titles
    span: Span = _span()


CalendarClause = Weekend | Stretch | CalendarDay | BasisClause


@frozen(repr=False)
class CalendarDeclaration(Node):
    """A calendar of working days."""

    name: Name
    titles: Titles
    clauses: tuple[CalendarClause, ...]
    span: Span = _span()


@frozen(repr=False)
class ParameterDeclaration(Node):
    """A parameter of a definition."""

    name: Name
    type: TypeName
    span: Span = _span()


@frozen(repr=False)
class Define(Node):
    """A named formula; also a single figure (``is_figure``), which has no parameters."""

    name: Name
    titles: Titles
    parameters: tuple[ParameterDeclaration, ...]
    type: TypeName | None
    body: Expression
    basis: tuple[BasisClause, ...]
    is_figure: bool = False
    span: Span = _span()


@frozen(repr=False)
class NodeDeclaration(Node):
    """A block, direction or criterion."""

    kind: Level
    name: Name
    titles: Titles
    clauses: tuple[NodeClause, ...]
    span: Span = _span()


NodeClause = (
    TitleClause | BasisClause | Assessed | Score | NotApplicable | OnlyWhere | RoundClause | OutOf | Multiplied | MeanOfOthers
    | NodeDeclaration
)  # fmt: skip


@frozen(repr=False)
class WeightEntry(Node):
    """The weight of a part and the weights below it; ``share`` of ``None`` where all are equal."""

    part: Name
    share: fmpq | None
    below: WeightGroup | None
    span: Span = _span()


@frozen(repr=False)
class WeightGroup(Node):
    """The weights of a node's parts."""

    equal: Equal | None
    entries: tuple[WeightEntry, ...]
    span: Span = _span()


@frozen(repr=False)
class Weights(Node):
    """A weights clause."""

    subject: Name | None
    where: Expression | None
    group: WeightGroup
    redistribution: Redistribution | None
    basis: tuple[BasisClause, ...]
    span: Span = _span()


@frozen(repr=False)
class Amount(Node):
    """``take ... [for each day of ...] [for each ... | when ...]``."""

    amount: Expression
    rows: RowSource | None
    condition: Expression | None
    days: Expression | None = None
    span: Span = _span()


@frozen(repr=False)
class Adjusted(Node):
    """``from NODE`` or ``to NODE``."""

    node: NodeName
    span: Span = _span()


@frozen(repr=False)
class Cap(Node):
    """``at most ... in all`` or, of each incident by itself (``each``), ``at most ... each``."""

    bound: Expression
    each: bool = False
    span: Span = _span()


@frozen(repr=False)
class Floor(Node):
    """``leaving at least ...`` or, for a bonus, ``reaching at most ...`` (``upper``)."""

    upper: bool
    bound: ScoreValue
    span: Span = _span()


AdjustmentClause = TitleClause | BasisClause | Amount | Adjusted | Cap | Floor


@frozen(repr=False)
class AdjustmentDeclaration(Node):
    """A penalty or a bonus."""

    kind: AdjustmentKind
    name: Name
    titles: Titles
    clauses: tuple[AdjustmentClause, ...]
    span: Span = _span()


TotalClause = TitleClause | BasisClause | Assessed | Score | NotApplicable | RoundClause | Never | NoTotal


@frozen(repr=False)
class TotalDeclaration(Node):
    """How all is brought together."""

    clauses: tuple[TotalClause, ...]
    span: Span = _span()


@frozen(repr=False)
class Grade(Node):
    """A grade of a rating. ``range`` ends are numbers with units."""

    name: Name
    titles: Titles
    range: RangeOf
    span: Span = _span()


@frozen(repr=False)
class RatingDeclaration(Node):
    """Grades by the score of a node (``None``: the total)."""

    node: NodeName | None
    grades: tuple[Grade, ...]
    titles: Titles
    basis: tuple[BasisClause, ...]
    readings: tuple[ReadingOf, ...] = ()
    span: Span = _span()


@frozen(repr=False)
class RankKeyOf(Node):
    """A value to rank by."""

    node: NodeName
    before_rounding: bool
    highest_first: bool
    span: Span = _span()


@frozen(repr=False)
class RankDeclaration(Node):
    """A ranking of subjects."""

    subject: Name
    name: Name | None
    titles: Titles
    where: Expression | None
    within: tuple[Name, ...]
    keys: tuple[RankKeyOf, ...]
    dense: bool
    basis: tuple[BasisClause, ...]
    span: Span = _span()


@frozen(repr=False)
class AlwaysHolds(Node):
    """A promise that a condition always holds."""

    condition: Expression
    span: Span = _span()


@frozen(repr=False)
class OneMoreNever(Node):
    """A promise that one more row never raises / lowers a node's score."""

    rows: RowSource
    verb: Direction
    node: NodeName
    span: Span = _span()


@frozen(repr=False)
class MoveNever(Node):
    """A promise that a higher / lower (``up``) value of a field never raises / lowers a node's score."""

    up: bool
    row: Name
    field: Name
    verb: Direction
    node: NodeName
    where: Expression | None
    span: Span = _span()


@frozen(repr=False)
class FieldNeverAffects(Node):
    """A promise that a field does not affect a node's score."""

    row: Name
    field: Name
    node: NodeName
    span: Span = _span()


@frozen(repr=False)
class PropertyDeclaration(Node):
    """A promise about all possible inputs."""

    name: Name
    titles: Titles
    promise: AlwaysHolds | OneMoreNever | MoveNever | FieldNeverAffects
    span: Span = _span()


@frozen(repr=False)
class MissingCell(Node):
    """``missing`` as a value in an example."""

    span: Span = _span()


@frozen(repr=False)
class ExampleRowOf(Node):
    """A row of an example."""

    table: Name
    name: str | None
    owner: str | None
    values: tuple[tuple[Name, Cell | MissingCell], ...]
    span: Span = _span()


@frozen(repr=False)
class Outcome(Node):
    """What is expected."""

    kind: OutcomeKind
    value: fmpq | None = None
    name: Name | None = None
    span: Span = _span()


@frozen(repr=False)
class Expect(Node):
    """``expect WHAT of SUBJECT is OUTCOME``."""

    kind: Expected
    node: NodeName | None
    subject: str
    outcome: Outcome
    span: Span = _span()


@frozen(repr=False)
class ExampleDeclaration(Node):
    """A worked case."""

    name: str
    rows: tuple[ExampleRowOf, ...]
    expectations: tuple[Expect, ...]
    span: Span = _span()


Declared = (
    SourceDeclaration
    | UnitDeclaration
    | TableDeclaration
    | FiguresDeclaration
    | CalendarDeclaration
    | Define
    | NodeDeclaration
    | Weights
    | AdjustmentDeclaration
    | TotalDeclaration
    | RatingDeclaration
    | RankDeclaration
    | PropertyDeclaration
)


# -- Amendments -------------------------------------------------------------------------------------------


@frozen(repr=False)
class Thing(Node):
    """What an amendment is about, and its name, if it has one."""

    kind: ThingKind
    name: Name | None
    span: Span = _span()


@frozen(repr=False)
class Drop(Node):
    """Takes a declaration out."""

    thing: Thing
    reasons: tuple[Reason, ...]
    span: Span = _span()


@frozen(repr=False)
class Add(Node):
    """Puts a declaration in; ``to`` names the node that gets it, for a node."""

    to: NodeName | None
    declared: Declared
    reasons: tuple[Reason, ...]
    span: Span = _span()


@frozen(repr=False)
class Replace(Node):
    """Puts a declaration in the place of the one of the same kind and name."""

    declared: Declared
    reasons: tuple[Reason, ...]
    span: Span = _span()


@frozen(repr=False)
class Rename(Node):
    """Gives a declaration another name (``thing`` has the new one) and, if given, other titles."""

    thing: Thing
    was: Name
    titles: Titles
    reasons: tuple[Reason, ...]
    span: Span = _span()


@frozen(repr=False)
class Move(Node):
    """Puts a node under another node."""

    kind: Level
    name: Name
    to: NodeName
    reasons: tuple[Reason, ...]
    span: Span = _span()


@frozen(repr=False)
class DropClause(Node):
    """Takes clauses of a kind out of a node."""

    clause: ClauseKind
    span: Span = _span()


@frozen(repr=False)
class DropField(Node):
    """Takes a field out of a table."""

    field: Name
    span: Span = _span()


@frozen(repr=False)
class DropMustHold(Node):
    """Takes out all that the rows of a table must satisfy."""

    span: Span = _span()


@frozen(repr=False)
class DropDay(Node):
    """Takes a holiday or a working day out of a calendar, or several in a row."""

    kind: DayKind
    first: date
    last: date | None
    span: Span = _span()


@frozen(repr=False)
class DropRow(Node):
    """Takes a row out of figures, by its key."""

    key: Cell
    span: Span = _span()


Part = (
    NodeClause
    | TotalClause
    | AdjustmentClause
    | FieldDeclaration
    | DropClause
    | DropField
    | MustHold
    | DropMustHold
    | FigureRow
    | DropRow
    | CalendarClause
    | DropDay
    | Weights
)


@frozen(repr=False)
class Change(Node):
    """Changes some clauses of a declaration: each takes the place of the clause of its kind."""

    thing: Thing
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    span: Span = _span()


Amendment = Drop | Add | Replace | Rename | Move | Change
Declaration = Methodology | ExampleDeclaration | Declared | Amendment


@frozen(repr=False)
class RuleFile(Node):
    """One rule file."""

    declarations: tuple[Declaration, ...]
    span: Span = _span()
