"""Bands cover every value exactly once, or are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effrules.check.build import load_text

START = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { real: number, at least 0  whole: count  percent: share, between 0% and 100%  day: date, between 2020-01-01 and 2020-12-31  early: date, below 2020-02-01 }
criterion c out of 100 points { score = banded but at most 100 points but at least 0 points  cite order }
"""

cuts = st.lists(st.integers(1, 90), min_size=1, max_size=6, unique=True).map(sorted)


def codes(field: str, bands: list[str]) -> list[str]:
    """The codes of the errors of some bands."""
    text = START + f"define banded = points by {field} {{ {'; '.join(bands)} }} cite order\n"
    return [finding.code for finding in load_text(text).findings if finding.is_error]


def covering(points: list[int], sides: list[bool], unit: str = "") -> list[str]:
    """Bands from cut to cut; ``sides`` says for each cut whether it belongs to the band above it."""
    made = []
    for at in range(len(points) + 1):
        words = ""
        if at > 0:
            words = f"{'from' if sides[at - 1] else 'above'} {points[at - 1]}{unit} "
        if at < len(points):
            end = f"{points[at]}{unit}"
            words += (
                f"to {'below ' if sides[at] else ''}{end}"
                if at
                else f"{'below' if sides[at] else 'at most'} {end}"
            )
        made.append(f"{words.strip()}: {at} points")
    return made


@given(cuts, st.lists(st.booleans(), min_size=6, max_size=6), st.randoms(use_true_random=False))
def test_exact_cover(points: list[int], sides: list[bool], chance: object) -> None:
    """Bands that meet at any cut points, in any order of the text, are accepted."""
    bands = covering(points, sides)
    chance.shuffle(bands)  # type: ignore[attr-defined]
    assert codes("real", bands) == []


@given(cuts, st.lists(st.booleans(), min_size=6, max_size=6), st.data())
def test_a_band_is_missing(points: list[int], sides: list[bool], data: st.DataObject) -> None:
    """Take any one band away, and its values have none."""
    bands = covering(points, sides)
    bands.pop(data.draw(st.integers(0, len(bands) - 1)))
    assert codes("real", bands) == ["E308"]
    assert codes("real", [*bands, "otherwise: 0 points"]) == []


@given(cuts, st.lists(st.booleans(), min_size=6, max_size=6), st.data())
def test_a_cut_belongs_to_nobody_or_to_both(
    points: list[int], sides: list[bool], data: st.DataObject
) -> None:
    """A single value between two bands that neither or both of them have is found."""
    at = data.draw(st.integers(0, len(points) - 1))
    bands = covering(points, sides)
    nobody, both = list(bands), list(bands)
    word = f"{points[at]}"
    nobody[at] = nobody[at].replace("at most", "below") if at == 0 else nobody[at].replace("to below", "to").replace(
        f" to {word}:", f" to below {word}:")  # fmt: skip
    nobody[at + 1] = nobody[at + 1].replace("from", "above", 1)
    both[at] = both[at].replace("below", "at most") if at == 0 else both[at].replace("to below", "to")
    both[at + 1] = both[at + 1].replace("above", "from", 1)
    assert codes("real", nobody) == ["E308"]
    assert codes("real", both) == ["E309"]


@given(cuts)
def test_whole_numbers_need_no_band_in_between(points: list[int]) -> None:
    """Over counts, `to 4` and `from 5` leave nothing out; over other numbers they do."""
    edges = [-1, *points]
    bands = [f"{a + 1} to {b}: 1 points" for a, b in zip(edges, points, strict=False)]
    bands.append(f"from {points[-1] + 1}: 0 points")
    assert codes("whole", bands) == []
    assert codes("real", bands) == ["E308"]


def test_ends_between_whole_numbers() -> None:
    """Over counts only whole numbers can be in two bands, or in none."""
    bands = ["at most 4.5: 1 points", "above 4.2: 0 points"]
    assert codes("whole", bands) == []
    assert codes("real", bands) == ["E309"]


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (["0% to 100%: 1 points"], []),
        (["at most 100%: 1 points"], []),
        (["above 0%: 1 points"], ["E308"]),
        (["below 100%: 1 points"], ["E308"]),
        (["below 50%: 1 points", "from 50% to 99%: 2 points"], ["E308"]),
        (["at most 50%: 1 points", "from 50%: 2 points"], ["E309"]),
        (["below 50%: 1 points", "below 20%: 3 points", "from 50%: 2 points"], ["E309"]),
        (["from 0%: 1 points", "from 50%: 2 points"], ["E309"]),
    ],
)
def test_the_domain_of_the_field_counts(bands: list[str], expected: list[str]) -> None:
    """Bands need to cover what the field admits, and no more."""
    assert codes("percent", bands) == expected


@pytest.mark.parametrize(
    ("field", "bands", "expected"),
    [
        ("day", ["2020-01-01 to 2020-01-31: 1 points", "from 2020-02-01: 2 points"], []),
        ("day", ["below 2020-02-01: 1 points", "above 2020-01-31: 2 points"], []),
        ("day", ["2020-01-01 to 2020-01-30: 1 points", "from 2020-02-01: 2 points"], ["E308"]),
        ("day", ["below 2020-02-01: 1 points", "above 2020-02-01: 2 points"], ["E308"]),
        ("day", ["at most 2020-02-01: 1 points", "above 2020-01-31: 2 points"], ["E309"]),
        ("day", ["2020-01-01 to 2020-12-30: 1 points"], ["E308"]),
        ("early", ["at most 2020-01-31: 1 points"], []),
        ("early", ["at most 2020-01-30: 1 points"], ["E308"]),
    ],
)
def test_nothing_lies_between_two_days(field: str, bands: list[str], expected: list[str]) -> None:
    """Of days, `to 31 January` and `from 1 February` leave nothing out; a day is a day at the ends of the field, too."""
    assert codes(field, bands) == expected
