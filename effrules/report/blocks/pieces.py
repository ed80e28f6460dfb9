"""What a report is made of, apart from how a format spells it: headings, paragraphs, lists, tables, remarks, drawings.

A report is made once, as a `Page` of these pieces; each format (terminal, Markdown, HTML, DOCX) has one renderer for all
reports. Texts are in the reader's language already. JSON is no rendering of pieces: its readers want the data itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise

from attrs import frozen

from effrules.report.blocks.charts.drawn import Chart
from effrules.report.blocks.mathematics.tree import Math
from effrules.words import Language

# -- Within a line ---------------------------------------------------------------------------------------


class Tone(Enum):
    """How words stand out, by what they mean; how that looks is the format's affair."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    CODE = "code"
    """A name or a text as it stands in rules or data."""
    OLD = "old"
    """What was and is no more."""
    NEW = "new"
    """What was not before."""
    GOOD = "good"
    BAD = "bad"
    ODD = "odd"


MARKS = {Tone.OLD: "- ", Tone.NEW: "+ "}
"""Before lines of an excerpt that are gone, and before new ones."""


@frozen
class Words:
    """Words, and how they stand out."""

    text: str
    tone: Tone = Tone.PLAIN


@frozen
class Formula:
    """Mathematics within a line, and how it stands out."""

    math: Math
    tone: Tone = Tone.PLAIN


@frozen
class Reference:
    """A reference to a place of the page, by its anchor."""

    anchor: str
    text: str


@frozen
class Link:
    """An address outside the page; ``text`` where it is not shown itself."""

    url: str
    text: str = ""


@frozen
class Break:
    """A new line within a paragraph or a cell."""


Inline = Words | Formula | Reference | Link | Break
Line = tuple[Inline, ...]


# -- Blocks ----------------------------------------------------------------------------------------------


@frozen
class Heading:
    """A heading: ``level`` 1 is the page's own; a ``number`` without its last point.

    ``elsewhere``: the address of a place in another file that is about the same. ``kind`` (`criterion`) stands before the title; ``named`` says both for formats that have no place for it apart.
    """

    title: Line
    level: int
    anchor: str = ""
    number: str = ""
    kind: str = ""
    named: Line = ()
    elsewhere: str = ""


class Side(Enum):
    """Where a paragraph stands on its line."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@frozen
class Paragraph:
    """A paragraph; with a ``label``, what it is about."""

    line: Line
    label: str = ""
    side: Side = Side.START


@frozen
class Display:
    """A formula on a line of its own."""

    math: Math


@frozen
class Legend:
    """What the symbols of a formula mean: the symbol and its meaning."""

    title: str
    entries: tuple[tuple[Math, Line], ...]


class Kind(Enum):
    """What a remark is for."""

    LOUD = "loud"
    """What nobody must miss."""
    MARGIN = "margin"
    """What stands beside the text: with a label, an assumption; without one, where a clause comes from."""
    SMALL = "small"
    """How to read what stands above, and where it comes from."""


@frozen
class Note:
    """A remark; with a ``label``, what kind it is, and ``listed``, the anchor of where all of them are listed."""

    line: Line
    kind: Kind
    label: str = ""
    anchor: str = ""
    listed: str = ""


@frozen
class Item:
    """An item of a list with what stands below it. ``mark``, a sign or a word, replaces the bullet or the number.

    ``place`` is where it stands in rules or data: faint, behind the line or below it.
    """

    line: Line
    below: tuple[Block, ...] = ()
    mark: str = ""
    anchor: str = ""
    place: str = ""


@frozen
class Items:
    """A list; ``ordered`` for steps in their order. A tree is a list whose items have lists below them.

    ``is_tree``: a terminal draws its branches.
    """

    items: tuple[Item, ...]
    ordered: bool = False
    is_tree: bool = False


@frozen
class Column:
    """A column: ``is_text`` stands left, numbers stand right; ``is_long`` may be wrapped.

    ``short`` stands for the title where titles have no room. Where a table is laid in parts, each has what ``is_key``, and what
    ``is_detail`` stands in parts of its own.
    """

    title: str
    is_text: bool = False
    is_long: bool = False
    short: str = ""
    is_key: bool = False
    is_detail: bool = False


@frozen
class Table:
    """A table with a caption; ``is_named`` where the first cell of a row says what the row is.

    ``lies``: its sheet lies on its side, and a page may end within a row. ``foot`` is a row that sums up the others. A table whose columns have no titles has no head. Where it has no room, a
    format may lay it in parts that repeat the first column (or the keys), or row by row. ``below``: what is told of each row besides;
    where a format can, it stands in the table below its row, else below the table.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: Line = ()
    is_named: bool = False
    foot: tuple[Line, ...] = ()
    lies: bool = False
    below: tuple[tuple[Block, ...], ...] = ()


