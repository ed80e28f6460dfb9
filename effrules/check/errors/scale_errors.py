"""The findings about printed scales, grades and contradictions of acts. Codes E380 to E384, W342 to W346."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from attrs import evolve

from effrules.check.errors.scale_words import listed
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.defect import Defect
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import Joined, Message, Number, counted, phrase, quotation, template
from effrules.words import Text as Words


class Idle(Enum):
    """Why a reading is not needed: of the lines of a scale, and of grades."""

    NONE_BETWEEN = (
        phrase("this reading is not needed: no value that can occur lies between the lines"),
        phrase("this reading is not needed: no value that can occur lies between the grades"),
    )
    NONE_ROUNDED = (
        phrase("this reading is not needed: once the value is rounded, none lies between the lines"),
        phrase("this reading is not needed: once the value is rounded, none lies between the grades"),
    )
    NONE_SHARED = (
        phrase("this reading is not needed: no line ends where another begins"),
        phrase("this reading is not needed: no grade ends where another begins"),
    )


def not_read(
    place: Span, gaps: Sequence[Words], shared: Sequence[Words], *, of_grades: bool = False
) -> Finding:
    """Lines of a printed scale, or grades, that leave values out, or share some, and no reading of them."""
    told = Joined(tuple(_told(gaps, shared, of_grades)), template("{most}; {last}"))
    message = (
        phrase("of the grades, {told}", told=told)
        if of_grades
        else phrase("of a scale as it is printed, {told}", told=told)
    )
    notes = []
    if gaps:
        notes.append(
            phrase(
                'say which grade holds there: `between grades: the lower grade assumed en "why"`, `the higher grade`'
            )
            if of_grades
            else phrase(
                'say which line holds there: `between lines: the line of the lower value assumed en "why"`, `the line of the higher value`, or, where the act rounds first, `rounded to 1 decimal of the percentage, half up`'
            )
        )
    if shared:
        notes.append(
            phrase(
                'say which grade holds there: `at shared ends: the higher grade assumed en "why"`, or `the lower grade`'
            )
            if of_grades
            else phrase(
                'say which line holds there: `at shared ends: the line of the higher value assumed en "why"`, or `the line of the lower value`'
            )
        )
    return error("E380", message, place, "", *(Note("help", text) for text in notes))


def _told(gaps: Sequence[Words], shared: Sequence[Words], of_grades: bool) -> list[Message]:
    made = []
    if gaps:
        values = listed(gaps)
        made.append(
            phrase("no grade is for these values: {values}", values=values)
            if of_grades
            else phrase("no line is for these values: {values}", values=values)
        )
    if shared:
        values = listed(shared)
        made.append(
            phrase("two grades are for {values}", values=values)
            if of_grades
            else phrase("two lines are for {values}", values=values)
        )
    return made


def reading_without_basis(place: Span) -> Finding:
    """A reading of printed lines that does not say what it rests on."""
    return error(
        "E381",
        phrase("a reading of printed lines says what it rests on"),
        place,
        phrase("nothing is stated"),
        way_out=phrase('add `assumed en "why"` behind it, or `cite ...` where an act says so'),
    )


def contradiction_not_settled(place: Span | None) -> Finding:
    """A contradiction of an act without a word on which of the two is taken."""
    return error(
        "E382",
        phrase("where an act contradicts itself, the rules say which of the two they take, and why"),
        place,
        phrase("no `assumed` stands beside it"),
        way_out=phrase('add `assumed en "..."` with the reading that is taken and the reason'),
    )


def read_but_not_printed(place: Span) -> Finding:
    """A reading of lines in bands that are not copied as printed."""
    return error(
        "E383",
        phrase("only lines that are copied as an act prints them are read so"),
        place,
        way_out=phrase("say `as printed` behind the value that is looked up"),
    )


def printed_with_otherwise(place: Span) -> Finding:
    """A scale that is copied as printed, with a line that no act prints."""
    return error(
        "E383",
        phrase("a scale as it is printed has no `otherwise`: it would hide what the lines leave out"),
        place,
        way_out=phrase(
            "write the line as the act prints it (`below 35%`), and how the lines are read between"
        ),
    )


def figure_without_maximum(place: Span | None, what: Words) -> Finding:
    """A figure of a contradiction beside something that has no maximum."""
    return error(
        "E384",
        phrase("there is no maximum of {what} that an act could say otherwise", what=what),
        place,
        way_out=phrase(
            "leave the points out and quote the words, or put it into the criterion whose maximum it is"
        ),
    )


def figure_is_taken(place: Span | None, points: str) -> Finding:
    """A figure of a contradiction that is the very maximum which is taken."""
    return error(
        "E384",
        phrase(
            "{points} points are the maximum that is taken: that is no contradiction", points=Number(points)
        ),
        place,
        way_out=phrase("write the points that the act says there, or cite the place"),
    )


# -- Defects of acts, which the rules have dealt with ---------------------------------------------------------------


def as_printed(place: Span, finding: Finding) -> Finding:
    """What is wrong with a printed scale and no reading settles: values beyond its ends (E308), lines that overlap or are empty (E309)."""
    if finding.code == "E308":
        way_out = phrase(
            "the act says nothing of them; where they cannot occur, bound the value (`but at least 0%`, `but at most 100%`; in the field `at most 100%`)"
        )
        return evolve(finding, place=place, notes=(Note("help", way_out),))
    way_out = phrase(
        "a reading settles an end that two lines share, not more: compare the lines with the act; where it prints them so, say with `assumed` which end is meant"
    )
    return evolve(finding, notes=(Note("help", way_out),))


def gaps(
    place: Span | None, defect: Defect, between: Sequence[Words], on_grid: Sequence[Words], *, of_grades: bool
) -> Finding:
    """Values that no line of a printed scale, or no grade, is for."""
    count = counted("{n} stretch", "{n} stretches", n=len(defect.left_out))
    about, values = defect.about, listed(between)
    message = (
        phrase("{about}: no grade is for {count}: {values}", about=about, count=count, values=values)
        if of_grades
        else phrase("{about}: no line is for {count}: {values}", about=about, count=count, values=values)
    )
    if len(on_grid) == 1:
        message = phrase("{told}; {value} could stand in print and has none", told=message, value=on_grid[0])
    elif on_grid:
        message = phrase(
            "{told}; {values} could stand in print and have none", told=message, values=listed(on_grid)
        )
    return _defect("W342", message, place, defect)


def shared_ends(place: Span | None, defect: Defect, values: Sequence[Words], *, of_grades: bool) -> Finding:
    """Values at which one printed line ends and the next begins."""
    about, told = defect.about, listed(values)
    message = (
        phrase("{about}: two grades are for {values}", about=about, values=told)
        if of_grades
        else phrase("{about}: two lines are for {values}", about=about, values=told)
    )
    return _defect("W343", message, place, defect)


def contradiction(place: Span | None, defect: Defect, weighed: Message | None) -> Finding:
    """The act says otherwise elsewhere, or in its other language."""
    one = defect.quoted[0]
    words = quotation(one.words)
    message = (
        phrase(
            "{about}: {place} says otherwise: {points} points, {words}",
            about=defect.about,
            place=one.place,
            points=Number(one.points),
            words=words,
        )
        if one.points
        else phrase(
            "{about}: {place} says otherwise: {words}", about=defect.about, place=one.place, words=words
        )
    )
    made = _defect("W344", message, place, defect)
    return made if weighed is None else evolve(made, notes=(*made.notes, Note("figures", weighed)))


def _defect(code: str, message: Message, place: Span | None, defect: Defect) -> Finding:
    notes = [Note("act", one) for one in defect.cited]
    notes += [Note("reading", one) for one in defect.readings]
    return evolve(warning(code, message, place, "", *notes), defect=defect)


# -- Doubtful in the rules ------------------------------------------------------------------------------------------


def reading_not_needed(place: Span | None, why: Idle, *, of_grades: bool) -> Finding:
    """A reading of printed lines that nothing needs."""
    help_text = phrase("leave it out, or look whether the lines are copied right")
    return warning("W346", why.value[of_grades], place, way_out=help_text)
