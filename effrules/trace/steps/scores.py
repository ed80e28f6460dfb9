"""Steps of the tree of scores: definitions, clauses around a formula, weights, nodes, penalties and bonuses."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from attrs import field, frozen
from flint import fmpq

from effrules.model.aggregates import AggregateKind, Made
from effrules.model.program import AdjustmentKind, Redistribution
from effrules.model.real import Num
from effrules.model.schema import Titles
from effrules.trace.steps.rows import Selection
from effrules.trace.steps.step import Ref, Step

# -- Clauses around a formula --------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Multiplied(Step):
    """A score that a clause multiplies where its condition holds: operand x factor, else the operand (without ``factor``)."""

    op: ClassVar[str] = "multiplied"
    operand: Ref
    condition: Ref
    factor: Ref | None
    reason: Titles = Titles()


@frozen(kw_only=True)
class MeanOfOthers(Step):
    """Where the condition holds, the mean of the others' scores (``result`` is an average of steps ``ScoreOf``); else the own formula.

    The value is that of ``result``. Its rows are the subjects for which the condition does not hold, and whose ``node`` is applicable.
    """

    op: ClassVar[str] = "mean of the others"
    node: str
    condition: Ref
    result: Ref
    reason: Titles = Titles()


# -- Definitions ---------------------------------------------------------------------------------------------------


@frozen
class Argument:
    """An argument of a definition: a value (``step``) or a row (``row``, what it is called)."""

    name: str
    step: Ref | None = None
    row: str = ""


@frozen(kw_only=True)
class Definition(Step):
    """A definition applied: the value of ``body``."""

    op: ClassVar[str] = "definition"
    name: str
    titles: Titles
    arguments: tuple[Argument, ...]
    body: Ref


@frozen(kw_only=True)
class Parameter(Step):
    """The value of an argument, inside a definition."""

    op: ClassVar[str] = "parameter"
    name: str
    argument: Ref


# -- The tree of scores --------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ScoreOf(Step):
    """The score of a node for a subject: the value of its step (``Node``), or the value before its own rounding."""

    op: ClassVar[str] = "score"
    node: Ref
    before_rounding: bool


@frozen
class PartWeight:
    """The weight of a part, as a share of 1."""

    part: str
    share: fmpq = field(hash=False)


@frozen(kw_only=True)
class Weighting(Step):
    """The weights of a node's parts for a subject.

    ``stated`` are those of the clause that holds for the subject (``conditions``: the steps that were looked at to find it; each
    with the place of its clause). ``left_out`` are the parts that are not applicable; ``used`` the weights after
    ``redistribution``: in proportion: stated / (1 - lost), 0 for those left out; equally: stated + lost / number of the
    others; count as zero, count as full, not stated (nothing is left out): as stated. They add up to 1.
    """

    op: ClassVar[str] = "weights"
    node: str
    stated: tuple[PartWeight, ...]
    left_out: tuple[str, ...]
    redistribution: Redistribution
    used: tuple[PartWeight, ...]
    conditions: tuple[Ref, ...] = ()


@frozen
class Part:
    """A part that counts: its weight, its scale, and its score: of the step (``Node``), or ``instead`` of one.

    ``instead``: it is not applicable and counts all the same, as zero (its minimum) or in full (its maximum).
    """

    part: str
    weight: fmpq = field(hash=False)
    minimum: fmpq = field(hash=False)
    maximum: fmpq = field(hash=False)
    score: Ref | None
    instead: fmpq | None = None


@frozen(kw_only=True)
class WeightedMean(Step):
    """A node's score from its parts' scores, each measured on its own scale.

    minimum + (maximum - minimum) x sum of weight x (score - part's minimum) / (part's maximum - part's minimum). A part that is
    not applicable and counts all the same, as zero (its minimum) or in full (its maximum), has that ``instead`` of a score.
    """

    op: ClassVar[str] = "weighted mean"
    node: str
    minimum: fmpq
    maximum: fmpq
    weighting: Ref
    parts: tuple[Part, ...]


@frozen(kw_only=True)
class OfParts(Step):
    """An aggregate of the scores (steps of ``Node``) of a node's applicable parts.

    With a ``weighting``, by the ``weights``, which add up to 1: sum of weight x score, or for the geometric mean the product of
    score to the power of weight. Without: the plain aggregate (see ``Aggregate``). ``instead`` of a part: as in ``WeightedMean``.
    """

    op: ClassVar[str] = "of parts"
    kind: AggregateKind
    node: str
    parts: tuple[Part, ...]
    weighting: Ref | None

    @property
    def adds_up(self) -> bool:
        """Whether it is the sum of what each part adds."""
        return self.kind.facts.made in (Made.SUM, Made.MEAN)

    def share_of(self, part: Part) -> fmpq | None:
        """The share of a part's score that is added, where it adds up; ``None``: all of it, in a plain sum."""
        if self.kind.facts.made is Made.SUM:
            return None
        return fmpq(1, len(self.parts)) if self.weighting is None else part.weight


@frozen(kw_only=True)
class Maximum(Step):
    """The maximum of a node for a subject, as its step (``Node``) has it too.

    ``condition`` (it is yes) tells for whom it is, where there are several.
    """

    op: ClassVar[str] = "maximum"
    subject: str
    node: str
    maximum: fmpq
    condition: Ref | None = None


@frozen(kw_only=True)
class Incidents(Step):
    """What a penalty or bonus comes to: its amounts (one for each row, or one) added up, at most the cap.

    ``condition`` of ``None``: there is none; where it is no, there are no amounts and the value is 0. ``rows`` is ``None`` for an
    adjustment that is not for rows. ``capped``: the cap took the place of the sum ``total``. The cap is not looked at
    without amounts.
    """

    op: ClassVar[str] = "incidents"
    adjustment: str
    titles: Titles
    sign: int
    condition: Ref | None
    rows: Selection | None
    amounts: tuple[Ref, ...]
    total: Num
    cap: Ref | None
    capped: bool

    @property
    def kind(self) -> AdjustmentKind:
        """Whether it is a penalty or a bonus."""
        return AdjustmentKind.of_sign(self.sign)


@frozen(kw_only=True)
class Adjust(Step):
    """A score after a penalty (sign -1) or bonus (+1).

    A penalty: score - amount, but not below ``limit`` (if any), unless the score lies below it already: then the score
    itself. A bonus: score + amount, but not above ``limit`` (if any), unless the score lies above it already.
    ``held``: the limit held some of it back.
    """

    op: ClassVar[str] = "adjust"
    adjustment: str
    titles: Titles
    sign: int
    score: Ref
    amount: Ref
    limit: fmpq | None
    held: bool

    @property
    def kind(self) -> AdjustmentKind:
        """Whether it is a penalty or a bonus."""
        return AdjustmentKind.of_sign(self.sign)


@frozen(kw_only=True)
class Bounded(Step):
    """The total, but at least (not ``upper``) or at most the bound that the rules state for it."""

    op: ClassVar[str] = "bounded"
    operand: Ref
    upper: bool
    bound: fmpq
    bites: bool


class State(Enum):
    """What came of a node."""

    SCORED = "scored"
    NOT_APPLICABLE = "not applicable"
    NO_SCORE = "no score"
    FAILED = "failed"


@frozen
class Test:
    """A condition under which a node, or a node above it (``node``), is not applicable; ``holds`` is its value."""

    node: str
    condition: Ref
    holds: bool
    reason: Titles


@frozen(kw_only=True)
class Node(Step):
    """A node of the tree of scores for a subject.

    Scored: the value is that of ``result``, and ``before_rounding`` the step of the score without the node's own rounding (its parts
    are rounded all the same). Not applicable, or for the total no score: ``reason`` is its kind, and one of ``tests`` holds,
    or none of the ``parts`` (steps of ``Node``) is applicable. Of a total that the rules do not give, ``reason`` is that,
    ``text`` the statement in the rules, and the parts are worth what they are. ``tests`` are all the conditions that were looked at.
    A criterion's score lies from ``minimum`` to ``maximum`` before penalties and bonuses; of several maxima ``maximum`` is that which
    holds for the subject, as the condition ``maximum_by`` tells (it is yes).
    ``weight`` is the weight in its parent after redistribution (0: taken out), where the parent is a weighted mean.
    """

    op: ClassVar[str] = "node"
    subject: str
    node: str
    kind: str
    titles: Titles
    minimum: fmpq = field(hash=False)
    maximum: fmpq = field(hash=False)
    state: State
    reason: str = ""
    reason_titles: Titles = Titles()
    tests: tuple[Test, ...] = ()
    parts: tuple[Ref, ...] = ()
    result: Ref | None = None
    before_rounding: Ref | None = None
    weight: fmpq | None = None
    assumed: bool = False
    maximum_by: Ref | None = None


OfScores = (
    Multiplied
    | MeanOfOthers
    | Definition
    | Parameter
    | ScoreOf
    | Weighting
    | WeightedMean
    | OfParts
    | Maximum
    | Incidents
    | Adjust
    | Bounded
    | Node
)
