"""What an edit says, in words: a label, what was, what is, or one text in which the change is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.compare import edits as e
from effrules.compare.difference import Difference
from effrules.compare.edits import Edit
from effrules.compare.expressions import Mark, Piece, merged, one_line, words_compared
from effrules.compare.names import Key, Space
from effrules.model import program as p
from effrules.model.basis import Basis
from effrules.model.numbers import display, exact_text, finite_places, percent_text
from effrules.model.rounding import Rounding
from effrules.model.schema import Field, Table, Titles
from effrules.model.types import Choice, Domain, Value
from effrules.report.diff_words import word
from effrules.report.naming import Naming
from effrules.report.wording import Language, number

Text = tuple[Piece, ...]


@frozen
class Detail:
    """One change: its label, and its text before and after. ``together``: one text with what changed marked."""

    label: str
    before: Text = ()
    after: Text = ()
    together: Text = ()


@frozen
class Grid:
    """A small table: its label, headings and rows; the first column is text, the others are figures."""

    label: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Said = Detail | Grid


def plain(text: str, mark: Mark = Mark.SAME) -> Text:
    """A text of one piece."""
    return (Piece(mark, text),) if text else ()


def sides_of(pieces: Text) -> tuple[Text, Text]:
    """A marked text as it was and as it is."""
    return (
        tuple(piece for piece in pieces if piece.mark is not Mark.NEW),
        tuple(piece for piece in pieces if piece.mark is not Mark.OLD),
    )


class Details:
    """Says what edits do, in one language."""

    def __init__(self, difference: Difference, language: Language) -> None:
        self.old, self.new = Naming(difference.old, language), Naming(difference.new, language)
        self.language = language
        self.sides = difference.sides
        self.renamed = {pair.old: pair.new for pair in difference.sides.pairs.of(Space.NODE)}

    def word(self, key: str, **values: object) -> str:
        """A word in the language."""
        return word(key, self.language, **values)

    def of(self, edit: Edit) -> Iterator[Said]:
        """What an edit says; nothing for what its action says already (something is added, dropped)."""
        match edit:
            case e.Presence():
                yield from self.presence(edit)
            case e.Rename():
                label = self.word("name")
                note = "" if edit.declared else f" ({self.word('by likeness')})"
                yield Detail(label, plain(edit.before, Mark.OLD), plain(edit.after + note, Mark.NEW))
            case e.Move():
                yield self.pair(
                    "parent", self.parent(self.old, edit.before), self.parent(self.new, edit.after)
                )
            case e.Order():
                yield self.pair("order", ", ".join(edit.before), ", ".join(edit.after))
            case e.Formula():
                label = {
                    e.FormulaOf.SCORE: "formula",
                    e.FormulaOf.BODY: "formula",
                    e.FormulaOf.AMOUNT: "amount",
                    e.FormulaOf.CONDITION: "condition",
                    e.FormulaOf.CAP: "cap",
                }[edit.of]
                yield self.formula(label, edit, "weighted sum" if edit.of is e.FormulaOf.SCORE else "none")
            case e.Signature():
                yield self.pair("parameters", _signature(edit.before), _signature(edit.after))
                if any(piece.mark is not Mark.SAME for piece in edit.pieces):
                    yield self.formula("formula", edit, "none")
            case e.Incidents():
                yield self.formula("for each", edit, "once")
            case e.Applicability():
                yield self.formula("not applicable when", edit, "none")
            case e.Number():
                yield self.pair(self._number_label(edit), self.points(edit.before), self.points(edit.after))
            case e.Target():
                yield self.pair("target", self.node(self.old, edit.before), self.node(self.new, edit.after))
            case e.Rounding():
                yield self.pair("rounding", self.rounding(edit.before), self.rounding(edit.after))
            case e.Assessors():
                was, name = self.old_name(edit.at), edit.at[2]
                yield self.pair("assessed by", self.assessors(self.old, was), self.assessors(self.new, name))
            case e.Weights():
                yield self.weights(edit)
            case e.Redistribution():
                yield self.pair("when left out", self.word(edit.before.value), self.word(edit.after.value))
            case e.Clauses():
                yield from self.clauses(edit)
            case e.Reported():
                yield self.pair("type", self.field(edit.before), self.field(edit.after))
            case e.Option():
                yield self.option(edit)
            case e.Owner():
                yield self.pair("owner", edit.before or "", edit.after or "")
            case e.Row():
                yield self.row(edit)
            case e.Columns():
                yield self.pair("columns", _columns(edit.before), _columns(edit.after))
            case e.Grades():
                yield self.grades(edit)
            case e.Places():
                yield self.pair("places", self.places(edit.before), self.places(edit.after))
            case e.Promise():
                yield self.compared("promise", _promise(edit.before), _promise(edit.after))
            case e.Case():
                yield self.compared("case", _written(edit.before), _written(edit.after))
            case e.Scale():
                yield self.pair("scale", self.ends(edit.before), self.ends(edit.after))
            case e.Period():
                yield self.pair("period", self.period(edit.before), self.period(edit.after))
            case e.Version():
                yield from self.version(edit)
            case e.Words():
                yield from self.words(edit)
            case e.Rests():
                label = "rounding rests on" if edit.rounding else "rests on"
                yield self.rests(label, edit)
            case _:
                assert_never(edit)

    def pair(self, label: str, before: str, after: str) -> Detail:
        """What was and what is; ``none`` stands for nothing."""
        nothing = self.word("none")
        return Detail(self.word(label), plain(before or nothing, Mark.OLD), plain(after or nothing, Mark.NEW))

    def compared(self, label: str, before: str, after: str) -> Detail:
        """Two texts of the rules, compared word by word."""
        together = merged(words_compared(before, after))
        return Detail(self.word(label), *sides_of(together), together)

    def formula(
        self, label: str, edit: e.Formula | e.Signature | e.Incidents | e.Applicability, nothing: str
    ) -> Detail:
        """A formula with what changed in it; one that was not there, or is not any more, stands against ``nothing``."""
        before, after = sides_of(edit.pieces)
        instead = plain(f"({self.word(nothing)})")
        if edit.before is None or edit.before == ():
            return Detail(self.word(label), instead, after)
        if edit.after is None or edit.after == ():
            return Detail(self.word(label), before, instead)
        return Detail(self.word(label), before, after, edit.pieces)

    # -- Values ---------------------------------------------------------------------------------------------

    def points(self, value: fmpq | None) -> str:
        """A number of points."""
        return "" if value is None else self.word("points", n=number(exact_text(value), self.language))

    def ends(self, ends: tuple[fmpq, fmpq]) -> str:
        """The ends of a scale."""
        return f"{exact_text(ends[0])} – {self.points(ends[1])}"

    def share(self, value: fmpq | None) -> str:
        """A weight: in percent, or as a fraction where it has no finite one."""
        if value is None:
            return "—"
        if finite_places(value * 100) is not None:
            return number(percent_text(value), self.language)
        return f"{exact_text(value)} (≈{number(display(value * 100, 2), self.language)}%)"

    def rounding(self, rounding: Rounding | None) -> str:
        """A way of rounding."""
        if rounding is None:
            return ""
        key = "significant" if rounding.significant else "one decimal" if rounding.digits == 1 else "decimals"
        return f"{self.word(key, n=rounding.digits)}, {self.word(f'mode {rounding.mode.value}')}"

    def period(self, days: tuple[date | None, date | None]) -> str:
        """The days on which rules hold."""
        first, last = days
        if first is None:
            return self.word("any time")
        return (
            self.word("from", first=first) if last is None else self.word("from to", first=first, last=last)
        )

    def node(self, naming: Naming, name: str) -> str:
        """A node: its title, with its kind and name behind it."""
        node = naming.program.nodes[name]
        kind = self.word(node.kind.value)
        return kind if name == "total" else self.called(kind, name, naming.title(node.titles, ""))

    def part(self, naming: Naming, name: str) -> str:
        """A part of a node by its title alone."""
        return naming.title(naming.program.nodes[name].titles, name)

    @staticmethod
    def called(kind: str, name: str, title: str) -> str:
        """A thing by its title, with its kind and name behind it; by those where it has none."""
        return f"{title} ({kind} {name})" if title else f"{kind} {name}"

    def parent(self, naming: Naming, name: str) -> str:
        """Where a node hangs."""
        return self.node(naming, name)

    def assessors(self, naming: Naming, name: str) -> str:
        """Who assesses a node: those that it names, else those of the nearest node above that names some."""
        node = naming.program.nodes[name]
        at: p.ScoreNode | None = node
        while at is not None and not at.assessors:
            at = None if at.parent is None else naming.program.nodes[at.parent]
        if at is None:
            return ""
        names = ", ".join(naming.title(assessor.titles, assessor.name) for assessor in at.assessors)
        return names if at is node else self.word("as above", names=names, node=self.part(naming, at.name))

    def old_name(self, at: Key) -> str:
        """What a thing was called in the old methodology."""
        space, inside, name = at
        return self.sides.old_name(space, name, inside)

    def rests(self, label: str, edit: e.Rests) -> Detail:
        """The citations and assumptions that are only on one side."""
        ours, theirs = self.basis(self.old, edit.before), self.basis(self.new, edit.after)
        gone = [one for one in ours if one not in theirs]
        fresh = [one for one in theirs if one not in ours]
        if not gone and not fresh:  # another order, or another language
            gone, fresh = ours, theirs
        nothing = self.word("nothing stated")
        before = "; ".join(gone) or ("" if ours else nothing)
        after = "; ".join(fresh) or ("" if theirs else nothing)
        return Detail(self.word(label), plain(before, Mark.OLD), plain(after, Mark.NEW))

    def basis(self, naming: Naming, basis: Basis) -> list[str]:
        """Citations and assumptions."""
        assumed = [naming.title(one.reason, one.subject) for one in basis.assumptions]
        return [*map(str, basis.citations), *(self.word("assumed", reason=reason) for reason in assumed)]

    def titles(self, naming: Naming, titles: Titles) -> str:
        """A title in the language, else in any."""
        return naming.title(titles, "")

    # -- Edits that say more --------------------------------------------------------------------------------

    def presence(self, edit: e.Presence) -> Iterator[Said]:
        """What there is to say of something new or gone, beyond that."""
        part = edit.after if edit.after is not None else edit.before
        mark = Mark.NEW if edit.before is None else Mark.OLD
        match part:
            case p.ScoreNode():
                if part.kind is p.NodeKind.CRITERION:
                    yield self.only("maximum", self.points(part.maximum), mark)
                if part.formula is not None:
                    yield self.only("formula", _formula(part.formula), mark)
                if part.not_applicable:
                    tests = "; ".join(_formula(test.condition) for test in part.not_applicable)
                    yield self.only("not applicable when", tests, mark)
                if part.rounding is not None:
                    yield self.only("rounding", self.rounding(part.rounding), mark)
                naming = self.new if edit.before is None else self.old
                yield from self.weights_of(part, naming, mark)
            case p.Definition():
                yield self.only("formula", _formula(part.body), mark)
            case p.Adjustment():
                naming = self.new if edit.before is None else self.old
                yield from self.adjustment(part, naming, mark)
            case p.Rating():
                yield self.only("grades", "; ".join(self.grade(g) for g in part.grades), mark)
            case p.Ranking():
                yield self.only("places", self.places(part), mark)
            case p.Property():
                yield self.only("promise", _promise(part), mark)
            case Table():
                naming = self.new if edit.before is None else self.old
                fields = ", ".join(naming.title(one.titles, one.name) for one in part.fields)
                yield self.only("fields", fields, mark)
            case Field():
                yield self.only("type", self.field(part), mark)
            case _:
                pass

    def weights_of(self, node: p.ScoreNode, naming: Naming, mark: Mark) -> Iterator[Said]:
        """How the parts of a node that comes or goes weigh; nothing where it has one part only, or maxima."""
        if len(node.parts) < 2 or all(
            naming.program.nodes[part].kind is p.NodeKind.CRITERION for part in node.parts
        ):
            return
        for clause in naming.program.weights:
            weights = clause.weights.get(node.name, ())
            shown = ", ".join(f"{self.part(naming, w.part)} {self.share(w.share)}" for w in weights)
            whom = "" if clause.condition is None else f" ({_formula(clause.condition)})"
            if weights:
                said = self.only("weights", shown, mark)
                yield Detail(said.label.lower() + whom, said.before, said.after)

    def adjustment(self, one: p.Adjustment, naming: Naming, mark: Mark) -> Iterator[Said]:
        """All there is to say of a penalty or bonus."""
        rows = "" if one.rows is None else f" {self.word('for each')} {_formula(one.rows)}"
        yield self.only("amount", _formula(one.amount) + rows, mark)
        yield self.only("target", self.node(naming, one.target), mark)
        for label, formula in (("condition", one.condition), ("cap", one.cap)):
            if formula is not None:
                yield self.only(label, _formula(formula), mark)
        for label, limit in (("lowest", one.floor), ("highest", one.ceiling)):
            if limit is not None:
                yield self.only(label, self.points(limit), mark)

    def only(self, label: str, text: str, mark: Mark) -> Detail:
        """Something that is on one side only."""
        there = plain(text, mark)
        return Detail(self.word(label), there if mark is Mark.OLD else (), there if mark is Mark.NEW else ())

    def _number_label(self, edit: e.Number) -> str:
        total = edit.place.thing is e.Thing.TOTAL
        match edit.of:
            case e.NumberOf.MAXIMUM:
                return "maximum"
            case e.NumberOf.MINIMUM:
                return "minimum"
            case e.NumberOf.FLOOR:
                return "never below" if total else "lowest"
            case e.NumberOf.CEILING:
                return "never above" if total else "highest"

    def weights(self, edit: e.Weights) -> Said:
        """The weights of the parts of a node, old and new side by side; in a sentence where all are equal."""
        node = self.node(self.new, edit.node)
        before, after = self._each(edit.before), self._each(edit.after)
        if before and after:
            return Detail(node, plain(before, Mark.OLD), plain(after, Mark.NEW))
        return self.weights_grid(node, edit.condition, edit.before, edit.after)

    def _each(self, weights: tuple[p.Weight, ...]) -> str:
        shares = {w.share for w in weights}
        if len(shares) != 1:
            return ""
        return self.word("each of", n=len(weights), share=self.share(next(iter(shares))))

    def weights_grid(
        self,
        node: str,
        condition: p.Expression | None,
        before: tuple[p.Weight, ...],
        after: tuple[p.Weight, ...],
    ) -> Grid:
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
        whom = "" if condition is None else f", {_formula(condition)}"
        return Grid(node + whom, (self.word("part"), self.word("was"), self.word("is")), tuple(rows))

    def clauses(self, edit: e.Clauses) -> Iterator[Said]:
        """Subjects divided otherwise: each new clause against the old one that was for all of them, if there was one."""

        def whom(clauses: tuple[p.WeightsClause, ...]) -> str:
            shown = [
                self.word("everybody") if clause.condition is None else _formula(clause.condition)
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

    def field(self, field: Field) -> str:
        """What a field holds and demands, as the rules say it."""
        kind = "one of ..." if isinstance(field.type, Choice) else str(field.type)
        words = [kind + (" in percent" if field.percent_numbers else "")]
        if field.domain != Domain():
            words.append(str(field.domain))
        words += [
            text for there, text in ((field.unique, "unique"), (field.optional, "may be missing")) if there
        ]
        if field.lookup is not None:
            words.append(f"in {field.lookup}")
        if field.earlier is not None:
            words.append(f"from earlier {field.earlier}")
        return ", ".join(words)

    def option(self, edit: e.Option) -> Detail:
        """A choice that is new or gone."""
        mark = Mark.NEW if edit.before is None else Mark.OLD
        naming = self.new if edit.before is None else self.old
        name = edit.after or edit.before or ""
        title = self.titles(naming, edit.titles)
        label = "new choice" if edit.before is None else "choice gone"
        return self.only(label, f"{name} «{title}»" if title else name, mark)

    def row(self, edit: e.Row) -> Said:
        """A row of figures; of a changed one, the columns that differ."""
        before, after = edit.before, edit.after
        if before is None or after is None:
            there = before or after or ()
            cells = ", ".join(f"{c} {cell_text(v)}" for c, v in zip(edit.columns, there, strict=True))
            return self.only("row", cells, Mark.NEW if before is None else Mark.OLD)
        changed = [
            (column, cell_text(old), cell_text(new))
            for column, old, new in zip(edit.columns, before, after, strict=True)
            if old != new
        ]
        label = f"{self.word('row')} {cell_text(after[0])}"
        return Detail(
            label,
            plain(", ".join(f"{column} {old}" for column, old, _ in changed), Mark.OLD),
            plain(", ".join(f"{column} {new}" for column, _, new in changed), Mark.NEW),
        )

    def grade(self, grade: p.RatingGrade) -> str:
        """A grade with its band."""
        return f"{grade.name} {band(grade)}"

    def grades(self, edit: e.Grades) -> Grid:
        """The bands of a rating, old and new."""
        ours = {grade.name: band(grade) for grade in edit.before}
        theirs = {grade.name: band(grade) for grade in edit.after}
        titles = {
            **{g.name: self.titles(self.old, g.titles) for g in edit.before},
            **{g.name: self.titles(self.new, g.titles) for g in edit.after},
        }
        names = [*theirs, *(name for name in ours if name not in theirs)]
        rows = tuple((titles[name] or name, ours.get(name, "—"), theirs.get(name, "—")) for name in names)
        return Grid("", (self.word("grade"), self.word("was"), self.word("is")), rows)

    def places(self, ranking: p.Ranking) -> str:
        """How places are given, in the words of the rules."""
        words = [] if ranking.condition is None else [f"where {_formula(ranking.condition)}"]
        if ranking.within:
            words.append(f"within {', '.join(ranking.within)}")
        words.append("by " + ", then by ".join(
            f"{k.node} {'before rounding' if k.before_rounding else 'as rounded'}, "
            f"{'highest' if k.highest_first else 'lowest'} first" for k in ranking.keys
        ))  # fmt: skip
        return " ".join(words) + "; " + self.word(ranking.ties.value)

    def version(self, edit: e.Version) -> Iterator[Said]:
        """The heading's own name, version and languages."""
        before, after = edit.before, edit.after
        if (before.name, before.version) != (after.name, after.version):
            same = before.name == after.name
            shown = [h.version if same else f"{h.name} {h.version}" for h in (before, after)]
            yield self.pair("version", *shown)
        if before.languages != after.languages:
            yield self.pair("languages", ", ".join(before.languages), ", ".join(after.languages))

    def words(self, edit: e.Words) -> Iterator[Said]:
        """Words that are others now; those that differ only in another language are not shown."""
        label = {
            e.WordsOf.TITLE: "heading",
            e.WordsOf.CHOICES: "choices",
            e.WordsOf.REASONS: "reason shown",
            e.WordsOf.ASSESSORS: "assessed by",
            e.WordsOf.GRADES: "grades",
            e.WordsOf.ITEMS: "items",
            e.WordsOf.SOURCE: "source",
        }[edit.of]
        ours = {name: self.titles(self.old, titles) for name, titles in edit.before}
        theirs = {name: self.titles(self.new, titles) for name, titles in edit.after}
        names = list(dict.fromkeys((*ours, *theirs)))
        changed = [name for name in names if ours.get(name) != theirs.get(name)]
        if edit.of is e.WordsOf.SOURCE and changed:
            for name in changed:
                label = {"": "heading", "note": "note", "url": "address"}[name]
                yield self.pair(label, ours.get(name, ""), theirs.get(name, ""))
            return
        before = "; ".join(ours[name] for name in changed if ours.get(name))
        after = "; ".join(theirs[name] for name in changed if theirs.get(name))
        if changed:
            yield self.pair(label, before, after)
        elif list(ours) != list(theirs):
            yield self.pair(label, ", ".join(ours), ", ".join(theirs))
        else:
            languages = sorted(_other_languages(edit))
            yield Detail(self.word(label), (), plain(", ".join(languages)))


