"""What an expression reads from its surroundings: the key under which its value can be kept.

The largest value among all agencies is the same for every agency; the largest among those of the same kind is
the same for every agency of that kind. So the value of an aggregate can be kept under the values that it reads
from outside itself, and each is worked out once, which keeps rankings and normalisations linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from effrules.model import program as p
from effrules.model.walk import children


@frozen
class Read:
    """Something read from a slot: a field (``levels`` owners up), or the whole row or value (no field)."""

    slot: int
    levels: int = 0
    field: str | None = None

    def of(self, environment: Mapping[int, Any]) -> object:
        """What is read, as it stands in an environment."""
        held = environment[self.slot]
        if self.field is None:
            return held
        for _ in range(self.levels):
            held = held.owner
        return held.values[self.field]


class Reads:
    """Finds what expressions read, through definitions; each aggregate and definition is looked at once.

    ``by_cell``: whoever reads a field reads the row, so that what is found tells apart not only values, but the cells that they
    come from. Then only a row that is asked which rows are like it (``with the same code as t``) is read by its fields.
    """

    def __init__(self, definitions: Mapping[str, p.Definition], *, by_cell: bool = False) -> None:
        self.definitions = definitions
        self.by_cell = by_cell
        self._populations: dict[int, frozenset[Read]] = {}
        self._bodies: dict[str, frozenset[Read]] = {}
        for name in definitions:  # what is called comes before what calls it, so this does not nest deeply
            self._body(name)

    def of(self, *expressions: p.Expression) -> set[Read]:
        """What expressions read from outside themselves."""
        found: set[Read] = set()
        ahead = list(expressions)
        while ahead:
            expression = ahead.pop()
            match expression:
                case p.OfField(row=row) if self.by_cell:
                    found.add(Read(row.slot))
                case p.OfField(row=row, levels=levels, field=name):
                    found.add(Read(row.slot, levels, name))
                case p.Parameter(slot):
                    found.add(Read(slot))
                case p.OfNode(subject=subject):
                    found.add(Read(subject.slot))
                case p.Call():
                    found |= self._of_call(expression)
                    ahead.extend(argument for _, argument in expression.arguments)
                case p.Standing():
                    found |= self.of_population(expression)
                    found.add(Read(expression.self_row.slot))
                case p.OverRows():
                    found |= self.of_population(expression)
                case _:
                    ahead.extend(children(expression))
        return found

    def of_population(self, aggregate: p.OverRows) -> frozenset[Read]:
        """What an aggregate reads from outside; of a standing, without the row whose standing it is."""
        known = self._populations.get(id(aggregate))
        if known is None:
            rows = aggregate.rows
            found = self.of(*children(aggregate))
            if rows.of is not None:
                found.add(Read(rows.of.slot))
            if rows.anchor is not None:
                found |= {Read(rows.anchor.slot, 0, name) for name in rows.same}
            known = frozenset(read for read in found if read.slot != rows.variable.slot)
            self._populations[id(aggregate)] = known
        return known

    def of_definition(self, name: str) -> tuple[Read, ...]:
        """What tells two applications of a definition apart: of each of its rows and arguments what is read, or all of it."""
        found = self._body(name)
        whole = {read.slot for read in found if read.field is None}
        return tuple(
            sorted(
                (read for read in found if read.field is None or read.slot not in whole),
                key=lambda read: (read.slot, read.levels, read.field or ""),
            )
        )

    def _of_call(self, call: p.Call) -> set[Read]:
        outside = {slot: row.slot for slot, row in call.rows}
        outside[0] = call.subject.slot
        return {
            Read(outside[read.slot], read.levels, read.field)
            for read in self._body(call.definition)
            if read.slot in outside
        }

    def _body(self, name: str) -> frozenset[Read]:
        known = self._bodies.get(name)
        if known is None:
            known = self._bodies[name] = frozenset(self.of(self.definitions[name].body))
        return known


def loop_invariants(outermost: p.Expression, reads: Reads) -> Iterator[p.OverRows]:
    """The aggregates inside loops that do not read the row which the loop is at."""
    ahead: list[tuple[p.Expression, int | None]] = [(outermost, None)]
    while ahead:
        expression, loop = ahead.pop()
        if isinstance(expression, p.OverRows):
            if loop is not None and all(read.slot != loop for read in reads.of(expression)):
                yield expression
            loop = expression.rows.variable.slot
        ahead.extend((child, loop) for child in children(expression))
