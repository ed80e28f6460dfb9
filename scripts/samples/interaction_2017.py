"""Invented data for block 2 of ``rules/2017``: the tables and forms of the order on interaction with citizens.

``tables`` takes the bodies and gives the block's tables by name. Beside the ordinary it holds a body without services, bodies
outside public monitoring, one without an earlier period, one without complaints and one with fewer than ten, sites without a
mobile version, unreliable reports, nothing planned and nothing asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random

from samples.bodies import Body
from samples.tables import SEED, Cell, Table, decimal, words

LANGUAGES = ("kk", "ru")
CENTRAL_FORMS = ("register_report", "central_budget_marks", "bill_concept_marks")
"""The forms of which nothing is read for a local body."""

WAYS = words("portal_and_corporation portal_only portal_and_paper paper_corporation paper_both paper_body")
PAGES = ("about", "image", "rulemaking", "activity", "tenders", "services", "people", "news")
FLAWS = ("incomplete", "outdated_acts", "not_updated", "not_authentic", "no_link")
MOBILE_PAGES = ("about", "services", "staffing", "people", "news")
MOBILE_FLAWS = ("incomplete", "not_updated", "not_authentic")

Filled = dict[str, Cell]
"""What a form of one body holds, by field."""

Fill = Callable[[Random, "Case"], Filled]


class Case:
    """A body and its place among those of its kind, which says what is unusual about it."""

    def __init__(self, body: Body, place: int) -> None:
        self.body = body
        self.key = body.key
        self.central = body.kind == "central"
        self.place = place
        self.without_services = self.central and place == 4
        self.not_monitored = place in (6, 11)
        self.without_earlier = not self.central and place == 7
        self.without_late = place in (2, 9)
        self.without_complaints = self.central and place == 8
        self.few_complaints = self.central and place == 13
        self.nothing_planned = place == 3
        self.without_mobile = place in (5, 12)
        self.strong = place in (0, 9)
        self.weak = place in (10, 14)


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 2 for these bodies. The same ones come every time."""
    random = Random(SEED)
    cases = cases_of(bodies)
    made = fill_in(random, cases, FORMS, CENTRAL_FORMS)
    made["monitored_service"] = monitored(random, cases)
    made["register_service"] = _registered(random, cases)
    made["site_finding"] = _findings(random, cases)
    made["report_fault"] = faults(random, cases)
    return made


def fill_in(
    random: Random, cases: Sequence[Case], forms: dict[str, Fill], central: Sequence[str]
) -> dict[str, Table]:
    """The forms by name; of those in ``central`` nothing is read for a local body, which puts 0 and no."""
    made: dict[str, Table] = {}
    for name, fill in forms.items():
        rows = [(case, fill(random, case)) for case in cases]
        made[name] = [["agency", *rows[0][1]]]
        for case, filled in rows:
            read = case.central or name not in central
            cells = filled if read else {word: _nothing(cell) for word, cell in filled.items()}
            made[name].append([case.key, *cells.values()])
    return made


def cases_of(bodies: Sequence[Body]) -> list[Case]:
    """The bodies, each with its place among those of its kind."""
    places = {"central": 0, "local": 0}
    found = []
    for body in bodies:
        found.append(Case(body, places[body.kind]))
        places[body.kind] += 1
    return found


def _nothing(cell: Cell) -> Cell:
    return "no" if cell in ("yes", "no") else 0


def flag(random: Random, of_ten: int) -> str:
    """Yes in so many of ten cases, else no."""
    return "yes" if random.randrange(10) < of_ten else "no"


def flaws(random: Random, case: Case, lines: Iterable[str]) -> Filled:
    """Flaws in each language: mostly none or few, seldom so many that the limit of 75 per cent counts."""
    choice = (0, 0, 0, 0, 1, 1, 2, 3, 5, 9, 16)
    chosen = choice[:6] if case.strong else choice[4:] if case.weak else choice
    return {f"{line}_flaws_{language}": random.choice(chosen) for line in lines for language in LANGUAGES}


