"""The findings of the checker, one small function each; their sentences live nowhere else.

Codes: E3xx for meaning, W3xx for warnings; those about versions and amendments are in ``version_errors``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flint import fmpq

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.counted import many
from effrules.diagnostics.making import error as _error
from effrules.diagnostics.making import near as _near
from effrules.diagnostics.making import warning as _warning
from effrules.model import program as p
from effrules.model.demands import Danger, Demand
from effrules.model.node import DEEPEST
from effrules.model.numbers import finite_places, percent_text
from effrules.model.ranges import Range
from effrules.model.rounding import PERCENT_DECIMALS, Rounding, round_rational
from effrules.model.types import Quantity
from effrules.source import Span


class Refused(Exception):
    """Carries a finding out of a nested expression to the clause that is being checked."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def percent(value: fmpq) -> str:
    """A share in percent, exactly: ``95%``; as a ratio where the percentage has no end: ``1/3``."""
    return str(value) if finite_places(value * 100) is None else percent_text(value)


def a(kind: object) -> str:
    """A type with its article: ``a share``."""
    word = str(kind)
    return {"share": "a share", "number": "a number", "text": "a text", "date": "a date"}.get(word, word)


# -- Names and types ------------------------------------------------------------------------------------


def wrong_kind(place: Span, word: str, is_a: str, wanted: str) -> Finding:
    """A name of something else than what belongs here."""
    return _error("E302", f"`{word}` is {is_a}, but {wanted} belongs here", place)


def wrong_type(place: Span, got: object, wanted: object, help_text: str = "") -> Finding:
    """A value of the wrong type."""
    notes = (Note("help", help_text),) if help_text else ()
    return _error("E303", f"{a(wanted)} must stand here, but this is {a(got)}", place, a(got), *notes)


def mixed_units(place: Span, operation: str, left: object, right: object) -> Finding:
    """Two values whose units do not go together."""
    help_text = (
        "write the unit after the number" if "plain" in f"{left} {right}" else "bring both to the same unit"
    )
    if {str(left), str(right)} == {"share", "number"}:
        help_text = "say `share(...)` or `number(...)` to turn one into the other"
    return _error(
        "E304", f"{a(left)} and {a(right)} cannot be {operation}", place, "", Note("help", help_text)
    )


def weights_do_not_add_up(
    place: Span, node: str, total: fmpq, sum_text: str, for_whom: str, kept: Iterable[str] = ()
) -> Finding:
    """Weights that do not make 100 %; ``kept`` are those that an amendment does not write, and whose they are."""
    away = 1 - total
    what = f"{percent(away)} is missing" if away > 0 else f"{percent(-away)} is too much"
    return _error(
        "E305",
        f"the weights of `{node}` add up to {percent(total)}, not 100%",
        place,
        sum_text,
        Note("for", for_whom),
        *(Note("note", one) for one in kept),
        Note("help", f"{what}; the weights of the parts of a node must make 100% exactly"),
    )


def part_without_weight(place: Span, node: str, parts: Iterable[str], for_whom: str) -> Finding:
    """Parts that a weights clause forgets."""
    names = ", ".join(f"`{p}`" for p in parts)
    return _error(
        "E306",
        f"the parts of `{node}` have no weight: {names}",
        place,
        "",
        Note("for", for_whom),
        Note("help", "give each a weight, or say `equal`"),
    )


def weight_of_dropped(place: Span, name: str, version: str) -> Finding:
    """A weight for something that an amendment dropped."""
    return _error(
        "E306",
        f'`{name}` still has a weight, although version "{version}" dropped it',
        place,
        "",
        Note("help", f'say `change weights` or `replace weights` in version "{version}"'),
    )


def not_a_part(place: Span, name: str, node: str, known: Iterable[str]) -> Finding:
    """A weight for something that is not a part."""
    return _error("E306", f"`{name}` is not a part of `{node}`", place, "", *_near(name, known))


