"""The syntax tree as text in the canonical layout: reading the text gives an equal tree.

Comments stand in no tree, so none of those that people wrote is in the text: the printer serves consolidated texts, not
the formatting of files that people keep. Comments of its own are asked for by ``Noted``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, assert_never

from attrs import frozen
from flint import fmpq

from effrules.model.inventory import ItemClass
from effrules.model.node import Node
from effrules.model.places import Place
from effrules.model.schema import Titles
from effrules.syntax import tree as ast
from effrules.syntax.expression_text import (
    ARMS as EXPRESSION_ARMS,
)
from effrules.syntax.expression_text import (
    DISJUNCTION,
    EXPRESSION,
    INDENT,
    LIMITED,
    SUM,
    contradicted_text,
    decimal,
    exact,
    fits,
    lists_of,
    range_text,
    reading_text,
    rounding_text,
    rows_text,
    text_of,
    titles_text,
)
from effrules.syntax.notation import token_words
from effrules.syntax.texts import quoted
from effrules.syntax.tree.kinds import REDISTRIBUTIONS

STEP = len(INDENT)


@frozen(repr=False)
class Noted(Node):
    """A declaration or clause with comments: ``above``, each on a line of its own, and ``margin``, behind its first line."""

    node: Any
    above: tuple[str, ...] = ()
    margin: str = ""


def bare(node: Any) -> Any:
    """What a comment is about: a node without its comments."""
    return node.node if isinstance(node, Noted) else node


def _noted(noted: Noted, indent: int) -> str:
    return _with_comments(noted, print_node(noted.node, indent), indent)


def _with_comments(noted: Noted, text: str, indent: int) -> str:
    """A node's text with its comments. They say nothing that could end the line, so they cannot change what is read."""
    pad = "\n" + " " * indent
    above = "".join(f"-- {' '.join(comment.split())}{pad}" for comment in noted.above)
    if not noted.margin:
        return above + text
    first, newline, rest = text.partition("\n")
    return f"{above}{first}    -- {' '.join(noted.margin.split())}{newline}{rest}"


def print_file(tree: ast.RuleFile) -> str:
    """The text of a rule file: declarations parted by empty lines, those of one line kept together by kind."""
    return print_declarations(tree.declarations)


def print_declarations(declarations: Iterable[ast.Declaration]) -> str:
    """Declarations as a rule file has them."""
    made: list[str] = []
    kind: type | None = None
    for declaration in declarations:
        text = print_node(declaration)
        if made and not (kind is type(bare(declaration)) and "\n" not in text and "\n" not in made[-1]):
            made.append("")
        made.append(text)
        kind = type(bare(declaration))
    return "\n".join(made) + ("\n" if made else "")


def print_node(node: Any, indent: int = 0) -> str:
    """Any declaration, clause or expression as text; lines after the first begin with ``indent`` spaces."""
    return ARMS[type(node)](node, indent)


# -- Layout -----------------------------------------------------------------------------------------------------


def _braces(head: str, lines: Sequence[str], indent: int, one_line: bool = False) -> str:
    """A head with clauses in braces, one line each (or all on one line, where they fit and that is wanted)."""
    if not lines:
        return f"{head} {{}}"
    short = f"{head} {{ {'  '.join(lines)} }}"
    if one_line and fits(short, indent):
        return short
    pad = " " * (indent + STEP)
    return f"{head} {{\n" + "".join(f"{pad}{line}\n" for line in lines) + " " * indent + "}"


def _clauses(clauses: Iterable[Any], indent: int) -> list[str]:
    return [print_node(clause, indent + STEP) for clause in clauses]


def _with(*words: str) -> str:
    return " ".join(word for word in words if word)


def _after(head: str, clauses: Iterable[Any], indent: int) -> str:
    """A declaration with its basis or its reasons behind it, each on its own line."""
    pad = "\n" + " " * (indent + STEP)
    return head + "".join(pad + print_node(clause, indent + STEP) for clause in clauses)


def _expression(node: ast.Expression, level: int, indent: int) -> str:
    return text_of(node, level, indent)


