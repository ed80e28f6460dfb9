"""The steps of a derivation: one small class for each operation, so that each can be checked by hand.

A step has an identifier, a value, and refers to the steps that it was made from (``Ref``), all of them earlier
in the list. Whoever replays the steps needs nothing but them: each carries all that its operation needs.
The same classes serve every view: text, HTML, Markdown and JSON (``effrules.trace/1``), in which the class
attribute ``op`` is the name of the operation and each field has its own name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum, StrEnum
from typing import ClassVar, NewType

from attrs import field, frozen
from attrs import field as attribute
from flint import fmpq

from effrules.model.aggregates import AggregateKind, Made
from effrules.model.basis import Citation, Contradiction
from effrules.model.grounds import FigureKind
from effrules.model.program import AdjustmentKind, Comparison, Quantifier, Redistribution, StandingKind, Ties
from effrules.model.real import Num
from effrules.model.rounding import Rounding, is_tie
from effrules.model.schema import Titles
from effrules.model.types import Ends

Ref = NewType("Ref", int)
"""A step, by its number in the derivation's list."""

ClauseRef = NewType("ClauseRef", int)
"""A clause of the rules, by its number in the derivation's list."""

StepValue = Num | str | bool | date | None
"""A value: ``None`` where a cell is empty, a node has no score, or the step failed."""


@frozen
class ClauseGround:
    """What some figures of a clause rest on: the version that last wrote them, and what that version states for them.

    ``figures`` are pairs of what a figure is (``amount``, ``weight``) and which of that kind; none: the clause itself.
    """

    version: str
    figures: tuple[tuple[str, str], ...]
    citations: tuple[Citation, ...]
    assumptions: tuple[Titles, ...]
    contradictions: tuple[Contradiction, ...] = ()


class ClauseKind(StrEnum):
    """What a declaration is, as traces call it."""

    TOTAL = "total"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"
    DEFINITION = "definition"
    FIGURES = "figures"
    WEIGHTS = "weights"
    PENALTY = "penalty"
    BONUS = "bonus"
    RATING = "rating"
    RANKING = "ranking"


