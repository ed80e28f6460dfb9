"""What papers about all bodies share: the bodies by groups, best first, and what became of their objections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cmp_to_key

from attrs import frozen

from effrules.cycle.entries import Appealed, Decided, Entry, Outcome
from effrules.cycle.scored import ScoredStage
from effrules.cycle.standing import of_kind
from effrules.exact import SubjectResult
from effrules.model.real import Undecided, compare
from effrules.report.blocks.pieces import (
    Block,
    Column,
    Heading,
    Line,
    Paragraph,
    Side,
    Signature,
    Table,
    Tone,
    words,
)
from effrules.report.cycle.papers import stage_line
from effrules.report.cycle.telling import OUTCOMES, Telling
from effrules.words import Message, counted, phrase


@frozen
class Overview:
    """A paper about all bodies of a stage. ``members`` sign it; of what is approved, those who approved it."""

    stage: ScoredStage
    telling: Telling
    members: tuple[str, ...] = ()

    def told(self, message: Message) -> str:
        """A sentence."""
        return self.telling.told(message)

    def heading(self, message: Message, level: int = 2) -> Heading:
        """The heading of a part."""
        return Heading(words(self.told(message)), level)

    def opening(self, title: Message, about: str = "") -> Iterator[Block]:
        """The title, what it is about, the methodology, and which results they are."""
        yield Heading(words(self.told(title)), 1)
        if about:
            yield Paragraph(words(about, Tone.STRONG), side=Side.MIDDLE)
        yield Paragraph(words(self.telling.naming.methodology()), side=Side.MIDDLE)
        yield Paragraph(words(stage_line(self.stage, self.telling.language)), side=Side.MIDDLE)

    def groups(self, node: str) -> Iterator[tuple[str, tuple[SubjectResult, ...]]]:
        """The bodies with a score of a node, the best first, by the groups in which the rules rank; one group has no name."""
        rankings = self.telling.program.rankings
        within = rankings[0].within if rankings else ()
        found: dict[tuple[object, ...], list[SubjectResult]] = {}
        for one in self.stage.results.subjects:
            if one.nodes[node].value is not None:
                found.setdefault(tuple(one.subject.values.get(name) for name in within), []).append(one)
        for values, bodies in found.items():
            yield self.telling.naming.group(within, values), tuple(best_first(bodies, node))

    def scored(self, node: str) -> tuple[SubjectResult, ...]:
        """All bodies with a score of a node, the best first."""
        bodies = [one for one in self.stage.results.subjects if one.nodes[node].value is not None]
        return tuple(best_first(bodies, node))

    def below(self, node: str) -> frozenset[str]:
        """A node and all below it."""
        parts = self.telling.program.nodes[node].parts
        return frozenset({node}).union(*(self.below(part) for part in parts))

    def objections(self, nodes: frozenset[str] | None = None) -> tuple[tuple[Entry, Appealed], ...]:
        """The objections to nodes, else all."""
        found = of_kind(self.stage.standing.entries, Appealed)
        return tuple((entry, what) for entry, what in found if nodes is None or what.node in nodes)

    def decision(self, objection: Entry) -> Decided | None:
        """What was decided on an objection."""
        decided = (
            what
            for _, what in of_kind(self.stage.standing.entries, Decided)
            if what.appeal == objection.number
        )
        return next(decided, None)

    def outcomes(self, objections: Sequence[tuple[Entry, Appealed]]) -> str:
        """How many objections there were, and what became of them."""
        counts: dict[Outcome | None, int] = {}
        for entry, _ in objections:
            decided = self.decision(entry)
            outcome = None if decided is None else decided.outcome
            counts[outcome] = counts.get(outcome, 0) + 1
        open_ones = phrase("not decided yet")
        told = [
            self.told(
                phrase(
                    "{outcome}: {number}",
                    outcome=OUTCOMES.get(outcome, open_ones) if outcome else open_ones,
                    number=str(number),
                )
            )
            for outcome, number in counts.items()
        ]
        return ", ".join(told)

    def objected(self, objections: Sequence[tuple[Entry, Appealed]]) -> Iterator[Block]:
        """The objections, each with what became of it."""
        yield self.heading(phrase("Objections"))
        if not objections:
            yield Paragraph(words(self.told(phrase("There were none."))))
            return
        yield Paragraph(words(self.told(counted("{n} objection: {outcomes}.", "{n} objections: {outcomes}.",
                                               n=len(objections), outcomes=self.outcomes(objections)))))  # fmt: skip
        columns = (
            Column(self.told(phrase("Body")), is_text=True, is_long=True),
            Column(self.told(phrase("Against")), is_text=True, is_long=True),
            Column(self.told(phrase("What is claimed")), is_text=True, is_long=True),
            Column(self.told(phrase("Decision")), is_text=True, is_long=True),
        )
        yield Table(columns, tuple(self.objection(*one) for one in objections), is_named=True)

    def objection(self, entry: Entry, what: Appealed) -> tuple[Line, ...]:
        """A row of the table of objections."""
        decided = self.decision(entry)
        decision = (
            phrase("not decided yet")
            if decided is None
            else phrase("{outcome}: {reason}", outcome=OUTCOMES[decided.outcome], reason=decided.reason)
        )
        names = {one.key: self.telling.body(one.subject) for one in self.stage.results.subjects}
        against = self.telling.node(what.node) if what.node in self.telling.program.nodes else what.node
        return (
            words(names.get(what.body, what.body)),
            words(against),
            words(what.claim),
            words(self.told(decision)),
        )

    def signatures(self, who: Sequence[str]) -> Iterator[Block]:
        """Lines to sign on: of institutions, then of members."""
        for one in who:
            yield Signature(words(one))
        for name in self.stage.members or self.members:
            yield Signature(words(self.told(phrase("Member of the Commission"))), name)


def best_first(bodies: Sequence[SubjectResult], node: str) -> list[SubjectResult]:
    """Bodies by their score of a node; equal ones stay in their order."""

    def order(one: SubjectResult, other: SubjectResult) -> int:
        left, right = one.nodes[node].value, other.nodes[node].value
        assert left is not None, "only scored bodies are compared"
        assert right is not None, "only scored bodies are compared"
        try:
            return compare(right, left)
        except Undecided:
            return 0

    return sorted(bodies, key=cmp_to_key(order))