def _where(condition: ast.Expression | None, indent: int) -> str:
    return "" if condition is None else f"where {_expression(condition, DISJUNCTION, indent)}"


@cache
def _keywords() -> frozenset[str]:
    return frozenset(word for words in token_words().values() for word in re.split(r"[ |,]+", words))


def _row_name(name: str) -> str:
    plain = re.fullmatch(r"[^\W\d]\w*", name) and name not in _keywords()
    return name if plain else quoted(name)


# -- Heading, sources, units ---------------------------------------------------------------------------------------


def _methodology(node: ast.Methodology, indent: int) -> str:
    relation = f"amends {quoted(node.amends)}" if node.amends is not None else ""
    if node.replaces is not None:
        relation = f"replaces {quoted(node.replaces)}"
    head = _with("methodology", node.name.text, "version", quoted(node.version), relation)
    return _braces(head, _clauses(node.clauses, indent), indent)


def _in_force(node: ast.InForce, indent: int) -> str:
    return f"in force from {node.first}" + (f" to {node.last}" if node.last else "")


def _scale(node: ast.Scale, indent: int) -> str:
    return f"scale {exact(node.minimum)} to {exact(node.maximum)} {node.unit.text}"


def _source(node: ast.SourceDeclaration, indent: int) -> str:
    titles = [clause for clause in node.clauses if isinstance(bare(clause), ast.TitleClause)]
    others = [clause for clause in node.clauses if not isinstance(bare(clause), ast.TitleClause)]
    url = [f"url {quoted(node.url)}"] if node.url else []
    lines = [*_clauses(titles, indent), *url, *_clauses(others, indent)]
    return _braces(f"source {node.name.text}", lines, indent)


def _listed(node: ast.Listed, indent: int) -> str:
    kind = "not expressed because" if node.item_class is ItemClass.UNEXPRESSED else node.item_class.value
    return _titles(_with(*lists_of(Place(node.marks)), kind), node.words, indent)


def _titled(node: ast.TitleClause, indent: int) -> str:
    return _titles(node.kind, node.titles, indent)


def _titles(head: str, titles: Titles, indent: int) -> str:
    """Titles behind a word: on its line where they fit, else below each other."""
    short = _with(head, titles_text(titles))
    if fits(short, indent) or len(titles.texts) <= 1:
        return short
    pad = "\n" + " " * (indent + len(head) + 1)
    return f"{head} " + pad.join(titles_text(Titles((text,))) for text in titles.texts)


# -- What is reported ------------------------------------------------------------------------------------------------


def _table(node: ast.TableDeclaration, indent: int) -> str:
    word = "form" if node.form else "table"
    head = (
        f"subject {node.name.text}" if node.owner is None else f"{word} {node.name.text} of {node.owner.text}"
    )
    if node.where is not None:
        head = f"{head} where {_expression(node.where, DISJUNCTION, indent)}"
    head = _with(head, titles_text(node.titles)) + (", may be missing" if node.may_be_missing else "")
    return _braces(head, _clauses((*node.fields, *node.demands), indent), indent)


def _must_hold(node: ast.MustHold, indent: int) -> str:
    return _because(f"must hold: {_expression(node.condition, DISJUNCTION, indent)}", node.reason, indent)


def _type(node: ast.TypeName, indent: int) -> str:
    match node.kind:
        case ast.TypeKind.PERCENT:
            return "share in percent"
        case ast.TypeKind.MONEY:
            return f"money {node.name.text if node.name else ''}"
        case ast.TypeKind.NAME:
            return node.name.text if node.name else ""
        case ast.TypeKind.CHOICE:
            choices = [_with(name.text, titles_text(t)) for name, t in node.choices]
            short = "one of " + ", ".join(choices)
            if fits(short, indent) or len(choices) == 1:
                return short
            return "one of " + (",\n" + " " * (indent + len("one of "))).join(choices)
        case (
            ast.TypeKind.NUMBER | ast.TypeKind.COUNT | ast.TypeKind.SHARE | ast.TypeKind.POINTS | ast.TypeKind.TEXT
            | ast.TypeKind.DATE | ast.TypeKind.YES_OR_NO
        ):  # fmt: skip
            return node.kind
        case _:
            assert_never(node.kind)


