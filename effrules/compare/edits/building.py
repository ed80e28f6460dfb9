"""Building the program that edits make: what an assembly has collected, in the order of the text, names as they end up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from attrs import evolve

from effrules.compare.edits import edit as e
from effrules.compare.edits.assembling import Assembly
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.reweighing import Reweighing
from effrules.compare.edits.sides import Sides
from effrules.compare.matching.evaluation_order import order_of
from effrules.compare.matching.fitting import can_be_followed, can_be_tried, can_be_worked
from effrules.compare.matching.names import Space
from effrules.compare.matching.rewriting import Rewriter
from effrules.compare.matching.turns import called_first, in_turn
from effrules.model import program as p
from effrules.model.schema import Schema, Table

T = TypeVar("T")


def built(sides: Sides, edits: Sequence[Edit]) -> p.Program:
    """The program in between, with the names that its edits give it."""
    assembly = Assembly(sides, edits)
    assembly.collect()
    made = Building(assembly).built()
    names = assembly.final_names()
    return Rewriter(made, names).whole() if names.to else made


class Building:
    """Builds one program out of what an assembly has collected."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly, self.sides = assembly, assembly.sides

    def nodes(self) -> dict[str, p.ScoreNode]:
        """The tree: each node with its parts in order, parts before their parents."""
        left, right = self.sides.left, self.sides.right
        found: dict[str, p.ScoreNode] = self.assembly.things[Space.NODE]
        below: dict[str, list[str]] = {name: [] for name in found}
        for name, node in found.items():
            if node.parent is not None:
                below[node.parent].append(name)
        made: dict[str, p.ScoreNode] = {}

        def visit(name: str) -> None:
            node = found[name]
            old = left.nodes[name].parts if name in left.nodes else ()
            new = right.nodes[name].parts if name in right.nodes else ()
            parts = in_turn(below[name], old, new, (e.Ordered.PARTS, name) in self.assembly.newly)
            for part in parts:
                visit(part)
            node = evolve(node, parts=tuple(parts))
            if self.assembly.rescaled and self._on_scale(name):
                node = evolve(
                    node, minimum=self.assembly.header.minimum, maximum=self.assembly.header.maximum
                )
            made[name] = node

        visit("total")
        return made

    def _on_scale(self, name: str) -> bool:
        """Whether a node is on the methodology's scale wherever it is."""
        return all(
            (program.nodes[name].minimum, program.nodes[name].maximum)
            == (program.header.minimum, program.header.maximum)
            for program in (self.sides.left, self.sides.right)
            if name in program.nodes
        )

    def built(self) -> p.Program:
        """The program under the names brought together."""
        left, right = self.sides.left, self.sides.right
        nodes = self.nodes()
        weights = Reweighing(self.assembly, nodes).clauses()
        adjustments = self.ordered(
            Space.ADJUSTMENT,
            left.adjustments,
            right.adjustments,
            (e.Ordered.ADJUSTMENTS, "") in self.assembly.newly,
        )
        made = evolve(
            left,
            header=self.assembly.header,
            schema=self.schema(),
            sources=self.ordered(Space.SOURCE, left.sources, right.sources),
            definitions=self.assembly.things[Space.DEFINITION],
            figures=self.assembly.things[Space.FIGURES],
            nodes=nodes,
            weights=weights,
            adjustments=adjustments,
            final_floor=self.assembly.floor,
            final_cap=self.assembly.cap,
            ratings=self.ordered(Space.RATING, left.ratings, right.ratings, name=lambda rating: rating.node),
            rankings=self.ordered(Space.RANKING, left.rankings, right.rankings),
            table_origins={
                name: right.table_origins.get(name) or left.table_origins[name]
                for name in self.assembly.tables
                if name in right.table_origins or name in left.table_origins
            },
        )
        made = evolve(
            made,
            definitions=called_first(made.definitions),
            order=order_of(made, self.sides.reads_left),
            properties=(),
            examples=(),
            recommendations={},
        )
        properties = self.ordered(Space.PROPERTY, left.properties, right.properties)
        examples = self.ordered(Space.EXAMPLE, left.examples, right.examples)
        there = [one for one in self.assembly.things[Space.PROCEDURE].values() if can_be_followed(made, one)]
        return evolve(
            made,
            institutions={one.name: one for one in there if isinstance(one, p.Institution)},
            stages={one.name: one for one in there if isinstance(one, p.Stage)},
            spot_checks={one.name: one for one in there if isinstance(one, p.SpotCheck)},
            recommendations={one.name: one for one in there if isinstance(one, p.Recommendation)},
            properties=tuple(one for one in properties if can_be_tried(made, one)),
            examples=tuple(one for one in examples if can_be_worked(made, one)),
        )

    def ordered(
        self,
        space: Space,
        olds: Sequence[T],
        news: Sequence[T],
        newly: bool = False,
        name: Callable[[Any], str] = lambda thing: thing.name,
    ) -> tuple[T, ...]:
        """The things of a space in the order of the text."""
        there = self.assembly.things[space]
        names = in_turn(there, [name(one) for one in olds], [name(one) for one in news], newly)
        return tuple(there[one] for one in names)

    def schema(self) -> Schema:
        """The tables, owners before what they own."""
        left, right = self.sides.left.schema, self.sides.right.schema
        names = in_turn(self.assembly.tables, [t.name for t in left.tables], [t.name for t in right.tables])
        made: list[Table] = []
        waiting = names
        while waiting:
            known = {table.name for table in made}
            ready = [
                n
                for n in waiting
                if self.assembly.tables[n].owner is None or self.assembly.tables[n].owner in known
            ]
            if not ready:
                break
            made.extend(self.table(name) for name in ready)
            waiting = [name for name in waiting if name not in ready]
        figures: dict[str, p.Figures] = self.assembly.things[Space.FIGURES]
        keys = {name: frozenset(str(row[0]) for row in one.rows) for name, one in figures.items()}
        return Schema(tuple(made), self.assembly.header.languages, keys)

    def table(self, name: str) -> Table:
        """A table with its fields in the order of the text."""
        old, new = self.sides.left.schema.table_named(name), self.sides.right.schema.table_named(name)
        fields = self.assembly.fields[name]
        names = in_turn(
            fields, [f.name for f in old.fields] if old else [], [f.name for f in new.fields] if new else []
        )
        return evolve(self.assembly.tables[name], fields=tuple(fields[one] for one in names))
