"""The blocks of a document as WordprocessingML (ECMA-376, part 1, chapter 17): paragraphs, tables, bookmarks and links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from attrs import define, field
from markupsafe import Markup

from effrules.report.blocks.mathematics.omml import omml, omml_display
from effrules.report.document.document_words import say
from effrules.report.document.docx_columns import column_widths
from effrules.report.document.pieces import (
    Align,
    Assumed,
    Block,
    Clause,
    Display,
    Document,
    Entry,
    Formula,
    Items,
    Legend,
    Line,
    Link,
    Paragraph,
    Part,
    Reference,
    Table,
    Words,
    Written,
)

WIDTH = 9354
"""Between the margins of the page, in twentieths of a point: 165 mm."""

DEEPEST = 6
"""The deepest heading that is given a style."""


def bookmark(anchor: str) -> str:
    """An anchor as the name of a bookmark: letters, digits and underscores."""
    return anchor.replace("-", "_")


@define
class DocxBody:
    """Writes the body. ``link`` gives the relation for an address; ``ids`` numbers the bookmarks."""

    document: Document
    link: Callable[[str], str]
    ids: int = field(default=0)

    def elements(self) -> Iterator[Markup]:
        """Every paragraph and table of the body, in order. Prefixes: ``w``, ``m`` and ``r``."""
        page = self.document.page
        yield _paragraph(_run(page.kind), "Kind")
        yield _paragraph(_run(page.title), "Title")
        version = say("written by", self.document.language, version=page.version)
        yield _paragraph(_run(version), "Subtitle")
        yield _facts(page.facts)
        yield _paragraph(_run(self.document.contents_title), "ContentsTitle")
        for level, number, title, anchor in self.document.contents:
            text = f"{number}. {title}" if number else title
            yield _paragraph(_link_to(anchor, text), f"Contents{level}")
        for block in self.document.blocks:
            yield from self._block(block)
        yield _paragraph(_run(self.document.colophon), "Colophon")

    def _block(self, block: Block) -> Iterator[Markup]:
        match block:
            case Part(title, anchor):
                yield _paragraph(self._marked(anchor, _run(title)), "Heading1")
            case Clause(number, _, _, anchor, level, words):
                named = f"{number}. {words}"
                yield _paragraph(self._marked(anchor, _run(named)), f"Heading{min(level + 1, DEEPEST)}")
            case Paragraph(line, label):
                before = _run(f"{label}: " if line else f"{label}:", bold=True) if label else Markup("")
                yield _paragraph(before + self._line(line))
            case Display(math):
                yield _paragraph(omml_display(math), "Formula")
            case Legend(title, entries):
                yield _paragraph(_run(title), "Where")
                for symbol, line in entries:
                    inside = omml(symbol) + _run(" – ") + self._line(line)
                    yield _paragraph(inside, "Legend")
            case Table():
                yield from self._table(block)
            case Items(lines, ordered):
                for at, line in enumerate(lines, 1):
                    mark = f"{at})" if ordered else "–"
                    yield _paragraph(_run(mark) + _tab() + self._line(line), "Listed")
            case Assumed(label, anchor, line):
                yield _paragraph(_link_to(anchor, label) + _run(": ") + self._line(line), "Assumed")
            case Written(line):
                yield _paragraph(self._line(line), "Written")
            case Entry(anchor, number, line):
                mark = number if number.startswith("[") else f"{number}."
                yield _paragraph(self._marked(anchor, _run(mark)) + _tab() + self._line(line), "Entry")
            case _:
                assert_never(block)

    def _marked(self, anchor: str, inside: Markup) -> Markup:
        """Something that links lead to."""
        self.ids += 1
        return Markup('<w:bookmarkStart w:id="{at}" w:name="{}"/>{}<w:bookmarkEnd w:id="{at}"/>').format(
            bookmark(anchor), inside, at=self.ids
        )

    def _table(self, table: Table) -> Iterator[Markup]:
        if table.caption:
            yield _paragraph(self._line(table.caption), "Caption")
        bold = tuple(_run(name, bold=True) for name in table.headings)
        widths = column_widths(table.headings, table.rows, WIDTH)
        rows = [_row(bold, table.aligns, widths, header=True)]
        rows += [_row(tuple(map(self._line, row)), table.aligns, widths) for row in table.rows]
        yield _grid(Markup("").join(rows), widths)
        yield _paragraph(Markup(""), "AfterTable")

    def _line(self, line: Line) -> Markup:
        return Markup("").join(self._inlines(line))

    def _inlines(self, line: Line) -> Iterator[Markup]:
        for inline in line:
            match inline:
                case Words(text, strong, code):
                    yield _run(text, bold=strong, style="Identifier" if code else "")
                case Formula(math):
                    yield omml(math)
                case Reference(anchor, text):
                    yield _link_to(anchor, text)
                case Link(url) if url.startswith(("http://", "https://")):
                    inside = _run(url, style="Hyperlink")
                    yield Markup('<w:hyperlink r:id="{}">{}</w:hyperlink>').format(self.link(url), inside)
                case Link(url):
                    yield _run(url)
                case _:
                    assert_never(inline)


def _paragraph(inside: Markup, style: str = "") -> Markup:
    kind = Markup('<w:pPr><w:pStyle w:val="{}"/></w:pPr>').format(style) if style else Markup("")
    return Markup("<w:p>{}{}</w:p>").format(kind, inside)


def _run(text: str, bold: bool = False, style: str = "") -> Markup:
    kind = Markup('<w:rStyle w:val="{}"/>').format(style) if style else Markup("")
    weight = Markup("<w:b/>") if bold else Markup("")
    return Markup('<w:r><w:rPr>{}{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>').format(
        kind, weight, text
    )


def _tab() -> Markup:
    return Markup("<w:r><w:tab/></w:r>")


def _link_to(anchor: str, text: str) -> Markup:
    return Markup('<w:hyperlink w:anchor="{}" w:history="1">{}</w:hyperlink>').format(
        bookmark(anchor), _run(text)
    )


def _facts(facts: tuple[tuple[str, str], ...]) -> Markup:
    """What the title page says, name and value beside each other."""
    widths = [WIDTH * 2 // 5, WIDTH - WIDTH * 2 // 5]
    rows = (_row((_run(name), _run(value)), (Align.LEFT, Align.LEFT), widths) for name, value in facts)
    return _grid(Markup("").join(rows), widths, "Facts")


def _row(
    cells: tuple[Markup, ...], aligns: tuple[Align, ...], widths: list[int], header: bool = False
) -> Markup:
    kind = Markup("<w:cantSplit/><w:tblHeader/>") if header else Markup("<w:cantSplit/>")
    made = Markup("").join(
        Markup('<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{}</w:tcPr>{}</w:tc>').format(
            width,
            Markup('<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>') if header else Markup(""),
            _paragraph(cell, "CellRight" if align is Align.RIGHT else "Cell"),
        )
        for cell, align, width in zip(cells, aligns, widths, strict=True)
    )
    return Markup("<w:tr><w:trPr>{}</w:trPr>{}</w:tr>").format(kind, made)


def _grid(rows: Markup, widths: list[int], style: str = "TableGrid") -> Markup:
    """A table as wide as the text."""
    columns = Markup("").join(Markup('<w:gridCol w:w="{}"/>').format(width) for width in widths)
    return Markup(
        '<w:tbl><w:tblPr><w:tblStyle w:val="{}"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        ' w:noVBand="1"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{}</w:tbl>'
    ).format(style, columns, rows)
