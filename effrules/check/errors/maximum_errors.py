"""The findings about maxima, and about kinds of bodies that have others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, warning
from effrules.source import Span


def maxima_do_not_add_up(
    place: Span | None, node: str, total: fmpq, scale: fmpq, sum_text: str, who: str = ""
) -> Finding:
    """Maxima of criteria that do not make the scale, for one kind of subject where that matters."""
    return error(
        "E307",
        f"the maxima of the criteria of `{node}` add up to {total}, not {scale} points",
        place,
        "",
        *((Note("for", f"a body with {who}"),) if who else ()),
        *((Note("note", sum_text),) if " + " in sum_text else ()),
        Note("help", "correct the maxima, give the criteria weights, or state a `score` for the node"),
    )


def kinds_not_decided(place: Span, clause: str, known: Iterable[str]) -> Finding:
    """A condition that must tell kinds of subjects apart, and looks at something else."""
    names = ", ".join(f"`{name}`" for name in known)
    return error(
        "E375",
        f"`{clause}` must be decided by the kind of the body alone",
        place,
        "this is not decided by its choices and yes-or-no fields",
        Note("note", f"these fields decide: {names}" if names else "no field of the body decides"),
        Note("help", "for what the data of a year decide say `not applicable when ...`"),
    )


def maxima_cover(places: Sequence[Span], node: str, who: str, values: Sequence[str]) -> Finding:
    """A kind of subject without a maximum, or with two."""
    message = (
        f"`{node}` has no maximum for a body with {who}"
        if not values
        else f"`{node}` has more than one maximum for a body with {who}: {' and '.join(values)} points"
    )
    return error(
        "E376",
        message,
        places[0],
        "",
        Note(
            "help", "the `out of ... where ...` lines together must be for each body that has the node, once"
        ),
        related=tuple(Related(place, "and this one") for place in places[1:] if values),
    )


def too_many_kinds(place: Span, node: str, fields: Iterable[str], most: int) -> Finding:
    """Conditions on so many fields that the kinds cannot be gone through."""
    names = ", ".join(f"`{name}`" for name in fields)
    return error(
        "E378",
        f"`only where` and the maxima of `{node}` tell more than {most:,} kinds of bodies apart",
        place,
        f"by {names}",
        Note("help", "let one field say the kind"),
    )


def mixed_maxima(place: Span, node: str, other: Span) -> Finding:
    """A maximum for all beside one for some."""
    return error(
        "E379",
        f"`{node}` has a maximum for every body beside one for some",
        place,
        "",
        Note("help", "say behind `where` for whom each of them is"),
        related=(Related(other, "for every body"),),
    )


def for_no_kind(place: Span, what: str, who: str) -> Finding:
    """A line that tells nobody apart."""
    return warning(
        "W341", f"{what} holds for {who}", place, "", Note("help", "correct the condition, or take it away")
    )


def mean_over_maxima(place: Span, node: str, maxima: Iterable[str]) -> Finding:
    """A mean of scores that are out of different maxima."""
    return warning(
        "W348", f"this mean is of scores of `{node}` that are out of different maxima: {' and '.join(maxima)} points", place, "",
        Note("help", "say `within` and the fields by which the maxima differ, where the act means that"),
    )  # fmt: skip


def maximum_not_reached(place: Span | None, node: str, who: str, maximum: str, most: str) -> Finding:
    """A criterion whose formula stays below its maximum."""
    return warning(
        "W340",
        f"`{node}` is out of {maximum} points, but its formula gives at most {most}",
        place,
        "",
        *((Note("for", f"a body with {who}"),) if who else ()),
        Note(
            "help",
            "correct the formula or the maximum; where the act itself says both, say `contradicted by` with its words",
        ),
    )