def _services(random: Random, case: Case) -> Filled:
    provided = 0 if case.without_services else random.randrange(20, 900) * 1000
    often = 15000 if case.strong else 2500 if case.weak else 6000
    late = 0 if case.without_late or provided == 0 else random.randrange(1, provided // often + 3)
    before: Cell = "" if case.without_earlier else late * random.randrange(6, 60) // 10
    names = ("refused", "incomplete", "undue", "process_breaches")
    return {
        "barriers_removed": flag(random, 8),
        "provided": provided,
        "provided_with_electronic": provided + provided // 4,
        "late": late,
        "late_before": before,
        "late_entries": random.choice((0, 0, 4, 12, 40, 300)),
        **{name: random.randrange(0, provided // (often * 2) + 1) for name in names},
        "substantiated": random.randrange(0, provided // 8000 + 1),
        "recipients": provided - provided // 10,
    }


def _control(random: Random, case: Case) -> Filled:
    done, followed = random.randrange(6, 21), random.randrange(4, 13)
    inspected = case.place % 7 != 6
    return {
        "has_unit": flag(random, 9),
        "has_plans": flag(random, 8),
        "measures_done": done,
        "measures_not_done": random.randrange(0, done // 2 + 1),
        "advice_followed": followed if inspected else 0,
        "advice_not_followed": random.randrange(0, followed // 2 + 1) if inspected else 0,
        "late_found": random.randrange(0, 40),
    }


def _register(random: Random, case: Case) -> Filled:
    changed = random.randrange(0, 12)
    return {
        "included": random.choice((0, 0, 1, 3)),
        "nothing_to_include": flag(random, 3),
        "composite": random.choice((0, 1, 2)),
        "standards_changed": changed,
        "standards_not_changed": random.randrange(0, 6) if changed else 0,
    }


def _open_data(random: Random, case: Case) -> Filled:
    listed = flag(random, 9)
    return {"list_kk": listed, "list_ru": listed} | flaws(random, case, ("published", "in_time", "correct"))


def _open_acts(random: Random, case: Case) -> Filled:
    planned = not case.nothing_planned
    lines = flaws(random, case, ("drafts", "forms", "comments", "announced"))
    return {
        "bills_planned": flag(random, 8) if planned and case.central else "no",
        "acts_planned": "yes" if planned else "no",
        "commented": flag(random, 8) if planned else "no",
        **(lines if planned else dict.fromkeys(lines, 0)),
    }


def _open_dialogue(random: Random, case: Case) -> Filled:
    made: Filled = {}
    for language in LANGUAGES:
        answered = random.choice((0, 7, 20, 45, 90))
        made[f"blog_{language}"] = flag(random, 9)
        made[f"answered_{language}"] = answered
        made[f"unanswered_{language}"] = random.choice((0, 0, answered // 9, answered * 3 // 7, answered))
        made[f"feedback_{language}"] = flag(random, 8)
    return made


def _website(random: Random, case: Case) -> Filled:
    made: Filled = {}
    for engine in ("google", "yandex", "mail_ru"):
        for name in ("full", "short"):
            made[f"{engine}_{name}"] = random.choice((1, 1, 2, 4, 8, 13, 25, ""))
    made["browsers_failed"] = random.choice((0, 0, 1, 2, 5))
    made["navigable"] = random.randrange(35, 100)
    made["menu_missing"] = random.choice((0, 0, 1, 2))
    made["dead_map_links"] = random.choice((0, 0, 1, 4))
    made["breadcrumbs"] = flag(random, 8)
    for name, most in (("search_missing", 4), ("format_breaches", 4), ("document_breaches", 2)):
        made[name] = min(most, random.randrange(0, 4))
    for name in ("date_breaches", "link_breaches", "graphic_breaches"):
        made[name] = random.randrange(0, 3)
    for name in ("direct_access", "alternative_text", "motion_stops", "keyboard", "jump_links"):
        made[name] = flag(random, 7)
    for name in ("error_text", "contrast", "font_size", "feedback_form", "poll_form"):
        made[name] = flag(random, 7)
    made["rss_breaches"] = random.randrange(0, 3)
    made["faq"] = flag(random, 8)
    made["english"] = random.choice(("full", "interface", "main_page", "absent"))
    made["counters"] = flag(random, 9)
    return made


def _mobile(random: Random, case: Case) -> Filled:
    opening = "absent" if case.without_mobile else random.choice(("automatic", "automatic", "by_link"))
    return {"opening": opening, "links_to_main": "no" if case.without_mobile else flag(random, 8)}


def _complaints(random: Random, case: Case) -> Filled:
    examined = random.choice((180, 950, 2400, 4700, 7000, 21000))
    if case.without_complaints or case.few_complaints:
        examined = 8 if case.few_complaints else 0
    late = random.choice((0, 0, examined // 500, examined // 90, examined // 30))
    satisfied = examined * random.randrange(20, 70) // 100
    return {
        "examined": examined,
        "late_examined": examined // 12 if case.weak else late,
        "upheld_in_court": random.choice((0, 0, 1, examined // 2000)) if examined else 0,
        "upheld_above": random.choice((0, 1, examined // 900)) if examined else 0,
        "satisfied": satisfied,
        "explained": (examined - satisfied) * random.randrange(5, 10) // 10,
    }


def only_flaws(*lines: str) -> Fill:
    """What fills a form that holds nothing but flaws, one count for each line and language."""
    return lambda random, case: flaws(random, case, lines)


FORMS: dict[str, Fill] = {
    "service_report": _services,
    "control_report": _control,
    "register_report": _register,
    "open_data_marks": _open_data,
    "open_budget_marks": only_flaws("programme_reports", "audit", "drafts", "comments", "announced"),
    "central_budget_marks": only_flaws("balance", "performance", "cash", "equity", "notes", "plan_report"),
    "open_acts_marks": _open_acts,
    "bill_concept_marks": only_flaws("placed"),
    "open_dialogue_marks": _open_dialogue,
    "website_marks": _website,
    "mobile_marks": _mobile,
    "complaint_report": _complaints,
}


def monitored(random: Random, cases: Sequence[Case]) -> Table:
    """The services of public monitoring."""
    made: Table = [["agency", "number", "title", "satisfaction"]]
    for case in cases:
        if case.without_services or case.not_monitored:
            continue
        for number in range(1, random.randrange(3, 8)):
            low = 470 if case.strong else 380 if case.weak else 395
            satisfaction = decimal(random.randrange(low, 501 if not case.weak else 450))
            made.append([case.key, f"{case.key}-m{number}", f"Sample service {number}", satisfaction])
    return made


def _registered(random: Random, cases: Sequence[Case]) -> Table:
    made: Table = [
        [
            "agency",
            "number",
            "title",
            "way",
            "standard_approved",
            "not_by_corporation",
            "from_systems",
            "not_from_systems",
        ]
    ]
    for case in cases:
        if not case.central or case.without_services:
            continue
        for number in range(1, random.randrange(4, 12)):
            way = random.choice(WAYS[:3] if case.strong else WAYS)
            obtained = random.randrange(0, 5)
            rest = random.choice((0, 0, 1, 2))
            made.append(
                [
                    case.key,
                    f"{case.key}-r{number}",
                    f"Sample service {number}",
                    way,
                    flag(random, 9),
                    flag(random, 1),
                    obtained,
                    rest,
                ]
            )
    return made


def _findings(random: Random, cases: Sequence[Case]) -> Table:
    made: Table = [["agency", "mobile", "kazakh", "page", "finding", "title"]]
    for case in cases:
        for number in range(1, random.choice((2, 4, 7, 12, 25))):
            mobile = not case.without_mobile and random.randrange(4) == 0
            absent = random.randrange(9) == 0
            page = random.choice(MOBILE_PAGES if mobile else PAGES)
            finding = "absent" if absent else random.choice(MOBILE_FLAWS if mobile else FLAWS)
            made.append(
                [
                    case.key,
                    "yes" if mobile else "no",
                    flag(random, 6),
                    page,
                    finding,
                    f"Sample finding {number}",
                ]
            )
    return made


def faults(random: Random, cases: Sequence[Case]) -> Table:
    """Unreliable facts: none, few, or so many that the cap counts."""
    made: Table = [["agency", "of_direction", "title"]]
    for case in cases:
        for number in range(1, random.choice((1, 1, 1, 2, 3, 28))):
            direction = random.choice(("services", "openness", "complaints"))
            made.append([case.key, direction, f"Sample finding {number}"])
    return made
