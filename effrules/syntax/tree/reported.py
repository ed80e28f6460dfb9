"""What is reported: subjects, tables, figures, calendars."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from effrules.model.calendars import Weekday
from effrules.model.node import Node
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax.tree.basis import BasisClause
from effrules.syntax.tree.expressions import DateLiteral, Expression, Number, TextLiteral, YesNoLiteral
from effrules.syntax.tree.kinds import ConstraintKind, DayKind, TypeKind
from effrules.syntax.tree.names import Name, spanned


@frozen(repr=False)
class TypeName(Node):
    """A type as written."""

    kind: TypeKind
    name: Name | None = None
    choices: tuple[tuple[Name, Titles], ...] = ()
    span: Span = spanned()


@frozen(repr=False)
class Constraint(Node):
    """What a field demands beyond its type."""

    kind: ConstraintKind
    bounds: tuple[Number | DateLiteral, ...] = ()
    name: Name | None = None
    span: Span = spanned()


@frozen(repr=False)
class FieldDeclaration(Node):
    """A field of a subject or a table, or a column of figures."""

    name: Name
    titles: Titles
    type: TypeName
    constraints: tuple[Constraint, ...]
    span: Span = spanned()


@frozen(repr=False)
class MustHold(Node):
    """``must hold: ... because ...``: what every row of a table must satisfy, and why."""

    condition: Expression
    reason: Titles
    span: Span = spanned()


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
    span: Span = spanned()


Cell = Number | DateLiteral | TextLiteral | YesNoLiteral | Name


@frozen(repr=False)
class FigureRow(Node):
    """A row of figures."""

    cells: tuple[Cell, ...]
    span: Span = spanned()


@frozen(repr=False)
class FiguresDeclaration(Node):
    """A table of figures."""

    name: Name
    titles: Titles
    columns: tuple[FieldDeclaration, ...]
    rows: tuple[FigureRow, ...]
    basis: tuple[BasisClause, ...]
    span: Span = spanned()


@frozen(repr=False)
class Weekend(Node):
    """``weekend saturday, sunday``: the days of the week that are off."""

    days: tuple[Weekday, ...]
    span: Span = spanned()


@frozen(repr=False)
class Stretch(Node):
    """``from ... to ...``: the days that a calendar is for."""

    first: date
    last: date
    span: Span = spanned()


@frozen(repr=False)
class CalendarDay(Node):
    """A day (or several in a row, to ``last``) that is off, or a working day, whatever the day of the week."""

    kind: DayKind
    first: date
    last: date | None
    titles: Titles
    span: Span = spanned()


CalendarClause = Weekend | Stretch | CalendarDay | BasisClause


@frozen(repr=False)
class CalendarDeclaration(Node):
    """A calendar of working days."""

    name: Name
    titles: Titles
    clauses: tuple[CalendarClause, ...]
    span: Span = spanned()
