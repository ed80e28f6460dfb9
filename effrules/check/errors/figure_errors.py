"""The findings about fields, and about values of figures and examples that their columns do not admit."""

from __future__ import annotations

from effrules.check.errors.value_words import domain_told, told
from effrules.diagnostics import Finding
from effrules.diagnostics.making import error
from effrules.model.types import Domain, Type
from effrules.source import Span
from effrules.words import counted, phrase


def date_cannot_bound(place: Span, kind: Type) -> Finding:
    """A day as a bound of something that is no day."""
    return error("E316", phrase("a date cannot bound {kind}", kind=told(kind)), place)


def number_cannot_bound(place: Span, kind: Type) -> Finding:
    """A number as a bound of something that is none."""
    return error("E316", phrase("a number cannot bound {kind}", kind=told(kind)), place)


def percentage_cannot_bound(place: Span, kind: Type) -> Finding:
    """A percentage as a bound of something that is no share."""
    return error("E316", phrase("a percentage cannot bound {kind}", kind=told(kind)), place)


def earlier_always_there(place: Span) -> Finding:
    """A field of earlier results that is not said to be missing at times."""
    message = phrase("a field from earlier results must say `may be missing`: they may not be given")
    return error("E316", message, place)


def nothing_between_bounds(place: Span) -> Finding:
    """Bounds that cross."""
    return error("E316", phrase("no value can lie between these bounds"), place)


def not_of_type(place: Span, column: str, wanted: Type) -> Finding:
    """A value that is of another type than its column."""
    message = phrase(
        "`{column}` holds {kind}, but this is `{text}`", column=column, kind=told(wanted), text=place.text
    )
    return error("E327", message, place)


def percentage(place: Span, wanted: Type) -> Finding:
    """A percentage in a column of something else."""
    return error("E327", phrase("a percentage where {kind} belongs", kind=told(wanted)), place)


def not_admitted(place: Span, column: str, domain: Domain) -> Finding:
    """A value outside of what its column admits."""
    return error("E327", phrase("`{column}` must be {what}", column=column, what=domain_told(domain)), place)


def may_not_be_missing(place: Span, column: str) -> Finding:
    """An example leaves out what must be there."""
    return error("E327", phrase("`{column}` may not be missing", column=column), place)


def row_length(place: Span, got: int, wanted: int) -> Finding:
    """A row of figures with too few or too many values."""
    message = phrase(
        "this row has {values}, but there are {columns}",
        values=counted("{n} value", "{n} values", n=got),
        columns=counted("{n} column", "{n} columns", n=wanted),
    )
    return error("E327", message, place)
