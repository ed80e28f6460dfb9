"""Bands and interpolations checked to cover a domain once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from attrs import frozen
from flint import fmpq

from effrules.check.errors import band_errors, value_words
from effrules.check.errors.band_errors import ANY_VALUE, LOWEST, value_told, values_told
from effrules.check.errors.value_words import Amount
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.types import Domain, End, Value
from effrules.source import Span
from effrules.words import Message
from effrules.words import Number as NumberTold

Number = fmpq | date
DAY = timedelta(days=1)


def constant_value(node: p.Expression) -> Value | None:
    """The value of an expression made of constants only."""
    match node:
        case p.Constant(value):
            return value
        case p.Arithmetic(operator, left, right):
            a, b = constant_value(left), constant_value(right)
            if not isinstance(a, fmpq) or not isinstance(b, fmpq):
                return None
            match operator:
                case p.ArithmeticOperator.ADD:
                    return a + b
                case p.ArithmeticOperator.SUBTRACT:
                    return a - b
                case p.ArithmeticOperator.MULTIPLY:
                    return a * b
                case p.ArithmeticOperator.DIVIDE:
                    return a / b if b != 0 else None
        case p.Negate(operand):
            inner = constant_value(operand)
            return -inner if isinstance(inner, fmpq) else None
        case _:
            return None


# -- Bands -----------------------------------------------------------------------------------------------------


def _show(value: End, in_percent: bool) -> Amount:
    """A value as people write it: in percent where the bands are written so."""
    if not isinstance(value, fmpq):
        assert isinstance(value, date)
        return value
    if in_percent:
        return value_words.percent(value)
    text = str(value_words.percent(value / 100))
    return NumberTold(text.removesuffix("%") if text.endswith("%") else str(value))


def _between(
    reached: End, reached_in: bool, low: End, low_in: bool, step: fmpq | None, in_percent: bool
) -> Message:
    """The values between two bands, in words."""
    if step is not None and isinstance(reached, fmpq) and isinstance(low, fmpq):
        first, last = reached + (step if reached_in else 0), low - (step if low_in else 0)
        if first == last:
            return value_told(_show(first, in_percent))
        return values_told(_show(first, in_percent), True, _show(last, in_percent), True)
    if low == reached:
        return value_told(_show(reached, in_percent))
    return values_told(_show(reached, in_percent), not reached_in, _show(low, in_percent), not low_in)


def _settled(band: p.Band, step: fmpq | None) -> tuple[End, bool, End, bool]:
    """A band's ends; over whole multiples of a step, and over days, both ends are brought to included ones."""
    low, low_in, high, high_in = band.low, band.low_included, band.high, band.high_included
    if isinstance(low, date) and not low_in and low != date.max:
        low, low_in = low + DAY, True
    if isinstance(high, date) and not high_in and high != date.min:
        high, high_in = high - DAY, True
    if step is not None:
        if isinstance(low, fmpq):
            floor = _multiple(low, step)
            low = floor if floor == low and low_in else floor + step
            low_in = True
        if isinstance(high, fmpq):
            floor = _multiple(high, step)
            high = floor - step if floor == high and not high_in else floor
            high_in = True
    return low, low_in, high, high_in


def _is_empty(low: End, low_in: bool, high: End, high_in: bool) -> bool:
    if low is None or high is None:
        return False
    return bool(low > high or (low == high and not (low_in and high_in)))


