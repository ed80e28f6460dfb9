"""The findings about what a workbook says beside its values. Codes: E429 to E432, E480, E481, W460 to W462, W492."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.data.wording import error, help_note, listed, rule, warning
from effrules.diagnostics import CellPlace, Finding
from effrules.model.schema import Field, Table


def unstored_formula(place: CellPlace) -> Finding:
    """A formula for which the workbook keeps no value."""
    return error(
        "E429", "a formula without a stored value", place, "",
        help_note("open the workbook in the spreadsheet program and save it: then it keeps the value"),
    )  # fmt: skip


def stray_cell(file: str, sheet: str, cells: list[str]) -> Finding:
    """A cell with something in it, so far from the table that it cannot belong to it."""
    many = f" and {len(cells) - 1} more like it" if len(cells) > 1 else ""
    return error(
        "E430", f"the cell {cells[0]}{many} lies far from the table, and is not read", CellPlace(file, sheet, cells[0]), "",
        help_note("move it into the table, or clear it"),
    )  # fmt: skip


def stray_blank(file: str, sheet: str, cells: list[str]) -> Finding:
    """A cell with nothing but white space far from the table."""
    many = f" and {len(cells) - 1} more like it" if len(cells) > 1 else ""
    return warning(
        "W460", f"the cell {cells[0]}{many} holds a blank far from the table; it is not read", CellPlace(file, sheet, cells[0]),
        "", help_note("clear it: delete the rows and columns behind the table"),
    )  # fmt: skip


def other_digits(wanted: str, digits: str, place: CellPlace) -> Finding:
    """A number cell where a text belongs, of which the workbook shows other digits: 3.1 as ``3.10``."""
    return error(
        "E431", f"`{wanted}` is the number `{place.raw}`, but the workbook shows `{digits}`", place, "",
        help_note("format the column as text, and type what it shall be"),
    )  # fmt: skip


def percent_sign(field: Field, place: CellPlace) -> Finding:
    """A number in a share, behind which the workbook only writes a percent sign."""
    number = place.raw.strip()
    return error(
        "E480", f"`{field.name}` is a share: the cell holds {number}, and its format writes a percent sign behind it, so that"
        f" {number} % is seen", place, "",
        help_note(f"format the cell as a percentage, or write `{number} %` as a text; or declare the field as `share in percent`"),
        *rule(field),
    )  # fmt: skip


def formula_text(wanted: str, place: CellPlace) -> Finding:
    """A text that is written as a formula: a spreadsheet shows ``003`` of ``="003"``."""
    return error(
        "E481", f"`{wanted}` is written as a formula; a spreadsheet shows something else", place, "",
        help_note("write what it shall show, without the sign `=` and the quotation marks"),
    )  # fmt: skip


def merged(area: str, first: str, place: CellPlace) -> Finding:
    """A cell that is merged with others, of which only the first has a value."""
    return error(
        "E432", f"the cells {area} are merged: `{first}` stands in the first of them, and the others are empty", place, "",
        help_note("unmerge them, and write into each cell what holds for its row"),
    )  # fmt: skip


def hidden_rows(rows: list[str], filtered: bool, place: CellPlace) -> Finding:
    """Rows that the workbook does not show, and that are read."""
    by = " (a filter is set)" if filtered else ""
    what, they = ("rows", "they are") if len(rows) > 1 else ("row", "it is")
    return warning(
        "W461", f"the {what} {listed(rows)} cannot be seen in the workbook{by}; {they} read like any other", place, "",
        help_note("delete what shall not count; show what shall"),
    )  # fmt: skip


def hidden_columns(columns: list[str], place: CellPlace) -> Finding:
    """Columns that the workbook does not show, and that are read."""
    what, they = ("columns", "they are") if len(columns) > 1 else ("column", "it is")
    return warning(
        "W461", f"the {what} {listed(columns)} cannot be seen in the workbook; {they} read like any other", place, "",
        help_note("delete what shall not count; show what shall"),
    )  # fmt: skip


def hidden_sheet(sheet: str, place: CellPlace) -> Finding:
    """A sheet that the workbook does not show, and that the rules name."""
    return warning(
        "W461", f"the sheet `{sheet}` cannot be seen in the workbook; it is read like any other", place, "",
        help_note("delete it if it shall not count; else show it"),
    )  # fmt: skip


def struck_cells(cells: list[str], place: CellPlace) -> Finding:
    """Cells that the workbook shows struck out, and that are read."""
    what, they, be = ("cells", "they", "are") if len(cells) > 1 else ("cell", "it", "is")
    return warning(
        "W492", f"the {what} {listed(cells)} {be} struck out in the workbook; {they} {be} read like any other", place, "",
        help_note("delete what shall not count; take the stroke away from what shall"),
    )  # fmt: skip


def placeholders(one: Field | Table, cells: Iterable[str], place: CellPlace) -> Finding:
    """Formulas whose stored zero may stand for a value that nobody has calculated yet."""
    return warning(
        "W462", f"`{one.name}` has formulas that may never have been calculated: 0 is stored for {listed(list(cells))}", place, "",
        help_note("open the workbook in the spreadsheet program and save it: then it keeps the true values"), *rule(one),
    )  # fmt: skip
