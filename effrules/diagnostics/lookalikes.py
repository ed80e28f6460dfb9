"""Words that look the same, or nearly so, and are not: the character in which they differ is named.

A Cyrillic ``о`` in a Latin name, a dash for a hyphen, a no-break space, a character that is not seen at all: two such words
cannot be told apart by reading, so a hint that shows the one beside the other would say nothing.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

_LATIN = {
    # Cyrillic, with the letters of Kazakh
    "А": "A", "В": "B", "Е": "E", "Ё": "Ë", "З": "3", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T",
    "У": "Y", "Х": "X", "І": "I", "Ї": "Ï", "Ј": "J", "Ѕ": "S", "Һ": "h", "Ԛ": "Q", "Ԝ": "W", "Ә": "Ə",
    "а": "a", "е": "e", "ё": "ë", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ї": "ï", "ј": "j", "ѕ": "s",
    "һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w", "ә": "ə", "ӏ": "l", "Ӏ": "I", "ө": "ɵ", "Ө": "Ɵ",
    # Greek
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T",
    "Υ": "Y", "Χ": "X", "ο": "o", "ν": "v", "ρ": "p", "Θ": "Ɵ",
}  # fmt: skip
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "\u2018\u2019\u02bc\u2032\u00b4`"
_SHOWN_AS = str.maketrans(_LATIN | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_QUOTES, "'"))
CASES_ONLY = "differ only in capital and small letters"
"""What :func:`difference` says of two words that are one but for their case."""

_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_MOST_COMPARED = 1000
"""Among more words none is looked for that is near, so that as many mistakes do not take as long as their square."""


def skeleton(text: str) -> str:
    """A text as the eye has it: letters that look alike, dashes, blanks and cases are one; what is not seen is left out."""
    if text.isascii():
        return text.casefold()
    return "".join(filter(None, map(_seen, unicodedata.normalize("NFC", text)))).casefold()


def _seen(character: str) -> str:
    shown = character.translate(_SHOWN_AS)
    if shown != character or character.isascii():
        return shown
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Cc"):
        return ""
    return " " if category == "Zs" else character


def difference(word: str, other: str) -> str:
    """In what a word differs from another one that looks the same; "" where it does not look the same.

    >>> difference("MоH", "MoH")
    'the letter 2 of `MоH`, `о`, is Cyrillic (U+043E); that of `MoH` is Latin (U+006F)'
    """
    if word == other or skeleton(word) != skeleton(other):
        return ""
    pairs = _pairs(word, other)
    differing = [(at, mine, yours) for at, mine, yours in pairs if mine != yours]
    telling = [one for one in differing if one[1].casefold() != one[2].casefold()]
    if not telling:
        return f"`{word}` and `{other}` {CASES_ONLY}"
    at, mine, yours = telling[0]
    more = f", and {len(telling) - 1} more like it" if len(telling) > 1 else ""
    if not yours:
        return f"`{word}` holds {called(mine)}, which is not seen{more}"
    if not mine:
        return f"`{other}` holds {called(yours)}, which is not seen{more}"
    scripts = _script(mine), _script(yours)
    if all(scripts) and scripts[0] != scripts[1]:
        return (
            f"the letter {at} of `{word}`, `{mine}`, is {scripts[0]} ({_code(mine)}); that of `{other}` is"
            f" {scripts[1]} ({_code(yours)}){more}"
        )
    return f"the character {at} of `{word}` is {called(mine)}; that of `{other}` is {called(yours)}{more}"


def _pairs(word: str, other: str) -> list[tuple[int, str, str]]:
    """The characters of two words of one skeleton side by side, with the place in the first; "" beside one that is not seen."""
    made: list[tuple[int, str, str]] = []
    left, right = list(word), list(other)
    i = j = 0
    while i < len(left) or j < len(right):
        mine = left[i] if i < len(left) else ""
        yours = right[j] if j < len(right) else ""
        if mine and yours and bool(_seen(mine)) == bool(_seen(yours)):
            i, j = i + 1, j + 1
        elif mine and (not _seen(mine) or not yours):
            i, yours = i + 1, ""
        else:
            j, mine = j + 1, ""
        made.append((i or 1, mine, yours))
    return made


def _script(character: str) -> str:
    if not character.isalpha():
        return ""
    first = unicodedata.name(character, "").partition(" ")[0]
    return first.capitalize() if first in _SCRIPTS else ""


def called(character: str) -> str:
    """A character by its name and code: ``en dash (U+2013)``."""
    script = _script(character)
    name = (
        f"the {script} `{character}`"
        if script
        else unicodedata.name(character, "a control character").lower()
    )
    return f"{name} ({_code(character)})"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def alike(word: str, known: Iterable[str]) -> str:
    """The known word that looks the same as this one; "" where there is none."""
    seen = skeleton(word)
    return next((one for one in known if one != word and skeleton(one) == seen), "")


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6, most: int = 1) -> list[str]:
    """The known words that this one may stand for, those that look the same first."""
    names = set(known)
    if len(names) > _MOST_COMPARED:
        return []
    candidates = sorted(names)
    same = [one for one in candidates if one != word and skeleton(one) == skeleton(word)]
    if same:
        return same[:most]
    shown = {one.translate(_SHOWN_AS): one for one in reversed(candidates)}
    near = difflib.get_close_matches(word.translate(_SHOWN_AS), list(shown), most, cutoff)
    return [shown[one] for one in near]


def hint(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """What to say of the known word that this one may stand for: that it may, or in which character they differ; "" for none.

    Two words that look the same are never shown beside each other without a word on the difference.
    """
    near = nearest(word, known, cutoff)
    if not near:
        return ""
    told = difference(word, near[0])
    if not told:
        return f"did you mean `{near[0]}`?"
    if CASES_ONLY in told:
        return f"did you mean `{near[0]}`? They differ only in capital and small letters"
    return f"it is not `{near[0]}`, though it looks the same: {told}"


def suggestion(word: str, known: Iterable[str]) -> str:
    """The same as a sentence, with up to three known words where none looks the same; "" for none."""
    near = nearest(word, known, most=3)
    if not near:
        return ""
    told = hint(word, near[:1]) if difference(word, near[0]) else ""
    names = " or ".join(f"`{one}`" for one in near)
    return (
        told[:1].upper() + told[1:] + ("" if told.endswith("?") else ".")
        if told
        else f"Did you mean {names}?"
    )


def mixed(word: str) -> str:
    """What is wrong with a word in which letters of two alphabets stand side by side; "" where all are of one.

    The letters of the alphabet that has fewer of them are named, if each looks like one of the other alphabet.
    """
    if word.isascii():
        return ""
    letters = [(at, letter, _script(letter)) for at, letter in enumerate(word, 1) if _script(letter)]
    counts = {script: sum(one[2] == script for one in letters) for script in {one[2] for one in letters}}
    if len(counts) < 2:
        return ""
    fewest = min(counts, key=lambda script: (counts[script], script == "Latin"))
    strangers = [one for one in letters if one[2] == fewest]
    if not all(_looks_foreign(letter) for _, letter, _ in strangers):
        return ""
    at, letter, script = strangers[0]
    others = " and ".join(sorted(set(counts) - {fewest}))
    more = f", and {len(strangers) - 1} more" if len(strangers) > 1 else ""
    return f"the letter {at} of `{word}`, `{letter}`, is {script} ({_code(letter)}); the others are {others}{more}"


_LOOKED_LIKE = frozenset(_LATIN.values())


def _looks_foreign(letter: str) -> bool:
    return letter in _LATIN or letter in _LOOKED_LIKE
