"""Forms: what a form holds is put to the row whose form it is. Each has one row; none, where the form may be missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from effrules.data import form_errors
from effrules.data.dataset import Row
from effrules.data.folding import spaced
from effrules.data.grid import RowPlaces, shown
from effrules.data.typed import TypedTable
from effrules.data.values import Refusal
from effrules.diagnostics import CellPlace, Finding
from effrules.model import kinds
from effrules.model.schema import Form, named

Path = tuple[Any, ...]
"""The identifiers that lead to a row: the subject's, then those of the rows between."""


def fill(
    typed: TypedTable, form: Form, owners: Mapping[Path, Row], orphan: Callable[[int, Path], None]
) -> None:
    """Put what a form holds to its owners' values and places.

    ``orphan`` tells of a row whose owner is not there. Findings about cells are kept with the table. An owner without the form has
    none of its values: what reads one of them then says so, when it is worked out; what does not apply to a body needs no form of it.
    """
    first: dict[int, int] = {}
    every = zip(*typed.values, strict=True)
    whose = typed.columns.links[-1][1]
    for index, (path, values) in enumerate(zip(zip(*typed.links, strict=True), every, strict=True)):
        owner = owners.get(path)
        if owner is None:
            orphan(index, path)
            continue
        if _has(form, owner) is False:
            typed.tell("not its form", index, whose, partial(_not_its_form, typed, form))
            continue
        before = first.setdefault(id(owner), index)
        if before != index:
            typed.tell("second", index, whose, partial(_second, typed, form, before, whose))
            continue
        _put(owner, typed, form, index, values)


def _has(form: Form, owner: Row) -> bool | None:
    """Whether a body has a form; ``None`` where that cannot be told, as a cell that decides it could not be read."""
    if form.where is None:
        return True
    if any(isinstance(owner.values.get(name), Refusal) for name in kinds.fields_of(form.where)):
        return None
    return kinds.decided(form.where, owner.values)


def _put(owner: Row, typed: TypedTable, form: Form, index: int, values: tuple[Any, ...]) -> None:
    table, grid = typed.table, typed.grid
    filled = {f"{form.name}.{one.name}": value for one, value in zip(table.fields, values, strict=True)}
    whose = typed.columns.links[-1][1]
    if form.optional:
        filled[form.name] = spaced(shown(grid.rows[index][whose]))
    owner.values = {**owner.values, **filled}
    columns = {**typed.columns.fields, form.name: whose}
    places = RowPlaces(grid, index, columns, typed.labels[index])
    assert isinstance(owner.places, RowPlaces)
    owner.places.forms = {**owner.places.forms, form.name: places}


def _not_its_form(typed: TypedTable, form: Form, place: CellPlace) -> Finding:
    return form_errors.not_its_form(form, named(typed.columns.links[-1][0]), place)


def _second(typed: TypedTable, form: Form, before: int, column: int, place: CellPlace) -> Finding:
    return form_errors.second_row(form, named(typed.columns.links[-1][0]), place, typed.place(before, column))
