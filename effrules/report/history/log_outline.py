"""The versions of a methodology as people read them: one entry for each, with a line for each edit. Text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from effrules.diagnostics.glyphs import shown, width_of
from effrules.diagnostics.painting import Style, painted
from effrules.history.lineage import Lineage, Listed
from effrules.history.log import EditLine, Verb
from effrules.history.parts import PartKind
from effrules.model.schema import Titles
from effrules.model.things import ThingKind
from effrules.report.blocks.lines import flowed, padded
from effrules.report.blocks.markdown import code, escaped
from effrules.report.history.words import kind, label, reason, thing, verb, word
from effrules.words import Language, day_text
from effrules.words.days import since

ASIDE = (ThingKind.SOURCE, ThingKind.UNIT, ThingKind.EXAMPLE, ThingKind.PROPERTY)
"""What may be declared in an amendment without a verb: named in one line, as it changes no score by itself."""

OWN_NAME = (PartKind.NAME, PartKind.LEVEL)


@frozen
class Line:
    """An edit: what was done, to what, and why."""

    verb: str
    what: str
    reason: str


@frozen
class VersionEntry:
    """A version: its heading, further facts, its edits, sentences below them; and a comparison with what it replaces."""

    version: str
    asked: bool
    facts: tuple[str, ...]
    place: str
    lines: tuple[Line, ...]
    sentences: tuple[str, ...]
    against: str = ""
    compared: tuple[str, ...] = ()


@frozen
class LogOutline:
    """The whole list."""

    title: str
    entries: tuple[VersionEntry, ...]


def outline(found: Lineage, against: Mapping[str, tuple[str, ...]], language: Language) -> LogOutline:
    """The list in words. ``against``: for a version that replaces another one, what a comparison of the two says in short."""
    asked = next(one for one in found.versions if one.asked and one.version == found.asked)
    title = _title(asked.titles, asked, language)
    entries = tuple(
        VersionEntry(
            shown(one.version),
            one is asked,
            tuple(_facts(one, language)),
            one.place,
            tuple(_lines(one, language)),
            tuple(_sentences(one, against.get(one.version) == (), language)),
            word("in place of", language, version=shown(one.replaces or ""))
            if against.get(one.version)
            else "",
            against.get(one.version, ()),
        )
        for one in found.versions
    )
    return LogOutline(f"{asked.name}: {title}" if title else asked.name, entries)


def _title(titles: Titles, one: Listed, language: Language) -> str:
    return shown(titles.get(language.value, one.languages) or "")


def _facts(one: Listed, language: Language) -> Iterator[str]:
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
        yield word("amends", language, version=shown(one.amends))
    if one.replaces is not None:
        yield word("replaces", language, version=shown(one.replaces))


def _lines(one: Listed, language: Language) -> Iterator[Line]:
    for edit in one.edits.edits if one.edits is not None else ():
        if edit.verb is Verb.ADDED and edit.kind in ASIDE and not edit.because.texts and not edit.citations:
            continue
        why = reason(edit.because, edit.citations, language, one.languages)
        yield Line(verb(edit.verb, language), _what(edit, one, language), why)


def _what(edit: EditLine, one: Listed, language: Language) -> str:
    title = _title(edit.titles, one, language)
    told = thing(edit.kind, edit.name, language) + (f" «{title}»" if title else "")
    if edit.verb is Verb.RENAMED:
        told += ", " + word("was", language, name=shown(edit.other))
    elif edit.other:
        told += ", " + word("to", language, name=shown(edit.other))
    parts = [
        label(change.key, edit.kind, language) for change in edit.changed if change.key.kind not in OWN_NAME
    ]
    return f"{told}: {', '.join(dict.fromkeys(parts))}" if parts else told


def _sentences(one: Listed, not_compared: bool, language: Language) -> Iterator[str]:
    if one.edits is None:
        yield word("unreadable", language, place=one.place)
        return
    counted = [
        kind(called, language) + (f" × {count}" if count > 1 else "")
        for called, count in one.edits.declared
        if called is not ThingKind.TOTAL
    ]
    if counted:
        yield word("declares", language, things=", ".join(counted))
    aside: dict[ThingKind, list[str]] = {}
    for edit in one.edits.edits:
        if edit.verb is Verb.ADDED and edit.kind in ASIDE and not edit.because.texts and not edit.citations:
            aside.setdefault(edit.kind, []).append(
                f"«{shown(edit.name)}»" if edit.kind is ThingKind.EXAMPLE else edit.name
            )
    if aside:
        things = "; ".join(f"{kind(called, language)} {', '.join(names)}" for called, names in aside.items())
        yield word("also", language, things=things)
    if not_compared:
        yield word("against errors", language, version=shown(one.replaces or ""))
    if not one.edits.edits and not counted:
        yield word("nothing", language)


def text(found: LogOutline, language: Language, *, width: int = 0, colour: bool = False) -> str:
    """The list for a terminal, wrapped to ``width`` columns (0: not at all)."""
    lines = list(flowed(found.title, 0, 0, width))
    for entry in found.entries:
        mark = f" ({word('asked', language)})" if entry.asked else ""
        first, *more = flowed(f"{entry.version}  {'; '.join(entry.facts)}{mark}", 0, 4, width)
        lines += ["", painted(first, (Style.BOLD,), colour), *more, *flowed(entry.place, 4, 2, width)]
        column = max((width_of(line.verb) for line in entry.lines), default=0)
        for line in entry.lines:
            lines += flowed(f"{padded(line.verb, column)}  {line.what}", 4, column + 2, width)
            if line.reason:
                lines += flowed(line.reason, 6 + column, 0, width)
        for sentence in entry.sentences:
            lines += flowed(sentence, 4, 2, width)
        if entry.against:
            lines += flowed(entry.against, 4, 2, width)
        for sentence in entry.compared:
            lines += flowed(sentence, 6, 2, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def markdown(found: LogOutline, language: Language) -> str:
    """The list as Markdown."""
    lines = [f"# {escaped(found.title)}"]
    for entry in found.entries:
        lines += ["", f"## {escaped(entry.version)}", ""]
        mark = f" ({word('asked', language)})" if entry.asked else ""
        lines += [f"{escaped('; '.join(entry.facts))}{mark}. {code(entry.place)}"]
        if entry.lines:
            lines.append("")
        for line in entry.lines:
            lines.append(f"- {line.verb}: {escaped(line.what)}")
            if line.reason:
                lines.append(f"  - {escaped(line.reason)}")
        for sentence in entry.sentences:
            lines += ["", escaped(sentence)]
        if entry.against:
            lines += [
                "",
                escaped(entry.against),
                "",
                *(f"- {escaped(sentence)}" for sentence in entry.compared),
            ]
    return "\n".join(lines) + "\n"
