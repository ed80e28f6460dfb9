"""One digest for the meaning of checked rules: the same whatever their comments, layout, and division into files.

The program is written out as one canonical text, and that is hashed. Everything that takes part in the equality of
programs stands in it: numbers exactly, enumerations by name, titles, bases, origins. What effrules says where the rules say
nothing is the sentence, not its translations. Places in files do not. What has no
order in law is sorted by name; what has one (the parts of a node, the penalties of a node, weights clauses, rankings)
keeps it. An amendment without a heading is laid on top under the name of its file: it is called by its number here. Slots of row variables are numbered anew as they are met.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, fields, has
from flint import fmpq

from effrules.model import program as p
from effrules.model.basis import Assumption, Basis, Origin, SourceText
from effrules.model.rounding import Rounding
from effrules.model.schema import Field, Form, Table, Titles
from effrules.model.texts import TextRole

VERSION = "effrules.program/4"
"""Stands at the head of the canonical text; it changes whenever the text of some program would."""

SLOTS = {
    (p.RowVariable, "slot"): 0,
    (p.Parameter, "slot"): 0,
    (p.Call, "rows"): 2,
    (p.Call, "arguments"): 2,
    (p.Definition, "value_parameters"): 2,
}
"""The fields that hold a slot (0), or tuples whose first item is one (2)."""


UNSAID: dict[tuple[type, str], object] = {
    (p.ScoreNode, "no_total"): None,
    (p.Banded, "printed"): None,
    (p.RatingGrade, "printed"): None,
    (p.Rating, "between"): None,
    (p.Rating, "shared"): None,
    (Basis, "contradictions"): (),
    (Assumption, "alternatives"): (),
    (p.Standing, "ties"): p.Ties.SHARE,
    (p.ScoreOf, "of_others"): False,
    (p.IsApplicable, "of_others"): False,
    (p.PartsAggregate, "scaled"): False,
    (p.Definition, "parameter_titles"): (),
    (p.Figures, "calendar"): False,
    (p.Figures, "day_titles"): (),
    (p.Figures, "column_titles"): (),
    (Rounding, "after_penalties"): False,
    (Form, "where"): None,
    (Table, "demands"): (),
    (SourceText, "edition"): None,
    (SourceText, "not_at_hand"): None,
    (SourceText, "inventory"): (),
    (SourceText, "short"): Titles(),
    (p.Header, "version_titles"): Titles(),
    (Titles, "said"): None,
    (p.Assessor, "condition"): None,
    (p.Stage, "columns"): (),
    (p.Stage, "running"): None,
    (p.Program, "institutions"): {},
    (p.Program, "stages"): {},
    (p.Program, "spot_checks"): {},
    (p.Program, "recommendations"): {},
}
"""Fields that are written only where they say something else than this: programs that do not use them keep the digest that they had before."""


class _Raw(str):
    """A piece of the text that is written as it stands."""

    __slots__ = ()


def program_digest(program: p.Program, overlays: Iterable[Path] = ()) -> str:
    """``sha256:`` and the digest of the program's canonical text; ``overlays`` are the amendments laid on top of it."""
    text = canonical_text(program, _names_of(program, overlays))
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _names_of(program: p.Program, overlays: Iterable[Path]) -> dict[str, str]:
    """What the digest calls amendments that have no heading, and so no version of their own, by what origins call them."""
    from effrules.amend.versions import read_version

    laid = [text.version for text in program.texts if text.role is TextRole.LAID_ON_TOP]
    made: dict[str, str] = {}
    for number, (name, overlay) in enumerate(zip(laid, overlays, strict=False), 1):
        text, _ = read_version(overlay)
        if text is not None and text.heading is None:
            made[name] = f"laid on top {number}"
    return made


