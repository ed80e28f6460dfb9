"""What is reported: from declared subjects, tables, units and figures to the schema."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flint import fmpq

from effrules.amend import amendment_errors, name_errors
from effrules.amend.draft import Entry
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.calendar_days import calendar
from effrules.check.elaboration.forms import forms_of_some, with_forms, without_rows_of_forms
from effrules.check.errors import clause_errors, figure_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.grounding import grounds, of_rows
from effrules.check.expressions.scope import World
from effrules.model.grounds import joined
from effrules.model.program import Figures
from effrules.model.schema import Field, Form, Schema, Table, Titles
from effrules.model.thing_words import thing
from effrules.model.types import (
    DAYS_TYPE,
    NUMBER,
    POINTS_TYPE,
    SHARE,
    Choice,
    Date,
    Domain,
    Quantity,
    Text,
    Type,
    Value,
    YesNo,
)
from effrules.syntax import tree as ast

SIMPLE: dict[ast.TypeKind, Type] = {
    ast.TypeKind.NUMBER: NUMBER,
    ast.TypeKind.COUNT: NUMBER,
    ast.TypeKind.SHARE: SHARE,
    ast.TypeKind.PERCENT: SHARE,
    ast.TypeKind.POINTS: POINTS_TYPE,
    ast.TypeKind.TEXT: Text(),
    ast.TypeKind.DATE: Date(),
    ast.TypeKind.YES_OR_NO: YesNo(),
}


def type_of(written: ast.TypeName, world: World) -> Type:
    """The type that a text names, or a refusal."""
    if written.kind in SIMPLE:
        return SIMPLE[written.kind]
    if written.kind is ast.TypeKind.CHOICE:
        counts = Counter(name.text for name, _ in written.choices)
        names = list(counts)
        for name, _ in written.choices:
            if counts[name.text] > 1:
                raise Refused(clause_errors.said_twice(name.span, f"`{name.text}`"))
        return Choice(tuple(names))
    assert written.name is not None
    word = written.name.text
    if written.kind is ast.TypeKind.MONEY:
        world.units.add(word)
        return Quantity(((word, 1),))
    if word == "days":
        return DAYS_TYPE
    if word in world.units:
        return Quantity(((word, 1),))
    known = [*SIMPLE, "days", *world.units]
    raise Refused(name_errors.unknown(written.name.span, Sought.TYPE, word, known))


def _bound(cell: ast.Number | ast.DateLiteral, kind: Type) -> fmpq | date:
    if isinstance(cell, ast.DateLiteral):
        if not isinstance(kind, Date):
            raise Refused(figure_errors.date_cannot_bound(cell.span, kind))
        return cell.value
    if not isinstance(kind, Quantity):
        raise Refused(figure_errors.number_cannot_bound(cell.span, kind))
    if cell.percent and kind != SHARE:
        raise Refused(figure_errors.percentage_cannot_bound(cell.span, kind))
    return cell.value


def field_of(declared: ast.FieldDeclaration, world: World) -> Field:
    """A field as the program keeps it, or a refusal."""
    kind = type_of(declared.type, world)
    percent = declared.type.kind is ast.TypeKind.PERCENT
    low: fmpq | date | None = None
    high: fmpq | date | None = None
    low_open = high_open = unique = optional = False
    whole = declared.type.kind is ast.TypeKind.COUNT
    lookup = earlier = None
    if whole:
        low = fmpq(0)
    for constraint in declared.constraints:
        bounds = [_bound(cell, kind) for cell in constraint.bounds]
        if percent:
            bounds = [
                bound if cell.percent or not isinstance(bound, fmpq) else bound / 100  # type: ignore[union-attr]
                for bound, cell in zip(bounds, constraint.bounds, strict=True)
            ]
        match constraint.kind:
            case ast.ConstraintKind.ABOVE:
                low, low_open = bounds[0], True
            case ast.ConstraintKind.AT_LEAST:
                low, low_open = bounds[0], False
            case ast.ConstraintKind.BELOW:
                high, high_open = bounds[0], True
            case ast.ConstraintKind.AT_MOST:
                high, high_open = bounds[0], False
            case ast.ConstraintKind.BETWEEN:
                low, high = bounds
                low_open = high_open = False
            case ast.ConstraintKind.UNIQUE:
                unique = True
            case ast.ConstraintKind.WHOLE:
                whole = True
            case ast.ConstraintKind.MAY_BE_MISSING:
                optional = True
            case ast.ConstraintKind.LOOKUP:
                lookup = world.draft.current_name(constraint.name.text) if constraint.name else None
            case ast.ConstraintKind.EARLIER:
                earlier = constraint.name.text if constraint.name else None
    if earlier is not None and not optional:
        raise Refused(figure_errors.earlier_always_there(declared.span))
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        raise Refused(figure_errors.nothing_between_bounds(declared.span))
    return Field(
        declared.name.text,
        kind,
        declared.titles,
        tuple((name.text, titles) for name, titles in declared.type.choices),
        Domain(low, low_open, high, high_open, whole),
        unique,
        optional,
        percent,
        lookup,
        earlier,
        span=declared.span,
    )


def _fields(declared: tuple[ast.FieldDeclaration, ...], world: World) -> tuple[Field, ...]:
    fields: dict[str, Field] = {}
    for one in declared:
        if one.name.text in fields:
            first = fields[one.name.text].span
            world.found.append(
                amendment_errors.already_there(one.name.span, thing("field", one.name.text), first)
            )
            continue
        try:
            fields[one.name.text] = field_of(one, world)
        except Refused as refused:
            world.found.append(refused.finding)
    return tuple(fields.values())


def cell_value(cell: ast.Cell, column: Field) -> Value:
    """The value of a cell of figures or of an example, in its column's type; or a refusal."""
    kind = column.type
    value: Value | None = None
    match cell:
        case ast.Number() if isinstance(kind, Quantity):
            value = cell.value
            if cell.percent and kind != SHARE:
                raise Refused(figure_errors.percentage(cell.span, kind))
            if column.percent_numbers and not cell.percent:
                value = cell.value / 100
        case ast.TextLiteral() if isinstance(kind, Text):
            value = cell.value
        case ast.DateLiteral() if isinstance(kind, Date):
            value = cell.value
        case ast.YesNoLiteral() if isinstance(kind, YesNo):
            value = cell.value
        case ast.Name() if isinstance(kind, Choice):
            if cell.text not in kind.names:
                raise Refused(name_errors.unknown(cell.span, Sought.CHOICE, cell.text, kind.names))
            value = cell.text
        case _:
            pass
    if value is None:
        raise Refused(figure_errors.not_of_type(cell.span, column.name, kind))
    if isinstance(value, fmpq | date) and not column.domain.admits(value):
        raise Refused(figure_errors.not_admitted(cell.span, column.name, column.domain))
    return value


