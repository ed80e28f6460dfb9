"""Changes of the heading and of the sources."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Bearing, Place, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At, named
from effrules.compare.edits.searching import Search
from effrules.compare.edits.sides import path_of
from effrules.compare.matching.names import Space, key
from effrules.model.basis import SourceText
from effrules.model.inventory import ItemClass
from effrules.model.places import Mark
from effrules.model.places import Place as Cited
from effrules.model.schema import Titles
from effrules.model.things import Kept


class Header(Search):
    """The heading and the sources."""

    def header(self) -> Iterator[Edit]:
        old, new = self.old.header, self.new.header
        at = At((Space.SOURCE, "", ""), Place(Thing.METHODOLOGY, new.name), f"methodology {new.name}")
        at.at = (Space.NODE, "methodology", "")
        identity = ("name", "version", "amends", "replaces", "languages", "draft", "version_titles")
        if any(getattr(old, name) != getattr(new, name) for name in identity):
            yield at.make(e.Version, "version", Bearing.WORDING, before=old, after=new)
        yield from at.titles(old.titles, new.titles)
        days = (old.force_from, old.force_to), (new.force_from, new.force_to)
        if days[0] != days[1]:
            yield at.make(e.Period, "period", Bearing.VALIDITY, before=days[0], after=days[1])
        ends = (old.minimum, old.maximum), (new.minimum, new.maximum)
        if ends[0] != ends[1]:
            yield at.make(e.Scale, "scale", Bearing.SCORES, before=ends[0], after=ends[1])

    def sources(self) -> Iterator[Edit]:
        left, right = named(self.left.sources), named(self.right.sources)
        for name in self._both(left, right):
            was = self.sides.old_name(Space.SOURCE, name)
            ours, theirs = left.get(name), right.get(name)
            shown = name if theirs else was
            place = Place(Thing.SOURCE, shown)
            at = At(
                key(Space.SOURCE, name), place, path_of(place), self._reason(ours, theirs, was, Kept.SOURCE)
            )
            if ours is None or theirs is None:
                yield at.presence(self._old_source(was) if ours else None, theirs, Bearing.BASIS)
                continue
            yield from at.rename(was, name, self.sides.how(Space.SOURCE, name), Bearing.WORDING)
            before, after = _source_words(ours), _source_words(theirs)
            yield from at.words(e.WordsOf.SOURCE, before, after)

    def _old_source(self, name: str) -> SourceText:
        return next(source for source in self.old.sources if source.name == name)


def _source_words(source: SourceText) -> tuple[tuple[str, Titles], ...]:
    address = Titles((("und", source.url),)) if source.url else Titles()
    edition = Titles((("und", source.edition.isoformat()),)) if source.edition is not None else Titles()
    at_hand = source.not_at_hand or Titles()
    return (
        ("", source.titles),
        ("short", source.short),
        ("note", source.notes),
        ("url", address),
        ("edition", edition),
        ("not at hand", at_hand),
        *_inventory_words(source),
    )


def _inventory_words(source: SourceText) -> Iterator[tuple[str, Titles]]:
    """What the inventory says: the items of each class as one list, then the words of each line."""
    marks: dict[ItemClass, list[Mark]] = {}
    for entry in source.inventory:
        marks.setdefault(entry.item_class, []).extend(entry.marks)
    for item_class in ItemClass:
        for kind, enacting, text in Cited(tuple(marks.get(item_class, ()))).lists():
            of = "enacting " if enacting else ""
            yield f"{item_class.value}: {of}{kind.value}", Titles((("und", text),))
    for entry in source.inventory:
        if entry.words.texts:
            yield f"words: {Cited(entry.marks)}", entry.words
