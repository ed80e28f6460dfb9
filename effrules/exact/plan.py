"""What scoring needs to know of a program and no data can change: worked out once for each program.

``effrules test`` scores a program thousands of times, on a handful of rows each; looking the program through
again each time cost more than the scoring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from weakref import ref

from effrules.exact import adjusting
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.assumptions import assumptions_by_node
from effrules.model.calendars import calendar_of
from effrules.model.footprint import Footprint, Footprints, together
from effrules.model.reading import nodes_read
from effrules.model.reads import Read, Reads, loop_invariants
from effrules.model.types import Value
from effrules.model.walk import children, expressions, outermost, walk


class Plan:
    """What is known of a program before any data are seen."""

    def __init__(self, program: p.Program) -> None:
        self._program = ref(program)  # a plan is kept for its program, and must not keep it alive
        self.figures = {name: _by_key(table) for name, table in program.figures.items()}
        self.calendars = {name: calendar_of(one) for name, one in program.figures.items() if one.calendar}
        self.reads = Reads(program.definitions)
        self.kept = _worth_keeping(program, self.reads)
        cells = Reads(program.definitions, by_cell=True)
        self.told_apart = {name: cells.of_definition(name) for name in program.definitions}
        self.adjustments = {name: adjusting.in_order(program.adjustments, name) for name in program.nodes}
        self._needed: dict[str, tuple[str, ...]] = {}
        self._footprints: dict[str, Footprint] = {}
        self._moved: dict[tuple[str, str | None], frozenset[str]] = {}

    @cached_property
    def kept_without_arguments(self) -> dict[int, tuple[Read, ...]]:
        """The aggregates whose values are kept, but for those in which a definition reads what it is given."""
        found = expressions(self.program)
        reading = {
            id(one)
            for formula in found
            for one in walk(formula)
            if any(isinstance(inner, p.Parameter) for inner in walk(one))
        }
        return {key: reads for key, reads in self.kept.items() if key not in reading}

    @cached_property
    def grouping(self) -> frozenset[str]:
        """The fields by whose values something is worked out once for all that share them: what groups bodies and rows."""
        found = {read.field for reads in self.kept.values() for read in reads if read.field is not None}
        for formula in expressions(self.program):
            for inner in walk(formula):
                if isinstance(inner, p.OverRows):
                    found |= set(inner.rows.same)
        for ranking in self.program.rankings:
            found |= set(ranking.within)
        return frozenset(found)

    @cached_property
    def with_arguments(self) -> frozenset[str]:
        """The definitions that are given values."""
        return frozenset(name for name, one in self.program.definitions.items() if one.value_parameters)

    @property
    def program(self) -> p.Program:
        """The program that this is about."""
        program = self._program()
        assert program is not None, "who asks holds the program"
        return program

    @cached_property
    def assumed(self) -> Mapping[str, bool]:
        """For each node whether its result rests on an assumption."""
        return {name: bool(found) for name, found in assumptions_by_node(self.program).items()}

    @cached_property
    def conditional(self) -> Mapping[str, bool]:
        """For each node whether it, or a node above it, can be not applicable by a condition."""
        nodes = self.program.nodes
        found: dict[str, bool] = {}
        for name in nodes:
            above = [name]
            while above[-1] not in found and (parent := nodes[above[-1]].parent) is not None:
                above.append(parent)
            for each in reversed(above):
                if each not in found:
                    parent = nodes[each].parent
                    found[each] = bool(nodes[each].not_applicable) or (parent is not None and found[parent])
        return found

    @cached_property
    def deciding(self) -> tuple[str, ...]:
        """The subject's fields that decide which nodes, and which maxima, it has."""
        return kinds.deciding(self.program.nodes)

    @cached_property
    def own_conditions(self) -> Mapping[str, bool]:
        """For each node whether its conditions read scores: then they say nothing of its parts."""
        return {
            name: bool(nodes_read(*(t.condition for t in node.not_applicable), program=self.program))
            for name, node in self.program.nodes.items()
        }

    @cached_property
    def maybe_weighted(self) -> Mapping[str, bool]:
        """For each node whether the weights of its parts are asked for only under a condition, or not for the node itself."""
        return {name: _maybe_weighted(node) for name, node in self.program.nodes.items()}

    def needed(self, name: str) -> tuple[str, ...]:
        """The node and all that it reads, in the program's order: worked out so, nothing nests deeply."""
        known = self._needed.get(name)
        if known is None:
            program = self.program
            wanted, new = {name}, [name]
            while new:
                more = self._reads_of(program, program.nodes[new.pop()]) - wanted
                wanted |= more
                new.extend(more)
            known = self._needed[name] = tuple(n for n in program.order if n in wanted)
        return known

    def _reads_of(self, program: p.Program, node: p.ScoreNode) -> set[str]:
        """The nodes that a node reads directly."""
        return {*node.parts, *nodes_read(*self.expressions_of(node), program=program)}

    def expressions_of(self, node: p.ScoreNode) -> Iterator[p.Expression]:
        """The expressions that a node is worked out by, outermost ones: its own, of the weights of its parts, of its adjustments.

        Not the conditions of nodes above it that hold for it too: these look at no scores.
        """
        yield from outermost(node)
        if node.parts:
            yield from outermost(self.program.weights)
        yield from outermost(self.adjustments[node.name])

    # -- What is read of the data ------------------------------------------------------------------------------

    @cached_property
    def footprints(self) -> Footprints:
        """What finds out what expressions read of the data."""
        return Footprints(self.program.schema, self.program.definitions)

    def footprint(self, name: str) -> Footprint:
        """What a node reads of the data itself, not by way of the nodes that it reads."""
        known = self._footprints.get(name)
        if known is None:
            nodes = self.program.nodes
            node = nodes[name]
            inside = list(self.expressions_of(node))
            above = node.parent
            while above is not None:
                if not self.own_conditions[above]:
                    inside.extend(test.condition for test in nodes[above].not_applicable)
                above = nodes[above].parent
            rows = [a.rows for a in self.adjustments[name] if a.rows is not None]
            subject = self.program.schema.subject.name
            deciding = Footprint(
                frozenset((subject, field) for field in self.deciding), frozenset((subject,))
            )
            known = self._footprints[name] = self.footprints.of(inside, rows) | deciding
        return known

    def footprint_of(self, names: Iterable[str]) -> Footprint:
        """All that nodes read of the data, by way of the nodes that they read too."""
        needed = {needed for name in names for needed in self.needed(name)}
        return together(self.footprint(name) for name in needed)

    def moved_by(self, table: str, field: str | None) -> frozenset[str]:
        """The nodes that can change when a field of a row does; without a field, when a table has a row more."""
        known = self._moved.get((table, field))
        if known is None:
            nodes = self.program.nodes
            footprints = {name: self.footprint(name) for name in nodes}
            read = {
                name
                for name, one in footprints.items()
                if (table in one.tables if field is None else (table, field) in one.fields)
            }
            known = frozenset(name for name in nodes if not read.isdisjoint(self.needed(name)))
            self._moved[table, field] = known
        return known