def _figures(entry: Entry[ast.FiguresDeclaration], world: World) -> Figures | None:
    declared = entry.declared
    columns = _fields(declared.columns, world)
    if len(columns) != len(declared.columns):
        return None
    rows: list[tuple[Value, ...]] = []
    keys: set[Value] = set()
    for row in declared.rows:
        if len(row.cells) != len(columns):
            world.found.append(figure_errors.row_length(row.span, len(row.cells), len(columns)))
            continue
        values: list[Value] = []
        for cell, column in zip(row.cells, columns, strict=True):
            try:
                values.append(cell_value(cell, column))
            except Refused as refused:
                world.found.append(refused.finding)
        if len(values) < len(columns):
            continue
        if values[0] in keys:
            world.found.append(
                amendment_errors.already_there(
                    row.span, amendment_errors.FIGURES_FOR.of(key=row.cells[0].span.text), None
                )
            )
            continue
        keys.add(values[0])
        rows.append(tuple(values))
    stands = grounds(entry.layers, list(of_rows(declared)), world)
    return Figures(
        declared.name.text,
        declared.titles,
        tuple((column.name, column.type) for column in columns),
        tuple(rows),
        joined(stands),
        entry.origin,
        column_titles=tuple((column.name, column.titles) for column in columns if column.titles.texts),
        grounds=stands,
        span=declared.span,
    )


