"""Acts that are ticked off, for a terminal: one item below the other, the clauses indented."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.report.blocks.lines import flowed
from effrules.report.sources.telling import Told, ToldAct, ToldLine, ToldUse

MARKS = {"gap": "✗", "unlisted": "?", "scores": "✓", "cited": "✓", "otherwise": "≠", "not-expressed": "–"}
"""The sign before items of each kind; the others have none."""


def text(told: Told, width: int = 0) -> str:
    """The acts as text of at most ``width`` columns (0: as wide as it comes)."""
    return "\n".join(_lines(told, width)) + "\n"


def _lines(told: Told, width: int) -> Iterator[str]:
    yield from flowed(told.methodology, 0, 2, width)
    for draft in told.drafts:
        yield from flowed(draft, 0, 2, width)
    for act in told.acts:
        yield ""
        yield from _act(act, told, width)
    yield ""
    yield from flowed(f"{told.word('in all')}: {'; '.join(told.counts)}.", 0, 2, width)
    yield from flowed(told.verdict, 0, 2, width)


def _act(act: ToldAct, told: Told, width: int) -> Iterator[str]:
    yield from flowed(f"{act.title} [{act.name}]", 0, 2, width)
    for fact in (*act.facts, *([act.url] if act.url else [])):
        yield from flowed(fact, 2, 2, width)
    for line in act.lines:
        yield from _line(line, told, width)
    if act.loose:
        yield from flowed(f"{told.word('loose')}:", 2, 2, width)
        for use in act.loose:
            yield from _use(use, width)
    for sentence in act.missing:
        yield from flowed(sentence, 2, 2, width)
    if act.counts:
        yield from flowed(f"{'; '.join(act.counts)}.", 2, 2, width)


def _line(line: ToldLine, told: Told, width: int) -> Iterator[str]:
    gap = f" – {told.word('gap')}" if line.mark == "gap" else ""
    yield from flowed(f"{MARKS.get(line.mark, ' ')} {line.place}: {line.what}{gap}", 2, 4, width)
    for use in line.uses:
        yield from _use(use, width)


def _use(use: ToldUse, width: int) -> Iterator[str]:
    cited = f"; {use.cited}" if use.cited else ""
    yield from flowed(f"{use.clause}  {use.place}{cited}".rstrip(), 6, 2, width)
    for note in use.notes:
        yield from flowed(note, 8, 2, width)
