"""The figures of the rules, each in a cell of its own: what is written, weights, ends of scales, bounds of bands, tables, calendars."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from attrs import define, field, frozen
from flint import fmpq

from effrules.model.real import Num, Real
from effrules.report.workbook.doubles import kept
from effrules.report.workbook.made import Operand, Stuck, Why
from effrules.trace.steps import ClauseRef, StepValue

HEAD = 2
"""So many rows stand above the figures."""

EPOCH = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
"""From this day on all spreadsheets count alike."""


def day_number(day: date) -> int:
    """The number by which a spreadsheet knows a day. Raises Stuck for one that they do not count alike."""
    if day < FIRST_DAY:
        raise Stuck(Why.DAYS)
    return (day - EPOCH).days


def number_of(value: StepValue) -> Num | None:
    """The number that stands for a value in a formula: of a day its own."""
    if isinstance(value, bool):
        return None
    if isinstance(value, date):
        return fmpq(day_number(value))
    return value if isinstance(value, fmpq | Real) else None


@frozen
class Figure:
    """A figure: its value, what it is called, its clause, and where the rules write it."""

    value: StepValue
    label: str
    clause: ClauseRef | None
    place: str
    percent: bool = False


@define
class Figures:
    """All figures that formulas take up, in the order in which they do; ``sheet`` is what stands before a cell's address."""

    sheet: str
    listed: list[Figure] = field(factory=list)
    _known: dict[Hashable, int] = field(factory=dict)

    def address(self, key: Hashable, figure: Figure) -> str:
        """The cell of a figure, which is put there the first time that it is asked for."""
        row = self._known.get(key)
        if row is None:
            row = self._known[key] = len(self.listed)
            self.listed.append(figure)
        return f"{self.sheet}$B${HEAD + row + 1}"

    def number(self, key: Hashable, figure: Figure) -> Operand:
        """The same of a number or a day. Raises Stuck where a spreadsheet does not hold it."""
        value = number_of(figure.value)
        double = None if value is None else kept(value)
        if double is None:
            raise Stuck(Why.WIDE)
        return Operand(self.address(key, figure), double)

    def block(self, key: Hashable, figures: list[Figure]) -> str:
        """The range of figures that stand one below the other."""
        if (key, 0) not in self._known:
            for at, figure in enumerate(figures):
                self._known[key, at] = len(self.listed)
                self.listed.append(figure)
        first = self._known[key, 0]
        return f"{self.sheet}$B${HEAD + first + 1}:$B${HEAD + first + len(figures)}"
