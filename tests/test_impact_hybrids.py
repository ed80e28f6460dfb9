"""Scores under coalitions, put together node by node, against whole scorings; data as a cause of change."""

from __future__ import annotations

from random import Random

import pytest
from flint import fmpq

from effrules.check.build import load_text
from effrules.compare.difference import difference
from effrules.compare.impact.attribution import Unattributed
from effrules.compare.impact.coalitions import arranged
from effrules.compare.impact.datasets import laid_together
from effrules.compare.impact.hybrid import Game, Hybrids
from effrules.compare.impact.impacts import Impact
from effrules.compare.impact.measuring import impact
from effrules.compare.impact.shapley import same
from effrules.compare.impact.tables import alike
from effrules.data.dataset import Dataset
from effrules.exact import score
from effrules.model import program as p
from effrules.prove.cases import dataset_of
from tests.costs import shared
from tests.running import program_of

SWITCHES = 11


def text(on: int) -> str:
    """A methodology with eleven switches: each bit that is set writes a clause otherwise."""

    def either(bit: int, off: str, turned: str) -> str:
        return turned if on >> bit & 1 else off

    applicable = either(9, "", "not applicable when central")
    rounded = either(3, "", 'round to 0 decimals, half up assumed "r"')
    return f"""
methodology m version "1" {{ scale 0 to 100 points }}
subject agency {{ name: text  x: number, between 0 and 100  y: number, between 0 and 100  central: yes or no }}
table late of agency {{ days: number, at least 0 }}
define help(n: number): number = n * {either(0, "1", "0.9")} assumed "x"
block goals {{
  direction a {{
    criterion a1 out of 60 points {{
      score = (help(x) * 1 points but at most {either(1, "60", "50")} points) assumed "x" }}
    criterion a2 out of 40 points {{
      score = {either(2, "(y * 1 points but at most 40 points)", "20 points")} assumed "x" {applicable} }}
    round to 1 decimal, half up assumed "x" }}
  direction b {{ criterion b1 out of 100 points {{ score = y * 1 points assumed "x" }} {rounded} }}
}}
block people {{
  direction c {{ criterion c1 out of 100 points {{ score = (100 - x) * 1 points assumed "x" }} }}
  direction d {{ criterion d1 out of 100 points {{
    score = {either(4, "((sum of days for each late) * 1 points but at most 100 points)", "(c but at most 90 points)")}
    assumed "x" }} }}
  direction e {{ criterion e1 out of 100 points {{
    score = {either(10, "(largest of a among all agency)", "(percentile of (a + b) among agency) * 100 points")}
    assumed "x" }} }}
}}
weights {{ goals {either(5, "60", "55")}% {{ equal throughout }} people {either(5, "40", "45")}% {{ equal throughout }}
  when not applicable: share out in proportion assumed "x" }}
penalty lateness {{ take {either(6, "0.5", "1")} points for each late where days > 3 from total
  at most {either(7, "3", "2")} points in all assumed "x" }}
total {{ round to {either(8, "2", "1")} decimals, half up assumed "x" }}
rating {{ high from 60 points low below 60 points assumed "x" }}
rank agency by total as rounded, highest first; equal totals share a place assumed "x"
"""


@shared
def program(on: int) -> p.Program:
    """The methodology with some switches on."""
    return program_of(text(on))


def rows(count: int, seed: int) -> list[p.ExampleRow]:
    """Random agencies with late reports."""
    random = Random(seed)
    made = []
    for at in range(count):
        values = (
            ("name", f"S{at}"),
            ("x", fmpq(random.randrange(0, 10000), 100)),
            ("y", fmpq(random.randrange(0, 101))),
            ("central", random.random() < 0.5),
        )
        made.append(p.ExampleRow("agency", f"S{at}", None, values))
        late = range(random.randrange(0, 4))
        made += [p.ExampleRow("late", "", f"S{at}", (("days", fmpq(random.randrange(0, 9))),)) for _ in late]
    return made