@frozen
class Clause:
    """A declaration of the rules: what it is, who wrote it, and what it rests on.

    ``version`` wrote it as it stands; ``earlier`` are the versions that wrote it before, oldest first, and
    ``because`` is the reason that the amendment gives. ``grounds`` say which figures rest on which of the citations and assumptions.
    """

    kind: ClauseKind
    name: str
    titles: Titles
    file: str
    line: int
    version: str
    earlier: tuple[str, ...] = ()
    because: Titles = Titles()
    citations: tuple[Citation, ...] = ()
    assumptions: tuple[Titles, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    grounds: tuple[ClauseGround, ...] = ()

    @property
    def rests_on_several(self) -> bool:
        """Whether its figures do not all rest on the same: several texts wrote them."""
        rounding = FigureKind.ROUNDING.value
        own = [ground for ground in self.grounds if all(kind != rounding for kind, _ in ground.figures)]
        return len(own) > 1 or len({ground.version for ground in self.grounds}) > 1


@frozen(kw_only=True)
class Step:
    """A step. Its hash leaves out numbers, whose own takes long: equal steps have equal ones all the same. ``text`` is the expression as the rules write it, on one line, and ``place`` its file, line and column."""

    op: ClassVar[str] = ""
    id: Ref = field(default=Ref(-1), eq=False)
    value: StepValue = field(default=None, hash=False)
    clause: ClauseRef | None = None
    place: str = ""
    text: str = ""
    failure: str = ""
    """Code and message of the finding, of a failed step (``Failed``) and of a failed node."""


@frozen(kw_only=True)
class Failed(Step):
    """A step that has no value: ``failure`` says why. ``operation`` is what was to be done (the ``op``), ``operands`` what was reached."""

    op: ClassVar[str] = "failed"
    operation: str
    operands: tuple[Ref, ...]


# -- Leaves -----------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Cell(Step):
    """A value of the data. ``value`` of ``None``: nothing stands there. ``percent``: a bare 95 means 95 %.

    ``shortest``: as was asked for, a number of more than 15 significant digits was rounded to 15 when it was read (ties to even).
    ``file``, ``sheet``, ``cell`` and ``raw`` (the text as it stands there) are empty for data that came from no file. ``origin``
    says why the cell is not as it was sent: verified otherwise, put right by a decision.
    """

    op: ClassVar[str] = "cell"
    table: str
    field: str
    titles: Titles = attribute(default=Titles(), hash=False)
    row: str = ""
    choice: Titles = attribute(default=Titles(), hash=False)
    file: str = ""
    sheet: str = ""
    cell: str = ""
    raw: str = ""
    percent: bool = False
    shortest: bool = False
    origin: Titles = Titles()


@frozen(kw_only=True)
class Written(Step):
    """A value that is written in the rules (``text``)."""

    op: ClassVar[str] = "written"


@frozen(kw_only=True)
class Figure(Step):
    """A value of a table of figures in the rules: of the row whose key equals the value of ``key``."""

    op: ClassVar[str] = "figure"
    figures: str
    key: Ref
    column: str


# -- Arithmetic ---------------------------------------------------------------------------------------------------


class Operation(Enum):
    """Two operands. The last three are of dates: whole days between, and the date so many days away."""

    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    DAYS_BETWEEN = "days between"
    DAYS_LATER = "days later"
    DAYS_EARLIER = "days earlier"


@frozen(kw_only=True)
class Arithmetic(Step):
    """``left`` operation ``right``. Days between: left - right. Days later or earlier: the date left, the days right."""

    op: ClassVar[str] = "arithmetic"
    operation: Operation
    left: Ref
    right: Ref


@frozen(kw_only=True)
class Negate(Step):
    """The operand with its sign changed."""

    op: ClassVar[str] = "negate"
    operand: Ref


@frozen(kw_only=True)
class Function(Step):
    """``abs x``, ``ln x``, ``exp x``, ``sqrt x``, ``root x n`` (the n-th root of x), ``power x y`` (x to the power of y)."""

    op: ClassVar[str] = "function"
    function: str
    arguments: tuple[Ref, ...]


@frozen(kw_only=True)
class Limit(Step):
    """The operand, but at most (``upper``) or at least the bound. ``bites``: the bound took its place."""

    op: ClassVar[str] = "limit"
    operand: Ref
    upper: bool
    bound: Ref
    bites: bool


@frozen(kw_only=True)
class Round(Step):
    """The operand rounded: to ``digits`` decimals, or significant digits, in a mode. ``tie``: exactly half way.

    The decimals are those of the number; ``counted`` is what the rules count them of, where they round a share: the ratio, or the
    percentage, of which they say two fewer.
    """

    op: ClassVar[str] = "round"
    operand: Ref
    rounding: Rounding
    tie: bool


def tie(value: object, rounding: Rounding) -> bool:
    """Whether a value lies exactly half way between two figures that a rounding can give (no irrational number does)."""
    return isinstance(value, fmpq) and value.p != 0 and is_tie(value, rounding)


# -- Conditions ---------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Compare(Step):
    """Whether ``left`` is (is not, is below ...) ``right``."""

    op: ClassVar[str] = "compare"
    comparison: Comparison
    left: Ref
    right: Ref


@frozen(kw_only=True)
class Every(Step):
    """Yes when all operands are. Those after the first ``no`` were not looked at: ``unread`` of them."""

    op: ClassVar[str] = "every"
    operands: tuple[Ref, ...]
    unread: tuple[str, ...] = ()


@frozen(kw_only=True)
class Some(Step):
    """Yes when some operand is. Those after the first ``yes`` were not looked at: ``unread`` of them."""

    op: ClassVar[str] = "some"
    operands: tuple[Ref, ...]
    unread: tuple[str, ...] = ()


@frozen(kw_only=True)
class Not(Step):
    """The opposite."""

    op: ClassVar[str] = "not"
    operand: Ref


@frozen(kw_only=True)
class IsKnown(Step):
    """Whether the cell has a value."""

    op: ClassVar[str] = "is known"
    operand: Ref


@frozen(kw_only=True)
class IsApplicable(Step):
    """Whether a node is applicable to a subject: its step (``Node``) is scored."""

    op: ClassVar[str] = "is applicable"
    node: Ref


@frozen(kw_only=True)
class IfMissing(Step):
    """The value of the cell or, where it has none, of ``instead`` (which else was not looked at)."""

    op: ClassVar[str] = "if missing"
    operand: Ref
    instead: Ref | None


@frozen(kw_only=True)
class Choose(Step):
    """The value of the first case whose condition holds, else of the last branch.

    ``tested`` are the conditions looked at, in order; only the last one of them can be yes. ``branches`` are the texts of
    all cases and of what is taken otherwise; ``taken`` is the number of the branch (from 0) whose value is ``result``.
    """

    op: ClassVar[str] = "choose"
    tested: tuple[Ref, ...]
    branches: tuple[str, ...]
    taken: int
    result: Ref


# -- Bands, points, check-lists -------------------------------------------------------------------------------------


@frozen
class Stretch(Ends):
    """A stretch of values, with a text for what it gives. A bound of ``None`` is open to that side."""

    low: StepValue
    low_included: bool
    high: StepValue
    high_included: bool
    gives: str = ""


@frozen(kw_only=True)
class Bands(Step):
    """The value of ``result``: of the first band in which the operand lies. ``hit`` (from 0) is ``None``: otherwise.

    Of a scale that is copied as an act prints it, ``printed`` are its lines (``percent``: in percent), in the order of the bands, and the bands are the
    lines as they are read: values between two neighbouring lines belong to the line with the lower or the higher values, as
    ``between`` says, a value at which one ends and the next begins to that which ``shared`` says ("": nothing is read so).
    """

    op: ClassVar[str] = "bands"
    operand: Ref
    bands: tuple[Stretch, ...]
    hit: int | None
    result: Ref
    printed: tuple[Stretch, ...] = ()
    percent: bool = False
    between: str = ""
    shared: str = ""


class Where(Enum):
    """Where an operand lies among points of interpolation."""

    BEFORE = "before the first"
    AFTER = "after the last"
    AT = "at a point"
    BETWEEN = "between two points"


@frozen(kw_only=True)
class Interpolate(Step):
    """Linear interpolation between points that run strictly up or strictly down.

    ``points`` are the places. ``index`` (from 0) is the point at which the operand lies, or the later one of the two that it
    lies between. ``lower`` is the result at point index - 1 (between only), ``upper`` at point index. Before the first
    and after the last point, ``upper`` is the result stated for it and ``index`` is ``None``.
    Between: lower + (upper - lower) x (operand - point before) / (point - point before).
    """

    op: ClassVar[str] = "interpolate"
    operand: Ref
    points: tuple[Ref, ...]
    where: Where
    index: int | None
    lower: Ref | None
    upper: Ref


@frozen
class Item:
    """An item of a check-list; ``result`` is ``None`` when the condition does not hold."""

    titles: Titles
    condition: Ref
    result: Ref | None


@frozen(kw_only=True)
class CheckList(Step):
    """The sum of what the items give whose condition holds; 0 when none does."""

    op: ClassVar[str] = "check-list"
    items: tuple[Item, ...]


# -- Rows -----------------------------------------------------------------------------------------------------------


@frozen
class Taken:
    """A row that was taken: what it is called, and the filter's step (``None`` without a filter), which is yes."""

    row: str
    where: Ref | None = None


@frozen
class LeftOut:
    """A row that the filter left out: its step is no."""

    row: str
    where: Ref


@frozen
class Selection:
    """The rows that an aggregate runs over. ``everywhere``: of all subjects. ``same``: equal fields with the row at hand.

    ``whose``: what the row is called that they belong to; empty where they are everybody's.
    """

    table: str
    everywhere: bool
    same: tuple[str, ...]
    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...]
    whose: str = ""


