"""Equality of irrational numbers: by structure, by separation, by normal form; each within a budget that is counted."""

from __future__ import annotations

import random
import subprocess
import sys
from decimal import Decimal, localcontext
from functools import reduce
from importlib import import_module
from itertools import pairwise

import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.exact.statistics import mean, standard_deviation, total
from effrules.model.numbers import exact_text
from effrules.model.real import (
    Num,
    Real,
    TooLong,
    Undecided,
    add,
    compare,
    divide,
    enclosure,
    exp,
    floor_display,
    limits,
    ln,
    multiply,
    normal_form,
    power,
    rational_value,
    root,
    sign,
    sqrt,
    subtract,
    vanishes,
    zero,
)
from effrules.model.real.fractions import simplest_between
from effrules.model.real.limits import Budget
from effrules.model.real.separation import separation_bits

small = st.builds(fmpq, st.integers(1, 60), st.integers(1, 12))


def q(above: int, below: int = 1) -> fmpq:
    """A rational."""
    return fmpq(above, below)


def radicals() -> st.SearchStrategy[Num]:
    """Numbers made of small rationals, roots and the four operations."""
    leaves = st.one_of(small, small.map(sqrt), small.map(lambda value: root(value, 3)))

    def deeper(inner: st.SearchStrategy[Num]) -> st.SearchStrategy[Num]:
        return st.one_of(
            st.builds(add, inner, inner),
            st.builds(multiply, inner, inner),
            st.builds(divide, inner, inner),
            st.builds(lambda one, other: sqrt(add(one, other)), inner, inner),
        )

    return st.recursive(leaves, deeper, max_leaves=4)


# -- Structure ------------------------------------------------------------------------------------------------


@given(radicals(), radicals())
@settings(deadline=None, max_examples=60)
def test_equal_structure_is_one_object(one: Num, other: Num) -> None:
    """What is built in the same way, also with the operands in the other order, is the same body."""
    for operation in (add, multiply):
        first, second, swapped = operation(one, other), operation(one, other), operation(other, one)
        if isinstance(first, Real):
            assert isinstance(second, Real)
            assert isinstance(swapped, Real)
            assert first.body is second.body is swapped.body
            assert first.structure == swapped.structure


def z_scores(values: list[Num]) -> list[Num]:
    """(value - mean) / standard deviation, as the engine works it out."""
    centre, spread = mean(values), standard_deviation(values)
    return [divide(subtract(value, centre), spread) for value in values]


