"""Makes the sample data of the bundled rules: invented bodies, invented figures, the same on every run.

``python scripts/make_samples.py`` writes ``rules/*/sample/*.csv``. Every figure comes from one generator with a fixed
seed (2026) and is drawn as a whole number, so that no figure depends on the machine's floating point. The
samples are of a realistic size (20 central bodies, 20 regions, some five to fifteen rows in each table), and
have what real reports have: values without statistics, bodies to which a direction does not apply, late
reports, and ties.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
SEED = 2026
Row = list[object]

README = """# Sample data: invented

Nothing here was reported by anybody. The bodies do not exist and the figures are drawn at random by
`scripts/make_samples.py` (seed {seed}), to show how the rules work and for the tests. Do not edit the files: change
the script and run it again.
"""


def decimal(number: int, places: int) -> str:
    """A whole number of units of the last place as a decimal: ``decimal(1234, 2)`` is ``12.34``."""
    if places == 0:
        return str(number)
    digits = str(number).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def write(folder: Path, table: str, heading: list[str], rows: list[Row]) -> None:
    """Write one table."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)


def bodies() -> list[tuple[str, str, str]]:
    """Identifier, name and kind of the invented bodies."""
    central = [(f"C{n:02}", f"Invented ministry {n:02}", "central") for n in range(1, 21)]
    local = [(f"R{n:02}", f"Invented region {n:02}", "local") for n in range(1, 21)]
    return central + local


def plan_and_actual(random: Random, better: str) -> tuple[str, str]:
    """A plan and what came of it: mostly near the plan, sometimes far below, sometimes above."""
    plan = random.randint(50, 9000)
    percent = random.choice((100, 100, 100, 97, 95, 90, 85, 104, 110, 60, random.randint(30, 120)))
    if better == "lower":
        percent = 200 - percent
    return decimal(plan, 1), decimal(plan * percent, 3)


PERSONNEL = {
    "staffing": 10,
    "qualification_requirements": 10,
    "turnover": 25,
    "rotation": 5,
    "training": 15,
    "corruption": 15,
    "satisfaction": 15,
    "hr_system": 5,
}


def directions(folder: Path, names: list[str], random: Random) -> None:
    """The tables of the rules by directions (2011, 2013, 2015)."""
    write(folder, "agency", ["agency", "name", "kind"], [list(body) for body in bodies()])
    indicators: list[Row] = []
    points: list[Row] = []
    for agency, _, _ in bodies():
        for direction in names:
            if direction == "information_technology" and random.randint(1, 12) == 1:
                continue
            for number in range(1, random.randint(5, 12) + 1):
                better = "lower" if random.randint(1, 5) == 1 else "higher"
                plan, actual = plan_and_actual(random, better)
                if random.randint(1, 15) == 1:
                    actual = ""
                code = f"{direction[0].upper()}{names.index(direction) + 1}.{number}"
                title = f"Invented indicator {number} of {direction.replace('_', ' ')}"
                indicators.append([agency, direction, code, title, plan, actual, better])
        for criterion, maximum in PERSONNEL.items():
            if agency == "C07" and criterion == "rotation":
                continue
            least = maximum * 40
            points.append([agency, criterion, decimal(random.randint(least, maximum * 100), 2)])
    heading = ["agency", "direction", "code", "title", "plan", "actual", "better"]
    write(folder, "indicator", heading, indicators)
    write(folder, "personnel_points", ["agency", "criterion", "points"], points)


