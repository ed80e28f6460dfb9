"""Results as an Excel workbook: a sheet for each group, a sheet of exact numbers, a sheet of notes.

Excel keeps binary numbers, so the sheets for the groups hold the numbers as shown; the exact ones stand as text. What Excel
cannot hold as a number is a text as well, and what is too long for a cell stands in a sheet of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from effrules.exact.results import NodeResult, Results, SubjectResult
from effrules.model import program as p
from effrules.report.blocks.spreadsheet import (
    LONGEST_TEXT,
    LongTexts,
    SheetNames,
    print_on_one_width,
    workbook_bytes,
)
from effrules.report.figures import Figure, figure
from effrules.report.naming import Naming
from effrules.report.results.ranked import Ranked, grouped, why
from effrules.report.results.wide import in_tree_order
from effrules.report.wording import unscored, word
from effrules.words import Language, number, phrase

EXACT, LONG, NOTES = SHEETS = (
    phrase("Exact", context="a sheet"),
    phrase("Long", context="a sheet"),
    phrase("Notes", context="a sheet"),
)
"""The sheets behind those for the groups."""

MOST_DIGITS = 15
"""So many significant digits Excel keeps of a number."""

MOST_PLACES = 30
"""So many decimals a number format of Excel has."""


def fits(text: str) -> bool:
    """Whether Excel keeps every digit of a number as shown."""
    whole, _, decimals = text.removeprefix("-").partition(".")
    digits = (whole + decimals).lstrip("0") if decimals else whole.lstrip("0")
    return len(digits) <= MOST_DIGITS and len(decimals) <= MOST_PLACES


def write_workbook(
    results: Results, program: p.Program, report: Ranked, path: Path, language: Language = Language.EN
) -> None:
    """Write the workbook. ``report`` gives the titles and notes. Raises OSError."""
    naming = Naming(program, language)
    path.write_bytes(workbook_bytes(lambda book: _Writer(book, results, program, report, naming).write()))


class _Writer:
    def __init__(
        self, book: Any, results: Results, program: p.Program, report: Ranked, naming: Naming
    ) -> None:
        self.book = book
        self.results = results
        self.program = program
        self.report = report
        self.naming = naming
        self.nodes = in_tree_order(program)
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.loud = book.add_format({"bold": True, "font_color": "#C00000"})
        self.formats: dict[int, Any] = {}
        self.names = SheetNames(*(sheet.in_(naming.language) for sheet in SHEETS))
        self.right = book.add_format({"align": "right"})
        self.as_texts = False
        self.long = LongTexts(LONG.in_(naming.language), naming.language)
        self.figures: dict[tuple[int, str], Figure | None] = {}

    def write(self) -> None:
        for title, subjects in grouped(self.results, self.program, self.naming):
            self.group(title or self.naming.subject(), subjects)
        self.exact()
        self.long.write(self.book, self.heading)
        self.notes()

    def sheet(self, title: str) -> Any:
        """A sheet with such a name."""
        return self.book.add_worksheet(self.names.name(title))

    def figure(self, result: NodeResult, node: p.ScoreNode) -> Figure | None:
        """The number of a node as shown and exactly: worked out once, for both sheets that it stands in."""
        key = id(result), node.name
        if key not in self.figures:
            self.figures[key] = None if result.value is None else figure(result.value, node.rounding)
        return self.figures[key]

    def number(self, sheet: Any, row: int, column: int, text: str) -> None:
        """A number as shown, with as many decimals; as a text where Excel would lose digits of it."""
        if not fits(text):
            self.as_texts = True
            self.long.text(sheet, row, column, text, self.right)
            return
        places = len(text.partition(".")[2])
        if places not in self.formats:
            self.formats[places] = self.book.add_format(
                {"num_format": "0." + "0" * places if places else "0"}
            )
        sheet.write_number(row, column, float(text), self.formats[places])

    def group(self, title: str, subjects: Sequence[SubjectResult]) -> None:
        sheet = self.sheet(title)
        headings = [self.naming.column(ranking) for ranking in self.program.rankings]
        headings += [self.program.schema.subject.name, self.naming.subject()]
        headings += [self.naming.rating(rating) for rating in self.program.ratings]
        for node in self.nodes:
            assumed = any(result.nodes[node.name].assumed for result in subjects)
            headings.append(self.naming.column(node) + ("*" if assumed else ""))
            if node.name in self.program.heads:
                headings.append(word("exactly", self.naming.language, title=self.naming.column(node)))
        headings += [self.naming.column(adjustment) for adjustment in self.program.adjustments]
        first = 0
        if self.report.what_if:
            sheet.write_string(0, 0, " | ".join(self.report.what_if), self.loud)
            first = 1
        for column, text in enumerate(headings):
            sheet.write_string(first, column, text, self.heading)
        for row, result in enumerate(subjects, first + 1):
            self.row(sheet, row, result)
        names = len(self.program.rankings)
        sheet.set_column(0, len(headings), 13)
        sheet.set_column(names + 1, names + 1, 40)
        sheet.freeze_panes(first + 1, names + 2)
        _print_on_one_width(sheet, first)
        if subjects:
            sheet.autofilter(first, 0, first + len(subjects), len(headings) - 1)

    def row(self, sheet: Any, row: int, result: SubjectResult) -> None:
        column = 0
        for ranking in self.program.rankings:
            place = result.places.get(ranking.name)
            if place is not None:
                sheet.write_number(row, column, place.number)
            column += 1
        for text in (result.subject.key, self.naming.body(result.subject)):
            sheet.write_string(row, column, text)
            column += 1
        for rating in self.program.ratings:
            grade = result.ratings.get(rating.node)
            sheet.write_string(row, column, "" if grade is None else self.naming.grade(rating.node, grade))
            column += 1
        for node in self.nodes:
            of = result.nodes[node.name]
            shown = self.figure(of, node)
            if shown is None:
                sheet.write_string(row, column, word(unscored(of.state), self.naming.language))
            else:
                self.number(sheet, row, column, shown.text)
            column += 1
            if node.name in self.program.heads:
                exact = why(of, self.naming) if shown is None else number(shown.exact, self.naming.language)
                self.long.text(sheet, row, column, exact)
                column += 1
        for adjustment in self.program.adjustments:
            outcome = result.adjustments[adjustment.name]
            taken = figure(outcome.taken)
            if outcome.applies:
                minus = "-" if adjustment.sign < 0 and taken.exact != "0" else ""
                self.number(sheet, row, column, minus + taken.text)
            column += 1

    def exact(self) -> None:
        """The exact numbers, as text, by the identifiers of bodies and nodes."""
        sheet = self.book.add_worksheet(EXACT.in_(self.naming.language))
        names = [node.name for node in self.nodes]
        for column, text in enumerate([self.program.schema.subject.name, *names]):
            sheet.write_string(0, column, text, self.heading)
        for row, result in enumerate(self.results.subjects, 1):
            sheet.write_string(row, 0, result.subject.key)
            for column, node in enumerate(self.nodes, 1):
                of = result.nodes[node.name]
                shown = self.figure(of, node)
                language = self.naming.language
                text = word(of.state.value, language) if shown is None else number(shown.exact, language)
                self.long.text(sheet, row, column, text)
        sheet.set_column(0, len(names), 16)
        sheet.freeze_panes(1, 1)
        _print_on_one_width(sheet, 0)

    def notes(self) -> None:
        """What was run, what the marks mean, and every assumption."""
        sheet = self.book.add_worksheet(NOTES.in_(self.naming.language))
        lines = [
            self.report.title,
            *self.report.what_if,
            "",
            *self.about_numbers(),
            *self.report.notes,
            *self.report.without,
            "",
        ]
        for assumption in self.results.assumptions:
            place = "" if assumption.span is None else f"{assumption.span}: "
            about = f"{assumption.subject}: " if assumption.subject else ""
            lines.append("* " + place + about + self.naming.title(assumption.reason, ""))
        for row, line in enumerate(lines):
            loud = line in self.report.what_if
            sheet.write_string(row, 0, line, self.loud if loud else None)
        sheet.set_column(0, 0, 120)

    def about_numbers(self) -> list[str]:
        """How the numbers stand in the sheets."""
        language = self.naming.language
        said = [word("workbook numbers", language)]
        if self.as_texts:
            said.append(word("workbook texts", language, digits=MOST_DIGITS))
        if self.long.listed:
            said.append(word("workbook long", language, longest=LONGEST_TEXT))
        return said


def _print_on_one_width(sheet: Any, headings: int) -> None:
    """Printed, a sheet is as wide as one page, with its headings, which are tall."""
    print_on_one_width(sheet, 0, headings)
    sheet.set_row(headings, 62)
