"""The findings about what identifies rows, and what they belong to. E405, E406, E442, W467."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from effrules.data.wording import empty, help_note, rule
from effrules.diagnostics import CellPlace, Finding, Related, Severity
from effrules.diagnostics.lookalikes import difference, one_but_for_case
from effrules.diagnostics.making import error, near
from effrules.model.numbers import exact_text
from effrules.model.schema import Field, Table, named
from effrules.model.types import Value
from effrules.words import Text, phrase


def unknown_owner(place: CellPlace, owner: Table, key: str, of: Text, known: Iterable[str]) -> Finding:
    """A row of something that is not in the data. ``of`` says within what it was looked for."""
    told = (
        phrase("there is no {owner} `{key}` of {within}", owner=named(owner), key=key, within=of)
        if str(of)
        else phrase("there is no {owner} `{key}`", owner=named(owner), key=key)
    )
    return error("E405", told, place, empty(place), *near(key, known))


def duplicate(what: Text, place: CellPlace, first: CellPlace, one: Field | Table) -> Finding:
    """An identifier, or a value that must be unique, that stands twice."""
    related = (Related(first, phrase("first here")),)
    return error(
        "E406", phrase("{what} stands twice", what=what), place, empty(place), *rule(one), related=related
    )


def looks_alike(words: tuple[str, str], place: CellPlace, first: CellPlace, one: Field | Table) -> Finding:
    """An identifier that looks like one before it. One that differs in capital letters only is told of, any other refused."""
    related = (Related(first, phrase("the other one")),)
    told = difference(*words) or ""
    if one_but_for_case(*words):
        message = phrase("two identifiers of `{what}`: {told}; they count as two", what=named(one), told=told)
        return Finding("W467", Severity.WARNING, message, place, "", rule(one), related)
    return error(
        "E442",
        phrase("two identifiers of `{what}` look the same: {told}", what=named(one), told=told),
        place,
        "",
        help_note(phrase("write it as the other one, if it is the same")),
        *rule(one),
        related=related,
    )


def identifier_text(value: Value) -> str:
    """A value that identifies a row, as text."""
    return exact_text(value) if isinstance(value, fmpq) else str(value)
