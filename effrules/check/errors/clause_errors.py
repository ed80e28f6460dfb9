"""The findings about clauses that a declaration lacks, says twice, or says for nobody; about titles, reasons and figures without a basis."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import Text as Words
from effrules.words import phrase, several, template

ROUNDING_OF = template("the rounding of `{name}`")
SCORE_OF = template("the score of `{name}`")
ONLY_WHERE_OF = template("`only where` of `{name}`")
MEAN_OF = template("the mean of `{name}`")
MAXIMUM_OF = template("the maximum of `{name}`")
WEIGHT_OF = template("the weight of `{name}`")
TITLE_IN = template("the title ({language})")
DAY = template("the day {day}")
WEEKEND_OF = template("the weekend of calendar `{name}`")
DAYS_OF = template("the stretch of calendar `{name}`")
HOW_READ = phrase("how lines are read")
AMOUNT_OF = template("the amount of {what}")
TARGET_OF = template("the target of {what}")
CAP_OF = template("the cap of {what}")
CAP_OF_EACH = template("the cap of each {what}")
LIMIT_OF = template("the limit of {what}")
BEYOND_POINTS = phrase("what holds beyond the points")
"""What can be said once."""

THE_METHODOLOGY = phrase("the methodology")
THE_RATING = phrase("the rating")
INTERPOLATION = phrase("an interpolation")
THIS = template("this `{name}`")
THIS_BODY = template("this {table}")
ROW_OF = template("this row of `{table}`")
"""What lacks something."""

SUBJECT_CLAUSE = phrase("what is assessed (`subject ...`)")
POINTS_CLAUSE = phrase("at least two points (`at ...: ...`)")
WEEKEND_CLAUSE = phrase("the weekend (`weekend saturday, sunday`)")
DAYS_CLAUSE = phrase("its days (`from 2024-01-01 to 2024-12-31`)")
OWNER_CLAUSE = template("whose it is (`{name} of ...`)")
NAME_CLAUSE = phrase("its name")
FIELD_CLAUSE = template("its `{name}`")
AMOUNT_CLAUSE = template("how much (`{verb} ...`)")
TARGET_CLAUSE = template("{way} what (`{way} total`, `{way} block ...`)")
CONDITION_CLAUSE = phrase("`has` a condition")
"""What may be lacking."""

REASON = phrase("the reason")
ASSUMPTION = phrase("the assumption")
WHAT_IS_SAID = phrase("what is said of it")

FIELD_OF = template("field `{field}` of `{name}`")
DAY_OF = template("{day} of the calendar `{name}`")
FIGURES_OF = template("{figures} of {what}")


def said_twice(place: Span, what: Words) -> Finding:
    """A clause that may stand once stands twice."""
    return error("E321", phrase("{what} is said twice", what=what), place)


def clause_missing(place: Span, what: Words, clause: Words) -> Finding:
    """A clause that must stand does not."""
    return error("E322", phrase("{what} does not say {clause}", what=what, clause=clause), place)


def factor_of_one(place: Span) -> Finding:
    """A score that is multiplied by 1."""
    said = phrase("multiplied by 1 the score is what it was")
    return warning("W365", said, place, way_out=phrase("correct the factor, or take the clause out"))


def unused(place: Span | None, what: Words) -> Finding:
    """Something that nothing uses."""
    return warning("W330", phrase("{what} is never used", what=what), place)


def no_translation(place: Span | None, what: Words, languages: Iterable[str]) -> Finding:
    """A title that lacks a declared language."""
    message = phrase("{what} has no title in {languages}", what=what, languages=several(languages))
    return warning("W332", message, place)


def not_said_in(place: Span | None, what: Words, languages: Iterable[str]) -> Finding:
    """A reason or an assumption that lacks a declared language."""
    listed = list(languages)
    wanted = " ".join(f'{language} "..."' for language in listed)
    return warning(
        "W332",
        phrase("{what} is not given in {languages}", what=what, languages=several(listed)),
        place,
        way_out=phrase("write it there: {wanted}", wanted=wanted),
    )


def no_basis(place: Span | None, what: Words) -> Finding:
    """Numbers without a source and without an assumption."""
    help_text = phrase('say `cite SOURCE` or `assumed "why"`')
    return warning("W331", phrase("no basis is stated: {what}", what=what), place, way_out=help_text)


def change_without_basis(place: Span | None, version: str, figures: Words, what: Words) -> Finding:
    """Figures that an amendment writes and states no basis for."""
    message = phrase(
        'version "{version}" states no basis for what it writes of {what}: {figures}',
        version=version,
        what=what,
        figures=figures,
    )
    help_text = phrase(
        'say `cite SOURCE` behind it, or `cite SOURCE` or `assumed "why"` in it: an older basis was stated for an older text'
    )
    return warning("W331", message, place, way_out=help_text)
