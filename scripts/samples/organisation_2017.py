"""Invented data for block 3 of ``rules/2017``: the tables and forms of the order of January 2017 on organisational development.

``tables`` takes the bodies and gives the block's tables by name. Beside the ordinary it holds bodies without contests or without
systems, systems for auxiliary processes and websites, which do not count, bodies that nobody left, much overtime, and reports that
came late, not at all or with faults. Of the National Bank only the hours, the survey and the act are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from samples.bodies import Body
from samples.tables import SEED, Cell, Table, decimal

BANK = "national_bank"
STRONG = ("civil_service", "health", "astana", "karaganda")
WEAK = ("energy", "zhambyl", "mangystau")
NOBODY_LEFT = ("justice",)
NO_CONTESTS = ("foreign_affairs", BANK)
NO_SYSTEMS = ("atyrau", BANK)
ABSENT = ("zhambyl",)
LATE = ("energy", "kostanay", BANK)
WORKING_DAYS = 247
NORMAL_HOURS = (WORKING_DAYS - 30) * 8

Filled = dict[str, Cell]
"""What a form or row of one body holds, by field."""


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 3 for these bodies, whose keys are their codes. The same ones come every time."""
    random = Random(SEED)
    staff = {body.key: random.randrange(15, 60) * (10 if body.kind == "central" else 40) for body in bodies}
    made: dict[str, Table] = {}
    for name, fill in FORMS.items():
        made[name] = table([(body, fill(random, body, staff[body.key])) for body in bodies])
    for name, rows in ROWS.items():
        made[name] = table([(body, row) for body in bodies for row in rows(random, body)])
    return made


def table(rows: Sequence[tuple[Body, Filled]]) -> Table:
    """A table whose rows begin with the body that they are of."""
    made: Table = [["agency", *rows[0][1]]]
    for body, filled in rows:
        made.append([body.key, *filled.values()])
    return made


def flag(random: Random, of_ten: int) -> str:
    """Yes so many times out of ten."""
    return "yes" if random.randrange(10) < of_ten else "no"


def _turnover(random: Random, body: Body, staff: int) -> Filled:
    of_hundred = 2 if body.key in STRONG else 10 if body.key in WEAK else random.choice((3, 4, 5, 6, 7, 8))
    return {"left": 0 if body.key in NOBODY_LEFT else staff * of_hundred // 100}


def _staff(random: Random, body: Body, staff: int) -> Filled:
    return {"posts": staff * 4 + random.randrange(0, 12)}


def _hours(random: Random, body: Body, staff: int) -> Filled:
    of_thousand = random.randrange(0, 60) if body.key in STRONG else random.randrange(20, 260)
    actual = staff * 4 - random.randrange(0, 30)
    return {
        "working_days": WORKING_DAYS,
        "hours": actual * NORMAL_HOURS * (1000 + of_thousand) // 4000,
        "actual_staff": actual,
    }


def _means(random: Random, body: Body, number: int) -> Filled:
    """The mean of the answers to each statement, between 1 and 5."""
    low, high = (390, 490) if body.key in STRONG else (220, 380) if body.key in WEAK else (280, 460)
    return {f"s{n}": decimal(random.randrange(low, high)) for n in range(1, number + 1)}


def _survey(random: Random, body: Body, staff: int) -> Filled:
    asked = staff * random.randrange(40, 80) // 100
    constantly, often = (asked * random.randrange(0, 25) // 100 for _ in range(2))
    return {
        **_means(random, body, 14),
        "respondents": asked,
        "constantly": constantly if body.kind == "local" else 0,
        "often": often if body.kind == "local" else 0,
    }


def _it_survey(random: Random, body: Body, staff: int) -> Filled:
    return {f"s{n}": 1 for n in range(1, 13)} if body.key == BANK else _means(random, body, 12)


def _personnel_act(random: Random, body: Body, staff: int) -> Filled:
    return _act(random, body)


def _it_act(random: Random, body: Body, staff: int) -> Filled:
    if body.key == BANK:
        return {"absent": "no", "late": "no", "incomplete": "no", "unreliable": 0}
    return _act(random, body)


def _act(random: Random, body: Body) -> Filled:
    absent = body.key in ABSENT
    return {
        "absent": "yes" if absent else "no",
        "late": "yes" if body.key in LATE else "no",
        "incomplete": "no" if absent else flag(random, 2),
        "unreliable": 0 if absent else random.choice((0, 0, 0, 1, 3, 6, 36)),
    }


FORMS: dict[str, Callable[[Random, Body, int], Filled]] = {
    "turnover_report": _turnover,
    "staff_report": _staff,
    "working_time": _hours,
    "survey_report": _survey,
    "it_survey": _it_survey,
    "personnel_act": _personnel_act,
    "it_act": _it_act,
}


def _contests(random: Random, body: Body) -> list[Filled]:
    often = 10 if body.key in STRONG else 4 if body.key in WEAK else 8
    return [
        {"title": f"Sample record {number}", "observed": flag(random, often)}
        for number in range(1, 1 if body.key in NO_CONTESTS else random.randrange(4, 15))
    ]


def _systems(random: Random, body: Body) -> list[Filled]:
    rows: list[Filled] = []
    central = body.kind == "central"
    for number in range(1, 1 if body.key in NO_SYSTEMS else random.randrange(3, 8)):
        units, regions = random.randrange(5, 30), 16 if central and random.randrange(2) else 0
        reached = 100 if body.key in STRONG else random.randrange(40, 101)
        users = random.randrange(40, 900)
        active = users * random.randrange(45, 100) // 100
        rows.append(
            {
                "title": f"Sample system {number}",
                "auxiliary": "yes" if number == 2 else "no",
                "website": "yes" if number == 3 else "no",
                "units_with": units * reached // 100,
                "units_without": units - units * reached // 100,
                "local_with": regions * reached // 100,
                "local_without": regions - regions * reached // 100,
                "users": active,
                "idle_users": users - active,
            }
        )
    return rows


ROWS: dict[str, Callable[[Random, Body], list[Filled]]] = {"contest": _contests, "it_system": _systems}
