"""Domains of expressions, and bands and interpolations checked to cover them once.

Domains are plain intervals: sound (every value that can occur lies inside), not always tight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from flint import fmpq

from effrules.check import errors
from effrules.check.scope import World
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.types import Domain, End, Value
from effrules.source import Span

Number = fmpq | date
ANY = Domain()
ZERO = fmpq(0)
ONE = fmpq(1)


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


# -- Domains ---------------------------------------------------------------------------------------------------


def _at_least(low: End) -> Domain:
    return Domain(low=low)


def hull(left: Domain, right: Domain) -> Domain:
    """The smallest domain that has both."""
    low = high = None
    low_open = high_open = False
    if left.low is not None and right.low is not None:
        low, low_open = min((left.low, left.low_open), (right.low, right.low_open))
    if left.high is not None and right.high is not None:
        high, closed = max((left.high, not left.high_open), (right.high, not right.high_open))
        high_open = not closed
    return Domain(low, low_open, high, high_open, left.whole and right.whole)


def domain_of(node: p.Expression, world: World) -> Domain:
    """An interval in which every value of the expression lies."""
    constant = constant_value(node)
    if isinstance(constant, fmpq | date):
        whole = isinstance(constant, fmpq) and constant.q == 1
        return Domain(constant, False, constant, False, whole)
    match node:
        case p.FieldOf(row, name):
            table = world.table(row.table)
            declared = table.field_named(name) if table else None
            return declared.domain if declared else ANY
        case p.OwnerFieldOf(row, levels, name):
            table = world.table(row.table)
            for _ in range(levels):
                table = world.table(table.owner) if table and table.owner else None
            declared = table.field_named(name) if table else None
            return declared.domain if declared else ANY
        case p.Count():
            return Domain(low=ZERO, whole=True)
        case p.ShareOf():
            return Domain(low=ZERO, high=ONE)
        case p.Standing(kind=p.StandingKind.POSITION):
            return Domain(low=ONE, whole=True)
        case p.Standing(kind=p.StandingKind.PERCENTILE):
            return Domain(low=ZERO, high=ONE)
        case p.Limit(operand, upper, bound):
            return _limited(domain_of(operand, world), upper, domain_of(bound, world))
        case p.IfMissing(operand, instead):
            return hull(domain_of(operand, world), domain_of(instead, world))
        case p.Choose(cases, otherwise):
            found = domain_of(otherwise, world)
            for _, value in cases:
                found = hull(found, domain_of(value, world))
            return found
        case p.Call(name) if name in world.definitions:
            return domain_of(world.definitions[name].body, world)
        case p.Aggregate(kind, _, body, _, if_none):
            return _aggregate_domain(
                kind, domain_of(body, world), None if if_none is None else domain_of(if_none, world)
            )
        case p.Arithmetic(operator, left, right):
            return _arithmetic_domain(operator, domain_of(left, world), domain_of(right, world))
        case p.Apply(p.Function.ABS | p.Function.SQRT):
            return _at_least(ZERO)
        case _:
            return ANY


def _limited(inner: Domain, upper: bool, bound: Domain) -> Domain:
    low, low_open, high, high_open = inner.low, inner.low_open, inner.high, inner.high_open
    if upper:
        if bound.high is not None and (high is None or bound.high < high):
            high, high_open = bound.high, bound.high_open
        if low is not None and (bound.low is None or bound.low < low):
            low, low_open = bound.low, bound.low_open
    else:
        if bound.low is not None and (low is None or bound.low > low):
            low, low_open = bound.low, bound.low_open
        if high is not None and (bound.high is None or bound.high > high):
            high, high_open = bound.high, bound.high_open
    return Domain(low, low_open, high, high_open, inner.whole and bound.whole)


def _aggregate_domain(kind: p.AggregateKind, body: Domain, none: Domain | None) -> Domain:
    if kind is p.AggregateKind.SUM:
        found = Domain(low=ZERO if body.low is not None and body.low >= 0 else None, whole=body.whole)
    elif kind is p.AggregateKind.STANDARD_DEVIATION:
        found = _at_least(ZERO)
    elif kind in (p.AggregateKind.LARGEST, p.AggregateKind.SMALLEST):
        found = body
    else:
        found = Domain(body.low, body.low_open, body.high, body.high_open)
    return found if none is None else hull(found, none)


def _arithmetic_domain(operator: p.ArithmeticOperator, left: Domain, right: Domain) -> Domain:
    if any(isinstance(end, date) for end in (left.low, left.high, right.low, right.high)):
        return ANY
    low: fmpq | None = None
    high: fmpq | None = None
    whole = left.whole and right.whole
    a, b, c, d = left.low, left.high, right.low, right.high
    match operator:
        case p.ArithmeticOperator.ADD:
            low = a + c if a is not None and c is not None else None
            high = b + d if b is not None and d is not None else None
        case p.ArithmeticOperator.SUBTRACT:
            low = a - d if a is not None and d is not None else None
            high = b - c if b is not None and c is not None else None
        case p.ArithmeticOperator.MULTIPLY:
            if None not in (a, b, c, d):
                ends = [x * y for x in (a, b) for y in (c, d)]
                low, high = min(ends), max(ends)
            elif a is not None and c is not None and a >= 0 and c >= 0:
                low = a * c
                high = b * d if b is not None and d is not None else None
        case p.ArithmeticOperator.DIVIDE:
            whole = False
            if a is not None and c is not None and a >= 0 and c >= 0:
                low = ZERO
                if b is not None and c > 0:
                    high = b / c
    return Domain(low, False, high, False, whole)


# -- Bands -----------------------------------------------------------------------------------------------------


def _show(value: Value | None, bands: Sequence[p.Band] = ()) -> str:
    """A value as people write it: in percent where the bands are written so."""
    if not isinstance(value, fmpq):
        return str(value)
    if any(band.span is not None and "%" in band.span.text for band in bands):
        return errors.percent(value)
    text = errors.percent(value / 100)
    return text.removesuffix("%") if text.endswith("%") else str(value)


def _between(
    reached: End, reached_in: bool, low: End, low_in: bool, domain: Domain, bands: Sequence[p.Band]
) -> str:
    """The values between two bands, in words."""
    if domain.whole and isinstance(reached, fmpq) and isinstance(low, fmpq):
        first, last = reached + (1 if reached_in else 0), low - (1 if low_in else 0)
        if first == last:
            return f"the value {_show(first, bands)}"
        return f"values from {_show(first, bands)} to {_show(last, bands)}"
    if low == reached:
        return f"the value {_show(reached, bands)}"
    start, end = "above" if reached_in else "from", "to below" if low_in else "to"
    return f"values {start} {_show(reached, bands)} {end} {_show(low, bands)}"


def _settled(band: p.Band, whole: bool) -> tuple[End, bool, End, bool]:
    """A band's ends; over whole numbers both ends are brought to included whole numbers."""
    low, low_in, high, high_in = band.low, band.low_included, band.high, band.high_included
    if whole:
        if isinstance(low, fmpq):
            floor = fmpq(int(low.p // low.q))
            low = floor if floor == low and low_in else floor + 1
            low_in = True
        if isinstance(high, fmpq):
            floor = fmpq(int(high.p // high.q))
            high = floor - 1 if floor == high and not high_in else floor
            high_in = True
    return low, low_in, high, high_in


def coverage(bands: Sequence[p.Band], domain: Domain, otherwise: bool, place: Span) -> Finding | None:
    """The first gap or overlap of bands over a domain, if there is one."""
    settled = [(*_settled(band, domain.whole), band) for band in bands]
    for low, low_in, high, high_in, band in settled:
        if (
            low is not None
            and high is not None
            and (low > high or (low == high and not (low_in and high_in)))
        ):
            return errors.empty_band(band.span or place)
    least = [entry for entry in settled if entry[0] is None]
    rest = sorted(
        (entry for entry in settled if entry[0] is not None), key=lambda entry: (entry[0], not entry[1])
    )
    if len(least) > 1:
        return errors.band_overlap(least[1][4].span or place, least[0][4].span, "the lowest values")
    reached: End = None
    reached_in = False
    before: p.Band | None = None
    open_high = False
    if least:
        _, _, reached, reached_in, before = least[0]
        open_high = reached is None
    elif domain.low is None:
        if not otherwise:
            first = f"values below {_show(rest[0][0], bands)}" if rest else "any value"
            return errors.band_gap(place, first)
    else:
        reached, reached_in = domain.low, domain.low_open
    for low, low_in, high, high_in, band in rest:
        assert low is not None
        if open_high:
            return errors.band_overlap(
                band.span or place, before.span if before else None, f"values from {_show(low, bands)}"
            )
        if reached is not None:
            overlaps = low < reached or (low == reached and low_in and reached_in)
            if overlaps and before is not None:
                return errors.band_overlap(band.span or place, before.span, f"the value {_show(low, bands)}")
            gap = low > reached or (low == reached and not low_in and not reached_in)
            if domain.whole and gap and isinstance(low, fmpq) and isinstance(reached, fmpq):
                gap = low > reached + (1 if reached_in else 0)
            if gap and not otherwise and _inside(reached, domain):
                return errors.band_gap(place, _between(reached, reached_in, low, low_in, domain, bands))
        reached, reached_in, before = high, high_in, band
        open_high = high is None
    if open_high or otherwise:
        return None
    if domain.high is None:
        return errors.band_gap(place, f"values above {_show(reached, bands)}")
    if reached is not None and (
        reached < domain.high or (reached == domain.high and not reached_in and not domain.high_open)
    ):
        return errors.band_gap(place, f"values {'above' if reached_in else 'from'} {_show(reached, bands)}")
    return None


def _inside(value: End, domain: Domain) -> bool:
    """Whether there are values of the domain at or after a value."""
    return domain.high is None or value < domain.high or (value == domain.high and not domain.high_open)


# -- Interpolation ------------------------------------------------------------------------------------------------


def interpolation(
    points: Sequence[tuple[p.Expression, p.Expression]],
    beyond: Mapping[str, p.Expression],
    domain: Domain,
    place: Span,
) -> Finding | None:
    """What is wrong with the points of an interpolation, as far as the rules alone tell."""
    ends: list[End] = [constant_value(at) for at, _ in points]
    if any(end is None for end in ends):
        for side in ("before", "after"):
            if side not in beyond:
                return errors.beyond_not_stated(
                    place, f"{side} the {'first' if side == 'before' else 'last'}"
                )
        return None
    rising = all(a < b for a, b in pairwise(ends))
    falling = all(a > b for a, b in pairwise(ends))
    if not rising and not falling:
        return errors.points_not_monotone(place)
    low, high = (ends[0], ends[-1]) if rising else (ends[-1], ends[0])
    low_side, high_side = ("before", "after") if rising else ("after", "before")
    if low_side not in beyond and (domain.low is None or domain.low < low):
        return errors.beyond_not_stated(
            place, f"{low_side} the {'first' if low_side == 'before' else 'last'}"
        )
    if high_side not in beyond and (domain.high is None or domain.high > high):
        return errors.beyond_not_stated(
            place, f"{high_side} the {'first' if high_side == 'before' else 'last'}"
        )
    return None
