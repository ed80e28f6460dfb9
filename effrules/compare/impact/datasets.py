"""The data of both sides: whether they are one set of data, and which edits cannot do without the new one.

The old rules read the old data by what they say is reported, the new rules the new data. Where both are the same as
far as both know them (one folder, or a folder with new columns), they are laid together and the data are no cause of any
change. Else the data are a player like the edits, and edits that read what only one side has go with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.impact.cones import Of, declared
from effrules.data.dataset import Dataset, Row
from effrules.model import program as p
from effrules.model.reading import Named, cells, named
from effrules.model.schema import Schema
from effrules.model.types import Value
from effrules.model.walk import walk

FieldName = tuple[str, str]
"""A table (or the subject) and one of its fields."""

REPORTED = (Thing.SUBJECT, Thing.TABLE, Thing.FIELD)


def laid_together(old: Dataset, new: Dataset) -> Dataset | None:
    """One set of data with the tables and fields of both; ``None`` where they contradict each other.

    Bodies and rows must come in the same order, and whatever both have must be the same.
    """
    if old is new:
        return old
    made: dict[int, Row] = {}
    subjects = _rows(old.subjects, new.subjects, made)
    if subjects is None:
        return None
    found = Dataset(subjects)
    for table in dict.fromkeys((*old.rows, *new.rows)):
        left, right = old.rows.get(table), new.rows.get(table)
        rows = _rows(left, right, made) if left is not None and right is not None else None
        if rows is None:
            if left is not None and right is not None:
                return None
            rows = [_copy(row, made) for row in left or right or []]
        found.rows[table] = rows
    return found


def _rows(left: Sequence[Row], right: Sequence[Row], made: dict[int, Row]) -> list[Row] | None:
    """Rows of one table laid together, below the rows that own them."""
    if len(left) != len(right):
        return None
    found = []
    for one, other in zip(left, right, strict=True):
        owners = [None if row.owner is None else made.get(id(row.owner)) for row in (one, other)]
        values = _values(one.values, other.values)
        if one.table != other.table or one.key != other.key or owners[0] is not owners[1] or values is None:
            return None
        children: dict[str, list[Row]] = {name: [] for name in (*one.children, *other.children)}
        places = {**other.places, **one.places}
        row = Row(one.table, one.key, values, owners[0], children, places, one.label)
        made[id(one)] = made[id(other)] = row
        if owners[0] is not None:
            owners[0].children.setdefault(row.table, []).append(row)
        found.append(row)
    return found


def _copy(row: Row, made: dict[int, Row]) -> Row:
    """A row that only one side has."""
    owner = None if row.owner is None else made[id(row.owner)]
    children: dict[str, list[Row]] = {name: [] for name in row.children}
    copied = made[id(row)] = Row(row.table, row.key, row.values, owner, children, row.places, row.label)
    if owner is not None:
        owner.children.setdefault(row.table, []).append(copied)
    return copied


def _values(
    left: Mapping[str, Value | None], right: Mapping[str, Value | None]
) -> Mapping[str, Value | None] | None:
    """The values of both; ``None`` where they differ in a field that both have."""
    if any(name in right and right[name] != value for name, value in left.items()):
        return None
    return {**left, **right}


def bound_to_data(
    groups: Sequence[Sequence[Edit]],
    alone: Sequence[p.Program],
    without: Sequence[p.Program],
    old: Schema,
    new: Schema,
) -> frozenset[int]:
    """The groups that cannot be applied to the old data, or be left out on the new: they read what is not there.

    ``alone[i]`` is the program with group i alone, ``without[i]`` that with all others.
    """
    before, after = _fields(old), _fields(new)
    return frozenset(
        at
        for at, group in enumerate(groups)
        if any(reads_otherwise(edit) for edit in group)
        or not fields_read(alone[at]) <= before
        or not fields_read(without[at]) <= after
    )


def reads_otherwise(edit: Edit) -> bool:
    """Whether the same cell means something else after an edit, or stands elsewhere."""
    match edit:
        case e.Reported(before=before, after=after):
            return before.type != after.type or before.percent_numbers is not after.percent_numbers
        case e.Rename(place=place):
            return place.thing in REPORTED
        case e.Owner() | e.Option():
            return True
        case (
            e.Presence() | e.Move() | e.Order() | e.Total() | e.Formula() | e.Signature() | e.Incidents() | e.Number() | e.Target()
            | e.Rounding() | e.Applicability() | e.Assessors() | e.Weights() | e.Redistribution() | e.Clauses() | e.Demands() | e.Row()
            | e.Columns() | e.Grades() | e.Places() | e.Promise() | e.Case() | e.Stated() | e.Scale() | e.Period() | e.Version() | e.Words() | e.Rests()
        ):  # fmt: skip
            return False
        case _:
            assert_never(edit)


def _fields(schema: Schema) -> frozenset[FieldName]:
    return frozenset((table.name, field.name) for table in schema.tables for field in table.fields) | {
        (table.name, "") for table in schema.tables
    }


def fields_read(program: p.Program) -> frozenset[FieldName]:
    """The tables (with an empty name) and fields that scores and places depend on."""
    subject = program.schema.subject.name
    known = declared(program)
    ahead = [key for key in known if key[0] is Of.NODE]
    seen = set(ahead)
    found: set[FieldName] = {(subject, name) for ranking in program.rankings for name in ranking.within}
    expressions = [r.condition for r in program.rankings if r.condition is not None]
    while ahead or expressions:
        while ahead:
            declaration = known[ahead.pop()]
            expressions += declaration.expressions
            new = set(declaration.keys) - seen
            seen |= new
            ahead += [key for key in new if key in known]
        for inner in walk(expressions.pop()) if expressions else ():
            found.update(cells(inner, program.schema))
            if isinstance(inner, p.OverRows):
                found.add((inner.rows.variable.table, ""))
            match named(inner):
                case (Named.DEFINITION | Named.FIGURES as kind, name) if (kind.value, name) not in seen:
                    key = kind.value, name
                case _:
                    continue
            if key in known:
                seen.add(key)
                ahead.append(key)
    return frozenset(found)
