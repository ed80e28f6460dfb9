"""The findings about headings, and about rows that do not fit under them. E404, E419, E424, E441, W451, W453."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from effrules.data.folding import folded
from effrules.data.wording import MOST_KNOWN, help_note, listed, rule, told_apart
from effrules.diagnostics import CellPlace, Finding, Note, Related
from effrules.diagnostics.lookalikes import hint, nearest
from effrules.diagnostics.making import error, near, warning
from effrules.model.schema import Field, Table, named
from effrules.words import Message, Text, any_of, phrase, several, template

_BESIDE = frozenset({
    "№", "№ п/п", "n п/п", "п/п", "#", "no", "р/с", "№ р/с", "р/с №", "номер по порядку",
    "комментарий", "комментарии", "примечание", "примечания", "ескерту", "ескертпе", "түсініктеме",
    "comment", "comments", "note", "notes", "remark", "remarks",
})  # fmt: skip
"""Headings of columns that stand beside any table: the numbers of its rows, and remarks."""


def missing_column(table: Table, of: Field | Table, place: CellPlace, heading: CellPlace | None) -> Finding:
    """A table without a column that it needs; ``heading`` is that of one which may be meant for it."""
    titles = [f"`{title}`" for title in of.titles.all_texts()]
    notes = []
    if heading is not None:
        told = told_apart(heading.raw, [of.name, *of.titles.all_texts()])
        notes.append(help_note(told or phrase("is it the column `{heading}`?", heading=heading.raw)))
    if titles:
        notes.append(help_note(phrase("it may also be headed {titles}", titles=any_of(titles))))
    return error(
        "E404",
        phrase("`{table}` has no column `{column}`", table=named(table), column=named(of)),
        place,
        "",
        *notes,
        *rule(of),
        related=() if heading is None else (Related(heading, phrase("this one")),),
    )


def is_near(name: str, of: Field | Table) -> bool:
    """Whether a name in the data is spelled nearly as one of a field or table, or looks the same."""
    return bool(nearest(folded(name), [folded(one) for one in (of.name, *of.titles.all_texts())]))


def unknown_beside_missing(table: Table, places: Sequence[CellPlace], lacking: Sequence[Field]) -> Finding:
    """Headings that the rules do not name, while a column that may be missing is not there: perhaps one is meant for it."""
    near = [(place, one, told) for place in places for one in lacking if (told := _is_meant(place.raw, one))]
    place, one, told = near[0] if near else (places[0], lacking[0], "")
    rest = [place_.raw for place_ in places if place_.raw != place.raw]
    missing = several(phrase("`{field}`", field=named(field)) for field in lacking)
    notes = [help_note(told)] if told else []
    if rest:
        notes.append(Note("also unknown", listed([f"`{name}`" for name in rest])))
    way = (
        phrase(
            "head the column {titles} if it is that one; else add a column {missing} without values",
            titles=any_of(f"`{name}`" for name in (one.name, *one.titles.all_texts())),
            missing=missing,
        )
        if near or len(lacking) == 1
        else phrase(
            "head the column as the one that it is; else add a column {missing} without values",
            missing=missing,
        )
    )
    return error(
        "E441",
        phrase(
            "the rules know no column `{heading}`, and `{table}` lacks {missing}",
            heading=place.raw, table=named(table), missing=missing,
        ),
        place, "", *notes, help_note(way), *rule(one),
    )  # fmt: skip


def is_beside(heading: str, absent: Sequence[Field]) -> bool:
    """Whether a heading is one of row numbers or remarks, and none of the absent fields is meant by it."""
    words = folded(heading).strip(" .:")
    return words in _BESIDE and not any(_with_more(heading, field) for field in absent)


def _is_meant(heading: str, field: Field) -> Text:
    """Why a heading seems to stand for a field; "" where it does not."""
    return _with_more(heading, field) or hint(heading, (field.name, *field.titles.all_texts()))


def _with_more(heading: str, field: Field) -> Text:
    """That a heading is a field's with something around or behind it; "" where it is not."""
    names = (field.name, *field.titles.all_texts())
    bare = folded(heading).strip(" *†:.0123456789¹²³()")
    for name in names:
        if bare == folded(name):
            return phrase("it is `{name}` with other signs around it", name=name)
        if bare.startswith(folded(name)) and not bare[len(folded(name))].isalnum():
            return phrase("it is `{name}` with more behind it", name=name)
    return ""


