"""A step as JSON: what every step has, the fields of its kind, and all that it was made from; keys in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from attrs import NOTHING, Attribute, Factory, fields, has
from flint import fmpq

from effrules.model.figures import PLACES, figure
from effrules.model.numbers import display, exact_text, finite_places
from effrules.model.real import Num, Real
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.trace import steps as s

ALWAYS = ("id", "op", "value", "type", "shown", "from")
"""Keys that are not fields of a step, or that are written in a way of their own."""

UNLESS_EMPTY = ("place", "text", "failure")

_REF, _REFS, _MAYBE, _OTHER = object(), object(), object(), object()


class StepWriter:
    """Writes steps that bear other numbers in the document than in their list: ``new`` and ``clauses`` give those.

    What is written of a number that many steps have is worked out once.
    """

    def __init__(self, new: Mapping[s.Ref, s.Ref], clauses: Mapping[s.ClauseRef, s.ClauseRef]) -> None:
        self.names = {ref: f"s{number}" for ref, number in new.items()}
        self.clauses = {ref: f"c{number}" for ref, number in clauses.items()}
        self._numbers: dict[int, tuple[str, str, str]] = {}

    def records(self, steps: Iterable[s.Step]) -> list[dict[str, Any]]:
        """The steps as dictionaries."""
        return [self.record(step) for step in steps]

    def record(self, step: s.Step) -> dict[str, Any]:
        """A step as a dictionary. A key that holds nothing special is left out."""
        value, kind, names = step.value, type(step), self.names
        made: dict[str, Any] = {}
        if type(value) is fmpq or isinstance(value, Real):
            number = self._numbers.get(id(value))
            if number is None:
                number = self._numbers[id(value)] = _number_record(value)
            text, value_type, shown = number
            if isinstance(step, s.Round):
                shown = figure(value, step.rounding).marked
        else:
            text, value_type = value_record(value)  # type: ignore[assignment]
            shown = ""
        for name, what, default in _plan(kind):  # type: ignore[arg-type]
            if what is _REF:
                made[name] = names[getattr(step, name)]
            elif what is _REFS:
                made[name] = [names[ref] for ref in getattr(step, name)]
            elif what is _OTHER:
                own = getattr(step, name)
                if default is NOTHING or type(own) is not type(default) or own != default:
                    made[name] = own if type(own) is str else self._plain(own, False)
            elif what is _MAYBE:
                own = getattr(step, name)
                if default is NOTHING or own != default or type(own) is not type(default):
                    made[name] = self._plain(own, True)
            elif what == "value":
                made[name] = text
            elif what == "type":
                made[name] = value_type
            elif what == "id":
                made[name] = names[step.id]
            elif what == "op":
                made[name] = step.op
            elif what == "from":
                made[name] = [names[ref] for ref in dict.fromkeys(s.references(step))]
            elif what == "shown":
                if shown:
                    made[name] = shown
            elif what == "clause":
                if step.clause is not None:
                    made[name] = self.clauses[step.clause]
            elif own := getattr(step, name):
                made[name] = own
        return made

    def _plain(self, value: Any, is_ref: bool) -> Any:
        match value:
            case None | bool() | str():
                return value
            case int():
                return self.names[s.Ref(value)] if is_ref else value
            case fmpq() | Real() | date():
                return value_record(value)[0]
            case Enum():
                return value.value
            case Titles():
                return dict(sorted(value.texts))
            case Rounding():
                counted = {} if value.counted is None else {"counted": value.counted.value}
                late = {"after_penalties": True} if value.after_penalties else {}
                return {
                    **counted,
                    **late,
                    "digits": value.digits,
                    "mode": value.mode.value,
                    "significant": value.significant,
                }
            case tuple():
                return [self._plain(item, is_ref) for item in value]
            case _:
                kind: Any = type(value)
                return {
                    at.name: self._plain(own, refers)
                    for at, refers in _inner(kind)
                    if not _is_default(at, own := getattr(value, at.name))
                }


def value_record(value: s.StepValue) -> tuple[str | bool | None, str]:
    """A value as it stands in the document, and its type."""
    match value:
        case None:
            return None, "none"
        case bool():
            return value, "yes-no"
        case fmpq():
            return exact_text(value), "number"
        case Real():
            text = figure(value).exact
            return text, "undecided" if text.startswith("≈") else "irrational" if text.endswith(
                "…"
            ) else "number"
        case date():
            return value.isoformat(), "date"
        case _:
            return value, "text"


def _number_record(value: Num) -> tuple[str, str, str]:
    """A number as it stands in the document, its type, and how it is shown where the rules round to no digits."""
    if isinstance(value, Real):
        text, kind = value_record(value)
        return text, kind, figure(value).marked  # type: ignore[return-value]
    places = finite_places(value)
    about = "≈" if places is None or places > PLACES else ""
    return exact_text(value), "number", about + display(value, PLACES)


@cache
def _plan(kind: Any) -> tuple[tuple[str, object, Any], ...]:
    """The keys of a kind of step in their order, how each is written, and what is left out."""
    common = {at.name for at in fields(s.Step)}
    made: list[tuple[str, object, Any]] = [(name, name, None) for name in (*ALWAYS, "clause", *UNLESS_EMPTY)]
    for at in fields(kind):
        if at.name not in common:
            default = NOTHING if isinstance(at.default, Factory) else at.default  # type: ignore[arg-type]
            made.append((at.name, _how(str(at.type)), default))
    return tuple(sorted(made, key=lambda one: one[0]))


def _how(written: str) -> object:
    if written in ("Ref", "tuple[Ref, ...]"):
        return _REF if written == "Ref" else _REFS
    return _MAYBE if "Ref" in written else _OTHER


@cache
def _inner(kind: Any) -> tuple[tuple[Attribute[Any], bool], ...]:
    """The fields of what stands inside a step, in the order of the alphabet, and whether they hold references."""
    assert has(kind)
    return tuple(sorted(((at, "Ref" in str(at.type)) for at in fields(kind)), key=lambda one: one[0].name))


def _is_default(at: Attribute[Any], value: Any) -> bool:
    return not isinstance(at.default, Factory) and type(value) is type(at.default) and value == at.default  # type: ignore[arg-type]
