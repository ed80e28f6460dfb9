"""A share of what ``make fuzz`` does, the same each time: spoiled rules, data, records and traces are answered."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from tests.fuzz.running import mutant_of, tried
from tests.fuzz.targets import TARGETS

MUTANTS = {"scoring": 60, "sqlite": 60, "records": 40, "traces-verified": 60}
"""So many mutants of a target, where others have more."""

PATIENT = 60.0
"""A hang fails the test and does not stay; how fast an answer comes is not tested here."""


@pytest.mark.parametrize("target", TARGETS)
def test_mutants_are_answered(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No mutant of the first ones ends in anything but findings."""
    monkeypatch.chdir(tmp_path)
    for number in range(MUTANTS.get(target, 150)):
        failed = tried(target, mutant_of(target, 1, number), tmp_path, PATIENT)
        assert failed is None, f"--seed 1 --again {target}:{number}\n{failed[1]}"


def test_mutants_are_the_same_everywhere() -> None:
    """A number stands for one mutant, whatever process makes it, so that a failure can be seen again."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for target in ("rules", "csv", "json", "traces"):
            there = pool.apply(mutant_of, (target, 7, 3))
            assert there == mutant_of(target, 7, 3)


def test_a_failure_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception and too much work are both told, with the place as the cause."""

    def broken(data: bytes, folder: Path) -> None:
        raise ValueError("broken")

    def endless(data: bytes, folder: Path) -> None:
        while True:
            pass

    csv = TARGETS["csv"]
    monkeypatch.setitem(TARGETS, "csv", type(csv)(csv.mutant, broken))
    failed = tried("csv", b"", tmp_path)
    assert failed is not None
    assert failed[0].startswith("ValueError at ")
    monkeypatch.setitem(TARGETS, "csv", type(csv)(csv.mutant, endless))
    failed = tried("csv", b"", tmp_path, 0.1)
    assert failed is not None
    assert failed[0] == "more than 0.1 s"
