"""Two formulas compared by which way the value moves: every kind of expression with the rule that holds for it.

Names must have been brought together. Where two formulas are of one shape, their parts are compared; a limit that comes
or goes is peeled off. The data are taken to be the same on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from flint import fmpq

from effrules.compare import bends, forms
from effrules.compare.bends import Way, both, flip, of_numbers
from effrules.compare.forms import Levels
from effrules.compare.signs import Signs
from effrules.model import program as p
from effrules.model.types import Quantity

if TYPE_CHECKING:
    from effrules.compare.sides import Sides

Scopes = tuple[Levels, Levels]
SUBJECTS: Scopes = (forms.SUBJECT, forms.SUBJECT)


class Moves:
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
    ) -> None:
        self.sides = sides
        self.score = score
        self.applicable = applicable
        self.parts = parts
        self.signs = Signs(sides.left, sides.reads_left), Signs(sides.right, sides.reads_right)
        self._definitions: dict[str, Way] = {}

    def positive(self, left: p.Expression | None, right: p.Expression | None) -> bool:
        """Whether a number is never negative on either side."""
        return self.signs[0].never_negative(left) and self.signs[1].never_negative(right)

    # -- Numbers --------------------------------------------------------------------------------------------

    def value(self, left: p.Expression | None, right: p.Expression | None, scopes: Scopes = SUBJECTS) -> Way:
        """Which way the value of a number moves."""
        if left is None or right is None:
            return Way.SAME if left is right else Way.DIFFERENT
        peeled = self._peeled(left, right, scopes)
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
        if isinstance(right, p.Limit) and (not ours or self._contains(right.operand, left, scopes)):
            way = self.value(left, right.operand, scopes)
            return both(way, Way.DOWN if right.upper else Way.UP)
        if isinstance(left, p.Limit) and (not theirs or self._contains(left.operand, right, scopes)):
            way = self.value(left.operand, right, scopes)
            return both(way, Way.UP if left.upper else Way.DOWN)
        return None

    @staticmethod
    def _contains(inner: p.Expression, other: p.Expression, scopes: Scopes) -> bool:
        """Whether, of two limits of different kinds, one is the other with one more limit around it."""
        return isinstance(inner, p.Limit) and isinstance(other, p.Limit) and inner.upper is other.upper

    def _alike(self, left: p.Expression, right: p.Expression, scopes: Scopes) -> Way:
        match left, right:
            case p.Constant(), p.Constant():
                if isinstance(left.value, fmpq) and isinstance(right.value, fmpq):
                    return of_numbers(left.value, right.value)
                return Way.SAME if _same_form(left, right, scopes) else Way.DIFFERENT
            case ((p.FieldOf() | p.OwnerFieldOf() | p.Parameter()), _):
                return (
                    Way.SAME if _same_form(left, right, scopes) and self._same_fields(left) else Way.DIFFERENT
                )
            case p.ScoreOf(), p.ScoreOf():
                same = _same_form(left, right, scopes) and self.applicable(left.node)
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
                return self._choice(left, right, scopes)
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
                return self._curve(left, right, scopes)  # type: ignore[arg-type]
            case p.CheckList(), p.CheckList():
                return self._check_list(left, right, scopes)
            case p.Aggregate(), p.Aggregate():
                return self._aggregate(left, right, _within(left, right, scopes))
            case p.Count(), p.Count():
                return self.rows(left.rows, right.rows, _within(left, right, scopes))
            case p.ShareOf(), p.ShareOf():
                inner = _within(left, right, scopes)
                if self.rows(left.rows, right.rows, inner) is not Way.SAME:
                    return Way.DIFFERENT
                return both(
                    self.condition(left.condition, right.condition, inner),
                    self.value(left.if_none, right.if_none, scopes),
                )
            case p.Standing(), p.Standing():
                return self._standing(left, right, scopes)
            case p.PartsAggregate(), p.PartsAggregate():
                return self.parts(left, right)
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
            if ref[0] != "field":
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
            and all(_same_form(one, other, scopes) for (_, one), (_, other) in rows)
            and _same_form(left.subject, right.subject, scopes)
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
            case _:
                if not (self.positive(left.left, right.left) and self.positive(left.right, right.right)):
                    return Way.DIFFERENT
                times = left.operator is p.ArithmeticOperator.MULTIPLY
                return both(ways[0], ways[1] if times else flip(ways[1]))

    def _function(self, left: p.Apply, right: p.Apply, scopes: Scopes) -> Way:
        if left.function is not right.function or len(left.arguments) != len(right.arguments):
            return Way.DIFFERENT
        pairs = zip(left.arguments, right.arguments, strict=True)
        first, *others = (self.value(one, other, scopes) for one, other in pairs)
        if any(way is not Way.SAME for way in others):
            return Way.DIFFERENT
        match left.function:
            case p.Function.LN | p.Function.EXP | p.Function.SQRT:
                return first
            case _ if first is Way.SAME:
                return first
            case p.Function.ABS:
                return first if self.positive(left.arguments[0], right.arguments[0]) else Way.DIFFERENT
            case p.Function.POWER | p.Function.ROOT:
                exponent = left.arguments[1]
                rising = (
                    isinstance(exponent, p.Constant)
                    and isinstance(exponent.value, fmpq)
                    and exponent.value > 0
                )
                return (
                    first
                    if rising and self.positive(left.arguments[0], right.arguments[0])
                    else Way.DIFFERENT
                )

    def _choice(self, left: p.Choose, right: p.Choose, scopes: Scopes) -> Way:
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

    def _curve(self, left: bends.Curve, right: bends.Curve, scopes: Scopes) -> Way:
        """Bands or points: for the same value the new ones against the old; for another value as they rise or fall."""
        value = self.value(left.operand, right.operand, scopes)
        if not bends.is_plain(left) or not bends.is_plain(right):
            return self._results(left, right, scopes) if value is Way.SAME else Way.DIFFERENT
        moved = bends.of_curves(left, right)
        if value is Way.SAME:
            return moved
        way = bends.rises(left)
        carried = {Way.UP: value, Way.DOWN: flip(value), Way.SAME: Way.SAME}.get(way, Way.DIFFERENT)
        return both(moved, carried)

    def _results(self, left: bends.Curve, right: bends.Curve, scopes: Scopes) -> Way:
        """Bands with the same bounds move with their results."""
        if not isinstance(left, p.Banded) or not isinstance(right, p.Banded):
            return Way.SAME if _same_form(left, right, scopes) and not _reads(left) else Way.DIFFERENT
        bounds = [
            [(b.low, b.low_included, b.high, b.high_included) for b in curve.bands] for curve in (left, right)
        ]
        if bounds[0] != bounds[1]:
            return Way.DIFFERENT
        pairs = zip(left.bands, right.bands, strict=True)
        ways = [self.value(one.result, other.result, scopes) for one, other in pairs]
        return both(*ways, self.value(left.otherwise, right.otherwise, scopes))

    def _check_list(self, left: p.CheckList, right: p.CheckList, scopes: Scopes) -> Way:
        """Items that are asked alike move with their results; others that come or go raise or lower."""
        rest = list(right.items)
        ways = []
        for item in left.items:
            twin = next((one for one in rest if _same_form(item.condition, one.condition, scopes)), None)
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

    # -- Rows -----------------------------------------------------------------------------------------------

    def rows(self, left: p.Rows, right: p.Rows, scopes: Scopes) -> Way:
        """Which rows are looked at: ``UP`` where they are at least those of before."""
        outer = scopes
        same = (
            (left.variable.table, left.population, left.same)
            == (right.variable.table, right.population, right.same)
            and self._owners(self.sides.left, left) == self._owners(self.sides.right, right)
            and _same_form(left.of, right.of, outer)
            and _same_form(left.anchor, right.anchor, outer)
        )
        if not same:
            return Way.DIFFERENT
        if left.where is None or right.where is None:
            if left.where is right.where:
                return Way.SAME
            return Way.UP if right.where is None else Way.DOWN
        return self.condition(left.where, right.where, scopes)

    @staticmethod
    def _owners(program: p.Program, rows: p.Rows) -> list[str]:
        """The tables above the rows."""
        owners = {table.name: table.owner for table in program.schema.tables}
        found: list[str] = []
        at = owners.get(rows.variable.table)
        while at is not None:
            found.append(at)
            at = owners.get(at)
        return found

    def _aggregate(self, left: p.Aggregate, right: p.Aggregate, scopes: Scopes) -> Way:
        if left.kind is not right.kind:
            return Way.DIFFERENT
        rows = self.rows(left.rows, right.rows, scopes)
        body = self.value(left.body, right.body, scopes)
        weight = self.value(left.weight, right.weight, scopes)
        none = self.value(left.if_none, right.if_none, scopes)
        if (rows, body, weight, none) == (Way.SAME,) * 4:
            return Way.SAME
        match left.kind:
            case p.AggregateKind.SUM:
                positive = self.positive(left.body, right.body)
                if rows is Way.SAME:
                    return both(body, none)
                settled = left.if_none is None and right.if_none is None
                return both(rows, body) if positive and settled else Way.DIFFERENT
            case (
                p.AggregateKind.AVERAGE
                | p.AggregateKind.LARGEST
                | p.AggregateKind.SMALLEST
                | p.AggregateKind.MEDIAN
            ):
                return both(body, none) if rows is Way.SAME else Way.DIFFERENT
            case p.AggregateKind.GEOMETRIC_MEAN:
                positive = self.positive(left.body, right.body)
                return both(body, none) if rows is Way.SAME and positive else Way.DIFFERENT
            case p.AggregateKind.WEIGHTED_AVERAGE:
                steady = rows is Way.SAME and weight is Way.SAME and self.positive(left.weight, right.weight)
                return both(body, none) if steady else Way.DIFFERENT
            case p.AggregateKind.STANDARD_DEVIATION:
                return Way.DIFFERENT

    def _standing(self, left: p.Standing, right: p.Standing, scopes: Scopes) -> Way:
        inner = _within(left, right, scopes)
        same = (
            (left.kind, left.highest_first) == (right.kind, right.highest_first)
            and _same_form(left.self_row, right.self_row, scopes)
            and self.rows(left.rows, right.rows, inner) is Way.SAME
            and self.value(left.body, right.body, inner) is Way.SAME
        )
        return self.value(left.if_equal, right.if_equal, scopes) if same else Way.DIFFERENT

    # -- Conditions -----------------------------------------------------------------------------------------

    def condition(
        self, left: p.Expression | None, right: p.Expression | None, scopes: Scopes = SUBJECTS
    ) -> Way:
        """``UP`` where a condition holds at least whenever it held before."""
        match left, right:
            case None, None:
                return Way.SAME
            case p.Compare(), p.Compare():
                return self._comparison(left, right, scopes)
            case p.Not(), p.Not():
                return flip(self.condition(left.operand, right.operand, scopes))
            case p.Every(), p.Every():
                return self._operands(left.operands, right.operands, scopes, Way.DOWN)
            case p.Some(), p.Some():
                return self._operands(left.operands, right.operands, scopes, Way.UP)
            case p.Every(), _ if right is not None:
                return self._operands(left.operands, (right,), scopes, Way.DOWN)
            case _, p.Every() if left is not None:
                return self._operands((left,), right.operands, scopes, Way.DOWN)
            case p.Some(), _ if right is not None:
                return self._operands(left.operands, (right,), scopes, Way.UP)
            case _, p.Some() if left is not None:
                return self._operands((left,), right.operands, scopes, Way.UP)
            case p.IsKnown(), p.IsKnown():
                return self.value(left.operand, right.operand, scopes)
            case p.IsApplicable(), p.IsApplicable():
                same = _same_form(left, right, scopes) and self.applicable(left.node)
                return Way.SAME if same else Way.DIFFERENT
            case p.Quantified(), p.Quantified():
                return self._quantified(left, right, _within(left, right, scopes))
            case (
                (
                    p.Constant()
                    | p.FieldOf()
                    | p.OwnerFieldOf()
                    | p.Parameter()
                    | p.Call()
                    | p.FigureOf()
                    | p.Choose()
                ),
                _,
            ):
                way = self.value(left, right, scopes)
                return way if way is Way.SAME else Way.DIFFERENT
            case _:
                return Way.DIFFERENT

    def _comparison(self, left: p.Compare, right: p.Compare, scopes: Scopes) -> Way:
        ways = self.value(left.left, right.left, scopes), self.value(left.right, right.right, scopes)
        ours, theirs = left.comparison, right.comparison
        least = (p.Comparison.AT_LEAST, p.Comparison.GREATER)
        most = (p.Comparison.AT_MOST, p.Comparison.LESS)
        for kinds, moved in ((least, both(ways[0], flip(ways[1]))), (most, both(flip(ways[0]), ways[1]))):
            if ours in kinds and theirs in kinds:
                strict = Way.SAME if ours is theirs else Way.UP if theirs is kinds[0] else Way.DOWN
                return both(moved, strict)
        return Way.SAME if ours is theirs and ways == (Way.SAME, Way.SAME) else Way.DIFFERENT

    def _operands(
        self, left: Sequence[p.Expression], right: Sequence[p.Expression], scopes: Scopes, more: Way
    ) -> Way:
        """``and``, ``or``: those that are alike are set against each other; ``more`` is the way of one operand more."""
        rest = list(right)
        ways: list[Way] = []
        waiting: list[p.Expression] = []
        for operand in left:
            twin = next((one for one in rest if _same_form(operand, one, scopes)), None)
            if twin is None:
                waiting.append(operand)
            else:
                rest.remove(twin)
                ways.append(self.condition(operand, twin, scopes))
        if len(waiting) == len(rest):
            pairs = zip(waiting, rest, strict=True)
            return both(*ways, *(self.condition(one, other, scopes) for one, other in pairs))
        if not waiting:
            return both(*ways, more)
        return both(*ways, flip(more)) if not rest else Way.DIFFERENT

    def _quantified(self, left: p.Quantified, right: p.Quantified, scopes: Scopes) -> Way:
        if left.quantifier is not right.quantifier:
            return Way.DIFFERENT
        rows = self.rows(left.rows, right.rows, scopes)
        if left.condition is None or right.condition is None:
            asked = (
                Way.SAME
                if left.condition is right.condition
                else Way.UP
                if right.condition is None
                else Way.DOWN
            )
        else:
            asked = self.condition(left.condition, right.condition, scopes)
        match left.quantifier:
            case p.Quantifier.ANY:
                return both(rows, asked)
            case p.Quantifier.NO:
                return flip(both(rows, asked))
            case p.Quantifier.EVERY:
                return both(flip(rows), asked)


def _same_form(left: object, right: object, scopes: Scopes) -> bool:
    return forms.form(left, scopes[0]) == forms.form(right, scopes[1])


def _within(left: p.Expression, right: p.Expression, scopes: Scopes) -> Scopes:
    return forms.within(left, scopes[0]), forms.within(right, scopes[1])


def _steps(values: Sequence[p.Expression]) -> Way:
    """Whether numbers rise or fall from one to the next; another expression tells nothing."""
    numbers = [value.value for value in values if isinstance(value, p.Constant)]
    if len(numbers) != len(values):
        return Way.DIFFERENT
    pairs = zip(numbers, numbers[1:], strict=False)
    ways = [
        of_numbers(one, other) if isinstance(one, fmpq) and isinstance(other, fmpq) else Way.DIFFERENT
        for one, other in pairs
    ]
    return both(*ways)


def _reads(curve: bends.Curve) -> bool:
    """Whether what bands or points give reads anything that could have changed."""
    from effrules.model.walk import walk

    return any(isinstance(inner, p.Call | p.FigureOf | p.ScoreOf) for inner in walk(curve))
