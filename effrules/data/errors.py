"""The findings of the data room, one small function each; their sentences live nowhere else.

Codes: E401 to E428 and E441 to E443 for errors, W451 to W459 and W467 for warnings; the others of the room are in
``cell_errors``, ``layout_errors`` and ``sheet_errors``. Every finding about a cell names file, sheet, cell and row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve
from flint import fmpq

from effrules.data.folding import folded
from effrules.data.wording import empty, help_note, listed, rule
from effrules.diagnostics import CellPlace, Finding, Note, Related, Severity
from effrules.diagnostics.lookalikes import difference, hint, nearest, one_but_for_case
from effrules.diagnostics.making import error, near, warning
from effrules.model.numbers import exact_text, percent_text
from effrules.model.schema import Field, Table
from effrules.model.types import SHARE, Choice, Value
from effrules.words import Message, Number, Text, any_of, phrase, several

_BESIDE = frozenset({
    "№", "№ п/п", "n п/п", "п/п", "#", "no", "р/с", "№ р/с", "р/с №", "номер по порядку",
    "комментарий", "комментарии", "примечание", "примечания", "ескерту", "ескертпе", "түсініктеме",
    "comment", "comments", "note", "notes", "remark", "remarks",
})  # fmt: skip
"""Headings of columns that stand beside any table: the numbers of its rows, and remarks."""
_MOST_KNOWN = 12


def domain_text(field: Field) -> Text:
    """What a field admits, in words: ``a whole number, at least 0``."""
    domain = field.domain

    def bound(value: object) -> Number | str:
        if isinstance(value, fmpq):
            return Number(percent_text(value) if field.type == SHARE else exact_text(value))
        return str(value)

    words: list[Text] = [phrase("a whole number")] if domain.whole else []
    low, high = bound(domain.low), bound(domain.high)
    if domain.low is not None and domain.high is not None and not (domain.low_open or domain.high_open):
        words.append(phrase("between {low} and {high}", low=low, high=high))
    else:
        if domain.low is not None:
            words.append(
                phrase("above {low}", low=low) if domain.low_open else phrase("at least {low}", low=low)
            )
        if domain.high is not None:
            words.append(
                phrase("below {high}", high=high) if domain.high_open else phrase("at most {high}", high=high)
            )
    return several(words)


# -- Files ---------------------------------------------------------------------------------------------------


def unreadable(file: str, reason: Text, sheet: str = "", cell: str = "") -> Finding:
    """A file that cannot be read, with what the format's reader says."""
    return error(
        "E401",
        phrase("`{file}` cannot be read: {reason}", file=file, reason=reason),
        CellPlace(file, sheet, cell),
    )


def no_such_path(path: str) -> Finding:
    """No file or folder of that name."""
    return error("E401", phrase("there is no file or folder `{path}`", path=path), None)


def unknown_encoding(file: str, reason: Text) -> Finding:
    """A text file whose characters cannot be told with certainty."""
    return error(
        "E402", phrase("`{file}` is not in a known encoding: {reason}", file=file, reason=reason), CellPlace(file), "",
        help_note(phrase("save it as `CSV UTF-8` and send it again")),
    )  # fmt: skip


def not_earlier_results(file: str) -> Finding:
    """A file given as earlier results that ``effrules run -o`` did not write."""
    return error(
        "E428",
        phrase("`{file}` does not hold the results of an earlier run", file=file),
        CellPlace(file),
        "",
        help_note(phrase("give a .csv or .json file that `effrules run -o` wrote")),
    )


def not_in_earlier(field: Field, file: str, nodes: Iterable[str]) -> Finding:
    """A field that is filled from a node that the earlier results do not speak of: the rules of that year give none."""
    there = sorted(nodes)
    way = (
        phrase(
            "there are {nodes}; give results of rules that have it, or none: then the field is missing for all",
            nodes=several(f"`{name}`" for name in there),
        )
        if 0 < len(there) <= _MOST_KNOWN
        else phrase("give results of rules that have it, or none: then the field is missing for all")
    )
    return error(
        "E374",
        phrase(
            "the earlier results have no `{node}`, from which `{field}` is filled", node=field.earlier or "", field=field.name
        ),
        CellPlace(file), "", help_note(way), *rule(field),
    )  # fmt: skip


def earlier_alike(table: Table, key: str, told: Text) -> Finding:
    """A body without earlier results, while there are some of one whose identifier looks the same."""
    return error(
        "E443", phrase("there are no earlier results of {table} `{key}`: {told}", table=table.name, key=key, told=told), None, "",
        help_note(phrase("write the identifier alike in both")), *rule(table),
    )  # fmt: skip


