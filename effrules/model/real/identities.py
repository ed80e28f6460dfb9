"""Proofs that an expression is zero, or rational, by a normal form.

An expression becomes a sum of rational multiples of monomials: products of rational powers of *atoms*:

- integers of a pairwise coprime base (fractional powers of them: every radical is a product of such),
- logarithms of such integers, and logarithms of other atoms,
- e to the power of a monomial, and
- sums that stand under a fractional or negative power.

Every step is an identity, so a form without terms proves zero. Sums of radicals of rationals, and of
logarithms of rationals with rational coefficients, are decided completely: over a coprime base without
perfect powers, different radicals, and logarithms, are linearly independent over the rationals (Besicovitch
1940; unique factorisation). For other expressions a form with terms proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from effrules.model.real.forms import Form, Unfactored
from effrules.model.real.fractions import simplest_between
from effrules.model.real.limits import Budget, TooLarge
from effrules.model.real.normal_form import NormalForms
from effrules.model.real.perfect import coprime_base
from effrules.model.real.terms import Body, Num, Real

_ONE = fmpq(1)

_MOST_REFINEMENTS = 6
_MOST_INTEGERS = 1500


def is_zero_form(body: Body) -> bool:
    """Whether the normal form of a body is zero. False when it is not, and when there is no proof."""
    return _some_form(Real(_ONE, body), lambda forms, form: forms.zero(form)) is not None


def rational_value(value: Num) -> fmpq | None:
    """The rational that algebra proves ``value`` to be; None when it is none, and when there is no proof.

    No proof is looked for where no short fraction lies in the enclosure.
    """
    if isinstance(value, fmpq):
        return value
    body = value.body
    if body.rational is None:
        found = _rational(body)
        body.rational = False if found is None else found
    return None if body.rational is False else value.coefficient * body.rational


def _rational(body: Body) -> fmpq | None:
    if simplest_between(body.ball) is None:
        return None
    return _some_form(Real(_ONE, body), lambda forms, form: forms.constant(form))


def _some_form(value: Num, proof: Callable[[NormalForms, Form], fmpq | None]) -> fmpq | None:
    """What is proved from the form over the integers as they stand (cheap), or over finer coprime bases."""
    integers: set[int] = set()
    budget = Budget()
    forms = NormalForms(None, integers, budget)
    for _ in range(_MOST_REFINEMENTS):
        try:
            proved = proof(forms, forms.of(value))
        except Unfactored:
            proved = None
        except (TooLarge, RecursionError):
            return None
        if proved is not None or not integers or len(integers) > _MOST_INTEGERS:
            return proved
        if forms.base is not None and not forms.met_new_integers:
            return None
        forms = NormalForms(coprime_base(sorted(integers)), integers, budget)
    return None
