"""Expressions: names looked up, types and units checked, missing values dealt with; from syntax to program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from attrs import evolve, frozen
from flint import fmpq

from effrules.check import bands, errors, form_errors, scales, typing
from effrules.check.errors import Refused
from effrules.check.facts import (
    Fact,
    Literal,
    fact_needed,
    fact_translated,
    field_asked,
    field_fact,
    literals_translated,
    node_fact,
    outside_of,
    plain,
    rows_fact,
)
from effrules.check.no_total import demand_total
from effrules.check.scope import Scope, World
from effrules.diagnostics import Finding, Severity
from effrules.model import program as p
from effrules.model.known import form_renamed, tag
from effrules.model.schema import Field, Form, Table
from effrules.model.types import (
    DAYS_TYPE,
    NUMBER,
    PLAIN,
    POINTS_TYPE,
    SHARE,
    Choice,
    Date,
    Quantity,
    Text,
    Type,
    Unit,
    YesNo,
)
from effrules.model.walk import speaks_of
from effrules.source import Span
from effrules.syntax import tree as ast

Typed = tuple[p.Expression, Type]
Node = TypeVar("Node")

COMPARISONS = {
    "=": p.Comparison.EQUAL,
    "!=": p.Comparison.NOT_EQUAL,
    "<": p.Comparison.LESS,
    "<=": p.Comparison.AT_MOST,
    ">": p.Comparison.GREATER,
    ">=": p.Comparison.AT_LEAST,
}
ORDERED = ("<", "<=", ">", ">=")
CONVERSIONS: dict[str, Type] = {"share": SHARE, "number": NUMBER, "days": DAYS_TYPE}
"""Functions that say what a number without a unit is, and give it as it is."""
FUNCTIONS = {function.value: function.facts.arguments for function in p.Function} | dict.fromkeys(
    CONVERSIONS, 1
)
BUILT_IN_UNITS = ("points", "days")


@frozen
class RowsAsked:
    """Where a definition needs a row, and what it makes of the rows."""

    what: str
    span: Span


TIES = {
    None: p.Ties.SHARE,
    "none is skipped": p.Ties.DENSE,
    "sharing the average place": p.Ties.AVERAGE,
}


def elaborate(node: ast.Expression, scope: Scope, wanted: Type | None = None) -> Typed:
    """The program's expression for a syntax tree, and its type.

    ``wanted`` helps names of choices to be understood; the caller still demands the type it needs.
    Raises Refused with the first finding of the expression.
    """
    return ARMS[type(node)](node, scope, wanted)


def condition(node: ast.Expression, scope: Scope) -> p.Expression:
    """An expression that must be yes or no."""
    made, kind = elaborate(node, scope, YesNo())
    if not isinstance(kind, YesNo):
        raise Refused(errors.wrong_type(node.span, kind, "yes or no"))
    return made


def number(node: ast.Expression, scope: Scope) -> tuple[p.Expression, Quantity]:
    """An expression that must be a quantity."""
    made, kind = elaborate(node, scope)
    return made, typing.quantity(kind, node.span)


def of_type(node: ast.Expression, scope: Scope, wanted: Type) -> p.Expression:
    """An expression that must be of a type."""
    made, kind = elaborate(node, scope, wanted)
    typing.demand(kind, wanted, node.span)
    return made


# -- Literals ------------------------------------------------------------------------------------------------


def unit_of(name: ast.Name, scope: Scope) -> Unit:
    """The unit that a name stands for, or a refusal."""
    known = {*BUILT_IN_UNITS, *scope.world.units}
    if name.text not in known:
        raise Refused(errors.unknown(name.span, "unit", name.text, known))
    scope.world.mark("unit", name.text)
    return ((name.text, 1),)


def _number(node: ast.Number, scope: Scope, wanted: Type | None) -> Typed:
    kind: Quantity = SHARE if node.percent else PLAIN
    if node.unit is not None:
        kind = Quantity(unit_of(node.unit, scope))
    return p.Constant(node.value, kind, span=node.span), kind


def _date(node: ast.DateLiteral, scope: Scope, wanted: Type | None) -> Typed:
    return p.Constant(node.value, Date(), span=node.span), Date()


def _text(node: ast.TextLiteral, scope: Scope, wanted: Type | None) -> Typed:
    return p.Constant(node.value, Text(), span=node.span), Text()


def _yes_no(node: ast.YesNoLiteral, scope: Scope, wanted: Type | None) -> Typed:
    return p.Constant(node.value, YesNo(), span=node.span), YesNo()


# -- Names ---------------------------------------------------------------------------------------------------


def _reference(node: ast.Reference, scope: Scope, wanted: Type | None) -> Typed:
    made = _value_of(node, scope, wanted)
    if isinstance(made[0], p.FieldOf | p.OwnerFieldOf):
        _must_be_known(made[0], node, scope)
    return made


def _table_of(made: p.FieldOf | p.OwnerFieldOf, scope: Scope) -> Table | None:
    table = scope.world.table(made.row.table)
    if isinstance(made, p.OwnerFieldOf):
        for _ in range(made.levels):
            table = scope.world.table(table.owner) if table and table.owner else None
    return table


def _field_declared(made: p.FieldOf | p.OwnerFieldOf, scope: Scope) -> Field | None:
    table = _table_of(made, scope)
    return table.field_named(made.field) if table else None


def _must_be_known(made: p.FieldOf | p.OwnerFieldOf, node: ast.Reference, scope: Scope) -> None:
    declared = _field_declared(made, scope)
    if declared is None or not declared.optional:
        return
    if declared.is_form:
        raise Refused(_not_a_value(declared, made, node.span, scope))
    fact = fact_needed(made, declared)
    if scope.knows(fact) or scope.require(fact, scope.path, made):
        return
    raise Refused(missing_finding(node.span, node.span.text, declared))


def missing_finding(place: Span, name: str, declared: Field | None) -> Finding:
    """The finding about a field that may be missing, by itself or with its form."""
    if declared is not None and declared.form is not None and declared.given_with_form:
        form = declared.form
        said = name.rpartition(".")[0] or form.name
        return form_errors.form_not_dealt_with(place, name, said, form.span, form.who)
    return errors.missing_not_dealt_with(place, name, declared.span if declared else None)


def _not_a_value(declared: Field, made: p.FieldOf | p.OwnerFieldOf, place: Span, scope: Scope) -> Finding:
    """The finding about a form where a value belongs."""
    assert declared.form is not None
    table = _table_of(made, scope)
    held = table.held_by(declared.form) if table is not None else ()
    return form_errors.not_a_value(place, declared.form.name, next((one.own_name for one in held), "..."))


def _value_of(node: ast.Reference, scope: Scope, wanted: Type | None) -> Typed:
    """What a name or a dotted name stands for, whether or not it may be missing."""
    first, *rest = node.parts
    if not rest:
        return _single_name(first, node.span, scope, wanted)
    row = scope.row_named(first.text)
    if row is None:
        row = scope.row_of(first.text)
    if row is None:
        row = scope.row_with_form(scope.world.draft.current_name(first.text))
        rest = list(node.parts)
    if row is None:
        raise Refused(errors.unknown(first.span, "row", first.text, [r.name for r in scope.rows]))
    levels = 0
    table = scope.world.table(row.table)
    while len(rest) > 1:
        owner = rest.pop(0)
        form = None if table is None else table.form_named(scope.world.draft.current_name(owner.text))
        if table is not None and form is not None:
            return _field_of_form(row, levels, table, form, rest, node.span, scope)
        steps = 0
        while table is not None and table.name != owner.text:
            table = scope.world.table(table.owner) if table.owner else None
            steps += 1
        if table is None or steps == 0:
            raise Refused(errors.unknown(owner.span, "owner", owner.text, _owners(row, scope)))
        levels += steps
    assert table is not None
    return _field(row, levels, table, rest[0], node.span, scope)


def _field_of_form(
    row: p.RowVariable, levels: int, table: Table, form: Form, rest: list[ast.Name], span: Span, scope: Scope
) -> Typed:
    """A field that a form holds, or a column of the figures that such a field looks up."""
    name, *beyond = rest
    known = [one.own_name for one in table.held_by(form)]
    if table.field_named(f"{form.name}.{name.text}") is not None and not beyond:
        return _field(row, levels, table, ast.Name(f"{form.name}.{name.text}", span=name.span), span, scope)
    if beyond:
        what = f"part of `{form.name}.{name.text}`"
        raise Refused(errors.unknown(beyond[0].span, what, beyond[0].text, ()))
    linked = _linked(row, levels, table, name, span, scope, form)
    if linked is not None:
        return linked
    raise Refused(errors.unknown(name.span, f"field of `{form.name}`", name.text, known))


def _owners(row: p.RowVariable, scope: Scope) -> list[str]:
    names = []
    table = scope.world.table(row.table)
    while table is not None and table.owner is not None:
        names.append(table.owner)
        table = scope.world.table(table.owner)
    return names


def _field(row: p.RowVariable, levels: int, table: Table, name: ast.Name, span: Span, scope: Scope) -> Typed:
    declared = table.field_named(name.text)
    if declared is not None:
        scope.world.mark(f"field of {table.name}", name.text)
        if levels:
            return p.OwnerFieldOf(row, levels, name.text, declared.type, span=span), declared.type
        return p.FieldOf(row, name.text, declared.type, span=span), declared.type
    linked = _linked(row, levels, table, name, span, scope)
    if linked is not None:
        return linked
    current = scope.world.draft.current_name(name.text)
    if (
        current != name.text
        and table.form_named(current) is not None
        and table.field_named(current) is not None
    ):
        return _field(row, levels, table, ast.Name(current, span=name.span), span, scope)
    _refuse_form(name, table, span, scope)
    known = [f.name for f in table.fields]
    for _, figures in scope.world.linked(table):
        known.extend(column for column, _ in figures.columns)
    raise Refused(errors.unknown(name.span, f"field of `{table.name}`", name.text, known))


def _linked(
    row: p.RowVariable,
    levels: int,
    table: Table,
    name: ast.Name,
    span: Span,
    scope: Scope,
    form: Form | None = None,
) -> Typed | None:
    """A column of the figures that a field of the table (of a ``form`` of it) looks up."""
    for column, figures in scope.world.linked(table):
        kind = dict(figures.columns).get(name.text)
        if kind is None or (form is not None and column.form != form):
            continue
        scope.world.mark("figures", figures.name)
        scope.world.mark(f"field of {table.name}", column.name)
        key: p.Expression
        if levels:
            key = p.OwnerFieldOf(row, levels, column.name, column.type, span=span)
        else:
            key = p.FieldOf(row, column.name, column.type, span=span)
        return p.FigureOf(figures.name, key, name.text, kind, span=span), kind
    return None


def _single_name(name: ast.Name, span: Span, scope: Scope, wanted: Type | None) -> Typed:
    word = name.text
    for known, slot, kind in scope.values:
        if known == word:
            return p.Parameter(slot, word, kind, span=span), kind
    if isinstance(wanted, Choice) and word in wanted.names:
        return p.Constant(word, wanted, span=span), wanted
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is not None and table.field_named(word) is not None:
            _one_row(row, word, span, scope)
            return _field(row, 0, table, name, span, scope)
    held = _renamed_form(name, span, scope) or _in_a_form(name, span, scope)
    if held is not None:
        return held
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is not None:
            linked = _linked(row, 0, table, name, span, scope)
            if linked is not None:
                return linked
    current = scope.world.draft.current_name(word)
    for candidate in (word, current):
        if ("define", candidate) in scope.world.draft.things:
            return _call_definition(candidate, (), span, scope)
    for candidate in (word, current):
        if candidate == "total" or candidate in scope.world.draft.nodes:
            demand_total(scope.world, candidate, span, "this formula")
            return _score_of(candidate, span, scope)
    if scope.row_named(word) is not None:
        raise Refused(errors.cannot_be_row(span, word))
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is not None:
            _refuse_form(name, table, span, scope)
    raise Refused(errors.unknown(span, "name", word, scope.fields_in_reach()))


def _renamed_form(name: ast.Name, span: Span, scope: Scope) -> Typed | None:
    """A form that may be missing, by a name that it had before."""
    current = scope.world.draft.current_name(name.text)
    row = None if current == name.text else scope.row_with_form(current)
    table = None if row is None else scope.world.table(row.table)
    if row is None or table is None or table.field_named(current) is None:
        return None
    return _field(row, 0, table, ast.Name(current, span=name.span), span, scope)


def _in_a_form(name: ast.Name, span: Span, scope: Scope) -> Typed | None:
    """The field of that name in a form of the innermost row that has one; refused where several of its forms do."""
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is None or not table.called(name.text):
            continue
        full = field_called(table, name).name
        _one_row(row, full, span, scope)
        return _field(row, 0, table, ast.Name(full, span=name.span), span, scope)
    return None


def field_called(table: Table, name: ast.Name) -> Field:
    """The field of a table, or of one of its forms, that a bare name means; or a refusal."""
    held = table.called(name.text)
    if len(held) > 1:
        raise Refused(
            form_errors.in_which_form(name.span, name.text, [one.form.name for one in held if one.form])
        )
    if not held:
        known = [one.name for one in table.fields]
        raise Refused(errors.unknown(name.span, f"field of `{table.name}`", name.text, known))
    if held[0].is_form:
        raise Refused(form_errors.not_a_value(name.span, name.text, "..."))
    return held[0]


def _refuse_form(name: ast.Name, table: Table, span: Span, scope: Scope) -> None:
    """Refuse the name of a form that is always there, where a value belongs."""
    form = table.form_named(scope.world.draft.current_name(name.text))
    if form is not None:
        field = next((one.own_name for one in table.held_by(form)), "...")
        raise Refused(form_errors.not_a_value(span, form.name, field))


def _one_row(row: p.RowVariable, word: str, span: Span, scope: Scope) -> None:
    """Refuse a bare name that several parameters of the definition at hand have: none of them is nearer."""
    rivals = []
    for other in scope.alike:
        table = scope.world.table(other.table)
        if table is not None and table.field_named(word) is not None:
            rivals.append(other.name)
    if len(rivals) > 1 and row in scope.alike:
        raise Refused(errors.whose(span, f"`{word}`", rivals, word))


def _score_of(node: str, span: Span, scope: Scope, before_rounding: bool = False) -> Typed:
    subject = _one_subject(f"the score of `{node}`", span, scope)
    if (
        not scope.lenient
        and not scope.knows(node_fact(node, subject))
        and scope.world.may_be_not_applicable(node, scope.inside(subject))
        and not scope.require(node_fact(node, subject), scope.path, None)
    ):
        raise Refused(errors.not_applicable_not_dealt_with(span, node))
    return p.ScoreOf(node, subject, before_rounding, POINTS_TYPE, span=span), POINTS_TYPE


def _one_subject(what: str, span: Span, scope: Scope) -> p.RowVariable:
    """The subject that something is about; refused where a definition has several, and nothing tells which."""
    subject = scope.subject
    rivals = [row.name for row in scope.alike if row.table == subject.table]
    if len(rivals) > 1 and subject in scope.alike:
        raise Refused(errors.whose(span, what, rivals))
    return subject


def _before_rounding(node: ast.BeforeRounding, scope: Scope, wanted: Type | None) -> Typed:
    name = node_named(node.node, scope)
    return _score_of(name, node.span, scope, before_rounding=True)


def node_named(name: ast.Name, scope: Scope) -> str:
    """The node of the tree of scores that a name stands for, after renaming; or a refusal."""
    draft = scope.world.draft
    for candidate in (name.text, draft.current_name(name.text)):
        if candidate == "total" or candidate in draft.nodes:
            demand_total(scope.world, candidate, name.span)
            return candidate
    raise Refused(errors.unknown(name.span, "block, direction or criterion", name.text, draft.nodes))


# -- Calls ---------------------------------------------------------------------------------------------------


def _call(node: ast.CallOf, scope: Scope, wanted: Type | None) -> Typed:
    word = scope.world.draft.current_name(node.name.text)
    if word in scope.world.figures and not scope.world.figures[word].calendar:
        return _lookup(node, word, scope)
    if node.column is not None:
        tables = [name for name, figures in scope.world.figures.items() if not figures.calendar]
        raise Refused(errors.unknown(node.name.span, "table of figures", word, tables))
    if ("define", word) in scope.world.draft.things:
        return _call_definition(word, node.arguments, node.span, scope)
    if word not in FUNCTIONS:
        known = [*FUNCTIONS, *(n for k, n in scope.world.draft.things if k in ("define", "figures"))]
        raise Refused(errors.unknown(node.name.span, "definition or function", word, known))
    if len(node.arguments) != FUNCTIONS[word]:
        raise Refused(errors.wrong_arguments(node.span, word, FUNCTIONS[word], len(node.arguments)))
    return _function(node, word, scope)


def _lookup(node: ast.CallOf, word: str, scope: Scope) -> Typed:
    figures = scope.world.figures[word]
    if len(node.arguments) != 1:
        raise Refused(errors.wrong_arguments(node.span, word, 1, len(node.arguments)))
    columns = dict(figures.columns)
    if node.column is None or node.column.text not in columns:
        column = node.column or node.name
        raise Refused(errors.unknown(column.span, f"column of `{word}`", column.text, columns))
    scope.world.mark("figures", word)
    key = of_type(node.arguments[0], scope, figures.columns[0][1])
    kind = columns[node.column.text]
    return p.FigureOf(word, key, node.column.text, kind, span=node.span), kind


def _function(node: ast.CallOf, word: str, scope: Scope) -> Typed:
    first, kind = number(node.arguments[0], scope)
    place = node.arguments[0].span
    if word in CONVERSIONS:
        if kind.unit:
            raise Refused(errors.wrong_type(place, kind, "a number without a unit"))
        return first, CONVERSIONS[word]
    function = p.Function.of_word(word)
    if word == "abs":
        return p.Apply(function, (first,), kind, span=node.span), kind
    if word in ("ln", "exp"):
        if kind.unit:
            raise Refused(
                errors.wrong_type(
                    place, kind, "a number without a unit", "divide by a quantity in the same unit"
                )
            )
        return p.Apply(function, (first,), PLAIN, span=node.span), PLAIN
    arguments: tuple[p.Expression, ...] = (first,)
    degree = fmpq(2)
    if word in ("root", "power"):
        second, other = number(node.arguments[1], scope)
        if other.unit:
            raise Refused(errors.wrong_type(node.arguments[1].span, other, "a number without a unit"))
        arguments = (first, second)
        literal = node.arguments[1]
        if kind.unit and not isinstance(literal, ast.Number):
            raise Refused(
                errors.wrong_type(
                    literal.span, "a formula", "a number", "the unit of the result depends on it"
                )
            )
        degree = literal.value if isinstance(literal, ast.Number) else degree
        if word == "root" and isinstance(literal, ast.Number) and (degree.q != 1 or degree < 1):
            raise Refused(errors.bad_value(literal.span, "a root needs a whole degree of at least 1"))
    if not kind.unit:
        return p.Apply(function, arguments, kind, span=node.span), kind
    factor = degree if word == "power" else 1 / degree
    powers = tuple((name, power * factor) for name, power in kind.unit)
    if any(power.q != 1 for _, power in powers):
        raise Refused(errors.wrong_type(place, kind, f"a quantity whose {word} has a unit"))
    result = Quantity(tuple((name, int(power.p)) for name, power in powers if power != 0))
    return p.Apply(function, arguments, result, span=node.span), result


def _call_definition(word: str, arguments: tuple[ast.Expression, ...], span: Span, scope: Scope) -> Typed:
    scope.world.mark("define", word)
    definition = scope.world.define_now(word)
    if definition is None:
        raise Refused(_silent())
    entry = scope.world.draft.things["define", word].declared
    assert isinstance(entry, ast.Define)
    if len(arguments) != len(entry.parameters):
        raise Refused(errors.wrong_arguments(span, word, len(entry.parameters), len(arguments)))
    rows: list[tuple[int, p.RowVariable]] = []
    values: list[tuple[int, p.Expression]] = []
    row_parameters = {row.name: row for row in definition.row_parameters}
    value_parameters = {name: (slot, kind) for slot, name, kind in definition.value_parameters}
    given_rows: dict[int, p.RowVariable] = {}
    for declared, argument in zip(entry.parameters, arguments, strict=True):
        if declared.name.text in row_parameters:
            parameter = row_parameters[declared.name.text]
            row = _row_argument(argument, parameter, scope)
            rows.append((parameter.slot, row))
            given_rows[parameter.slot] = row
        else:
            slot, kind = value_parameters[declared.name.text]
            values.append((slot, of_type(argument, scope, kind)))
    subject = _subject_inside(definition, given_rows, span, scope)
    call = p.Call(word, tuple(rows), tuple(values), subject, definition.type, span=span)
    for (fact, path), where in scope.world.requires.get(word, {}).items():
        _pass_on(call, fact, path, where, span, scope)
    return call, definition.type


def _subject_inside(
    definition: p.Definition, given: dict[int, p.RowVariable], span: Span, scope: Scope
) -> p.RowVariable:
    """The row that stands for the assessed subject inside a definition: what it means is what it would mean here.

    A definition that takes subjects speaks of them by their names, so its assessed subject is the one at hand here,
    however many subjects are being compared around it; any other definition is about the innermost subject.
    """
    subjects = [row for row in definition.row_parameters if row.table == scope.subject.table]
    if not subjects:
        return _one_subject(f"`{definition.name}`", span, scope)
    if speaks_of(definition.body, 0):
        return scope.subjects[-1]
    return given[subjects[0].slot]  # nothing inside asks who is assessed: the same for all that ask


def _pass_on(
    call: p.Call, asked: Fact, path: frozenset[Literal], where: object, span: Span, scope: Scope
) -> None:
    """What a definition takes for known must be known where it is called."""
    slots, names = outside_of(call)
    fact = fact_translated(asked, slots, names)
    assert fact is not None  # a definition asks only for what it is given
    under = literals_translated(path, names) | scope.path
    if scope.lenient or scope.knows(fact, under):
        return
    what = str(fact[1])
    rows = {call.subject.slot: call.subject, **{row.slot: row for _, row in call.rows}}
    if what.startswith("node:") and fact[0] != "rows":
        row = rows[fact[0]]  # type: ignore[index]
        if not scope.world.may_be_not_applicable(what.removeprefix("node:"), scope.inside(row)):
            return
    if scope.require(fact, under, where):
        return
    if fact[0] == "rows":
        assert isinstance(where, RowsAsked)
        raise Refused(errors.no_rows_not_dealt_with(span, where.what, where.span))
    if what.startswith("node:"):
        raise Refused(errors.not_applicable_not_dealt_with(span, what.removeprefix("node:")))
    declared = _field_declared(where, scope) if isinstance(where, p.FieldOf | p.OwnerFieldOf) else None
    field = declared.name if declared is not None else field_asked(fact)[1]
    name = f"{rows[fact[0]].name}.{field}"  # type: ignore[index]
    raise Refused(missing_finding(span, name, declared))


def _row_argument(argument: ast.Expression, parameter: p.RowVariable, scope: Scope) -> p.RowVariable:
    if not isinstance(argument, ast.Reference) or len(argument.parts) != 1:
        raise Refused(errors.wrong_type(argument.span, "a value", f"a row of `{parameter.table}`"))
    row = scope.row_named(argument.parts[0].text)
    if row is None:
        names = [r.name for r in scope.rows]
        raise Refused(errors.unknown(argument.span, "row", argument.parts[0].text, names))
    if row.table != parameter.table:
        raise Refused(
            errors.wrong_kind(
                argument.span, row.name, f"a row of `{row.table}`", f"a row of `{parameter.table}`"
            )
        )
    return row


# -- Operators -----------------------------------------------------------------------------------------------


def _binary(node: ast.Binary, scope: Scope, wanted: Type | None) -> Typed:
    if node.operator in COMPARISONS:
        left, right, kind = _compared(node.left, node.right, node.span, scope)
        if node.operator in ORDERED and not isinstance(kind, Quantity | Date):
            raise Refused(errors.wrong_type(node.span, kind, "something that has an order"))
        return p.Compare(COMPARISONS[node.operator], left, right, span=node.span), YesNo()
    left, left_kind = elaborate(node.left, scope)
    right, right_kind = elaborate(node.right, scope)
    kind = typing.arithmetic(node.operator, left_kind, right_kind, node.span)
    if node.operator == "/" and isinstance(right, p.Constant) and right.value == 0:
        raise Refused(errors.divisor_zero(node.right.span))
    return p.Arithmetic(p.ArithmeticOperator(node.operator), left, right, kind, span=node.span), kind


def _compared(
    left: ast.Expression, right: ast.Expression, span: Span, scope: Scope
) -> tuple[p.Expression, p.Expression, Type]:
    first, first_kind = elaborate(left, scope)
    if isinstance(first_kind, Choice) and isinstance(right, ast.Reference) and len(right.parts) == 1:
        word = right.parts[0].text
        if word not in first_kind.names:
            try:
                second, second_kind = elaborate(right, scope)
            except Refused:
                raise Refused(errors.unknown(right.span, "such choice as", word, first_kind.names)) from None
            return first, second, typing.together(first_kind, second_kind, span, "compared")
    second, second_kind = elaborate(right, scope, first_kind)
    return first, second, typing.together(first_kind, second_kind, span, "compared")


def _negative(node: ast.Negative, scope: Scope, wanted: Type | None) -> Typed:
    made, kind = number(node.operand, scope)
    if isinstance(made, p.Constant) and isinstance(made.value, fmpq):
        return p.Constant(-made.value, kind, span=node.span), kind
    return p.Negate(made, kind, span=node.span), kind


def _all_of(node: ast.AllOf, scope: Scope, wanted: Type | None) -> Typed:
    made = []
    for operand in node.operands:
        made.append(condition(operand, scope))
        scope = scope.after(made[-1])
    return p.Every(tuple(made), span=node.span), YesNo()


def _any_of(node: ast.AnyOf, scope: Scope, wanted: Type | None) -> Typed:
    made = []
    for operand in node.operands:
        made.append(condition(operand, scope))
        scope = scope.after(made[-1], holds=False)
    return p.Some(tuple(made), span=node.span), YesNo()


def _opposite(node: ast.Opposite, scope: Scope, wanted: Type | None) -> Typed:
    return p.Not(condition(node.operand, scope), span=node.span), YesNo()


def _between(node: ast.Between, scope: Scope, wanted: Type | None) -> Typed:
    value, low, kind = _compared(node.operand, node.low, node.span, scope)
    _, high, _ = _compared(node.operand, node.high, node.span, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(errors.wrong_type(node.operand.span, kind, "something that has an order"))
    made = p.Every(
        (
            p.Compare(p.Comparison.AT_LEAST, value, low, span=node.span),
            p.Compare(p.Comparison.AT_MOST, value, high, span=node.span),
        ),
        span=node.span,
    )
    return made, YesNo()


def _is_one_of(node: ast.IsOneOf, scope: Scope, wanted: Type | None) -> Typed:
    value, kind = elaborate(node.operand, scope)
    if not isinstance(kind, Choice):
        raise Refused(errors.wrong_type(node.operand.span, kind, "one of some names"))
    cases = []
    for name in node.names:
        if name.text not in kind.names:
            raise Refused(errors.unknown(name.span, "such choice as", name.text, kind.names))
        constant = p.Constant(name.text, kind, span=name.span)
        cases.append(p.Compare(p.Comparison.EQUAL, value, constant, span=name.span))
    return p.Some(tuple(cases), span=node.span), YesNo()


def _is_state(node: ast.IsState, scope: Scope, wanted: Type | None) -> Typed:
    if not isinstance(node.operand, ast.Reference):
        raise Refused(errors.wrong_type(node.operand.span, "a formula", "a field or the name of a node"))
    made: p.Expression
    if node.state == "applicable":
        if len(node.operand.parts) != 1:
            raise Refused(errors.wrong_type(node.operand.span, "a field", "the name of a node"))
        name = node_named(node.operand.parts[0], scope)
        made = p.IsApplicable(name, _one_subject(f"`{name}`", node.span, scope), span=node.span)
    else:
        _refuse_question(node, scope)
        value, _ = _value_of(node.operand, scope, None)
        if not isinstance(value, p.FieldOf | p.OwnerFieldOf):
            raise Refused(errors.wrong_type(node.operand.span, "not a field", "a field that may be missing"))
        made = p.IsKnown(value, span=node.span)
    if node.negated != (node.state == "missing"):
        made = p.Not(made, span=node.span)
    return made, YesNo()


def _refuse_question(node: ast.IsState, scope: Scope) -> None:
    """Refuse to ask whether a form is there that each row has."""
    assert isinstance(node.operand, ast.Reference)
    *before, last = node.operand.parts
    word = scope.world.draft.current_name(last.text)
    row = scope.row_with_form(word)
    if before:
        row = scope.row_named(before[0].text) or scope.row_of(before[0].text)
    table = None if row is None or len(before) > 1 else scope.world.table(row.table)
    form = None if table is None else table.form_named(word)
    if table is not None and form is not None and not form.may_be_absent and table.field_named(word) is None:
        raise Refused(form_errors.always_there(node.span, form.name, table.name, form.span))


def _choice(node: ast.Choice, scope: Scope, wanted: Type | None) -> Typed:
    cases: list[tuple[p.Expression, p.Expression]] = []
    kind: Type | None = None
    for test, value in node.cases:
        made_test = condition(test, scope)
        made, value_kind = elaborate(value, scope.after(made_test), wanted)
        kind = (
            value_kind
            if kind is None
            else typing.together(kind, value_kind, value.span, "given by one choice")
        )
        cases.append((made_test, made))
        scope = scope.after(made_test, holds=False)
    otherwise, other_kind = elaborate(node.otherwise, scope, wanted)
    assert kind is not None
    kind = typing.together(kind, other_kind, node.otherwise.span, "given by one choice")
    return p.Choose(tuple(cases), otherwise, kind, span=node.span), kind


def _bounded(node: ast.Bounded, scope: Scope, wanted: Type | None) -> Typed:
    value, kind = elaborate(node.operand, scope)
    bound, bound_kind = elaborate(node.bound, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(errors.wrong_type(node.operand.span, kind, "something that has an order"))
    kind = typing.together(kind, bound_kind, node.span, "compared")
    return p.Limit(value, node.upper, bound, kind, span=node.span), kind


def _rounded(node: ast.Rounded, scope: Scope, wanted: Type | None) -> Typed:
    value, kind = number(node.operand, scope)
    rounding = node.rounding
    a_share = kind == SHARE or (kind == PLAIN and (wanted == SHARE or _is_ratio(value, scope)))
    if a_share and rounding.counted is None and not rounding.significant:
        raise Refused(errors.decimals_of_what(node.span, rounding))
    if rounding.counted is not None and kind not in (SHARE, PLAIN):
        raise Refused(errors.no_share_to_round(node.span, kind, rounding))
    return p.RoundTo(value, node.rounding, kind, span=node.span), kind


def _is_ratio(value: p.Expression, scope: Scope) -> bool:
    """Whether a plain number is a quotient of like quantities, or what is over of one: a share in all but name."""
    match value:
        case p.Arithmetic(p.ArithmeticOperator.DIVIDE, kind_of, _, kind):
            return kind == PLAIN and not isinstance(kind_of, p.Constant)
        case p.Arithmetic(p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT, left, right):
            return _is_ratio(left, scope) or _is_ratio(right, scope)
        case p.Limit(operand) | p.Negate(operand) | p.RoundTo(operand):
            return _is_ratio(operand, scope)
        case p.Call(name) if name in scope.world.definitions:
            return _is_ratio(scope.world.definitions[name].body, scope)
        case _:
            return False


def _instead(node: ast.InsteadOfMissing, scope: Scope, wanted: Type | None) -> Typed:
    if not isinstance(node.operand, ast.Reference):
        raise Refused(errors.wrong_type(node.operand.span, "a formula", "a field that may be missing"))
    value, kind = _value_of(node.operand, scope, None)
    if not isinstance(value, p.FieldOf | p.OwnerFieldOf):
        raise Refused(errors.wrong_type(node.operand.span, "not a field", "a field that may be missing"))
    declared = _field_declared(value, scope)
    if declared is not None and declared.is_form:
        raise Refused(_not_a_value(declared, value, node.operand.span, scope))
    instead = of_type(node.instead, scope, kind)
    return p.IfMissing(value, instead, kind, span=node.span), kind


# -- Rows and aggregates --------------------------------------------------------------------------------------


def rows_of(source: ast.RowSource, everywhere: bool, scope: Scope) -> tuple[p.Rows, Scope]:
    """The rows that an aggregate runs over, and the scope of its body."""
    name = scope.world.draft.current_name(source.table.text)
    table = scope.world.table(name)
    if table is None:
        refuse_rows_of_form(source.table.span, name, scope.world)
        known = [t.name for t in scope.world.schema.tables]
        raise Refused(errors.unknown(source.table.span, "table", name, known))
    scope.world.mark("table", name)
    label = source.variable.text if source.variable else name
    row = p.RowVariable(next(scope.world.slots), name, label)
    population = p.Population.ALL
    of = None
    if not everywhere:
        population = p.Population.OWN
        of = _owner_in_scope(table, source.table.span, scope)
    inner = scope.with_row(row)
    if of is not None:
        inner = inner.knowing(_of_owner(row, of, scope))
    anchor, same = _same_fields(source, table, scope)
    where = None
    if source.where is not None:
        where = condition(source.where, inner)
        inner = inner.after(where)
    if same and anchor is not None:
        inherited = frozenset((row.slot, f) for f in same if (anchor.slot, f) in scope.known)
        inner = inner.knowing(inherited)
    rows = p.Rows(row, population, of, where, same, anchor, span=source.span)
    return rows, inner


def refuse_rows_of_form(place: Span, name: str, world: World) -> None:
    """Refuse a form where rows belong."""
    owner = world.schema.owner_of_form(name)
    form = None if owner is None else owner.form_named(name)
    if owner is not None and form is not None:
        field = next((one.own_name for one in owner.held_by(form)), "...")
        raise Refused(form_errors.not_rows(place, name, owner.name, field, owner.owner is None))


def _of_owner(row: p.RowVariable, owner: p.RowVariable, scope: Scope) -> frozenset[Fact]:
    """What is known of the row that owns a row, said of its rows: `staff` of a body is `agency.staff` of its rows."""
    levels = 0
    table = scope.world.table(row.table)
    while table is not None and table.name != owner.table:
        table = scope.world.table(table.owner) if table.owner else None
        levels += 1
    found = set()
    for fact in scope.known:
        if fact[0] != owner.slot or str(fact[1]).startswith("node:"):
            continue
        up, name = field_asked(fact)
        found.add((row.slot, f"^{levels + up}.{name}"))
    return frozenset(found)


def _owner_in_scope(table: Table, span: Span, scope: Scope) -> p.RowVariable:
    if table.owner is None:
        raise Refused(errors.no_row_in_scope(span, table.name))
    owners = []
    at: Table | None = table
    while at is not None and at.owner is not None:
        owners.append(at.owner)
        at = scope.world.table(at.owner)
    for row in scope.rows:
        if row.table in owners:
            return row
    raise Refused(errors.no_row_in_scope(span, table.name))


def _same_fields(
    source: ast.RowSource, table: Table, scope: Scope
) -> tuple[p.RowVariable | None, tuple[str, ...]]:
    anchor: p.RowVariable | None = None
    names = []
    for same in source.same:
        declared = field_called(table, same.field)
        if declared.form is not None:
            raise Refused(form_errors.not_alike_by(same.field.span, declared.name, table.name))
        row = scope.row_of(table.name) if same.anchor is None else scope.row_named(same.anchor.text)
        if row is None or row.table != table.name:
            word = same.anchor.text if same.anchor else table.name
            raise Refused(
                errors.unknown(
                    same.span, f"row of `{table.name}` at hand called", word, [r.name for r in scope.rows]
                )
            )
        if anchor is not None and anchor != row:
            raise Refused(errors.wrong_kind(same.span, row.name, "another row", "the row named before"))
        anchor = row
        scope.world.mark(f"field of {table.name}", declared.name)
        if declared.optional:
            compared = p.FieldOf(row, declared.name, declared.type, span=same.span)
            fact = fact_needed(compared, declared)
            if not scope.knows(fact) and not scope.require(fact, scope.path, compared):
                raise Refused(missing_finding(same.span, f"{row.name}.{declared.name}", declared))
        names.append(declared.name)
    return anchor, tuple(names)


def _some_rows(rows: p.Rows, place: Span, what: str, scope: Scope) -> None:
    """Refuse an aggregate of possibly no rows where nothing sees to it that there is one."""
    subject = scope.world.schema.subject.name
    everybody = rows.population is p.Population.ALL and rows.where is None and rows.variable.table == subject
    if everybody or scope.lenient or (rows.same and _passes(rows.where, rows, scope)):
        return
    fact = rows_fact(rows)
    if not scope.knows(fact) and not scope.require(fact, scope.path, RowsAsked(what, place)):
        raise Refused(errors.no_rows_not_dealt_with(place, what))


def _passes(where: p.Expression | None, rows: p.Rows, scope: Scope) -> bool:
    """Whether the row with whose fields those of others are compared passes the filter itself."""
    assert rows.anchor is not None
    match where:
        case None:
            return True
        case p.Every(operands):
            return all(_passes(operand, rows, scope) for operand in operands)
        case p.IsKnown(operand):
            fact = field_fact(operand)
            return fact[0] == rows.variable.slot and scope.knows((rows.anchor.slot, *fact[1:]))
        case _:
            names = {tag(row): tag(row) for row in scope.rows} | {tag(rows.variable): tag(rows.anchor)}
            ((key, holds),) = plain(where)
            return (form_renamed(key, names), holds) in scope.path


def _aggregate(node: ast.AggregateOf, scope: Scope, wanted: Type | None) -> Typed:
    rows, inner = rows_of(node.rows, node.everywhere, scope)
    kind_of_aggregate = p.AggregateKind.of_word(node.kind)
    facts = kind_of_aggregate.facts
    body, kind = elaborate(node.body, inner)
    if not isinstance(kind, Quantity) and not (facts.picks and isinstance(kind, Date)):
        raise Refused(errors.wrong_type(node.body.span, kind, "a number"))
    weight = None
    if node.weight is not None:
        weight, _ = number(node.weight, inner)
    if_none = None
    if node.if_none is not None:
        if_none, none_kind = elaborate(node.if_none, scope)
        kind = typing.together(kind, none_kind, node.if_none.span, "given by one aggregate")
    elif not facts.of_none:
        _some_rows(rows, node.span, node.kind, scope)
    return p.Aggregate(kind_of_aggregate, rows, body, weight, if_none, kind, span=node.span), kind


def _parts(node: ast.PartsOf, scope: Scope, wanted: Type | None) -> Typed:
    if scope.its_parts is None:
        raise Refused(
            errors.wrong_kind(node.span, "its parts", "something only a node has", "a formula of a node")
        )
    kind = p.AggregateKind.of_word(node.kind)
    if node.weighted and not kind.facts.by_weights:
        raise Refused(
            errors.wrong_kind(
                node.span,
                f"weighted {node.kind}",
                "not defined",
                "weighted average or weighted geometric mean",
            )
        )
    subject = scope.subject
    if not (node is scope.whole and subject.slot == 0):
        _some_part(scope.its_parts, subject, node.span, scope)
    made = p.PartsAggregate(kind, node.weighted, scope.its_parts, subject, POINTS_TYPE, span=node.span)
    return made, POINTS_TYPE


def _its_maximum(node: ast.ItsMaximum, scope: Scope, wanted: Type | None) -> Typed:
    if scope.its_parts is None:
        raise Refused(
            errors.wrong_kind(node.span, "its maximum", "something only a node has", "a formula of a node")
        )
    return p.MaximumOf(scope.its_parts, scope.subject, POINTS_TYPE, span=node.span), POINTS_TYPE


def _some_part(name: str, subject: p.RowVariable, span: Span, scope: Scope) -> None:
    """Refuse `its parts` where none of them need be applicable to a subject, and the formula is more than that."""
    parts = scope.world.draft.parts_of(name)
    if all(
        node_fact(part, subject) not in scope.known
        and scope.world.may_be_not_applicable(part, scope.inside(subject))
        for part in parts
    ):
        raise Refused(errors.no_part_dealt_with(span, name, parts, of_others=subject.slot != 0))


def _count(node: ast.CountOf, scope: Scope, wanted: Type | None) -> Typed:
    everywhere = node.everywhere or node.rows.table.text == scope.world.schema.subject.name
    rows, _ = rows_of(node.rows, everywhere, scope)
    return p.Count(rows, NUMBER, span=node.span), NUMBER


def _share_of(node: ast.ShareOfRows, scope: Scope, wanted: Type | None) -> Typed:
    if node.rows.where is None:
        raise Refused(errors.clause_missing(node.span, "`share of`", "`where`"))
    everywhere = node.everywhere or node.rows.table.text == scope.world.schema.subject.name
    base = evolve(node.rows, where=node.base)
    rows, inner = rows_of(base, everywhere, scope)
    test = condition(node.rows.where, inner)
    if_none = None
    if node.if_none is not None:
        if_none = of_type(node.if_none, scope, SHARE)
    else:
        _some_rows(rows, node.span, "share", scope)
    return p.ShareOf(rows, test, if_none, SHARE, span=node.span), SHARE


def _standing(node: ast.StandingOf, scope: Scope, wanted: Type | None) -> Typed:
    rows, inner = rows_of(node.rows, True, scope)
    self_row = scope.row_of(rows.variable.table)
    if self_row is None:
        raise Refused(errors.no_row_in_scope(node.rows.span, rows.variable.table))
    kind = p.StandingKind(node.kind)
    body, _ = number(node.body, inner)
    if kind is p.StandingKind.POSITION and node.order is None:
        raise Refused(errors.direction_needed(node.span))
    result: Type = {
        p.StandingKind.POSITION: NUMBER,
        p.StandingKind.PERCENTILE: SHARE,
        p.StandingKind.Z_SCORE: PLAIN,
        p.StandingKind.MIN_MAX: SHARE,
    }[kind]
    if node.tied is not None and kind is not p.StandingKind.POSITION:
        raise Refused(errors.ties_of_position(node.span, node.tied))
    if_equal = None if node.if_all_equal is None else of_type(node.if_all_equal, scope, result)
    ties = TIES[node.tied]
    if ties is p.Ties.AVERAGE:
        result = PLAIN
    made = p.Standing(
        kind, rows, body, self_row, node.order != "lowest", if_equal, result, ties, span=node.span
    )
    return made, result


def _working_days(node: ast.WorkingDaysOf, scope: Scope, wanted: Type | None) -> Typed:
    first, last = of_type(node.first, scope, Date()), of_type(node.last, scope, Date())
    name = scope.world.draft.current_name(node.calendar.text)
    there = scope.world.figures.get(name)
    if there is None or not there.calendar:
        known = [one for one, figures in scope.world.figures.items() if figures.calendar]
        raise Refused(errors.unknown(node.calendar.span, "calendar", node.calendar.text, known))
    scope.world.mark("figures", name)
    return p.WorkingDays(first, last, name, DAYS_TYPE, span=node.span), DAYS_TYPE


def _quantified(node: ast.Quantification, scope: Scope, wanted: Type | None) -> Typed:
    everywhere = node.rows.table.text == scope.world.schema.subject.name
    rows, inner = rows_of(node.rows, everywhere, scope)
    test = None if node.condition is None else condition(node.condition, inner)
    quantifier = p.Quantifier(node.quantifier)
    if quantifier is p.Quantifier.EVERY and test is None:
        raise Refused(errors.clause_missing(node.span, "`every`", "`has` a condition"))
    return p.Quantified(quantifier, rows, test, span=node.span), YesNo()


# -- Bands, interpolation, check-lists -----------------------------------------------------------------------

BAND_KINDS: dict[str, Type | None] = {"points": POINTS_TYPE, "share": SHARE, "number": NUMBER, "value": None}


def _constant(node: ast.Expression, scope: Scope, wanted: Type) -> p.Constant:
    made, kind = elaborate(node, scope, wanted)
    typing.together(kind, wanted, node.span, "compared")
    value = bands.constant_value(made)
    if value is None:
        raise Refused(errors.wrong_type(node.span, "a formula", "a fixed value"))
    return p.Constant(value, wanted, span=node.span)


def _banded(node: ast.BandsOf, scope: Scope, wanted: Type | None) -> Typed:
    readings = scales.readings(node, scope.world)
    rounding = None if readings is None else readings.rounding
    looked_up = node.operand if rounding is None else scales.first_rounded(node.operand, rounding)
    operand, kind = elaborate(looked_up, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(errors.wrong_type(node.operand.span, kind, "something that has an order"))
    result_kind = BAND_KINDS[node.kind]
    made: list[p.Band] = []
    otherwise: p.Expression | None = None
    for band in node.bands:
        result, got = elaborate(band.result, scope, result_kind or wanted)
        if result_kind is None:
            result_kind = got
        elif node.kind == "value":
            result_kind = typing.together(result_kind, got, band.result.span, "given by one set of bands")
        else:
            typing.demand(got, result_kind, band.result.span)
        if band.range is None:
            otherwise = result
            continue
        low = None if band.range.low is None else _constant(band.range.low, scope, kind).value
        high = None if band.range.high is None else _constant(band.range.high, scope, kind).value
        made.append(
            p.Band(low, band.range.low_included, high, band.range.high_included, result, span=band.range.span)
        )
    assert result_kind is not None
    printed = None
    if readings is not None:
        printed, made = scales.as_printed(node, made, readings)
    return p.Banded(operand, tuple(made), otherwise, result_kind, printed, span=node.span), result_kind


def _interpolate(node: ast.InterpolateOf, scope: Scope, wanted: Type | None) -> Typed:
    operand, kind = elaborate(node.operand, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(errors.wrong_type(node.operand.span, kind, "something that has an order"))
    points: list[tuple[p.Expression, p.Expression]] = []
    beyond: dict[str, p.Expression] = {}
    result_kind: Type | None = None
    for point in node.points:
        result, got = number(point.result, scope)
        result_kind = (
            got
            if result_kind is None
            else typing.together(result_kind, got, point.result.span, "given by one interpolation")
        )
        if point.at is None:
            if point.position in beyond:
                raise Refused(errors.said_twice(point.span, "what holds beyond the points"))
            beyond[point.position] = result
        else:
            at, at_kind = elaborate(point.at, scope, kind)
            typing.together(kind, at_kind, point.at.span, "compared")
            points.append((at, result))
    if len(points) < 2:
        raise Refused(
            errors.clause_missing(node.span, "an interpolation", "at least two points (`at ...: ...`)")
        )
    assert result_kind is not None
    made = p.Interpolate(
        operand, tuple(points), beyond.get("before"), beyond.get("after"), result_kind, span=node.span
    )
    return made, result_kind


def _checklist(node: ast.CheckListOf, scope: Scope, wanted: Type | None) -> Typed:
    items = []
    kind: Type | None = None
    for item in node.items:
        test = condition(item.condition, scope)
        result, got = number(item.result, scope.after(test))
        kind = got if kind is None else typing.together(kind, got, item.result.span, "added")
        items.append(p.CheckItem(item.titles, result, test, span=item.span))
    assert kind is not None
    return p.CheckList(tuple(items), kind, span=node.span), kind


def _silent() -> Finding:
    """A finding that is dropped: what is wrong has been said where the definition stands."""
    return Finding(SILENT, Severity.NOTE, "")


SILENT = "E000"

ARMS: dict[type, Callable[..., Typed]] = {
    ast.Number: _number,
    ast.DateLiteral: _date,
    ast.TextLiteral: _text,
    ast.YesNoLiteral: _yes_no,
    ast.Reference: _reference,
    ast.BeforeRounding: _before_rounding,
    ast.CallOf: _call,
    ast.Binary: _binary,
    ast.Negative: _negative,
    ast.AllOf: _all_of,
    ast.AnyOf: _any_of,
    ast.Opposite: _opposite,
    ast.Between: _between,
    ast.IsOneOf: _is_one_of,
    ast.IsState: _is_state,
    ast.Choice: _choice,
    ast.Bounded: _bounded,
    ast.Rounded: _rounded,
    ast.InsteadOfMissing: _instead,
    ast.AggregateOf: _aggregate,
    ast.PartsOf: _parts,
    ast.ItsMaximum: _its_maximum,
    ast.CountOf: _count,
    ast.ShareOfRows: _share_of,
    ast.StandingOf: _standing,
    ast.WorkingDaysOf: _working_days,
    ast.Quantification: _quantified,
    ast.BandsOf: _banded,
    ast.InterpolateOf: _interpolate,
    ast.CheckListOf: _checklist,
}
