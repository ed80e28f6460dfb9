"""Results as one row for each body: what CSV, Parquet and data frames hold. docs/results.md describes the columns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from attrs import frozen

from effrules.exact.results import Results, SubjectResult
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.results.ranked import why_none
from effrules.report.texts import texts_cell
from effrules.words import Language


class Kind(Enum):
    """What a column's values are; any of them may be ``None``."""

    TEXT = "text"
    WHOLE = "whole number"
    SHOWN = "decimal as shown"


@frozen
class WideColumn:
    """A column: its name and what its values are. Decimals are texts with a decimal point."""

    name: str
    kind: Kind


@frozen
class Wide:
    """The table: columns, and rows of as many values."""

    columns: tuple[WideColumn, ...]
    rows: tuple[tuple[Any, ...], ...]


def in_tree_order(program: p.Program) -> list[p.ScoreNode]:
    """The nodes as people read the tree: the total, where there is one, each block followed by its parts."""
    found: list[p.ScoreNode] = []
    stack = list(reversed(program.heads))
    while stack:
        node = program.nodes[stack.pop()]
        found.append(node)
        stack.extend(reversed(node.parts))
    return found


def wide(results: Results, program: p.Program, what_if: Sequence[str] = ()) -> Wide:
    """The table of results, in the data's order of bodies."""
    nodes = in_tree_order(program)
    within = list(dict.fromkeys(name for ranking in program.rankings for name in ranking.within))
    text, whole, shown = Kind.TEXT, Kind.WHOLE, Kind.SHOWN
    columns = [
        WideColumn("methodology", text), WideColumn("version", text), WideColumn("rules", text), WideColumn("what_if", text),
        WideColumn("subject", text), WideColumn("name", text),
        *(WideColumn(f"group.{name}", text) for name in within),
        *(WideColumn(f"place.{ranking.name}", whole) for ranking in program.rankings),
        *(WideColumn(f"rating.{rating.node}", text) for rating in program.ratings),
    ]  # fmt: skip
    for node in nodes:
        columns += [WideColumn(node.name, shown), WideColumn(f"{node.name}.exact", text)]
        columns.append(WideColumn(f"{node.name}.state", text))
        if node.name not in program.heads:
            columns.append(WideColumn(f"{node.name}.weight", text))
    for adjustment in program.adjustments:
        columns += [
            WideColumn(f"{adjustment.name}.taken", shown),
            WideColumn(f"{adjustment.name}.taken.exact", text),
            WideColumn(f"{adjustment.name}.incidents", whole),
        ]
    columns += [WideColumn("assumed", text), WideColumn("reason", text)]
    naming = Naming(program, Language.EN)
    changes, files = "; ".join(what_if), texts_cell(program)
    rows = tuple(
        (
            program.header.name,
            program.header.version,
            files,
            changes,
            *_row(result, program, nodes, within, naming),
        )
        for result in results.subjects
    )
    return Wide(tuple(columns), rows)


def _row(
    result: SubjectResult, program: p.Program, nodes: list[p.ScoreNode], within: list[str], naming: Naming
) -> list[Any]:
    subject = result.subject
    made: list[Any] = [subject.key, naming.body(subject)]
    made += [_plain(subject.values.get(name)) for name in within]
    for ranking in program.rankings:
        place = result.places.get(ranking.name)
        made.append(None if place is None else place.number)
    made += [result.ratings.get(rating.node) for rating in program.ratings]
    for node in nodes:
        of = result.nodes[node.name]
        number = None if of.value is None else figure(of.value, node.rounding)
        made += [None, None] if number is None else [number.text, number.exact]
        made.append(of.state.value)
        if node.name not in program.heads:
            made.append(None if of.weight is None else exact_text(of.weight))
    for adjustment in program.adjustments:
        outcome = result.adjustments[adjustment.name]
        if outcome.applies:
            taken = figure(outcome.taken)
            made += [taken.text, taken.exact, outcome.incidents]
        else:
            made += [None, None, None]
    made.append(" ".join(node.name for node in nodes if result.nodes[node.name].assumed))
    made.append(why_none(result, naming))
    return made


def _plain(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case _:
            return exact_text(value) if hasattr(value, "q") else str(value)  # type: ignore[arg-type]
