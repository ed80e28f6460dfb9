"""A score made of the scores of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effrules.model import program as p
from effrules.model.aggregates import Made
from effrules.report.blocks.mathematics.tree import (
    Big,
    Frac,
    Func,
    Math,
    Num,
    Op,
    Power,
    Root,
    Sym,
    fenced,
    joined,
    row,
)
from effrules.report.document.aggregate_math import named

if TYPE_CHECKING:
    from effrules.report.document.mathematics import Notation

FEW_PARTS = 3
"""Up to so many parts stand one by one; more of them stand in a sum."""


def parts_math(
    notation: Notation, kind: p.AggregateKind, weighted: bool, name: str, of: Math | None = None
) -> Math:
    """An aggregate of a node's parts; ``of`` is the letter of the body whose parts they are, if not the one assessed."""
    parts = notation.program.nodes[name].parts
    each = part_index(notation, name)
    many = Num(str(len(parts)))
    over = row(Sym("k"), Op("="), Num("1"))
    scores = [notation.score(part, index=of) for part in parts]
    one = Sym("S", each if of is None else row(each, Op(","), of))
    counted = are_counted(notation, name)
    weights = [] if counted else [part_weight(notation, name, index_of(notation, part)) for part in parts]
    match kind.facts.made:
        case Made.MEAN if weighted and not counted:
            return joined([row(w, Op("×"), s) for w, s in zip(weights, scores, strict=True)], Op("+"))
        case Made.PRODUCT if not counted:
            raised = zip(scores, weights, strict=True)
            product = joined([Power(s, w) if weighted else s for s, w in raised], Op("×"))
            return product if weighted else Root(fenced(product), many)
        case Made.MEAN if weighted:
            return Big("∑", over, row(part_weight(notation, name, each), Op("×"), one), many)
        case Made.PRODUCT if weighted:
            return Big("∏", over, Power(one, part_weight(notation, name, each)), many)
        case Made.SUM:
            few = len(scores) <= FEW_PARTS or not counted
            return joined(scores, Op("+")) if few else Big("∑", over, one, many)
        case Made.MEAN:
            return Frac(parts_math(notation, p.AggregateKind.SUM, False, name, of), many)
        case Made.PRODUCT:
            return Root(Big("∏", over, one, many), many)
        case Made.OTHERWISE:
            return Func(named(notation, kind), tuple(scores))


def are_counted(notation: Notation, name: str) -> bool:
    """Whether the parts of a node are numbered from 1 on, so that k can count them: an amended act leaves gaps."""
    parts = notation.program.nodes[name].parts
    last = [notation.numbering.node(part).index.rpartition(".")[2] for part in parts]
    return last == [str(at) for at in range(1, len(parts) + 1)]


def index_of(notation: Notation, name: str) -> Math:
    """The number that the symbols of a node bear."""
    return Num(notation.numbering.node(name).index)


def part_index(notation: Notation, name: str) -> Math:
    """The number of a node's part, counted by k."""
    number = notation.numbering.node(name).index
    return Sym("k") if name == "total" else row(Num(f"{number}."), Sym("k"))


def part_weight(notation: Notation, name: str, each: Math) -> Math:
    """The weight of a part."""
    symbol = Sym("w", each)
    notation.explain(
        f"weights {name}", symbol, notation.say("weight of part", clause=notation.numbering.weights())
    )
    return symbol