def _constraint(node: ast.Constraint, indent: int) -> str:
    if node.name is not None:
        return f"{'in' if node.kind is ast.ConstraintKind.LOOKUP else 'from earlier'} {node.name.text}"
    return _with(node.kind, " and ".join(print_node(bound) for bound in node.bounds))


def _field(node: ast.FieldDeclaration, indent: int) -> str:
    demands = "".join(f", {print_node(constraint)}" for constraint in node.constraints)
    head = f"{_with(node.name.text, titles_text(node.titles))}:"
    short = f"{head} {print_node(node.type)}{demands}"
    if fits(short, indent) or node.type.kind is not ast.TypeKind.CHOICE:
        return short
    below = indent + STEP
    return f"{head}\n{' ' * below}{print_node(node.type, below)}{demands}"


def _figure_row(node: ast.FigureRow, indent: int) -> str:
    return "".join(f"| {print_node(cell)} " for cell in node.cells[:1]) + "  ".join(
        print_node(cell) for cell in node.cells[1:]
    )


def _rows(rows: Sequence[ast.FigureRow]) -> list[str]:
    """Rows of figures in columns of even width."""
    cells = [[print_node(cell) for cell in bare(row).cells] for row in rows]
    widths: dict[int, int] = {}
    for row in cells:
        for at, cell in enumerate(row):
            widths[at] = max(widths.get(at, 0), len(cell))
    texts = ["| " + "  ".join(c.ljust(widths[at]) for at, c in enumerate(row)).rstrip() for row in cells]
    return [
        _with_comments(row, text, STEP) if isinstance(row, Noted) else text
        for row, text in zip(rows, texts, strict=True)
    ]


def _figures(node: ast.FiguresDeclaration, indent: int) -> str:
    lines = [*_clauses(node.columns, indent), *_rows(node.rows), *_clauses(node.basis, indent)]
    return _braces(_with("figures", node.name.text, titles_text(node.titles)), lines, indent)


def _calendar(node: ast.CalendarDeclaration, indent: int) -> str:
    head = _with("calendar", node.name.text, titles_text(node.titles))
    return _braces(head, _clauses(node.clauses, indent), indent)


def _day(node: ast.CalendarDay | ast.DropDay, indent: int) -> str:
    drop = "drop" if isinstance(node, ast.DropDay) else ""
    titles = titles_text(node.titles) if isinstance(node, ast.CalendarDay) else ""
    return _with(drop, node.kind, str(node.first), f"to {node.last}" if node.last else "", titles)


def _define(node: ast.Define, indent: int) -> str:
    if node.is_figure:
        head = _with("figure", node.name.text, titles_text(node.titles))
        return _after(f"{head} = {_expression(node.body, SUM, indent)}", node.basis, indent)
    head = f"define {node.name.text}"
    if node.parameters:
        head += f"({', '.join(print_node(parameter) for parameter in node.parameters)})"
    if node.type is not None:
        head += f": {print_node(node.type)}"
    return _after(_set(head, node.body, indent), node.basis, indent)


def _set(head: str, body: ast.Expression, indent: int) -> str:
    """``head = body``, the body on the same line unless it starts on the next."""
    text = _expression(body, EXPRESSION, indent)
    return f"{head} ={text}" if text.startswith("\n") else f"{head} = {text}"


# -- The tree of scores ------------------------------------------------------------------------------------------------


def _node(node: ast.NodeDeclaration, indent: int) -> str:
    clauses = list(node.clauses)
    head = _with(node.kind, node.name.text, titles_text(node.titles))
    first = clauses[0] if clauses else None
    if isinstance(first, ast.OutOf) and first.where is None and not first.basis:
        head += " " + print_node(clauses.pop(0))
    return _braces(head, _clauses(_apart(clauses), indent), indent)


