"""The findings of the data room, one small function each; their sentences live nowhere else.

Codes: E401 to E428 and E441 to E443 for errors, W451 to W459 and W467 for warnings; the others of the room are in
``cell_errors``, ``layout_errors`` and ``sheet_errors``. Every finding about a cell names file, sheet, cell and row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve
from flint import fmpq

from effrules.data.folding import folded
from effrules.data.wording import empty, error, help_note, listed, rule, warning
from effrules.diagnostics import CellPlace, Finding, Note, Related, Severity
from effrules.diagnostics.lookalikes import difference, hint, nearest, one_but_for_case
from effrules.model.numbers import exact_text, percent_text
from effrules.model.schema import Field, Table
from effrules.model.types import SHARE, Choice, Value

_BESIDE = frozenset({
    "№", "№ п/п", "n п/п", "п/п", "#", "no", "р/с", "№ р/с", "р/с №", "номер по порядку",
    "комментарий", "комментарии", "примечание", "примечания", "ескерту", "ескертпе", "түсініктеме",
    "comment", "comments", "note", "notes", "remark", "remarks",
})  # fmt: skip
"""Headings of columns that stand beside any table: the numbers of its rows, and remarks."""
_MOST_KNOWN = 12


def near(word: str, known: Iterable[str]) -> tuple[Note, ...]:
    """The known name that a word may stand for, or all of them when they are few."""
    candidates = sorted(set(known))
    meant = hint(word, candidates)
    if meant:
        return (help_note(meant),)
    if 0 < len(candidates) <= _MOST_KNOWN:
        return (help_note("known here: " + ", ".join(f"`{one}`" for one in candidates)),)
    return ()


def domain_text(field: Field) -> str:
    """What a field admits, in words: ``a whole number, at least 0``."""
    domain = field.domain

    def bound(value: object) -> str:
        if isinstance(value, fmpq):
            return percent_text(value) if field.type == SHARE else exact_text(value)
        return str(value)

    words = ["a whole number"] if domain.whole else []
    if domain.low is not None and domain.high is not None and not (domain.low_open or domain.high_open):
        words.append(f"between {bound(domain.low)} and {bound(domain.high)}")
    else:
        if domain.low is not None:
            words.append(f"{'above' if domain.low_open else 'at least'} {bound(domain.low)}")
        if domain.high is not None:
            words.append(f"{'below' if domain.high_open else 'at most'} {bound(domain.high)}")
    return ", ".join(words)


# -- Files ---------------------------------------------------------------------------------------------------


def unreadable(file: str, reason: str, sheet: str = "", cell: str = "") -> Finding:
    """A file that cannot be read, with what the format's reader says."""
    return error("E401", f"`{file}` cannot be read: {reason}", CellPlace(file, sheet, cell))


def no_such_path(path: str) -> Finding:
    """No file or folder of that name."""
    return error("E401", f"there is no file or folder `{path}`", None)


def unknown_encoding(file: str, reason: str) -> Finding:
    """A text file whose characters cannot be told with certainty."""
    return error(
        "E402", f"`{file}` is not in a known encoding: {reason}", CellPlace(file), "",
        help_note("save it as `CSV UTF-8` and send it again"),
    )  # fmt: skip


def not_earlier_results(file: str) -> Finding:
    """A file given as earlier results that ``effrules run -o`` did not write."""
    return error(
        "E428",
        f"`{file}` does not hold the results of an earlier run",
        CellPlace(file),
        "",
        help_note("give a .csv or .json file that `effrules run -o` wrote"),
    )


def not_in_earlier(field: Field, file: str, nodes: Iterable[str]) -> Finding:
    """A field that is filled from a node that the earlier results do not speak of: the rules of that year give none."""
    there = sorted(nodes)
    known = f"there are {', '.join(f'`{name}`' for name in there)}; " if 0 < len(there) <= 12 else ""
    return error(
        "E374", f"the earlier results have no `{field.earlier}`, from which `{field.name}` is filled", CellPlace(file), "",
        help_note(f"{known}give results of rules that have it, or none: then the field is missing for all"), *rule(field),
    )  # fmt: skip


def earlier_alike(table: Table, key: str, told: str) -> Finding:
    """A body without earlier results, while there are some of one whose identifier looks the same."""
    return error(
        "E443", f"there are no earlier results of {table.name} `{key}`: {told}", None, "",
        help_note("write the identifier alike in both"), *rule(table),
    )  # fmt: skip


