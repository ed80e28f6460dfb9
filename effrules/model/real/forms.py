"""Forms, the sums of multiples of monomials that proofs of identities work on, and the atoms of monomials."""

from __future__ import annotations

from attrs import define
from flint import fmpq

from effrules.model.real.limits import Budget, TooLarge
from effrules.model.real.terms import Num, Real, Sum

Monomial = tuple[tuple[int, fmpq], ...]
Form = dict[Monomial, fmpq]

ONE: Monomial = ()
MOST_TERMS = 20_000


class Unfactored(Exception):
    """An integer came up that is no product of the base."""


@define(frozen=True)
class IntegerAtom:
    """An integer above 1."""

    number: int


@define(frozen=True)
class LnAtom:
    """The logarithm of an integer above 1."""

    number: int


@define(frozen=True)
class LnOfAtom:
    """The logarithm of another atom. Of all atoms only these may be below 0."""

    atom: int


@define(frozen=True)
class ExpAtom:
    """e to the power of a monomial."""

    monomial: Monomial


@define(frozen=True)
class SumAtom:
    """A sum above 0 of several terms, its first coefficient 1 or -1."""

    terms: tuple[tuple[Monomial, fmpq], ...]


Atom = IntegerAtom | LnAtom | LnOfAtom | ExpAtom | SumAtom


def constant(value: fmpq) -> Form:
    """The form of a rational."""
    return {ONE: value} if value != 0 else {}


def form_in(known: dict[int, Form], value: Num) -> Form:
    """The form of a number whose body's form is known."""
    return constant(value) if isinstance(value, fmpq) else scaled(known[id(value.body)], value.coefficient)


def scaled(form: Form, factor: fmpq) -> Form:
    """A form times a rational other than 0."""
    return form if factor == 1 else {monomial: coefficient * factor for monomial, coefficient in form.items()}


def total(forms: list[Form], budget: Budget) -> Form:
    """The sum of forms. Raises ``TooLarge``."""
    result: Form = {}
    for form in forms:
        budget.spend(len(form))
        for monomial, coefficient in form.items():
            before = result.get(monomial)
            result[monomial] = coefficient if before is None else before + coefficient
    if len(result) > MOST_TERMS:
        raise TooLarge
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient != 0}


def summands(body: Sum) -> list[tuple[fmpq, Num]]:
    """The terms of nested sums, each with its factor, so that a long chain is added up once."""
    found: list[tuple[fmpq, Num]] = []
    pending: list[tuple[fmpq, Num]] = [(fmpq(1), body.left), (fmpq(1), body.right)]
    while pending:
        factor, value = pending.pop()
        if isinstance(value, Real) and isinstance(value.body, Sum):
            inner = factor * value.coefficient
            pending += [(inner, value.body.left), (inner, value.body.right)]
        else:
            found.append((factor, value))
        if len(found) > 4 * MOST_TERMS:
            raise TooLarge
    return found