def _apart(clauses: Sequence[Any]) -> list[Any]:
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
    assessors = [_with(name.text, titles_text(t)) for name, t in node.assessors]
    short = "assessed by " + ", ".join(assessors)
    if fits(short, indent) or len(assessors) == 1:
        return short
    return "assessed by " + (",\n" + " " * (indent + len("assessed by "))).join(assessors)


def _not_applicable(node: ast.NotApplicable, indent: int) -> str:
    text = f"not applicable when {_expression(node.condition, DISJUNCTION, indent)}"
    return _because(text, node.reason, indent)


def _because(text: str, reason: Titles, indent: int) -> str:
    """A clause with its reason: on its line where that fits, else below."""
    if not reason.texts:
        return text
    short = f"{text} because {titles_text(reason)}"
    below = indent + STEP
    return short if fits(short, indent) else f"{text}\n{' ' * below}{_titles('because', reason, below)}"


def _only_where(node: ast.OnlyWhere, indent: int) -> str:
    head = f"only where {_expression(node.condition, DISJUNCTION, indent)}"
    return _after(_because(head, node.reason, indent), node.basis, indent)


def _out_of(node: ast.OutOf, indent: int) -> str:
    head = f"out of {print_node(node.maximum)}"
    if node.where is not None:
        head += f" where {_expression(node.where, DISJUNCTION, indent)}"
    return _after(head, node.basis, indent)


def _multiplied(node: ast.Multiplied, indent: int) -> str:
    factor = "halved" if node.halved else f"times {_factor(node.factor)}"
    text = f"{factor} when {_expression(node.condition, DISJUNCTION, indent)}"
    return _after(_because(text, node.reason, indent), node.basis, indent)


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
    text = _with("mean of the others", how, "when", test, within)
    if node.if_none is not None:
        none = node.if_none.text if isinstance(node.if_none, ast.Name) else print_node(node.if_none)
        text += f", if none then {none}"
    return _after(_because(text, node.reason, indent), node.basis, indent)


def _round(node: ast.RoundClause, indent: int) -> str:
    target = print_node(node.node) if node.node is not None else ""
    return _after(_with("round", target, "to", rounding_text(node.rounding)), node.basis, indent)


def _weight_lines(group: ast.WeightGroup, indent: int) -> list[str]:
    return [*([group.equal] if group.equal else []), *_clauses(group.entries, indent)]


def _weight(node: ast.WeightEntry, indent: int) -> str:
    text = node.part.text
    if node.share is not None:
        text += f" {_share(node.share)}"
    if node.below is not None:
        plain = not any(isinstance(entry, Noted) for entry in node.below.entries)
        return _braces(text, _weight_lines(node.below, indent), indent, one_line=plain)
    return text


def _share(value: fmpq) -> str:
    in_percent = decimal(value * 100)
    return f"{in_percent}%" if in_percent is not None else f"{int(value.p)}/{int(value.q)}"


def _weights(node: ast.Weights, indent: int) -> str:
    head = _with("weights", f"for {node.subject.text}" if node.subject else "", _where(node.where, indent))
    lines = _weight_lines(node.group, indent)
    if node.redistribution:
        lines.append(f"when not applicable: {REDISTRIBUTIONS[node.redistribution]}")
    return _braces(head, [*lines, *_clauses(node.basis, indent)], indent)


def _adjustment(node: ast.AdjustmentDeclaration, indent: int) -> str:
    head = _with(node.kind, node.name.text, titles_text(node.titles))
    return _braces(head, _adjustment_lines(node.kind, node.clauses, indent), indent)


def _adjustment_lines(kind: ast.AdjustmentKind, clauses: Iterable[Any], indent: int) -> list[str]:
    """Clauses of a penalty or a bonus, with the words that belong to each."""
    lines = _clauses(clauses, indent)
    if kind is ast.AdjustmentKind.BONUS:
        lines = [
            "give" + line.removeprefix("take") if isinstance(bare(clause), ast.Amount)
            else "to" + line.removeprefix("from") if isinstance(bare(clause), ast.Adjusted)
            else line
            for clause, line in zip(clauses, lines, strict=True)
        ]  # fmt: skip
    return lines


