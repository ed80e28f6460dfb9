"""A share of what ``make fuzz`` does, the same each time: spoiled rules, data, records and traces are answered."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from tests.fuzz.running import mutant_of, tried
from tests.fuzz.targets import TARGETS, record_seed

MUTANTS = {
    "scoring": 60,
    "columns": 10,
    "sqlite": 60,
    "records": 40,
    "traces-verified": 60,
    "registers": 25,
    "years": 25,
    "forms-back": 15,
}
"""So many mutants of a target, where others have more."""

PATIENT = 60.0
"""A hang fails the test and does not stay; how fast an answer comes is not tested here."""


FOUND = {
    "a whole number of 5,000 digits": ("traces-verified", b"9" * 5000),
    "nesting without end": ("json", b"[" * 100_000 + b"]" * 100_000),
    "results nested without end": ("records", b'{"x":' * 100_000),
    "a million blanks in a cell": ("jsonl", b'{"agency": "' + b" " * 1_000_000 + b'"}'),
}
"""What ended in a traceback or took too long once, made small."""


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_answered(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed once is answered."""
    monkeypatch.chdir(tmp_path)
    target, mutant = FOUND[name]
    failed = tried(target, mutant, tmp_path, PATIENT)
    assert failed is None, failed[1]


def test_rows_that_are_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trace that says of a table that it has as many rows as a word is wrong, and nothing more."""
    monkeypatch.chdir(tmp_path)
    document = json.loads(record_seed()[1])
    for table in document["tables"]:
        table["rows"] = "many"
    failed = tried("traces", json.dumps(document).encode(), tmp_path, PATIENT)
    assert failed is None, failed[1]


def test_a_rounding_to_digits_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trace that rounds to 10 to the power of 30 digits is wrong, and is not followed."""
    monkeypatch.chdir(tmp_path)
    document = json.loads(record_seed()[1])
    roundings = [step["rounding"] for step in document["steps"] if "rounding" in step]
    assert roundings
    for rounding in roundings:
        rounding["digits"] = 10**30
    failed = tried("traces", json.dumps(document).encode(), tmp_path, 20)
    assert failed is None, failed[1]


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
