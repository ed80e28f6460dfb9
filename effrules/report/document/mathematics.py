"""Formulas of the program in mathematical notation, with a legend of the symbols and the tables that they need.

Quantities bear symbols; what is not a quantity (a choice, yes or no, a text) stands by its title. Rows over which something
runs are sets, which the legend describes. Bands, interpolations and check-lists are tables beside the formula.
"""

from __future__ import annotations

from typing import ClassVar, assert_never

from attrs import define, field

from effrules.model import program as p
from effrules.model.rounding import Rounding
from effrules.model.types import Choice
from effrules.report.blocks.mathematics.tree import (
    Cases,
    Fenced,
    Frac,
    Func,
    Math,
    Num,
    Op,
    Over,
    Power,
    Root,
    Sym,
    Words,
    fenced,
    row,
)
from effrules.report.blocks.pieces import Inline, Line
from effrules.report.document.aggregate_math import aggregate, all_equal, dense_place, if_none_math, narrowed
from effrules.report.document.binding import (
    AND,
    ATOM,
    COMPARED,
    LOOSE,
    PRODUCT,
    SUM,
    UNARY,
    is_one_point,
    is_open,
    level,
    right_level,
)
from effrules.report.document.condition_math import all_of, between, compared, one_of, opposite, quantified
from effrules.report.document.document_words import say
from effrules.report.document.filling import fill
from effrules.report.document.lookups import Lookup
from effrules.report.document.mean_math import mean_of_parts
from effrules.report.document.name_math import (
    bare,
    call,
    field_math,
    figure,
    parameter,
    working_days,
    yes_or_value,
)
from effrules.report.document.numbering import Numbering
from effrules.report.document.numbers import quoted, value_math
from effrules.report.document.part_math import parts_math
from effrules.report.document.roundings import rounding_text
from effrules.report.document.row_sets import RowSets
from effrules.report.document.substitution import standing_spelled_out
from effrules.report.document.symbols import Symbols
from effrules.report.naming import Naming


