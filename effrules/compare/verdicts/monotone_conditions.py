"""Which way conditions, and the rows that they choose, move from one version to the next."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.compare.verdicts.bends import Way, both, flip
from effrules.compare.verdicts.compared import SUBJECTS, Compared, Scopes, same_form, within
from effrules.model import program as p


class Conditions(Compared):
    """Which way conditions move: ``UP`` where they hold at least whenever they held before."""

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
                same = same_form(left, right, scopes) and (left.of_others or self.applicable(left.node))
                return Way.SAME if same else Way.DIFFERENT
            case p.Quantified(), p.Quantified():
                return self._quantified(left, right, within(left, right, scopes))
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
            twin = next((one for one in rest if same_form(operand, one, scopes)), None)
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

    # -- Rows -----------------------------------------------------------------------------------------------

    def rows(self, left: p.Rows, right: p.Rows, scopes: Scopes) -> Way:
        """Which rows are looked at: ``UP`` where they are at least those of before."""
        outer = scopes
        same = (
            (left.variable.table, left.population, left.same)
            == (right.variable.table, right.population, right.same)
            and self._owners(self.sides.left, left) == self._owners(self.sides.right, right)
            and same_form(left.of, right.of, outer)
            and same_form(left.anchor, right.anchor, outer)
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
