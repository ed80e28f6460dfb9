"""What all .xlsx files that reports write have in common: names of sheets, texts too long for a cell, printing."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from effrules.data.grid import letters
from effrules.model.garbage import without_collecting
from effrules.words import Language, phrase

LONGEST_TEXT = 32_767
"""So many characters a cell of Excel holds."""

LONGEST_NAME = 31
"""So many characters the name of a sheet has at most."""


def workbook_bytes(write: Callable[[Any], None]) -> bytes:
    """The file that ``write`` fills: text never becomes a formula or a link by itself."""
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]
        """A sheet that takes a formula as it is: the library looks each through for forty functions that none of ours has."""

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 - the library's
            return formula.removeprefix("=")

    class Book(Workbook):  # type: ignore[misc]
        """A workbook of such sheets."""

        worksheet_class = Sheet

    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with without_collecting(), Book(made, options) as book:
        write(book)
    return made.getvalue()


class SheetNames:
    """Names that sheets can have: 31 characters, some not allowed, no two alike. Some may be ``taken`` beforehand."""

    def __init__(self, *taken: str) -> None:
        self.taken = {name.casefold() for name in taken}

    def name(self, title: str) -> str:
        """A name for a sheet, as near to a title as it can be."""
        plain = (
            re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:LONGEST_NAME].strip(" '") or "Results"
        )
        name, number = plain, 2
        while name.casefold() in self.taken:
            name = f"{plain[: LONGEST_NAME - 4]} {number}"
            number += 1
        self.taken.add(name.casefold())
        return name


HEADINGS = (
    phrase("sheet", context="a heading"),
    phrase("cell", context="a heading"),
    phrase("text", context="a heading"),
)


class LongTexts:
    """Texts too long for a cell: they stand in a sheet of their own, in pieces that read from left to right."""

    def __init__(self, name: str, language: Language) -> None:
        self.name = name
        self.language = language
        self.listed: list[tuple[str, str, str]] = []

    def text(self, sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
        """Write a text into a cell; of one that is too long the cell says in which row it stands."""
        if len(text) > LONGEST_TEXT:
            at = next((i for i, one in enumerate(self.listed) if one[2] == text), None)
            if at is None:
                at = len(self.listed)
                self.listed.append((sheet.get_name(), f"{letters(column)}{row + 1}", text))
            text = f"-> {self.name}!C{at + 2}"
        sheet.write_string(row, column, text, style)

    def write(self, book: Any, heading: Any) -> None:
        """The sheet of long texts, if there are any: where each belongs, and its pieces."""
        if not self.listed:
            return
        sheet = book.add_worksheet(self.name)
        for column, text in enumerate(one.in_(self.language) for one in HEADINGS):
            sheet.write_string(0, column, text, heading)
        for row, (name, cell, text) in enumerate(self.listed, 1):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, cell)
            for column, start in enumerate(range(0, len(text), LONGEST_TEXT), 2):
                sheet.write_string(row, column, text[start : start + LONGEST_TEXT])


def print_on_one_width(sheet: Any, first: int, last: int) -> None:
    """Printed, a sheet is as wide as one page, however many are below it, each with the rows of headings."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first, last)
