"""Formulas of papers stay within the page: office programs break none by themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from effrules.report.blocks import pieces as b
from effrules.report.blocks.docx.rendering import docx_bytes
from effrules.report.blocks.mathematics import tree as t
from effrules.report.blocks.mathematics.fitting import SIZES, fitted, is_legible, pieces, sized, width
from effrules.report.blocks.mathematics.plain import plain
from effrules.report.blocks.paper import HALF, WIDTH
from effrules.report.drafting.act_page import Together, act_pages
from effrules.report.drafting.acts import act_of
from effrules.words import Language
from tests.shipped import checked

RIGHT = 595.3 - 42.5 + 1
"""Where text ends on a sheet, in points."""


@cache
def formulas(rules: str, language: Language) -> list[t.Math]:
    """The formulas of an act that stand on lines of their own."""
    program = checked(rules).program
    assert program is not None
    made = act_of(program, language)
    return [
        block.math for element in made.elements for block in element.blocks if isinstance(block, b.Display)
    ]


def letters(math: t.Math) -> str:
    """What a formula says, without room and brackets."""
    return re.sub(r"[\s;,()]", "", plain(math))


@pytest.mark.parametrize("rules", ["2011", "2018", "current", "performance", "monitoring-2016"])
def test_formulas_of_an_act_have_room(rules: str) -> None:
    """On a whole page all of them, nearly all in letters of the usual size; what they say stays the same."""
    found = [math for language in Language for math in formulas(rules, language)]
    made = [sized(math, WIDTH) for math in found]
    assert all(width(math) <= WIDTH * 110 // size for math, size in made)  # widths are generous: see below
    assert sum(width(math) > WIDTH * 100 // size for math, size in made) * 50 <= len(made)
    assert sum(size < SIZES[0] for _, size in made) * 20 <= len(made)
    assert [letters(math) for math, _ in made] == [letters(math) for math in found]


def test_what_fits_is_left_alone() -> None:
    made = t.Row((t.Sym("S"), t.Op("="), t.Num("1")))
    assert sized(made, WIDTH) == (made, SIZES[0])
    assert pieces(made, WIDTH) == [made]


def test_lines_begin_with_the_operator_that_holds_least() -> None:
    one = t.Row((t.Words("the first of them"), t.Op("×"), t.Words("the second")))
    made = fitted(t.row(one, t.Op("+"), one, t.Op("−"), t.Num("1")), 22_000)
    assert isinstance(made, t.Stack)
    assert [plain(line)[:1] for line in made.lines] == ["t", "+"]


def test_a_line_of_text_breaks_within_a_name() -> None:
    """A name of some words with an index: the words stand as text, the last of them has the index."""
    long = t.Sym("«" + "of many words " * 12 + "indeed»", t.Sym("t"))
    *words, last = pieces(long, HALF)
    assert [type(one) for one in words] == [t.Stack] or all(isinstance(one, t.Words) for one in words)
    assert last == t.Sym("indeed»", t.Sym("t"))


def test_what_is_too_wide_for_half_a_page_has_a_whole_one() -> None:
    """In two columns: an item whose formula would be broken too often stands in both languages one after the other."""
    program = checked("current").program
    assert program is not None
    acts = [act_of(program, language) for language in (Language.KK, Language.RU)]
    found = 0
    for block in act_pages(acts, Together.BESIDE).blocks:
        assert isinstance(block, b.Beside)
        for part in block.parts:
            maths = [one.math for clause in part.blocks if isinstance(clause, b.Clause) for one in clause.blocks
                     if isinstance(one, b.Display)]  # fmt: skip
            found += len(block.parts) == 1 and bool(maths)
            assert len(block.parts) == 1 or all(is_legible(math, HALF) for math in maths)
    assert found


@pytest.mark.office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext (Poppler) on this machine")
def test_an_office_program_sets_them_within_the_page(tmp_path: Path) -> None:
    """The formulas that have to be broken, set by LibreOffice: none of their letters stands beyond the margin."""
    found = [
        math
        for language in (Language.KK, Language.RU)
        for math in formulas("current", language)
        if sized(math, WIDTH) != (math, SIZES[0])
    ]
    assert len(found) > 20
    blocks = [block for math in found for block in (b.Display(math), b.Paragraph((b.Formula(math),)))]
    rows = tuple((b.words("1"), (b.Formula(math),)) for math in found[:10])
    page = b.Page(Language.RU, "x", (*blocks, b.Table(b.texts("", ""), rows)), is_act=True)
    (tmp_path / "x.docx").write_bytes(docx_bytes(page))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "x.docx"],
        capture_output=True, timeout=300, check=True,
    )  # fmt: skip
    told = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    words = re.findall(r'<word xMin="[\d.]+" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*)</word>', told)
    assert len(words) > len(found)
    assert [(word, right) for right, word in words if float(right) > RIGHT] == []
    assert "¿" not in told  # what LibreOffice sets where an operator lacks its operand
