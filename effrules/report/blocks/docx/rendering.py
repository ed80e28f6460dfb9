"""Pages as Word files, with real headings, links, repeated table headings and formulas. Needs python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu
from markupsafe import Markup

from effrules.report.blocks.docx.body import Body, numbers, stretches
from effrules.report.blocks.docx.numbered import Numbered
from effrules.report.blocks.docx.runs import paragraph, run
from effrules.report.blocks.docx.styles import CODES, empty, lay_on_its_side, put_lacking
from effrules.report.blocks.paper import WIDE, WIDTH
from effrules.report.blocks.pieces import Block, Front, Page, Sheet
from effrules.words import Language

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
NAMESPACES = f'{nsdecls("w", "r")} xmlns:m="{MATH}"'
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP file can tell: the same page is always the same file, whenever it is written."""

NO_LETTERS = str.maketrans(dict.fromkeys("\ufffe\uffff", "\ufffd"))
"""What XML has no place for, beside the control characters that no page shows: it becomes the sign for that."""

DATES = ("dcterms:created", "dcterms:modified")


def docx_bytes(page: Page) -> bytes:
    """The whole file. The same page always gives the same bytes, with the same python-docx."""
    word = docx.Document(io.BytesIO(empty(page.language)))
    body: Any = word.element.body
    end = body.sectPr
    for element in _elements(word, page):
        end.addprevious(element)
    if page.mark:
        _put_mark(word, page.mark)
    _properties(word, page)
    whole = io.BytesIO()
    word.save(whole)
    return steady(whole.getvalue())


def _elements(word: Any, page: Page) -> Iterator[Any]:
    """What stands in the body. Each stretch of sheets but the last ends with a paragraph that says how they lie."""
    link, ids = _links(word), numbers()
    numbered = Numbered(word.part.numbering_part.element) if page.is_act else None
    end = word.element.body.sectPr
    parts = list(stretches(page))
    for at, (is_wide, blocks) in enumerate(parts):
        is_last = at == len(parts) - 1
        if at and blocks[0] == Sheet():
            del blocks[0]
        inside = Body(link, ids, WIDE if is_wide else WIDTH, numbered=numbered).blocks(blocks)
        if is_last and page.colophon:
            inside += paragraph(run(page.colophon), "Colophon")
        yield from list(parse_xml(f"<w:body {NAMESPACES}>{inside.translate(NO_LETTERS)}</w:body>"))
        section = end if is_last else deepcopy(end)
        if is_wide:
            lay_on_its_side(section)
        if at:
            for first in section.findall(qn("w:titlePg")):
                section.remove(first)
        if not is_last:
            closing = parse_xml(f"<w:body {NAMESPACES}>{paragraph(Markup(''), 'AfterTable')}</w:body>")[0]
            closing.get_or_add_pPr().append(section)
            yield closing


def within(word: Any, language: Language) -> Callable[[Iterable[Block]], Markup]:
    """What writes blocks for a Word file of somebody else: as wide as its sheets, with the styles that it lacks."""
    put_lacking(word, language)
    body = Body(_links(word), numbers(), _width(word))
    return lambda blocks: Markup(body.blocks(blocks).translate(NO_LETTERS))  # noqa: S704 - our own tags


def _width(word: Any) -> int:
    """The room between the margins of the first sheets; ours where the file does not say."""
    for section in word.sections:
        sides = section.page_width, section.left_margin, section.right_margin
        if None not in sides:
            return int(Emu(sides[0] - sides[1] - sides[2]).twips)
    return WIDTH


def _links(word: Any) -> Callable[[str], str]:
    """What gives the relation for an address; each address has one."""
    links: dict[str, str] = {}

    def link(url: str) -> str:
        if url not in links:
            allowed = url.translate(NO_LETTERS)
            links[url] = word.part.relate_to(allowed, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return links[url]

    return link


def _put_mark(word: Any, mark: str) -> None:
    """The mark at the head of every sheet."""
    for section in word.sections:
        for head in (section.header, section.first_page_header):
            line = head.paragraphs[0]
            line.text, line.style = mark, "Mark"


def _properties(word: Any, page: Page) -> None:
    """What the file says of itself: its title and language, and no day and no author, as the rules name none."""
    properties = word.core_properties
    properties.title = page.title.translate(NO_LETTERS)[:255]
    for front in page.blocks:
        if isinstance(front, Front):
            properties.subject = front.kind[:255]
            properties.version = front.version.translate(NO_LETTERS)[:255]
    properties.language = CODES[page.language]
    properties.comments = page.colophon.translate(NO_LETTERS)[:255]
    properties.author = properties.last_modified_by = properties.keywords = ""
    properties.revision = 1
    element = properties._element  # noqa: SLF001 - python-docx cannot take a day away
    for name in DATES:
        for day in element.findall(qn(name)):
            element.remove(day)


def steady(whole: bytes) -> bytes:
    """The same ZIP file without the day on which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            steady = zipfile.ZipInfo(entry.filename, FIRST_DAY)
            steady.compress_type = zipfile.ZIP_DEFLATED
            steady.create_system, steady.external_attr = 3, 0o644 << 16
            new.writestr(steady, old.read(entry))
    return made.getvalue()
