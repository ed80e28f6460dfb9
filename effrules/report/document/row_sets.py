"""The rows over which formulas run, as sets: R₁ is described once in the legend, and written down wherever it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import define, field

from effrules.model import program as p
from effrules.report.blocks.mathematics.tree import Fenced, Math, Num, Op, Sym, row
from effrules.report.blocks.pieces import Line
from effrules.report.blocks.pieces import Words as Text
from effrules.report.document.numbers import quoted
from effrules.report.document.symbols import index_letter

if TYPE_CHECKING:
    from effrules.report.document.mathematics import Notation

VARIABLE = re.compile(r"RowVariable\(slot=(\d+), table=('[^']*'), name='[^']*'\)")


@define
class RowSets:
    """The sets of one clause. Rows that are chosen alike are one set, whatever a row is called in each place."""

    notation: Notation
    numbers: dict[str, int] = field(factory=dict)
    open: list[int] = field(factory=list)
    own: set[int] = field(factory=set)

    def symbol(self, rows: p.Rows) -> Math:
        """The symbol of the rows."""
        key = self._key(rows)
        if (
            rows.population is p.Population.OWN
            and rows.of is not None
            and (rows.of.slot == 0 or rows.of.slot in self.own)
        ):
            self.own.add(rows.variable.slot)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            symbol = Sym("R", Num(str(self.numbers[key])))
            self.notation.legend[f"rows {key}"] = (symbol, ())  # it stands before the sets inside it
            self.notation.legend[f"rows {key}"] = (symbol, self._described(rows))
        return Sym("R", Num(str(self.numbers[key])))

    def member(self, rows: p.Rows) -> Math:
        """A row of them, by its letter: ``t ∈ R₁``."""
        index = self.notation.index_of(rows.variable)
        symbol = self.symbol(rows)
        assert index is not None
        return row(index, Op("∈"), symbol)

    def size(self, rows: p.Rows) -> Math:
        """How many rows there are."""
        symbol = self.symbol(rows)
        self.notation.explain("size", Fenced("|", Sym("R"), "|"), self.notation.say("number of rows"))
        return Fenced("|", symbol, "|")

    def is_empty(self, rows: p.Rows, sign: str) -> Math:
        """That there is no row (``=``), or that there is one (``≠``)."""
        symbol = self.symbol(rows)
        self.notation.explain("empty", Sym("∅"), self.notation.say("no rows"))
        return row(symbol, Op(sign), Sym("∅"))

    @contextmanager
    def inside(self, rows: p.Rows) -> Iterator[None]:
        """Where the row at hand of these rows is in reach, so that no other row gets its letter."""
        self.open.append(rows.variable.slot)
        try:
            yield
        finally:
            self.open.remove(rows.variable.slot)

    def is_own(self, slot: int) -> bool:
        """Whether a row surely belongs to the assessed body."""
        return slot in self.own

    def free_letter(self, name: str) -> str:
        """A letter for a row that no other row of the clause in reach has, and no value that is given to it."""
        taken = {letter for slot, letter in self.notation.letters.items() if slot in self.open}
        taken |= {
            key.removeprefix("parameter ") for key in self.notation.legend if key.startswith("parameter ")
        }
        return index_letter(name, taken)

    def _key(self, rows: p.Rows) -> str:
        """What makes rows the same: everything but how the row at hand is called."""
        slots: dict[str, str] = {"0": "0"}

        def renamed(found: re.Match[str]) -> str:
            slot = found.group(1)
            if int(slot) in self.open and int(slot) != rows.variable.slot:
                return f"row {slot}"
            return f"row {slots.setdefault(slot, chr(96 + len(slots)))} of {found.group(2)}"

        return VARIABLE.sub(renamed, repr(rows))

    def _described(self, rows: p.Rows) -> Line:
        notation = self.notation
        index = notation.index_of(rows.variable)
        assert index is not None
        with self.inside(rows):
            return (*self._which(rows, index), *self._same(rows), *self._filter(rows))

    def _which(self, rows: p.Rows, index: Math) -> Line:
        notation = self.notation
        table = notation.program.schema.table_named(rows.variable.table)
        assert table is not None
        title = quoted(notation.naming.title(table.titles, table.name), notation.naming.language)
        if table.owner is None:
            return notation.say("all bodies", row=index)
        if rows.population is p.Population.ALL:
            return notation.say("rows of all bodies", row=index, table=title)
        owner = None if rows.of is None else notation.index_of(rows.of)
        if owner is None:
            return notation.say("rows of body", row=index, table=title)
        return notation.say("rows of row", row=index, table=title, owner=owner)

    def _same(self, rows: p.Rows) -> Line:
        notation = self.notation
        table = notation.program.schema.table_named(rows.variable.table)
        if not rows.same or rows.anchor is None or table is None:
            return ()
        titles = []
        for name in rows.same:
            declared = table.field_named(name)
            assert declared is not None
            titles.append(quoted(notation.naming.title(declared.titles, name), notation.naming.language))
        anchor = notation.index_of(rows.anchor) or notation.word("assessed body")
        return (Text(", "), *notation.say("with the same", fields=", ".join(titles), row=anchor))

    def _filter(self, rows: p.Rows) -> Line:
        if rows.where is None:
            return ()
        return (Text(", "), *self.notation.say("for which", condition=self.notation.math(rows.where)))