def cell_text(value: Value) -> str:
    """A value as it is written in the rules."""
    match value:
        case bool():
            return "yes" if value else "no"
        case fmpq():
            return exact_text(value)
        case _:
            return str(value)


def band(grade: p.RatingGrade) -> str:
    """A grade's band, in the words of the rules."""
    parts = []
    if grade.low is not None:
        parts.append(f"{'from' if grade.low_included else 'above'} {exact_text(grade.low)}")
    if grade.high is not None:
        below = "to" if grade.high_included else "to below" if grade.low is not None else "below"
        parts.append(f"{below} {exact_text(grade.high)}")
    return " ".join(parts) or "—"


def _formula(expression: p.Expression | p.Rows) -> str:
    return "" if expression.span is None else one_line(expression.span.text)


_HEAD = re.compile(r'^property\s+\w+\s*(?:(?:\w+\s*)?"(?:[^"\\\n]|\\.)*"\s*)*:\s*')


def _promise(one: p.Property) -> str:
    """What a property promises, without its name and title."""
    return _HEAD.sub("", _written(one))


def _written(part: p.Property | p.Example) -> str:
    return "" if part.span is None else one_line(part.span.text)


def _signature(one: p.Definition) -> str:
    takes = [row.table for row in one.row_parameters]
    takes += [f"{name}: {kind}" for _, name, kind in one.value_parameters]
    return f"({', '.join(takes)}) → {one.type}"


def _columns(figures: p.Figures) -> str:
    return ", ".join(f"{name}: {kind}" for name, kind in figures.columns)


def _other_languages(edit: e.Words) -> set[str]:
    found: set[str] = set()
    for (_, ours), (_, theirs) in zip(edit.before, edit.after, strict=True):
        before, after = dict(ours.texts), dict(theirs.texts)
        found |= {lang for lang in {*before, *after} if before.get(lang) != after.get(lang)}
    return found
