"""What an edit says, in words: a label, what was, what is, or one text in which the change is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from attrs import evolve

from effrules.compare.edits import edit as e
from effrules.compare.edits.assembling import Elsewhere
from effrules.compare.edits.change import Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.matching.expressions import Mark
from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.basis import Basis
from effrules.model.inventory import ItemClass
from effrules.model.place_words import class_words
from effrules.report.blocks.pieces import Change
from effrules.report.difference.quoting import columns_text, signature_text, written
from effrules.report.difference.said import Said, plain
from effrules.report.difference.weights import Tabled
from effrules.report.grounds import figure_word
from effrules.report.naming import Naming
from effrules.words import Message, day_text, in_language, phrase


class Details(Tabled):
    """Says what edits do, in one language."""

    def of(self, edit: Edit) -> Iterator[Said]:
        """What an edit says; nothing for what its action says already (something is added, dropped)."""
        match edit:
            case e.Presence():
                yield from self.presence(edit)
            case e.Rename():
                label = self.word("name")
                note = "" if edit.declared else f" ({self.word('by likeness')})"
                before, after = (one if self.quotes else f"`{one}`" for one in (edit.before, edit.after))
                yield Change(label, plain(before, Mark.OLD), plain(after + note, Mark.NEW))
            case e.Move():
                yield self.pair("parent", self.node(self.old, edit.before), self.node(self.new, edit.after))
            case e.Order():
                yield self.pair("order", self.named(self.old, edit.before), self.named(self.new, edit.after))
            case e.Total():
                yield self.pair(
                    "total given", self.given(edit.before, self.old), self.given(edit.after, self.new)
                )
            case e.Formula(of=e.FormulaOf.ONLY):
                ends = (None if one is None else self.whom(one) for one in (edit.before, edit.after))
                yield self.pair("only where", *(end or self.word("everybody") for end in ends))
            case e.Formula():
                label = {
                    e.FormulaOf.SCORE: "formula",
                    e.FormulaOf.BODY: "formula",
                    e.FormulaOf.AMOUNT: "amount",
                    e.FormulaOf.CONDITION: "condition",
                    e.FormulaOf.CAP: "cap",
                }[edit.of]
                nothing = self.by_parts(edit) if edit.of is e.FormulaOf.SCORE else self.word("none")
                yield self.formula(label, edit, nothing)
            case e.Signature():
                yield self.pair(
                    "parameters", self.signature(self.old, edit.before), self.signature(self.new, edit.after)
                )
                if any(piece.mark is not Mark.SAME for piece in edit.pieces):
                    yield self.formula("formula", edit, self.word("none"))
            case e.Incidents():
                yield self.formula("for each", edit, self.word("once"))
            case e.Applicability():
                yield self.formula("not applicable when", edit, self.word("none"))
            case e.Number():
                said = self.pair(_number_label(edit), self.points(edit.before), self.points(edit.after))
                if edit.condition is not None:
                    whom = self.word("maximum for", whom=self.whom(edit.condition))
                    said = evolve(said, label=whom)
                yield said
            case e.Target():
                yield self.pair("target", self.node(self.old, edit.before), self.node(self.new, edit.after))
            case e.Rounding():
                yield self.pair("rounding", self.rounding(edit.before), self.rounding(edit.after))
            case e.Assessors():
                was, name = self.old_name(edit.at), edit.at[2]
                yield self.pair("assessed by", self.assessors(self.old, was), self.assessors(self.new, name))
            case _:
                yield from self._elsewhere(edit)

    def _elsewhere(self, edit: Elsewhere) -> Iterator[Said]:
        """The same for weights, what is reported, the outcome, the heading, and words."""
        match edit:
            case e.Weights():
                yield self.weights(edit)
            case e.Redistribution():
                yield self.pair("when left out", self.word(edit.before.value), self.word(edit.after.value))
            case e.Clauses():
                yield from self.clauses(edit)
            case e.Reported():
                yield self.pair("type", self.field(self.old, edit.before), self.field(self.new, edit.after))
            case e.Option():
                yield self.option(edit)
            case e.Owner():
                yield self.pair("owner", self.table(self.old, edit.before), self.table(self.new, edit.after))
            case e.Demands():
                before, after = ("; ".join(map(self.demand, some)) for some in (edit.before, edit.after))
                yield self.pair("must hold", before or self.word("none"), after or self.word("none"))
            case e.Row():
                yield self.row(edit)
            case e.Columns():
                yield self.pair(
                    "columns", self.columns(self.old, edit.before), self.columns(self.new, edit.after)
                )
            case e.Grades():
                yield self.grades(edit)
            case e.Places():
                yield self.pair(
                    "places", self.places(self.old, edit.before), self.places(self.new, edit.after)
                )
            case e.Promise():
                yield self.compared(
                    "promise", self.promise(self.old, edit.before), self.promise(self.new, edit.after)
                )
            case e.Case():
                yield self.compared("case", written(edit.before), written(edit.after))
            case e.Stated():
                yield from self.stated(edit.before, edit.after)
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
                for figure, ours, theirs in edit.figures:
                    told = f"{figure_word(figure, self.new)}: {self.word(label)}"
                    yield self.rests(told, ours, theirs)
                if not edit.figures:
                    yield self.rests(self.word(label), edit.before, edit.after)
            case _:
                assert_never(edit)

    def rests(self, label: str, was: Basis, now: Basis) -> Change:
        """The citations and assumptions that are only on one side."""
        ours, theirs = self.basis(self.old, was), self.basis(self.new, now)
        gone = [one for one in ours if one not in theirs]
        fresh = [one for one in theirs if one not in ours]
        if not gone and not fresh:  # another order, or another language
            gone, fresh = ours, theirs
        nothing = self.word("nothing stated")
        before = "; ".join(gone) or ("" if ours else nothing)
        after = "; ".join(fresh) or ("" if theirs else nothing)
        return Change(label, plain(before, Mark.OLD), plain(after, Mark.NEW))

    def given(self, none: p.NoTotal | None, naming: Naming) -> str:
        """Whether there is a total, and why there is none."""
        if none is None:
            return self.word("there is one")
        return f"{self.word('there is none')}: {naming.title(none.because, '')}".removesuffix(": ")

    def option(self, edit: e.Option) -> Change:
        """A choice that is new or gone."""
        mark = Mark.NEW if edit.before is None else Mark.OLD
        naming = self.new if edit.before is None else self.old
        name = edit.after or edit.before or ""
        title = self.titles(naming, edit.titles)
        label = "new choice" if edit.before is None else "choice gone"
        told = title if title and not self.quotes else f"{name} «{title}»" if title else name
        return self.only(label, told, mark)

    def signature(self, naming: Naming, one: p.Definition) -> str:
        """What a definition takes and gives; in English as the rules write it."""
        return signature_text(one) if self.quotes else self.telling_of(naming).signature(one)

    def columns(self, naming: Naming, one: p.Figures) -> str:
        """The columns of figures; in English as the rules write them."""
        return columns_text(one) if self.quotes else self.telling_of(naming).columns(one)

    def table(self, naming: Naming, name: str | None) -> str:
        """A table by its title; in English by its name."""
        return (name or "") if self.quotes or name is None else self.telling_of(naming).table(name)

    def named(self, naming: Naming, names: Sequence[str]) -> str:
        """Parts by their titles; in English by their names."""
        nodes = naming.program.nodes
        told = (name if self.quotes or name not in nodes else self.part(naming, name) for name in names)
        return ", ".join(told)

    def row(self, edit: e.Row) -> Said:
        """A row of figures; of a changed one, the columns that differ."""
        before, after = edit.before, edit.after
        names = self._columns_of(edit)
        if before is None or after is None:
            there, naming = (before, self.old) if before is not None else (after or (), self.new)
            cells = ", ".join(f"{c} {self.cell(naming, v)}" for c, v in zip(names, there, strict=True))
            return self.only("row", cells, Mark.NEW if before is None else Mark.OLD)
        changed = [
            (column, self.cell(self.old, old), self.cell(self.new, new))
            for column, old, new in zip(names, before, after, strict=True)
            if old != new
        ]
        label = f"{self.word('row')} {self.cell(self.new, after[0])}"
        return Change(
            label,
            plain(", ".join(f"{column} {old}" for column, old, _ in changed), Mark.OLD),
            plain(", ".join(f"{column} {new}" for column, _, new in changed), Mark.NEW),
        )

    def _columns_of(self, edit: e.Row) -> tuple[str, ...]:
        """What the columns of a table of figures are called, with a colon behind each; in English by their names."""
        figures = self.new.program.figures.get(edit.at[2])
        if self.quotes or figures is None:
            return edit.columns
        return tuple(f"{self.new.figures_column(figures, name)}:" for name in edit.columns)

    def version(self, edit: e.Version) -> Iterator[Said]:
        """The heading's own name, version and languages."""
        before, after = edit.before, edit.after
        called = self.old.version(), self.new.version()
        if before.name != after.name:
            yield self.pair(
                "version", *(f"{h.name} {v}" for h, v in zip((before, after), called, strict=True))
            )
        elif called[0] != called[1]:
            yield self.pair("version", *called)
        if before.draft != after.draft:
            yield self.pair(
                "standing", *(self.word("a draft" if h.draft else "no draft") for h in (before, after))
            )
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
            e.WordsOf.PARAMETERS: "parameter names",
            e.WordsOf.COLUMNS: "column titles",
            e.WordsOf.ITEMS: "items",
            e.WordsOf.SOURCE: "source",
        }[edit.of]
        ours = {name: self.titles(self.old, titles) for name, titles in edit.before}
        theirs = {name: self.titles(self.new, titles) for name, titles in edit.after}
        names = list(dict.fromkeys((*ours, *theirs)))
        changed = [name for name in names if ours.get(name) != theirs.get(name)]
        if edit.place.thing is Thing.TOTAL and edit.of is e.WordsOf.REASONS:
            label = "there is none"
        if edit.of is e.WordsOf.SOURCE and changed:
            for name in changed:
                yield self._of_source(name, ours.get(name, ""), theirs.get(name, ""))
            return
        before = "; ".join(ours[name] for name in changed if ours.get(name))
        after = "; ".join(theirs[name] for name in changed if theirs.get(name))
        if changed:
            yield self.pair(label, before, after)
        elif list(ours) != list(theirs):
            yield self.pair(label, ", ".join(ours), ", ".join(theirs))
        else:
            languages = sorted(_other_languages(edit))
            told = (one if self.quotes else LANGUAGES.get(one, one) for one in languages)
            yield Change(
                self.word(label), (), plain(", ".join(in_language(one, self.language) for one in told))
            )

    def _of_source(self, name: str, before: str, after: str) -> Change:
        """A change of a source: of its title, its edition, the items of one class, or the words about some."""
        if name == "edition":
            before, after = (
                day_text(date.fromisoformat(one), self.language) if one else one for one in (before, after)
            )
        if name in SOURCE_LABELS:
            return self.pair(SOURCE_LABELS[name], before, after)
        what, _, of = name.partition(": ")
        if what == "words":
            label = f"{self.word('inventory')}: {shown(of if self.quotes else self._listed(of))}"
        else:
            label = f"{self.word(f'{of} of it')}: {class_words(ItemClass(what), self.language)}"
        return evolve(self.pair("inventory", before, after), label=label)

    def _listed(self, marks: str) -> str:
        """Items and annexes, as an inventory lists them, by the words for them."""
        return _MARKS.sub(lambda one: f"{self.word(f'{one[1]} of it')} {one[2]}", marks)


