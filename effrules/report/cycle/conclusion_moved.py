"""What moved a body's scores since the year before, and since the preliminary results."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.cycle.previous import Split
from effrules.model import real
from effrules.model.real import Num, sign
from effrules.report.blocks.charts.drawn import Fall, Waterfall
from effrules.report.blocks.pieces import (
    Block,
    Break,
    Column,
    Kind,
    Line,
    Note,
    Paragraph,
    Table,
    words,
)
from effrules.report.cycle.conclusion_part import Part
from effrules.report.cycle.lost import Key, changes, label, summed
from effrules.report.cycle.telling import Telling
from effrules.report.figures import drawn
from effrules.words import Message, counted, phrase

MOST_CHANGES = 8
"""So many reasons for a change are listed, the largest first."""


class Moved(Part):
    """Performance, rules and corrections."""

    def moved(self) -> Iterator[Block]:
        since = self.found.since
        if since is None or not self.tops:
            yield from self.corrected()
            return
        yield self.heading(phrase("What moved since {year}", year=since.before.called))
        for node in self.compared:
            split = since.split(self.result.key, node)
            if isinstance(split, Split) and all(sign(amount) == 0 for _, amount in self.causes(split)):
                yield Paragraph(
                    words(self.told(phrase("{node}: nothing moved.", node=self.telling.node(node))))
                )
            elif isinstance(split, Split):
                yield from self.about(node, self.compared)
                yield self.shares(node, split)
                yield from self.reasons(node)
            else:
                told = phrase(
                    "{node}: what moved cannot be told: {reason}", node=self.telling.node(node), reason=split
                )
                yield Paragraph(words(self.told(told)))
        if since.with_data:
            yield Note(
                words(
                    self.told(
                        counted(
                            "{n} change of the rules needs data that only this year has: it counts as performance.",
                            "{n} changes of the rules need data that only this year has: they count as performance.",
                            n=since.with_data,
                        )
                    )
                ),
                Kind.SMALL,
            )
        yield from self.corrected()

    def shares(self, node: str, split: Split) -> Block:
        """From the score of the year before to the one of this year."""
        assert self.found.since is not None, "there is a year before"
        telling = self.telling
        falls = [self.end(self.found.since.before.called, split.before, node)]
        at = split.before
        for named, amount in self.causes(split):
            after = real.add(at, amount)
            falls.append(Fall(self.told(named), telling.change(amount, node), drawn(at), drawn(after)))
            at = after
        falls.append(self.end(str(self.found.stage.year.manifest.year), split.after, node))
        title = phrase("From {before} to {now}", before=falls[0].label, now=falls[-1].label)
        return Waterfall(self.told(title), tuple(falls))

    def end(self, named: str, value: Num, node: str) -> Fall[str]:
        return Fall(named, self.telling.score(value, node), drawn(value), drawn(value), is_end=True)

    @staticmethod
    def causes(split: Split) -> Iterator[tuple[Message, Num]]:
        if split.rules is None:
            yield phrase("Performance and rules, which cannot be told apart"), split.performance
        else:
            yield phrase("Performance"), split.performance
            yield phrase("Rules", context="what moved a score"), split.rules
        if split.corrections is not None:
            yield phrase("Corrections"), split.corrections

    def reasons(self, node: str) -> Iterator[Block]:
        """The places where more or fewer points were lost than the year before."""
        before = None if self.found.lost_before is None else self.found.lost_before.get(node)
        if before is None or self.found.since is None or before.maximum != self.found.lost[node].maximum:
            return
        moved = changes(summed(self.found.lost[node]), summed(before), self.found.since.was)
        rows = tuple(
            (
                words(self.reason(key)), words(self.telling.score(was)), words(self.telling.score(now)),
                self.telling.signed(gained),
            )
            for key, was, now, gained in moved[:MOST_CHANGES]
            if self.telling.is_shown(gained)
        )  # fmt: skip
        if len(rows) > 1:
            year = self.found.since.before.called
            columns = (
                Column(self.told(phrase("What moved most")), is_text=True, is_long=True),
                Column(self.told(phrase("Lost in {year}", year=year))),
                Column(self.told(phrase("Lost now"))),
                Column(self.told(phrase("Change"))),
            )
            yield Table(columns, rows)

    def reason(self, key: Key) -> str:
        """Where it was lost; what only the rules of the year before have is called as they call it."""
        since, program = self.found.since, self.telling.program
        _, node, adjustment = key
        is_there = (
            node in program.nodes
            if not adjustment
            else any(one.name == adjustment for one in program.adjustments)
        )
        if is_there or not node or since is None or since.before.stage is None:
            return label(key, self.telling)
        named = label(key, Telling(since.before.stage.year.program, self.telling.language))
        return self.told(phrase("{reason} (only in {year})", reason=named, year=since.before.called))

    def corrected(self) -> Iterator[Block]:
        """What each entry of the register did between the preliminary and the final results."""
        comparison, moves = self.found.comparison, self.found.moves
        moved = [] if moves is None else [move for move in moves.moves if move.is_one]
        if comparison is None or not moved:
            return
        yield self.heading(phrase("Corrections since the preliminary results"))
        for move in moved:
            if move.why is not None:
                told = phrase(
                    "{node}: what moved cannot be told: {reason}",
                    node=self.telling.node(move.node),
                    reason=move.why,
                )
                yield Paragraph(words(self.told(told)))
                continue
            rows: list[tuple[Line, ...]] = []
            for part in move.parts:
                entries = comparison.of(part.players)
                did = [words(one) for entry in entries for one in self.telling.did(entry, self.result.key)]
                lines = tuple(
                    piece for at, one in enumerate(did) for piece in ((Break(), *one) if at else one)
                )
                numbers = ", ".join(str(entry.number) for entry in entries)
                rows.append((words(numbers), lines, self.telling.signed(part.amount, move.node)))
            columns = (
                Column(self.told(phrase("Entry")), is_text=True),
                Column(self.told(phrase("What it did")), is_text=True, is_long=True),
                Column(self.told(phrase("Change"))),
            )
            foot = (
                words(""),
                words(self.told(phrase("Together"))),
                self.telling.signed(move.change, move.node),
            )
            yield Table(columns, tuple(rows), words(self.telling.node(move.node)), foot=foot)