def missing_table(table: Table, stray: str | None) -> Finding:
    """A table of the rules that the data does not hold; ``stray`` is the name of one which may be meant for it."""
    hints: tuple[Note, ...] = ()
    if stray is not None:
        told = _told_apart(stray, [table.name, *table.titles.all_texts()])
        hints = (help_note(told or phrase("did you mean `{name}` to be it?", name=stray)),)
    if table.form is None or table.form.optional:
        way_out = phrase(
            "if there are no rows of `{table}`, say so: send a table with its headings only", table=table.name
        )
    elif table.form.where is None:
        way_out = phrase("it is a form: each {owner} has a row in it", owner=table.owner or "")
    else:
        way_out = phrase(
            "it is a form: each {owner} where `{who}` has a row in it",
            owner=table.owner or "",
            who=table.form.who,
        )
    return error(
        "E403", phrase("the data has no table `{table}`", table=table.name), None, "",
        *hints, help_note(way_out), *rule(table),
    )  # fmt: skip


def table_of_another_name(table: Table, name: str, place: CellPlace) -> Finding:
    """A table of the rules that is not there, while a sheet or file of another name has its headings."""
    if place.sheet:
        told = phrase(
            "the data has no table `{table}`, but the sheet `{name}` has its headings",
            table=table.name,
            name=name,
        )
        way_out = phrase("call the sheet `{table}`", table=table.name)
    else:
        told = phrase(
            "the data has no table `{table}`, but the file `{name}` has its headings",
            table=table.name,
            name=name,
        )
        way_out = phrase("call the file `{table}`", table=table.name)
    return error("E403", told, place, "", help_note(way_out), *rule(table))


def given_twice(table: Table, second: CellPlace, first: CellPlace) -> Finding:
    """Two tables in the data that stand for one table of the rules."""
    message = phrase("the table `{table}` is given twice", table=table.name)
    return error(
        "E416",
        message,
        second,
        "",
        help_note(phrase("leave one of them out")),
        related=(Related(first, phrase("first here")),),
    )


def nothing_to_read(file: str, found: Text = "") -> Finding:
    """A path that holds no table in a format that is read."""
    return error(
        "E422",
        phrase("there is no table to read in `{file}`: {found}", file=file, found=found)
        if found
        else phrase("there is no table to read in `{file}`", file=file),
        CellPlace(file),
        "",
        help_note(
            phrase(
                "what is read: a folder of .csv, .tsv, .parquet, .json or .jsonl files, an .xlsx, .xlsb, .xls or .ods workbook, a .json, .jsonl or .sqlite file"
            )
        ),
    )


def missing_library(file: str, library: str) -> Finding:
    """A format whose reading needs a library that is not installed."""
    return error(
        "E423", phrase("`{file}` cannot be read without the library {library}", file=file, library=library), CellPlace(file), "",
        help_note(phrase("install it: pip install {library}", library=library)),
    )  # fmt: skip


def unlinkable(table: Table, owner: Table) -> Finding:
    """Rows of a table that belong to rows which nothing identifies."""
    count = sum(field.unique for field in owner.fields)
    return error(
        "E421", phrase("rows of `{table}` cannot name their `{owner}`: it has {count} fields that are unique, not one", table=table.name, owner=owner.name, count=count),
        None, "", help_note(phrase("declare exactly one field of `{owner}` as unique", owner=owner.name)), *rule(owner),
    )  # fmt: skip


# -- Headings and rows ---------------------------------------------------------------------------------------


def missing_column(table: Table, of: Field | Table, place: CellPlace, heading: CellPlace | None) -> Finding:
    """A table without a column that it needs; ``heading`` is that of one which may be meant for it."""
    titles = [f"`{title}`" for title in of.titles.all_texts()]
    notes = []
    if heading is not None:
        told = _told_apart(heading.raw, [of.name, *of.titles.all_texts()])
        notes.append(help_note(told or phrase("is it the column `{heading}`?", heading=heading.raw)))
    if titles:
        notes.append(help_note(phrase("it may also be headed {titles}", titles=any_of(titles))))
    return error(
        "E404",
        phrase("`{table}` has no column `{column}`", table=table.name, column=of.name),
        place,
        "",
        *notes,
        *rule(of),
        related=() if heading is None else (Related(heading, phrase("this one")),),
    )


