"""The findings about kinds, types, units and values that do not fit where they stand."""

from __future__ import annotations

from enum import Enum

from effrules.check.errors.value_words import NUMBER, POINTS, told, unit_told
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error
from effrules.model.types import DAYS, Flavour, Quantity, Type
from effrules.source import Span
from effrules.words import Template, counted, phrase, template
from effrules.words import Text as Words

FORMULA = phrase("a formula")
FIXED = phrase("a fixed value")
ORDERED = phrase("something that has an order")
WITHOUT_UNIT = phrase("a number without a unit")
ONE_OF_NAMES = phrase("one of some names")
FIELD = phrase("a field")
NO_FIELD = phrase("not a field")
MAY_BE_MISSING = phrase("a field that may be missing")
NODE_NAME = phrase("the name of a node")
FIELD_OR_NODE = phrase("a field or the name of a node")
VALUE = phrase("a value")
PLACE = phrase("a place")
OTHER_UNIT = phrase("another unit")
ROW_OF = template("a row of `{table}`")
ANOTHER_ROW = phrase("another row")
ROW_BEFORE = phrase("the row named before")
OF_NODES_ONLY = phrase("something only a node has")
NODE_FORMULA = phrase("a formula of a node")
NOT_DEFINED = phrase("not defined")
WEIGHTED_KINDS = phrase("weighted average or weighted geometric mean")
ANOTHER_NODE = phrase("another node")
THE_SUBJECT = phrase("the subject")
A_TABLE = phrase("a table")
A_BLOCK = phrase("a block")
A_DIRECTION = phrase("a direction")
A_CRITERION = phrase("a criterion")
FOR_EACH_ROW = phrase("for each of several rows")
QUANTITY_WITH_BASE = template("a quantity whose {word} has a unit")

OUTCOMES: dict[str, Words] = {
    "number": NUMBER,
    "percent": phrase("a percentage"),
    "name": phrase("a name"),
    "not applicable": "`not applicable`",
    "no score": "`no score`",
}
"""What an example can expect, by the kind of the outcome."""

LEVELS = {"block": A_BLOCK, "direction": A_DIRECTION, "criterion": A_CRITERION}
"""The levels of the tree, by their keywords."""


class Operation(Enum):
    """For what two values must have one unit."""

    ADDED = template("{left} and {right} cannot be added")
    SUBTRACTED = template("{left} and {right} cannot be subtracted")
    COMBINED = template("{left} and {right} cannot be combined so")
    COMPARED = template("{left} and {right} cannot be compared")
    BANDS = template("{left} and {right} cannot be given by one set of bands")
    INTERPOLATION = template("{left} and {right} cannot be given by one interpolation")
    AGGREGATE = template("{left} and {right} cannot be given by one aggregate")
    CHOICE = template("{left} and {right} cannot be given by one choice")


def wrong_kind(place: Span, word: str, is_a: Words, wanted: Words) -> Finding:
    """Something else than what belongs here."""
    return error(
        "E302",
        phrase("`{word}` is {kind}, but {wanted} belongs here", word=word, kind=is_a, wanted=wanted),
        place,
    )


def wrong_type(place: Span, got: Type | Words, wanted: Type | Words, help_text: Words = "") -> Finding:
    """A value of the wrong type."""
    message = phrase("{wanted} must stand here, but this is {got}", wanted=told(wanted), got=told(got))
    return error("E303", message, place, told(got), *(Note("help", help_text),) if help_text else ())


def limit_of_other(place: Span, wanted: Words) -> Finding:
    """A limit that only the other kind of adjustment can have."""
    message = phrase(
        "this limit is for the other kind of adjustment, but {wanted} belongs here", wanted=wanted
    )
    return error("E302", message, place)


def does_not_fit(place: Span, got: Type, wanted: Type) -> Finding:
    """A value of a type where another one is wanted, and how to come from the one to the other."""
    help_text: Words = ""
    if isinstance(got, Quantity) and isinstance(wanted, Quantity):
        if not got.unit and wanted.unit:
            help_text = phrase(
                "multiply by a quantity in {unit}, or write the unit after the number",
                unit=unit_told(wanted.unit),
            )
        elif not got.unit and not wanted.unit:
            help_text = phrase("say `{word}(...)` if that is meant", word=wanted.flavour.value)
        elif got.unit == DAYS:
            help_text = phrase("divide by `1 days` for a plain number")
    return wrong_type(place, got, wanted, help_text)


def base_has_unit(place: Span, kind: Type) -> Finding:
    """A quantity with a unit, of which a function takes numbers only."""
    return wrong_type(place, kind, WITHOUT_UNIT, phrase("divide by a quantity in the same unit"))


def exponent_not_fixed(place: Span) -> Finding:
    """The exponent of a quantity with a unit is a formula."""
    return wrong_type(place, FORMULA, NUMBER, phrase("the unit of the result depends on it"))


def without_points(place: Span) -> Finding:
    """A bare number where points belong."""
    return wrong_type(place, NUMBER, POINTS, phrase("write `points` after it"))


def mixed_units(place: Span, operation: Operation, left: Type, right: Type) -> Finding:
    """Two values whose units do not go together."""
    flavours = {one.flavour for one in (left, right) if isinstance(one, Quantity) and not one.unit}
    if flavours == {Flavour.SHARE, Flavour.NUMBER}:
        help_text = phrase("say `share(...)` or `number(...)` to turn one into the other")
    elif Flavour.PLAIN in flavours:
        help_text = phrase("write the unit after the number")
    else:
        help_text = phrase("bring both to the same unit")
    message: Template = operation.value
    return error("E304", message.of(left=told(left), right=told(right)), place, way_out=help_text)


def wrong_arguments(place: Span, name: str, wanted: int, got: int) -> Finding:
    """A definition or function with the wrong number of arguments."""
    message = counted(
        "`{name}` takes {n} argument, not {got}", "`{name}` takes {n} arguments, not {got}", n=wanted, name=name, got=got
    )  # fmt: skip
    return error("E314", message, place)


def cannot_be_row(place: Span, name: str) -> Finding:
    """A row where a value belongs."""
    help_text = phrase("name a field: `{name}.FIELD`", name=name)
    return error("E325", phrase("`{name}` is a row, not a value", name=name), place, way_out=help_text)


def root_degree(place: Span) -> Finding:
    """A root whose degree is no whole number from 1 on."""
    return error("E327", phrase("a root needs a whole degree of at least 1"), place)
