"""Invented data for block 3 of ``rules/current``: the tables and forms of the order on organisational development.

``tables`` takes the bodies of the decree's list and gives the block's tables by name. Beside the ordinary it holds bodies
that were formed or reorganised lately, bodies without departures, contests, promotions, systems or contracts, systems for official
use, unused systems, and reports that came late, not at all or with faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples import organisation
from samples.bodies import Body
from samples.organisation import Filled, Form, Rows, flag
from samples.tables import Table, decimal, words

STRONG = ("civil_service", "health", "astana", "karaganda")
WEAK = ("trade", "energy", "zhambyl", "ulytau")
FORMED = {"science": "within_three_years", "ecology": "within_three_years", "competition": "this_year"}
REORGANISED = ("industry", "abai", "competition")
MORE_POSTS = ("culture", "shymkent")
NOBODY_LEFT = ("competition",)
NO_CONTESTS = ("foreign_affairs",)
NO_PROMOTIONS = ("ulytau",)
NO_SYSTEMS = ("national_bank", "abai")
OFFICIAL_USE = ("foreign_affairs", "interior", "defence")
UNUSED = {"zhambyl": 6, "trade": 3, "finance": 1}
ABSENT = ("ulytau",)
LATE = {"trade": 7, "energy": 2, "kostanay": 1}
NO_STRATEGY = ("zhambyl",)

REASONS = words("to_business to_non_profit to_quasi_state to_budget to_own_business resigned otherwise")
QUALIFICATIONS = words(
    "candidates doctors phd academy bolashak nazarbayev abroad postgraduates reserve masters"
)
SPHERES = words("education health transport roads safety tourism utilities ecology governance")
PARAMETERS = words("purpose tasks access architecture projects characteristics outgoing incoming copyright")
MORE_PARAMETERS = words(
    "components technologies roles documents stored_data installations implementation costs"
)


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 3 for these bodies; their keys are the codes of the decree's list. The same ones come every time."""
    return organisation.tables(bodies, FORMS, ROWS)


def _good(random: Random, body: Body, often: int) -> bool:
    """Whether something went well: nearly always with strong bodies, seldom with weak ones."""
    of_ten = 10 if body.key in STRONG else often - 4 if body.key in WEAK else often
    return random.randrange(10) < of_ten


