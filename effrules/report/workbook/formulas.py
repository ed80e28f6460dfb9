"""The formula of each step."""

from __future__ import annotations

from typing import assert_never

from flint import fmpq

from effrules.model.calendars import WEEK, Weekday, calendar_of
from effrules.model.real import Real
from effrules.report.blocks.spreadsheet import LONGEST_TEXT
from effrules.report.workbook import conditions, numeric, over_rows, scored
from effrules.report.workbook.context import Context
from effrules.report.workbook.data import key_of
from effrules.report.workbook.doubles import Double, kept
from effrules.report.workbook.figures import Figure, day_number, number_of
from effrules.report.workbook.made import (
    LONGEST,
    NOT_THERE,
    Fixed,
    Formula,
    Made,
    Stuck,
    Why,
    either,
    text_of,
)
from effrules.report.workbook.numeric import known, result_of
from effrules.trace import steps as s


def made(at: Context, step: s.Step) -> Made:
    """What stands in the cell of a step; what is known of its number is kept for the steps that are made of it."""
    at.here = step
    try:
        found = _made(at, step)  # type: ignore[arg-type]
        if isinstance(found, Formula) and len(found.text) > LONGEST:
            raise Stuck(Why.LONG)
    except Stuck as stuck:
        found = Fixed(stuck.why)
    if isinstance(found, Fixed):
        found = Fixed(found.why, _double(step))
    if found.double is not None:
        at.doubles[step.id] = found.double
    return found


def _double(step: s.Step) -> Double | None:
    try:
        value = number_of(step.value)
    except Stuck:
        return None
    return None if value is None else kept(value)


def _made(at: Context, step: s.AnyStep) -> Made:
    match step:
        case s.Cell():
            return cell(at, step)
        case s.Written():
            return Fixed(None)
        case s.Figure():
            return figure(at, step)
        case s.Arithmetic():
            return numeric.arithmetic(at, step)
        case s.Negate():
            return numeric.negate(at, step)
        case s.Function():
            return numeric.function(at, step)
        case s.Limit():
            return numeric.limit(at, step)
        case s.Round():
            return numeric.round_step(at, step)
        case s.Compare():
            return conditions.compare(at, step)
        case s.Every():
            return conditions.every(at, step)
        case s.Some():
            return conditions.some(at, step)
        case s.Not():
            return Formula(f"NOT({at.cell(step.operand)})")
        case s.IsKnown():
            return Formula(f'{at.cell(step.operand)}<>""')
        case s.IsApplicable():
            return Formula(at.scored(at.cell(step.node)))
        case s.IfMissing():
            return conditions.if_missing(at, step)
        case s.Choose():
            return conditions.choose(at, step)
        case s.Bands():
            return conditions.bands(at, step)
        case s.Interpolate():
            return conditions.interpolate(at, step)
        case s.CheckList():
            return conditions.check_list(at, step)
        case s.Aggregate():
            return over_rows.aggregate(at, step)
        case s.Count():
            return over_rows.count(at, step)
        case s.Share():
            return over_rows.share(at, step)
        case s.Quantified():
            return over_rows.quantified(at, step)
        case s.Among() | s.Weighting():
            return Fixed(None)
        case s.Standing():
            return over_rows.standing(at, step)
        case s.WorkingDays():
            return working_days(at, step)
        case s.Multiplied():
            return scored.multiplied(at, step)
        case s.MeanOfOthers():
            return scored.mean_of_others(at, step)
        case s.Definition():
            return scored.passed_on(at, step, step.body)
        case s.Parameter():
            return scored.passed_on(at, step, step.argument)
        case s.ScoreOf():
            return scored.score_of(at, step)
        case s.WeightedMean():
            return scored.weighted_mean(at, step)
        case s.OfParts():
            return scored.of_parts(at, step)
        case s.Maximum():
            return scored.maximum(at, step)
        case s.Incidents():
            return over_rows.incidents(at, step)
        case s.Adjust():
            return scored.adjust(at, step)
        case s.Bounded():
            return scored.bounded(at, step)
        case s.Node():
            return scored.node(at, step)
        case s.Rating():
            return conditions.rating(at, step)
        case s.Place():
            return at.places.made(at, step)
        case s.Failed():
            return Fixed(Why.FAILED)
        case _:
            assert_never(step)