def missing_table(table: Table, stray: str | None) -> Finding:
    """A table of the rules that the data does not hold; ``stray`` is the name of one which may be meant for it."""
    names = [table.name, *table.titles.all_texts()]
    hints = () if stray is None else (help_note(_seems(stray, names, "did you mean `{}` to be it?")),)
    if table.form is not None and not table.form.optional:
        who = "" if table.form.where is None else f" where `{table.form.who}`"
        way_out = f"it is a form: each {table.owner}{who} has a row in it"
    else:
        way_out = f"if there are no rows of `{table.name}`, say so: send a table with its headings only"
    return error(
        "E403", f"the data has no table `{table.name}`", None, "", *hints, help_note(way_out), *rule(table),
    )  # fmt: skip


def table_of_another_name(table: Table, name: str, place: CellPlace) -> Finding:
    """A table of the rules that is not there, while a sheet or file of another name has its headings."""
    what = "sheet" if place.sheet else "file"
    return error(
        "E403", f"the data has no table `{table.name}`, but the {what} `{name}` has its headings", place, "",
        help_note(f"call the {what} `{table.name}`"), *rule(table),
    )  # fmt: skip


def given_twice(table: Table, second: CellPlace, first: CellPlace) -> Finding:
    """Two tables in the data that stand for one table of the rules."""
    message = f"the table `{table.name}` is given twice"
    return error(
        "E416",
        message,
        second,
        "",
        help_note("leave one of them out"),
        related=(Related(first, "first here"),),
    )


def nothing_to_read(file: str, found: str = "") -> Finding:
    """A path that holds no table in a format that is read."""
    message = f"there is no table to read in `{file}`" + (f": {found}" if found else "")
    known = "a folder of .csv, .tsv, .parquet, .json or .jsonl files, an .xlsx, .xlsb, .xls or .ods workbook, a .json, .jsonl or .sqlite file"
    return error("E422", message, CellPlace(file), "", Note("help", f"what is read: {known}"))


def missing_library(file: str, library: str) -> Finding:
    """A format whose reading needs a library that is not installed."""
    return error(
        "E423", f"`{file}` cannot be read without the library {library}", CellPlace(file), "",
        help_note(f"install it: pip install {library}"),
    )  # fmt: skip


def unlinkable(table: Table, owner: Table) -> Finding:
    """Rows of a table that belong to rows which nothing identifies."""
    count = sum(field.unique for field in owner.fields)
    return error(
        "E421", f"rows of `{table.name}` cannot name their `{owner.name}`: it has {count} fields that are unique, not one",
        None, "", help_note(f"declare exactly one field of `{owner.name}` as unique"), *rule(owner),
    )  # fmt: skip


# -- Headings and rows ---------------------------------------------------------------------------------------


def missing_column(table: Table, of: Field | Table, place: CellPlace, heading: CellPlace | None) -> Finding:
    """A table without a column that it needs; ``heading`` is that of one which may be meant for it."""
    titles = [f"`{title}`" for title in of.titles.all_texts()]
    also = [help_note(f"it may also be headed {' or '.join(titles)}")] if titles else []
    names = [of.name, *of.titles.all_texts()]
    told = [] if heading is None else [help_note(_seems(heading.raw, names, "is it the column `{}`?"))]
    related = () if heading is None else (Related(heading, "this one"),)
    return error(
        "E404",
        f"`{table.name}` has no column `{of.name}`",
        place,
        "",
        *told,
        *also,
        *rule(of),
        related=related,
    )


def is_near(name: str, of: Field | Table) -> bool:
    """Whether a name in the data is spelled nearly as one of a field or table, or looks the same."""
    return bool(nearest(folded(name), [folded(one) for one in (of.name, *of.titles.all_texts())]))


def _seems(one: str, names: Sequence[str], question: str) -> str:
    """The question whether a name of the data is meant, or in what it differs from a wanted one that looks the same."""
    for name in names:
        told = difference(one, name)
        if told is not None:
            return question.format(one) if one_but_for_case(one, name) else f"`{one}` is another name: {told}"
    return question.format(one)


