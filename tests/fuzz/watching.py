"""Workers, a process each, watched from outside: one that ends or falls silent is replaced, and its mutant kept."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections import Counter
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from attrs import define, field

from tests.fuzz.running import Failure, Keeper, limit_memory, mutant_of, tried

PATIENCE = 60.0
"""A worker that says nothing for so many seconds is ended: its mutant hangs where no signal reaches it."""

TURN = 50
"""So many mutants of a target are tried in a row."""


def work(pipe: Connection, worker: int, workers: int, targets: list[str], seed: int, crashes: Path) -> None:
    """Try mutants until told to stop; what is being tried stands in a file, so that a sudden end leaves it behind."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as name:
        folder = Path(name)
        os.chdir(folder)
        numbers = dict.fromkeys(targets, worker)
        for target in targets:  # what is read once and kept is not any mutant's doing
            tried(target, mutant_of(target, seed, worker), _room(folder, target), seconds=60)
        limit_memory()
        keeper = Keeper(crashes, folder)
        while True:
            for target in targets:
                room = _room(folder, target)
                keeper.scratch = room
                for _ in range(TURN):
                    number = numbers[target]
                    numbers[target] += workers
                    mutant = mutant_of(target, seed, number)
                    pipe.send((target, number, None))
                    failed = tried(target, mutant, room)
                    if failed is not None:
                        keeper.keep(Failure(target, number, mutant, *failed))
                        pipe.send((target, number, failed[0]))


def _room(folder: Path, target: str) -> Path:
    room = folder / target
    room.mkdir(exist_ok=True)
    return room


@define
class Watch:
    """What is running, what was last heard of each worker, and what has come of the mutants so far."""

    targets: list[str]
    seed: int
    jobs: int
    crashes: Path
    tally: Counter[str] = field(factory=Counter)
    failures: Counter[tuple[str, str]] = field(factory=Counter)
    running: dict[Connection, SpawnProcess] = field(factory=dict)
    last: dict[Connection, tuple[float, str, int]] = field(factory=dict)
    started: int = 0

    def start(self) -> None:
        """Start a worker; one that takes another's place goes on with other numbers."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        given = (theirs, self.started, 1000 * self.jobs, self.targets, self.seed, self.crashes)
        process = context.Process(target=work, args=given, daemon=True)
        process.start()
        theirs.close()
        self.started += 1
        self.running[ours] = process
        self.last[ours] = (time.monotonic() + PATIENCE, "start", -1)

    def hear(self, pipe: Connection) -> None:
        """Take what a worker says: the mutant that it begins with, or how the one before failed."""
        try:
            target, number, cause = pipe.recv()
        except EOFError:
            self.lose(pipe, "the process ended")
            return
        self.last[pipe] = (time.monotonic(), target, number)
        if cause is None:
            self.tally[target] += 1
        else:
            self.failures[target, cause] += 1

    def lose(self, pipe: Connection, why: str) -> None:
        """Note the mutant at which a worker was lost, end what is left of it, and start another."""
        process = self.running.pop(pipe)
        _, target, number = self.last.pop(pipe)
        process.kill()
        process.join()
        pipe.close()
        if number < 0:
            raise RuntimeError(f"a worker could not begin (exit code {process.exitcode})")
        self.failures[target, f"{why} (exit code {process.exitcode})"] += 1
        self.crashes.mkdir(parents=True, exist_ok=True)
        kept = self.crashes / f"{target}-lost-{self.seed}-{number}.bin"
        kept.write_bytes(mutant_of(target, self.seed, number))
        self.start()


def fuzz(
    targets: list[str], seed: int, seconds: float, jobs: int, crashes: Path
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How many mutants of each target were tried, and how many failed from each cause."""
    watch = Watch(targets, seed, jobs, crashes)
    for _ in range(jobs):
        watch.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for pipe in wait(list(watch.running), timeout=1):
            assert isinstance(pipe, Connection)
            watch.hear(pipe)
        for pipe, (heard, _, _) in list(watch.last.items()):
            if time.monotonic() - heard > PATIENCE:
                watch.lose(pipe, f"silent for {PATIENCE:g} s")
    for process in watch.running.values():
        process.kill()
    return watch.tally, watch.failures
