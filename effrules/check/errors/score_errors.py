"""The findings about how a node gets its score."""

from __future__ import annotations

from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error
from effrules.model.node import DEEPEST
from effrules.source import Span


def no_scale(place: Span) -> Finding:
    """The heading does not say the scale."""
    return error(
        "E315",
        "the scale is not stated",
        place,
        "",
        Note("help", "say `scale 0 to 100 points` in the heading"),
    )


def no_formula(place: Span, what: str) -> Finding:
    """A node that nothing gives a score."""
    return error("E320", f"{what} has neither a `score` nor parts", place)


def no_maximum(place: Span, what: str) -> Finding:
    """A criterion without a maximum."""
    return error("E320", f"{what} does not say its maximum", place, "", Note("help", "say `out of N points`"))


def definitions_too_deep(place: Span, name: str) -> Finding:
    """Definitions inside definitions beyond what can be followed."""
    return error(
        "E360",
        f"`{name}` has more than {DEEPEST:,} levels of formulas inside one another, with the definitions that it uses",
        place,
        "",
        Note(
            "help",
            "state the value in fewer steps; a chain that repeats the same step is better a sum over rows",
        ),
    )


def no_others_not_dealt_with(place: Span) -> Finding:
    """A mean of the others without a word on what holds where there are none."""
    return error(
        "E385",
        "the mean of the others is not defined where there are no others, and nothing says what then",
        place,
        "",
        Note("help", "add `, if none then not applicable` or `, if none then 0 points`, before `because`"),
    )


def mean_of_which_scores(place: Span, node: str) -> Finding:
    """A mean of the others where the node rounds, without a word on which scores are meant."""
    return error(
        "E386",
        f"`{node}` is rounded, and nothing says which scores of the others the mean is of",
        place,
        "",
        Note(
            "help",
            "say `mean of the others as rounded when ...` or `mean of the others before rounding when ...`",
        ),
    )


def mean_of_parts(place: Span, node: str) -> Finding:
    """A mean of the others on a node that is made of its parts only."""
    return error(
        "E387",
        f"`{node}` is made of its parts: the others' mean cannot take their place",
        place,
        "",
        Note(
            "help",
            "write the clause in the parts for which it is meant; or give the node a formula of its own",
        ),
    )
