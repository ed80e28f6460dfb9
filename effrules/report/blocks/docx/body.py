"""The blocks of a page as WordprocessingML (ECMA-376, part 1, chapter 17): paragraphs, tables, bookmarks and links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, groupby
from typing import assert_never

from attrs import evolve, frozen
from markupsafe import Markup

from effrules.report.blocks.docx.runs import hyperlink, joined, link_to, marked, paragraph, run, tab
from effrules.report.blocks.docx.styles import CODES
from effrules.report.blocks.docx.tables import Cell, grid, row
from effrules.report.blocks.mathematics.omml import omml, omml_display
from effrules.report.blocks.paper import WIDTH, column_widths, is_wide, least_width
from effrules.report.blocks.pieces import (
    Beside,
    Block,
    Break,
    Change,
    Column,
    Contents,
    Display,
    Excerpt,
    Folded,
    Formula,
    Front,
    Heading,
    Histogram,
    Inline,
    Items,
    Kind,
    Legend,
    Line,
    Link,
    Note,
    Page,
    Paragraph,
    Reference,
    Sheet,
    Side,
    Signature,
    Table,
    Tone,
    Waterfall,
    Words,
)  # fmt: skip
from effrules.report.blocks.pieces import words as line_of

DEEPEST = 6
"""The deepest heading that is given a style."""

STEP = 340
"""By how much a list is moved: 6 mm."""

LETTER, GAP = 135, 160
"""About how wide a letter of a mark is, and the room behind it."""

LONGEST_BAR = 30
"""The longest bar of a histogram, in characters."""

JUSTIFIED = {Side.START: "", Side.MIDDLE: "center", Side.END: "right"}
NOTES = {Kind.LOUD: "Loud", Kind.MARGIN: "Assumed", Kind.SMALL: "Small"}
SIGNS = {-1: Tone.BAD, 0: Tone.FAINT, 1: Tone.GOOD}
"""How bars of each sign are coloured."""


@frozen
class Body:
    """Writes blocks. ``link`` gives the relation for an address, ``ids`` numbers the bookmarks.

    ``width`` and ``left`` are the room and where it begins; ``language`` is that of the words where it is not the page's.
    """

    link: Callable[[str], str]
    ids: Iterator[int]
    width: int = WIDTH
    left: int = 0
    language: str = ""

    def blocks(self, made: Iterable[Block]) -> Markup:
        """Every paragraph and table, in order. Prefixes: ``w``, ``m`` and ``r``."""
        return joined(
            self._changes([one for one in run if isinstance(one, Change)])
            if is_change
            else joined(joined(self._block(block)) for block in run)
            for is_change, run in groupby(made, lambda block: isinstance(block, Change))
        )

    def _block(self, block: Block) -> Iterator[Markup]:
        match block:
            case Heading(title, level, anchor, number, kind, named):
                before = (f"{number}. " if number else "") + ("" if named or not kind else f"{kind} ")
                inside = self._line((*line_of(before), *(named or title)))
                style = "Title" if level == 1 else f"Heading{min(level - 1, DEEPEST)}"
                yield self._paragraph(self._marked(anchor, inside), style)
            case Paragraph(line, label, side):
                inside = self._label(label, line) + self._line(line)
                yield self._paragraph(inside, to=JUSTIFIED[side])
            case Display(math):
                yield self._paragraph(omml_display(math), "Formula")
            case Legend(title, entries):
                yield self._paragraph(self._run(title), "Where")
                for symbol, meaning in entries:
                    yield self._paragraph(omml(symbol) + self._run(" – ") + self._line(meaning), "Legend")
            case Note():
                yield self._note(block)
            case Items():
                yield from self._items(block)
            case Table():
                yield from self._table(block)
            case Change():
                yield self._changes((block,))
            case Excerpt(lines):
                yield from (self._paragraph(self._line((one,)), "Excerpt") for one in lines)
            case Histogram():
                yield from self._table(_histogram(block))
            case Waterfall(title, falls):
                rows = tuple((line_of(fall.label), line_of(fall.text)) for fall in falls)
                yield from self._table(Table((Column("", is_text=True), Column("")), rows, line_of(title)))
            case Folded(title, inside, level, _, anchor):
                yield from self._block(Heading(title, level, anchor))
                yield self.blocks(inside)
            case Front():
                yield from self._front(block)
            case Contents(title, entries):
                yield self._paragraph(self._run(title), "ContentsTitle")
                for level, number, name, anchor in entries:
                    told = link_to(anchor, self._run(f"{number}. {name}" if number else name))
                    yield self._paragraph(told, f"Contents{level}")
            case Sheet():
                yield paragraph(Markup('<w:r><w:br w:type="page"/></w:r>'))
            case Beside():
                yield from self._beside(block)
            case Signature(who, name):
                yield from self._signature(who, name)
            case _:
                assert_never(block)

    # -- Parts of blocks -----------------------------------------------------------------------------------

    def _paragraph(self, inside: Markup, style: str = "", to: str = "") -> Markup:
        return paragraph(inside, style, to=to, left=self.left)

    def _label(self, label: str, line: Line) -> Markup:
        return self._run(f"{label}: " if line else f"{label}:", Tone.STRONG) if label else Markup("")

    def _marked(self, anchor: str, inside: Markup) -> Markup:
        """Something that links may lead to."""
        return marked(next(self.ids), anchor, inside) if anchor else inside

    def _note(self, note: Note) -> Markup:
        if note.listed:
            label = link_to(note.listed, self._run(note.label)) + self._run(": ")
        else:
            label = self._label(note.label, note.line)
        style = "Written" if note.kind is Kind.MARGIN and not note.label else NOTES[note.kind]
        return self._paragraph(self._marked(note.anchor, label) + self._line(note.line), style)

    def _items(self, items: Items) -> Iterator[Markup]:
        """A list; the texts of its items stand below each other, behind the longest mark."""
        is_marked = any(item.mark or item.anchor for item in items.items)
        bullet = "" if is_marked or items.is_tree else "–"
        marks = [
            item.mark or (f"{at})" if items.ordered else bullet) for at, item in enumerate(items.items, 1)
        ]
        hanging = max((len(mark) * LETTER + GAP for mark in marks if mark), default=0)
        first = self.left or (0 if is_marked else STEP)
        inner = evolve(self, left=first + hanging, width=self.width + self.left - first - hanging)
        style = "Entry" if is_marked else "Listed"
        for item, mark in zip(items.items, marks, strict=True):
            before = self._marked(item.anchor, self._run(mark)) + tab() if hanging else Markup("")
            place = self._run(f"  {item.place}", Tone.FAINT) if item.place else Markup("")
            told = before + self._line(item.line) + place
            yield paragraph(told, style, left=inner.left, hanging=hanging)
            yield inner.blocks(item.below)

    def _table(self, table: Table) -> Iterator[Markup]:
        if table.caption:
            yield self._paragraph(self._line(table.caption), "Caption")
        widths = column_widths(table, self.width)
        size = "Small" if least_width(table) > self.width else ""
        styles = [f"{size}Cell{'' if column.is_text else 'Right'}" for column in table.columns]
        rows = []
        if any(column.title for column in table.columns):
            titles = [self._run(column.title, Tone.STRONG) for column in table.columns]
            rows.append(self._row(titles, styles, widths, is_head=True))
        rows += [self._row(map(self._line, cells), styles, widths) for cells in table.rows]
        if table.foot:
            rows.append(self._row([self._line(cell, Tone.STRONG) for cell in table.foot], styles, widths))
        yield grid(rows, widths, left=self.left)
        yield paragraph(Markup(""), "AfterTable")

    @staticmethod
    def _row(
        cells: Iterable[Markup], styles: Sequence[str], widths: Sequence[int], *, is_head: bool = False
    ) -> Markup:
        made = zip(cells, styles, widths, strict=True)
        return row(
            [Cell(paragraph(cell, style), width, is_head=is_head) for cell, style, width in made],
            is_head=is_head,
        )

    def _changes(self, changes: Sequence[Change]) -> Markup:
        """What was and what is, side by side."""
        third = self.width // 5
        widths = [third, (self.width - third) // 2, (self.width - third) // 2]
        rows = []
        for change in changes:
            label = Cell(paragraph(self._run(change.label), "Cell"), widths[0])
            sides = (change.together,) if change.together else (change.before, change.after)
            told = (paragraph(self._line(side), "Cell") for side in sides)
            room = sum(widths[1:]) // len(sides)
            rows.append(row([label, *(Cell(one, room, span=3 - len(sides)) for one in told)]))
        return grid(rows, widths, left=self.left) + paragraph(Markup(""), "AfterTable")

    def _front(self, front: Front) -> Iterator[Markup]:
        yield self._paragraph(self._run(front.kind), "Kind")
        yield self._paragraph(self._run(front.title), "Title")
        yield self._paragraph(self._run(front.version), "Subtitle")
        widths = [self.width * 2 // 5, self.width - self.width * 2 // 5]
        rows = (self._row(map(self._run, fact), ["Cell", "Cell"], widths) for fact in front.facts)
        yield grid(rows, widths, "Facts")

    def _beside(self, beside: Beside) -> Iterator[Markup]:
        """Columns without lines; what one begins another does not wait for."""
        width = self.width // len(beside.parts)
        cells = []
        for part in beside.parts:
            language = CODES[part.language] if part.language else self.language
            inner = evolve(self, left=0, width=width - STEP, language=language)
            cells.append(Cell(inner.blocks(part.blocks) or paragraph(Markup("")), width))
        yield grid([row(cells, is_whole=False)], [width] * len(cells), "", left=self.left)
        yield paragraph(Markup(""), "AfterTable")

    def _signature(self, who: Line, name: str) -> Iterator[Markup]:
        widths = [self.width * 9 // 20, self.width // 4, self.width * 3 // 10]
        first, hand, last = (
            paragraph(one, "Signed") for one in (self._line(who), Markup(""), self._run(name))
        )
        made = zip((first, hand, last), widths, strict=True)
        cells = [Cell(one, width, is_signed=True, is_hand=one is hand) for one, width in made]
        yield grid([row(cells)], widths, "", left=self.left)
        yield paragraph(Markup(""), "AfterTable")

    # -- Within a line -------------------------------------------------------------------------------------

    def _run(self, text: str, tone: Tone = Tone.PLAIN) -> Markup:
        return run(text, tone, language=self.language)

    def _line(self, line: Line, instead: Tone = Tone.PLAIN) -> Markup:
        """A line; ``instead`` is the tone of what has none."""
        return joined(self._inline(inline, instead) for inline in line)

    def _inline(self, inline: Inline, instead: Tone) -> Markup:
        match inline:
            case Words(text, tone):
                return self._run(text, instead if tone is Tone.PLAIN else tone)
            case Formula(math):
                return omml(math)
            case Reference(anchor, text):
                return link_to(anchor, self._run(text))
            case Link(url, text) if url.startswith(("http://", "https://")):
                return hyperlink(self.link(url), text or url)
            case Link(url, text):
                return self._run(f"{text} ({url})" if text else url)
            case Break():
                return Markup("<w:r><w:br/></w:r>")
            case _:
                assert_never(inline)


def stretches(page: Page) -> Iterator[tuple[bool, list[Block]]]:
    """The blocks of a page by whether their sheets lie on their side: what stands with a table that needs it does."""
    parts: list[list[Block]] = [[]]
    for block in page.blocks:
        if isinstance(block, Heading) and not all(isinstance(one, Heading) for one in parts[-1]):
            parts.append([])
        parts[-1].append(block)
    for lies, run_of in groupby(parts, lambda part: any(map(is_wide, part))):
        yield lies, [block for part in run_of for block in part]


def numbers() -> Iterator[int]:
    """Numbers for bookmarks."""
    return count(1)


def _histogram(chart: Histogram) -> Table:
    """A row for each bin: its bar, as long as it has cases, and how many."""
    most = max((bar.count for bar in chart.bars), default=0) or 1
    rows = tuple(
        (
            line_of(bar.label),
            line_of("█" * -(-bar.count * LONGEST_BAR // most), SIGNS[bar.sign]),
            line_of(str(bar.count)),
        )
        for bar in chart.bars
    )
    columns = (Column(""), Column("", is_text=True), Column(""))
    return Table(columns, rows, line_of(chart.title))
