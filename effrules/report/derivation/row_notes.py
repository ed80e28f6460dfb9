"""What steps over rows did: how many rows were taken, which one is the largest, where one stands among all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq

from effrules.model.program import Quantifier, StandingKind, Ties
from effrules.model.real import Num, Real, known_equal
from effrules.report.derivation.step_values import StepValues
from effrules.trace import steps as s

MOST_DAYS = 6
"""So many days are named; of more, their number is."""


def rows_taken(words: StepValues, rows: s.Selection) -> str:
    """How many rows were taken and left out, and whose."""
    count = len(rows.taken)
    key = {0: "no rows", 1: "one row"}.get(count, "rows")
    parts = [words.say(key, n=count) + (" " + words.say("of all") if rows.everywhere else "")]
    if rows.same:
        parts.append(words.say("same", fields=", ".join(rows.same)))
    if rows.left_out:
        parts.append(words.say("left out", n=len(rows.left_out)))
    return ", ".join(parts)


def over_rows(
    words: StepValues,
    step: s.Aggregate | s.Count | s.Share | s.Quantified | s.Standing,
    steps: Sequence[s.Step],
) -> list[str]:
    """The rows taken, and what was found in them."""
    if isinstance(step, s.Aggregate | s.Share) and step.if_none is not None and not step.rows.taken:
        return [words.say("if none")]
    if isinstance(step, s.Standing):
        among = s.among(step, steps)
        return [rows_taken(words, among.rows), *_standing(words, step, among, steps)]
    parts = [rows_taken(words, step.rows)]
    match step:
        case s.Aggregate() if step.kind.facts.picks:
            at = [
                taken.row
                for ref, taken in zip(step.values, step.rows.taken, strict=False)
                if known_equal(steps[ref].value, step.value)
            ]
            parts.append(_found(words, at, step.rows))
        case s.Share() if step.conditions:
            held = sum(steps[ref].value is True for ref in step.conditions)
            parts.append(words.say("hold in", k=held, n=len(step.conditions)))
        case s.Quantified() if step.conditions:
            held = sum(steps[ref].value is True for ref in step.conditions)
            parts.append(words.say("hold in", k=held, n=len(step.conditions)))
        case s.Quantified(quantifier=Quantifier.ANY | Quantifier.NO) if step.rows.taken:
            parts.append(_found(words, [taken.row for taken in step.rows.taken], step.rows))
        case _:
            pass
    return parts


def working_days(words: StepValues, step: s.WorkingDays, steps: Sequence[s.Step]) -> list[str]:
    """Between which days, by which calendar, and what it says of them."""
    ends = {"first": words.shown(steps[step.first]), "last": words.shown(steps[step.last])}
    parts = [words.say("working days", calendar=words.titled(step.titles, step.calendar), **ends)]
    for key, days in (("holidays between", step.holidays), ("working between", step.working)):
        if days:
            listed = ", ".join(day.isoformat() for day in days[:MOST_DAYS])
            more = len(days) - MOST_DAYS
            parts.append(
                words.say(key, days=listed if more <= 0 else f"{listed} {words.say('and more', n=more)}")
            )
    return parts


def others(words: StepValues, step: s.MeanOfOthers, steps: Sequence[s.Step]) -> str:
    """Of how many others a mean is, or that there are none."""
    mean = steps[step.result]
    assert isinstance(mean, s.Aggregate)
    return words.say("mean of others", n=len(mean.values)) if mean.values else words.say("no others")


def _found(words: StepValues, rows: Sequence[str], of: s.Selection) -> str:
    if not rows:
        return ""
    return (
        words.say("found in", row=words.row(rows[0], of.table))
        if len(rows) == 1
        else words.say("found in several", n=len(rows))
    )


def _standing(words: StepValues, step: s.Standing, among: s.Among, steps: Sequence[s.Step]) -> list[str]:
    known = words.compared.get(id(among))
    if known is None:
        values = (steps[ref].value for ref in among.values)
        known = words.compared[id(among)] = among, [v for v in values if isinstance(v, fmpq | Real)]
    numbers: list[Num] = known[1]
    own = steps[step.own].value
    assert isinstance(own, fmpq | Real)
    if (
        step.if_equal is not None
        and known_equal(step.value, steps[step.if_equal].value)
        and all(known_equal(n, own) for n in numbers)
    ):
        return [words.say("all equal")]
    match step.kind:
        case StandingKind.POSITION:
            better = [n for n in numbers if (n > own if step.highest_first else n < own)]
            said = words.say("better", k=len(better), n=len(numbers))
            match step.ties:
                case Ties.SHARE:
                    return [said]
                case Ties.DENSE:
                    return [words.say("different better", k=_different(better))]
                case Ties.AVERAGE:
                    equal = sum(bool(n == own) for n in numbers)
                    return [said, words.say("average place", e=equal)] if equal > 1 else [said]
        case StandingKind.PERCENTILE:
            smaller, equal = sum(bool(n < own) for n in numbers), sum(bool(n == own) for n in numbers)
            return [words.say("smaller and equal", k=smaller, e=equal, n=len(numbers))]
        case StandingKind.MIN_MAX:
            return [
                words.say(
                    "smallest and largest", low=words.amount(min(numbers)), high=words.amount(max(numbers))
                )
            ]
        case StandingKind.Z_SCORE:
            return []


def _different(numbers: Sequence[Num]) -> int:
    """How many different numbers there are."""
    ordered = sorted(numbers)
    return len(ordered) - sum(known_equal(one, other) for one, other in pairwise(ordered))
