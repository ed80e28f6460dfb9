"""Scores under any coalition of edits, without scoring every coalition: each node once for what it depends on.

A node's score under a coalition depends only on the edits that touch what it reads, and, through the nodes that it
reads, on theirs. So nodes are worked out from the leaves up, by the exact engine, in excerpts of the programs in
between that hold one node and the results of what it reads. For each body a node keeps only the edits that make a
difference to it there; for the node above, the others need not be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from attrs import frozen
from flint import fmpq

from effrules.compare.impact.cones import Cones, Unit
from effrules.compare.impact.excerpts import Engine, Outcome, excerpt
from effrules.compare.impact.shapley import Worth
from effrules.compare.impact.sums import NotRational, Scaled, Scores, gathered, weighted_means
from effrules.compare.impact.tables import Body, Table, reduced
from effrules.data.dataset import Dataset, Row
from effrules.exact.results import NodeResult, NodeState, Results
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num

TOTAL = "total"
MANY = 24
"""From so many coalitions of a weighted mean on they are added up side by side."""

Pattern = tuple[NodeState | None, ...]


class Many(Protocol):
    """An engine for many bodies at a time: the digits are those of the exact one."""

    def score(self, program: p.Program, dataset: Dataset) -> Results:
        """The results of all bodies."""

    def results(self, program: p.Program, dataset: Dataset, node: str) -> Mapping[Row, NodeResult]:
        """Those of a node; of whom there is none the exact engine is to be asked."""


@frozen(eq=False)
class Game:
    """Edits as players: the coalitions that are of interest, the program that each makes, the data.

    ``program`` gives the program for a mask of players, of which ``data`` may be one, the mask of that which brings the
    new data (0: there is one set of data, ``old`` and ``new`` are the same).
    """

    count: int
    coalitions: tuple[int, ...]
    program: Callable[[int], p.Program]
    old: Dataset
    new: Dataset
    data: int = 0

    @property
    def everyone(self) -> int:
        """The coalition of all players."""
        return (1 << self.count) - 1

    def bodies(self) -> tuple[Body, ...]:
        """Every body of the old data, then those of the new only."""
        if self.old is self.new:
            return tuple(Body(row.key, (row, row)) for row in self.old.subjects)
        later = {row.key: row for row in self.new.subjects}
        found = [Body(row.key, (row, later.pop(row.key, None))) for row in self.old.subjects]
        return (*found, *(Body(key, (None, row), self.data) for key, row in later.items()))


class Hybrids:
    """The results of every node for every body under every coalition of a game.

    ``old`` are the results of the old rules on the old data: they are those of the empty coalition. ``progress`` is told
    how many nodes are done, and of how many. ``many`` scores whole data sets quicker than body by body.
    """

    def __init__(
        self,
        game: Game,
        old: Results,
        progress: Callable[[int, int], None] | None = None,
        many: Many | None = None,
    ) -> None:
        self.game = game
        self.many = many
        self._in_columns: dict[tuple[tuple[str, ...], int], Mapping[Row, NodeResult]] = {}
        self.bodies = game.bodies()
        everyone, count = game.everyone, game.count
        self.cones = Cones(
            game.program(0),
            game.program(everyone),
            [game.program(1 << at) for at in range(count)],
            [game.program(everyone & ~(1 << at)) for at in range(count)],
            game.data,
        )
        self.tables: dict[str, dict[Body, Table]] = {}
        self._base = {result.subject: result.nodes for result in old.subjects}
        self._excerpts: dict[tuple[tuple[str, ...], int], p.Program] = {}
        self._engines: dict[tuple[tuple[str, ...], int], Engine] = {}
        self._projected: dict[tuple[int, int], tuple[int, ...]] = {}
        self._groups: dict[tuple[object, ...], list[list[int]]] = {}
        self._keys: dict[tuple[int, int], list[int]] = {}
        self._last: Unit | None = None
        self._totals: dict[Body, dict[int, Num | None]] = {}
        for number, unit in enumerate(self.cones.units, 1):
            if progress is not None:
                progress(number, len(self.cones.units))
            self._add(unit)

    def _add(self, unit: Unit) -> None:
        """The tables of a unit; those of the total are made body by body as they are asked for."""
        if unit.nodes == (TOTAL,) and unit is self.cones.units[-1] and not unit.reads_scores:
            self._last = unit
            return
        made = self._by_coalition(unit) if unit.reads_scores else self._by_body(unit)
        for name, tables in made.items():
            watched = name in self.cones.before_rounding
            self.tables[name] = {
                body: reduced(table, before_rounding=watched) for body, table in tables.items()
            }

    # -- What is asked for ------------------------------------------------------------------------------------

    def worth(self, body: Body, name: str = TOTAL) -> Worth:
        """The score of a node, for a body that is on both sides, under every coalition of the players that matter to it."""
        if name != TOTAL or self._last is None:
            table = reduced(self.tables[name][body], before_rounding=False)
            values = {mask: None if r is None else r.value for mask, r in table.at.items()}
            return Worth(table.players, values)
        players = self._candidates(self._last, body)
        masks = self._projections(players, body)
        if len(masks) >= MANY:
            try:
                scaled = self._side_by_side(self._last, body, masks)
            except NotRational:
                pass
            else:
                whole = dict(zip(masks, scaled.numerators, strict=True))
                return self._kept(body, Worth(players, whole, scaled.denominator).reduced())
        outcomes = {mask: self._worked_out(self._last, body, mask) for mask in masks}
        values = {mask: None if r is None else r.value for mask, r in outcomes.items()}
        return self._kept(body, Worth(players, values).reduced())

    def _kept(self, body: Body, worth: Worth) -> Worth:
        """The same; the totals that standings ask for (with one player, and without one) are kept."""
        if TOTAL not in self.cones.before_rounding:
            everyone = self.game.everyone
            singly = [1 << at for at in range(self.game.count)]
            asked = (0, everyone, *singly, *(everyone & ~one for one in singly))
            there = (mask for mask in asked if mask & worth.players in worth.values)
            self._totals[body] = {mask: worth.of(mask) for mask in there}
        return worth

    def result(self, name: str, body: Body, coalition: int) -> Outcome:
        """A node's result for a body under one of the coalitions."""
        if name == TOTAL and self._last is not None:
            known = self._totals.get(body, {}).get(coalition)
            if known is not None:
                return NodeResult(NodeState.SCORED, known)
            mask = coalition & self._candidates(self._last, body)
            return self._worked_out(self._last, body, mask)
        table = self.tables.get(name)
        return None if table is None else table[body].under(coalition)

    # -- What has to be worked out ----------------------------------------------------------------------------

    def _candidates(self, unit: Unit, body: Body) -> int:
        """The players that can make a difference to a unit for a body."""
        found = unit.direct
        for name in unit.inputs:
            found |= self.tables[name][body].players
        return found if body.is_on_both_sides else found & ~self.game.data

    def _projections(self, players: int, body: Body) -> tuple[int, ...]:
        """The coalitions as far as these players go, for a body that may be on one side only."""
        data = self.game.data
        side = 2 if body.is_on_both_sides else int(body.rows[0] is None)
        found = self._projected.get((players, side))
        if found is None:
            there = (c for c in self.game.coalitions if side == 2 or bool(c & data) is bool(side))
            found = self._projected[players, side] = tuple(sorted({c & players for c in there}))
        return found

    def _side(self, mask: int, body: Body) -> int:
        """Which data hold for a body: 0 old, 1 new."""
        return 1 if body.rows[0] is None else int(bool(mask & self.game.data))

    def _known_beforehand(self, name: str, body: Body) -> dict[int, Outcome]:
        """The empty coalition's result, from the old scoring."""
        row = body.rows[0]
        return {} if row is None else {0: self._base[row].get(name)}

    def _fresh(self, unit: Unit, which: int, side: int) -> Engine:
        """A new engine for a unit, under the players that touch it, on one side's data."""
        key = (unit.nodes, which)
        program = self._excerpts.get(key)
        if program is None:
            program = self._excerpts[key] = excerpt(self.game.program(which), unit)
        return Engine(program, self.game.new if side else self.game.old)

    def _engine(self, unit: Unit, mask: int, body: Body) -> Engine:
        """The engine for a unit whose formulas read no scores: it serves all coalitions that touch the unit alike.

        The data touch every unit that reads any, so the key tells them too.
        """
        key = (unit.nodes, (mask | body.fixed) & unit.direct)
        found = self._engines.get(key)
        if found is None:
            found = self._engines[key] = self._fresh(unit, key[1], self._side(mask, body))
        return found

    # -- Working out ------------------------------------------------------------------------------------------

    def _worked_out(self, unit: Unit, body: Body, mask: int) -> Outcome:
        """The result of a node that reads no scores but its parts', under a coalition of its candidates."""
        row = body.row(self._side(mask, body))
        if self.many is not None and not unit.inputs:
            known = self._beside_each_other(self.many, unit, mask, body).get(row)
            if known is not None:
                return known
        engine = self._engine(unit, mask, body)
        engine.give(row, {part: self.tables[part][body].under(mask) for part in unit.inputs})
        return engine.result(row, unit.nodes[0])

    def _beside_each_other(self, many: Many, unit: Unit, mask: int, body: Body) -> Mapping[Row, NodeResult]:
        """The results of a node that reads no scores, of all bodies at a time, without those that are left to the exact engine."""
        key = (unit.nodes, (mask | body.fixed) & unit.direct)
        found = self._in_columns.get(key)
        if found is None:
            engine = self._engine(unit, mask, body)
            node = unit.nodes[0]
            there = node in engine.program.nodes
            found = many.results(engine.program, engine.dataset, node) if there else {}
            self._in_columns[key] = found
        return found

    def _by_body(self, unit: Unit) -> dict[str, dict[Body, Table]]:
        """A node that reads its parts' scores only: what the engine remembers serves every coalition."""
        (name,) = unit.nodes
        made: dict[Body, Table] = {}
        for body in self.bodies:
            table = made[body] = Table(self._candidates(unit, body), self._known_beforehand(name, body))
            masks = self._projections(table.players, body)
            if len(masks) >= MANY and name not in self.cones.before_rounding:
                try:
                    scaled = self._side_by_side(unit, body, masks)
                except NotRational:
                    pass
                else:
                    table.at |= _results(masks, scaled)
            for mask in masks:
                if mask not in table.at:
                    table.at[mask] = self._worked_out(unit, body, mask)
        return {name: made}

    def _by_coalition(self, unit: Unit) -> dict[str, dict[Body, Table]]:
        """Nodes that read scores by formulas: a fresh engine for each coalition, and all bodies in it."""
        own = {body: self._candidates(unit, body) for body in self.bodies}
        everyone = 0
        for players in own.values():
            everyone |= players
        if unit.crosses or len(unit.nodes) > 1:
            own = {body: everyone if body.is_on_both_sides else everyone & ~self.game.data for body in own}
        made = {
            name: {body: Table(own[body], self._known_beforehand(name, body)) for body in self.bodies}
            for name in unit.nodes
        }
        first = unit.nodes[0]
        for mask in sorted({coalition & everyone for coalition in self.game.coalitions}):
            side = int(bool(mask & self.game.data))
            there = [(body, row) for body in self.bodies if (row := body.rows[side]) is not None]
            due = [pair for pair in there if mask & own[pair[0]] not in made[first][pair[0]].at]
            if not due:
                continue
            engine = self._fresh(unit, mask & unit.direct, side)
            for body, row in there:
                engine.give(row, {name: self.tables[name][body].under(mask) for name in unit.inputs})
            for body, row in due:
                for name in unit.nodes:
                    made[name][body].at[mask & own[body]] = engine.result(row, name, keep=True)
        return made

    # -- Many at a time ---------------------------------------------------------------------------------------

    def _side_by_side(self, unit: Unit, body: Body, masks: Sequence[int]) -> Scaled:
        """A weighted mean's scores under many coalitions. Raises NotRational where they have to be worked out singly."""
        found: list[Scaled] = []
        places: list[list[int]] = []
        for positions in self._alike(unit, body, masks):
            mask = masks[positions[0]]
            result = self._worked_out(unit, body, mask)
            if result is None or result.value is None:
                continue
            engine = self._engine(unit, mask, body)
            node = engine.program.nodes[unit.nodes[0]]
            if node.formula is not None:
                raise NotRational
            first: dict[str, NodeResult] = {}
            scores: dict[str, Scores] = {}
            for part in node.parts:
                table = self.tables[part][body]
                outcome = table.under(mask)
                assert outcome is not None, "a node's parts are in its program"
                first[part] = outcome
                values = {m: None if o is None else o.value for m, o in table.at.items()}
                scores[part] = Scores(values, self._keys_of(masks, positions, table.players))
            row = body.row(self._side(mask, body))
            scaled = weighted_means(engine.nodes, row, node, first, scores, len(positions))
            if real.multiply(result.value, fmpq(scaled.denominator)) != scaled.numerators[0]:
                raise NotRational
            found.append(scaled)
            places.append(positions)
        return gathered(found, places, len(masks))

    def _keys_of(self, masks: Sequence[int], positions: Sequence[int], players: int) -> list[int]:
        """The coalitions at some positions, as far as some players go; kept by the positions: they stay alive, with their masks."""
        key = (id(positions), players)
        found = self._keys.get(key)
        if found is None:
            found = self._keys[key] = [masks[at] & players for at in positions]
        return found

    def _alike(self, unit: Unit, body: Body, masks: Sequence[int]) -> list[list[int]]:
        """The positions of coalitions with the same rules for the unit itself and the same parts applicable."""
        tables = (self.tables[part][body] for part in unit.inputs)
        uneven = [t for t in tables if any(o is None or o.value is None for o in t.at.values())]
        outcomes = tuple(tuple((m, _state(o)) for m, o in t.at.items()) for t in uneven)
        key = (id(masks), unit.direct, outcomes)
        groups = self._groups.get(key)
        if groups is None:
            found: dict[tuple[int, Pattern], list[int]] = {}
            for at, mask in enumerate(masks):
                states = tuple(_state(table.under(mask)) for table in uneven)
                found.setdefault((mask & unit.direct, states), []).append(at)
            groups = self._groups[key] = list(found.values())
        return groups


def _state(outcome: Outcome) -> NodeState | None:
    return None if outcome is None else outcome.state


def _results(masks: Sequence[int], scaled: Scaled) -> dict[int, Outcome]:
    """Scores as results of nodes, equal ones made once; without those that have none."""
    made: dict[int, NodeResult] = {}
    found: dict[int, Outcome] = {}
    for mask, value in zip(masks, scaled.numerators, strict=True):
        if value is not None:
            result = made.get(value)
            if result is None:
                result = made[value] = NodeResult(NodeState.SCORED, fmpq(value, scaled.denominator))
            found[mask] = result
    return found
