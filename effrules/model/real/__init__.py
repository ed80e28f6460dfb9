"""Exactly defined real numbers: rationals, and what ``ln``, ``exp``, ``root`` and ``power`` make of them.

A :data:`Num` is an ``fmpq`` or, when a result is not known to be rational, a :class:`Real`: an expression
kept whole. Nothing is rounded before the rules say so. A decision (a comparison, a rounding) is taken from an
enclosure refined until it is certain; where refinement could never end, because the number *is* the limit it
is compared with, algebra shows that it is. What neither settles raises :class:`Undecided`; nothing is ever
guessed.

terms        what a real number is made of, and the errors
limits       how many digits, how much precision, how many steps of a proof
perfect      perfect powers and multiplicative dependence of rationals
enclosure    interval arithmetic over an expression, at any precision; equal structure is one object
alike        equality that shows in the structure
separation   how close to zero an algebraic number can be
identities   proofs by a normal form (``forms``, ``normal_form``)
zero         proofs that a number is zero, from the cheapest on
decide       sign, comparison, rounding
arithmetic   the operations, which collapse what is plainly rational
"""

from effrules.model.real.arithmetic import (
    absolute,
    add,
    divide,
    exp,
    ln,
    multiply,
    negate,
    power,
    root,
    sqrt,
    subtract,
)
from effrules.model.real.decide import (
    compare,
    floor_display,
    known_equal,
    known_unequal,
    middle,
    round_num,
    sign,
)
from effrules.model.real.enclosure import enclosure
from effrules.model.real.identities import rational_value
from effrules.model.real.limits import MOST_VALUE_BITS, bounded
from effrules.model.real.terms import DomainError, Num, Real, TooLong, Undecided
from effrules.model.real.zero import vanishes

__all__ = [
    "MOST_VALUE_BITS",
    "DomainError",
    "Num",
    "Real",
    "TooLong",
    "Undecided",
    "absolute",
    "add",
    "bounded",
    "compare",
    "divide",
    "enclosure",
    "exp",
    "floor_display",
    "known_equal",
    "known_unequal",
    "ln",
    "middle",
    "multiply",
    "negate",
    "power",
    "rational_value",
    "root",
    "round_num",
    "sign",
    "sqrt",
    "subtract",
    "vanishes",
]
