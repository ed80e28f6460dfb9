"""What a report is made of, apart from how a format spells it: headings, paragraphs, lists, tables, remarks, drawings.

A report is made once, as a `Page` of these pieces; each format (terminal, Markdown, HTML, DOCX) has one renderer for all
reports. Texts are in the reader's language already. JSON is no rendering of pieces: its readers want the data itself.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen
from flint import fmpq

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


@frozen
class Words:
    """Words, and how they stand out."""

    text: str
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


Inline = Words | Reference | Link | Break
Line = tuple[Inline, ...]


# -- Blocks ----------------------------------------------------------------------------------------------


@frozen
class Heading:
    """A heading: ``level`` 1 is the page's own. ``number`` and ``kind`` (`criterion`) stand before the title."""

    title: Line
    level: int
    anchor: str = ""
    number: str = ""
    kind: str = ""


@frozen
class Paragraph:
    """A paragraph; with a ``label``, what it is about."""

    line: Line
    label: str = ""


class Kind(Enum):
    """What a remark is for."""

    LOUD = "loud"
    """What nobody must miss."""
    MARGIN = "margin"
    """What stands beside the text: an assumption, where a clause comes from."""
    SMALL = "small"
    """How to read what stands above, and where it comes from."""


@frozen
class Note:
    """A remark; with a ``label``, what kind it is."""

    line: Line
    kind: Kind
    label: str = ""
    anchor: str = ""


@frozen
class Item:
    """An item of a list with what stands below it. ``mark`` replaces the bullet or the number.

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
    """A column: ``is_text`` stands left, numbers stand right; ``is_long`` may be wrapped."""

    title: str
    is_text: bool = False
    is_long: bool = False


@frozen
class Table:
    """A table with a caption. Where it has no room, a format may lay it in parts that repeat the first column, or row by row.

    ``foot`` is a row that sums up the others. A table whose columns have no titles has no head.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: Line = ()
    foot: tuple[Line, ...] = ()


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
class Bar:
    """A bar of a histogram. ``sign`` -1 and 1 are told apart; 0 is neither."""

    label: str
    count: int
    sign: int = 0


@frozen
class Histogram:
    """How many fall into each bin; ``title`` says what is counted, for whoever cannot see it."""

    title: str
    bars: tuple[Bar, ...]


@frozen
class Fall:
    """A step of a waterfall: from where to where, and its number as text."""

    label: str
    text: str
    start: fmpq
    end: fmpq
    is_end: bool = False


@frozen
class Waterfall:
    """A way from one number to another by steps; ``low`` and ``high``: one scale for several, else its own."""

    title: str
    falls: tuple[Fall, ...]
    low: fmpq | None = None
    high: fmpq | None = None


@frozen
class Folded:
    """What is opened on demand where the format can; ``title`` is always seen, elsewhere as a heading of its ``level``."""

    title: Line
    blocks: tuple[Block, ...]
    level: int = 2
    is_open: bool = False
    anchor: str = ""


Block = Heading | Paragraph | Note | Items | Table | Change | Excerpt | Histogram | Waterfall | Folded


@frozen
class Page:
    """A whole report."""

    language: Language
    title: str
    blocks: tuple[Block, ...]


def words(text: str, tone: Tone = Tone.PLAIN) -> Line:
    """A line of words; none where there is no text."""
    return (Words(text, tone),) if text else ()
