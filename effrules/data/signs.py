"""Texts where a number, a day or a yes or no belongs, which say why they are there: marks, footnotes, letters for digits."""

from __future__ import annotations

import re
from functools import partial

from effrules.data import cell_errors
from effrules.data.folding import folded
from effrules.data.numerals import LONGEST, numeral
from effrules.data.wording import CellError
from effrules.diagnostics.lookalikes import skeleton
from effrules.model.schema import Field
from effrules.words import Text, phrase

MARKS = frozenset({
    "\u2026", "...", "..", ".", "--", "---", "\u2013\u2013", "-/-", "x", "х", "*", "**", "***", "?", "~", "/", "\\",
    "n.a.", "na", "n.d.", "nd", "n/d", "null", "none", "nan", "nil", "tbd", "not available", "not applicable", "no data", "missing",
    "нд", "н.д.", "н.д", "н/с", "н/п", "б/д", "б.д.", "бд", "нет свед.", "нет сведений", "сведений нет", "данных нет",
    "нет информации", "отсутствует", "отсутствуют", "не применимо", "неприменимо", "не предоставлено", "не представлено",
    "мәлімет жоқ", "мәліметтер жоқ", "ақпарат жоқ", "қолданылмайды", "берілмеген",
})  # fmt: skip
"""What people write where there is no value, and what is not taken for one, as it may mean zero or something else."""

_FOOTNOTE = re.compile(r"(?P<number>.*?[0-9%])\s?(?:\*+|†|[¹²³⁰⁴-⁹]+\)?|\s[0-9]\)|\[[0-9]\]|\([0-9]\))")
_DIGIT_LIKE = {"o": "0", "l": "1", "i": "1", "|": "1", "з": "3", "б": "6", "s": "5", "b": "6", "ч": "4"}


def strange(text: str, field: Field) -> tuple[str, CellError, str] | None:
    """The kind, the finding and the cause of a text that is none of a field's values but says why; None for others."""
    words = folded(text)
    if words in MARKS:
        return "mark", partial(cell_errors.mark, field, text.strip()), f"mark {words}"
    return None


def strange_number(text: str, field: Field) -> tuple[str, CellError, str] | None:
    """The same of a text where a number belongs."""
    marked = strange(text, field)
    if marked is not None or len(text) > LONGEST:
        return marked
    match = _FOOTNOTE.fullmatch(text.strip())
    if match is not None and numeral(match["number"]) is not None:
        return "footnote", partial(cell_errors.footnote, field), "footnote"
    told = _letter(text)
    return None if not told else ("letter", partial(cell_errors.letter_for_digit, field, told), "")


def _letter(text: str) -> Text:
    """The first letter that stands for a digit, where the text is a number with digits in place of such letters."""
    if not any(character.isdigit() for character in text):
        return ""
    digits = [_DIGIT_LIKE.get(skeleton(c), c) if c.isalpha() or c == "|" else c for c in text.casefold()]
    if "".join(digits) == text or numeral("".join(digits)) is None:
        return ""
    at = next(at for at, character in enumerate(text) if digits[at] != character)
    return phrase(
        "the character {at}, `{letter}` ({code}), is a letter",
        at=at + 1, letter=text[at], code=f"U+{ord(text[at]):04X}",
    )  # fmt: skip
