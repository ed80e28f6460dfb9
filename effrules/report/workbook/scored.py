"""Formulas of the tree of scores: nodes, what they are made of, penalties and bonuses, places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from flint import fmpq

from effrules.model.aggregates import AggregateKind
from effrules.model.aggregates import Made as MadeOf
from effrules.model.program import Program, Redistribution
from effrules.model.real import Num
from effrules.report.workbook.conditions import guard
from effrules.report.workbook.context import Context
from effrules.report.workbook.doubles import STEP, Double, kept, product_off, same, sum_off, worked_out
from effrules.report.workbook.made import (
    NOT_THERE,
    Fixed,
    Formula,
    Made,
    Operand,
    Why,
    called,
    either,
    text_of,
)
from effrules.report.workbook.numeric import known, lesser, result_of
from effrules.report.workbook.over_rows import plain
from effrules.trace import steps as s
from effrules.trace.steps import Ref


def node(at: Context, step: s.Node) -> Made:
    """A node's score, or that it is not applicable."""
    tests = [at.cell(test.condition) for test in step.tests]
    none = text_of(at.said("n/a"))
    match step.state:
        case s.State.FAILED:
            return Fixed(Why.FAILED)
        case s.State.SCORED:
            assert step.result is not None
            result, double = at.cell(step.result), at.double(step.result)
            text = either(called("OR", tests), none, result) if tests else result
            return Formula(text, double)
        case s.State.NOT_APPLICABLE | s.State.NO_SCORE:
            if any(test.holds for test in step.tests):
                return Formula(either(called("OR", tests), none, at.other("result")))
            if step.parts and not step.text:
                parts = called("AND", [f"{at.cell(part)}={none}" for part in step.parts])
                return Formula(either(parts, none, NOT_THERE))
            return Fixed(None)


def score_of(at: Context, step: s.ScoreOf) -> Made:
    """The score of a node, or the score before its rounding."""
    node_ = at.steps[step.node]
    assert isinstance(node_, s.Node)
    if step.value is None:
        return Formula(at.cell(step.node))
    if step.before_rounding and node_.before_rounding is not None:
        before = node_.before_rounding
        return Formula(either(at.scored(at.cell(step.node)), at.cell(before), NOT_THERE), at.double(before))
    return Formula(at.cell(step.node), at.double(step.node))


def maximum(at: Context, step: s.Maximum) -> Made:
    """The maximum of a node."""
    label = at.said("maximum of", node=at.node_title(step.node))
    end = at.end(step.node, "maximum", step.maximum, label)
    text = end.text if step.condition is None else guard(at, (step.condition,), end.text)
    return Formula(text, end.double)


# -- Parts --------------------------------------------------------------------------------------------------------


def may_lack(program: Program, name: str) -> bool:
    """Whether a node can be without a score where the one above it has one."""
    node_ = program.nodes[name]
    if node_.not_applicable:
        return True
    return bool(node_.parts) and node_.only_parts and all(may_lack(program, part) for part in node_.parts)


