"""The findings about files and tables as such: whether they are there and can be read. E401 to E403, E420 to E423, E428, E443."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.data.wording import MOST_KNOWN, help_note, rule, told_apart
from effrules.diagnostics import CellPlace, Finding, Note, Related, Severity
from effrules.diagnostics.making import error, near, warning
from effrules.model.schema import Field, Table, named
from effrules.words import Text, any_of, phrase, several


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
        if 0 < len(there) <= MOST_KNOWN
        else phrase("give results of rules that have it, or none: then the field is missing for all")
    )
    return error(
        "E374",
        phrase(
            "the earlier results have no `{node}`, from which `{field}` is filled", node=field.earlier or "", field=named(field)
        ),
        CellPlace(file), "", help_note(way), *rule(field),
    )  # fmt: skip


def earlier_alike(table: Table, key: str, told: Text) -> Finding:
    """A body without earlier results, while there are some of one whose identifier looks the same."""
    return error(
        "E443", phrase("there are no earlier results of {table} `{key}`: {told}", table=named(table), key=key, told=told), None, "",
        help_note(phrase("write the identifier alike in both")), *rule(table),
    )  # fmt: skip


def missing_table(table: Table, owner: Text, stray: str | None) -> Finding:
    """A table of the rules that the data does not hold; ``stray`` is the name of one which may be meant for it."""
    hints: tuple[Note, ...] = ()
    if stray is not None:
        told = told_apart(stray, [table.name, *table.titles.all_texts()])
        hints = (help_note(told or phrase("did you mean `{name}` to be it?", name=stray)),)
    if table.form is None or table.form.optional:
        way_out = phrase(
            "if there are no rows of `{table}`, say so: send a table with its headings only",
            table=named(table),
        )
    elif table.form.where is None:
        way_out = phrase("it is a form: each {owner} has a row in it", owner=owner)
    else:
        way_out = phrase(
            "it is a form: each {owner} where `{who}` has a row in it",
            owner=owner,
            who=table.form.who,
        )
    return error(
        "E403", phrase("the data has no table `{table}`", table=named(table)), None, "",
        *hints, help_note(way_out), *rule(table),
    )  # fmt: skip


def table_of_another_name(table: Table, name: str, place: CellPlace) -> Finding:
    """A table of the rules that is not there, while a sheet or file of another name has its headings."""
    if place.sheet:
        told = phrase(
            "the data has no table `{table}`, but the sheet `{name}` has its headings",
            table=named(table),
            name=name,
        )
        way_out = phrase("call the sheet `{table}`", table=table.name)
    else:
        told = phrase(
            "the data has no table `{table}`, but the file `{name}` has its headings",
            table=named(table),
            name=name,
        )
        way_out = phrase("call the file `{table}`", table=table.name)
    return error("E403", told, place, "", help_note(way_out), *rule(table))


def given_twice(table: Table, second: CellPlace, first: CellPlace) -> Finding:
    """Two tables in the data that stand for one table of the rules."""
    message = phrase("the table `{table}` is given twice", table=named(table))
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
        "E421", phrase("rows of `{table}` cannot name their `{owner}`: it has {count} fields that are unique, not one", table=named(table), owner=named(owner), count=count),
        None, "", help_note(phrase("declare exactly one field of `{owner}` as unique", owner=owner.name)), *rule(owner),
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


def kazakh_code_page(file: str) -> Finding:
    """A file in the eight-bit code page for Kazakh, which differs from the Russian one in eighteen letters."""
    return Finding(
        "W455",
        Severity.NOTE,
        phrase("`{file}` was read in the code page KZ-1048", file=file),
        CellPlace(file),
    )
