"""Headings of tables of results: no two columns of a table are called alike, in any language."""

from __future__ import annotations

from collections import Counter

import pytest

from effrules.model.program import Program
from effrules.report.naming import Naming, told_apart
from effrules.words import Language
from tests.running import program_of
from tests.shipped import checked

TWINS = """
methodology m version "1" { title en "T" scale 0 to 100 points }
source o { title en "O" }
subject body { x: share }
block a "Goals" {
    criterion x1 "Quality" out of 50 points { score = 50 points  cite o }
    criterion x2 "Quality" out of 50 points { score = 1 points  cite o }
}
block b "Staff" { criterion x3 "Quality" out of 100 points { score = 60 points  cite o } }
weights { a 50%  b 50%  cite o }
total { cite o }
rating of block a { title en "Degree"  high "high" from 50 points  low "low" below 50 points  cite o }
rating of block b { title en "Degree"  high "high" from 50 points  low "low" below 50 points  cite o }
penalty late "Late" { take 1 points when x is below 1%  from block a  cite o }
penalty wrong "Late" { take 1 points when x is below 1%  from block b  cite o }
rank body by total before rounding, highest first; equal totals share a place  cite o
"""


def columns(program: Program, language: Language) -> list[str]:
    """The headings of everything that has a column."""
    naming = Naming(program, language)
    things = [*program.nodes.values(), *program.ratings, *program.rankings, *program.adjustments]
    return [naming.column(thing) for thing in things]


@pytest.mark.parametrize("name", ["2015", "2018", "current", "reverification"])
def test_no_two_headings_are_alike(name: str) -> None:
    """Of rules that are shipped: two blocks have a «Степень эффективности» each."""
    program = checked(name).program
    assert program is not None
    for language in Language:
        made = columns(program, language)
        assert [text for text, count in Counter(made).items() if count > 1] == []


def test_alike_titles_say_where_they_stand() -> None:
    """By the nearest title that tells them apart; by the identifier where none does; others are called as before."""
    program = program_of(TWINS)
    assert columns(program, Language.EN) == [
        "Quality (Goals; x1)", "Quality (Goals; x2)", "Goals", "Quality (Staff)", "Staff", "Total",
        "Degree (Goals)", "Degree (Staff)", "Place", "Late (Goals)", "Late (Staff)",
    ]  # fmt: skip


def test_only_alike_ones_say_more() -> None:
    """What has nothing behind it stays as it is."""
    assert told_apart([("a", ()), ("a", ("x", "y")), ("b", ("z",))]) == ["a", "a (x)", "b"]