def unknown_beside_missing(table: Table, places: Sequence[CellPlace], lacking: Sequence[Field]) -> Finding:
    """Headings that the rules do not name, while a column that may be missing is not there: perhaps one is meant for it."""
    headings = [place.raw for place in places]
    near = [(place, one, told) for place in places for one in lacking if (told := _is_meant(place.raw, one))]
    place, one, told = near[0] if near else (places[0], lacking[0], "")
    rest = [name for name in headings if name != place.raw]
    missing = ", ".join(f"`{field.name}`" for field in lacking)
    notes = [help_note(told)] if told else []
    if rest:
        notes.append(Note("also unknown", listed([f"`{name}`" for name in rest])))
    titles = " or ".join(f"`{name}`" for name in (one.name, *one.titles.all_texts()))
    way = (
        f"head the column {titles} if it is that one"
        if near or len(lacking) == 1
        else "head the column as the one that it is"
    )
    notes.append(help_note(f"{way}; else add a column {missing} without values"))
    return error(
        "E441", f"the rules know no column `{place.raw}`, and `{table.name}` lacks {missing}", place, "", *notes, *rule(one)
    )  # fmt: skip


def is_beside(heading: str, absent: Sequence[Field]) -> bool:
    """Whether a heading is one of row numbers or remarks, and none of the absent fields is meant by it."""
    words = folded(heading).strip(" .:")
    return words in _BESIDE and not any(_with_more(heading, field) for field in absent)


def _is_meant(heading: str, field: Field) -> str:
    """Why a heading seems to stand for a field; "" where it does not."""
    return _with_more(heading, field) or str(hint(heading, (field.name, *field.titles.all_texts())))


def _with_more(heading: str, field: Field) -> str:
    """That a heading is a field's with something around or behind it; "" where it is not."""
    names = (field.name, *field.titles.all_texts())
    bare = folded(heading).strip(" *†:.0123456789¹²³()")
    for name in names:
        if bare == folded(name):
            return f"it is `{name}` with other signs around it"
        if bare.startswith(folded(name)) and not bare[len(folded(name))].isalnum():
            return f"it is `{name}` with more behind it"
    return ""


def column_twice(wanted: str, second: CellPlace, first: CellPlace) -> Finding:
    """Two columns that stand for the same field."""
    message = f"two columns stand for `{wanted}`"
    return error(
        "E419",
        message,
        second,
        "",
        help_note("leave one of them out"),
        related=(Related(first, "first here"),),
    )


def heading_of_two(heading: str, of: Field, owner: Table, places: Sequence[CellPlace]) -> Finding:
    """A heading that a field of a table and what its rows belong to both bear."""
    return error(
        "E398",
        f"`{heading}` may be the field `{of.name}`, and which {owner.name} it is about",
        places[0],
        "",
        help_note(
            f"give each a column of its own: `{of.name}` for the field, `{owner.name}` for the {owner.name}"
        ),
        *rule(of),
        related=tuple(Related(place, "and here") for place in places[1:]),
    )


def no_heading(place: CellPlace) -> Finding:
    """A column with values but without a heading."""
    return error(
        "E424", "the column has values but no heading", place, "", help_note("give it a heading, or clear it")
    )


def no_headings(place: CellPlace) -> Finding:
    """A table without anything in it, not even headings."""
    return error(
        "E424", "the table is empty: it has no headings", place, "",
        help_note("the first row names the columns; a table without rows has that row alone"),
    )  # fmt: skip


def ragged(place: CellPlace, row: int, count: int, width: int) -> Finding:
    """A row with more or fewer cells than there are headings."""
    return error(
        "E407", f"row {row} has {count} cells, but there are {width} headings", place, "",
        help_note("a text that holds the separator must stand in quotation marks"),
    )  # fmt: skip


def bad_quotes(file: str, row: int, reason: str) -> Finding:
    """A CSV file whose quotation marks do not pair."""
    return error(
        "E407", f"`{file}` cannot be taken apart from row {row} on: {reason}", CellPlace(file, "", f"A{row}")
    )


def unclear_separator(file: str, candidates: Iterable[str]) -> Finding:
    """A CSV file whose columns may be separated by more than one character."""
    names = " or ".join(f"`{one}`" for one in candidates)
    return error(
        "E420", f"it cannot be told which character separates the columns of `{file}`: {names}", CellPlace(file), "",
        help_note("put headings that hold such a character in quotation marks"),
    )  # fmt: skip


# -- Links ---------------------------------------------------------------------------------------------------


def unknown_owner(place: CellPlace, owner: Table, key: str, of: str, known: Iterable[str]) -> Finding:
    """A row of something that is not in the data. ``of`` says within what it was looked for."""
    within = f" of {of}" if of else ""
    return error("E405", f"there is no {owner.name} `{key}`{within}", place, empty(place), *near(key, known))


def duplicate(what: str, place: CellPlace, first: CellPlace, one: Field | Table) -> Finding:
    """An identifier, or a value that must be unique, that stands twice."""
    related = (Related(first, "first here"),)
    return error("E406", f"{what} stands twice", place, empty(place), *rule(one), related=related)