_MARKS = re.compile(r'((?:enacting )?(?:item|annex)) "([^"]*+)"')

LANGUAGES: dict[str, Message] = {
    "kk": phrase("in Kazakh only"),
    "ru": phrase("in Russian only"),
    "en": phrase("in English only"),
}
"""In which language words changed that this one does not show."""

SOURCE_LABELS = {
    "": "heading",
    "short": "short title",
    "note": "note",
    "url": "address",
    "edition": "edition",
    "not at hand": "not at hand",
}
"""What the words of a source are called; the others are about its inventory."""


def _number_label(edit: e.Number) -> str:
    total = edit.place.thing is Thing.TOTAL
    match edit.of:
        case e.NumberOf.MAXIMUM:
            return "maximum"
        case e.NumberOf.MINIMUM:
            return "minimum"
        case e.NumberOf.FLOOR:
            return "never below" if total else "lowest"
        case e.NumberOf.CEILING:
            return "never above" if total else "highest"


def _other_languages(edit: e.Words) -> set[str]:
    found: set[str] = set()
    for (_, ours), (_, theirs) in zip(edit.before, edit.after, strict=True):
        before, after = dict(ours.texts), dict(theirs.texts)
        found |= {lang for lang in {*before, *after} if before.get(lang) != after.get(lang)}
    return found
