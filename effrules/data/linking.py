"""From typed tables to a data set: every row finds the row that it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from itertools import repeat
from typing import Any

from attrs import define, field

from effrules.data import file_errors, link_errors
from effrules.data.dataset import Dataset, Row
from effrules.data.doubts import tell_doubts
from effrules.data.folding import owners, spaced
from effrules.data.forms import fill
from effrules.data.grid import Grid, RowPlaces, shown
from effrules.data.layout import strange_rows
from effrules.data.typed import TypedTable, key_field, type_table
from effrules.data.values import Refusal
from effrules.diagnostics import CellPlace, Finding
from effrules.diagnostics.lookalikes import difference, skeleton
from effrules.model.schema import Field, Schema, Table, named
from effrules.words import Text, phrase, several

Path = tuple[Any, ...]
"""The identifiers that lead to a row: the subject's, then those of the rows between."""


@define(eq=False)
class _Linked:
    """The rows of one table, and how they are found; ``whole`` unless some of them could not be read."""

    rows: list[Row] = field(factory=list)
    by_path: dict[Path, Row] = field(factory=dict)
    siblings: dict[Path, list[Any]] = field(factory=lambda: defaultdict(list))
    whole: bool = True


def link(
    grids: Mapping[str, Grid], schema: Schema, shortest: frozenset[str] = frozenset()
) -> tuple[Dataset | None, list[Finding]]:
    """The data set of tables by their names; None where there is an error. ``shortest`` as for ``read``."""
    found: list[Finding] = []
    linked: dict[str, _Linked] = {}
    bodies: Mapping[str, str] = {}
    for table in schema.as_read:
        bad = [owner for owner in owners(table, schema)[1:] if key_field(owner) is None]
        found += [file_errors.unlinkable(table, owner) for owner in bad]
        if bad or table.name not in grids:
            continue
        if not grids[table.name].headings:
            if table.form is None:
                linked[table.name] = _Linked()
            continue
        found += strange_rows(grids[table.name], table)
        typed, problems = type_table(grids[table.name], table, schema, shortest, bodies)
        found += problems
        if typed is not None:
            tell_doubts(typed)
            if table.form is not None:
                above = linked.get(table.owner or "", _Linked(whole=False))
                orphan = partial(_tell_orphan, typed, linked=linked)
                fill(typed, table.form, above.by_path, orphan)
                found += typed.told.in_order()
                continue
            linked[table.name] = _link_rows(typed, schema, linked)
            if table.owner is None:
                bodies = typed.grid.names.bodies
            found += typed.told.in_order()
    if any(finding.is_error for finding in found):
        return None, found
    rows = {table.name: linked[table.name].rows if table.name in linked else [] for table in schema.tables}
    return Dataset(rows.pop(schema.subject.name, []), rows), found


def _link_rows(typed: TypedTable, schema: Schema, linked: Mapping[str, _Linked]) -> _Linked:
    table, grid = typed.table, typed.grid
    result = _Linked(whole=grid.whole)
    names = [one.name for one in table.fields]
    declared = schema.table_named(table.name)
    of_forms = {one.name: None for one in (declared.fields if declared else ()) if one.form is not None}
    owned = [one.name for one in schema.tables if one.owner == table.name]
    keys = [at for at, one in enumerate(table.fields) if one.unique]
    uniques = [_Unique(typed, one, at) for at, one in enumerate(table.fields) if one.unique]
    is_subject = table.owner is None
    if is_subject:
        uniques.append(_Unique(typed, table))
    above = linked.get(table.owner or "")
    places = typed.columns.fields
    if is_subject:
        places = {table.name: typed.columns.links[0][1], **places}
    every = zip(*typed.values, strict=True) if typed.values else repeat(())
    for index, (path, values) in enumerate(zip(zip(*typed.links, strict=True), every, strict=False)):
        owner = None if above is None else above.by_path.get(path)
        if owner is None and not is_subject:
            _tell_orphan(typed, index, path, linked)
            continue
        key = path[0] if is_subject else values[keys[0]] if keys else None
        if isinstance(key, Refusal):
            result.whole = False
        row = Row(
            table.name, "" if key is None or isinstance(key, Refusal) else link_errors.identifier_text(key),
            dict(zip(names, values, strict=True)), owner, {name: [] for name in owned},
            RowPlaces(grid, index, places, typed.labels[index]), typed.labels[index],
        )  # fmt: skip
        if of_forms:
            row.values = {**row.values, **of_forms}
        result.rows.append(row)
        if owner is not None:
            owner.children[table.name].append(row)
        for unique in uniques:
            unique.see(index, owner, key if unique.at is None else values[unique.at])
        if owned or of_forms:
            full = path if is_subject else (*path, key)
            if full not in result.by_path:
                result.by_path[full] = row
                result.siblings[full[:-1]].append(key)
    return result


