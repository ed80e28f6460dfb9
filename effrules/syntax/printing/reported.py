"""The text of headings, sources, and of what is reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, assert_never

from effrules.model.inventory import ItemClass
from effrules.model.places import Place
from effrules.syntax import tree as ast
from effrules.syntax.expression_text import DISJUNCTION, SUM, text_of
from effrules.syntax.piece_text import (
    alternatives_of,
    basis_text,
    contradicted_text,
    exact,
    fits,
    lists_of,
    titles_text,
)
from effrules.syntax.printing.layout import (
    STEP,
    Noted,
    bare,
    braces,
    clauses_at,
    head_and_body,
    print_node,
    titles_at,
    with_behind,
    with_comments,
    with_reason,
    words,
)
from effrules.syntax.texts import quoted


def _methodology(node: ast.Methodology, indent: int) -> str:
    relation = f"amends {quoted(node.amends)}" if node.amends is not None else ""
    if node.replaces is not None:
        relation = f"replaces {quoted(node.replaces)}"
    head = words("methodology", node.name.text, "version", quoted(node.version), relation)
    return braces(head, clauses_at(node.clauses, indent), indent)


def _in_force(node: ast.InForce, indent: int) -> str:
    return f"in force from {node.first}" + (f" to {node.last}" if node.last else "")


def _scale(node: ast.Scale, indent: int) -> str:
    return f"scale {exact(node.minimum)} to {exact(node.maximum)} {node.unit.text}"


def _source(node: ast.SourceDeclaration, indent: int) -> str:
    titles = [clause for clause in node.clauses if isinstance(bare(clause), ast.TitleClause)]
    others = [clause for clause in node.clauses if not isinstance(bare(clause), ast.TitleClause)]
    url = [f"url {quoted(node.url)}"] if node.url else []
    lines = [*clauses_at(titles, indent), *url, *clauses_at(others, indent)]
    return braces(f"source {node.name.text}", lines, indent)


def _listed(node: ast.Listed, indent: int) -> str:
    kind = "not expressed because" if node.item_class is ItemClass.UNEXPRESSED else node.item_class.value
    return titles_at(words(*lists_of(Place(node.marks)), kind), node.words, indent)


def _titled(node: ast.TitleClause, indent: int) -> str:
    return titles_at(node.kind, node.titles, indent)


def _table(node: ast.TableDeclaration, indent: int) -> str:
    word = "form" if node.form else "table"
    head = (
        f"subject {node.name.text}" if node.owner is None else f"{word} {node.name.text} of {node.owner.text}"
    )
    if node.where is not None:
        head = f"{head} where {text_of(node.where, DISJUNCTION, indent)}"
    head = words(head, titles_text(node.titles)) + (", may be missing" if node.may_be_missing else "")
    return braces(head, clauses_at((*node.fields, *node.demands), indent), indent)


def _must_hold(node: ast.MustHold, indent: int) -> str:
    return with_reason(f"must hold: {text_of(node.condition, DISJUNCTION, indent)}", node.reason, indent)


def _type(node: ast.TypeName, indent: int) -> str:
    match node.kind:
        case ast.TypeKind.PERCENT:
            return "share in percent"
        case ast.TypeKind.MONEY:
            return f"money {node.name.text if node.name else ''}"
        case ast.TypeKind.NAME:
            return node.name.text if node.name else ""
        case ast.TypeKind.CHOICE:
            choices = [words(name.text, titles_text(t)) for name, t in node.choices]
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
    return words(node.kind, " and ".join(print_node(bound) for bound in node.bounds))


def _field(node: ast.FieldDeclaration, indent: int) -> str:
    demands = "".join(f", {print_node(constraint)}" for constraint in node.constraints)
    head = f"{words(node.name.text, titles_text(node.titles))}:"
    short = f"{head} {print_node(node.type)}{demands}"
    if fits(short, indent) or node.type.kind is not ast.TypeKind.CHOICE:
        return short
    below = indent + STEP
    return f"{head}\n{' ' * below}{print_node(node.type, below)}{demands}"


def _figure_row(node: ast.FigureRow, indent: int) -> str:
    return "".join(f"| {print_node(cell)} " for cell in node.cells[:1]) + "  ".join(
        print_node(cell) for cell in node.cells[1:]
    )


def rows_of_figures(rows: Sequence[ast.FigureRow]) -> list[str]:
    """Rows of figures in columns of even width."""
    cells = [[print_node(cell) for cell in bare(row).cells] for row in rows]
    widths: dict[int, int] = {}
    for row in cells:
        for at, cell in enumerate(row):
            widths[at] = max(widths.get(at, 0), len(cell))
    texts = ["| " + "  ".join(c.ljust(widths[at]) for at, c in enumerate(row)).rstrip() for row in cells]
    return [
        with_comments(row, text, STEP) if isinstance(row, Noted) else text
        for row, text in zip(rows, texts, strict=True)
    ]


def _figures(node: ast.FiguresDeclaration, indent: int) -> str:
    lines = [*clauses_at(node.columns, indent), *rows_of_figures(node.rows), *clauses_at(node.basis, indent)]
    return braces(words("figures", node.name.text, titles_text(node.titles)), lines, indent)


def _calendar(node: ast.CalendarDeclaration, indent: int) -> str:
    head = words("calendar", node.name.text, titles_text(node.titles))
    return braces(head, clauses_at(node.clauses, indent), indent)


def _day(node: ast.CalendarDay | ast.DropDay, indent: int) -> str:
    drop = "drop" if isinstance(node, ast.DropDay) else ""
    titles = titles_text(node.titles) if isinstance(node, ast.CalendarDay) else ""
    return words(drop, node.kind, str(node.first), f"to {node.last}" if node.last else "", titles)


def _define(node: ast.Define, indent: int) -> str:
    if node.is_figure:
        head = words("figure", node.name.text, titles_text(node.titles))
        return with_behind(f"{head} = {text_of(node.body, SUM, indent)}", node.basis, indent)
    head = words("define", node.name.text, titles_text(node.titles))
    if node.parameters:
        head += f"{' ' if node.titles.texts else ''}({', '.join(print_node(parameter) for parameter in node.parameters)})"
    if node.type is not None:
        head += f": {print_node(node.type)}"
    return with_behind(head_and_body(head, node.body, indent), node.basis, indent)


def _assumed(node: ast.Assumed, indent: int) -> str:
    short = basis_text(node)
    if fits(short, indent):
        return short
    head = words("assumed", node.subject.text if node.subject else "")
    pad = "\n" + " " * (indent + STEP)
    return pad.join([titles_at(head, node.reason, indent), *alternatives_of(node)])


ARMS: dict[type, Callable[[Any, int], str]] = {
    ast.TitleClause: _titled,
    ast.Edition: lambda node, _: f"edition {node.day}",
    ast.NotAtHand: lambda node, indent: titles_at("not at hand because", node.reason, indent),
    ast.Listed: _listed,
    ast.Cite: lambda node, indent: titles_at(
        words("cite", node.source.text, *lists_of(node.place)), node.place.words, indent
    ),
    ast.Assumed: _assumed,
    ast.Contradicted: lambda node, indent: titles_at(contradicted_text(node), node.quote, indent),
    ast.Because: lambda node, indent: titles_at("because", node.reason, indent),
    ast.DraftClause: lambda node, indent: "draft",
    ast.LanguagesClause: lambda node, indent: "languages " + ", ".join(name.text for name in node.languages),
    ast.InForce: _in_force,
    ast.Scale: _scale,
    ast.Methodology: _methodology,
    ast.SourceDeclaration: _source,
    ast.UnitDeclaration: lambda node, indent: words("unit", node.name.text, titles_text(node.titles)),
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
    ast.ParameterDeclaration: lambda node, indent: (
        f"{words(node.name.text, titles_text(node.titles))}: {print_node(node.type)}"
    ),
    ast.Define: _define,
}
"""The text of each kind of node that is dealt with here."""