def _amount(node: ast.Amount, indent: int) -> str:
    text = f"take {_expression(node.amount, LIMITED, indent)}"
    if node.days is not None:
        text += f" for each day of {_expression(node.days, SUM, indent)}"
    if node.rows is not None:
        return f"{text} for each {rows_text(node.rows, indent)}"
    if node.condition is not None:
        return f"{text} when {_expression(node.condition, DISJUNCTION, indent)}"
    return text


def _cap(node: ast.Cap, indent: int) -> str:
    return f"at most {_expression(node.bound, SUM, indent)} {'each' if node.each else 'in all'}"


def _floor(node: ast.Floor, indent: int) -> str:
    return f"{'reaching at most' if node.upper else 'leaving at least'} {print_node(node.bound)}"


def _never(node: ast.Never, indent: int) -> str:
    return f"never {'above' if node.upper else 'below'} {print_node(node.bound)}"


def _no_total(node: ast.NoTotal, indent: int) -> str:
    return f"none {_titles('because', node.reason, indent + len('none '))}" if node.reason.texts else "none"


def _total(node: ast.TotalDeclaration, indent: int) -> str:
    return _braces("total", _clauses(_apart(node.clauses), indent), indent)


def _rating(node: ast.RatingDeclaration, indent: int) -> str:
    head = _with("rating", f"of {print_node(node.node)}" if node.node else "")
    title = [f"title {titles_text(node.titles)}"] if node.titles.texts else []
    lines = [*title, *_clauses(node.grades, indent), *_clauses(node.basis, indent)]
    lines += [reading_text(reading, of_grades=True) for reading in node.readings]
    return _braces(head, lines, indent)


def _grade(node: ast.Grade, indent: int) -> str:
    return _with(node.name.text, titles_text(node.titles), range_text(node.range, in_rating=True))


def _rank(node: ast.RankDeclaration, indent: int) -> str:
    called = f"called {node.name.text}" if node.name else ""
    within = f"within {', '.join(name.text for name in node.within)}" if node.within else ""
    keys = ", then by ".join(print_node(key) for key in node.keys)
    what = "totals" if node.keys and node.keys[0].node.name.text == "total" else "scores"
    ties = f"equal {what} share a place{', none is skipped' if node.dense else ''}"
    where = _where(node.where, indent)
    head = _with(
        "rank", node.subject.text, called, titles_text(node.titles), where, within, f"by {keys};", ties
    )
    return _after(head, node.basis, indent)


def _rank_key(node: ast.RankKeyOf, indent: int) -> str:
    how = "before rounding" if node.before_rounding else "as rounded"
    return f"{print_node(node.node)} {how}, {'highest' if node.highest_first else 'lowest'} first"


# -- Promises and worked cases -------------------------------------------------------------------------------------------


def _property(node: ast.PropertyDeclaration, indent: int) -> str:
    return (
        f"{_with('property', node.name.text, titles_text(node.titles))}: {print_node(node.promise, indent)}"
    )


def _move_never(node: ast.MoveNever, indent: int) -> str:
    return _with(
        f"a {'higher' if node.up else 'lower'} {node.row.text}.{node.field.text} never {node.verb.value}",
        print_node(node.node),
        _where(node.where, indent),
    )


def _example(node: ast.ExampleDeclaration, indent: int) -> str:
    lines = [*_clauses(node.rows, indent), *_clauses(node.expectations, indent)]
    return _braces(f"example {quoted(node.name)}", lines, indent)


def _example_row(node: ast.ExampleRowOf, indent: int) -> str:
    name = _row_name(node.name) if node.name is not None else ""
    owner = f"of {_row_name(node.owner)}" if node.owner is not None else ""
    pairs = ", ".join(f"{name.text} {print_node(value)}" for name, value in node.values)
    return _with(node.table.text, name, owner, f"{{ {pairs} }}" if pairs else "{}")


