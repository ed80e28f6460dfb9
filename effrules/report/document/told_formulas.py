"""Formulas and conditions in one line of words: the document's notation with titles in place of its symbols and letters.

In Kazakh and Russian; in English formulas stand as the rules write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import assert_never

from attrs import define, field, fields, frozen
from flint import fmpq

from effrules.compare.matching.expressions import layers
from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.aggregates import Made
from effrules.model.figures import points_told
from effrules.model.node import every
from effrules.model.types import POINTS, Quantity, YesNo
from effrules.model.walk import expressions, walk
from effrules.report.blocks.mathematics.plain import plain
from effrules.report.blocks.mathematics.tree import Cases, Func, Math, Op, Sym, Words, fenced, row
from effrules.report.document.binding import LOOSE, PRODUCT, is_one_point, right_level
from effrules.report.document.lookups import stretch
from effrules.report.document.mathematics import Notation
from effrules.report.document.numbering import Numbering, numbering
from effrules.report.document.numbers import number_text, quoted
from effrules.report.document.roundings import rounding_text
from effrules.report.document.row_sets import RowSets
from effrules.report.document.symbols import Symbols
from effrules.report.naming import Naming
from effrules.words import Language, in_language, template

WORDS = {
    "sum": template("sum", context="of rows, in a formula"),
    "mean": template("average", context="of rows, in a formula"),
    "weighted": template("average weighted by {weight}", context="of rows, in a formula"),
    "weights": template("their weights", context="of parts, in a formula"),
    "product": template("geometric mean", context="of rows, in a formula"),
    "number": template("number of rows", context="in a formula"),
    "none": template("no row", context="in a formula"),
    "some": template("there is a row", context="in a formula"),
    "of all": template("of all bodies", context="rows, in a formula"),
    "same": template("with the same {fields}", context="rows, in a formula"),
    "if none": template("without rows {value}", context="in a formula"),
    "parts": template("parts of {node}", context="in a formula"),
    "before rounding": template("{node} before rounding", context="in a formula"),
    "its maximum": template("the maximum", context="of a node, in a formula"),
    "bands": template("by bands", context="in a formula"),
    "points": template("in straight lines", context="between points, in a formula"),
    "items": template("sum of the items that hold", context="in a formula"),
}


@frozen
class Titled(Symbols):
    """In place of symbols: the titles of fields."""

    naming: Naming = field(kw_only=True)

    def of(self, table: str, field: str) -> str:
        declared = self.naming.program.schema.table_named(table)
        found = declared.field_named(field) if declared is not None else None
        title = field if found is None else self.naming.title(found.titles, found.own_name.replace("_", " "))
        return quoted(title, self.naming.language)


class Rows(RowSets):
    """Rows by the title of their form and what holds of them, wherever they are meant."""

    @property
    def teller(self) -> Told:
        """The formula that they stand in."""
        assert isinstance(self.notation, Told)
        return self.notation

    def symbol(self, rows: p.Rows) -> Math:
        return self.told(rows)

    def member(self, rows: p.Rows) -> Math:
        return self.told(rows)

    def told(self, rows: p.Rows, *more: Math) -> Math:
        """The form, whose rows they are where not the assessed body's own, what is the same, and the condition."""
        notation = self.teller
        naming, schema = notation.naming, notation.program.schema
        table = schema.table_named(rows.variable.table)
        assert table is not None
        said: list[Math] = [Words(quoted(naming.title(table.titles, table.name), naming.language))]
        if notation.lettered and (letter := notation.index_of(rows.variable)) is not None:
            said[:0] = [letter, Op("∈")]
        if rows.population is p.Population.ALL and table.owner is not None:
            said.append(notation.of("of all"))
        if rows.same:
            fields = ", ".join(notation.symbols.of(table.name, name) for name in rows.same)
            said += [Op(","), notation.of("same", fields=fields)]
        if rows.where is not None:
            with self.inside(rows):
                said += [Op(","), notation.word("if"), notation.math(rows.where)]
        return row(*said, *more)

    def size(self, rows: p.Rows) -> Math:
        return Sym(self.teller.of("number").text, self.told(rows))

    def is_empty(self, rows: p.Rows, sign: str) -> Math:
        return Sym(self.teller.of("none" if sign == "=" else "some").text, self.told(rows))


