"""Tables as WordprocessingML: rows that no page breaks (but for tall ones), headings on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen
from markupsafe import Markup

from effrules.report.blocks.docx.runs import joined
from effrules.report.blocks.paper import LETTER

TALLEST = 25
"""A row of more lines than these may be broken by the end of a page: half a page would stay empty, and office programs cut off what is taller than one."""


@frozen
class Cell:
    """A cell: its paragraphs, its width in twentieths of a point; ``is_hand`` for one that is signed in, ``is_signed`` beside it.

    ``is_middle``: what is in it stands in the middle of the row; ``fill`` is its colour.
    """

    inside: Markup
    width: int
    span: int = 1
    is_head: bool = False
    is_hand: bool = False
    is_signed: bool = False
    is_middle: bool = False
    fill: str = ""


def row(cells: Sequence[Cell], *, is_head: bool = False, is_whole: bool = True) -> Markup:
    """A row; a heading is repeated on every page. The end of a page breaks none that ``is_whole``, but for tall ones, of which the rest would be lost."""
    is_whole = is_whole and all(_lines(cell) <= TALLEST for cell in cells)
    kinds = "<w:cantSplit/>" * is_whole + "<w:tblHeader/>" * is_head
    kind = Markup("<w:trPr>{}</w:trPr>").format(Markup(kinds)) if kinds else ""  # noqa: S704 - our own tags
    return Markup("<w:tr>{}{}</w:tr>").format(kind, joined(map(_cell, cells)))


_MIDDLE = Markup('<w:vAlign w:val="center"/>')


def _lines(cell: Cell) -> int:
    """About how many lines what stands in a cell takes."""
    breaks = cell.inside.count("<w:br/>") + cell.inside.count("<w:p>")
    return breaks + len(cell.inside.striptags()) * LETTER // cell.width


def _cell(cell: Cell) -> Markup:
    span = Markup('<w:gridSpan w:val="{}"/>').format(cell.span) if cell.span > 1 else ""
    hand = Markup('<w:tcBorders><w:bottom w:val="single" w:sz="4" w:color="000000"/></w:tcBorders>')
    shade = Markup('<w:shd w:val="clear" w:color="auto" w:fill="{}"/>').format(cell.fill or "F2F2F2")
    return Markup('<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{}{}{}{}</w:tcPr>{}</w:tc>').format(
        cell.width,
        span,
        hand if cell.is_hand else "",
        shade if cell.is_head or cell.fill else "",
        Markup('<w:vAlign w:val="bottom"/>') if cell.is_signed else _MIDDLE if cell.is_middle else "",
        cell.inside,
    )


def grid(rows: Iterable[Markup], widths: Sequence[int], style: str = "TableGrid", *, left: int = 0) -> Markup:
    """A table; without a style it has no lines."""
    columns = joined(Markup('<w:gridCol w:w="{}"/>').format(width) for width in widths)
    kind = Markup('<w:tblStyle w:val="{}"/>').format(style) if style else ""
    indent = Markup('<w:tblInd w:w="{}" w:type="dxa"/>').format(left) if left else ""
    return Markup(
        '<w:tbl><w:tblPr>{}<w:tblW w:w="{}" w:type="dxa"/>{}'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        ' w:noVBand="1"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{}</w:tbl>'
    ).format(kind, sum(widths), indent, columns, joined(rows))
