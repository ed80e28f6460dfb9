"""What an expression reads from its surroundings: the key under which its value can be kept.

The largest value among all agencies is the same for every agency; the largest among those of the same kind is
the same for every agency of that kind. So the value of an aggregate can be kept under the values that it reads
from outside itself, and each is worked out once, which keeps rankings and normalisations linear.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.walk import children, walk

AGGREGATES = (p.Aggregate, p.Count, p.ShareOf, p.Quantified, p.Standing)


@frozen
class Read:
    """Something read from a slot: a field (``levels`` owners up), or the whole row or value (no field)."""

    slot: int
    levels: int = 0
    field: str | None = None

    def of(self, environment: Environment) -> object:
        """What is read, as it stands in an environment."""
        held = environment[self.slot]
        if self.field is None:
            return held
        for _ in range(self.levels):
            held = held.owner
        return held.values[self.field]


class Reads:
    """Finds what expressions read, through definitions; each expression is looked at once."""

    def __init__(self, definitions: dict[str, p.Definition]) -> None:
        self.definitions = definitions
        self._known: dict[int, frozenset[Read]] = {}
        self._bodies: dict[str, frozenset[Read]] = {}

    def of(self, expression: p.Expression) -> frozenset[Read]:
        """What an expression reads from outside itself."""
        known = self._known.get(id(expression))
        if known is None:
            known = self._known[id(expression)] = frozenset(self._find(expression))
        return known

    def _find(self, expression: p.Expression) -> Iterator[Read]:
        match expression:
            case p.FieldOf(row, name):
                yield Read(row.slot, 0, name)
            case p.OwnerFieldOf(row, levels, name):
                yield Read(row.slot, levels, name)
            case p.Parameter(slot):
                yield Read(slot)
            case p.ScoreOf(_, subject) | p.IsApplicable(_, subject):
                yield Read(subject.slot)
            case p.PartsAggregate():
                yield Read(0)
            case p.Call():
                yield from self._of_call(expression)
            case p.Standing():
                yield from self.of_population(expression)
                yield Read(expression.self_row.slot)
            case p.Aggregate() | p.Count() | p.ShareOf() | p.Quantified():
                yield from self.of_population(expression)
            case _:
                for child in children(expression):
                    yield from self.of(child)

    def of_population(
        self, aggregate: p.Aggregate | p.Count | p.ShareOf | p.Quantified | p.Standing
    ) -> set[Read]:
        """What an aggregate reads from outside; of a standing, without the row whose standing it is."""
        rows = aggregate.rows
        found = set(self.of_rows(rows))
        for child in children(aggregate):
            found |= self.of(child)
        return {read for read in found if read.slot != rows.variable.slot}

    def of_rows(self, rows: p.Rows) -> set[Read]:
        """What the choice of rows reads from outside."""
        found: set[Read] = set()
        if rows.of is not None:
            found.add(Read(rows.of.slot))
        if rows.anchor is not None:
            found |= {Read(rows.anchor.slot, 0, name) for name in rows.same}
        if rows.where is not None:
            found |= self.of(rows.where)
        return {read for read in found if read.slot != rows.variable.slot}

    def _of_call(self, call: p.Call) -> Iterator[Read]:
        inside = self._bodies.get(call.definition)
        if inside is None:
            inside = self.of(self.definitions[call.definition].body)
            self._bodies[call.definition] = inside
        outside = {slot: row.slot for slot, row in call.rows}
        outside[0] = call.subject.slot
        for read in inside:
            if read.slot in outside:
                yield Read(outside[read.slot], read.levels, read.field)
        for _, argument in call.arguments:
            yield from self.of(argument)


def invariants(expression: p.Expression, reads: Reads, loop: int | None = None) -> Iterator[p.Expression]:
    """The aggregates inside loops that do not read the row which the loop is at."""
    if isinstance(expression, AGGREGATES):
        if loop is not None and all(read.slot != loop for read in reads.of(expression)):
            yield expression
        loop = expression.rows.variable.slot
    for child in children(expression):
        yield from invariants(child, reads, loop)


def expressions(program: p.Program) -> Iterator[p.Expression]:
    """Every expression that scoring evaluates, outermost ones only."""
    for definition in program.definitions.values():
        yield definition.body
    for node in program.nodes.values():
        if node.formula is not None:
            yield node.formula
        for test in node.not_applicable:
            yield test.condition
    for clause in program.weights:
        if clause.condition is not None:
            yield clause.condition
    for adjustment in program.adjustments:
        yield from of_adjustment(adjustment)
    for ranking in program.rankings:
        if ranking.condition is not None:
            yield ranking.condition


def of_adjustment(adjustment: p.Adjustment) -> Iterator[p.Expression]:
    """The expressions of an adjustment."""
    yield adjustment.amount
    if adjustment.rows is not None and adjustment.rows.where is not None:
        yield adjustment.rows.where
    if adjustment.condition is not None:
        yield adjustment.condition
    if adjustment.cap is not None:
        yield adjustment.cap


def nodes_read(expression: p.Expression, definitions: dict[str, p.Definition], seen: set[str]) -> set[str]:
    """The nodes whose scores or applicability an expression reads, for whatever subject; through definitions."""
    found: set[str] = set()
    for inner in walk(expression):
        match inner:
            case p.ScoreOf(node) | p.IsApplicable(node):
                found.add(node)
            case p.Call(name) if name not in seen:
                seen.add(name)
                found |= nodes_read(definitions[name].body, definitions, seen)
            case _:
                pass
    return found
