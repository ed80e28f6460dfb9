"""What must hold of the document of any methodology, in every format and language."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load_text
from effrules.diagnostics import has_errors
from effrules.model.program import Program
from effrules.report.blocks.docx.rendering import docx_bytes
from effrules.report.blocks.html.whole import html
from effrules.report.blocks.markdown import markdown
from effrules.report.blocks.pieces import Display, Heading
from effrules.report.blocks.pieces import Page as Blocks
from effrules.report.document.composing import compose
from effrules.report.naming import Naming
from effrules.report.procedure import Procedure
from effrules.words import Language
from tests.document_pages import M, Page, WordFile
from tests.strategies import methodologies

PLACE = re.compile(r"\{\w+\}")


def checked(text: str) -> Program:
    """The program of a text that checks."""
    made = load_text(text)
    assert made.program is not None
    assert not has_errors(made.findings)
    return made.program


def bookmarked(links: list[str]) -> set[str]:
    """The places in the page that links lead to."""
    return {link[1:] for link in links if link.startswith("#")}


def assert_html(document: Blocks, program: Program, language: Language) -> None:
    """The page is well-formed, its ids differ, its links lead somewhere, each node has its heading, MathML is XML."""
    text = html(document)
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    assert bookmarked(page.links) <= set(page.ids)
    for name in program.nodes:
        if name != "total":
            assert any(re.search(rf" «?{name}»?$", heading) for heading in page.headings), name
    formulas = re.findall(r"<math.*?</math>", text, re.DOTALL)
    assert len(formulas) >= len(program.nodes)
    for formula in formulas:
        ET.fromstring(formula)
    assert "script" not in page.tags
    advised = map(Procedure(Naming(program, language)).text, program.recommendations.values())
    assert {*PLACE.findall("".join(page.texts))} <= {*PLACE.findall("".join(advised))}


def assert_word(document: Blocks, program: Program) -> None:
    """The file opens, its bookmarks differ, its links lead somewhere, each node has its heading, formulas are native."""
    word = WordFile(docx_bytes(document))
    assert len(word.bookmarks) == len(set(word.bookmarks))
    assert word.anchors <= set(word.bookmarks)
    headings = word.paragraphs("Heading")
    for name in program.nodes:
        if name != "total":
            assert any(re.search(rf" «?{name}»?$", heading) for heading in headings), name
    assert word.count(f"{M}oMathPara") == sum(isinstance(block, Display) for block in document.blocks)


def assert_markdown(document: Blocks, program: Program) -> None:
    """Each clause has its heading, fences are closed, and each table has as many cells in every row."""
    lines = markdown(document).splitlines()
    clauses = [block for block in document.blocks if isinstance(block, Heading) and block.number]
    headings = [line for line in lines if line.startswith("###")]
    assert len(headings) == len(clauses)
    assert all(f" {clause.number}. " in heading for clause, heading in zip(clauses, headings, strict=True))
    assert sum(line.startswith("```") for line in lines) % 2 == 0
    widths: list[int] = []
    for line in lines:
        if not line.startswith("| "):
            widths = []
            continue
        widths.append(len(re.findall(r"(?<!\\)\|", line)))
        assert widths[0] == widths[-1], line
    for name in program.nodes:
        if name != "total":
            assert any(re.search(rf" «?{name}»?$", heading.replace("\\", "")) for heading in headings), name


@settings(max_examples=10, deadline=None)
@given(methodologies(), st.sampled_from(Language))
def test_any_methodology_becomes_a_document(text: str, language: Language) -> None:
    """A random methodology is rendered in each format, in a random language, whole and with working links."""
    program = checked(text)
    document = compose(program, language)
    assert_html(document, program, language)
    assert_markdown(document, program)
    assert_word(document, program)


@settings(max_examples=3, deadline=None)
@given(methodologies(), st.sampled_from(Language))
def test_a_document_is_the_same_each_time(text: str, language: Language) -> None:
    """The same rules, read twice, give the same bytes in each format."""
    first, second = (compose(checked(text), language) for _ in range(2))
    assert html(first) == html(second)
    assert markdown(first) == markdown(second)
    assert docx_bytes(first) == docx_bytes(second)
