"""The preliminary against the final results: what each entry made between them adds to each body's score, exactly.

The players are the entries that make the data of the final stage other than those of the preliminary one: decisions from which
something follows, and whatever was sent, verified, found or withdrawn in between. A coalition is worth the score of the data
that the register gives with these entries alone. For a body, each entry that touches it is a player; where the rules compare
it with others, all entries that touch only others are one more player together. Each gets its Shapley value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from attrs import field, frozen

from effrules.compare.impact.coalitions import MOST_PLAYERS, Structure
from effrules.compare.impact.shapley import ZERO, Part, Worth, parts, same
from effrules.cycle.assembling import assembled
from effrules.cycle.entering import NotEntered, tables_of
from effrules.cycle.entries import (
    Decided,
    Entry,
    Incident,
    Opened,
    Reported,
    Stage,
    Submitted,
    Verified,
    What,
    Withdrawn,
)
from effrules.cycle.folder import Year
from effrules.cycle.open_sheets import NotThere
from effrules.cycle.stages import data_digest, last_scored
from effrules.cycle.standing import stands
from effrules.data import Dataset, from_tables
from effrules.data.earlier import Scores, filled
from effrules.exact import SubjectResult, score
from effrules.exact.plan import plan_of
from effrules.model import real
from effrules.model.real import Num, sign
from effrules.words import Message, phrase


@frozen
class Move:
    """What becomes of a body's score of a node. ``parts`` are of masks of causes and add up to ``change``; else ``why`` says why there are none."""

    node: str
    before: Num | None
    after: Num | None
    parts: tuple[Part, ...] = ()
    why: Message | None = None

    @property
    def change(self) -> Num | None:
        """The final score less the preliminary one, where there are both."""
        return None if self.before is None or self.after is None else real.subtract(self.after, self.before)

    @property
    def is_one(self) -> bool:
        """Whether anything changes."""
        change = self.change
        return self.before is not self.after if change is None else sign(change) != 0


@frozen(eq=False)
class BodyMoves:
    """A body before and after, and what becomes of each score that the result stands for."""

    before: SubjectResult | None
    after: SubjectResult | None
    moves: tuple[Move, ...]

    @property
    def result(self) -> SubjectResult:
        """One of both results."""
        found = self.after or self.before
        assert found is not None, "a body is on some side"
        return found


@frozen(eq=False)
class Comparison:
    """Both stages: the entries that make the difference, and every body of them, in the order of the final data."""

    causes: tuple[Entry, ...]
    bodies: tuple[BodyMoves, ...]

    def of(self, mask: int) -> tuple[Entry, ...]:
        """The causes of a mask."""
        return tuple(entry for at, entry in enumerate(self.causes) if mask >> at & 1)


def compared(year: Year, earlier: Scores | None = None) -> Comparison:
    """The comparison of what was scored last of both stages. Raises NotEntered, NotThere, Broken, NotAYear, OSError."""
    entries = year.register.entries()
    found = stands(entries)
    first, last = (found.stage(stage).scored for stage in Stage)
    scored = [last_scored(found, stage) for stage in Stage]
    assert first is not None, "it was scored"
    assert last is not None, "it was scored"
    if last.number < first.number:
        raise NotEntered(
            phrase("the preliminary results were scored after the final ones: score these again, too")
        )
    counted = entries[: last.number - 1]
    causes = tuple(one for one in counted if _makes_a_difference(one, first.number, entries))
    game = _Game(year, counted, causes, earlier)
    for one, made in zip(scored, (0, game.everyone), strict=True):
        if data_digest(assembled(year, stands(game.entries(made)), Stage.FINAL)) != one.data:
            raise NotEntered(
                phrase("the register no longer gives the data that were scored; score both stages again")
            )
    results = [score(year.program, game.whole(mask)) for mask in (0, game.everyone)]
    before, after = ({one.key: one for one in side.subjects} for side in results)
    touching = {key: game.touching(key) for key in {**after, **before}}
    return Comparison(
        causes,
        tuple(
            BodyMoves(
                before.get(key),
                after.get(key),
                tuple(
                    game.move(key, node, touching[key], before.get(key), after.get(key))
                    for node in year.program.heads
                ),
            )
            for key in {**after, **before}
        ),
    )


