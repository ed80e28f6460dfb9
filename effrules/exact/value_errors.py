"""The findings about numbers, bands and points. E701 to E704, E710 to E712, E724."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.data.dataset import Row
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error
from effrules.exact.failing import _MOST_CELLS, at_hand, called, place_of, shown
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.real import DomainError, TooLong, Undecided
from effrules.words import Number, Text, both, phrase, several


def division_by_zero(divided: p.Arithmetic, environment: Environment) -> Finding:
    """A divisor that is zero for the data at hand."""
    notes, related = at_hand(divided.right, environment)
    return error(
        "E701", phrase("a division by zero"), divided.span, phrase("the divisor is 0 here"), *notes,
        Note("help", phrase("say what holds then: `when ... is 0 then ... otherwise ...`, or make it not applicable")),
        related=related,
    )  # fmt: skip


def no_weight_at_all(average: p.Expression, environment: Environment) -> Finding:
    """A weighted average whose weights add up to zero."""
    notes, related = at_hand(average, environment)
    return error(
        "E701",
        phrase("a weighted average over weights that add up to 0"),
        place_of(average),
        "",
        *notes,
        related=related,
    )


def undefined(expression: p.Expression, environment: Environment, why: DomainError) -> Finding:
    """A function or operation that has no value there, or one of too many digits."""
    notes, related = at_hand(expression, environment)
    if isinstance(why, TooLong):
        return error(
            "E724", phrase("this number has too many digits to be worked with"), place_of(expression), why.told, *notes, _shorter(why),
            related=related,
        )  # fmt: skip
    return error(
        "E702",
        phrase("this has no value: {why}", why=why.told),
        place_of(expression),
        "",
        *notes,
        related=related,
    )


def _shorter(why: TooLong) -> Note:
    if why.fraction:
        return Note(
            "help",
            phrase(
                "round on the way (`... rounded to 20 decimals, half up`); a power with a great exponent can be written as `exp(n * ln(x))`, which keeps no fraction"
            ),
        )
    return Note("help", phrase("look at the exponent, or work with the logarithm of the number"))


def undecided(expression: p.Expression, environment: Environment, why: Undecided) -> Finding:
    """A decision about irrational numbers that neither the digits tried nor a proof settles."""
    notes, related = at_hand(expression, environment)
    return error(
        "E703",
        phrase("this cannot be decided"),
        place_of(expression),
        _open(why),
        *notes,
        _way_out(why),
        related=related,
    )


def _open(why: Undecided) -> Text:
    """What is known, and what is not."""
    digits = Number(f"{why.digits:,}")
    if why.limit is not None:
        return phrase(
            "it agrees with {limit} to {digits} digits; that it is that number could neither be shown nor ruled out",
            limit=shown(why.limit), digits=digits,
        )  # fmt: skip
    return phrase(
        "two numbers agree to {digits} digits; neither that they are equal nor which is greater could be shown",
        digits=digits,
    )


def _untold(one: Row, other: Row, digits: int) -> Text:
    return phrase(
        "{rows} agree to {digits} digits; neither a tie nor an order could be shown",
        rows=both([called(one), called(other)]), digits=Number(f"{digits:,}"),
    )  # fmt: skip


def _way_out(why: Undecided) -> Note:
    if why.limit is not None:
        return Note(
            "help",
            phrase(
                "if it should be exactly {limit}, write the formula so that roots, powers and logarithms do not have to cancel; or round it, to another number of digits than now",
                limit=shown(why.limit),
            ),
        )
    return Note(
        "help",
        phrase(
            "round both before they are compared, or write them so that roots, powers and logarithms do not have to cancel"
        ),
    )


def standing_undecided(standing: p.Standing, one: Row, other: Row, why: Undecided) -> Finding:
    """Two rows whose values can neither be told apart nor shown to be equal."""
    return error(
        "E703", phrase("the {standing} cannot be decided", standing=standing.kind.facts.called), standing.span,
        _untold(one, other, why.digits), Note("help", phrase("round what is compared (`... rounded to 20 decimals, half up`)")),
    )  # fmt: skip


def no_such_day(expression: p.Arithmetic, why: Text) -> Finding:
    """A calculation with dates that gives no day."""
    return error("E704", phrase("this gives no date: {why}", why=why), expression.span)


def no_band(banded: p.Banded, value: object, environment: Environment) -> Finding:
    """A value in no band."""
    notes, related = at_hand(banded.operand, environment)
    return error(
        "E710",
        phrase("no band is for {value}", value=shown(value)),
        banded.span,
        "",
        *notes,
        Note("help", phrase("add `otherwise`")),
        related=related,
    )


def points_not_monotone(
    interpolate: p.Interpolate, ends: Iterable[object], environment: Environment
) -> Finding:
    """Points of an interpolation that go to and fro for the data at hand."""
    related = tuple(dict.fromkeys(r for at, _ in interpolate.points for r in at_hand(at, environment)[1]))
    notes = tuple(dict.fromkeys(n for at, _ in interpolate.points for n in at_hand(at, environment)[0]))
    return error(
        "E711", phrase("the points of an interpolation must run strictly up or strictly down"), interpolate.span,
        phrase("here they are {points}", points=several(shown(end) for end in ends)), *notes, related=related[:_MOST_CELLS],
    )  # fmt: skip


def beyond_points(
    interpolate: p.Interpolate, value: object, before: bool, environment: Environment
) -> Finding:
    """A value beyond the points of an interpolation, where nothing is stated."""
    notes, related = at_hand(interpolate.operand, environment)
    told = (
        phrase("{value} lies before the first point, and nothing says what holds there", value=shown(value))
        if before
        else phrase(
            "{value} lies after the last point, and nothing says what holds there", value=shown(value)
        )
    )
    return error("E712", told, interpolate.span, "", *notes, related=related)
