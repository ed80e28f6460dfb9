"""Who may watch the engine work: an observer is told of every value, node and adjustment as it is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from flint import fmpq

from effrules.data.dataset import Row
from effrules.diagnostics import Finding
from effrules.exact.results import AdjustmentResult, NodeResult
from effrules.model.program import Call, Expression, Ranking, Rows, WeightsClause
from effrules.model.real import Num

if TYPE_CHECKING:
    from effrules.exact.evaluator import Evaluator

Environment = dict[int, Any]
"""Rows and values of parameters by slot. It is live: who wants to keep it makes a copy."""


class Observer(Protocol):
    """What an observer is told; derive from it and override what is of interest.

    ``enter`` and ``value`` (or ``failed``) bracket each evaluation, so that steps nest as the rules do. A value
    that does not depend on the subject at hand (the largest of all agencies), or a definition that was
    already applied to the same rows, is worked out once: the first time ``remembered`` is told its key, later
    ``recalled`` is told the same key in place of the steps inside.
    Nodes of other subjects that are needed on the way are bracketed by ``enter_node`` and ``node``.
    """

    tells_cells_apart: bool = False
    """Whether equal values of different cells are to be worked out each by itself where a definition is given them, so that each step rests on its own cells."""

    def watches(self, evaluator: Evaluator) -> None:  # noqa: ARG002 - for those who ask it for more
        """Who works is this one."""
        return

    def enter(self, expression: Expression, environment: Environment) -> None:
        """An expression is about to be evaluated."""

    def value(self, expression: Expression, environment: Environment, value: object) -> None:
        """An expression has this value (``None``: the field read by ``is known`` is missing)."""

    def failed(self, expression: Expression, environment: Environment, finding: Finding) -> None:
        """An expression has no value."""

    def selected(self, rows: Rows, environment: Environment, found: Sequence[Row]) -> None:
        """These rows were taken, by a filter whose steps were told before (once, where it looks at nothing else)."""

    def remembered(self, key: object) -> None:
        """What the innermost step gave so far (rows and their values; a definition's body) is kept under a key."""

    def recalled(self, key: object) -> None:
        """The innermost step takes what was kept under a key."""

    def repeated(self, call: Call, environment: Environment, key: object, value: object) -> None:
        """A definition without arguments that was applied before has this value again, kept under a key.

        It is told so in place of ``enter``, ``recalled`` and ``value``; who does not override this is told those.
        """
        self.enter(call, environment)
        self.recalled(key)
        self.value(call, environment, value)

    def enter_node(self, subject: Row, node: str) -> None:
        """A node is about to be worked out for a subject."""

    def weighed(self, subject: Row, node: str, clause: WeightsClause, used: Mapping[str, fmpq]) -> None:
        """The parts of a node count with these weights, after redistribution."""

    def measured(self, subject: Row, node: str, value: Num) -> None:
        """A node's score by formula or weighted mean, neither rounded nor adjusted."""

    def adjusted(self, subject: Row, adjustment: str, result: AdjustmentResult) -> None:
        """An adjustment has been worked out."""

    def node(self, subject: Row, node: str, result: NodeResult) -> None:
        """A node has been worked out (its weight within the parent is not known yet)."""

    def compared(self, ranking: Ranking, members: Sequence[tuple[tuple[Num | None, ...], Row]]) -> None:
        """These subjects, each with its scores by the keys of the ranking, are placed among each other."""
