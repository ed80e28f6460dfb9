"""The report in a real browser: it opens, derivations unfold, languages change, links arrive; with mouse, keyboard and screen reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from effrules.check.cached import load
from effrules.data import read
from effrules.report.page import page
from effrules.trace.tracing import trace
from tests.browser import Browser
from tests.report_pages import whole
from tests.thesis import rules_at

pytestmark = pytest.mark.browser

OPENED = "document.querySelector('#b1-how [role=tree]')"
"""The tree of the first body's derivation."""

DRAWN = "document.documentElement.matches('.js')"
"""The script has unpacked the page."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample of the rules of three blocks."""
    folder = rules_at("current")
    program = load(str(folder)).program
    assert program is not None
    dataset, findings = read(folder / "sample", program.schema)
    assert dataset is not None, findings
    derivations = trace(program, dataset)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(derivations, derivations.results, program), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests here."""
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium: Browser, report: Path) -> Iterator[Browser]:
    """The browser with the report open; whatever a test does, the page asks for nothing and complains of nothing."""
    chromium.size(1280, 900)
    chromium.open(report)
    chromium.until(DRAWN)
    yield chromium
    assert chromium.complaints() == []


def text(browser: Browser, css: str) -> str:
    """What a reader sees of the first element of a selector, on one line."""
    found: str = browser.js(f"document.querySelector({json.dumps(css)}).innerText")
    return " ".join(found.split())


def test_it_opens(browser: Browser) -> None:
    """The page shows the ranking of all bodies with a bar of parts for each, in one language only."""
    assert text(browser, "h1") == "First: Sample C11 (98.32), Sample L04 (97.43)"
    assert browser.js("document.title").endswith(" · Assessment of the efficiency of state bodies · current")
    assert browser.js("document.querySelectorAll('tr[data-b]').length") == 40
    assert browser.js("document.querySelectorAll('article.body').length") == 40
    assert browser.js(
        "[...document.querySelectorAll('tr[data-b]')].every(row => row.querySelectorAll('svg circle').length > 1)"
    )
    assert "Достижение" not in browser.js("document.querySelector('#bodies').innerText")


def test_a_derivation_opens(browser: Browser) -> None:
    """A click on the score of a body opens its derivation at that step; what is below adds up to what stands above."""
    assert not browser.js("document.querySelector('#b1-how').open")
    browser.click("#b1 a.why")
    browser.until("document.querySelector('#b1-how').open")
    root = f"{OPENED}.querySelector('[role=treeitem]')"
    assert browser.js(f"{root}.getAttribute('aria-expanded')") == "true"
    assert text(browser, "#b1-how [role=treeitem] .v") == text(browser, "#b1 .big").rstrip("*")
    before = browser.js(f"{OPENED}.querySelectorAll('[role=treeitem]').length")
    for _ in range(40):
        closed = "#b1-how li[aria-expanded=false]:not(.aside)"
        if not browser.js(f"!!document.querySelector({json.dumps(closed)})"):
            break
        browser.js(f"document.querySelector({json.dumps(closed)}).setAttribute('data-next', '')")
        browser.click("#b1-how [data-next] > .ln .lb")
        browser.js("document.querySelector('[data-next]').removeAttribute('data-next')")
    assert browser.js(f"{OPENED}.querySelectorAll('[role=treeitem]').length") > before + 40
    assert browser.js(f"{OPENED}.querySelectorAll('a[href^=\"#x\"]').length") > 0


def test_exact_values_are_a_click_away(browser: Browser) -> None:
    """A value that is rounded for show turns into the exact one, and back."""
    browser.js("document.querySelector('#b1-how').open = true")
    browser.until(f"!!{OPENED}")
    browser.js(
        f"[...{OPENED}.querySelectorAll('li')].forEach(li => li.querySelector(':scope>.ln .lb').click())"
    )
    browser.until(f"!!{OPENED}.querySelector('button.v')")
    shown = browser.js(f"{OPENED}.querySelector('button.v').textContent")
    browser.js(f"{OPENED}.querySelector('button.v').click()")
    exact = browser.js(f"{OPENED}.querySelector('button.v').textContent")
    assert shown.startswith("≈")
    assert abs(Fraction(exact) - Fraction(shown[1:])) <= Fraction(1, 200)
    browser.js(f"{OPENED}.querySelector('button.v').click()")
    assert browser.js(f"{OPENED}.querySelector('button.v').textContent") == shown


@pytest.mark.parametrize(
    ("language", "heading", "found"),
    [
        ("ru", "Система оценки эффективности деятельности государственных органов", "Достижение целей"),
        ("kk", "", "Мақсаттарға қол жеткізу"),
    ],
)
def test_the_language_changes(browser: Browser, language: str, heading: str, found: str) -> None:
    """Titles, words and decimal signs change at once, in what is open too; the address remembers it, and back again."""
    english = text(browser, "#b1 .big")
    browser.js("document.querySelector('#b1-how').open = true")
    browser.until(f"!!{OPENED}")
    browser.js(f"document.getElementById('lang-{language}').click()")
    browser.until(f"document.documentElement.lang === '{language}'")
    assert text(browser, "#b1 .big") == english.replace(".", ",")
    assert text(browser, "#b1-how .v") == english.replace(".", ",").rstrip("*")
    assert found in browser.js("document.querySelector('#b1').innerText")
    assert found in browser.js(f"{OPENED}.innerText")
    assert "Achieving goals" not in browser.js("document.querySelector('#bodies').innerText")
    if heading:
        assert text(browser, "h1").startswith("Первые места: ")
        assert text(browser, ".kicker") == f"Результаты оценки · {heading}"
        assert browser.js("document.title").endswith(f" · {heading} · current")
    assert browser.js("location.hash").endswith(f"&lang={language}")
    browser.js("document.getElementById('lang-en').click()")
    assert text(browser, "#b1-how .v") == english.rstrip("*")


def test_an_address_with_a_language_opens_in_it(chromium: Browser, report: Path) -> None:
    """A link that someone sends arrives at the body, in the language of whoever sent it."""
    chromium.size(1280, 900)
    chromium.open(report, "#b7&lang=ru")
    chromium.until(DRAWN)
    assert chromium.js("document.documentElement.lang") == "ru"
    chromium.until("Math.abs(document.querySelector('#b7').getBoundingClientRect().top) < innerHeight / 2")
    assert chromium.complaints() == []


def test_a_link_goes_to_the_cell(browser: Browser) -> None:
    """From a step to the cell of the data: its sheet opens, and the cell with its raw text is marked and in view."""
    browser.js("document.querySelector('#b1-how').open = true")
    browser.until(f"!!{OPENED}")
    for _ in range(8):
        browser.js(
            f"{OPENED}.querySelectorAll('li[aria-expanded=false]:not(.aside)')"
            ".forEach(li => li.querySelector(':scope>.ln .lb').click())"
        )
    link = f"{OPENED}.querySelector('a[href^=\"#x\"]')"
    told, name = browser.js(f"{link}.textContent"), browser.js(f"{link}.hash.slice(1)")
    browser.js(f"{link}.click()")
    hit = f"document.getElementById({json.dumps(name)})"
    browser.until(f"!!{hit} && {hit}.classList.contains('hit')")
    raw = browser.js(f"{hit}.innerText").strip()
    assert raw
    assert f'"{raw}"' in told
    assert 0 < browser.js(f"{hit}.getBoundingClientRect().top") < 900
    assert browser.js("location.hash") == f"#{name}"
    browser.js("history.back()")
    browser.until("location.hash === ''")


def test_a_link_goes_to_the_clause(browser: Browser) -> None:
    """From a step to the line of the rules, and the line is marked."""
    browser.js("document.querySelector('#b1-how').open = true")
    browser.until(f"!!{OPENED}")
    link = f'{OPENED}.querySelector(\'.at a[href^="#L"], .at a[href^="#c"]\')'
    name = browser.js(f"{link}.hash.slice(1)")
    browser.js(f"{link}.click()")
    browser.until(f"location.hash === '#{name}'")
    top = browser.js(f"document.getElementById({json.dumps(name)}).getBoundingClientRect().top")
    assert -5 < top < 900


def test_the_keyboard_is_enough(browser: Browser) -> None:
    """A derivation opens, is walked through and closed with keys alone; there is one stop of Tab in the tree."""
    browser.js("document.querySelector('#b1-how > summary').focus()")
    browser.press("Enter")
    browser.until(f"!!{OPENED}")
    browser.press("Tab")
    where = "document.activeElement"
    assert browser.js(f"{where}.getAttribute('role')") == "treeitem"
    assert browser.js(f"{where}.getAttribute('aria-level')") == "1"
    first = browser.js(f"{where}.dataset.s")
    browser.press("ArrowDown")
    second = browser.js(f"{where}.dataset.s")
    assert second != first
    browser.press("ArrowLeft")
    browser.press("ArrowLeft")
    browser.press("ArrowUp")
    for _ in range(6):
        browser.press("ArrowLeft")
    assert browser.js(f"{where}.dataset.s") == first
    assert browser.js(f"{where}.getAttribute('aria-expanded')") == "false"
    browser.press("ArrowRight")
    assert browser.js(f"{where}.getAttribute('aria-expanded')") == "true"
    assert browser.js(f"{OPENED}.querySelectorAll('li[tabindex=\"0\"]').length") == 1


def test_a_screen_reader_is_told(browser: Browser) -> None:
    """Steps are items of a tree with names and levels; tables, regions, the search and the languages have names."""
    browser.js("document.querySelector('#b1-how').open = true")
    browser.until(f"!!{OPENED}")
    nodes: list[dict[str, Any]] = browser.do("Accessibility.getFullAXTree")["nodes"]
    named: dict[str, list[str]] = {}
    for node in nodes:
        if not node.get("ignored"):
            named.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    assert len(named["tree"]) == 1
    assert all(named["tree"])
    assert named["treeitem"][0].startswith("Total = ")
    for role in ("treeitem", "table", "region", "searchbox", "radio", "button", "link", "heading", "article"):
        assert named[role], role
        assert all(named[role]), role
    assert {"қаз", "рус", "eng"} <= {name.lower()[:3] for name in named["radio"]} or len(named["radio"]) == 3


def test_the_search_finds(browser: Browser) -> None:
    """What is typed leaves the bodies whose name, code or score has it, in the ranking and among the pages; with a comma too."""
    score = text(browser, "#b5 .big")
    for typed, count in (("C07", 1), ("nobody at all", 0), (score.replace(".", ","), None), ("", 40)):
        browser.js(
            f"(box => {{ box.value = {json.dumps(typed)}; box.dispatchEvent(new Event('input')); }})(document.getElementById('find'))"
        )
        rows = browser.js("document.querySelectorAll('tr[data-b]:not([hidden])').length")
        bodies = browser.js("document.querySelectorAll('article[data-b]:not([hidden])').length")
        assert rows == bodies
        assert rows >= 1 if count is None else rows == count
        if count is None:
            assert not browser.js("document.querySelector('article#b5').hidden")


def test_a_search_that_finds_nothing_says_so(browser: Browser) -> None:
    """What no body has is told, and no table stands there without rows; the score of a direction finds its bodies."""
    type_in = "(words => { const box = document.getElementById('find'); box.value = words; box.dispatchEvent(new Event('input')); })"
    browser.js(f"{type_in}('12345.6')")
    assert text(browser, "#found") == "Nothing is found: 12345.6"
    assert browser.js("[...document.querySelectorAll('.group')].every(at => at.hidden)")
    score = browser.js("document.querySelector('#b7 .parts .d2 .main data').textContent")
    browser.js(f"{type_in}({json.dumps(score.replace('.', ','))})")
    assert not browser.js("document.querySelector('tr[data-b=b7]').hidden")
    assert re.fullmatch(r"\d+ of 40 shown; Enter opens the first", text(browser, "#found"))
    browser.js(f"{type_in}('')")


def test_enter_opens_the_first_that_is_found(browser: Browser) -> None:
    """The page goes to the body, and is called by it."""
    browser.js("document.getElementById('find').focus()")
    browser.js(
        "(box => { box.value = 'Sample C07'; box.dispatchEvent(new Event('input')); })(document.getElementById('find'))"
    )
    browser.press("Enter")
    assert browser.js("document.title").startswith("Sample C07 · ")
    at = "document.querySelector('article:not([hidden])').getBoundingClientRect().top"
    browser.until(f"{at} >= 0 && {at} < innerHeight")


def test_a_column_sorts(browser: Browser) -> None:
    """A click on the heading of a column sorts by its numbers, a second one the other way round; it is announced."""
    column = browser.js(
        "[...document.querySelectorAll('table.rank thead th')].findIndex(th => th.innerText.trim() === 'Total') + 1"
    )
    assert column > 0
    read_all = f"[...document.querySelector('table.rank').tBodies[0].rows].map(row => row.cells[{column - 1}].querySelector('data').innerText.trim())"
    orders = []
    for _ in range(2):
        browser.click(f"table.rank thead th:nth-child({column}) button")
        orders.append([Fraction(one.strip("≈*")) for one in browser.js(read_all)])
    assert orders[0] == sorted(orders[0], reverse=True)
    assert orders[1] == sorted(orders[1])
    assert browser.js("document.querySelector('table.rank').querySelectorAll('th[aria-sort]').length") == 1


@pytest.mark.parametrize(("width", "height"), [(390, 800), (1280, 900), (2400, 1200)])
def test_it_fits_the_window(browser: Browser, width: int, height: int) -> None:
    """Nothing makes the page itself wider than the window; wide tables scroll by themselves."""
    browser.size(width, height, mobile=width < 500)
    browser.js("document.querySelector('#b1-how').open = true")
    browser.until(f"!!{OPENED}")
    assert browser.js("document.documentElement.scrollWidth <= innerWidth")
    browser.js(
        "document.querySelectorAll('.lg, .grade, h1, h3').forEach(at => at.append(' interaction of bodies'.repeat(9)))"
    )
    assert browser.js("document.documentElement.scrollWidth <= innerWidth")


def test_it_prints(browser: Browser) -> None:
    """It prints: some dozens of pages."""
    data = browser.pdf()
    assert data.startswith(b"%PDF")
    assert 10 < data.count(b"/Type /Page\n") + data.count(b"/Type/Page\n") + data.count(b"/Type /Page ") < 200


def test_light_and_dark(browser: Browser) -> None:
    """Readers who prefer dark get a dark page."""
    colours = []
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        colours.append(browser.js("getComputedStyle(document.body).backgroundColor"))
    browser.scheme("light")
    light, dark = (
        [int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]] for colour in colours
    )
    assert sum(light) > 600
    assert sum(dark) < 200


def scores_in(report: Path) -> list[str]:
    """All scores of the bodies, body by body, as their sections show them."""
    articles = re.findall(r"<article.*?</article>", whole(report.read_text("utf-8")), re.DOTALL)
    cells = [re.findall(r'<td class="r main">(.*?)</td>', article, re.DOTALL) for article in articles]
    numbers = [re.search(r"<data [^>]*>([^<]*)</data>", cell) for body in cells for cell in body]
    return [number[1] if number else "—" for number in numbers]


PLAIN_SCORES = """[...document.querySelectorAll('table.all')].flatMap(table => {
    const rows = [...table.tBodies[0].rows].filter(row => row.querySelector('.no').textContent || row.matches('.d0'));
    return [...table.tHead.rows[0].cells].slice(2).flatMap((_, body) => rows.map(row => row.cells[body + 2].innerText.split(' ')[0]));
})"""


def shows_plain_tables(chromium: Browser, report: Path) -> None:
    """All scores of all bodies stand in tables, and the page says what is missing."""
    assert "Scripts are off, or the browser" in text(chromium, "main")
    scores = scores_in(report)
    assert len(scores) == 40 * 12
    assert chromium.js(PLAIN_SCORES) == scores
    assert chromium.js(
        "[...document.querySelectorAll('tr[data-b] a')].every(a => document.querySelector(a.hash))"
    )
    assert chromium.js("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_scores_are_whole(chromium: Browser, report: Path) -> None:
    """Where scripts are off, all scores are there and the page says what is missing."""
    chromium.do("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(report)
        shows_plain_tables(chromium, report)
    finally:
        chromium.do("Emulation.setScriptExecutionDisabled", value=False)


def test_a_browser_that_cannot_unpack(chromium: Browser, report: Path) -> None:
    """A browser of before 2023 shows what one without scripts does."""
    name = chromium.do("Page.addScriptToEvaluateOnNewDocument", source="delete window.DecompressionStream")
    try:
        chromium.open(report)
        chromium.until("document.documentElement.matches('.old')")
        shows_plain_tables(chromium, report)
        assert chromium.complaints() == []
    finally:
        chromium.do("Page.removeScriptToEvaluateOnNewDocument", **name)


def test_the_plain_tables_are_for_those_readers_only(browser: Browser) -> None:
    """Where the script runs nothing is left of them."""
    assert not browser.js("!!document.querySelector('.plain, table.all')")
    assert "Scripts are off" not in text(browser, "body")
