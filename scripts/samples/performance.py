"""Invented data for ``rules/performance`` and ``rules/progress``: indicators of two and three years, and surveys."""

from __future__ import annotations

from random import Random

from samples.bodies import LISTED
from samples.tables import SEED, Cell, Sample, Table

NOT_ASSESSED = ("defence", "court_administration", "strategic_planning")
"""Bodies of the decree's list that are not assessed on performance."""


def samples() -> list[Sample]:
    """The two samples."""
    return [_performance(), _progress()]


def _performance() -> Sample:
    random = Random(SEED)
    bodies = [body for body in LISTED if body.key not in NOT_ASSESSED]
    agency: Table = [["agency", "name", "kind"], *([body.key, body.name, body.kind] for body in bodies)]
    indicator: Table = [
        ["agency", "code", "title", "better", "current", "previous", "earlier", "influence", "excluded"]
    ]
    survey: Table = [["agency", "code", "title", "current", "previous"]]
    for body in bodies:
        for n in range(1, 7):
            earlier = random.randrange(80, 121)
            previous = earlier + random.randrange(-8, 9)
            current: Cell = previous + random.randrange(-9, 12)
            current = "" if random.randrange(25) == 0 else current
            better = random.choice(("positive", "positive", "negative"))
            excluded = "yes" if random.randrange(30) == 0 else "no"
            row: list[Cell] = [body.key, f"K{n}", f"Sample indicator {n}", better, current, previous, earlier]
            indicator.append([*row, random.choice((1, 1, 2)), excluded])
        for n in range(1, 1 + random.randrange(0, 4)):
            before = random.randrange(40, 80)
            survey.append(
                [body.key, f"S{n}", f"Sample question {n}", before + random.randrange(-8, 9), before]
            )
    what = (
        "25 central and 20 local bodies with six indicators each over three years: growth, decline and recovery, values that are not\n"
        "there yet, indicators that were excluded, and bodies without a survey."
    )
    tables = {"agency": agency, "indicator": indicator, "survey": survey}
    return Sample("rules/performance", "performance", tables, what)


def _progress() -> Sample:
    random = Random(SEED)
    country: Table = [["country", "name"], ["kz", "Қазақстан"], ["x", "Sample country"]]
    indicator: Table = [["country", "code", "title", "better", "current", "previous", "base"]]
    member: Table = [["country", "indicator", "state", "value", "previous"]]
    for key, _ in country[1:]:
        for n in range(1, 9):
            code = f"{key}-{n}"
            previous = random.randrange(30, 90)
            current: Cell = "" if random.randrange(8) == 0 else previous + random.randrange(-5, 8)
            better = random.choice(("positive", "negative"))
            indicator.append(
                [key, code, f"Sample indicator {n}", better, current, previous, random.randrange(30, 90)]
            )
            if n == 8:
                continue
            for m in range(1, 8):
                value = random.randrange(40, 100)
                shown: Cell = "" if random.randrange(12) == 0 else value
                member.append([key, code, f"Sample {m}", shown, value + random.randrange(-4, 5)])
    what = (
        "Two countries, of which one is invented like all figures, with eight indicators; the last one has no values of OECD\n"
        "countries, some values are not there yet."
    )
    return Sample(
        "rules/progress", "progress", {"country": country, "indicator": indicator, "member": member}, what
    )