def test_every_coalition_is_worth_a_whole_scoring() -> None:
    """Formulas that read scores, of the body itself and of all others, conditions, penalties and weights are all switched."""
    dataset = dataset_of(program(0).schema, rows(6, 1))
    structure = arranged({1 << at: "" for at in range(SWITCHES)})
    game = Game(SWITCHES, structure.coalitions(), program, dataset, dataset)
    hybrids = Hybrids(game, score(program(0), dataset))
    assert any(unit.crosses for unit in hybrids.cones.units)
    for mask in (0, game.everyone, *Random(3).sample(game.coalitions, 10)):
        whole = score(program(mask), dataset)
        for body in hybrids.bodies:
            result = whole.of(body.key)
            assert same(result.total.value, hybrids.worth(body).of(mask)), (body.key, mask)
            for name in result.nodes:
                assert alike(result.nodes[name], hybrids.result(name, body, mask)), (name, body.key, mask)


def test_other_data_are_a_player() -> None:
    """With other data for the new side, every coalition is scored on its side's data, bodies of one side included."""
    old, new = (dataset_of(program(0).schema, rows(count, seed)) for count, seed in ((5, 1), (4, 2)))
    structure = arranged({1 << at: "" for at in range(SWITCHES + 1)})
    data = 1 << SWITCHES

    def made(mask: int) -> p.Program:
        return program(mask & ~data)

    game = Game(SWITCHES + 1, structure.coalitions(), made, old, new, data)
    hybrids = Hybrids(game, score(program(0), old))
    for mask in (0, game.everyone, data, *Random(4).sample(game.coalitions, 7)):
        whole = score(made(mask), new if mask & data else old)
        for result in whole.subjects:
            body = next(body for body in hybrids.bodies if body.key == result.key)
            for name in result.nodes:
                assert alike(result.nodes[name], hybrids.result(name, body, mask)), (name, body.key, mask)
            if body.is_on_both_sides:
                assert same(result.total.value, hybrids.worth(body).of(mask)), (body.key, mask)


LIMITS = """
methodology m version "1" {{ scale 0 to 100 points }}
subject agency {{ name: text  x: number, between 0 and 100  y: number, between 0 and 100  central: yes or no }}
table late of agency {{ days: number, at least 0 }}
direction a {{ criterion a1 out of 100 points {{ score = {0} * x * 1 points assumed "x" }}
  round to 1 decimal, half even assumed "x" }}
direction b {{ criterion b1 out of 100 points {{ score = {1} * y * 1 points assumed "x" }}
  round to 0 decimals, {2} assumed "x" }}
direction c {{ criterion c1 out of 100 points {{ score = (a before rounding) * {3} assumed "x" not applicable when {8} }} }}
weights {{ equal throughout when not applicable: {4} assumed "x" }}
penalty lateness {{ take {5} points for each late from total leaving at least 35 points assumed "x" }}
bonus reward {{ give {6} points when y > 40 to total reaching at most 60 points assumed "x" }}
total {{ round to 1 decimal, {7} assumed "x" never below 30 points never above 62 points }}
rank agency by total before rounding, highest first; equal totals share a place assumed "x"
"""

EITHER = (
    ("1", "0.9999"),
    ("1", "0.93"),
    ("half up", "half down"),
    ("1", "0.5"),
    ("count as zero", "count as full"),
    ("1", "7"),
    ("2", "9"),
    ("half up", "ceiling"),
    ("central", "y > 50"),
)


@shared
def limited(on: int) -> p.Program:
    """A methodology with floors, ceilings, caps and roundings, some of them switched."""
    checked = load_text(LIMITS.format(*(pair[on >> at & 1] for at, pair in enumerate(EITHER))))
    assert checked.program is not None, checked.findings
    return checked.program


def test_many_coalitions_side_by_side_keep_every_limit() -> None:
    """Sums over whole numbers give what the engine gives: floors, ceilings, caps, ties, parts that count as full.

    The bodies lie so that each limit bites for some of them; totals before rounding are those of the engine.
    """
    dataset = dataset_of(limited(0).schema, rows(8, 7))
    structure = arranged({1 << at: "" for at in range(len(EITHER))})
    game = Game(len(EITHER), structure.coalitions(), limited, dataset, dataset)
    hybrids = Hybrids(game, score(limited(0), dataset))
    many = 0
    reached = set()
    for mask in Random(5).sample(game.coalitions, 10):
        whole = score(limited(mask), dataset)
        for body in hybrids.bodies:
            result = whole.of(body.key)
            worth = hybrids.worth(body)
            many += worth.denominator > 0
            reached.add(result.total.value)
            assert same(result.total.value, worth.of(mask)), (body.key, mask)
            for name in result.nodes:
                assert alike(result.nodes[name], hybrids.result(name, body, mask), before_rounding=True)
    assert many
    assert {fmpq(30), fmpq(35), fmpq(60)} & reached


