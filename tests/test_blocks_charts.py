"""Charts of every kind: in a terminal, in Markdown, in Word, on a page in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flint import fmpq

from effrules.report.blocks.charts.drawn import (
    Bar,
    Dot,
    Dots,
    Heat,
    Heated,
    Histogram,
    Limit,
    Multiples,
    Panel,
    Slope,
    Warm,
    Way,
)
from effrules.report.blocks.docx.rendering import docx_bytes
from effrules.report.blocks.html.whole import html
from effrules.report.blocks.markdown import markdown
from effrules.report.blocks.pieces import Heading, Page, Paragraph, Table, Tile, Tiles, Tone, texts, words
from effrules.report.blocks.terminal import terminal
from effrules.words import Language
from tests.browser import Browser
from tests.document_pages import WordFile

ENDS = fmpq(0), fmpq(100)
SPREAD = Histogram(
    "Change", (Bar("-2 to 0", (3, 0), -1), Bar("0 to 2", (1, 2), 1)), "points", ("central", "local")
)
DOTS = Dots(
    "Total",
    (
        Dot("Alpha", "92", fmpq(92), fmpq(60), anchor="a"),
        Dot("Beta, which has a long name", "40", fmpq(40)),
        Dot("Gamma", "no score", None),
        Dot("Delta", "60", fmpq(60), reach=(fmpq(40), fmpq(72))),
        Dot("Epsilon", "1", fmpq(1), reach=(fmpq(1), fmpq(1))),
    ),
    *ENDS,
    (Limit(fmpq(50), "middle"), Limit(fmpq(90), "high")),
)
HEAT = Heat(
    "Directions",
    "Body",
    ("1.2", "1.1"),
    (
        Heated("Alpha", (Warm("0", fmpq(0)), Warm("100", fmpq(100))), anchor="a"),
        Heated("Beta", (Warm("50", fmpq(50)), Warm("-", None))),
    ),
    *ENDS,
)
SLOPE = Slope(
    "Places",
    "2018",
    "2019",
    (Way("Alpha", 1, 2), Way("Beta", 2, 1, "high", 1), Way("Gamma", 3, None), Way("New", None, 3)),
)
YEARS = Multiples(
    "Years",
    ("2017", "2018", "2019"),
    (
        Panel("Goals", (fmpq(0), fmpq(50), fmpq(100)), ("0", "50", "100")),
        Panel("Data", (None, fmpq(9), fmpq(8)), ("-", "9", "8")),
    ),
    *ENDS,
)
NUMBERS = Tiles((Tile("29 of 40", "lose", Tone.BAD), Tile("-1.5", "on average")))
ROWS = Table(
    texts("Body"), ((words("Alpha"),), (words("Beta"),)), below=((), (Paragraph(words("More of Beta.")),))
)
CHARTS = Page(
    Language.EN, "Charts", (Heading(words("Charts"), 1), NUMBERS, SPREAD, DOTS, HEAT, SLOPE, YEARS, ROWS)
)

TEXT = """\
Charts

29 of 40 lose
    -1.5 on average

Change
central
-2 to 0 │████████████████████████████████████████ 3
 0 to 2 │█████████████▍ 1
local
-2 to 0 │
 0 to 2 │██████████████████████████▊ 2

Total
Alpha                              92  ····················│··○···········│●···
Beta, which has a long name        40  ················●···│··············│····
Gamma                        no score  ····················│··············│····
Delta                              60  ················├───│──●────┤······│····
Epsilon                             1  ●···················│··············│····

Directions
Body   1.2  1.1
───────────────
Alpha    0  100
Beta    50    -

Places
       2018  2019
───────────────────────
Beta      2     1  high
Alpha     1     2
New             3
Gamma     3

Years
       2017  2018  2019
────────────────────────────
Goals     0    50   100  ▁▅█
Data      -     9     8  ·▂▂

Body
─────
Alpha
Beta

More of Beta.
"""


def test_a_terminal() -> None:
    assert terminal(CHARTS, width=80) == TEXT


def test_markdown() -> None:
    """Tables, and a drawing of characters within a fence."""
    told = markdown(CHARTS)
    assert "| Beta | 2 | 1 | high |\n" in told
    assert "| Alpha | 0 | 100 |\n" in told
    assert told.count("```text") == 2


def test_word() -> None:
    """Charts are tables there, with bars of letters."""
    word = WordFile(docx_bytes(CHARTS))
    said = "\n".join(word.paragraphs())
    assert "█" in said
    assert all(text in said for text in ("Directions", "Places", "Years", "no score"))


def test_a_page_draws_within_tables() -> None:
    """All numbers are text; no drawing has a style of its own; each row of a chart is named by its head."""
    told = html(CHARTS)
    assert told.count("<caption>") == 3
    assert '<dt>lose</dt><dd><span class="bad">29 of 40</span></dd>' in told
    assert 'Beta</td></tr><tr class="below"><td colspan="1"><p>More of Beta.</p></td></tr>' in told
    assert told.count('<th scope="row">') == 2 + 5 + 2
    assert 'class="r h0">0<' in told
    assert 'class="r h5">100<' in told
    assert re.findall(r"<svg(?![^>]*focusable=\"false\")", told) == []
    assert " style=" not in told


def test_a_slope_says_where_each_went() -> None:
    """Who rises and crosses a grade is marked by words and colour; who was not there before or is not now has no line."""
    told = html(CHARTS)
    sides = re.search(r'<div class="sides">(.*?)</figure>', told, re.DOTALL)
    assert sides is not None
    assert re.findall('<line class="([a-z]*)"', sides[1]) == ["moved", "up"]
    assert '<b>1</b><span class="name">Beta<span class="move"> (▲1)</span> <em>high</em>' in sides[1]


@pytest.mark.browser
def test_a_browser(tmp_path: Any) -> None:
    """Nothing is wider than a telephone; a dot lies where its number says."""
    (tmp_path / "page.html").write_text(html(CHARTS), encoding="utf-8")
    browser = Browser(tmp_path / "profile")
    try:
        root = "document.documentElement"
        for width in (1280, 390):
            browser.size(width, 800)
            browser.open(tmp_path / "page.html")
            assert browser.js(f"{root}.scrollWidth - {root}.clientWidth") <= 0
            middle = "(r => r.x + r.width / 2)"
            at, low, high = (
                browser.js(f"{middle}(document.querySelector('.dots {css}').getBoundingClientRect())")
                for css in ("circle:not(.old)", "tbody line.limit", "tbody line.limit:nth-of-type(2)")
            )
            assert abs((at - low) / (high - low) - 42 / 40) < 0.02
        assert browser.complaints() == []
    finally:
        browser.close()
