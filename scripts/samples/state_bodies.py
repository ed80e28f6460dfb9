"""The samples of the shipped versions of the assessment of state bodies: those of the thesis, as long as these are shipped."""

from __future__ import annotations

from attrs import evolve

from samples import thesis
from samples.tables import Sample


def samples() -> list[Sample]:
    """The samples of the four versions."""
    return [
        evolve(one, folder=f"rules/{version}", rules=version)
        for one in thesis.samples()
        for version in [one.folder.rpartition("/")[2]]
        if version != "current"
    ]
