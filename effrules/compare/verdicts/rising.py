"""Which way scores go when the figures of a field rise: the same monotone steps, of one program on data of which one field differs.

What is compared with itself here is a formula on two sets of data: on the right no figure of the field is lower, all else is equal,
and nothing is missing that was not. A score is then ``UP`` where it cannot be lower, ``DOWN`` where it cannot be higher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any

from attrs import frozen

from effrules.compare.edits.sides import Sides
from effrules.compare.matching import forms
from effrules.compare.matching.pairing import Pairs
from effrules.compare.matching.reading import Reading
from effrules.compare.verdicts import bends
from effrules.compare.verdicts.bends import Way, both, flip
from effrules.compare.verdicts.compared import SUBJECTS, Scopes
from effrules.compare.verdicts.judging import Judge
from effrules.compare.verdicts.monotone import Moves
from effrules.compare.verdicts.signs import Signs
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model.reading import Cell, cells, nodes_read
from effrules.model.walk import walk

__all__ = ["Rising", "Way", "flip"]


@frozen
class _Reads:
    """Fields that an expression reads, and slots of what its definition is given."""

    fields: frozenset[Cell]
    parameters: frozenset[int]


class Rising:
    """Which way the scores of a program go with its fields."""

    def __init__(self, program: p.Program) -> None:
        self.program = program
        self._judges: dict[Cell, _Risen] = {}
        self._read: dict[int, _Reads] = {}

    @cached_property
    def _sides(self) -> Sides:
        reading = Reading(self.program)
        return Sides(self.program, self.program, Pairs(), self.program, self.program, reading, reading, {})

    @cached_property
    def _signs(self) -> tuple[Signs, Signs]:
        signs = Signs(self.program)
        return signs, signs

    def reads(self, one: p.Expression) -> _Reads:
        """What an expression reads, by way of definitions and scores too."""
        known = self._read.get(id(one))
        if known is None:
            plan, inside = plan_of(self.program), tuple(walk(one))
            rows = [inner.rows for inner in inside if isinstance(inner, p.OverRows)]
            asked = {inner.node for inner in inside if isinstance(inner, p.OfNode)}
            nodes = nodes_read(one, program=self.program) | asked
            fields = plan.footprints.of((one,), rows).fields | plan.footprint_of(nodes).fields
            slots = frozenset(inner.slot for inner in inside if isinstance(inner, p.Parameter))
            known = self._read[id(one)] = _Reads(fields, slots)
        return known

    def way(self, node: str, cell: Cell, *, before_rounding: bool = False) -> Way:
        """Which way a node's score goes when figures of a field rise."""
        judge = self._judges.get(cell)
        if judge is None:
            judge = self._judges[cell] = _Risen(self._sides, self._signs, cell, self.reads)
        return judge.score(node, before_rounding)


class _Risen(Judge):
    def __init__(
        self, sides: Sides, signs: tuple[Signs, Signs], cell: Cell, reads: Callable[[p.Expression], _Reads]
    ) -> None:
        super().__init__(sides, (), partial(_Moves, cell=cell, signs=signs, reads=reads))
        self.cell = cell

    def _find(self, name: str) -> Way:
        read = self.cell in plan_of(self.left).footprint_of((name,)).fields
        return super()._find(name) if read else Way.SAME


