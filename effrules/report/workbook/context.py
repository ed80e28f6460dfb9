"""What a formula is made from: where steps stand, what their cells hold, the figures of the rules, the copies of the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, field
from flint import fmpq

from effrules.data.grid import letters
from effrules.model.program import Program
from effrules.model.schema import Field
from effrules.report.workbook.data import Copies
from effrules.report.workbook.doubles import Double, kept
from effrules.report.workbook.figures import Figure, Figures, number_of
from effrules.report.workbook.layout import Layout, StepSheet
from effrules.report.workbook.made import MOST_ARGUMENTS, NOT_THERE, Operand, Stuck, Why, text_of
from effrules.trace import steps as s
from effrules.trace.steps import ClauseRef, Ref, StepValue

if TYPE_CHECKING:
    from effrules.report.workbook.places import Places

_PLAIN = re.compile(r"[A-Za-z_]{4,}")
"""Names of sheets that need no quotes: no name of a column, none that a function has."""

VALUES = "B"
"""The column in which the values of steps stand."""


def quoted(sheet: str) -> str:
    """What stands before a cell of another sheet."""
    if _PLAIN.fullmatch(sheet) and sheet.casefold() not in ("true", "false"):
        return f"{sheet}!"
    return "'" + sheet.replace("'", "''") + "'!"


@define
class Context:
    """All that formulas need; ``here`` is the step that is at hand, and ``untaken`` are steps that were worked out besides the derivation."""

    program: Program
    steps: Sequence[s.Step]
    layout: Layout
    copies: Copies
    figures: Figures
    sheet_names: Mapping[int, str]
    """By the identity of a sheet of steps."""
    table_names: Mapping[str, str]
    said: Callable[..., str]
    """A word in the language of the workbook."""
    grade: Callable[[str, str], str]
    """The title of a grade of a node's rating."""
    node_title: Callable[[str], str]
    clause_of: Mapping[str, ClauseRef]
    """The clause of each node."""
    figures_of: Mapping[str, ClauseRef]
    """The clause of each table of figures."""
    figures_title: Callable[[str], str]
    places: Places
    grouping: frozenset[str]
    """The fields by which bodies and rows are grouped: see ``effrules.exact.plan``."""
    untaken: Mapping[Any, Ref] = field(factory=dict)
    doubles: dict[Ref, Double] = field(factory=dict)
    here: s.Step = field(factory=s.Written)

    # -- Cells of steps -----------------------------------------------------------------------------------------

    def cell(self, ref: Ref, number: int | None = None) -> str:
        """The cell of a step, or of one of the values that it records, as the step at hand calls it."""
        step = self.steps[ref]
        if isinstance(step, s.Written):
            return self.written(step)
        sheet, row = self.layout.at[ref]
        at = row + 1 if number is None else row + 2 + number
        return f"{self.before(sheet)}{VALUES}{at}"

    def before(self, sheet: StepSheet) -> str:
        """What stands before a cell of a sheet of steps."""
        mine = self.layout.at.get(self.here.id)
        return "" if mine is not None and mine[0] is sheet else quoted(self.sheet_names[id(sheet)])

    def scored(self, cell: str) -> str:
        """Whether the cell of a node has a score; where nothing is known of it, nothing is known of that either."""
        return f"{cell}<>{text_of(self.said('n/a'))}"

    def value(self, ref: Ref) -> StepValue:
        """The value of a step."""
        return self.steps[ref].value

    def number(self, ref: Ref) -> Operand:
        """A number or a day that a step has. Raises Stuck where its cell holds none."""
        double = self.double(ref)
        if double is None:
            raise Stuck(Why.WIDE)
        return Operand(self.cell(ref), double)

    def double(self, ref: Ref) -> Double | None:
        """What the cell of a step holds; ``None`` where that is no number."""
        step = self.steps[ref]
        if isinstance(step, s.Written):
            value = number_of(step.value)
            return None if value is None else kept(value)
        return self.doubles.get(ref)

    def other(self, what: object) -> str:
        """The cell of what the step at hand did not need, if it was worked out."""
        ref = self.untaken.get((self.here.id, what))
        return NOT_THERE if ref is None else self.cell(ref)

    # -- Figures of the rules -----------------------------------------------------------------------------------

    def written(self, step: s.Written) -> str:
        """The cell of what is written in the rules."""
        key = (step.place, step.text, str(step.value)) if step.place else ("", step.clause, str(step.value))
        return self.figures.address(key, Figure(step.value, step.text, step.clause, step.place))

    def figure(
        self, what: str, of: object, value: StepValue, label: str, *, percent: bool = False
    ) -> Operand:
        """A figure of the clause at hand: a weight, an end of a scale, a bound."""
        here = self.here
        return self.figures.number(
            (here.clause, here.place, what, of, str(value)),
            Figure(value, label, here.clause, here.place, percent),
        )

    def end(self, node: str, which: str, value: fmpq, label: str) -> Operand:
        """An end of a node's scale."""
        clause = self.clause_of.get(node)
        return self.figures.number(("end", node, which, str(value)), Figure(value, label, clause, ""))

    def weight(self, weighting: s.Weighting, part: s.PartWeight) -> Operand:
        """The weight of a part as a clause states it."""
        key = ("weight", weighting.clause, weighting.node, part.part, str(part.share))
        label = self.node_title(part.part)
        return self.figures.number(key, Figure(part.share, label, weighting.clause, weighting.place, True))

    # -- Cells of the data --------------------------------------------------------------------------------------

    def copy_of(self, key: tuple[str, str, str]) -> str | None:
        """The cell of the data that a step takes up."""
        found = self.copies.cells.get(key)
        if found is None:
            return None
        table, row, column = found
        return f"{quoted(self.table_names[table])}{letters(column)}{row + 1}"

    def field_of(self, step: s.Cell) -> Field | None:
        """The field that a step takes up."""
        schema = self.program.schema
        table = schema.table_named(step.table)
        if table is not None:
            return table.field_named(step.field)
        owner = schema.owner_of_form(step.table)
        return None if owner is None else owner.field_named(f"{step.table}.{step.field}")

    def says_whose(self, step: s.Cell) -> bool:
        """Whether it is the cell of a form that says whose it is: there is a form where it is filled in."""
        owner = self.program.schema.owner_of_form(step.table)
        return owner is not None and step.field in (owner.name, step.table) and self.field_of(step) is None

    def rows_of(self, table: str, called: Sequence[str]) -> str:
        """The rows of a table, as a range of the column that says where they come from. Raises Stuck where they are not known."""
        rows = [self.copies.labels.get((table, one)) for one in called]
        found = sorted(row for row in rows if row is not None)
        if len(set(found)) < len(rows):
            raise Stuck(Why.NO_FUNCTION)
        before = quoted(self.table_names[table])
        if found[-1] - found[0] == len(found) - 1:
            return f"{before}A{found[0] + 1}:A{found[-1] + 1}"
        if len(found) > MOST_ARGUMENTS:
            raise Stuck(Why.LONG)
        return ",".join(f"{before}A{row + 1}" for row in found)
