"""What the parts of a program read: tables, fields, choices, definitions, figures, nodes, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from effrules.compare.matching import forms
from effrules.model import program as p
from effrules.model.basis import Basis
from effrules.model.reading import Named, alike, cells, named
from effrules.model.schema import Field, Table
from effrules.model.types import Choice
from effrules.model.walk import outermost, walk


class Of(StrEnum):
    """What can be read, or must be known of what is read."""

    SOURCE = "source"
    TABLE = "table"
    FIELD = "field"
    KIND = "kind"
    """Of a field: its type, and whether it may be missing."""
    DOMAIN = "domain"
    """Of a field: the values that it can have."""
    CHOICE = "choice"
    BANDS = "bands"
    """That a formula has bands: then the domains of its fields matter."""
    FIGURES = "figures"
    COLUMN = "column"
    ROW = "row"
    DEFINITION = "definition"
    SIGNATURE = "signature"
    NODE = "node"
    LEFT_OUT = "left out"
    """Of a node: whether it can be not applicable."""
    ADJUSTMENT = "adjustment"
    RATING = "rating"
    RANKING = "ranking"
    PROPERTY = "property"
    EXAMPLE = "example"
    PROCEDURE = "procedure"


Ref = tuple[Any, ...]
"""What is read: a member of ``Of``, then its name, outermost first (``"target", "plan"``), then how it is, if that matters."""


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
            if isinstance(node, p.OfField):
                fields.update(self._field(node))
            elif isinstance(node, p.OverRows):
                found.extend(self._of_rows(node.rows))
            elif isinstance(node, p.Banded | p.Interpolate):
                found.append((Of.BANDS,))
            elif isinstance(node, p.Constant) and isinstance(node.type, Choice):
                constants.append(node)
            match named(node):
                case (Named.DEFINITION, name):
                    found.append((Of.DEFINITION, name))
                    definition = self.program.definitions.get(name)
                    if definition is not None:
                        found.append((Of.SIGNATURE, name, forms.signature(definition)))
                case (Named.FIGURES, name):
                    found.append((Of.FIGURES, name))
                    if isinstance(node, p.FigureOf):
                        found.append((Of.COLUMN, name, node.column))
                        if isinstance(node.key, p.Constant):
                            found.append((Of.ROW, name, node.key.value))
                case (Named.NODE, name):
                    found.append((Of.NODE, name))
                    if isinstance(node, p.ScoreOf):
                        found.append((Of.LEFT_OUT, name, self.may_be_left_out.get(name, False)))
                case (Named.OTHERS | Named.PARTS | Named.SCALE, _) | None:
                    pass  # the node at hand, its parts and its scale come and go with it
        yield from found
        for ref, field in fields.items():
            yield ref
            yield from (
                (Of.CHOICE, *ref[1:], constant.value) for constant in constants if constant.type == field.type
            )

    def _of_rows(self, rows: p.Rows) -> Iterator[Ref]:
        yield (Of.TABLE, rows.variable.table)
        yield from ((Of.FIELD, *cell) for cell in alike(rows))

    def _field(self, node: p.OfField) -> Iterator[tuple[Ref, Field]]:
        for table, name in cells(node, self.program.schema):
            declared = self.tables[table].field_named(name)
            if declared is not None:
                yield (Of.FIELD, table, name), declared

    def through(self, expressions: Iterable[p.Expression | p.Rows]) -> frozenset[Ref]:
        """What expressions read, also by the definitions that they call."""
        found: set[Ref] = set()
        for expression in expressions:
            direct = self.direct(expression)
            found |= direct
            for ref in direct:
                if ref[0] is Of.DEFINITION:
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
            if ref[0] is Of.FIELD:
                field = self.tables[ref[1]].field_named(ref[2])
                if field is not None:
                    yield (Of.KIND, *ref[1:], kind_of(field))
                    if (Of.BANDS,) in refs:
                        yield (Of.DOMAIN, *ref[1:], field.domain)

    # -- Declarations ---------------------------------------------------------------------------------------

    def formulas(self, *expressions: p.Expression | p.Rows | None) -> frozenset[Ref]:
        """All that formulas read, and what must be known of it."""
        there = [one for one in expressions if one is not None]
        found: set[Ref] = set().union(*(self.direct(one) for one in there))
        through = self.through(there)
        found.update(self.told(through))
        found.update(ref for ref in through if ref[0] is Of.LEFT_OUT)
        return frozenset(found)

    def part(self, part: object) -> frozenset[Ref]:
        """All that a declaration reads."""
        found = set(self.formulas(*expressions_of(part)))
        match part:
            case Table():
                if part.owner is not None:
                    found.add((Of.TABLE, part.owner))
                found.update((Of.FIGURES, f.lookup) for f in part.fields if f.lookup is not None)
            case Field():
                if part.lookup is not None:
                    found.add((Of.FIGURES, part.lookup))
            case p.Definition():
                found.update((Of.TABLE, row.table) for row in part.row_parameters)
                found |= sources(part.basis)
            case p.Figures():
                found |= sources(part.basis)
            case p.ScoreNode():
                found |= sources(part.basis) | sources(part.rounding_basis)
                if part.parent is not None:
                    found.add((Of.NODE, part.parent))
            case p.Adjustment():
                found |= sources(part.basis) | {(Of.NODE, part.target)}
            case p.WeightsClause():
                found |= sources(part.basis)
            case p.Rating():
                found |= sources(part.basis) | {(Of.NODE, part.node)}
            case p.Ranking():
                found |= sources(part.basis) | {(Of.NODE, key.node) for key in part.keys}
                found |= {(Of.FIELD, self.program.schema.subject.name, name) for name in part.within}
            case _:
                pass
        return frozenset(found)


def sources(basis: Basis) -> frozenset[Ref]:
    """The sources that something rests on, and those that say otherwise."""
    cited = (*basis.citations, *(one.citation for one in basis.contradictions))
    return frozenset((Of.SOURCE, citation.source) for citation in cited)


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
