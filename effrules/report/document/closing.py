"""The end of a document: sources, the list of assumptions, and what amendments dropped."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.diagnostics.glyphs import shown
from effrules.model.place_words import edition_words
from effrules.report.blocks import pieces as b
from effrules.report.document.context import Context

NAMELESS = {("rating", "total"), ("rank", "rank")}
"""The kinds of declarations that go by a name of ours where the rules give none."""


def sources(context: Context) -> Iterator[b.Block]:
    """Every source with its number, title, note and address."""
    if not context.program.sources:
        return
    yield b.Heading(b.words(context.say("part sources")), 2, "sources")
    entries = []
    for number, source in enumerate(context.program.sources, 1):
        line: b.Line = b.words(context.title(source.titles, source.name.replace("_", " ")))
        note = context.title(source.notes)
        if note:
            line = (*line, b.Words(f". {note}"))
        if source.edition is not None:
            said = edition_words(source.edition, context.language)
            line = (*line, b.Words(f". {said[:1].upper()}{said[1:]}"))
        if source.not_at_hand is not None:
            reason = context.title(source.not_at_hand)
            line = (*line, b.Words(f". {context.say('not at hand', reason=reason)}"))
        if source.url:
            line = (*line, b.Words(". "), b.Link(shown(source.url)))
        entries.append(b.Item(line, mark=f"[{number}]", anchor=f"source-{number}"))
    yield b.Items(tuple(entries))


def assumptions(context: Context) -> Iterator[b.Block]:
    """Every assumption, with the clauses that make it."""
    if not context.assumed:
        return
    yield b.Heading(b.words(context.say("part assumptions")), 2, "assumptions")
    yield b.Paragraph(b.words(context.say("assumptions intro")))
    entries = []
    for number, (assumption, made) in enumerate(context.assumed.items(), 1):
        clauses = b.separated((reference,) for reference in made.clauses)
        key = "made in" if len(made.clauses) == 1 else "made in several"
        line = context.fill(key, reason=context.reason(assumption, made.clauses), clauses=clauses)
        entries.append(b.Item(line, anchor=f"assumption-{number}"))
    yield b.Items(tuple(entries), ordered=True)


def dropped(context: Context) -> Iterator[b.Block]:
    """What amendments took out, with the version, the reason and the citation."""
    if not context.program.dropped:
        return
    yield b.Heading(b.words(context.say("part dropped")), 2, "dropped")
    lines = []
    for thing in context.program.dropped:
        bare = not thing.name or (thing.kind, thing.name) in NAMELESS
        name = "" if bare else f" {context.quoted(context.title(thing.titles, thing.name.replace('_', ' ')))}"
        line = context.fill(
            "dropped",
            kind=context.say(f"kind {thing.kind}"),
            name=name,
            version=context.naming.version(thing.version),
        )
        because = context.title(thing.because)
        if because:
            line = (*line, b.Words(f": {because}"))
        if thing.citations.citations:
            line = (*line, b.Words("; "), *context.cited(thing.citations.citations))
        lines.append(line)
    yield b.listed(lines)
