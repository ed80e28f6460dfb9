"""Results as an Excel workbook: a sheet for each group, a sheet of exact numbers, a sheet of notes.

Excel keeps binary numbers, so the sheets for the groups hold the numbers as shown; the exact ones stand as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from effrules.exact.results import NodeState, Results, SubjectResult
from effrules.model import program as p
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.ranked import Ranked, grouped, why
from effrules.report.wide import in_tree_order
from effrules.report.wording import Language, word

NOTE = (
    "Numbers in the sheets are as shown: Excel keeps binary numbers of some 15 digits. "
    'The exact numbers stand as text in the column "exact" and in the sheet "Exact".'
)


def write_workbook(
    results: Results, program: p.Program, report: Ranked, path: Path, language: Language = Language.EN
) -> None:
    """Write the workbook. ``report`` gives the titles and notes. Raises OSError."""
    import xlsxwriter

    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        _Writer(book, results, program, report, Naming(program, language)).write()
    path.write_bytes(made.getvalue())


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
        self.taken: set[str] = {"exact", "notes"}

    def write(self) -> None:
        for title, subjects in grouped(self.results, self.program, self.naming):
            self.group(title or self.naming.subject(), subjects)
        self.exact()
        self.notes()

    def sheet(self, title: str) -> Any:
        """A sheet with a name that Excel admits: 31 characters, some not allowed, no two alike."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31].strip() or "Results"
        name, number = plain, 2
        while name.casefold() in self.taken:
            name = f"{plain[:27]} {number}"
            number += 1
        self.taken.add(name.casefold())
        return self.book.add_worksheet(name)

    def number(self, sheet: Any, row: int, column: int, text: str) -> None:
        """A number as shown, with as many decimals."""
        places = len(text.partition(".")[2])
        if places not in self.formats:
            self.formats[places] = self.book.add_format(
                {"num_format": "0." + "0" * places if places else "0"}
            )
        sheet.write_number(row, column, float(text), self.formats[places])

    def group(self, title: str, subjects: Sequence[SubjectResult]) -> None:
        sheet = self.sheet(title)
        language = self.naming.language
        headings = [self.naming.title(r.titles, word("place", language)) for r in self.program.rankings]
        headings += [self.program.schema.subject.name, self.naming.subject()]
        headings += [word("rating", language)] * len(self.program.ratings)
        for node in self.nodes:
            assumed = any(result.nodes[node.name].assumed for result in subjects)
            headings.append(self.naming.node(node) + ("*" if assumed else ""))
            if node.parent is None:
                headings.append(f"{self.naming.node(node)}, exact")
        headings += [self.naming.title(a.titles, a.name) for a in self.program.adjustments]
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
            shown = None if of.value is None else figure(of.value, node.rounding)
            if shown is None or shown.text == "?":
                keys = {NodeState.NOT_APPLICABLE: "n/a", NodeState.FAILED: "failed"}
                sheet.write_string(row, column, word(keys.get(of.state, "no score"), self.naming.language))
            else:
                self.number(sheet, row, column, shown.text)
            column += 1
            if node.parent is None:
                sheet.write_string(row, column, shown.exact if shown is not None else why(of, self.naming))
                column += 1
        for adjustment in self.program.adjustments:
            outcome = result.adjustments[adjustment.name]
            taken = figure(outcome.taken)
            if outcome.applies and taken.text != "?":
                minus = "-" if adjustment.sign < 0 and taken.exact != "0" else ""
                self.number(sheet, row, column, minus + taken.text)
            column += 1

    def exact(self) -> None:
        """The exact numbers, as text, by the identifiers of bodies and nodes."""
        sheet = self.book.add_worksheet("Exact")
        names = [node.name for node in self.nodes]
        for column, text in enumerate([self.program.schema.subject.name, *names]):
            sheet.write_string(0, column, text, self.heading)
        for row, result in enumerate(self.results.subjects, 1):
            sheet.write_string(row, 0, result.subject.key)
            for column, node in enumerate(self.nodes, 1):
                of = result.nodes[node.name]
                text = of.state.value if of.value is None else figure(of.value, node.rounding).exact
                sheet.write_string(row, column, text)
        sheet.set_column(0, len(names), 16)
        sheet.freeze_panes(1, 1)
        _print_on_one_width(sheet, 0)

    def notes(self) -> None:
        """What was run, what the marks mean, and every assumption."""
        sheet = self.book.add_worksheet("Notes")
        lines = [
            self.report.title,
            *self.report.what_if,
            "",
            NOTE,
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


def _print_on_one_width(sheet: Any, headings: int) -> None:
    """Printed, a sheet is as wide as one page, however many are below it, each with the headings, which are tall."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, headings)
    sheet.set_row(headings, 62)
