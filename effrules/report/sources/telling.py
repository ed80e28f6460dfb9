"""Acts that are ticked off item by item, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from effrules.diagnostics.glyphs import shown
from effrules.model.basis import Citation
from effrules.model.inventory import ItemClass, Unit, covers, marks_from
from effrules.model.place_words import edition_words, place_words
from effrules.model.places import Place
from effrules.model.program import Program
from effrules.model.schema import Titles
from effrules.model.ticking import Act, Line, acts_of
from effrules.model.uses import Use
from effrules.report.blocks import pieces as b
from effrules.report.document import document_words
from effrules.report.history import words as history_words
from effrules.report.naming import Naming
from effrules.report.sources.words import say
from effrules.report.texts import draft_lines
from effrules.words import Language

MARKS = {
    "gap": ("✗", b.Tone.BAD),
    "unlisted": ("?", b.Tone.ODD),
    "otherwise": ("≠", b.Tone.ODD),
    ItemClass.SCORES.value: ("✓", b.Tone.PLAIN),
    "cited": ("✓", b.Tone.PLAIN),
    ItemClass.UNEXPRESSED.value: ("–", b.Tone.PLAIN),
}
"""The sign before items of each kind, and how they stand out; the others have no sign."""


@frozen
class Told:
    """All acts of a methodology. ``is_ok``: nothing is left out and nothing is cited that is not there; ``verdict`` says so."""

    page: b.Page
    verdict: str
    is_ok: bool


def told(program: Program, language: Language) -> Told:
    """All acts that the rules rest on, in one language."""
    acts = acts_of(program)
    teller = _Teller(Naming(program, language), language)
    is_ok = all(act.is_ticked_off for act in acts)
    listed = any(act.has_inventory for act in acts)
    verdict = (
        say("complete" if listed else "nothing to tell", language)
        if is_ok
        else " ".join(s for act in acts for s in teller.missing(act, named=True))
    )
    title = say("title", language)
    version = say("version", language, name=teller.naming.methodology(), version=teller.naming.version())
    blocks: list[b.Block] = [b.Heading(b.words(title), 1), b.Paragraph(b.words(version))]
    blocks += [b.Note(b.words(draft), b.Kind.LOUD) for draft in draft_lines(program, language)]
    blocks += [block for act in acts for block in teller.act(act)]
    blocks.append(b.Heading(b.words(say("in all", language)), 2))
    blocks.append(b.Paragraph(b.words(f"{'; '.join(teller.counts(acts))}.")))
    blocks.append(b.Paragraph(b.words(verdict, b.Tone.PLAIN if is_ok else b.Tone.BAD)))
    return Told(b.Page(language, f"{title}: {version}", tuple(blocks)), verdict, is_ok)


class _Teller:
    def __init__(self, naming: Naming, language: Language) -> None:
        self.naming = naming
        self.language = language
        self.order = naming.program.header.languages

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def text(self, titles: Titles) -> str:
        return self.naming.title(titles, "")

    def act(self, act: Act) -> Iterator[b.Block]:
        """An act: what is known of it, its items, citations of it without an item, and what is to be said at its end."""
        source = act.source
        title = self.naming.title(source.titles, source.name)
        yield b.Heading(
            (*b.words(f"{title} "), b.Words(f"[{shown(source.name)}]", b.Tone.FAINT)), 2, source.name
        )
        facts = [b.Item(b.words(fact)) for fact in self.facts(act)]
        facts += [b.Item((b.Link(source.url),))] if source.url else []
        if facts:
            yield b.Items(tuple(facts))
        if act.lines:
            yield b.Items(tuple(self.line(line, act) for line in act.lines))
        if act.loose:
            yield b.Paragraph(b.words(f"{self.say('loose')}:"))
            yield b.Items(tuple(self.use(use, use.citation.place) for use in act.loose))
        yield from (b.Paragraph(b.words(sentence, b.Tone.BAD)) for sentence in self.missing(act))
        if act.lines:
            yield b.Paragraph(b.words(f"{'; '.join(self.counts([act]))}."))

    def facts(self, act: Act) -> Iterator[str]:
        source = act.source
        if source.edition is not None:
            yield edition_words(source.edition, self.language)
        if source.not_at_hand is not None:
            yield self.say("not at hand", reason=self.text(source.not_at_hand))
        elif not act.has_inventory:
            yield self.say("no inventory" if act.lines or act.loose else "uncited")

    def line(self, line: Line, act: Act) -> b.Item:
        """Items of an act that are alike, with the clauses that cite them."""
        entry = line.entry
        uses = tuple(dict.fromkeys(self.use(use, _finer(use, line)) for use in line.uses))
        if entry is None:
            mark = "unlisted" if act.has_inventory else "cited"
            what = self.say(mark)
        else:
            titles = self.text(entry.words)
            what = self.say(entry.item_class.value) + (f": {titles}" if titles else "")
            mark = "otherwise" if line.says_otherwise else "gap" if line.is_gap else entry.item_class.value
        sign, tone = MARKS.get(mark, ("", b.Tone.PLAIN))
        gap = f" – {self.say('gap')}" if mark == "gap" else ""
        place = place_words(Place(line.marks), self.language)
        below = (b.Items(uses),) if uses else ()
        return b.Item((b.Words(place, b.Tone.STRONG), b.Words(f": {what}{gap}", tone)), below, sign)

    def use(self, use: Use, cited: Place) -> b.Item:
        """A clause that cites, with what it cites where that is not said already, and what is said beside."""
        kind = self.kind(use.kind)
        title = self.text(use.titles) or shown(use.name if use.name != use.kind else "")
        at = use.place
        notes = [] if use.otherwise is None else [self.say("otherwise", reason=shown(use.otherwise.words))]
        assumed = (one.reason for one in use.assumptions if not one.unstated)
        notes += [self.say("assumed", reason=self.text(reason)) for reason in assumed]
        notes += [
            self.say("otherwise at", place=self.place(one.citation, use), reason=shown(one.words))
            for one in use.contradictions
        ]
        where = "" if at is None else f"{shown(at.source.name)}:{at.line}"
        said = place_words(cited, self.language, self.order)
        clause = (f"{kind} «{title}»" if title else kind) + (f"; {said}" if said else "")
        return b.Item(
            b.words(clause), tuple(b.Note(b.words(note), b.Kind.MARGIN) for note in notes), place=where
        )

    def place(self, citation: Citation, use: Use) -> str:
        """Another place, with the title of its source where that is another one."""
        said = place_words(citation.place, self.language, self.order)
        if citation.source == use.citation.source and said:
            return said
        titles = {source.name: source.titles for source in self.naming.program.sources}
        title = self.naming.title(titles.get(citation.source, Titles()), citation.source)
        return f"{title}, {said}" if said else title

    def kind(self, called: str) -> str:
        """What a clause is; of one that an amendment took out also that."""
        word, _, dropped = called.partition(" ")
        if word == "drop":
            return f"{self.say('drop')}: {document_words.say(f'kind {dropped}', self.language)}"
        return history_words.kind(called, self.language)

    # -- What is missing, and how much there is ----------------------------------------------------------------

    def missing(self, act: Act, named: bool = False) -> tuple[str, ...]:
        """What is left out and what is cited that is not there, in a sentence each."""
        made = []
        for key, units in (("left out", act.gaps), ("unknown", act.unlisted)):
            if units:
                said = self.say(key, items=self.units(units))
                title = self.naming.title(act.source.titles, act.source.name)
                made.append(f"{title}: {said[:1].lower()}{said[1:]}." if named else f"{said}.")
        return tuple(made)

    def units(self, units: Iterable[Unit]) -> str:
        """Items in words."""
        return place_words(Place(marks_from(units)), self.language)

    def counts(self, acts: Iterable[Act]) -> Iterator[str]:
        """How many items of each kind some acts have."""
        listed = list(acts)
        if len(listed) > 1:
            yield self.say("acts", n=len(listed))
            absent = [act for act in listed if act.source.not_at_hand is not None]
            without = [act for act in listed if not act.has_inventory and act not in absent]
            yield from self._if_any("acts without", len(without))
            yield from self._if_any("acts absent", len(absent))
        scoring = sum(act.of_class[ItemClass.SCORES] for act in listed)
        if scoring:
            yield self.say("n scores", n=scoring, m=scoring - sum(len(act.gaps) for act in listed))
        for item_class in ItemClass:
            if item_class is not ItemClass.SCORES:
                yield from self._if_any(
                    f"n {item_class.value}", sum(act.of_class[item_class] for act in listed)
                )
        unlisted = [act for act in listed if not act.has_inventory]
        yield from self._if_any("n cited", sum(len(line.units) for act in unlisted for line in act.lines))
        yield from self._if_any("n loose", sum(len(act.loose) for act in listed))
        yield from self._if_any("n assumed", len(assumed_at(listed)))
        yield from self._if_any("n otherwise", len(otherwise_at(listed)))

    def _if_any(self, key: str, n: int) -> Iterator[str]:
        if n:
            yield self.say(key, n=n)


def _finer(use: Use, line: Line) -> Place:
    """What a clause cites within the items of a line: sub-items, tables, lines; and its own words."""
    inside = [
        mark
        for mark in use.citation.place.marks
        if any(
            covers(mark, unit) and (mark.points, mark.details) != (unit.mark.points, unit.mark.details)
            for unit in line.units
        )
    ]
    return Place(tuple(mark for mark in inside if mark.points or mark.details), use.citation.place.words)


def assumed_at(acts: Iterable[Act]) -> list[object]:
    """Everything that is assumed at an item of some acts, each once."""
    found: dict[object, None] = {}
    for act in acts:
        for line in act.lines:
            for use in line.uses:
                found.update(dict.fromkeys(one for one in use.assumptions if not one.unstated))
    return list(found)


def otherwise_at(acts: Iterable[Act]) -> list[Use]:
    """The places where some acts say otherwise than the clause that names them."""
    found: dict[int, Use] = {}
    for act in acts:
        for use in (*act.loose, *(use for line in act.lines for use in line.uses)):
            if use.otherwise is not None:
                found[id(use)] = use
    return list(found.values())