ALIKE = """
methodology m version "1" {{ scale 0 to 100 points }}
subject agency {{ name: text  x: number, between 0 and 100  y: number, between 0 and 100  central: yes or no }}
table late of agency {{ days: number, at least 0 }}
define shared: number = {0} * {1} * {2} assumed "x"
block goals {{
  direction a {{ score = x * shared * {4} * 1 points assumed "x" not applicable when {3} }}
  direction b {{ score = y * shared * {4} * 1 points assumed "x" }}
}}
block people {{
  direction c {{ score = y * shared * {5} * 1 points assumed "x" not applicable when {3} }}
  direction d {{ score = x * shared * {5} * 1 points assumed "x" }}
}}
weights {{ goals 60% {{ a {6}  b {7} }} people 40% {{ c {8}  d {9} }}
  when not applicable: share out in proportion assumed "x" }}
total {{ assumed "x" }}
rank agency by total before rounding, highest first; equal totals share a place assumed "x"
"""


@shared
def alike_rules(on: int) -> p.Program:
    """Two blocks that depend on the same six players; the fifth changes the weights of the one, the last of the other."""
    five, six = on >> 4 & 1, on >> 5 & 1
    numbers = [("1", "0.9"), ("1", "0.8"), ("1", "0.7")]
    words = [pair[on >> at & 1] for at, pair in enumerate(numbers)]
    left_out = ("central", "central and y >= 50", "central and y > 100")[(on >> 3 & 1) * (1 + (on >> 2 & 1))]
    words += [left_out, "0.95" if six else "1", "0.85" if five else "1"]
    words += ["30%", "70%"] if five else ["50%", "50%"]
    words += ["20%", "80%"] if six else ["50%", "50%"]
    return program_of(ALIKE.format(*words))


def test_what_is_kept_of_one_block_or_body_never_serves_another() -> None:
    """Coalitions go together by the clauses that a block itself rests on, and by which of its parts the body has.

    Both blocks depend on all six players, but other ones change their weights. Two parts are not applicable to some
    bodies without the fourth player, to some without the third or the fourth, to others never.
    """
    dataset = dataset_of(alike_rules(0).schema, rows(8, 2))
    kinds = {(row.values["central"], fmpq(50) > row.values["y"]) for row in dataset.subjects}  # type: ignore[operator]
    assert kinds == {(True, True), (True, False), (False, True), (False, False)}
    game = Game(6, tuple(range(64)), alike_rules, dataset, dataset)
    hybrids = Hybrids(game, score(alike_rules(0), dataset))
    for mask in Random(6).sample(range(64), 12):
        whole = score(alike_rules(mask), dataset)
        for body in hybrids.bodies:
            result = whole.of(body.key)
            assert same(result.total.value, hybrids.worth(body).of(mask)), (body.key, mask)
            for name in result.nodes:
                assert alike(result.nodes[name], hybrids.result(name, body, mask)), (name, body.key, mask)


# -- From texts to the impact ---------------------------------------------------------------------------------

SIMPLE = """
methodology m version "1" { scale 0 to 100 points }
subject agency { name: text  x: number, between 0 and 100  y: number, between 0 and 100 }
table late of agency { days: number, at least 0 }
source order { title en "Order" }
criterion alpha out of 100 points { title en "Alpha" score = (x * 1 points but at most 90 points) cite order }
criterion beta out of 100 points { title en "Beta" score = y * 1 points cite order }
weights { alpha 60% beta 40% when not applicable: share out in proportion cite order }
penalty late_report { take 1 points for each late where days > 3 from total cite order }
total { cite order }
"""


def loaded(rules: str) -> p.Program:
    """The program of a text without errors."""
    return program_of(rules)


def agencies(*values: tuple[str, int, int]) -> list[p.ExampleRow]:
    """Agencies with their x and y."""
    return [
        p.ExampleRow("agency", key, None, (("name", key), ("x", fmpq(x)), ("y", fmpq(y))))
        for key, x, y in values
    ]


