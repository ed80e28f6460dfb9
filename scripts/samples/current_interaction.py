"""Invented data for block 2 of ``rules/current``: the tables and forms of the order on interaction.

``tables`` takes the bodies of the decree's list and gives the block's tables by name. Beside the ordinary it holds a body without
services, bodies outside public monitoring or without complaints, secret budgets, unreliable and incomplete reports, nothing
planned and nothing asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random

from samples.bodies import Body
from samples.tables import SEED, Cell, Table, decimal, words

LANGUAGES = ("kk", "ru")
STRONG = ("civil_service", "health", "astana", "karaganda")
WEAK = ("trade", "energy", "zhambyl", "ulytau")
NO_SERVICES = ("strategic_planning",)
NOT_MONITORED = ("monitoring", "ulytau")
NO_COMPLAINTS = ("competition",)
NOTHING_PLANNED = ("anticorruption",)
NOT_AUDITED = ("culture", "abai", "astana")
SECRET = {
    "defence": ("balance", "performance", "cash", "civil_budget"),
    "emergencies": ("programme_reports",),
}
UNRELATED = {"court_administration": ("open_acts", "service_automation")}
CENTRAL_FORMS = words(
    "automation_report central_budget_marks bill_concept_marks ngo_meeting_marks subordinate_marks"
)
"""The forms of which nothing is read for a local body."""

MARKS: dict[str, tuple[str, ...]] = {
    "central_budget_marks": (
        "balance",
        "performance",
        "cash",
        "equity",
        "notes",
        "plan_report",
        "correct",
        "in_time",
    ),
    "bill_concept_marks": ("placed",),
    "ngo_meeting_marks": ("held",),
}
"""Forms that hold nothing but marks, one for each language."""

RHYTHMS = ("weekly", "fortnightly", "monthly", "less_often")
LEVELS = ("live", "invited", "broadcast", "closed", "not_held")

Filled = dict[str, Cell]
"""What a form of one body holds, by field."""


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 2 for these bodies; their keys are the codes of the decree's list. The same ones come every time."""
    random = Random(SEED)
    made: dict[str, Table] = {}
    for name, fill in FORMS.items():
        rows = [(body, fill(random, body)) for body in bodies]
        columns = list(rows[0][1])
        made[name] = [["agency", *columns]]
        for body, filled in rows:
            read = body.kind == "central" or name not in CENTRAL_FORMS
            cells = filled if read else {word: _nothing(cell) for word, cell in filled.items()}
            made[name].append([body.key, *cells.values()])
    made["monitored_service"] = _monitored(random, bodies)
    made["programme_item"] = _programmes(random, bodies)
    made["report_fault"] = _faults(random, bodies)
    made["restricted_line"] = _chosen("line", SECRET, bodies)
    made["unrelated_criterion"] = _chosen("of_criterion", UNRELATED, bodies)
    return made


def _nothing(cell: Cell) -> Cell:
    return "no" if cell in ("yes", "no") else 0


def _marks(random: Random, body: Body, lines: Iterable[str]) -> Filled:
    """Marks of annex 10 in percent: mostly all, often most, seldom nothing."""
    choice = (100, 100, 100, 100, 95, 90, 85, 80, 75, 60, 50, 0)
    if body.key in STRONG:
        choice = (*choice[:6], 100)
    if body.key in WEAK:
        choice = choice[4:]
    return {f"{line}_{language}": random.choice(choice) for line in lines for language in LANGUAGES}


def _flag(random: Random, of_ten: int) -> str:
    return "yes" if random.randrange(10) < of_ten else "no"


