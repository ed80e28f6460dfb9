"""What a special step did, in words of the rules: rounded, capped, banded, left out, shared out, took points."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.diagnostics.glyphs import shown as fit
from effrules.model.real import known_equal
from effrules.report.derivation import row_notes, scored_notes
from effrules.report.derivation.step_values import StepValues, in_percent
from effrules.trace import steps as s


def note(words: StepValues, step: s.Step, steps: Sequence[s.Step]) -> str:
    """What the step did, where that is special; else nothing."""
    parts: list[str] = []
    match step:
        case s.Node():
            parts = scored_notes.node(words, step)
        case s.Cell():
            parts = _cell(words, step)
        case s.Round():
            parts = _round(words, step, steps)
        case s.Limit() if step.bites:
            key = "cap bit" if step.upper else "floor bit"
            parts = [
                words.say(key, bound=_of(words, step.bound, steps), value=_full(words, step.operand, steps))
            ]
        case s.Bounded() if step.bites:
            key = "cap bit" if step.upper else "floor bit"
            parts = [words.say(key, bound=words.amount(step.bound), value=_full(words, step.operand, steps))]
        case s.Bands():
            parts = [_band(words, step, steps)]
        case s.Interpolate():
            parts = [_interpolate(words, step, steps)]
        case s.IfMissing() if step.instead is not None:
            value = _of(words, step.instead, steps)
            parts = [words.say("instead", value=value, text=words.label(steps[step.instead]))]
        case s.IsKnown() if step.value is False:
            parts = [words.say("no value there")]
        case s.IsApplicable() if step.value is False:
            parts = [note(words, steps[step.node], steps)]
        case s.Choose():
            parts = [_choose(words, step, steps)]
        case s.Every() | s.Some():
            parts = [_joined(words, step, steps)]
        case s.CheckList():
            held = sum(item.result is not None for item in step.items)
            parts = [words.say("items hold", k=held, n=len(step.items))]
        case s.Aggregate() | s.Count() | s.Share() | s.Quantified() | s.Standing():
            parts = row_notes.over_rows(words, step, steps)
        case s.Among():
            parts = [row_notes.rows_taken(words, step.rows)]
        case s.Multiplied() | s.MeanOfOthers():
            parts = scored_notes.around(words, step, steps)
        case s.WorkingDays():
            parts = row_notes.working_days(words, step, steps)
        case s.Weighting():
            parts = scored_notes.weighting(words, step, steps)
        case s.WeightedMean() | s.OfParts():
            parts = [
                words.say("counts instead", part=words.node(part.part), value=words.amount(part.instead))
                for part in step.parts
                if part.score is None
            ]
        case s.Incidents():
            parts = scored_notes.incidents(words, step, steps)
        case s.Adjust():
            parts = scored_notes.adjust(words, step, steps)
        case s.Rating():
            grade = next((grade for grade in step.grades if grade.name == step.value), None)
            parts = [
                words.say("no grade") if grade is None else _grade(words, step, grade, steps[step.node].value)
            ]
        case s.Place():
            parts = scored_notes.place(words, step, steps)
        case s.Figure():
            parts = [words.say("figures", figures=step.figures, column=step.column)]
        case s.Failed():
            parts = [words.say("failed", why=fit(step.failure))]
        case _:
            pass
    return "; ".join(part for part in parts if part)


def _of(words: StepValues, ref: s.Ref, steps: Sequence[s.Step]) -> str:
    return words.shown(steps[ref])


def _full(words: StepValues, ref: s.Ref, steps: Sequence[s.Step]) -> str:
    return words.full(steps[ref].value)


def _cell(words: StepValues, step: s.Cell) -> list[str]:
    origin = words.titled(step.origin, "")
    parts = [origin] if origin else []
    if step.value is None:
        return [*parts, words.say("empty cell" if step.file else "no value there")]
    if step.percent and step.raw and "%" not in step.raw:
        parts.append(words.say("percent", raw=words.raw(step)))
    if step.shortest:
        parts.append(words.say("shortest"))
    return parts


def _round(words: StepValues, step: s.Round, steps: Sequence[s.Step]) -> list[str]:
    operand = steps[step.operand].value
    how = words.rounding(step.rounding)
    if isinstance(operand, fmpq) and known_equal(operand, step.value):
        return [words.say("nothing to round", how=how)]
    percent = in_percent(step.rounding)
    parts = [words.say("rounded", value=words.full(operand, percent=percent), how=how)]
    if step.tie and isinstance(operand, fmpq):
        low, high = words.neighbours(operand, step.rounding)
        parts.append(words.say("tie", low=low, high=high, value=words.full(step.value, percent=percent)))
    return parts


def _band(words: StepValues, step: s.Bands, steps: Sequence[s.Step]) -> str:
    """The band, or the printed line, in which the value lies; or which line it has where none is printed, or two are."""
    if step.hit is None:
        return words.say("no band")
    if not step.printed:
        return words.say("band", stretch=words.stretch(step.bands[step.hit]))
    line = words.stretch(step.printed[step.hit], percent=step.percent)
    value = steps[step.operand].value
    lies = [number for number, one in enumerate(step.printed) if one.holds(value)]
    if lies == [step.hit]:
        return words.say("printed line", stretch=line)
    key = "between lines" if not lies else "shared end"
    side = step.between if not lies else step.shared
    return words.say(f"{key} {side}", stretch=line)


def _grade(words: StepValues, step: s.Rating, grade: s.Grade, value: object) -> str:
    """The scores that a grade is for, as its line is printed; or which grade a score has that no line is for, or two are."""
    if grade.printed is None:
        return words.say("grade", stretch=words.stretch(grade.stretch))
    line = words.stretch(grade.printed)
    lies = [one.name for one in step.grades if one.printed is not None and one.printed.holds(value)]
    if lies == [grade.name]:
        return words.say("grade", stretch=line)
    key = f"between grades {step.between}" if not lies else f"shared grades {step.shared}"
    return words.say(key, stretch=line)


def _interpolate(words: StepValues, step: s.Interpolate, steps: Sequence[s.Step]) -> str:
    x = _of(words, step.operand, steps)
    match step.where:
        case s.Where.BEFORE:
            return words.say("before points", x=x, first=_of(words, step.points[0], steps))
        case s.Where.AFTER:
            return words.say("after points", x=x, last=_of(words, step.points[-1], steps))
        case s.Where.AT:
            return words.say("at point", x=x)
        case s.Where.BETWEEN:
            assert step.index is not None
            assert step.lower is not None
            return words.say(
                "between points",
                x=x,
                low=_of(words, step.points[step.index - 1], steps),
                low_y=_of(words, step.lower, steps),
                high=_of(words, step.points[step.index], steps),
                high_y=_of(words, step.upper, steps),
            )


def _choose(words: StepValues, step: s.Choose, steps: Sequence[s.Step]) -> str:
    if step.taken == len(step.branches) - 1:
        return words.say("otherwise")
    condition = steps[step.tested[-1]]
    return words.say("because", text=words.label(condition), answer=words.shown(condition))


def _joined(words: StepValues, step: s.Every | s.Some, steps: Sequence[s.Step]) -> str:
    decides = isinstance(step, s.Some)
    if step.value is decides:
        last = steps[step.operands[-1]]
        return words.say("decided", text=words.label(last), answer=words.shown(last))
    return words.say("none holds") if decides else words.say("all hold", n=len(step.operands))