def moved(before: str, after: str, *data: list[p.ExampleRow]) -> Impact:
    """The impact of a change, on one set of data or on two."""
    old, new = loaded(before), loaded(after)
    sides = [
        dataset_of(program.schema, side)
        for program, side in zip((old, new), (data[0], data[-1]), strict=True)
    ]
    one = laid_together(*sides)
    return impact(difference(old, new), *(sides if one is None else (one, one)))


def amounts(made: Impact, key: str) -> dict[str, object]:
    """The parts of a body by the first edits of their causes."""
    body = next(body for body in made.bodies if body.key == key)
    found: dict[str, object] = {}
    for part in body.parts:
        players = made.attribution.players_of(part.players)
        found[" + ".join("data" if player.is_data else player.edits[0].key for player in players)] = (
            part.amount
        )
    return found


def test_two_edits_with_interaction_by_hand() -> None:
    """The cap of alpha falls to 80 and its weight to 50 %.

    A has x 100, y 50: 0.6 x 90 + 0.4 x 50 = 74; the cap alone 68, the weights alone 70, both 65. The cap gets
    ((68 - 74) + (65 - 70)) / 2 = -5.5, the weights ((70 - 74) + (65 - 68)) / 2 = -3.5. B has x 20, y 50: the cap does nothing.
    """
    after = SIMPLE.replace("90 points", "80 points").replace("60%", "50%").replace("40%", "50%")
    made = moved(SIMPLE, after, agencies(("A", 100, 50), ("B", 20, 50)))
    assert amounts(made, "A") == {"node/alpha/score": fmpq(-11, 2), "node/weights 0/total": fmpq(-7, 2)}
    assert amounts(made, "B") == {"node/weights 0/total": 3}
    assert [body.change for body in made.bodies] == [-9, 3]


def test_an_edit_without_effect_says_so() -> None:
    """Late reports of more than 5 days instead of 3: nobody has any."""
    after = SIMPLE.replace("days > 3", "days > 5").replace("90 points", "80 points")
    made = moved(SIMPLE, after, agencies(("A", 100, 50)))
    assert [effect.has_none for effect in made.effects] == [False, True]
    assert amounts(made, "A") == {"node/alpha/score": -6}


def test_what_only_bears_another_name_moves_nothing() -> None:
    """A renamed criterion is no cause of change; other edits are attributed past it."""
    after = SIMPLE.replace("alpha", "first").replace("take 1 points", "take 2 points")
    made = moved(SIMPLE, after, agencies(("A", 100, 50)))
    assert [body.change for body in made.bodies] == [0]
    assert made.effects[0].has_none


def test_renamed_fields_come_with_the_new_data() -> None:
    """A field that bears another name in the new folder is read from there; the data are one set all the same."""
    after = SIMPLE.replace("x: number", "points_reached: number").replace("(x *", "(points_reached *")
    after = after.replace("90 points", "80 points")
    later = [
        p.ExampleRow(
            "agency", row.name, None, tuple(("points_reached" if n == "x" else n, v) for n, v in row.values)
        )
        for row in agencies(("A", 100, 50))
    ]
    made = moved(SIMPLE, after, agencies(("A", 100, 50)), later)
    assert [body.change for body in made.bodies] == [-6]
    assert made.bodies[0].unattributed is None
    assert amounts(made, "A") == {"node/alpha/score": -6}


def test_whoever_is_in_the_new_data_only_is_scored_by_the_new_names() -> None:
    """The new folder calls a field otherwise, and has a body of its own: the rules read it there by that name.

    The largest x is that of the side's own data, so that an engine for the one side never serves the other.
    """
    before = SIMPLE.replace("x: number", 'x "Points that were reached": number')
    before = before.replace(
        "(x * 1 points", "(100 points * x / (largest of x among all agency but at least 1)"
    )
    after = before.replace(" x ", " points_reached ")
    after = after.replace("90 points", "80 points")
    old, new = loaded(before), loaded(after)
    later = [
        p.ExampleRow("agency", key, None, (("name", key), ("points_reached", fmpq(x)), ("y", fmpq(y))))
        for key, x, y in (("B", 40, 10), ("A", 10, 60))
    ]
    sides = dataset_of(old.schema, agencies(("A", 20, 50), ("C", 40, 1))), dataset_of(new.schema, later)
    found = difference(old, new)
    made = impact(found, *sides)
    cap, data = (1 << at for at in range(2))
    assert [player.is_data for player in made.attribution.players] == [False, True]
    hybrids = made.attribution.hybrids
    alpha = {
        (body.key, mask): result.value
        for body in hybrids.bodies
        for mask in (0, cap, data, cap | data)
        if (bool(mask & data) is (body.rows[0] is None) or body.is_on_both_sides)
        and (result := hybrids.result("alpha", body, mask)) is not None
    }
    assert alpha == {
        ("A", 0): 50, ("A", cap): 50, ("A", data): 25, ("A", cap | data): 25,
        ("B", data): 90, ("B", cap | data): 80, ("C", 0): 90, ("C", cap): 80,
    }  # fmt: skip
    assert amounts(made, "A") == {"data": -11}


