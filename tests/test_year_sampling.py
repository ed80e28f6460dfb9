"""A sample is entered before it is drawn, and anybody can work out what it draws."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from effrules.cycle import opened
from effrules.cycle.entries import Sampled
from effrules.cycle.sampling import Wanted, pool, pool_digest, sampled, strata
from effrules.cycle.standing import stands
from tests.test_year_entering import entries, refused
from tests.years import begun, sent, year

DRAW = ("--seed", "4 8 15", "--bodies", 2, "--cells", 1, "--of", "service.in_time")


def test_seed_and_pool_stand_before_what_was_drawn(tmp_path: Path) -> None:
    place = begun(tmp_path)
    done = year("sample", place, *DRAW)
    assert done.exit_code == 0, done.output
    first, second = entries(place)[-2:]
    assert (first["kind"], first["what"]["seed"], second["kind"], second["what"]["sample"]) == (
        "sampled", "4 8 15", "drawn", 6,
    )  # fmt: skip

    def turn(*named: str) -> str:
        text = f"4 8 15\n{first['what']['pool']}\n" + "\t".join(named)
        return hashlib.sha256(text.encode()).hexdigest()

    sent_figures = {"A": ("1", "2"), "C": ("1",), "D": ("1", "2")}
    expected = [
        (body, min(sent_figures[body], key=lambda row: turn(body, "service", row, "in_time")))
        for body in sorted(sent_figures, key=turn)[:2]
    ]
    assert [(one["body"], one["row"][0]) for one in second["what"]["cells"]] == expected
    assert all(body in done.output for body, _ in expected)


def test_the_same_seed_draws_the_same_and_another_another(tmp_path: Path) -> None:
    place = begun(tmp_path)
    drawn = []
    for seed in ("a", "a", *(str(n) for n in range(8))):
        assert year("sample", place, "--seed", seed, "--bodies", 2, "--cells", 2).exit_code == 0
        drawn.append(str(entries(place)[-1]["what"]["cells"]))
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) > 4


def test_what_cannot_be_drawn(tmp_path: Path) -> None:
    place = begun(tmp_path)
    refused(
        year("sample", place, "--seed", "a", "--bodies", 5, "--cells", 1),
        "fewer bodies than are to be drawn: 4",
    )
    refused(year("sample", place, *DRAW[:-1], "service.intime"), "no figures of `service.intime`")
    assert len(entries(place)) == 5


def test_stopped_in_between_it_is_drawn_when_it_is_asked_for_again(tmp_path: Path) -> None:
    place = begun(tmp_path)
    found = opened(place)
    what = sampled(found, stands(found.register.entries()), Wanted("4 8 15", 2, 1, ("service.in_time",)))
    assert isinstance(what, Sampled)
    found.register.add(what, "me")
    refused(
        year("sample", place, "--seed", "better", "--bodies", 2, "--cells", 1), "sample 6 was not drawn yet"
    )
    assert year("sample", place, *DRAW).exit_code == 0
    assert [one["kind"] for one in entries(place)[5:]] == ["sampled", "drawn"]
    refused(year("withdraw", place, "6", "--why", "another seed"), "named by others, which go first: 7")


def test_what_was_sent_since_is_not_drawn_from(tmp_path: Path) -> None:
    place = begun(tmp_path)
    found = opened(place)
    standing = stands(found.register.entries())
    found.register.add(sampled(found, standing, Wanted("4 8 15", 2, 1, ("service.in_time",))), "me")
    before = pool_digest(pool(found, standing, ("service.in_time",)))
    data = tmp_path / "data" / "service.csv"
    data.write_text(data.read_text() + "A,7,10,9\n")
    sent(found, "A", tmp_path / "data")
    assert pool_digest(pool(found, stands(found.register.entries()), ("service.in_time",))) != before
    refused(year("sample", place, *DRAW), "is not what sample 6 was to be drawn from")


def test_of_each_group_at_least_one_and_more_of_larger_ones(tmp_path: Path) -> None:
    place = begun(tmp_path)
    draw = ("--seed", "7", "--bodies", 2, "--cells", "50%", "--strata", "kind")
    done = year("sample", place, *draw)
    assert done.exit_code == 0, done.output
    first, second = entries(place)[-2:]
    assert first["what"]["groups"] == [
        {"value": "central", "bodies": ["A", "B"], "drawn": 1},
        {"value": "local", "bodies": ["C", "D"], "drawn": 1},
    ]
    assert (first["what"]["cells"], first["what"]["share_of_cells"]) == (0, "50%")
    bodies = list(dict.fromkeys(one["body"] for one in second["what"]["cells"]))
    assert (bodies[0] in "AB", bodies[1] in "CD", len(bodies)) == (True, True, 2)
    found = opened(place)
    cells = pool(found, stands(found.register.entries()), ())
    for body in bodies:
        own = sum(one.body == body for one in cells)
        assert sum(one["body"] == body for one in second["what"]["cells"]) == -(-own // 2)
    refused(
        year("sample", place, *draw[:2], "--bodies", 1, *draw[4:]), "more groups than bodies to be drawn: 2"
    )
    refused(year("sample", place, *draw[:-1], "colour"), "no field `colour`")
    refused(year("sample", place, *draw[:2], "--bodies", "120%", *draw[4:]), "120%")


def test_a_share_of_all_is_rounded_up(tmp_path: Path) -> None:
    place = begun(tmp_path)
    assert year("sample", place, "--seed", "7", "--bodies", "30%", "--cells", 1).exit_code == 0
    first, second = entries(place)[-2:]
    assert (first["what"]["bodies"], first["what"]["share_of_bodies"]) == (2, "30%")
    assert len(second["what"]["cells"]) == 2


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.sampled_from("abcd"), min_size=1, max_size=40),
    st.integers(1, 40),
)
def test_groups_get_their_part_of_the_number(values: dict[str, str], wanted: int) -> None:
    """The parts add up; each group has one at least and no more than it holds; a larger one never has fewer."""
    sizes = Counter(values.values())
    if not len(sizes) <= wanted <= len(values):
        return
    groups = strata(values, wanted)
    assert sum(one.drawn for one in groups) == wanted
    assert all(1 <= one.drawn <= len(one.bodies) == sizes[one.value] for one in groups)
    for one, other in combinations(groups, 2):
        if len(one.bodies) > len(other.bodies):
            assert one.drawn >= other.drawn