def _makes_a_difference(entry: Entry, scored: int, entries: Sequence[Entry]) -> bool:
    """Whether an entry counts in the final data and did not in the preliminary ones."""
    if isinstance(entry.what, Decided):
        return bool(entry.what.corrections or entry.what.struck)
    return entry.number > scored and any(True for _ in _touches(entry.what, entries))


def _touches(what: What, entries: Sequence[Entry]) -> Iterator[str]:
    """The bodies whose data an entry changes."""
    match what:
        case Submitted() if what.accepted:
            yield what.body
        case Reported() if what.accepted:
            opening = entries[0].what
            assert isinstance(opening, Opened), "a register begins with the entry that opened the year"
            yield from opening.bodies
        case Verified():
            yield what.cell.body
        case Incident():
            yield what.body
        case Decided():
            yield from (one.cell.body for one in what.corrections)
            for number in what.struck:
                yield from _touches(entries[number - 1].what, entries)
        case Withdrawn():
            yield from _touches(entries[what.entry - 1].what, entries)
        case _:
            pass


@frozen(eq=False)
class _Game:
    year: Year
    counted: Sequence[Entry]
    causes: tuple[Entry, ...]
    earlier: Scores | None
    _data: dict[tuple[int, str], Dataset | None] = field(factory=dict)

    @property
    def everyone(self) -> int:
        """All causes."""
        return (1 << len(self.causes)) - 1

    def entries(self, mask: int) -> tuple[Entry, ...]:
        """The register with these causes and no others."""
        out = {entry.number for at, entry in enumerate(self.causes) if not mask >> at & 1}
        return tuple(entry for entry in self.counted if entry.number not in out)

    def touching(self, body: str) -> tuple[int, ...]:
        """The causes that touch a body, each a mask."""
        return tuple(
            1 << at for at, entry in enumerate(self.causes) if body in _touches(entry.what, self.counted)
        )

    def whole(self, mask: int) -> Dataset:
        """The data of all bodies."""
        dataset = self.data(mask, "")
        assert dataset is not None, "what was scored can be read"
        return dataset

    def data(self, mask: int, body: str) -> Dataset | None:
        """The data of a coalition, of a body alone or of all; ``None`` where these entries make no sense without others."""
        key = mask, body
        if key not in self._data:
            self._data[key] = self._read(mask, body)
        return self._data[key]

    def _read(self, mask: int, body: str) -> Dataset | None:
        try:
            made = assembled(self.year, stands(self.entries(mask)), Stage.FINAL)
        except NotThere:
            return None
        dataset, _ = from_tables(tables_of(made, body), self.year.program.schema)
        if dataset is not None and self.earlier is not None:
            filled(dataset, self.year.program.schema, self.earlier)
        return dataset

    def move(
        self,
        key: str,
        node: str,
        own: tuple[int, ...],
        before: SubjectResult | None,
        after: SubjectResult | None,
    ) -> Move:
        """What becomes of a body's score."""
        left, right = (None if one is None else one.nodes[node].value for one in (before, after))
        found = Move(node, left, right)
        if not found.is_one:
            return found
        if found.change is None:
            return Move(node, left, right, why=phrase("it has no score in one of both stages"))
        if len(own) > MOST_PLAYERS:
            return Move(node, left, right, why=phrase("more entries touch it than can be told apart exactly"))
        compares = plan_of(self.year.program).footprint_of([node]).others
        others = self.everyone & ~sum(own) if compares else 0
        structure = Structure(tuple((block,) for block in (*own, others) if block))
        alone = "" if compares else key

        @cache
        def worth(mask: int) -> Num | None:
            dataset = self.data(mask, alone)
            if dataset is None or all(row.key != key for row in dataset.subjects):
                return None
            return score(self.year.program, dataset, only=[key], ranked=False).subjects[0].nodes[node].value

        values = {mask: worth(mask) for mask in structure.coalitions()}
        first, last = values[0], values[max(values)]
        if not same(first, left) or not same(last, right):
            return Move(node, left, right, why=phrase("its entries alone do not give the final score"))
        made = parts(structure, Worth(max(values), values))
        return Move(node, left, right, tuple(part for part in made if not same(part.amount, ZERO)))