def canonical_text(program: p.Program, names: Mapping[str, str] | None = None) -> str:
    """The text that is hashed: ``(Class field=value ...)``, lists in brackets, mappings in braces, texts as in JSON.

    ``names`` stand in for the versions that origins name.
    """
    slots = {0: 0}
    called = names or {}
    written: list[str] = [VERSION, "\n"]
    ahead: list[Any] = [_in_order(program)]
    while ahead:
        item = ahead.pop()
        if type(item) is _Raw:
            written.append(item)
            continue
        simple = _simple(item)
        if simple is not None:
            written.append(simple)
        elif called and type(item) is Origin:
            earlier = tuple(called.get(version, version) for version in item.earlier)
            version = called.get(item.version, item.version)
            ahead.extend(reversed(_pieces(evolve(item, version=version, earlier=earlier), slots)))
        else:
            ahead.extend(reversed(_pieces(item, slots)))
    return "".join(written)


def _simple(item: object) -> str | None:
    """The text of a value that has no parts."""
    match item:
        case None | bool():
            return {None: "none", True: "yes", False: "no"}[item]
        case str():
            return json.dumps(item, ensure_ascii=False)
        case int():
            return str(item)
        case fmpq():
            return f"{item.p}/{item.q}"
        case date():
            return f"@{item.isoformat()}"
        case Enum():
            return f"{type(item).__name__}.{item.name}"
        case _:
            return None


def _pieces(item: Any, slots: dict[int, int]) -> list[Any]:
    """What a value that has parts is written as, from left to right."""
    made: list[Any] = []
    kind: Any = type(item)
    if isinstance(item, Mapping):
        made.append(_Raw("{"))
        for key in sorted(item):
            made += [key, _Raw(":"), item[key], _Raw(" ")]
        made.append(_Raw("}"))
    elif isinstance(item, frozenset):
        made += [_Raw("{"), *_spaced(sorted(item)), _Raw("}")]
    elif isinstance(item, tuple | list):
        made += [_Raw("["), *_spaced(item), _Raw("]")]
    elif has(kind):
        made.append(_Raw(f"({kind.__name__}"))
        for name, called in _compared(kind):
            value = getattr(item, name)
            if (kind, name) in UNSAID and value == UNSAID[kind, name]:
                continue
            depth = SLOTS.get((kind, name))
            if depth == 0:
                value = slots.setdefault(value, len(slots))
            elif depth == 2:
                value = [[slots.setdefault(slot, len(slots)), *rest] for slot, *rest in value]
            made += [_Raw(f" {called}="), value]
        made.append(_Raw(")"))
    else:
        raise TypeError(f"a program has no {kind.__name__}")
    return made


def _spaced(items: Iterable[Any]) -> list[Any]:
    return [piece for item in items for piece in (item, _Raw(" "))]


@cache
def _compared(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields that take part in equality, each with what it is called in the text."""
    return tuple((field.name, field.alias) for field in fields(kind) if field.eq)


def _forms_in_order(table: Table) -> Table:
    """A table with the fields of its forms by the forms' names, behind its own."""
    return evolve(
        table, fields=(*table.own_fields, *sorted((one for one in table.fields if one.form), key=_form_of))
    )


def _form_of(field: Field) -> str:
    return "" if field.form is None else field.form.name


def _in_order(program: p.Program) -> p.Program:
    """The program with what has no order sorted. The order of calculation follows from the rest, so it is left out."""
    subject, *tables = map(_forms_in_order, program.schema.tables)
    return evolve(
        program,
        schema=evolve(program.schema, tables=(subject, *sorted(tables, key=lambda table: table.name))),
        sources=tuple(sorted(program.sources, key=lambda source: source.name)),
        adjustments=tuple(sorted(program.adjustments, key=lambda adjustment: adjustment.target)),
        ratings=tuple(sorted(program.ratings, key=lambda rating: rating.node)),
        properties=tuple(sorted(program.properties, key=lambda promise: promise.name)),
        examples=tuple(sorted(program.examples, key=lambda example: example.name)),
        order=(),
    )