def build_schema(world: World, languages: tuple[str, ...]) -> bool:
    """Fill the world's units, figures and schema. False where there is no subject to go on with."""
    things = world.draft.things
    for kind, name in things:
        if kind is ast.Kept.UNIT:
            world.units.add(name)
    declared = [e for (kind, _), e in things.items() if kind is ast.Kept.TABLE]
    for entry in declared:
        assert isinstance(entry.declared, ast.TableDeclaration)
        for one in entry.declared.fields:
            if one.type.kind is ast.TypeKind.MONEY and one.type.name:
                world.units.add(one.type.name.text)
    for (kind, name), entry in things.items():
        if kind is ast.Kept.FIGURES:
            if isinstance(entry.declared, ast.CalendarDeclaration):
                world.figures[name] = calendar(entry, world)  # type: ignore[arg-type]
                continue
            assert isinstance(entry.declared, ast.FiguresDeclaration)
            figures = _figures(entry, world)  # type: ignore[arg-type]
            if figures is not None:
                world.figures[name] = figures
    tables: list[Table] = []
    forms: list[Table] = []
    for entry in declared:
        table = entry.declared
        assert isinstance(table, ast.TableDeclaration)
        owner = None if table.owner is None else world.draft.current_name(table.owner.text)
        fields = _fields(table.fields, world)
        form = (
            Form(table.name.text, table.titles, table.may_be_missing, span=table.span) if table.form else None
        )
        (forms if form else tables).append(
            Table(table.name.text, owner, fields, table.titles, form, span=table.span)
        )
        for field in fields:
            tables_of = [name for name, one in world.figures.items() if not one.calendar]
            if field.lookup is not None and field.lookup not in tables_of:
                place = field.span
                assert place is not None
                world.found.append(name_errors.unknown(place, Sought.FIGURES, field.lookup, tables_of))
    subjects = [t for t in tables if t.owner is None]
    if not subjects:
        return False
    for extra in subjects[1:]:
        assert extra.span is not None
        world.found.append(
            amendment_errors.already_there(extra.span, amendment_errors.THE_SUBJECT, subjects[0].span)
        )
    ordered = _owners_first(subjects[0], without_rows_of_forms(tables, forms, world), world)
    world.schema = Schema(tuple(ordered), languages)
    ordered = with_forms(ordered, forms_of_some(forms, world), world)
    keys = {name: frozenset(str(row[0]) for row in f.rows) for name, f in world.figures.items()}
    world.schema = Schema(tuple(ordered), languages, keys)
    return True


def _owners_first(subject: Table, tables: list[Table], world: World) -> list[Table]:
    ordered = [subject]
    waiting = [t for t in tables if t.owner is not None]
    while waiting:
        names = {t.name for t in ordered}
        ready = [t for t in waiting if t.owner in names]
        if not ready:
            break
        ordered.extend(ready)
        waiting = [t for t in waiting if t not in ready]
    known = [t.name for t in tables]
    for table in waiting:
        assert table.span is not None
        assert table.owner is not None
        if table.owner in known:
            world.found.append(name_errors.cycle(table.span, [table.name, table.owner, table.name]))
        else:
            world.found.append(name_errors.unknown(table.span, Sought.TABLE_OR_SUBJECT, table.owner, known))
    return ordered


def title_of(titles: Titles, clauses: tuple[object, ...] | list[object], world: World) -> Titles:
    """Titles written after the name and in ``title`` clauses, together."""
    texts = dict(titles.texts)
    for clause in clauses:
        if isinstance(clause, ast.TitleClause) and clause.kind is ast.TitleKind.TITLE:
            for language, text in clause.titles.texts:
                if language in texts:
                    world.twice(clause.span, clause_errors.TITLE_IN.of(language=language))
                texts[language] = text
    return Titles(tuple(texts.items()))
