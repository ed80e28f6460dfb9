"""Pages against WCAG 2.2 A and AA, as axe-core sees them: contrast, names, targets, landmarks; light and wide, dark and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from effrules.check.cached import load
from effrules.report.blocks.html.whole import html
from effrules.report.document.composing import compose
from effrules.words import Language
from tests.axe import needs_axe, violations
from tests.browser import Browser
from tests.starting import effrules, starter
from tests.test_blocks_charts import CHARTS
from tests.test_blocks_papers import PAPER

pytestmark = [pytest.mark.browser, needs_axe]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests here."""
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of each kind, from the small rules that `init` writes."""
    folder = tmp_path_factory.mktemp("pages")
    rules, data = starter(folder)
    first = (data / "agency.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    for name, words in {
        "report": ("report", rules, data),
        "trace": ("trace", rules, data, first),
        "why": ("trace", rules, data, first, "--why-not", "100"),
        "impact": (
            "diff",
            rules,
            "--set",
            "weight.services=50%",
            "--set",
            "weight.complaints=50%",
            "--data",
            data,
        ),
    }.items():
        done = effrules(*words, "-o", folder / f"{name}.html", "--lang", "ru", folder=folder)
        assert done.returncode in (0, 2), done.stderr
    program = load(rules).program
    assert program is not None
    (folder / "document.html").write_text(html(compose(program, Language.KK)), encoding="utf-8")
    (folder / "charts.html").write_text(html(CHARTS), encoding="utf-8")
    (folder / "paper.html").write_text(html(PAPER), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["report", "trace", "why", "impact", "document", "charts", "paper"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_page_is_for_everybody(chromium: Browser, pages: Path, name: str, width: int, scheme: str) -> None:
    """No rule of WCAG 2.2 A or AA that a machine can check is broken, nor what axe holds to be best."""
    chromium.size(width, 900)
    chromium.scheme(scheme)
    chromium.open(pages / f"{name}.html")
    if name == "report":
        chromium.until("document.documentElement.matches('.js')")
        chromium.js(
            "[...document.querySelectorAll('details')].slice(0, 2).forEach(at => { at.open = true; })"
        )
    assert violations(chromium) == []
