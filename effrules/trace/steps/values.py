"""Steps of single values: cells and figures, arithmetic, conditions, stretches of values."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from attrs import field as attribute
from attrs import frozen
from flint import fmpq

from effrules.model.program import Comparison
from effrules.model.rounding import Rounding, is_tie
from effrules.model.schema import Titles
from effrules.model.types import Ends
from effrules.trace.steps.step import Ref, Step, StepValue

# -- Leaves --------------------------------------------------------------------------------------------------------


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


# -- Arithmetic ----------------------------------------------------------------------------------------------------


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


# -- Conditions ----------------------------------------------------------------------------------------------------


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


# -- Bands, points, check-lists ------------------------------------------------------------------------------------


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


OfOne = (
    Cell
    | Written
    | Figure
    | Arithmetic
    | Negate
    | Function
    | Limit
    | Round
    | Compare
    | Every
    | Some
    | Not
    | IsKnown
    | IsApplicable
    | IfMissing
    | Choose
    | Bands
    | Interpolate
    | CheckList
)
