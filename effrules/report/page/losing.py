"""Where each body's points were lost: for each part how many, and a waterfall from the maximum down to the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.exact.results import Results
from effrules.model.figures import figure
from effrules.model.program import Program
from effrules.model.real import Num, add, subtract
from effrules.report.blocks.charts.drawn import Fall, Waterfall
from effrules.report.page.names import Names
from effrules.report.page.said import Said, Shown, phrased
from effrules.report.page.shapes import near
from effrules.trace import steps as s
from effrules.trace.losses import Loss, Losses, LossKind
from effrules.words import counted, phrase

MOST = 9
"""So many losses have a bar of their own; the others are one together."""

ZERO = fmpq(0)


@frozen
class Lost:
    """``points``: by part, what the score above all of them lost there and below, of those where that can be told.

    ``chart`` is the way from the maximum to the score.
    """

    points: dict[str, Num]
    chart: Waterfall[Said | Shown]


class Losing:
    """Tells where points were lost."""

    def __init__(self, program: Program, names: Names, results: Results) -> None:
        self.program = program
        self.results = results
        self._lows: dict[str, fmpq] = {}
        self.names = names
        self.adjustments = {one.name: one for one in program.adjustments}

    def of(self, found: Losses, *, is_whole: bool) -> Lost:
        """The losses of a body's score; not ``is_whole``: of one of several, whose title is told."""
        points: dict[str, Num] = {}
        self._untold(found.node, points, {one.node for loss in found.losses for one in loss.below})
        for loss in found.losses:
            node: str | None = loss.node
            while node is not None and node in points:
                points[node] = add(points[node], loss.points)
                node = None if node == found.node else self.program.nodes[node].parent
        title = phrase("Where the points were lost")
        if not is_whole:
            title = phrase("{title}: {node}", title=title, node=self.names.nodes[found.node].given)
        return Lost(
            points, Waterfall(phrased(title), tuple(self._falls(found)), self._low(found), found.maximum)
        )

    def _low(self, found: Losses) -> fmpq:
        """Where the scale of all bodies begins: below the lowest of their scores, at a tenth of the maximum."""
        if found.node not in self._lows:
            values = [one.nodes[found.node].value for one in self.results.subjects]
            lowest = min(near(value) for value in values if value is not None)
            tenth = found.maximum / 10
            self._lows[found.node] = (lowest / tenth).floor() * tenth if tenth else lowest
        return self._lows[found.node]

    def _untold(self, node: str, points: dict[str, Num], untold: set[str]) -> None:
        """The parts below a node, but those whose share of a formula's loss cannot be told."""
        points[node] = ZERO
        for part in self.program.nodes[node].parts:
            if part not in untold:
                self._untold(part, points, untold)

    def _falls(self, found: Losses) -> Iterator[Fall[Said | Shown]]:
        top = figure(found.maximum).exact
        yield Fall(phrased(phrase("Maximum")), Shown(top, top), found.maximum, found.maximum, is_end=True)
        at: Num = found.maximum
        for label, points in self._few(found):
            after = subtract(at, points)
            yield Fall(label, signed(subtract(ZERO, points)), near(at), near(after))
            at = after
        score = figure(found.value, self.program.nodes[found.node].rounding)
        end = near(found.value)
        yield Fall(phrased(phrase("Score")), Shown(score.text, score.exact), end, end, is_end=True)

    def _few(self, found: Losses) -> Iterator[tuple[Said, Num]]:
        """The largest losses with their names; what else there is, together."""
        summed: dict[tuple[object, ...], tuple[Loss, Num]] = {}
        for loss in found.losses:
            where = () if loss.kind is LossKind.ROUNDING else (loss.node, loss.adjustment)
            known = summed.get((loss.kind, *where))
            summed[loss.kind, *where] = (loss, loss.points if known is None else add(known[1], loss.points))
        listed = list(summed.values())
        most = MOST if len(listed) > MOST + 1 else len(listed)
        for loss, points in listed[:most]:
            yield self.label(loss), points
        if listed[most:]:
            rest: Num = ZERO
            for _, points in listed[most:]:
                rest = add(rest, points)
            yield phrased(counted("{n} other reason", "{n} other reasons", n=len(listed) - most)), rest

    def label(self, loss: Loss) -> Said:
        """What a loss is called."""
        node = self.names.nodes[loss.node]
        match loss.kind:
            case LossKind.SCORE:
                return node
            case LossKind.PENALTY | LossKind.BONUS:
                one = self.adjustments[loss.adjustment]
                return self.names.title(one.titles, one.name)
            case LossKind.INSTEAD:
                return phrased(phrase("{node}: not applicable, counts all the same", node=node.given))
            case LossKind.MULTIPLIED:
                return phrased(phrase("{node}: multiplied", node=node.given))
            case LossKind.ROUNDING:
                return phrased(phrase("Rounding"))
            case LossKind.BOUND:
                return phrased(phrase("Bound of the total"))


def weighting_of(node: s.Node, steps: Sequence[s.Step]) -> s.Weighting | None:
    """The weights of a node's parts, whatever is made of them."""
    if node.result is None:
        return None
    step = steps[node.result]
    while isinstance(step, s.Round | s.Bounded | s.Adjust):
        step = steps[step.score if isinstance(step, s.Adjust) else step.operand]
    if isinstance(step, s.WeightedMean | s.OfParts) and step.weighting is not None:
        weighting = steps[step.weighting]
        return weighting if isinstance(weighting, s.Weighting) else None
    return None


def signed(value: Num) -> Shown:
    """A change with its sign: +0.01, −0.003."""
    shown = figure(value)
    text = shown.text
    sign = f"\u2212{text[1:]}" if text.startswith("-") else f"+{text}"
    return Shown(sign if shown.exact != "0" else "0", shown.exact)
