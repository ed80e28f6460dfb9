"""One promise tried on one case: whether it holds, and what is to be seen where it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from attrs import evolve, frozen
from flint import fmpq

from effrules.diagnostics import Finding
from effrules.exact import NodeState
from effrules.exact.failing import Failure
from effrules.exact.nodes import Known, Nodes
from effrules.exact.partial import Part, Partial
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model.figures import points_told
from effrules.model.real import Num, Real, Undecided, compare
from effrules.model.walk import walk
from effrules.prove.agencies import Agencies, has_its_forms
from effrules.prove.cases import dataset_of, row_text, subject_of
from effrules.prove.choices import Choices
from effrules.prove.examples import number_text
from effrules.words import Message, Number, Text, phrase

CHOICES = 60
"""A row is chosen by a number below this; it is a multiple of every number up to 6."""


STATES = {
    NodeState.SCORED: phrase("scored"),
    NodeState.NOT_APPLICABLE: phrase("not applicable"),
    NodeState.NO_SCORE: phrase("no score"),
    NodeState.FAILED: phrase("failed"),
}
"""What came of a node, in a remark."""


@frozen
class Broken:
    """A case in which a promise does not hold: its rows, what is to be seen, and the run's findings if it failed."""

    rows: tuple[p.ExampleRow, ...]
    remarks: tuple[Text, ...]
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class Trial:
    """One promise on one case."""

    def __init__(
        self, program: p.Program, promise: p.Property, part: Part, agencies: Agencies, choices: Choices
    ) -> None:
        self.program = program
        self.promise = promise.promise
        self.part = part
        self.agencies = agencies
        self.choices = choices
        self.rows = agencies.case(choices)
        self.tested = 0

    def results(self, rows: Sequence[p.ExampleRow], before: Partial | None = None) -> Partial:
        """What comes out; with ``before``, what came out without the change: what does not read that, comes out the same."""
        dataset = dataset_of(self.program.schema, rows)
        if before is None:
            return Partial(self.program, dataset, self.part)
        known: Known = {name: {} for name in self.program.nodes}
        moved = self.moved()
        for name in self.part.nodes:
            if name not in moved:
                known[name] = {subject: before.result(subject.key, name) for subject in dataset.subjects}
        return Partial(self.program, dataset, self.part, known)

    def moved(self) -> frozenset[str]:
        """The nodes that what the promise changes can change."""
        plan = plan_of(self.program)
        match self.promise:
            case p.FieldMoves(row, field) | p.NeverAffects(row, field):
                return plan.moved_by(row.table, field)
            case p.OneMore(table):
                return plan.moved_by(table, None)
            case p.Always():
                return frozenset()
            case _:
                assert_never(self.promise)

    def run(self) -> Broken | None:
        """The case, if the promise does not hold in it."""
        before = self.results(self.rows)
        if before.findings:
            return _failing(self.rows, before.findings)
        match self.promise:
            case p.Always():
                return self.always(self.promise, before)
            case p.OneMore():
                return self.one_more(self.promise, before)
            case p.FieldMoves():
                return self.field_moves(self.promise, before)
            case p.NeverAffects():
                return self.never_affects(self.promise, before)

    # -- The kinds of promise ---------------------------------------------------------------------------------

    def always(self, promise: p.Always, before: Partial) -> Broken | None:
        nodes = before.nodes
        read = [node.node for node in walk(promise.condition) if isinstance(node, p.ScoreOf)]
        for subject in before.dataset.subjects:
            results = {name: nodes.result(subject, name) for name in dict.fromkeys(read)}
            if any(result.state is not NodeState.SCORED for result in results.values()):
                continue
            try:
                holds = nodes.evaluator.evaluate(promise.condition, {0: subject})
            except Failure as failure:
                return Broken(
                    self.rows,
                    (phrase("the promise cannot be looked at: {reason}", reason=failure.finding.message),),
                    (),
                    (failure.finding,),
                )
            self.tested = 1
            if not holds:
                lines = [_expect(name, subject.key, result.value) for name, result in results.items()]
                return Broken(
                    self.rows, (phrase("for {body} it does not hold", body=subject.key),), tuple(lines)
                )
        return None

    def one_more(self, promise: p.OneMore, before: Partial) -> Broken | None:
        table = self.program.schema.table_named(promise.table)
        assert table is not None
        owners = [row.name for row in self.rows if row.table == table.owner and row.name]
        if not owners:
            return None
        owner = owners[self.one_of(len(owners))]
        number = 1 + sum(row.table == table.name and row.owner == owner for row in self.rows)
        values = self.agencies.numbered(table, self.choices.apart(self.agencies.row(table)), number)
        added = p.ExampleRow(table.name, "", owner, values)
        unique = [f.name for f in table.fields if f.unique]
        siblings = [dict(row.values) for row in self.rows if row.table == table.name and row.owner == owner]
        own = dict(added.values)
        if any(other[name] == own[name] for other in siblings for name in unique if name in own):
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
            lambda: phrase("one more: {row}", row=row_text(added, self.program.schema)),
        )

    def one_of(self, many: int) -> int:
        """A number below ``many``: a choice that stays one when the case has fewer rows, so that it can be made smaller."""
        return self.choices.whole(0, CHOICES - 1) % many

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
        table = self.program.schema.table_named(table_name)
        assert table is not None
        field = table.field_named(field_name)
        assert field is not None
        numbers = [number for number, row in enumerate(self.rows) if row.table == table_name]
        if not numbers:
            return None
        number = numbers[self.one_of(len(numbers))]
        row = self.rows[number]
        old = dict(row.values)[field_name]
        new = self.choices.apart(self.agencies.chosen(table, field))
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

    def field_moves(self, promise: p.FieldMoves, before: Partial) -> Broken | None:
        change = self.changed(promise.row.table, promise.field)
        if change is None:
            return None
        number, changed, old, new = change
        if old is None or new is None:
            return None
        if (new > old) is not promise.up:  # type: ignore[operator]
            # The other way round: the drawn value comes first.
            self.rows, changed = ((*self.rows[:number], changed, *self.rows[number + 1 :]), self.rows[number])
            before = self.results(self.rows, before)
            if before.findings:
                return _failing(self.rows, before.findings)
        rows = (*self.rows[:number], changed, *self.rows[number + 1 :])
        return self.after_change(
            promise.node, promise.never, before, rows, number, changed, promise.where, promise.row.slot
        )

    def after_change(
        self, node: str, never: p.Direction | None, before: Partial, rows: tuple[p.ExampleRow, ...], number: int,
        changed: p.ExampleRow, where: p.Expression | None, slot: int,
    ) -> Broken | None:  # fmt: skip
        dataset = dataset_of(self.program.schema, rows)
        same = [row.table for row in rows[: number + 1]].count(changed.table) - 1
        made = (dataset.subjects if changed.owner is None else dataset.rows[changed.table])[same]
        if not self.holds(where, dataset, made, slot):
            return None

        def remark() -> Message:
            was, becomes = (row_text(row, self.program.schema) for row in (self.rows[number], changed))
            return phrase("changed: {was} becomes {becomes}", was=was, becomes=becomes)

        return self.compared(node, never, before, rows, subject_of(made).key, remark)

    def never_affects(self, promise: p.NeverAffects, before: Partial) -> Broken | None:
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
        before: Partial,
        rows: tuple[p.ExampleRow, ...],
        key: str,
        remark: Callable[[], Message],
    ) -> Broken | None:
        after = self.results(rows, before)
        if after.findings:
            return _failing(rows, after.findings)
        old, new = before.result(key, node), after.result(key, node)
        if never is None and old.state is not new.state:
            told = phrase("then `{node}` of {body} is {now}, not {before}",
                          node=node, body=key, now=STATES[new.state], before=STATES[old.state])  # fmt: skip
            return Broken(self.rows, (remark(), told))
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
            remark(),
            phrase(
                "then `{node}` of {body} is {now}, before {before}",
                node=node,
                body=key,
                now=points_told(new.value, Number(number_text(new.value))),
                before=Number(number_text(old.value)),
            ),
        )
        return Broken(self.rows, remarks, (_expect(node, key, old.value),))


def _failing(rows: tuple[p.ExampleRow, ...], findings: tuple[Finding, ...]) -> Broken:
    """A case in which the rules cannot be followed to the end."""
    first = findings[0]
    return Broken(
        rows,
        (phrase("the rules fail on this data: {code}: {message}", code=first.code, message=first.message),),
        (),
        findings,
    )


def _expect(node: str, key: str, value: Num | None) -> str:
    """An ``expect`` line with what came out; irrational values stand in a comment."""
    if isinstance(value, Real):
        return f"-- {node} of {key} is {number_text(value)} points"
    assert value is not None
    return f'expect {node} of "{key}" is {number_text(value)} points'