class _Moves(Moves):
    """``given``: which way the values move that the definition at hand is given, by slot."""

    def __init__(
        self, *arguments: Any, cell: Cell, reads: Callable[[p.Expression], _Reads], **settings: Any
    ) -> None:
        super().__init__(*arguments, **settings)
        self.cell = cell
        self.reads = reads
        self.given: dict[int, Way] = {}
        self._called: dict[tuple[str, tuple[Way, ...]], Way] = {}

    def value(self, left: p.Expression | None, right: p.Expression | None, scopes: Scopes = SUBJECTS) -> Way:
        """What reads nothing that moves stays."""
        return Way.SAME if left is right and self._stays(left) else super().value(left, right, scopes)

    def _stays(self, one: p.Expression | None) -> bool:
        if one is None:
            return True
        reads = self.reads(one)
        return self.cell not in reads.fields and all(
            self.given.get(slot, Way.SAME) is Way.SAME for slot in reads.parameters
        )

    def _alike(self, left: p.Expression, right: p.Expression, scopes: Scopes) -> Way:
        match left:
            case p.FieldOf() | p.OwnerFieldOf() if self._is_moved(left):
                return Way.UP
            case p.Parameter(slot):
                return self.given.get(slot, Way.SAME)
            case p.IfMissing(operand, instead):
                return both(self.value(operand, operand, scopes), self.value(instead, instead, scopes))
            case p.OverRows() if self.cell in ((left.rows.variable.table, name) for name in left.rows.same):
                return Way.DIFFERENT  # other rows are looked at
            case _:
                return super()._alike(left, right, scopes)

    def condition(
        self, left: p.Expression | None, right: p.Expression | None, scopes: Scopes = SUBJECTS
    ) -> Way:
        if isinstance(left, p.IsKnown) or (left is right and self._stays(left)):
            return Way.SAME
        return super().condition(left, right, scopes)

    def _call(self, left: p.Call, right: p.Call, scopes: Scopes) -> Way:  # noqa: ARG002 - it is the same
        """A definition moves as its formula does, with what it is given."""
        one = self.sides.left.definitions[left.definition]
        ways = [self.value(value, value, scopes) for _, value in left.arguments]
        known = self._called.get((left.definition, tuple(ways)))
        if known is None:
            before = self.given
            self.given = {slot: way for (slot, _), way in zip(left.arguments, ways, strict=True)}
            inside = forms.parameters(one)
            known = self.value(one.body, one.body, (inside, inside))
            self.given = before
            self._called[left.definition, tuple(ways)] = known
        return known

    def _arithmetic(self, left: p.Arithmetic, right: p.Arithmetic, scopes: Scopes) -> Way:
        """Of a share of a whole whose other terms stay, the whole rises less than the share."""
        way = super()._arithmetic(left, right, scopes)
        if way is not Way.DIFFERENT or left.operator is not p.ArithmeticOperator.DIVIDE:
            return way
        terms = [list(_terms(side)) for side in (self._without_factors(left.left, scopes), left.right)]
        share, whole = (Counter(forms.form(one, scopes[0]) for one in side) for side in terms)
        if share - whole or not all(self.signs[0].never_negative(one) for one in (left.right, *terms[1])):
            return Way.DIFFERENT
        rest = whole - share
        others = [one for one in terms[1] if forms.form(one, scopes[0]) in rest]
        steady = all(self.value(one, one, scopes) is Way.SAME for one in others)
        return self.value(left.left, left.left, scopes) if steady else Way.DIFFERENT

    def _without_factors(self, product: p.Expression, scopes: Scopes) -> p.Expression:
        """What is multiplied by factors that stay and are never negative."""
        while isinstance(product, p.Arithmetic) and product.operator is p.ArithmeticOperator.MULTIPLY:
            for one, other in ((product.left, product.right), (product.right, product.left)):
                if self.value(one, one, scopes) is Way.SAME and self.signs[0].never_negative(one):
                    product = other
                    break
            else:
                break
        return product

    def curve(self, left: bends.Curve, right: bends.Curve, scopes: Scopes) -> Way:
        if isinstance(left, p.Interpolate) and not bends.is_plain(left):
            read = any(isinstance(one, p.Call | p.Parameter) or self._is_moved(one) for one in walk(left))
            return Way.DIFFERENT if read else super().curve(left, right, scopes)
        return super().curve(left, right, scopes)

    def _is_moved(self, one: p.Expression) -> bool:
        return isinstance(one, p.OfField) and self.cell in cells(one, self.sides.left.schema)


def _terms(sum_: p.Expression) -> Iterator[p.Expression]:
    """What a sum is made of."""
    ahead = [sum_]
    while ahead:
        one = ahead.pop()
        if isinstance(one, p.Arithmetic) and one.operator is p.ArithmeticOperator.ADD:
            ahead += [one.right, one.left]
        else:
            yield one
