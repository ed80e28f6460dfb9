"""The year before: its scores and places, and how much of what moved since is performance, rules and corrections.

From the last score of the year before to the preliminary one of this year two causes lead: other rules and other data. Each
gets its Shapley value, exactly: the mean of what it adds before and after the other. Edits that need what only the new data
have cannot come without them and go with the data, as `effrules diff` has it. From the preliminary to the final score lead
corrections alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from effrules.compare.difference import Difference, difference
from effrules.compare.edits.edit import Rename
from effrules.compare.impact.attribution import Player, players_of
from effrules.compare.impact.coalitions import Structure
from effrules.compare.impact.measuring import NODES
from effrules.compare.impact.shapley import ZERO, Worth, parts
from effrules.cycle.entering import Wrong
from effrules.cycle.entries import Stage
from effrules.cycle.folder import opened
from effrules.cycle.scored import ScoredStage, scored_stage
from effrules.data.earlier import earlier_scores
from effrules.exact import Results, score
from effrules.model import real
from effrules.model.real import Num
from effrules.words import Message, phrase

RULES, DATA = 1, 2


@frozen
class Split:
    """What moved a score since the year before: ``performance`` + ``rules`` + ``corrections`` are ``after`` - ``before``, exactly.

    ``rules`` is ``None`` where rules and data cannot be told apart: both are in ``performance`` then. ``corrections`` is
    ``None`` in preliminary results.
    """

    before: Num
    after: Num
    performance: Num
    rules: Num | None
    corrections: Num | None


@frozen(eq=False, slots=False)
class Previous:
    """The results of the year before. ``called`` is the year or the name of the file; only a year's ``stage`` has rules and data."""

    called: str
    year: int | None
    scores: Mapping[str, Mapping[str, Num]]
    places: Mapping[str, Mapping[str, int]]
    stage: ScoredStage | None = None


def previous(path: Path) -> Previous:
    """The year before, from the folder of a year (what was scored last of its final results) or a file of results.

    Raises NotEntered, Wrong, NotThere, Broken, NotAYear, OSError.
    """
    if not path.is_dir():
        scores, told = earlier_scores(path)
        if scores is None:
            raise Wrong(told)
        values = {key: {node: value for node, (value, _) in found.items()} for key, found in scores.items()}
        return Previous(path.name, None, values, scores.places)
    stage = scored_stage(opened(path), Stage.FINAL)
    results = stage.results
    year = stage.year.manifest.year
    return Previous(
        str(year),
        year,
        {
            one.key: {name: node.value for name, node in one.nodes.items() if node.value is not None}
            for one in results.subjects
        },
        {
            one.key: {name: place.number for name, place in one.places.items() if place is not None}
            for one in results.subjects
        },
        stage,
    )


@frozen(eq=False, slots=False)
class Since:
    """A stage against the year before. ``preliminary`` is that of this year, where ``now`` is the final one and it was scored.

    ``keys`` are the identifiers that bodies had the year before, by those that they have now, where they are others.
    """

    now: ScoredStage
    before: Previous
    preliminary: ScoredStage | None = None
    keys: Mapping[str, str] = field(factory=dict)

    @cached_property
    def difference(self) -> Difference | None:
        """What became other in the rules; ``None`` where those of the year before are not at hand."""
        stage = self.before.stage
        return None if stage is None else difference(stage.year.program, self.now.year.program)

    @cached_property
    def was(self) -> Mapping[str, str]:
        """What nodes were called the year before, by what they are called now, where that is not the same."""
        edits = () if self.difference is None else self.difference.edits
        return {
            one.after: one.before for one in edits if isinstance(one, Rename) and one.place.thing in NODES
        }

    def score(self, body: str, node: str) -> Num | None:
        """The score of the year before."""
        return self.before.scores.get(self.keys.get(body, body), {}).get(self.was.get(node, node))

    def place(self, body: str, ranking: str) -> int | None:
        """The place of the year before: in the ranking of the same name, else where both years have a single one."""
        places = self.before.places.get(self.keys.get(body, body), {})
        names = {name for known in self.before.places.values() for name in known}
        if ranking not in names and len(names) == len(self.now.year.program.rankings) == 1:
            ranking = next(iter(names))
        return places.get(ranking)

    def split(self, body: str, node: str) -> Split | Message:
        """What moved a score, or why that cannot be told."""
        before, after = self.score(body, node), self.now.results.of(body).nodes[node].value
        if before is None or after is None:
            return phrase("it has no score in one of both years")
        if self._game is None:
            return phrase("the results of the year before came without their rules and data")
        reached, corrections = after, None
        if self.now.stage is Stage.FINAL and self.preliminary is not None:
            preliminary = _value(self.preliminary.results, body, node)
            if preliminary is None:
                return phrase("it has no preliminary score")
            reached, corrections = preliminary, real.subtract(after, preliminary)
        old = self.was.get(node, node)
        rules = _value(self._game.between[0], self.keys.get(body, body), old)
        data = _value(self._game.between[1], body, old)
        worth = Worth(RULES | DATA, {0: before, RULES: rules, DATA: data, RULES | DATA: reached})
        shares = {part.players: part.amount for part in parts(Structure(((RULES,), (DATA,))), worth)}
        together = shares.get(RULES | DATA)
        if together is not None:
            return Split(before, after, together, None, corrections)
        return Split(before, after, shares.get(DATA, ZERO), shares.get(RULES, ZERO), corrections)

    @property
    def with_data(self) -> int:
        """How many changes of the rules cannot come without the new data, and count as performance."""
        return 0 if self._game is None else len(self._game.data.edits)

    @cached_property
    def _game(self) -> _Game | None:
        difference, stage = self.difference, self.before.stage
        if difference is None or stage is None:
            return None
        players, program = players_of(difference, has_two_sets=True)
        data = 1 << (len(players) - 1)
        now = self.preliminary or self.now
        sides = ((program(data - 1), stage), (program(data), now))
        between = tuple(score(rules, of.dataset, ranked=False) for rules, of in sides)
        moves = any(player.can_move_scores for player in players[:-1])
        return _Game(players[-1], moves, between)


@frozen(eq=False)
class _Game:
    """``between``: the new rules on the old data, the old rules on the new data. ``data`` is the player that brings these."""

    data: Player
    moves: bool
    between: tuple[Results, ...] = field(repr=False)


def _value(results: Results, body: str, node: str) -> Num | None:
    found = next((one for one in results.subjects if one.key == body), None)
    return None if found is None or node not in found.nodes else found.nodes[node].value


def since(now: ScoredStage, before: Previous) -> Since:
    """A stage against the year before. Raises what `scored_stage` does."""
    preliminary = None
    if now.stage is Stage.FINAL and now.standing.stage(Stage.PRELIMINARY).scored is not None:
        preliminary = scored_stage(now.year, Stage.PRELIMINARY)
    return Since(now, before, preliminary)
