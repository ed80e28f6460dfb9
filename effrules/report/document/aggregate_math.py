"""Sums, means and extremes over rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from effrules.model import program as p
from effrules.model.aggregates import Made
from effrules.model.types import NUMBER
from effrules.report.blocks.mathematics.tree import Big, Fenced, Frac, Math, Num, Op, Over, Root, Sym, row
from effrules.report.blocks.pieces import Words
from effrules.report.document.binding import ATOM, PRODUCT
from effrules.report.document.substitution import better_rows
from effrules.words import in_language

if TYPE_CHECKING:
    from effrules.report.document.mathematics import Notation


def aggregate(notation: Notation, node: p.Aggregate) -> Math:
    """One number out of many rows."""
    over = notation.sets.member(node.rows)
    with notation.sets.inside(node.rows):
        made = _over_rows(notation, node, over)
    return if_none_math(notation, made, node.rows, node.if_none)


def _over_rows(notation: Notation, node: p.Aggregate, over: Math) -> Math:
    """The number, where there are rows."""
    match node.kind.facts.made:
        case Made.SUM:
            return Big("∑", over, notation.math(node.body, PRODUCT))
        case Made.MEAN if node.weight is not None:
            weighed = row(
                notation.closed(node.weight, PRODUCT), Op("×"), notation.math(node.body, PRODUCT + 1)
            )
            return Frac(Big("∑", over, weighed), Big("∑", over, notation.math(node.weight, PRODUCT)))
        case Made.MEAN:
            return Frac(Big("∑", over, notation.math(node.body, PRODUCT)), notation.sets.size(node.rows))
        case Made.PRODUCT:
            return Root(Big("∏", over, notation.math(node.body, PRODUCT + 1)), notation.sets.size(node.rows))
        case Made.OTHERWISE:
            return Over(named(notation, node.kind), over, notation.math(node.body, ATOM))


def named(notation: Notation, kind: p.AggregateKind) -> str:
    """The sign of an aggregate; the legend explains it where it is no word of mathematics."""
    language = notation.naming.language
    sign, legend = in_language(kind.facts.sign, language), in_language(kind.facts.legend, language)
    if legend:
        notation.explain(sign, Sym(sign), (Words(legend),))
    return sign


def if_none_math(notation: Notation, made: Math, rows: p.Rows, if_none: p.Expression | None) -> Math:
    """The number where there are rows, and what is stated where there are none."""
    if if_none is None:
        return made
    some = notation.sets.is_empty(rows, "≠")
    return notation.choice((made, some), instead=notation.math(if_none))


def all_equal(notation: Notation, node: p.Standing) -> Math:
    """That the values of all rows are equal."""
    low = p.Aggregate(p.AggregateKind.SMALLEST, node.rows, node.body, None, None, NUMBER)
    high = evolve(low, kind=p.AggregateKind.LARGEST)
    return row(notation.math(low), Op("="), notation.math(high))


def dense_place(notation: Notation, node: p.Standing) -> Math:
    """A place where none is skipped: 1 + the number of different values that are better."""
    rows = better_rows(node)
    over = notation.sets.member(rows)
    with notation.sets.inside(rows):
        values = Fenced("{", row(notation.math(node.body), Op(":"), over), "}")
    return row(Num("1"), Op("+"), Fenced("|", values, "|"))


def narrowed(rows: p.Rows, condition: p.Expression) -> p.Rows:
    """Those of some rows for which a condition holds as well."""
    return evolve(rows, where=condition if rows.where is None else p.Every((rows.where, condition)))
