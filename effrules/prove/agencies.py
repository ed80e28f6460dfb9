"""Random data that fits the declared tables: with ties, band edges, zeros, missing values and empty tables on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from flint import fmpq
from hypothesis import strategies as st

from effrules.exact.plan import plan_of
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.calendars import calendar_of
from effrules.model.footprint import Footprint
from effrules.model.numbers import is_finite_decimal
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import Choice, Date, Quantity, Text, Value, YesNo
from effrules.model.values.held import Held
from effrules.model.walk import outermost, walk

MOST_SUBJECTS = 3
MOST_ROWS = 3
WORDS = ("a", "b", "c")
Rows = tuple[p.ExampleRow, ...]
Values = tuple[tuple[str, Value | None], ...]


MOST_DAYS = 12
"""So many days of a calendar that differ from the week are tried by themselves."""


def formulas(program: p.Program, nodes: Iterable[str]) -> Iterator[p.Expression]:
    """Every expression that some nodes are worked out by, what must hold of the data, and each definition that these use, once."""
    plan = plan_of(program)
    ahead: list[p.Expression] = []
    for name in nodes:
        ahead.extend(plan.expressions_of(program.nodes[name]))
    for table in program.schema.tables:
        ahead.extend(outermost(table.demands))
    seen: set[str] = set()
    while ahead:
        expression = ahead.pop()
        yield expression
        for inner in walk(expression):
            if isinstance(inner, p.Call) and inner.definition not in seen:
                seen.add(inner.definition)
                ahead.append(program.definitions[inner.definition].body)


def edges(program: p.Program, nodes: Iterable[str]) -> tuple[tuple[fmpq, ...], tuple[date, ...]]:
    """The numbers and days that the rules speak of: where their behaviour changes."""
    numbers: dict[fmpq, None] = {}
    days: dict[date, None] = {}
    for formula in formulas(program, nodes):
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
        if form.where is not None and form.name in values:
            has = bool(kinds.decided(form.where, values))
            there = values[form.name] is not None
            if (there and not has) or (has and not there and not form.optional):
                return False
    return True


def plainest(field: Field) -> Value | None:
    """A value that a field admits, the same each time, for a row in which nothing reads it; ``None`` where none comes to mind."""
    domain = field.domain
    match field.type:
        case Quantity():
            ends = [end for end in (domain.low, domain.high) if isinstance(end, fmpq)]
            middle = [(low + high) / 2 for low, high in pairwise(ends)]
            tried = (fmpq(0), fmpq(1), *ends, *middle, *(end + 1 for end in ends))
            return next((number for number in tried if domain.admits(number)), None)
        case YesNo():
            return False
        case Choice(names):
            return names[0]
        case Date():
            day = domain.low or domain.high or date(2024, 1, 1)
            return day if isinstance(day, date) and domain.admits(day) else None
        case Text():
            return WORDS[0] if field.lookup is None else None


def _range(field: Field) -> tuple[fmpq, fmpq]:
    """Between what numbers those of a field are drawn."""
    low, high = field.domain.low, field.domain.high
    if low is None:
        low = fmpq(-100) if high is None else high - 1000
    return low, max(low + 200, fmpq(200)) if high is None else high


def _step(field: Field) -> fmpq:
    """The distance of the numbers that are drawn for a field."""
    step = fmpq(1) if field.domain.whole else fmpq(1, 100)
    low, high = _range(field)
    while isinstance(field.type, Quantity) and not field.domain.whole and high - low < 10 * step:
        step /= 10
    return step


class Agencies:
    """Strategies for the data of one program; tables in ``wanted`` mostly have rows.

    With ``nodes``, for these alone, which are closed under what they read: only the numbers that these speak of are tried, and only
    what is in ``read`` is drawn. ``alone``: a case has one subject. What a row must have all the same has a fixed value; what nothing reads is left out.
    """

    def __init__(
        self,
        program: p.Program,
        wanted: tuple[str, ...] = (),
        nodes: Iterable[str] | None = None,
        read: Footprint | None = None,
        alone: bool = False,
    ) -> None:
        self.schema: Schema = program.schema
        self.wanted = wanted
        self.most_subjects = 1 if alone else MOST_SUBJECTS
        self.read = read
        self.numbers, self.days = edges(program, program.order if nodes is None else nodes)
        self.period = period(program)
        self.program = program
        self._held: dict[str, list[tuple[str, str]]] = {table.name: [] for table in self.schema.tables}
        for name, low, high in sorted(Held(program.schema).at_most):
            self._held[name].append((low, high))
        self._numbered: dict[str, tuple[str, ...]] = {}
        self._alike: dict[object, st.SearchStrategy[Any]] = {}
        self._named: dict[tuple[str, str], st.SearchStrategy[Value | None]] = {}
        self._chosen: dict[str, set[str]] = {}
        """The fields of each table that are drawn."""
        self._tables = [table for table in self.schema.tables if read is None or self._is_read(table)]
        self._values = {table.name: self._values_of(table) for table in self._tables}
        self._several = {table.name: self._several_of(table) for table in self._tables}

    def _is_read(self, table: Table) -> bool:
        assert self.read is not None
        return table.owner is None or table.name in self.read.tables or table.name in self.wanted

    # -- Values -----------------------------------------------------------------------------------------------

    def quantity(self, field: Field) -> st.SearchStrategy[Any]:
        """Numbers of the field's domain: its ends, the rules' own numbers and their neighbours, and others, as counts of steps."""
        domain, step = field.domain, _step(field)
        low, high = _range(field)
        near = [low, high, fmpq(0), fmpq(1), fmpq(100)]
        near += [number + shift for number in self.numbers for shift in (-step, 0, step)]
        pool = [
            number for number in dict.fromkeys(near) if domain.admits(number) and is_finite_decimal(number)
        ]
        first, last = int((low / step).ceil()), int((high / step).floor())
        first += not domain.admits(first * step)
        last -= not domain.admits(last * step)
        anywhere = st.integers(first, last)
        return st.one_of(st.sampled_from(pool), anywhere) if pool else anywhere

    def value(self, table: Table, field: Field) -> st.SearchStrategy[Value | None]:
        """Values of a field; missing ones where it admits them."""
        known = self._named.get((table.name, field.name))
        if known is None:
            step = _step(field)
            known = self._value_of(field).map(lambda drawn: drawn * step if type(drawn) is int else drawn)
            self._named[table.name, field.name] = known
        return known

    def values(self, table: Table) -> st.SearchStrategy[Values]:
        """The values of a row."""
        return self._values[table.name]

    def several(self, table: Table) -> st.SearchStrategy[list[Values]]:
        """The rows of one owner: often none, unique where the table says so."""
        return self._several[table.name]

    def _value_of(self, field: Field) -> st.SearchStrategy[Any]:
        """Values of a field; some numbers as counts of steps: a step of drawing for each value of each row would cost the most.

        Fields of the same type and domain have the same ones.
        """
        missing = field.optional and not field.given_with_form
        key = (field.type, field.domain, field.lookup, missing)
        known = self._alike.get(key)
        if known is None:
            made = self._that_fit(field)
            known = self._alike[key] = st.one_of(made, st.none()) if missing else made
        return known

    def _that_fit(self, field: Field) -> st.SearchStrategy[Any]:
        made: st.SearchStrategy[Any]
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
        return made

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

    def _values_of(self, table: Table) -> st.SearchStrategy[Values]:
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
        self._chosen[table.name] = drawn
        fields = [field for field in table.fields if field.name in drawn]
        steps = [(field.name, _step(field)) for field in fields]
        chosen = st.tuples(*(self._value_of(field) for field in fields))
        some = [form for form in table.forms if form.may_be_absent and form.name in drawn]
        absent = {form.name: {one.name for one in table.held_by(form)} for form in some}

        def whole(all_drawn: tuple[Any, ...]) -> Values:
            """The values under their names; what stands in a form that is not there is not there."""
            values = dict(fixed)
            for (name, step), one in zip(steps, all_drawn, strict=True):
                values[name] = one * step if type(one) is int else one
            for form in some:
                if form.where is not None:
                    there = kinds.decided(form.where, values)
                    values[form.name] = (
                        values[form.name] if there and form.optional else True if there else None
                    )
            gone = {name for form, held in absent.items() if values[form] is None for name in held}
            found = {name: None if name in gone else values[name] for name in order}
            return tuple(self._brought_right(table, found).items())

        return chosen.map(whole)

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

    def _several_of(self, table: Table) -> st.SearchStrategy[list[Values]]:
        keys = [
            field.name for field in table.fields if field.unique and field.name in self._chosen[table.name]
        ]
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
            for number in range(1, draw(st.integers(1, self.most_subjects)) + 1):
                name = f"S{number}"
                if drawn and draw(st.integers(0, 3)) == 3:
                    copied = [renamed(row, f"S{number - 1}", name) for row in drawn[-1]]
                else:
                    values = self.numbered(subject, draw(self.values(subject)), number)
                    copied = [p.ExampleRow(subject.name, name, None, values)]
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
        for inner in self._tables:
            if inner.owner != table.name:
                continue
            owns = bool(inner.forms) or any(t.owner == inner.name for t in self._tables)
            for number, values in enumerate(draw(self.several(inner)), 1):
                name = f"{owner} {inner.name} {number}" if owns else ""
                rows.append(p.ExampleRow(inner.name, name, owner, self.numbered(inner, values, number)))
                if owns:
                    self.below(draw, inner, name, rows)


def renamed(row: p.ExampleRow, old: str, new: str) -> p.ExampleRow:
    """A row of one subject as another subject's."""

    def name_of(name: str | None) -> str | None:
        if name is None:
            return None
        return new + name[len(old) :] if name == old or name.startswith(old + " ") else name

    return p.ExampleRow(row.table, name_of(row.name) or "", name_of(row.owner), row.values)