@frozen
class Shorts:
    """What the short titles mean of tables that stand above, for formats that had no room for the titles."""

    tables: tuple[Table, ...]


@frozen
class Tile:
    """A number that everybody is to see, and what it is."""

    number: str
    label: str
    tone: Tone = Tone.PLAIN


@frozen
class Tiles:
    """A few numbers that say the most."""

    tiles: tuple[Tile, ...]


@frozen
class Change:
    """What was and what is: ``together`` one text in which the change is marked, else two that stand side by side."""

    label: str
    before: Line = ()
    after: Line = ()
    together: Line = ()


@frozen
class Excerpt:
    """Lines of the rules as they stand there; old and new ones by their tones."""

    lines: tuple[Words, ...]


@frozen
class Folded:
    """What is opened on demand where the format can; ``title`` is always seen, elsewhere as a heading of its ``level``."""

    title: Line
    blocks: tuple[Block, ...]
    level: int = 2
    is_open: bool = False
    anchor: str = ""


# -- Of papers -------------------------------------------------------------------------------------------


@frozen
class Front:
    """A title page: what the paper is, its title, what stands below it, and what it says of itself."""

    kind: str
    title: str
    version: str
    facts: tuple[tuple[str, str], ...]


@frozen
class Contents:
    """The contents, by level from 0, number, title and anchor, for formats whose readers do not get them otherwise."""

    title: str
    entries: tuple[tuple[int, str, str, str], ...]


@frozen
class Clause:
    """An item of an act: its number (``6.``) stands before the first of its blocks, a paragraph."""

    number: str
    blocks: tuple[Block, ...]
    anchor: str = ""

    @property
    def first(self) -> Line:
        """What stands behind the number."""
        return self.blocks[0].line if self.blocks and isinstance(self.blocks[0], Paragraph) else ()

    @property
    def below(self) -> tuple[Block, ...]:
        """What stands below it."""
        return self.blocks[1:] if self.blocks and isinstance(self.blocks[0], Paragraph) else self.blocks


@frozen
class Sheet:
    """What comes next begins a new sheet of paper."""


@frozen
class Part:
    """What stands in one of several columns of a paper, and its language where it is another one than the paper's."""

    blocks: tuple[Block, ...]
    language: Language | None = None


@frozen
class Beside:
    """Parts of equal width side by side: two languages, an approval at the right of nothing."""

    parts: tuple[Part, ...]


@frozen
class Signature:
    """Who signs, room for the hand, and a name."""

    who: Line
    name: str = ""


Block = (
    Heading | Paragraph | Display | Legend | Note | Items | Table | Shorts | Tiles | Change | Excerpt | Chart[str] | Folded
    | Front | Contents | Clause | Sheet | Beside | Signature
)  # fmt: skip


@frozen
class Page:
    """A whole report; ``colophon`` is its last line. ``mark`` stands on every sheet: that the paper is a draft.

    ``is_act``: it is set as acts are, with paragraphs that begin further in.
    """

    language: Language
    title: str
    blocks: tuple[Block, ...]
    colophon: str = ""
    is_act: bool = False
    mark: str = ""

    @property
    def marked(self) -> tuple[Block, ...]:
        """The blocks behind the mark, for formats without sheets."""
        return (Note(words(self.mark), Kind.LOUD), *self.blocks) if self.mark else self.blocks


def texts(*titles: str) -> tuple[Column, ...]:
    """Columns of texts."""
    return tuple(Column(title, is_text=True) for title in titles)


def listed(lines: Iterable[Line], *, ordered: bool = False) -> Items:
    """A list of lines."""
    return Items(tuple(map(Item, lines)), ordered)


def nested(lines: Sequence[tuple[int, Line]]) -> Items:
    """A list of lines, each with how deep it lies."""
    made = []
    starts = [at for at, (depth, _) in enumerate(lines) if depth <= lines[0][0]]
    for start, end in pairwise((*starts, len(lines))):
        inside = lines[start + 1 : end]
        made.append(Item(lines[start][1], (nested(inside),) if inside else ()))
    return Items(tuple(made))


def is_word(mark: str) -> bool:
    """Whether a mark is a word, which stands further off than a sign."""
    return mark[-1:].isalnum()


def separated(lines: Iterable[Line], by: str = ", ") -> Line:
    """Lines as one, with words between them."""
    made: list[Inline] = []
    for line in lines:
        made += [Words(by), *line] if made else line
    return tuple(made)


def words(text: str, tone: Tone = Tone.PLAIN) -> Line:
    """A line of words; none where there is no text."""
    return (Words(text, tone),) if text else ()
