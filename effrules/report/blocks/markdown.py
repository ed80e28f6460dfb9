"""A page in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from attrs import evolve

from effrules.diagnostics.glyphs import shown
from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts import characters
from effrules.report.blocks.charts import drawn as d
from effrules.report.blocks.charts.tables import tabled
from effrules.report.blocks.inline import plain
from effrules.report.blocks.markdown_lines import code, escaped, line, strong, table
from effrules.report.blocks.mathematics.plain import display_lines
from effrules.report.blocks.mathematics.plain import plain as formula

HAND = "_" * 16
"""Where somebody signs."""

DRAWING = 80
"""Columns for drawings of characters."""


def markdown(page: b.Page) -> str:
    """The page."""
    return blocks(page.marked) + (f"\n---\n\n{escaped(page.colophon)}\n" if page.colophon else "")


def blocks(made: Sequence[b.Block]) -> str:
    """Blocks of a page."""
    lines: list[str] = []
    before: b.Block | None = None
    for block in made:
        if lines and lines[-1] and not (before is not None and _is_loud(before) and _is_loud(block)):
            lines.append("")
        lines += _block(block)
        before = block
    return "\n".join(lines) + "\n"


def _is_loud(block: b.Block) -> bool:
    return isinstance(block, b.Note) and block.kind is b.Kind.LOUD


def _block(block: b.Block) -> Iterator[str]:
    """The lines of a block."""
    match block:
        case b.Heading(title, level, _, number, kind, named):
            head = f"{escaped(number)}. " if number else ""
            yield f"{'#' * min(level, 6)} {head}{line(named or (*_before(kind), *title))}"
        case b.Paragraph(text, label):
            yield f"**{escaped(label)}:** {line(text)}".rstrip() if label else line(text)
        case b.Display(math):
            yield from _fenced("text", display_lines(math))
        case b.Legend(title, entries):
            yield escaped(title)
            yield ""
            yield from (f"- {code(formula(symbol))} – {line(meaning)}" for symbol, meaning in entries)
        case b.Note(text, kind, label):
            yield _note(text, kind, label)
        case b.Items():
            yield from _items(block, "")
        case b.Table():
            yield from _table(block)
        case b.Tiles(tiles):
            yield from (f"- **{escaped(tile.number)}** {escaped(tile.label)}" for tile in tiles)
        case b.Change():
            yield _change(block)
        case b.Excerpt(lines):
            is_marked = any(one.tone in b.MARKS for one in lines)
            texts = [(b.MARKS.get(one.tone, "  ") if is_marked else "") + shown(one.text) for one in lines]
            yield from _fenced("diff" if is_marked else "eff", texts)
        case d.Histogram() | d.Dots():
            if block.title:
                yield strong(b.words(block.title))
                yield ""
            yield from _fenced("text", list(characters.drawing(block, DRAWING)))
        case d.Waterfall() | d.Heat() | d.Slope() | d.Multiples():
            yield from _table(tabled(block, 0))
        case b.Folded(title, below, level):
            yield from _block(b.Heading(title, level))
            for one in below:
                yield ""
                yield from _block(one)
        case b.Front(kind, title, version, facts):
            yield from (f"# {escaped(title)}", "", f"**{escaped(kind)}. {escaped(version)}**", "")
            yield from (f"- {escaped(name)}: {escaped(value)}" for name, value in facts)
        case b.Contents() | b.Shorts():
            return
        case b.Sheet():
            yield "---"
        case b.Clause(number):
            yield f"{number[:-1]}\\{number[-1]} {line(block.first)}".rstrip()
            for one in block.below:
                yield ""
                yield from _block(one)
        case b.Beside(parts):
            yield "\n".join(blocks(part.blocks) for part in parts if part.blocks).rstrip("\n")
        case b.Signature(who, name):
            yield f"{line(who)} {escaped(f'{HAND} {name}'.rstrip())}"
        case _:
            assert_never(block)


def _before(kind: str) -> b.Line:
    return (b.Words(f"{kind} "),) if kind else ()


def _note(text: b.Line, kind: b.Kind, label: str) -> str:
    """A remark on a line."""
    head = f"**{escaped(label)}:** " if label else ""
    match kind:
        case b.Kind.LOUD:
            return f"> {head}{line(b.words(plain(text), b.Tone.STRONG))}  "
        case b.Kind.MARGIN:
            return f"> {head}{line(text)}" if label else f"*{line(text)}*"
        case b.Kind.SMALL:
            return head + line(text)
        case _:
            assert_never(kind)


def _change(change: b.Change) -> str:
    """What was and what is, side by side or in one; where there is only one side, nothing is marked."""
    if change.together:
        told = line(change.together)
    elif change.before and change.after:
        told = f"{line(change.before)} → {line(change.after)}"
    else:
        told = escaped(plain(change.before or change.after))
    return f"{escaped(change.label)}: {told}"


def _fenced(language: str, lines: Sequence[str]) -> Iterator[str]:
    """Lines as they are."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", " ".join(lines)) or [""]))
    yield fence + language
    yield from lines
    yield fence


def _items(items: b.Items, indent: str) -> Iterator[str]:
    """A list with what stands below its items: further items, or blocks of their own."""
    for at, item in enumerate(items.items, 1):
        mark = f"{at}." if items.ordered and not item.mark else "-"
        yield f"{indent}{mark} {_item(item)}"
        inside = indent + " " * (len(mark) + 1)
        for block in item.below:
            match block:
                case b.Items():
                    yield from _items(block, inside)
                case b.Paragraph() | b.Note() | b.Change():
                    yield from (f"{inside}- {one}" for one in _block(block))
                case b.Table(caption=caption) if caption:
                    below = evolve(block, caption=())
                    yield from _items(b.Items((b.Item(caption, (below,)),)), inside)
                case _:
                    yield ""
                    yield from (inside + one if one else "" for one in _block(block))
                    yield ""


def _item(item: b.Item) -> str:
    mark = f"{escaped(item.mark)}{':' if b.is_word(item.mark) else ''} " if item.mark else ""
    return f"{mark}{line(item.line)}{f' {code(item.place)}' if item.place else ''}"


def _table(made: b.Table) -> Iterator[str]:
    """A table with its caption above it; what sums up stands in bold."""
    if made.caption:
        yield strong(made.caption)
        yield ""
    yield from table(
        (column.title for column in made.columns),
        (column.is_text for column in made.columns),
        (*(map(line, row) for row in made.rows), *([map(strong, made.foot)] if made.foot else [])),
    )
    for below in (one for blocks_below in made.below for one in blocks_below):
        yield ""
        yield from _block(below)
