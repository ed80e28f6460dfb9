"""What did not happen where it could have: a branch not taken, a cap that did not bite, a penalty without an incident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import fmpq

from effrules.report.derivation.step_values import StepValues
from effrules.trace import steps as s


def not_taken(words: StepValues, step: s.Step, steps: Sequence[s.Step]) -> Iterator[str]:
    """One sentence for each thing that did not happen."""

    def of(ref: s.Ref) -> str:
        return words.shown(steps[ref])

    def text(ref: s.Ref) -> str:
        return words.label(steps[ref])

    match step:
        case s.Choose():
            yield from _branches(words, step, steps)
        case s.Every() | s.Some():
            for unread in step.unread:
                yield words.say("not looked at", text=words.written(step, unread))
        case s.Limit() if not step.bites:
            key = "cap idle" if step.upper else "floor idle"
            yield words.say(key, bound=of(step.bound), value=of(step.operand))
        case s.Bounded() if not step.bites:
            key = "cap idle" if step.upper else "floor idle"
            yield words.say(key, bound=words.amount(step.bound), value=of(step.operand))
        case s.Bands():
            for number, band in enumerate(step.bands):
                if number != step.hit:
                    line = step.printed[number] if step.printed else band
                    line = band if step.printed and line.holds(steps[step.operand].value) else line
                    stretch = words.stretch(line, percent=step.percent)
                    yield words.say("other band", stretch=stretch, gives=words.written(step, band.gives))
        case s.Interpolate():
            near = set() if step.index is None else {step.index, step.index - (step.lower is not None)}
            others = [of(point) for number, point in enumerate(step.points) if number not in near]
            if others:
                yield words.say("other points", points="; ".join(others))
        case s.CheckList():
            for item in step.items:
                if item.result is None:
                    title = words.titled(item.titles, text(item.condition))
                    answer = of(item.condition)
                    yield words.say("item not", title=title, text=text(item.condition), answer=answer)
        case s.IfMissing() if step.instead is None:
            yield words.say("not instead")
        case s.Aggregate() | s.Count() | s.Share() | s.Quantified() | s.Among():
            yield from _rows(words, step.rows, steps)
        case s.Standing():
            yield from _rows(words, s.among(step, steps).rows, steps)
        case s.Multiplied() | s.MeanOfOthers() if steps[step.condition].value is False:
            key = "factor idle" if isinstance(step, s.Multiplied) else "mean idle"
            yield words.say(key, text=text(step.condition), answer=of(step.condition))
        case s.Weighting():
            for ref in step.conditions:
                if steps[ref].value is False:
                    yield words.say("weights not for", text=text(ref), answer=of(ref))
        case s.Incidents():
            if step.rows is not None:
                yield from _rows(words, step.rows, steps)
            if step.cap is not None and not step.capped:
                yield words.say("cap not reached", cap=of(step.cap), total=words.amount(step.total))
        case s.Adjust() if step.limit is not None and not step.held and steps[step.amount].value != fmpq(0):
            yield words.say("limit idle", limit=words.amount(step.limit))
        case s.Rating():
            for grade in step.grades:
                if grade.name != step.value:
                    title = words.titled(grade.titles, grade.name)
                    yield words.say(
                        "other grade", grade=title, stretch=words.stretch(grade.printed or grade.stretch)
                    )
        case s.Node():
            for test in step.tests:
                if not test.holds:
                    reason = words.titled(test.reason, words.node(test.node))
                    answer = of(test.condition)
                    yield words.say("applies", text=text(test.condition), answer=answer, reason=reason)
        case _:
            pass


def _branches(words: StepValues, step: s.Choose, steps: Sequence[s.Step]) -> Iterator[str]:
    """Those before the branch that was taken, whose conditions are no; and those after it, which were not looked at."""
    last = len(step.branches) - 1
    for number, branch in enumerate(step.branches):
        if number == step.taken:
            continue
        if number < min(step.taken, len(step.tested)):
            condition = steps[step.tested[number]]
            answer = words.shown(condition)
            label = words.label(condition)
            yield words.say("branch not taken", branch=words.written(step, branch), text=label, answer=answer)
        elif number == last:
            yield words.say("other branch", branch=words.written(step, branch))
        else:
            yield words.say("branch not reached", branch=words.written(step, branch))


def _rows(words: StepValues, rows: s.Selection, steps: Sequence[s.Step]) -> Iterator[str]:
    for left in rows.left_out:
        where = steps[left.where]
        yield words.say(
            "row left out",
            row=words.row(left.row, rows.table),
            text=words.label(where),
            answer=words.shown(where),
        )
