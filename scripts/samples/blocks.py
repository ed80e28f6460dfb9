"""Invented data for ``rules/2017``, ``rules/2018`` and ``rules/2019``: the blocks of each version, for the bodies of the later list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from samples import (
    earlier_goals,
    interaction_2017,
    interaction_2019,
    organisation_2017,
    organisation_2018,
    organisation_2019,
)
from samples.bodies import LISTED, Body
from samples.tables import Sample, Table

VERSIONS = ("2017", "2018", "2019")
PARTS: dict[str, tuple[Callable[[Sequence[Body]], dict[str, Table]], ...]] = {
    "2017": (interaction_2017.tables, organisation_2017.tables),
    "2018": (interaction_2017.tables, organisation_2018.tables),
    "2019": (interaction_2019.tables, organisation_2019.tables),
}
"""Blocks 2 and 3 of each version; that of 2018 has the second block of 2017."""
WHAT = (
    "Central bodies and akimats of regions under the names of the later list; every figure is invented. No list of bodies by blocks\n"
    "is at hand for these years, so nobody is left out of a block but by what the data say."
)


def samples() -> list[Sample]:
    """One sample for each version."""
    return [Sample(f"rules/{version}", version, _tables(version), WHAT) for version in VERSIONS]


def _tables(version: str) -> dict[str, Table]:
    agency: Table = [["agency", "code", "name", "kind"]]
    agency += [[body.key, body.key, body.name, body.kind] for body in LISTED]
    tables = {"agency": agency} | earlier_goals.tables(LISTED, version)
    for part in PARTS[version]:
        made = part(LISTED)
        assert not set(made) & set(tables), "a table of two orders"
        tables |= made
    return tables
