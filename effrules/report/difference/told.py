"""What declarations say, in the words of the readers: fields, parameters, columns, places, grades, demands on the rules.

In Kazakh and Russian; in English they are told as the rules write them (``effrules.report.difference.quoting``).
"""

from __future__ import annotations

from functools import cached_property
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.compare.matching.expressions import text_of
from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.model.schema import Field
from effrules.model.types import Ends, Flavour, Quantity, Type, Value
from effrules.report.blocks.mathematics.plain import plain
from effrules.report.blocks.mathematics.tree import Math, Sym, Words
from effrules.report.document.composing import context_of
from effrules.report.document.context import Context
from effrules.report.document.data_clauses import kind_text, type_text
from effrules.report.document.lookups import within
from effrules.report.document.numbers import number_text, percent, quoted
from effrules.report.document.told_formulas import Formulas
from effrules.report.naming import Naming
from effrules.words import Template, day_text, number, template

WORDS: dict[str, Template] = {
    "value": template("value", context="of a field, between its limits"),
    "score": template("score", context="between the limits of a grade"),
    "key of": template("a key of the table {table}"),
    "earlier": template("filled from earlier results: {node}"),
    "only for": template("only for {whom}"),
    "row of": template("a row of {table}"),
    "takes and gives": template("takes {takes}; gives {kind}"),
    "gives": template("gives {kind}"),
    "within": template("separately by {fields}"),
    "key": template("by the score {node} ({how}, {way})"),
    "read": template("{printed} (read: {read})"),
    "higher never raises": template("a higher {field} never raises the score {node}"),
    "higher never lowers": template("a higher {field} never lowers the score {node}"),
    "lower never raises": template("a lower {field} never raises the score {node}"),
    "lower never lowers": template("a lower {field} never lowers the score {node}"),
    "row never raises": template("one more row of {table} never raises the score {node}"),
    "row never lowers": template("one more row of {table} never lowers the score {node}"),
    "never affects": template("{field} never affects the score {node}"),
    "wherever": template("{told}, where {condition}"),
}