class _Parts:
    """The parts of a node for a body, with their weights: those left out, too, since they may come in."""

    def __init__(self, at: Context, step: s.WeightedMean | s.OfParts, weighting: s.Weighting) -> None:
        self.at, self.weighting = at, weighting
        self.counted = {part.part: part for part in step.parts}
        scored = next((at.steps[part.score] for part in step.parts if part.score is not None), None)
        body = scored.subject if isinstance(scored, s.Node) else ""
        self.listed: list[tuple[s.PartWeight, Operand, str | None]] = []
        for weight in weighting.stated:
            part = self.counted.get(weight.part)
            ref = (
                at.layout.nodes.get((body, weight.part)) if part is None or part.score is None else part.score
            )
            self.listed.append((weight, at.weight(weighting, weight), None if ref is None else at.cell(ref)))

    @property
    def lacking(self) -> bool:
        """Whether some part may be without a score."""
        return any(may_lack(self.at.program, weight.part) for weight in self.weighting.stated)

    def guarded(self, text: str) -> str:
        """A formula that holds as long as the same clause of weights does."""
        return guard(self.at, self.weighting.conditions, text)

    def shared(self, terms: Sequence[str]) -> str:
        """The sum of weight x term of the parts, ``terms`` being what each part gives, with the weights of those left out given to the others."""
        at = self.at
        listed = [
            (weight.text, cell, term) for (_, weight, cell), term in zip(self.listed, terms, strict=True)
        ]
        plain_ = "+".join(f"{weight}*{term}" for weight, _, term in listed)
        if not self.lacking:
            return plain_
        end = self.weighting.redistribution.end
        if end is not None:
            return "+".join(
                f"{weight}*{either(at.scored(str(cell)), term, str(end))}" for weight, cell, term in listed
            )
        known_ = "+".join(
            either(at.scored(str(cell)), f"{weight}*{term}", "0") for weight, cell, term in listed
        )
        left = "+".join(either(at.scored(str(cell)), weight, "0") for weight, cell, _ in listed)
        match self.weighting.redistribution:
            case Redistribution.IN_PROPORTION:
                return f"({known_})/({left})"
            case Redistribution.EQUALLY:
                cells = ",".join(str(cell) for _, cell, _ in listed)
                each = "+".join(either(at.scored(str(cell)), term, "0") for _, cell, term in listed)
                weights = "+".join(weight for weight, _, _ in listed)
                return f"{known_}+({weights}-({left}))/COUNT({cells})*({each})"
            case Redistribution.COUNT_AS_ZERO | Redistribution.COUNT_AS_FULL | Redistribution.NOT_STATED:
                return plain_
            case _:
                assert_never(self.weighting.redistribution)


def weighted_mean(at: Context, step: s.WeightedMean) -> Made:
    """The parts' scores, each on its own scale, by their weights, on the node's scale."""
    weighting = at.steps[step.weighting]
    assert isinstance(weighting, s.Weighting)
    parts = _Parts(at, step, weighting)
    value = result_of(step)
    double = _mean_double(at, step, value)
    ends = {name: _ends(at, name, part) for name, part in parts.counted.items()}
    for weight in weighting.stated:
        ends.setdefault(weight.part, _declared_ends(at, weight.part))
    own = _own_ends(at, step)
    scale = step.maximum - step.minimum
    if not parts.lacking and _adds_up(step):
        cells = [str(cell) for _, _, cell in parts.listed]
        return Formula(parts.guarded(called("SUM", cells)), double)
    terms = [_measured(str(cell), *ends[weight.part]) for weight, _, cell in parts.listed]
    if step.minimum == 0:
        text = f"{own[1].text}*({parts.shared(terms)})"
    else:
        text = f"{own[0].text}+({own[1].text}-{own[0].text})*({parts.shared(terms)})"
    one_scale = all(_values(ends[weight.part]) == (step.minimum, step.maximum) for weight in weighting.stated)
    if one_scale and step.minimum == 0 and weighting.redistribution.end is None and scale != 0:
        text = parts.shared([str(cell) for _, _, cell in parts.listed])
    return Formula(parts.guarded(text), double)


Ends = tuple[Operand, Operand]


def _values(ends: Ends) -> tuple[Num, Num]:
    return ends[0].double.exact, ends[1].double.exact


def _ends(at: Context, name: str, part: s.Part) -> Ends:
    return _both(at, name, part.minimum, part.maximum)


def _declared_ends(at: Context, name: str) -> Ends:
    declared = at.program.nodes[name]
    return _both(at, name, declared.minimum, declared.maximum)


def _own_ends(at: Context, step: s.WeightedMean) -> Ends:
    return _both(at, step.node, step.minimum, step.maximum)


def _both(at: Context, name: str, minimum: fmpq, maximum_: fmpq) -> Ends:
    title = at.node_title(name)
    low = Operand("0", known(kept(fmpq(0))))
    if minimum != 0:
        low = at.end(name, "minimum", minimum, at.said("minimum of", node=title))
    return low, at.end(name, "maximum", maximum_, at.said("maximum of", node=title))


