"""Under which key a part of a declaration is known: its kind, and which of that kind."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node


class PartKind(Enum):
    """Which part, as it is called in the rules."""

    NAME = "name"
    LEVEL = "level"
    """Block, direction or criterion; penalty or bonus; figure or definition; form or table."""
    PARENT = "parent"
    TITLE = "title"
    NOTE = "note"
    SHORT = "short title"
    VERSION_TITLE = "title of the version"
    FORMULA = "formula"
    NOT_APPLICABLE = "not applicable"
    MULTIPLIED = "multiplied"
    OTHERS = "mean of the others"
    ONLY = "only where"
    MAXIMUM = "maximum"
    """Of the bodies that a condition tells apart, where there are several."""
    ROUNDING = "rounding"
    ASSESSED = "assessed by"
    LOWEST = "never below"
    HIGHEST = "never above"
    NONE = "absence"
    BASIS = "basis"
    WEIGHT = "weight"
    WEIGHTS = "weights"
    WHOM = "whom"
    REDISTRIBUTION = "when not applicable"
    AMOUNT = "amount"
    TARGET = "target"
    CAP = "cap"
    LEAVING = "leaving at least"
    REACHING = "reaching at most"
    PARAMETERS = "parameters"
    TYPE = "gives"
    OWNER = "owner"
    FIELD = "field"
    DEMAND = "must hold"
    COLUMN = "column"
    ROW = "row"
    GRADE = "grade"
    PLACES = "places"
    READING = "reading"
    PROMISE = "promise"
    URL = "url"
    EDITION = "edition"
    AT_HAND = "not at hand"
    INVENTORY = "inventory"
    CASE = "case"
    LANGUAGES = "languages"
    IN_FORCE = "in force"
    SCALE = "scale"
    DRAFT = "draft"
    STATED = "stated"
    """A clause of an institution, a stage, a spot check or a recommendation, by its word."""


class PartKey(NamedTuple):
    """Which part of a declaration: its kind, and which of that kind (a field's name, a row's key), if there are more."""

    kind: PartKind
    about: str = ""


CLAUSES: dict[type, PartKind] = {
    ast.Score: PartKind.FORMULA,
    ast.NotApplicable: PartKind.NOT_APPLICABLE,
    ast.Multiplied: PartKind.MULTIPLIED,
    ast.MeanOfOthers: PartKind.OTHERS,
    ast.OnlyWhere: PartKind.ONLY,
    ast.Assessed: PartKind.ASSESSED,
    ast.NoTotal: PartKind.NONE,
    ast.Cite: PartKind.BASIS,
    ast.Assumed: PartKind.BASIS,
    ast.Contradicted: PartKind.BASIS,
    ast.Amount: PartKind.AMOUNT,
    ast.Adjusted: PartKind.TARGET,
    ast.Cap: PartKind.CAP,
    ast.LanguagesClause: PartKind.LANGUAGES,
    ast.InForce: PartKind.IN_FORCE,
    ast.Scale: PartKind.SCALE,
    ast.DraftClause: PartKind.DRAFT,
    ast.Edition: PartKind.EDITION,
    ast.NotAtHand: PartKind.AT_HAND,
    ast.Listed: PartKind.INVENTORY,
}
"""The part that each clause belongs to; titles, roundings and limits depend on what they say."""


DROPPED: dict[ast.ClauseKind, PartKind] = {
    ast.ClauseKind.TIMES: PartKind.MULTIPLIED,
    ast.ClauseKind.MEAN_OF_OTHERS: PartKind.OTHERS,
    ast.ClauseKind.NOT_APPLICABLE: PartKind.NOT_APPLICABLE,
    ast.ClauseKind.ONLY_WHERE: PartKind.ONLY,
}
"""The part that each word of ``drop`` in a node is."""


TEXTS = {
    ast.TitleKind.TITLE: PartKind.TITLE,
    ast.TitleKind.NOTE: PartKind.NOTE,
    ast.TitleKind.SHORT: PartKind.SHORT,
    ast.TitleKind.VERSION: PartKind.VERSION_TITLE,
}


def key_of(clause: Any) -> PartKey:
    """The part that a clause of a node, a penalty, the total or a heading is, or belongs to."""
    match clause:
        case ast.TitleClause():
            return PartKey(TEXTS[clause.kind])
        case ast.RoundClause():
            node = clause.node.name.text if clause.node is not None else "total"
            return PartKey(PartKind.ROUNDING, "" if node == "total" else node)
        case ast.OutOf():
            return PartKey(
                PartKind.MAXIMUM, "" if clause.where is None else " ".join(print_node(clause.where).split())
            )
        case ast.Never():
            return PartKey(PartKind.HIGHEST if clause.upper else PartKind.LOWEST)
        case ast.Cap():
            return PartKey(PartKind.CAP, "each" if clause.each else "")
        case ast.Floor():
            return PartKey(PartKind.REACHING if clause.upper else PartKind.LEAVING)
        case ast.FieldDeclaration():
            return PartKey(PartKind.FIELD, clause.name.text)
        case ast.DropClause(ast.ClauseKind() as word):
            return PartKey(DROPPED[word])
        case ast.DropClause(clause=word):
            return PartKey(PartKind.STATED, word.value)
        case ast.DropField():
            return PartKey(PartKind.FIELD, clause.field.text)
        case ast.MustHold():
            return PartKey(PartKind.DEMAND, print_node(clause.condition))
        case ast.DropMustHold():
            return PartKey(PartKind.DEMAND)
        case ast.FigureRow():
            return PartKey(PartKind.ROW, print_node(clause.cells[0]))
        case ast.CalendarDay() | ast.DropDay():
            return PartKey(
                PartKind.ROW, f"{clause.first} to {clause.last}" if clause.last else str(clause.first)
            )
        case ast.Weekend():
            return PartKey(PartKind.ROW, "weekend")
        case ast.Stretch():
            return PartKey(PartKind.ROW, "from")
        case ast.DropRow():
            return PartKey(PartKind.ROW, print_node(clause.key))
        case _ if isinstance(clause, ast.Stated):
            return PartKey(PartKind.STATED, clause.word.value)
        case _:
            return PartKey(CLAUSES[type(clause)])