def maxima_do_not_add_up(
    place: Span, node: str, total: fmpq, scale: fmpq, sum_text: str, who: str = ""
) -> Finding:
    """Maxima of criteria that do not make the scale, for one kind of subject where that matters."""
    return _error(
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
    return _error(
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
    return _error(
        "E376",
        message,
        places[0],
        "",
        Note(
            "help", "the `out of ... where ...` lines together must be for each body that has the node, once"
        ),
        related=tuple(Related(place, "and this one") for place in places[1:] if values),
    )


def part_of_others(place: Span, part: str, node: str, who: str, for_whom: str) -> Finding:
    """Weights that name a part which some of their subjects do not have."""
    return _error(
        "E377",
        f"`{part}` has a weight in `{node}`, but a body with {who} does not have it",
        place,
        "",
        Note("for", for_whom),
        Note(
            "help",
            "give each kind its own clause, `weights for SUBJECT where ...`, with the parts that it has",
        ),
    )


def too_many_kinds(place: Span, node: str, fields: Iterable[str], most: int) -> Finding:
    """Conditions on so many fields that the kinds cannot be gone through."""
    names = ", ".join(f"`{name}`" for name in fields)
    return _error(
        "E378",
        f"`only where` and the maxima of `{node}` tell more than {most:,} kinds of bodies apart",
        place,
        f"by {names}",
        Note("help", "let one field say the kind"),
    )


def mixed_maxima(place: Span, node: str, other: Span) -> Finding:
    """A maximum for all beside one for some."""
    return _error(
        "E379",
        f"`{node}` has a maximum for every body beside one for some",
        place,
        "",
        Note("help", "say behind `where` for whom each of them is"),
        related=(Related(other, "for every body"),),
    )


def for_no_kind(place: Span, what: str, who: str) -> Finding:
    """A line that tells nobody apart."""
    return _warning(
        "W341", f"{what} holds for {who}", place, "", Note("help", "correct the condition, or take it away")
    )


def mean_over_maxima(place: Span, node: str, maxima: Iterable[str]) -> Finding:
    """A mean of scores that are out of different maxima."""
    return _warning(
        "W348", f"this mean is of scores of `{node}` that are out of different maxima: {' and '.join(maxima)} points", place, "",
        Note("help", "say `within` and the fields by which the maxima differ, where the act means that"),
    )  # fmt: skip


def maximum_not_reached(place: Span | None, node: str, who: str, maximum: str, most: str) -> Finding:
    """A criterion whose formula stays below its maximum."""
    return _warning(
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


def band_gap(place: Span, where: str) -> Finding:
    """Values that no band is for."""
    return _error(
        "E308", f"no band is for {where}", place, "", Note("help", "close the gap, or add `otherwise`")
    )


def band_overlap(place: Span, other: Span | None, where: str) -> Finding:
    """Values that two bands are for."""
    return _error(
        "E309",
        f"two bands are for {where}",
        place,
        "this one too",
        Note("help", "say `to below` where the next band begins with `from`"),
        related=(Related(other, "the other band"),),
    )


def empty_band(place: Span) -> Finding:
    """A band with nothing in it."""
    return _error(
        "E309", "nothing can lie in this band", place, "nothing lies from its low end to its high end"
    )


def definitions_too_deep(place: Span, name: str) -> Finding:
    """Definitions inside definitions beyond what can be followed."""
    return _error(
        "E360",
        f"`{name}` has more than {DEEPEST:,} levels of formulas inside one another, with the definitions that it uses",
        place,
        "",
        Note(
            "help",
            "state the value in fewer steps; a chain that repeats the same step is better a sum over rows",
        ),
    )


def missing_not_dealt_with(place: Span, name: str, declared: Span | None) -> Finding:
    """A value that may be missing is used as if it were always there."""
    return _error(
        "E311",
        f"`{name}` may be missing, and nothing says what then",
        place,
        "may be missing here",
        Note(
            "help",
            f"leave such rows out (`where {name} is known`), state a value (`{name} if missing then ...`), or make the criterion not applicable",
        ),
        related=(Related(declared, "declared here"),) if declared else (),
    )


def not_applicable_not_dealt_with(place: Span, node: str) -> Finding:
    """A score that may not exist is used as if it always did."""
    return _error(
        "E312",
        f"`{node}` may be not applicable, and nothing says what then",
        place,
        "may be not applicable here",
        Note(
            "help", f"say `when {node} is applicable then ... otherwise ...`, or `where {node} is applicable`"
        ),
    )


def no_part_dealt_with(place: Span, node: str, parts: Iterable[str], *, of_others: bool) -> Finding:
    """All parts of a node may be not applicable where its formula needs one."""
    part = next(iter(parts), "PART")
    first = f"`{part} is applicable`"
    help_text = (
        f"leave such bodies out: `where {part} is applicable`"
        if of_others
        else f"ask first: `when {first.strip('`')} then ... otherwise ...`"
    )
    whose = "of another body " if of_others else ""
    return _error(
        "E312", f"all parts of `{node}` {whose}may be not applicable, and nothing says what then", place,
        "there may be none here", Note("help", help_text),
    )  # fmt: skip


def whose(place: Span, what: str, rows: Iterable[str], field: str = "") -> Finding:
    """A bare name in a definition of several rows: nothing tells which of them it is about."""
    named = list(rows)
    between = ", ".join(f"`{name}`" for name in named)
    help_text = (
        "say whose: " + " or ".join(f"`{name}.{field}`" for name in named)
        if field
        else "give it a definition with one of them, and use that"
    )
    return _error(
        "E334", f"{what} may be about any of {between}", place, "nothing tells whose it is",
        Note("help", help_text),
    )  # fmt: skip


def decimals_of_what(place: Span, rounding: Rounding) -> Finding:
    """A share is rounded, and nothing says whether decimals of the percentage or of the ratio are meant."""
    said = many(rounding.digits, "decimal")
    example = fmpq(954321987, 10**9)
    as_ratio = round_rational(example, rounding)
    as_percentage = round_rational(example, Rounding(rounding.digits + PERCENT_DECIMALS, rounding.mode))
    return _error(
        "E335", f"a share is rounded to {said}, and nothing says of what", place,
        "of the percentage, or of the ratio?",
        Note(
            "help",
            f"say `to {said} of the percentage` ({percent(example)} becomes {percent(as_percentage)}) "
            f"or `to {said} of the ratio` (it becomes {percent(as_ratio)})",
        ),
    )  # fmt: skip


def no_share_to_round(place: Span, kind: object, rounding: Rounding) -> Finding:
    """Decimals of a percentage or a ratio of something that is neither."""
    assert rounding.counted is not None
    return _error(
        "E336", f"this is {a(kind)}, so it has no {rounding.counted.value}", place, "",
        Note("help", f"say `to {many(rounding.said, 'decimal')}`, or round the share that goes into it"),
    )  # fmt: skip


def no_others_not_dealt_with(place: Span) -> Finding:
    """A mean of the others without a word on what holds where there are none."""
    return _error(
        "E385",
        "the mean of the others is not defined where there are no others, and nothing says what then",
        place,
        "",
        Note("help", "add `, if none then not applicable` or `, if none then 0 points`, before `because`"),
    )


def mean_of_which_scores(place: Span, node: str) -> Finding:
    """A mean of the others where the node rounds, without a word on which scores are meant."""
    return _error(
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
    return _error(
        "E387",
        f"`{node}` is made of its parts: the others' mean cannot take their place",
        place,
        "",
        Note(
            "help",
            "write the clause in the parts for which it is meant; or give the node a formula of its own",
        ),
    )


def ties_of_position(place: Span, what: str) -> Finding:
    """A word on equal rows where they get no places."""
    return _error(
        "E388",
        f"`{what}` is said of places, and this is no position",
        place,
        "",
        Note("help", "leave it out, or ask for the `position of ...`"),
    )


def day_outside(place: Span, day: date, first: date, last: date) -> Finding:
    """A day of a calendar that lies outside of the days that it is for."""
    return _error(
        "E389",
        f"{day} lies outside of this calendar, which is from {first} to {last}",
        place,
        "",
        Note("help", "let the calendar reach as far, or leave the day out"),
    )


def working_anyway(place: Span, day: date) -> Finding:
    """A day that is said to be working, and is."""
    return _warning(
        "W347",
        f"{day} is a working day anyway",
        place,
        "",
        Note("help", "only days of the weekend need to be said to be working; look at the date"),
    )


def no_rows_not_dealt_with(place: Span, what: str, inside: Span | None = None) -> Finding:
    """An average over possibly no rows; ``inside`` is where it stands in a definition that is used here."""
    return _error(
        "E313",
        f"the {what} of no rows is not defined, and nothing says what then",
        place,
        "",
        Note(
            "help",
            "add `if none then ...`, or make the criterion `not applicable when no ...` of just these rows",
        ),
        related=() if inside is None else (Related(inside, "worked out here"),),
    )


def wrong_arguments(place: Span, name: str, wanted: int, got: int) -> Finding:
    """A definition or function with the wrong number of arguments."""
    return _error("E314", f"`{name}` takes {wanted} argument{'s' if wanted != 1 else ''}, not {got}", place)


def no_scale(place: Span) -> Finding:
    """The heading does not say the scale."""
    return _error(
        "E315",
        "the scale is not stated",
        place,
        "",
        Note("help", "say `scale 0 to 100 points` in the heading"),
    )


def bad_constraint(place: Span, what: str) -> Finding:
    """A constraint of a field that makes no sense for its type."""
    return _error("E316", what, place)


def redistribution_not_stated(place: Span, node: str, part: str) -> Finding:
    """A part may be not applicable, and the rules do not say what becomes of its weight."""
    return _error(
        "E317",
        f"`{part}` may be not applicable, and nothing says what becomes of its weight in `{node}`",
        place,
        "",
        Note(
            "help",
            "say `when not applicable: share out in proportion` (or `share out equally`, `count as zero`, `count as full`) in the weights",
        ),
    )


def weights_cover(place: Span, who: str, times: int) -> Finding:
    """A kind of subject without weights, or with two sets."""
    return _error(
        "E318",
        f"{'no weights are' if times == 0 else 'more than one set of weights is'} given for a subject with {who}",
        place,
        "",
        Note(
            "help",
            "each kind of subject needs exactly one `weights` clause: check what stands behind `where`",
        ),
    )


def rating_gap(place: Span, where: str) -> Finding:
    """Scores that have no grade."""
    return _error(
        "E319", f"no grade is for {where}", place, "",
        Note("help", 'where the act leaves it out, say how it is read: `between grades: the lower grade assumed en "why"`'),
    )  # fmt: skip


def no_grade_beyond(place: Span, node: str, where: str) -> Finding:
    """Scores beyond the scale that can occur, and that have no grade."""
    return _warning(
        "W391", f"`{node}` may lie beyond its scale, and no grade is for {where}", place, "",
        Note("help", "leave the lowest and the highest grade open (`below 50 points`), or bound the score (`never below 0 points`)"),
    )  # fmt: skip


def no_formula(place: Span, what: str) -> Finding:
    """A node that nothing gives a score."""
    return _error("E320", f"{what} has neither a `score` nor parts", place)


def no_maximum(place: Span, what: str) -> Finding:
    """A criterion without a maximum."""
    return _error(
        "E320", f"{what} does not say its maximum", place, "", Note("help", "say `out of N points`")
    )


def said_twice(place: Span, what: str) -> Finding:
    """A clause that may stand once stands twice."""
    return _error("E321", f"{what} is said twice", place)


def clause_missing(place: Span, what: str, clause: str) -> Finding:
    """A clause that must stand does not."""
    return _error("E322", f"{what} does not say {clause}", place)


def points_not_monotone(place: Span) -> Finding:
    """Points of an interpolation that go to and fro."""
    return _error("E323", "the points of an interpolation must run strictly up or strictly down", place)


def beyond_not_stated(place: Span, side: str) -> Finding:
    """An interpolation that does not say what holds beyond its points."""
    return _error(
        "E324", f"nothing says what holds {side} point", place, "", Note("help", f"add `{side}: ...`")
    )


def cannot_be_row(place: Span, name: str) -> Finding:
    """A row where a value belongs."""
    return _error(
        "E325", f"`{name}` is a row, not a value", place, "", Note("help", f"name a field: `{name}.FIELD`")
    )


def no_row_in_scope(place: Span, table: str) -> Finding:
    """Rows that belong to no row at hand."""
    return _error(
        "E326",
        f"the rows of `{table}` do not belong to anything at hand",
        place,
        "",
        Note("help", f"say `among all {table}` for the rows of all subjects"),
    )


def bad_value(place: Span, what: str) -> Finding:
    """A value of a figure or an example that its column does not admit."""
    return _error("E327", what, place)


def not_of_type(place: Span, column: str, wanted: object) -> Finding:
    """A value of a figure or an example that is of another type than its column."""
    return bad_value(place, f"`{column}` holds {a(wanted)}, but this is `{place.text}`")


def divisor_zero(place: Span) -> Finding:
    """A division by zero that stands in the rules."""
    return _error("E328", "a division by zero", place)


DANGERS = {
    Danger.SPREAD: "the spread of equal values is 0",
    Danger.DIVISION: "this divisor can be 0",
    Danger.POWER: "0 to the power of a number below 0 can be asked for here",
    Danger.WEIGHTS: "these weights can add up to 0",
}


def may_divide_by_zero(demand: Demand) -> Finding:
    """A divisor that can be 0, as far as the rules tell."""
    place, found = demand.place.span, demand.found
    if demand.danger is Danger.SPREAD:
        return _warning(
            "W336", f"{DANGERS[demand.danger]}, and nothing says what then", place, "divides by 0 where all are equal",
            Note("help", "say what holds then: `when ... is 0 then ... otherwise ...`"),
        )  # fmt: skip
    text = "..." if place is None or "\n" in place.text or len(place.text) > 30 else place.text
    zero = _zero_of(demand.place)
    ways = [f"say what holds then: `when {text} is {zero} then ... otherwise ...`"]
    field = isinstance(demand.place, p.FieldOf | p.OwnerFieldOf)
    if demand.danger is Danger.WEIGHTS or (field and demand.place.row.slot != 0):  # type: ignore[union-attr]
        ways = [f"leave such rows out (`where {text} > {zero}`)", *ways[demand.danger is Danger.WEIGHTS :]]
    if field:
        ways.append("let the field say `above 0`, if no data may hold 0")
    elif demand.danger is not Danger.WEIGHTS:
        ways.append(f"make the criterion `not applicable when {text} is {zero}`")
    help_text = ", or ".join(ways)
    use = () if demand.use is None or demand.use.span is None else (Related(demand.use.span, "used here"),)
    return _error(
        "E328", f"{DANGERS[demand.danger]}, and nothing says what then", place,
        f"its values: {_spoken(found)}", Note("help", help_text), related=use,
    )  # fmt: skip


def _spoken(found: Range) -> str:
    """A range in words."""
    if found.low is None and found.high is None:
        return "any number"
    if found.low is None:
        return f"{'below' if found.high_open else 'up to'} {found.high}"
    start = f"{'above' if found.low_open else 'from'} {found.low}"
    return (
        f"{start} {'to below' if found.high_open else 'to'} {found.high}"
        if found.high is not None
        else f"{start} on"
    )


def _zero_of(place: p.Expression) -> str:
    """0 in the unit of an expression."""
    kind = getattr(place, "type", None)
    named = isinstance(kind, Quantity) and len(kind.unit) == 1 and kind.unit[0][1] == 1
    return f"0 {kind.unit[0][0]}" if named else "0"  # type: ignore[union-attr]


def direction_needed(place: Span) -> Finding:
    """A position without its order."""
    return _error("E329", "`position of` must say `highest first` or `lowest first`", place)


# -- Warnings ---------------------------------------------------------------------------------------------


def unused(place: Span | None, what: str) -> Finding:
    """Something that nothing uses."""
    return _warning("W330", f"{what} is never used", place)


def no_basis(place: Span | None, what: str) -> Finding:
    """Numbers without a source and without an assumption."""
    return _warning(
        "W331", f"{what} has no basis", place, "", Note("help", 'say `cite SOURCE` or `assumed "why"`')
    )


def change_without_basis(place: Span | None, version: str, figures: str, what: str) -> Finding:
    """Figures that an amendment writes and states no basis for."""
    return _warning(
        "W331", f'version "{version}" states no basis for what it writes of {what}: {figures}', place, "",
        Note("help", 'say `cite SOURCE` behind it, or `cite SOURCE` or `assumed "why"` in it: an older basis was stated for an older text'),
    )  # fmt: skip


def no_translation(place: Span | None, what: str, languages: Iterable[str]) -> Finding:
    """A title that lacks a declared language."""
    return _warning("W332", f"{what} has no title in {', '.join(languages)}", place)


def not_said_in(place: Span | None, what: str, languages: Iterable[str]) -> Finding:
    """A reason or an assumption that lacks a declared language."""
    listed = list(languages)
    return _warning(
        "W332", f"{what} is not given in {', '.join(listed)}", place, "",
        Note("help", "write it there: " + " ".join(f'{language} "..."' for language in listed)),
    )  # fmt: skip


def unreachable(place: Span | None) -> Finding:
    """A branch that can never be taken."""
    return _warning(
        "W333", "this can never be reached", place, "what stands before it leaves nothing over",
        Note("help", "take it away, or correct what stands before it"),
    )  # fmt: skip


def no_effect(place: Span | None, node: str, what: str) -> Finding:
    """Weights of parts that nothing weighs."""
    return _warning(
        "W334", f"the weights of the parts of {what} have no effect", place, "its score is a formula that does not weigh its parts",
        Note("help", f"say `weighted average of its parts` in the formula of `{node}`, or take the weights away"),
    )  # fmt: skip


def with_itself(place: Span | None, text: str, subject: str) -> Finding:
    """Both sides of a comparison are the same value."""
    return _warning(
        "W335", f"`{text}` compares a value with itself", place, "both sides mean the same",
        Note("help", f"a bare name is about the innermost row; for the assessed body say `{subject}.FIELD`"),
    )  # fmt: skip


def last_case_only(place: Span | None, what: str) -> Finding:
    """A cap, a floor or a rounding that is about the last case only, and that another case goes beyond."""
    return _warning(
        "W390", f"{what} is about the last case only, and an earlier case goes beyond it", place,
        "stands behind `otherwise ...`, not behind all cases",
        Note("help", "put all cases in brackets, `(when ... otherwise ...) but at most ...`, to mean all of them, or the last case to mean it alone"),
    )  # fmt: skip


def equal_not_dealt_with(place: Span | None, kind: str) -> Finding:
    """A z-score or min-max that does not exist among equals."""
    return _warning(
        "W336", f"the {kind} of equal values does not exist, and nothing says what then", place,
        "fails where all are equal", Note("help", "add `, if all equal then ...`"),
    )  # fmt: skip


def version_twice(place: Span, others: Sequence[Span], name: str, version: str) -> Finding:
    """Texts that call themselves the same version: one finding, however many they are."""
    often = "twice" if len(others) == 1 else f"{len(others) + 1} times"
    all_but_one = "one of them a version of its own" if len(others) == 1 else "each a version of its own"
    return _error(
        "E211", f'version "{version}" of {name} is here {often}', place, "this one",
        Note("help", f"give {all_but_one}, or take what is not meant out of the folder"),
        related=tuple(Related(other, "and this one") for other in others),
    )  # fmt: skip


def looks_alike(place: Span | None, told: str) -> Finding:
    """A name or a title with a letter of another alphabet, or two names that look the same."""
    return _warning(
        "W480", told, place, "", Note("help", "use letters of one alphabet, and names that can be told apart")
    )
