"""Invented data for block 2 of ``rules/2019``: the tables and forms of the edition of March 2019.

``tables`` takes the bodies and gives the block's tables by name. What is unusual about a body is as in the sample of 2017, which this
one takes its cases from.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples.bodies import Body
from samples.interaction_2017 import (
    WAYS,
    Case,
    Fill,
    Filled,
    cases_of,
    faults,
    fill_in,
    flag,
    flaws,
    monitored,
    only_flaws,
)
from samples.tables import SEED, Table

CENTRAL_FORMS = ("register_report", "central_budget_marks")
"""The forms of which nothing is read for a local body."""


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 2 for these bodies. The same ones come every time."""
    random = Random(SEED)
    cases = cases_of(bodies)
    made = fill_in(random, cases, FORMS, CENTRAL_FORMS)
    made["monitored_service"] = monitored(random, cases)
    made["register_service"] = _registered(random, cases)
    made["report_fault"] = faults(random, cases)
    return made


def _services(random: Random, case: Case) -> Filled:
    provided = 0 if case.without_services else random.randrange(20, 900) * 1000
    often = 15000 if case.strong else 2500 if case.weak else 6000
    late = 0 if case.without_late else random.randrange(0, provided // often + 1)
    names = ("refused", "incomplete", "undue", "process_breaches", "substantiated")
    approved = random.randrange(0, 6) if case.central else 0
    return {
        "barriers_removed": flag(random, 8),
        "provided": provided,
        "provided_with_electronic": provided + provided // 4,
        "late": late,
        "late_entries": random.choice((0, 0, 4, 12, 40, 300)),
        **{name: random.randrange(0, provided // (often * 2) + 1) for name in names},
        "recipients": provided - provided // 10,
        "paid_services": random.choice((0, 0, 0, 1, 3)) if provided else 0,
        "hours_not_kept": random.choice((0, 0, 1, 2)) if provided else 0,
        "standards_in_time": approved,
        "standards_late": random.randrange(0, 3) if approved else 0,
        "collisions": random.choice((0, 0, 0, 2, 15)),
    }


def _control(random: Random, case: Case) -> Filled:
    done = random.randrange(6, 21)
    return {
        "has_plans": flag(random, 8),
        "measures_done": done,
        "measures_not_done": random.randrange(0, done // 2 + 1),
        "violations_found": 0 if case.without_late else random.randrange(0, 40),
        "violations_other": 0 if case.without_late else random.randrange(0, 40),
    }


def _register(random: Random, case: Case) -> Filled:
    hidden, changed = random.choice((0, 2, 5, 10)), random.randrange(0, 12)
    included = random.randrange(0, hidden + 1)
    return {
        "hidden_included": included,
        "hidden_not_included": hidden - included,
        "nothing_to_include": flag(random, 5 if hidden == 0 else 1),
        "composite": random.choice((0, 1, 2)),
        "no_composite": flag(random, 3),
        "standards_changed": changed,
        "standards_not_changed": random.randrange(0, 6) if changed else 0,
        "cannot_optimise": flag(random, 1 if changed else 6),
    }


def _open_acts(random: Random, case: Case) -> Filled:
    planned = not case.nothing_planned
    lines = flaws(random, case, ("drafts", "forms", "comments"))
    return {
        "bills_planned": flag(random, 8) if planned and case.central else "no",
        "acts_planned": "yes" if planned else "no",
        "commented": flag(random, 8) if planned else "no",
        **(lines if planned else dict.fromkeys(lines, 0)),
    }


def _complaints(random: Random, case: Case) -> Filled:
    examined = random.choice((180, 950, 2400, 4700, 7000, 21000))
    if case.without_complaints or case.few_complaints:
        examined = 8 if case.few_complaints else 0
    late = examined // 60 if case.weak else random.choice((0, 0, examined // 900, examined // 200))
    return {
        "examined": examined,
        "late_examined": late,
        "upheld_in_court": random.choice((0, 0, 0, examined // 4000)),
        "upheld_above": random.choice((0, 0, examined // 3000)),
        "repeated": random.choice((0, examined // 200, examined // 50)),
        "disciplined": late * random.randrange(3, 11) // 10,
        "beyond_reach": min(late, random.randrange(0, 3)),
    }


def _registered(random: Random, cases: Sequence[Case]) -> Table:
    made: Table = [["agency", "number", "title", "way", "from_systems", "not_from_systems"]]
    for case in cases:
        if case.central and not case.without_services:
            for number in range(1, random.randrange(4, 12)):
                way = random.choice(WAYS[:3] if case.strong else WAYS)
                key, title = f"{case.key}-r{number}", f"Sample service {number}"
                made.append([case.key, key, title, way, random.randrange(0, 5), random.choice((0, 0, 1, 2))])
    return made


FORMS: dict[str, Fill] = {
    "service_report": _services,
    "control_report": _control,
    "register_report": _register,
    "open_data_marks": only_flaws("published", "on_request", "in_time", "correct"),
    "open_budget_marks": only_flaws("programme_reports", "audit", "drafts", "comments", "announced"),
    "central_budget_marks": only_flaws("balance", "performance", "cash", "equity", "notes", "plan_report"),
    "open_acts_marks": _open_acts,
    "bill_concept_marks": only_flaws("placed"),
    "open_dialogue_marks": only_flaws("blog", "unanswered", "conferences"),
    "complaint_report": _complaints,
}
