"""Collecting is killed at any moment, and done by two at once: what was told to be entered is there, with its file, and it goes on."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from effrules.cycle import opened
from effrules.cycle.collecting import Writer, collect
from effrules.cycle.entries import Submitted
from effrules.cycle.standing import of_kind
from effrules.words import Language
from tests.test_year_collect import RULES, begun, tables

KILLS = 100

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "m.eff").write_text(RULES, "utf-8")
    (tmp_path / "bodies.csv").write_text("agency,staff\nabai,\nmoh,\n", "utf-8")
    assert begun(tmp_path, 2023).exit_code == 0
    return tmp_path / "2023"


def collecting(place: Path, body: str, first: int, told: Connection) -> None:
    """Collect ever new tables of a body, and tell of each entry when it is written."""
    year = opened(place)
    for staff in count(first):
        folder = tables(place.parent / f"inbox-{body}-{staff}", body, staff=str(staff))
        for one in collect(year, [folder], "", Writer(body, "", None, Language.EN)):
            told.send((one.entry.number, one.entry.digest))


def started(place: Path, body: str, first: int) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=collecting, args=(place, body, first, there))
    process.start()
    there.close()
    return process, here


def heard(told: Connection) -> dict[int, str]:
    """What a process told before it was killed."""
    found = {}
    try:
        while True:
            number, digest = told.recv()
            found[number] = digest
    except (EOFError, OSError):
        return found


def test_killed_at_a_hundred_moments_nothing_is_lost(place: Path) -> None:
    chance, told = random.Random(2019), dict[int, str]()
    for turn in range(KILLS):
        process, pipe = started(place, "moh", 1000 * turn)
        if turn % 4:  # else it may be killed before its first entry, too
            pipe.poll(20)
        time.sleep(chance.random() / 8)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(20)
        told |= heard(pipe)
        year = opened(place)
        entries = {one.number: one for one in year.register.entries()}
        assert all(entries[number].digest == digest for number, digest in told.items())
        assert len(entries) - 1 - len(told) <= turn + 1, "an entry that was not told of for each kill at most"
    for _, what in of_kind(entries.values(), Submitted):
        assert year.content(what.file)
        assert what.accepted
    assert len(told) > KILLS / 2


def test_two_who_collect_at_once_lose_nothing(place: Path) -> None:
    both = [started(place, body, 0) for body in ("abai", "moh")]
    said = [dict([pipe.recv() for _ in range(4)]) for _, pipe in both]
    for process, _ in both:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(20)
    for told, (_, pipe) in zip(said, both, strict=True):
        told |= heard(pipe)
    entries = {one.number: one for one in opened(place).register.entries()}
    for told in said:
        assert len(told) >= 4
        assert all(entries[number].digest == digest for number, digest in told.items())
    assert not set(said[0]) & set(said[1])
    bodies = {what.body for _, what in of_kind(entries.values(), Submitted)}
    assert bodies == {"abai", "moh"}
