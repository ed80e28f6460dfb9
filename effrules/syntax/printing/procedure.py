"""The text of institutions, stages, spot checks and recommendations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from effrules.model.procedure import Day, DayOfYear
from effrules.model.schema import UNTAGGED
from effrules.syntax import tree as ast
from effrules.syntax.expression_text import DISJUNCTION, EXPRESSION, text_of
from effrules.syntax.piece_text import fits, titles_text
from effrules.syntax.printing.layout import STEP, braces, clauses_at, print_node, words
from effrules.syntax.texts import quoted


def day_text(day: Day) -> str:
    """A day as rules write it."""
    if not isinstance(day, DayOfYear):
        return str(day)
    return words("last day of" if day.day is None else str(day.day), day.month.word, day.year.value)


def _declaration(node: ast.ProcedureDeclaration, indent: int) -> str:
    head = words(node.kind.value, node.name.text, titles_text(node.titles))
    return braces(head, clauses_at(node.clauses, indent), indent) if node.clauses else head


def _window(node: ast.Window, indent: int) -> str:
    calendar = "" if node.calendar is None else f"by calendar {node.calendar.text}"
    return words("within", str(node.days), node.counted.value, "days after", node.after.text, calendar)


def _adds(node: ast.Adds, indent: int) -> str:
    head = f"{node.occasion} adds {node.table.text}"
    if node.counts is not None:
        per_day = "" if node.per_day is None else f"for each {node.per_day.value} day"
        calendar = "" if node.calendar is None else f"by calendar {node.calendar.text}"
        return words(f"{head}.{node.counts.text}", per_day, calendar)
    values = ", ".join(f"{name.text} {print_node(value)}" for name, value in node.values)
    return f"{head} {{ {values} }}" if values else f"{head} {{}}"


def _columns(node: ast.Covers, indent: int) -> str:
    return "of " + ", ".join(
        table.text if field is None else f"{table.text}.{field.text}" for table, field in node.columns
    )


def _text(node: ast.TextClause, indent: int) -> str:
    texts = [words("" if one.language == UNTAGGED else one.language, _filled(one)) for one in node.texts]
    short = "text " + " ".join(texts)
    if fits(short, indent) or len(texts) == 1:
        return short
    return "text " + ("\n" + " " * (indent + len("text "))).join(texts)


def _filled(node: ast.FilledText) -> str:
    return quoted("".join(_piece(piece) for piece in node.pieces))


def _piece(piece: str | ast.Expression) -> str:
    if isinstance(piece, str):
        return piece.replace("{", "{{").replace("}", "}}")
    return "{" + " ".join(text_of(piece, EXPRESSION, STEP).split()) + "}"


ARMS: dict[type, Callable[[Any, int], str]] = {
    ast.ProcedureDeclaration: _declaration,
    ast.IsSubject: lambda node, indent: f"is {quoted(node.key)}",
    ast.StageKindClause: lambda node, indent: f"kind {node.kind.text}",
    ast.DoneBy: lambda node, indent: "by " + ", ".join(name.text for name in node.agents),
    ast.ByCommission: lambda node, indent: words(
        "by a commission", "without the assessors" if node.without_assessors else ""
    ),
    ast.ForNodes: lambda node, indent: "for " + ", ".join(map(print_node, node.nodes)),
    ast.DayFrom: lambda node, indent: f"from {day_text(node.day)}",
    ast.DayTo: lambda node, indent: f"to {day_text(node.day)}",
    ast.Window: _window,
    ast.WithDocuments: lambda node, indent: "only with documents",
    ast.YearsRunning: lambda node, indent: words(
        "lower score" if node.places is None else f"one of the last {node.places} places",
        f"{node.years} years running",
    ),
    ast.Adds: _adds,
    ast.Covers: _columns,
    ast.Tolerance: lambda node, indent: f"tolerance {print_node(node.value)}",
    ast.RecommendedWhen: lambda node, indent: f"when {text_of(node.condition, DISJUNCTION, indent)}",
    ast.FilledText: lambda node, indent: _filled(node),
    ast.TextClause: _text,
}
"""The text of each kind of node that is dealt with here."""
