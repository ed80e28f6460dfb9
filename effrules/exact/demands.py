"""What must hold of the data, asked of every row once they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from effrules.data.dataset import Dataset, Row
from effrules.data.form_errors import must_hold
from effrules.diagnostics import CellPlace, Finding
from effrules.exact.failing import Failure
from effrules.exact.nodes import Nodes
from effrules.exact.observer import Environment
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model import schema
from effrules.model.reading import Cell, Named, named
from effrules.model.schema import Table
from effrules.model.walk import walk
from effrules.words import Given, Text


def unmet(program: p.Program, dataset: Dataset, *, alone: bool = False) -> tuple[Finding, ...]:
    """A finding for each row of which something does not hold that must hold; and where that cannot be worked out, why.

    ``alone``: the data are those of one body; what must hold among all is not asked then.
    """
    if not any(table.demands for table in program.schema.tables):
        return ()
    nodes = Nodes(program, dataset)
    found: list[Finding] = []
    for table in program.schema.tables:
        rows = dataset.subjects if table.owner is None else dataset.rows[table.name]
        for demand in table.demands:
            if alone and looks_at_others(program, demand):
                continue
            told: list[tuple[Row, Text]] = []
            for row in rows:
                why = _broken(nodes, demand, row)
                if why is not None:
                    told.append((row, why))
            found += [must_hold(demand, row.label, _cells(demand, row, table), why) for row, why in told]
    return tuple(found)


Demands = Sequence[tuple[p.MustHold, Sequence[Row]]]
"""What must hold, and of which rows."""


def demands_on(program: p.Program, dataset: Dataset, fields: Collection[Cell], own: Iterable[Row]) -> Demands:
    """What must hold and reads some ``fields``: of a body's ``own`` rows, or, where it looks at others, of all."""
    footprints, own = plan_of(program).footprints, tuple(own)
    found: list[tuple[p.MustHold, Sequence[Row]]] = []
    for table in program.schema.tables:
        every = dataset.subjects if table.owner is None else dataset.rows[table.name]
        for demand in table.demands:
            if not footprints.of((demand.condition,)).fields.isdisjoint(fields):
                others = looks_at_others(program, demand)
                found.append((demand, every if others else [row for row in own if row.table == table.name]))
    return found


def broken(nodes: Nodes, demands: Demands) -> p.MustHold | None:
    """The first of the demands that does not hold, or of which that cannot be worked out."""
    return next(
        (demand for demand, rows in demands if any(_broken(nodes, demand, row) is not None for row in rows)),
        None,
    )


def looks_at_others(program: p.Program, demand: p.MustHold) -> bool:
    """Whether what must hold of a row depends on rows of other bodies."""
    seen: set[str] = set()
    ahead: list[p.Expression] = [demand.condition]
    while ahead:
        for inner in walk(ahead.pop()):
            if isinstance(inner, p.OverRows) and inner.rows.population is p.Population.ALL:
                return True
            match named(inner):
                case (Named.DEFINITION, name) if name not in seen:
                    seen.add(name)
                    ahead.append(program.definitions[name].body)
                case _:
                    pass
    return False


def _broken(nodes: Nodes, demand: p.MustHold, row: Row) -> Text | None:
    """Why a row is refused, if it is; empty where there is nothing more to say than that it does not hold."""
    if demand.form is not None and not _has(row, demand.form):
        return None
    subject = row
    while subject.owner is not None:
        subject = subject.owner
    environment: Environment = {0: subject, demand.row.slot: row}
    nodes.evaluator.left = nodes.evaluator.allowed
    try:
        return None if nodes.evaluator.evaluate(demand.condition, environment) else ""
    except Failure as failure:
        return failure.finding.message


def _has(row: Row, form: str) -> bool:
    """Whether a row has a form; who does not have one that everybody must have is told so where it is read."""
    if form in row.values:
        return row.values[form] is not None
    held = f"{form}."
    return any(value is not None for name, value in row.values.items() if name.startswith(held))


def _cells(demand: p.MustHold, row: Row, table: Table) -> list[tuple[Given, CellPlace]]:
    """The cells of the row that the condition reads, with what the fields are called."""
    fields = (one for one in map(table.field_named, dict.fromkeys(_read(demand))) if one is not None)
    return [(schema.named(one), row.places[one.name]) for one in fields if one.name in row.places]


def _read(demand: p.MustHold) -> Iterator[str]:
    for node in walk(demand.condition):
        if isinstance(node, p.FieldOf) and node.row.slot == demand.row.slot:
            yield node.field
