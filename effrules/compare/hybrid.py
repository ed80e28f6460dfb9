"""Scores under any coalition of edits, without scoring every coalition: each node once for what it depends on.

A node's score under a coalition depends only on the edits that touch what it reads, and, through the nodes that it
reads, on theirs. So nodes are worked out from the leaves up, by the exact engine, in excerpts of the programs in
between that hold one node and the results of what it reads. For each body a node keeps only the edits that make a
difference to it there; for the node above, the others need not be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import define, evolve, field, frozen

from effrules.compare.cones import Cones, Unit, conditions_above
from effrules.compare.shapley import same
from effrules.data.dataset import Dataset, Row
from effrules.exact.nodes import Known, Nodes
from effrules.exact.results import NodeResult, Results
from effrules.model import program as p

Outcome = NodeResult | None
"""What came of a node; ``None`` where the program has no such node."""


@frozen(eq=False)
class Body:
    """An assessed body: its row in the old data and in the new (the same one where there is one set of data).

    ``fixed`` is the mask of the data player for a body that is in the new data only.
    """

    key: str
    rows: tuple[Row | None, Row | None]
    fixed: int = 0

    @property
    def is_on_both_sides(self) -> bool:
        """Whether it is in the old and in the new data."""
        return None not in self.rows


@define(eq=False)
class Table:
    """A node's results for one body: by the players that make a difference to them."""

    players: int
    at: dict[int, Outcome] = field(factory=dict)

    def under(self, coalition: int) -> Outcome:
        """The result under a coalition."""
        return self.at[coalition & self.players]


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

    ``old`` are the results of the old rules on the old data: they are those of the empty coalition.
    """

    def __init__(self, game: Game, old: Results) -> None:
        self.game = game
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
        self._projected: dict[tuple[int, int], tuple[int, ...]] = {}
        for unit in self.cones.units:
            made = self._by_coalition(unit) if unit.reads_scores else self._by_body(unit)
            for name in unit.nodes:
                watched = name in self.cones.before_rounding
                self.tables[name] = {
                    body: reduced(table, before_rounding=watched) for body, table in made[name].items()
                }

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
        if body.rows[0] is None:
            return 1
        return int(bool(mask & self.game.data))

    def _known_beforehand(self, name: str, body: Body) -> dict[int, Outcome]:
        """The empty coalition's result, from the old scoring."""
        row = body.rows[0]
        return {} if row is None else {0: self._base[row].get(name)}

    def _dataset(self, side: int) -> Dataset:
        return self.game.new if side else self.game.old

    def _excerpt(self, unit: Unit, mask: int) -> p.Program:
        key = (unit.nodes, mask)
        found = self._excerpts.get(key)
        if found is None:
            found = self._excerpts[key] = excerpt(self.game.program(mask), unit)
        return found

    # -- Working out ------------------------------------------------------------------------------------------

    def _by_body(self, unit: Unit) -> dict[str, dict[Body, Table]]:
        """A node that reads its parts' scores only: what the engine remembers serves every coalition."""
        (name,) = unit.nodes
        engines: dict[tuple[int, int], Engine] = {}
        made: dict[Body, Table] = {}
        for body in self.bodies:
            table = made[body] = Table(self._candidates(unit, body), self._known_beforehand(name, body))
            for mask in self._projections(table.players, body):
                if mask in table.at:
                    continue
                side = self._side(mask, body)
                which = (mask | body.fixed) & unit.direct
                engine = engines.get((which, side))
                if engine is None:
                    engine = engines[which, side] = Engine(self._excerpt(unit, which), self._dataset(side))
                row = body.rows[side]
                assert row is not None
                engine.give(row, {part: self.tables[part][body].under(mask) for part in unit.inputs})
                table.at[mask] = engine.result(row, name)
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
            engine = Engine(self._excerpt(unit, mask & unit.direct), self._dataset(side))
            for body, row in there:
                engine.give(row, {name: self.tables[name][body].under(mask) for name in unit.inputs})
            for body, row in due:
                for name in unit.nodes:
                    made[name][body].at[mask & own[body]] = engine.result(row, name, keep=True)
        return made


class Engine:
    """The exact engine for the nodes of a unit; what they read is given."""

    def __init__(self, program: p.Program, dataset: Dataset) -> None:
        self.known: Known = {name: {} for name in program.nodes}
        self.nodes = Nodes(program, dataset, known=self.known)

    def give(self, row: Row, results: Mapping[str, Outcome]) -> None:
        """What the nodes that are read came to for a subject, in place of what was given before."""
        known = self.known
        for name, result in results.items():
            if name in known:
                if result is None:
                    known[name].pop(row, None)
                else:
                    known[name][row] = result

    def result(self, row: Row, name: str, *, keep: bool = False) -> Outcome:
        """A node's result; ``None`` where the program does not have it. ``keep`` where others may read it too."""
        if name not in self.known:
            return None
        found = self.nodes.result(row, name)
        if not keep:
            del self.known[name][row]
        return found


def excerpt(program: p.Program, unit: Unit) -> p.Program:
    """A program with the nodes of a unit and what they read, the other nodes as bare names with a scale."""
    nodes: dict[str, p.ScoreNode] = {}
    for name in unit.inputs:
        if name in program.nodes:
            nodes[name] = evolve(program.nodes[name], parent=None, parts=(), formula=None, not_applicable=())
    own = [program.nodes[name] for name in unit.nodes if name in program.nodes]
    for node in own:
        above = conditions_above(node, program)
        chain = [*above, None]
        for other, parent in zip(above, chain[1:], strict=True):
            if other.name not in unit.nodes:
                nodes[other.name] = evolve(
                    other, parent=None if parent is None else parent.name, parts=(), formula=None
                )
        nodes[node.name] = evolve(node, parent=above[0].name if above else None)
    return evolve(
        program,
        definitions={name: d for name, d in program.definitions.items() if ("definition", name) in unit.keys},
        figures={name: f for name, f in program.figures.items() if ("figures", name) in unit.keys},
        nodes=nodes,
        weights=program.weights if any(node.parts for node in own) else (),
        adjustments=tuple(a for a in program.adjustments if a.target in unit.nodes),
        ratings=(),
        rankings=(),
        properties=(),
        examples=(),
        order=tuple(name for name in program.order if name in nodes),
    )


def reduced(table: Table, *, before_rounding: bool) -> Table:
    """The table by those players only that make a difference in it."""
    at, players = table.at, table.players
    for player in _bits(players):
        if not _matters(player, at, before_rounding):
            at = {mask & ~player: result for mask, result in at.items()}
            players &= ~player
    return Table(players, at)


def _matters(player: int, at: Mapping[int, Outcome], before_rounding: bool) -> bool:
    """Whether a result is another one with the player than without, anywhere."""
    for mask, result in at.items():
        if mask & player and mask ^ player in at and not alike(result, at[mask ^ player], before_rounding):
            return True
    return False


def _bits(mask: int) -> Sequence[int]:
    return [1 << at for at in range(mask.bit_length()) if mask >> at & 1]


def alike(left: Outcome, right: Outcome, before_rounding: bool = False) -> bool:
    """Whether two results are the same to whoever reads them: state and score, and that before rounding if it is read."""
    if left is right:
        return True
    if left is None or right is None or left.state is not right.state:
        return False
    if not same(left.value, right.value):
        return False
    return not before_rounding or same(left.before_rounding, right.before_rounding)
