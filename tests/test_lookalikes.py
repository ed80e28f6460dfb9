"""Words that look the same: the character in which they differ is named, and neither is offered for the other without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effrules.diagnostics.lookalikes import difference, hint, mixed, nearest, skeleton, suggestion


@pytest.mark.parametrize(
    ("word", "other", "told"),
    [
        ("MоH", "MoH", "the letter 2 of `MоH`, `о`, is Cyrillic (U+043E); that of `MoH` is Latin (U+006F)"),
        ("МОН", "MoH", "the letter 1 of `МОН`, `М`, is Cyrillic (U+041C); that of `MoH` is Latin (U+004D), and 2 more like it"),
        ("A–1", "A-1", "the character 2 of `A–1` is en dash (U+2013); that of `A-1` is hyphen-minus (U+002D)"),
        ("A 1", "A\u00a01", "the character 2 of `A 1` is space (U+0020); that of `A\u00a01` is no-break space (U+00A0)"),
        ("A\u200b1", "A1", "`A\u200b1` holds zero width space (U+200B), which is not seen"),
        ("A1", "A1\u00ad", "`A1\u00ad` holds soft hyphen (U+00AD), which is not seen"),
        ("moh", "MoH", "`moh` and `MoH` differ only in capital and small letters"),
        ("MoH", "MoH", ""),
        ("MoH", "MoF", ""),
        ("план", "плән", ""),
    ],
)  # fmt: skip
def test_the_difference_is_named(word: str, other: str, told: str) -> None:
    """The first character that tells, by its alphabet or its name, and how many more there are."""
    assert str(difference(word, other) or "") == told


ALIKE = st.text(st.sampled_from("AАaаeеoоpрxх-–\u2011 \u00a0\u200bHНBВ1"), min_size=1, max_size=6)


@given(ALIKE, st.lists(ALIKE, max_size=5))
def test_a_hint_never_shows_two_words_that_look_the_same(word: str, known: list[str]) -> None:
    """Where the word that is offered looks like the one that was written, the hint says in what they differ."""
    told = str(hint(word, known))
    for near in nearest(word, known):
        if near != word and skeleton(near) == skeleton(word):
            assert "U+" in told or "capital" in told


@given(ALIKE, ALIKE)
def test_differences_are_told_from_both_sides(word: str, other: str) -> None:
    """Whether two words look the same does not depend on which of them was written first."""
    assert bool(difference(word, other)) == bool(difference(other, word))
    assert bool(difference(word, other)) == (word != other and skeleton(word) == skeleton(other))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("оnline", "the letter 1 of `оnline`, `о`, is Cyrillic (U+043E); the others are Latin"),
        ("Фaкт", "the letter 2 of `Фaкт`, `a`, is Latin (U+0061); the others are Cyrillic"),
        ("План", ""), ("plan", ""), ("Қазақстан", ""), ("шығын", ""), ("Wi-Fi сеть", ""),
    ],
)  # fmt: skip
def test_letters_of_two_alphabets_in_a_word(word: str, told: str) -> None:
    """A letter is a stranger in its word only where it looks like one of the others' alphabet."""
    assert str(mixed(word.split(maxsplit=1)[0] if " " in word else word) or "") == told


def test_suggestions_are_sentences() -> None:
    """A sentence for a command's message: up to three names, or the difference."""
    assert str(suggestion("goal", ["goals", "gold", "x"])) == "Did you mean `goals` or `gold`?"
    assert str(suggestion("gоals", ["goals"])).startswith(
        "It is not `goals`, though it looks the same: the letter 2"
    )
    assert suggestion("zzz", ["goals"]) == ""
