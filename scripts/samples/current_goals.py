"""Invented data for block 1 of ``rules/current``: the tables of the order on the achievement of goals.

``tables`` takes the bodies of the decree's list and gives the block's tables by name. Beside the ordinary it holds indicators
without a plan and without data, indicators that should fall, programmes that pass funds on, the National Bank without
programmes, administrators whom nobody audited, programmes that cannot be measured, and every fault of a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples.bodies import Body
from samples.tables import SEED, Cell, Table, words

NOT_ASSESSED = words(
    "prosecutor anticorruption emergencies defence interior court_administration monitoring "
    "strategic_planning"
)
"""Bodies of the list that are not assessed in this block: they report nothing."""

STRONG = ("civil_service", "health", "astana", "karaganda")
WEAK = ("trade", "energy", "zhambyl", "ulytau")
NO_PROGRAMMES = ("national_bank",)
NOT_MEASURABLE = ("ulytau",)
NOT_AUDITED = ("shymkent",)
FUNDS = ("own", "own", "own", "own", "own", "passed_on", "received", "subvention")
FAULTS = ("unreliable", "unreliable", "unreliable", "incomplete", "late", "repeated", "no_method")

COLUMNS: dict[str, tuple[str, ...]] = {
    "goal": ("agency", "number", "title"),
    "goal_target": (
        "agency",
        "goal",
        "number",
        "dynamics",
        "plan",
        "actual",
        "previous",
        "lowered",
        "worsening_excused",
    ),
    "programme": ("agency", "goal", "number", "funds", "spent", "indicators", "relevant"),
    "programme_result": ("agency", "goal", "programme", "number", "level", "plan", "actual"),
    "territory_target": ("agency", "number", "plan", "actual", "exempt"),
    "administrator": ("agency", "number", "audited", "violations"),
    "development_programme": ("agency", "administrator", "number", "spent", "well_planned", "measurable"),
    "project": ("agency", "administrator", "development_programme", "number"),
    "project_result": (
        "agency",
        "administrator",
        "development_programme",
        "project",
        "number",
        "plan",
        "actual",
    ),
    "goals_fault": ("agency", "number", "fault"),
}


def tables(bodies: Sequence[Body]) -> dict[str, Table]:
    """The tables of block 1 for these bodies; their keys are the codes of the decree's list. The same ones come every time."""
    random = Random(SEED)
    made: dict[str, Table] = {name: [list(columns)] for name, columns in COLUMNS.items()}
    for body in bodies:
        if body.key in NOT_ASSESSED:
            continue
        if body.kind == "central":
            _goals(random, body, made)
        else:
            _territory(random, body, made)
            _administrators(random, body, made)
        for number in range(1, random.choice((1, 1, 2, 2, 3, 6))):
            made["goals_fault"].append([body.key, f"{body.key}-{number}", random.choice(FAULTS)])
    return made


def _reached(random: Random, body: Body) -> int:
    """How many hundredths of its plan something reached."""
    if body.key in STRONG:
        return random.choice((99, 100, 100, 100, 102, 104))
    if body.key in WEAK:
        return random.choice((40, 55, 70, 85, 100))
    return random.choice((75, 90, 96, 100, 100, 100, 103, 110, 130))


def _spent(random: Random, body: Body) -> int:
    return random.choice((100, 100, 99) if body.key in STRONG else (84, 90, 95, 98, 100, 100))


def _flag(random: Random, of_ten: int) -> str:
    return "yes" if random.randrange(10) < of_ten else "no"


def _goals(random: Random, body: Body, made: dict[str, Table]) -> None:
    for number in range(1, random.randrange(3, 6)):
        goal = f"{body.key}-{number}"
        made["goal"].append([body.key, goal, f"Sample goal {number}"])
        for index in range(1, random.randrange(3, 7)):
            made["goal_target"].append([body.key, goal, f"{goal}.{index}", *_target(random, body)])
        if body.key not in NO_PROGRAMMES:
            for index in range(1, random.randrange(2, 5)):
                _programme(random, body, [body.key, goal, f"{goal}-P{index}"], made)


def _target(random: Random, body: Body) -> list[Cell]:
    """An indicator: its dynamics, plan, actual and former value, and whether its plan was lowered and a worsening is excused."""
    plan = random.randrange(2, 40) * 100
    share = _reached(random, body)
    rising = random.randrange(4) > 0
    actual = plan * share // 100 if rising else plan * 100 // share
    previous = actual - plan // 20 if rising else actual + plan // 20
    if random.randrange(8) == 0:
        previous = actual + plan // 10 if rising else actual - plan // 10
    lowered = random.choice(("no_change",) * 10 + ("excused", "unexcused"))
    cells: list[Cell] = ["positive" if rising else "negative", plan, actual, previous]
    lacking = random.randrange(30)
    if lacking < 3:
        cells[1 + lacking] = ""
    return [*cells, lowered, _flag(random, 2)]


def _programme(random: Random, body: Body, path: list[Cell], made: dict[str, Table]) -> None:
    indicators = random.randrange(4, 13)
    relevant = indicators - (0 if body.key in STRONG else random.randrange(0, 3))
    made["programme"].append([*path, random.choice(FUNDS), _spent(random, body), indicators, relevant])
    for index, level in enumerate(("direct", "direct", "final"), start=1):
        plan = random.randrange(1, 50) * 100
        actual = plan * _reached(random, body) // 100
        made["programme_result"].append([*path, f"{path[-1]}.{index}", level, plan, actual])


def _territory(random: Random, body: Body, made: dict[str, Table]) -> None:
    for number in range(1, random.randrange(16, 25)):
        plan = random.randrange(2, 40) * 100
        cells: list[Cell] = [plan, plan * _reached(random, body) // 100]
        lacking = random.randrange(20)
        if lacking < 2:
            cells[lacking] = ""
        made["territory_target"].append([body.key, f"{body.key}-{number}", *cells, _flag(random, 1)])


def _administrators(random: Random, body: Body, made: dict[str, Table]) -> None:
    for number in range(1, random.randrange(4, 7)):
        key = f"{body.key}-A{number}"
        audited = 0 if body.key in NOT_AUDITED else random.choice((0, 2_000_000, 15_000_000, 60_000_000))
        thousandths = random.choice((0, 0, 12, 50, 73, 99, 120, 149, 150, 210))
        made["administrator"].append([body.key, key, audited, audited // 1000 * thousandths])
        for index in range(1, random.randrange(1, 5)):
            _development(random, body, [body.key, key, f"{key}-{index}"], made)


def _development(random: Random, body: Body, path: list[Cell], made: dict[str, Table]) -> None:
    number = str(path[-1])
    measurable = "no" if body.key in NOT_MEASURABLE and number.endswith("-1") else "yes"
    made["development_programme"].append([*path, _spent(random, body), _flag(random, 8), measurable])
    for index in range(1, random.randrange(2, 5)):
        project = f"{number}-{index}"
        made["project"].append([*path, project])
        for line in range(1, random.randrange(2, 4)):
            plan = random.randrange(1, 30) * 1000
            low = 30 if body.key in STRONG else 850 if body.key in WEAK else 120
            missed = plan * random.randrange(0, low) // 1000 if random.randrange(3) == 0 else 0
            surplus = plan // 10 if random.randrange(25) == 0 else 0
            made["project_result"].append(
                [*path, project, f"{project}.{line}", plan, plan + surplus - missed]
            )