def _multiple(value: fmpq, step: fmpq) -> fmpq:
    """The greatest whole multiple of a step that is not above a value."""
    times = value / step
    return step * fmpq(int(times.p // times.q))


@frozen
class Coverage:
    """How bands cover a domain: ``faults`` are bands that are empty or overlap, ``gaps`` the values that none is for, in words."""

    faults: tuple[Finding, ...] = ()
    gaps: tuple[Message, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether each value has exactly one band."""
        return not self.faults and not self.gaps


def coverage(
    bands: Sequence[p.Band], domain: Domain, place: Span, step: fmpq | None = None, *, otherwise: bool = False
) -> Coverage:
    """Every gap and overlap of bands over a domain; ``step``: only whole multiples of it occur; ``otherwise``: gaps do not matter.

    A band in which no multiple of the step lies is harmless; one in which no number lies, or of whole numbers none, is a slip.
    """
    whole = fmpq(1) if domain.whole else None
    in_percent = any(band.span is not None and "%" in band.span.text for band in bands)
    if domain.whole and (step is None or step < 1):
        step = whole
    faults = [
        band_errors.empty_band(band.span or place) for band in bands if _is_empty(*_settled(band, whole))
    ]
    if faults:
        return Coverage(tuple(faults))
    settled = [(*_settled(band, step), band) for band in bands]
    settled = [entry for entry in settled if not _is_empty(*entry[:4])]
    least = [entry for entry in settled if entry[0] is None]
    rest = sorted(
        (entry for entry in settled if entry[0] is not None), key=lambda entry: (entry[0], not entry[1])
    )
    for *_, band in least[1:]:
        faults.append(band_errors.band_overlap(band.span or place, least[0][4].span, LOWEST))
    gaps: list[Message] = []
    reached: End = None
    reached_in = False
    before: p.Band | None = None
    open_high = False
    if least:
        _, _, reached, reached_in, before = least[0]
        open_high = reached is None
    elif domain.low is None:
        if not rest:
            return Coverage(tuple(faults), () if otherwise else (ANY_VALUE,))
        gaps.append(values_told(None, False, _show(rest[0][0], in_percent), False))
    else:
        reached, reached_in = domain.low, domain.low_open
    for low, low_in, high, high_in, band in rest:
        assert low is not None
        if open_high:
            where = values_told(_show(low, in_percent), True, None, False)
            faults.append(
                band_errors.band_overlap(band.span or place, before.span if before else None, where)
            )
            continue
        if reached is not None:
            if before is not None and (low < reached or (low == reached and low_in and reached_in)):
                where = value_told(_show(low, in_percent))
                faults.append(band_errors.band_overlap(band.span or place, before.span, where))
            elif _is_gap(reached, reached_in, low, low_in, step) and _inside(reached, domain):
                gaps.append(_between(reached, reached_in, low, low_in, step, in_percent))
        if reached is None or high is None or (high, high_in) > (reached, reached_in):
            reached, reached_in, before = high, high_in, band
        open_high = high is None
    if not open_high:
        gaps += _above(reached, reached_in, domain, in_percent)
    return Coverage(tuple(faults), () if otherwise else tuple(gaps))


def _is_gap(reached: Number, reached_in: bool, low: Number, low_in: bool, step: fmpq | None) -> bool:
    """Whether values that can occur lie between the end of a band and the beginning of the next one."""
    if isinstance(low, date) and isinstance(reached, date):
        return (low - reached).days > reached_in
    if step is not None and isinstance(low, fmpq) and isinstance(reached, fmpq):
        return bool(low > reached + (step if reached_in else 0))
    after: bool = low > reached  # type: ignore[operator] # both are numbers, or both days
    return after or (low == reached and not low_in and not reached_in)


def _above(reached: End, reached_in: bool, domain: Domain, in_percent: bool) -> list[Message]:
    """The values of a domain above the last band."""
    last, left_open = domain.high, domain.high_open
    if last is None:
        return [values_told(_show(reached, in_percent), False, None, False)]
    if left_open and isinstance(last, date):
        last, left_open = last - DAY, False
    if reached is not None and (reached < last or (reached == last and not reached_in and not left_open)):
        return [values_told(_show(reached, in_percent), not reached_in, None, False)]
    return []


def _inside(value: End, domain: Domain) -> bool:
    """Whether there are values of the domain at or after a value."""
    return domain.high is None or value < domain.high or (value == domain.high and not domain.high_open)


# -- Interpolation ------------------------------------------------------------------------------------------------


def interpolation(node: p.Interpolate, domain: Domain, place: Span) -> tuple[Finding, ...]:
    """What is wrong with the points of an interpolation, as far as the rules alone tell."""
    ends: list[End] = [constant_value(at) for at, _ in node.points]
    below = above = True
    rising = True
    if all(end is not None for end in ends):
        rising = all(a < b for a, b in pairwise(ends))
        if not rising and not all(a > b for a, b in pairwise(ends)):
            return (band_errors.points_not_monotone(place),)
        low, high = (ends[0], ends[-1]) if rising else (ends[-1], ends[0])
        below, above = domain.low is None or domain.low < low, domain.high is None or domain.high > high
    before, after = (below, above) if rising else (above, below)
    lacking = [
        *([band_errors.nothing_before(place)] if before and node.before is None else []),
        *([band_errors.nothing_after(place)] if after and node.after is None else []),
    ]
    return tuple(lacking)
