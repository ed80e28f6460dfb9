"""A step as JSON: what every step has, the fields of its kind, and all that it was made from; keys in the order of the alphabet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any

from attrs import NOTHING, Attribute, Factory, fields, has
from flint import fmpq, fmpz

from effrules.model.figures import PLACES, figure
from effrules.model.numbers import display, exact_text, finite_places, fixed
from effrules.model.real import Num, Real
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.trace import steps as s
from effrules.trace.referring import Refers, gathering, referring

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_ALIKE, _FROM, _VALUE, _TYPE, _SHOWN, _REF, _REFS, _MAYBE, _OTHER = (object() for _ in range(9))
"""How a key is written: alike for all steps of a place, in one of four ways for all steps, else by what the field holds."""

Slot = tuple[str, object, Any, str]
"""A gap in a form: the field, how it is written, what is left out, and the key as it is written, with a gap."""

Standing = tuple[Any, s.ClauseRef | None, str, str, str]
"""A kind of step, and where it stands: clause, place, text; and its failure."""

Form = tuple[
    str, tuple[Slot, ...], Callable[[list[str]], tuple[str, ...]], Callable[[s.Step], tuple[s.Ref, ...]]
]
"""A text with gaps, the kind's own fields that fill some of them, what puts all that fills them in order (first what every step
has), and what gives the steps that a step refers to."""

Value = tuple[str, str, str]
"""A value as it is written, its type, and how it is shown, with its key."""

ALWAYS = {
    "id": _REF, "op": _ALIKE, "value": _VALUE, "type": _TYPE, "shown": _SHOWN, "from": _FROM,
    "clause": _ALIKE, "place": _ALIKE, "text": _ALIKE, "failure": _ALIKE,
}  # fmt: skip
"""Keys that every kind of step has."""

_FILLED = ("id", "from", "value", "type", "shown")
"""Those of them that have a gap in every form."""


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
        self._forms: dict[Standing, Form] = {}
        self._numbers: dict[int, Value] = {}
        self._equal: dict[tuple[fmpz, fmpz], Value] = {}
        self._others: dict[tuple[type, object], Value] = {}
        self._strings: dict[str, str] = {}
        self._inside: dict[tuple[int, bool], str] = {}
        self._places: dict[str, str] = {}

    def text(self, step: s.Step) -> str:
        """A step as JSON without blanks. A key that holds nothing special is left out."""
        value, kind, names = step.value, type(step), self.names
        if type(value) is fmpq or isinstance(value, Real):
            text, value_type, shown = self._numbers.get(id(value)) or self._number(value)
            if kind is s.Round:
                shown = f',"shown":{_ENCODE(figure(value, step.rounding).marked)}'  # type: ignore[attr-defined]
        else:
            text, value_type, shown = self._others.get((type(value), value)) or self._other(value)
        standing = kind, step.clause, step.place, step.text, step.failure
        form, own, order, gather = self._forms.get(standing) or self._form(standing, step)
        found = gather(step)
        refers = (
            names[found[0]] if len(found) == 1 else ",".join([names[ref] for ref in dict.fromkeys(found)])
        )
        made = [names[step.id], refers, text, value_type, shown]
        for name, what, default, key in own:
            held = getattr(step, name)
            if what is _REF:
                made.append(names[held])
            elif what is _REFS:
                made.append(names[held[0]] if len(held) == 1 else ",".join([names[ref] for ref in held]))
            elif default is not NOTHING and type(held) is type(default) and held == default:
                made.append("")
            else:
                made.append(key % self._plain(held, what is _MAYBE))
        return form % order(made)

    def _form(self, standing: Standing, step: s.Step) -> Form:
        """What is alike in all steps of a kind that stand at one place of the rules, with gaps for the rest."""
        kind, clause, place, text, failure = standing
        alike = {
            "op": f'"{step.op}"',
            "clause": "" if clause is None else self.clauses[clause],
            "place": place and self._place(place),
            "text": text and self._string(text),
            "failure": failure and self._string(failure),
        }
        made = ["{"]
        slots: list[Slot] = []
        before = True
        for name, what, default, key in _plan(kind):
            fixed = f'"{name}":'
            if name == "from":
                made.append(f"{fixed}[%s]")
                before = False
            elif what is _ALIKE:
                if not alike[name]:
                    continue
                whole = f"{fixed}{alike[name]}".replace("%", "%%")
                made.append(f"{whole}," if before else f",{whole}")
                continue
            elif what is _SHOWN or what is _MAYBE or what is _OTHER:
                made.append("%s")
            else:
                gap = "[%s]" if what is _REFS else "%s"
                made.append(f"{fixed}{gap}," if before else f",{fixed}{gap}")
            slots.append((name, what, default, key))
        made.append("}")
        own = tuple(slot for slot in slots if slot[0] not in ALWAYS)
        filled = [*_FILLED, *(slot[0] for slot in own)]
        order = itemgetter(*(filled.index(slot[0]) for slot in slots))
        found = self._forms[standing] = "".join(made), own, order, gathering(kind)
        return found

    def _number(self, value: Num) -> Value:
        """What stands for a number that was not met yet; equal ones are written once."""
        # The hash of the fraction itself takes long.
        equal = (value.p, value.q) if isinstance(value, fmpq) else None
        found = None if equal is None else self._equal.get(equal)
        if found is None:
            exact, kind, about = _number_record(value)
            found = f'"{exact}"', f'"{kind}"', f',"shown":"{about}"'
            if equal is not None:
                self._equal[equal] = found
        self._numbers[id(value)] = found
        return found

    def _other(self, value: s.StepValue) -> Value:
        """What stands for a value that is not a number."""
        plain, value_type = value_record(value)
        found = self._others[type(value), value] = _ENCODE(plain), f'"{value_type}"', ""
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
def _plan(kind: Any) -> tuple[Slot, ...]:
    """The keys of a kind of step in their order, how each is written, what is left out, and the key where it may be left out.

    ``from`` is never left out: keys before it bring a comma behind them, keys after it one in front.
    """
    common = {at.name for at in fields(s.Step)}
    made: list[tuple[str, object, Any]] = [(name, what, None) for name, what in ALWAYS.items()]
    for at in fields(kind):
        if at.name not in common:
            default = NOTHING if isinstance(at.default, Factory) else at.default  # type: ignore[arg-type]
            made.append((at.name, _HOW[referring(kind)[at.name]], default))
    return tuple(
        (name, what, default, f'"{name}":%s,' if name < "from" else f',"{name}":%s')
        for name, what, default in sorted(made, key=itemgetter(0))
    )


_HOW = {Refers.NOT: _OTHER, Refers.ONE: _REF, Refers.EACH: _REFS, Refers.WITHIN: _MAYBE}


@cache
def _inner(kind: Any) -> tuple[tuple[Attribute[Any], bool], ...]:
    """The fields of what stands inside a step, in the order of the alphabet, and whether they hold references."""
    assert has(kind)
    return tuple(
        sorted(
            ((at, referring(kind)[at.name] is not Refers.NOT) for at in fields(kind)),
            key=lambda one: one[0].name,
        )
    )


def _is_default(at: Attribute[Any], value: Any) -> bool:
    return not isinstance(at.default, Factory) and type(value) is type(at.default) and value == at.default  # type: ignore[arg-type]
