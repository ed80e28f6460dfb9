"""The clauses of the tree of scores: blocks, directions, criteria and the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import fmpq

from effrules.model import program as p
from effrules.report.blocks import pieces as b
from effrules.report.blocks.mathematics.tree import Math, Num, Op, Sym, row
from effrules.report.document.context import Context
from effrules.report.document.mathematics import Notation
from effrules.report.document.mean_math import mean_of_parts, same_scale
from effrules.report.document.numbering import Place
from effrules.report.document.numbers import quoted
from effrules.report.document.roundings import rounding_text


def node_clauses(context: Context) -> Iterator[b.Block]:
    """Every block, direction and criterion, each before what it consists of."""
    for name in context.program.root.parts:
        yield from _below(context, name)


def _below(context: Context, name: str) -> Iterator[b.Block]:
    node = context.program.nodes[name]
    yield from node_clause(context, node)
    for part in node.parts:
        yield from _below(context, part)


def total_clause(context: Context) -> Iterator[b.Block]:
    """How everything is brought together in one score."""
    yield from node_clause(context, context.program.root)


def node_clause(context: Context, node: p.ScoreNode) -> Iterator[b.Block]:
    """One clause: who assesses, what the score is, when it does not apply, rounding, what it rests on."""
    place = context.numbering.node(node.name)
    yield context.clause(place, context.naming.node(node), context.say(node.kind.value))
    yield from context.written(node.origin, node.grounds)
    if node.no_total is not None:
        yield from _no_total(context, node.no_total)
        yield from context.basis(node.grounds, place)
        return
    assessed: list[b.Block] = []
    if node.assessors:
        notation = context.notation()
        line = b.separated(_assessors(context, node, notation), "; ")
        assessed = [context.told("assessed by", line), *context.explained(notation)]
    yield from _score(context, node, assessed)
    if node.kind is p.NodeKind.TOTAL:
        yield from _adjusted(context, node)
        yield from _rounding(context, node, place)
        yield from _limits(context)
    else:
        yield from _rounding(context, node, place)
        yield from _adjusted(context, node)
    yield from context.basis(node.grounds, place)


def _no_total(context: Context, none: p.NoTotal) -> Iterator[b.Block]:
    """That the rules give no total, why, and what stands in its place."""
    yield b.Paragraph(context.fill("no total", reason=context.title(none.because)))
    heads = map(context.numbering.node, context.program.heads)
    yield b.Paragraph(context.fill("results under", clauses=context.numbering.references(heads)))


def _assessors(context: Context, node: p.ScoreNode, notation: Notation) -> Iterator[b.Line]:
    """Those who assess a node, and then for whom others do."""
    for test in sorted(
        dict.fromkeys(one.condition for one in node.assessors), key=lambda one: one is not None
    ):
        here = [one for one in node.assessors if one.condition == test]
        names = "; ".join(context.title(one.titles, one.name) for one in here)
        yield (
            b.words(names)
            if test is None
            else context.fill("assessed where", names=names, condition=notation.math(test))
        )


def _score(context: Context, node: p.ScoreNode, assessed: Sequence[b.Block]) -> Iterator[b.Block]:
    notation = context.notation()
    own = node.own
    math = mean_of_parts(notation, node) if own is None else notation.math(own)
    low, high = context.number(node.minimum), context.number(node.maximum)
    scale: list[b.Block] = []
    if node.maxima:
        maxima = b.listed(_maximum(context, notation, one) for one in node.maxima)
        scale = [context.told("maximum", ()), maxima]
    elif node.kind is p.NodeKind.CRITERION:
        scale = [context.told("maximum", b.words(context.points(node.maximum)))]
    elif node.kind is p.NodeKind.TOTAL or not same_scale(node, context.program.root):
        scale = [context.told("scale", b.words(context.say("scale of", low=low, high=high)))]
    whom = [
        context.told("only for", _only_where(context, notation, test, test.only_where))
        for test in node.not_applicable
        if test.only_where is not None
    ]
    formula = b.Display(row(symbol_of(context, node.name), Op("="), math))
    around = [_around(context, notation, clause) for clause in node.around]
    tests = [(notation.math(test.condition), context.title(test.reason)) for test in _tests(node)]
    yield from context.arranged((*assessed, *scale, *whom), formula, context.explained(notation))
    for key, line in around:
        yield context.told(key, line)
    if len(node.parts) > 1 and may_lack_parts(context.program, node) and context.numbering.has("weights"):
        weights = context.numbering.weights()
        yield b.Paragraph(context.fill("only applicable", clause=weights))
    lines = [_not_applicable(context, condition, reason) for condition, reason in tests]
    if len(lines) == 1:
        yield context.told("not applicable", lines[0])
    elif lines:
        yield context.told("not applicable", ())
        yield b.listed(lines)


def _tests(node: p.ScoreNode) -> list[p.NotApplicableWhen]:
    """When the node is not applicable; not for whom it is there, nor for want of others, which are said by themselves."""
    said = [clause.mean.span for clause in node.around if isinstance(clause, p.MeanOfOthers)]
    tests = (test for test in node.not_applicable if not test.only)
    return [test for test in tests if test.span is None or test.span not in said]


def _around(
    context: Context, notation: Notation, clause: p.Multiplied | p.MeanOfOthers
) -> tuple[str, b.Line]:
    """What a clause around the formula is called in the document, and what it says."""
    condition, reason = notation.math(clause.condition), context.title(clause.reason)
    because = f" ({reason})" if reason else ""
    if isinstance(clause, p.Multiplied):
        halved = clause.factor.value == fmpq(1, 2)
        factor = notation.math(clause.factor)
        key = "halved when" if halved else "multiplied when"
        return "multiplied", context.fill(key, condition=condition, factor=factor, because=because)
    titles = {field.name: field.titles for field in context.program.schema.subject.fields}
    within = [quoted(context.title(titles[name], name), context.language) for name in clause.mean.rows.same]
    group = context.say("within the same", fields=", ".join(within)) if within else ""
    none = clause.mean.if_none
    if isinstance(none, p.Constant) and isinstance(none.value, fmpq):
        alone = context.say("if no others", n=context.points(none.value))
    else:
        alone = context.say("if no others not applicable")
    body = clause.mean.body
    before = isinstance(body, p.ScoreOf) and body.before_rounding
    unrounded = context.say("of scores before rounding") if before else ""
    return "mean of the others", context.fill(
        "mean of the others when",
        condition=condition,
        because=because,
        within=group,
        none=alone,
        unrounded=unrounded,
    )


def _rounding(context: Context, node: p.ScoreNode, place: Place) -> Iterator[b.Block]:
    """How the score is rounded, and what that rests on."""
    if node.rounding is None:
        return
    line = b.words(rounding_text(node.rounding, context.language))
    yield context.told("rounding", context.resting(line, node.rounding_basis.citations))
    for one in node.rounding_basis.contradictions:
        yield context.contradiction(one)
    for assumption in node.rounding_basis.assumptions:
        yield context.assumption(assumption, place)


def _not_applicable(context: Context, condition: Math, reason: str) -> b.Line:
    if reason:
        return context.fill("not applicable because", condition=condition, reason=reason)
    return context.fill("not applicable if", condition=condition)


def _maximum(context: Context, notation: Notation, one: p.MaximumFor) -> b.Line:
    return context.fill("maximum for", n=context.points(one.value), condition=notation.math(one.condition))


def _only_where(
    context: Context, notation: Notation, test: p.NotApplicableWhen, condition: p.Expression
) -> b.Line:
    """For whom alone a node is there; a reason that says nothing else is left out."""
    math, reason = notation.math(condition), context.title(test.reason)
    said = test.reason.said is not None
    return (b.Formula(math),) if said else context.fill("only because", condition=math, reason=reason)


def _adjusted(context: Context, node: p.ScoreNode) -> Iterator[b.Block]:
    """Penalties and bonuses on the node."""
    found = [one for one in context.program.adjustments if one.target == node.name]
    places = [context.numbering.of("adjustment", one.name) for one in found]
    signs = {one.sign for one in found}
    key = "adjusted by" if len(signs) > 1 else "penalised by" if signs == {-1} else "rewarded by"
    if places:
        clauses = context.numbering.references(places)
        yield context.told("after", context.fill(key, clauses=clauses))


def _limits(context: Context) -> Iterator[b.Block]:
    """The last limits of the total."""
    limits = []
    if context.program.final_floor is not None:
        limits.append(context.say("never below", n=context.points(context.program.final_floor)))
    if context.program.final_cap is not None:
        limits.append(context.say("never above", n=context.points(context.program.final_cap)))
    if limits:
        yield context.told("limits", (b.Words("; ".join(limits)),))


def symbol_of(context: Context, name: str) -> Math:
    """The symbol of a node's score."""
    return Sym("S") if name == "total" else Sym("S", Num(context.numbering.node(name).index))


def may_lack_parts(program: p.Program, node: p.ScoreNode) -> bool:
    """Whether some part of a node may be not applicable, by its own words or because all of its parts may."""
    return any(_may_lack(program, part) for part in node.parts)


def _may_lack(program: p.Program, name: str) -> bool:
    node = program.nodes[name]
    if any(not test.only for test in node.not_applicable):
        return True
    return bool(node.parts) and node.only_parts and all(_may_lack(program, part) for part in node.parts)
