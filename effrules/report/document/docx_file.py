"""A document as a Word file, with real headings, links, repeated table headings and formulas. Needs python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from markupsafe import Markup

from effrules.report.document.docx_body import DocxBody
from effrules.report.document.docx_styles import CODES, put_styles
from effrules.report.document.pieces import Document

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
NAMESPACES = f'{nsdecls("w", "r")} xmlns:m="{MATH}"'
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP file can tell: the same document is always the same file, whenever it is written."""

NO_LETTERS = str.maketrans(dict.fromkeys("\ufffe\uffff", "\ufffd"))
"""What XML has no place for, beside the control characters that no document shows: it becomes the sign for that."""

DATES = ("dcterms:created", "dcterms:modified")


def docx_bytes(document: Document) -> bytes:
    """The whole file. The same document always gives the same bytes, with the same python-docx."""
    word = docx.Document()
    put_styles(word, document.language)
    links: dict[str, str] = {}

    def link(url: str) -> str:
        if url not in links:
            allowed = url.translate(NO_LETTERS)
            links[url] = word.part.relate_to(allowed, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return links[url]

    inside = Markup("").join(DocxBody(document, link).elements()).translate(NO_LETTERS)
    body: Any = word.element.body
    end = body.sectPr
    for element in list(parse_xml(f"<w:body {NAMESPACES}>{inside}</w:body>")):
        end.addprevious(element)
    _properties(word, document)
    whole = io.BytesIO()
    word.save(whole)
    return _steady(whole.getvalue())


def _properties(word: Any, document: Document) -> None:
    """What the file says of itself: its title and language, and no day and no author, as the rules name none."""
    properties = word.core_properties
    properties.title = document.page.title.translate(NO_LETTERS)[:255]
    properties.subject = document.page.kind[:255]
    properties.version = document.page.version.translate(NO_LETTERS)[:255]
    properties.language = CODES[document.language]
    properties.comments = document.colophon.translate(NO_LETTERS)[:255]
    properties.author = properties.last_modified_by = properties.keywords = ""
    properties.revision = 1
    element = properties._element  # noqa: SLF001 - python-docx cannot take a day away
    for name in DATES:
        for day in element.findall(qn(name)):
            element.remove(day)


def _steady(whole: bytes) -> bytes:
    """The same ZIP file without the day on which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            steady = zipfile.ZipInfo(entry.filename, FIRST_DAY)
            steady.compress_type = zipfile.ZIP_DEFLATED
            steady.create_system, steady.external_attr = 3, 0o644 << 16
            new.writestr(steady, old.read(entry))
    return made.getvalue()
