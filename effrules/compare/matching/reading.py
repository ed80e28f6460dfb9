"""What the parts of a program read: tables, fields, choices, definitions, figures, nodes, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from effrules.compare.matching import forms
from effrules.model import program as p
from effrules.model.basis import Basis
from effrules.model.schema import Field, Table
from effrules.model.types import Choice
from effrules.model.walk import outermost, walk

Ref = tuple[Any, ...]
"""What is read: its kind (``"field"``), then its name, outermost first (``"target", "plan"``)."""


def kind_of(field: Field) -> Ref:
    """What a formula must know of a field: its type (of choices not the names), and whether it may be missing."""
    kind = "choice" if isinstance(field.type, Choice) else str(field.type)
    return kind, field.optional, field.lookup


def expressions_of(part: object) -> Iterator[p.Expression | p.Rows]:
    """The outermost expressions of a declaration, and the rows that a penalty or bonus is for."""
    if isinstance(part, p.Adjustment) and part.rows is not None:
        yield part.rows
    yield from outermost(part)


class Reading:
    """Finds what the parts of one program read. Each formula is looked at once."""

    def __init__(self, program: p.Program) -> None:
        self.program = program
        self.tables = {table.name: table for table in program.schema.tables}
        self.may_be_left_out = _may_be_left_out(program)
        self._direct: dict[int, frozenset[Ref]] = {}
        self._through: dict[str, frozenset[Ref]] = {}
        self._kept: list[object] = []

    # -- Formulas -------------------------------------------------------------------------------------------

    def direct(self, expression: p.Expression | p.Rows | None) -> frozenset[Ref]:
        """What an expression (or rows, with their condition) reads itself."""
        if expression is None:
            return frozenset()
        known = self._direct.get(id(expression))
        if known is None:
            self._kept.append(expression)
            known = self._direct[id(expression)] = frozenset(self._find(expression))
        return known

    def _find(self, expression: p.Expression | p.Rows) -> Iterator[Ref]:
        fields: dict[Ref, Field] = {}
        constants: list[p.Constant] = []
        found: list[Ref] = []
        if isinstance(expression, p.Rows):
            found.extend(self._of_rows(expression))
            inner = () if expression.where is None else walk(expression.where)
        else:
            inner = walk(expression)
        for node in inner:
            match node:
                case p.FieldOf(row, name):
                    self._field(row.table, name, fields)
                case p.OwnerFieldOf(row, levels, name):
                    self._field(self.above(row.table, levels), name, fields)
                case p.Call(name):
                    found.append(("definition", name))
                    definition = self.program.definitions.get(name)
                    if definition is not None:
                        found.append(("signature", name, forms.signature(definition)))
                case p.FigureOf(name, key, column):
                    found += [("figures", name), ("column", name, column)]
                    if isinstance(key, p.Constant):
                        found.append(("row", name, key.value))
                case p.WorkingDays(calendar=name):
                    found.append(("figures", name))
                case p.ScoreOf(of_others=True) | p.IsApplicable(of_others=True):
                    pass  # the node at hand, of other bodies
                case p.ScoreOf(name):
                    found += [("node", name), ("left out", name, self.may_be_left_out.get(name, False))]
                case p.IsApplicable(name):
                    found.append(("node", name))
                case p.Constant(_, Choice()):
                    constants.append(node)
                case p.Banded() | p.Interpolate():
                    found.append(("bands",))
                case p.OverRows():
                    found.extend(self._of_rows(node.rows))
                case _:
                    pass
        yield from found
        for ref, field in fields.items():
            yield ref
            yield from (
                ("choice", *ref[1:], constant.value) for constant in constants if constant.type == field.type
            )

    def _of_rows(self, rows: p.Rows) -> Iterator[Ref]:
        yield ("table", rows.variable.table)
        yield from (("field", rows.variable.table, name) for name in rows.same)

    def _field(self, table: str, name: str, fields: dict[Ref, Field]) -> None:
        declared = self.tables[table].field_named(name) if table in self.tables else None
        if declared is not None:
            fields["field", table, name] = declared

    def above(self, table: str, levels: int) -> str:
        """The table that owns a table, some levels up."""
        for _ in range(levels):
            table = self.tables[table].owner or table
        return table

    def through(self, expressions: Iterable[p.Expression | p.Rows]) -> frozenset[Ref]:
        """What expressions read, also by the definitions that they call."""
        found: set[Ref] = set()
        for expression in expressions:
            direct = self.direct(expression)
            found |= direct
            for ref in direct:
                if ref[0] == "definition":
                    found |= self.definition(str(ref[1]))
        return frozenset(found)

    def definition(self, name: str) -> frozenset[Ref]:
        """What a definition reads, also by those that it calls."""
        known = self._through.get(name)
        if known is None:
            self._through[name] = frozenset()
            declared = self.program.definitions.get(name)
            known = frozenset() if declared is None else self.through([declared.body])
            self._through[name] = known
        return known

    def told(self, refs: Iterable[Ref]) -> Iterator[Ref]:
        """What must be known of the fields that are read: their kinds, and with bands their bounds."""
        refs = frozenset(refs)
        for ref in refs:
            if ref[0] == "field":
                field = self.tables[ref[1]].field_named(ref[2])
                if field is not None:
                    yield ("kind", *ref[1:], kind_of(field))
                    if ("bands",) in refs:
                        yield ("domain", *ref[1:], field.domain)

    # -- Declarations ---------------------------------------------------------------------------------------

    def formulas(self, *expressions: p.Expression | p.Rows | None) -> frozenset[Ref]:
        """All that formulas read, and what must be known of it."""
        there = [one for one in expressions if one is not None]
        found: set[Ref] = set().union(*(self.direct(one) for one in there))
        through = self.through(there)
        found.update(self.told(through))
        found.update(ref for ref in through if ref[0] == "left out")
        return frozenset(found)

    def part(self, part: object) -> frozenset[Ref]:
        """All that a declaration reads."""
        found = set(self.formulas(*expressions_of(part)))
        match part:
            case Table():
                if part.owner is not None:
                    found.add(("table", part.owner))
                found.update(("figures", f.lookup) for f in part.fields if f.lookup is not None)
            case Field():
                if part.lookup is not None:
                    found.add(("figures", part.lookup))
            case p.Definition():
                found.update(("table", row.table) for row in part.row_parameters)
                found |= sources(part.basis)
            case p.Figures():
                found |= sources(part.basis)
            case p.ScoreNode():
                found |= sources(part.basis) | sources(part.rounding_basis)
                if part.parent is not None:
                    found.add(("node", part.parent))
            case p.Adjustment():
                found |= sources(part.basis) | {("node", part.target)}
            case p.WeightsClause():
                found |= sources(part.basis)
            case p.Rating():
                found |= sources(part.basis) | {("node", part.node)}
            case p.Ranking():
                found |= sources(part.basis) | {("node", key.node) for key in part.keys}
                found |= {("field", self.program.schema.subject.name, name) for name in part.within}
            case _:
                pass
        return frozenset(found)


def sources(basis: Basis) -> frozenset[Ref]:
    """The sources that something rests on, and those that say otherwise."""
    cited = (*basis.citations, *(one.citation for one in basis.contradictions))
    return frozenset(("source", citation.source) for citation in cited)


def _may_be_left_out(program: p.Program) -> dict[str, bool]:
    """For each node whether it can be not applicable: by its own words, by a node above it, by all its parts."""
    own: dict[str, bool] = {}
    for name, node in program.nodes.items():  # parts come before their parents
        left = bool(node.parts) and node.only_parts and all(own[part] for part in node.parts)
        own[name] = bool(node.not_applicable) or left
    conditional: dict[str, bool] = {}
    for name in reversed(list(program.nodes)):
        node = program.nodes[name]
        conditional[name] = bool(node.not_applicable) or (
            node.parent is not None and conditional[node.parent]
        )
    return {name: own[name] or conditional[name] for name in program.nodes}