_PLANS: dict[int, tuple[ref[p.Program], Plan]] = {}


def plan_of(program: p.Program) -> Plan:
    """The plan of a program; the same one for the same program."""
    known = _PLANS.get(id(program))
    if known is not None and known[0]() is program:
        return known[1]
    plan, number = Plan(program), id(program)

    def forgotten(gone: ref[p.Program]) -> None:
        there = _PLANS.get(number)
        if there is not None and there[0] is gone:
            del _PLANS[number]

    _PLANS[number] = ref(program, forgotten), plan
    return plan


def _worth_keeping(program: p.Program, reads: Reads) -> dict[int, tuple[Read, ...]]:
    """The aggregates whose values are kept, with what they read: over all rows, or the same in a loop."""
    kept: dict[int, tuple[Read, ...]] = {}
    for formula in expressions(program):
        for inner in walk(formula):
            if isinstance(inner, p.OverRows) and inner.rows.population is p.Population.ALL:
                kept[id(inner)] = tuple(reads.of_population(inner))
        for aggregate in loop_invariants(formula, reads):
            kept[id(aggregate)] = tuple(reads.of_population(aggregate))
    return kept


def _by_key(figures: p.Figures) -> dict[Value, dict[str, Value]]:
    """A table of figures by its key."""
    names = [name for name, _ in figures.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in figures.rows}


def _maybe_weighted(node: p.ScoreNode) -> bool:
    """Whether the weights of a node's parts are asked for only under a condition, or not for the node itself."""
    ahead: list[tuple[p.Expression, bool]] = [] if node.formula is None else [(node.formula, False)]
    while ahead:
        at, maybe = ahead.pop()
        if isinstance(at, p.PartsAggregate):
            if maybe and (at.weighted or at.scaled):
                return True
            continue
        branches = isinstance(
            at,
            p.Choose
            | p.Banded
            | p.Every
            | p.Some
            | p.IfMissing
            | p.Interpolate
            | p.CheckList
            | p.OverRows
            | p.MeanOfOthers,
        )
        ahead.extend((child, maybe or branches) for child in children(at))
    return False
