"""Invented data for block 3 of ``rules/2019``: the tables and forms of the order of February 2019 on organisational development.

``tables`` takes the bodies and gives the block's tables by name; the assessed period is the year 2018. Beside the ordinary it holds
bodies that were formed or reorganised lately, long vacancies in corps A, bodies without departures, newcomers, contests, promotions or
systems, effects beyond what was stated, and reports that came late, not at all or with faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples import organisation
from samples.bodies import Body
from samples.organisation import (
    ABSENT,
    NOBODY_LEFT,
    STRONG,
    Filled,
    Form,
    Rows,
    contests,
    drawn,
    exits,
    flag,
    means,
    turnover,
)
from samples.tables import Table

FORMED = {"trade": "within_three_years", "competition": "this_year"}
REORGANISED = ("culture", "competition")
MORE_POSTS = ("turkistan",)
NO_CONTESTS = ("foreign_affairs",)
NO_PROMOTIONS = ("economy",)
NO_SYSTEMS = ("atyrau",)
LONG_VACANT = {"energy": 2, "agriculture": 1}
MANY_DAYS_OFF = ("finance",)
LATE = {"energy": 7, "kostanay": 2}
WORKING_DAYS = 246
NORMAL_HOURS = (WORKING_DAYS - 21) * 8
PERIOD = "2018-01-01"


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 3 for these bodies, whose keys are their codes. The same ones come every time."""
    return organisation.tables(bodies, FORMS, ROWS)


def _of_hundred(random: Random, body: Body) -> int:
    """How much goes well with a body, in percent: most with strong bodies, little with weak ones."""
    return drawn(random, body, range(85, 101), range(20, 55), range(40, 101))


def _staff(random: Random, body: Body, staff: int) -> Filled:
    managers = staff // 5
    leading = managers * 12 + random.randrange(0, 30)
    women = random.randrange(34, 50) if body.key in STRONG else random.randrange(8, 45)
    return {
        "manager_posts": managers * 4 + random.randrange(0, 5),
        "other_posts": (staff - managers) * 4 + random.randrange(0, 9),
        "corps_a_posts": random.randrange(1, 6) * 4
        if body.kind == "central"
        else random.randrange(8, 20) * 4,
        "servants": staff * 12 - random.randrange(0, 60),
        "leading": leading,
        "women_leading": leading * women // 1200,
        "state_servants": (staff + 5) * 4 - random.randrange(0, 12),
    }


def _tenure(random: Random, body: Body, staff: int) -> Filled:
    newcomers = 0 if body.key in NOBODY_LEFT else staff * random.randrange(2, 9) // 100
    left = newcomers * (100 - _of_hundred(random, body)) // 200
    return {
        "formed": FORMED.get(body.key, "earlier"),
        "reorganised": "yes" if body.key in REORGANISED else "no",
        "extra_posts": "yes" if body.key in MORE_POSTS else "no",
        "here": staff * _of_hundred(random, body) // 130,
        "in_previous": staff * random.randrange(3, 15) // 100 if body.key in REORGANISED + MORE_POSTS else 0,
        "in_service": staff * random.randrange(60, 90) // 100 if body.key in FORMED else 0,
        "left_in_first_year": left,
        "other_newcomers": newcomers - left,
    }


def _corps_a(random: Random, body: Body, staff: int) -> Filled:
    return {"long_vacant": LONG_VACANT.get(body.key, 0)}


def _hours(random: Random, body: Body, staff: int) -> Filled:
    of_thousand = random.randrange(0, 30) if body.key in STRONG else random.randrange(5, 140)
    actual = staff * 12 - random.randrange(0, 90)
    hours_off = 200 if body.key in MANY_DAYS_OFF else random.choice((0, 0, 3, 9, 12, 40, 90))
    return {
        "working_days": WORKING_DAYS,
        "hours": actual * NORMAL_HOURS * (1000 + of_thousand) // 12000,
        "weekend": hours_off * actual // 12,
        "actual_staff": actual,
    }


