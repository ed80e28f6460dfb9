"""Amendments, and the rule file with all declarations."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from effrules.model.schema import Titles
from effrules.model.things import ThingKind
from effrules.syntax.tree.basis import Reason
from effrules.syntax.tree.clauses import NodeName
from effrules.syntax.tree.heading import Methodology, SourceDeclaration, UnitDeclaration
from effrules.syntax.tree.kinds import ClauseKind, DayKind, Level, StatedWord
from effrules.syntax.tree.names import Name, Placed
from effrules.syntax.tree.procedure import ProcedureClause, ProcedureDeclaration
from effrules.syntax.tree.promises import ExampleDeclaration, PropertyDeclaration
from effrules.syntax.tree.reported import (
    CalendarClause,
    CalendarDeclaration,
    Cell,
    FieldDeclaration,
    FigureRow,
    FiguresDeclaration,
    MustHold,
    TableDeclaration,
)
from effrules.syntax.tree.scores import (
    AdjustmentClause,
    AdjustmentDeclaration,
    Define,
    NodeClause,
    NodeDeclaration,
    RankDeclaration,
    RatingDeclaration,
    TotalClause,
    TotalDeclaration,
    Weights,
)

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
    | ProcedureDeclaration
)


@frozen(repr=False)
class Thing(Placed):
    """What an amendment is about, and its name, if it has one."""

    kind: ThingKind
    name: Name | None


@frozen(repr=False)
class Drop(Placed):
    """Takes a declaration out."""

    thing: Thing
    reasons: tuple[Reason, ...]


@frozen(repr=False)
class Add(Placed):
    """Puts a declaration in; ``to`` names the node that gets it, for a node."""

    to: NodeName | None
    declared: Declared
    reasons: tuple[Reason, ...]


@frozen(repr=False)
class Replace(Placed):
    """Puts a declaration in the place of the one of the same kind and name."""

    declared: Declared
    reasons: tuple[Reason, ...]


@frozen(repr=False)
class Rename(Placed):
    """Gives a declaration another name (``thing`` has the new one) and, if given, other titles."""

    thing: Thing
    was: Name
    titles: Titles
    reasons: tuple[Reason, ...]


@frozen(repr=False)
class Move(Placed):
    """Puts a node under another node."""

    kind: Level
    name: Name
    to: NodeName
    reasons: tuple[Reason, ...]


@frozen(repr=False)
class DropClause(Placed):
    """Takes clauses of a kind out of a node, or of a stage and its like."""

    clause: ClauseKind | StatedWord


@frozen(repr=False)
class DropField(Placed):
    """Takes a field out of a table."""

    field: Name


@frozen(repr=False)
class DropMustHold(Placed):
    """Takes out all that the rows of a table must satisfy."""


@frozen(repr=False)
class DropDay(Placed):
    """Takes a holiday or a working day out of a calendar, or several in a row."""

    kind: DayKind
    first: date
    last: date | None


@frozen(repr=False)
class DropRow(Placed):
    """Takes a row out of figures, by its key."""

    key: Cell


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
    | ProcedureClause
    | Weights
)


@frozen(repr=False)
class Change(Placed):
    """Changes some clauses of a declaration: each takes the place of the clause of its kind."""

    thing: Thing
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]


Amendment = Drop | Add | Replace | Rename | Move | Change


Declaration = Methodology | ExampleDeclaration | Declared | Amendment


@frozen(repr=False)
class RuleFile(Placed):
    """One rule file."""

    declarations: tuple[Declaration, ...]
