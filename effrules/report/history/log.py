"""The versions of a methodology as people read them: one entry for each, with a line for each edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from effrules.diagnostics.glyphs import shown
from effrules.history.lineage import Lineage, Listed
from effrules.history.log import EditLine, Verb
from effrules.history.part_keys import PartKind
from effrules.model.schema import Titles
from effrules.model.things import ThingKind
from effrules.report.blocks.pieces import Block, Heading, Item, Items, Page, Paragraph, Tone, Words, words
from effrules.report.history.words import kind, part, reason, thing, titled, verb, word
from effrules.words import Language, day_text, since

ASIDE = (ThingKind.SOURCE, ThingKind.UNIT, ThingKind.EXAMPLE, ThingKind.PROPERTY)
"""What may be declared in an amendment without a verb: named in one line, as it changes no score by itself."""

OWN_NAME = (PartKind.NAME, PartKind.LEVEL)


def page(found: Lineage, against: Mapping[str, tuple[str, ...]], language: Language) -> Page:
    """The list in words. ``against``: for a version that replaces another one, what a comparison of the two says in short."""
    asked = next(one for one in found.versions if one.asked and one.version == found.asked)
    title = _title(asked.titles, asked, language)
    titles = {one.version: one.version_titles for one in found.versions}

    def called(version: str) -> str:
        return titled(titles, version, language, asked.languages)

    blocks: list[Block] = [Heading(words(f"{asked.name}: {title}" if title else asked.name), 1)]
    for one in found.versions:
        mark = f" ({word('asked', language)})" if one is asked else ""
        facts = "; ".join(_facts(one, called, language))
        blocks.append(Heading(words(f"{called(one.version)}, {facts}{mark}"), 2))
        compared = against.get(one.version)
        told = [Item((Words(one.place, Tone.CODE),)), *_sentences(one, called, compared == (), language)]
        if compared:
            below = Items(tuple(Item(words(sentence)) for sentence in compared))
            told.append(
                Item(words(word("in place of", language, version=called(one.replaces or ""))), (below,))
            )
        blocks.append(Items((told[0], *_edits(one, language), *told[1:])))
    return Page(language, asked.name, tuple(blocks))


def _title(titles: Titles, one: Listed, language: Language) -> str:
    return shown(titles.get(language.value, one.languages) or "")


def _facts(one: Listed, called: Callable[[str], str], language: Language) -> Iterator[str]:
    if one.draft:
        yield word("draft", language)
    if one.first is None:
        yield word("no days", language)
    else:
        days = (
            since(one.first).in_(language)
            if one.last is None
            else word(
                "from to", language, first=day_text(one.first, language), last=day_text(one.last, language)
            )
        )
        yield word("in force", language, days=days)
    if one.amends is not None:
        yield word("amends", language, version=called(one.amends))
    if one.replaces is not None:
        yield word("replaces", language, version=called(one.replaces))


def _edits(one: Listed, language: Language) -> Iterator[Item]:
    for edit in one.edits.edits if one.edits is not None else ():
        if _is_aside(edit):
            continue
        why = reason(edit.because, edit.citations, language, one.languages, one.sources)
        yield Item(
            words(_what(edit, one, language)),
            (Paragraph(words(why)),) if why else (),
            verb(edit.verb, language),
        )


def _is_aside(edit: EditLine) -> bool:
    """Whether an edit is only named beside the others."""
    is_bare = not edit.because.texts and not edit.citations
    return edit.verb is Verb.ADDED and edit.kind in ASIDE and is_bare


def _what(edit: EditLine, one: Listed, language: Language) -> str:
    title = _title(edit.titles, one, language)
    told = thing(edit.kind, edit.name, language) + (f" «{title}»" if title else "")
    if edit.verb is Verb.RENAMED:
        told += ", " + word("was", language, name=shown(edit.other))
    elif edit.other:
        told += ", " + word("to", language, name=shown(edit.other))
    parts = [
        part(change, edit.kind, language, one.languages)
        for change in edit.changed
        if change.key.kind not in OWN_NAME
    ]
    return f"{told}: {', '.join(dict.fromkeys(parts))}" if parts else told


def _sentences(
    one: Listed, called: Callable[[str], str], not_compared: bool, language: Language
) -> Iterator[Item]:
    if one.edits is None:
        yield Item(words(word("unreadable", language, place=one.place)))
        return
    counted = [
        kind(called, language) + (f" × {count}" if count > 1 else "")
        for called, count in one.edits.declared
        if called is not ThingKind.TOTAL
    ]
    if counted:
        yield Item(words(word("declares", language, things=", ".join(counted))))
    aside: dict[ThingKind, list[str]] = {}
    for edit in one.edits.edits:
        if _is_aside(edit):
            aside.setdefault(edit.kind, []).append(
                f"«{shown(edit.name)}»" if edit.kind is ThingKind.EXAMPLE else edit.name
            )
    if aside:
        things = "; ".join(f"{kind(called, language)} {', '.join(names)}" for called, names in aside.items())
        yield Item(words(word("also", language, things=things)))
    if not_compared:
        yield Item(words(word("against errors", language, version=called(one.replaces or ""))))
    if not one.edits.edits and not counted:
        yield Item(words(word("nothing", language)))
