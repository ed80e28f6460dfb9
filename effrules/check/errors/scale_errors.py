"""The findings about printed scales, grades and contradictions of acts. Codes E380 to E384, W342 to W346."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from effrules.check.errors.scale_words import listed
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.counted import many
from effrules.diagnostics.defect import Defect
from effrules.diagnostics.making import error as _error
from effrules.diagnostics.making import warning as _warning
from effrules.source import Span
from effrules.words import Text


def not_read(place: Span, gaps: Sequence[str], shared: Sequence[str], *, of_grades: bool = False) -> Finding:
    """Lines of a printed scale, or grades, that leave values out, or share some, and no reading of them."""
    what, line, lower, higher = (
        ("the grades", "grade", "the lower grade", "the higher grade")
        if of_grades
        else (
            "a scale as it is printed",
            "line",
            "the line of the lower value",
            "the line of the higher value",
        )
    )
    told = []
    notes = []
    if gaps:
        rounding = (
            ""
            if of_grades
            else ", or, where the act rounds first, `rounded to 1 decimal of the percentage, half up`"
        )
        told.append(f"no {line} is for these values: {listed(gaps)}")
        notes.append(
            f'say which {line} holds there: `between {line}s: {lower} assumed en "why"`, `{higher}`{rounding}'
        )
    if shared:
        told.append(f"two {line}s are for {listed(shared)}")
        notes.append(
            f'say which {line} holds there: `at shared ends: {higher} assumed en "why"`, or `{lower}`'
        )
    return _error("E380", f"of {what}, {'; '.join(told)}", place, "", *(Note("help", text) for text in notes))


def reading_without_basis(place: Span) -> Finding:
    """A reading of printed lines that does not say what it rests on."""
    return _error(
        "E381", "a reading of printed lines says what it rests on", place, "nothing is stated",
        Note("help", 'add `assumed en "why"` behind it, or `cite ...` where an act says so'),
    )  # fmt: skip


def contradiction_not_settled(place: Span | None) -> Finding:
    """A contradiction of an act without a word on which of the two is taken."""
    return _error(
        "E382", "where an act contradicts itself, the rules say which of the two they take, and why", place,
        "no `assumed` stands beside it",
        Note("help", 'add `assumed en "..."` with the reading that is taken and the reason'),
    )  # fmt: skip


def not_as_printed(place: Span, why: str, help_text: str) -> Finding:
    """What a scale that is copied as it is printed cannot have, or only such a scale can."""
    return _error("E383", why, place, "", Note("help", help_text))


def idle_figure(place: Span | None, why: str, help_text: str) -> Finding:
    """A figure that contradicts nothing."""
    return _error("E384", why, place, "", Note("help", help_text))


# -- Defects of acts, which the rules have dealt with ---------------------------------------------------------------


def as_printed(place: Span, finding: Finding) -> Finding:
    """What is wrong with a printed scale and no reading settles: values beyond its ends (E308), lines that overlap or are empty (E309)."""
    if finding.code == "E308":
        way_out = "the act says nothing of them; where they cannot occur, bound the value (`but at least 0%`, `but at most 100%`; in the field `at most 100%`)"
        return evolve(finding, place=place, notes=(Note("help", way_out),))
    way_out = "a reading settles an end that two lines share, not more: compare the lines with the act; where it prints them so, say with `assumed` which end is meant"
    return evolve(finding, notes=(Note("help", way_out),))


def gaps(
    place: Span | None, defect: Defect, between: Sequence[str], on_grid: Sequence[str], *, of_grades: bool
) -> Finding:
    """Values that no line of a printed scale, or no grade, is for."""
    line = "grade" if of_grades else "line"
    count = many(len(defect.left_out), "stretch", "stretches")
    printed = (
        f"; {listed(on_grid)} could stand in print and {'has' if len(on_grid) == 1 else 'have'} none"
        if on_grid
        else ""
    )
    return _defect(
        "W342", f"{defect.about}: no {line} is for {count}: {listed(between)}{printed}", place, defect
    )


def shared_ends(place: Span | None, defect: Defect, *, of_grades: bool) -> Finding:
    """Values at which one printed line ends and the next begins."""
    values = listed([one.value for one in defect.shared])
    return _defect(
        "W343", f"{defect.about}: two {'grades' if of_grades else 'lines'} are for {values}", place, defect
    )


def contradiction(place: Span | None, defect: Defect, weighed: str) -> Finding:
    """The act says otherwise elsewhere, or in its other language."""
    one = defect.quoted[0]
    words = "; ".join(f"{language} «{text}»" for language, text in one.words)
    otherwise = f" {one.points} points," if one.points else ""
    made = _defect("W344", f"{defect.about}: {one.place} says otherwise:{otherwise} {words}", place, defect)
    return evolve(made, notes=(*made.notes, Note("figures", weighed))) if weighed else made


def _defect(code: str, message: Text, place: Span | None, defect: Defect) -> Finding:
    notes = [Note("act", one) for one in defect.cited]
    notes += [Note("reading", one) for one in defect.readings]
    return evolve(_warning(code, message, place, "", *notes), defect=defect)


# -- Doubtful in the rules ------------------------------------------------------------------------------------------


def reading_not_needed(place: Span | None, what: str) -> Finding:
    """A reading of printed lines that nothing needs."""
    return _warning(
        "W346", f"this reading is not needed: {what}", place, "",
        Note("help", "leave it out, or look whether the lines are copied right"),
    )  # fmt: skip
