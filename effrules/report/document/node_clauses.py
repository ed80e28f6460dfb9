"""The clauses of the tree of scores: blocks, directions, criteria and the total."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from effrules.model import program as p
from effrules.model.sums import adds_up
from effrules.report.document.context import Context
from effrules.report.document.math_tree import Big, Frac, Math, Num, Op, Sym, fenced, joined, row
from effrules.report.document.mathematics import Notation
from effrules.report.document.numbering import Place
from effrules.report.document.numbers import number_text
from effrules.report.document.part_math import FEW_PARTS, part_index, part_weight, parts_math
from effrules.report.document.pieces import Block, Display, Inline, Items, Line, Paragraph, Reference, Words
from effrules.report.document.roundings import rounding_text


def node_clauses(context: Context) -> Iterator[Block]:
    """Every block, direction and criterion, each before what it consists of."""
    for name in context.program.root.parts:
        yield from _below(context, name)


def _below(context: Context, name: str) -> Iterator[Block]:
    node = context.program.nodes[name]
    yield from node_clause(context, node)
    for part in node.parts:
        yield from _below(context, part)


def total_clause(context: Context) -> Iterator[Block]:
    """How everything is brought together in one score."""
    yield from node_clause(context, context.program.root)


def node_clause(context: Context, node: p.ScoreNode) -> Iterator[Block]:
    """One clause: who assesses, what the score is, when it does not apply, rounding, what it rests on."""
    place = context.numbering.node(node.name)
    yield context.clause(place, context.naming.node(node), context.say(node.kind.value))
    yield from context.written(node.origin, node.grounds)
    if node.assessors:
        names = "; ".join(context.title(assessor.titles, assessor.name) for assessor in node.assessors)
        yield Paragraph((Words(names),), context.say("assessed by"))
    yield from _score(context, node)
    if node.kind is p.NodeKind.TOTAL:
        yield from _adjusted(context, node)
        yield from _rounding(context, node, place)
        yield from _limits(context)
    else:
        yield from _rounding(context, node, place)
        yield from _adjusted(context, node)
    yield from context.basis(node.grounds, place)


def _score(context: Context, node: p.ScoreNode) -> Iterator[Block]:
    notation = context.notation()
    math = _formula(notation, node)
    low, high = context.number(node.minimum), context.number(node.maximum)
    if node.kind is p.NodeKind.CRITERION:
        yield Paragraph((Words(context.points(node.maximum)),), context.say("maximum"))
    elif node.kind is p.NodeKind.TOTAL or not _same_scale(node, context.program.root):
        yield Paragraph((Words(context.say("scale of", low=low, high=high)),), context.say("scale"))
    yield Display(row(_symbol(context, node), Op("="), math))
    tests = [(notation.math(test.condition), context.title(test.reason)) for test in node.not_applicable]
    yield from context.explained(notation)
    if len(node.parts) > 1 and may_lack_parts(context.program, node):
        weights = context.numbering.weights()
        yield Paragraph(context.fill("only applicable", clause=weights))
    lines = [_not_applicable(context, condition, reason) for condition, reason in tests]
    if len(lines) == 1:
        yield Paragraph(lines[0], context.say("not applicable"))
    elif lines:
        yield Paragraph((), context.say("not applicable"))
        yield Items(tuple(lines))


def _rounding(context: Context, node: p.ScoreNode, place: Place) -> Iterator[Block]:
    """How the score is rounded, and what that rests on."""
    if node.rounding is None:
        return
    line: Line = (Words(rounding_text(node.rounding, context.language)),)
    if node.rounding_basis.citations:
        line = (*line, Words("; "), *context.cited(node.rounding_basis.citations))
    yield Paragraph(line, context.say("rounding"))
    for one in node.rounding_basis.contradictions:
        yield context.contradiction(one)
    for assumption in node.rounding_basis.assumptions:
        yield context.assumption(assumption, place)


def _not_applicable(context: Context, condition: Math, reason: str) -> Line:
    if reason:
        return context.fill("not applicable because", condition=condition, reason=reason)
    return context.fill("not applicable if", condition=condition)


def _adjusted(context: Context, node: p.ScoreNode) -> Iterator[Block]:
    """Penalties and bonuses on the node."""
    found = [one for one in context.program.adjustments if one.target == node.name]
    places = [context.numbering.of("adjustment", one.name) for one in found]
    signs = {one.sign for one in found}
    key = "adjusted by" if len(signs) > 1 else "penalised by" if signs == {-1} else "rewarded by"
    if places:
        clauses: list[Inline] = []
        for place in places:
            clauses += [Words(", ")] if clauses else []
            clauses.append(Reference(place.anchor, place.number))
        yield Paragraph(context.fill(key, clauses=tuple(clauses)), context.say("after"))


def _limits(context: Context) -> Iterator[Block]:
    """The last limits of the total."""
    limits = []
    if context.program.final_floor is not None:
        limits.append(context.say("never below", n=context.points(context.program.final_floor)))
    if context.program.final_cap is not None:
        limits.append(context.say("never above", n=context.points(context.program.final_cap)))
    if limits:
        yield Paragraph((Words("; ".join(limits)),), context.say("limits"))


def _symbol(context: Context, node: p.ScoreNode) -> Math:
    return Sym("S") if node.name == "total" else Sym("S", Num(context.numbering.node(node.name).number))


def _formula(notation: Notation, node: p.ScoreNode) -> Math:
    """The stated formula or, without one, the weighted mean of the parts on the node's scale."""
    if node.formula is not None:
        return notation.math(node.formula)
    parts = [notation.program.nodes[part] for part in node.parts]
    if len(parts) == 1 and _same_scale(parts[0], node):
        return notation.score(parts[0].name)
    if adds_up(notation.program, node):
        return parts_math(notation, p.AggregateKind.SUM, False, node.name)
    if all(_same_scale(part, node) for part in parts):
        if len(parts) <= FEW_PARTS:
            return joined([_weighted(notation, part) for part in parts], Op("+"))
        return parts_math(notation, p.AggregateKind.AVERAGE, True, node.name)
    return _scaled(notation, node)


