"""What templates are rendered with: the style and the script of a page, its policy, and how texts and numbers stand in HTML."""

from __future__ import annotations

from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from effrules.report.blocks.html import digest_of
from effrules.report.page.packed_texts import Texts
from effrules.report.page.said import Said, Shown, number_html
from effrules.words import Language

TEXTS = "texts"
"""The variable of a template for the texts that are stored once; without it texts stand there in all languages."""


def by_number(texts: Texts, said: Said, element: str = "span") -> Markup:
    """An element that the script fills with a text, by its number; what is the same in all languages stands there itself."""
    if said.kk == said.ru == said.en:
        return escape(said.en)
    return Markup(f'<{element} data-t="{texts.number(said.texts)}"></{element}>')  # noqa: S704 - our own


@pass_context
def _finalized(context: Context, value: object) -> object:
    """What an expression of a template says."""
    if isinstance(value, Said):
        texts = context.get(TEXTS)
        if texts is not None:
            return by_number(texts, value)
    return value


def policy(style: str, script: str) -> str:
    """The content security policy: only this style and this script, and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src '{digest_of(style)}'; script-src '{digest_of(script)}'; "
        "img-src 'none'; base-uri 'none'; form-action 'none'"
    )


@cache
def asset(name: str) -> str:
    """The text of a style sheet or script."""
    loader = PackageLoader("effrules.report.page")
    return loader.get_source(Environment(autoescape=True), name)[0].replace("\r\n", "\n").strip()


@cache
def environment(language: Language) -> Environment:
    """The templates; ``language`` is the one whose decimal sign numbers have at first."""
    made = Environment(
        loader=PackageLoader("effrules.report.page"),
        autoescape=True,
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["say"] = partial(_say, language)
    made.filters["svg"] = _svg
    made.filters["short"] = _short
    made.filters["decimal"] = lambda text: number_html(Shown(text, text), language)
    made.filters["point"] = lambda text: text if language is Language.EN else text.replace(".", ",")
    made.filters["lean"] = partial(_lean, language)
    return made


def _say(language: Language, value: object) -> object:
    return number_html(value, language) if isinstance(value, Shown) else value


def _lean(language: Language, value: Shown | Said) -> object:
    """A number as it stands where no script reads it: the exact one only where that is another."""
    if isinstance(value, Said):
        return value
    text = value.text if language is Language.EN else value.text.replace(".", ",")
    if value.text == value.exact:
        return text
    return Markup('<data value="{}">{}</data>').format(value.exact, text)


@pass_context
def _svg(context: Context, value: Said | Shown, language: Language) -> Markup:
    """A text inside a drawing."""
    if isinstance(value, Shown):
        text = value.text if language is Language.EN else value.text.replace(".", ",")
        return Markup('<tspan class="n">{}</tspan>').format(text + value.unit)
    texts = context.get(TEXTS)
    if texts is not None:
        return by_number(texts, value, "tspan")
    if len(set(value.texts)) == 1:
        return Markup.escape(value.en)
    return Markup("").join(
        Markup('<tspan lang="{}">{}</tspan>').format(each.value, text)
        for each, text in zip(Language, value.texts, strict=True)
    )


NAME_IN_CHART = 36
"""So many letters of a name stand beside its bars."""


def _short(text: str) -> str:
    return text if len(text) <= NAME_IN_CHART else text[: NAME_IN_CHART - 1].rstrip() + "…"
