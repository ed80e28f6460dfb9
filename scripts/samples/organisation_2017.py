"""Invented data for block 3 of ``rules/2017``: the tables and forms of the order of January 2017 on organisational development.

``tables`` takes the bodies and gives the block's tables by name. Beside the ordinary it holds bodies without contests or without
systems, systems for auxiliary processes and websites, which do not count, bodies that nobody left, much overtime, and reports that
came late, not at all or with faults. Of the National Bank only the hours, the survey and the act are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples import organisation
from samples.bodies import Body
from samples.organisation import NOBODY_LEFT, STRONG, WEAK, Filled, Form, Rows, act, contests, means
from samples.tables import Table

BANK = "national_bank"
NO_CONTESTS = ("foreign_affairs", BANK)
NO_SYSTEMS = ("atyrau", BANK)
LATE = ("energy", "kostanay", BANK)
WORKING_DAYS = 247
NORMAL_HOURS = (WORKING_DAYS - 30) * 8
MEANS = (range(390, 490), range(220, 380), range(280, 460))
"""Of the answers to surveys, between 1 and 5, in hundredths."""


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 3 for these bodies, whose keys are their codes. The same ones come every time."""
    return organisation.tables(bodies, FORMS, ROWS)


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


def _survey(random: Random, body: Body, staff: int) -> Filled:
    asked = staff * random.randrange(40, 80) // 100
    constantly, often = (asked * random.randrange(0, 25) // 100 for _ in range(2))
    return {
        **means(random, body, 14, *MEANS),
        "respondents": asked,
        "constantly": constantly if body.kind == "local" else 0,
        "often": often if body.kind == "local" else 0,
    }


def _it_survey(random: Random, body: Body, staff: int) -> Filled:
    return {f"s{n}": 1 for n in range(1, 13)} if body.key == BANK else means(random, body, 12, *MEANS)


def _it_act(random: Random, body: Body, staff: int) -> Filled:
    if body.key == BANK:
        return {"absent": "no", "late": "no", "incomplete": "no", "unreliable": 0}
    return _act(random, body, staff)


_act = act(LATE)

FORMS: dict[str, Form] = {
    "turnover_report": _turnover,
    "staff_report": _staff,
    "working_time": _hours,
    "survey_report": _survey,
    "it_survey": _it_survey,
    "personnel_act": _act,
    "it_act": _it_act,
}


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


ROWS: dict[str, Rows] = {"contest": contests(NO_CONTESTS), "it_system": _systems}