def _measured(cell: str, low: Operand, high: Operand) -> str:
    if low.text == "0":
        return f"{cell}/{high.text}"
    return f"({cell}-{low.text})/({high.text}-{low.text})"


def _adds_up(step: s.WeightedMean) -> bool:
    scale = step.maximum - step.minimum
    return step.minimum == 0 and all(
        part.minimum == 0 and part.weight * scale == part.maximum and part.score is not None
        for part in step.parts
    )


def _mean_double(at: Context, step: s.WeightedMean, value: Num) -> Double:
    scale = _size(step.maximum - step.minimum)
    off = size = 0.0
    held = []
    for part in step.parts:
        width = _size(part.maximum - part.minimum)
        if part.score is None:
            size += _size(part.weight)
            continue
        one = known(at.double(part.score))
        held.append(one)
        share = _size(part.weight) * scale / width
        off += share * one.off
        size += share * (abs(one.near) + 2 * _size(part.minimum) + 2 * _size(part.maximum) * STEP)
    off += (3 * len(step.parts) + 8) * STEP * (size + _size(step.minimum) + scale)
    return known(worked_out(value, off, held, plain=_adds_up(step) and not step.parts[0].instead))


def _size(value: fmpq) -> float:
    found = kept(value)
    return 0.0 if found is None else abs(found.near)


def of_parts(at: Context, step: s.OfParts) -> Made:
    """An aggregate of the parts' scores."""
    value = result_of(step)
    scored = [at.number(part.score) for part in step.parts if part.score is not None]
    if step.weighting is None:
        text, double = plain(step.kind, scored, value)
        everything = _all_parts(at, step)
        if everything is not None and step.kind is not AggregateKind.GEOMETRIC_MEAN:
            text = f"{text[: text.index('(')]}({everything})"
        elif everything is not None:
            text = f"PRODUCT({everything})^(1/COUNT({everything}))"
        return Formula(text, double)
    weighting = at.steps[step.weighting]
    assert isinstance(weighting, s.Weighting)
    parts = _Parts(at, step, weighting)
    cells = [str(cell) for _, _, cell in parts.listed]
    off = size = 0.0
    for part in step.parts:
        one = (
            known(kept(part.instead))
            if part.score is None and part.instead is not None
            else known(None if part.score is None else at.double(part.score))
        )
        off += _size(part.weight) * one.off
        size += _size(part.weight) * abs(one.near)
    if step.kind.facts.made is MadeOf.PRODUCT:
        return _powers(at, step, parts, value)
    if weighting.redistribution.end is not None and parts.lacking:
        cells = [
            either(at.scored(str(cell)), cell, _instead(at, weight.part, weighting.redistribution))
            for cell, (weight, _, _) in zip(cells, parts.listed, strict=True)
        ]
        text = "+".join(
            f"{weight.text}*{cell}" for cell, (_, weight, _) in zip(cells, parts.listed, strict=True)
        )
    else:
        text = parts.shared(cells)
    lost = off + (3 * len(step.parts) + 4) * STEP * size
    return Formula(parts.guarded(text), known(worked_out(value, lost, ())))


def _instead(at: Context, name: str, redistribution: Redistribution) -> str:
    return _declared_ends(at, name)[redistribution.end or 0].text


def _powers(at: Context, step: s.OfParts, parts: _Parts, value: Num) -> Made:
    import math

    size = _size_of(value)
    lost = 8 * len(step.parts) * STEP
    for part in step.parts:
        one = (
            known(kept(part.instead))
            if part.score is None and part.instead is not None
            else known(None if part.score is None else at.double(part.score))
        )
        if one.near == 0 and one.off == 0:
            continue
        if one.off * 8 > abs(one.near):
            from effrules.report.workbook.made import Stuck

            raise Stuck(Why.NO_FUNCTION)
        lost += _size(part.weight) * (2 * one.off / abs(one.near)) + abs(math.log(abs(one.near))) * STEP
    weighting = parts.weighting
    terms = []
    left = "+".join(either(at.scored(str(cell)), weight.text, "0") for _, weight, cell in parts.listed)
    for stated, weight, cell in parts.listed:
        if not parts.lacking:
            terms.append(f"{cell}^{weight.text}")
        elif weighting.redistribution.end is not None:
            instead = _instead(at, stated.part, weighting.redistribution)
            terms.append(f"{either(at.scored(str(cell)), str(cell), instead)}^{weight.text}")
        elif weighting.redistribution is Redistribution.EQUALLY:
            cells = ",".join(str(one) for _, _, one in parts.listed)
            weights = "+".join(one.text for _, one, _ in parts.listed)
            power = f"({weight.text}+({weights}-({left}))/COUNT({cells}))"
            terms.append(either(at.scored(str(cell)), f"{cell}^{power}", "1"))
        else:
            terms.append(either(at.scored(str(cell)), f"{cell}^({weight.text}/({left}))", "1"))
    return Formula(parts.guarded("*".join(terms)), known(worked_out(value, size * lost, ())))


