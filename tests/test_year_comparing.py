"""The preliminary against the final results: each body's change is shared out among the entries, exactly."""

from __future__ import annotations

from pathlib import Path

from flint import fmpq

from effrules.cli.starter import METHODOLOGY
from effrules.cycle import opened
from effrules.cycle.comparing import BodyMoves, Comparison, compared
from tests.test_year_entering import DECIDE, refused
from tests.years import begun, year

ACROSS = METHODOLOGY.replace(
    "s.in_time / s.planned but at most 100%",
    "s.in_time / (largest of planned among all service, if none then 1) but at most 100%",
).replace('round total to 2 decimals, half up   cite my_order item "3"\n', "")
"""Each body is measured by the largest plan of all."""


def body(found: Comparison, key: str) -> BodyMoves:
    return next(one for one in found.bodies if one.result.key == key)


def shares(found: Comparison, key: str) -> dict[tuple[int, ...], object]:
    """The parts of a body's change by the numbers of the entries."""
    (move,) = body(found, key).moves
    assert move.why is None
    return {tuple(one.number for one in found.of(part.players)): part.amount for part in move.parts}


def decided(place: Path, appeal: int, *follows: object) -> None:
    done = year("decide", place, appeal, "--outcome", "upheld", *DECIDE, *follows)
    assert done.exit_code == 0, done.output


def scored(place: Path, *stages: str) -> None:
    for stage in stages:
        done = year("score", place, "--stage", stage)
        assert done.exit_code == 0, done.output


def test_each_decision_and_each_entry_in_between(tmp_path: Path) -> None:
    place = begun(tmp_path)
    refused(year("compare", place), "not scored yet")
    year("verified", place, "A", "service/1", "in_time", "--verified", "91")
    scored(place, "preliminary")
    for node in ("timeliness", "timeliness", "complaints"):
        year("appeal", place, "A", "--node", node, "--claim", "more")
    decided(place, 8, "--strike", "6")
    decided(place, 9, "--correct", "A service/2 in_time=40")
    year("decide", place, "10", "--outcome", "rejected", *DECIDE)
    year("incident", place, "B", "complaint", "code=1")
    scored(place, "final")
    found = compared(opened(place))
    assert [one.number for one in found.causes] == [11, 12, 14]
    assert shares(found, "A") == {(11,): fmpq(6, 5), (12,): fmpq(15, 2)}
    assert shares(found, "B") == {(14,): fmpq(-50)}
    assert shares(found, "C") == {}
    told = year("compare", place).output
    assert "2 bodies of 4 have another score" in told
    assert "in_time: 30 before, now 40" in told
    assert "+7.50" in told
    for form in ("md", "html"):
        assert "+7.50" in year("compare", place, "--format", form).output


def test_what_entries_about_others_do_is_a_share_of_its_own(tmp_path: Path) -> None:
    """A's own correction is worth 12 points before C's doubles what all are measured by, and 6 after it."""
    place = begun(tmp_path, ACROSS)
    decisions = {"A": "A service/1 in_time=195", "C": "C service/1 planned=500"}
    scored(place, "preliminary")
    for at, (key, correction) in enumerate(decisions.items()):
        year("appeal", place, key, "--node", "timeliness", "--claim", "more")
        decided(place, 7 + 2 * at, "--correct", correction)
    scored(place, "final")
    found = compared(opened(place))

    def total(first: int, most: int) -> fmpq:
        return fmpq(60) * (fmpq(first, most) + fmpq(30, most)) / 2

    none, own, others, both = total(95, 250), total(195, 250), total(95, 500), total(195, 500)
    assert shares(found, "A") == {
        (8,): ((own - none) + (both - others)) / 2,
        (10,): ((others - none) + (both - own)) / 2,
    }
    assert set(shares(found, "D")) == {(8, 10)}


def test_what_makes_no_sense_alone_is_told_together(tmp_path: Path) -> None:
    """A correction of a row that only a later incident brings cannot be told apart from it."""
    place = begun(tmp_path)
    scored(place, "preliminary")
    year("incident", place, "A", "service", "code=3", "planned=10", "in_time=0")
    year("appeal", place, "A", "--node", "timeliness", "--claim", "more")
    decided(place, 8, "--correct", "A service/3 in_time=10")
    scored(place, "final")
    assert list(shares(compared(opened(place)), "A")) == [(7, 9)]


def test_what_was_scored_must_be_what_the_register_gives(tmp_path: Path) -> None:
    place = begun(tmp_path)
    scored(place, "final", "preliminary")
    refused(year("compare", place), "scored after the final ones")
