"""Files of CSV and Parquet straight into columns. What is plainly right is taken; for all else the careful reader (``effrules.data``) is the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, frozen

from effrules.columnar.cells import Doubt, Marks, Words, different, values
from effrules.columnar.forms import Array, Exact, numbered
from effrules.columnar.lazy import ColumnData, Laid
from effrules.columnar.tables import FieldColumn
from effrules.data import layout
from effrules.data.columns import Columns, match_columns
from effrules.data.files import listing
from effrules.data.folding import folded, known_headings, names_of
from effrules.data.formats import delimited
from effrules.data.formats.frames import cell_of
from effrules.data.formula_text import is_results
from effrules.data.grid import Addressing, Grid, is_blank
from effrules.data.typed import key_field
from effrules.data.values import Refusal, link_reader
from effrules.diagnostics import Finding
from effrules.diagnostics.lookalikes import skeleton
from effrules.disk import reads, reads_folder
from effrules.model.schema import Schema, Table
from effrules.source import LARGEST_DATA, file_of
from effrules.words import phrase

SUFFIXES = (".csv", ".tsv", ".parquet")

_HEAD = 1 << 16
_WORDS_OF_TOTALS = (
    "(?i)итог|всего|целом|сумма|total|sum|overall|жиын|барлығы|жалпы|қорытынды|средн|average|mean|орта|числе"
)
_PLAIN_KEY = r"^[A-Za-z0-9]+([_.-][A-Za-z0-9]+)*$"

Read = tuple[ColumnData, tuple[Finding, ...]]


@frozen(eq=False)
class _Sent:
    """A table of a file: its cells, what the file is called, the number of its first row, and how its cells are found."""

    cells: Any
    file: str
    first: int
    addressing: Addressing


@define(eq=False)
class _Link:
    """What a column says of whose a row is: for each row the number of the value, and the different ones."""

    codes: Array
    different: list[Any]


def read(path: Path, schema: Schema) -> Read | None:
    """The data at a path and what is told of them; ``None`` where anything is in doubt."""
    if any(table.forms or table.demands for table in schema.tables):
        return None
    try:
        if path.is_dir():
            kept = listing(path)
            files, alone = kept.read, False
            if kept.others:
                return None
        else:
            files, alone = (path,), len(schema.tables) == 1
        if not all(one.suffix.lower() in SUFFIXES and one.is_file() for one in files):
            return None
        for one in files:
            file_of(one, LARGEST_DATA)
        if path.is_dir():
            reads_folder(path, phrase("the data folder"))
        for one in files:
            reads(one, phrase("the data"))
        taken = _tables_of(files, schema, alone)
        return _linked({name: _sent(one, schema) for name, one in taken.items()}, schema)
    except (Doubt, pa.ArrowException, OSError, ValueError, OverflowError):
        return None


def _tables_of(files: tuple[Path, ...], schema: Schema, alone: bool) -> dict[str, Path]:
    """Which file is which table. Raises Doubt unless each is one."""
    if alone:
        return {schema.subject.name: files[0]}
    called = {name: table.name for table in reversed(schema.tables) for name in names_of(table)}
    called |= {folded(table.name): table.name for table in schema.tables}
    taken = {called.get(folded(one.stem), ""): one for one in files}
    if len(taken) != len(files) or set(taken) != {table.name for table in schema.tables}:
        raise Doubt
    return {table.name: taken[table.name] for table in schema.tables}


# -- Files -------------------------------------------------------------------------------------------------------------------


def _sent(path: Path, schema: Schema) -> _Sent:
    if path.suffix.lower() != ".parquet":
        return _Sent(_of_text(path, schema), path.name, 2, Addressing.SPREADSHEET)
    from pyarrow import parquet

    table = parquet.ParquetFile(path).read()
    if len(set(table.column_names)) < table.num_columns:
        raise Doubt
    return _Sent(table, path.name, 1, Addressing.RECORD)


def _of_text(path: Path, schema: Schema) -> Any:
    """The cells of a file of text without quotation marks, whose first line has the headings. Raises Doubt."""
    from pyarrow import csv

    data = path.read_bytes()
    if any(sign in data for sign in (b'"', b"\0", b"\n\n", b"\r\r", b"\n\r\n")) or data.startswith(
        (b"\xff", b"\xfe", b"\n", b"\r", b"sep=")
    ):
        raise Doubt
    if data.count(b"\r") not in (0, data.count(b"\r\n")):
        raise Doubt
    data = data.removeprefix(b"\xef\xbb\xbf")
    head = data[: data.rfind(b"\n", 0, _HEAD) + 1].decode()
    known = known_headings(schema)
    separators = (
        ["\t"]
        if path.suffix.lower() == ".tsv"
        else delimited.separators_of(head, lambda one: folded(one) in known)
    )
    first = head.partition("\n")[0].rstrip("\r")
    headings = first.split(separators[0])
    if (
        len(separators) > 1
        or is_results(headings)
        or not all(one.strip() for one in headings)
        or len(set(headings)) < len(headings)
    ):
        raise Doubt
    if (
        delimited.other_separator_of(head, path.name, separators[0], lambda one: folded(one) in known)
        is not None
    ):
        raise Doubt
    if not {folded(one) for one in headings} & known or sum(folded(one) in known for one in headings) < 2:
        raise Doubt
    made = csv.read_csv(
        pa.BufferReader(data),
        parse_options=csv.ParseOptions(delimiter=separators[0], quote_char=False, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(headings, pa.string()), strings_can_be_null=False
        ),
        read_options=csv.ReadOptions(use_threads=False),
    )
    return made.rename_columns([one.strip() for one in headings])


# -- Tables ------------------------------------------------------------------------------------------------------------------


def _linked(sent: dict[str, _Sent], schema: Schema) -> Read:
    laid: dict[str, Laid] = {}
    keys: dict[str, tuple[Array, dict[Any, int]]] = {}
    found: list[Finding] = []
    for table in schema.tables:
        one = sent[table.name]
        columns, told = match_columns(_grid(one, []), table, schema)
        if columns is None:
            raise Doubt
        found += told
        _as_tables_are(one, table)
        made = _typed(one, table, columns, schema)
        links = [_link(one.cells[column], owner) for owner, column in columns.links]
        if table.owner is None:
            made.keys = Words(links[0].codes, links[0].different)
            _told_apart(np.zeros(len(made.rows), dtype=np.int64), links[0])
            keys[table.name] = (links[0].codes, {key: at for at, key in enumerate(links[0].different)})
        else:
            _put_in_order(made, laid, keys, links, schema)
        _unique(made)
        laid[table.name] = made
        if table.owner is not None and any(other.owner == table.name for other in schema.tables):
            keys[table.name] = _keys(made)
    return ColumnData(laid, schema.subject.name), tuple(found)


def _grid(sent: _Sent, rows: list[Any]) -> Grid:
    numbers = range(sent.first, sent.first + len(rows))
    return Grid(sent.file, "", list(sent.cells.column_names), rows, numbers, addressing=sent.addressing)


def _as_tables_are(sent: _Sent, table: Table) -> None:
    """Raises Doubt for rows that the careful reader would leave out, refuse or tell of."""
    cells, size = sent.cells, sent.cells.num_rows
    filled = np.zeros(size, dtype=np.int64)
    for column in cells.itercolumns():
        there = pc.is_valid(column)
        if pa.types.is_string(column.type):
            there = pc.and_(
                there,
                pc.fill_null(
                    pc.match_substring_regex(column, r"[^\s\x{A0}\x{2000}-\x{200B}\x{202F}\x{3000}\x{FEFF}]"),
                    False,
                ),
            )
        filled += there.to_numpy()
    if size == 0 or (filled <= min(1, cells.num_columns - 1)).any():
        raise Doubt
    if size <= layout.MOST_SUMMED:
        rows = list(
            zip(
                *([cell_of(cell) for cell in column.to_pylist()] for column in cells.itercolumns()),
                strict=True,
            )
        )
        if any(all(map(is_blank, row)) for row in rows) or layout.strange_rows(_grid(sent, rows), table):
            raise Doubt
        return
    first = [cell_of(column[0].as_py()) for column in cells.itercolumns()]
    if layout.numbers_columns(_grid(sent, [first, [""] * len(first)])):
        raise Doubt
    for column in list(cells.itercolumns())[: layout.NAMES]:
        if pa.types.is_string(column.type):
            suspects = pc.unique(column.filter(pc.match_substring_regex(column, _WORDS_OF_TOTALS)))
            if any(text is not None and layout.is_total(text) for text in suspects.to_pylist()):
                raise Doubt
        elif not pa.types.is_primitive(column.type):
            raise Doubt


def _typed(sent: _Sent, table: Table, columns: Columns, schema: Schema) -> Laid:
    marks = Marks()
    fields: dict[str, FieldColumn | Words | None] = {}
    for one in table.fields:
        at = columns.fields.get(one.name)
        fields[one.name] = (
            None if at is None else values(sent.cells.column(at), one, schema.figure_keys, marks)
        )
    marks.settle()
    rows = np.arange(sent.cells.num_rows)
    return Laid(table, sent.cells, sent.file, sent.first, sent.addressing, columns, fields, rows)


def _link(column: Any, owner: Table) -> _Link:
    """The identifiers that a column has. Raises Doubt."""
    key = key_field(owner) if owner.owner is not None else None
    if pa.types.is_integer(column.type) and owner.owner is None:
        column = column.cast(pa.string())
    codes, cells = different(column)
    if (codes < 0).any():
        raise Doubt
    if owner.owner is None and pa.types.is_string(cells.type) and _plain_keys(cells):
        return _Link(codes, cells.to_pylist())
    read_cell = link_reader(owner, key)
    found = [read_cell(cell_of(cell)) for cell in cells.to_pylist()]
    if any(value is None or isinstance(value, Refusal) for value in found):
        raise Doubt
    known: dict[Any, int] = {}
    number = np.array([known.setdefault(value, len(known)) for value in found], dtype=np.int64)
    return _Link(number[codes], list(known))


def _plain_keys(cells: Any) -> bool:
    return bool(pc.all(pc.match_substring_regex(cells, _PLAIN_KEY)).as_py())


def _told_apart(owners: Array, link: _Link) -> None:
    """Raises Doubt where a text stands twice within an owner, or looks there like another one."""
    there = link.codes >= 0
    looks: dict[Any, int] = {}
    alike = [
        looks.setdefault(skeleton(one) if isinstance(one, str) else one, len(looks)) for one in link.different
    ]
    codes = np.array(alike, dtype=np.int64)[link.codes[there]]
    _, first = numbered(owners[there], codes)
    if len(first) < int(there.sum()):
        raise Doubt


def _put_in_order(
    made: Laid, laid: dict[str, Laid], keys: dict[str, Any], links: list[_Link], schema: Schema
) -> None:
    """Find the row that each row belongs to, and lay the rows in the order of these. Raises Doubt where one belongs to none."""
    at = np.zeros(len(made.rows), dtype=np.int64)
    for depth, ((owner, _), link) in enumerate(zip(made.columns.links, links, strict=True)):
        codes, number = keys[owner.name]
        mine = np.array([number.get(value, -1) for value in link.different], dtype=np.int64)[link.codes]
        if (mine < 0).any():
            raise Doubt
        above = np.zeros(len(codes), dtype=np.int64) if depth == 0 else laid[owner.name].owners
        many = len(number)
        places = above * many + codes
        order = np.argsort(places, kind="stable")
        wanted = at * many + mine
        found = np.minimum(np.searchsorted(places[order], wanted), len(order) - 1)
        if not len(order) or (places[order][found] != wanted).any():
            raise Doubt
        at = order[found]
    owner_size = len(laid[made.table.owner or ""].rows)
    order = np.argsort(at, kind="stable")
    made.rows, made.owners = order, at[order]
    made.offsets = np.searchsorted(made.owners, np.arange(owner_size + 1))
    for name, column in made.fields.items():
        match column:
            case Words(codes=codes, different=words):
                made.fields[name] = Words(codes[order], words)
            case FieldColumn():
                made.fields[name] = column.taken(order)
            case None:
                pass


def _unique(made: Laid) -> None:
    owners = made.owners if made.table.owner is not None else np.zeros(len(made.rows), dtype=np.int64)
    for one in made.table.fields:
        if one.unique and made.fields[one.name] is not None:
            codes, words = _codes(made.fields[one.name])
            _told_apart(owners, _Link(codes, words))


def _codes(column: FieldColumn | Words | None) -> tuple[Array, list[Any]]:
    """Numbers of the values, -1 for a missing one, and the values."""
    if isinstance(column, Words):
        return column.codes, column.different
    if column is None or isinstance(column.held, Exact):
        raise Doubt
    number, first = numbered(*column.arrays)
    found = list(range(len(first)))
    return (number if column.missing is None else np.where(column.missing, -1, number)), found


def _keys(made: Laid) -> tuple[Array, dict[Any, int]]:
    """By what rows below are told whose they are: texts only. Raises Doubt for others."""
    key = key_field(made.table)
    column = None if key is None else made.fields[key.name]
    if not isinstance(column, Words) or (column.codes < 0).any():
        raise Doubt
    return column.codes, {word: at for at, word in enumerate(column.different)}
