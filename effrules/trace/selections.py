"""Which rows aggregates ran over, as the observer is told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from effrules.data.dataset import Row
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.model.types import Value
from effrules.trace.steps import LeftOut, Ref, Selection, Taken

Tests = Mapping[Row, tuple[Ref, bool]]
"""The filter's step for each row that was looked at, and whether it was taken."""


class Selections:
    """Makes selections; rows that are taken together again, by no filter, are the same tuple each time."""

    def __init__(self) -> None:
        self._together: dict[tuple[Row, ...], tuple[Taken, ...]] = {}
        self._left: dict[int, tuple[Selection, tuple[Row, ...]]] = {}

    def selection(
        self, rows: p.Rows, environment: Environment, found: Sequence[Row], tests: Tests
    ) -> Selection:
        """The rows taken, with the steps of the filter; and those that the filter left out.

        Where rows must have fields in common with the row at hand, those without them were never looked at here.
        """
        anchor = None if rows.anchor is None or not rows.same else environment[rows.anchor.slot]
        passed = [
            row
            for row, (_, holds) in tests.items()
            if not holds and (anchor is None or _alike(row, anchor, rows.same))
        ]
        left_out = tuple([LeftOut(called(row), tests[row][0]) for row in passed])
        taken = self._taken(found, tests)
        everywhere = rows.population is p.Population.ALL
        whose = "" if everywhere or rows.of is None else called(environment[rows.of.slot])
        made = Selection(rows.variable.table, everywhere, rows.same, taken, left_out, whose)
        if passed:
            self._left[id(made)] = made, tuple(passed)
        return made

    def left_out(self, selection: Selection | None) -> tuple[Row, ...]:
        """The rows that the filter of a selection left out, in the order in which it has them."""
        return () if selection is None else self._left.get(id(selection), (selection, ()))[1]

    def _taken(self, found: Sequence[Row], tests: Tests) -> tuple[Taken, ...]:
        if tests:
            return tuple([Taken(called(row), tests[row][0] if row in tests else None) for row in found])
        together = tuple(found)
        known = self._together.get(together)
        if known is None:
            known = self._together[together] = tuple([Taken(called(row), None) for row in found])
        return known


def called(row: Row) -> str:
    """What a row is called: by its own words in the data, else by its identifier."""
    return row.label or f"{row.table} {row.key}".strip()


def alike_by(row: Row, names: Sequence[str]) -> str:
    """What all rows are called that have fields in common with a row."""
    return ", ".join(f"{name} {_written(row.values[name])}" for name in names)


def _written(value: Value | None) -> str:
    match value:
        case None:
            return "missing"
        case bool():
            return "yes" if value else "no"
        case str():
            return f'"{value}"'
        case date():
            return value.isoformat()
        case _:
            return exact_text(value)


def _alike(row: Row, anchor: Row, names: tuple[str, ...]) -> bool:
    return all(row.values[name] == anchor.values[name] for name in names)
