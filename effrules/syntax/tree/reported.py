"""What is reported: subjects, tables, figures, calendars."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from effrules.model.calendars import Weekday
from effrules.model.schema import Titles
from effrules.syntax.tree.basis import BasisClause
from effrules.syntax.tree.expressions import DateLiteral, Expression, Number, TextLiteral, YesNoLiteral
from effrules.syntax.tree.kinds import ConstraintKind, DayKind, TypeKind
from effrules.syntax.tree.names import Name, Placed


@frozen(repr=False)
class TypeName(Placed):
    """A type as written."""

    kind: TypeKind
    name: Name | None = None
    choices: tuple[tuple[Name, Titles], ...] = ()


@frozen(repr=False)
class Constraint(Placed):
    """What a field demands beyond its type."""

    kind: ConstraintKind
    bounds: tuple[Number | DateLiteral, ...] = ()
    name: Name | None = None


@frozen(repr=False)
class FieldDeclaration(Placed):
    """A field of a subject or a table, or a column of figures."""

    name: Name
    titles: Titles
    type: TypeName
    constraints: tuple[Constraint, ...]


@frozen(repr=False)
class MustHold(Placed):
    """``must hold: ... because ...``: what every row of a table must satisfy, and why."""

    condition: Expression
    reason: Titles


@frozen(repr=False)
class TableDeclaration(Placed):
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


Cell = Number | DateLiteral | TextLiteral | YesNoLiteral | Name


@frozen(repr=False)
class FigureRow(Placed):
    """A row of figures."""

    cells: tuple[Cell, ...]


@frozen(repr=False)
class FiguresDeclaration(Placed):
    """A table of figures."""

    name: Name
    titles: Titles
    columns: tuple[FieldDeclaration, ...]
    rows: tuple[FigureRow, ...]
    basis: tuple[BasisClause, ...]


@frozen(repr=False)
class Weekend(Placed):
    """``weekend saturday, sunday``: the days of the week that are off."""

    days: tuple[Weekday, ...]


@frozen(repr=False)
class Stretch(Placed):
    """``from ... to ...``: the days that a calendar is for."""

    first: date
    last: date


@frozen(repr=False)
class CalendarDay(Placed):
    """A day (or several in a row, to ``last``) that is off, or a working day, whatever the day of the week."""

    kind: DayKind
    first: date
    last: date | None
    titles: Titles


CalendarClause = Weekend | Stretch | CalendarDay | BasisClause


@frozen(repr=False)
class CalendarDeclaration(Placed):
    """A calendar of working days."""

    name: Name
    titles: Titles
    clauses: tuple[CalendarClause, ...]
