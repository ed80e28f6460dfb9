"""Ranked tables as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.report.blocks import pieces as b
from effrules.report.results.ranked import Ranked


def ranked_blocks(report: Ranked) -> tuple[b.Block, ...]:
    """The report: a heading, a table for each group, notes."""
    return tuple(_blocks(report))


def _blocks(report: Ranked) -> Iterator[b.Block]:
    yield b.Heading(b.words(report.title), 1)
    yield from (b.Note(b.words(line), b.Kind.LOUD) for line in report.what_if)
    columns = tuple(b.Column(column.title, is_text=column.is_text) for column in report.columns)
    for group in report.groups:
        if group.title:
            yield b.Heading(b.words(group.title), 2)
        yield b.Table(columns, tuple(tuple(map(b.words, row)) for row in group.rows))
    if notes := (*report.notes, *report.without):
        yield b.listed(map(b.words, notes))
