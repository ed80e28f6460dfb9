"""The clauses about data: the forms to be filled in, tables of figures, definitions, and what must always hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.schema import Field
from effrules.model.schema import Table as Form
from effrules.model.types import Choice, Date, Flavour, Quantity, Text, Type, YesNo
from effrules.report.blocks import pieces as b
from effrules.report.blocks.mathematics.tree import Func, Math, Op, Sym, row
from effrules.report.document.context import Context
from effrules.report.document.lookups import within
from effrules.report.document.mathematics import Notation
from effrules.report.document.name_math import parameter as parameter_math
from effrules.report.document.numbers import number_text, percent, unit_word, value_text
from effrules.words import day_text

# -- Forms -----------------------------------------------------------------------------------------------


def form_clauses(context: Context) -> Iterator[b.Block]:
    """What is reported: one form for the assessed body, and one for each table."""
    yield context.clause(context.numbering.of("table"), context.say("table"), "")
    for form in context.program.schema.as_read:
        place = context.numbering.of("table", form.name)
        yield context.clause(place, context.title(form.titles, form.name), context.say("form"))
        if form.name in context.program.table_origins:
            yield from context.written(context.program.table_origins[form.name])
        if form.owner is None:
            yield b.Paragraph(b.words(context.say("form intro subject")))
        else:
            owner = context.program.schema.table_named(form.owner)
            assert owner is not None
            intro = "form intro rows"
            if form.form is not None:
                intro = "form intro one or none" if form.form.optional else "form intro one"
            yield b.Paragraph(context.fill(intro, owner=context.form(owner)))
            if form.form is not None and form.form.where is not None:
                notation = context.notation()
                math = notation.math(form.form.where)
                yield context.told("only for", (b.Formula(math),))
                yield from context.explained(notation)
        if form.fields:
            yield _form(context, form)
        yield from _demands(context, form)


def _demands(context: Context, form: Form) -> Iterator[b.Block]:
    """What must hold of the rows of a form, and why."""
    table = context.program.schema.owner_of_form(form.name) or form
    for demand in table.demands:
        if (demand.form or table.name) == form.name:
            notation = context.notation()
            math = notation.math(demand.condition)
            line = context.fill("only because", condition=math, reason=context.title(demand.reason))
            yield context.told("must hold", line)
            yield from context.explained(notation)


def _form(context: Context, form: Form) -> b.Table:
    names = ("field", "column", "holds", "remarks")
    rows = tuple(
        (
            b.words(context.title(declared.titles, declared.name.replace("_", " "))),
            (b.Words(shown(declared.name), b.Tone.CODE),),
            (*b.words(type_text(context, declared)), *_domain(context, declared)),
            _remarks(context, declared),
        )
        for declared in form.fields
    )
    shown_at = [
        at
        for at, name in enumerate(names)
        if (name != "column" or context.writing.is_technical) and any(row[at] for row in rows)
    ]
    kept = tuple(tuple(row[at] for at in shown_at) for row in rows)
    return b.Table(b.texts(*(context.say(names[at]) for at in shown_at)), kept)


def type_text(context: Context, declared: Field) -> str:
    """What a field holds, in words; its choices by their titles."""
    match declared.type:
        case Choice(names):
            language, order = context.language.value, context.program.header.languages
            titles = [shown(declared.choice_title(name, language, order)) for name in names]
            choices = [
                f"{title} ({shown(name)})" if context.writing.is_technical and title != name else title
                for title, name in zip(titles, names, strict=True)
            ]
            return f"{context.say('one of')}: {'; '.join(choices)}"
        case _:
            return kind_text(context, declared.type, declared.percent_numbers, declared.domain.whole)


def kind_text(context: Context, kind: Type, in_percent: bool = False, whole: bool = False) -> str:
    """What values of a type are, in words."""
    match kind:
        case Choice():
            return context.say("one of")
        case Text():
            return context.say("text type")
        case Date():
            return context.say("date type")
        case YesNo():
            return context.say("yes or no")
        case Quantity():
            return _quantity(context, kind, in_percent, whole)
        case _:
            assert_never(kind)


def _quantity(context: Context, kind: Quantity, in_percent: bool, whole: bool) -> str:
    if not kind.unit:
        if kind.flavour is Flavour.SHARE:
            return context.say("percent type" if in_percent else "share type")
        return context.say("whole type" if whole else "number type")
    unit = unit_word(kind, context.language)
    return context.say("unit type", unit=unit) if unit else context.say("points type")


def _domain(context: Context, declared: Field) -> b.Line:
    """The values that are allowed, where not all are."""
    domain = declared.domain
    if domain.low is None and domain.high is None:
        return ()

    def end(value: object) -> Math:
        if isinstance(value, fmpq):
            share = isinstance(declared.type, Quantity) and declared.type.flavour is Flavour.SHARE
            shares = share and not declared.type.unit  # type: ignore[union-attr]
            return Sym(percent(value, context.language) if shares else number_text(value, context.language))
        return Sym(day_text(value, context.language))  # type: ignore[arg-type]

    return (b.Words(", "), b.Formula(within(Sym("x"), domain, end)))


def _remarks(context: Context, declared: Field) -> b.Line:
    made: list[b.Line] = []
    if declared.unique:
        made.append(b.words(context.say("unique")))
    if declared.optional:
        made.append(b.words(context.say("optional")))
    if declared.lookup is not None:
        made.append(context.fill("looked up", clause=context.numbering.figures(declared.lookup)))
    if declared.earlier is not None:
        made.append(context.fill("from earlier", name=shown(declared.earlier)))
    line: b.Line = ()
    for remark in made:
        line = (*line, *([b.Words("; ")] if line else []), *remark)
    return line


# -- Definitions ------------------------------------------------------------------------------------------


def definition_clauses(context: Context) -> Iterator[b.Block]:
    """Each definition with its parameters."""
    if not context.program.definitions:
        return
    yield context.clause(context.numbering.of("definition"), context.say("definition"), "")
    for definition in context.program.definitions.values():
        yield from _definition(context, definition)


def _definition(context: Context, definition: p.Definition) -> Iterator[b.Block]:
    place = context.numbering.of("definition", definition.name)
    name = context.title(definition.titles, definition.name.replace("_", " "))
    yield context.clause(place, name, context.say("one definition"))
    yield from context.written(definition.origin)
    notation = context.notation()
    arguments: list[Math] = []
    for parameter in definition.row_parameters:
        index = notation.index_of(parameter)
        assert index is not None
        notation.sets.open.append(parameter.slot)
        arguments.append(index)
        form = context.program.schema.table_named(parameter.table)
        assert form is not None
        notation.explain(f"row {parameter.slot}", index, context.fill("a row of", table=context.form(form)))
    for slot, parameter_name, _ in definition.value_parameters:
        value = parameter_math(notation, slot, parameter_name)
        arguments.append(value)
        notation.explain(f"parameter {parameter_name}", value, context.fill("parameter"))
    called = notation.called(definition)
    symbol: Math = Func(called, tuple(arguments)) if arguments else Sym(called)
    body = notation.math(definition.body)
    if isinstance(definition.type, YesNo):
        yield b.Paragraph(
            (b.Formula(symbol), b.Words(": "), *context.fill("gives yes or no", condition=body))
        )
    else:
        yield b.Display(row(symbol, Op("="), body))
    yield from context.explained(notation)
    yield from context.basis(definition.grounds, place)


# -- Figures ------------------------------------------------------------------------------------------------


def figures_clauses(context: Context) -> Iterator[b.Block]:
    """Each table of figures, whole."""
    if not context.program.figures:
        return
    yield context.clause(context.numbering.of("figures"), context.say("figures"), "")
    for figures in context.program.figures.values():
        place = context.numbering.of("figures", figures.name)
        yield context.clause(
            place,
            context.title(figures.titles, figures.name.replace("_", " ")),
            context.say("one calendar" if figures.calendar else "one figures"),
        )
        yield from context.written(figures.origin)
        if figures.calendar:
            yield from _calendar(context, figures)
            yield from context.basis(figures.grounds, place)
            continue
        columns = tuple(
            b.Column(context.naming.figures_column(figures, name), is_text=not isinstance(kind, Quantity))
            for name, kind in figures.columns
        )
        rows = tuple(
            tuple(
                b.words(value_text(value, kind, context.language))
                for value, (_, kind) in zip(cells, figures.columns, strict=True)
            )
            for cells in figures.rows
        )
        yield b.Table(columns, rows)
        yield from context.basis(figures.grounds, place)


def _calendar(context: Context, figures: p.Figures) -> Iterator[b.Block]:
    """A calendar: its weekend, the days that it is for, and the days that differ from the week."""
    said = {str(row[0]): str(row[1]) for row in figures.rows}
    weekend = ", ".join(context.say(day) for day in said["weekend"].split(", "))
    period = context.say("calendar period", first=context.day(said["from"]), last=context.day(said["to"]))
    yield context.told("calendar weekend", (b.Words(weekend),))
    yield context.told("calendar from", (b.Words(period),))
    titles = dict(figures.day_titles)
    rows = tuple(
        (
            b.words(context.day(day)),
            b.words(context.say(f"calendar {kind}")),
            b.words(context.title(titles[day]) if day in titles else ""),
        )
        for day, kind in said.items()
        if day not in ("weekend", "from", "to")
    )
    headings = (context.say(f"calendar {key}") for key in ("day", "is", "called"))
    if rows:
        yield b.Table(b.texts(*headings), rows)


# -- Promises ------------------------------------------------------------------------------------------------


def promise_clauses(context: Context) -> Iterator[b.Block]:
    """What must hold whatever is reported."""
    if not context.program.properties:
        return
    yield context.clause(context.numbering.of("property"), context.say("property"), "")
    for promised in context.program.properties:
        place = context.numbering.of("property", promised.name)
        yield context.clause(place, context.title(promised.titles, promised.name.replace("_", " ")), "")
        yield from context.written(promised.origin)
        notation = context.notation()
        yield b.Paragraph(_promise(context, promised, notation))
        yield from context.explained(notation)


def _promise(context: Context, promised: p.Property, notation: Notation) -> b.Line:
    match promised.promise:
        case p.Always(condition):
            return context.fill("always", condition=notation.math(condition))
        case p.OneMore(table, rows, never, node):
            form = context.program.schema.table_named(table)
            assert form is not None
            line = context.fill(
                "one more",
                table=context.form(form),
                never=context.say(never.value),
                clause=context.numbering.reference(context.numbering.node(node)),
            )
            return line if rows.where is None else (*line, *_where(context, notation, rows.where))
        case p.FieldMoves():
            promise = promised.promise
            line = context.fill(
                "higher" if promise.up else "lower",
                field=_field(context, promise.row, promise.field),
                never=context.say(promise.never.value),
                clause=context.numbering.reference(context.numbering.node(promise.node)),
            )
            return line if promise.where is None else (*line, *_where(context, notation, promise.where))
        case p.NeverAffects(changed, name, node):
            return context.fill(
                "never affects",
                field=_field(context, changed, name),
                clause=context.numbering.reference(context.numbering.node(node)),
            )


def _where(context: Context, notation: Notation, condition: p.Expression) -> b.Line:
    return context.fill("wherever", condition=notation.math(condition))


def _field(context: Context, changed: p.RowVariable, name: str) -> str:
    form = context.program.schema.table_named(changed.table)
    assert form is not None
    declared = form.field_named(name)
    title = context.quoted(
        context.title(declared.titles, declared.own_name) if declared is not None else name
    )
    if declared is not None and declared.form is not None:
        return f"{title} ({context.quoted(context.title(declared.form.titles, declared.form.name))})"
    return title if form.owner is None else f"{title} ({context.form(form)})"
