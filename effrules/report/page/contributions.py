"""What each part adds to the score above it, in points, where the rules say it by weights."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from flint import fmpq

from effrules.model.real import Num, add, divide, known_equal, multiply, subtract
from effrules.trace import steps as s


@frozen
class Contribution:
    """A part's weight (a share of 1; ``None`` in a plain sum) and what it adds to the node above, in points.

    ``instead``: it is not applicable, and counts all the same as the weights clause says.
    """

    part: str
    weight: fmpq | None
    points: Num
    instead: bool


@frozen
class Made:
    """How a node's score is made of its parts: the contributions and the ``start`` (its minimum) add up to ``total``.

    ``total`` is the score before rounding, penalties and bonuses. ``weighting`` is the step of the weights, if any.
    """

    contributions: tuple[Contribution, ...]
    start: fmpq
    total: Num
    weighting: s.Weighting | None


def made_of(node: s.Node, steps: Sequence[s.Step]) -> Made | None:
    """How a node's score is made of its parts; ``None`` where it has none, or where they do not simply add up."""
    step = None if node.result is None else _innermost(steps[node.result], steps)
    match step:
        case s.WeightedMean():
            weights = steps[step.weighting]
            assert isinstance(weights, s.Weighting)
            found = tuple(_of_mean(part, step, steps) for part in step.parts)
            return _made(found, step.minimum, weights)
        case s.OfParts(adds_up=True):
            known = None if step.weighting is None else steps[step.weighting]
            weighting = known if isinstance(known, s.Weighting) else None
            found = tuple(_of_aggregate(part, step, steps) for part in step.parts)
            return _made(found, fmpq(0), weighting)
        case _:
            return None


def weighting_of(node: s.Node, steps: Sequence[s.Step]) -> s.Weighting | None:
    """The weights of a node's parts, whatever is made of them."""
    step = None if node.result is None else _innermost(steps[node.result], steps)
    if isinstance(step, s.WeightedMean | s.OfParts) and step.weighting is not None:
        weighting = steps[step.weighting]
        return weighting if isinstance(weighting, s.Weighting) else None
    return None


@frozen
class Then:
    """What came after a node's parts were added up: ``rest`` is the difference that it made, ``by`` what it was.

    ``by`` holds ``rounding``, ``penalty``, ``bonus`` and ``bound``, each once, in the order in which they came.
    """

    rest: Num
    by: tuple[str, ...]


def then(node: s.Node, made: Made, steps: Sequence[s.Step]) -> Then | None:
    """What came between the sum of the parts and the node's score; ``None`` where they are the same."""
    if node.result is None or node.value is None or known_equal(node.value, made.total):
        return None
    by: list[str] = []
    step = steps[node.result]
    while True:
        match step:
            case s.Round():
                by.append("rounding")
                step = steps[step.operand]
            case s.Bounded():
                by += ["bound"] if step.bites else []
                step = steps[step.operand]
            case s.Adjust():
                by += [] if steps[step.amount].value == fmpq(0) else [step.kind.value]
                step = steps[step.score]
            case _:
                break
    return Then(subtract(node.value, made.total), tuple(dict.fromkeys(reversed(by))))  # type: ignore[arg-type]


def _innermost(step: s.Step, steps: Sequence[s.Step]) -> s.Step:
    """The step below roundings, penalties, bonuses and bounds."""
    while True:
        match step:
            case s.Round() | s.Bounded():
                step = steps[step.operand]
            case s.Adjust():
                step = steps[step.score]
            case _:
                return step


def _made(found: tuple[Contribution, ...], start: fmpq, weighting: s.Weighting | None) -> Made:
    total: Num = start
    for one in found:
        total = add(total, one.points)
    return Made(found, start, total, weighting)


def _score(part: s.Part, steps: Sequence[s.Step]) -> Num:
    value = part.instead if part.score is None else steps[part.score].value
    assert value is not None
    assert not isinstance(value, str | bool)
    return value  # type: ignore[return-value]


def _of_mean(part: s.Part, mean: s.WeightedMean, steps: Sequence[s.Step]) -> Contribution:
    """weight x (score - part's minimum) / (part's maximum - part's minimum), on the node's scale."""
    measured = divide(subtract(_score(part, steps), part.minimum), part.maximum - part.minimum)
    points = multiply(part.weight * (mean.maximum - mean.minimum), measured)
    return Contribution(part.part, part.weight, points, part.score is None)


def _of_aggregate(part: s.Part, step: s.OfParts, steps: Sequence[s.Step]) -> Contribution:
    weight = step.share_of(part)
    score = _score(part, steps)
    points = score if weight is None else multiply(weight, score)
    return Contribution(part.part, weight, points, part.score is None)
