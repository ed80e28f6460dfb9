"""The blocks of a page as WordprocessingML (ECMA-376, part 1, chapter 17): paragraphs, tables, bookmarks and links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count, groupby
from typing import assert_never

from attrs import evolve, frozen
from markupsafe import Markup

from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts import drawn as d
from effrules.report.blocks.charts.tables import tabled
from effrules.report.blocks.docx import charts
from effrules.report.blocks.docx.numbered import FIRST_LINE, Numbered, counted
from effrules.report.blocks.docx.runs import hyperlink, joined, link_to, marked, paragraph, run, tab
from effrules.report.blocks.docx.styles import CODES
from effrules.report.blocks.docx.tables import Cell, grid, row
from effrules.report.blocks.mathematics.fitting import pieces, sized
from effrules.report.blocks.mathematics.omml import omml, omml_display
from effrules.report.blocks.mathematics.plain import plain
from effrules.report.blocks.mathematics.tree import Math, is_text
from effrules.report.blocks.paper import WIDTH, column_widths, is_wide, least_width
from effrules.words import Language

DEEPEST = 6
"""The deepest heading that is given a style."""

STEP = 340
"""By how much a list is moved: 6 mm."""

FURTHEST = WIDTH * 3 // 5
"""Nothing begins further to the right, however deep it lies."""

LETTER, GAP = 135, 160
"""About how wide a letter of a mark is, and the room behind it."""

MARGIN = 108
"""At either side of a cell."""

LONGEST_BAR = 30
"""The longest bar of a chart, in characters."""

JUSTIFIED = {b.Side.START: "", b.Side.MIDDLE: "center", b.Side.END: "right"}
NOTES = {b.Kind.LOUD: "Loud", b.Kind.MARGIN: "Assumed", b.Kind.SMALL: "Small"}


@frozen
class Body:
    """Writes blocks. ``link`` gives the relation for an address, ``ids`` numbers the bookmarks.

    ``width`` and ``left`` are the room and where it begins; ``language`` is that of the words where it is not the page's.
    ``numbered`` counts the items of an act.
    """

    link: Callable[[str], str]
    ids: Iterator[int]
    width: int = WIDTH
    left: int = 0
    language: str = ""
    numbered: Numbered | None = None

    def blocks(self, made: Iterable[b.Block]) -> Markup:
        """Every paragraph and table, in order. Prefixes: ``w``, ``m`` and ``r``."""
        return joined(
            self._changes([one for one in run if isinstance(one, b.Change)])
            if is_change
            else joined(joined(self._block(block)) for block in run)
            for is_change, run in groupby(made, lambda block: isinstance(block, b.Change))
        )

    def _block(self, block: b.Block) -> Iterator[Markup]:
        match block:
            case b.Heading(title, level, anchor, number, kind, named):
                before = (f"{number}. " if number else "") + ("" if named or not kind else f"{kind} ")
                inside = self._line((*b.words(before), *(named or title)))
                style = "Title" if level == 1 else f"Heading{min(level - 1, DEEPEST)}"
                if self.numbered:
                    style = "ActTitle" if level == 1 else style
                yield self._paragraph(self._marked(anchor, inside), style, "center" if self.numbered else "")
            case b.Paragraph(line, label, side):
                inside = self._label(label, line) + self._line(line)
                style = "Act" if self.numbered and side is b.Side.START else ""
                yield self._paragraph(inside, style, JUSTIFIED[side])
            case b.Display(math):
                made, size = sized(math, self.width)
                yield self._paragraph(omml_display(made), f"Formula{size}")
            case b.Legend(title, entries):
                where, legend = ("Act", "Act") if self.numbered else ("Where", "Legend")
                yield self._paragraph(self._run(title), where)
                for symbol, meaning in entries:
                    yield self._paragraph(
                        self._formula(symbol) + self._run(" – ") + self._line(meaning), legend
                    )
            case b.Note():
                yield self._note(block)
            case b.Items():
                yield from self._items(block)
            case b.Table():
                yield from self._table(block)
                yield from (self.blocks(below) for below in block.below)
            case b.Change():
                yield self._changes((block,))
            case b.Excerpt(lines):
                yield from (self._paragraph(self._line((one,)), "Excerpt") for one in lines)
            case d.Waterfall(title):
                if title:
                    yield self._paragraph(self._run(title), "Caption")
                yield charts.waterfall(block, self.width, left=self.left)
            case d.Heat():
                yield from self._table(tabled(block, 0), charts.fills(block))
            case d.Histogram() | d.Dots() | d.Slope() | d.Multiples():
                yield from self._table(tabled(block, LONGEST_BAR))  # Word draws charts of a spreadsheet only
            case b.Tiles(made):
                yield charts.tiles(made, self.width, left=self.left)
            case b.Folded(title, inside, level, _, anchor):
                yield from self._block(b.Heading(title, level, anchor))
                yield self.blocks(inside)
            case b.Front():
                yield from self._front(block)
            case b.Contents(title, entries):
                yield self._paragraph(self._run(title), "ContentsTitle")
                for level, number, name, anchor in entries:
                    told = link_to(anchor, self._run(f"{number}. {name}" if number else name))
                    yield self._paragraph(told, f"Contents{level}")
            case b.Clause():
                yield from self._clause(block)
            case b.Shorts():
                return
            case b.Sheet():
                yield paragraph(Markup('<w:r><w:br w:type="page"/></w:r>'))
            case b.Beside():
                yield from self._beside(block)
            case b.Signature(who, name):
                yield from self._signature(who, name)
            case _:
                assert_never(block)

    # -- Parts of blocks -----------------------------------------------------------------------------------

    def _paragraph(self, inside: Markup, style: str = "", to: str = "") -> Markup:
        return paragraph(inside, style, to=to, left=self.left)

    def _label(self, label: str, line: b.Line) -> Markup:
        return self._run(f"{label}: " if line else f"{label}:", b.Tone.STRONG) if label else Markup("")

    def _marked(self, anchor: str, inside: Markup) -> Markup:
        """Something that links may lead to."""
        return marked(next(self.ids), anchor, inside) if anchor else inside

    def _note(self, note: b.Note) -> Markup:
        if note.listed:
            label = link_to(note.listed, self._run(note.label)) + self._run(": ")
        else:
            label = self._label(note.label, note.line)
        style = "Written" if note.kind is b.Kind.MARGIN and not note.label else NOTES[note.kind]
        return self._paragraph(self._marked(note.anchor, label) + self._line(note.line), style)

    def _clause(self, clause: b.Clause) -> Iterator[Markup]:
        """An item of an act; a number that does not follow the last one stands as text where Word would not count so."""
        at = self.numbered.item(clause.number) if self.numbered else 0
        mark = Markup("") if at else self._run(f"{clause.number} ")
        said = self._marked(clause.anchor, mark + self._line(clause.first))
        yield paragraph(said, "Act", left=self.left, counted=counted(at) if at else "")
        yield self.blocks(clause.below)

    def _items(self, items: b.Items) -> Iterator[Markup]:
        """A list; the texts of its items stand below each other, behind the longest mark."""
        if self.numbered and all(item.mark == f"{at})" for at, item in enumerate(items.items, 1)):
            at = counted(self.numbered.list())
            for item in items.items:
                yield paragraph(self._line(item.line), "Act", counted=at)
                yield self.blocks(item.below)
            return
        is_marked = any(item.mark or item.anchor for item in items.items)
        bullet = "" if is_marked or items.is_tree else "–"
        marks = [
            item.mark or (f"{at})" if items.ordered else bullet) for at, item in enumerate(items.items, 1)
        ]
        hanging = max((len(mark) * LETTER + GAP for mark in marks if mark), default=0)
        first = self.left or (0 if is_marked else STEP)
        text = min(first + hanging, FURTHEST)
        below = min(text + (0 if hanging else STEP), FURTHEST)
        inner = evolve(self, left=below, width=self.width + self.left - below)
        style = "Entry" if is_marked else "Listed"
        for item, mark in zip(items.items, marks, strict=True):
            before = self._marked(item.anchor, self._run(mark)) + tab() if hanging else Markup("")
            place = self._run(f"  {item.place}", b.Tone.FAINT) if item.place else Markup("")
            told = before + self._line(item.line) + place
            yield paragraph(told, style, left=text, hanging=hanging)
            yield inner.blocks(item.below)

    def _table(self, table: b.Table, fills: Sequence[Sequence[str]] = ()) -> Iterator[Markup]:
        """A table; ``fills`` are the colours of its cells."""
        if table.caption:
            yield self._paragraph(self._line(table.caption), "Caption")
        widths = column_widths(table, self.width)
        size = "Small" if least_width(table) > self.width else ""
        styles = [f"{size}Cell{'' if column.is_text else 'Right'}" for column in table.columns]
        rows = []
        if any(column.title for column in table.columns):
            titles = [self._run(column.title, b.Tone.STRONG) for column in table.columns]
            rows.append(self._row(titles, styles, widths, is_head=True))
        plain = [""] * len(widths)
        rows += [
            self._row(map(self._in_cell, cells, widths), styles, widths, colours, is_whole=not table.lies)
            for cells, colours in zip(table.rows, fills or [plain] * len(table.rows), strict=True)
        ]
        if table.foot:
            rows.append(self._row([self._line(cell, b.Tone.STRONG) for cell in table.foot], styles, widths))
        yield grid(rows, widths, left=self.left)
        yield paragraph(Markup(""), "AfterTable")

    @staticmethod
    def _row(
        cells: Iterable[Markup],
        styles: Sequence[str],
        widths: Sequence[int],
        fills: Sequence[str] = (),
        *,
        is_head: bool = False,
        is_whole: bool = True,
    ) -> Markup:
        made = zip(cells, styles, widths, fills or [""] * len(widths), strict=True)
        return row(
            [
                Cell(paragraph(cell, style), width, is_head=is_head, fill=fill)
                for cell, style, width, fill in made
            ],
            is_head=is_head,
            is_whole=is_whole,
        )

    def _changes(self, changes: Sequence[b.Change]) -> Markup:
        """What was and what is, side by side."""
        third = self.width // 5
        widths = [third, (self.width - third) // 2, (self.width - third) // 2]
        rows = []
        for change in changes:
            label = Cell(paragraph(self._run(change.label), "Cell"), widths[0])
            sides = (change.together,) if change.together else (change.before, change.after)
            room = sum(widths[1:]) // len(sides)
            told = (paragraph(self._in_cell(side, room), "Cell") for side in sides)
            rows.append(row([label, *(Cell(one, room, span=3 - len(sides)) for one in told)]))
        return grid(rows, widths, left=self.left) + paragraph(Markup(""), "AfterTable")

    def _front(self, front: b.Front) -> Iterator[Markup]:
        yield self._paragraph(self._run(front.kind), "Kind")
        yield self._paragraph(self._run(front.title), "Title")
        yield self._paragraph(self._run(front.version), "Subtitle")
        widths = [self.width * 2 // 5, self.width - self.width * 2 // 5]
        rows = (self._row(map(self._run, fact), ["Cell", "Cell"], widths) for fact in front.facts)
        yield grid(rows, widths, "Facts")

    def _beside(self, beside: b.Beside) -> Iterator[Markup]:
        """Columns without lines; what one begins another does not wait for."""
        if len(beside.parts) == 1:
            (part,) = beside.parts
            yield evolve(self, language=CODES[part.language] if part.language else self.language).blocks(
                part.blocks
            )
            return
        width = self.width // len(beside.parts)
        cells = []
        for part in beside.parts:
            language = CODES[part.language] if part.language else self.language
            inner = evolve(self, left=0, width=width - STEP, language=language)
            cells.append(Cell(inner.blocks(part.blocks) or paragraph(Markup("")), width))
        yield grid([row(cells, is_whole=False)], [width] * len(cells), "", left=self.left)
        yield paragraph(Markup(""), "AfterTable")

    def _signature(self, who: b.Line, name: str) -> Iterator[Markup]:
        widths = [self.width * 9 // 20, self.width // 4, self.width * 3 // 10]
        first, hand, last = (
            paragraph(one, "Signed") for one in (self._line(who), Markup(""), self._run(name))
        )
        made = zip((first, hand, last), widths, strict=True)
        cells = [Cell(one, width, is_signed=True, is_hand=one is hand) for one, width in made]
        yield grid([row(cells)], widths, "", left=self.left)
        yield paragraph(Markup(""), "AfterTable")

    # -- Within a line -------------------------------------------------------------------------------------

    def _run(self, text: str, tone: b.Tone = b.Tone.PLAIN) -> Markup:
        return run(text, tone, language=self.language)

    def _line(self, line: b.Line, instead: b.Tone = b.Tone.PLAIN) -> Markup:
        """A line; ``instead`` is the tone of what has none."""
        return joined(self._inline(inline, instead) for inline in line)

    def _in_cell(self, line: b.Line, width: int) -> Markup:
        """A line in a cell of a table."""
        return evolve(self, width=width - 2 * MARGIN)._line(line)  # noqa: SLF001 - a body of its own

    def _formula(self, math: Math, tone: b.Tone = b.Tone.PLAIN) -> Markup:
        """A formula within a line. Office breaks none, so what reads as a sentence is set as one, and what has no room in pieces."""
        if is_text(math):
            return self._run(plain(math), tone)
        room = (
            (self.width - FIRST_LINE) * 6 // 7 if self.numbered else self.width
        )  # an act has larger letters
        made = pieces(math, room)
        return self._run(" ").join(
            self._run(plain(one), tone) if is_text(one) else omml(one, is_bold=tone is b.Tone.STRONG)
            for one in made
        )

    def _inline(self, inline: b.Inline, instead: b.Tone) -> Markup:
        match inline:
            case b.Words(text, tone):
                return self._run(text, instead if tone is b.Tone.PLAIN else tone)
            case b.Formula(math, tone):
                return self._formula(math, instead if tone is b.Tone.PLAIN else tone)
            case b.Reference(anchor, text):
                return link_to(anchor, self._run(text))
            case b.Link(url, text) if url.startswith(("http://", "https://")):
                return hyperlink(self.link(url), text or url)
            case b.Link(url, text):
                return self._run(f"{text} ({url})" if text else url)
            case b.Break():
                return Markup("<w:r><w:br/></w:r>")
            case _:
                assert_never(inline)


def stretches(page: b.Page) -> Iterator[tuple[bool, list[b.Block]]]:
    """The blocks of a page by whether their sheets lie on their side: what stands with a table that needs it does.

    What begins a sheet or has a heading stands with what is below it, in one language or in another.
    """
    parts: list[list[tuple[Language | None, b.Block]]] = [[]]
    for language, block in _alone(page.blocks):
        is_begun = any(not isinstance(one, OPENING) for _, one in parts[-1])
        if (isinstance(block, b.Heading) and is_begun) or isinstance(block, b.Sheet):
            parts.append([])
        parts[-1].append((language, block))
    for lies, run_of in groupby(parts, lambda part: any(is_wide(block) for _, block in part)):
        yield lies, list(_together(chain.from_iterable(run_of)))


OPENING = b.Heading, b.Sheet, b.Beside
"""What a part of a paper begins with: its sheet, its marks at the right, its title."""


def _alone(blocks: Iterable[b.Block]) -> Iterator[tuple[Language | None, b.Block]]:
    """Blocks with their language; nothing for that of the page."""
    for block in blocks:
        match block:
            case b.Beside((b.Part(inner, language),)):
                yield from ((None if isinstance(one, b.Sheet) else language, one) for one in inner)
            case _:
                yield None, block


def _together(blocks: Iterable[tuple[Language | None, b.Block]]) -> Iterator[b.Block]:
    """Blocks of a language as one part again."""
    for language, run_of in groupby(blocks, lambda one: one[0]):
        made = tuple(block for _, block in run_of)
        yield from (b.Beside((b.Part(made, language),)),) if language else made


def numbers() -> Iterator[int]:
    """Numbers for bookmarks."""
    return count(1)
