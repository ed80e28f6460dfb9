"""The evaluator: what an expression of the checked program is worth in an environment.

One function, :meth:`Evaluator.evaluate`, and for each kind of expression one small function that says what it
means (in ``formulas`` and ``aggregates``). The checker has made sure of types and units, so values go
untyped: ``fmpq`` or ``Real`` for quantities, ``str`` for texts and choices, ``bool``, ``date``; ``None`` never
gets out of a field. Whatever has no value raises :class:`Failure` with the finding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from attrs import evolve
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.exact import aggregates, formulas, tree_errors, value_errors
from effrules.exact.failing import Failure, OutOfSteps
from effrules.exact.lasting import Lasting
from effrules.exact.observer import Environment, Observer
from effrules.exact.plan import plan_of
from effrules.exact.results import NodeResult
from effrules.exact.selection import Selection
from effrules.model import program as p
from effrules.model.reads import Read
from effrules.model.real import DomainError, Num, Real, Undecided

ARMS: dict[type, Callable[..., Any]] = {**formulas.ARMS, **aggregates.ARMS}
"""What each kind of expression means: a function of the evaluator, the expression and the environment."""

_MOST_CALLS = 50_000
"""So many applications of definitions are remembered at a time."""

MOST_STEPS = 500_000
"""A node of one subject takes no more steps than this ..."""

MOST_STEPS_FOR_A_ROW = 10_000
"""... and so many more for each row of the data. Looking at a row is one step, applying a definition ten."""

FOR_A_CALL = 10


class Evaluator:
    """Evaluates expressions over a dataset.

    ``result`` gives a node's result for a subject, ``parts`` the scores and used weights of a node's parts, ``mean_of_parts`` their
    weighted mean, each measured on its own scale.
    The only state is memory: values of aggregates and definitions that would come out the same again (``lasting``, if it outlives this).
    """

    def __init__(
        self,
        program: p.Program,
        dataset: Dataset,
        result: Callable[[Row, str], NodeResult],
        parts: Callable[[Row, str, bool], tuple[list[Num], list[Any]]],
        mean_of_parts: Callable[[Row, str], Num],
        observer: Observer | None = None,
        lasting: Lasting | None = None,
    ) -> None:
        self.definitions = program.definitions
        self.nodes = program.nodes
        self.result = result
        self.parts = parts
        self.mean_of_parts = mean_of_parts
        self.observer = observer
        self.evaluate: Callable[[p.Expression, Environment], Any] = (
            self._plain if observer is None else self._observed
        )
        plan = plan_of(program)
        self.figures, self.reads, self.kept, self.told_apart = (
            plan.figures, plan.reads, plan.kept, plan.told_apart,
        )  # fmt: skip
        self.calendars = plan.calendars
        self.selection = Selection(program.schema, dataset, self, lasting)
        self.allowed = MOST_STEPS + MOST_STEPS_FOR_A_ROW * _rows_in(dataset)
        self.left = self.allowed
        self._memory: dict[tuple[Any, ...], Any] = {} if lasting is None else lasting.aggregates
        self._calls: dict[tuple[Any, ...], Any] = {} if lasting is None else lasting.calls
        self._read_by: dict[int, tuple[Read, ...]] = {}
        self._each_anew: frozenset[str] = frozenset()
        if observer is not None:
            observer.watches(self)
            if observer.tells_cells_apart:
                self.kept = plan.kept_without_arguments
                self._each_anew = plan.with_arguments

    def _plain(self, expression: p.Expression, environment: Environment) -> Any:
        """The value of an expression. Raises Failure."""
        try:
            return ARMS[type(expression)](self, expression, environment)
        except (DomainError, Undecided) as why:
            raise _failure(expression, environment, why) from None

    def _observed(self, expression: p.Expression, environment: Environment) -> Any:
        """The same, telling the observer."""
        observer = self.observer
        assert observer is not None
        if type(expression) is p.Call and not expression.arguments:
            key = self._key_of(expression, environment)
            known = self._calls.get(key)
            if known is not None:
                observer.repeated(expression, environment, key, known)
                return known
        observer.enter(expression, environment)
        try:
            value = ARMS[type(expression)](self, expression, environment)
        except (Failure, DomainError, Undecided) as why:
            failure = _failure(expression, environment, why)
            observer.failed(expression, environment, failure.finding)
            raise failure from None
        observer.value(expression, environment, value)
        return value

    def maximum(self, subject: Row, node: str) -> fmpq:
        """The maximum of a node that holds for a subject; of one that it does not have, the largest."""
        declared = self.nodes[node]
        for one in declared.maxima:
            if self.evaluate(one.condition, {0: subject}):
                return one.value
        return declared.maximum

    def spend(self, steps: int) -> None:
        """Take steps off those that are left for the node at hand. Raises Failure where there are no more."""
        self.left -= steps
        if self.left < 0:
            raise OutOfSteps(tree_errors.too_many_steps(self.allowed))

    def unobserved(self) -> None:
        """Tell the observer nothing more."""
        self.observer = None
        self.evaluate = self._plain

    # -- Memory ---------------------------------------------------------------------------------------------

    def recalled(
        self, expression: p.Expression, environment: Environment, work_out: Callable[..., Any]
    ) -> Any:
        """``work_out(self, expression, environment)``, or what it gave before for the same surroundings."""
        reads = self.kept.get(id(expression))
        if reads is None:
            return work_out(self, expression, environment)
        key = (id(expression), *(_hashed(read.of(environment)) for read in reads))
        known = self._memory.get(key)
        if known is None:
            try:
                known = work_out(self, expression, environment)
            except OutOfSteps:
                raise
            except Failure as failure:
                settled = failure.settled or all(read.slot or read.field for read in reads)
                known = Failure(failure.finding, settled)
            self._memory[key] = known
            if self.observer is not None:
                self.observer.remembered(key)
        elif self.observer is not None:
            self.observer.recalled(key)
        if isinstance(known, Failure):
            raise Failure(known.finding, known.settled)
        return known

    def _key_of(self, call: p.Call, environment: Environment) -> tuple[Any, ...]:
        """What the value of a definition without arguments is kept under, by the surroundings of its application."""
        reads = self._read_by.get(id(call))
        if reads is None:
            standing = {0: call.subject.slot} | {slot: row.slot for slot, row in call.rows}
            reads = tuple(
                [evolve(read, slot=standing[read.slot]) for read in self.told_apart[call.definition]]
            )
            self._read_by[id(call)] = reads
        return (call.definition, *[_hashed(read.of(environment)) for read in reads])

    def call(self, definition: str, environment: Environment) -> Any:
        """A definition's value for its rows and arguments; worked out once for all of which it reads the same cells."""
        body = self.definitions[definition].body
        if definition in self._each_anew:
            self.spend(FOR_A_CALL)
            return self.evaluate(body, environment)
        key = (definition, *(_hashed(read.of(environment)) for read in self.told_apart[definition]))
        known = self._calls.get(key)
        if known is None:
            self.spend(FOR_A_CALL)
            known = self.evaluate(body, environment)
            if len(self._calls) >= _MOST_CALLS:
                self._calls.clear()
            self._calls[key] = known
            if self.observer is not None:
                self.observer.remembered(key)
        elif self.observer is not None:
            self.observer.recalled(key)
        return known


def _failure(
    expression: p.Expression, environment: Environment, why: Failure | DomainError | Undecided
) -> Failure:
    """What an expression without a value raises."""
    match why:
        case Failure():
            return why
        case DomainError():
            return Failure(value_errors.undefined(expression, environment, why))
        case Undecided():
            return Failure(value_errors.undecided(expression, environment, why))
        case _:
            assert_never(why)


def _rows_in(dataset: Dataset) -> int:
    return len(dataset.subjects) + sum(map(len, dataset.rows.values()))


def _hashed(value: object) -> object:
    """What a value is remembered by: an irrational number has no hash, its structure has."""
    return value.structure if type(value) is Real else value
