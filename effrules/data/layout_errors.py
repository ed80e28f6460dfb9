"""The findings about how a table lies on its sheet, one for each cause. Codes: E433 to E438, E444, W463, W490, W491."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.data.wording import help_note, listed
from effrules.diagnostics import CellPlace, Finding, Related
from effrules.diagnostics.making import error, warning
from effrules.words import Text, phrase, several, template


def _rows(numbers: Sequence[int]) -> Text:
    match list(numbers):
        case [one]:
            return phrase("row {row}", row=one)
        case [one, other]:
            return phrase("rows {first} and {last}", first=one, last=other)
        case [first, *_, last] if last - first == len(numbers) - 1:
            return phrase("rows {first} to {last}", first=first, last=last)
        case _:
            return phrase("rows {rows}", rows=listed([str(number) for number in numbers]))


def titles_above(place: CellPlace, headings: CellPlace, row: int, above: Sequence[int]) -> Finding:
    """Rows with a title above the row of headings."""
    return error(
        "E433", phrase("the headings stand in row {row}, not in the first row: above them is other text", row=row), place, "",
        help_note(phrase("delete the {rows}, so that the headings come first", rows=_rows(above))),
        related=(Related(headings, phrase("the headings")),),
    )  # fmt: skip


def two_rows_of_headings(place: CellPlace, rows: tuple[int, int], second: Sequence[str]) -> Finding:
    """Headings that stand in two rows, as under a common title."""
    first, last = rows
    names = several(f"`{name}`" for name in second)
    return error(
        "E434",
        phrase(
            "the headings stand in two rows, {first} and {last}: {names} stand in the second",
            first=first,
            last=last,
            names=names,
        )
        if len(second) > 1
        else phrase(
            "the headings stand in two rows, {first} and {last}: {names} stands in the second",
            first=first,
            last=last,
            names=names,
        ),
        place,
        "",
        help_note(phrase("write all headings into one row, each above its column, and delete the other")),
    )


def column_numbers(place: CellPlace, row: int) -> Finding:
    """A row below the headings in which the columns are numbered: 1, 2, 3."""
    return error(
        "E435",
        phrase("row {row} numbers the columns; it is no row of the table", row=row),
        place,
        "",
        help_note(phrase("delete the row")),
    )


def titles_of_groups(place: CellPlace, rows: Sequence[int]) -> Finding:
    """Rows between those of the table that hold one text, as the title of a group does."""
    return error(
        "E444",
        phrase("the {row} holds one text and nothing else, as the title of a group does", row=_rows(rows))
        if len(rows) == 1
        else phrase(
            "the {rows} hold one text and nothing else, as the title of a group does", rows=_rows(rows)
        ),
        place,
        "",
        help_note(
            phrase(
                "delete it, or write the values that the rules need; a column of its own may say the group"
            )
        ),
    )


_MADE = {
    ("sum", "above"): template(
        "row {row}, `{name}`, is no row of its own: `{column}` is the sum of the rows above"
    ),
    ("sum", "below"): template(
        "row {row}, `{name}`, is no row of its own: `{column}` is the sum of the rows below"
    ),
    ("mean", "above"): template(
        "row {row}, `{name}`, is no row of its own: `{column}` is the mean of the rows above"
    ),
    ("mean", "below"): template(
        "row {row}, `{name}`, is no row of its own: `{column}` is the mean of the rows below"
    ),
}
"""What a row that is none of its own holds, and of which rows."""


def total_row(place: CellPlace, row: int, name: str, column: str, what: str, where: str) -> Finding:
    """A row that holds sums or averages of the others."""
    told = _MADE[what, where].of(row=row, name=name, column=column)
    return error("E436", told, place, "", help_note(phrase("delete the row")))


def perhaps_a_total(place: CellPlace, row: int, name: str) -> Finding:
    """A row that is called like one of totals, but whose numbers do not show it."""
    return warning(
        "W463", phrase("row {row} is called `{name}`; it is read like any other", row=row, name=name), place, "",
        help_note(phrase("delete the row if it holds totals")),
    )  # fmt: skip


def sums_of_the_others(place: CellPlace, row: int, columns: Sequence[str]) -> Finding:
    """A first or last row that holds the sums of all others, though it is not called so."""
    names = listed([f"`{name}`" for name in columns])
    return warning(
        "W490", phrase("row {row}, `{raw}`, holds the sums of all other rows in {names}; it is read like any other", row=row, raw=place.raw.strip(), names=names),
        place, "", help_note(phrase("delete the row if it holds totals")),
    )  # fmt: skip


def perhaps_a_title(place: CellPlace, rows: Sequence[int]) -> Finding:
    """Rows with one text and nothing else, which the rules admit: as well titles of groups or notes as bodies without values."""
    return warning(
        "W491",
        phrase(
            "the {row} holds one text and nothing else; it is read as a row without values", row=_rows(rows)
        )
        if len(rows) == 1
        else phrase(
            "the {rows} hold one text and nothing else; they are read as rows without values",
            rows=_rows(rows),
        ),
        place,
        "",
        help_note(
            phrase("delete what is a title or a note; of a body without values, write `-` in its other cells")
        ),
    )


def notes_below(place: CellPlace, rows: Sequence[int]) -> Finding:
    """Rows below the table that hold a note, and nothing else."""
    return error(
        "E437",
        phrase("the {row} below the table holds a note, no data", row=_rows(rows))
        if len(rows) == 1
        else phrase("the {rows} below the table hold notes, no data", rows=_rows(rows)),
        place,
        "",
        help_note(
            phrase(
                "delete what stands below the table; if it is a body without values, write `-` in its other cells"
            )
        ),
    )


def other_separator(file: str, separator: str, headings: Sequence[str]) -> Finding:
    """A CSV file whose columns are separated by another character than those that are looked for."""
    return error(
        "E438",
        phrase(
            "the columns of `{file}` seem to be separated by `{separator}`: that gives the headings {names}",
            file=file, separator=separator, names=several(f"`{name}`" for name in headings[:3]),
        ),
        CellPlace(file),
        "",
        help_note(
            phrase("write `sep={separator}` as its first line, or save it as .csv with commas, semicolons or tabs", separator=separator)
            if len(separator) == 1
            else phrase("save it as .csv with commas, semicolons or tabs")
        ),
    )  # fmt: skip
