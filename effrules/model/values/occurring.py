"""Which values can occur: one analysis of a program, for all who ask.

A range of every expression from the domains of the fields and what conditions around it tell (:mod:`effrules.model.values.known`); of every node's
score with its rounding, scale, penalties, bonuses and bounds. On the way it notes which values bands and interpolations are asked for, and
every divisor that can be 0. Sound, not always tight. What a definition needs to be known (``staff`` above 0) is asked for where
it is used, as its user may have made sure of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from attrs import evolve

from effrules.model import kinds, ranges
from effrules.model import program as p
from effrules.model.forms import Form, Outer, ParameterForm, form
from effrules.model.ranges import ANY, Range
from effrules.model.reading import nodes_read
from effrules.model.values import known as facts
from effrules.model.values.demands import Asked, Danger, Demand, Notes, NotKnown
from effrules.model.values.held import Held
from effrules.model.values.kinds_known import Kind, kinds_of
from effrules.model.values.known import NOTHING, Known, Told
from effrules.model.values.of_expressions import of_expression
from effrules.model.values.score_ranges import (
    ScoreRange,
    score_range,
    together,
)
from effrules.model.values.telling import MOST_DEEP, told

MOST_STEPS = 50
"""Through so many definitions, one using the other, a divisor is followed; what may be known further out no longer helps."""
MOST_USES = 64
"""So many ways in which a definition is reached are kept for each of its divisors."""


NAMED = (p.FieldOf, p.OwnerFieldOf, p.Parameter, p.Call, p.FigureOf, p.Arithmetic, p.Negate, p.Apply, p.IfMissing,
         p.Aggregate, p.Count, p.ShareOf, p.Standing, p.ScoreOf, p.PartsAggregate, p.Limit)  # fmt: skip
"""Expressions of which a condition may have told something."""


class Occurring:
    """The values that can occur in one program. Without ``scores``, nothing is said of what reads scores (NotKnown)."""

    def __init__(self, program: p.Program, *, scores: bool = True) -> None:
        self.program = program
        self.scores = scores
        self.tables = {table.name: table for table in program.schema.tables}
        self.owners = {table.name: table.owner for table in program.schema.tables}
        self.held = Held(program.schema)
        self._definitions: dict[str, Range | None] = {}
        self._demands: dict[str, tuple[Demand, ...]] = {}
        self._places: dict[str, frozenset[int]] = {}
        self._contexts: dict[object, Range] = {}
        self._dangerous: dict[object, frozenset[int]] = {}
        self._memory: dict[tuple[int, int, bool], Range] = {}
        self._kept: list[object] = []
        self._forms: dict[int, Form] = {}
        self._nodes: dict[tuple[str, int], ScoreRange | None] = {}
        self.kinds = kinds_of(program)
        self._facts: dict[str, Known] = {}
        self._notes = Notes()
        self._quiet = 0
        self.depth = self.nested = 0
        self.asked: dict[int, Asked] = {}
        """Every lookup by bands or points that was met, by the identity of its expression."""
        for (
            name
        ) in program.definitions:  # what is called comes before what calls it, so this does not nest deeply
            with suppress(NotKnown):
                self._definition(name)
        for name in program.order:
            if scores and name in program.nodes:
                for kind in self.kinds:
                    self._score_or_none(name, kind)

    # -- For those who ask --------------------------------------------------------------------------------------

    def range_of(self, expression: p.Expression, known: Known = NOTHING) -> Range:
        """Where the values of an expression lie, with what is known around it. Raises NotKnown."""
        self._quiet += 1
        try:
            return self.value(expression, known)
        finally:
            self._quiet -= 1

    def look(self, expression: p.Expression, known: Known = NOTHING) -> tuple[Demand, ...]:
        """The divisors in an expression, and in the definitions that it uses, that can be 0. Raises NotKnown."""
        outer, self._notes = self._notes, Notes()
        try:
            self.value(expression, known)
            return tuple(
                demand
                for demand in self._notes.demands.values()
                if not all(met(NOTHING) for met in demand.met)
            )
        finally:
            for key, asked in self._notes.asked.items():
                self.asked.setdefault(key, asked)  # what stands in a definition was asked there, for all uses
            self._notes = outer

    def told(self, condition: p.Expression | None, known: Known = NOTHING, *, holds: bool = True) -> Known:
        """All that is known where a condition holds, or does not, beside what is known anyway."""
        if condition is None:
            return known
        return facts.both(known, told(self, condition, known, holds))

    def around(self, node: str) -> Known:
        """What is known where the formula of a node is worked out: neither it nor a node above it is left out."""
        found = self._facts.get(node)
        if found is None:
            found = self._facts[node] = self._left_out_not(node, self.above(node))
        return found

    def above(self, node: str) -> Known:
        """What is known where the conditions of a node are asked: no node above it is left out, by what reads no scores."""
        ways = [node]
        while (parent := self.program.nodes[ways[-1]].parent) is not None:
            ways.append(parent)
        known = NOTHING
        for name in reversed(ways[1:]):
            if not self._reads_scores(self.program.nodes[name]):
                known = self._left_out_not(name, known)
        return known

    def _left_out_not(self, node: str, known: Known) -> Known:
        for test in self.program.nodes[node].not_applicable:
            known = self.told(test.condition, known, holds=False)
        return known

    def score(self, node: str, kind: Kind | None = None) -> ScoreRange:
        """Where a node's scores lie, for a kind of subjects that has it or for all that have it. Raises NotKnown."""
        if not self.scores:
            raise NotKnown(node)
        having = [one for one in self.kinds if self.has(node, one)] if kind is None else [kind]
        found = [self._score_or_none(node, one) for one in having]
        there = [one for one in found if one is not None]
        if not there or len(there) != len(found):
            raise NotKnown(node)
        return there[0] if len(there) == 1 else together(there)

    def has(self, node: str, kind: Kind) -> bool:
        """Whether a kind of subjects has a node and all above it."""
        at: str | None = node
        while at is not None:
            if not kinds.has(self.program.nodes, at, kind.case):
                return False
            at = self.program.nodes[at].parent
        return True

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Look into a definition for the values that it is given."""
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def nesting(self) -> Iterator[None]:
        """Tell cases of "and" and "or" apart."""
        self.nested += 1
        try:
            yield
        finally:
            self.nested -= 1

    # -- Expressions --------------------------------------------------------------------------------------------

    def value(self, expression: p.Expression, known: Known) -> Range:
        """The range of an expression; what is noted on the way is noted."""
        key = id(expression), id(known), self._quiet > 0
        found = self._memory.get(key)
        if found is None:
            found = of_expression(self, expression, known)
            if known and isinstance(expression, NAMED):
                told = known.get(self._form(expression))
                found = ranges.meet(found, told) if isinstance(told, Range) else found
            self._memory[key] = found
            self._kept += [expression, known]
        return found

    def _form(self, expression: p.Expression) -> Form:
        found = self._forms.get(id(expression))
        if found is None:
            found = self._forms[id(expression)] = form(expression)
            self._kept.append(expression)
        return found

    # -- Definitions --------------------------------------------------------------------------------------------

    def _definition(self, name: str) -> Range:
        if name not in self._definitions:
            self._definitions[name] = None
            definition = self.program.definitions.get(name)
            if definition is None:
                raise NotKnown(name)
            outer, self._notes, quiet, self._quiet = self._notes, Notes(), self._quiet, 0
            try:
                with suppress(NotKnown):
                    self._definitions[name] = self.value(definition.body, NOTHING)
            finally:
                self._demands[name] = tuple(self._notes.demands.values())
                self._places[name] = frozenset(self._notes.demands)
                self.asked.update(self._notes.asked)
                self._notes, self._quiet = outer, quiet
        found = self._definitions[name]
        if found is None:
            raise NotKnown(name)
        return found

    def call(self, node: p.Call, known: Known) -> Range:
        """The range of a definition for what it is given; what it needs to be known is asked for here."""
        for _, argument in node.arguments:
            self.value(argument, known)
        found = self._definition(node.definition)
        for demand in self._demands[node.definition]:
            self._pass_on(demand, node, known)
        given = facts.without_cases(self.given(node, known))
        if not given or self.depth >= MOST_DEEP:
            return found
        key = node.definition, frozenset(given.items())
        known_range = self._contexts.get(key)
        if known_range is None:
            with self.deeper():
                known_range = self.range_of(self.program.definitions[node.definition].body, given)
            self._contexts[key] = known_range
        return ranges.meet(found, known_range)

    def given(self, call: p.Call, known: Known) -> Known:
        """What is known inside a definition where it is used so."""
        names: dict[object, object] = {Outer(call.subject.slot): Outer(0)}
        names.update({Outer(row.slot): Outer(slot) for slot, row in call.rows})
        given = dict(facts.renamed(known, names))
        for slot, argument in call.arguments:
            found = self._about(argument, known)
            if found is not None:
                given[ParameterForm(Outer(slot))] = found
        return given

    def _about(self, expression: p.Expression, known: Known) -> Told | None:
        """All that is known of an expression's value."""
        if isinstance(expression, p.Constant) and isinstance(expression.value, str | bool):
            return frozenset({expression.value})
        told = known.get(form(expression)) if known else None
        if told is not None and not isinstance(told, Range):
            return told
        found = self.range_of(expression, known)
        return None if found == ANY else found

    # -- What is noted --------------------------------------------------------------------------------------------

    def ask(self, node: p.Banded | p.Interpolate, found: Range) -> None:
        if not self._quiet:
            self._notes.asked[id(node)] = Asked(node, found)

    def demand(
        self, danger: Danger, place: p.Expression, found: Range, known: Known, safe: Callable[[Range], bool]
    ) -> None:
        if self._quiet or safe(found):
            return

        def met(outer: Known) -> bool:
            return all(safe(self.range_of(place, way)) for way in facts.ways(facts.both(known, outer)))

        if facts.CASES in known and met(NOTHING):
            return

        self._note(Demand(danger, place, found, (met,)))

    def _pass_on(self, demand: Demand, call: p.Call, known: Known) -> None:
        if self._quiet:
            return

        def met(outer: Known) -> bool:
            given = self.given(call, facts.both(known, outer))
            if all(one(given) for one in demand.met):
                return True
            return bool(given) and id(demand.place) not in self._dangers(call.definition, given)

        if not met(NOTHING):
            far = demand.steps >= MOST_STEPS
            self._note(
                evolve(demand, met=(_never if far else met,), steps=demand.steps + (not far), use=call)
            )

    def _dangers(self, name: str, given: Known) -> frozenset[int]:
        """The divisors in a definition that can be 0 where this is known."""
        if self.depth >= MOST_DEEP:
            return frozenset(self._places[name])
        key = name, frozenset(given.items())
        found = self._dangerous.get(key)
        if found is None:
            quiet, self._quiet = self._quiet, 0
            try:
                with self.deeper():
                    demands = self.look(self.program.definitions[name].body, given)
            finally:
                self._quiet = quiet
            found = self._dangerous[key] = frozenset(id(demand.place) for demand in demands)
        return found

    def _note(self, demand: Demand) -> None:
        before = self._notes.demands.get(id(demand.place))
        if before is not None:
            if len(before.met) >= MOST_USES:
                return
            ways = (*before.met, *demand.met)
            demand = evolve(before, met=ways if len(ways) < MOST_USES else (*ways, _never))
        self._notes.demands[id(demand.place)] = demand

    # -- Scores -----------------------------------------------------------------------------------------------------

    def _reads_scores(self, node: p.ScoreNode) -> bool:
        return bool(nodes_read(*(test.condition for test in node.not_applicable), program=self.program))

    def _score_or_none(self, name: str, kind: Kind) -> ScoreRange | None:
        key = name, id(kind)
        if key not in self._nodes:
            self._nodes[key] = None
            node = self.program.nodes.get(name)
            with suppress(NotKnown):
                self._nodes[key] = None if node is None else score_range(self, node, kind)
        return self._nodes[key]


def _never(_: Known) -> bool:
    return False
