"""The score of a node without a formula: the weighted mean of its parts on its scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from effrules.model import program as p
from effrules.model.sums import adds_up
from effrules.report.blocks.mathematics.tree import Big, Frac, Math, Num, Op, Sym, fenced, joined, row
from effrules.report.document.numbers import number_text
from effrules.report.document.part_math import (
    FEW_PARTS,
    are_counted,
    index_of,
    part_index,
    part_weight,
    parts_math,
)

if TYPE_CHECKING:
    from effrules.report.document.mathematics import Notation


def mean_of_parts(notation: Notation, node: p.ScoreNode) -> Math:
    """The weighted mean of the parts on the node's scale, as plainly as it can be written."""
    parts = [notation.program.nodes[part] for part in node.parts]
    if len(parts) == 1 and same_scale(parts[0], node):
        return notation.score(parts[0].name)
    if adds_up(notation.program, node):
        return parts_math(notation, p.AggregateKind.SUM, False, node.name)
    if all(same_scale(part, node) for part in parts):
        if len(parts) <= FEW_PARTS:
            return joined([_weighted(notation, part) for part in parts], Op("+"))
        return parts_math(notation, p.AggregateKind.AVERAGE, True, node.name)
    return _scaled(notation, node)


def _weighted(notation: Notation, part: p.ScoreNode) -> Math:
    number = notation.numbering.node(part.name).index
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
    is_low = any(notation.program.nodes[part].minimum != 0 for part in node.parts)
    if is_low:
        notation.explain("low", low, notation.say("lowest of part"))

    def term(at: Math) -> Math:
        low, high, score = Sym("m", at), Sym("M", at), Sym("S", at)
        degree = Frac(row(score, Op("−"), low), row(high, Op("−"), low)) if is_low else Frac(score, high)
        return row(part_weight(notation, node.name, at), Op("×"), degree)

    if are_counted(notation, node.name):
        over = row(Sym("k"), Op("="), Num("1"))
        mean: Math = Big("∑", over, term(each), Num(str(len(node.parts))))
    else:
        mean = fenced(joined([term(index_of(notation, part)) for part in node.parts], Op("+")))
    length = Num(_number(notation, node.maximum - node.minimum))
    whole = row(length, Op("×"), mean)
    if node.minimum == 0:
        return whole
    return row(Num(_number(notation, node.minimum)), Op("+"), fenced(whole))


def _number(notation: Notation, value: fmpq) -> str:
    """A number in the spelling of the document."""
    return number_text(value, notation.naming.language)


def same_scale(part: p.ScoreNode, node: p.ScoreNode) -> bool:
    """Whether two nodes have the same scale."""
    return (part.minimum, part.maximum) == (node.minimum, node.maximum)
