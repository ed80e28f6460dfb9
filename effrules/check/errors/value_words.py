"""Values, types and units as findings tell them."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from flint import fmpq

from effrules.model import types
from effrules.model.numbers import finite_places, percent_text
from effrules.model.types import Domain, End, Flavour, Unit, unit_text
from effrules.words import Message, Number, phrase, several
from effrules.words import Text as Words

Amount: TypeAlias = Number | date
"""An end of a stretch of values as it is told."""

POINTS = phrase("points", context="a unit")
YES_OR_NO = phrase("yes or no")
NUMBER = phrase("a number")

FLAVOURS = {Flavour.SHARE: phrase("a share"), Flavour.NUMBER: NUMBER, Flavour.PLAIN: phrase("a plain number")}
UNITS: dict[Unit, Message] = {types.POINTS: POINTS, types.DAYS: phrase("days", context="a unit")}


def percent(value: fmpq) -> Number:
    """A share in percent, exactly: ``95%``; as a ratio where the percentage has no end: ``1/3``."""
    return Number(str(value) if finite_places(value * 100) is None else percent_text(value))


def decimal(value: fmpq) -> Number:
    """A number, exactly: ``49.5``; as a ratio where it has no end: ``1/3``."""
    whole = finite_places(value) is None
    return Number(str(value) if whole else percent_text(value / 100).removesuffix("%"))


def told(kind: types.Type | Words) -> Words:
    """A type in a sentence: ``a share``; what is told already stays."""
    match kind:
        case types.Quantity(unit=()):
            return FLAVOURS[kind.flavour]
        case types.Quantity():
            return unit_told(kind.unit)
        case types.Text():
            return phrase("a text")
        case types.YesNo():
            return YES_OR_NO
        case types.Date():
            return phrase("a date")
        case types.Choice():
            return phrase("one of {names}", names=several(kind.names))
        case _:
            return kind


def unit_named(name: str) -> Words:
    """A unit by its name, as it is written."""
    return UNITS.get(((name, 1),), name)


def unit_told(unit: Unit) -> Words:
    """A unit in a sentence: ``points``, ``KZT per days``."""
    if unit in UNITS:
        return UNITS[unit]
    under = unit_text(tuple((name, -power) for name, power in unit if power < 0))
    if not under:
        return unit_text(unit)
    over = unit_text(tuple((name, power) for name, power in unit if power > 0))
    return phrase("{unit} per {other}", unit=over or "1", other=under)


def stretch(low: Amount | None, low_in: bool, high: Amount | None, high_in: bool) -> Message:
    """The values between two ends, of which one or both may be absent."""
    if low is None and high is None:
        return phrase("any value")
    if low is None and high is not None:
        return phrase("at most {high}", high=high) if high_in else phrase("below {high}", high=high)
    assert low is not None
    if high is None:
        return phrase("from {low}", low=low) if low_in else phrase("above {low}", low=low)
    match low_in, high_in:
        case True, True:
            return phrase("from {low} to {high}", low=low, high=high)
        case True, False:
            return phrase("from {low} to below {high}", low=low, high=high)
        case False, True:
            return phrase("above {low} to {high}", low=low, high=high)
        case _:
            return phrase("above {low} to below {high}", low=low, high=high)


def domain_told(domain: Domain) -> Words:
    """What a field admits."""
    told = [phrase("whole", context="of a number")] if domain.whole else []
    low, high = end(domain.low), end(domain.high)
    if low is not None:
        told.append(phrase("above {low}", low=low) if domain.low_open else phrase("at least {low}", low=low))
    if high is not None:
        told.append(
            phrase("below {high}", high=high) if domain.high_open else phrase("at most {high}", high=high)
        )
    return several(told)


def end(value: End) -> Amount | None:
    """An end of a range, a number or a day; ``None`` where there is none."""
    return None if value is None else value if isinstance(value, date) else Number(str(value))
