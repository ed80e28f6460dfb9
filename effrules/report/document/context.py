"""What all clauses of a document share: numbers of clauses, sources and assumptions, and how a basis is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import define, field, frozen
from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.basis import Assumption, Citation, Contradiction, Origin
from effrules.model.figures import points_told
from effrules.model.grounds import Ground
from effrules.model.place_words import place_words
from effrules.model.schema import Table as Form
from effrules.model.schema import Titles
from effrules.report.blocks import pieces as b
from effrules.report.blocks.mathematics.tree import Math, Op, row
from effrules.report.document.document_words import say
from effrules.report.document.filling import fill
from effrules.report.document.lookups import lookup_table
from effrules.report.document.mathematics import Notation
from effrules.report.document.numbering import Numbering, Place
from effrules.report.document.numbers import number_text, quoted
from effrules.report.document.symbols import Symbols
from effrules.report.grounds import figure_words, own
from effrules.report.naming import Naming
from effrules.words import Language, day_text


@frozen
class Made:
    """Where an assumption is made: in which clauses, in the order of the document."""

    assumption: Assumption
    clauses: list[b.Reference]


@define
class Context:
    """One document in the making. ``amended``: several versions wrote it. ``assumed`` collects the assumptions as they are met, and so gives them numbers."""

    program: p.Program
    language: Language
    naming: Naming
    numbering: Numbering
    symbols: Symbols
    sources: tuple[str, ...]
    amended: bool
    writing: type[Notation] = Notation
    assumed: dict[Assumption, Made] = field(factory=dict)

    # -- Words ----------------------------------------------------------------------------------------------

    def say(self, key: str, **values: object) -> str:
        """A word or a sentence."""
        return say(key, self.language, **values)

    def fill(self, key: str, **pieces: b.Inline | b.Line | Math | str) -> b.Line:
        """A sentence with formulas and references in their places."""
        return fill(key, self.language, **pieces)

    def title(self, titles: Titles, otherwise: str = "") -> str:
        """A title in the language of the document, as the methodology's languages stand in for one another."""
        return self.naming.title(titles, otherwise)

    def quoted(self, text: str) -> str:
        """A title in quotation marks."""
        return quoted(text, self.language)

    def form(self, table: Form) -> str:
        """The title of a form, in quotation marks."""
        return self.quoted(self.title(table.titles, table.name))

    def number(self, value: fmpq) -> str:
        """A number in full."""
        return number_text(value, self.language)

    def node(self, name: str) -> str:
        """A node's title, in quotation marks."""
        return self.quoted(self.naming.node(self.program.nodes[name]))

    # -- Clauses --------------------------------------------------------------------------------------------

    def clause(self, place: Place, title: str, kind: str) -> b.Heading:
        """The heading of a clause."""
        if title == kind:
            kind = ""
        key = "kind and quoted title" if title.startswith("«") else "kind and title"
        named = self.say(key, kind=kind, title=title) if kind else title
        return b.Heading(b.words(title), place.level + 2, place.anchor, place.number, kind, b.words(named))

    def within(self, kind: str, name: str, title: str, word: str = "") -> Iterator[b.Heading]:
        """The heading of a clause within a chapter; nothing where it is the whole chapter, which has its heading."""
        place = self.numbering.of(kind, name)
        if place != self.numbering.of(kind):
            yield self.clause(place, title, word)

    def told(self, key: str, line: b.Line) -> b.Paragraph:
        """What a clause says under a heading of its own: who assesses, how it is rounded; without a line a list comes next."""
        return b.Paragraph(line, self.say(key))

    def arranged(
        self, before: Iterable[b.Block], formula: b.Block, explained: Iterable[b.Block]
    ) -> Iterator[b.Block]:
        """A formula with what is said before it, and of its symbols."""
        yield from before
        yield formula
        yield from explained

    def points(self, value: fmpq) -> str:
        """A number of points, with the word in its right form."""
        return points_told(value, self.number(value)).in_(self.language)

    def day(self, written: str) -> str:
        """A day that the rules write as text."""
        return day_text(date.fromisoformat(written), self.language)

    def notation(self) -> Notation:
        """A fresh notation, for the formulas of one clause."""
        return self.writing(self.program, self.naming, self.symbols, self.numbering)

    def explained(self, notation: Notation) -> Iterator[b.Block]:
        """The cases that the formulas of a clause speak of, the legend, and the tables."""
        tables = []
        at = 0
        while at < len(notation.lookups):  # a table may name further ones
            tables.append(lookup_table(notation.lookups[at], notation))
            at += 1
        for symbol, cases in notation.cases:
            yield b.Display(row(symbol, Op("="), cases))
        if notation.legend:
            yield b.Legend(self.say("where"), tuple(notation.legend.values()))
        yield from tables

    # -- Basis ----------------------------------------------------------------------------------------------

    def basis(self, grounds: Iterable[Ground], place: Place) -> Iterator[b.Block]:
        """What a clause rests on: its sources in a line, its assumptions in the margin.

        Where several versions wrote its figures, each with what it says of those that it wrote.
        """
        listed = [ground for ground in own(grounds) if ground.basis.is_stated]
        for ground in listed:
            label = self.say("basis")
            figures = figure_words(ground.figures, self.naming) if len(own(grounds)) > 1 else ""
            if figures:
                label = self.say("basis of", figures=figures, version=self.naming.version(ground.version))
            if ground.basis.citations:
                yield b.Paragraph(self.cited(ground.basis.citations), label)
            elif figures:
                yield b.Paragraph((b.Words(self.say("assumed only")),), label)
            for one in ground.basis.contradictions:
                yield self.contradiction(one)
            for assumption in ground.basis.assumptions:
                yield self.assumption(assumption, place)

    def resting(self, line: b.Line, citations: Sequence[Citation]) -> b.Line:
        """A line with what it rests on."""
        return (*line, b.Words("; "), *self.cited(citations)) if citations else line

    def contradiction(self, one: Contradiction) -> b.Block:
        """Where the act says otherwise, in its own words."""
        line = self.fill("says otherwise", source=self.cited((one.citation,)), words=shown(one.words))
        return b.Paragraph(line, self.say("contradicted"))

    def assumption(self, assumption: Assumption, place: Place) -> b.Note:
        """An assumption in the margin of a clause."""
        made = self.assumed.setdefault(assumption, Made(assumption, []))
        reference = b.Reference(place.anchor, place.number)
        if reference not in made.clauses:
            made.clauses.append(reference)
        number = list(self.assumed).index(assumption) + 1
        line = self.reason(assumption, [reference])
        return b.Note(line, b.Kind.MARGIN, self.say("assumption", n=number), listed=f"assumption-{number}")

    def reason(self, assumption: Assumption, clauses: list[b.Reference]) -> b.Line:
        """What is assumed, and about what where that is another thing than the clauses that make it."""
        reason = self.title(assumption.reason)
        if not assumption.subject or self._is_in(assumption.subject, clauses):
            return (b.Words(reason),)
        return self.fill("about", subject=self.subject(assumption.subject), reason=reason)

    def _is_in(self, name: str, clauses: list[b.Reference]) -> bool:
        """Whether a clause is about the declaration of that name."""
        anchors = {reference.anchor for reference in clauses}
        return any(key[1] == name and place.anchor in anchors for key, place in self.numbering.places.items())

    def subject(self, name: str) -> str:
        """What an assumption is about, by its title."""
        if name in self.program.nodes:
            return self.naming.node(self.program.nodes[name])
        known: dict[str, Titles] = {
            **{one.name: one.titles for one in self.program.adjustments},
            **{one.name: one.titles for one in self.program.figures.values()},
            **{one.name: one.titles for one in self.program.definitions.values()},
        }
        if name in known:
            return self.title(known[name], name.replace("_", " "))
        return shown(name.replace("_", " "))

    def cited(self, citations: Sequence[Citation]) -> b.Line:
        """Citations: the numbers of the sources in brackets, each with the place in it."""
        return b.separated(map(self._citation, citations), "; ")

    def _citation(self, citation: Citation) -> b.Line:
        source = self.source(citation.source)
        if not citation.place:
            return (source,)
        place = place_words(citation.place, self.language, self.program.header.languages)
        return (source, b.Words(f", {place}"))

    def source(self, name: str) -> b.Inline:
        """A reference to a source by its number in the list; the name of one that a later version dropped."""
        if name not in self.sources:
            return b.Words(self.naming.source(name))
        number = self.sources.index(name) + 1
        return b.Reference(f"source-{number}", f"[{number}]")

    # -- Versions -------------------------------------------------------------------------------------------

    def written(self, origin: Origin, grounds: Iterable[Ground] = ()) -> Iterator[b.Note]:
        """Which version wrote a clause, which ones changed it, and why; nothing where there is one version only.

        ``grounds`` name those that wrote figures of it elsewhere in the text: a rounding among those of the total.
        """
        if not self.amended:
            return
        known = (*origin.earlier, origin.version)
        more = (ground.version for ground in grounds if ground.version not in known)
        versions = list(dict.fromkeys(map(self.naming.version, (*more, *known))))
        line: b.Line
        if len(versions) > 1:
            line = self.fill("changed by", last=versions[-1], earlier=", ".join(versions[:-1]))
        elif origin.because.texts or origin.citations:
            line = self.fill("added by", version=versions[0])
        else:
            line = self.fill("written by", version=versions[0])
        because = self.title(origin.because)
        if because:
            line = (*line, *self.fill("because", reason=because))
        if origin.citations:
            line = (*line, b.Words("; "), *self.cited(origin.citations))
        yield b.Note(line, b.Kind.MARGIN)
