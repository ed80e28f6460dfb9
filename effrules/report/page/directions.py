"""The directions of a group of bodies as a heat table, the lowest on average first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flint import fmpq

from effrules.exact.results import SubjectResult
from effrules.model import program as p
from effrules.model.numbers import display
from effrules.report.blocks.charts.drawn import Heat, Heated, Warm
from effrules.report.page.body import Body
from effrules.report.page.names import Names
from effrules.report.page.said import Said, Shown, phrased
from effrules.report.page.shapes import near
from effrules.words import phrase

MOST = 14
"""More directions than these are not compared in one table."""


class Directions:
    """The directions of rules: what stands below the parts of the total, or a part itself that has only criteria."""

    def __init__(self, program: p.Program, names: Names) -> None:
        self.program = program
        self.names = names
        parts = [program.nodes[part] for part in program.root.parts]
        self.nodes = [node for part in parts for node in self._of(part)]

    def _of(self, part: p.ScoreNode) -> list[p.ScoreNode]:
        below = [self.program.nodes[name] for name in part.parts]
        return below if below and all(node.kind is not p.NodeKind.CRITERION for node in below) else [part]

    def share(self, node: p.ScoreNode, subject: SubjectResult) -> fmpq | None:
        """A score as a percentage of what the body can have there; ``None`` without a score."""
        outcome = subject.nodes[node.name]
        maximum = node.maximum if outcome.maximum is None else outcome.maximum
        return None if outcome.value is None or maximum <= 0 else near(outcome.value) / maximum * 100

    def means(self, subjects: Sequence[SubjectResult]) -> list[tuple[p.ScoreNode, fmpq]]:
        """The directions with their mean percentages, the lowest first."""
        found = []
        for node in self.nodes:
            shares = [share for subject in subjects if (share := self.share(node, subject)) is not None]
            if shares:
                found.append((node, sum(shares, fmpq(0)) / len(shares)))
        return sorted(found, key=lambda one: one[1])

    def heat(
        self, subjects: Sequence[SubjectResult], bodies: Mapping[str, Body]
    ) -> Heat[Said | Shown] | None:
        """A row for each body; none where there is nothing to compare."""
        means = self.means(subjects)
        if not 1 < len(means) <= MOST:
            return None
        mean = Heated(phrased(phrase("On average")), tuple(_warm(mean) for _, mean in means))
        rows = [mean] if len(subjects) > 1 else []
        shares = []
        for subject in subjects:
            own = [self.share(node, subject) for node, _ in means]
            shares += [share for share in own if share is not None]
            body = bodies[subject.key]
            rows.append(Heated(Said(*(body.name,) * 3), tuple(map(_warm, own)), body.id))
        return Heat(
            phrased(phrase("Directions, the weakest first: per cent of what can be had there")),
            self.names.all(lambda naming: naming.subject()),
            tuple(self.names.column(node) for node, _ in means),
            tuple(rows),
            min(shares),
            fmpq(100),
        )


def _warm(share: fmpq | None) -> Warm[Said | Shown]:
    if share is None:
        return Warm(Said("–", "–", "–"), None)
    text = display(share, 1)
    return Warm(Shown(text, text), share)
