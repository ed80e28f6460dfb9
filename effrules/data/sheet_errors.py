"""The findings about what a workbook says beside its values. Codes: E429 to E432, E480 to E482, W460 to W462, W492."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.data.wording import help_note, listed, rule
from effrules.diagnostics import CellPlace, Finding
from effrules.diagnostics.making import error, warning
from effrules.model.schema import Field, Table, named
from effrules.words import Number, Text, phrase


def unstored_formula(place: CellPlace) -> Finding:
    """A formula for which the workbook keeps no value."""
    return error(
        "E429", phrase("a formula without a stored value"), place, "",
        help_note(phrase("open the workbook in the spreadsheet program and save it: then it keeps the value")),
    )  # fmt: skip


def _far(cells: list[str]) -> Text:
    """The cells that lie far from a table: the first, and how many more."""
    if len(cells) == 1:
        return phrase("the cell {cell}", cell=cells[0])
    return phrase("the cell {cell} and {more} more like it", cell=cells[0], more=len(cells) - 1)


def stray_cell(file: str, sheet: str, cells: list[str]) -> Finding:
    """A cell with something in it, so far from the table that it cannot belong to it."""
    return error(
        "E430", phrase("{cells} lies far from the table, and is not read", cells=_far(cells)), CellPlace(file, sheet, cells[0]), "",
        help_note(phrase("move it into the table, or clear it")),
    )  # fmt: skip


def stray_blank(file: str, sheet: str, cells: list[str]) -> Finding:
    """A cell with nothing but white space far from the table."""
    return warning(
        "W460", phrase("{cells} holds a blank far from the table; it is not read", cells=_far(cells)), CellPlace(file, sheet, cells[0]),
        "", help_note(phrase("clear it: delete the rows and columns behind the table")),
    )  # fmt: skip


def other_digits(one: Field | Table, digits: str, place: CellPlace) -> Finding:
    """A number cell where a text belongs, of which the workbook shows other digits: 3.1 as ``3.10``."""
    return error(
        "E431", phrase("`{wanted}` is the number `{raw}`, but the workbook shows `{digits}`", wanted=named(one), raw=place.raw, digits=digits), place, "",
        help_note(phrase("format the column as text, and type what it shall be")),
    )  # fmt: skip


def percent_sign(field: Field, place: CellPlace) -> Finding:
    """A number in a share, behind which the workbook only writes a percent sign."""
    number = place.raw.strip()
    return error(
        "E480", phrase("`{field}` is a share: the cell holds {number}, and its format writes a percent sign behind it, so that {number} % is seen", field=named(field), number=number), place, "",
        help_note(phrase("format the cell as a percentage, or write `{number} %` as a text; or declare the field as `share in percent`", number=number)),
        *rule(field),
    )  # fmt: skip


def shown_otherwise(one: Field | Table, seen: str, place: CellPlace) -> Finding:
    """A number that its format does not show: hidden, words in its place, or thousands of it."""
    return error(
        "E482",
        phrase("`{wanted}` is the number {number}, but the workbook shows `{seen}`", wanted=named(one), number=Number(place.raw), seen=seen)
        if seen
        else phrase("`{wanted}` is the number {number}, but the workbook shows nothing", wanted=named(one), number=Number(place.raw)),
        place, "", help_note(phrase("format the cell as a number with all its digits, and look which number is meant")),
    )  # fmt: skip


def formula_text(one: Field | Table, place: CellPlace) -> Finding:
    """A text that is written as a formula: a spreadsheet shows ``003`` of ``="003"``."""
    return error(
        "E481", phrase("`{wanted}` is written as a formula; a spreadsheet shows something else", wanted=named(one)), place, "",
        help_note(phrase("write what it shall show, without the sign `=` and the quotation marks")),
    )  # fmt: skip


def merged(area: str, first: str, place: CellPlace) -> Finding:
    """A cell that is merged with others, of which only the first has a value."""
    return error(
        "E432", phrase("the cells {area} are merged: `{first}` stands in the first of them, and the others are empty", area=area, first=first), place, "",
        help_note(phrase("unmerge them, and write into each cell what holds for its row")),
    )  # fmt: skip


def hidden_rows(rows: list[str], filtered: bool, place: CellPlace) -> Finding:
    """Rows that the workbook does not show, and that are read."""
    listing = (
        phrase("{rows} cannot be seen in the workbook (a filter is set)", rows=_rows(rows))
        if filtered
        else phrase("{rows} cannot be seen in the workbook", rows=_rows(rows))
    )
    return warning(
        "W461",
        _read_all_the_same(listing, len(rows)),
        place,
        "",
        help_note(phrase("delete what shall not count; show what shall")),
    )


def _rows(rows: list[str]) -> Text:
    if len(rows) > 1:
        return phrase("the rows {rows}", rows=listed(rows))
    return phrase("the row {row}", row=listed(rows))


def _read_all_the_same(hidden: Text, count: int) -> Text:
    if count > 1:
        return phrase("{hidden}; they are read like any other", hidden=hidden)
    return phrase("{hidden}; it is read like any other", hidden=hidden)


def hidden_columns(columns: list[str], place: CellPlace) -> Finding:
    """Columns that the workbook does not show, and that are read."""
    hidden = (
        phrase("the columns {columns} cannot be seen in the workbook", columns=listed(columns))
        if len(columns) > 1
        else phrase("the column {column} cannot be seen in the workbook", column=listed(columns))
    )
    return warning(
        "W461",
        _read_all_the_same(hidden, len(columns)),
        place,
        "",
        help_note(phrase("delete what shall not count; show what shall")),
    )


def hidden_sheet(sheet: str, place: CellPlace) -> Finding:
    """A sheet that the workbook does not show, and that the rules name."""
    return warning(
        "W461", phrase("the sheet `{sheet}` cannot be seen in the workbook; it is read like any other", sheet=sheet), place, "",
        help_note(phrase("delete it if it shall not count; else show it")),
    )  # fmt: skip


def struck_cells(cells: list[str], place: CellPlace) -> Finding:
    """Cells that the workbook shows struck out, and that are read."""
    struck = (
        phrase("the cells {cells} are struck out in the workbook", cells=listed(cells))
        if len(cells) > 1
        else phrase("the cell {cell} is struck out in the workbook", cell=listed(cells))
    )
    return warning(
        "W492", _read_all_the_same(struck, len(cells)), place, "",
        help_note(phrase("delete what shall not count; take the stroke away from what shall")),
    )  # fmt: skip


def placeholders(one: Field | Table, cells: Iterable[str], place: CellPlace) -> Finding:
    """Formulas whose stored zero may stand for a value that nobody has calculated yet."""
    return warning(
        "W462", phrase("`{one}` has formulas that may never have been calculated: 0 is stored for {cells}", one=named(one), cells=listed(list(cells))), place, "",
        help_note(phrase("open the workbook in the spreadsheet program and save it: then it keeps the true values")), *rule(one),
    )  # fmt: skip