def looks_alike(
    what: str, words: tuple[str, str], place: CellPlace, first: CellPlace, one: Field | Table
) -> Finding:
    """An identifier that looks like one before it. One that differs in capital letters only is told of, any other refused."""
    related = (Related(first, "the other one"),)
    told = difference(*words)
    if one_but_for_case(*words):
        message = f"two identifiers of `{what}`: {told}; they count as two"
        return Finding("W467", Severity.WARNING, message, place, "", rule(one), related)
    return error(
        "E442",
        f"two identifiers of `{what}` look the same: {told}",
        place,
        "",
        help_note("write it as the other one, if it is the same"),
        *rule(one),
        related=related,
    )


# -- Cells ---------------------------------------------------------------------------------------------------


def missing_value(wanted: str, one: Field | Table, place: CellPlace) -> Finding:
    """Nothing, or a mark such as ``-`` or ``n/a``, where a value must stand."""
    way_out = help_note("where a value may be missing, the rules must say `may be missing`")
    notes = (way_out, *rule(one)) if isinstance(one, Field) else rule(one)
    return error("E411", f"`{wanted}` is missing", place, empty(place), *notes)


def not_a_number(field: Field, place: CellPlace) -> Finding:
    """A text that is no number."""
    notes: tuple[Note, ...] = ()
    if any(c.isdigit() for c in place.raw):
        notes = (help_note("write digits, a decimal point or comma, no unit: `12500.5`"),)
    return error("E408", f"`{field.name}` must be a number", place, empty(place), *notes, *rule(field))


def exponent(field: Field, place: CellPlace) -> Finding:
    """A number that a spreadsheet has shortened, so that digits are lost."""
    way_out = help_note("the spreadsheet has shortened it: show the column as a number with all its digits")
    return error(
        "E408", f"`{field.name}` has an exponent; its digits may be lost", place, empty(place), way_out
    )


def needless_percent(field: Field, place: CellPlace) -> Finding:
    """A percentage in a field that is no share."""
    notes = (help_note("write the number alone, or declare the field as a share"), *rule(field))
    return error(
        "E408",
        f"`{field.name}` is no share: a percentage does not belong there",
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
        "E409", f"`{field.name}` may be {exact_text(thousand)} or {text}", place, empty(place),
        help_note(f"write `{exact_text(thousand)}` for the first, `{longer}` for the second"),
    )  # fmt: skip


def not_one_of(field: Field, place: CellPlace) -> Finding:
    """A text that is none of a field's choices."""
    assert isinstance(field.type, Choice)
    texts = [*field.type.names, *(t for _, titles in field.choice_titles for t in titles.all_texts())]
    listed = help_note("one of " + ", ".join(f"`{name}`" for name in field.type.names))
    hint = near(place.raw.strip(), texts) if len(texts) > _MOST_KNOWN or _alike(place.raw, texts) else ()
    return error(
        "E410", f"`{field.name}` has no choice `{place.raw.strip()}`", place, "", *hint, listed, *rule(field)
    )


def _alike(word: str, known: list[str]) -> bool:
    return bool(nearest(word.strip(), known))


def outside_domain(field: Field, place: CellPlace) -> Finding:
    """A value that the field does not admit."""
    return error(
        "E412",
        f"`{field.name}` must be {domain_text(field)}",
        place,
        "",
        *rule(field),
    )


def not_a_date(field: Field, place: CellPlace) -> Finding:
    """A text that is no calendar day."""
    way_out = help_note("write `31.12.2015` or `2015-12-31`")
    return error("E413", f"`{field.name}` must be a date", place, empty(place), way_out, *rule(field))


def ambiguous_date(field: Field, place: CellPlace) -> Finding:
    """``03/04/2015``: the third of April, or the fourth of March."""
    way_out = help_note("write `31.12.2015` or `2015-12-31`")
    return error(
        "E413",
        f"`{field.name}`: it cannot be told which is the day, which the month",
        place,
        empty(place),
        way_out,
    )


def date_as_number(field: Field, place: CellPlace) -> Finding:
    """A number cell where a day belongs: a spreadsheet's count of days."""
    way_out = help_note("show the column as dates in the spreadsheet")
    return error(
        "E413", f"`{field.name}` must be a date, but the cell holds a number", place, empty(place), way_out
    )


def not_yes_or_no(field: Field, place: CellPlace) -> Finding:
    """A text that is neither yes nor no."""
    known = help_note("`yes` `no`, `да` `нет`, `иә` `жоқ`, `true` `false`, `1` `0`")
    return error("E414", f"`{field.name}` must be yes or no", place, empty(place), known, *rule(field))


