"""Scales that are copied as they are printed: their readings taken apart, their lines completed by them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import asdict, evolve, frozen

from effrules.check.errors import clause_errors, scale_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.grounding import basis_of
from effrules.check.expressions.scope import World
from effrules.model import program as p
from effrules.model.printed import Printed, Reading, completed, stretch_of
from effrules.source import Span
from effrules.syntax import tree as ast


@frozen
class Readings:
    """The readings of one scale; ``rounding`` is that of ``rounded`` as it is written."""

    between: Reading | None = None
    shared: Reading | None = None
    rounded: Reading | None = None
    rounding: ast.ReadingOf | None = None


def readings(node: ast.BandsOf, world: World) -> Readings | None:
    """How the lines of a scale are read; ``None`` where it is not copied as printed. Raises Refused."""
    if not node.printed:
        if node.readings:
            raise Refused(scale_errors.read_but_not_printed(node.readings[0].span))
        return None
    for band in node.bands:
        if band.range is None:
            raise Refused(scale_errors.printed_with_otherwise(band.span))
    return read(node.readings, world)


def read(stated: Sequence[ast.ReadingOf], world: World) -> Readings:
    """Readings of lines or of grades, each stated once and with its basis. Raises Refused."""
    made: dict[ast.About | None, Reading] = {}
    rounding: ast.ReadingOf | None = None
    for one in stated:
        about = None if one.rounding is not None else one.about
        if about in made:
            raise Refused(clause_errors.said_twice(one.span, clause_errors.HOW_READ))
        basis = basis_of(one.basis, world)
        if not basis.citations and not basis.assumptions:
            raise Refused(scale_errors.reading_without_basis(one.span))
        made[about] = Reading(one.side, basis, span=one.span)
        rounding = one if one.rounding is not None else rounding
    return Readings(made.get(ast.About.BETWEEN), made.get(ast.About.SHARED), made.get(None), rounding)


def first_rounded(operand: ast.Expression, reading: ast.ReadingOf) -> ast.Expression:
    """The value that is looked up, rounded as a reading says."""
    assert reading.rounding is not None
    span = reading.span
    end = reading.basis[0].span.start if reading.basis else span.end
    written = span.source.text[span.start : end].rstrip()
    start = span.start + written.index("rounded")
    return ast.Rounded(operand, reading.rounding, span=Span(span.source, start, span.start + len(written)))


def as_printed(node: ast.BandsOf, bands: Sequence[p.Band], stated: Readings) -> tuple[Printed, list[p.Band]]:
    """The scale as it is printed, and its bands as they are read."""
    lines = tuple(map(stretch_of, bands))
    ends = (end for band in node.bands if band.range for end in (band.range.low, band.range.high))
    percent = any(isinstance(end, ast.Number) and end.percent for end in ends)
    made = Printed(lines, percent, stated.between, stated.rounded, stated.shared)
    between, shared = (None if one is None else one.side for one in (stated.between, stated.shared))
    complete = completed(lines, between, shared)
    return made, [evolve(band, **asdict(line)) for band, line in zip(bands, complete, strict=True)]


def grades_read(grades: list[p.RatingGrade], stated: Readings) -> list[p.RatingGrade]:
    """Grades as they are read, each with its line as it is printed; as they are where no reading is stated."""
    if stated.between is None and stated.shared is None:
        return grades
    lines = tuple(map(stretch_of, grades))
    between, shared = (None if one is None else one.side for one in (stated.between, stated.shared))
    return [
        evolve(grade, **asdict(line), printed=own)
        for grade, own, line in zip(grades, lines, completed(lines, between, shared), strict=True)
    ]
