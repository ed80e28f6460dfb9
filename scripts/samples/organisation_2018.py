"""Invented data for block 3 of ``rules/2018``: the tables and forms of the order of October 2017 on organisational development.

``tables`` takes the bodies and gives the block's tables by name. Beside the ordinary it holds bodies that nobody left, bodies without
contests, promotions, services or systems, work on days off beyond all measure, and reports that came late, not at all or with faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples import organisation
from samples.bodies import Body
from samples.organisation import (
    NOBODY_LEFT,
    STRONG,
    WEAK,
    Filled,
    Form,
    Rows,
    act,
    contests,
    drawn,
    exits,
    flag,
    means,
    turnover,
)
from samples.tables import Table

NO_CONTESTS = ("foreign_affairs",)
NO_PROMOTIONS = ("competition",)
NO_SERVICES = ("economy",)
NO_SYSTEMS = ("atyrau",)
MANY_DAYS_OFF = ("finance",)
LATE = ("energy", "kostanay")
WORKING_DAYS = 245
NORMAL_HOURS = (WORKING_DAYS - 30) * 8


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 3 for these bodies, whose keys are their codes. The same ones come every time."""
    return organisation.tables(bodies, FORMS, ROWS)


def _of_hundred(random: Random, body: Body) -> int:
    """How much goes well with a body, in percent: most with strong bodies, little with weak ones."""
    return drawn(random, body, range(85, 100), range(20, 55), range(40, 96))


def _staff(random: Random, body: Body, staff: int) -> Filled:
    managers = staff // 5
    return {
        "manager_posts": managers * 4 + random.randrange(0, 5),
        "other_posts": (staff - managers) * 4 + random.randrange(0, 9),
    }


def _tenure(random: Random, body: Body, staff: int) -> Filled:
    nobody = body.key in NOBODY_LEFT
    return {
        "here": staff * _of_hundred(random, body) // 100,
        "left_in_first_year": 0 if nobody else staff * random.randrange(0, 8) // 100,
        "appointed": staff * random.randrange(4, 20) // 100,
        "dismissed": 0 if nobody else staff * random.randrange(8, 18) // 100,
    }


def _hours(random: Random, body: Body, staff: int) -> Filled:
    of_thousand = random.randrange(0, 30) if body.key in STRONG else random.randrange(5, 140)
    actual = staff * 4 - random.randrange(0, 30)
    hours_off = 200 if body.key in MANY_DAYS_OFF else random.choice((0, 0, 3, 12, 40, 90))
    return {
        "working_days": WORKING_DAYS,
        "hours": actual * NORMAL_HOURS * (1000 + of_thousand) // 4000,
        "weekend": hours_off * actual // 4,
        "actual_staff": actual,
    }


def _survey(random: Random, body: Body, staff: int) -> Filled:
    answers = means(random, body, 25, range(390, 490), range(220, 380), range(280, 460))
    asked = staff * random.randrange(40, 80) // 100
    leave, change, constantly, often = (asked * random.randrange(0, 25) // 100 for _ in range(4))
    local = body.kind == "local"
    return {
        **answers,
        "respondents": asked,
        "to_leave_service": leave,
        "to_change_body": change,
        "constantly": constantly if local else 0,
        "often": often if local else 0,
    }


def _promotions(random: Random, body: Body, staff: int) -> Filled:
    promoted = 0 if body.key in NO_PROMOTIONS else staff * random.randrange(4, 12) // 100
    own = promoted * _of_hundred(random, body) // 100
    return {"own": own, "from_elsewhere": promoted - own}


def _it(random: Random, body: Body, staff: int) -> Filled:
    services = 0 if body.key in NO_SERVICES else random.randrange(8, 60)
    functions = random.randrange(30, 120)
    own_services, own_functions = (
        number * _of_hundred(random, body) // 100 for number in (services, functions)
    )
    other_services, other_functions = (
        rest * random.randrange(0, 40) // 100 for rest in (services - own_services, functions - own_functions)
    )
    return {
        "services_by_own": own_services,
        "services_by_other_bodies": other_services,
        "services_not_automated": services - own_services - other_services,
        "by_own_systems": own_functions,
        "by_other_bodies": other_functions,
        "functions_not_automated": functions - own_functions - other_functions,
    }


FORMS: dict[str, Form] = {
    "turnover_report": turnover(2, (3, 4, 5, 6, 7, 8)),
    "staff_report": _staff,
    "tenure_report": _tenure,
    "exit_report": exits(range(8, 18), _of_hundred),
    "working_time": _hours,
    "survey_report": _survey,
    "promotion_report": _promotions,
    "it_report": _it,
    "personnel_act": act(LATE),
    "it_act": act(LATE),
}


def _systems(random: Random, body: Body) -> list[Filled]:
    often = 10 if body.key in STRONG else 5 if body.key in WEAK else 8
    return [
        {
            "title": f"Sample system {number}",
            **{word: flag(random, often) for word in ("description", "trial_act", "documents")},
        }
        for number in range(1, 1 if body.key in NO_SYSTEMS else random.randrange(2, 7))
    ]


ROWS: dict[str, Rows] = {"contest": contests(NO_CONTESTS), "it_system": _systems}
