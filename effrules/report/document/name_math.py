"""Fields, definitions and figures inside formulas: symbols for quantities, titles for everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.types import Quantity, YesNo
from effrules.report.blocks.mathematics.tree import Func, Math, Op, Sym, row
from effrules.report.blocks.pieces import Line, Reference
from effrules.report.document.numbers import quoted

if TYPE_CHECKING:
    from effrules.report.document.mathematics import Notation


def field_math(notation: Notation, variable: p.RowVariable, levels: int, name: str) -> Math:
    """A field of a row or of what owns it: a symbol for a quantity, else its title."""
    table = notation.program.schema.above(variable.table, levels)
    assert table is not None
    declared = table.field_named(name)
    assert declared is not None
    index = notation.index_of(variable)
    if levels:
        index = owner_row(notation, variable, levels)
    title = quoted(notation.naming.title(declared.titles, declared.own_name), notation.naming.language)
    if not isinstance(declared.type, Quantity):
        return Sym(title, index)
    symbol = notation.symbols.of(table.name, name)
    form = declared.form or table
    whose = quoted(notation.naming.title(form.titles, form.name), notation.naming.language)
    own = table.owner is None and declared.form is None
    notation.explain(
        f"field {table.name} {name}",
        Sym(symbol, index if index is not None and not levels else None),
        notation.say("field of body" if own else "field of rows", title=title, table=whose),
    )
    return Sym(symbol, index)


def owner_row(notation: Notation, variable: p.RowVariable, levels: int) -> Math | None:
    """The row that owns a row; nothing where that is the assessed body."""
    table = notation.program.schema.above(variable.table, levels)
    assert table is not None
    index = notation.index_of(variable)
    if index is None or (table.owner is None and notation.sets.is_own(variable.slot)):
        return None
    letter = table.name[:1]
    whose = quoted(notation.naming.title(table.titles, table.name), notation.naming.language)
    owned = Func(letter, (index,))
    notation.explain(f"owner {table.name}", owned, notation.say("owner of row", table=whose, row=index))
    return owned


def bare(notation: Notation, operand: p.AnyField | p.Parameter) -> Math:
    """A field or a parameter by itself, also where it is yes or no."""
    match operand:
        case p.Parameter(slot, name):
            return parameter(notation, slot, name)
        case p.FieldOf() | p.OwnerFieldOf():
            return field_math(notation, operand.row, operand.levels, operand.field)
        case _:
            assert_never(operand)


def yes_or_value(notation: Notation, node: p.AnyField | p.Parameter, made: Math) -> Math:
    """A field as it stands in a formula: as a condition where it is yes or no."""
    return row(made, Op("="), notation.word("yes")) if isinstance(node.type, YesNo) else made


def call(notation: Notation, node: p.Call) -> Math:
    """A call of a definition."""
    definition = notation.program.definitions[node.definition]
    arguments = [*notation.rows_given(node), *(notation.math(value) for _, value in node.arguments)]
    name = notation.called(definition)
    below = notation.index_of(node.subject)
    place = notation.numbering.definition(node.definition)
    made: Math = Func(name, tuple(arguments), below) if arguments else Sym(name, below)
    notation.explain(f"definition {node.definition}", Sym(name), _defined(notation, definition, place))
    return row(made, Op("="), notation.word("yes")) if isinstance(node.type, YesNo) else made


def _defined(notation: Notation, definition: p.Definition, place: Reference) -> Line:
    """Where a definition stands, and of a symbol what it is for."""
    if definition.name not in notation.symbols.definitions:
        return notation.say("defined in", clause=place)
    title = quoted(notation.naming.title(definition.titles, ""), notation.naming.language)
    return notation.say("titled, defined in", title=title, clause=place)


def parameter(notation: Notation, slot: int, name: str) -> Math:
    """A value that a definition is given: by its title, in quotation marks, else by its name."""
    titles = notation.naming.parameter(slot)
    return Sym(
        quoted(notation.naming.title(titles, name), notation.naming.language)
        if titles.texts
        else shown(name.replace("_", " "))
    )


def figure(notation: Notation, node: p.FigureOf) -> Math:
    """A figure that is looked up: its column, with the key below."""
    figures = notation.program.figures[node.figures]
    column = Sym(notation.naming.figures_column(figures, node.column))
    title = quoted(notation.naming.title(figures.titles, figures.name), notation.naming.language)
    place = notation.numbering.figures(node.figures)
    notation.explain(
        f"figures {node.figures} {node.column}",
        column,
        notation.say("figure of", column=column.name, table=title, clause=place),
    )
    return Sym(column.name, notation.math(node.key))


def working_days(notation: Notation, first: p.Expression, last: p.Expression, calendar: str) -> Math:
    """Working days between two dates: a sign with the number of the calendar's clause, explained in the legend."""
    place = notation.numbering.figures(calendar)
    figures = notation.program.figures[calendar]
    title = quoted(notation.naming.title(figures.titles, calendar), notation.naming.language)
    sign = notation.text("working days sign")
    said = notation.say("working days", calendar=title, clause=place)
    notation.explain(f"calendar {calendar}", Func(sign, (Sym("a"), Sym("b"))), said)
    return Func(sign, (notation.math(first), notation.math(last)))
