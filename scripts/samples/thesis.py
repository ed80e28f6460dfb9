"""The samples of the thesis case, tests/cases/thesis: three versions by directions, and the one of three blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from samples.bodies import FORTY
from samples.tables import SEED, Cell, Sample, Table, decimal

MAXIMA = {
    "staffing_points": 10,
    "qualification_points": 10,
    "turnover_points": 25,
    "rotation_points": 5,
    "training_points": 15,
    "corruption_points": 15,
    "satisfaction_points": 15,
    "system_points": 5,
}
"""The criteria of personnel management and their maxima, as in the version 2011."""

INDICATOR_COLUMNS: Sequence[Cell] = ("agency", "direction", "code", "title", "plan", "actual", "better")

REPORTED = (
    "strategic_goals",
    "acts_and_instructions",
    "budget_programmes",
    "public_services",
    "information_technology",
)
"""The directions of 2011 of which indicators are reported; the sixth is personnel management."""

DIRECTIONS = {
    "2011": REPORTED,
    "2013": (*REPORTED, "legal_support"),
    "2015": tuple(direction for direction in REPORTED if direction != "acts_and_instructions"),
}

WHAT = (
    "20 central and 20 local bodies. Empty cells are missing values: no statistics yet, or no points given."
)


def samples() -> list[Sample]:
    """The samples of the four versions."""
    tables = {version: directions_sample(version, directions) for version, directions in DIRECTIONS.items()}
    tables["current"] = blocks_sample()
    return [
        Sample(folder := f"tests/cases/thesis/{version}", folder, made, WHAT)
        for version, made in tables.items()
    ]


def plan_and_actual(draw: Random, diligence: int) -> tuple[str, str, str]:
    """A plan, its result and which way is better; now and then no result, none at all, or one beyond the plan.

    ``diligence`` is the body's usual share of the plan in percent.
    """
    better = draw.choices(("higher", "lower"), (4, 1))[0]
    plan = draw.choice((10, 25, 40, 50, 80, 100, 120, 200, 250, 400, 1000, 1250)) * draw.choice((10, 100))
    percent = min(115, max(40, diligence + draw.randint(-18, 18)))
    actual = plan * percent // 100 if better == "higher" else plan * 100 // percent
    chance = draw.randrange(100)
    if chance < 7:
        return decimal(plan), "", better
    if chance < 9:
        return decimal(plan), "0", better
    return decimal(plan), decimal(actual), better


def indicators(
    draw: Random, agency: str, directions: Iterable[str], diligence: int, least: int, most: int
) -> Table:
    """The indicators of a body: between ``least`` and ``most`` of them in each direction."""
    rows: Table = []
    for direction in directions:
        for _ in range(draw.randint(least, most)):
            number = len(rows) + 1
            plan, actual, better = plan_and_actual(draw, diligence)
            rows.append(
                [agency, direction, f"{number:02d}", f"Invented indicator {number:02d}", plan, actual, better]
            )
    return rows


def directions_sample(version: str, directions: Sequence[str]) -> dict[str, Table]:
    """Bodies with the points of personnel management, and the indicators of the other directions."""
    draw = Random(f"{SEED} {version}")
    agencies: Table = [["agency", "name", "kind", "provides_services", *MAXIMA]]
    reported: Table = [list(INDICATOR_COLUMNS)]
    for body in FORTY:
        key, name, kind = body.key, body.name, body.kind
        diligence = draw.randint(72, 104)
        services = kind == "local" or draw.randrange(10) < 8
        points = [
            ""
            if draw.randrange(40) == 0
            else decimal(top * min(100, max(0, diligence + draw.randint(-45, 15))))
            for top in MAXIMA.values()
        ]
        agencies.append([key, name, kind, "yes" if services else "no", *points])
        wanted = [d for d in directions if services or d != "public_services"]
        if draw.randrange(12) == 0:
            wanted.remove(wanted[-1])  # of one direction nothing was reported
        reported += indicators(draw, key, wanted, diligence, 5, 12)
    return {"agency": agencies, "indicator": reported}


def blocks_sample() -> dict[str, Table]:
    """What the rules of the three blocks ask for."""
    draw = Random(f"{SEED} current")
    agencies: Table = [["agency", "name", "kind", "provides_services", "appeals_received", "appeals_in_time"]]
    targets: Table = [["agency", "code", "title", "plan", "actual", "better"]]
    reported: Table = [list(INDICATOR_COLUMNS)]
    services: Table = [["agency", "code", "title", "provided", "in_time"]]
    portals: Table = [["agency", "code", "due", "published"]]
    incidents: Table = [["agency", "code", "kind", "block"]]
    for body in FORTY:
        key, name, kind = body.key, body.name, body.kind
        diligence = draw.randint(74, 104)
        provides = kind == "local" or draw.randrange(10) < 8
        received = 0 if draw.randrange(15) == 0 else draw.randint(40, 60_000)
        in_time = received * min(1000, diligence * 9 + draw.randint(40, 140)) // 1000
        agencies.append([key, name, kind, "yes" if provides else "no", received, in_time])
        for number in range(1, draw.randint(5, 15) + 1):
            plan, actual, better = plan_and_actual(draw, diligence)
            targets.append([key, f"{number:02d}", f"Invented target {number:02d}", plan, actual, better])
        wanted = ["budget_use", "information_technology", "personnel_management"]
        if draw.randrange(12) == 0:
            wanted.remove("information_technology")
        reported += indicators(draw, key, wanted, diligence, 3, 9)
        for number in range(1, (draw.randint(4, 14) if provides else 0) + 1):
            provided = draw.randint(20, 90_000)
            done = provided * min(1000, diligence * 8 + draw.randint(150, 260)) // 1000
            services.append([key, f"{number:02d}", f"Invented service {number:02d}", provided, done])
        for portal in ("open data", "open budgets", "open legal acts", "fourth portal", "fifth portal"):
            due = draw.randint(5, 160)
            portals.append([key, portal, due, due * min(110, diligence + draw.randint(-30, 10)) // 100])
        for number in range(1, max(0, draw.randint(-4, 6)) + 1):
            what = draw.choice(("untimely", "unreliable", "incomplete"))
            incidents.append(
                [key, f"{number:02d}", what, draw.choice(("goals", "goals", "citizens", "organisation"))]
            )
    return {
        "agency": agencies,
        "target": targets,
        "indicator": reported,
        "service": services,
        "portal": portals,
        "incident": incidents,
    }
