"""Who reports what of whom in a year: the institutions that the rules name, each with its tables and the bodies that these are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import field, frozen

from effrules.data.dataset import Dataset, Row
from effrules.exact.assessing import assessors_of
from effrules.model import program as p
from effrules.model.reporting import Column, Split, by_others, split
from effrules.model.schema import Schema


@frozen(slots=False)
class Reporter:
    """An institution that reports something: tables and fields, each with the bodies of which it does."""

    name: str
    columns: Mapping[Column, tuple[str, ...]]
    whole: Schema = field(repr=False)

    @cached_property
    def schema(self) -> Schema:
        """What its file holds."""
        return Split(self.whole, frozenset(self.columns)).of_others

    @property
    def bodies(self) -> tuple[str, ...]:
        """All of whom it reports something."""
        return tuple(dict.fromkeys(body for bodies in self.columns.values() for body in bodies))

    def reports(self, table: str, body: str) -> bool:
        """Whether it reports a table as it is read, or fields of it, of a body."""
        held = Split(self.whole, frozenset(one for one, of in self.columns.items() if body in of))
        return held.holds(table) or any(name == table for name, _ in held.columns)


@frozen
class Reporters:
    """All of a year. ``unknown`` are the bodies of which the list does not say who reports something, each with what that is."""

    split: Split = field(repr=False)
    institutions: Mapping[str, Reporter]
    unknown: Mapping[str, tuple[Column, ...]]

    def of(self, body: str) -> tuple[Reporter, ...]:
        """Those that report something of a body."""
        return tuple(one for one in self.institutions.values() if body in one.bodies)


def reporters(program: p.Program, known: Dataset) -> Reporters:
    """Who reports what of the bodies, as far as what is ``known`` of them tells.

    Of several institutions each reports rows of a table; a form, or a field, is reported by the one that is named first. Of those
    that assess a part together it is the one that is named first.
    """
    found: dict[str, dict[Column, list[str]]] = {}
    unknown: dict[str, list[Column]] = {}
    rows = {one.name for one in program.schema.tables[1:]}
    for stage in by_others(program):
        for body in known.subjects:
            who = tuple(dict.fromkeys(_who(program, known, stage, body)))
            for column in stage.columns:
                if not who:
                    unknown.setdefault(body.key, []).append(column)
                for one in who if column[0] in rows else who[:1]:
                    found.setdefault(one, {}).setdefault(column, []).append(body.key)
    made = {
        name: Reporter(name, {column: tuple(dict.fromkeys(of)) for column, of in columns.items()}, program.schema)
        for name, columns in found.items()
    }  # fmt: skip
    return Reporters(split(program), made, {body: tuple(columns) for body, columns in unknown.items()})


def _who(program: p.Program, known: Dataset, stage: p.Stage, body: Row) -> Iterator[str]:
    for one in stage.by:
        if one != p.ASSESSORS:
            yield program.renamed.get(one, one)
            continue
        for node in stage.nodes:
            yield from assessors_of(program, known, body, node)[:1]
