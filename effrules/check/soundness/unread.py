"""Printed scales and grades judged by the values that can occur: what no reading settles, and readings that settle nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from attrs import frozen
from flint import fmpq

from effrules.check.errors import scale_errors, scale_words
from effrules.check.errors.scale_errors import Idle
from effrules.check.soundness.steps import step_of
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.printed import (
    Gap,
    Reading,
    SharedEnd,
    Side,
    Stretch,
    gaps,
    occurs,
    shared_ends,
    stretch_of,
)
from effrules.model.rounding import Rounding
from effrules.model.types import Domain
from effrules.source import Span
from effrules.words import Message


@frozen
class Scale:
    """Lines that are read: of a printed scale or of a rating, with the values that can occur (all multiples of a step)."""

    lines: tuple[Stretch, ...]
    percent: bool
    domain: Domain
    step: fmpq | None
    place: Span
    between: Reading | None
    shared: Reading | None
    rounded: Reading | None = None
    rounding: Rounding | None = None
    step_before: fmpq | None = None
    """That of the value before it is rounded by the reading."""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What no line is for, although it can occur before the readings."""
        step = self.step if self.rounded is None else self.step_before
        return tuple(gap for gap in gaps(self.lines) if occurs(gap.stretch, self.domain, step))

    @property
    def gaps_left(self) -> tuple[Gap, ...]:
        """What no line is for, although it can occur once the value is rounded."""
        return tuple(gap for gap in gaps(self.lines) if occurs(gap.stretch, self.domain, self.step))

    @property
    def ends(self) -> tuple[SharedEnd, ...]:
        """Values that two lines are for and that can occur."""
        return tuple(
            end
            for end in shared_ends(self.lines)
            if occurs(Stretch(end.value, True, end.value, True), self.domain, self.step)
        )

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings that are stated."""
        return tuple(one for one in (self.rounded, self.between, self.shared) if one is not None)


def printed_scale(node: p.Banded, domain: Domain, program: p.Program) -> Scale | None:
    """A printed scale for the values of a domain; ``None`` where bands are not copied as printed."""
    printed = node.printed
    if printed is None or node.span is None:
        return None
    step = step_of(node.operand, program)
    before, rounding = step, None
    if printed.rounded is not None:
        assert isinstance(node.operand, p.RoundTo)
        before, rounding = step_of(node.operand.operand, program), node.operand.rounding
    return Scale(
        printed.lines, printed.percent, domain, step, node.span, printed.between, printed.shared,
        printed.rounded, rounding, before,
    )  # fmt: skip


def graded(rating: p.Rating, domain: Domain, step: fmpq | None) -> Scale | None:
    """The grades of a rating as the lines of a scale; ``None`` where no reading is stated for them."""
    if rating.span is None:
        return None
    lines = tuple(grade.printed or stretch_of(grade) for grade in rating.grades)
    return Scale(lines, False, domain, step, rating.span, rating.between, rating.shared)


def unread(scale: Scale, *, of_grades: bool = False) -> Finding | None:
    """What no reading settles, all of it in one finding."""
    left = [] if scale.between is not None else [_words(gap, scale) for gap in scale.gaps_left]
    twice = [] if scale.shared is not None else [
        scale_words.value_told(end.value, scale.percent) for end in scale.ends
    ]  # fmt: skip
    return scale_errors.not_read(scale.place, left, twice, of_grades=of_grades) if left or twice else None


def idle(scale: Scale, *, of_grades: bool = False) -> Iterator[Finding]:
    """Readings that nothing needs."""
    not_needed = partial(scale_errors.reading_not_needed, of_grades=of_grades)
    if scale.rounded is not None and not scale.gaps:
        yield not_needed(scale.rounded.span, Idle.NONE_BETWEEN)
    if scale.between is not None and not scale.gaps_left:
        rounded = scale.rounded is not None and bool(scale.gaps)
        yield not_needed(scale.between.span, Idle.NONE_ROUNDED if rounded else Idle.NONE_BETWEEN)
    if scale.shared is not None and not scale.ends:
        yield not_needed(scale.shared.span, Idle.NONE_SHARED)


def _words(gap: Gap, scale: Scale) -> Message:
    return scale_words.stretch(gap.stretch, scale.percent)


def line_of(side: Side, below: int, above: int, lines: Sequence[Stretch], percent: bool) -> Message:
    """The line that a reading names, in words."""
    return scale_words.stretch(lines[below if side is Side.LOWER else above], percent)