def no_such_figure(field: Field, known: Iterable[str], place: CellPlace) -> Finding:
    """A key that the figures of the rules do not have."""
    message = f"the figures `{field.lookup}` have no row `{place.raw.strip()}`"
    return error(
        "E415",
        message,
        place,
        f"`{field.name}` must be one of them",
        *near(place.raw.strip(), known),
        *rule(field),
    )


def error_cell(wanted: str, place: CellPlace) -> Finding:
    """``#N/A``, ``#REF!``: what a spreadsheet shows where a formula failed."""
    way_out = help_note("mend the formula in the spreadsheet, or clear the cell")
    return error("E417", f"`{wanted}` is an error of the spreadsheet", place, empty(place), way_out)


def not_a_text(wanted: str, kind: str, place: CellPlace) -> Finding:
    """A cell of a kind that cannot be taken for a text: spreadsheets turn a code ``3.2`` into a day."""
    way_out = help_note("format the column as text in the spreadsheet, and type the value again")
    return error(
        "E418", f"`{wanted}` must be a text, but the cell holds {kind}", place, empty(place), way_out
    )


def more_alike(finding: Finding, count: int) -> Finding:
    """A note that stands for the rest of many findings of one kind in one column."""
    place = finding.place
    if isinstance(place, CellPlace):
        place = evolve(place, cell=place.cell.partition("[")[0].rstrip("0123456789"), row_label="", raw="")
    message = f"{count} more like this in the same column: {finding.message}"
    return Finding(finding.code, Severity.NOTE, message, place)


# -- Warnings ------------------------------------------------------------------------------------------------


def unknown_column(table: Table, heading: str, place: CellPlace, known: Iterable[str]) -> Finding:
    """A column that the rules do not name."""
    return warning(
        "W451",
        f"`{table.name}` has no field `{heading}`; the column is not read",
        place,
        "",
        *near(heading, known),
    )


def unknown_columns(table: Table, places: Sequence[CellPlace], known: Iterable[str]) -> Finding:
    """Many columns that the rules do not name: one finding, with a hint where one is spelled nearly as a known one."""
    candidates = sorted(set(known))
    hints = [told for place in places if (told := hint(place.raw, candidates))]
    return warning(
        "W451", f"`{table.name}` has no fields for {len(places)} columns; they are not read", places[0], "",
        Note("also in", listed([place.cell for place in places[1:]])), *map(help_note, hints[:_MOST_KNOWN]),
    )  # fmt: skip


def unknown_table(name: str, place: CellPlace, known: Iterable[str]) -> Finding:
    """A table, sheet or file that the rules do not name."""
    return warning("W452", f"the rules have no table `{name}`; it is not read", place, "", *near(name, known))


def not_read(name: str, place: CellPlace) -> Finding:
    """Something beside the tables that is in no format that is read."""
    return warning("W452", f"`{name}` is not read: it is no table", place)


def all_missing(table: Table, lacking: Sequence[Field], place: CellPlace) -> Finding:
    """Columns that may be missing cell by cell, and are missing as a whole: all of a table in one finding."""
    names = listed([f"`{field.name}`" for field in lacking])
    several = len(lacking) > 1
    message = f"`{table.name}` has no {'columns' if several else 'column'} {names}; "
    message += f"every value of {'them' if several else 'it'} counts as missing"
    if lacking[0].earlier is not None:
        message += ", where no earlier results give one"
    return warning("W453", message, place, "", *(note for field in lacking for note in rule(field)))


def long_floats(field: Field, table: str, count: int, place: CellPlace) -> Finding:
    """Numbers with more digits than people type: the leftovers of binary calculation."""
    return warning(
        "W454", f"`{field.name}` has numbers with more than 15 digits ({count}); they are taken as they stand", place,
        empty(place), help_note(
            "such digits come from calculation in binary: round them where they are calculated, "
            f"or read them with 15 digits: `--shortest-decimal {table}.{field.name}`"
        ),
    )  # fmt: skip


def kazakh_code_page(file: str) -> Finding:
    """A file in the eight-bit code page for Kazakh, which differs from the Russian one in eighteen letters."""
    return Finding("W455", Severity.NOTE, f"`{file}` was read in the code page KZ-1048", CellPlace(file))


def identifier_text(value: Value) -> str:
    """A value that identifies a row, as text."""
    return exact_text(value) if isinstance(value, fmpq) else str(value)
