"""The words for the steps of a derivation, in one language: every view of derivations takes them from here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from attrs import frozen
from flint import fmpq

from effrules.diagnostics.glyphs import shown as fit
from effrules.model.basis import Citation, Contradiction
from effrules.model.grounds import Figure, FigureKind
from effrules.report.derivation import step_not_taken, step_notes, step_workings
from effrules.report.derivation.step_values import StepValues
from effrules.report.document.numbering import NUMBERED, Numbering, numbering
from effrules.report.grounds import figure_words
from effrules.trace import steps as s


@frozen(slots=False)
class StepWords(StepValues):
    """What steps are called, their values, what was special about them, and what they rest on.

    ``label``, ``shown`` and ``exact`` come from ``StepValues``. All texts are on one line and hold nothing that steers a
    terminal; they are not escaped for HTML or Markdown.
    """

    def note(self, step: s.Step, steps: Sequence[s.Step]) -> str:
        """What a special step did, in words of the rules; nothing where there is nothing special."""
        return step_notes.note(self, step, steps)

    def working(self, step: s.Step, steps: Sequence[s.Step]) -> str:
        """The operation with its values in place (``9.24 / 12``); nothing where there is none."""
        return step_workings.working(self, step, steps)

    def not_taken(self, step: s.Step, steps: Sequence[s.Step]) -> tuple[str, ...]:
        """What did not happen where it could have; views fold it away."""
        return tuple(step_not_taken.not_taken(self, step, steps))

    def place(self, step: s.Step) -> str:
        """Where the step stands: file, line and column of the rules; for a cell its file, sheet, cell and raw text."""
        if not isinstance(step, s.Cell):
            return fit(step.place)
        if not step.file:
            return self.say("from no file")
        where = " ".join(fit(part) for part in (step.file, step.sheet, step.cell) if part)
        return f"{where} {self.raw(step)}" if step.raw else where

    @cached_property
    def numbering(self) -> Numbering:
        """Where clauses stand in the document of the rules."""
        return numbering(self.naming.program)

    def of_node(self, name: str) -> str:
        """The number of the clause of a node."""
        return NUMBERED.told(self.naming.language, number=self.numbering.node(name).number)

    def item(self, clause: s.Clause) -> str:
        """The number of a clause in the document; nothing where it has none there."""
        place = self.numbering.of_clause(clause, self.naming.program)
        return "" if place is None else NUMBERED.told(self.naming.language, number=place.number)

    def basis(self, step: s.Step, clauses: Sequence[s.Clause]) -> str:
        """What the step's clause rests on: its assumptions, its citations, the version that wrote it and earlier ones."""
        if step.clause is None:
            return ""
        return self.clause_basis(clauses[step.clause])

    def clause_basis(self, clause: s.Clause) -> str:
        """What a clause rests on, in a line."""
        return "; ".join(self.bases(clause))

    def bases(self, clause: s.Clause, version: str = "") -> tuple[str, ...]:
        """Its assumptions, its citations and its versions, each on its own; not that it is all of one ``version``."""
        if clause.rests_on_several:
            parts = [self._ground(ground) for ground in clause.grounds]
        else:
            parts = self._rests(clause)
        if clause.version != version or clause.earlier:
            parts.append(self.origin(clause))
        return tuple(part for part in parts if part)

    def _rests(self, of: s.Clause | s.ClauseGround) -> list[str]:
        made = [self.say("ASSUMED", reason=self.titled(reason, "")) for reason in of.assumptions]
        made += [self.say("cites", source=self.citation(cited)) for cited in of.citations]
        return [*made, *map(self.contradiction, of.contradictions)]

    def contradiction(self, one: Contradiction) -> str:
        """Where the act says otherwise, in which words."""
        source = self.citation(one.citation)
        return self.say("CONTRADICTED", source=source, words=fit(one.words))

    def _ground(self, ground: s.ClauseGround) -> str:
        """What some figures rest on, in a line."""
        figures = [Figure(FigureKind(kind), about) for kind, about in ground.figures]
        listed = figure_words(figures, self.naming)
        rests = ", ".join(self._rests(ground))
        return f"{listed} [{self.naming.version(ground.version)}]: {rests}" if listed and rests else rests

    def citation(self, citation: Citation) -> str:
        """A citation: what the source is called, and the place in it."""
        return self.naming.citation(citation)

    def origin(self, clause: s.Clause) -> str:
        """Which version wrote a clause, which did before, and why it was changed."""
        if not clause.version:
            return ""
        parts = [self.say("written by", version=self.naming.version(clause.version))]
        if clause.earlier:
            parts.append(self.say("earlier", versions=", ".join(map(self.naming.version, clause.earlier))))
        because = self.titled(clause.because, "")
        if because:
            parts.append(self.say("reason", reason=because))
        return ", ".join(parts)

    def did_nothing(self, step: s.Step, steps: Sequence[s.Step]) -> bool:
        """Whether the step left its operand as it was, so that a view may pass over it: it is told by ``not_taken``."""
        match step:
            case s.Adjust():
                return steps[step.amount].value == fmpq(0)
            case s.Bounded():
                return not step.bites
            case s.Multiplied():
                return step.factor is None
            case s.MeanOfOthers():
                return steps[step.condition].value is False
            case _:
                return False