@define
class Notation:
    """The formulas of one clause: what is written down, and what must be explained beside it.

    ``is_technical``: names stand as data have them, and scales whose ends had to be read as they are printed as well.
    """

    is_technical: ClassVar[bool] = True

    program: p.Program
    naming: Naming
    symbols: Symbols
    numbering: Numbering
    letters: dict[int, str] = field(factory=dict)
    legend: dict[str, tuple[Math, Line]] = field(factory=dict)
    lookups: list[Lookup] = field(factory=list)
    cases: list[tuple[Math, Cases]] = field(factory=list)
    depth: int = field(default=0, init=False)
    sets: RowSets = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sets = RowSets(self)

    # -- What others ask for ------------------------------------------------------------------------------

    def math(self, expression: p.Expression, least: int = LOOSE) -> Math:
        """An expression in mathematical notation; in brackets where it binds less than ``least``.

        Cases inside a formula are written apart, so that no formula has a brace in the middle.
        """
        self.depth += 1
        try:
            made = self._made(expression)
        finally:
            self.depth -= 1
        if self.depth:
            made = self.apart(made)
        if isinstance(made, Sym | Func):
            return made
        return fenced(made) if self._binds(expression, made) < least else made

    def apart(self, math: Math) -> Math:
        """A symbol for cases, which are then written by themselves; anything else as it is."""
        if not isinstance(math, Cases):
            return math
        rows = tuple(Sym(self.letters[slot]) for slot in self.sets.open if slot in self.letters)
        known = next((symbol for symbol, cases in self.cases if (cases, _rows(symbol)) == (math, rows)), None)
        if known is not None:
            return known
        number = Num(str(len(self.cases) + 1))
        symbol: Math = Func("A", rows, number) if rows else Sym("A", number)
        self.cases.append((symbol, math))
        return symbol

    def _binds(self, expression: p.Expression, made: Math) -> int:
        """How tightly an expression binds as it is written down."""
        match expression:
            case p.Every() if between(self, expression) is not None:
                return COMPARED
            case p.Some() if one_of(self, expression) is not None:
                return COMPARED
            case _:
                return level(expression, made)

    def called(self, definition: p.Definition) -> str:
        """What a definition is called inside a formula: by its symbol, else by its title."""
        known = self.symbols.definitions.get(definition.name)
        return known or self.naming.title(definition.titles, definition.name.replace("_", " "))

    def say(self, key: str, **pieces: Inline | Line | Math | str) -> Line:
        """Words of the document with things in their places."""
        return fill(key, self.naming.language, **pieces)

    def word(self, key: str) -> Words:
        """A word inside a formula."""
        return Words(self.text(key))

    def choice(self, *rows: tuple[Math, Math], instead: Math) -> Cases:
        """Values with the condition of each, and what holds in all other cases."""
        return Cases((*rows, (instead, self.word("otherwise"))), self.text("if"))

    def text(self, key: str, **values: object) -> str:
        """A word or sentence."""
        return say(key, self.naming.language, **values)

    def explain(self, key: str, symbol: Math, meaning: Line) -> None:
        """Put a symbol into the legend, once."""
        self.legend.setdefault(key, (symbol, meaning))

    def _maximum(self, node: str, index: Math | None) -> Math:
        """The symbol of a node's maximum: M with the number of its clause."""
        own = Num(self.numbering.node(node).index)
        self.explain(f"maximum of {node}", Sym("M", own), self.say("its maximum"))
        return Sym("M", own if index is None else row(own, Op(","), index))

    def score(self, node: str, starred: bool = False, index: Math | None = None) -> Math:
        """The symbol of a node's score: S with the number of its clause."""
        number = self.numbering.node(node)
        below: Math | None = Num(number.index) if node != "total" else None
        if index is not None:
            below = index if below is None else row(below, Op(","), index)
        symbol = Sym("S", below, starred)
        key = "before rounding of" if starred else "score of total" if node == "total" else "score of"
        bare = Sym("S", Num(number.index) if node != "total" else None, starred)
        title = quoted(self.naming.node(self.program.nodes[node]), self.naming.language)
        self.explain(
            f"score {node} {starred}",
            bare,
            self.say(key, clause=self.numbering.reference(number), title=title),
        )
        return symbol

    def index_of(self, variable: p.RowVariable) -> Math | None:
        """The letter of a row; nothing for the assessed body itself."""
        if variable.slot == 0:
            return None
        if variable.slot not in self.letters:
            self.letters[variable.slot] = self.sets.free_letter(variable.name)
        return Sym(self.letters[variable.slot])

    def rows_given(self, node: p.Call) -> list[Math]:
        """The rows that a definition is applied to."""
        given = dict(node.rows)
        wanted = [one.slot for one in self.program.definitions[node.definition].row_parameters]
        found = [self.index_of(given[slot]) if slot in given else None for slot in wanted]
        return [index or self.word("assessed body") for index in found]

    # -- Expressions --------------------------------------------------------------------------------------

    def _made(self, node: p.Expression) -> Math:
        match node:
            case p.Constant(str() as value, Choice() as kind):
                return Words(quoted(self.naming.choice(kind, value), self.naming.language))
            case p.Constant(value, kind):
                return value_math(value, kind, self.naming.language)
            case p.FieldOf(variable, name):
                return yes_or_value(self, node, field_math(self, variable, 0, name))
            case p.OwnerFieldOf(variable, levels, name):
                return yes_or_value(self, node, field_math(self, variable, levels, name))
            case p.Parameter(slot, name):
                return yes_or_value(self, node, parameter(self, slot, name))
            case p.Call():
                return call(self, node)
            case p.FigureOf():
                return figure(self, node)
            case p.Arithmetic():
                return self._arithmetic(node)
            case p.Negate(operand):
                return row(Op("−"), self.math(operand, UNARY))
            case p.Apply():
                return self._function(node)
            case p.Compare():
                return compared(self, node)
            case p.Every(operands):
                return between(self, node) or all_of(self, operands, "and", AND + 1)
            case p.Some(operands):
                return one_of(self, node) or all_of(self, operands, "or", AND + 1)
            case p.Not(operand):
                return opposite(self, operand)
            case p.IsKnown(operand):
                return row(bare(self, operand), self.word("is known"))
            case p.IsApplicable(name, subject):
                return row(self.score(name, index=self.index_of(subject)), self.word("is applicable"))
            case p.IfMissing(operand, instead):
                known = row(bare(self, operand), self.word("is known"))
                return self.choice((self.math(operand), known), instead=self.math(instead))
            case p.Choose(cases, otherwise):
                rows = [(self.math(value), self.math(test)) for test, value in cases]
                return self.choice(*rows, instead=self.math(otherwise))
            case p.Limit(operand, upper, bound):
                return Func("min" if upper else "max", (self.math(operand), self.math(bound)))
            case p.RoundTo(operand, rounding):
                return self._rounded(operand, rounding)
            case p.Banded(operand) | p.Interpolate(operand):
                return self._lookup(node, operand)
            case p.CheckList():
                return self._lookup(node, None)
            case p.Aggregate():
                return aggregate(self, node)
            case p.Count(rows):
                return self.sets.size(rows)
            case p.ShareOf(rows, condition, if_none):
                share = Frac(self.sets.size(narrowed(rows, condition)), self.sets.size(rows))
                return if_none_math(self, share, rows, if_none)
            case p.Quantified():
                return quantified(self, node)
            case p.Standing():
                if node.ties is p.Ties.DENSE:
                    return dense_place(self, node)
                spelled = self.math(standing_spelled_out(node))
                if node.if_equal is None:
                    return spelled
                equal = all_equal(self, node)
                return self.choice((self.math(node.if_equal), equal), instead=spelled)
            case p.ScoreOf(name, subject, before_rounding):
                return self.score(name, before_rounding, self.index_of(subject))
            case p.WorkingDays(first, last, name):
                return working_days(self, first, last, name)
            case p.Multiplied(operand, factor, test):
                often = row(self.closed(operand, PRODUCT), Op("×"), self.math(factor, PRODUCT + 1))
                return self.choice((often, self.math(test)), instead=self.math(operand))
            case p.MeanOfOthers():
                mean = (self.math(node.mean), self.math(node.condition))
                return self.choice(mean, instead=self.math(node.own))
            case p.PartsAggregate(scaled=True):
                return mean_of_parts(self, self.program.nodes[node.node])
            case p.PartsAggregate(kind, weighted, name, subject):
                return parts_math(self, kind, weighted, name, self.index_of(subject))
            case p.MaximumOf(name, subject):
                return self._maximum(name, self.index_of(subject))
            case _:
                assert_never(node)

    # -- Numbers ------------------------------------------------------------------------------------------

    def _arithmetic(self, node: p.Arithmetic) -> Math:
        match node.operator:
            case p.ArithmeticOperator.DIVIDE:
                return Frac(self.math(node.left), self.math(node.right))
            case p.ArithmeticOperator.MULTIPLY if is_one_point(node.left):
                return self.math(node.right, PRODUCT)
            case p.ArithmeticOperator.MULTIPLY:
                return row(
                    self.closed(node.left, PRODUCT),
                    Op("×"),
                    self.math(node.right, right_level(node.right, PRODUCT)),
                )
            case p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT:
                sign = "+" if node.operator is p.ArithmeticOperator.ADD else "−"
                return row(
                    self.closed(node.left, SUM), Op(sign), self.math(node.right, right_level(node.right, SUM))
                )
            case _:
                assert_never(node.operator)

    def closed(self, expression: p.Expression, least: int) -> Math:
        """A left operand: in brackets too where it would seem to go on into what follows."""
        made = self.math(expression, least)
        return fenced(made) if level(expression, made) >= least and is_open(expression) else made

    def _rounded(self, operand: p.Expression, rounding: Rounding) -> Math:
        """A rounding; the second and every further one of a clause bear a number, as each is explained."""
        roundings = [key for key in self.legend if key.startswith("round ")]
        key = f"round {rounding}"
        at = roundings.index(key) if key in roundings else len(roundings)
        below = Num(str(at + 1)) if at else None
        name = self.text("round function")
        said = self.say("rounding of", how=rounding_text(rounding, self.naming.language))
        self.explain(key, Func(name, (Sym("x"),), below), said)
        return Func(name, (self.math(operand),), below)

    def _function(self, node: p.Apply) -> Math:
        match node.function:
            case p.Function.ABS:
                return Fenced("|", self.math(node.arguments[0]), "|")
            case p.Function.LN:
                return Func("ln", (self.math(node.arguments[0]),))
            case p.Function.EXP:
                return Power(Sym("e"), self.math(node.arguments[0]))
            case p.Function.SQRT:
                return Root(self.math(node.arguments[0]))
            case p.Function.ROOT:
                return Root(self.math(node.arguments[0]), self.math(node.arguments[1]))
            case p.Function.POWER:
                base = node.arguments[0]
                made = self.math(base, ATOM)
                raised = fenced(made) if isinstance(made, Frac | Power | Root | Over) else made
                return Power(raised, self.math(node.arguments[1]))
            case _:
                assert_never(node.function)

    def _lookup(self, node: p.Banded | p.Interpolate | p.CheckList, operand: p.Expression | None) -> Math:
        """A table beside the formula, and the name under which the formula speaks of it."""
        same = [one for one in self.lookups if type(one.node) is type(node)]
        known = next((one for one in same if one.node == node), None)
        if known is None:
            known = Lookup(node, len(same) + 1)
            self.lookups.append(known)
        if operand is None:
            return Sym(known.letter, Num(str(known.number)))
        return Func(known.letter, (self.math(operand),), Num(str(known.number)))


def _rows(symbol: Math) -> tuple[Math, ...]:
    """The rows that a symbol of cases depends on."""
    return symbol.arguments if isinstance(symbol, Func) else ()
