"""effrules beside what people use instead: time for each body, memory beyond the data, and wrong digits. Prints tables; asserts nothing.

``python benchmarks/rivals.py [BODIES ...] [--engines NAME ...]``: every engine does every job in a process of its own, in one run, one after the other. Time is processor time,
the least of five runs; memory is the most that the process held beyond what it held with the data in it, as a multiple of the data's size. Those that are not
installed are named as such: ``pip install 'effrules[bench]'``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

JOBS = ("simple", "heavy")
SIZES = (10_000, 100_000, 1_000_000)
TIMES = 5
HEADING = """| | µs a body | effrules takes so many times as long | wrong | memory, of the data |
|---|---|---|---|---|"""
STATUS = Path("/proc/self/status")


def held(what: str) -> int:
    """The memory of this process by the system's word, in bytes; 0 where it does not say."""
    if not STATUS.exists():
        return 0
    lines = (line.split() for line in STATUS.read_text(encoding="ascii").splitlines())
    return next((int(words[1]) * 1024 for words in lines if words and words[0] == f"{what}:"), 0)


def forget() -> None:
    """Let the most that was held be what is held now."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def alone(job_name: str, engine: str, bodies: int) -> dict[str, Any]:
    """One engine, one job, in this process."""
    import numpy as np
    from engines import ENGINES
    from heavy import Heavy
    from simple import Simple

    job = Simple(bodies) if job_name == "simple" else Heavy(bodies)
    action = ENGINES[engine][1](job)
    if action is None:
        return {}
    forget()
    before = held("VmRSS")
    found = action()
    beyond = held("VmHWM") - before
    best = float("inf")
    for _ in range(TIMES):
        del found
        start = time.process_time()
        found = action()
        best = min(best, time.process_time() - start)
    right = np.array(job.right())
    wrong = found != right
    return {
        "us": best / bodies * 1e6,
        "wrong": int((wrong if wrong.ndim == 1 else wrong.any(axis=1)).sum()),
        "memory": beyond / job.size,
    }


def measured(job: str, engine: str, bodies: int) -> dict[str, Any] | None:
    """The same in a process of its own; nothing where it fails."""
    words = [sys.executable, __file__, "--alone", job, engine, str(bodies)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(sizes: list[int], wanted: list[str]) -> None:
    """Measure and print."""
    from engines import ENGINES

    for job in JOBS:
        for bodies in sizes:
            print(f"\n{job}, {bodies:,} bodies\n\n{HEADING}")
            unit = None
            for engine in wanted or ENGINES:
                title, _, most = ENGINES[engine]
                found = measured(job, engine, min(bodies, most))
                if not found:
                    continue
                unit = unit or found["us"]
                of = "" if bodies <= most else f" (of {most:,})"
                print(
                    f"| {title} | {found['us']:.3f} | {unit / found['us']:.2f} | {found['wrong']:,}{of} | {found['memory']:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bodies", nargs="*", type=int, default=SIZES)
    parser.add_argument("--engines", nargs="*", default=[])
    parser.add_argument("--alone", nargs=3, metavar=("JOB", "ENGINE", "BODIES"))
    given = parser.parse_args()
    if given.alone:
        print(json.dumps(alone(given.alone[0], given.alone[1], int(given.alone[2]))))
    else:
        main(given.bodies, given.engines)
