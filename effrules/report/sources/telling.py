"""An act that is ticked off, in the words of one language: what every rendering shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from effrules.diagnostics.glyphs import shown
from effrules.model.basis import Citation
from effrules.model.inventory import ItemClass, Unit, covers, marks_from
from effrules.model.places import Place
from effrules.model.program import Program
from effrules.model.schema import Titles
from effrules.model.ticking import Act, Line, acts_of
from effrules.model.uses import Use
from effrules.report.document import document_words
from effrules.report.history import words as history_words
from effrules.report.naming import Naming
from effrules.report.place_words import edition_words, place_words
from effrules.report.sources.words import say
from effrules.report.texts import draft_lines
from effrules.words import Language


@frozen
class ToldUse:
    """A clause that cites: what it is called, where it cites, which place, and what is said beside."""

    clause: str
    place: str
    cited: str
    notes: tuple[str, ...]


@frozen
class ToldLine:
    """Items of an act that are alike. ``mark`` tells a rendering what to stress: the class, ``gap`` or ``unlisted``."""

    place: str
    what: str
    mark: str
    uses: tuple[ToldUse, ...]


@frozen
class ToldAct:
    """An act: its title, what else is known of it, its items, citations of it without an item, and what is to be said at its end."""

    name: str
    title: str
    facts: tuple[str, ...]
    url: str
    lines: tuple[ToldLine, ...]
    loose: tuple[ToldUse, ...]
    missing: tuple[str, ...]
    counts: tuple[str, ...]


@frozen
class Told:
    """All acts of a methodology. ``ok``: nothing is left out and nothing is cited that is not there."""

    language: Language
    title: str
    methodology: str
    drafts: tuple[str, ...]
    acts: tuple[ToldAct, ...]
    counts: tuple[str, ...]
    verdict: str
    ok: bool

    def word(self, key: str) -> str:
        """A word around the acts."""
        return say(key, self.language)


def told(program: Program, language: Language) -> Told:
    """All acts that the rules rest on, in one language."""
    acts = acts_of(program)
    teller = _Teller(Naming(program, language), language)
    ok = all(act.is_ticked_off for act in acts)
    listed = any(act.has_inventory for act in acts)
    name = teller.naming.methodology()
    verdict = "complete" if ok and listed else "nothing to tell"
    return Told(
        language,
        say("title", language),
        say("version", language, name=name, version=shown(program.header.version)),
        draft_lines(program, language),
        tuple(map(teller.act, acts)),
        tuple(teller.counts(acts)),
        say(verdict, language)
        if ok
        else " ".join(s for act in acts for s in teller.missing(act, named=True)),
        ok,
    )


class _Teller:
    def __init__(self, naming: Naming, language: Language) -> None:
        self.naming = naming
        self.language = language
        self.order = naming.program.header.languages

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def text(self, titles: Titles) -> str:
        return self.naming.title(titles, "")

    def act(self, act: Act) -> ToldAct:
        source = act.source
        return ToldAct(
            shown(source.name),
            self.naming.title(source.titles, source.name),
            tuple(self.facts(act)),
            shown(source.url),
            tuple(self.line(line, act) for line in act.lines),
            tuple(self.use(use, use.citation.place) for use in act.loose),
            self.missing(act),
            tuple(self.counts([act])) if act.lines else (),
        )

    def facts(self, act: Act) -> Iterator[str]:
        source = act.source
        if source.edition is not None:
            yield edition_words(source.edition, self.language)
        if source.not_at_hand is not None:
            yield self.say("not at hand", reason=self.text(source.not_at_hand))
        elif not act.has_inventory:
            yield self.say("no inventory" if act.lines or act.loose else "uncited")

    def line(self, line: Line, act: Act) -> ToldLine:
        entry = line.entry
        place = place_words(Place(line.marks), self.language)
        uses = tuple(dict.fromkeys(self.use(use, _finer(use, line)) for use in line.uses))
        if entry is None:
            mark = "unlisted" if act.has_inventory else "cited"
            return ToldLine(place, self.say(mark), mark, uses)
        what = self.say(entry.item_class.value)
        words = self.text(entry.words)
        mark = (
            "otherwise"
            if line.says_otherwise
            else "gap"
            if line.is_gap
            else entry.item_class.value.replace(" ", "-")
        )
        return ToldLine(place, f"{what}: {words}" if words else what, mark, uses)

    def use(self, use: Use, cited: Place) -> ToldUse:
        """A clause that cites, with what it cites where that is not said already."""
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
        return ToldUse(f"{kind} «{title}»" if title else kind, where, said, tuple(notes))

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
