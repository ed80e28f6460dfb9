"""What a document is made of, apart from how a file spells it: clauses, paragraphs, formulas, tables, remarks."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from effrules.report.blocks.mathematics.tree import Math
from effrules.words import Language

# -- Within a line ---------------------------------------------------------------------------------------


@frozen
class Words:
    """Words; ``strong`` for those that a reader looks for, ``code`` for a name as it stands in data."""

    text: str
    strong: bool = False
    code: bool = False


@frozen
class Formula:
    """Mathematics within a line."""

    math: Math


@frozen
class Reference:
    """A reference to a clause or a source of the document, by its anchor."""

    anchor: str
    text: str


@frozen
class Link:
    """An address outside the document."""

    url: str


Inline = Words | Formula | Reference | Link
Line = tuple[Inline, ...]


# -- Blocks ----------------------------------------------------------------------------------------------


@frozen
class Part:
    """The heading of a part of the document."""

    title: str
    anchor: str


@frozen
class Clause:
    """The heading of a numbered clause. ``level`` is 1 for ``1.``, 2 for ``1.1.``; ``kind`` says what it is.

    ``named`` is both in one line: the kind and the title.
    """

    number: str
    title: str
    kind: str
    anchor: str
    level: int
    named: str


@frozen
class Paragraph:
    """A paragraph; with a ``label``, what it is about."""

    line: Line
    label: str = ""


@frozen
class Display:
    """A formula on a line of its own."""

    math: Math


@frozen
class Legend:
    """What the symbols of a formula mean: the symbol and its meaning."""

    title: str
    entries: tuple[tuple[Math, Line], ...]


class Align(Enum):
    """How a column of a table is set."""

    LEFT = "left"
    RIGHT = "right"


@frozen
class Table:
    """A table with a caption, headings and rows."""

    caption: Line
    headings: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    aligns: tuple[Align, ...]


@frozen
class Items:
    """A list; ``ordered`` for steps in their order."""

    lines: tuple[Line, ...]
    ordered: bool = False


@frozen
class Assumed:
    """A remark in the margin: something that the sources do not give. ``first`` where the assumption is listed from."""

    label: str
    anchor: str
    line: Line


@frozen
class Written:
    """A remark in the margin: the version that wrote a clause, and why it was changed."""

    line: Line


@frozen
class Entry:
    """A numbered entry of a list at the end: a source, a note, an assumption."""

    anchor: str
    number: str
    line: Line


Block = Part | Clause | Paragraph | Display | Legend | Table | Items | Assumed | Written | Entry


@frozen
class TitlePage:
    """What stands before everything else: the methodology's title and what it says of itself."""

    kind: str
    title: str
    version: str
    facts: tuple[tuple[str, str], ...]


@frozen
class Document:
    """A whole document. ``contents`` names its parts and first clauses by their anchors."""

    language: Language
    page: TitlePage
    contents_title: str
    contents: tuple[tuple[int, str, str, str], ...]
    blocks: tuple[Block, ...]
    colophon: str


def words(text: str) -> Line:
    """A line of words."""
    return (Words(text),) if text else ()
