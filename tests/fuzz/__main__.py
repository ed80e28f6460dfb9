"""The command: run all targets for a stated time on all cores, or one mutant again."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.running import mutant_of, tried
from tests.fuzz.targets import TARGETS
from tests.fuzz.watching import fuzz


def main() -> int:
    """Fuzz; the exit code is 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=main.__doc__)
    parser.add_argument("--time", type=float, default=60, metavar="SECONDS")
    parser.add_argument(
        "--seed", type=int, default=None, help="by default another one each time; it is printed"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--crashes", type=Path, default=Path("fuzz-crashes"), help="where what fails is kept")
    parser.add_argument(
        "--again", metavar="TARGET:NUMBER", help="try one mutant (with --seed) and show what happens"
    )
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="by default all")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else int(time.time())
    if options.again:
        target, _, number = options.again.partition(":")
        with tempfile.TemporaryDirectory() as folder:
            failed = tried(target, mutant_of(target, seed, int(number)), Path(folder))
        print(failed[1] if failed else "answered")
        return int(failed is not None)
    tally, failures = fuzz(
        options.targets or list(TARGETS), seed, options.time, options.jobs, options.crashes.resolve()
    )
    counts = ", ".join(f"{target} {tally[target]:,}" for target in (options.targets or TARGETS))
    for (target, cause), count in sorted(failures.items()):
        print(f"{target}: {cause}: {count:,} times")
    print(f"seed {seed}: {tally.total():,} mutants ({counts}); {failures.total():,} failed")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
