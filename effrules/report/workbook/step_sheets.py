"""The sheets of steps: what each is called, its live value, the exact one, what happened, the clause, and where it stands."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model.numbers import exact_text, finite_places
from effrules.model.real import Real
from effrules.model.rounding import places_of
from effrules.report.blocks.spreadsheet import LongTexts, print_on_one_width
from effrules.report.derivation.step_values import SCORES
from effrules.report.derivation.step_words import StepWords
from effrules.report.document.numbering import numbering
from effrules.report.figures import PLACES, figure
from effrules.report.workbook.doubles import near
from effrules.report.workbook.figures import EPOCH, FIRST_DAY
from effrules.report.workbook.layout import HEAD, Line, StepSheet, Whose
from effrules.report.workbook.look import Look, height
from effrules.report.workbook.made import Fixed, Formula, Made
from effrules.report.workbook.making import NODES, Workbook
from effrules.report.workbook.over_rows import one_listed
from effrules.trace import steps as s
from effrules.trace.steps import Clause, ClauseKind, ClauseRef
from effrules.words import Language

WIDTHS = (58, 15, 24, 46, 46, 30)
FEW_PLACES = 10
"""A number with more decimals is shown as a spreadsheet shows any."""


class StepSheets:
    """Writes sheets of steps, and what stands in any cell of a value."""

    def __init__(self, made: Workbook, look: Look, long: LongTexts) -> None:
        self.made, self.look, self.long = made, look, long
        self.steps = made.context.steps
        self.clauses = made.derivations.clauses
        self.words = StepWords(made.derivations.program, made.language)
        self.numbers = numbering(made.derivations.program).places
        self.clause_text = cache(self._clause_text)
        self.day = "yyyy-mm-dd" if made.language is Language.EN else "dd.mm.yyyy"

    def write(self, of: StepSheet, sheet: Any) -> None:
        """Write a sheet."""
        made, look = self.made, self.look
        words = self.words.about(of.body)
        name = next((body.name for body in made.bodies if body.key == of.body), "")
        title = {Whose.SHARED: made.say("shared"), Whose.OTHERS: made.say("others"), Whose.BODY: ""}[of.whose]
        sheet.write_string(0, 0, title or (name if name == of.body else f"{name} ({of.body})"), look.title)
        sheet.write_url(0, 1, f"internal:'{_quoted(made.names.summary)}'!A1", look.link, made.names.summary)
        for column, key in enumerate(("step", "cell value", "exactly", "how", "clause", "where")):
            sheet.write_string(1, column, made.say(key), look.heading)
            sheet.set_column(column, column, WIDTHS[column])
        sheet.set_row(1, 20)
        fold, seen = self._fold(of), set[ClauseRef]()
        for number, line in enumerate(of.lines):
            row = of.row(number)
            tall = height(self._line(sheet, row, line, words, seen))
            folded = {"level": line.level, "hidden": line.level >= fold} if line.level else {}
            sheet.set_row(row, tall, None, folded)
        sheet.outline_settings(True, False, True, False)
        sheet.freeze_panes(HEAD, 1)
        print_on_one_width(sheet, 0, 1)

    def _fold(self, of: StepSheet) -> int:
        """From which level on rows are folded away: all but nodes, where there are several."""
        nodes = [line for line in of.lines if isinstance(self.steps[line.ref], s.Node)]
        if len(nodes) < 2 or of.whose is not Whose.BODY:
            return 99
        return max(line.level for line in nodes) + 1

    def _line(
        self, sheet: Any, row: int, line: Line, words: StepWords, seen: set[ClauseRef]
    ) -> list[tuple[str, float]]:
        """Write a row; its texts, with how wide their cells are. What a clause rests on is told where it first comes."""
        step, look = self.steps[line.ref], self.look
        is_node = isinstance(step, s.Node)
        if line.number is not None:
            row_, text, ref = one_listed(self.made.context, step, line.number)
            value = s.Written() if ref is None else self.steps[ref]
            sheet.write_string(row, 0, words.row(row_), look.label(line.deep, False))
            self.value(sheet, row, 1, value, Formula(text), False)
            return [(row_, WIDTHS[0])]
        label = words.label(step)
        self.long.text(sheet, row, 0, label, look.label(line.deep, is_node))
        found = self.made.cells[step.id]
        self.value(sheet, row, 1, step, found, is_node)
        exact = words.exact(step)
        if exact:
            self.long.text(sheet, row, 2, exact, look.small)
        told = words.note(step, self.steps)
        if step.id not in self.made.context.layout.taken:
            told = "; ".join(filter(None, (self.made.say("not taken"), told)))
        if isinstance(found, Fixed) and found.why is not None:
            why = self.made.say("as a value", why=self.made.say(found.why.value))
            told = f"{why}; {told}" if told else why
        if told:
            self.long.text(sheet, row, 3, told, look.text)
        clause = "" if step.clause is None else self.clause_text(step.clause, step.clause not in seen)
        if step.clause is not None:
            seen.add(step.clause)
            self.long.text(sheet, row, 4, clause, look.small)
        place = words.place(step)
        if place:
            self.long.text(sheet, row, 5, place, look.small)
        return list(zip((label, exact, told, clause, place), self._widths(line), strict=True))

    @staticmethod
    def _widths(line: Line) -> tuple[float, ...]:
        return WIDTHS[0] - 1.5 * min(line.deep, 15), *(width - 2 for width in WIDTHS[2:])

    def value(self, sheet: Any, row: int, column: int, step: s.Step, found: Made, bold: bool) -> None:
        """Write the value of a step: a formula with what it comes to, or the value, marked."""
        marked = isinstance(found, Fixed) and found.why is not None
        look = self.look.value(self.format(step), bold=bold, marked=marked)
        value = step.value
        cached: object = "" if value is None else value
        if isinstance(value, date):
            cached = (value - EPOCH).days if value >= FIRST_DAY else value.isoformat()
        elif isinstance(value, fmpq | Real):
            cached = near(value)
        elif isinstance(step, s.Node):
            none = self.made.say("n/a")
            cached = none if isinstance(found, Formula) else self.words.note(step, self.steps)[:250]
        elif isinstance(step, s.Rating) and isinstance(value, str):
            cached = self.words.shown(step)
        if isinstance(found, Formula):
            sheet.write_formula(row, column, f"={found.text}", look, cached)
        elif isinstance(cached, bool):
            sheet.write_boolean(row, column, cached, look)
        elif isinstance(cached, int | float):
            sheet.write_number(row, column, cached, look)
        else:
            text = str(cached) if cached is not None else self.words.exact(step) or self.words.shown(step)
            self.long.text(sheet, row, column, text, look)

    def format(self, step: s.Step) -> str:
        """The number format of a step's value: as many decimals as effrules shows."""
        value = step.value
        if isinstance(value, date):
            return self.day
        if isinstance(value, bool) or not isinstance(value, fmpq | Real):
            return "General"
        match step:
            case s.Cell() if step.percent and isinstance(value, fmpq):
                return percent_format(value)
            case s.Node():
                rounding = self.words.program.nodes[step.node].rounding
                if rounding is not None and isinstance(value, fmpq):
                    return decimals(max(0, places_of(value, rounding)))
                return decimals(PLACES)
            case s.Round() if isinstance(value, fmpq) and step.rounding.digits <= FEW_PLACES:
                return decimals(max(0, places_of(value, step.rounding)))
            case _ if type(step) in SCORES:
                return decimals(PLACES)
            case _:
                return "General"

    def _clause_text(self, ref: ClauseRef, whole: bool) -> str:
        """A clause in a line: its number, its title, and, ``whole``, what it rests on."""
        clause = self.clauses[ref]
        title = self.words.titled(clause.titles, "")
        if not title and clause.kind in NODES:
            title = self.words.node(clause.name)
        head = " ".join(filter(None, (self._number(clause), title or shown(clause.name))))
        bases = self.words.bases(clause, self.words.program.header.version) if whole else ()
        return "; ".join(filter(None, (head, *bases)))

    def _number(self, clause: Clause) -> str:
        kind = {ClauseKind.PENALTY: "adjustment", ClauseKind.BONUS: "adjustment"}.get(
            clause.kind, clause.kind.value
        )
        place = self.numbers.get(("node" if clause.kind in NODES else kind, clause.name))
        return "" if place is None else f"{place.number}."


def _quoted(name: str) -> str:
    return name.replace("'", "''")


def decimals(places: int) -> str:
    """The format of a number with so many decimals."""
    return "0" if not places else "0." + "0" * min(places, 30)


def percent_format(value: fmpq) -> str:
    """The format of a share in percent, with all its decimals."""
    places = finite_places(value * 100)
    return decimals(FEW_PLACES if places is None else min(places, FEW_PLACES)) + "%"


def exactly(value: fmpq | Real) -> str:
    """The exact text of a number."""
    return exact_text(value) if isinstance(value, fmpq) else figure(value).exact
