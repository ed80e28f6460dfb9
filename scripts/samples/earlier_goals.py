"""Invented data for block 1 of ``rules/2017``, ``rules/2018`` and ``rules/2019``: that of ``current_goals`` in the columns of each edition.

The first two editions have indicators that are places in international rankings, and a deduction for a report that is lacking
altogether; the first one does not ask which funds a programme has.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from samples import current_goals
from samples.bodies import Body
from samples.tables import SEED, Cell, Table

LACKING: dict[str, dict[str, tuple[str, ...]]] = {
    "2017": {
        "programme": ("funds", "indicators", "relevant"),
        "programme_result": ("level",),
        "territory_target": ("exempt",),
    },
    "2018": {"programme": ("indicators", "relevant")},
    "2019": {},
}
"""By version: the columns of ``current_goals`` that its forms do not have."""

RANKED: dict[str, tuple[str, str, str]] = {
    "2017": ("no", "yes", "yes"),
    "2018": ("no_ranking", "ranking", "opinion"),
}
"""By version: what marks an ordinary indicator, a ranking, and one of the rankings that are left out, where it tells them apart."""


def tables(bodies: Sequence[Body], version: str) -> dict[str, Table]:
    """The tables of block 1 for these bodies by the rules of ``version``. The same ones come every time."""
    random = Random(SEED)
    made = current_goals.tables(bodies)
    if version in RANKED:
        made["goal_target"] = _with_rankings(random, made["goal_target"], RANKED[version])
        made["goals_fault"] = _with_lacking_reports(made["goals_fault"])
    for name, columns in LACKING[version].items():
        made[name] = _without(made[name], columns)
    return made


def _with_rankings(random: Random, table: Table, words: tuple[str, str, str]) -> Table:
    """A column ``ranking`` behind ``number``; every seventh indicator is a place, and of these every fifth is left out."""
    head, *rows = table
    at = head.index("dynamics")
    made: Table = [[*head[:at], "ranking", *head[at:]]]
    for index, row in enumerate(rows):
        ordinary, ranking, left_out = words
        if index % 7:
            made.append([*row[:at], ordinary, *row[at:]])
            continue
        place = random.randrange(20, 90)
        places: list[Cell] = [place + random.randrange(-4, 5) for _ in ("actual", "previous")]
        mark = ranking if index % 35 else left_out
        made.append([*row[:at], mark, "negative", place, *places, *row[at + 4 :]])
    return made


def _with_lacking_reports(table: Table) -> Table:
    """The same faults, every other late report not there at all."""
    head, *rows = table
    at = head.index("fault")
    late = 0
    made: Table = [head]
    for row in rows:
        late += row[at] == "late"
        lacking = row[at] == "late" and late % 2 == 0
        made.append([*row[:at], "absent" if lacking else row[at], *row[at + 1 :]])
    return made


def _without(table: Table, columns: Sequence[str]) -> Table:
    kept = [at for at, column in enumerate(table[0]) if column not in columns]
    return [[row[at] for at in kept] for row in table]
