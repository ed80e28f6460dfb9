"""The findings about what is sought. E821 to E827, E833, E834."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from effrules.diagnostics import Finding, Place
from effrules.diagnostics.glyphs import shown
from effrules.diagnostics.making import error, near
from effrules.model.numbers import exact_text
from effrules.words import Number, Text, counted, phrase


def no_score(key: str, node: str) -> Finding:
    """A body without a score: no figure of it can be said to raise one."""
    return error(
        "E821", phrase("`{body}` has no score of `{node}`, so none can be raised", body=shown(key), node=node), None, "",
        way_out=phrase("see why with `effrules trace` on the same data"),
    )  # fmt: skip


def nothing_to_move(key: str) -> Finding:
    """No figure that may move."""
    return error(
        "E822", phrase("`{body}` has no figure that may move: no number that the score reads, of the fields that are left", body=shown(key)), None, "",
        way_out=phrase("name fields with `--change TABLE.FIELD`, leave out `--keep`, or state costs of more fields"),
    )  # fmt: skip


def unknown(place: Place, name: str, known: Iterable[str], what: Text) -> Finding:
    """A name of something that there is not, or that is no number, or that no score reads."""
    return error("E823", phrase("{what}: `{name}`", what=what, name=name), place, "", *near(name, known))


def not_understood(place: Place, text: str, how: Text) -> Finding:
    """Something that is not written as it must be."""
    return error("E824", phrase("`{text}` is not understood", text=shown(text)), place, "", way_out=how)


def no_place(key: str, node: str) -> Finding:
    """A place is sought, and the body has none."""
    return error(
        "E825", phrase("`{body}` has no place by the score of `{node}`: no ranking is by it, or the body does not take part", body=shown(key), node=node), None, "",
        way_out=phrase("seek a score instead, or name a node that a ranking is by: `--node NODE`"),
    )  # fmt: skip


def no_grade(name: str, node: str, known: Iterable[str]) -> Finding:
    """A grade is sought that there is not."""
    known = list(known)
    return error(
        "E826", phrase("there is no grade `{name}` of `{node}`", name=shown(name), node=node), None, "", *near(name, known),
        way_out="" if known else phrase("its scores have no grades: seek a score, or a grade of another node with `--node NODE`"),
    )  # fmt: skip


def beyond(node: str, points: fmpq, most: fmpq, grade: str) -> Finding:
    """A score, or the score at which a ``grade`` begins, that no body can have."""
    wanted, high = Number(exact_text(points)), Number(exact_text(most))
    told = (
        phrase("`{node}` cannot be above {high} points, so {points} cannot be reached", node=node, high=high, points=wanted)
        if not grade
        else phrase(
            "`{node}` cannot be above {high} points, and the grade `{name}` begins at {points}",
            node=node, high=high, name=shown(grade), points=wanted,
        )
    )  # fmt: skip
    return error(
        "E833", told, None, "",
        way_out=phrase("that is so by the rules alone, whatever is reported: seek {high} points or less", high=high),
    )  # fmt: skip


def no_such_place(number: int, count: int, node: str) -> Finding:
    """A place behind the last one."""
    return error(
        "E834",
        counted(
            "there is no place {number} by the score of `{node}`: {n} body is ranked",
            "there is no place {number} by the score of `{node}`: {n} bodies are ranked",
            n=count, number=number, node=node,
        ),
        None, "",
        way_out=phrase("seek a place from 1 to {last}", last=count),
    )  # fmt: skip


def costs_unread(place: Place, why: Text) -> Finding:
    """A table of costs that cannot be read."""
    return error(
        "E827", phrase("the costs cannot be read: {why}", why=why), place, "",
        way_out=phrase("a table of costs is a CSV file with the columns field and cost, a row for each field"),
    )  # fmt: skip


HOW_WITHIN = phrase(
    "write `TABLE.FIELD=LOW..HIGH` in the field's own unit, once for a field, the lower one first"
)
HOW_STEP = phrase("write `TABLE.FIELD=STEP` in the field's own unit, above 0, once for a field")
HOW_COST = phrase("write `TABLE.FIELD=COST` of one unit, 0 or more, once for a field")
