"""The verdicts of a comparison in words, as the tree lies."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits.change import Thing
from effrules.compare.verdicts.judging import Bend
from effrules.report.blocks.pieces import Items, Line, Tone, Words, nested
from effrules.report.difference.headings import Headings

TONES = {Bend.STRICTER: Tone.BAD, Bend.LENIENT: Tone.GOOD, Bend.DIFFERENT: Tone.ODD}


class Verdicts(Headings):
    """The verdicts, as the tree lies."""

    def verdicts(self) -> Items:
        """The verdicts, none where all are the same; below a node that is the same, only what is not."""
        return nested(tuple(self._lines()))

    def _lines(self) -> Iterator[tuple[int, Line]]:
        """The verdict on each node, so deep in the tree."""
        if all(verdict.bend is Bend.SAME for verdict in self.difference.verdicts):
            return
        settled: list[str] = []
        for verdict in self.difference.verdicts:
            if any(verdict.path.startswith(f"{path} > ") for path in settled):
                continue
            if verdict.bend in (Bend.SAME, Bend.ADDED, Bend.DROPPED):
                inside = [v for v in self.difference.verdicts if v.path.startswith(f"{verdict.path} > ")]
                if all(inner.bend is verdict.bend for inner in inside):
                    settled.append(verdict.path)
            words = self.word(verdict.bend.value)
            if verdict.bend is Bend.DIFFERENT:
                words += f" ({self.word('seen')})"
            depth = verdict.path.count(" > ")
            place = verdict.place
            naming = self.details.old if verdict.bend is Bend.DROPPED else self.details.new
            if place.thing in (Thing.PENALTY, Thing.BONUS):
                one = next(a for a in naming.program.adjustments if a.name == place.name)
                kind = self.word(place.thing.value)
                heading = self.details.called(kind, one.name, naming.title(one.titles, ""))
            else:
                heading = self.details.node(naming, place.name)
            yield depth, (Words(f"{heading}: "), Words(words, TONES.get(verdict.bend, Tone.PLAIN)))