def _weighted(notation: Notation, part: p.ScoreNode) -> Math:
    number = notation.numbering.node(part.name).number
    weight = Sym("w", Num(number))
    notation.explain("weights", Sym("w"), notation.say("weight of part", clause=notation.numbering.weights()))
    return row(weight, Op("×"), notation.score(part.name))


def _scaled(notation: Notation, node: p.ScoreNode) -> Math:
    """Parts on scales of their own: each counts by how far up its scale it comes."""
    each = part_index(notation, node.name)
    for part in node.parts:
        notation.score(part)
    low, high = Sym("m", each), Sym("M", each)
    notation.explain("high", high, notation.say("highest of part"))
    if any(notation.program.nodes[part].minimum != 0 for part in node.parts):
        notation.explain("low", low, notation.say("lowest of part"))
        degree = Frac(row(Sym("S", each), Op("−"), low), row(high, Op("−"), low))
    else:
        degree = Frac(Sym("S", each), high)
    weight = part_weight(notation, node.name, each)
    over = row(Sym("k"), Op("="), Num("1"))
    mean = Big("∑", over, row(weight, Op("×"), degree), Num(str(len(node.parts))))
    length = Num(_number(notation, node.maximum - node.minimum))
    whole = row(length, Op("×"), mean)
    if node.minimum == 0:
        return whole
    return row(Num(_number(notation, node.minimum)), Op("+"), fenced(whole))


def _number(notation: Notation, value: fmpq) -> str:
    """A number in the spelling of the document."""
    return number_text(value, notation.naming.language)


def _same_scale(part: p.ScoreNode, node: p.ScoreNode) -> bool:
    return (part.minimum, part.maximum) == (node.minimum, node.maximum)


def may_lack_parts(program: p.Program, node: p.ScoreNode) -> bool:
    """Whether some part of a node may be not applicable, by its own words or because all of its parts may."""
    return any(_may_lack(program, part) for part in node.parts)


def _may_lack(program: p.Program, name: str) -> bool:
    node = program.nodes[name]
    if node.not_applicable:
        return True
    plain = node.formula is None or isinstance(node.formula, p.PartsAggregate)
    return bool(node.parts) and plain and all(_may_lack(program, part) for part in node.parts)
