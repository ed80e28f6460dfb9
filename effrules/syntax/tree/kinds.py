"""The kinds, states and choices of the notation: each member is the word of the rules.

Those that mean the same in the checked program are its own (:mod:`effrules.model.program`): operators, aggregates, standings, quantifiers,
and what declarations are called (:mod:`effrules.model.things`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from effrules.model.program import Redistribution, Ties
from effrules.model.types import NUMBER, POINTS_TYPE, SHARE, Type


class State(StrEnum):
    """What is asked of something with ``is`` and ``is not``."""

    KNOWN = "known"
    MISSING = "missing"
    APPLICABLE = "applicable"


class Given(StrEnum):
    """What bands give: ``points by``, ``share by`` ... Each has the type of that, where it is not the one of the values."""

    type: Type | None

    POINTS = "points", POINTS_TYPE
    SHARE = "share", SHARE
    NUMBER = "number", NUMBER
    VALUE = "value", None

    def __new__(cls, word: str, type_: Type | None = None) -> Self:
        """A member with its type."""
        made = str.__new__(cls, word)
        made._value_ = word
        made.type = type_
        return made


class About(StrEnum):
    """Of which values a reading says to which line (or grade) they belong; the words are those of the rules."""

    words: str
    of_grades: str

    BETWEEN = "between", "between lines", "between grades"
    SHARED = "shared", "at shared ends", "at shared ends"

    def __new__(cls, word: str, words: str, of_grades: str) -> Self:
        """A member with its words."""
        made = str.__new__(cls, word)
        made._value_, made.words, made.of_grades = word, words, of_grades
        return made


class Beyond(StrEnum):
    """Beyond which end the points of an interpolation give a value; each is the words of the rules."""

    FIRST = "before the first"
    LAST = "after the last"


class TitleKind(StrEnum):
    """What a text in some languages is."""

    TITLE = "title"
    NOTE = "note"
    SHORT = "short"
    VERSION = "version"


class Level(StrEnum):
    """The levels of the tree of scores below the total."""

    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"


class TypeKind(StrEnum):
    """The types as they are written; ``NAME`` is a unit, or, for a parameter, a table."""

    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    PERCENT = "percent"
    POINTS = "points"
    TEXT = "text"
    DATE = "date"
    YES_OR_NO = "yes or no"
    MONEY = "money"
    CHOICE = "choice"
    NAME = "name"


class ConstraintKind(StrEnum):
    """What a field can demand beyond its type."""

    ABOVE = "above"
    BELOW = "below"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    BETWEEN = "between"
    UNIQUE = "unique"
    WHOLE = "whole"
    MAY_BE_MISSING = "may be missing"
    LOOKUP = "lookup"
    EARLIER = "earlier"


class DayKind(StrEnum):
    """What a calendar says of a day, whatever the day of the week."""

    HOLIDAY = "holiday"
    WORKING = "working"


class Equal(StrEnum):
    """That parts weigh the same: those of a node, or also all below them."""

    HERE = "equal"
    THROUGHOUT = "equal throughout"


class Expected(StrEnum):
    """Of what an example says what is expected."""

    SCORE = "score"
    RATING = "rating"
    PLACE = "place"


class OutcomeKind(StrEnum):
    """What an example can expect."""

    NUMBER = "number"
    PERCENT = "percent"
    NAME = "name"
    NOT_APPLICABLE = "not applicable"
    NO_SCORE = "no score"


class ClauseKind(StrEnum):
    """The clauses that can be taken out of a node: ``TIMES`` also means ``halved``."""

    TIMES = "times"
    MEAN_OF_OTHERS = "mean of the others"
    NOT_APPLICABLE = "not applicable"
    ONLY_WHERE = "only where"


class StatedWord(StrEnum):
    """By which word a clause of an institution, a stage, a spot check or a recommendation is called; the last three cannot be taken out."""

    IS = "is"
    BY = "by"
    BY_A_COMMISSION = "by a commission"
    FOR = "for"
    FROM = "from"
    TO = "to"
    WITHIN = "within"
    ONLY_WITH_DOCUMENTS = "only with documents"
    YEARS_RUNNING = "years running"
    LATE = "late"
    ABSENT = "absent"
    INCOMPLETE = "incomplete"
    MISMATCH = "mismatch"
    TOLERANCE = "tolerance"
    OF = "of"
    KIND = "kind"
    WHEN = "when"
    TEXT = "text"


TIES = {Ties.DENSE: "none is skipped", Ties.AVERAGE: "sharing the average place"}
"""What is written of equal rows where they do not share a place with the next one left out."""

REDISTRIBUTIONS = {
    Redistribution.IN_PROPORTION: "share out in proportion",
    Redistribution.EQUALLY: "share out equally",
    Redistribution.COUNT_AS_ZERO: "count as zero",
    Redistribution.COUNT_AS_FULL: "count as full",
}
"""What is written of the weight of a part that is not applicable."""
