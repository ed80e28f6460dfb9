"""What is never negative, whatever is reported: enough to tell which way a product or a sum moves."""

from __future__ import annotations

from effrules.model import program as p
from effrules.model.values.demands import NotKnown
from effrules.model.values.occurring import Occurring


class Signs:
    """Tells of one program which of its formulas are never negative, by the ranges of their values."""

    def __init__(self, program: p.Program) -> None:
        self.program = program
        self.occurring = Occurring(program)

    def never_negative(self, expression: p.Expression | None) -> bool:
        """Whether a number cannot be below 0; of ``None`` there is nothing to be negative."""
        if expression is None:
            return True
        try:
            return self.occurring.range_of(expression).never_negative
        except NotKnown:
            return False

    def score(self, name: str) -> bool:
        """Whether a node's score cannot be below 0."""
        try:
            return self.occurring.score(name).final.never_negative
        except NotKnown:
            return False

    def before_adjusting(self, node: p.ScoreNode) -> bool:
        """The same of what a node's formula or its parts give, neither rounded nor adjusted."""
        try:
            return self.occurring.score(node.name).raw.never_negative
        except NotKnown:
            return False

    def weighs(self, name: str) -> bool:
        """Whether no part of a node has a weight below 0."""
        clauses = self.program.weights
        return all(weight.share >= 0 for clause in clauses for weight in clause.weights.get(name, ()))