@frozen(kw_only=True)
class Aggregate(Step):
    """An aggregate of ``values``, one for each row taken.

    sum (0 of no rows), average, weighted average (sum of weight x value / sum of weights), geometric mean (n-th root of the
    product), largest, smallest, median (of an even number: the mean of the two middle ones), standard deviation (of
    the whole population). Over no rows: the value of ``if_none``.
    """

    op: ClassVar[str] = "aggregate"
    kind: AggregateKind
    rows: Selection
    values: tuple[Ref, ...]
    weights: tuple[Ref, ...] = ()
    if_none: Ref | None = None


@frozen(kw_only=True)
class Count(Step):
    """The number of rows taken."""

    op: ClassVar[str] = "count"
    rows: Selection


@frozen(kw_only=True)
class Share(Step):
    """The share of the rows taken whose condition is yes. Over no rows: the value of ``if_none``."""

    op: ClassVar[str] = "share"
    rows: Selection
    conditions: tuple[Ref, ...]
    if_none: Ref | None = None


@frozen(kw_only=True)
class Quantified(Step):
    """Whether any, no or every row taken has the condition. No ``conditions`` at all: whether there is any (no) row."""

    op: ClassVar[str] = "quantified"
    quantifier: Quantifier
    rows: Selection
    conditions: tuple[Ref, ...] | None