def _survey(random: Random, body: Body, staff: int) -> Filled:
    return means(random, body, 27, range(340, 400), range(190, 290), range(240, 370))


def _training(random: Random, body: Body, staff: int) -> Filled:
    raise_them, retrain_them = staff * random.randrange(15, 40) // 100, random.randrange(0, 20)
    raised, retrained = (number * _of_hundred(random, body) // 100 for number in (raise_them, retrain_them))
    return {
        "raised": raised,
        "raised_not": raise_them - raised,
        "retrained": retrained,
        "retrained_not": retrain_them - retrained,
    }


def _records(random: Random, body: Body, staff: int) -> Filled:
    return {
        "period_begins": PERIOD,
        "strategy": flag(random, 10 if body.key in STRONG else 6),
        "e_qyzmet_documents": staff * random.randrange(30, 75) // 10,
        "with_kazakh": staff * random.randrange(5, 60) // 100,
        "with_english": staff * random.randrange(1, 12) // 100,
    }


def _promotions(random: Random, body: Body, staff: int) -> Filled:
    promoted = 0 if body.key in NO_PROMOTIONS else staff * random.randrange(4, 12) // 100
    own = promoted * _of_hundred(random, body) // 100
    previous = (promoted - own) * 8 // 10 if body.key in REORGANISED else 0
    return {"own": own, "from_previous": previous, "from_elsewhere": promoted - own - previous}


def _it(random: Random, body: Body, staff: int) -> Filled:
    functions = random.randrange(30, 120)
    own = functions * _of_hundred(random, body) // 120
    others = [(functions - own) * random.randrange(0, 25) // 100 for _ in range(3)]
    return {
        "by_own_systems": own,
        "by_services": others[0],
        "by_other_bodies": others[1],
        "by_outside_systems": others[2],
        "functions_not_automated": functions - own - sum(others),
        "folder_list": flag(random, 8),
        "folder_filled": 100 if body.key in STRONG else random.choice((40, 65, 70, 71, 85, 96, 100)),
    }


def _act(random: Random, body: Body, staff: int) -> Filled:
    absent = body.key in ABSENT
    return {
        "absent": "yes" if absent else "no",
        "days_late": 0 if absent else LATE.get(body.key, 0),
        "incomplete": "no" if absent else flag(random, 2),
        "unreliable": 0 if absent else random.choice((0, 0, 0, 1, 3, 6, 55)),
    }


FORMS: dict[str, Form] = {
    "turnover_report": turnover(4, (5, 6, 7, 8, 9)),
    "staff_report": _staff,
    "tenure_report": _tenure,
    "exit_report": exits(range(4, 10), _of_hundred),
    "corps_a_report": _corps_a,
    "working_time": _hours,
    "survey_report": _survey,
    "training_report": _training,
    "personnel_records": _records,
    "promotion_report": _promotions,
    "it_report": _it,
    "personnel_act": _act,
    "it_act": _act,
}


def _systems(random: Random, body: Body) -> list[Filled]:
    rows: list[Filled] = []
    for number in range(1, 1 if body.key in NO_SYSTEMS else random.randrange(2, 8)):
        listed, functions, stated = random.choice((6, 7, 8)), random.randrange(5, 40), random.randrange(2, 60)
        placed, confirmed = (size * _of_hundred(random, body) // 100 for size in (listed, functions))
        surveyed = number <= 5
        rows.append(
            {
                "title": f"Sample system {number}",
                "documents": placed,
                "documents_lacking": listed - placed,
                "surveyed": "yes" if surveyed else "no",
                "functions": confirmed if surveyed else 0,
                "functions_lacking": functions - confirmed if surveyed else 0,
                "effect_stated": stated,
                "effect": stated * random.randrange(30, 125) // 100,
            }
        )
    return rows


ROWS: dict[str, Rows] = {"contest": contests(NO_CONTESTS), "it_system": _systems}
