"""The sheet of the figures of the rules, each with its clause and what that rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model.real import Real
from effrules.report.blocks.spreadsheet import print_on_one_width
from effrules.report.workbook.doubles import near
from effrules.report.workbook.figures import EPOCH, FIRST_DAY, HEAD, Figure
from effrules.report.workbook.look import Look, height
from effrules.report.workbook.making import Workbook
from effrules.report.workbook.step_sheets import StepSheets, exactly, percent_format
from effrules.trace.steps import ClauseRef


def write_rules(book: Any, made: Workbook, look: Look, steps: StepSheets) -> None:
    """The figures in the order in which formulas take them up."""
    sheet = book.add_worksheet(made.names.rules)
    sheet.write_string(0, 0, made.say("rules"), look.title)
    for column, (key, width) in enumerate(
        (("what", 60), ("cell value", 16), ("exactly", 16), ("clause", 60), ("where", 40))
    ):
        sheet.write_string(1, column, made.say(key), look.heading)
        sheet.set_column(column, column, width)
    seen = set[ClauseRef]()
    for row, figure in enumerate(made.context.figures.listed, HEAD):
        _value(sheet, row, figure, steps, look)
        clause = ""
        if figure.clause is not None:
            clause = steps.clause_text(figure.clause, figure.clause not in seen)
            seen.add(figure.clause)
            steps.long.text(sheet, row, 3, clause, look.small)
        label, place = shown(figure.label), shown(figure.place)
        sheet.write_string(row, 0, label, look.text)
        sheet.write_string(row, 4, place, look.small)
        sheet.set_row(row, height(((label, 60), (clause, 58), (place, 38))))
    sheet.freeze_panes(HEAD, 1)
    print_on_one_width(sheet, 0, 1)


def _value(sheet: Any, row: int, figure: Figure, steps: StepSheets, look: Look) -> None:
    value = figure.value
    match value:
        case bool():
            sheet.write_boolean(row, 1, value, look.value("General", put_in=True))
        case fmpq() | Real():
            double = near(value)
            form = percent_format(value) if figure.percent and isinstance(value, fmpq) else "General"
            if double is None:
                steps.long.text(sheet, row, 1, exactly(value), look.value("@", put_in=True, marked=True))
                return
            sheet.write_number(row, 1, double, look.value(form, put_in=True))
            text = exactly(value)
            if "/" in text or len(text) > 12:
                steps.long.text(sheet, row, 2, text, look.small)
        case date() if value >= FIRST_DAY:
            sheet.write_number(row, 1, (value - EPOCH).days, look.value(steps.day, put_in=True))
        case None:
            pass
        case _:
            sheet.write_string(row, 1, str(value), look.value("@", put_in=True))
