"""What is never negative, whatever is reported: enough to tell which way a product or a sum moves."""

from __future__ import annotations

from flint import fmpq

from effrules.compare.reading import Reading
from effrules.model import program as p

STATISTICS = (
    p.AggregateKind.SUM,
    p.AggregateKind.AVERAGE,
    p.AggregateKind.LARGEST,
    p.AggregateKind.SMALLEST,
    p.AggregateKind.MEDIAN,
    p.AggregateKind.GEOMETRIC_MEAN,
    p.AggregateKind.WEIGHTED_AVERAGE,
)


class Signs:
    """Tells of one program which of its formulas are never negative."""

    def __init__(self, program: p.Program, reading: Reading) -> None:
        self.program = program
        self.reading = reading
        self._definitions: dict[str, bool] = {}
        self._nodes: dict[str, bool] = {}

    def never_negative(self, expression: p.Expression | None) -> bool:
        """Whether a number cannot be below 0; of ``None`` there is nothing to be negative."""
        here = self.never_negative
        match expression:
            case None:
                return True
            case p.Constant(value):
                return isinstance(value, fmpq) and value >= 0
            case p.FieldOf(row, name):
                return self._field(row.table, name)
            case p.OwnerFieldOf(row, levels, name):
                return self._field(self.reading.above(row.table, levels), name)
            case p.Count() | p.ShareOf():
                return not isinstance(expression, p.ShareOf) or here(expression.if_none)
            case p.Arithmetic(operator, left, right):
                return operator is not p.ArithmeticOperator.SUBTRACT and here(left) and here(right)
            case p.Apply(function, arguments):
                return function in (p.Function.ABS, p.Function.EXP, p.Function.SQRT) or (
                    function in (p.Function.POWER, p.Function.ROOT) and here(arguments[0])
                )
            case p.IfMissing(operand, instead):
                return here(operand) and here(instead)
            case p.Choose(cases, otherwise):
                return all(here(result) for _, result in cases) and here(otherwise)
            case p.Limit(operand, upper, bound):
                return (here(operand) and here(bound)) if upper else (here(operand) or here(bound))
            case p.RoundTo(operand):
                return here(operand)
            case p.Banded(_, bands, otherwise):
                return all(here(band.result) for band in bands) and here(otherwise)
            case p.Interpolate():
                points = all(here(value) for _, value in expression.points)
                return points and here(expression.before) and here(expression.after)
            case p.CheckList(items):
                return all(here(item.result) for item in items)
            case p.Aggregate(kind, _, body):
                return (
                    kind in STATISTICS and here(body) and here(expression.weight) and here(expression.if_none)
                )
            case p.Call(name):
                return self._definition(name)
            case p.FigureOf(name, _, column):
                return self._column(name, column)
            case p.ScoreOf(name, _, before_rounding):
                return not before_rounding and self.score(name)
            case _:
                return False

    def _field(self, table: str, name: str) -> bool:
        declared = self.reading.tables[table].field_named(name)
        low = None if declared is None else declared.domain.low
        return isinstance(low, fmpq) and low >= 0

    def _definition(self, name: str) -> bool:
        known = self._definitions.get(name)
        if known is None:
            self._definitions[name] = False
            known = self._definitions[name] = self.never_negative(self.program.definitions[name].body)
        return known

    def _column(self, name: str, column: str) -> bool:
        figures = self.program.figures[name]
        at = [one for one, _ in figures.columns].index(column)
        return all(isinstance(row[at], fmpq) and row[at] >= 0 for row in figures.rows)  # type: ignore[operator]

    def score(self, name: str) -> bool:
        """Whether a node's score cannot be below 0: by its formula or its parts, and no penalty brings it there."""
        known = self._nodes.get(name)
        if known is None:
            self._nodes[name] = False
            known = self._nodes[name] = self._score(self.program.nodes[name])
        return known

    def _score(self, node: p.ScoreNode) -> bool:
        if node.kind is p.NodeKind.TOTAL and self.program.final_floor is not None:
            return self.program.final_floor >= 0
        penalties = [a for a in self.program.adjustments if a.target == node.name and a.sign < 0]
        if any(penalty.floor is None or penalty.floor < 0 for penalty in penalties):
            return False
        return self.before_adjusting(node)

    def before_adjusting(self, node: p.ScoreNode) -> bool:
        """The same of what a node's formula or its parts give."""
        if node.kind is p.NodeKind.CRITERION:
            return node.minimum >= 0
        if node.minimum < 0:
            return False
        if node.formula is not None and not isinstance(node.formula, p.PartsAggregate):
            return self.never_negative(node.formula)
        from_zero = all(self.program.nodes[part].minimum == 0 for part in node.parts)
        return from_zero and self.weighs(node.name) and all(self.score(part) for part in node.parts)

    def weighs(self, name: str) -> bool:
        """Whether no part of a node has a weight below 0."""
        clauses = self.program.weights
        return all(weight.share >= 0 for clause in clauses for weight in clause.weights.get(name, ()))
