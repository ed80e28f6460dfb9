"""The findings about rules that give no total, and about what asks for one all the same."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from effrules.amend.total_clauses import Makes
from effrules.diagnostics import Finding, Related
from effrules.diagnostics.making import error
from effrules.source import Span
from effrules.words import Message, phrase, several

NONE_LISTED = 12
"""Of more blocks than so many the names are not listed."""


class Asks(Enum):
    """What asks for the total."""

    THIS = phrase("this asks for the total, and the rules give none")
    FORMULA = phrase("this formula asks for the total, and the rules give none")
    PROPERTY = phrase("this property asks for the total, and the rules give none")
    EXPECTATION = phrase("this expectation asks for the total, and the rules give none")
    RATING = phrase("this rating asks for the total, and the rules give none")
    RANKING = phrase("this rank asks for the total, and the rules give none")
    PENALTY = phrase("this penalty asks for the total, and the rules give none")
    BONUS = phrase("this bonus asks for the total, and the rules give none")


MADE = {
    Makes.SCORE: phrase("the total is `none`, and its score says how there is one"),
    Makes.ROUNDING: phrase("the total is `none`, and its rounding says how there is one"),
    Makes.NOT_APPLICABLE: phrase("the total is `none`, and when it is not applicable says how there is one"),
    Makes.BOUNDS: phrase("the total is `none`, and how low or high it may go says how there is one"),
    Makes.ASSESSOR: phrase("the total is `none`, and who assesses it says how there is one"),
}


def asked(place: Span, asks: Asks, heads: Sequence[str], said: Span) -> Finding:
    """Something asks for the total of rules that give none; ``heads`` are the nodes below it."""
    if 0 < len(heads) <= NONE_LISTED:
        names = several(f"`{name}`" for name in heads)
        help_text = phrase("name the block, direction or criterion that is meant: {names}", names=names)
    else:
        help_text = phrase("name the block, direction or criterion that is meant")
    message: Message = asks.value
    related = (Related(said, phrase("said here")),)
    return error("E371", message, place, phrase("there is no total"), way_out=help_text, related=related)


def none_twice(place: Span) -> Finding:
    """A second statement that there is no total."""
    return error("E321", phrase("`none` is said twice"), place)


def none_without_reason(place: Span) -> Finding:
    """A statement that there is no total, without a word on why."""
    help_text = phrase('write `none because en "..."` and cite the act that is silent')
    return error("E373", phrase("`none` does not say why the rules give no total"), place, way_out=help_text)


def made_anyway(place: Span, makes: Makes, said: Span) -> Finding:
    """A clause that says how there is a total, beside the statement that there is none."""
    return error(
        "E370",
        MADE[makes],
        place,
        phrase("beside `none`"),
        way_out=phrase("take this clause out, or `none`"),
        related=(Related(said, phrase("said here")),),
    )


def weight_in_nothing(place: Span, part: str, inner: str | None, said: Span) -> Finding:
    """Weights below a total that there is none of; ``part``: whose ("" for equal ones); ``inner``: a block that has parts."""
    return error(
        "E372",
        phrase("`{part}` has a weight in a total, and the rules give none", part=part)
        if part
        else phrase("equal weights are said in a total, and the rules give none"),
        place,
        phrase("a weight in nothing"),
        way_out=phrase("take it out")
        if inner is None
        else phrase("weights stand inside the blocks only: `weights {{ {block} {{ ... }} }}`", block=inner),
        related=(Related(said, phrase("said here")),),
    )