@frozen(kw_only=True)
class Among(Step):
    """What rows are compared by: ``values``, one for each row taken. It only records, once for all that stand among them."""

    op: ClassVar[str] = "among"
    rows: Selection
    values: tuple[Ref, ...]


@frozen(kw_only=True)
class Standing(Step):
    """Where the value ``own`` stands among the values of ``among`` (the step ``Among``), its own among them.

    position: 1 + the number of greater (``highest_first``) or smaller values; by ``ties``, where it is there: none is skipped:
    1 + the number of different ones among them; the average place: + half of the number of the other equal ones. percentile: (smaller + half of the equal) /
    all. z-score: (own - mean) / standard deviation of the population. min-max: (own - smallest) / (largest - smallest).
    The last two are the value of ``if_equal`` where all values are equal.
    """

    op: ClassVar[str] = "standing"
    kind: StandingKind
    highest_first: bool
    among: Ref
    own: Ref
    if_equal: Ref | None = None
    ties: Ties = Ties.SHARE


@frozen(kw_only=True)
class WorkingDays(Step):
    """The working days after ``first`` up to and including ``last``; 0 where ``last`` is not after ``first``.

    ``weekend`` are the days of the week that are off. Among the days counted, ``holidays`` are off whatever the day of the week, and
    ``working`` are working days in a weekend: all that the calendar says of them.
    """

    op: ClassVar[str] = "working days"
    calendar: str
    titles: Titles = Titles()
    first: Ref
    last: Ref
    weekend: tuple[str, ...]
    holidays: tuple[date, ...] = ()
    working: tuple[date, ...] = ()


# -- Clauses around a formula ------------------------------------------------------------------------------------------


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


# -- Definitions ------------------------------------------------------------------------------------------------------


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


# -- The tree of scores ---------------------------------------------------------------------------------------------


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


# -- Grades and places ----------------------------------------------------------------------------------------------


@frozen
class Grade:
    """A grade and its stretch of scores; ``printed`` is that of its line, where the grades are read as ``Bands`` are."""

    name: str
    titles: Titles
    stretch: Stretch
    printed: Stretch | None = None


@frozen(kw_only=True)
class Rating(Step):
    """The name of the first grade in whose stretch the node's score lies."""

    op: ClassVar[str] = "rating"
    rated: str
    node: Ref
    grades: tuple[Grade, ...]
    titles: Titles = Titles()
    between: str = ""
    shared: str = ""


@frozen
class Rival:
    """Another subject of the same group, and its scores by the keys of the ranking (``None``: it has none)."""

    subject: str
    scores: tuple[Num | None, ...]


@frozen(kw_only=True)
class Place(Step):
    """The place of a subject among its rivals: 1 + the number of better ones, or (``dense``) of better sets of equal ones.

    ``keys`` are the subject's own steps (``ScoreOf``), the first one deciding, the next between equals; ``highest_first``
    for each. A rival without a score by a key comes after those that have one. ``shared``: with ``equals`` of them.
    The scores of rivals are results of their own derivations. ``condition``: the step by which the subject takes part.
    """

    op: ClassVar[str] = "place"
    ranking: str
    titles: Titles
    group: tuple[str, ...]
    keys: tuple[Ref, ...]
    highest_first: tuple[bool, ...]
    dense: bool
    rivals: tuple[Rival, ...]
    shared: bool
    among: int
    condition: Ref | None = None


AnyStep = (
    Cell | Written | Figure | Arithmetic | Negate | Function | Limit | Round | Compare | Every | Some | Not | IsKnown
    | IsApplicable | IfMissing | Choose | Bands | Interpolate | CheckList | Aggregate | Count | Share | Quantified | Among
    | Standing | WorkingDays | Multiplied | MeanOfOthers | Definition | Parameter | ScoreOf | Weighting | WeightedMean | OfParts | Maximum | Incidents | Adjust | Bounded | Node | Rating
    | Place | Failed
)  # fmt: skip
"""Every kind of step."""


def among(step: Standing, steps: Sequence[Step]) -> Among:
    """What something stands among."""
    found = steps[step.among]
    assert isinstance(found, Among)
    return found