def test_the_data_get_their_part() -> None:
    """A's y rises from 50 to 60 (+4) while the cap falls (-6); B is new, C is gone."""
    after = SIMPLE.replace("90 points", "80 points")
    made = moved(SIMPLE, after, agencies(("A", 100, 50), ("C", 1, 1)), agencies(("A", 100, 60), ("B", 2, 2)))
    assert amounts(made, "A") == {"node/alpha/score": -6, "data": 4}
    assert {body.key: body.unattributed for body in made.bodies} == {
        "A": None,
        "C": Unattributed.ONE_SIDE,
        "B": Unattributed.ONE_SIDE,
    }


def test_no_score_on_one_side_is_not_attributed() -> None:
    """Who loses its score is named, and has no parts."""
    gone = "not applicable when x is 0"
    before = SIMPLE.replace("y * 1 points cite order", "y * 1 points cite order not applicable when y is 0")
    after = before.replace("but at most 90 points) cite", f"but at most 90 points) {gone} cite")
    made = moved(before, after, agencies(("A", 0, 0), ("B", 5, 0)))
    assert made.bodies[0].unattributed is Unattributed.NO_SCORE
    assert [body.key for body in made.lost()] == ["A"]
    assert made.bodies[1].change == 0


def test_edits_that_fail_without_each_other_are_counted_together() -> None:
    """80 points where at most 50 can be had are no score: the shared formula and the maximum go together, the penalty not."""
    before = SIMPLE.replace("score = y * 1 points", "score = raw(y) * 1 points")
    before = before.replace(
        "criterion alpha", "define raw(n: number): number = 0.8 * n cite order\ncriterion alpha"
    )
    after = before.replace("criterion beta out of 100", "criterion beta out of 50").replace(
        "0.8 * n", "0.3 * n"
    )
    after = after.replace("take 1 points for each late where days > 3", "take 2 points when x > 50")
    made = moved(before, after, agencies(("A", 100, 100)))
    (body,) = made.bodies
    assert [(part.players.bit_count(), part.amount) for part in body.parts] == [(2, fmpq(-8)), (1, fmpq(-2))]
    assert body.change == -10


def test_whoever_loses_its_score_is_moved() -> None:
    """An edit that takes a body's score away is not one without effect, though there is nothing to share out."""
    after = SIMPLE.replace("total { cite", "total { not applicable when y is 0 cite")
    made = moved(SIMPLE, after, agencies(("A", 50, 0), ("B", 50, 50)))
    (effect,) = made.effects
    assert (effect.moved, effect.has_none) == (1, False)


def test_grades_and_places_are_effects_too() -> None:
    """Another band moves no score, but a grade."""
    before = SIMPLE + "rating { high from 70 points low below 70 points cite order }\n"
    after = before.replace("70 points", "75 points")
    made = moved(before, after, agencies(("A", 100, 50)))
    (effect,) = made.effects
    assert (effect.moved, effect.grades, effect.has_none) == (0, 1, False)
    assert made.bodies[0].grades(made.ratings[0]) == ("high", "low")


@pytest.mark.parametrize("seed", range(3))
def test_data_are_one_set_only_where_they_agree(seed: int) -> None:
    """Equal rows are laid together, with the fields of both; a cell that differs keeps them apart."""
    made = rows(4, seed)
    one, other = (dataset_of(program(0).schema, made) for _ in range(2))
    whole = laid_together(one, other)
    assert isinstance(whole, Dataset)
    assert [len(row.children["late"]) for row in whole.subjects] == [
        len(r.children["late"]) for r in one.subjects
    ]
    other.subjects[0].values = {**other.subjects[0].values, "y": fmpq(101)}
    assert laid_together(one, other) is None
