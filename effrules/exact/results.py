"""What scoring gives: for every subject the state and score of every node, adjustments, grades and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen
from flint import fmpq

from effrules.data.dataset import Row
from effrules.diagnostics import Finding
from effrules.model.basis import Assumption
from effrules.model.program import Expression, Header
from effrules.model.real import Num
from effrules.model.schema import Titles
from effrules.source import Span

if TYPE_CHECKING:
    from effrules.exact.coded import InColumns


class NodeState(Enum):
    """What came of a node for a subject."""

    SCORED = "scored"
    NOT_APPLICABLE = "not applicable"
    """It is taken out of the base, or counts as the weights clause says; its reason is given."""
    NO_SCORE = "no score"
    """Of the total only: it is not applicable, so the subject has no score; or the rules give none."""
    FAILED = "failed"
    """The rules could not be followed to the end; ``finding`` says why."""


class ReasonKind(Enum):
    """Why a node is not applicable."""

    CONDITION = "its condition"
    """A condition that the rules state for it holds."""
    ABOVE = "the condition of a node above it"
    """A condition that the rules state for a node above it holds."""
    NOTHING_LEFT = "no part is applicable"
    """None of its parts is applicable."""
    NO_TOTAL = "the rules give no total"
    """Of the total only: for no body is there one, whatever its parts are worth."""


@frozen
class Reason:
    """Why a node is not applicable: the node whose condition holds, its stated reason, and its place."""

    kind: ReasonKind
    node: str
    titles: Titles = Titles()
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen
class NodeResult:
    """A node's result for one subject, in points.

    ``value`` is final: rounded and adjusted. ``before_rounding`` is the same without the node's own rounding
    (its parts are rounded all the same): of the total after adjustments, floor and cap; of another node with
    its adjustments applied to the unrounded score. Both are ``None`` unless the node is scored.

    ``weight`` is the weight with which the node counted in its parent after redistribution (0 when it was
    taken out); ``None`` where the parent is not a weighted mean or was not reached.
    ``assumed`` says whether the rules that it rests on include an assumption.
    """

    state: NodeState
    value: Num | None = None
    before_rounding: Num | None = None
    reason: Reason | None = None
    weight: fmpq | None = None
    assumed: bool = False
    finding: Finding | None = field(default=None, repr=False)
    maximum: fmpq | None = field(default=None, eq=False)
    """The most points on its scale, for the subject; ``None`` where the node failed, or the subject does not have it."""

    def with_weight(self, weight: fmpq) -> NodeResult:
        """The same result with the weight that the parent gave it."""
        return evolve(self, weight=weight)


@frozen
class AdjustmentResult:
    """A penalty or bonus for one subject, in points, none of them negative.

    ``incidents`` counts the rows (or 1, when an adjustment without rows takes place). ``amount`` is the sum
    before the cap, ``capped`` after it, and ``taken`` what the (rounded) score really lost or gained: less
    than ``capped`` where a floor or ceiling held. ``applies`` is no when the target has no score.
    """

    applies: bool
    incidents: int
    amount: Num
    capped: Num
    taken: Num


@frozen
class Place:
    """A place in a ranking: from 1; ``shared`` with others of the same keys; in the ``group`` of these values."""

    number: int
    shared: bool
    group: tuple[object, ...] = ()
    among: int = 0
    """How many subjects of the group have a place."""


@frozen
class Filled:
    """A value that is filled in in a text, and what it is the value of."""

    expression: Expression
    value: Any


@frozen
class Recommended:
    """What the rules recommend to a subject for a node: by language the pieces of the text."""

    name: str
    node: str
    texts: tuple[tuple[str, tuple[str | Filled, ...]], ...]


@frozen
class SubjectResult:
    """Everything that came out for one subject.

    ``nodes`` is in the program's order of the tree (parts before their parents); ``ratings`` gives, by node,
    the name of the grade (``None`` without a score); ``places`` gives, by ranking, the place (``None`` where
    the subject does not take part or has no score). ``heads`` are the nodes that the result stands for: the total, or
    where the rules give none, the blocks or directions below it. ``recommended`` is what the rules recommend, in their order.
    """

    subject: Row
    nodes: Mapping[str, NodeResult]
    adjustments: Mapping[str, AdjustmentResult]
    ratings: Mapping[str, str | None]
    places: Mapping[str, Place | None]
    heads: tuple[str, ...] = ("total",)
    recommended: tuple[Recommended, ...] = ()

    @property
    def has_score(self) -> bool:
        """Whether anything that the result stands for has a score."""
        return any(self.nodes[name].value is not None for name in self.heads)

    @property
    def key(self) -> str:
        """The subject's identifier."""
        return self.subject.key

    @property
    def total(self) -> NodeResult:
        """The result of the root. Where the rules give no total it has no score, for that reason."""
        return self.nodes["total"]


@frozen
class Results:
    """The results of a methodology for a dataset: subjects in the dataset's order, and what went wrong.

    ``assumptions`` are all that the rules rest on. Where a finding concerns the run as a whole (an unknown
    subject was asked for, assumptions under ``strict``), there are no subjects.
    """

    header: Header
    subjects: Sequence[SubjectResult]
    findings: tuple[Finding, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    columnar: bool = field(default=False, eq=False)
    """They were worked out in columns (``effrules.columnar``); no digit is another for it."""
    columns: InColumns | None = field(default=None, eq=False, repr=False)
    """The same by the column, where that was worked out."""

    @property
    def by_column(self) -> InColumns:
        """The same by the column."""
        from effrules.exact.coded import BySubject

        return BySubject(self.subjects) if self.columns is None else self.columns

    @property
    def methodology(self) -> str:
        """The name of the methodology."""
        return self.header.name

    @property
    def version(self) -> str:
        """The version of the methodology."""
        return self.header.version

    def of(self, key: str) -> SubjectResult:
        """The results of the subject with that identifier. Raises KeyError when there is none."""
        for result in self.subjects:
            if result.subject.key == key:
                return result
        raise KeyError(key)
