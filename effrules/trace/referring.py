"""Which steps a step refers to: as the types of its fields declare, and of what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from attrs import fields, has

from effrules.trace.steps import Ref, Step
from effrules.words import Message


class Refers(Enum):
    """How a field refers to steps."""

    NOT = "not"
    ONE = "one"
    """It is one step."""
    EACH = "each"
    """It is steps, one after the other."""
    WITHIN = "within"
    """Steps stand somewhere in it, or it may be none."""


@cache
def referring(kind: Any) -> Mapping[str, Refers]:
    """How each field of a kind of step, or of what stands in a step, refers to other steps; in the order of the fields."""
    hints = get_type_hints(kind)
    return {at.name: Refers.NOT if at.name == "id" else _refers(hints[at.name]) for at in fields(kind)}


def _refers(hint: Any) -> Refers:
    if hint is Ref:
        return Refers.ONE
    if hint is Message:
        return Refers.NOT
    inside = get_args(hint)
    if inside == (Ref, ...):
        return Refers.EACH
    if has(hint):
        inside = tuple(referring(hint).values())
        return Refers.WITHIN if any(one is not Refers.NOT for one in inside) else Refers.NOT
    return Refers.WITHIN if any(_refers(one) is not Refers.NOT for one in inside) else Refers.NOT


@cache
def referring_fields(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of step, or of what stands in a step, in which others are referred to."""
    return tuple(name for name, how in referring(kind).items() if how is not Refers.NOT)


def references(step: Step) -> tuple[Ref, ...]:
    """The steps that a step refers to, in the order of its fields."""
    kind: Any = type(step)
    return gathering(kind)(step)


@cache
def gathering(kind: Any) -> Callable[[Step], tuple[Ref, ...]]:
    """What gives the steps that a step of a kind refers to, in the order of its fields."""
    names = referring_fields(kind)
    how = {referring(kind)[name] for name in names}
    if not names:
        return lambda _: ()
    if len(names) == 1 and how == {Refers.EACH}:
        return attrgetter(names[0])
    if len(names) > 1 and how == {Refers.ONE}:
        return attrgetter(*names)

    hows = [(name, referring(kind)[name]) for name in names]

    def gathered(step: Step) -> tuple[Ref, ...]:
        found: list[Ref] = []
        for name, how in hows:
            value = getattr(step, name)
            if how is Refers.ONE:
                found.append(value)
            elif how is Refers.EACH:
                found += value
            elif value is not None:
                _collect(value, found)
        return tuple(found)

    return gathered


def _collect(value: Any, found: list[Ref]) -> None:
    kind: Any = type(value)
    if kind is int:
        found.append(value)
    elif kind is tuple:
        for item in value:
            _collect(item, found)
    elif value is not None:
        found += gathering(kind)(value)


def with_references(value: Any, new: Mapping[Ref, Ref]) -> Any:
    """The value of a field that refers to steps, with the new numbers of those."""
    match value:
        case None:
            return None
        case int():
            return new[Ref(value)]
        case tuple():
            return tuple([with_references(item, new) for item in value])
        case _:
            kind: Any = type(value)
            made = object.__new__(kind)
            for name, how in referring(kind).items():
                old = getattr(value, name)
                object.__setattr__(made, name, old if how is Refers.NOT else with_references(old, new))
            return made
