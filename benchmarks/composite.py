"""A composite of 51 bodies and 49 indicators under 10,000 weightings: the whole command, and what NumPy by hand takes for the same spreads.

Prints a table; asserts nothing. By hand: weights drawn around the stated ones, scores by one product of matrices of floats, places by sorting, the
spreads of both. The command works exactly, reads the rules and the data, and writes what it found as JSON; its start is measured beside it.
Run with ``python benchmarks/composite.py``.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

BODIES, INDICATORS, DRAWS = 51, 49, 10_000
WEIGHTS = [2] * 48 + [4]


def write(folder: Path) -> np.ndarray:  # type: ignore[type-arg]
    """The rules and the data; gives the scores, a row for each body."""
    names = [f"i{at:02}" for at in range(INDICATORS)]
    criteria = "\n".join(
        f'criterion c_{one} out of 100 points {{ score = {one} * 1 points assumed en "x" }}' for one in names
    )
    weights = "\n".join(
        f"all_of_them 100% {{ {' '.join(f'c_{one} {weight}%' for one, weight in zip(names, WEIGHTS, strict=True))} }}"
        for _ in range(1)
    )
    fields = "\n".join(f"{one}: number, between 0 and 100" for one in names)
    (folder / "composite.eff").write_text(
        f"""methodology composite version "1" {{ scale 0 to 100 points }}
subject body "Body" {{ {fields} }}
block all_of_them {{ {criteria} }}
weights {{ {weights} when not applicable: share out in proportion assumed en "x" }}
total {{ round total to 2 decimals, half up assumed en "x" }}
rank body by total as rounded, highest first; equal totals share a place assumed en "x"
""",
        encoding="utf-8",
    )
    scores = np.random.default_rng(3).integers(0, 1_001, (BODIES, INDICATORS))
    (folder / "data").mkdir()
    with (folder / "data" / "body.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["body", *names])
        for at, row in enumerate(scores.tolist()):
            writer.writerow([f"B{at:02}", *(f"{value // 10}.{value % 10}" for value in row)])
    return scores / 10


def by_hand(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Spreads of scores and places."""
    random = np.random.default_rng(1)
    weights = random.dirichlet(np.array(WEIGHTS, dtype=float), DRAWS)
    totals = np.floor(weights @ scores.T * 100 + 0.5) / 100
    ordered = np.argsort(np.argsort(-totals, axis=1, kind="stable"), axis=1) + 1
    return np.quantile(totals, (0.025, 0.5, 0.975), axis=0), np.quantile(ordered, (0.025, 0.5, 0.975), axis=0)


def seconds(*words: str) -> float:
    """Processor time of a command, the least of five runs."""
    best = float("inf")
    for _ in range(5):
        before = os.times()
        subprocess.run(words, check=True, capture_output=True)
        after = os.times()
        best = min(
            best, after.children_user + after.children_system - before.children_user - before.children_system
        )
    return best


def least(action: Callable[[], object]) -> float:
    """Processor time of an action, the least of five."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scores = write(folder)
        effrules = (sys.executable, "-m", "effrules")
        rules, data = str(folder / "composite.eff"), str(folder / "data")
        start = seconds(*effrules, "run", rules, data)
        whole = seconds(
            *effrules, "simulate", rules, data, "--draws", str(DRAWS), "--variance", "0", "--format", "json"
        )
        print(f"effrules run, as a start               {start:7.2f} s")
        print(f"effrules simulate, {DRAWS:,} weightings  {whole:7.2f} s")
        print(f"NumPy by hand, without a start         {least(lambda: by_hand(scores)):7.2f} s")


if __name__ == "__main__":
    main()