@define(eq=False)
class _Unique:
    """Tells of values that stand twice: a field's within the row's owner, or (without ``at``) a subject's identifier."""

    typed: TypedTable
    rule: Field | Table
    at: int | None = None
    first: dict[tuple[int, Any], int] = field(factory=dict)
    looks: dict[tuple[int, str], int] = field(factory=dict)

    def see(self, row: int, owner: Row | None, value: Any) -> None:
        """Note a row's value."""
        if value is None or isinstance(value, Refusal):
            return
        before = self.first.setdefault((id(owner), value), row)
        if before == row:
            if isinstance(value, str):
                self._look(row, owner, value)
        else:
            columns = self.typed.columns
            column = columns.links[0][1] if self.at is None else columns.fields[self.rule.name]
            what = (
                phrase("the {table} `{key}`", table=named(self.rule), key=str(value))
                if self.at is None
                else phrase("`{field}` {value}", field=named(self.rule), value=shown(value))
            )
            self.typed.tell("duplicate", row, column, partial(self._twice, what, before, column))

    def _look(self, row: int, owner: Row | None, value: str) -> None:
        """Tell of a value that looks like one before it, and is another."""
        before = self.looks.setdefault((id(owner), skeleton(value)), row)
        if before != row:
            columns = self.typed.columns
            column = columns.links[0][1] if self.at is None else columns.fields[self.rule.name]
            other = spaced(shown(self.typed.grid.rows[before][column]))
            if difference(value, other) is not None:
                make = partial(self._alike, (value, other), before, column)
                self.typed.tell("alike", row, column, make)

    def _alike(self, words: tuple[str, str], before: int, column: int, place: CellPlace) -> Finding:
        return link_errors.looks_alike(words, place, self.typed.place(before, column), self.rule)

    def _twice(self, what: Text, before: int, column: int, place: CellPlace) -> Finding:
        return link_errors.duplicate(what, place, self.typed.place(before, column), self.rule)


def _tell_orphan(typed: TypedTable, row: int, path: Path, linked: Mapping[str, _Linked]) -> None:
    """Say which identifier leads nowhere; nothing where it, or a row that it may lead to, could not be read."""
    for depth, (owner, column) in enumerate(typed.columns.links):
        above = linked.get(owner.name)
        if above is None or not above.whole or isinstance(path[depth], Refusal):
            return
        if path[: depth + 1] not in above.by_path:
            typed.tell("orphan", row, column, partial(_orphan, typed, row, path, depth, above))
            return


def _orphan(typed: TypedTable, row: int, path: Path, depth: int, above: _Linked, place: CellPlace) -> Finding:
    links = typed.columns.links
    within = several(
        phrase('{title} "{key}"', title=named(owner), key=shown(typed.grid.rows[row][column]))
        for owner, column in links[:depth]
    )
    known = [
        link_errors.identifier_text(key)
        for key in above.siblings.get(path[:depth], ())
        if not isinstance(key, Refusal)
    ]
    return link_errors.unknown_owner(
        place, links[depth][0], link_errors.identifier_text(path[depth]), within, known
    )
