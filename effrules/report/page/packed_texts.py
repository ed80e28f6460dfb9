"""The texts of packed steps: each once, its numbers apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

Packed = int | str | tuple[int, str]

HOLE = "\0"
"""Stands for a number in a text; no text that is fit to show has it."""


NUMBER = re.compile(r"(\d+(?:[.,/]\d+)*)")


LONE = re.compile(r"≈?-?\d+(?:\.\d+)?(?:/\d+)?")


NO_WORDS = re.compile(r"[\d .,/+\-x()≈%…]*")
"""A text of numbers and signs only: in the other languages it is the same with decimal commas."""


class Texts:
    """The list of texts; each is there once."""

    def __init__(self) -> None:
        self.all: list[str | list[str]] = []
        self._known: dict[tuple[str, ...], int] = {}
        self._packed: dict[tuple[str, str, str], Packed] = {}
        self._numbers: dict[str, Packed] = {}

    def number(self, said: Sequence[str]) -> int:
        """The number of a text, from 0."""
        key = (said[0],) if said[0] == said[1] == said[2] else tuple(said)
        known = self._known.setdefault(key, len(self.all))
        if known == len(self.all):
            self.all.append(key[0] if len(key) == 1 else list(key))
        return known

    def packed_numbers(self, en: str) -> Packed:
        """A text without words, by its English form."""
        known = self._numbers.get(en)
        if known is None:
            known = self._numbers[en] = self._without_words(en)
        return known

    def _without_words(self, en: str) -> Packed:
        if not en:
            return 0
        if LONE.fullmatch(en):
            return en
        template, numbers = _parted(en)
        if not numbers or any("," in number for number in numbers):
            return self.packed(with_comma(en), with_comma(en), en)
        return self.number((template, template, template)) + 1, " ".join(numbers)

    def packed(self, kk: str, ru: str, en: str) -> Packed:
        """A text with its numbers taken out, where that loses nothing."""
        known = self._packed.get((kk, ru, en))
        if known is None:
            known = self._packed[kk, ru, en] = self._taken_apart(kk, ru, en)
        return known

    def _taken_apart(self, kk: str, ru: str, en: str) -> Packed:
        if not en and not kk and not ru:
            return 0
        if LONE.fullmatch(en) and kk == ru == with_comma(en):
            return en
        template, numbers = _parted(en)
        in_kk, numbers_kk = _parted(kk)
        in_ru, numbers_ru = _parted(ru)
        taken = " ".join(numbers)
        if not numbers or "," in taken or not numbers_kk == numbers_ru == with_comma(taken).split(" "):
            return self.number((kk, ru, en)) + 1
        return self.number((in_kk, in_ru, template)) + 1, taken


def _parted(text: str) -> tuple[str, list[str]]:
    """A text with its numbers taken out, and those."""
    pieces = NUMBER.split(text)
    return HOLE.join(pieces[::2]), pieces[1::2]


def with_comma(text: str) -> str:
    """A number as Kazakh and Russian readers write it."""
    return text.replace(".", ",")