@frozen(slots=False)
class Declarations:
    """Tells what declarations of a program say."""

    naming: Naming

    @cached_property
    def _context(self) -> Context:
        return context_of(self.naming.program, self.naming.language)

    @cached_property
    def _formulas(self) -> Formulas:
        return Formulas(self.naming)

    def word(self, key: str, **values: object) -> str:
        """A sentence of these."""
        return WORDS[key].told(self.naming.language, **values)

    def formula(self, formula: p.Expression | p.Rows) -> str:
        """A formula or condition."""
        return self._formulas.of(formula, text_of(formula))

    def table(self, name: str) -> str:
        """A form by its title, in quotation marks."""
        declared = next((one for one in self.naming.program.schema.as_read if one.name == name), None)
        return quoted(
            name if declared is None else self.naming.title(declared.titles, name), self.naming.language
        )

    def node(self, name: str) -> str:
        """A node by its title, in quotation marks."""
        return quoted(self.naming.node(self.naming.program.nodes[name]), self.naming.language)

    def field(self, field: Field) -> str:
        """What a field holds and demands; of a form, who has it."""
        optional = self._context.say("optional")
        if field.form is not None and field.is_form:
            where = field.form.where
            said = [] if where is None else [self.word("only for", whom=self.formula(where))]
            return ", ".join([*said, *([optional] if field.form.optional else [])])
        said = [type_text(self._context, field)]
        if field.domain.low is not None or field.domain.high is not None:
            said.append(self._between(field.domain, self.word("value"), field.type))
        said += [self._context.say("unique")] if field.unique else []
        said += [optional] if field.optional else []
        if field.lookup is not None:
            figures = self.naming.program.figures[field.lookup]
            title = quoted(self.naming.title(figures.titles, figures.name), self.naming.language)
            said.append(self.word("key of", table=title))
        if field.earlier is not None:
            said.append(self.word("earlier", node=self._earlier(field.earlier)))
        return ", ".join(said)

    def _earlier(self, name: str) -> str:
        return self.node(name) if name in self.naming.program.nodes else shown(name)

    def _between(self, ends: Ends, what: str, kind: Type | None = None) -> str:
        """Between which values something lies."""
        share = isinstance(kind, Quantity) and kind.flavour is Flavour.SHARE and not kind.unit
        language = self.naming.language

        def end(value: object) -> Math:
            if isinstance(value, fmpq):
                return Sym(percent(value, language) if share else number_text(value, language))
            return Sym(day_text(value, language))  # type: ignore[arg-type]

        return plain(within(Words(what), ends, end))

    def band(self, grade: p.RatingGrade) -> str:
        """A grade's band; where it is read otherwise than it is printed, both."""
        what = self.word("score")
        read = self._between(grade, what)
        printed = read if grade.printed is None else self._between(grade.printed, what)
        return read if printed == read else self.word("read", printed=printed, read=read)

    def signature(self, one: p.Definition) -> str:
        """What a definition takes and gives."""
        worded = dict(one.parameter_titles)
        takes = [self.word("row of", table=self.table(row.table)) for row in one.row_parameters]
        takes += [
            f"{self.naming.title(worded[name], name) if name in worded else shown(name)} ({self.kind(kind)})"
            for _, name, kind in one.value_parameters
        ]
        if not takes:
            return self.word("gives", kind=self.kind(one.type))
        return self.word("takes and gives", takes=", ".join(takes), kind=self.kind(one.type))

    def kind(self, kind: Type) -> str:
        """What values of a type are."""
        return kind_text(self._context, kind)

    def columns(self, figures: p.Figures) -> str:
        """The columns of figures with what they hold."""
        return ", ".join(
            f"{self.naming.figures_column(figures, name)} ({self.kind(kind)})"
            for name, kind in figures.columns
        )

    def cell(self, value: Value) -> str:
        """A value in a table of figures."""
        match value:
            case bool():
                return self._context.say("yes" if value else "no")
            case fmpq():
                return number(exact_text(value), self.naming.language)
            case str():
                return quoted(shown(value), self.naming.language)
            case _:
                return day_text(value, self.naming.language)

    def places(self, ranking: p.Ranking) -> str:
        """How places are given, but what becomes of equal scores."""
        said = (
            [] if ranking.condition is None else [self.word("only for", whom=self.formula(ranking.condition))]
        )
        subject = self.naming.program.schema.subject
        if ranking.within:
            fields = [subject.field_named(name) for name in ranking.within]
            titles = [
                quoted(self.naming.title(f.titles, f.own_name), self.naming.language) for f in fields if f
            ]
            said.append(self.word("within", fields=", ".join(titles)))
        for key in ranking.keys:
            how = self._context.say("unrounded" if key.before_rounding else "as rounded")
            way = self._context.say("highest first" if key.highest_first else "lowest first")
            said.append(self.word("key", node=self.node(key.node), how=how, way=way))
        return ", ".join(said)

    def promise(self, one: p.Property) -> str:
        """What must hold of results."""
        match one.promise:
            case p.Always(condition):
                return self.formula(condition)
            case p.OneMore(table, rows, never, node):
                told = self.word(f"row never {never.value}", table=self.table(table), node=self.node(node))
                return self._wherever(told, rows.where)
            case p.FieldMoves(row, field, up, never, node, where):
                key = f"{'higher' if up else 'lower'} never {never.value}"
                told = self.word(key, field=self._field(row, field), node=self.node(node))
                return self._wherever(told, where)
            case p.NeverAffects(row, field, node):
                return self.word("never affects", field=self._field(row, field), node=self.node(node))
            case _:
                assert_never(one.promise)

    def _wherever(self, told: str, condition: p.Expression | None) -> str:
        return (
            told if condition is None else self.word("wherever", told=told, condition=self.formula(condition))
        )

    def _field(self, row: p.RowVariable, name: str) -> str:
        """A field, with its form where that is not the body's own."""
        form = self.naming.program.schema.table_named(row.table)
        assert form is not None
        declared = form.field_named(name)
        title = quoted(
            name if declared is None else self.naming.title(declared.titles, declared.own_name),
            self.naming.language,
        )
        return title if form.owner is None else f"{title} ({self.table(form.name)})"
