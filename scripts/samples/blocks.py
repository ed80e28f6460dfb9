"""Invented data for ``rules/2017``, ``rules/2018`` and ``rules/2019``: the blocks of each version, for the bodies of the later list."""

from __future__ import annotations

from samples import earlier_goals
from samples.bodies import LISTED
from samples.tables import Sample, Table

VERSIONS = ("2017", "2018", "2019")
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
    return {"agency": agency} | earlier_goals.tables(LISTED, version)
