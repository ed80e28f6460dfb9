"""The order of things in a program in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from effrules.model import program as p
from effrules.model.walk import walk


def in_turn(there: Iterable[str], old: Sequence[str], new: Sequence[str], newly: bool = False) -> list[str]:
    """Names in the order of the old text (or, ``newly``, of the new one), those of the other behind what they stand behind there."""
    present = set(there)
    first, second = (new, old) if newly else (old, new)
    placed = [name for name in first if name in present]
    last = -1
    for name in second:
        if name not in present:
            continue
        if name in placed:
            last = placed.index(name)
        else:
            last += 1
            placed.insert(last, name)
    return placed


def called_first(definitions: Mapping[str, p.Definition]) -> dict[str, p.Definition]:
    """Definitions, those that are called before those that call them."""
    made: dict[str, p.Definition] = {}

    def visit(name: str) -> None:
        if name in made or name not in definitions:
            return
        for inner in walk(definitions[name].body):
            if isinstance(inner, p.Call):
                visit(inner.definition)
        made[name] = definitions[name]

    for name in definitions:
        visit(name)
    return made
