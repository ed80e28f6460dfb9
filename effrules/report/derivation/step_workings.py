"""The operation of a step with its values in place, so that it can be checked by hand: ``9.24 / 12``."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.model.aggregates import AggregateKind, Made
from effrules.model.numbers import exact_text
from effrules.report.derivation.step_values import StepValues, adds_up, is_one_scale
from effrules.trace import steps as s

FEW = 6
"""So many terms of a sum are written out; of more, the first and the last."""

SIGNS = {
    s.Operation.ADD: "+",
    s.Operation.SUBTRACT: "-",
    s.Operation.MULTIPLY: "x",
    s.Operation.DIVIDE: "/",
    s.Operation.DAYS_BETWEEN: "-",
    s.Operation.DAYS_LATER: "+",
    s.Operation.DAYS_EARLIER: "-",
}


def working(words: StepValues, step: s.Step, steps: Sequence[s.Step]) -> str:
    """The operation with its values; nothing where there is no operation to speak of."""

    def of(ref: s.Ref) -> str:
        return words.shown(steps[ref])

    def inner(ref: s.Ref) -> str:
        text = of(ref)
        return f"({text})" if text.startswith("-") else text

    match step:
        case s.Arithmetic():
            (_, first), *more = chain(step, steps)
            terms = [of(first), *(f"{SIGNS[sign]} {inner(ref)}" for sign, ref in more)]
            return " ".join(terms if len(terms) <= FEW else (*terms[: FEW - 2], "+ …", terms[-1]))
        case s.Negate():
            return f"-{inner(step.operand)}"
        case s.Function():
            return f"{step.function}({'; '.join(of(ref) for ref in step.arguments)})"
        case s.Compare() if not isinstance(steps[step.left].value, str):
            holds = step.comparison if step.value else step.comparison.opposite
            return f"{of(step.left)} {holds.sign} {of(step.right)}"
        case s.WeightedMean():
            return _mean(words, step, steps)
        case s.OfParts():
            return _of_parts(words, step, steps)
        case s.Aggregate():
            return _aggregate(words, step, steps)
        case s.Share() if step.conditions:
            holding = sum(steps[ref].value is True for ref in step.conditions)
            return f"{holding} / {len(step.conditions)}"
        case s.Adjust():
            return f"{of(step.score)} {'-' if step.sign < 0 else '+'} {inner(step.amount)}"
        case s.Incidents() if len(step.amounts) > 1:
            return _terms([inner(ref) for ref in step.amounts], " + ")
        case s.Interpolate() if step.lower is not None and step.index is not None:
            low, before = inner(step.lower), inner(step.points[step.index - 1])
            rise = f"({of(step.upper)} - {low})"
            return (
                f"{of(step.lower)} + {rise} x ({of(step.operand)} - {before})"
                f" / ({of(step.points[step.index])} - {before})"
            )
        case s.CheckList() if any(item.result is not None for item in step.items):
            return _terms([inner(item.result) for item in step.items if item.result is not None], " + ")
        case _:
            return ""


ADDING = frozenset({s.Operation.ADD, s.Operation.SUBTRACT})


def chain(step: s.Arithmetic, steps: Sequence[s.Step]) -> list[tuple[s.Operation, s.Ref]]:
    """The terms of a sum as it is written, each with its sign (that of the first is not looked at); else the two operands."""
    found = [(step.operation, step.right)]
    left = steps[step.left]
    while step.operation in ADDING and isinstance(left, s.Arithmetic) and left.operation in ADDING:
        step = left
        found.append((step.operation, step.right))
        left = steps[step.left]
    return [(s.Operation.ADD, step.left), *reversed(found)]


def _terms(terms: Sequence[str], sign: str) -> str:
    """Terms with a sign between them; of many, the first ones and the last."""
    if len(terms) > FEW:
        return sign.join((*terms[: FEW - 2], "…", terms[-1]))
    return sign.join(terms)


def _score(words: StepValues, part: s.Part, steps: Sequence[s.Step]) -> str:
    text = words.amount(part.instead) if part.score is None else words.shown(steps[part.score])
    return f"({text})" if text.startswith("-") else text


def _share(words: StepValues, share: fmpq) -> str:
    return words.number(exact_text(share))


def _mean(words: StepValues, step: s.WeightedMean, steps: Sequence[s.Step]) -> str:
    if len(step.parts) == 1 and is_one_scale(step):
        return ""
    if adds_up(step):
        return _terms([_score(words, part, steps) for part in step.parts], " + ")
    if is_one_scale(step):
        return _terms(
            [f"{_share(words, part.weight)} x {_score(words, part, steps)}" for part in step.parts], " + "
        )
    terms = []
    for part in step.parts:
        scale = words.amount(part.maximum - part.minimum)
        low = "" if part.minimum == 0 else f" - {_inner(words, part.minimum)}"
        score = _score(words, part, steps)
        measured = f"({score}{low}) / {scale}" if low else f"{score} / {scale}"
        terms.append(f"{_share(words, part.weight)} x {measured}")
    start = "" if step.minimum == 0 else f"{words.amount(step.minimum)} + "
    return f"{start}{words.amount(step.maximum - step.minimum)} x ({_terms(terms, ' + ')})"


def _inner(words: StepValues, value: s.StepValue) -> str:
    text = words.amount(value)
    return f"({text})" if text.startswith("-") else text


def _of_parts(words: StepValues, step: s.OfParts, steps: Sequence[s.Step]) -> str:
    scores = [_score(words, part, steps) for part in step.parts]
    weights = [_share(words, part.weight) for part in step.parts]
    if step.weighting is not None:
        if step.kind.facts.made is Made.PRODUCT:
            powers = [f"{score} ^ ({weight})" for score, weight in zip(scores, weights, strict=True)]
            return _terms(powers, " x ")
        products = [f"{weight} x {score}" for score, weight in zip(scores, weights, strict=True)]
        return _terms(products, " + ")
    return _plain(step.kind, scores)


def _aggregate(words: StepValues, step: s.Aggregate, steps: Sequence[s.Step]) -> str:
    values = [words.shown(steps[ref]) for ref in step.values]
    values = [f"({text})" if text.startswith("-") else text for text in values]
    if not values:
        return ""
    if step.weights:
        weights = [words.shown(steps[ref]) for ref in step.weights]
        products = [f"{weight} x {value}" for value, weight in zip(values, weights, strict=True)]
        return f"({_terms(products, ' + ')}) / ({_terms(weights, ' + ')})"
    return _plain(step.kind, values)


def _plain(kind: AggregateKind, values: Sequence[str]) -> str:
    count = len(values)
    if count < 2:
        return ""
    match kind.facts.made:
        case Made.SUM:
            return _terms(values, " + ")
        case Made.MEAN:
            return f"({_terms(values, ' + ')}) / {count}"
        case Made.PRODUCT:
            return f"({_terms(values, ' x ')}) ^ (1/{count})"
        case Made.OTHERWISE:
            return ""
