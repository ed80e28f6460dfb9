"""Random data that fits the declared tables: with ties, band edges, zeros, missing values and empty tables on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from effrules.model import kinds
from effrules.model import program as p
from effrules.model.footprint import Footprint
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import Text, Value
from effrules.model.values.held import Held
from effrules.model.walk import walk
from effrules.prove.choices import Choices, Maker
from effrules.prove.values import edges, period, plainest, tried

if TYPE_CHECKING:
    from hypothesis import strategies as st

MOST_SUBJECTS = 3
MOST_ROWS = 3
Rows = tuple[p.ExampleRow, ...]
Values = tuple[tuple[str, Value | None], ...]


def has_its_forms(table: Table, values: Mapping[str, Value | None]) -> bool:
    """Whether a row has the forms that it must have by its other values, and no others."""
    for form in table.forms:
        if form.where is not None and form.name in values:
            has = bool(kinds.decided(form.where, values))
            there = values[form.name] is not None
            if (there and not has) or (has and not there and not form.optional):
                return False
    return True


class Agencies:
    """The data of one program by choices; tables in ``wanted`` have rows.

    With ``nodes``, for these alone, which are closed under what they read: only the numbers that these speak of are tried, and only
    what is in ``read`` is chosen. ``alone``: a case has one subject. What a row must have all the same has a fixed value; what nothing reads is left out.
    """

    def __init__(
        self,
        program: p.Program,
        wanted: tuple[str, ...] = (),
        nodes: Iterable[str] | None = None,
        read: Footprint | None = None,
        alone: bool = False,
    ) -> None:
        self.program = program
        self.schema: Schema = program.schema
        self.wanted = wanted
        self.most_subjects = 1 if alone else MOST_SUBJECTS
        self.read = read
        self._edges = edges(program, program.order if nodes is None else nodes)
        self._period = period(program)
        self._held: dict[str, list[tuple[str, str]]] = {table.name: [] for table in self.schema.tables}
        for name, low, high in sorted(Held(program.schema).at_most):
            self._held[name].append((low, high))
        self._demanding = any(table.demands for table in self.schema.tables)
        self._numbered: dict[str, tuple[str, ...]] = {}
        self._alike: dict[object, Maker[Value | None]] = {}
        self._keys: dict[str, list[str]] = {}
        """The fields of each table that are chosen and must be unique."""
        tables = [table for table in self.schema.tables if read is None or self._is_read(table)]
        self._values = {table.name: self._values_of(table) for table in tables}
        self._below = {table.name: [one for one in tables if one.owner == table.name] for table in tables}

    def _is_read(self, table: Table) -> bool:
        assert self.read is not None
        return table.owner is None or table.name in self.read.tables or table.name in self.wanted

    # -- Values -----------------------------------------------------------------------------------------------

    def chosen(self, table: Table, field: Field) -> Maker[Value | None]:
        """What chooses a value of a field; fields of the same type and domain of which the same is said have the same."""
        near = tuple(self._edges.of((table.name, field.name)))
        key = (field.type, field.domain, field.lookup, field.optional and not field.given_with_form, near)
        known = self._alike.get(key)
        if known is None:
            known = self._alike[key] = tried(field, self.schema, self._period, (near, self._edges.everywhere))
        return known

    def value(self, table: Table, field: Field) -> st.SearchStrategy[Value | None]:
        """Values of a field."""
        from effrules.prove.shrinking import strategy

        return strategy(self.chosen(table, field))

    def row(self, table: Table) -> Maker[Values]:
        """What chooses the values of a row."""
        return self._values[table.name]

    def _drawn(self, table: Table) -> set[str]:
        """The fields of a table that are drawn: those that are read, with the forms that they stand in and what decides about these."""
        if self.read is None:
            return {field.name for field in table.fields}
        found = {name for of, name in self.read.fields if of == table.name}
        for form in table.forms:
            if form.may_be_absent and any(f.name in found for f in table.fields if f.form == form):
                found.add(form.name)
                if form.where is not None:
                    found |= {inner.field for inner in walk(form.where) if isinstance(inner, p.FieldOf)}
        return found

    def _values_of(self, table: Table) -> Maker[Values]:
        drawn = self._drawn(table)
        forms = {
            form.name for form in table.forms if any(f.name in drawn for f in table.fields if f.form == form)
        }
        fixed: dict[str, Value | None] = {}
        for field in table.fields:
            must = not field.optional or field.given_with_form
            if field.name not in drawn and must and (field.form is None or field.form.name in forms):
                if field.unique and isinstance(field.type, Text) and field.lookup is None:
                    self._numbered[table.name] = (*self._numbered.get(table.name, ()), field.name)
                plain = None if field.unique else plainest(field)
                fixed[field.name] = plain
                if plain is None and field.name not in self._numbered.get(table.name, ()):
                    drawn.add(field.name)
        order = [field.name for field in table.fields if field.name in drawn or field.name in fixed]
        self._keys[table.name] = [
            field.name for field in table.fields if field.unique and field.name in drawn
        ]
        makers = [(field.name, self.chosen(table, field)) for field in table.fields if field.name in drawn]
        some = [form for form in table.forms if form.may_be_absent and form.name in drawn]
        absent = {form.name: {one.name for one in table.held_by(form)} for form in some}

        def values_of(choices: Choices) -> Values:
            """The values under their names; what stands in a form that is not there is not there."""
            values = dict(fixed)
            for name, make in makers:
                values[name] = choices.made(make)
            for form in some:
                if form.where is not None:
                    there = kinds.decided(form.where, values)
                    values[form.name] = (
                        values[form.name] if there and form.optional else True if there else None
                    )
            gone = {name for form, held in absent.items() if values[form] is None for name in held}
            found = {name: None if name in gone else values[name] for name in order}
            return tuple(self._brought_right(table, found).items())

        return values_of

    def numbered(self, table: Table, values: Values, number: int) -> Values:
        """The values of a row with its number in the fields that must be unique and that nothing reads."""
        names = self._numbered.get(table.name, ())
        return (
            tuple((name, str(number) if name in names else value) for name, value in values)
            if names
            else values
        )

    def _brought_right(self, table: Table, values: dict[str, Value | None]) -> dict[str, Value | None]:
        """Values of which one must be at most another, brought so where the domains admit it; the rest is left to chance."""
        for low, high in self._held[table.name]:
            one, other = values.get(low), values.get(high)
            if one is None or other is None or one <= other:  # type: ignore[operator]
                continue
            domains = {field.name: field.domain for field in table.fields if field.name in (low, high)}
            if domains[low].admits(other) and domains[high].admits(one):  # type: ignore[arg-type]
                values[low], values[high] = other, one
            elif domains[low].admits(other):  # type: ignore[arg-type]
                values[low] = other
        return values

    # -- Rows -------------------------------------------------------------------------------------------------

    def case(self, choices: Choices) -> Rows:
        """A whole case: one to three subjects with the rows below them, some of them alike."""
        rows: list[p.ExampleRow] = []
        own: list[p.ExampleRow] = []
        subject = self.schema.subject
        for number in range(1, choices.whole(1, self.most_subjects) + 1):
            name = f"S{number}"
            if own and choices.whole(0, 3) == 3:
                own = [renamed(row, f"S{number - 1}", name) for row in own]
            else:
                values = self.numbered(subject, choices.made(self.row(subject)), number)
                own = [p.ExampleRow(subject.name, name, None, values)]
                self._add_below(choices, subject, name, own)
            rows.extend(own)
        return tuple(rows)

    @property
    def cases(self) -> st.SearchStrategy[Rows]:
        """Whole cases in which all holds that must hold of data."""
        from effrules.prove.shrinking import strategy

        cases = strategy(self.case)
        return cases.filter(self.holds) if self._demanding else cases

    def holds(self, rows: Rows) -> bool:
        """Whether all that must hold of data holds of these rows."""
        from effrules.exact.demands import unmet
        from effrules.prove.cases import dataset_of

        return not (self._demanding and unmet(self.program, dataset_of(self.schema, rows)))

    def _add_below(self, choices: Choices, table: Table, owner: str, rows: list[p.ExampleRow]) -> None:
        """Add the rows that belong to a row, and theirs."""
        for inner in self._below[table.name]:
            self._add_rows(choices, inner, owner, rows)

    def _add_rows(self, choices: Choices, table: Table, owner: str, rows: list[p.ExampleRow]) -> None:
        """Add the rows of one owner: often none, unique where the table says so."""
        keys = self._keys[table.name]
        owns = bool(table.forms) or bool(self._below[table.name])
        least = 1 if table.name in self.wanted else 0
        place, many = 0, 0
        taken: set[tuple[str, Value | None]] = set()

        def is_one_more(choices: Choices) -> bool:
            nonlocal place, many
            if place >= least and not choices.whole(0, MOST_ROWS - place):
                return False
            place += 1
            values = (choices.apart if keys else choices.made)(self.row(table))
            own = {cell for cell in values if cell[0] in keys}
            if not own & taken:
                taken.update(own)
                many += 1
                name = f"{owner} {table.name} {many}" if owns else ""
                rows.append(p.ExampleRow(table.name, name, owner, self.numbered(table, values, many)))
                if owns:
                    self._add_below(choices, table, name, rows)
            return place < MOST_ROWS

        while choices.apart(is_one_more):
            pass


def renamed(row: p.ExampleRow, old: str, new: str) -> p.ExampleRow:
    """A row of one subject as another subject's."""

    def name_of(name: str | None) -> str | None:
        if name is None:
            return None
        return new + name[len(old) :] if name == old or name.startswith(old + " ") else name

    return p.ExampleRow(row.table, name_of(row.name) or "", name_of(row.owner), row.values)
