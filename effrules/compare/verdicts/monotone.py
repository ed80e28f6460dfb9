"""Two formulas compared by which way the value moves: every kind of expression with the rule that holds for it.

Names must have been brought together. Where two formulas are of one shape, their parts are compared; a limit that comes
or goes is peeled off. The data are taken to be the same on both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import fmpq

from effrules.compare.matching import forms
from effrules.compare.matching.reading import Of
from effrules.compare.verdicts import bends
from effrules.compare.verdicts.bends import Way, both, flip, of_numbers
from effrules.compare.verdicts.compared import SUBJECTS, Scopes, same_form, within
from effrules.compare.verdicts.monotone_shapes import Shapes
from effrules.compare.verdicts.signs import Signs
from effrules.model import program as p
from effrules.model.types import Quantity

if TYPE_CHECKING:
    from effrules.compare.edits.sides import Sides


class Moves(Shapes):
    """Which way the values of formulas move.

    ``score`` tells it of a node's score (final, or before rounding), ``applicable`` whether a node is applicable to the same
    bodies on both sides, ``parts`` which way an aggregate of a node's own parts moves.
    """

    def __init__(
        self,
        sides: Sides,
        score: Callable[[str, bool], Way],
        applicable: Callable[[str], bool],
        parts: Callable[[p.PartsAggregate, p.PartsAggregate], Way],
        signs: tuple[Signs, Signs] | None = None,
    ) -> None:
        super().__init__(sides, applicable, signs)
        self.score = score
        self.parts = parts
        self._definitions: dict[str, Way] = {}

    def value(self, left: p.Expression | None, right: p.Expression | None, scopes: Scopes = SUBJECTS) -> Way:
        """Which way the value of a number moves."""
        if left is None or right is None:
            return Way.SAME if left is right else Way.DIFFERENT
        peeled = self._multiplied_once(left, right, scopes) or self._peeled(left, right, scopes)
        if peeled is not None:
            return peeled
        if type(left) is not type(right):
            return Way.DIFFERENT
        return self._alike(left, right, scopes)

    def _peeled(self, left: p.Expression, right: p.Expression, scopes: Scopes) -> Way | None:
        """A limit that is on one side only: a cap can only lower, a floor only raise."""
        ours = isinstance(left, p.Limit)
        theirs = isinstance(right, p.Limit)
        if isinstance(left, p.Limit) and isinstance(right, p.Limit) and left.upper is right.upper:
            return None
        if isinstance(right, p.Limit) and (not ours or self._contains(right.operand, left)):
            way = self.value(left, right.operand, scopes)
            return both(way, Way.DOWN if right.upper else Way.UP)
        if isinstance(left, p.Limit) and (not theirs or self._contains(left.operand, right)):
            way = self.value(left.operand, right, scopes)
            return both(way, Way.UP if left.upper else Way.DOWN)
        return None

    def _multiplied_once(self, left: p.Expression, right: p.Expression, scopes: Scopes) -> Way | None:
        """A score multiplied once more on one side: by less than 1 it can only lower what is not below 0."""
        ours, theirs = _times(left), _times(right)
        if ours == theirs:
            return None
        comes = theirs > ours
        more, less, raised = (right, left, Way.UP) if comes else (left, right, Way.DOWN)
        assert isinstance(more, p.Multiplied)
        way = self.value(less, more.operand, scopes) if comes else self.value(more.operand, less, scopes)
        factor = more.factor.value
        if not isinstance(factor, fmpq) or not self.signs[comes].never_negative(more.operand):
            return Way.DIFFERENT
        return way if factor == 1 else both(way, raised if factor > 1 else flip(raised))

    @staticmethod
    def _contains(inner: p.Expression, other: p.Expression) -> bool:
        """Whether, of two limits of different kinds, one is the other with one more limit around it."""
        return isinstance(inner, p.Limit) and isinstance(other, p.Limit) and inner.upper is other.upper

    def _alike(self, left: p.Expression, right: p.Expression, scopes: Scopes) -> Way:
        match left, right:
            case p.Constant(), p.Constant():
                if isinstance(left.value, fmpq) and isinstance(right.value, fmpq):
                    return of_numbers(left.value, right.value)
                return Way.SAME if same_form(left, right, scopes) else Way.DIFFERENT
            case ((p.FieldOf() | p.OwnerFieldOf() | p.Parameter()), _):
                return (
                    Way.SAME if same_form(left, right, scopes) and self._same_fields(left) else Way.DIFFERENT
                )
            case p.ScoreOf(), p.ScoreOf():
                same = same_form(left, right, scopes) and self.applicable(left.node)
                return self.score(left.node, left.before_rounding) if same else Way.DIFFERENT
            case p.Call(), p.Call():
                return self._call(left, right, scopes)
            case p.FigureOf(), p.FigureOf():
                return self._figure(left, right, scopes)
            case p.Arithmetic(), p.Arithmetic():
                return self._arithmetic(left, right, scopes)
            case p.Negate(), p.Negate():
                return flip(self.value(left.operand, right.operand, scopes))
            case p.Apply(), p.Apply():
                return self._function(left, right, scopes)
            case p.IfMissing(), p.IfMissing():
                same = self.value(left.operand, right.operand, scopes) is Way.SAME
                return self.value(left.instead, right.instead, scopes) if same else Way.DIFFERENT
            case p.Choose(), p.Choose():
                return self.choice(left, right, scopes)
            case p.Limit(), p.Limit() if left.upper is right.upper:
                return both(
                    self.value(left.operand, right.operand, scopes),
                    self.value(left.bound, right.bound, scopes),
                )
            case p.RoundTo(), p.RoundTo():
                positive = self.positive(left.operand, right.operand)
                return both(
                    self.value(left.operand, right.operand, scopes),
                    bends.of_roundings(left.rounding, right.rounding, positive=positive),
                )
            case (p.Banded(), p.Banded()) | (p.Interpolate(), p.Interpolate()):
                return self.curve(left, right, scopes)  # type: ignore[arg-type]
            case p.CheckList(), p.CheckList():
                return self.check_list(left, right, scopes)
            case p.Aggregate(), p.Aggregate():
                return self.aggregate(left, right, within(left, right, scopes))
            case p.Count(), p.Count():
                return self.rows(left.rows, right.rows, within(left, right, scopes))
            case p.ShareOf(), p.ShareOf():
                inner = within(left, right, scopes)
                if self.rows(left.rows, right.rows, inner) is not Way.SAME:
                    return Way.DIFFERENT
                return both(
                    self.condition(left.condition, right.condition, inner),
                    self.value(left.if_none, right.if_none, scopes),
                )
            case p.Standing(), p.Standing():
                return self.standing(left, right, scopes)
            case p.WorkingDays(), p.WorkingDays():
                return self._working_days(left, right, scopes)
            case p.MeanOfOthers(), p.MeanOfOthers():
                return self.mean_of_others(left, right, scopes)
            case p.Multiplied(), p.Multiplied():
                return self.multiplied(left, right, scopes)
            case p.PartsAggregate(), p.PartsAggregate():
                same = left.scaled is right.scaled and (
                    left.scaled or same_form(left.subject, right.subject, scopes)
                )
                return self.parts(left, right) if same else Way.DIFFERENT
            case p.MaximumOf(), p.MaximumOf():
                scales = [
                    (node.maximum, forms.form(node.maxima))
                    for node in (self.sides.left.nodes[left.node], self.sides.right.nodes[right.node])
                ]
                same = same_form(left, right, scopes) and scales[0] == scales[1]
                return Way.SAME if same else Way.DIFFERENT
            case (
                (
                    p.Compare()
                    | p.Every()
                    | p.Some()
                    | p.Not()
                    | p.IsKnown()
                    | p.IsApplicable()
                    | p.Quantified()
                ),
                _,
            ):
                way = self.condition(left, right, scopes)
                return way if way is Way.SAME else Way.DIFFERENT
            case _:
                return Way.DIFFERENT

    def _same_fields(self, expression: p.Expression) -> bool:
        """Whether the fields that are read mean the same on both sides: a bare number is read alike, in one unit."""
        for ref in self.sides.reads_left.direct(expression):
            if ref[0] is not Of.FIELD:
                continue
            ours = self.sides.reads_left.tables[ref[1]].field_named(ref[2])
            table = self.sides.reads_right.tables.get(ref[1])
            theirs = None if table is None else table.field_named(ref[2])
            if ours is None or theirs is None or ours.percent_numbers != theirs.percent_numbers:
                return False
            if ours.earlier != theirs.earlier or type(ours.type) is not type(theirs.type):
                return False
            if isinstance(ours.type, Quantity) and ours.type != theirs.type:
                return False
        return True

    def _call(self, left: p.Call, right: p.Call, scopes: Scopes) -> Way:
        rows = zip(left.rows, right.rows, strict=False)
        same = (
            left.definition == right.definition
            and len(left.rows) == len(right.rows)
            and len(left.arguments) == len(right.arguments)
            and all(same_form(one, other, scopes) for (_, one), (_, other) in rows)
            and same_form(left.subject, right.subject, scopes)
        )
        if not same:
            return Way.DIFFERENT
        for (_, one), (_, other) in zip(left.arguments, right.arguments, strict=True):
            if self.value(one, other, scopes) is not Way.SAME:
                return Way.DIFFERENT
        return self.definition(left.definition)

    def definition(self, name: str) -> Way:
        """Which way a definition moves, its parameters being the same."""
        known = self._definitions.get(name)
        if known is None:
            self._definitions[name] = Way.DIFFERENT
            ours, theirs = self.sides.left.definitions.get(name), self.sides.right.definitions.get(name)
            known = Way.DIFFERENT
            if ours is not None and theirs is not None and forms.signature(ours) == forms.signature(theirs):
                known = self.value(ours.body, theirs.body, (forms.parameters(ours), forms.parameters(theirs)))
            self._definitions[name] = known
        return known

    def _figure(self, left: p.FigureOf, right: p.FigureOf, scopes: Scopes) -> Way:
        same = (left.figures, left.column) == (right.figures, right.column)
        if not same or self.value(left.key, right.key, scopes) is not Way.SAME:
            return Way.DIFFERENT
        ours, theirs = self.sides.left.figures[left.figures], self.sides.right.figures[left.figures]
        columns = [[name for name, _ in figures.columns].index(left.column) for figures in (ours, theirs)]
        fresh = {row[0]: row[columns[1]] for row in theirs.rows}
        wanted = left.key.value if isinstance(left.key, p.Constant) else None
        ways = []
        for row in ours.rows:
            if row[0] not in fresh or (wanted is not None and row[0] != wanted):
                continue
            before, after = row[columns[0]], fresh[row[0]]
            if isinstance(before, fmpq) and isinstance(after, fmpq):
                ways.append(of_numbers(before, after))
            elif before != after:
                ways.append(Way.DIFFERENT)
        return both(*ways)

    def _working_days(self, left: p.WorkingDays, right: p.WorkingDays, scopes: Scopes) -> Way:
        """Days by the same calendar move as the day up to which they are counted, and against that from which."""
        ours = self.sides.left.figures.get(left.calendar)
        theirs = self.sides.right.figures.get(right.calendar)
        if left.calendar != right.calendar or ours is None or theirs is None or ours.rows != theirs.rows:
            return Way.DIFFERENT
        first = self.value(left.first, right.first, scopes)
        return both(flip(first), self.value(left.last, right.last, scopes))

    def _arithmetic(self, left: p.Arithmetic, right: p.Arithmetic, scopes: Scopes) -> Way:
        if left.operator is not right.operator:
            return Way.DIFFERENT
        ways = self.value(left.left, right.left, scopes), self.value(left.right, right.right, scopes)
        if ways == (Way.SAME, Way.SAME):
            return Way.SAME
        match left.operator:
            case p.ArithmeticOperator.ADD:
                return both(*ways)
            case p.ArithmeticOperator.SUBTRACT:
                return both(ways[0], flip(ways[1]))
            case p.ArithmeticOperator.MULTIPLY | p.ArithmeticOperator.DIVIDE:
                times = left.operator is p.ArithmeticOperator.MULTIPLY
                moves = ways[0] is not Way.SAME, ways[1] is not Way.SAME
                if (moves[0] or not times) and not self.positive(left.right, right.right):
                    return Way.DIFFERENT
                if moves[1] and not self.positive(left.left, right.left):
                    return Way.DIFFERENT
                return both(ways[0], ways[1] if times else flip(ways[1]))

    def _function(self, left: p.Apply, right: p.Apply, scopes: Scopes) -> Way:
        if left.function is not right.function or len(left.arguments) != len(right.arguments):
            return Way.DIFFERENT
        pairs = zip(left.arguments, right.arguments, strict=True)
        first, *others = (self.value(one, other, scopes) for one, other in pairs)
        if any(way is not Way.SAME for way in others):
            return Way.DIFFERENT
        exponents = left.arguments[1:]
        rising = all(
            isinstance(one, p.Constant) and isinstance(one.value, fmpq) and one.value > 0 for one in exponents
        )
        rises = left.function.facts.rises
        follows = rising and rises.follows(lambda: self.positive(left.arguments[0], right.arguments[0]))
        return first if first is Way.SAME or follows else Way.DIFFERENT


def _times(formula: p.Expression) -> int:
    """How often a score is multiplied."""
    count = 0
    while isinstance(formula, p.Multiplied):
        formula, count = formula.operand, count + 1
    return count
