"""Documents in a real browser: nothing is asked for, nothing complains, formulas are drawn, the margin is beside or below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from effrules.check.build import load_text
from effrules.check.cached import load
from effrules.report.blocks.html.whole import html
from effrules.report.document.composing import compose
from effrules.report.drafting.act_page import act_page
from effrules.report.drafting.acts import act_of
from effrules.words import Language
from tests.browser import Browser
from tests.test_document_golden import FOLDER, documents
from tests.thesis import rules_at

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""By how much the page is wider than the window."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The documents of every construct in Russian, and of amended rules in Kazakh."""
    folder = tmp_path_factory.mktemp("documents")
    rules = documents(FOLDER / "constructs.md")[0][2]["2024/methodology.eff"]
    made = {
        "constructs": (load_text(rules).program, Language.RU),
        "amended": (load(rules_at("2013")).program, Language.KK),
    }
    for name, (program, language) in made.items():
        assert program is not None
        (folder / f"{name}.html").write_text(html(compose(program, language)), encoding="utf-8")
        act = html(act_page(act_of(program, language)))
        (folder / f"{name}-act.html").write_text(act, encoding="utf-8")
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests here."""
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", ["constructs", "amended", "constructs-act", "amended-act"])
def test_a_document_opens(chromium: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    """No request, no complaint, no sideways scrolling of the page; every formula takes up room."""
    chromium.size(width, 900)
    chromium.open(pages[name])
    assert chromium.js(OVERFLOW) <= 0
    assert chromium.js("document.querySelectorAll('math').length") > 50
    assert chromium.js(
        "[...document.querySelectorAll('math')].every(one => one.getBoundingClientRect().width > 1)"
    )
    assert chromium.complaints() == []


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (400, False)])
def test_assumptions_stand_in_the_margin(
    chromium: Browser, pages: dict[str, Path], width: int, beside: bool
) -> None:
    """On a wide screen an assumption stands beside its clause, on a narrow one below the text of it."""
    chromium.size(width, 900)
    chromium.open(pages["amended"])
    left = "document.querySelector('aside').getBoundingClientRect().left"
    right = "document.querySelector('section:has(aside) .text').getBoundingClientRect().right"
    assert (chromium.js(left) > chromium.js(right)) is beside


def test_a_reference_leads_to_its_clause(chromium: Browser, pages: dict[str, Path]) -> None:
    """A click on the number of a clause brings its heading into view."""
    chromium.size(1280, 900)
    chromium.open(pages["constructs"])
    chromium.click("nav a[href='#c-6']")
    chromium.until("location.hash === '#c-6'")
    assert -5 < chromium.js("document.getElementById('c-6').getBoundingClientRect().top") < 900
