"""The recorder: an observer of the engine that writes down each step as it is taken.

Steps are written when they are finished, so operands come before what is made of them; a step that was taken
before (the largest of all agencies, a definition of the same rows) is found again and stored once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import fmpq

from effrules.data.dataset import Row
from effrules.diagnostics import Finding
from effrules.exact.observer import Environment, Observer
from effrules.exact.plan import plan_of
from effrules.exact.results import AdjustmentResult, NodeResult
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.real import Num
from effrules.trace import steps as s
from effrules.trace.book import Book, plain
from effrules.trace.cells import cell_step
from effrules.trace.clauses import Clauses
from effrules.trace.evaluated import Common, Evaluated, Surroundings
from effrules.trace.expressions import ARMS
from effrules.trace.frames import Frame, Kept, NodeFrame, Steps
from effrules.trace.keys import KEPT, Given, Keys, cell_key
from effrules.trace.noted import all_rows, conditions
from effrules.trace.scored import node_step
from effrules.trace.selections import Selections
from effrules.trace.steps import ClauseRef, Part, PartWeight, Ref, Selection


class Recorder(Observer, Surroundings):
    """Writes down the steps of all that it is told of; ``nodes`` are the steps of nodes by subject and name."""

    def __init__(self, program: p.Program) -> None:
        self.program = program
        self.schema = program.schema
        self.definitions = program.definitions
        self.figures = program.figures
        self.book = Book()
        self.clauses = Clauses(program)
        self.nodes: dict[tuple[Row, str], Ref] = {}
        self.conditions: dict[tuple[int, Row], tuple[Ref, bool]] = {}
        self.rivals: dict[tuple[str, Row], Sequence[tuple[tuple[Num | None, ...], Row]]] = {}
        self._weightings: dict[tuple[Row, str], Ref] = {}
        self._used: dict[tuple[Row, str], tuple[p.WeightsClause, Mapping[str, fmpq]]] = {}
        self._adjustments = {adjustment.name: adjustment for adjustment in program.adjustments}
        self._noted = {id(condition) for condition in conditions(program)}
        self._filters = {id(rows.where): rows for rows in all_rows(program) if rows.where is not None}
        self._selections = Selections()
        self._given = Given(plan_of(program))
        self._keys = Keys(self._given, self.nodes, self.argument)
        self._told_of = self._noted | self._filters.keys()
        self._stack: list[Frame | NodeFrame] = []
        self._tests: dict[int, dict[Row, tuple[Ref, bool]]] = {}
        self._pools: dict[int, dict[Row, tuple[Ref, bool]]] = {}
        self._kept: dict[object, Kept] = {}
        self._made: dict[object, Ref] = {}
        self._applied: dict[object, Ref] = {}
        self._standing: dict[int, tuple[ClauseRef | None, str, str]] = {}
        self._arguments: dict[tuple[str, str], s.Argument] = {}

    # -- What the engine tells --------------------------------------------------------------------------------

    def enter(self, expression: p.Expression, environment: Environment) -> None:  # noqa: ARG002 - the engine's protocol
        arguments: dict[int, Ref] | None = {} if type(expression) is p.Call and expression.arguments else None
        self._stack.append(Frame([], [], [], None, arguments, expression=expression))

    def value(self, expression: p.Expression, environment: Environment, value: object) -> None:
        frame = self._stack.pop()
        assert isinstance(frame, Frame)
        key = self._keys.of(expression, frame, environment)
        ref = self._made.get(key)
        if ref is None:
            at = Evaluated(frame, environment, self._common(expression, value), self)
            step = ARMS[type(expression)][0](at, expression)
            # What stands somewhere in the rules is told apart by that and by its operands already.
            ref = self._made[key] = self.book.append(step) if step.place else self.book.add(step)
        if frame.memory is not None and type(expression) is p.Call and not expression.arguments:
            self._applied[frame.memory] = ref
        self._place(expression, ref, value, environment)

    def repeated(self, call: p.Call, environment: Environment, key: object, value: object) -> None:
        """What a definition without arguments gave before is the same step, whoever applies it."""
        self._place(call, self._applied[key], value, environment)

    def failed(self, expression: p.Expression, environment: Environment, finding: Finding) -> None:
        frame = self._stack.pop()
        while isinstance(frame, NodeFrame):  # the node was given up without a word
            frame = self._stack.pop()
        among = () if frame.among is None else (frame.among,)
        operands = tuple(dict.fromkeys((*among, *frame.refs)))
        if isinstance(expression, p.AnyField):
            operands = (self.cell(expression, environment),)
        common = self._common(expression, None)
        operation = ARMS[type(expression)][1].op
        step = s.Failed(operation=operation, operands=operands, failure=told(finding), **common)
        rows = self._filters.get(id(expression))
        if rows is not None:
            self._tests.pop(id(rows), None)
        self._place(expression, self.book.add(step), None, None)

    def selected(self, rows: p.Rows, environment: Environment, found: Sequence[Row]) -> None:
        tests = self._tests.pop(id(rows), None)
        if tests is None:
            tests = self._pools.get(id(rows), {})
        elif rows.population is p.Population.ALL:
            self._pools[id(rows)] = tests
        if self._stack:
            self._stack[-1].selected = self._selections.selection(rows, environment, found, tests)

    def remembered(self, key: object) -> None:
        frame = self._stack[-1]
        kept = Kept(frame.from_on(-1 if _is_call(frame) else 0), frame.selected)
        if isinstance(frame, Frame):
            frame.memory = key
            standing = frame.expression
            if isinstance(standing, p.Standing) and kept.selected is not None:
                values = frame.steps_of(standing.body)
                if len(values) == len(kept.selected.taken):
                    kept = Kept(Steps(), None, self.among(standing, kept.selected, values))
                    frame.among = kept.among
                    frame.clear()
        self._kept[key] = kept

    def recalled(self, key: object) -> None:
        kept, frame = self._kept[key], self._stack[-1]
        if isinstance(frame, Frame):
            frame.memory, frame.among = key, kept.among
        if _is_call(frame) or (KEPT, key) not in self._made:
            frame.extend(kept.inside)
            frame.selected = kept.selected

    def enter_node(self, subject: Row, node: str) -> None:
        self._stack.append(NodeFrame(subject=subject, node=self.program.nodes[node]))

    def weighed(self, subject: Row, node: str, clause: p.WeightsClause, used: Mapping[str, fmpq]) -> None:
        stated = kinds.weights(self.program.nodes, clause, node, subject.values)
        conditions = [
            self.conditions.get((id(other.condition), subject))
            for other in self.program.weights
            if other.condition is not None
        ]
        place, _ = self.clauses.written(clause)
        self._used[subject, node] = clause, used
        self._weightings[subject, node] = self.book.add(
            s.Weighting(
                id=self.book.next(),
                clause=self.clauses.of(clause),
                place=place,
                node=node,
                stated=tuple(PartWeight(weight.part, weight.share) for weight in stated),
                left_out=tuple(w.part for w in stated if self._score(subject, w.part) is None),
                redistribution=clause.redistribution,
                used=tuple(PartWeight(part, share) for part, share in used.items()),
                conditions=tuple(found[0] for found in conditions if found is not None),
            )
        )

    def measured(self, subject: Row, node: str, value: Num) -> None:
        frame = self._top_node()
        declared = frame.node
        frame.value = value
        formula = [] if declared.formula is None else frame.steps_of(declared.formula)
        if formula:
            frame.raw = formula[-1]
        else:
            parts, weighting = self.parts(subject, node, True)
            assert weighting is not None
            place, _ = self.clauses.written(declared)
            common = Common(
                id=self.book.next(),
                value=plain(value),
                clause=self.clauses.of(declared),
                place=place,
                text="",
            )
            frame.raw = self.book.add(self.mean(common, subject, node, parts, weighting))
        frame.clear()
        frame.selected = None

    def adjusted(self, subject: Row, adjustment: str, result: AdjustmentResult) -> None:  # noqa: ARG002 - the same
        frame = self._top_node()
        declared = self._adjustments[adjustment]
        condition = frame.steps_of(declared.condition)
        cap = frame.steps_of(declared.cap)
        place, _ = self.clauses.written(declared)
        ref = self.book.add(
            s.Incidents(
                id=self.book.next(),
                value=plain(result.capped),
                clause=self.clauses.of(declared),
                place=place,
                adjustment=adjustment,
                titles=declared.titles,
                sign=declared.sign,
                condition=condition[-1] if condition else None,
                rows=frame.selected,
                amounts=tuple(frame.steps_of(declared.amount)),
                total=plain(result.amount),  # type: ignore[arg-type]
                cap=cap[-1] if cap else None,
                capped=bool(result.capped < result.amount),
            )
        )
        frame.adjusted.append((declared, result, ref))
        frame.clear()
        frame.selected = None

    def node(self, subject: Row, node: str, result: NodeResult) -> None:
        frame = self._stack.pop()
        while isinstance(frame, Frame):  # given up by a failure that was not told
            frame = self._stack.pop()
        assert isinstance(frame, NodeFrame)
        self.nodes[subject, node] = node_step(self, frame, result)

    def compared(self, ranking: p.Ranking, members: Sequence[tuple[tuple[Num | None, ...], Row]]) -> None:
        for _, subject in members:
            self.rivals[ranking.name, subject] = members

    def weigh_parts(self) -> None:
        """Complete the steps of parts by the weights that they were given, of whatever subject."""
        for (subject, _), (_, used) in self._used.items():
            for part, weight in used.items():
                self.book.change(self.nodes[subject, part], weight=weight)

    # -- What steps are made of ---------------------------------------------------------------------------------

    def next(self) -> Ref:
        """The number of the next new step."""
        return self.book.next()

    def text(self, expression: p.Expression) -> str:
        """The text of an expression."""
        return self.clauses.written(expression)[1]

    def written(self, expression: p.Expression) -> tuple[str, str]:
        """The place and the text of an expression."""
        return self.clauses.written(expression)

    def clause_of(self, definition: p.Definition) -> ClauseRef:
        """The clause of a definition."""
        return self.clauses.of(definition)

    def cell(self, expression: p.AnyField, environment: Environment) -> Ref:
        """The step of a cell, written down now."""
        key = cell_key(expression, environment)
        ref = self._made.get(key)
        if ref is None:
            ref = self._made[key] = self.book.add(
                cell_step(expression, environment, self.book.next(), self.schema)
            )
        return ref

    def node_ref(self, subject: Row, node: str) -> Ref:
        """The step of a node that was worked out."""
        return self.nodes[subject, node]

    def row_given(self, definition: str, slot: int, name: str, row: Row) -> s.Argument:
        """A row that fills a slot of a definition: called by its fields alone, where nothing else of it is looked at."""
        said = name, self._given.called(definition, slot, row)
        known = self._arguments.get(said)
        if known is None:
            known = self._arguments[said] = s.Argument(name, None, said[1])
        return known

    def argument(self, slot: int) -> Ref:
        """The step of an argument of the definition at hand."""
        for frame in reversed(self._stack):
            if isinstance(frame, Frame) and frame.arguments and slot in frame.arguments:
                return frame.arguments[slot]
        raise KeyError(slot)

    def parts(self, subject: Row, node: str, weighted: bool) -> tuple[tuple[Part, ...], Ref | None]:
        """The parts of a node that count, and the step of their weights."""
        names = self.program.nodes[node].parts
        if not weighted:
            scored = [part for part in names if self._score(subject, part) is not None]
            return tuple(self._part(subject, part, fmpq(0)) for part in scored), None
        clause, used = self._used[subject, node]
        counted = [
            self._part(subject, part, share, clause.redistribution)
            for part, share in used.items()
            if self._score(subject, part) is not None or clause.redistribution.end is not None
        ]
        return tuple(counted), self._weightings[subject, node]

    def mean(
        self, common: Common, subject: Row, node: str, parts: tuple[Part, ...], weighting: Ref
    ) -> s.WeightedMean:
        """The step of a node's weighted mean."""
        ends = self.program.nodes[node]
        return s.WeightedMean(
            node=node,
            minimum=ends.minimum,
            maximum=kinds.maximum(ends, subject.values),
            weighting=weighting,
            parts=parts,
            id=common["id"],
            value=common["value"],
            clause=common["clause"],
            place=common["place"],
        )

    def _part(
        self, subject: Row, part: str, weight: fmpq, instead: p.Redistribution = p.Redistribution.NOT_STATED
    ) -> Part:
        declared = self.program.nodes[part]
        ends = declared.minimum, kinds.maximum(declared, subject.values)
        if self._score(subject, part) is not None:
            return Part(part, weight, *ends, self.nodes[subject, part])
        return Part(part, weight, *ends, None, ends[instead.end or 0])

    def _score(self, subject: Row, part: str) -> Any:
        return self.book.steps[self.nodes[subject, part]].value

    def maximum_by(self, subject: Row, node: str) -> Ref | None:
        """The step of the condition that tells which of several maxima holds; ``None`` where there is one only."""
        for one in self.program.nodes[node].maxima:
            known = self.conditions.get((id(one.condition), subject))
            if known is not None and known[1]:
                return known[0]
        return None

    def among(self, expression: p.Standing, rows: Selection, values: Sequence[Ref]) -> Ref:
        """The step of what rows are compared by, written down now."""
        return self.book.append(s.Among(rows=rows, values=tuple(values), **self._common(expression, None)))

    # -- Bookkeeping --------------------------------------------------------------------------------------------

    def _common(self, expression: p.Expression, value: Any) -> Common:
        standing = self._standing.get(id(expression))
        if standing is None:
            written = self.clauses.written(expression)
            standing = self._standing[id(expression)] = self.clauses.around(expression), *written
        clause, place, text = standing
        return {"id": self.book.next(), "value": plain(value), "clause": clause, "place": place, "text": text}

    def _top_node(self) -> NodeFrame:
        frame = self._stack[-1]
        assert isinstance(frame, NodeFrame)
        return frame

    def _place(
        self, expression: p.Expression, ref: Ref, value: object, environment: Environment | None
    ) -> None:
        """Put a finished step inside the open one; note conditions and what a filter says of its row."""
        if environment is not None and id(expression) in self._told_of:
            rows = self._filters.get(id(expression))
            if rows is not None:
                tests = self._tests.setdefault(id(rows), {})
                tests[environment[rows.variable.slot]] = ref, bool(value)
            if id(expression) in self._noted:
                self.conditions[id(expression), environment[0]] = ref, value is True
                return
        if not self._stack:
            return
        frame = self._stack[-1]
        if type(frame) is Frame and frame.arguments is not None:
            number = len(frame.refs)
            assert isinstance(frame.expression, p.Call)
            arguments = frame.expression.arguments
            if number < len(arguments):
                frame.arguments[arguments[number][0]] = ref
        frame.refs.append(ref)
        frame.expressions.append(expression)
        frame.values.append(value)


def told(finding: Finding) -> str:
    """A finding in a line."""
    return f"{finding.code}: {finding.message}"


def _is_call(frame: Frame | NodeFrame) -> bool:
    return isinstance(frame, Frame) and isinstance(frame.expression, p.Call)
