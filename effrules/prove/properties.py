"""Promises tried on random data: they held so many times, or here is the smallest case in which one does not.

Holding on random data is not a proof, and is never called one.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

from attrs import evolve, frozen
from flint import fmpq

from effrules.diagnostics import Finding
from effrules.exact import NodeState, Results, score
from effrules.exact.errors import Failure
from effrules.exact.nodes import Nodes
from effrules.model import program as p
from effrules.model.real import Num, Real, Undecided, compare
from effrules.model.walk import walk
from effrules.prove.cases import dataset_of, example_text, row_text, subject_of
from effrules.prove.examples import number_text

TRIES = 200
"""So many random cases are tried for each promise unless another number is asked for."""


@frozen
class Broken:
    """A case in which a promise does not hold: its rows, what is to be seen, and the run's findings if it failed."""

    rows: tuple[p.ExampleRow, ...]
    remarks: tuple[str, ...]
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@frozen
class PropertyOutcome:
    """What came of trying a promise: in how many cases it was put to the test, and the one that breaks it."""

    property: p.Property
    tried: int
    tested: int
    broken: Broken | None
    text: str = ""
    """The counter-example as an ``example`` block to paste."""


class _Found(Exception):
    """Raised inside a try so that the case is shrunk."""


def try_property(
    program: p.Program,
    promise: p.Property,
    tries: int = TRIES,
    seed: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PropertyOutcome:
    """Try a promise on random data; the same cases on every run unless a seed is given.

    ``progress`` is told after each case how many were tried, and of how many; shrinking is not counted.
    """
    import hypothesis
    from hypothesis import HealthCheck, Phase, Verbosity, given, settings
    from hypothesis import strategies as st

    from effrules.prove.agencies import Agencies

    agencies = Agencies(program, _spoken_of(program, promise))
    counted = {"tried": 0, "tested": 0}
    smallest: list[Broken] = []

    @settings(
        max_examples=tries,
        database=None,
        deadline=None,
        derandomize=seed is None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(agencies.cases, st.data())
    def once(rows: tuple[p.ExampleRow, ...], data: st.DataObject) -> None:
        trial = _Trial(program, promise, agencies, rows, data)
        broken = trial.run()
        if not smallest:
            counted["tried"] += 1
            counted["tested"] += trial.tested
            if progress is not None:
                progress(counted["tried"], tries)
        if broken is not None:
            smallest[:] = [broken]
            raise _Found

    if seed is not None:
        once = hypothesis.seed(seed)(once)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            once()
    except _Found:
        pass
    except hypothesis.errors.HypothesisException:
        if not smallest:
            raise
    broken = smallest[0] if smallest else None
    text = ""
    if broken is not None:
        name = f"counter-example to {promise.name}"
        text = example_text(name, broken.rows, program.schema, broken.lines, broken.remarks)
    return PropertyOutcome(promise, counted["tried"], counted["tested"], broken, text)


def _spoken_of(program: p.Program, promise: p.Property) -> tuple[str, ...]:
    """The table whose rows a promise changes, with those that own it: they must have rows to change."""
    match promise.promise:
        case p.FieldMoves(row) | p.NeverAffects(row):
            name: str | None = row.table
        case p.OneMore(table):
            above = program.schema.table_named(table)
            name = above.owner if above is not None else None
        case _:
            name = None
    names = []
    while name is not None:
        names.append(name)
        table_of = program.schema.table_named(name)
        name = table_of.owner if table_of is not None else None
    return tuple(names)


class _Trial:
    """One promise on one case."""

    def __init__(self, program: p.Program, promise: p.Property, agencies, rows, data) -> None:  # type: ignore[no-untyped-def]
        self.program = program
        self.promise = promise.promise
        self.agencies = agencies
        self.rows: tuple[p.ExampleRow, ...] = rows
        self.data = data
        self.tested = 0

    def results(self, rows: Sequence[p.ExampleRow]) -> Results:
        return score(self.program, dataset_of(self.program.schema, rows))

    def run(self) -> Broken | None:
        before = self.results(self.rows)
        if before.findings:
            first = before.findings[0]
            return Broken(
                self.rows,
                (f"the rules fail on this data: {first.code}: {first.message}",),
                (),
                before.findings,
            )
        match self.promise:
            case p.Always():
                return self.always(self.promise)
            case p.OneMore():
                return self.one_more(self.promise, before)
            case p.FieldMoves():
                return self.field_moves(self.promise, before)
            case p.NeverAffects():
                return self.never_affects(self.promise, before)

    # -- The kinds of promise ---------------------------------------------------------------------------------

    def always(self, promise: p.Always) -> Broken | None:
        dataset = dataset_of(self.program.schema, self.rows)
        nodes = Nodes(self.program, dataset)
        read = [node.node for node in walk(promise.condition) if isinstance(node, p.ScoreOf)]
        for subject in dataset.subjects:
            results = {name: nodes.result(subject, name) for name in dict.fromkeys(read)}
            if any(result.state is not NodeState.SCORED for result in results.values()):
                continue
            try:
                holds = nodes.evaluator.evaluate(promise.condition, {0: subject})
            except Failure as failure:
                return Broken(
                    self.rows,
                    (f"the promise cannot be looked at: {failure.finding.message}",),
                    (),
                    (failure.finding,),
                )
            self.tested = 1
            if not holds:
                lines = [_expect(name, subject.key, result.value) for name, result in results.items()]
                return Broken(self.rows, (f"for {subject.key} it does not hold",), tuple(lines))
        return None

    def one_more(self, promise: p.OneMore, before: Results) -> Broken | None:
        table = self.program.schema.table_named(promise.table)
        assert table is not None
        owners = [row.name for row in self.rows if row.table == table.owner and row.name]
        if not owners:
            return None
        from hypothesis import strategies as st

        owner = self.data.draw(st.sampled_from(owners))
        added = p.ExampleRow(table.name, "", owner, self.data.draw(self.agencies.values(table)))
        unique = [f.name for f in table.fields if f.unique]
        siblings = [dict(row.values) for row in self.rows if row.table == table.name and row.owner == owner]
        if any(other[name] == dict(added.values)[name] for other in siblings for name in unique):
            return None
        rows = (*self.rows, added)
        if not self.agencies.holds(rows):
            return None
        dataset = dataset_of(self.program.schema, rows)
        made = dataset.rows[table.name][-1]
        if not self.holds(promise.rows.where, dataset, made, promise.rows.variable.slot):
            return None
        return self.compared(
            promise.node,
            promise.never,
            before,
            rows,
            subject_of(made).key,
            f"one more: {row_text(added, self.program.schema)}",
        )

    def holds(self, where: p.Expression | None, dataset, row, slot: int) -> bool:  # type: ignore[no-untyped-def]
        """Whether a row is one that the promise speaks of."""
        if where is None:
            return True
        evaluator = Nodes(self.program, dataset).evaluator
        try:
            return bool(evaluator.evaluate(where, {0: subject_of(row), slot: row}))
        except Failure:
            return False

    def changed(
        self, table_name: str, field_name: str
    ) -> tuple[int, p.ExampleRow, fmpq | object, object] | None:
        """A row of the case with another value in a field: its number, itself changed, old and new value."""
        from hypothesis import strategies as st

        from effrules.prove.agencies import has_its_forms

        table = self.program.schema.table_named(table_name)
        assert table is not None
        field = table.field_named(field_name)
        assert field is not None
        numbers = [number for number, row in enumerate(self.rows) if row.table == table_name]
        if not numbers:
            return None
        number = self.data.draw(st.sampled_from(numbers))
        row = self.rows[number]
        old = dict(row.values)[field_name]
        new = self.data.draw(self.agencies.value(table, field))
        form = field.form
        absent = form is not None and form.may_be_absent and dict(row.values)[form.name] is None
        if old == new or absent:
            return None
        if field.unique and any(
            other is not row and other.table == row.table and other.owner == row.owner
            and dict(other.values)[field_name] == new
            for other in self.rows
        ):  # fmt: skip
            return None
        values = tuple((name, new if name == field_name else value) for name, value in row.values)
        if not has_its_forms(table, dict(values)):
            return None
        if not self.agencies.holds(
            (*self.rows[:number], evolve(row, values=values), *self.rows[number + 1 :])
        ):
            return None
        return number, evolve(row, values=values), old, new

    def field_moves(self, promise: p.FieldMoves, before: Results) -> Broken | None:
        change = self.changed(promise.row.table, promise.field)
        if change is None:
            return None
        number, changed, old, new = change
        if old is None or new is None:
            return None
        if (new > old) is not promise.up:  # type: ignore[operator]
            # The other way round: the drawn value comes first.
            self.rows, changed = (
                (*self.rows[:number], changed, *self.rows[number + 1 :]),
                self.rows[number],
            )
            before = self.results(self.rows)
            if before.findings:
                first = before.findings[0]
                remark = f"the rules fail on this data: {first.code}: {first.message}"
                return Broken(self.rows, (remark,), (), before.findings)
        rows = (*self.rows[:number], changed, *self.rows[number + 1 :])
        return self.after_change(
            promise.node, promise.never, before, rows, number, changed, promise.where, promise.row.slot
        )

    def after_change(
        self, node: str, never: p.Direction | None, before: Results, rows: tuple[p.ExampleRow, ...], number: int,
        changed: p.ExampleRow, where: p.Expression | None, slot: int,
    ) -> Broken | None:  # fmt: skip
        dataset = dataset_of(self.program.schema, rows)
        same = [row.table for row in rows[: number + 1]].count(changed.table) - 1
        made = (dataset.subjects if changed.owner is None else dataset.rows[changed.table])[same]
        if not self.holds(where, dataset, made, slot):
            return None
        remark = f"changed: {row_text(self.rows[number], self.program.schema)} becomes {row_text(changed, self.program.schema)}"
        return self.compared(node, never, before, rows, subject_of(made).key, remark)

    def never_affects(self, promise: p.NeverAffects, before: Results) -> Broken | None:
        change = self.changed(promise.row.table, promise.field)
        if change is None:
            return None
        number, changed, _, _ = change
        rows = (*self.rows[:number], changed, *self.rows[number + 1 :])
        return self.after_change(promise.node, None, before, rows, number, changed, None, promise.row.slot)

    # -- Comparing ----------------------------------------------------------------------------------------------

    def compared(
        self,
        node: str,
        never: p.Direction | None,
        before: Results,
        rows: tuple[p.ExampleRow, ...],
        key: str,
        remark: str,
    ) -> Broken | None:
        after = self.results(rows)
        if after.findings:
            first = after.findings[0]
            return Broken(
                rows, (f"the rules fail on this data: {first.code}: {first.message}",), (), after.findings
            )
        old = next(s for s in before.subjects if s.key == key).nodes[node]
        new = next(s for s in after.subjects if s.key == key).nodes[node]
        if never is None and old.state is not new.state:
            return Broken(
                self.rows, (remark, f"then `{node}` of {key} is {new.state.value}, not {old.state.value}")
            )
        if old.value is None or new.value is None:
            return None
        try:
            moved = compare(new.value, old.value)
        except Undecided:  # neither a counter-example nor a case that was tried
            return None
        self.tested = 1
        wrong = {p.Direction.RAISES: moved > 0, p.Direction.LOWERS: moved < 0, None: moved != 0}[never]
        if not wrong:
            return None
        remarks = (
            remark,
            f"then `{node}` of {key} is {number_text(new.value)} points, before {number_text(old.value)}",
        )
        return Broken(self.rows, remarks, (_expect(node, key, old.value),))


def _expect(node: str, key: str, value: Num | None) -> str:
    """An ``expect`` line with what came out; irrational values stand in a comment."""
    if isinstance(value, Real):
        return f"-- {node} of {key} is {number_text(value)} points"
    assert value is not None
    return f'expect {node} of "{key}" is {number_text(value)} points'
