"""Functions of numbers: each is one member with one row of all that is known of it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from effrules.model import function_ranges, ranges, real
from effrules.model.operators import Rises, Worded
from effrules.model.ranges import Range
from effrules.model.real import Num


@frozen
class FunctionFacts:
    """What is known of a function: its exact value, its range from those of its ``arguments``, and whether it rises with the first."""

    arguments: int
    value: Callable[..., Num]
    range: Callable[..., Range]
    rises: Rises


class Function(Worded):
    """Functions of numbers; the value is the word of the rules. All but ``ABS`` may give irrational numbers, kept exactly."""

    facts: FunctionFacts

    ABS = "abs", FunctionFacts(1, real.absolute, ranges.absolute, Rises.WHERE_POSITIVE)
    LN = "ln", FunctionFacts(1, real.ln, function_ranges.logarithm, Rises.ALWAYS)
    EXP = "exp", FunctionFacts(1, real.exp, function_ranges.exponential, Rises.ALWAYS)
    SQRT = "sqrt", FunctionFacts(1, real.sqrt, function_ranges.square_root, Rises.ALWAYS)
    ROOT = "root", FunctionFacts(2, real.root, function_ranges.root, Rises.WHERE_POSITIVE)
    """Of a whole degree."""
    POWER = "power", FunctionFacts(2, real.power, function_ranges.power, Rises.WHERE_POSITIVE)