def _turnover(random: Random, body: Body, staff: int) -> Filled:
    made: Filled = {}
    for who, number in (("managers", staff // 5), ("others", staff - staff // 5)):
        of_hundred = (
            4 if body.key in STRONG else 11 if body.key in WEAK else random.choice((5, 6, 7, 7, 8, 9))
        )
        leavers = 0 if body.key in NOBODY_LEFT else number * of_hundred // 100
        left = [0] * len(REASONS)
        for _ in range(leavers):
            left[random.choice((0, 0, 0, 1, 2, 2, 3, 4, 6, 6))] += 1
        made |= {f"{who}_{reason}": number for reason, number in zip(REASONS, left, strict=True)}
    return made


def _staff(random: Random, body: Body, staff: int) -> Filled:
    managers = staff // 5 * 12 + random.randrange(0, 12)
    others = (staff - staff // 5) * 12 + random.randrange(0, 40)
    leading = managers + 12 * random.randrange(3, 8)
    women = leading * (random.randrange(15, 45)) // 1200
    return {
        "managers": managers,
        "others": others,
        "settled": managers + others - 12 * random.randrange(0, staff // 20 + 1),
        "leading": leading,
        "apparatus": 12 * (staff // 2 if body.kind == "central" else staff // 8),
        "women_leading": women,
    }


def _tenure(random: Random, body: Body, staff: int) -> Filled:
    of_hundred = 75 if body.key in STRONG else 55 if body.key in WEAK else random.randrange(58, 82)
    formed = FORMED.get(body.key, "earlier")
    moved = body.key in REORGANISED + MORE_POSTS
    return {
        "formed": formed,
        "reorganised": "yes" if body.key in REORGANISED else "no",
        "extra_posts": "yes" if body.key in MORE_POSTS else "no",
        "here": 0 if formed == "this_year" else staff * of_hundred // 100,
        "in_previous": staff * random.randrange(3, 15) // 100 if moved else 0,
        "in_service": staff * random.randrange(65, 80) // 100 if formed != "earlier" else 0,
    }


def _exits(random: Random, body: Body, staff: int) -> Filled:
    left = 0 if body.key in NOBODY_LEFT else staff * random.randrange(6, 16) // 100
    service = left * 6 // 10
    of_hundred = 100 if body.key in STRONG else random.randrange(50, 100)
    negative = left * (random.randrange(55, 70) if body.key in WEAK else random.randrange(5, 52)) // 100
    return {
        "service_interviewed": service * of_hundred // 100,
        "service_silent": service - service * of_hundred // 100,
        "body_interviewed": (left - service) * of_hundred // 100,
        "body_silent": left - service - (left - service) * of_hundred // 100,
        "negative": negative,
    }


def _quality(random: Random, body: Body, staff: int) -> Filled:
    shares = (20, 2, 10, 60, 25, 20, 25, 5, 6, 260)
    made: Filled = {}
    for word, share in zip(QUALIFICATIONS, shares, strict=True):
        made[word] = staff * share * random.randrange(40, 140) * (2 if body.key in STRONG else 1) // 100000
    return made


def _hours(random: Random, body: Body, staff: int) -> Filled:
    apparatus = staff // 2 if body.kind == "central" else staff // 8
    each = 15 if body.key in STRONG else 240 if body.key in WEAK else random.randrange(10, 160)
    weekend = random.choice((0, 3, 8, 12, 40, 90)) if body.key not in WEAK else 190
    return {"working_days": 247, "overtime": apparatus * each, "weekend": apparatus * weekend}


def _survey(random: Random, body: Body, staff: int) -> Filled:
    low, high = (360, 396) if body.key in STRONG else (210, 280) if body.key in WEAK else (270, 361)
    return {f"s{number}": decimal(random.randrange(low, high)) for number in range(1, 27)}


def _training(random: Random, body: Body, staff: int) -> Filled:
    made: Filled = {}
    for word, due in (("raised", staff // 3), ("retrained", random.choice((0, staff // 25)))):
        late = 0 if body.key in STRONG else random.choice((0, 0, 1, 2, 4))
        lacking = 0 if body.key in STRONG else random.choice((0, 0, 0, 1, 3))
        late, lacking = min(late, due), min(lacking, max(due - late, 0))
        made |= {word: due - late - lacking, f"{word}_late": late, f"{word}_not": lacking}
    return made


def _records(random: Random, body: Body, staff: int) -> Filled:
    lacking = body.key in NO_STRATEGY
    approved = "as_recommended" if _good(random, body, 7) else "otherwise_approved"
    servants = staff + random.randrange(0, 15)
    return {
        "strategy": "lacking" if lacking else approved,
        "reported": "no" if lacking else flag(random, 9),
        "fulfilled": 0
        if lacking
        else decimal(random.choice((10000, 9550, 8000, 7999, 7250, 6000, 5999, 4500, 3800))),
        "interns": staff * random.choice((0, 2, 5, 8, 10, 12)) // 100,
        "files_complete": servants - (0 if _good(random, body, 6) else servants // 20),
        "servants": servants,
    }


def _promotions(random: Random, body: Body, staff: int) -> Filled:
    promoted = 0 if body.key in NO_PROMOTIONS else staff * random.randrange(4, 12) // 100
    own = promoted * random.randrange(55, 95) // 100
    moved = body.key in REORGANISED
    previous = (promoted - own) * 8 // 10 if moved else 0
    return {"own": own, "from_previous": previous, "from_elsewhere": promoted - own - previous}


def _report(random: Random, body: Body, staff: int) -> Filled:
    functions = random.randrange(30, 120)
    own = functions * (72 if body.key in STRONG else random.randrange(30, 65)) // 100
    others = [functions * random.randrange(0, 9) // 100 for _ in range(3)]
    unit = random.randrange(4, 16)
    educated = unit * (9 if body.key in STRONG else random.randrange(3, 10)) // 10
    trained = staff * (85 if body.key in STRONG else random.randrange(5, 70)) // 100
    indicators = random.randrange(20, 90) if body.kind == "central" else 0
    automatic = indicators * random.randrange(0, 101) // 100
    return {
        "architecture_approved": "yes" if _good(random, body, 6) else "no",
        "architecture_planned": flag(random, 3),
        "by_own_systems": own,
        "by_services": others[0],
        "by_other_bodies": others[1],
        "by_partnership": others[2],
        "functions_not_automated": functions - own - sum(others),
        "digital_with_it": educated,
        "digital_without_it": unit - educated,
        "trained": trained,
        "not_trained": staff - trained,
        "indicators_automatic": automatic,
        "indicators_other": indicators - automatic,
    }


def _smart_city(random: Random, body: Body, staff: int) -> Filled:
    local = body.kind == "local"
    low = 650 if body.key in STRONG else 250
    return {sphere: random.randrange(low, 751) if local else 0 for sphere in SPHERES}


def _act(random: Random, body: Body, staff: int) -> Filled:
    absent = body.key in ABSENT
    return {
        "absent": "yes" if absent else "no",
        "days_late": 0 if absent else LATE.get(body.key, 0),
        "incomplete": "no" if absent else flag(random, 2),
        "unreliable": 0 if absent else random.choice((0, 0, 0, 1, 2, 5)),
    }


FORMS: dict[str, Form] = {
    "turnover_report": _turnover,
    "staff_report": _staff,
    "tenure_report": _tenure,
    "exit_report": _exits,
    "quality_report": _quality,
    "working_time": _hours,
    "survey_report": _survey,
    "training_report": _training,
    "personnel_records": _records,
    "promotion_report": _promotions,
    "it_report": _report,
    "smart_city": _smart_city,
    "personnel_act": _act,
    "it_act": _act,
}


def _contests(random: Random, body: Body) -> list[Filled]:
    rows: list[Filled] = []
    for number in range(1, 1 if body.key in NO_CONTESTS else random.randrange(4, 15)):
        faults = random.choice((0, 0, 0, 0, 0, 1)) if body.key not in WEAK else random.choice((0, 1, 2))
        observed, filmed = ("yes" if _good(random, body, 8) else "no" for _ in range(2))
        rows.append(
            {"title": f"Sample record {number}", "observed": observed, "filmed": filmed, "faults": faults}
        )
    return rows


def _portal(random: Random, body: Body) -> list[Filled]:
    rows: list[Filled] = []
    for number in range(1, 1 if body.key in NO_SYSTEMS else random.randrange(2, 7)):
        stage = random.choice(("trial", "certification", "industrial", "industrial", "industrial"))
        industrial = stage == "industrial"
        rows.append(
            {
                "title": f"Sample system {number}",
                "confirmed": flag(random, 9),
                "service_model": flag(random, 1),
                "restricted": "yes" if body.key in OFFICIAL_USE and number == 1 else "no",
                **{word: "yes" if _good(random, body, 9) else "no" for word in PARAMETERS},
                "stage": stage,
                "trial_over_a_year": flag(random, 2) if stage == "trial" else "no",
                "trial_act": "yes" if _good(random, body, 9) else "no",
                "security_act": "yes" if industrial and _good(random, body, 8) else "no",
                "industrial_act": "yes" if industrial and _good(random, body, 9) else "no",
                **{word: "yes" if _good(random, body, 8) else "no" for word in MORE_PARAMETERS},
            }
        )
    return rows


def _assets(random: Random, body: Body) -> list[Filled]:
    rows: list[Filled] = []
    unused = UNUSED.get(body.key, 0)
    for number in range(1, 1 if body.key in NO_SYSTEMS else max(unused + 2, random.randrange(3, 8))):
        idle = number <= unused
        relevance = random.randrange(90, 101) if body.key in STRONG else random.randrange(55, 101)
        rows.append(
            {
                "title": f"Sample system or data base {number}",
                "relevance": relevance,
                "restricted": "yes" if body.key in OFFICIAL_USE and number == 1 else "no",
                "in_functions": "no" if idle else "yes",
                "in_services": "no" if idle else flag(random, 5),
                "international": flag(random, 1),
            }
        )
    return rows


def _contracts(random: Random, body: Body) -> list[Filled]:
    return [
        {"title": f"Sample contract {number}", "local_content": random.choice((0, 25, 40, 60, 80, 100))}
        for number in range(1, random.randrange(1, 6))
    ]


ROWS: dict[str, Rows] = {
    "contest": _contests,
    "portal_system": _portal,
    "it_asset": _assets,
    "it_contract": _contracts,
}
