"""Expressions that are worked out of the values of their operands, each with its exact value and its range."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import fields, frozen
from flint import fmpq

from effrules.model import ranges, real
from effrules.model.functions import Function
from effrules.model.program.written import Written
from effrules.model.ranges import Range
from effrules.model.real import Num
from effrules.model.rounding import Rounding
from effrules.model.types import Type

if TYPE_CHECKING:
    from effrules.model.program.expressions import Expression


class OfValues(Written):
    """An expression that is worked out of the values of its operands, always of all of them, and of nothing else."""

    __slots__ = ()

    value: ClassVar[Callable[..., Any]]
    """Its exact value, of those of its operands. Raises ``DomainError`` where there is none."""
    range: ClassVar[Callable[..., Range]]
    """Where it lies, by the ranges of its operands."""

    @property
    def word(self) -> str:
        """What a trace calls it, where it has no step of its own."""
        return type(self).__name__.lower()

    @property
    def operands(self) -> tuple[Expression, ...]:
        """Its operands, in the order of its fields."""
        kind: type = type(self)
        held = [getattr(self, name) for name in _fields_of(kind)]
        return tuple(one for value in held for one in (value if isinstance(value, tuple) else (value,)))


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.type in ("Expression", "tuple[Expression, ...]"))


@frozen(repr=False)
class Negate(OfValues):
    """The operand with its sign changed."""

    operand: Expression
    type: Type

    value = staticmethod(real.negate)
    range = staticmethod(ranges.negate)


@frozen(repr=False)
class Apply(OfValues):
    """A function of numbers applied to its arguments."""

    function: Function
    arguments: tuple[Expression, ...]
    type: Type

    @property
    def word(self) -> str:
        word: str = self.function.value
        return word

    def value(self, *values: Num) -> Num:
        return self.function.facts.value(*values)

    def range(self, *ranges: Range) -> Range:
        return self.function.facts.range(*ranges)


@frozen(repr=False)
class Limit(OfValues):
    """The operand, but at most (``upper``) or at least (not ``upper``) the bound: a cap or a floor."""

    operand: Expression
    upper: bool
    bound: Expression
    type: Type

    def value(self, operand: Any, bound: Any) -> Any:
        return min(operand, bound) if self.upper else max(operand, bound)

    def range(self, operand: Range, bound: Range) -> Range:
        return ranges.limited(operand, self.upper, bound)


@frozen(repr=False)
class RoundTo(OfValues):
    """The operand rounded."""

    operand: Expression
    rounding: Rounding
    type: Type

    def value(self, operand: Num) -> fmpq:
        return real.round_num(operand, self.rounding)

    def range(self, operand: Range) -> Range:
        return ranges.rounded(operand, self.rounding)


Operation = Negate | Apply | Limit | RoundTo