def _expect(node: ast.Expect, indent: int) -> str:
    named = print_node(node.node) if node.node is not None else ""
    match node.kind:
        case ast.Expected.RATING:
            what = _with("rating", f"of the {named}" if named else "")
        case ast.Expected.PLACE:
            what = _with("place", f"in {named}" if named else "")
        case ast.Expected.SCORE:
            what = named
        case _:
            assert_never(node.kind)
    return f"expect {what} of {_row_name(node.subject)} is {print_node(node.outcome)}"


def _outcome(node: ast.Outcome, indent: int) -> str:
    match node.kind:
        case ast.OutcomeKind.NUMBER if node.value is not None:
            return _with(exact(node.value), node.name.text if node.name else "")
        case ast.OutcomeKind.PERCENT if node.value is not None:
            return f"{exact(node.value * 100)}%"
        case ast.OutcomeKind.NAME:
            return node.name.text if node.name else ""
        case _:
            return node.kind


# -- Amendments -----------------------------------------------------------------------------------------------------------


def _thing(node: ast.Thing, indent: int) -> str:
    name = "" if node.name is None else node.name.text
    if node.kind is ast.ThingKind.RATING and name:
        return f"rating of {name}"
    return _with(node.kind, quoted(name) if node.kind is ast.ThingKind.EXAMPLE else name)


def _drop(node: ast.Drop, indent: int) -> str:
    head = f"drop {print_node(node.thing)}"
    return _braces(head, _clauses(node.reasons, indent), indent) if node.reasons else head


def _add(node: ast.Add, indent: int) -> str:
    to = f"to {print_node(node.to)}" if node.to is not None else ""
    return _after(_with("add", to, print_node(node.declared, indent)), node.reasons, indent)


def _rename(node: ast.Rename, indent: int) -> str:
    head = _with("rename", print_node(node.thing), "was", node.was.text, titles_text(node.titles))
    return _after(head, node.reasons, indent)


def _move(node: ast.Move, indent: int) -> str:
    return _after(f"move {node.kind} {node.name.text} to {print_node(node.to)}", node.reasons, indent)


def _change(node: ast.Change, indent: int) -> str:
    if node.thing.kind is ast.ThingKind.WEIGHTS:
        return _after(f"change {print_node(node.parts[0], indent)}", node.reasons, indent)
    parts = [part for part in node.parts if not isinstance(part, ast.FigureRow)]
    lines = _rows([part for part in node.parts if isinstance(part, ast.FigureRow)])
    if node.thing.kind in (ast.ThingKind.PENALTY, ast.ThingKind.BONUS):
        lines += _adjustment_lines(ast.AdjustmentKind(node.thing.kind), parts, indent)
    else:
        lines += _clauses(_apart(parts), indent)
    return _after(_braces(f"change {print_node(node.thing)}", lines, indent), node.reasons, indent)