def _services(random: Random, body: Body) -> Filled:
    provided = 0 if body.key in NO_SERVICES else random.randrange(20, 900) * 1000
    names = ("substantiated", "late", "refused", "incomplete", "undue")
    often = 15000 if body.key in STRONG else 900 if body.key in WEAK else 2000
    faults = {name: random.randrange(0, provided // often + 1) for name in names}
    return {"provided": provided, "provided_with_electronic": provided + provided // 4} | faults


def _automation(random: Random, body: Body) -> Filled:
    partly, fully = random.randrange(0, 12), random.randrange(5, 40)
    mobile = random.randrange(0, partly + fully + 1)
    electronic = random.randrange(50, 400) * 1000
    return {
        "partly": partly,
        "fully": fully,
        "not_automated": random.randrange(0, 6),
        "volume_electronic": electronic,
        "volume_other": random.randrange(0, 120) * 1000,
        "automated_on_paper": random.randrange(0, 40) * 1000,
        "automated_electronic": electronic,
        "mobile": mobile,
        "not_mobile": partly + fully - mobile,
        "hours_down": decimal(random.randrange(0, 200) * 10),
        "proactive": random.randrange(0, 5),
        "digital_documents": random.randrange(0, 4),
    }


def _open_data(random: Random, body: Body) -> Filled:
    asked = random.randrange(0, 5)
    return {
        **_marks(random, body, ("published",)),
        "requests": asked,
        **({"on_request_kk": 0, "on_request_ru": 0} if asked == 0 else _marks(random, body, ("on_request",))),
        **_marks(random, body, ("in_time", "correct", "measures")),
        "sets_in_systems": random.choice((0, 3, 8, 15)),
        **{f"automated_{language}": random.randrange(0, 5) * 20 for language in LANGUAGES},
    }


def _open_budget(random: Random, body: Body) -> Filled:
    audited = body.key not in NOT_AUDITED
    return {
        **_marks(random, body, ("programme_reports",)),
        "audited": "yes" if audited else "no",
        **(_marks(random, body, ("audit",)) if audited else {"audit_kk": 0, "audit_ru": 0}),
        **_marks(random, body, ("civil_budget", "drafts_correct", "drafts_in_time", "comments", "announced")),
    }


def _open_acts(random: Random, body: Body) -> Filled:
    planned = body.key not in NOTHING_PLANNED
    marks = _marks(random, body, ("drafts", "forms", "comments", "announced"))
    return {
        "bills_planned": _flag(random, 8) if planned and body.kind == "central" else "no",
        "acts_planned": "yes" if planned else "no",
        "commented": _flag(random, 8) if planned else "no",
        **(marks if planned else dict.fromkeys(marks, 0)),
    }


def _open_dialogue(random: Random, body: Body) -> Filled:
    made: Filled = dict(_marks(random, body, ("conferences",)))
    for language in LANGUAGES:
        made[f"posts_{language}"] = random.choice((0, 4, 11, 20, 26, 40, 51, 60, 75))
        made[f"rhythm_{language}"] = random.choice(RHYTHMS)
    return made | _marks(random, body, ("sessions", "calendar", "action_plan", "reception"))


def _questions(random: Random) -> Filled:
    made: Filled = {}
    for language in LANGUAGES:
        answered = random.choice((0, 6, 20, 45, 90))
        made[f"answered_{language}"] = answered
        made[f"unanswered_{language}"] = random.randrange(0, answered // 6 + 1)
    return made


def _website(random: Random, body: Body) -> Filled:
    return _marks(
        random, body, ("contacts", "funds", "inspections", "rulemaking", "statistics")
    ) | _questions(random)


def _media(random: Random, body: Body) -> Filled:
    return {
        "public_events": random.randrange(4, 20),
        "other_events": random.randrange(0, 12),
        "answered_in_time": random.choice((0, 30, 55, 80)),
        "answered_late": random.randrange(0, 6),
        "unanswered": random.randrange(0, 3),
        "media_satisfied": random.randrange(60, 99),
        "people_satisfied": decimal(random.randrange(300, 880) * 10),
    }


def _subordinate(random: Random, body: Body) -> Filled:
    facts = ("site_lacking", "not_placed", "late", "incorrect", "no_blog")
    found: Filled = {f"{fact}_{language}": _flag(random, 2) for fact in facts for language in LANGUAGES}
    return found | _questions(random)


def _complaints(random: Random, body: Body) -> Filled:
    received = 0 if body.key in NO_COMPLAINTS else random.randrange(10, 300) * 100
    late = random.choice((0, 0, received // 900, received // 400, received // 120))
    if body.key in WEAK:
        late = received // 30
    forwarded = random.choice((0, received // 500, received // 100))
    return {
        "received": received,
        "examined": received - received // 50,
        "late_examined": late,
        "upheld_in_court": random.choice((0, 0, 0, received // 9000, received // 2500)),
        "late_forwarded": forwarded,
        "disciplined": (late + forwarded) * random.randrange(4, 11) // 10,
        "beyond_reach": min(late, random.randrange(0, 3)),
    }


def _only_marks(name: str) -> Callable[[Random, Body], Filled]:
    return lambda random, body: _marks(random, body, MARKS[name])


FORMS: dict[str, Callable[[Random, Body], Filled]] = {
    "service_report": _services,
    "automation_report": _automation,
    "open_data_marks": _open_data,
    "open_budget_marks": _open_budget,
    "central_budget_marks": _only_marks("central_budget_marks"),
    "open_acts_marks": _open_acts,
    "bill_concept_marks": _only_marks("bill_concept_marks"),
    "open_dialogue_marks": _open_dialogue,
    "ngo_meeting_marks": _only_marks("ngo_meeting_marks"),
    "website_marks": _website,
    "media_report": _media,
    "subordinate_marks": _subordinate,
    "complaint_report": _complaints,
}


def _monitored(random: Random, bodies: Sequence[Body]) -> Table:
    made: Table = [["agency", "number", "title", "satisfaction"]]
    for body in bodies:
        if body.key in NO_SERVICES + NOT_MONITORED:
            continue
        for number in range(1, random.randrange(3, 8)):
            low = 470 if body.key in STRONG else 370 if body.key in WEAK else 385
            satisfaction = decimal(random.randrange(low, 501 if low > 370 else 450))
            made.append([body.key, f"{body.key}-{number}", f"Sample service {number}", satisfaction])
    return made


def _programmes(random: Random, bodies: Sequence[Body]) -> Table:
    made: Table = [["agency", "number", "level_kk", "level_ru"]]
    for body in bodies:
        if body.kind == "central" and body.key not in NOTHING_PLANNED:
            for number in range(1, random.randrange(1, 5)):
                level = random.choice(LEVELS)
                made.append([body.key, f"{body.key}-{number}", level, random.choice((level, "closed"))])
    return made


def _faults(random: Random, bodies: Sequence[Body]) -> Table:
    made: Table = [["agency", "of_direction", "fault", "title"]]
    for body in bodies:
        for number in range(1, random.choice((1, 1, 1, 2, 3, 8))):
            direction = random.choice(("services", "openness", "complaints"))
            fault = random.choice(("unreliable", "unreliable", "incomplete"))
            made.append([body.key, direction, fault, f"Sample finding {number}"])
    return made


def _chosen(column: str, which: dict[str, tuple[str, ...]], bodies: Sequence[Body]) -> Table:
    """Rows for the bodies that have something of a kind that few have."""
    rows: Table = [[body.key, word] for body in bodies for word in which.get(body.key, ())]
    return [["agency", column], *rows]
