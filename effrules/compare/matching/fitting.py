"""Which worked cases and properties fit a program in between: those that name what is there."""

from __future__ import annotations

from typing import Any, assert_never

from effrules.compare.matching.reading import Of, Reading
from effrules.model import program as p
from effrules.model.types import Choice
from effrules.model.walk import outermost


def can_be_worked(program: p.Program, example: p.Example) -> bool:
    """Whether a worked case fits a program: it gives each field what it must, and asks for what is there."""
    for row in example.rows:
        table = program.schema.table_named(row.table)
        if table is None or {name for name, _ in row.values} != {one.name for one in table.fields}:
            return False
        given = dict(row.values)
        for one in table.fields:
            value = given[one.name]
            if value is None and not one.optional:
                return False
            if isinstance(one.type, Choice) and value is not None and value not in one.type.names:
                return False
    known: dict[p.ExpectationOf, set[str]] = {
        p.ExpectationOf.NODE: set(program.nodes),
        p.ExpectationOf.ADJUSTMENT: {a.name for a in program.adjustments},
        p.ExpectationOf.PLACE: {r.name for r in program.rankings},
        p.ExpectationOf.RATING: {r.node for r in program.ratings},
    }
    return all(expect.what in known[expect.kind] for expect in example.expectations)


def can_be_tried(program: p.Program, one: p.Property) -> bool:
    """Whether all that a property names is in a program."""
    reading = Reading(program)
    promise = one.promise
    refs: set[Any] = set()
    match promise:
        case p.Always():
            refs |= reading.formulas(promise.condition)
        case p.OneMore():
            refs |= reading.formulas(promise.rows) | {(Of.TABLE, promise.table), (Of.NODE, promise.node)}
        case p.FieldMoves():
            refs |= reading.formulas(promise.where)
            refs |= {(Of.FIELD, promise.row.table, promise.field), (Of.NODE, promise.node)}
        case p.NeverAffects():
            refs |= {(Of.FIELD, promise.row.table, promise.field), (Of.NODE, promise.node)}
    return all(_is_there(program, ref) for ref in refs)


def can_be_followed(program: p.Program, one: p.Procedure) -> bool:
    """Whether all that an institution, a stage, a spot check or a recommendation speaks of is in a program."""
    read = {table.name: {field.name for field in table.fields} for table in program.schema.as_read}

    def added(adds: tuple[p.Added, ...]) -> bool:
        fields = ((one.counts and [one.counts]) or [name for name, _ in one.values] for one in adds)
        return all(
            one.table in read and read[one.table].issuperset(of) for one, of in zip(adds, fields, strict=True)
        )

    def held(columns: tuple[tuple[str, str | None], ...]) -> bool:
        return all(table in read and (field is None or field in read[table]) for table, field in columns)

    match one:
        case p.Institution():
            return True
        case p.Stage():
            calendar = None if one.within is None else one.within.calendar
            known = calendar is None or calendar in program.figures
            return known and program.nodes.keys() >= set(one.nodes) and held(one.columns) and added(one.adds)
        case p.SpotCheck():
            return held(one.columns) and added(() if one.adds is None else (one.adds,))
        case p.Recommendation():
            reading = Reading(program)
            refs = reading.formulas(*outermost(one))
            return one.node in program.nodes and all(_is_there(program, ref) for ref in refs)
        case _:
            assert_never(one)


def _is_there(program: p.Program, ref: Any) -> bool:
    match ref:
        case (Of.TABLE, name):
            return program.schema.table_named(name) is not None
        case (Of.FIELD, table, name):
            declared = program.schema.table_named(table)
            return declared is not None and declared.field_named(name) is not None
        case (Of.NODE, name):
            return name in program.nodes
        case (Of.DEFINITION, name):
            return name in program.definitions
        case (Of.FIGURES, name):
            return name in program.figures
        case _:
            return True
