"""Mutants one after the other, each within two seconds of work and a gigabyte; what fails is kept, once for each cause."""

from __future__ import annotations

import hashlib
import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType

from attrs import define, field

from tests.fuzz.targets import TARGETS

SECONDS = 2.0
"""So much work (processor time) is allowed for a mutant."""

MEMORY = 2**30
"""So many bytes beyond what a process has when it begins."""


class Hang(BaseException):
    """A mutant took too much work."""


@define
class Failure:
    """What went wrong with a mutant, and where: ``cause`` is the same for mutants that fail alike."""

    target: str
    number: int
    mutant: bytes
    cause: str
    report: str


@contextmanager
def allowed(seconds: float) -> Iterator[None]:
    """Raise Hang in what takes more processor time."""

    def late(signal: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory() -> None:
    """Allow this process a gigabyte more address space than it has."""
    pages = (
        int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 2**18
    )
    size = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))


def mutant_of(target: str, seed: int, number: int) -> bytes:
    """The mutant of that number: the same on every machine."""
    return TARGETS[target].mutant(Random(f"{seed}/{target}/{number}"))


def tried(target: str, mutant: bytes, folder: Path, seconds: float = SECONDS) -> tuple[str, str] | None:
    """None where a mutant is answered; else the cause of the failure and its traceback."""
    try:
        with allowed(seconds):
            TARGETS[target].run(mutant, folder)
    except (Exception, Hang) as problem:  # noqa: BLE001 - whatever it is, it is what we look for
        frames = traceback.extract_tb(problem.__traceback__)
        ours = [f for f in frames if "/effrules/" in f.filename and "/tests/" not in f.filename] or frames
        at = ours[-1]
        if isinstance(problem, RecursionError):
            at = ours[min(len(ours) - 1, 12)]
        cause = f"{type(problem).__name__} at {Path(at.filename).name}:{at.name}"
        if isinstance(problem, Hang):
            cause = f"more than {seconds:g} s"
        return cause, "".join(traceback.format_exception(problem)[-30:])[-6000:]
    return None


@define
class Keeper:
    """Keeps failures in a folder, the first of each cause, made small."""

    folder: Path
    scratch: Path
    causes: dict[tuple[str, str], int] = field(factory=dict)

    def keep(self, failure: Failure) -> None:
        """Note a failure; write it down where it is the first of its cause."""
        key = (failure.target, failure.cause)
        self.causes[key] = self.causes.get(key, 0) + 1
        if self.causes[key] > 1:
            return
        small = self.smaller(failure)
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{failure.target}-{hashlib.sha256(failure.cause.encode()).hexdigest()[:10]}"
        (self.folder / f"{name}.bin").write_bytes(small)
        words = f"{failure.target} mutant {failure.number}: {failure.cause}\n\n{failure.report}"
        (self.folder / f"{name}.txt").write_text(words, "utf-8", errors="backslashreplace")

    def smaller(self, failure: Failure, most: int = 300) -> bytes:
        """The mutant with all left out that the same failure does not need, in so many tries, and before it seems that nothing goes on."""
        held, size = failure.mutant, max(1, len(failure.mutant) // 2)
        end = time.monotonic() + 20
        while size and most > 0 and time.monotonic() < end and "more than" not in failure.cause:
            at = 0
            while at < len(held) and most > 0 and time.monotonic() < end:
                shorter = held[:at] + held[at + size :]
                most -= 1
                again = tried(failure.target, shorter, self.scratch)
                if again is not None and again[0] == failure.cause:
                    held = shorter
                else:
                    at += size
            size //= 2
        return held