def column_twice(wanted: Text, second: CellPlace, first: CellPlace) -> Finding:
    """Two columns that stand for the same field."""
    message = phrase("two columns stand for `{wanted}`", wanted=wanted)
    return error(
        "E419",
        message,
        second,
        "",
        help_note(phrase("leave one of them out")),
        related=(Related(first, phrase("first here")),),
    )


def heading_of_two(heading: str, of: Field, owner: Table, places: Sequence[CellPlace]) -> Finding:
    """A heading that a field of a table and what its rows belong to both bear."""
    message = phrase(
        "`{heading}` may be the field `{field}`, and which {owner} it is about",
        heading=heading,
        field=named(of),
        owner=named(owner),
    )
    way = phrase(
        "give each a column of its own: `{field}` for the field, `{owner}` for the {owner}",
        field=named(of),
        owner=named(owner),
    )
    related = tuple(Related(place, phrase("and here")) for place in places[1:])
    return error("E398", message, places[0], "", help_note(way), *rule(of), related=related)


def no_heading(place: CellPlace) -> Finding:
    """A column with values but without a heading."""
    return error(
        "E424",
        phrase("the column has values but no heading"),
        place,
        "",
        help_note(phrase("give it a heading, or clear it")),
    )


def no_headings(place: CellPlace) -> Finding:
    """A table without anything in it, not even headings."""
    return error(
        "E424", phrase("the table is empty: it has no headings"), place, "",
        help_note(phrase("the first row names the columns; a table without rows has that row alone")),
    )  # fmt: skip


def ragged(place: CellPlace, row: int, count: int, width: int) -> Finding:
    """A row with more or fewer cells than there are headings."""
    return error(
        "E407", phrase("row {row} has {count} cells, but there are {width} headings", row=row, count=count, width=width), place, "",
        help_note(phrase("a text that holds the separator must stand in quotation marks")),
    )  # fmt: skip


def unknown_column(table: Table, heading: str, place: CellPlace, known: Iterable[str]) -> Finding:
    """A column that the rules do not name."""
    return warning(
        "W451",
        phrase(
            "`{table}` has no field `{heading}`; the column is not read", table=named(table), heading=heading
        ),
        place,
        "",
        *near(heading, known),
    )


def unknown_columns(table: Table, places: Sequence[CellPlace], known: Iterable[str]) -> Finding:
    """Many columns that the rules do not name: one finding, with a hint where one is spelled nearly as a known one."""
    candidates = sorted(set(known))
    hints = [told for place in places if (told := hint(place.raw, candidates))]
    return warning(
        "W451", phrase("`{table}` has no fields for {n} columns; they are not read", table=named(table), n=len(places)), places[0], "",
        Note("also in", listed([place.cell for place in places[1:]])), *map(help_note, hints[:MOST_KNOWN]),
    )  # fmt: skip


UNLESS_EARLIER = template("{told}, where no earlier results give one")


def is_of_earlier(finding: Finding) -> bool:
    """Whether a finding tells of columns that earlier results may fill."""
    return isinstance(finding.message, Message) and finding.message.text == UNLESS_EARLIER.text


def all_missing(table: Table, lacking: Sequence[Field], place: CellPlace) -> Finding:
    """Columns that may be missing cell by cell, and are missing as a whole: all of a table in one finding."""
    names = listed([phrase("`{field}`", field=named(field)) for field in lacking])
    told = (
        phrase(
            "`{table}` has no columns {names}; every value of them counts as missing",
            table=named(table),
            names=names,
        )
        if len(lacking) > 1
        else phrase(
            "`{table}` has no column {name}; every value of it counts as missing",
            table=named(table),
            name=names,
        )
    )
    if lacking[0].earlier is not None:
        told = UNLESS_EARLIER.of(told=told)
    return warning("W453", told, place, "", *(note for field in lacking for note in rule(field)))