def blocks(folder: Path, random: Random) -> None:
    """The tables of the current rules."""
    agencies: list[Row] = []
    tables: dict[str, list[Row]] = {
        name: []
        for name in (
            "target", "programme", "service", "appeal", "portal", "system", "personnel", "incident"
        )  # fmt: skip
    }
    for agency, name, kind in bodies():
        provides = not (kind == "central" and random.randint(1, 5) == 1)
        agencies.append([agency, name, kind, "yes" if provides else "no"])
        for number in range(1, random.randint(5, 15) + 1):
            better = "lower" if random.randint(1, 5) == 1 else "higher"
            plan, actual = plan_and_actual(random, better)
            if random.randint(1, 8) == 1:
                actual = ""
            tables["target"].append([agency, f"T{number}", f"Invented target {number}", plan, actual, better])
        for number in range(1, random.randint(3, 10) + 1):
            planned = random.randint(1_000_000, 900_000_000)
            used = planned * random.randint(850, 1005) // 1000
            tables["programme"].append([agency, f"{number:03}", planned, used])
        if provides:
            for number in range(1, random.randint(3, 8) + 1):
                provided = random.randint(50, 20000)
                tables["service"].append([agency, f"S{number}", provided, part_of(random, provided)])
        for month in range(1, 13):
            received = random.randint(10, 900)
            tables["appeal"].append([agency, month, received, part_of(random, received)])
        for portal in ("open_data", "open_budgets", "open_npa", "open_dialogue", "open_assessment"):
            required = random.randint(5, 60)
            tables["portal"].append([agency, portal, required, part_of(random, required)])
        for number in range(1, random.randint(1, 5) + 1):
            functions = random.randint(4, 40)
            tables["system"].append([agency, f"IS{number}", functions, part_of(random, functions)])
        for number in range(1, 6):
            plan, actual = plan_and_actual(random, "higher")
            tables["personnel"].append([agency, f"P{number}", plan, actual])
        for _ in range(random.choice((0, 0, 0, 1, 1, 2, 5))):
            nature = random.choice(("untimely", "unreliable", "incomplete"))
            block = random.choice(("goals", "goals", "citizens", "organisation"))
            found = f"2019-{random.randint(2, 4):02}-{random.randint(1, 28):02}"
            tables["incident"].append([agency, nature, block, found])
    headings = {
        "target": ["agency", "code", "title", "plan", "actual", "better"],
        "programme": ["agency", "code", "planned", "used"],
        "service": ["agency", "code", "provided", "in_time"],
        "appeal": ["agency", "month", "received", "answered_in_time"],
        "portal": ["agency", "code", "required", "published"],
        "system": ["agency", "code", "functions", "automated"],
        "personnel": ["agency", "code", "plan", "actual"],
        "incident": ["agency", "nature", "block", "found"],
    }
    write(folder, "agency", ["agency", "name", "kind", "provides_services"], agencies)
    for table, rows in tables.items():
        write(folder, table, headings[table], rows)


def part_of(random: Random, whole: int) -> int:
    """A part of a whole: mostly nearly all of it."""
    return whole * random.choice((100, 100, 99, 98, 95, 90, 80, random.randint(40, 100))) // 100


INDICATORS = ["accessibility", "quality", "paper_procedure", "information", "result", "e_format"]


def monitoring(folder: Path, top: int, random: Random) -> None:
    """The tables of the public monitoring: 40 services and their respondents."""
    services: list[Row] = []
    respondents: list[Row] = []
    for number in range(1, 41):
        service = f"S{number:02}"
        electronic = random.randint(1, 3) != 1
        services.append([service, f"Invented service {number:02}", "yes" if electronic else "no"])
        middle = random.randint(top * 6, top * 10)
        for _ in range(random.randint(12, 40)):
            marks: list[object] = []
            for indicator in INDICATORS:
                if (indicator == "e_format" and not electronic) or random.randint(1, 20) == 1:
                    marks.append("")
                else:
                    marks.append(max(1, min(top, (middle + random.randint(-15, 12)) // 10)))
            respondents.append([service, *marks])
    write(folder, "service", ["service", "name", "electronic"], services)
    write(folder, "respondent", ["service", *INDICATORS], respondents)


def main() -> None:
    """Write every sample."""
    random = Random(SEED)
    five = ["strategic_goals", "budget_programmes", "public_services", "information_technology"]
    six = [five[0], "acts_and_instructions", *five[1:]]
    rules = ROOT / "rules"
    directions(rules / "2011" / "sample", six, random)
    directions(rules / "2013" / "sample", [*six, "legal_support"], random)
    directions(rules / "2015" / "sample", five, random)
    blocks(rules / "current" / "sample", random)
    monitoring(rules / "monitoring-2015" / "sample", 10, random)
    monitoring(rules / "monitoring-2016" / "sample", 5, random)
    for folder in rules.glob("*/sample"):
        (folder / "README.md").write_text(README.format(seed=SEED), encoding="utf-8")


if __name__ == "__main__":
    main()
