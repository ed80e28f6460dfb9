"""Names and titles that do not say what they seem to say: a Cyrillic letter in a Latin name, two names that look the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from effrules.amend import name_errors
from effrules.diagnostics import Finding
from effrules.diagnostics.lookalikes import difference, mixed, skeleton
from effrules.model import program as p
from effrules.model.schema import Titles
from effrules.model.types import Choice
from effrules.source import Span

_WORD = re.compile(r"[^\W\d_]+")

Named = tuple[str, Titles, Span | None]
"""A name, what people call it, and where it is declared."""


def lookalikes(program: p.Program) -> Iterator[Finding]:
    """A finding for each name or title with a letter of another alphabet, and for each two names that look the same."""
    for group in _groups(program):
        seen: dict[str, str] = {}
        for name, titles, span in group:
            told = mixed(name) or next(filter(None, map(mixed, _words(titles))), None)
            before = seen.setdefault(skeleton(name), name)
            told = (difference(name, before) if before != name else None) or told
            if told is not None:
                yield name_errors.looks_alike(None if span is None else span.first_line(), told)


def _words(titles: Titles) -> Iterator[str]:
    for text in titles.all_texts():
        yield from _WORD.findall(text)


def _groups(program: p.Program) -> Iterator[Iterable[Named]]:
    """The names among which each must be told from the others."""
    yield [(table.name, table.titles, table.span) for table in program.schema.as_read]
    for table in program.schema.as_read:
        yield [(field.name, field.titles, field.span) for field in table.fields]
        for field in table.fields:
            if isinstance(field.type, Choice):
                titles = dict(field.choice_titles)
                yield [(name, titles.get(name, Titles()), field.span) for name in field.type.names]
    yield [(node.name, node.titles, node.span) for node in program.nodes.values()]
    yield [(one.name, Titles(), one.span) for one in program.definitions.values()]
    yield [(one.name, Titles(), one.span) for one in program.figures.values()]
    yield [(one.name, one.titles, one.span) for one in program.adjustments]
    for rating in program.ratings:
        yield [(grade.name, grade.titles, grade.span) for grade in rating.grades]
    for figures in program.figures.values():
        keys = {row[0]: None for row in figures.rows}
        yield [(key, Titles(), figures.span) for key in keys if isinstance(key, str)]
