"""Conditions in mathematical notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.types import Choice, YesNo
from effrules.report.blocks.mathematics.tree import Fenced, Math, Op, Row, Words, fenced, joined, row
from effrules.report.document.aggregate_math import narrowed
from effrules.report.document.binding import AND, SUM
from effrules.report.document.name_math import bare, call
from effrules.report.document.numbers import quoted

if TYPE_CHECKING:
    from effrules.report.document.mathematics import Notation


def compared(notation: Notation, node: p.Compare) -> Math:
    """A comparison."""
    left, right = _side(notation, node.left, node.right), _side(notation, node.right, node.left)
    return row(left, Op(node.comparison.sign), right)


def _side(notation: Notation, expression: p.Expression, other: p.Expression) -> Math:
    """A side of a comparison; the choices of a field are called by their titles, yes and no stand by themselves."""
    if isinstance(expression, p.Constant) and isinstance(expression.type, Choice):
        return Words(quoted(_choice(notation, expression, other), notation.naming.language))
    if isinstance(expression, p.AnyField | p.Parameter):
        return bare(notation, expression)
    if isinstance(expression, p.Call) and isinstance(expression.type, YesNo):
        made = call(notation, expression)
        assert isinstance(made, Row)
        return made.items[0]
    return notation.math(expression, SUM)


def _choice(notation: Notation, chosen: p.Constant, other: p.Expression) -> str:
    """What a choice is called: by the field that it is compared with, else by any field with the same choices."""
    assert isinstance(chosen.type, Choice)
    name = str(chosen.value)
    if isinstance(other, p.AnyField):
        table = notation.program.schema.above(other.row.table, other.levels)
        declared = table.field_named(other.field) if table is not None else None
        if declared is not None:
            return shown(
                declared.choice_title(name, notation.naming.language.value, notation.program.header.languages)
            )
    return notation.naming.choice(chosen.type, name)


def all_of(notation: Notation, operands: tuple[p.Expression, ...], word: str, least: int) -> Math:
    """Conditions with a word between them."""
    return joined([notation.math(operand, least) for operand in operands], Op(notation.text(word)))


def between(notation: Notation, node: p.Every) -> Math | None:
    """``a ≤ x ≤ b`` for what lies between two values."""
    match node.operands:
        case (p.Compare(p.Comparison.AT_LEAST, value, low), p.Compare(p.Comparison.AT_MOST, again, high)) if (
            value == again
        ):
            inner = _side(notation, value, low)
            return row(_side(notation, low, value), Op("≤"), inner, Op("≤"), _side(notation, high, value))
        case _:
            return None


def one_of(notation: Notation, node: p.Some) -> Math | None:
    """``x ∈ {a, b}`` for one of some choices."""
    chosen: list[Math] = []
    value: p.Expression | None = None
    for operand in node.operands:
        match operand:
            case p.Compare(p.Comparison.EQUAL, left, p.Constant(_, Choice()) as right) if value in (
                None,
                left,
            ):
                value = left
                chosen.append(_side(notation, right, left))
            case _:
                return None
    if value is None or len(chosen) < 2:
        return None
    return row(_side(notation, value, value), Op("∈"), Fenced("{", joined(chosen, Op(",")), "}"))


def opposite(notation: Notation, operand: p.Expression) -> Math:
    """That a condition does not hold."""
    match operand:
        case p.IsKnown(inner):
            return row(bare(notation, inner), notation.word("is missing"))
        case p.IsApplicable(name, subject):
            return row(
                notation.score(name, index=notation.index_of(subject)), notation.word("is not applicable")
            )
        case p.FieldOf() | p.OwnerFieldOf() | p.Parameter():
            return row(bare(notation, operand), Op("="), notation.word("no"))
        case p.Call():
            made = call(notation, operand)
            assert isinstance(made, Row)
            return row(made.items[0], Op("="), notation.word("no"))
        case _:
            return row(notation.word("not"), fenced(notation.math(operand)))


def quantified(notation: Notation, node: p.Quantified) -> Math:
    """That every row, some row or no row fulfils a condition."""
    if node.quantifier is p.Quantifier.EVERY:
        assert node.condition is not None
        member = notation.sets.member(node.rows)
        with notation.sets.inside(node.rows):
            return row(notation.math(node.condition, AND), notation.word("for every"), member)
    rows = node.rows if node.condition is None else narrowed(node.rows, node.condition)
    sign = "=" if node.quantifier is p.Quantifier.NO else "≠"
    return notation.sets.is_empty(rows, sign)