@pytest.mark.parametrize("function", [sqrt, ln, lambda value: root(value, 3)])
def test_ties_among_many_are_settled_without_algebra(
    function: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Z-scores of equal values are equal, and of values equal in disguise; no normal form is made for it."""
    monkeypatch.setattr(zero, "is_zero_form", lambda body: pytest.fail("a normal form was asked for"))
    same: list[Num] = [function(q(k)) for k in (2, 2, *range(3, 60))]  # type: ignore[operator]
    scores = z_scores(same)
    assert compare(scores[0], scores[1]) == 0
    assert len({compare(score, scores[0]) for score in scores[2:]}) == 1
    disguised = z_scores([sqrt(q(8)), multiply(q(2), sqrt(q(2))), *map(sqrt, map(q, range(11, 60)))])
    assert compare(disguised[0], disguised[1]) == 0
    assert sorted(disguised, key=lambda _: 0)[2:] == disguised[2:]


def test_sorting_ties_grows_like_the_number_of_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the bodies are twice the enclosures (times log): counted, not timed."""
    counted = [0]
    enclosing = import_module("effrules.model.real.enclosure")
    plain = enclosing._ball

    def counting(body: object) -> arb:
        counted[0] += 1
        return plain(body)  # type: ignore[no-any-return]

    monkeypatch.setattr(enclosing, "_ball", counting)
    steps = []
    for count in (60, 120, 240):
        counted[0] = 0
        values = [sqrt(q(100_000 * count + k // 2)) for k in range(count)]
        sorted(z_scores(values))
        steps.append(counted[0])
    assert steps[1] < 2.5 * steps[0]
    assert steps[2] < 2.5 * steps[1]


# -- Separation -----------------------------------------------------------------------------------------------


@given(st.integers(1, 400), st.integers(1, 400))
@settings(deadline=None, max_examples=80)
def test_nested_roots_are_decided(a: int, b: int) -> None:
    """sqrt(a + b + 2 sqrt(ab)) is sqrt a + sqrt b, and not a number beside it."""
    nested = sqrt(add(q(a + b), multiply(q(2), sqrt(q(a * b)))))
    flat = add(sqrt(q(a)), sqrt(q(b)))
    assert compare(nested, flat) == 0
    assert subtract(nested, flat) == fmpq(0)
    assert compare(add(nested, fmpq(1, 10**200)), flat) == 1
    assert compare(sqrt(add(q(a + b), multiply(fmpq(2 * 10**60 + 1, 10**60), sqrt(q(a * b))))), flat) == 1


@given(small, small)
@settings(deadline=None, max_examples=60)
def test_identities_of_roots_are_ties(a: fmpq, b: fmpq) -> None:
    """Squares of roots, roots of multiples, conjugates: decided as equal."""
    assert multiply(sqrt(a), sqrt(a)) == a
    assert compare(sqrt(4 * a), multiply(q(2), sqrt(a))) == 0
    assert compare(divide(q(1), sqrt(a)), divide(sqrt(a), a)) == 0
    both = add(sqrt(a), sqrt(b))
    assert a == b or compare(divide(q(1), both), divide(subtract(sqrt(a), sqrt(b)), a - b)) == 0
    assert compare(multiply(both, both), add(a + b, multiply(q(2), sqrt(a * b)))) == 0
    assert compare(root(multiply(a, sqrt(b)), 2), root(a * a * b, 4)) == 0


@given(radicals(), radicals())
@settings(deadline=None, max_examples=80)
def test_the_separation_bound_holds(one: Num, other: Num) -> None:
    """A number of rationals and roots is zero or at least as large as its bound says."""
    for value in (one, other, add(one, other), subtract(multiply(one, one), other)):
        bits = separation_bits(value.body, 100_000) if isinstance(value, Real) else None
        if bits is not None and isinstance(value, Real) and sign(value) != 0:
            with ctx.workprec(400):
                assert abs(enclosure(Real(fmpq(1), value.body), 400)) > fmpq(1, 2) ** bits


# -- An oracle ------------------------------------------------------------------------------------------------


def test_order_and_digits_agree_with_decimal_arithmetic() -> None:
    """Random expressions of sqrt, ln and exp, worked out by the decimal module with 80 digits besides."""
    chance = random.Random(20)
    made: list[tuple[Num, Decimal]] = []
    with localcontext() as context:
        context.prec = 80
        for _ in range(200):
            a, b, c = chance.randint(2, 99), chance.randint(2, 99), chance.randint(1, 9)
            number = divide(add(sqrt(q(a)), multiply(q(c), ln(q(b)))), exp(q(c, 3)))
            near = (Decimal(a).sqrt() + c * Decimal(b).ln()) / (Decimal(c) / 3).exp()
            made.append((number, near))
            shown = floor_display(number, 30)
            assert abs(Decimal(shown.rstrip("…")) - near) < Decimal(10) ** -30
        for one, other in pairwise(made):
            if abs(one[1] - other[1]) > Decimal(10) ** -60:
                assert compare(one[0], other[0]) == (1 if one[1] > other[1] else -1)
        by_value = [near for _, near in sorted(made, key=lambda pair: pair[0])]
    assert by_value == sorted(by_value)


@given(st.lists(st.builds(fmpq, st.integers(-50, 50), st.integers(1, 50)), min_size=1, max_size=40))
def test_statistics_by_their_definitions(values: list[fmpq]) -> None:
    """Sums made pair by pair, and the deviation without distances, are those of the definitions."""
    assert total(values) == sum(values, fmpq(0))
    centre = sum(values, fmpq(0)) / len(values)
    variance = sum(((value - centre) ** 2 for value in values), fmpq(0)) / len(values)
    found = standard_deviation(values)
    assert multiply(found, found) == variance


# -- Budgets --------------------------------------------------------------------------------------------------


def test_a_proof_stops_at_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """With few steps an equality that algebra would show is open, never wrong; with enough it is shown."""
    monkeypatch.setattr(zero, "separation_bits", lambda body, most: None)
    few: list[Num] = [add(sqrt(q(k)), ln(q(k))) for k in (101, 103, 107, 109)]
    product = reduce(multiply, few)
    expanded = total([multiply(few[0], reduce(multiply, few[1:]))])
    turned = multiply(multiply(few[3], few[1]), multiply(few[2], few[0]))
    assert compare(product, expanded) == 0
    spent: list[int] = []
    spend = Budget.spend

    def counting(self: Budget, steps: int) -> None:
        spent.append(steps)
        spend(self, steps)

    monkeypatch.setattr(Budget, "spend", counting)
    assert compare(product, turned) == 0
    assert 0 < sum(spent) < limits.MOST_STEPS
    monkeypatch.setattr(
        normal_form.NormalForms, "of", lambda self, value: self.budget.spend(limits.MOST_STEPS + 1)
    )
    other = multiply(multiply(few[2], few[1]), multiply(few[3], few[0]))
    with pytest.raises(Undecided):
        compare(product, other)


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_the_simplest_fraction_of_an_enclosure(above: int, below: int) -> None:
    """Of the numbers in a narrow ball around a short fraction, that fraction is the simplest."""
    value = fmpq(above, below)
    with ctx.workprec(128):
        ball = arb(value) + arb(0, fmpq(1, 10**35))
        assert simplest_between(ball) == value
        assert simplest_between(arb(2).sqrt()) is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: power(q(10_000_001, 10_000_000), q(10**5)),
        lambda: power(q(1, 3), q(10**6)),
        lambda: reduce(lambda x, _: multiply(x, x), range(30), q(11, 10)),
        lambda: exp(q(30_000)),
        lambda: reduce(lambda x, _: multiply(x, x), range(30), add(q(1), sqrt(q(2)))),
        lambda: multiply(exp(q(20_000)), add(exp(q(20_001)), q(1))),
    ],
)
def test_no_number_runs_away(wrong: object) -> None:
    """More digits than are worked with are refused where they arise."""
    with pytest.raises(TooLong):
        wrong()  # type: ignore[operator]


def test_a_power_that_is_too_long_a_fraction_can_be_irrational() -> None:
    """exp(n ln x) keeps no fraction: (1 + 10^-7)^(10^7) has certain digits."""
    euler = exp(multiply(q(10**7), ln(q(10_000_001, 10_000_000))))
    with localcontext() as context:
        context.prec = 60
        near = (Decimal(10**7) * (1 + Decimal(10) ** -7).ln()).exp()
    assert floor_display(euler, 30).rstrip("…") == str(near)[:32]
    assert not vanishes(subtract(euler, exp(q(1))))
    assert exact_text(q(1, 8)) == "0.125"


def test_nothing_is_said_when_the_interpreter_ends() -> None:
    """Numbers that are alive at the end go without a word: what they are kept by needs no library any more."""
    program = (
        "from flint import fmpq; from effrules.model.real import *;"
        "kept = [add(sqrt(fmpq(k, 7)), ln(fmpq(k, 3))) for k in range(4, 30)]"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_no_proof_is_looked_for_without_a_candidate(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a trace asks of each number, whether it is a short fraction, is answered by its enclosure."""
    monkeypatch.setattr(
        "effrules.model.real.identities._some_form", lambda *_: pytest.fail("a normal form was asked for")
    )
    for value in z_scores([sqrt(q(k)) for k in (2, 2, *range(3, 60))]):
        assert rational_value(value) is None
