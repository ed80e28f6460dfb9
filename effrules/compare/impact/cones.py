"""What a node's score rests on: the declarations that it reads, and the other nodes whose scores it reads.

A node reads its own formula, conditions and rounding, the weights of its parts, its penalties, the conditions of nodes
above it, and the definitions and figures that all these read. Which edits change any of that is found by looking: a
declaration is touched by an edit when it is different with the edit alone, or without the edit alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import frozen

from effrules.exact.adjusting import in_order
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.reading import Named, named, nodes_read
from effrules.model.walk import outermost, walk


class Of(StrEnum):
    """What bears on scores: a declaration, or a part of one."""

    DEFINITION = "definition"
    FIGURES = "figures"
    NODE = "node"
    SCALE = "scale"
    ABOVE = "above"
    """The conditions of the nodes above a node."""
    WEIGHTS = "weights"
    ADJUSTMENTS = "adjustments"
    LIMITS = "limits"
    """Within which the total is kept."""


Key = tuple[Of, str]
"""A declaration, or a part of one: what it is, and its name."""


@frozen
class Declared:
    """A declaration as far as it bears on scores, and what it reads directly."""

    value: object
    expressions: tuple[p.Expression, ...] = ()
    keys: tuple[Key, ...] = ()
    nodes: tuple[str, ...] = ()
    """Nodes whose scores it reads as parts."""


@frozen
class Reading:
    """What expressions read: declarations, nodes, nodes before rounding; whether of other subjects; whether data."""

    keys: frozenset[Key]
    nodes: frozenset[str]
    before_rounding: frozenset[str]
    crosses: bool
    has_expressions: bool


NOTHING = Reading(frozenset(), frozenset(), frozenset(), crosses=False, has_expressions=False)


def declared(program: p.Program) -> dict[Key, Declared]:
    """Everything in a program that bears on the scores of nodes."""
    found: dict[Key, Declared] = {}
    for name, definition in program.definitions.items():
        heads = (definition.row_parameters, definition.value_parameters, definition.type, definition.body)
        found[Of.DEFINITION, name] = Declared(heads, (definition.body,))
    for name, figures in program.figures.items():
        found[Of.FIGURES, name] = Declared((figures.columns, figures.rows))
    for node in program.nodes.values():
        found.update(_of_node(node, program))
    root = program.root.name
    found[Of.LIMITS, root] = Declared((program.final_floor, program.final_cap))
    return found


def _of_node(node: p.ScoreNode, program: p.Program) -> Iterable[tuple[Key, Declared]]:
    name = node.name
    conditions = tuple(test.condition for test in node.not_applicable)
    formula = () if node.formula is None else (node.formula,)
    own = (node.kind, node.parts, node.minimum, node.maximum, node.formula, conditions, node.rounding)
    keys = [
        (Of.ABOVE, name),
        (Of.ADJUSTMENTS, name),
        (Of.SCALE, name),
        *((Of.SCALE, part) for part in node.parts),
    ]
    if node.parts:
        keys.append((Of.WEIGHTS, name))
        yield (Of.WEIGHTS, name), _weights(node, program)
    if node.parent is None:
        keys.append((Of.LIMITS, name))
    yield (Of.NODE, name), Declared(own, (*formula, *conditions), tuple(keys), node.parts)
    lacking = kinds.lacking(program.nodes, name)
    tests = () if lacking is None else (lacking,)
    maxima = tuple((one.condition, one.value) for one in node.maxima)
    yield (
        (Of.SCALE, name),
        Declared(
            (node.minimum, node.maximum, maxima, tests), (*tests, *(condition for condition, _ in maxima))
        ),
    )
    above = tuple(
        test.condition for other in conditions_above(node, program) for test in other.not_applicable
    )
    yield (Of.ABOVE, name), Declared(above, above)
    adjustments = in_order(program.adjustments, name)
    value = tuple(
        (a.name, a.sign, a.amount, a.rows, a.condition, a.cap, a.floor, a.ceiling) for a in adjustments
    )
    yield (Of.ADJUSTMENTS, name), Declared(value, tuple(outermost(adjustments)))


def _weights(node: p.ScoreNode, program: p.Program) -> Declared:
    """The clauses, each as far as it weighs the parts of one node."""
    value = tuple(
        (
            clause.condition,
            tuple((weight.part, weight.share) for weight in clause.weights.get(node.name, ())),
            clause.redistribution,
            node.name in clause.by_maxima,
        )
        for clause in program.weights
    )
    return Declared(value, tuple(c.condition for c in program.weights if c.condition is not None))


def conditions_above(node: p.ScoreNode, program: p.Program) -> tuple[p.ScoreNode, ...]:
    """The nodes above a node whose conditions hold for it too: those that look at no scores; the nearest first."""
    found = []
    above = node.parent
    while above is not None:
        other = program.nodes[above]
        conditions = [test.condition for test in other.not_applicable]
        if conditions and not nodes_read(*conditions, program=program):
            found.append(other)
        above = other.parent
    return tuple(found)


@frozen
class Unit:
    """Nodes that are worked out together: one, or those that read each other in different versions.

    ``inputs`` are the other nodes that they read, in any version; ``parts`` those that they read as parts only.
    ``keys`` are the declarations that they rest on; ``direct`` the players that touch any of them.
    """

    nodes: tuple[str, ...]
    inputs: tuple[str, ...]
    keys: frozenset[Key]
    direct: int
    reads_scores: bool
    """Whether expressions read scores: then what is remembered of one coalition does not serve another."""
    crosses: bool
    """Whether expressions read the scores of other subjects."""
    reads_data: bool


class Cones:
    """The units of some versions of a program, what they read coming first.

    ``singles[i]`` is the program with player i alone, ``others[i]`` that with all but i. ``data`` is the mask of the
    player that brings other data, 0 where there is none.
    """

    def __init__(
        self,
        old: p.Program,
        new: p.Program,
        singles: Sequence[p.Program],
        others: Sequence[p.Program],
        data: int = 0,
    ) -> None:
        self._readings: dict[int, tuple[p.Expression, Reading]] = {}
        first, last = declared(old), declared(new)
        ones, without = [declared(program) for program in singles], [declared(program) for program in others]
        self._versions: dict[Key, list[Declared]] = {}
        for version in (first, last, *ones, *without):
            for key, value in version.items():
                known = self._versions.setdefault(key, [])
                if not any(value.value is other.value or value.value == other.value for other in known):
                    known.append(value)
        self.touched = tuple(
            _different(first, alone) | _different(last, rest)
            for alone, rest in zip(ones, without, strict=True)
        )
        """For each player the declarations that it touches."""
        self.before_rounding: set[str] = {
            key.node
            for program in (old, new, *singles, *others)
            for ranking in program.rankings
            for key in ranking.keys
            if key.before_rounding
        }
        """The nodes whose score before rounding is read anywhere."""
        self._data = data
        self.units = self._ordered()

    # -- What is read -----------------------------------------------------------------------------------------

    def _reading(self, expression: p.Expression) -> Reading:
        """What an expression reads, itself."""
        known = self._readings.get(id(expression))
        if known is None:
            keys: set[Key] = set()
            nodes: set[str] = set()
            before: set[str] = set()
            crosses = False
            for inner in walk(expression):
                match named(inner):
                    case (Named.DEFINITION | Named.FIGURES | Named.SCALE as kind, name):
                        keys.add((Of(kind.value), name))
                    case (Named.NODE | Named.OTHERS, name):
                        nodes.add(name)
                        if isinstance(inner, p.ScoreOf) and inner.before_rounding:
                            before.add(name)
                    case (Named.PARTS, _) | None:
                        pass
                if isinstance(inner, p.Call | p.OfNode):
                    crosses = crosses or inner.subject.slot != 0
            reading = Reading(
                frozenset(keys), frozenset(nodes), frozenset(before), crosses, has_expressions=True
            )
            known = self._readings[id(expression)] = (expression, reading)
        return known[1]

    def _closure(self, name: str) -> tuple[frozenset[Key], Reading, frozenset[str]]:
        """All that a node reads in any version: declarations; nodes by expressions; nodes as parts."""
        seen: set[Key] = set()
        ahead: list[Key] = [(Of.NODE, name)]
        nodes: set[str] = set()
        parts: set[str] = set()
        crosses = has_expressions = False
        while ahead:
            key = ahead.pop()
            if key in seen:
                continue
            seen.add(key)
            for version in self._versions.get(key, ()):
                ahead.extend(version.keys)
                parts.update(version.nodes)
                for expression in version.expressions:
                    reading = self._reading(expression)
                    ahead.extend(reading.keys)
                    nodes |= reading.nodes
                    self.before_rounding |= reading.before_rounding
                    crosses = crosses or reading.crosses
                    has_expressions = True
        if crosses:
            nodes |= parts  # the parts of other subjects may be read too
        read = Reading(
            frozenset(seen), frozenset(nodes), frozenset(), crosses and bool(nodes), has_expressions
        )
        return frozenset(seen), read, frozenset(parts)

    # -- In order ---------------------------------------------------------------------------------------------

    def _ordered(self) -> tuple[Unit, ...]:
        names = [name for kind, name in self._versions if kind is Of.NODE]
        closures = {name: self._closure(name) for name in names}
        reads = {name: (closures[name][1].nodes | closures[name][2]) & set(names) for name in names}
        made: list[Unit] = []
        done: set[str] = set()
        while True:
            ready = [name for name in names if name not in done and reads[name] <= done]
            if not ready:
                break
            made += [self._unit((name,), closures, reads) for name in ready]
            done.update(ready)
        rest = tuple(name for name in names if name not in done)
        if rest:
            made.append(self._unit(rest, closures, reads))
        return tuple(made)

    def _unit(
        self,
        nodes: tuple[str, ...],
        closures: Mapping[str, tuple[frozenset[Key], Reading, frozenset[str]]],
        reads: Mapping[str, frozenset[str]],
    ) -> Unit:
        keys = frozenset().union(*(closures[name][0] for name in nodes))
        readings = [closures[name][1] for name in nodes]
        direct = sum(1 << at for at, touched in enumerate(self.touched) if touched & keys)
        reads_data = any(reading.has_expressions for reading in readings)
        if reads_data:
            direct |= self._data
        inputs = {name for node in nodes for name in reads[node]} - set(nodes)
        return Unit(
            nodes,
            tuple(sorted(inputs)),
            keys,
            direct,
            reads_scores=len(nodes) > 1 or any(reading.nodes for reading in readings),
            crosses=any(reading.crosses for reading in readings),
            reads_data=reads_data,
        )


def _different(left: Mapping[Key, Declared], right: Mapping[Key, Declared]) -> frozenset[Key]:
    """The declarations that are not the same on both sides, or not there on one."""
    found = {key for key in (*left, *right) if (key in left) is not (key in right)}
    for key, one in left.items():
        other = right.get(key)
        if other is not None and one.value is not other.value and one.value != other.value:
            found.add(key)
    return frozenset(found)
