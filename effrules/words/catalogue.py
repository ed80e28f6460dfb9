"""Reads the catalogues: PO files, as translators' tools write them, of which exactly what ours hold is understood.

``catalogues/<language>/<domain>.po`` is read when a language is spoken first. There is nothing compiled that could be out of step. An
entry has English words (``msgid``, ``msgid_plural``, ``msgctxt`` where the same words are told in two ways) and their translation.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TypeAlias

from effrules.words.language import FORMS, Language

FOLDER = Path(__file__).resolve().parent / "catalogues"

PLURALS = {
    Language.KK: "nplurals=2; plural=(n != 1);",
    Language.RU: (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
"""What the head of a catalogue says of plurals: what ``language.form_of`` works out."""

Translations: TypeAlias = dict[tuple[str, str], tuple[str, ...]]
"""By context and English words: the translation, in as many forms as a plural has. What is not translated is not there."""

_LINE = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"\n'
_REMARKS = r"(?:#(?:[ .:,].*)?\n)*"
_SIMPLE = re.compile(rf"{_REMARKS}(?:msgctxt ({_LINE}))?msgid (?!\"\"\n)({_LINE})msgstr ({_LINE})(?:\n|\Z)")
"""What nearly all entries are: one line of words and one of their translation."""
_ENTRY = re.compile(
    rf"{_REMARKS}(?:msgctxt (?P<context>{_LINE}))?msgid (?P<one>(?:{_LINE})+)(?:msgid_plural (?P<more>(?:{_LINE})+))?"
    rf"(?P<forms>msgstr (?:{_LINE})+|(?:msgstr\[\d\] (?:{_LINE})+)+)(?:\n|\Z)"
)
_FORM = re.compile(rf"msgstr(?:\[\d\])? ((?:{_LINE})+)")
_ESCAPED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


class BadCatalogue(ValueError):
    """A catalogue holds what ours do not: its name, the line, and what is wrong."""


@cache
def translations(language: Language) -> Translations:
    """All that is translated into a language. Raises BadCatalogue."""
    made: Translations = {}
    for path in sorted((FOLDER / language.value).glob("*.po")):
        for key, forms in read(path, language).items():
            if key in made:
                raise BadCatalogue(f"{path.name}: {key[1]!r} is translated in another catalogue, too")
            made[key] = forms
    return made


def read(path: Path, language: Language) -> Translations:
    """What one catalogue translates. Raises BadCatalogue."""
    text = path.read_text(encoding="utf-8")
    made: Translations = {}
    simple = "fuzzy" not in text
    at = 0
    while at < len(text):
        match = _SIMPLE.match(text, at) if simple and at else None
        if match is not None:
            key = _text(match[1] or ""), _text(match[2])
            translation = _text(match[3])
            if key in made:
                raise BadCatalogue(f"{path.name}:{_line(text, at)}: {key[1]!r} is there twice")
            if translation:
                made[key] = (translation,)
            at = match.end()
            continue
        match = _ENTRY.match(text, at)
        if match is None:
            raise BadCatalogue(f"{path.name}:{_line(text, at)}: this is no entry as effrules reads them")
        try:
            context, words, forms = _entry(match, language)
        except BadCatalogue as wrong:
            raise BadCatalogue(f"{path.name}:{_line(text, at)}: {wrong}") from None
        if (context, words) in made:
            raise BadCatalogue(f"{path.name}:{_line(text, at)}: {words!r} is there twice")
        if at == 0:
            _refuse_head(path, words, forms, language)
        elif all(forms):
            made[context, words] = forms
        at = match.end()
    return made


def _entry(match: re.Match[str], language: Language) -> tuple[str, str, tuple[str, ...]]:
    whole = match[0]
    if "#, " in whole and any("fuzzy" in line for line in whole.splitlines() if line.startswith("#, ")):
        raise BadCatalogue("an entry that is marked as doubtful (fuzzy): decide on it")
    forms = tuple(_text(one) for one in _FORM.findall(match["forms"]))
    if len(forms) != (FORMS[language] if match["more"] else 1):
        raise BadCatalogue(f"{len(forms)} forms, where {FORMS[language]} are wanted")
    if any(forms) and not all(forms):
        raise BadCatalogue("not each form is translated")
    return _text(match["context"] or ""), _text(match["one"]), forms


def _refuse_head(path: Path, words: str, forms: tuple[str, ...], language: Language) -> None:
    if words or f"Plural-Forms: {PLURALS[language]}\n" not in forms[0]:
        raise BadCatalogue(f"{path.name}: its head does not say `Plural-Forms: {PLURALS[language]}`")


def _text(quoted: str) -> str:
    """What stands in quotes, in one line or more."""
    quoted = quoted.rstrip("\n")
    if "\\" not in quoted and "\n" not in quoted:
        return quoted[1:-1]
    return "".join(_unescaped(line[1:-1]) for line in quoted.split("\n"))


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPED:
            raise BadCatalogue(f"`\\{match[1]}` is not understood")
        return _ESCAPED[match[1]]

    return re.sub(r"\\(.)", character, text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