@define
class Told(Notation):
    """One formula. ``lettered``: two rows of one form are in reach at once, so each bears its letter."""

    lettered: bool = False
    rows: Rows = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sets = self.rows = Rows(self)

    def of(self, key: str, **values: object) -> Words:
        """A word of these formulas."""
        return Words(WORDS[key].told(self.naming.language, **values))

    def math(self, expression: p.Expression, least: int = LOOSE) -> Math:
        made = self._made(expression)
        if isinstance(made, Sym | Func | Cases):
            return made
        return fenced(made) if self._binds(expression, made) < least else made

    def called(self, definition: p.Definition) -> str:
        title = self.naming.title(definition.titles, definition.name.replace("_", " "))
        return quoted(title, self.naming.language)

    def apart(self, math: Math) -> Math:
        return math

    def explain(self, key: str, symbol: Math, meaning: object) -> None:
        """There is no legend."""

    def rows_given(self, node: p.Call) -> list[Math]:
        return super().rows_given(node) if self.lettered else []

    def index_of(self, variable: p.RowVariable) -> Math | None:
        return super().index_of(variable) if self.lettered else None

    def score(self, node: str, starred: bool = False, index: Math | None = None) -> Math:
        title = quoted(self.naming.node(self.program.nodes[node]), self.naming.language)
        return Sym(self.of("before rounding", node=title).text if starred else title, index)

    def _maximum(self, node: str, index: Math | None) -> Math:  # noqa: ARG002 - as the notation has it
        return Sym(self.of("its maximum").text, index)

    def _made(self, node: p.Expression) -> Math:
        match node:
            case p.Aggregate(kind, rows, body, weight, if_none):
                none = (
                    () if if_none is None else (Op(";"), self.of("if none", value=plain(self.math(if_none))))
                )
                over = self.rows.told(rows, *none)
                with self.sets.inside(rows):
                    name = self._named(kind, None if weight is None else plain(self.math(weight)))
                    return Func(name, (self.math(body),), over)
            case p.PartsAggregate(kind, weighted, name, subject):
                parts = self.of("parts", node=plain(self.score(name, index=self.index_of(subject))))
                return Func(self._named(kind, self.of("weights").text if weighted else None), (parts,))
            case p.Constant(fmpq() as value, kind) if kind == Quantity(POINTS):
                return Words(
                    points_told(value, number_text(value, self.naming.language)).in_(self.naming.language)
                )
            case p.Not(p.FigureOf() as looked):
                return row(self._looked_up(looked), Op("="), self.word("no"))
            case p.FigureOf():
                made = self._looked_up(node)
                return row(made, Op("="), self.word("yes")) if isinstance(node.type, YesNo) else made
            case p.RoundTo(operand, rounding):
                how = Words(rounding_text(rounding, self.naming.language))
                return Func(self.text("round function"), (self.math(operand), how))
            case p.Arithmetic(p.ArithmeticOperator.MULTIPLY, left, right) if is_one_point(left):
                return row(self.math(left), Op("×"), self.math(right, right_level(right, PRODUCT)))
            case _:
                return super()._made(node)

    def _looked_up(self, node: p.FigureOf) -> Math:
        """A figure, by the title of its table and the name of its column."""
        figures = self.program.figures[node.figures]
        title = self.naming.title(figures.titles, node.figures)
        column = Words(self.naming.figures_column(figures, node.column))
        return Func(quoted(title, self.naming.language), (self.math(node.key),), column)

    def _named(self, kind: p.AggregateKind, weight: str | None) -> str:
        """What an aggregate is called."""
        match kind.facts.made:
            case Made.SUM:
                return self.of("sum").text
            case Made.MEAN if weight is not None:
                return self.of("weighted", weight=weight).text
            case Made.MEAN:
                return self.of("mean").text
            case Made.PRODUCT:
                return self.of("product").text
            case Made.OTHERWISE:
                return in_language(kind.facts.legend or kind.facts.sign, self.naming.language)

    def _lookup(self, node: p.Banded | p.Interpolate | p.CheckList, operand: p.Expression | None) -> Math:
        x = () if operand is None else (row(Sym("x"), Op("="), self.math(operand)),)
        match node:
            case p.Banded(operand, bands, otherwise):
                lines = [(stretch(band, operand, self), self.math(band.result)) for band in bands]
                if otherwise is not None:
                    lines.append((self.word("otherwise"), self.math(otherwise)))
                key = "bands"
            case p.Interpolate(_, points):
                lines = [(self.math(at), self.math(result)) for at, result in points]
                if node.before is not None:
                    lines.insert(0, (self.word("before the first"), self.math(node.before)))
                if node.after is not None:
                    lines.append((self.word("after the last"), self.math(node.after)))
                key = "points"
            case p.CheckList(items):
                lines = [(self.math(item.condition), self.math(item.result)) for item in items]
                key = "items"
            case _:
                assert_never(node)
        return Func(self.of(key).text, (*x, *(row(at, Op("→"), gives) for at, gives in lines)))


