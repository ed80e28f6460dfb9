"""The text of the tree of scores, weights, penalties and bonuses, and what is made of the scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flint import fmpq

from effrules.model.program import AdjustmentKind
from effrules.syntax import tree as ast
from effrules.syntax.expression_text import (
    DISJUNCTION,
    LIMITED,
    SUM,
    before_by,
    range_text,
    rows_text,
    text_of,
)
from effrules.syntax.piece_text import decimal, fits, reading_text, rounding_text, titles_text
from effrules.syntax.printing.layout import (
    Noted,
    bare,
    braces,
    clauses_at,
    head_and_body,
    print_node,
    titles_at,
    where_text,
    with_behind,
    with_reason,
    words,
)
from effrules.syntax.tree.kinds import REDISTRIBUTIONS


def _node(node: ast.NodeDeclaration, indent: int) -> str:
    clauses = list(node.clauses)
    head = words(node.kind, node.name.text, titles_text(node.titles))
    first = clauses[0] if clauses else None
    if isinstance(first, ast.OutOf) and first.where is None and not first.basis:
        head += " " + print_node(clauses.pop(0))
    return braces(head, clauses_at(apart(clauses), indent), indent)


def apart(clauses: Sequence[Any]) -> list[Any]:
    """Clauses in an order in which no basis stands behind a clause with a basis of its own, that it is not for."""
    own = (ast.RoundClause, ast.Multiplied, ast.MeanOfOthers)
    clauses = _before_lines(clauses)
    basis = [at for at, clause in enumerate(clauses) if isinstance(bare(clause), ast.BasisClause)]
    last = basis[-1] if basis else 0
    made: list[Any] = []
    behind: list[Any] = []
    for at, clause in enumerate(clauses):
        (behind if at < last and isinstance(bare(clause), own) else made).append(clause)
    at = last + 1 - len(behind)
    return [*made[:at], *behind, *made[at:]]


def _before_lines(clauses: Sequence[Any]) -> list[Any]:
    """Clauses with no basis directly behind a maximum or an ``only where``: it stands before them."""
    made: list[Any] = []
    for clause in clauses:
        at = len(made)
        if isinstance(bare(clause), ast.BasisClause):
            while at and isinstance(bare(made[at - 1]), ast.OutOf | ast.OnlyWhere):
                at -= 1
        made.insert(at, clause)
    return made


def _assessed(node: ast.Assessed, indent: int) -> str:
    assessors = [words(name.text, titles_text(t)) for name, t in node.assessors]
    where = where_text(node.where, indent)
    short = words("assessed by", ", ".join(assessors), where)
    if fits(short, indent) or len(assessors) == 1:
        return short
    return words("assessed by", (",\n" + " " * (indent + len("assessed by "))).join(assessors), where)


def _not_applicable(node: ast.NotApplicable, indent: int) -> str:
    text = f"not applicable when {text_of(node.condition, DISJUNCTION, indent)}"
    return with_reason(text, node.reason, indent)


def _only_where(node: ast.OnlyWhere, indent: int) -> str:
    head = f"only where {text_of(node.condition, DISJUNCTION, indent)}"
    return with_behind(with_reason(head, node.reason, indent), node.basis, indent)


def _out_of(node: ast.OutOf, indent: int) -> str:
    head = f"out of {print_node(node.maximum)}"
    if node.where is not None:
        head += f" where {text_of(node.where, DISJUNCTION, indent)}"
    return with_behind(head, node.basis, indent)


def _multiplied(node: ast.Multiplied, indent: int) -> str:
    factor = "halved" if node.halved else f"times {_factor(node.factor)}"
    text = f"{factor} when {text_of(node.condition, DISJUNCTION, indent)}"
    return with_behind(with_reason(text, node.reason, indent), node.basis, indent)


def _factor(node: ast.Number) -> str:
    if node.percent:
        return _share(node.value)
    plain = decimal(node.value)
    return plain if plain is not None else f"{int(node.value.p)}/{int(node.value.q)}"


def _mean_of_others(node: ast.MeanOfOthers, indent: int) -> str:
    how = {None: "", True: "before rounding", False: "as rounded"}[node.before_rounding]
    follows = frozenset({"if none"}) if node.if_none is not None else frozenset()
    test = text_of(node.condition, DISJUNCTION, indent, follows if not node.within else frozenset())
    within = f"within {', '.join(name.text for name in node.within)}" if node.within else ""
    text = words("mean of the others", how, "when", test, within)
    if node.if_none is not None:
        none = node.if_none.text if isinstance(node.if_none, ast.Name) else print_node(node.if_none)
        text += f", if none then {none}"
    return with_behind(with_reason(text, node.reason, indent), node.basis, indent)


def _round(node: ast.RoundClause, indent: int) -> str:
    target = print_node(node.node) if node.node is not None else ""
    return with_behind(words("round", target, "to", rounding_text(node.rounding)), node.basis, indent)


def _weight_lines(group: ast.WeightGroup, indent: int) -> list[str]:
    return [*([group.equal] if group.equal else []), *clauses_at(group.entries, indent)]


def _weight(node: ast.WeightEntry, indent: int) -> str:
    text = node.part.text
    if node.share is not None:
        text += f" {_share(node.share)}"
    if node.below is not None:
        plain = not any(isinstance(entry, Noted) for entry in node.below.entries)
        return braces(text, _weight_lines(node.below, indent), indent, one_line=plain)
    return text


def _share(value: fmpq) -> str:
    in_percent = decimal(value * 100)
    return f"{in_percent}%" if in_percent is not None else f"{int(value.p)}/{int(value.q)}"


def _weights(node: ast.Weights, indent: int) -> str:
    head = words(
        "weights", f"for {node.subject.text}" if node.subject else "", where_text(node.where, indent)
    )
    lines = _weight_lines(node.group, indent)
    if node.redistribution:
        lines.append(f"when not applicable: {REDISTRIBUTIONS[node.redistribution]}")
    return braces(head, [*lines, *clauses_at(node.basis, indent)], indent)


def _adjustment(node: ast.AdjustmentDeclaration, indent: int) -> str:
    head = words(node.kind, node.name.text, titles_text(node.titles))
    return braces(head, adjustment_lines(node.kind, node.clauses, indent), indent)


def adjustment_lines(kind: AdjustmentKind, clauses: Iterable[Any], indent: int) -> list[str]:
    """Clauses of a penalty or a bonus, with the words that belong to each."""
    lines = clauses_at(clauses, indent)
    if kind is AdjustmentKind.BONUS:
        lines = [
            "give" + line.removeprefix("take") if isinstance(bare(clause), ast.Amount)
            else "to" + line.removeprefix("from") if isinstance(bare(clause), ast.Adjusted)
            else line
            for clause, line in zip(clauses, lines, strict=True)
        ]  # fmt: skip
    return lines


def _amount(node: ast.Amount, indent: int) -> str:
    text = f"take {text_of(node.amount, LIMITED, indent)}"
    if node.days is not None:
        text += f" for each day of {text_of(node.days, SUM, indent)}"
    if node.rows is not None:
        return f"{text} for each {rows_text(node.rows, indent)}"
    if node.condition is not None:
        return f"{text} when {text_of(node.condition, DISJUNCTION, indent)}"
    return text


def _cap(node: ast.Cap, indent: int) -> str:
    return f"at most {text_of(node.bound, SUM, indent)} {'each' if node.each else 'in all'}"


def _floor(node: ast.Floor, indent: int) -> str:
    return f"{'reaching at most' if node.upper else 'leaving at least'} {print_node(node.bound)}"


def _never(node: ast.Never, indent: int) -> str:
    return f"never {'above' if node.upper else 'below'} {print_node(node.bound)}"


def _no_total(node: ast.NoTotal, indent: int) -> str:
    return f"none {titles_at('because', node.reason, indent + len('none '))}" if node.reason.texts else "none"


def _total(node: ast.TotalDeclaration, indent: int) -> str:
    return braces("total", clauses_at(apart(node.clauses), indent), indent)


def _rating(node: ast.RatingDeclaration, indent: int) -> str:
    head = words("rating", f"of {print_node(node.node)}" if node.node else "")
    title = [f"title {titles_text(node.titles)}"] if node.titles.texts else []
    lines = [*title, *clauses_at(node.grades, indent), *clauses_at(node.basis, indent)]
    lines += [reading_text(reading, of_grades=True) for reading in node.readings]
    return braces(head, lines, indent)


def _grade(node: ast.Grade, indent: int) -> str:
    return words(node.name.text, titles_text(node.titles), range_text(node.range, in_rating=True))


def _rank(node: ast.RankDeclaration, indent: int) -> str:
    called = f"called {node.name.text}" if node.name else ""
    within = f"within {', '.join(name.text for name in node.within)}" if node.within else ""
    keys = ", then by ".join(print_node(key) for key in node.keys)
    what = "totals" if node.keys and node.keys[0].node.name.text == "total" else "scores"
    ties = f"equal {what} share a place{', none is skipped' if node.dense else ''}"
    where = "" if node.where is None else text_of(node.where, DISJUNCTION, indent)
    where = where and f"where {where if within else before_by(where)}"
    head = words(
        "rank", node.subject.text, called, titles_text(node.titles), where, within, f"by {keys};", ties
    )
    return with_behind(head, node.basis, indent)


def _rank_key(node: ast.RankKeyOf, indent: int) -> str:
    how = "before rounding" if node.before_rounding else "as rounded"
    return f"{print_node(node.node)} {how}, {'highest' if node.highest_first else 'lowest'} first"


ARMS: dict[type, Callable[[Any, int], str]] = {
    ast.Assessed: _assessed,
    ast.Score: lambda node, indent: head_and_body("score", node.formula, indent),
    ast.NotApplicable: _not_applicable,
    ast.Multiplied: _multiplied,
    ast.MeanOfOthers: _mean_of_others,
    ast.OnlyWhere: _only_where,
    ast.OutOf: _out_of,
    ast.RoundClause: _round,
    ast.Never: _never,
    ast.NoTotal: _no_total,
    ast.NodeDeclaration: _node,
    ast.WeightEntry: _weight,
    ast.WeightGroup: lambda node, indent: braces("", _weight_lines(node, indent), indent).lstrip(),
    ast.Weights: _weights,
    ast.Amount: _amount,
    ast.Adjusted: lambda node, indent: f"from {print_node(node.node)}",
    ast.Cap: _cap,
    ast.Floor: _floor,
    ast.AdjustmentDeclaration: _adjustment,
    ast.TotalDeclaration: _total,
    ast.Grade: _grade,
    ast.RatingDeclaration: _rating,
    ast.RankKeyOf: _rank_key,
    ast.RankDeclaration: _rank,
}
"""The text of each kind of node that is dealt with here."""
