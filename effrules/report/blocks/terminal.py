"""A page for a terminal of any width: what stands out is painted; without colours what was and what is stand in signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from attrs import frozen

from effrules.diagnostics.glyphs import shown, width_of
from effrules.diagnostics.painting import LOUD, Style, Styles, painted, unpainted
from effrules.report.blocks import columns
from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts import characters
from effrules.report.blocks.charts import drawn as d
from effrules.report.blocks.charts.tables import tabled
from effrules.report.blocks.inline import STYLES, parts, said
from effrules.report.blocks.lines import Word, laid, padded, words
from effrules.report.blocks.mathematics.plain import display_lines
from effrules.report.blocks.mathematics.plain import plain as formula

NOTES: dict[b.Kind, Styles] = {b.Kind.LOUD: LOUD, b.Kind.MARGIN: (Style.DIM,), b.Kind.SMALL: ()}
STEP = "  "
"""What stands below something is indented by it."""

HAND = "_" * 16
"""Where somebody signs."""

ENDLESS = 10**6
"""Columns where there is no limit."""


def terminal(page: b.Page, *, width: int = 0, colour: bool = False) -> str:
    """The page, lines at most ``width`` wide (0: as long as they like) unless one word or number needs more."""
    said = blocks(page.marked, width=width, colour=colour)
    last = (b.Note(b.words(page.colophon), b.Kind.MARGIN),)
    return f"{said}\n{blocks(last, width=width, colour=colour)}" if page.colophon else said


def blocks(made: Sequence[b.Block], *, width: int = 0, colour: bool = False) -> str:
    """Blocks of a page."""
    lines = _Terminal(width or ENDLESS, colour).page(made)
    return "\n".join(line.rstrip() for line in lines) + "\n"


@frozen
class _Terminal:
    width: int
    colour: bool

    def page(self, blocks: Sequence[b.Block]) -> Iterator[str]:
        """Blocks, blank lines where they are needed; what stands below a heading that is not the page's is indented."""
        before: b.Block | None = None
        lead = ""
        for block in blocks:
            is_outside = isinstance(block, b.Heading | b.Folded) or (
                isinstance(block, b.Note) and block.kind is not b.Kind.MARGIN
            )
            lines = list(self.block(block, "" if is_outside else lead, ""))
            if not lines:
                continue
            if before is not None and _is_apart(before, block):
                yield ""
            yield from lines
            if isinstance(block, b.Heading | b.Folded):
                lead = STEP if block.level > 1 else ""
            before = block

    def block(self, block: b.Block, lead: str, hanging: str = STEP) -> Iterator[str]:
        """A block, all lines behind ``lead``; the further lines of a text by ``hanging`` more."""
        match block:
            case b.Heading(title, _, _, number, kind, named):
                told = named or (b.Words(f"{kind} "), *title)
                head = said((b.Words(f"{number}. " if number else ""), *told), styles=(Style.BOLD,))
                yield from self.laid(head, lead, lead + STEP)
            case b.Paragraph(line, label):
                yield from self.text(line, label, (), lead, hanging)
            case b.Display(math):
                yield from (lead + STEP + one for one in display_lines(math))
            case b.Legend(title, entries):
                yield from self.text(b.words(title), "", (), lead, hanging)
                for symbol, meaning in entries:
                    told = (b.Words(f"{formula(symbol)} – "), *meaning)
                    yield from self.text(told, "", (), lead + STEP, STEP)
            case b.Note(line, kind, label):
                yield from self.text(line, label, NOTES[kind], lead, hanging)
            case b.Items():
                yield from self.items(block, lead)
            case b.Table():
                inside = lead
                if block.caption:
                    yield from self.text(block.caption, "", (), lead, STEP)
                    inside += STEP if hanging else ""
                lines = columns.table(block, self.width - width_of(inside), colour=self.colour)
                yield from (inside + line for line in lines)
                for inner in (one for below in block.below for one in below):
                    yield ""
                    yield from self.block(inner, lead.removesuffix(STEP), hanging)
            case b.Shorts(tables):
                yield from self.items(columns.legend(tables, self.width - width_of(lead)), lead)
            case b.Tiles(tiles):
                wide = max(width_of(tile.number) for tile in tiles)
                for number, label, tone in ((one.number, one.label, one.tone) for one in tiles):
                    yield from self.laid(
                        words(padded(number, wide, is_text=False), (Style.BOLD, *STYLES[tone]))
                        + words(label),
                        lead,
                        lead + hanging,
                    )
            case b.Change(label):
                yield from self.laid([*words(f"{label}:"), *self.changed(block)], lead, lead + STEP)
            case b.Excerpt(written):
                is_marked = any(one.tone in b.MARKS for one in written)
                for one in written:
                    text = (b.MARKS.get(one.tone, STEP) if is_marked else "") + shown(one.text)
                    yield lead + painted(text, STYLES[one.tone], self.colour)
            case d.Histogram() | d.Waterfall() | d.Dots():
                yield from self.text(b.words(block.title), "", (), lead, hanging)
                yield from (lead + one for one in characters.drawing(block, self.width - width_of(lead)))
            case d.Heat() | d.Slope() | d.Multiples():
                yield from self.block(tabled(block, 0), lead, hanging)
            case b.Folded(title, below, level):
                yield from self.block(b.Heading(title, level), lead)
                for inner in below:
                    yield from self.block(inner, lead + STEP, hanging)
            case b.Front(kind, title, version, facts):
                yield from self.block(b.Heading(b.words(title), 1), lead)
                yield from self.text(b.words(f"{kind}. {version}"), "", (), lead, hanging)
                for name, value in facts:
                    yield from self.text(b.words(value), name, (), lead, STEP)
            case b.Contents() | b.Sheet():
                return
            case b.Clause(number):
                yield from self.text((b.Words(f"{number} "), *block.first), "", (), lead, hanging)
                for inner in block.below:
                    yield from self.block(inner, lead, hanging)
            case b.Beside(sides):
                for inner in (one for side in sides for one in side.blocks):
                    yield from self.block(inner, lead, hanging)
            case b.Signature(who, name):
                yield from self.text((*who, b.Words(f" {HAND} {name}")), "", (), lead, hanging)
            case _:
                assert_never(block)

    def laid(self, told: Sequence[Word], first: str, rest: str) -> Iterator[str]:
        return laid(told, first, rest, self.width, colour=self.colour)

    def said(self, line: b.Line, styles: Styles = ()) -> list[Word]:
        return said(line, has_signs=not self.colour, styles=styles)

    def text(self, line: b.Line, label: str, styles: Styles, lead: str, hanging: str) -> Iterator[str]:
        """A text behind its label."""
        first, *more = parts(line)
        head = words(f"{label}:", styles) if label else []
        yield from self.laid([*head, *self.said(first, styles)], lead, lead + hanging)
        for part in more:
            yield from self.laid(self.said(part, styles), lead + hanging, lead + hanging)

    def changed(self, block: b.Change) -> list[Word]:
        """What was and what is, side by side or in one."""
        if block.together:
            return self.said(block.together)
        arrow = [Word("→")] if block.before and block.after else []
        return [*said(block.before), *arrow, *said(block.after)]

    def items(self, items: b.Items, lead: str, *, is_inner: bool = False) -> Iterator[str]:
        """A list: its marks in a column of their own; of a tree within a tree, the branches are drawn."""
        marks = [item.mark or (f"{at}." if items.ordered else "") for at, item in enumerate(items.items, 1)]
        wide = 0 if items.is_tree else max(map(width_of, marks), default=0)
        gap, has_words = (STEP, True) if any(map(b.is_word, marks)) else (" ", False)
        for at, (item, mark) in enumerate(zip(items.items, marks, strict=True)):
            is_last = at == len(items.items) - 1
            first, rest = lead, lead
            if items.is_tree and is_inner:
                first, rest = (lead + "└ ", lead + STEP) if is_last else (lead + "├ ", lead + "│ ")
            has_mark = bool(mark) or (bool(wide) and not has_words)
            inside = rest + (" " * wide + gap if wide and has_mark else "")
            first += padded(mark, wide) + gap if has_mark else ""
            yield from self.item(item, items, first, inside)

    def item(self, item: b.Item, items: b.Items, first: str, inside: str) -> Iterator[str]:
        """An item and what stands below it."""
        has_branches = any(isinstance(block, b.Items) and block.is_tree for block in item.below)
        below = inside + ("│ " if has_branches else STEP)
        lines = list(self.laid(self.said(item.line), first, below)) or [first]
        if item.place:
            place = shown(item.place)
            if width_of(unpainted(lines[-1])) + 2 + width_of(place) <= self.width:
                lines[-1] += STEP + painted(place, (Style.DIM,), self.colour)
            else:
                lines += self.laid(words(place, (Style.DIM,)), below, below)
        yield from lines
        for block in item.below:
            if isinstance(block, b.Items) and block.is_tree:
                yield from self.items(block, inside, is_inner=items.is_tree)
            else:
                yield from self.block(block, below)


def _is_apart(before: b.Block, block: b.Block) -> bool:
    """Whether a blank line stands between two blocks."""
    match before, block:
        case b.Note(kind=b.Kind.LOUD), b.Heading():
            return False
        case _, b.Heading() | b.Folded():
            return True
        case b.Heading(level=1), b.Paragraph() | b.Note():
            return False
        case b.Heading(level=1), _:
            return True
        case b.Heading(), _:
            return False
        case b.Paragraph(), b.Note(kind=b.Kind.SMALL):
            return True
        case b.Paragraph() | b.Note(), b.Paragraph() | b.Note() | d.Histogram() | d.Waterfall() | d.Dots():
            return False
        case _:
            return True
