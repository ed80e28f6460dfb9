"""Random data that fits the declared tables: with ties, band edges, zeros, missing values and empty tables on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from flint import fmpq
from hypothesis import strategies as st

from effrules.model import kinds
from effrules.model import program as p
from effrules.model.calendars import calendar_of
from effrules.model.held import Held
from effrules.model.numbers import is_finite_decimal
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import Choice, Date, Quantity, Text, Value, YesNo
from effrules.model.walk import walk

MOST_SUBJECTS = 3
MOST_ROWS = 3
WORDS = ("a", "b", "c")
Rows = tuple[p.ExampleRow, ...]
Values = tuple[tuple[str, Value | None], ...]


MOST_DAYS = 12
"""So many days of a calendar that differ from the week are tried by themselves."""


def formulas(program: p.Program) -> Iterator[p.Expression]:
    """Every expression of a program."""
    for node in program.nodes.values():
        if node.formula is not None:
            yield node.formula
        for test in node.not_applicable:
            yield test.condition
        for one in node.maxima:
            yield one.condition
    for table in program.schema.tables:
        yield from (demand.condition for demand in table.demands)
    for definition in program.definitions.values():
        yield definition.body
    for adjustment in program.adjustments:
        for part in (adjustment.amount, adjustment.condition, adjustment.cap):
            if part is not None:
                yield part
        if adjustment.rows is not None and adjustment.rows.where is not None:
            yield adjustment.rows.where


def edges(program: p.Program) -> tuple[tuple[fmpq, ...], tuple[date, ...]]:
    """The numbers and days that the rules speak of: where their behaviour changes."""
    numbers: dict[fmpq, None] = {}
    days: dict[date, None] = {}
    for formula in formulas(program):
        for node in walk(formula):
            values: list[Value | None] = []
            if isinstance(node, p.Constant):
                values.append(node.value)
            elif isinstance(node, p.WorkingDays):
                calendar = calendar_of(program.figures[node.calendar])
                values.extend(sorted((*calendar.off, *calendar.on))[:MOST_DAYS])
            elif isinstance(node, p.Banded):
                values.extend(end for band in node.bands for end in (band.low, band.high))
                lines = () if node.printed is None else node.printed.lines
                values.extend(end for line in lines for end in (line.low, line.high))
            for value in values:
                if isinstance(value, fmpq) and is_finite_decimal(value):
                    numbers[value] = None
                elif isinstance(value, date):
                    days[value] = None
    return tuple(numbers), tuple(days)


def period(program: p.Program) -> tuple[date, date]:
    """The days that dates without bounds are of: those that all calendars are for, where the rules count working days."""
    calendars = [calendar_of(figures) for figures in program.figures.values() if figures.calendar]
    first = max((calendar.first for calendar in calendars), default=date(2010, 1, 1))
    last = min((calendar.last for calendar in calendars), default=date(2030, 12, 31))
    return (first, last) if first <= last else (date(2010, 1, 1), date(2030, 12, 31))


def has_its_forms(table: Table, values: Mapping[str, Value | None]) -> bool:
    """Whether a row has the forms that it must have by its other values, and no others."""
    for form in table.forms:
        if form.where is not None:
            has = bool(kinds.decided(form.where, values))
            there = values[form.name] is not None
            if (there and not has) or (has and not there and not form.optional):
                return False
    return True


class Agencies:
    """Strategies for the data of one program; tables in ``wanted`` mostly have rows."""

    def __init__(self, program: p.Program, wanted: tuple[str, ...] = ()) -> None:
        self.schema: Schema = program.schema
        self.wanted = wanted
        self.numbers, self.days = edges(program)
        self.period = period(program)
        self.program = program
        self._held = Held(program.schema)
        self._values = {table.name: self._values_of(table) for table in self.schema.tables}
        self._several = {table.name: self._several_of(table) for table in self.schema.tables}
        self._named = {
            (table.name, field.name): self._value_of(field)
            for table in self.schema.tables
            for field in table.fields
        }

    # -- Values -----------------------------------------------------------------------------------------------

    def quantity(self, field: Field) -> st.SearchStrategy[fmpq]:
        """Numbers of the field's domain: its ends, the rules' own numbers and their neighbours, and others."""
        domain = field.domain
        step = fmpq(1) if domain.whole else fmpq(1, 100)
        low = (
            domain.low
            if domain.low is not None
            else (domain.high - 1000 if domain.high is not None else fmpq(-100))
        )
        high = domain.high if domain.high is not None else max(low + 200, fmpq(200))
        while not domain.whole and high - low < 10 * step:
            step /= 10
        near = [low, high, fmpq(0), fmpq(1), fmpq(100)]
        near += [number + shift for number in self.numbers for shift in (-step, 0, step)]
        pool = [
            number for number in dict.fromkeys(near) if domain.admits(number) and is_finite_decimal(number)
        ]
        first, last = (low / step).ceil(), (high / step).floor()
        anywhere = st.integers(int(first), int(last)).map(lambda count: count * step).filter(domain.admits)
        return st.one_of(st.sampled_from(pool), anywhere) if pool else anywhere

    def value(self, table: Table, field: Field) -> st.SearchStrategy[Value | None]:
        """Values of a field; missing ones where it admits them."""
        return self._named[table.name, field.name]

    def values(self, table: Table) -> st.SearchStrategy[Values]:
        """The values of a row."""
        return self._values[table.name]

    def several(self, table: Table) -> st.SearchStrategy[list[Values]]:
        """The rows of one owner: often none, unique where the table says so."""
        return self._several[table.name]

    def _value_of(self, field: Field) -> st.SearchStrategy[Value | None]:
        made: st.SearchStrategy[Value | None]
        match field.type:
            case Quantity():
                made = self.quantity(field)
            case YesNo():
                made = st.booleans()
            case Choice(names):
                made = st.sampled_from(names)
            case Date():
                first, last = field.domain.low or self.period[0], field.domain.high or self.period[1]
                first = min(first, last)
                near = [day + timedelta(shift) for day in self.days for shift in (-1, 0, 1)]
                pool = [day for day in near if field.domain.admits(day) and first <= day <= last]
                anywhere = st.dates(first, last).filter(field.domain.admits)
                made = st.one_of(st.sampled_from(pool), anywhere) if pool else anywhere
            case Text():
                keys = sorted(self.schema.figure_keys.get(field.lookup or "", ()))
                made = st.sampled_from(keys or WORDS)
        return st.one_of(made, st.none()) if field.optional and not field.given_with_form else made

    def _values_of(self, table: Table) -> st.SearchStrategy[Values]:
        names = [field.name for field in table.fields]
        drawn = st.tuples(*(self._value_of(field) for field in table.fields))
        some = [form for form in table.forms if form.may_be_absent]
        absent = {form.name: {one.name for one in table.held_by(form)} for form in some}

        def whole(drawn: tuple[Value | None, ...]) -> Values:
            """The values under their names; what stands in a form that is not there is not there."""
            values = dict(zip(names, drawn, strict=True))
            for form in some:
                if form.where is not None:
                    there = kinds.decided(form.where, values)
                    values[form.name] = (
                        values[form.name] if there and form.optional else True if there else None
                    )
            gone = {name for form, held in absent.items() if values[form] is None for name in held}
            whole = {name: None if name in gone else value for name, value in values.items()}
            return tuple(self._brought_right(table, whole).items())

        return drawn.map(whole)

    def _brought_right(self, table: Table, values: dict[str, Value | None]) -> dict[str, Value | None]:
        """Values of which one must be at most another, brought so where the domains admit it; the rest is left to chance."""
        for _, low, high in sorted(pair for pair in self._held.at_most if pair[0] == table.name):
            one, other = values[low], values[high]
            if one is None or other is None or one <= other:  # type: ignore[operator]
                continue
            domains = {field.name: field.domain for field in table.fields if field.name in (low, high)}
            if domains[low].admits(other) and domains[high].admits(one):  # type: ignore[arg-type]
                values[low], values[high] = other, one
            elif domains[low].admits(other):  # type: ignore[arg-type]
                values[low] = other
        return values

    # -- Rows -------------------------------------------------------------------------------------------------

    def _several_of(self, table: Table) -> st.SearchStrategy[list[Values]]:
        keys = [field.name for field in table.fields if field.unique]
        least = 1 if table.name in self.wanted else 0
        if keys:
            unique = tuple(lambda row, key=key: dict(row)[key] for key in keys)
            return st.lists(self.values(table), min_size=least, max_size=MOST_ROWS, unique_by=unique)
        return st.lists(self.values(table), min_size=least, max_size=MOST_ROWS)

    @property
    def cases(self) -> st.SearchStrategy[Rows]:
        """Whole cases: one to three subjects with the rows below them, some of them alike."""

        @st.composite
        def case(draw: st.DrawFn) -> Rows:
            rows: list[p.ExampleRow] = []
            subject = self.schema.subject
            drawn: list[list[p.ExampleRow]] = []
            for number in range(1, draw(st.integers(1, MOST_SUBJECTS)) + 1):
                name = f"S{number}"
                if drawn and draw(st.integers(0, 3)) == 3:
                    copied = [renamed(row, f"S{number - 1}", name) for row in drawn[-1]]
                else:
                    copied = [p.ExampleRow(subject.name, name, None, draw(self.values(subject)))]
                    self.below(draw, subject, name, copied)
                drawn.append(copied)
                rows.extend(copied)
            return tuple(rows)

        return case().filter(self.holds) if any(table.demands for table in self.schema.tables) else case()

    def holds(self, rows: Rows) -> bool:
        """Whether all that must hold of data holds of these rows."""
        from effrules.exact.demands import unmet
        from effrules.prove.cases import dataset_of

        if not any(table.demands for table in self.schema.tables):
            return True
        return not unmet(self.program, dataset_of(self.schema, rows))

    def below(self, draw: st.DrawFn, table: Table, owner: str, rows: list[p.ExampleRow]) -> None:
        """Draw the rows that belong to a row, and theirs."""
        for inner in self.schema.tables:
            if inner.owner != table.name:
                continue
            owns = bool(inner.forms) or any(t.owner == inner.name for t in self.schema.tables)
            for number, values in enumerate(draw(self.several(inner)), 1):
                name = f"{owner} {inner.name} {number}" if owns else ""
                rows.append(p.ExampleRow(inner.name, name, owner, values))
                if owns:
                    self.below(draw, inner, name, rows)


def renamed(row: p.ExampleRow, old: str, new: str) -> p.ExampleRow:
    """A row of one subject as another subject's."""

    def name_of(name: str | None) -> str | None:
        if name is None:
            return None
        return new + name[len(old) :] if name == old or name.startswith(old + " ") else name

    return p.ExampleRow(row.table, name_of(row.name) or "", name_of(row.owner), row.values)
