"""Texts of the page in all three languages at once, and numbers: how each stands in HTML."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from attrs import frozen
from markupsafe import Markup, escape

from effrules.diagnostics.glyphs import shown
from effrules.model.figures import Figure
from effrules.report.page.words import PAGE_WORDS
from effrules.report.wording import WORDS
from effrules.words import Given, Language, Message, given
from effrules.words import number as written


@frozen
class Said:
    """A text in Kazakh, Russian and English. In HTML the reader's language is shown, the others are hidden."""

    kk: str
    ru: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in a language."""
        return self.texts[list(Language).index(language)]

    @property
    def texts(self) -> tuple[str, str, str]:
        """The texts in the order of the languages."""
        return (self.kk, self.ru, self.en)

    @property
    def given(self) -> Given:
        """The texts as a value of a sentence."""
        return given({each.value: text for each, text in zip(Language, self.texts, strict=True)})

    def __html__(self) -> Markup:
        return _html(self.kk, self.ru, self.en)


@lru_cache(maxsize=4096)
def _html(kk: str, ru: str, en: str) -> Markup:
    if kk == ru == en:
        return escape(en)
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(language.value, text)
        for language, text in zip(Language, (kk, ru, en), strict=True)
    )


def everywhere(make: Callable[[Language], str]) -> Said:
    """What is made for each language."""
    return Said(*(make(language) for language in Language))


def plain(text: str) -> Said:
    """A text of the data: the same in every language, and nothing in it steers the reader's eye or screen."""
    fit = shown(text)
    return Said(fit, fit, fit)


def phrased(message: Message) -> Said:
    """A sentence in all languages."""
    return everywhere(message.in_)


@lru_cache(maxsize=4096)
def words(key: str, **values: object) -> Said:
    """Words of the page, or of the other reports, in all languages."""
    said = PAGE_WORDS.get(key) or WORDS[key]
    return everywhere(lambda language: said.told(language, **values))


@frozen
class Shown:
    """A number: as it is shown (with a decimal point), and its exact text. In HTML, script turns the point into a comma and back."""

    text: str
    exact: str
    assumed: bool = False
    unit: str = ""


def shown_number(figure: Figure, *, assumed: bool = False, unit: str = "") -> Shown:
    """A figure as a number of the page."""
    return Shown(figure.text, figure.exact, assumed, unit)


@lru_cache(maxsize=4096)
def number_html(number: Shown, language: Language) -> Markup:
    """A number with the decimal sign of a language."""
    text = escape(written(number.text, language) + number.unit)
    mark = '<sup class="as">*</sup>' if number.assumed else ""
    return Markup(f'<data class="n" value="{escape(number.exact)}">{text}</data>{mark}')  # noqa: S704 - escaped
