"""Results as one row for each body: what CSV, Parquet and data frames hold. docs/results.md describes the columns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from attrs import frozen
from flint import fmpq

from effrules.data.names import name_fields
from effrules.diagnostics.glyphs import shown
from effrules.exact.coded import Coded, InColumns, combined
from effrules.exact.results import AdjustmentResult, NodeResult, Results
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.results.ranked import why
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


Column = tuple[WideColumn, Coded[Any]]


@frozen(eq=False)
class Wide:
    """The table: what its columns are called, and what stands in them."""

    columns: tuple[WideColumn, ...]
    cells: tuple[Coded[Any], ...]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The same row by row."""
        return list(zip(*(one.values() for one in self.cells), strict=True))


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
    of, naming = results.by_column, Naming(program, Language.EN)
    made: list[Column] = [
        *_said(of.size, program, what_if),
        (WideColumn("subject", Kind.TEXT), of.keys()),
        (WideColumn("name", Kind.TEXT), _names(of, program)),
    ]
    within = dict.fromkeys(name for ranking in program.rankings for name in ranking.within)
    made += [(WideColumn(f"group.{name}", Kind.TEXT), of.field(name).mapped(_plain)) for name in within]
    for ranking in program.rankings:
        place = of.place(ranking.name).mapped(lambda one: None if one is None else one.number)
        made.append((WideColumn(f"place.{ranking.name}", Kind.WHOLE), place))
    made += [
        (WideColumn(f"rating.{rating.node}", Kind.TEXT), of.rating(rating.node)) for rating in program.ratings
    ]
    nodes = in_tree_order(program)
    columns = {node.name: of.node(node.name) for node in nodes}
    for node in nodes:
        made += _of_node(node, columns[node.name], is_head=node.name in program.heads)
    for adjustment in program.adjustments:
        made += _of_adjustment(adjustment, of.adjustment(adjustment.name))
    assumed = [one.mapped(lambda result: result.assumed) for one in columns.values()]
    names = list(columns)
    text = combined(
        of.size,
        assumed,
        lambda *are: " ".join(name for name, one in zip(names, are, strict=True) if one),
    )
    made.append((WideColumn("assumed", Kind.TEXT), text))
    reasons = [columns[name].mapped(lambda result: why(result, naming)) for name in program.heads]
    told = combined(of.size, reasons, lambda *said: "; ".join(dict.fromkeys(filter(None, said))))
    made.append((WideColumn("reason", Kind.TEXT), told))
    return Wide(*(tuple(one) for one in zip(*made, strict=True)))


def _said(size: int, program: p.Program, what_if: Sequence[str]) -> list[Column]:
    """What is the same in all rows."""
    said = {
        "methodology": program.header.name,
        "version": program.header.version,
        "rules": texts_cell(program),
        "what_if": "; ".join(what_if),
    }
    return [(WideColumn(name, Kind.TEXT), Coded([0] * size, [text])) for name, text in said.items()]


def _names(of: InColumns, program: p.Program) -> Coded[str]:
    fields = [of.field(name) for name in name_fields(program.schema)]
    return combined(of.size, [*fields, of.keys()], lambda *names: shown(next(filter(None, names), "")))


def _of_node(node: p.ScoreNode, results: Coded[NodeResult], *, is_head: bool) -> list[Column]:
    numbers = results.mapped(lambda one: None if one.value is None else figure(one.value, node.rounding))
    made: list[Column] = [
        (WideColumn(node.name, Kind.SHOWN), numbers.mapped(lambda one: one and one.text)),
        (WideColumn(f"{node.name}.exact", Kind.TEXT), numbers.mapped(lambda one: one and one.exact)),
        (WideColumn(f"{node.name}.state", Kind.TEXT), results.mapped(lambda one: one.state.value)),
    ]
    if not is_head:
        weights = results.mapped(_Weights().text)
        made.append((WideColumn(f"{node.name}.weight", Kind.TEXT), weights))
    return made


class _Weights:
    """Weights as texts; there are few of them."""

    def __init__(self) -> None:
        self.known: dict[fmpq, str] = {}

    def text(self, result: NodeResult) -> str | None:
        """That of a result; ``None`` where it has none."""
        if result.weight is None:
            return None
        text = self.known.get(result.weight)
        if text is None:
            text = self.known[result.weight] = exact_text(result.weight)
        return text


def _of_adjustment(adjustment: p.Adjustment, results: Coded[AdjustmentResult]) -> list[Column]:
    taken = results.mapped(lambda one: figure(one.taken) if one.applies else None)
    return [
        (WideColumn(f"{adjustment.name}.taken", Kind.SHOWN), taken.mapped(lambda one: one and one.text)),
        (
            WideColumn(f"{adjustment.name}.taken.exact", Kind.TEXT),
            taken.mapped(lambda one: one and one.exact),
        ),
        (
            WideColumn(f"{adjustment.name}.incidents", Kind.WHOLE),
            results.mapped(lambda one: one.incidents if one.applies else None),
        ),
    ]


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
