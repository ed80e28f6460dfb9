"""The sheet of places: for each ranking and group who is ranked with whom, by which scores."""

from __future__ import annotations

from typing import Any

from effrules.report.blocks.spreadsheet import print_on_one_width
from effrules.report.derivation.step_words import StepWords
from effrules.report.workbook.doubles import near
from effrules.report.workbook.look import Look, height
from effrules.report.workbook.made import Formula
from effrules.report.workbook.making import Workbook
from effrules.report.workbook.places import WORST, Member, Places, Table
from effrules.report.workbook.step_sheets import decimals
from effrules.trace import steps as s
from effrules.trace.steps import Ref

ABSENT = '[<-1E+300]"—";[>1E+300]"—";'
"""The number format of a score that is not there."""


def write_places(book: Any, made: Workbook, look: Look) -> None:
    """All tables, one below the other; no sheet where nobody is ranked."""
    places = made.context.places
    if not places.tables:
        return
    sheet = book.add_worksheet(made.names.places)
    made.context.here = s.Written()
    words = StepWords(made.derivations.program, made.language)
    sheet.write_string(0, 0, made.say("places"), look.title)
    for table in places.tables.values():
        _write(sheet, table, places, made, words, look)
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 8, 16)
    print_on_one_width(sheet, 0, 0)


def _write(sheet: Any, table: Table, places: Places, made: Workbook, words: StepWords, look: Look) -> None:
    head = table.row - 2
    sheet.write_string(head, 0, words.label(table.first), look.label(0, True))
    keys = [_key(made, words, ref) for ref in table.first.keys]
    headings = [made.say("body"), made.say("place"), *keys]
    if table.first.dense:
        headings.append(made.say("equal"))
    for column, text in enumerate(headings):
        sheet.write_string(head + 1, column, text, look.heading)
    sheet.set_row(head + 1, height([(text, 15) for text in headings[1:]]))
    names = {row.subject.key: words.naming.body(row.subject) for row in made.derivations.results.subjects}
    ranks = table.ranks()
    for number, (member, place, scores) in enumerate(places.rows(made.context, table)):
        row = table.row + number
        sheet.write_string(row, 0, names.get(member.subject, member.subject), look.text)
        rank = ranks[number]
        if isinstance(place, Formula):
            sheet.write_formula(row, 1, f"={place.text}", look.value("0"), rank)
        else:
            sheet.write_number(row, 1, rank, look.value("0", marked=True))
        for key, score in enumerate(scores):
            _score(sheet, row, 2 + key, score, member, table, key, look)
        if table.first.dense and isinstance(place, Formula):
            text = places.equals(table, row + 1, places.told_apart(made.context, table))
            alike = sum(one.scores == member.scores for one in table.members)
            sheet.write_formula(row, 2 + len(keys), f"={text}", look.value("0"), alike)


def _score(
    sheet: Any, row: int, column: int, score: object, member: Member, table: Table, key: int, look: Look
) -> None:
    value = member.scores[key]
    worst = float(("-" if table.first.highest_first[key] else "") + WORST)
    number = worst if value is None else near(value)
    form = look.value(ABSENT + decimals(2))
    if isinstance(score, str):
        sheet.write_formula(row, column, f"={score}", form, number)
    elif number is not None:
        sheet.write_number(row, column, number, form)


def _key(made: Workbook, words: StepWords, ref: Ref) -> str:
    step = made.context.steps[ref]
    assert isinstance(step, s.ScoreOf)
    node = made.context.steps[step.node]
    assert isinstance(node, s.Node)
    title = words.node(node.node)
    return words.say("before rounding", node=title) if step.before_rounding else title
