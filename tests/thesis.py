"""The thesis case, tests/cases/thesis: the methodology of middle size that many tests rest on; beside it, the monitoring that is shipped."""

from __future__ import annotations

from pathlib import Path

from effrules.resources import rules_folder

THESIS = Path(__file__).resolve().parent / "cases" / "thesis"
"""The folder of its versions, each with its sample."""

VERSIONS = ("2011", "2013", "2015", "current")
"""Its versions: two amendments of the first, and one that replaces them."""

MIDDLE = (*VERSIONS, "monitoring-2015", "monitoring-2016")
"""Rules large enough to have something of everything: the versions of the thesis and the shipped monitoring."""


def rules_at(name: str) -> Path:
    """The folder of one of these rules."""
    return (THESIS if name in VERSIONS else rules_folder()) / name


def sample_of(name: str) -> Path:
    """The folder of its sample data."""
    return rules_at(name) / "sample"