@frozen(slots=False)
class Formulas:
    """Tells the formulas of a program."""

    naming: Naming

    @cached_property
    def _numbering(self) -> Numbering:
        return numbering(self.naming.program)

    @cached_property
    def _placed(self) -> dict[tuple[str, str], p.Expression]:
        """All that is written in the rules, by its place and its text; of what is in one another the outermost."""
        found: dict[tuple[str, str], p.Expression] = {}
        for outer in expressions(self.naming.program):
            for inner in walk(outer):
                if inner.span is not None:
                    found.setdefault((str(inner.span), _one_line(inner)), inner)
        return found

    @cached_property
    def _told(self) -> dict[tuple[str, str, str], str]:
        """What was told already."""
        return {}

    def at(self, place: str, text: str, inside: str = "") -> str:
        """What is written at a place of the rules, as readers are told it; ``inside``: a text in it. Else as it is written."""
        written = inside or text
        if self.naming.language is Language.EN:
            return shown(written)
        key = place, text, inside
        if key not in self._told:
            found = self._placed.get((place, text))
            if found is not None and inside:
                found = next(
                    (one for one in walk(found) if one.span is not None and _one_line(one) == inside), None
                )
            self._told[key] = shown(written) if found is None else self._clause(found)
        return self._told[key]

    def of(self, formula: p.Expression | p.Rows, written: str) -> str:
        """A formula in the language of the readers; in English as it is ``written`` in the rules."""
        if self.naming.language is Language.EN:
            return written
        return "; ".join(self._clause(layer) for layer in layers(formula)) or self._clause(formula)

    def _clause(self, formula: p.Expression | p.Rows) -> str:
        """A formula, or a clause around one by itself."""
        program, symbols = self.naming.program, Titled({}, naming=self.naming)
        told = Told(program, self.naming, symbols, self._numbering, lettered=_is_lettered(formula))
        match formula:
            case p.Rows():
                made: Math = told.rows.told(formula)
            case p.Multiplied(_, factor, test):
                made = row(Op("×"), told.math(factor, PRODUCT), Op(","), told.word("if"), told.math(test))
            case p.MeanOfOthers():
                made = row(told.math(formula.mean), Op(","), told.word("if"), told.math(formula.condition))
            case p.Limit(_, upper, bound) if len(layers(formula)) > 1:
                made = row(Op("≤" if upper else "≥"), told.math(bound))
            case _:
                made = told.math(formula)
        return plain(made)


def _is_lettered(formula: p.Expression | p.Rows) -> bool:
    """Whether a row is spoken of where another row of its form is at hand: titles alone would not tell them apart."""
    for over in every(formula):
        if isinstance(over, p.OverRows):
            own = over.rows.variable
            if any(one.table == own.table and one.slot != own.slot for one in _spoken_of(over)):
                return True
    return False


def _spoken_of(over: p.OverRows) -> Iterator[p.RowVariable]:
    """The rows that something inside reads, is given, or compares."""
    for inner in every(over):
        if not isinstance(inner, p.Rows):
            kind: type = type(inner)
            found = (getattr(inner, one.name) for one in fields(kind))
            yield from (one for one in found if isinstance(one, p.RowVariable))


def _one_line(expression: p.Expression) -> str:
    """The text of an expression as derivations hold it."""
    assert expression.span is not None
    return " ".join(expression.span.text.split())