def is_near(name: str, of: Field | Table) -> bool:
    """Whether a name in the data is spelled nearly as one of a field or table, or looks the same."""
    return bool(nearest(folded(name), [folded(one) for one in (of.name, *of.titles.all_texts())]))


def _told_apart(one: str, names: Sequence[str]) -> Message | None:
    """In what a name of the data differs from a wanted one that looks the same; None where none does."""
    for name in names:
        told = difference(one, name)
        if told is not None and not one_but_for_case(one, name):
            return phrase("`{one}` is another name: {told}", one=one, told=told)
    return None


def unknown_beside_missing(table: Table, places: Sequence[CellPlace], lacking: Sequence[Field]) -> Finding:
    """Headings that the rules do not name, while a column that may be missing is not there: perhaps one is meant for it."""
    near = [(place, one, told) for place in places for one in lacking if (told := _is_meant(place.raw, one))]
    place, one, told = near[0] if near else (places[0], lacking[0], "")
    rest = [place_.raw for place_ in places if place_.raw != place.raw]
    missing = several(f"`{field.name}`" for field in lacking)
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
            heading=place.raw, table=table.name, missing=missing,
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


def column_twice(wanted: str, second: CellPlace, first: CellPlace) -> Finding:
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
        field=of.name,
        owner=owner.name,
    )
    way = phrase(
        "give each a column of its own: `{field}` for the field, `{owner}` for the {owner}",
        field=of.name,
        owner=owner.name,
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


def bad_quotes(file: str, row: int, reason: Text) -> Finding:
    """A CSV file whose quotation marks do not pair."""
    return error(
        "E407",
        phrase(
            "`{file}` cannot be taken apart from row {row} on: {reason}", file=file, row=row, reason=reason
        ),
        CellPlace(file, "", f"A{row}"),
    )


def unclear_separator(file: str, candidates: Iterable[str]) -> Finding:
    """A CSV file whose columns may be separated by more than one character."""
    return error(
        "E420",
        phrase(
            "it cannot be told which character separates the columns of `{file}`: {signs}",
            file=file, signs=any_of(f"`{one}`" for one in candidates),
        ),
        CellPlace(file), "", help_note(phrase("put headings that hold such a character in quotation marks")),
    )  # fmt: skip


# -- Links ---------------------------------------------------------------------------------------------------


def unknown_owner(place: CellPlace, owner: Table, key: str, of: str, known: Iterable[str]) -> Finding:
    """A row of something that is not in the data. ``of`` says within what it was looked for."""
    told = (
        phrase("there is no {owner} `{key}` of {within}", owner=owner.name, key=key, within=of)
        if of
        else phrase("there is no {owner} `{key}`", owner=owner.name, key=key)
    )
    return error("E405", told, place, empty(place), *near(key, known))


def duplicate(what: Text, place: CellPlace, first: CellPlace, one: Field | Table) -> Finding:
    """An identifier, or a value that must be unique, that stands twice."""
    related = (Related(first, phrase("first here")),)
    return error(
        "E406", phrase("{what} stands twice", what=what), place, empty(place), *rule(one), related=related
    )


def looks_alike(
    what: str, words: tuple[str, str], place: CellPlace, first: CellPlace, one: Field | Table
) -> Finding:
    """An identifier that looks like one before it. One that differs in capital letters only is told of, any other refused."""
    related = (Related(first, phrase("the other one")),)
    told = difference(*words) or ""
    if one_but_for_case(*words):
        message = phrase("two identifiers of `{what}`: {told}; they count as two", what=what, told=told)
        return Finding("W467", Severity.WARNING, message, place, "", rule(one), related)
    return error(
        "E442",
        phrase("two identifiers of `{what}` look the same: {told}", what=what, told=told),
        place,
        "",
        help_note(phrase("write it as the other one, if it is the same")),
        *rule(one),
        related=related,
    )


# -- Cells ---------------------------------------------------------------------------------------------------


def missing_value(wanted: str, one: Field | Table, place: CellPlace) -> Finding:
    """Nothing, or a mark such as ``-`` or ``n/a``, where a value must stand."""
    way_out = help_note(phrase("where a value may be missing, the rules must say `may be missing`"))
    notes = (way_out, *rule(one)) if isinstance(one, Field) else rule(one)
    return error("E411", phrase("`{wanted}` is missing", wanted=wanted), place, empty(place), *notes)


def not_a_number(field: Field, place: CellPlace) -> Finding:
    """A text that is no number."""
    notes: tuple[Note, ...] = ()
    if any(c.isdigit() for c in place.raw):
        notes = (help_note(phrase("write digits, a decimal point or comma, no unit: `12500.5`")),)
    return error(
        "E408",
        phrase("`{field}` must be a number", field=field.name),
        place,
        empty(place),
        *notes,
        *rule(field),
    )


def exponent(field: Field, place: CellPlace) -> Finding:
    """A number that a spreadsheet has shortened, so that digits are lost."""
    way_out = help_note(
        phrase("the spreadsheet has shortened it: show the column as a number with all its digits")
    )
    return error(
        "E408",
        phrase("`{field}` has an exponent; its digits may be lost", field=field.name),
        place,
        empty(place),
        way_out,
    )


def needless_percent(field: Field, place: CellPlace) -> Finding:
    """A percentage in a field that is no share."""
    notes = (help_note(phrase("write the number alone, or declare the field as a share")), *rule(field))
    return error(
        "E408",
        phrase("`{field}` is no share: a percentage does not belong there", field=field.name),
        place,
        empty(place),
        *notes,
    )


def ambiguous_number(field: Field, thousand: fmpq, decimal: fmpq, place: CellPlace) -> Finding:
    """``1,234``, where nothing else in the table tells what the mark stands for."""
    if "%" in place.raw:
        thousand, decimal = thousand * 100, decimal * 100
    text = exact_text(decimal)
    longer = text + ("0" if "." in text else ".0000")
    return error(
        "E409", phrase("`{field}` may be {thousand} or {text}", field=field.name, thousand=Number(exact_text(thousand)), text=Number(text)), place, empty(place),
        help_note(phrase("write `{thousand}` for the first, `{longer}` for the second", thousand=exact_text(thousand), longer=longer)),
    )  # fmt: skip


def not_one_of(field: Field, place: CellPlace) -> Finding:
    """A text that is none of a field's choices."""
    assert isinstance(field.type, Choice)
    texts = [*field.type.names, *(t for _, titles in field.choice_titles for t in titles.all_texts())]
    listed = help_note(phrase("one of {names}", names=several(f"`{name}`" for name in field.type.names)))
    hint = near(place.raw.strip(), texts) if len(texts) > _MOST_KNOWN or _alike(place.raw, texts) else ()
    told = phrase("`{field}` has no choice `{raw}`", field=field.name, raw=place.raw.strip())
    return error("E410", told, place, "", *hint, listed, *rule(field))


def _alike(word: str, known: list[str]) -> bool:
    return bool(nearest(word.strip(), known))


def outside_domain(field: Field, place: CellPlace) -> Finding:
    """A value that the field does not admit."""
    return error(
        "E412",
        phrase("`{field}` must be {domain_text}", field=field.name, domain_text=domain_text(field)),
        place,
        "",
        *rule(field),
    )


def not_a_date(field: Field, place: CellPlace) -> Finding:
    """A text that is no calendar day."""
    way_out = help_note(phrase("write `31.12.2015` or `2015-12-31`"))
    return error(
        "E413",
        phrase("`{field}` must be a date", field=field.name),
        place,
        empty(place),
        way_out,
        *rule(field),
    )


def ambiguous_date(field: Field, place: CellPlace) -> Finding:
    """``03/04/2015``: the third of April, or the fourth of March."""
    way_out = help_note(phrase("write `31.12.2015` or `2015-12-31`"))
    return error(
        "E413",
        phrase("`{field}`: it cannot be told which is the day, which the month", field=field.name),
        place,
        empty(place),
        way_out,
    )


def date_as_number(field: Field, place: CellPlace) -> Finding:
    """A number cell where a day belongs: a spreadsheet's count of days."""
    way_out = help_note(phrase("show the column as dates in the spreadsheet"))
    return error(
        "E413",
        phrase("`{field}` must be a date, but the cell holds a number", field=field.name),
        place,
        empty(place),
        way_out,
    )


def not_yes_or_no(field: Field, place: CellPlace) -> Finding:
    """A text that is neither yes nor no."""
    known = help_note(phrase("`yes` `no`, `да` `нет`, `иә` `жоқ`, `true` `false`, `1` `0`"))
    return error(
        "E414",
        phrase("`{field}` must be yes or no", field=field.name),
        place,
        empty(place),
        known,
        *rule(field),
    )


def no_such_figure(field: Field, known: Iterable[str], place: CellPlace) -> Finding:
    """A key that the figures of the rules do not have."""
    message = phrase(
        "the figures `{lookup}` have no row `{raw}`", lookup=field.lookup or "", raw=place.raw.strip()
    )
    return error(
        "E415",
        message,
        place,
        phrase("`{field}` must be one of them", field=field.name),
        *near(place.raw.strip(), known),
        *rule(field),
    )


def error_cell(wanted: str, place: CellPlace) -> Finding:
    """``#N/A``, ``#REF!``: what a spreadsheet shows where a formula failed."""
    way_out = help_note(phrase("mend the formula in the spreadsheet, or clear the cell"))
    return error(
        "E417",
        phrase("`{wanted}` is an error of the spreadsheet", wanted=wanted),
        place,
        empty(place),
        way_out,
    )


def not_a_text(wanted: str, kind: Text, place: CellPlace) -> Finding:
    """A cell of a kind that cannot be taken for a text: spreadsheets turn a code ``3.2`` into a day."""
    way_out = help_note(phrase("format the column as text in the spreadsheet, and type the value again"))
    return error(
        "E418",
        phrase("`{wanted}` must be a text, but the cell holds {kind}", wanted=wanted, kind=kind),
        place,
        empty(place),
        way_out,
    )


def more_alike(finding: Finding, count: int) -> Finding:
    """A note that stands for the rest of many findings of one kind in one column."""
    place = finding.place
    if isinstance(place, CellPlace):
        place = evolve(place, cell=place.cell.partition("[")[0].rstrip("0123456789"), row_label="", raw="")
    message = phrase(
        "{count} more like this in the same column: {finding}", count=count, finding=finding.message
    )
    return Finding(finding.code, Severity.NOTE, message, place)


# -- Warnings ------------------------------------------------------------------------------------------------


def unknown_column(table: Table, heading: str, place: CellPlace, known: Iterable[str]) -> Finding:
    """A column that the rules do not name."""
    return warning(
        "W451",
        phrase(
            "`{table}` has no field `{heading}`; the column is not read", table=table.name, heading=heading
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
        "W451", phrase("`{table}` has no fields for {n} columns; they are not read", table=table.name, n=len(places)), places[0], "",
        Note("also in", listed([place.cell for place in places[1:]])), *map(help_note, hints[:_MOST_KNOWN]),
    )  # fmt: skip


def unknown_table(name: str, place: CellPlace, known: Iterable[str]) -> Finding:
    """A table, sheet or file that the rules do not name."""
    return warning(
        "W452",
        phrase("the rules have no table `{name}`; it is not read", name=name),
        place,
        "",
        *near(name, known),
    )


def not_read(name: str, place: CellPlace) -> Finding:
    """Something beside the tables that is in no format that is read."""
    return warning("W452", phrase("`{name}` is not read: it is no table", name=name), place)


def all_missing(table: Table, lacking: Sequence[Field], place: CellPlace) -> Finding:
    """Columns that may be missing cell by cell, and are missing as a whole: all of a table in one finding."""
    names = listed([f"`{field.name}`" for field in lacking])
    told = (
        phrase(
            "`{table}` has no columns {names}; every value of them counts as missing",
            table=table.name,
            names=names,
        )
        if len(lacking) > 1
        else phrase(
            "`{table}` has no column {name}; every value of it counts as missing",
            table=table.name,
            name=names,
        )
    )
    if lacking[0].earlier is not None:
        told = phrase("{told}, where no earlier results give one", told=told)
    return warning("W453", told, place, "", *(note for field in lacking for note in rule(field)))


def long_floats(field: Field, table: str, count: int, place: CellPlace) -> Finding:
    """Numbers with more digits than people type: the leftovers of binary calculation."""
    return warning(
        "W454", phrase("`{field}` has numbers with more than 15 digits ({count}); they are taken as they stand", field=field.name, count=count), place,
        empty(place), help_note(
            phrase("such digits come from calculation in binary: round them where they are calculated, or read them with 15 digits: `--shortest-decimal {table}.{field}`", table=table, field=field.name)
        ),
    )  # fmt: skip


def kazakh_code_page(file: str) -> Finding:
    """A file in the eight-bit code page for Kazakh, which differs from the Russian one in eighteen letters."""
    return Finding(
        "W455",
        Severity.NOTE,
        phrase("`{file}` was read in the code page KZ-1048", file=file),
        CellPlace(file),
    )


def identifier_text(value: Value) -> str:
    """A value that identifies a row, as text."""
    return exact_text(value) if isinstance(value, fmpq) else str(value)
