"""Pieces of pages as HTML: sections with their margin, tables that scroll or stack where there is no room, charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from markupsafe import Markup

from effrules.diagnostics.glyphs import shown
from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts import drawn as d
from effrules.report.blocks.charts import html as charts
from effrules.report.blocks.mathematics.mathml import mathml
from effrules.report.blocks.mathematics.plain import letters_across
from effrules.report.blocks.paper import is_wide

LONG = 90
"""A formula of more letters across than this is set smaller, so that it fits on paper."""

MANY = 3
"""A table of so many columns can be scrolled with the keys."""

MANY_TEXTS = 4
"""A table with so many columns of texts has no room on a phone."""

TONES = {
    b.Tone.PLAIN: "{}",
    b.Tone.STRONG: "<strong>{}</strong>",
    b.Tone.FAINT: '<span class="faint">{}</span>',
    b.Tone.CODE: '<code class="id">{}</code>',
    b.Tone.OLD: "<del>{}</del>",
    b.Tone.NEW: "<ins>{}</ins>",
    b.Tone.GOOD: '<span class="good">{}</span>',
    b.Tone.BAD: '<span class="bad">{}</span>',
    b.Tone.ODD: '<span class="odd">{}</span>',
}
"""How words of each tone are marked."""


def blocks(made: Iterable[b.Block]) -> Markup:
    """Blocks as they stand below each other, without sections."""
    return Markup("\n").join(
        _changes(run) if is_change else Markup("\n").join(map(_block, run))
        for is_change, run in groupby(made, lambda block: isinstance(block, b.Change))
    )


# -- Sections --------------------------------------------------------------------------------------------


def sections(made: Iterable[b.Block]) -> Iterator[Markup]:
    """A section for each heading, up to the next one; its remarks stand in its margin."""
    heading: b.Heading | None = None
    below: list[b.Block] = []
    for block in made:
        if isinstance(block, b.Heading):
            yield from _section(heading, below)
            heading, below = block, []
        else:
            below.append(block)
    yield from _section(heading, below)


def _section(heading: b.Heading | None, below: Sequence[b.Block]) -> Iterator[Markup]:
    if heading is None and not below:
        return
    level = 0 if heading is None else heading.level
    anchor = Markup(' id="{}"').format(heading.anchor) if heading is not None and heading.anchor else ""
    head = Markup("") if heading is None else _heading(heading)
    text = blocks(block for block in below if not is_margin(block))
    margin = blocks(filter(is_margin, below))
    side = Markup('<div class="margin">{}</div>').format(margin) if margin else ""
    yield Markup('<section class="l{}{}"{}><div class="text">{}\n{}</div>{}</section>').format(
        level, " wide" if any(map(is_wide, below)) else "", anchor, head, text, side
    )


def is_margin(block: b.Block) -> bool:
    return isinstance(block, b.Note) and block.kind is b.Kind.MARGIN


def _heading(heading: b.Heading, anchor: Markup | str = "") -> Markup:
    kind = Markup('<p class="kind">{}</p>').format(shown(heading.kind)) if heading.kind else ""
    number = Markup("{}.").format(shown(heading.number)) if heading.number else Markup("")
    if number and heading.elsewhere:
        number = Markup('<a href="{}">{}</a>').format(heading.elsewhere, number)
    number = Markup('<span class="no">{}</span> ').format(number) if number else number
    return Markup("{}<h{level}{}>{}<span>{}</span></h{level}>").format(
        kind, anchor, number, line(heading.title), level=min(heading.level, 6)
    )


# -- Blocks ----------------------------------------------------------------------------------------------


def _block(block: b.Block) -> Markup:
    match block:
        case b.Heading():
            return _heading(block, _id(block.anchor))
        case b.Paragraph(said, label, side):
            kind = Markup(' class="{}"').format(side.value) if side.value != "start" else ""
            return Markup("<p{}>{}{}</p>").format(kind, _label(label), line(said))
        case b.Display(math):
            size = " long" if letters_across(math) > LONG else ""
            return Markup('<div class="display{}">{}</div>').format(size, mathml(math, display=True))
        case b.Legend(title, entries):
            told = _terms((mathml(symbol), line(meaning)) for symbol, meaning in entries)
            return Markup('<div class="legend"><span>{}</span><dl>{}</dl></div>').format(shown(title), told)
        case b.Note():
            return _note(block)
        case b.Items():
            return _items(block)
        case b.Table():
            return _table(block)
        case b.Tiles(tiles):
            told = _terms((shown(one.label), _inline(b.Words(one.number, one.tone))) for one in tiles)
            return Markup('<dl class="tiles">{}</dl>').format(told)
        case b.Change():
            return _changes((block,))
        case b.Excerpt(written):
            told = Markup("\n").join(map(_inline, written))
            return Markup('<pre class="scroll"><code>{}</code></pre>').format(told)
        case d.Histogram() | d.Waterfall() | d.Dots() | d.Heat() | d.Slope() | d.Multiples():
            return charts.chart(block)
        case b.Folded(title, inside, _, is_open, anchor):
            return Markup("<details{}{}><summary>{}</summary>\n{}</details>").format(
                _id(anchor), Markup(" open") if is_open else "", line(title), blocks(inside)
            )
        case b.Front():
            return _front(block)
        case b.Contents(title, listed):
            lines = Markup("").join(_entry(*one) for one in listed)
            return Markup('<nav class="contents"><h2>{}</h2><ol>{}</ol></nav>\n').format(shown(title), lines)
        case b.Shorts():
            return Markup()
        case b.Sheet():
            return Markup('<hr class="sheet">')
        case b.Clause(number, _, anchor):
            first = Markup('<p><span class="no">{}</span> {}</p>').format(shown(number), line(block.first))
            return Markup('<div class="clause"{}>{}\n{}</div>').format(
                _id(anchor), first, blocks(block.below)
            )
        case b.Beside(parts):
            made = (
                Markup("<div{}>{}</div>").format(
                    Markup(' lang="{}"').format(part.language.value) if part.language else "",
                    blocks(part.blocks),
                )
                for part in parts
            )
            return Markup('<div class="beside">{}</div>').format(Markup("").join(made))
        case b.Signature(who, name):
            return Markup(
                '<p class="signature"><span>{}</span><span class="hand"></span><span>{}</span></p>'
            ).format(line(who), shown(name))
        case _:
            assert_never(block)


def _id(anchor: str) -> Markup:
    return Markup(' id="{}"').format(anchor) if anchor else Markup("")


def _label(label: str) -> Markup:
    return Markup("<b>{}:</b> ").format(shown(label)) if label else Markup("")


def _terms(pairs: Iterable[tuple[object, object]]) -> Markup:
    return Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)


def _note(note: b.Note) -> Markup:
    match note.kind:
        case b.Kind.LOUD | b.Kind.SMALL:
            return Markup('<p class="{}"{}>{}{}</p>').format(
                note.kind.value, _id(note.anchor), _label(note.label), line(note.line)
            )
        case b.Kind.MARGIN if note.label:
            label = _inline(b.Reference(note.listed, note.label) if note.listed else b.Words(note.label))
            return Markup("<aside{}><b>{}</b> {}</aside>").format(_id(note.anchor), label, line(note.line))
        case b.Kind.MARGIN:
            return Markup('<p class="written"{}>{}</p>').format(_id(note.anchor), line(note.line))
        case _:
            assert_never(note.kind)


def _changes(changes: Iterable[b.Block]) -> Markup:
    """What was and what is, side by side in a table."""
    rows = Markup("\n").join(map(_change, changes))
    return Markup(
        '<div class="scroll stacked"><table class="changes"><tbody>{}</tbody></table></div>'
    ).format(rows)


def _change(change: b.Block) -> Markup:
    assert isinstance(change, b.Change)
    is_one = change.together and not (change.before and change.after)
    sides = Markup("<td>{}</td><td>{}</td>").format(line(change.before), line(change.after))
    told = Markup('<td colspan="2">{}</td>').format(line(change.together)) if is_one else sides
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(shown(change.label), told)


def _items(items: b.Items) -> Markup:
    is_marked = any(item.mark for item in items.items)
    kinds = ["tree"] * items.is_tree + ["marked"] * is_marked
    classes = Markup(' class="{}"').format(" ".join(kinds)) if kinds else ""
    return Markup("<{tag}{}>{}</{tag}>").format(
        classes,
        Markup("").join(_item(item, is_marked=is_marked) for item in items.items),
        tag=Markup("ol" if items.ordered else "ul"),  # noqa: S704 - one of two tags
    )


def _item(item: b.Item, *, is_marked: bool) -> Markup:
    mark = Markup('<span class="mark">{}</span> ').format(shown(item.mark)) if is_marked else ""
    place = Markup(' <span class="place">{}</span>').format(shown(item.place)) if item.place else ""
    told = Markup("{}{}{}").format(line(item.line), place, blocks(item.below))
    return Markup("<li{}>{}{}</li>").format(
        _id(item.anchor), mark, Markup("<div>{}</div>").format(told) if mark else told
    )


def _table(table: b.Table) -> Markup:
    """A table of long or of many texts is stacked on a phone, each cell with the title of its column; others scroll."""
    stacked = (
        any(column.is_long for column in table.columns)
        or sum(column.is_text for column in table.columns) >= MANY_TEXTS
    )
    caption = Markup("<caption>{}</caption>").format(line(table.caption)) if table.caption else ""
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_side(column), shown(column.title))
        for column in table.columns
    )
    below = [_below(one, len(table.columns)) for one in table.below] or [Markup("")] * len(table.rows)
    made = (_row(row, table, is_labelled=stacked) + more for row, more in zip(table.rows, below, strict=True))
    rows = Markup("\n").join(made)
    foot = _row(table.foot, table, is_labelled=stacked) if table.foot else ""
    titled = any(column.title for column in table.columns)
    keys = Markup(' tabindex="0" role="group"') if len(table.columns) >= MANY else ""
    return Markup('<div class="scroll{}"{}><table>{}{}<tbody>{}</tbody>{}</table></div>').format(
        " stacked" if stacked else "",
        keys,
        caption,
        Markup("<thead><tr>{}</tr></thead>").format(head) if titled else "",
        rows,
        Markup("<tfoot>{}</tfoot>").format(foot) if foot else "",
    )


def _below(made: Sequence[b.Block], columns: int) -> Markup:
    """What is told of a row besides, across the table."""
    inside = Markup('<tr class="below"><td colspan="{}">{}</td></tr>')
    return inside.format(columns, blocks(made)) if made else Markup("")


def _row(row: Sequence[b.Line], table: b.Table, *, is_labelled: bool) -> Markup:
    cells = (
        _cell(cell, column, is_name=table.is_named and not at, is_labelled=is_labelled)
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True))
    )
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _cell(cell: b.Line, column: b.Column, *, is_name: bool, is_labelled: bool) -> Markup:
    label = Markup(' data-label="{}"').format(shown(column.title)) if is_labelled and column.title else ""
    return Markup('<th scope="row"{}{}>{}</th>' if is_name else "<td{}{}>{}</td>").format(  # noqa: S704 - one of two
        _side(column), "" if is_name else label, line(cell)
    )


def _side(column: b.Column) -> Markup:
    kind = "long" if column.is_long else "" if column.is_text else "r"
    return Markup(' class="{}"').format(kind) if kind else Markup("")


def _front(front: b.Front) -> Markup:
    return Markup(
        '<header class="page"><p class="kind">{}</p><h1>{}</h1><p class="version">{}</p>'
        '<dl class="facts">{}</dl></header>\n'
    ).format(
        shown(front.kind),
        shown(front.title),
        shown(front.version),
        _terms((shown(name), shown(value)) for name, value in front.facts),
    )


def _entry(level: int, number: str, title: str, anchor: str) -> Markup:
    told = Markup('<span class="no">{}.</span> ').format(number) if number else ""
    return Markup('<li class="l{}"><a href="#{}">{}{}</a></li>').format(level, anchor, told, shown(title))


# -- Within a line ---------------------------------------------------------------------------------------


def line(said: b.Line) -> Markup:
    """A line."""
    return Markup("").join(map(_inline, said))


def _inline(inline: b.Words | b.Formula | b.Break | b.Reference | b.Link) -> Markup:
    match inline:
        case b.Words(text, tone):
            letters = Markup("_<wbr>").join(shown(text).split("_")) if tone is b.Tone.CODE else shown(text)
            return Markup(TONES[tone]).format(letters)  # noqa: S704 - our own tags
        case b.Formula(math, tone):
            return Markup(TONES[tone]).format(mathml(math))  # noqa: S704 - our own tags
        case b.Break():
            return Markup("<br>")
        case b.Reference(anchor, text):
            return Markup('<a href="#{}">{}</a>').format(anchor, shown(text))
        case b.Link(url, text) if url.startswith(("http://", "https://")):
            return Markup('<a class="url" href="{}" rel="noreferrer">{}</a>').format(url, shown(text or url))
        case b.Link(url, text):
            return Markup.escape(shown(f"{text} ({url})" if text else url))
        case _:
            assert_never(inline)