def cell(at: Context, step: s.Cell) -> Made:
    """A cell of the data: what stands in its copy; where nothing may stand there, an empty text for nothing."""
    copy = at.copy_of(key_of(step))
    if copy is None:
        return Fixed(Why.NO_ROW)
    if at.says_whose(step):
        return Formula(either(f"ISBLANK({copy})", '""', copy))
    value = step.value
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise Stuck(Why.TEXT)
    double = None
    if isinstance(value, fmpq | Real) or (value is not None and number_of(value) is not None):
        number = number_of(value)
        double = None if number is None else kept(number)
        if double is None or (isinstance(value, fmpq) and not double.sure):
            raise Stuck(Why.WIDE)
    declared = at.field_of(step)
    missing = '""' if declared is None or declared.optional else NOT_THERE
    text = copy
    if declared is not None and declared.own_name in at.grouping and value is not None:
        text = either(_is_still(copy, value), copy, NOT_THERE)
    return Formula(either(f"ISBLANK({copy})", missing, text), double)


def _is_still(copy: str, value: s.StepValue) -> str:
    """Whether a cell that groups bodies or rows holds what it did: its group was formed once and for all."""
    if isinstance(value, str):
        return f"EXACT({copy},{text_of(value)})"
    if isinstance(value, bool):
        return f"{copy}={'TRUE' if value else 'FALSE'}"
    number = number_of(value)
    assert number is not None
    return f"{copy}={known(kept(number)).near!r}"


def figure(at: Context, step: s.Figure) -> Made:
    """A figure of a table in the rules: of the row whose key it is."""
    table = at.program.figures[step.figures]
    column = next(n for n, (name, _) in enumerate(table.columns) if name == step.column)
    clause = at.figures_of.get(step.figures)
    title = at.figures_title(step.figures)
    keys, values = [], []
    for row in table.rows:
        keys.append(Figure(row[0], f"{title}: {table.columns[0][0]}", clause, ""))
        values.append(Figure(row[column], f"{title}: {table.columns[column][0]}", clause, ""))
    if any((isinstance(one.value, fmpq) and kept(one.value) is None) for one in (*keys, *values)):
        raise Stuck(Why.WIDE)
    listed = at.figures.block(("figures", step.figures, 0), keys)
    found = at.figures.block(("figures", step.figures, column), values)
    key = at.value(step.key)
    wanted = at.cell(step.key)
    if isinstance(key, str):
        same = f"EXACT({listed},{wanted})"
    else:
        digits = conditions.all_told_apart(
            [known(kept(number)) for one in keys if (number := number_of(one.value)) is not None]
        )
        same = f"(ROUND({listed}-{wanted},{digits})=0)"
    number = number_of(step.value)
    which = f"SUMPRODUCT({same}*ROW({listed}))-ROW({listed.partition(':')[0]})+1"
    return Formula(f"INDEX({found},{which})", None if number is None else kept(number))


def working_days(at: Context, step: s.WorkingDays) -> Made:
    """The working days after a day up to another one, by a calendar."""
    declared = at.program.figures[step.calendar]
    calendar = calendar_of(declared)
    clause, title = at.figures_of.get(step.calendar), at.figures_title(step.calendar)
    first, last = at.cell(step.first), at.cell(step.last)
    week = "".join("1" if day in calendar.weekend else "0" for day in WEEK)
    worked = sorted(day for day in calendar.on if Weekday.of(day) in calendar.weekend)
    free = sorted(calendar.off - calendar.on)
    days = [*worked, *free]
    for day in days:
        day_number(day)
    holidays = worked_text = ""
    if free:
        holidays = "," + at.figures.block(
            ("off", step.calendar),
            [Figure(day, f"{title}: {at.said('day off')}", clause, "") for day in free],
        )
    if worked:
        block = at.figures.block(
            ("on", step.calendar),
            [Figure(day, f"{title}: {at.said('worked')}", clause, "") for day in worked],
        )
        worked_text = f'+COUNTIF({block},">"&{first})-COUNTIF({block},">"&{last})'
    text = f'NETWORKDAYS.INTL({first}+1,{last},"{week}"{holidays}){worked_text}'
    at.number(step.first), at.number(step.last)
    covered = [
        at.figures.number((step.calendar, name), Figure(day, f"{title}: {at.said(name)}", clause, ""))
        for name, day in (("first day", calendar.first), ("last day", calendar.last))
    ]
    inside = f"AND({first}>={covered[0].text},{last}<={covered[1].text},{first}<={covered[1].text},{last}>={covered[0].text})"
    return Formula(either(inside, either(f"{last}>{first}", text, "0"), "NA()"), known(kept(result_of(step))))
