"""What the page shows of a body."""

from __future__ import annotations

from attrs import frozen

from effrules.report.blocks.charts.drawn import Waterfall
from effrules.report.page.said import Said, Shown


@frozen
class Line:
    """A part in the table of a body's scores. ``lost`` is what the total lost there and below.

    ``bar`` is its score along its own scale, in thousandths.
    """

    number: str
    anchor: str
    depth: int
    title: Said
    kind: str
    step: int
    weight: Shown | None
    stated: Shown | None
    score: Shown | Said
    scored: bool
    maximum: str
    lost: Shown | None
    bar: int
    colour: int


@frozen
class Case:
    """A row for which a penalty or bonus is due: its values by the titles of their fields, and the points."""

    row: Said
    values: tuple[tuple[Said, Said], ...]
    points: Shown | None


@frozen
class AdjustmentLine:
    """A penalty or bonus of a body."""

    title: Said
    on: Said
    sign: int
    applies: bool
    cases: tuple[Case, ...]
    incidents: int
    amount: Shown
    capped: Shown
    taken: Shown


@frozen
class LeftOut:
    """A part that is not applicable: why, and where its weight went (nothing where the weights clause was not reached)."""

    title: Said
    reason: Said
    weight: tuple[Said, ...]


@frozen
class PlaceLine:
    """A place in a ranking."""

    title: Said
    group: Said | None
    number: int
    among: int
    shared: bool
    step: int | None


@frozen
class Head:
    """A block or direction of rules that give no total: its score, and its grades and places."""

    title: Said
    score: Shown | Said
    colour: int
    ratings: tuple[tuple[Said, Said, int | None], ...]
    places: tuple[PlaceLine, ...]
    at: int | None
    """Where its score lies on its scale, in thousandths."""


@frozen
class Body:
    """Everything that the section of a body says, but its derivation. ``assumptions`` are numbers of clauses.

    ``heads`` are there where the rules give no total: they stand in its place.
    """

    id: str
    key: str
    name: str
    group: Said | None
    total: Shown | Said
    scored: bool
    ratings: tuple[tuple[Said, Said, int | None], ...]
    places: tuple[PlaceLine, ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    adjustments: tuple[AdjustmentLine, ...]
    left_out: tuple[LeftOut, ...]
    assumptions: tuple[int, ...]
    roots: tuple[int, ...]
    at: int | None
    falls: tuple[Waterfall[Said | Shown], ...]
    """Where points were lost on the way to the total, or to each head."""
