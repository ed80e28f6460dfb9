"""The characters of a text file: UTF-8, UTF-16 with its mark, or an eight-bit Cyrillic code page where that is certain."""

from __future__ import annotations

import codecs
import re

from effrules.data import file_errors
from effrules.diagnostics import Finding
from effrules.words import phrase

_KAZAKH = frozenset("ҚқҺһҰұӘәӨөҮүҢңҒғ")
_RUSSIAN = frozenset("АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюяІі")
_SIGNS = frozenset("№«»–—“”„‘’‹›…•°§±\u00a0\u00ad·©®™‰€")
_WORD = re.compile(r"[^\W\d_]{2,}")


def decode(data: bytes, file: str, kazakh: bool) -> tuple[str | None, tuple[Finding, ...]]:
    """The text of a file, without a byte order mark. ``kazakh``: whether the rules have Kazakh among their languages.

    UTF-8 is tried first, strictly. A text in another encoding is taken for windows-1251 only where each of its characters
    is a Russian letter or a common sign, and for KZ-1048 where some are Kazakh letters. All else is refused (E402).
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return _clean(data.decode("utf-16"), file)
        except UnicodeDecodeError:
            return None, (
                file_errors.unknown_encoding(file, phrase("it starts as UTF-16 does, but does not go on so")),
            )
    try:
        return _clean(data.decode("utf-8-sig"), file)
    except UnicodeDecodeError as problem:
        at = problem.start
    text = data.decode("kz1048", errors="replace")
    others = {c for c in text if not c.isascii()}
    words = [word for word in _WORD.findall(text) if _is_cyrillic(word)]
    if not words or not others <= _RUSSIAN | _SIGNS | _KAZAKH or _is_turned_over(words):
        return None, (
            file_errors.unknown_encoding(file, phrase("from byte {byte} on it is not UTF-8", byte=at + 1)),
        )
    if others & _KAZAKH:
        if not kazakh:
            reason = phrase("it is not UTF-8, and the letters it has in a Cyrillic code page are not Russian")
            return None, (file_errors.unknown_encoding(file, reason),)
        return _clean(text, file, (file_errors.kazakh_code_page(file),))
    return _clean(text, file)


def _is_cyrillic(word: str) -> bool:
    return all(c in _RUSSIAN or c in _KAZAKH for c in word)


def _is_turned_over(words: list[str]) -> bool:
    """Whether capitals and small letters stand the wrong way round, as in KOI8 read as windows-1251: ``мИНИСТЕРСТВО``."""
    mixed = [word for word in words if not word.isupper() and not word.islower()]
    return 2 * sum(word[0].islower() and word[1:].isupper() for word in mixed) > len(mixed)


def _clean(text: str, file: str, notes: tuple[Finding, ...] = ()) -> tuple[str | None, tuple[Finding, ...]]:
    if "\0" in text:
        return None, (file_errors.unknown_encoding(file, phrase("it has zero bytes, which no text has")),)
    return text, notes