def _size_of(value: Num) -> float:
    return abs(known(kept(value)).near)


def _all_parts(at: Context, step: s.OfParts) -> str | None:
    """The cells of all parts, of which spreadsheets pass over those that are not applicable."""
    body = next((at.steps[part.score] for part in step.parts if part.score is not None), None)
    if not isinstance(body, s.Node):
        return None
    refs: list[Ref | None] = [
        at.layout.nodes.get((body.subject, name)) for name in at.program.nodes[step.node].parts
    ]
    found = [ref for ref in refs if ref is not None]
    return ",".join(map(at.cell, found)) if len(found) == len(refs) and len(found) < 250 else None


# -- What is done to a score ----------------------------------------------------------------------------------------


def adjust(at: Context, step: s.Adjust) -> Made:
    """A score after a penalty or a bonus, held at a limit."""
    score, amount, value = at.number(step.score), at.number(step.amount), result_of(step)
    both = score.double, amount.double
    text = f"{score.text}{'-' if step.sign < 0 else '+'}{amount.text}"
    moved = known(worked_out(value, sum_off(both), both, plain=True))
    if step.limit is None:
        return Formula(text, moved)
    limit = at.figure("limit", step.adjustment, step.limit, at.said("limit"))
    if step.sign < 0:
        text = f"MAX({text},MIN({score.text},{limit.text}))"
    else:
        text = f"MIN({text},MAX({score.text},{limit.text}))"
    off = max(moved.off, score.double.off, limit.double.off)
    return Formula(
        text, Double(value, moved.near, off, moved.sure and score.double.sure and limit.double.sure)
    )


def bounded(at: Context, step: s.Bounded) -> Made:
    """The total, at least or at most its bound."""
    operand = at.number(step.operand)
    bound = at.figure("bound", step.upper, step.bound, at.said("cap" if step.upper else "floor"))
    text = f"{'MIN' if step.upper else 'MAX'}({operand.text},{bound.text})"
    return Formula(text, lesser(result_of(step), operand, bound))


def multiplied(at: Context, step: s.Multiplied) -> Made:
    """A score times a factor, where a condition holds."""
    operand = at.number(step.operand)
    if step.factor is None:
        factor = at.other("factor")
        more = NOT_THERE if factor == NOT_THERE else f"{operand.text}*{factor}"
        return Formula(either(at.cell(step.condition), more, operand.text), operand.double)
    by = at.number(step.factor)
    both = operand.double, by.double
    text = either(at.cell(step.condition), f"{operand.text}*{by.text}", operand.text)
    return Formula(text, known(worked_out(result_of(step), product_off(*both), both, plain=True)))


def mean_of_others(at: Context, step: s.MeanOfOthers) -> Made:
    """The mean of the others where a condition holds, else the own formula."""
    result, other = at.cell(step.result), at.other("other")
    holds = at.value(step.condition) is True
    text = either(at.cell(step.condition), *((result, other) if holds else (other, result)))
    return Formula(text, at.double(step.result))


def passed_on(at: Context, step: s.Step, ref: Ref) -> Made:
    """The value of another step."""
    double = at.double(ref)
    return Formula(at.cell(ref), None if double is None else same(double.exact, double))
