"""Penalties and bonuses: what they come to for a subject, and what they do to a score."""

from __future__ import annotations

from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import tree_errors
from effrules.exact.evaluator import Evaluator
from effrules.exact.failing import Failure
from effrules.exact.observer import Environment
from effrules.exact.results import AdjustmentResult
from effrules.exact.statistics import total
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num

ZERO = fmpq(0)
NONE = AdjustmentResult(False, 0, ZERO, ZERO, ZERO)
"""Of an adjustment whose target has no score."""


def in_order(adjustments: tuple[p.Adjustment, ...], node: str) -> tuple[p.Adjustment, ...]:
    """The adjustments of a node as they are applied: penalties, then bonuses, each as declared."""
    own = [adjustment for adjustment in adjustments if adjustment.target == node]
    return tuple(sorted(own, key=lambda adjustment: adjustment.sign))


def due(adjustment: p.Adjustment, subject: Row, run: Evaluator) -> tuple[int, Num, Num]:
    """Incidents, their amounts added up, and that sum after the cap. Raises Failure."""
    env: Environment = {0: subject}
    amounts: list[Num] = []
    if adjustment.condition is None or run.evaluate(adjustment.condition, env):
        if adjustment.rows is None:
            amounts = [run.evaluate(adjustment.amount, env)]
        else:
            for row in run.selection.rows(adjustment.rows, env):
                env[adjustment.rows.variable.slot] = row
                amounts.append(run.evaluate(adjustment.amount, env))
    for amount in amounts:
        _not_negative(adjustment, amount)
    amount = capped = total(amounts)
    if adjustment.cap is not None and amounts:
        cap = run.evaluate(adjustment.cap, env)
        _not_negative(adjustment, cap)
        capped = min(amount, cap)
    return len(amounts), amount, capped


def _not_negative(adjustment: p.Adjustment, amount: Num) -> None:
    if amount < ZERO:
        raise Failure(tree_errors.negative_adjustment(adjustment, amount))


def applied(adjustment: p.Adjustment, score: Num, amount: Num) -> Num:
    """The score after the adjustment: a penalty goes no lower than the floor, a bonus no higher than the ceiling.

    A score that is already beyond that limit stays where it is.
    """
    if adjustment.sign < 0:
        lowered = real.subtract(score, amount)
        floor = adjustment.floor
        return lowered if floor is None or lowered >= floor else min(score, floor)
    raised = real.add(score, amount)
    ceiling = adjustment.ceiling
    return raised if ceiling is None or raised <= ceiling else max(score, ceiling)


def difference(changed: Num, score: Num) -> Num:
    """By how much the score changed, up or down."""
    return real.absolute(real.subtract(changed, score))
