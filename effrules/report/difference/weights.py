"""Changes that are best seen in a small table: weights, and the bands of a rating."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effrules.compare.edits import edit as e
from effrules.compare.matching.expressions import Mark
from effrules.model import program as p
from effrules.model.sums import adds_up
from effrules.report.blocks.pieces import Change, Column, Table, words
from effrules.report.difference.presence import Presences
from effrules.report.difference.said import Said, plain


class Tabled(Presences):
    """Says how weights and grades change."""

    def weights(self, edit: e.Weights) -> Said:
        """The weights of the parts of a node, old and new side by side; in a sentence where all are equal."""
        node = self.node(self.new, edit.node)
        was = next((old for old, new in self.renamed.items() if new == edit.node), edit.node)
        before = self._side(self.old.program, was, edit.before)
        after = self._side(self.new.program, edit.node, edit.after)
        if before and after:
            return Change(node, plain(before, Mark.OLD), plain(after, Mark.NEW))
        return self.weights_grid(node, edit.condition, edit.before, edit.after)

    def _side(self, program: p.Program, name: str, weights: tuple[p.Weight, ...]) -> str:
        """The weights of one side in a few words, where that can be done."""
        if not weights:
            return "—"
        node = program.nodes.get(name)
        if node is not None and adds_up(program, node) and len(weights) > 1:
            return self.word("by maxima")
        return self._each(weights)

    def _each(self, weights: tuple[p.Weight, ...]) -> str:
        shares = {w.share for w in weights}
        if len(shares) != 1:
            return ""
        key = "only one" if len(weights) == 1 else "each of"
        return self.word(key, n=len(weights), share=self.share(next(iter(shares))))

    def weights_grid(
        self,
        node: str,
        condition: p.Expression | None,
        before: tuple[p.Weight, ...],
        after: tuple[p.Weight, ...],
    ) -> Table:
        """A table of weights; parts that go by another name now are put together."""
        ours = {w.part: w.share for w in before}
        theirs = {w.part: w.share for w in after}
        renamed = {old: new for old, new in self.renamed.items() if old in ours and new in theirs}
        rows = []
        for part, share in theirs.items():
            was = next((old for old, new in renamed.items() if new == part), part)
            rows.append((self.part(self.new, part), self.share(ours.get(was)), self.share(share)))
        for part, share in ours.items():
            if part not in theirs and part not in renamed:
                rows.append((self.part(self.old, part), self.share(share), "—"))
        whom = "" if condition is None else f", {self.whom(condition)}"
        return self.grid(node + whom, "part", rows)

    def clauses(self, edit: e.Clauses) -> Iterator[Said]:
        """Subjects divided otherwise: each new clause against the old one that was for all of them, if there was one."""

        def whom(clauses: tuple[p.WeightsClause, ...]) -> str:
            shown = [
                self.word("everybody") if clause.condition is None else self.whom(clause.condition)
                for clause in clauses
            ]
            return "; ".join(shown)

        yield self.pair("clauses", whom(edit.before), whom(edit.after))
        old = edit.before[0] if len(edit.before) == 1 and edit.before[0].condition is None else None
        for clause in edit.after:
            for node, weights in clause.weights.items():
                was = () if old is None else old.weights.get(node, ())
                if len(weights) > 1 and {w.part: w.share for w in was} != {w.part: w.share for w in weights}:
                    yield self.weights_grid(self.node(self.new, node), clause.condition, was, weights)
            if old is None or old.redistribution is not clause.redistribution:
                before = "" if old is None else self.word(old.redistribution.value)
                yield self.pair("when left out", before, self.word(clause.redistribution.value))

    def grades(self, edit: e.Grades) -> Table:
        """The bands of a rating, old and new."""
        ours = {grade.name: self.band(self.old, grade) for grade in edit.before}
        theirs = {grade.name: self.band(self.new, grade) for grade in edit.after}
        titles = {
            **{g.name: self.titles(self.old, g.titles) for g in edit.before},
            **{g.name: self.titles(self.new, g.titles) for g in edit.after},
        }
        names = [*theirs, *(name for name in ours if name not in theirs)]
        rows = ((titles[name] or name, ours.get(name, "—"), theirs.get(name, "—")) for name in names)
        return self.grid("", "grade", rows)

    def grid(self, label: str, first: str, rows: Iterable[tuple[str, ...]]) -> Table:
        """A small table: what it is of, and its figures as they were and as they are."""
        columns = (
            Column(self.word(first), is_text=True, is_long=True),
            Column(self.word("was")),
            Column(self.word("is")),
        )
        return Table(columns, tuple(tuple(map(words, row)) for row in rows), words(label))