ARMS: dict[type, Callable[[Any, int], str]] = {
    **{kind: lambda node, indent: text_of(node, EXPRESSION, indent) for kind in EXPRESSION_ARMS},
    Noted: _noted,
    ast.YesNoLiteral: lambda node, indent: "yes" if node.value else "no",
    ast.Name: lambda node, indent: node.text,
    ast.SameField: lambda node, indent: (
        f"with the same {node.field.text}" + (f" as {node.anchor.text}" if node.anchor else "")
    ),
    ast.RowSource: rows_text,
    ast.RangeOf: range_text,
    ast.BandOf: lambda node, indent: (
        f"{'otherwise' if node.range is None else range_text(node.range, indent)}: {text_of(node.result, 0, indent)}"
    ),
    ast.PointOf: lambda node, indent: (
        f"{'at ' + text_of(node.at, SUM, indent) if node.at else node.position}: {text_of(node.result, 0, indent)}"
    ),
    ast.ItemOf: lambda node, indent: (
        f"{titles_text(node.titles)}: {text_of(node.result, LIMITED, indent)}"
        f" when {text_of(node.condition, DISJUNCTION, indent)}"
    ),
    ast.TitleClause: _titled,
    ast.Edition: lambda node, _: f"edition {node.day}",
    ast.NotAtHand: lambda node, indent: _titles("not at hand because", node.reason, indent),
    ast.Listed: _listed,
    ast.Cite: lambda node, indent: _titles(
        _with("cite", node.source.text, *lists_of(node.place)), node.place.words, indent
    ),
    ast.Assumed: lambda node, indent: _titles(
        _with("assumed", node.subject.text if node.subject else ""), node.reason, indent
    ),
    ast.Contradicted: lambda node, indent: _titles(contradicted_text(node), node.quote, indent),
    ast.ReadingOf: lambda node, indent: reading_text(node),
    ast.Because: lambda node, indent: _titles("because", node.reason, indent),
    ast.NodeName: lambda node, indent: _with(node.kind or "", node.name.text),
    ast.ScoreValue: lambda node, indent: f"{exact(node.value)} {node.unit.text}",
    ast.Assessed: _assessed,
    ast.Score: lambda node, indent: _set("score", node.formula, indent),
    ast.NotApplicable: _not_applicable,
    ast.Multiplied: _multiplied,
    ast.MeanOfOthers: _mean_of_others,
    ast.OnlyWhere: _only_where,
    ast.OutOf: _out_of,
    ast.RoundClause: _round,
    ast.Never: _never,
    ast.NoTotal: _no_total,
    ast.DraftClause: lambda node, indent: "draft",
    ast.LanguagesClause: lambda node, indent: "languages " + ", ".join(name.text for name in node.languages),
    ast.InForce: _in_force,
    ast.Scale: _scale,
    ast.Methodology: _methodology,
    ast.SourceDeclaration: _source,
    ast.UnitDeclaration: lambda node, indent: _with("unit", node.name.text, titles_text(node.titles)),
    ast.TypeName: _type,
    ast.Constraint: _constraint,
    ast.FieldDeclaration: _field,
    ast.TableDeclaration: _table,
    ast.MustHold: _must_hold,
    ast.DropMustHold: lambda node, indent: "drop must hold",
    ast.FigureRow: _figure_row,
    ast.FiguresDeclaration: _figures,
    ast.CalendarDeclaration: _calendar,
    ast.Weekend: lambda node, indent: f"weekend {', '.join(node.days)}",
    ast.Stretch: lambda node, indent: f"from {node.first} to {node.last}",
    ast.CalendarDay: _day,
    ast.DropDay: _day,
    ast.ParameterDeclaration: lambda node, indent: f"{node.name.text}: {print_node(node.type)}",
    ast.Define: _define,
    ast.NodeDeclaration: _node,
    ast.WeightEntry: _weight,
    ast.WeightGroup: lambda node, indent: _braces("", _weight_lines(node, indent), indent).lstrip(),
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
    ast.AlwaysHolds: lambda node, indent: text_of(node.condition, DISJUNCTION, indent),
    ast.OneMoreNever: lambda node, indent: (
        f"one more {rows_text(node.rows, indent)} never {node.verb.value} {print_node(node.node)}"
    ),
    ast.MoveNever: _move_never,
    ast.FieldNeverAffects: lambda node, indent: (
        f"field {node.row.text}.{node.field.text} never affects {print_node(node.node)}"
    ),
    ast.PropertyDeclaration: _property,
    ast.MissingCell: lambda node, indent: "missing",
    ast.ExampleRowOf: _example_row,
    ast.Outcome: _outcome,
    ast.Expect: _expect,
    ast.ExampleDeclaration: _example,
    ast.Thing: _thing,
    ast.Drop: _drop,
    ast.Add: _add,
    ast.Replace: lambda node, indent: _after(
        f"replace {print_node(node.declared, indent)}", node.reasons, indent
    ),
    ast.Rename: _rename,
    ast.Move: _move,
    ast.DropClause: lambda node, indent: f"drop {node.clause}",
    ast.DropField: lambda node, indent: f"drop field {node.field.text}",
    ast.DropRow: lambda node, indent: f"drop {print_node(node.key)}",
    ast.Change: _change,
    ast.RuleFile: lambda node, indent: print_declarations(node.declarations),
}
"""The text of each kind of node."""
