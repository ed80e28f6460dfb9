"""Invented data for block 3 of ``rules/2018``: the tables and forms of the order of October 2017 on organisational development.

``tables`` takes the bodies and gives the block's tables by name. Beside the ordinary it holds bodies that nobody left, bodies without
contests, promotions, services or systems, work on days off beyond all measure, and reports that came late, not at all or with faults.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from samples.bodies import Body
from samples.organisation_2017 import Filled, flag, table
from samples.tables import SEED, Table, decimal

STRONG = ("civil_service", "health", "astana", "karaganda")
WEAK = ("energy", "zhambyl", "mangystau")
NOBODY_LEFT = ("justice",)
NO_CONTESTS = ("foreign_affairs",)
NO_PROMOTIONS = ("competition",)
NO_SERVICES = ("economy",)
NO_SYSTEMS = ("atyrau",)
MANY_DAYS_OFF = ("finance",)
ABSENT = ("zhambyl",)
LATE = ("energy", "kostanay")
WORKING_DAYS = 245
NORMAL_HOURS = (WORKING_DAYS - 30) * 8


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 3 for these bodies, whose keys are their codes. The same ones come every time."""
    random = Random(SEED)
    staff = {body.key: random.randrange(15, 60) * (10 if body.kind == "central" else 40) for body in bodies}
    made = {
        name: table([(body, fill(random, body, staff[body.key])) for body in bodies])
        for name, fill in FORMS.items()
    }
    for name, rows in ROWS.items():
        made[name] = table([(body, row) for body in bodies for row in rows(random, body)])
    return made


def _of_hundred(random: Random, body: Body) -> int:
    """How much goes well with a body, in percent: most with strong bodies, little with weak ones."""
    low, high = (85, 100) if body.key in STRONG else (20, 55) if body.key in WEAK else (40, 96)
    return random.randrange(low, high)


def _turnover(random: Random, body: Body, staff: int) -> Filled:
    share = 2 if body.key in STRONG else 10 if body.key in WEAK else random.choice((3, 4, 5, 6, 7, 8))
    nobody = body.key in NOBODY_LEFT
    managers = staff // 5
    return {
        "managers_left": 0 if nobody else managers * share // 100,
        "others_left": 0 if nobody else (staff - managers) * share // 100,
    }


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


def _exits(random: Random, body: Body, staff: int) -> Filled:
    if body.key in NOBODY_LEFT:
        return {"interviewed": 0, "not_interviewed": 0, "negative": 0}
    left = staff * random.randrange(8, 18) // 100 + 1
    interviewed = left * _of_hundred(random, body) // 100
    negative = interviewed * (80 if body.key in WEAK else random.randrange(0, 60)) // 100
    return {"interviewed": interviewed, "not_interviewed": left - interviewed, "negative": negative}


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
    low, high = (390, 490) if body.key in STRONG else (220, 380) if body.key in WEAK else (280, 460)
    means: Filled = {f"s{n}": decimal(random.randrange(low, high)) for n in range(1, 26)}
    asked = staff * random.randrange(40, 80) // 100
    leave, change, constantly, often = (asked * random.randrange(0, 25) // 100 for _ in range(4))
    local = body.kind == "local"
    return {
        **means,
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


def _act(random: Random, body: Body, staff: int) -> Filled:
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
    "tenure_report": _tenure,
    "exit_report": _exits,
    "working_time": _hours,
    "survey_report": _survey,
    "promotion_report": _promotions,
    "it_report": _it,
    "personnel_act": _act,
    "it_act": _act,
}


def _contests(random: Random, body: Body) -> list[Filled]:
    often = 10 if body.key in STRONG else 4 if body.key in WEAK else 8
    return [
        {"title": f"Sample record {number}", "observed": flag(random, often)}
        for number in range(1, 1 if body.key in NO_CONTESTS else random.randrange(4, 15))
    ]


def _systems(random: Random, body: Body) -> list[Filled]:
    often = 10 if body.key in STRONG else 5 if body.key in WEAK else 8
    return [
        {
            "title": f"Sample system {number}",
            **{word: flag(random, often) for word in ("description", "trial_act", "documents")},
        }
        for number in range(1, 1 if body.key in NO_SYSTEMS else random.randrange(2, 7))
    ]


ROWS: dict[str, Callable[[Random, Body], list[Filled]]] = {"contest": _contests, "it_system": _systems}
