"""A step as JSON: what every step has, the fields of its kind, and all that it was made from; keys in the order of the alphabet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any

from attrs import NOTHING, Attribute, Factory, fields, has
from flint import fmpq

from effrules.model.figures import PLACES, figure
from effrules.model.numbers import display, exact_text, finite_places, fixed
from effrules.model.real import Num, Real
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.trace import steps as s

ALWAYS = ("id", "op", "value", "type", "shown", "from")
"""Keys that are not fields of a step, or that are written in a way of their own."""

UNLESS_EMPTY = ("place", "text", "failure")

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_COMMON, _REF, _REFS, _MAYBE, _OTHER = object(), object(), object(), object(), object()


class StepWriter:
    """Writes steps that bear other numbers in the document than in their list: ``new`` and ``clauses`` give those.

    A step is written at once as the text that it has in the canonical form. What is written of a value, a text or a selection of rows
    that many steps have is worked out once. ``called``: what files of rules are called, by the names of their sources.
    """

    def __init__(
        self, new: Mapping[s.Ref, s.Ref], clauses: Mapping[s.ClauseRef, s.ClauseRef],
        called: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.names = {ref: f'"s{number}"' for ref, number in new.items()}
        self.clauses = {ref: f'"c{number}"' for ref, number in clauses.items()}
        self.called = called or {}
        self._numbers: dict[int, tuple[str, str, str]] = {}
        self._equal: dict[fmpq, tuple[str, str, str]] = {}
        self._strings: dict[str, str] = {}
        self._inside: dict[tuple[int, bool], str] = {}
        self._places: dict[str, str] = {}

    def text(self, step: s.Step) -> str:
        """A step as JSON without blanks. A key that holds nothing special is left out."""
        value, kind, names = step.value, type(step), self.names
        if type(value) is fmpq or isinstance(value, Real):
            text, value_type, shown = self._numbers.get(id(value)) or self._number(value)
            if kind is s.Round:
                shown = _ENCODE(figure(value, step.rounding).marked)  # type: ignore[attr-defined]
        else:
            plain, plain_type = value_record(value)
            text, value_type, shown = _ENCODE(plain), self._string(plain_type), ""
        refers = dict.fromkeys(s.references(step))
        common = {
            "id": names[step.id],
            "op": f'"{step.op}"',
            "value": text,
            "type": value_type,
            "shown": shown,
            "from": f"[{','.join([names[ref] for ref in refers])}]",
            "clause": "" if step.clause is None else self.clauses[step.clause],
            "place": step.place and self._place(step.place),
            "text": step.text and self._string(step.text),
            "failure": step.failure and self._string(step.failure),
        }
        made: list[str] = []
        for name, what, default, key in _plan(kind):  # type: ignore[arg-type]
            if what is _COMMON:
                if common[name]:
                    made.append(key + common[name])
            elif what is _REF:
                made.append(key + names[getattr(step, name)])
            elif what is _REFS:
                made.append(f"{key}[{','.join([names[ref] for ref in getattr(step, name)])}]")
            else:
                own = getattr(step, name)
                if default is NOTHING or type(own) is not type(default) or own != default:
                    made.append(key + self._plain(own, what is _MAYBE))
        return f"{{{','.join(made)}}}"

    def _number(self, value: Num) -> tuple[str, str, str]:
        """What stands for a number that was not met yet; equal ones are written once."""
        found = self._equal.get(value) if isinstance(value, fmpq) else None
        if found is None:
            exact, kind, about = _number_record(value)
            found = f'"{exact}"', f'"{kind}"', f'"{about}"'
            if isinstance(value, fmpq):
                self._equal[value] = found
        self._numbers[id(value)] = found
        return found

    def _string(self, text: str) -> str:
        found = self._strings.get(text)
        if found is None:
            found = self._strings[text] = _ENCODE(text)
        return found

    def _place(self, place: str) -> str:
        found = self._places.get(place)
        if found is None:
            file, *rest = place.rsplit(":", 2)
            found = self._places[place] = _ENCODE(":".join((self.called.get(file, file), *rest)))
        return found

    def _plain(self, value: Any, is_ref: bool) -> str:
        if type(value) is str:
            return self._string(value)
        match value:
            case None | bool():
                return _ENCODE(value)
            case int():
                return self.names[s.Ref(value)] if is_ref else str(value)
            case fmpq() | Real() | date():
                return _ENCODE(value_record(value)[0])
            case Enum():
                return _ENCODE(value.value)
            case tuple() if not value:
                return "[]"
            case _:
                found = self._inside.get((id(value), is_ref))
                if found is None:
                    found = self._inside[id(value), is_ref] = self._object(value, is_ref)
                return found

    def _object(self, value: Any, is_ref: bool) -> str:
        match value:
            case Titles():
                return _ENCODE(dict(sorted(value.texts)))
            case Rounding():
                counted = {} if value.counted is None else {"counted": value.counted.value}
                digits = {"digits": value.digits, "mode": value.mode.value, "significant": value.significant}
                late = {"after_penalties": True} if value.after_penalties else {}
                return _ENCODE({**counted, **late, **digits})
            case tuple():
                return f"[{','.join([self._plain(item, is_ref) for item in value])}]"
            case _:
                kind: Any = type(value)
                made = [
                    f'"{at.name}":{self._plain(own, refers)}'
                    for at, refers in _inner(kind)
                    if not _is_default(at, own := getattr(value, at.name))
                ]
                return f"{{{','.join(made)}}}"


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
    exact = f"{value.p}/{value.q}" if places is None else fixed(value, places)
    if places is None or places > PLACES:
        return exact, "number", f"≈{display(value, PLACES)}"
    return exact, "number", exact if places == PLACES else display(value, PLACES)


@cache
def _plan(kind: Any) -> tuple[tuple[str, object, Any, str], ...]:
    """The keys of a kind of step in their order, how each is written, what is left out, and the key as it is written."""
    common = {at.name for at in fields(s.Step)}
    made: list[tuple[str, object, Any]] = [
        (name, _COMMON, None) for name in (*ALWAYS, "clause", *UNLESS_EMPTY)
    ]
    for at in fields(kind):
        if at.name not in common:
            default = NOTHING if isinstance(at.default, Factory) else at.default  # type: ignore[arg-type]
            made.append((at.name, _how(str(at.type)), default))
    return tuple(
        (name, what, default, f'"{name}":') for name, what, default in sorted(made, key=itemgetter(0))
    )


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
