"""The findings about how a table lies on its sheet, one for each cause. Codes: E433 to E438, E444, W463, W490, W491."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.data.wording import error, help_note, listed, warning
from effrules.diagnostics import CellPlace, Finding, Related


def _rows(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"rows {numbers[0]} to {numbers[-1]}"
    if len(numbers) == 2:
        return f"rows {numbers[0]} and {numbers[1]}"
    return f"rows {listed([str(number) for number in numbers])}"


def titles_above(place: CellPlace, headings: CellPlace, row: int, above: Sequence[int]) -> Finding:
    """Rows with a title above the row of headings."""
    return error(
        "E433", f"the headings stand in row {row}, not in the first row: above them is other text", place, "",
        help_note(f"delete the {_rows(above)}, so that the headings come first"),
        related=(Related(headings, "the headings"),),
    )  # fmt: skip


def two_rows_of_headings(place: CellPlace, rows: tuple[int, int], second: Sequence[str]) -> Finding:
    """Headings that stand in two rows, as under a common title."""
    names = ", ".join(f"`{name}`" for name in second)
    many = "stand" if len(second) > 1 else "stands"
    return error(
        "E434", f"the headings stand in two rows, {rows[0]} and {rows[1]}: {names} {many} in the second", place, "",
        help_note("write all headings into one row, each above its column, and delete the other"),
    )  # fmt: skip


def column_numbers(place: CellPlace, row: int) -> Finding:
    """A row below the headings in which the columns are numbered: 1, 2, 3."""
    return error(
        "E435",
        f"row {row} numbers the columns; it is no row of the table",
        place,
        "",
        help_note("delete the row"),
    )


def titles_of_groups(place: CellPlace, rows: Sequence[int]) -> Finding:
    """Rows between those of the table that hold one text, as the title of a group does."""
    hold = "holds" if len(rows) == 1 else "hold"
    return error(
        "E444", f"the {_rows(rows)} {hold} one text and nothing else, as the title of a group does", place, "",
        help_note("delete it, or write the values that the rules need; a column of its own may say the group"),
    )  # fmt: skip


def total_row(place: CellPlace, row: int, name: str, column: str, what: str, where: str) -> Finding:
    """A row that holds sums or averages of the others."""
    return error(
        "E436", f"row {row}, `{name}`, is no row of its own: `{column}` is the {what} of the rows {where}", place, "",
        help_note("delete the row"),
    )  # fmt: skip


def perhaps_a_total(place: CellPlace, row: int, name: str) -> Finding:
    """A row that is called like one of totals, but whose numbers do not show it."""
    return warning(
        "W463", f"row {row} is called `{name}`; it is read like any other", place, "",
        help_note("delete the row if it holds totals"),
    )  # fmt: skip


def sums_of_the_others(place: CellPlace, row: int, columns: Sequence[str]) -> Finding:
    """A first or last row that holds the sums of all others, though it is not called so."""
    names = listed([f"`{name}`" for name in columns])
    return warning(
        "W490", f"row {row}, `{place.raw.strip()}`, holds the sums of all other rows in {names}; it is read like any other",
        place, "", help_note("delete the row if it holds totals"),
    )  # fmt: skip


def perhaps_a_title(place: CellPlace, rows: Sequence[int]) -> Finding:
    """Rows with one text and nothing else, which the rules admit: as well titles of groups or notes as bodies without values."""
    hold, read = ("holds", "it is read as a row") if len(rows) == 1 else ("hold", "they are read as rows")
    return warning(
        "W491", f"the {_rows(rows)} {hold} one text and nothing else; {read} without values", place, "",
        help_note("delete what is a title or a note; of a body without values, write `-` in its other cells"),
    )  # fmt: skip


def notes_below(place: CellPlace, rows: Sequence[int]) -> Finding:
    """Rows below the table that hold a note, and nothing else."""
    hold = "holds a note" if len(rows) == 1 else "hold notes"
    return error(
        "E437", f"the {_rows(rows)} below the table {hold}, no data", place, "",
        help_note("delete what stands below the table; if it is a body without values, write `-` in its other cells"),
    )  # fmt: skip


def other_separator(file: str, separator: str, headings: Sequence[str]) -> Finding:
    """A CSV file whose columns are separated by another character than those that are looked for."""
    names = ", ".join(f"`{name}`" for name in headings[:3])
    way = f"write `sep={separator}` as its first line, or save it" if len(separator) == 1 else "save it"
    return error(
        "E438", f"the columns of `{file}` seem to be separated by `{separator}`: that gives the headings {names}",
        CellPlace(file), "",
        help_note(f"{way} as .csv with commas, semicolons or tabs"),
    )  # fmt: skip
