"""Measures columns: processor time for each row, and wrong digits, beside what people write by hand and other engines.

The job: ten ratios of a figure to its plan, each between 0 and 1 and worth ten points, two in five exactly on plan, plans round as plans are; a penalty of half
a point for each day late, at most 5; the total rounded half up to two decimals. Only the arithmetic is measured: the data lie in memory.
What is right is worked out on whole numbers of any length. Run with ``python benchmarks/columns.py [ROWS ...]``; asserts nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from effrules.check.build import load_text
from effrules.columnar.forms import Scaled
from effrules.columnar.tables import FieldColumn, Lexicon, Tables
from effrules.columnar.tree import Scores
from effrules.exact.plan import plan_of
from effrules.model import program as p

Whole = npt.NDArray[np.int64]
BLOCK = 1 << 16
PARTS = 10
CRITERIA = "\n".join(
    f'criterion c{at} out of 10 points {{ score = 10 points * (a{at} / p{at} but at most 1 but at least 0) assumed en "x" }}'
    for at in range(PARTS)
)
FIELDS = "\n".join(f"a{at}: number, at least 0\np{at}: number, above 0" for at in range(PARTS))
RULES = f"""methodology simple version "1" {{ scale 0 to 100 points }}
subject body "Body" {{ {FIELDS}
late: count }}
block all {{ {CRITERIA} }}
weights {{ all 100% when not applicable: share out in proportion assumed en "x" }}
penalty late {{ take late * 0.5 points when late is above 0 from total at most 5 points in all leaving at least 0 points assumed en "x" }}
total {{ round total to 2 decimals, half up assumed en "x" }}
"""


class Data:
    """Whole hundredths: for each part the figures and the plans, and the days late."""

    def __init__(self, rows: int) -> None:
        random = np.random.default_rng(1)
        self.rows = rows
        plans = np.array([20, 25, 40, 50, 64, 80, 100, 125, 160, 200, 250, 400, 500, 800, 1_000]) * 100
        self.plans = [random.choice(plans, rows) for _ in range(PARTS)]
        self.figures = [
            np.where(
                random.random(rows) < 0.4, plan, random.integers(0, 1_200, rows) * plan // 1_000 // 50 * 50
            )
            for plan in self.plans
        ]
        self.late = random.integers(0, 14, rows)


class InMemory(Tables):
    """The same as columns."""

    def __init__(self, data: Data) -> None:
        self.subject, self.lexicon, self.owner_of, self.owners, self.offsets = (
            "body",
            Lexicon(),
            {"body": None},
            {},
            {},
        )
        self.rows = {"body": range(data.rows)}  # type: ignore[dict-item]
        self._fields = {("body", "late"): _field(data.late, 1)}
        for at in range(PARTS):
            self._fields["body", f"a{at}"] = _field(data.figures[at], 100)
            self._fields["body", f"p{at}"] = _field(data.plans[at], 100)


def _field(values: Whole, scale: int) -> FieldColumn:
    return FieldColumn(Scaled(values, scale, int(values.min()), int(values.max())), None)


def exactly(data: Data) -> list[int]:
    """The totals in hundredths, by whole numbers of any length. The denominators of ten ratios make one of 60 digits."""
    found = []
    columns = [*(array.tolist() for array in (*data.figures, *data.plans)), data.late.tolist()]
    for row in zip(*columns, strict=True):
        top, bottom = 0, 1
        for figure, plan in zip(row[:PARTS], row[PARTS : 2 * PARTS], strict=True):
            top, bottom = top * plan + min(figure, plan) * bottom, bottom * plan
        top = max(2 * (10 * top) - min(row[-1], 10) * bottom, 0)  # of 2 * bottom: half points are whole
        found.append((2 * 100 * top + 2 * bottom) // (4 * bottom))
    return found


def columns(data: Data, program: p.Program) -> tuple[Whole, int]:
    """effrules: the totals, and how many scores were worked out again."""
    plan, tables = plan_of(program), InMemory(data)
    totals, again = [], 0
    for start in range(0, data.rows, BLOCK):
        block = Scores(plan, tables, start, min(start + BLOCK, data.rows))
        block.work_out()
        held = block.columns["total"].value.held
        totals.append(held.m * (100 // held.d))
        again += sum(counts.again + counts.left for counts in block.counts.values())
    return np.concatenate(totals), again


def by_hand(data: Data) -> Whole:
    """NumPy on whole columns of floats."""
    total = np.zeros(data.rows)
    for figure, plan in zip(data.figures, data.plans, strict=True):
        total += 10 * np.clip((figure / 100) / (plan / 100), 0, 1)
    total = np.maximum(total - np.minimum(data.late * 0.5, 5), 0)
    return np.floor(total * 100 + 0.5).astype(np.int64)


def polars(data: Data) -> Callable[[], Whole] | None:
    """Polars on floats."""
    try:
        import polars as pl
    except ImportError:
        return None
    named: dict[str, Any] = {f"a{at}": data.figures[at] / 100 for at in range(PARTS)}
    named |= {f"p{at}": data.plans[at] / 100 for at in range(PARTS)} | {"late": data.late}
    frame = pl.DataFrame(named)
    total = sum((10 * (pl.col(f"a{at}") / pl.col(f"p{at}")).clip(0, 1) for at in range(PARTS)), pl.lit(0.0))
    total = pl.max_horizontal(total - pl.min_horizontal(pl.col("late") * 0.5, 5.0), 0.0)
    expression = (total * 100 + 0.5).floor().cast(pl.Int64).alias("total")

    def run() -> Whole:
        return frame.select(expression)["total"].to_numpy()

    return run


def duckdb(data: Data) -> Callable[[], Whole] | None:
    """DuckDB on decimals, which it turns to floats where it divides."""
    try:
        import duckdb as db
    except ImportError:
        return None
    link = db.connect()
    named: dict[str, Any] = {f"a{at}": data.figures[at] for at in range(PARTS)}
    named |= {f"p{at}": data.plans[at] for at in range(PARTS)} | {"late": data.late}
    link.register("given", {name: np.ascontiguousarray(values) for name, values in named.items()})
    fields = ", ".join(f"({name} / 100.0)::decimal(18, 2) as {name}" for name in named if name != "late")
    link.execute(f"create table body as select {fields}, late from given")
    total = " + ".join(f"10 * greatest(least(a{at} / p{at}, 1), 0)" for at in range(PARTS))
    query = f"select round(greatest({total} - least(late * 0.5, 5), 0), 2) as total from body"
    return lambda: np.rint(link.execute(query).fetchnumpy()["total"] * 100).astype(np.int64)


def measured(action: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """The least processor time of some runs, and what came out."""
    best, found = float("inf"), None
    for _ in range(times):
        start = time.process_time()
        found = action()
        best = min(best, time.process_time() - start)
    return best, found


def main(*sizes: int) -> None:
    """Measure and print a table: microseconds of processor time for each row, wrong rows."""
    program = load_text(RULES, "simple.eff").program
    assert program is not None, "the rules check"
    for rows in sizes:
        data = Data(rows)
        right = np.array(exactly(data))
        print(f"{rows:,} rows{'':18} us a row   wrong rows   worked out again")
        taken, (found, again) = measured(lambda: columns(data, program))
        print(
            f"  {'effrules in columns':28} {taken / rows * 1e6:8.3f} {int((found != right).sum()):12,} {again:12,}"
        )
        others = {
            "NumPy by hand, floats": lambda: by_hand(data),
            "Polars, floats": polars(data),
            "DuckDB, decimals": duckdb(data),
        }
        for name, action in others.items():
            if action is None:
                print(f"  {name:28} not installed")
                continue
            taken, found = measured(action)
            print(f"  {name:28} {taken / rows * 1e6:8.3f} {int((found != right).sum()):12,}")


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:]) if sys.argv[1:] else (10_000, 100_000, 1_000_000)))
