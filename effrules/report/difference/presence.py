"""What there is to say of something that is new or gone: its formula, its weights, its amounts."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits import edit as e
from effrules.compare.matching.expressions import Mark, Piece, merged, words_compared
from effrules.model import program as p
from effrules.model.schema import Field, Table
from effrules.model.sums import adds_up
from effrules.report.blocks.pieces import Change
from effrules.report.difference.said import Said, marked, plain, sides_of
from effrules.report.difference.values import Values
from effrules.report.naming import Naming
from effrules.report.procedure import Procedure
from effrules.words import Language


class Presences(Values):
    """Says what comes and what goes."""

    def pair(self, label: str, before: str, after: str) -> Change:
        """What was and what is; ``none`` stands for nothing."""
        nothing = self.word("none")
        return Change(self.word(label), plain(before or nothing, Mark.OLD), plain(after or nothing, Mark.NEW))

    def compared(self, label: str, before: str, after: str) -> Change:
        """Two texts of the rules, compared word by word."""
        together = merged(words_compared(before, after))
        return Change(self.word(label), *sides_of(together), marked(together))

    def formula(
        self, label: str, edit: e.Formula | e.Signature | e.Incidents | e.Applicability, nothing: str
    ) -> Change:
        """A formula with what changed in it; one that was not there, or is not any more, stands against ``nothing``."""
        pieces = self.pieces(edit)
        before, after = sides_of(pieces)
        instead = plain(f"({nothing})")
        if edit.before is None or edit.before == ():
            return Change(self.word(label), instead, after)
        if edit.after is None or edit.after == ():
            return Change(self.word(label), before, instead)
        return Change(self.word(label), before, after, marked(pieces))

    def pieces(self, edit: e.Formula | e.Signature | e.Incidents | e.Applicability) -> tuple[Piece, ...]:
        """What changed in a formula as readers are told it; as the rules write it where they would be told the same."""
        if self.language is Language.EN:
            return edit.pieces
        before, after = (
            self._clauses(naming, one) for naming, one in ((self.old, edit.before), (self.new, edit.after))
        )
        return edit.pieces if before == after else merged(words_compared(before, after))

    def _clauses(self, naming: Naming, formula: object) -> str:
        """A formula, or several conditions, as readers are told it; nothing where there is none."""
        match formula:
            case None:
                return ""
            case tuple():
                return "; ".join(self._clauses(naming, one) for one in formula)
            case p.Definition():
                return self.told(naming, formula.body)
            case p.NotApplicableWhen():
                return self.told(naming, formula.condition)
            case _:
                return self.told(naming, formula)  # type: ignore[arg-type]

    def by_parts(self, edit: e.Formula) -> str:
        """What a node without a formula of its own is made of: the sum of its parts, or their weighted mean."""
        gone = edit.after is None
        program, name = (self.new.program, edit.at[2]) if gone else (self.old.program, self.old_name(edit.at))
        node = program.nodes.get(name)
        return self.word("plain sum" if node is not None and adds_up(program, node) else "weighted sum")

    def only(self, label: str, text: str, mark: Mark) -> Change:
        """Something that is on one side only."""
        there = plain(text, mark)
        return Change(self.word(label), there if mark is Mark.OLD else (), there if mark is Mark.NEW else ())

    def presence(self, edit: e.Presence) -> Iterator[Said]:
        """What there is to say of something new or gone, beyond that."""
        part = edit.after if edit.after is not None else edit.before
        mark, naming = (Mark.NEW, self.new) if edit.before is None else (Mark.OLD, self.old)
        match part:
            case p.ScoreNode():
                if part.maxima:
                    yield self.only("maximum", self.maxima(part), mark)
                elif part.kind is p.NodeKind.CRITERION:
                    yield self.only("maximum", self.points(part.maximum), mark)
                if part.formula is not None:
                    yield self.only("formula", self.told(naming, part.formula), mark)
                tests = [self.told(naming, test.condition) for test in part.not_applicable if not test.only]
                for test in part.not_applicable:
                    if test.only_where is not None:
                        yield self.only("only where", self.told(naming, test.only_where), mark)
                if tests:
                    yield self.only("not applicable when", "; ".join(tests), mark)
                if part.rounding is not None:
                    yield self.only("rounding", self.rounding(part.rounding), mark)
                yield from self.weights_of(part, naming, mark)
            case p.Definition():
                yield self.only("formula", self.told(naming, part.body), mark)
            case p.Adjustment():
                yield from self.adjustment(part, naming, mark)
            case p.Rating():
                yield self.only("grades", "; ".join(self.grade(naming, g) for g in part.grades), mark)
            case p.Ranking():
                yield self.only("places", self.places(naming, part), mark)
            case p.Property():
                yield self.only("promise", self.promise(naming, part), mark)
            case p.Institution() | p.Stage() | p.SpotCheck() | p.Recommendation():
                for label, text in self.said(naming, part):
                    there = plain(text, mark)
                    yield Change(label, there if mark is Mark.OLD else (), there if mark is Mark.NEW else ())
            case Table():
                fields = ", ".join(naming.title(one.titles, one.name) for one in part.fields)
                yield self.only("fields", fields, mark)
            case Field():
                yield self.only("type", self.field(naming, part), mark)
            case _:
                pass

    def said(self, naming: Naming, one: p.Procedure) -> Iterator[tuple[str, str]]:
        """The clauses of an institution, a stage, a spot check or a recommendation."""
        return Procedure(naming).clauses(one)

    def stated(self, before: p.Procedure, after: p.Procedure) -> Iterator[Said]:
        """The clauses that say something else, those that are gone, and the new ones."""
        ours, theirs = dict(self.said(self.old, before)), dict(self.said(self.new, after))
        for label in dict.fromkeys((*ours, *theirs)):
            was, now = ours.get(label), theirs.get(label)
            if was != now:
                yield Change(
                    label,
                    plain(was or self.word("none"), Mark.OLD),
                    plain(now or self.word("none"), Mark.NEW),
                )

    def maxima(self, node: p.ScoreNode) -> str:
        """Each of several maxima with for whom it is."""
        return "; ".join(f"{self.points(one.value)} ({self.whom(one.condition)})" for one in node.maxima)

    def weights_of(self, node: p.ScoreNode, naming: Naming, mark: Mark) -> Iterator[Said]:
        """How the parts of a node that comes or goes weigh; nothing where it has one part only, or maxima."""
        if len(node.parts) < 2 or all(
            naming.program.nodes[part].kind is p.NodeKind.CRITERION for part in node.parts
        ):
            return
        for clause in naming.program.weights:
            weights = clause.weights.get(node.name, ())
            shown = ", ".join(f"{self.part(naming, w.part)} {self.share(w.share)}" for w in weights)
            whom = "" if clause.condition is None else f" ({self.whom(clause.condition)})"
            if weights:
                said = self.only("weights", shown, mark)
                yield Change(said.label.lower() + whom, said.before, said.after)

    def adjustment(self, one: p.Adjustment, naming: Naming, mark: Mark) -> Iterator[Said]:
        """All there is to say of a penalty or bonus."""
        rows = "" if one.rows is None else f" {self.word('for each')} {self.told(naming, one.rows)}"
        yield self.only("amount", self.told(naming, one.amount) + rows, mark)
        yield self.only("target", self.node(naming, one.target), mark)
        for label, formula in (("condition", one.condition), ("cap", one.cap)):
            if formula is not None:
                yield self.only(label, self.told(naming, formula), mark)
        for label, limit in (("lowest", one.floor), ("highest", one.ceiling)):
            if limit is not None:
                yield self.only(label, self.points(limit), mark)
