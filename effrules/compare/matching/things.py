"""What a declaration makes be there: a table its fields and choices, figures their columns and rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from effrules.compare.matching.names import Space
from effrules.compare.matching.reading import Of, Reading, Ref
from effrules.model import program as p
from effrules.model.schema import Field, Table
from effrules.model.types import Choice


def things(reading: Reading, space: Space, inside: str, name: str) -> Iterable[Ref]:
    """All that a declaration makes be there."""
    match space:
        case Space.TABLE:
            yield (Of.TABLE, name)
            table: Table = reading.tables[name]
            for one in table.fields:
                yield from _of_field(name, one)
        case Space.FIELD:
            yield from _of_field(inside, field_of(reading, inside, name))
        case Space.FIGURES:
            yield (Of.FIGURES, name)
            yield from of_figures(reading.program.figures[name])
        case (
            Space.SOURCE | Space.DEFINITION | Space.NODE | Space.ADJUSTMENT | Space.RATING | Space.RANKING
            | Space.PROPERTY | Space.EXAMPLE | Space.PROCEDURE
        ):  # fmt: skip
            yield (Of(space.value), name)
        case _:
            assert_never(space)


def _of_field(table: str, field: Field) -> Iterable[Ref]:
    yield (Of.FIELD, table, field.name)
    if isinstance(field.type, Choice):
        yield from ((Of.CHOICE, table, field.name, word) for word in field.type.names)


def of_figures(figures: p.Figures) -> Iterable[Ref]:
    """The columns and rows of figures."""
    yield from ((Of.COLUMN, figures.name, column) for column, _ in figures.columns)
    yield from ((Of.ROW, figures.name, row[0]) for row in figures.rows)


def field_of(reading: Reading, table: str, name: str) -> Field:
    """A field that is known to be there."""
    found = reading.tables[table].field_named(name)
    assert found is not None
    return found


def thing_of(program: p.Program, space: Space, inside: str, name: str) -> Any:
    """The declaration of a name; ``None`` where there is none."""
    match space:
        case Space.TABLE:
            return program.schema.table_named(name)
        case Space.FIELD:
            table = program.schema.table_named(inside)
            return None if table is None else table.field_named(name)
        case Space.NODE:
            return program.nodes.get(name)
        case Space.DEFINITION:
            return program.definitions.get(name)
        case Space.FIGURES:
            return program.figures.get(name)
        case Space.RATING:
            return next((rating for rating in program.ratings if rating.node == name), None)
        case Space.SOURCE:
            return _named(program.sources, name)
        case Space.ADJUSTMENT:
            return _named(program.adjustments, name)
        case Space.RANKING:
            return _named(program.rankings, name)
        case Space.PROPERTY:
            return _named(program.properties, name)
        case Space.EXAMPLE:
            return _named(program.examples, name)
        case Space.PROCEDURE:
            return procedure(program).get(name)
        case _:
            assert_never(space)


def procedure(program: p.Program) -> dict[str, p.Procedure]:
    """How the year goes, each by its kind and its name, ``stage reports``."""
    return {f"{kind} {name}": one for kind, group in program.procedure.items() for name, one in group.items()}


def _named(declared: Iterable[Any], name: str) -> Any:
    return next((one for one in declared if one.name == name), None)
