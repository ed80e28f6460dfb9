"""What else a conclusion tells: incidents, what was not applicable, objections, who signs."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.cycle.entries import Decided, Incident, Stage, Verified
from effrules.exact import NodeResult, NodeState, ReasonKind
from effrules.exact.results import Reason
from effrules.model import real
from effrules.model.real import sign
from effrules.report.blocks.pieces import (
    Block,
    Column,
    Paragraph,
    Signature,
    Table,
    Tone,
    Words,
    listed,
    words,
)
from effrules.report.cycle.appealing import appealing
from effrules.report.cycle.conclusion_part import Part
from effrules.report.cycle.papers import entered_of
from effrules.report.cycle.telling import NONE, OUTCOMES, claim_of
from effrules.report.recommending import nothing_recommended, recommended_text
from effrules.report.results.ranked import why
from effrules.words import phrase

MOST_CHANGES = 8
"""So many reasons for a change are listed, the largest first."""


class Rest(Part):
    """What stands behind the scores."""

    def incidents(self) -> Iterator[Block]:
        yield self.heading(phrase("Incidents, penalties and bonuses"))
        rows = []
        for one in self.telling.program.adjustments:
            outcome = self.result.adjustments[one.name]
            if outcome.applies and sign(outcome.amount):
                points = outcome.taken if one.sign > 0 else real.negate(outcome.taken)
                rows.append((
                    words(self.telling.naming.title(one.titles, one.name)), words(self.telling.node(one.target)),
                    words(NONE if one.rows is None else str(outcome.incidents)), self.telling.signed(points),
                ))  # fmt: skip
        entered = tuple(entered_of(self.found.stage, self.telling, self.is_own, self.result.key))
        if not rows and not entered:
            yield Paragraph(words(self.told(phrase("There were none."))))
        if rows:
            columns = (
                Column(self.told(phrase("What for")), is_text=True, is_long=True),
                Column(self.told(phrase("Where")), is_text=True, is_long=True),
                Column(self.told(phrase("Cases"))),
                Column(self.told(phrase("Points"))),
            )
            yield Table(columns, tuple(rows))
        if entered:
            yield Paragraph(words(self.told(phrase("In the register of the year:"))))
            yield listed(map(words, entered))

    def is_own(self, what: Verified | Incident) -> bool:
        return self.result.key == (what.body if isinstance(what, Incident) else what.cell.body)

    def left_out(self) -> Iterator[Block]:
        """The parts that are not applicable though what they belong to is, and bodies of the kind have them."""
        lines = tuple(
            (*words(self.telling.node(name), Tone.STRONG), Words(f": {self.reason(outcome)}"))
            for name, outcome in self.result.nodes.items()
            if outcome.reason is not None and self.is_left_out(name) and not self.is_of_others(outcome.reason)
        )
        if lines:
            yield self.heading(phrase("What was not applicable"))
            yield listed(lines)

    def is_left_out(self, name: str) -> bool:
        parent = self.telling.program.nodes[name].parent
        states = [
            self.result.nodes[one].state is NodeState.NOT_APPLICABLE
            for one in (name, parent)
            if one is not None
        ]
        return states == [True, False]

    def is_of_others(self, reason: Reason) -> bool:
        """Whether the rules have the part for bodies of another kind only."""
        tests = self.telling.program.nodes[reason.node].not_applicable
        return reason.kind is ReasonKind.CONDITION and any(
            one.only and one.span == reason.span for one in tests
        )

    def reason(self, outcome: NodeResult) -> str:
        reason = outcome.reason
        said = "" if reason is None else self.telling.naming.title(reason.titles, "")
        return said or why(outcome, self.telling.naming)

    def recommended(self) -> Iterator[Block]:
        """What the rules recommend, and plainly where that is nothing."""
        yield self.heading(phrase("Recommendations"))
        if self.result.recommended:
            yield listed(
                words(recommended_text(one, self.telling.program, self.telling.language))
                for one in self.result.recommended
            )
        else:
            yield Paragraph(words(self.telling.told(nothing_recommended(self.telling.program))))

    def objections(self) -> Iterator[Block]:
        """What the body objected to, and what became of it."""
        standing = self.found.standing
        if not standing.appeals or self.found.stage.stage is Stage.PRELIMINARY:
            return
        yield self.heading(phrase("Objections"))
        columns = (
            Column(self.told(phrase("Entry")), is_text=True),
            Column(self.told(phrase("Against")), is_text=True, is_long=True),
            Column(self.told(phrase("What is claimed")), is_text=True, is_long=True),
            Column(self.told(phrase("Decision")), is_text=True, is_long=True),
        )
        rows = []
        for entry in standing.appeals:
            appeal, decided = claim_of(entry), standing.decisions.get(entry.number)
            decision = self.told(phrase("not decided yet"))
            if decided is not None and isinstance(decided.what, Decided):
                decision = self.told(
                    phrase(
                        "{outcome}: {reason}",
                        outcome=OUTCOMES[decided.what.outcome],
                        reason=decided.what.reason,
                    )
                )
            named = (
                self.telling.node(appeal.node) if appeal.node in self.telling.program.nodes else appeal.node
            )
            rows.append((words(str(entry.number)), words(named), words(appeal.claim), words(decision)))
        yield Table(columns, tuple(rows))

    def appeal(self) -> Iterator[Block]:
        """How to object, and until when."""
        blocks = tuple(appealing(self.result, self.found.sent, self.telling))
        if blocks:
            yield self.heading(phrase("How to object, and until when"))
            yield from blocks

    def signatures(self) -> Iterator[Block]:
        named = {
            self.telling.naming.title(one.titles, one.name): None
            for node in self.telling.program.nodes.values()
            if self.result.nodes[node.name].value is not None
            for one in node.assessors
        }
        for one in named or (self.told(phrase("Signed for the assessing body")),):
            yield Signature(words(one))
