"""Which way numbers move that are chosen or looked up (choices, bands, points, check lists), or taken over rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq

from effrules.compare.verdicts import bends
from effrules.compare.verdicts.bends import Way, both, flip, of_numbers
from effrules.compare.verdicts.compared import Scopes, same_form, within
from effrules.compare.verdicts.monotone_conditions import Conditions
from effrules.model import program as p
from effrules.model.walk import walk


class Shapes(Conditions):
    """Which way numbers move that are made of several others."""

    def choice(self, left: p.Choose, right: p.Choose, scopes: Scopes) -> Way:
        """Cases that are asked alike move with their results; results that fall from case to case, with the conditions."""
        if len(left.cases) != len(right.cases):
            return Way.DIFFERENT
        pairs = list(zip(left.cases, right.cases, strict=True))
        asked = both(*(self.condition(one[0], other[0], scopes) for one, other in pairs))
        results = both(
            *(self.value(one[1], other[1], scopes) for one, other in pairs),
            self.value(left.otherwise, right.otherwise, scopes),
        )
        if asked is Way.SAME:
            return results
        given = [(*(result for _, result in choice.cases), choice.otherwise) for choice in (left, right)]
        falling = [_steps(values) for values in given]
        if falling[0] is falling[1] and falling[0] in (Way.UP, Way.DOWN):
            return both(results, asked if falling[0] is Way.DOWN else flip(asked))
        return Way.DIFFERENT

    def curve(self, left: bends.Curve, right: bends.Curve, scopes: Scopes) -> Way:
        """Bands or points: for the same value the new ones against the old; for another value as they rise or fall."""
        value = self.value(left.operand, right.operand, scopes)
        if not bends.is_plain(left) or not bends.is_plain(right):
            return self._results(left, right, scopes) if value is Way.SAME else Way.DIFFERENT
        moved = bends.of_curves(left, right)
        if value is Way.SAME:
            return moved
        way = bends.rises(left)
        carried = {Way.UP: value, Way.DOWN: flip(value), Way.SAME: Way.SAME, Way.DIFFERENT: Way.DIFFERENT}[
            way
        ]
        return both(moved, carried)

    def _results(self, left: bends.Curve, right: bends.Curve, scopes: Scopes) -> Way:
        """Bands with the same bounds move with their results."""
        if not isinstance(left, p.Banded) or not isinstance(right, p.Banded):
            return Way.SAME if same_form(left, right, scopes) and not _reads(left) else Way.DIFFERENT
        bounds = [
            [(b.low, b.low_included, b.high, b.high_included) for b in curve.bands] for curve in (left, right)
        ]
        if bounds[0] != bounds[1]:
            return Way.DIFFERENT
        pairs = zip(left.bands, right.bands, strict=True)
        ways = [self.value(one.result, other.result, scopes) for one, other in pairs]
        return both(*ways, self.value(left.otherwise, right.otherwise, scopes))

    def check_list(self, left: p.CheckList, right: p.CheckList, scopes: Scopes) -> Way:
        """Items that are asked alike move with their results; others that come or go raise or lower."""
        rest = list(right.items)
        ways = []
        for item in left.items:
            twin = next((one for one in rest if same_form(item.condition, one.condition, scopes)), None)
            if twin is None:
                ways.append(Way.DOWN if self.signs[0].never_negative(item.result) else Way.DIFFERENT)
                continue
            rest.remove(twin)
            asked = self.condition(item.condition, twin.condition, scopes)
            if asked is not Way.SAME and not self.positive(item.result, twin.result):
                return Way.DIFFERENT
            ways += [asked, self.value(item.result, twin.result, scopes)]
        ways += [Way.UP if self.signs[1].never_negative(item.result) else Way.DIFFERENT for item in rest]
        return both(*ways)

    def aggregate(self, left: p.Aggregate, right: p.Aggregate, scopes: Scopes) -> Way:
        """A sum, an average, a largest value: as the rows, and what is taken of each, move."""
        if left.kind is not right.kind:
            return Way.DIFFERENT
        rows = self.rows(left.rows, right.rows, scopes)
        body = self.value(left.body, right.body, scopes)
        weight = self.value(left.weight, right.weight, scopes)
        none = self.value(left.if_none, right.if_none, scopes)
        if (rows, body, weight, none) == (Way.SAME,) * 4:
            return Way.SAME
        facts = left.kind.facts
        if rows is not Way.SAME:
            settled = left.if_none is None and right.if_none is None
            grows = facts.grows and settled and self.positive(left.body, right.body)
            return both(rows, body) if grows else Way.DIFFERENT
        steady = weight is Way.SAME and self.positive(left.weight, right.weight)
        follows = steady and facts.rises.follows(lambda: self.positive(left.body, right.body))
        return both(body, none) if follows else Way.DIFFERENT

    def multiplied(self, left: p.Multiplied, right: p.Multiplied, scopes: Scopes) -> Way:
        """A score multiplied under the same condition moves as it did, and as its factor."""
        if self.condition(left.condition, right.condition, scopes) is not Way.SAME:
            return Way.DIFFERENT
        operand = self.value(left.operand, right.operand, scopes)
        factor = self.value(left.factor, right.factor, scopes)
        if factor is Way.SAME:
            return operand
        return both(operand, factor) if self.positive(left.operand, right.operand) else Way.DIFFERENT

    def mean_of_others(self, left: p.MeanOfOthers, right: p.MeanOfOthers, scopes: Scopes) -> Way:
        """A mean of the same others moves as their scores do: with the own formula, and as they are rounded and adjusted.

        Penalties and bonuses of the node move every score of it the same way, and are told with its final score.
        """
        inner = within(left.mean, right.mean, scopes)
        nodes = self.sides.left.nodes[left.node], self.sides.right.nodes[right.node]
        same = (
            self.condition(left.condition, right.condition, scopes) is Way.SAME
            and self.rows(left.mean.rows, right.mean.rows, inner) is Way.SAME
            and same_form(left.mean.body, right.mean.body, inner)
            and nodes[0].rounding == nodes[1].rounding
        )
        if not same:
            return Way.DIFFERENT
        own = self.value(left.own, right.own, scopes)
        return both(own, self.value(left.mean.if_none, right.mean.if_none, scopes))

    def standing(self, left: p.Standing, right: p.Standing, scopes: Scopes) -> Way:
        """A place among other rows: told only where the others are the same."""
        inner = within(left, right, scopes)
        same = (
            (left.kind, left.highest_first, left.ties) == (right.kind, right.highest_first, right.ties)
            and same_form(left.self_row, right.self_row, scopes)
            and self.rows(left.rows, right.rows, inner) is Way.SAME
            and self.value(left.body, right.body, inner) is Way.SAME
        )
        return self.value(left.if_equal, right.if_equal, scopes) if same else Way.DIFFERENT


def _steps(values: Sequence[p.Expression]) -> Way:
    """Whether numbers rise or fall from one to the next; another expression tells nothing."""
    numbers = [value.value for value in values if isinstance(value, p.Constant)]
    if len(numbers) != len(values):
        return Way.DIFFERENT
    ways = [
        of_numbers(one, other) if isinstance(one, fmpq) and isinstance(other, fmpq) else Way.DIFFERENT
        for one, other in pairwise(numbers)
    ]
    return both(*ways)


def _reads(curve: bends.Curve) -> bool:
    """Whether what bands or points give reads anything that could have changed."""
    return any(isinstance(inner, p.Call | p.FigureOf | p.ScoreOf) for inner in walk(curve))
