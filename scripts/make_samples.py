"""Writes the invented sample data of the shipped rules: rules/VERSION/sample/*.csv, one file for each table.

Run ``python scripts/make_samples.py`` from the checkout. Every body, figure and name is invented; nothing stands for a
real body. The same seed gives the same files, to the byte: only whole numbers are drawn, and a decimal is written from
whole tenths or hundredths, so no binary float comes near the data.

Each sample has 20 central and 20 local bodies (the monitoring: 40 services), with what real data bring along:
indicators without statistics, bodies without services or without appeals, a direction of which nothing was reported,
results beyond the plan, results of zero, and reports that came late.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

SEED = 954
RULES = Path(__file__).resolve().parent.parent / "rules"

Cell = str | int
Table = list[list[Cell]]

README = """# Invented data

Every body, indicator and figure in this folder is invented, by `scripts/make_samples.py` with the seed {seed}; nothing here
stands for a real body or says anything about one. Run the script to make the files again, to the byte. They
are there to try the rules: `effrules run {version} rules/{version}/sample`.

{what}
"""

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
"""The criteria of personnel management and their maxima, as in ``rules/2011``."""

INDICATOR_COLUMNS: Sequence[Cell] = ("agency", "direction", "code", "title", "plan", "actual", "better")


def decimal(hundredths: int) -> str:
    """A number of hundredths as text without trailing zeros: 503 is 5.03, 500 is 5."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")


def bodies() -> list[tuple[str, str, str]]:
    """Identifier, name and kind of the forty invented bodies."""
    central = [(f"C{n:02d}", f"Sample C{n:02d}", "central") for n in range(1, 21)]
    local = [(f"L{n:02d}", f"Sample L{n:02d}", "local") for n in range(1, 21)]
    return central + local


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
    for key, name, kind in bodies():
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
    for key, name, kind in bodies():
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


def monitoring_sample(version: str, top: int) -> dict[str, Table]:
    """Services and the marks of those who were asked; marks are whole, from 1, as on a questionnaire."""
    draw = Random(f"{SEED} {version}")
    indicators = ("accessibility", "quality", "paper_procedure", "information", "result", "e_format")
    services: Table = [["service", "name", "electronic"]]
    asked: Table = [["service", *indicators]]
    for n in range(1, 41):
        key = f"S{n:02d}"
        electronic = draw.randrange(3) > 0
        name = f"Sample S{n:02d}"
        services.append([key, name, "yes" if electronic else "no"])
        level = draw.randint(top * 6, top * 10)
        for _ in range(draw.randint(12, 40)):
            row: list[Cell] = [key]
            for indicator in indicators:
                silent = draw.randrange(12) == 0 or (indicator == "e_format" and not electronic)
                mark = (level + draw.randint(-2 * top, 2 * top)) // 10
                row.append("" if silent else min(top, max(1, mark)))
            asked.append(row)
    return {"service": services, "respondent": asked}


def write(version: str, tables: dict[str, Table], what: str) -> None:
    """Write the tables of a sample, and the note that says that they are invented."""
    folder = RULES / version / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    (folder / "README.md").write_text(README.format(seed=SEED, version=version, what=what), encoding="utf-8")


def main() -> None:
    """Write all samples."""
    six = (
        "strategic_goals",
        "acts_and_instructions",
        "budget_programmes",
        "public_services",
        "information_technology",
    )
    five = tuple(d for d in six if d != "acts_and_instructions")
    what = "20 central and 20 local bodies. Empty cells are missing values: no statistics yet, or no points given."
    write("2011", directions_sample("2011", six), what)
    write("2013", directions_sample("2013", (*six, "legal_support")), what)
    write("2015", directions_sample("2015", five), what)
    write("current", blocks_sample(), what)
    asked = "40 services and those who were asked about them. Empty cells are marks that were not given."
    write("monitoring-2015", monitoring_sample("monitoring-2015", 10), asked)
    write("monitoring-2016", monitoring_sample("monitoring-2016", 5), asked)


if __name__ == "__main__":
    main()
