"""The front sheet: what the workbook is about, how much of it is live, and the scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen
from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model.program import NodeKind
from effrules.model.real import Real
from effrules.report.blocks.spreadsheet import print_on_one_width
from effrules.report.derivation.step_words import StepWords
from effrules.report.texts import loud_lines, rules_line
from effrules.report.wording import word
from effrules.report.workbook.doubles import near
from effrules.report.workbook.layout import Body, Whose
from effrules.report.workbook.look import Look, height
from effrules.report.workbook.made import Formula
from effrules.report.workbook.making import Workbook
from effrules.report.workbook.step_sheets import StepSheets
from effrules.trace import steps as s
from effrules.trace.steps import Ref


def write_summary(
    sheet: Any, made: Workbook, look: Look, what_if: Sequence[str], title: str, steps: StepSheets
) -> None:
    """Write it."""
    words = StepWords(made.derivations.program, made.language)
    program = made.derivations.program
    named = word("named", made.language, name=words.naming.methodology(), version=words.naming.version())
    row = 0
    for text in loud_lines(program, what_if, made.language):
        sheet.write_string(row, 0, text, look.loud)
        row += 1
    sheet.write_string(row, 0, title or named, look.title)
    row += 1
    if title:
        sheet.write_string(row, 0, named, look.text)
        row += 1
    sheet.write_string(row, 0, made.say("about"), look.label(0, False))
    row = _table(sheet, row + 2, made, words, look, steps)
    _legend(sheet, row + 1, made, words, look)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 30, 15)
    print_on_one_width(sheet, 0, 0)


@frozen
class _Column:
    """A column of the table of bodies: its heading, and which step stands there; ``compared``: what effrules found stands beside."""

    heading: str
    steps: dict[str, Ref]
    compared: bool = False


def _columns(made: Workbook, words: StepWords) -> Iterator[_Column]:
    program, steps = made.derivations.program, made.context.steps
    roots = {body.key: [steps[ref] for ref in body.roots] for body in made.bodies}
    for ranking in program.rankings_of(made.node):
        found = {
            key: step.id
            for key, listed in roots.items()
            for step in listed
            if isinstance(step, s.Place) and step.ranking == ranking.name
        }
        yield _Column(words.naming.column(ranking), found)
    heads = [made.node] if made.node != program.root.name else list(program.heads)
    for name in heads:
        yield _Column(words.node(name), {body.key: body.scores[name] for body in made.bodies}, compared=True)
    for rating in program.ratings_of(made.node):
        found = {
            key: step.id
            for key, listed in roots.items()
            for step in listed
            if isinstance(step, s.Rating) and step.rated == rating.node
        }
        yield _Column(words.naming.rating(rating), found)
    for name in program.nodes[made.node].parts:
        if name not in heads and program.nodes[name].kind is not NodeKind.CRITERION:
            yield _Column(words.node(name), {body.key: body.scores[name] for body in made.bodies})


def _table(sheet: Any, row: int, made: Workbook, words: StepWords, look: Look, steps: StepSheets) -> int:
    """The scores of the bodies; the row after it."""
    made.context.here = s.Written()
    columns = [one for one in _columns(made, words) if all(ref in made.cells for ref in one.steps.values())]
    sheet.write_string(row, 0, words.naming.subject(), look.heading)
    column, told = 1, list[tuple[str, float]]()
    for one in columns:
        headings = [one.heading]
        if one.compared:
            headings += [made.say("by effrules"), made.say("exactly"), made.say("changed")]
        for text in headings:
            sheet.write_string(row, column, text, look.heading)
            told.append((text, 14))
            column += 1
    sheet.set_row(row, height(told))
    own = {
        one.body: made.names.steps[id(one)] for one in made.context.layout.sheets if one.whose is Whose.BODY
    }
    for body in made.bodies:
        row += 1
        _link(sheet, row, body, own, look)
        column = 1
        for one in columns:
            ref = one.steps.get(body.key)
            if ref is not None:
                step = made.context.steps[ref]
                steps.value(sheet, row, column, step, Formula(made.context.cell(ref)), False)
                if one.compared:
                    _compared(sheet, row, column, step, steps, look)
            column += 4 if one.compared else 1
    sheet.freeze_panes(row - len(made.bodies) + 1, 1)
    return row + 1


def _link(sheet: Any, row: int, body: Body, own: dict[str, str], look: Look) -> None:
    name = own[body.key].replace("'", "''")
    sheet.write_url(row, 0, f"internal:'{name}'!A1", look.link, shown(body.name))


def _compared(sheet: Any, row: int, column: int, step: s.Step, steps: StepSheets, look: Look) -> None:
    """What effrules found, and whether the cell still says so."""
    value = step.value
    if not isinstance(value, fmpq | Real):
        return
    number = near(value)
    if number is not None:
        sheet.write_number(row, column + 1, number, look.value(steps.format(step)))
    steps.long.text(sheet, row, column + 2, steps.words.exact(step) or steps.words.shown(step), look.small)
    here, by = (f"{chr(65 + column + more)}{row + 1}" for more in (0, 1))
    sheet.write_formula(
        row, column + 3, f'=IF(ISNUMBER({here}),IF(ABS({here}-{by})<0.000000001,"","≠"),"≠")', look.loud, ""
    )


def _legend(sheet: Any, row: int, made: Workbook, words: StepWords, look: Look) -> None:
    """How much is live, and what the colours mean."""
    values = made.values
    told = made.say("steps", formulas=made.formulas, all=made.formulas + values.total())
    sheet.write_string(row, 0, told, look.label(0, True))
    row += 1
    if values:
        sheet.write_string(row, 0, made.say("values"), look.sample)
        sheet.write_number(row, 1, values.total(), look.value("0"))
        row += 1
        for why, number in values.most_common():
            sheet.write_string(row, 0, made.say(why.value), look.label(1, False))
            sheet.write_number(row, 1, number, look.value("0"))
            sheet.set_row(row, height([(made.say(why.value), 44)]))
            row += 1
    sheet.write_string(row, 0, made.say("input"), look.put_in)
    row += 2
    notes = [made.say(key) for key in ("live", "not seen", "doubles", "folded")]
    for text in (*notes, rules_line(words.program, made.language)):
        sheet.merge_range(row, 0, row, 7, text, look.text)
        sheet.set_row(row, height([(text, 150)]))
        row += 1
