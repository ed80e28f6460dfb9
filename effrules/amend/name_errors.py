"""The findings about names that nothing bears, that look like others, and about what needs itself."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from effrules.diagnostics import Finding
from effrules.diagnostics.making import error, near, warning
from effrules.source import Span
from effrules.words import Template, phrase, template
from effrules.words import Text as Words


class Sought(Enum):
    """What a name was taken for; the sentence that there is none, with ``of`` where it is sought in something."""

    BODY = template("there is no {of} `{word}`")
    """A row by what its table is called."""
    CALENDAR = template("there is no calendar `{word}`")
    CHOICE = template("there is no such choice as `{word}`")
    COLUMN = template("there is no column of `{of}` `{word}`")
    FIELD = template("there is no field of `{of}` `{word}`")
    FIGURES = template("there is no table of figures `{word}`")
    FUNCTION = template("there is no definition or function `{word}`")
    GRADE = template("there is no grade `{word}`")
    INSTITUTION = template("there is no institution `{word}`")
    NAME = template("nothing is called `{word}` here")
    NODE = template("there is no block, direction or criterion `{word}`")
    OWNER = template("there is no owner `{word}`")
    PART = template("there is no part of `{of}` `{word}`")
    RANKING = template("there is no ranking `{word}`")
    RATING = template("there is no rating of `{word}`")
    ROW = template("there is no row `{word}`")
    ROW_OF = template("there is no row of `{of}` at hand called `{word}`")
    SOURCE = template("there is no source `{word}`")
    STAGE = template("there is no stage `{word}`")
    STAGE_KIND = template("there is no kind of stage `{word}`")
    SUBJECT = template("there is no subject `{word}`")
    TABLE = template("there is no table `{word}`")
    TABLE_OR_SUBJECT = template("there is no table or subject `{word}`")
    TYPE = template("there is no type or unit `{word}`")
    UNIT = template("there is no unit `{word}`")


def unknown(place: Span, what: Sought, word: str, known: Iterable[str], of: str = "") -> Finding:
    """A name that nothing bears."""
    sentence: Template = what.value
    message = sentence.of(word=word, of=of) if of else sentence.of(word=word)
    return error("E301", message, place, phrase("not known"), *near(word, known))


def cycle(place: Span | None, path: Iterable[str]) -> Finding:
    """Scores or definitions that need each other."""
    return error(
        "E310",
        phrase("these need each other: {names}", names=" -> ".join(f"`{name}`" for name in path)),
        place,
        way_out=phrase("nothing can depend on itself: state one of them without the others"),
    )


def looks_alike(place: Span | None, told: Words) -> Finding:
    """A name or a title with a letter of another alphabet, or two names that look the same."""
    help_text = phrase("use letters of one alphabet, and names that can be told apart")
    return warning("W480", told, place, way_out=help_text)
