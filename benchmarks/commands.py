"""Measures what users wait for: start-up, a run on 40 agencies, a run on 10,000, a composite index, the HDI. Prints a table; asserts nothing.

Run with ``make bench``. Every figure is the best of several runs, in seconds of wall-clock time.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


def best(action: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return min(taken)


def command(*words: str) -> Callable[[], object]:
    """A run of a command whose output is thrown away."""

    def run() -> object:
        return subprocess.run(words, check=True, capture_output=True, cwd=ROOT)

    return run


def enlarged(sample: Path, folder: Path, times: int) -> int:
    """The sample's tables, each subject repeated under new names; gives the number of subjects."""
    subjects = 0
    for path in sorted(sample.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            heading, *rows = list(csv.reader(stream))
        column = heading.index("agency")
        if path.stem == "agency":
            subjects = len(rows) * times
        with (folder / path.name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(heading)
            for number in range(times):
                for row in rows:
                    writer.writerow([*row[:column], f"{row[column]}-{number}", *row[column + 1 :]])
    return subjects


def index(folder: Path, effrules: list[str]) -> None:
    """A composite index of 51 bodies and 49 indicators: its run, the trace of one, the report, the independent check."""
    command(PYTHON, str(ROOT / "scripts" / "make_index.py"), str(folder))()
    rules, data = str(folder), str(folder / "data")
    run = best(command(*effrules, "run", rules, data, "--format", "csv"), 3)
    print(f"index of 51 bodies, 49 indicators {run:8.3f}")
    traced = best(command(*effrules, "trace", rules, data, "B01", "-o", str(folder / "B01.json")), 2)
    print(f"  trace of one, beyond that       {traced - run:8.3f}")
    report = folder / "report.html"
    taken = best(command(*effrules, "report", rules, data, "-o", str(report)), 1)
    print(f"  report of {report.stat().st_size / 1e6:4.1f} MB               {taken:8.3f}")
    command(*effrules, "run", rules, data, "-o", str(folder / "r.csv"))()
    checked = best(command(*effrules, "verify", "--independent", str(folder / "r.record.json")), 1)
    print(f"  independent check, runs         {checked / run:8.1f}")


def main() -> None:
    """Measure and print."""
    effrules = [PYTHON, "-m", "effrules"]
    rules = ROOT / "tests" / "cases" / "thesis" / "current"
    sample = rules / "sample"
    bare = best(command(PYTHON, "-c", "pass"))
    print(f"bare interpreter                  {bare:8.3f}")
    print(f"effrules --help, beyond that      {best(command(*effrules, '--help')) - bare:8.3f}")
    run = command(*effrules, "run", str(rules), str(sample))
    run()
    print(f"run on 40 agencies, beyond that   {best(run) - bare:8.3f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subjects = enlarged(sample, folder, 250)
        big = command(*effrules, "run", str(rules), str(folder), "--format", "csv")
        print(f"run on {subjects} agencies            {best(big, 2):8.3f}")
    with tempfile.TemporaryDirectory() as name:
        index(Path(name), effrules)
    hdi = ROOT / "docs" / "examples" / "hdi"
    print(
        f"HDI, 6,171 countries and years    {best(command(*effrules, 'run', str(hdi), str(hdi / 'data'), '--format', 'csv'), 2):8.3f}"
    )


if __name__ == "__main__":
    main()
