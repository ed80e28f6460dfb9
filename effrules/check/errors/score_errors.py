"""The findings about how a node gets its score."""

from __future__ import annotations

from flint import fmpq

from effrules.check.errors.value_words import decimal
from effrules.diagnostics import Finding
from effrules.diagnostics.making import error
from effrules.model.node import DEEPEST
from effrules.source import Span
from effrules.words import Text as Words
from effrules.words import counted, phrase


def no_scale(place: Span) -> Finding:
    """The heading does not say the scale."""
    help_text = phrase("say `scale 0 to 100 points` in the heading")
    return error("E315", phrase("the scale is not stated"), place, way_out=help_text)


def scale_upwards(place: Span) -> Finding:
    """A scale that ends where it begins, or before."""
    return error("E327", phrase("the scale must run upwards"), place)


def no_formula(place: Span, what: Words) -> Finding:
    """A node that nothing gives a score."""
    return error("E320", phrase("{what} has neither a `score` nor parts", what=what), place)


def no_maximum(place: Span, what: Words) -> Finding:
    """A criterion without a maximum."""
    help_text = phrase("say `out of N points`")
    return error("E320", phrase("{what} does not say its maximum", what=what), place, way_out=help_text)


def maximum_not_positive(place: Span) -> Finding:
    """A maximum of 0 or less."""
    return error("E327", phrase("a maximum must be above 0 points"), place)


def amount_negative(place: Span) -> Finding:
    """A penalty or bonus whose amount lies below 0."""
    return error("E327", phrase("the amount must not be negative"), place)


def beyond_scale(place: Span, node: str, value: fmpq, scale: tuple[fmpq, fmpq]) -> Finding:
    """A number of points, as it is written, that a criterion cannot have."""
    low, high = map(decimal, scale)
    said = phrase(
        "{value} points lie outside of the scale of `{node}`, which is from {low} to {high} points",
        value=decimal(value),
        node=node,
        low=low,
        high=high,
    )
    way = phrase(
        "correct the number or the maximum, or limit the score (`but at most {high} points`)", high=str(high)
    )
    return error("E399", said, place, way_out=way)


def definitions_too_deep(place: Span, name: str) -> Finding:
    """Definitions inside definitions beyond what can be followed."""
    message = counted(
        "`{name}` has more than {n} level of formulas inside one another, with the definitions that it uses",
        "`{name}` has more than {n} levels of formulas inside one another, with the definitions that it uses",
        n=DEEPEST,
        name=name,
    )
    help_text = phrase(
        "state the value in fewer steps; a chain that repeats the same step is better a sum over rows"
    )
    return error("E360", message, place, way_out=help_text)


def no_others_not_dealt_with(place: Span) -> Finding:
    """A mean of the others without a word on what holds where there are none."""
    message = phrase(
        "the mean of the others is not defined where there are no others, and nothing says what then"
    )
    help_text = phrase("add `, if none then not applicable` or `, if none then 0 points`, before `because`")
    return error("E385", message, place, way_out=help_text)


def mean_of_which_scores(place: Span, node: str) -> Finding:
    """A mean of the others where the node rounds, without a word on which scores are meant."""
    message = phrase(
        "`{node}` is rounded, and nothing says which scores of the others the mean is of", node=node
    )
    help_text = phrase(
        "say `mean of the others as rounded when ...` or `mean of the others before rounding when ...`"
    )
    return error("E386", message, place, way_out=help_text)


def mean_of_parts(place: Span, node: str) -> Finding:
    """A mean of the others on a node that is made of its parts only."""
    message = phrase("`{node}` is made of its parts: the others' mean cannot take their place", node=node)
    help_text = phrase(
        "write the clause in the parts for which it is meant; or give the node a formula of its own"
    )
    return error("E387", message, place, way_out=help_text)
