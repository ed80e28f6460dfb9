"""Whole pages in several languages: one file, links that stay within a language, a choice without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import evolve

from effrules.report.blocks.html.whole import html
from effrules.report.blocks.pieces import Heading, Page, Paragraph, Reference, words
from effrules.words import Language
from tests.browser import Browser

WORDS = {
    Language.KK: ("Салмақтар", "Бағыттар", "Органдар"),
    Language.RU: ("Веса", "Направления", "Органы"),
    Language.EN: ("Weights", "Directions", "Bodies"),
}
HARM = 'Title with <b id="x"> and href="#x"'


def page(language: Language) -> Page:
    """A page of three chapters, one of which refers to another."""
    first, second, third = WORDS[language]
    return Page(
        language,
        HARM,
        (
            Heading(words(HARM), 1),
            Heading(words(first), 2, "weights"),
            Paragraph((Reference("bodies", third),)),
            Heading(words(second), 2),
            Heading(words(third), 2, "bodies"),
        ),
    )


WHOLE = html(page(Language.RU), page(Language.KK), page(Language.EN))


def test_places_of_each_language_are_its_own() -> None:
    """No place is there twice; each link leads to a place of its own language; what a text says of places is left alone."""
    ids = re.findall(r'<[^<>]* id="([^"]*)"', WHOLE)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]*)"', WHOLE)
    assert set(links) <= set(ids)
    assert {"weights", "kk-weights", "en-weights", "s1", "kk-s1"} <= set(ids)
    assert WHOLE.count("id=&#34;x&#34;") == 3 + 2
    assert html(page(Language.EN)).count("lang-kk") == html(evolve(page(Language.EN), blocks=())).count(
        "lang-kk"
    )


def test_few_chapters_need_no_contents() -> None:
    one = page(Language.EN)
    assert '<ul class="toc">' in html(one)
    assert '<ul class="toc">' not in html(evolve(one, blocks=one.blocks[:3]))


@pytest.mark.browser
def test_the_reader_chooses(tmp_path: Any) -> None:
    """One language is shown at a time; the keyboard chooses another; print has no bar."""
    (tmp_path / "page.html").write_text(WHOLE, encoding="utf-8")
    browser = Browser(tmp_path / "profile")
    try:
        browser.size(390, 800)
        browser.open(tmp_path / "page.html")
        seen = "[...document.querySelectorAll('h2')].filter(at => at.offsetHeight).map(at => at.innerText)"
        assert browser.js(seen) == list(WORDS[Language.RU])
        browser.js("document.getElementById('lang-ru').focus()")
        browser.press("ArrowRight")
        assert browser.js(seen) == list(WORDS[Language.EN])
        browser.press("ArrowRight")
        assert browser.js(seen) == list(WORDS[Language.KK])
        assert browser.js("document.documentElement.scrollWidth <= innerWidth")
        assert browser.complaints() == []
    finally:
        browser.close()
