"""Words that look the same, or nearly so, and are not: the character in which they differ is named.

A Cyrillic ``о`` in a Latin name, a dash for a hyphen, a no-break space, a character that is not seen at all: two such words
cannot be told apart by reading, so a hint that shows the one beside the other would say nothing.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from effrules.words import Message, Text, any_of, both, phrase

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
_SCRIPTS = {
    "LATIN": phrase("Latin", context="a letter"),
    "CYRILLIC": phrase("Cyrillic", context="a letter"),
    "GREEK": phrase("Greek", context="a letter"),
}
_MANY = {
    "LATIN": phrase("Latin", context="letters"),
    "CYRILLIC": phrase("Cyrillic", context="letters"),
    "GREEK": phrase("Greek", context="letters"),
}
_NAMES = {
    "\u00a0": phrase("no-break space"),
    "\u00ad": phrase("soft hyphen"),
    "\u200b": phrase("zero width space"),
    "\u2010": phrase("hyphen"),
    "\u2011": phrase("non-breaking hyphen"),
    "\u2013": phrase("en dash"),
    "\u2014": phrase("em dash"),
    "\u202f": phrase("narrow no-break space"),
    "\u2212": phrase("minus sign"),
    "\ufeff": phrase("zero width no-break space"),
    "-": phrase("hyphen-minus"),
    " ": phrase("space"),
}
"""What people meet; other characters go by the names of Unicode, which are English."""
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


def difference(word: str, other: str) -> Message | None:
    """In what a word differs from another one that looks the same; ``None`` where it does not look the same.

    >>> str(difference("MоH", "MoH"))
    'the letter 2 of `MоH`, `о`, is Cyrillic (U+043E); that of `MoH` is Latin (U+006F)'
    """
    if word == other or skeleton(word) != skeleton(other):
        return None
    pairs = _pairs(word, other)
    differing = [(at, mine, yours) for at, mine, yours in pairs if mine != yours]
    telling = [one for one in differing if one[1].casefold() != one[2].casefold()]
    if not telling:
        return phrase(
            "`{word}` and `{other}` differ only in capital and small letters", word=word, other=other
        )
    told = _in_which(word, other, *telling[0])
    more = len(telling) - 1
    return told if not more else phrase("{told}, and {more} more like it", told=told, more=more)


def _in_which(word: str, other: str, at: int, mine: str, yours: str) -> Message:
    if not yours:
        return phrase("`{word}` holds {character}, which is not seen", word=word, character=called(mine))
    if not mine:
        return phrase("`{word}` holds {character}, which is not seen", word=other, character=called(yours))
    scripts = _script(mine), _script(yours)
    if all(scripts) and scripts[0] != scripts[1]:
        return phrase(
            "the letter {at} of `{word}`, `{mine}`, is {script} ({code}); that of `{other}` is {others} ({another})",
            at=at, word=word, mine=mine, script=_SCRIPTS[scripts[0]], code=_code(mine), other=other, others=_SCRIPTS[scripts[1]],
            another=_code(yours),
        )  # fmt: skip
    return phrase(
        "the character {at} of `{word}` is {mine}; that of `{other}` is {yours}",
        at=at, word=word, mine=called(mine), other=other, yours=called(yours),
    )  # fmt: skip


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
    return first if first in _SCRIPTS else ""


def called(character: str) -> Message:
    """A character by its name and code: ``en dash (U+2013)``."""
    script = _script(character)
    if script:
        said = _SCRIPTS[script]
        return phrase(
            "the {script} `{character}` ({code})", script=said, character=character, code=_code(character)
        )
    name = _NAMES.get(character) or unicodedata.name(character, "").lower() or phrase("a control character")
    return phrase("{name} ({code})", name=name, code=_code(character))


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


def hint(word: str, known: Iterable[str], cutoff: float = 0.6) -> Text:
    """What to say of the known word that this one may stand for: that it may, or in which character they differ; "" for none.

    Two words that look the same are never shown beside each other without a word on the difference.
    """
    near = nearest(word, known, cutoff)
    if not near:
        return ""
    told = difference(word, near[0])
    if told is None:
        return phrase("did you mean `{other}`?", other=near[0])
    if one_but_for_case(word, near[0]):
        return phrase("did you mean `{other}`? They differ only in capital and small letters", other=near[0])
    return phrase("it is not `{other}`, though it looks the same: {why}", other=near[0], why=told)


def one_but_for_case(word: str, other: str) -> bool:
    """Whether two words differ only in capital and small letters."""
    return word.casefold() == other.casefold()


def suggestion(word: str, known: Iterable[str]) -> Text:
    """The same as a sentence, with up to three known words where none looks the same; "" for none."""
    near = nearest(word, known, most=3)
    if not near:
        return ""
    told = difference(word, near[0])
    if told is None:
        return phrase("Did you mean {names}?", names=any_of(f"`{one}`" for one in near))
    if one_but_for_case(word, near[0]):
        return phrase("Did you mean `{other}`? They differ only in capital and small letters.", other=near[0])
    return phrase("It is not `{other}`, though it looks the same: {why}.", other=near[0], why=told)


def mixed(word: str) -> Message | None:
    """What is wrong with a word in which letters of two alphabets stand side by side; ``None`` where all are of one.

    The letters of the alphabet that has fewer of them are named, if each looks like one of the other alphabet.
    """
    if word.isascii():
        return None
    letters = [(at, letter, _script(letter)) for at, letter in enumerate(word, 1) if _script(letter)]
    counts = {script: sum(one[2] == script for one in letters) for script in {one[2] for one in letters}}
    if len(counts) < 2:
        return None
    fewest = min(counts, key=lambda script: (counts[script], script == "LATIN"))
    strangers = [one for one in letters if one[2] == fewest]
    if not all(_looks_foreign(letter) for _, letter, _ in strangers):
        return None
    at, letter, script = strangers[0]
    told = phrase(
        "the letter {at} of `{word}`, `{letter}`, is {script} ({code}); the others are {others}",
        at=at, word=word, letter=letter, script=_SCRIPTS[script], code=_code(letter),
        others=both(_MANY[other] for other in sorted(set(counts) - {fewest})),
    )  # fmt: skip
    more = len(strangers) - 1
    return told if not more else phrase("{told}, and {more} more", told=told, more=more)


_LOOKED_LIKE = frozenset(_LATIN.values())


def _looks_foreign(letter: str) -> bool:
    return letter in _LATIN or letter in _LOOKED_LIKE
