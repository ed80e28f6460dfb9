"""The end of a document: sources, the list of assumptions, and what amendments dropped."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.diagnostics.glyphs import shown
from effrules.report.document.context import Context
from effrules.report.document.pieces import Block, Entry, Inline, Items, Line, Link, Paragraph, Part, Words
from effrules.report.document.pieces import words as line_of
from effrules.report.place_words import edition_words

NAMELESS = {("rating", "total"), ("rank", "rank")}
"""The kinds of declarations that go by a name of ours where the rules give none."""


def sources(context: Context) -> Iterator[Block]:
    """Every source with its number, title, note and address."""
    if not context.program.sources:
        return
    yield Part(context.say("part sources"), "sources")
    for number, source in enumerate(context.program.sources, 1):
        line: Line = line_of(context.title(source.titles, source.name.replace("_", " ")))
        note = context.title(source.notes)
        if note:
            line = (*line, Words(f". {note}"))
        if source.edition is not None:
            said = edition_words(source.edition, context.language)
            line = (*line, Words(f". {said[:1].upper()}{said[1:]}"))
        if source.not_at_hand is not None:
            reason = context.title(source.not_at_hand)
            line = (*line, Words(f". {context.say('not at hand', reason=reason)}"))
        if source.url:
            line = (*line, Words(". "), Link(shown(source.url)))
        yield Entry(f"source-{number}", f"[{number}]", line)


def assumptions(context: Context) -> Iterator[Block]:
    """Every assumption, with the clauses that make it."""
    if not context.assumed:
        return
    yield Part(context.say("part assumptions"), "assumptions")
    yield Paragraph(line_of(context.say("assumptions intro")))
    for number, (assumption, made) in enumerate(context.assumed.items(), 1):
        clauses: list[Inline] = []
        for reference in made.clauses:
            clauses += [Words(", ")] if clauses else []
            clauses.append(reference)
        key = "made in" if len(made.clauses) == 1 else "made in several"
        line = context.fill(key, reason=context.reason(assumption, made.clauses), clauses=tuple(clauses))
        yield Entry(f"assumption-{number}", str(number), line)


def dropped(context: Context) -> Iterator[Block]:
    """What amendments took out, with the version, the reason and the citation."""
    if not context.program.dropped:
        return
    yield Part(context.say("part dropped"), "dropped")
    lines = []
    for thing in context.program.dropped:
        bare = not thing.name or (thing.kind, thing.name) in NAMELESS
        name = "" if bare else f" {context.quoted(shown(thing.name.replace('_', ' ')))}"
        line = context.fill(
            "dropped", kind=context.say(f"kind {thing.kind}"), name=name, version=shown(thing.version)
        )
        because = context.title(thing.because)
        if because:
            line = (*line, Words(f": {because}"))
        if thing.citations.citations:
            line = (*line, Words("; "), *context.cited(thing.citations.citations))
        lines.append(line)
    yield Items(tuple(lines))
