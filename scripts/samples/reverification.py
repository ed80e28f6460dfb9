"""Invented data for ``rules/reverification``: the results of two years in five directions."""

from __future__ import annotations

from random import Random

from samples.bodies import LISTED, Body
from samples.tables import SEED, Cell, Sample, Table, decimal

DIRECTIONS = {"achievement": 2, "services": 2, "complaints": 2, "personnel": 1, "technology": 1}
"""How many priority indicators a direction has."""
BLOCK = {
    "achievement": "goals",
    "services": "interaction",
    "complaints": "interaction",
    "personnel": "organisation",
    "technology": "organisation",
}
FIRST_BLOCK = ("prosecutor", "anticorruption", "emergencies", "defence", "interior", "court_administration")
WITHOUT_FIRST = (*FIRST_BLOCK, "monitoring", "strategic_planning")
WITHOUT_THIRD = (*WITHOUT_FIRST, "national_bank", "financial_market")
NEWCOMERS = ("science", "ulytau")
TWICE = ("health", "labour", "abai")


def samples() -> list[Sample]:
    """The one sample."""
    random = Random(SEED)
    agency: Table = [["agency", "name", "kind", "newcomer", "verified_twice"]]
    for body in LISTED:
        flags = ["yes" if body.key in group else "no" for group in (NEWCOMERS, TWICE)]
        agency.append([body.key, body.name, body.kind, *flags])
    tables: dict[str, Table] = {"agency": agency}
    for direction, indicators in DIRECTIONS.items():
        head = [
            "agency",
            "penalty",
            "result",
            "result_before",
            *(f"indicator_{n}" for n in range(1, indicators + 1)),
        ]
        rows: Table = [list(head)]
        for body in LISTED:
            if not _assessed(body, BLOCK[direction]):
                continue
            row: list[Cell] = [body.key, decimal(random.choice((0, 0, 0, 20, 40, 150, 200)))]
            row += [decimal(random.randrange(5500, 9900)), decimal(random.randrange(5500, 9900))]
            row += [decimal(random.randrange(10, 31) * 50) for _ in range(indicators)]
            rows.append(row)
        tables[f"{direction}_before"] = rows
    results: Table = [["agency", "goals_result", "interaction_result", "organisation_result"]]
    for body in LISTED:
        blocks = ("goals", "interaction", "organisation")
        results.append(
            [
                body.key,
                *(decimal(random.randrange(5500, 9900)) if _assessed(body, one) else "-" for one in blocks),
            ]
        )
    tables["block_results"] = results
    what = (
        "28 central and 20 local bodies with the results of two years; not every body was assessed in every block, two were\n"
        "in the System for the first time, three were verified again in both of the last two years."
    )
    return [Sample("rules/reverification", "reverification", tables, what)]


def _assessed(body: Body, block: str) -> bool:
    if body.key in NEWCOMERS:
        return False
    without = {"goals": WITHOUT_FIRST, "organisation": WITHOUT_THIRD}
    return body.key not in without.get(block, ())
