"""A comparison over several amendments says which of them made each change, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from effrules.check.build import load
from effrules.compare.chain import along, between
from effrules.compare.difference import Difference, difference
from effrules.compare.edits.edit import (
    Edit,
    Formula,
    Number,
    NumberOf,
    Presence,
    Reported,
    Rounding,
    Weights,
    Words,
)
from tests.thesis import rules_at

FIRST = """
methodology m version "1" { scale 0 to 100 points  in force from 2001-01-01 to 2001-12-31 }
source order { title en "Order" }
subject agency { staff: count, above 0 }
direction one { title en "One" score = 50 points cite order }
direction two { title en "Two" score = 50 points cite order }
direction gone { title en "Gone" score = 50 points cite order }
weights { one 40% two 30% gone 30% cite order }
total { round total to 2 decimals, half up cite order }
"""

SECOND = """
methodology m version "2" amends "1" { in force from 2002-01-01 to 2002-12-31 }
change direction one { score = 60 points cite order } because en "sixty is better"
rename direction last was gone because en "a better name"
add direction fresh { score = 10 points cite order } because en "something new"
change weights { one 30% two 30% last 30% fresh 10% cite order } because en "four now"
change total { round total to 1 decimal, half up  never below 10 points } because en "one digit"
"""

THIRD = """
methodology m version "3" amends "2" { in force from 2003-01-01 to 2003-12-31 }
change direction one { title en "The first" } because en "a clearer title"
change direction two { score = 70 points cite order }
change direction fresh { score = 20 points cite order } because en "more of it"
drop direction last { because en "nobody needs it" }
change weights { one 50% two 30% fresh 20% cite order } because en "three are left"
change total { never above 90 points } because en "nobody is perfect"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three versions, each of which amends the one before."""
    for at, text in enumerate((FIRST, SECOND, THIRD), 1):
        (tmp_path / f"v{at}.eff").write_text(text, "utf-8")
    return tmp_path


def compared(folder: Path, old: int, new: int) -> Difference:
    """Two of the versions compared, as the command does it."""
    paths = [str(folder / f"v{at}.eff") for at in (old, new)]
    programs = [load(path).program for path in paths]
    assert programs[0] is not None
    assert programs[1] is not None
    return along(difference(programs[0], programs[1]), between(*paths))


def told(found: Difference, kind: type[Edit], name: str) -> list[tuple[str, str]]:
    """The versions that made an edit, and what each says of it."""
    (edit,) = (edit for edit in found.edits if isinstance(edit, kind) and edit.place.name == name)
    earlier = [(one.version, dict(one.because.texts).get("en", "")) for one in edit.earlier]
    return [*earlier, (edit.version, dict(edit.reason.texts).get("en", ""))]


def test_each_edit_says_who_made_it(folder: Path) -> None:
    """A formula that the second version changed is the second's, though the third touched the same direction again."""
    found = compared(folder, 1, 3)
    assert told(found, Formula, "one") == [("2", "sixty is better")]
    assert told(found, Words, "one") == [("3", "a clearer title")]
    assert told(found, Formula, "two") == [("3", "")]
    assert told(found, Rounding, "total") == [("2", "one digit")]
    limits = {edit.of: edit.version for edit in found.edits if isinstance(edit, Number)}
    assert limits == {NumberOf.FLOOR: "2", NumberOf.CEILING: "3"}
    assert told(compared(folder, 1, 2), Rounding, "total") == [("2", "one digit")]


def test_what_several_changed_names_them_all(folder: Path) -> None:
    """Weights of both versions, and a direction that one adds and the next changes: oldest first."""
    found = compared(folder, 1, 3)
    assert told(found, Weights, "") == [("2", "four now"), ("3", "three are left")]
    assert told(found, Presence, "fresh") == [("2", "something new"), ("3", "more of it")]


def test_what_was_renamed_and_then_dropped(folder: Path) -> None:
    """It is dropped under its first name, by the version that dropped it."""
    assert told(compared(folder, 1, 3), Presence, "gone") == [("3", "nobody needs it")]


def test_one_step_is_as_it_was(folder: Path) -> None:
    """With no version in between, and backwards, nothing is added."""
    for old, new in ((1, 2), (2, 3), (3, 1), (2, 2)):
        assert all(edit.earlier == () for edit in compared(folder, old, new).edits)
    assert told(compared(folder, 1, 2), Formula, "one") == [("2", "sixty is better")]
    assert [len(between(str(folder / "v1.eff"), str(folder / f"v{at}.eff"))) for at in (1, 2, 3)] == [0, 0, 1]


def test_the_versions_of_the_thesis_say_so_too() -> None:
    """From 2011 to 2015 by way of 2013: the choice that 2015 took away."""
    old, new = load(rules_at("2011")).program, load(rules_at("2015")).program
    assert old is not None
    assert new is not None
    found = along(difference(old, new), between(str(rules_at("2011")), str(rules_at("2015"))))
    assert [edit.version for edit in found.edits if isinstance(edit, Weights)] == ["2015"]
    assert not [edit for edit in found.edits if isinstance(edit, Reported)]
