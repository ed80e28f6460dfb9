"""Invented data for the versions 2011, 2013 and 2015: conclusions, budget programmes, personnel, legal support, strategic goals.

Each part draws from a generator of its own with the same seed, so that what two versions share is the same in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples.bodies import FORTY, Body
from samples.tables import SEED, Cell, Sample, Table, decimal, words

Tables = dict[str, Table]

WHAT = {
    "2011": "Six directions: the conclusions of four assessing bodies, budget programmes with their results, checks and projects, and personnel. C20 has no budget\n"
    "programmes, C19 was not checked by anybody, some conclusions are not there.",
    "2013": "Seven directions: as in 2011, with budget funds by the edition of 31 December 2013, personnel by that of 2014, legal support, and objections to\n"
    "reported information.",
    "2015": "Five directions: conclusions on three, budget programmes, and the goals, tasks and indicators of strategic goals; values that are not there yet, goals\n"
    "without anything measured, a body without goals.",
}


def samples() -> list[Sample]:
    """The samples of the three versions."""
    agency: Table = [["agency", "name", "kind"], *([body.key, body.name, body.kind] for body in FORTY)]
    tables: dict[str, Tables] = {
        "2011": _conclusions(("goals", "acts", "services", "technology")) | _budget() | _personnel_2012(),
        "2013": _conclusions(("goals", "acts", "services", "technology"))
        | _budget_2014()
        | _personnel_2014()
        | _legal()
        | _findings(),
        "2015": _conclusions(("services", "technology", "personnel")) | _budget_2014() | _goals(),
    }
    return [
        Sample(f"rules/{version}", version, {"agency": agency, **parts}, WHAT[version])
        for version, parts in tables.items()
    ]


def _form(columns: Sequence[str], rows: Sequence[tuple[Body, Sequence[Cell]]]) -> Table:
    return [["agency", *columns], *([body.key, *cells] for body, cells in rows)]


def _conclusions(directions: Sequence[str]) -> Tables:
    random = Random(SEED)
    rows = []
    for body in FORTY:
        drawn = {
            name: "" if random.randrange(15) == 0 else decimal(random.randrange(4000, 10001))
            for name in ("goals", "acts", "services", "technology", "personnel")
        }
        rows.append((body, [drawn[name] for name in directions]))
    return {"conclusions": _form(directions, rows)}


BUDGET_2014_COLUMNS = (
    *("repaid", "not_repaid", "restored", "not_restored", "kept", "redistributed"),
    *("receivables", "receivables_before", "payables", "payables_before"),
)

BUDGET_COLUMNS = words(
    "repaid not_repaid restored not_restored acts_executed acts_open internal_service units_checked "
    "units_not_checked instructions_executed instructions_open kept redistributed items_executed "
    "items_open amount_executed amount_open acts_in_time objects_in_time objects_late receivables "
    "receivables_before payables payables_before results_before"
)


def _budget_2014() -> Tables:
    """The same figures as the edition of 31 December 2013 asks for them, with savings, inefficient expenses and objections."""
    random = Random(SEED)
    old = _budget()
    tables = {
        name: old[name]
        for name in ("administrator", "programme", "direct_result", "control_check", "project")
    }
    for name, column, most in (("programme", "saved", 40), ("control_check", "inefficient", 900)):
        tables[name] = [
            [*row, random.choice((0, 0, random.randrange(1, most))) if at else column]
            for at, row in enumerate(tables[name])
        ]
    header, *rows = old["budget_report"]
    keep = [0, *(header.index(column) for column in BUDGET_2014_COLUMNS)]
    tables["budget_report"] = [[row[at] for at in keep] for row in (header, *rows)]
    findings: Table = [["agency", "code", "kind"]]
    for body in FORTY:
        for n in range(1, 1 + random.choice((0, 0, 0, 0, 1, 2))):
            findings.append(
                [body.key, f"{body.key}-B{n}", random.choice(("late", "incomplete", "unreliable"))]
            )
    return tables | {"budget_finding": findings}


def _budget() -> Tables:
    random = Random(SEED)
    tables: Tables = {
        "administrator": [["agency", "code", "title"]],
        "programme": [["agency", "administrator", "code", "title", "budget", "paid", "planning"]],
        "direct_result": [["agency", "administrator", "programme", "code", "title", "plan", "actual"]],
        "control_check": [["agency", "body", "covered", "violations"]],
        "internal_check": [["agency", "unit", "covered", "violations"]],
        "project": [["agency", "code", "title", "initial", "adjusted"]],
    }
    reports = []
    for body in FORTY:
        assessed = body.key != "C20"
        for a in range(1, (2 if body.kind == "central" else 4) if assessed else 1):
            owner = f"{body.key}-{a}"
            tables["administrator"].append([body.key, owner, f"Sample administrator {a}"])
            for n in range(1, 1 + random.randrange(2, 5)):
                code = f"{owner}-{n:03d}"
                budget = random.randrange(500, 90_000)
                paid = budget - budget * random.choice((0, 0, 1, 2, 5, 30)) // 1000
                planning = random.choice((*("measurable",) * 9, "activities", "lacking", "duplicated"))
                tables["programme"].append(
                    [body.key, owner, code, f"Sample programme {n}", budget, paid, planning]
                )
                for m in range(1, 1 + random.randrange(1, 4)):
                    plan = random.randrange(10, 400)
                    actual = plan + random.choice((0, 0, 0, 0, 1, 2, -1, -1, -3))
                    tables["direct_result"].append(
                        [body.key, owner, code, f"{code}-{m}", f"Sample result {m}", plan, actual]
                    )
        for n in range(1, 1 + (0 if body.key == "C19" else random.randrange(0, 3))):
            covered = random.randrange(1000, 50_000)
            violations = covered * random.choice((0, 0, 3, 8, 12, 31)) // 100
            tables["control_check"].append([body.key, f"Sample body of control {n}", covered, violations])
        for n in range(1, 1 + (0 if body.key == "C19" else random.randrange(0, 4))):
            covered = random.randrange(1000, 20_000)
            tables["internal_check"].append(
                [body.key, f"Sample unit {n}", covered, covered * random.randrange(0, 60) // 100]
            )
        for n in range(1, 1 + random.randrange(0, 3)):
            initial = random.randrange(10_000, 400_000)
            tables["project"].append(
                [
                    body.key,
                    f"{body.key}-P{n}",
                    f"Sample project {n}",
                    initial,
                    initial + initial * random.choice((0, 0, 4, 17, 45)) // 100,
                ]
            )
        reports.append((body, _budget_report(random)))
    return tables | {"budget_report": _form(BUDGET_COLUMNS, reports)}


def _budget_report(random: Random) -> list[Cell]:
    def pair(most: int, rest: Sequence[int]) -> list[Cell]:
        return [random.randrange(0, most), random.choice(rest)]

    before = random.choice(("", *(decimal(random.randrange(0, 1801)) for _ in range(5))))
    receivables, payables = random.choice((0, 0, 50, 400)), random.choice((0, 0, 0, 70))
    return [
        *pair(5000, (0, 0, 300)), *pair(8000, (0, 0, 900)), *pair(12, (0, 0, 1, 4)),
        random.choice(("yes", "yes", "yes", "no")),
        *pair(15, (5, 10, 25)), *pair(20, (0, 0, 2)), random.randrange(20_000, 90_000), random.randrange(0, 20_000),
        random.randrange(100, 900), random.randrange(0, 300), random.randrange(10_000, 90_000), random.randrange(0, 30_000),
        random.choice(("yes", "yes", "no")), *pair(9, (0, 0, 1, 2)),
        receivables, random.choice((0, 60, 300)), payables, random.choice((0, 40, 90)), before,
    ]  # fmt: skip


PERSONNEL_2012_COLUMNS = words(
    "hired_own_reserve hired_competition hired_other_reserve hired_transfer hired_otherwise "
    "competitions vacancies dismissed positions leaders_left vacant_days absent_days staff "
    "working_days appraised appraisal_method appraisal_indicators appraised_twice rewarded_by_results "
    "promoted appointed_by_transfer administrative_positions posts_without_description posts_changed "
    "trained_to_profile trained_otherwise not_trained retrained not_retrained attested not_attested "
    "service_years own_years rotated convicted fined disciplined"
)


def _personnel_2012() -> Tables:
    random = Random(SEED)
    rows = []
    for body in FORTY:
        staff = random.randrange(120, 2000)
        promoted = random.randrange(0, 15)
        hired = [0] * 5 if body.key == "C18" else [random.randrange(0, 9) for _ in range(5)]
        rows.append(
            (
                body,
                [
                    *hired,
                    "no" if body.key == "C18" else random.choice(("yes", "yes", "no")), random.choice(("yes", "no")),
                    staff * random.randrange(0, 14) // 100, staff, random.choice((0, 0, 1, 3)),
                    staff * random.randrange(0, 12), staff * random.randrange(0, 9), staff, 249,
                    random.choice(("yes", "yes", "yes", "no")), "yes", random.choice(("yes", "no")),
                    random.choice(("yes", "no")), random.choice(("yes", "no")),
                    promoted, promoted + random.randrange(0, 12), staff - 5, random.choice((0, 0, 1)), random.choice((0, 0, 2, 6)),
                    random.randrange(5, 60), random.choice((0, 1, 5)), random.choice((0, 0, 4)),
                    random.randrange(0, 20), random.choice((0, 0, 3)), random.randrange(0, 80), random.choice((0, 0, 2)),
                    decimal(random.randrange(300, 1200)), decimal(random.randrange(100, 500)), random.randrange(0, 20),
                    random.choice((0, 0, 0, 1)), random.choice((0, 0, 1, 3)), random.choice((0, 1, 2, 5)),
                ],
            )
        )  # fmt: skip
    return {"personnel_report": _form(PERSONNEL_2012_COLUMNS, rows)} | _survey(
        [f"{'no' if n == 9 else 'yes'}_{n}" for n in range(1, 11)]
    )


PERSONNEL_2014_COLUMNS = words(
    "dismissed administrative_positions leaders_left vacant_days absent_days staff working_days "
    "promoted appointed higher_vacancies access_system hours_worked hours_due trained not_trained "
    "retrained not_retrained convicted fined disciplined"
)


def _personnel_2014() -> Tables:
    random = Random(SEED)
    rows = []
    for body in FORTY:
        staff = random.randrange(120, 2000)
        promoted = random.randrange(0, 15)
        rows.append(
            (
                body,
                [
                    staff * random.randrange(0, 14) // 100, staff, random.choice((0, 0, 2, 4)),
                    staff * random.randrange(0, 12), staff * random.randrange(0, 9), staff, 247,
                    promoted, promoted + random.randrange(0, 12), random.choice(("yes", "yes", "no")),
                    random.choice(("yes", "yes", "no")), staff * random.randrange(1900, 2300), 1976,
                    random.randrange(5, 60), random.choice((0, 0, 4)), random.randrange(0, 20), random.choice((0, 0, 3)),
                    random.choice((0, 0, 0, 1)), random.choice((0, 0, 1, 3)), random.choice((0, 1, 2, 5)),
                ],
            )
        )  # fmt: skip
    return {"personnel_report": _form(PERSONNEL_2014_COLUMNS, rows)} | _survey(
        [f"yes_{n}" for n in range(1, 30)]
    )


def _survey(columns: Sequence[str]) -> Tables:
    random = Random(SEED)
    return {
        "personnel_survey": _form(
            columns, [(body, [random.randrange(30, 100) for _ in columns]) for body in FORTY]
        )
    }


LEGAL_COLUMNS = words(
    "bills_in_time bills_late acts_in_time acts_late drafts_passed drafts_returned acts_sound "
    "acts_faulty acts_aligned acts_in_work faults_on_recheck acts_kept acts_changed own_won "
    "own_partly own_lost against_won against_partly against_lost"
)


def _legal() -> Tables:
    random = Random(SEED)
    rows = []
    for body in FORTY:
        central = body.kind == "central"
        faulty = random.choice((0, 0, 2, 5, 9))
        aligned = random.randrange(0, faulty + 1)
        sued = body.key not in ("C17", "L17")
        rows.append(
            (
                body,
                [
                    random.randrange(0, 12) if central else 0, random.choice((0, 0, 1, 2)) if central else 0,
                    random.randrange(0, 60), random.choice((0, 0, 1, 4)), random.randrange(5, 90), random.choice((0, 1, 3, 12)),
                    random.randrange(10, 200), faulty, aligned, random.randrange(0, faulty - aligned + 1),
                    random.choice(("no", "no", "no", "yes")), random.randrange(20, 300), random.choice((0, 0, 1, 3)),
                    *(random.randrange(0, 15) if sued else 0 for _ in range(6)),
                ],
            )
        )  # fmt: skip
    return {"legal_report": _form(LEGAL_COLUMNS, rows)}


def _findings() -> Tables:
    random = Random(SEED)
    table: Table = [["agency", "code", "direction", "kind"]]
    for body in FORTY:
        for n in range(1, 1 + random.choice((0, 0, 0, 1, 2, 4, 30))):
            kind = random.choice(("late", "incomplete", *("unreliable",) * 6))
            table.append([body.key, f"{body.key}-{n}", random.choice(("legal", "staff")), kind])
    return {"finding": table}


def _goals() -> Tables:
    random = Random(SEED)
    tables: Tables = {
        "sphere": [["agency", "code", "title"]],
        "field": [["agency", "sphere", "code", "data"]],
        "goal": [["agency", "code", "title"]],
        "target": [["agency", "goal", "code", "better", "before", "plan", "actual"]],
        "task": [["agency", "goal", "code", "title"]],
        "result": [["agency", "goal", "task", "code", "better", "before", "plan", "actual"]],
        "goal_finding": [["agency", "code", "kind"]],
    }
    analyses, plans = [], []
    kinds = (
        "late",
        "absent",
        "incomplete",
        "unreliable",
        "unreliable",
        "unreliable",
        "repeated",
        "overachieved",
    )

    def measured() -> list[Cell]:
        better = random.choice(("higher", "higher", "lower"))
        before = random.randrange(20, 200)
        step = random.randrange(0, 20) * (1 if better == "higher" else -1)
        actual = before + step * random.choice((10, 10, 10, 12, 8, 5, -2)) // 10
        return [
            better,
            before,
            "" if random.randrange(15) == 0 else before + step,
            "" if random.randrange(15) == 0 else actual,
        ]

    for body in FORTY:
        missed = random.choice((0, 0, 2, 3, 5))
        analyses.append((body, [missed, random.randrange(0, missed + 1)]))
        goals = 0 if body.key == "C16" else random.randrange(1, 5)
        if body.kind == "central":
            measures = random.randrange(1, 9)
            plans.append(
                (
                    body,
                    [
                        measures,
                        random.randrange(0, measures + 1),
                        goals,
                        random.randrange(0, goals + 1),
                        random.randrange(0, goals + 1),
                    ],
                )
            )
        for n in range(1, 1 + random.randrange(1, 4)):
            sphere = f"{body.key}-S{n}"
            tables["sphere"].append([body.key, sphere, f"Sample sphere {n}"])
            for m in range(1, 1 + random.randrange(1, 4)):
                tables["field"].append(
                    [body.key, sphere, f"{sphere}.{m}", random.choice(("used", "used", "partly", "unused"))]
                )
        for n in range(1, 1 + goals):
            goal = f"{body.key}-G{n}"
            tables["goal"].append([body.key, goal, f"Sample goal {n}"])
            for m in range(1, 1 + random.randrange(1, 4)):
                tables["target"].append([body.key, goal, f"{goal}.{m}", *measured()])
            for m in range(1, 1 + random.randrange(0, 3)):
                task = f"{goal}-T{m}"
                tables["task"].append([body.key, goal, task, f"Sample task {m}"])
                for k in range(1, 1 + random.randrange(1, 4)):
                    tables["result"].append([body.key, goal, task, f"{task}.{k}", *measured()])
        for n in range(1, 1 + random.choice((0, 0, 0, 1, 3))):
            tables["goal_finding"].append([body.key, f"{body.key}-F{n}", random.choice(kinds)])
    return tables | {
        "analysis": _form(("missed", "covered"), analyses),
        "risk_plan": _form(("measures", "reducing", "goals", "reached", "with_risks"), plans),
    }
