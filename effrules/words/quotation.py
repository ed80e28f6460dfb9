"""Words that are quoted, each text with the language in which it stands."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.words.message import Message, Text, phrase, template

LANGUAGES = {
    "kk": template("kk «{text}»"),
    "ru": template("ru «{text}»"),
    "en": template("en «{text}»"),
}
"""By the code of a language."""


def quotation(texts: Iterable[tuple[str, str]]) -> Text:
    """Texts by the codes of their languages: ``kk «25 пайыз»; ru «30 процентов»``."""
    first, *others = [_quoted(language, text) for language, text in texts] or [""]
    for other in others:
        first = phrase("{first}; {second}", first=first, second=other)
    return first


def _quoted(language: str, text: str) -> Message | str:
    return LANGUAGES[language].of(text=text) if language in LANGUAGES else f"{language} «{text}»"
