"""The findings about bands, grades, interpolations, and cases that are never reached."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, warning
from effrules.source import Span

MOST_GAPS = 8
"""So many gaps are told one by one."""


def _all_of(gaps: Sequence[str]) -> str:
    """Gaps in a row; of very many the first ones."""
    more = len(gaps) - MOST_GAPS
    shown = [*gaps[:MOST_GAPS], f"{more} more"] if more > 0 else list(gaps)
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def band_gap(place: Span, gaps: Sequence[str]) -> Finding:
    """Values that no band is for."""
    close = "gap" if len(gaps) == 1 else "gaps"
    return error(
        "E308", f"no band is for {_all_of(gaps)}", place, "", Note("help", f"close the {close}, or add `otherwise`")
    )  # fmt: skip


def band_overlap(place: Span, other: Span | None, where: str) -> Finding:
    """Values that two bands are for."""
    return error(
        "E309",
        f"two bands are for {where}",
        place,
        "this one too",
        Note("help", "say `to below` where the next band begins with `from`"),
        related=(Related(other, "the other band"),),
    )


def empty_band(place: Span) -> Finding:
    """A band with nothing in it."""
    return error(
        "E309", "nothing can lie in this band", place, "nothing lies from its low end to its high end"
    )


def rating_gap(place: Span, gaps: Sequence[str]) -> Finding:
    """Scores that have no grade."""
    return error(
        "E319", f"no grade is for {_all_of(gaps)}", place, "",
        Note("help", 'where the act leaves it out, say how it is read: `between grades: the lower grade assumed en "why"`'),
    )  # fmt: skip


def no_grade_beyond(place: Span, node: str, gaps: Sequence[str]) -> Finding:
    """Scores beyond the scale that can occur, and that have no grade."""
    return warning(
        "W391", f"`{node}` may lie beyond its scale, and no grade is for {_all_of(gaps)}", place, "",
        Note("help", "leave the lowest and the highest grade open (`below 50 points`), or bound the score (`never below 0 points`)"),
    )  # fmt: skip


def points_not_monotone(place: Span) -> Finding:
    """Points of an interpolation that go to and fro."""
    return error("E323", "the points of an interpolation must run strictly up or strictly down", place)


def beyond_not_stated(place: Span, side: str) -> Finding:
    """An interpolation that does not say what holds beyond its points."""
    return error(
        "E324", f"nothing says what holds {side} point", place, "", Note("help", f"add `{side}: ...`")
    )


def unreachable(place: Span | None) -> Finding:
    """A branch that can never be taken."""
    return warning(
        "W333", "this can never be reached", place, "what stands before it leaves nothing over",
        Note("help", "take it away, or correct what stands before it"),
    )  # fmt: skip


def last_case_only(place: Span | None, what: str) -> Finding:
    """A cap, a floor or a rounding that is about the last case only, and that another case goes beyond."""
    return warning(
        "W390", f"{what} is about the last case only, and an earlier case goes beyond it", place,
        "stands behind `otherwise ...`, not behind all cases",
        Note("help", "put all cases in brackets, `(when ... otherwise ...) but at most ...`, to mean all of them, or the last case to mean it alone"),
    )  # fmt: skip
