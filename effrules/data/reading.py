"""Reading what a path holds: which files and sheets are tables of the rules, and the data set of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from effrules.data import file_errors, heading_errors
from effrules.data.columns import fitting
from effrules.data.dataset import Dataset
from effrules.data.files import SUFFIXES, listing
from effrules.data.folding import folded, known_headings, names_of
from effrules.data.grid import Grid, Loaded, Offer
from effrules.data.linking import link
from effrules.data.origins import NAME, NO_ORIGINS, Origins, put, read_origins
from effrules.data.tags import without_guides
from effrules.diagnostics import CellPlace, Finding, has_errors
from effrules.disk import reads, reads_folder
from effrules.model.garbage import without_collecting
from effrules.model.schema import Schema, Table, named
from effrules.source import LARGEST_DATA, NO_NAME, can_be, file_of
from effrules.words import Text, phrase, reason_of

Result = tuple[Dataset | None, tuple[Finding, ...]]


def read(path: Path, schema: Schema, shortest: Collection[str] = ()) -> Result:
    """The data at a path, which is a folder of files or one file; None where any finding is an error.

    Every problem is found at once. What the rules do not name is told of in warnings. ``shortest`` names columns
    (``TABLE.FIELD``) whose numbers are read as the shortest decimal (see ``binary``).
    """
    path = Path(path)
    found: list[Finding] = []
    offers: list[Offer] = []
    origins: Origins = {}
    if not can_be(path):
        return None, (file_errors.unreadable(str(path)[:60], NO_NAME),)
    if path.is_dir():
        reads_folder(path, phrase("the data folder"))
        holds, known = listing(path), known_headings(schema)
        known_tables = {table.name for table in schema.as_read}
        for one in holds.read:
            if one.name == NAME and one.stem not in known_tables:
                origins, doubts = read_origins(one)
                found += doubts
                continue
            more, problems = _offers(one, schema, known)
            offers += more
            found += problems
        found += [file_errors.not_read(one.name, CellPlace(one.name)) for one in holds.others]
        if not offers and not has_errors(found):
            return None, (*found, file_errors.nothing_to_read(path.name or str(path)))
    elif not path.exists():
        return None, (file_errors.no_such_path(str(path)),)
    elif path.suffix.lower() not in SUFFIXES:
        return None, (file_errors.nothing_to_read(path.name),)
    elif problem := _no_file(path):
        return None, (file_errors.unreadable(path.name, problem),)
    else:
        offers, found = _offers(path, schema, known_headings(schema))
        if len(offers) == 1 and not offers[0].sheet and len(schema.as_read) == 1:
            return _assemble({schema.subject.name: offers[0]}, schema, found, shortest)
    taken, problems = _choose(offers, schema, complete=not has_errors(found))
    return _assemble(taken, schema, [*found, *problems], shortest, origins)


def from_tables(tables: Mapping[str, object], schema: Schema, shortest: Collection[str] = ()) -> Result:
    """The data of tables in memory by name: pandas, polars or pyarrow tables, columns by name, or records.

    A float counts by its shortest decimal form; ``None`` and not-a-number are missing. ``shortest`` as for ``read``.
    """
    from effrules.data.formats.frames import grid_of_table

    offers: list[Offer] = []
    found: list[Finding] = []
    for name, table in tables.items():
        grid = grid_of_table(table, str(name), "")
        if grid is None:
            found.append(
                file_errors.unreadable(
                    str(name),
                    phrase("{name} is no table with equally long columns", name=type(table).__name__),
                )
            )
        else:
            offers.append(Offer(str(name), str(name), "", partial(_held, grid)))
    taken, problems = _choose(offers, schema, complete=not found)
    return _assemble(taken, schema, [*found, *problems], shortest)


def _no_file(path: Path) -> Text:
    """Why a path is not opened at all: it is no file, or one too large."""
    try:
        file_of(path, LARGEST_DATA)
    except OSError as problem:
        return reason_of(problem)
    return ""


def _owner_of(table: Table, schema: Schema) -> Text:
    owner = schema.table_named(table.owner or "")
    return "" if owner is None else named(owner)


def _held(grid: Grid) -> Loaded:
    return grid, ()


def _offers(path: Path, schema: Schema, known: frozenset[str]) -> tuple[list[Offer], list[Finding]]:
    """The tables of one file; ``known`` are the headings that some table of the rules would understand."""
    file = path.name
    reads(path, phrase("the data"))
    match path.suffix.lower():
        case ".csv" | ".tsv":
            from effrules.data.formats import delimited

            kazakh = "kk" in schema.languages
            return [Offer(path.stem, file, "", lambda: delimited.load(path, file, known, kazakh))], []
        case ".xls":
            from effrules.data.formats import excel_97

            return excel_97.offers(path, file, known)
        case ".xlsx" | ".xlsm" | ".xlsb" | ".ods":
            from effrules.data.formats import workbook

            return workbook.offers(path, file, known)
        case ".parquet":
            from effrules.data.formats import parquet

            return [Offer(path.stem, file, "", lambda: parquet.load(path, file))], []
        case ".json":
            from effrules.data.formats import json_text

            return json_text.offers(path, file)
        case ".jsonl" | ".ndjson":
            from effrules.data.formats import json_text

            return json_text.line_offers(path, file)
        case _:
            from effrules.data.formats import sqlite

            return sqlite.offers(path, file)


def _choose(offers: list[Offer], schema: Schema, complete: bool) -> tuple[dict[str, Offer], list[Finding]]:
    """The offers by the table of the rules that they are; what is missing is told only if all offers are ``complete``."""
    as_read = schema.as_read
    tables: dict[str, Table] = {name: table for table in reversed(as_read) for name in names_of(table)}
    tables |= {folded(table.name): table for table in as_read}
    taken: dict[str, Offer] = {}
    strays: list[Offer] = []
    found: list[Finding] = []
    for offer in offers:
        table = tables.get(folded(offer.name))
        if table is None:
            strays.append(offer)
        elif table.name in taken:
            first = taken[table.name]
            found.append(
                file_errors.given_twice(
                    table, CellPlace(offer.file, offer.sheet), CellPlace(first.file, first.sheet)
                )
            )
        else:
            taken[table.name] = offer
    strays = without_guides(strays, offers)
    absent = [table for table in as_read if table.name not in taken]
    told: list[Offer] = []
    for table in absent if complete else ():
        one = fitting(table, schema, strays)
        if one is None:
            one = next((offer for offer in strays if heading_errors.is_near(offer.name, table)), None)
            found.append(
                file_errors.missing_table(table, _owner_of(table, schema), None if one is None else one.name)
            )
        else:
            found.append(file_errors.table_of_another_name(table, one.name, CellPlace(one.file, one.sheet)))
        told += [] if one is None else [one]
    found += [
        file_errors.unknown_table(
            offer.name, CellPlace(offer.file, offer.sheet), [one.name for one in absent]
        )
        for offer in strays
        if not offer.hidden and offer not in told
    ]
    return taken, found


def _assemble(
    taken: dict[str, Offer],
    schema: Schema,
    found: list[Finding],
    shortest: Collection[str],
    origins: Origins = NO_ORIGINS,
) -> Result:
    grids: dict[str, Grid] = {}
    with without_collecting():
        for name, offer in taken.items():
            grid, problems = offer.load()
            found = [*found, *problems]
            if grid is not None:
                grids[name] = grid
        put(origins, grids)
        dataset, problems_of_rows = link(grids, schema, frozenset(shortest))
    found = [*found, *problems_of_rows]
    return (None if has_errors(found) else dataset), tuple(found)
