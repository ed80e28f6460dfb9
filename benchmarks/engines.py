"""The jobs by effrules and by what people use instead: each engine gives an action, which gives the totals in hundredths (and places, as ``Job.right`` has them).

What an engine does once for a job (reading its rules, compiling, taking the data over into its own form) is done before the action. An engine that
is not installed gives ``None``.
"""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from heavy import Heavy, places
from simple import PARTS, Simple

Job = Simple | Heavy
Action = Callable[[], Any]


# -- effrules ----------------------------------------------------------------------------------------------------------------


def effrules(job: Job) -> Action | None:
    """The columnar engine, with places where the rules have them."""
    from effrules.check.build import load_text
    from effrules.columnar.forms import Codes, Scaled, Truth
    from effrules.columnar.ranking import order_codes, placed
    from effrules.columnar.score import block_size
    from effrules.columnar.tables import FieldColumn, Lexicon, Tables
    from effrules.columnar.tree import Scores
    from effrules.exact.plan import plan_of

    program = load_text(job.rules, f"{job.name}.eff").program
    assert program is not None, "the rules check"

    def hundredths(values: Any) -> FieldColumn:
        return FieldColumn(Scaled(values, 100, int(values.min()), int(values.max())), None)

    class InMemory(Tables):
        def __init__(self) -> None:
            self.subject, self.lexicon, self.owner_of = "body", Lexicon(), {"body": None}
            self.owners, self.offsets, self._fields, self.ready = {}, {}, {}, None
            self.rows = {"body": range(job.bodies)}  # type: ignore[dict-item]
            if isinstance(job, Simple):
                late = job.late
                self._fields["body", "late"] = FieldColumn(
                    Scaled(late, 1, int(late.min()), int(late.max())), None
                )
                for at in range(PARTS):
                    self._fields["body", f"a{at}"] = hundredths(job.figures[at])
                    self._fields["body", f"p{at}"] = hundredths(job.plans[at])
                return
            self.owner_of["service"] = "body"
            self.rows["service"] = range(len(job.plan))  # type: ignore[assignment]
            self.offsets["service"] = job.bounds
            self.owners["service"] = np.repeat(np.arange(job.bodies), np.diff(job.bounds))
            kinds = np.array([self.lexicon.code("central"), self.lexicon.code("local")])
            self._fields = {
                ("body", "kind"): FieldColumn(Codes(kinds[job.local.astype(np.int64)]), None),
                ("service", "plan"): hundredths(job.plan),
                ("service", "done"): hundredths(job.done),
                ("service", "open"): FieldColumn(Truth(job.open), None),
            }

    plan, tables = plan_of(program), InMemory()

    def run() -> Any:
        assert plan.program is program, "a plan does not keep its program alive"
        found = np.empty(job.bodies, dtype=np.int64)
        step = block_size(tables)
        for start in range(0, job.bodies, step):
            block = Scores(plan, tables, start, min(start + step, job.bodies))
            block.work_out()
            assert not block.failed.any(), "nothing is left to the exact engine"
            column = block.columns["total"]
            held = column.value.held
            totals = held.m if held.d == 100 else held.m * (100 // held.d)
            found[start : block.stop] = np.where(column.scored, totals, -1)
        if isinstance(job, Simple):
            return found
        there = np.flatnonzero(found >= 0)
        codes = order_codes(Scaled(found, 100, -1, 10_000), there, lambda rows: [])
        every = np.ones(len(there), dtype=bool)
        place, _, _ = placed(job.local[there].astype(np.int64), [(every, codes)], [True], False)
        ranks = np.zeros(job.bodies, dtype=np.int64)
        ranks[there] = place
        return np.stack((found, ranks), axis=1)

    return run


# -- By hand -----------------------------------------------------------------------------------------------------------------


def numpy(job: Job) -> Action | None:
    """NumPy on whole columns of floats."""
    return lambda: _by_hand(job, 0, job.bodies, job.bodies)


def blocked(job: Job) -> Action | None:
    """The same in blocks that stay in the processor's cache."""
    return lambda: _by_hand(job, 0, job.bodies, 1 << 13)


def _by_hand(job: Job, start: int, stop: int, step: int) -> Any:
    parts = [_stretch(job, at, min(at + step, stop)) for at in range(start, stop, step)]
    totals = np.concatenate(parts)
    return totals if isinstance(job, Simple) else np.stack((totals, places(totals, job.local)), axis=1)


def _stretch(job: Job, start: int, stop: int) -> Any:
    if isinstance(job, Simple):
        total = np.zeros(stop - start)
        for figure, plan in zip(job.figures, job.plans, strict=True):
            total += 10 * np.clip((figure[start:stop] / 100) / (plan[start:stop] / 100), 0, 1)
        total = np.maximum(total - np.minimum(job.late[start:stop] * 0.5, 5), 0)
        return np.floor(total * 100 + 0.5).astype(np.int64)
    bounds = job.bounds[start : stop + 1]
    rows = slice(int(bounds[0]), int(bounds[-1]))
    counts, first = np.diff(bounds), bounds[:-1] - bounds[0]
    some = counts > 0

    def added(values: Any) -> Any:
        found = np.zeros(stop - start)
        found[some] = np.add.reduceat(values, first[some])
        return found

    done, plan = job.done[rows] / 100, job.plan[rows] / 100
    with np.errstate(invalid="ignore", divide="ignore"):
        average = added(np.minimum(done / plan, 1)) / counts
        share = added(job.open[rows].astype(float)) / counts
        volume = np.minimum(added(done) / added(plan), 1)
        band = np.select([share >= 0.9, share >= 0.6, share >= 1 / 3], [100, 70, 40], 0)
        total = 100 * average / 2 + band / 3 + 100 * volume / 6
        return np.where(some, np.floor(total * 100 + 0.5), -1).astype(np.int64)


C_SOURCE = """
#include <math.h>
void total(long n, const double *a[], const double *p[], const double *late, long *out) {
    for (long i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < PARTS; j++) { double r = a[j][i] / p[j][i]; sum += 10 * (r > 1 ? 1 : r); }
        double off = late[i] * 0.5; if (off > 5) off = 5;
        sum -= off; if (sum < 0) sum = 0;
        out[i] = (long) floor(sum * 100 + 0.5);
    }
}
"""


def c(job: Job) -> Action | None:
    """One loop in C over floats, if there is a compiler."""
    if not isinstance(job, Simple):
        return None
    folder = Path(tempfile.mkdtemp())
    (folder / "total.c").write_text(C_SOURCE, encoding="ascii")
    built = folder / "total.so"
    try:
        subprocess.run(
            [
                "cc",
                f"-DPARTS={PARTS}",
                "-O3",
                "-march=native",
                "-shared",
                "-fPIC",
                folder / "total.c",
                "-o",
                built,
                "-lm",
            ],
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    function = ctypes.CDLL(str(built)).total
    named = {name: np.ascontiguousarray(values, dtype=float) for name, values in job.named().items()}
    out = np.empty(job.bodies, dtype=np.int64)

    def pointers(letter: str) -> Any:
        return (ctypes.c_void_p * PARTS)(*(named[f"{letter}{at}"].ctypes.data for at in range(PARTS)))

    figures, plans = pointers("a"), pointers("p")
    late, found = ctypes.c_void_p(named["late"].ctypes.data), ctypes.c_void_p(out.ctypes.data)

    def run() -> Any:
        function(ctypes.c_long(job.bodies), figures, plans, late, found)
        return out

    return run


# -- Other engines -----------------------------------------------------------------------------------------------------------


def polars(job: Job) -> Action | None:
    """Polars on floats."""
    try:
        import polars as pl
    except ImportError:
        return None
    if isinstance(job, Simple):
        frame = pl.DataFrame(job.named())
        total = sum(
            (10 * (pl.col(f"a{at}") / pl.col(f"p{at}")).clip(0, 1) for at in range(PARTS)), pl.lit(0.0)
        )
        total = pl.max_horizontal(total - pl.min_horizontal(pl.col("late") * 0.5, 5.0), 0.0)
        expression = (total * 100 + 0.5).floor().cast(pl.Int64).alias("total")
        return lambda: frame.select(expression).to_numpy()[:, 0]
    bodies = pl.DataFrame({"body": np.arange(job.bodies), "local": job.local})
    owner = np.repeat(np.arange(job.bodies), np.diff(job.bounds))
    services = pl.DataFrame({"body": owner, "plan": job.plan / 100, "done": job.done / 100, "open": job.open})
    share = pl.col("share")
    band = (
        pl.when(share >= 0.9).then(100).when(share >= 0.6).then(70).when(share >= 1 / 3).then(40).otherwise(0)
    )
    sums = services.group_by("body").agg(
        average=(pl.col("done") / pl.col("plan")).clip(upper_bound=1).mean(),
        share=pl.col("open").mean(),
        volume=(pl.col("done").sum() / pl.col("plan").sum()).clip(upper_bound=1),
    )
    total = 50 * pl.col("average") + band / 3 + 100 * pl.col("volume") / 6
    query = (
        bodies.lazy()
        .join(sums.lazy(), on="body", how="left", maintain_order="left")
        .with_columns(total=(total * 100 + 0.5).floor().cast(pl.Int64))
        .select(
            pl.col("total").fill_null(-1),
            pl.col("total")
            .rank("min", descending=True)
            .over("local")
            .fill_null(0)
            .cast(pl.Int64)
            .alias("place"),
        )
    )
    return lambda: query.collect().to_numpy()


def duckdb(job: Job) -> Action | None:
    """DuckDB on decimals, which it turns to floats where it divides."""
    try:
        import duckdb as db
    except ImportError:
        return None
    link = db.connect()
    if isinstance(job, Simple):
        named = job.named() | {
            f"{one}{at}": of[at] for one, of in (("a", job.figures), ("p", job.plans)) for at in range(PARTS)
        }
        link.register("given", {name: np.ascontiguousarray(values) for name, values in named.items()})
        fields = ", ".join(f"({name} / 100.0)::decimal(18, 2) as {name}" for name in named if name != "late")
        link.execute(f"create table body as select {fields}, late from given")
        total = " + ".join(f"10 * greatest(least(a{at} / p{at}, 1), 0)" for at in range(PARTS))
        query = f"select round(greatest({total} - least(late * 0.5, 5), 0), 2) as total from body"
        return lambda: np.rint(link.execute(query).fetchnumpy()["total"] * 100).astype(np.int64)
    owner = np.repeat(np.arange(job.bodies), np.diff(job.bounds))
    link.register("bodies", {"body": np.arange(job.bodies), "local": job.local})
    link.register("given", {"body": owner, "plan": job.plan, "done": job.done, "open": job.open})
    link.execute("create table body as select * from bodies")
    link.execute(
        "create table service as select body, (plan / 100.0)::decimal(18, 2) as plan, (done / 100.0)::decimal(18, 2) as done, open from given"
    )
    query = """
        with sums as (select body, avg(least(done / plan, 1)) as average, avg(open::int) as share, least(sum(done) / sum(plan), 1) as volume
                      from service group by body),
        scored as (select body.body, local, round(50 * average + (case when share >= 0.9 then 100 when share >= 0.6 then 70
                      when share >= 1.0 / 3 then 40 else 0 end) / 3 + 100 * volume / 6, 2) as total from body left join sums using (body))
        select coalesce(total, -0.01) as total,
               case when total is null then 0 else rank() over (partition by local order by total desc nulls last) end as place
        from scored order by body"""

    def run() -> Any:
        found = link.execute(query).fetchnumpy()
        totals = np.rint(np.ma.filled(found["total"]) * 100).astype(np.int64)
        return np.stack((totals, np.asarray(found["place"], dtype=np.int64)), axis=1)

    return run


def openfisca(job: Job) -> Action | None:
    """OpenFisca-core; its numbers are floats of 32 bits. The job's data are set anew each time: it keeps what it worked out."""
    if not isinstance(job, Simple):
        return None
    try:
        from openfisca_core import entities, periods, simulation_builder, taxbenefitsystems, variables
    except ImportError:
        return None
    body = entities.Entity("body", "bodies", "Body", "")
    system = taxbenefitsystems.TaxBenefitSystem([body])

    def variable(name: str, formula: Callable[[Any, Any], Any] | None = None) -> None:
        members = {
            "value_type": float,
            "entity": body,
            "definition_period": periods.DateUnit.YEAR,
            "label": name,
        }
        system.add_variable(
            type(name, (variables.Variable,), members | ({"formula": formula} if formula else {}))
        )

    def ratio(at: int) -> Callable[[Any, Any], Any]:
        return lambda one, year: 10 * np.clip(one(f"a{at}", year) / one(f"p{at}", year), 0, 1)

    def total(one: Any, year: Any) -> Any:
        points = sum(one(f"c{at}", year) for at in range(PARTS))
        return np.floor(np.maximum(points - np.minimum(one("late", year) * 0.5, 5), 0) * 100 + 0.5)

    for at in range(PARTS):
        variable(f"a{at}")
        variable(f"p{at}")
        variable(f"c{at}", ratio(at))
    variable("late")
    variable("total", total)
    named = job.named()

    def run() -> Any:
        simulation = simulation_builder.SimulationBuilder().build_default_simulation(system, count=job.bodies)
        for name, values in named.items():
            simulation.set_input(name, "2026", values)
        return np.rint(simulation.calculate("total", "2026")).astype(np.int64)

    return run


def zen(job: Job) -> Action | None:
    """GoRules ZEN: one expression, body by body."""
    if not isinstance(job, Simple):
        return None
    try:
        from zen import compile_expression
    except ImportError:
        return None
    ratios = ", ".join(f"10 * max([min([a{at} / p{at}, 1]), 0])" for at in range(PARTS))
    rule = compile_expression(f"floor(max([sum([{ratios}]) - min([late * 0.5, 5]), 0]) * 100 + 0.5)")
    named = {name: values.tolist() for name, values in job.named().items()}
    rows = [dict(zip(named, values, strict=True)) for values in zip(*named.values(), strict=True)]
    return lambda: np.array([int(rule.evaluate(row)) for row in rows])


ENGINES: dict[str, tuple[str, Callable[[Job], Action | None], int]] = {
    "effrules": ("effrules in columns", effrules, 10**7),
    "numpy": ("NumPy by hand, whole columns of floats", numpy, 10**7),
    "blocked": ("NumPy by hand, in blocks", blocked, 10**7),
    "c": ("a loop in C over floats", c, 10**7),
    "polars": ("Polars on floats", polars, 10**7),
    "duckdb": ("DuckDB on decimals", duckdb, 10**7),
    "openfisca": ("OpenFisca-core", openfisca, 10**7),
    "zen": ("GoRules ZEN", zen, 10**5),
}
"""The name of each, and how many bodies it is tried with at most."""
