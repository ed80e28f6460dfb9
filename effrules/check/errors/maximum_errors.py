"""The findings about maxima, and about kinds of bodies that have others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import Message, Number, both, counted, phrase, several, template
from effrules.words import Text as Words

ONLY_WHERE = "`only where`"
THIS_MAXIMUM = phrase("this maximum")
CONDITION_OF_FORM = template("the condition of form `{name}`")
"""What can hold for nobody."""


def body_with(who: str) -> Message:
    """A body of some kind."""
    return phrase("a body with {who}", who=who)


def maxima_do_not_add_up(
    place: Span | None, node: str, total: fmpq, scale: fmpq, sum_text: str, who: str = ""
) -> Finding:
    """Maxima of criteria that do not make the scale, for one kind of subject where that matters."""
    return error(
        "E307",
        phrase(
            "the maxima of the criteria of `{node}` add up to {sum}, not {scale} points",
            node=node,
            sum=Number(str(total)),
            scale=Number(str(scale)),
        ),
        place,
        "",
        *((Note("for", body_with(who)),) if who else ()),
        *((Note("note", phrase("{sum}", sum=Number(sum_text))),) if " + " in sum_text else ()),
        way_out=phrase("correct the maxima, give the criteria weights, or state a `score` for the node"),
    )


def kinds_not_decided(place: Span, clause: str, known: Iterable[str]) -> Finding:
    """A condition that must tell kinds of subjects apart, and looks at something else."""
    names = [f"`{name}`" for name in known]
    decide = (
        phrase("these fields decide: {names}", names=several(names))
        if names
        else phrase("no field of the body decides")
    )
    return error(
        "E375",
        phrase("`{clause}` must be decided by the kind of the body alone", clause=clause),
        place,
        phrase("this is not decided by its choices and yes-or-no fields"),
        Note("note", decide),
        way_out=phrase("for what the data of a year decide say `not applicable when ...`"),
    )


def maxima_cover(places: Sequence[Span], node: str, who: str, values: Sequence[str]) -> Finding:
    """A kind of subject without a maximum, or with two."""
    if values:
        message = phrase(
            "`{node}` has more than one maximum for a body with {who}: {maxima} points",
            node=node,
            who=who,
            maxima=both(values),
        )
    else:
        message = phrase("`{node}` has no maximum for a body with {who}", node=node, who=who)
    help_text = phrase(
        "the `out of ... where ...` lines together must be for each body that has the node, once"
    )
    others = tuple(Related(place, phrase("and this one")) for place in places[1:] if values)
    return error("E376", message, places[0], way_out=help_text, related=others)


def too_many_kinds(place: Span, node: str, fields: Iterable[str], most: int) -> Finding:
    """Conditions on so many fields that the kinds cannot be gone through."""
    return error(
        "E378",
        counted(
            "`only where` and the maxima of `{node}` tell more than {n} kind of bodies apart",
            "`only where` and the maxima of `{node}` tell more than {n} kinds of bodies apart",
            n=most,
            node=node,
        ),
        place,
        phrase("by {names}", names=several(f"`{name}`" for name in fields)),
        way_out=phrase("let one field say the kind"),
    )


def mixed_maxima(place: Span, node: str, other: Span) -> Finding:
    """A maximum for all beside one for some."""
    return error(
        "E379",
        phrase("`{node}` has a maximum for every body beside one for some", node=node),
        place,
        way_out=phrase("say behind `where` for whom each of them is"),
        related=(Related(other, phrase("for every body")),),
    )


def for_every_kind(place: Span, what: Words) -> Finding:
    """A line that tells nobody apart, since it holds for all."""
    return _for_kind(phrase("{what} holds for every kind of body", what=what), place)


def for_no_kind(place: Span, what: Words) -> Finding:
    """A line that is for nobody."""
    return _for_kind(phrase("{what} holds for no kind of body", what=what), place)


def _for_kind(message: Message, place: Span) -> Finding:
    return warning("W341", message, place, way_out=phrase("correct the condition, or take it away"))


def mean_over_maxima(place: Span, node: str, maxima: Iterable[str]) -> Finding:
    """A mean of scores that are out of different maxima."""
    message = phrase(
        "this mean is of scores of `{node}` that are out of different maxima: {maxima} points",
        node=node,
        maxima=both(maxima),
    )
    help_text = phrase("say `within` and the fields by which the maxima differ, where the act means that")
    return warning("W348", message, place, way_out=help_text)


def maximum_not_reached(place: Span | None, node: str, who: str, maximum: str, most: str) -> Finding:
    """A criterion whose formula stays below its maximum."""
    message = phrase(
        "`{node}` is out of {maximum} points, but its formula gives at most {most}",
        node=node,
        maximum=Number(maximum),
        most=Number(most),
    )
    help_text = phrase(
        "correct the formula or the maximum; where the act itself says both, say `contradicted by` with its words"
    )
    whom = (Note("for", body_with(who)),) if who else ()
    return warning("W340", message, place, "", *whom, way_out=help_text)
