"""Formulas of the program in mathematical notation, with a legend of the symbols and the tables that they need.

Quantities bear symbols; what is not a quantity (a choice, yes or no, a text) stands by its title. Rows over which something
runs are sets, which the legend describes. Bands, interpolations and check-lists are tables beside the formula.
"""

from __future__ import annotations

from typing import assert_never

from attrs import define, evolve, field
from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.rounding import Rounding
from effrules.model.types import NUMBER, POINTS, Choice, Quantity, YesNo
from effrules.report.document.document_words import say
from effrules.report.document.filling import fill
from effrules.report.document.lookups import Lookup
from effrules.report.document.math_tree import (
    Big,
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
    Row,
    Sym,
    Words,
    fenced,
    joined,
    row,
)
from effrules.report.document.numbering import Numbering
from effrules.report.document.numbers import quoted, value_math
from effrules.report.document.pieces import Inline, Line
from effrules.report.document.roundings import rounding_text
from effrules.report.document.row_sets import RowSets
from effrules.report.document.substitution import standing_spelled_out
from effrules.report.document.symbols import Symbols, owner
from effrules.report.naming import Naming

LOOSE, SUM, PRODUCT, UNARY, ATOM = 0, 5, 6, 7, 9
OR, AND, NOT, COMPARED = 1, 2, 3, 4
"""How tightly something binds; what binds less than is needed is put in brackets."""

SIGNS = {
    p.Comparison.EQUAL: "=",
    p.Comparison.NOT_EQUAL: "≠",
    p.Comparison.LESS: "<",
    p.Comparison.AT_MOST: "≤",
    p.Comparison.GREATER: ">",
    p.Comparison.AT_LEAST: "≥",
}

FEW_PARTS = 3
"""Up to so many parts stand one by one; more of them stand in a sum."""


@define
class Notation:
    """The formulas of one clause: what is written down, and what must be explained beside it."""

    program: p.Program
    naming: Naming
    symbols: Symbols
    numbering: Numbering
    letters: dict[int, str] = field(factory=dict)
    legend: dict[str, tuple[Math, Line]] = field(factory=dict)
    lookups: list[Lookup] = field(factory=list)
    sets: RowSets = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.sets = RowSets(self)

    # -- What others ask for ------------------------------------------------------------------------------

    def math(self, expression: p.Expression, least: int = LOOSE) -> Math:
        """An expression in mathematical notation; in brackets where it binds less than ``least``."""
        made = self._made(expression)
        return fenced(made) if self._binds(expression) < least else made

    def _binds(self, expression: p.Expression) -> int:
        """How tightly an expression binds as it is written down."""
        match expression:
            case p.Every() if self._between(expression) is not None:
                return COMPARED
            case p.Some() if self._one_of(expression) is not None:
                return COMPARED
            case _:
                return _level(expression)

    def say(self, key: str, **pieces: Inline | Line | Math | str) -> Line:
        """Words of the document with things in their places."""
        return fill(key, self.naming.language, **pieces)

    def word(self, key: str) -> Words:
        """A word inside a formula."""
        return Words(self.text(key))

    def text(self, key: str, **values: object) -> str:
        """A word or sentence."""
        return say(key, self.naming.language, **values)

    def explain(self, key: str, symbol: Math, meaning: Line) -> None:
        """Put a symbol into the legend, once."""
        self.legend.setdefault(key, (symbol, meaning))

    def score(self, node: str, starred: bool = False, index: Math | None = None) -> Math:
        """The symbol of a node's score: S with the number of its clause."""
        number = self.numbering.node(node)
        below: Math | None = Num(number.number) if node != "total" else None
        if index is not None:
            below = index if below is None else row(below, Op(","), index)
        symbol = Sym("S", below, starred)
        key = "before rounding of" if starred else "score of total" if node == "total" else "score of"
        bare = Sym("S", Num(number.number) if node != "total" else None, starred)
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

    # -- Expressions --------------------------------------------------------------------------------------

    def _made(self, node: p.Expression) -> Math:
        match node:
            case p.Constant(value, kind):
                return value_math(value, kind, self.naming.language)
            case p.FieldOf(variable, name):
                return self._condition_or_value(node, self._field(variable, 0, name))
            case p.OwnerFieldOf(variable, levels, name):
                return self._condition_or_value(node, self._field(variable, levels, name))
            case p.Parameter(_, name):
                return Sym(shown(name))
            case p.Call():
                return self._call(node)
            case p.FigureOf():
                return self._figure(node)
            case p.Arithmetic():
                return self._arithmetic(node)
            case p.Negate(operand):
                return row(Op("−"), self.math(operand, UNARY))
            case p.Apply():
                return self._function(node)
            case p.Compare():
                return self._compared(node)
            case p.Every(operands):
                return self._between(node) or self._all(operands, "and", AND + 1)
            case p.Some(operands):
                return self._one_of(node) or self._all(operands, "or", AND + 1)
            case p.Not(operand):
                return self._opposite(operand)
            case p.IsKnown(operand):
                return row(self._bare(operand), self.word("is known"))
            case p.IsApplicable(name, subject):
                return row(self.score(name, index=self.index_of(subject)), self.word("is applicable"))
            case p.IfMissing(operand, instead):
                known = row(self._bare(operand), self.word("is known"))
                return Cases(((self.math(operand), known), (self.math(instead), self.word("otherwise"))))
            case p.Choose(cases, otherwise):
                rows = [(self.math(value), self.math(test)) for test, value in cases]
                return Cases((*rows, (self.math(otherwise), self.word("otherwise"))))
            case p.Limit(operand, upper, bound):
                return Func("min" if upper else "max", (self.math(operand), self.math(bound)))
            case p.RoundTo(operand, rounding):
                return self._rounded(operand, rounding)
            case p.Banded(operand) | p.Interpolate(operand):
                return self._lookup(node, operand)
            case p.CheckList():
                return self._lookup(node, None)
            case p.Aggregate():
                return self._aggregate(node)
            case p.Count(rows):
                return self.sets.size(rows)
            case p.ShareOf(rows, condition, if_none):
                share = Frac(self.sets.size(narrowed(rows, condition)), self.sets.size(rows))
                return self._if_none(share, rows, if_none)
            case p.Quantified():
                return self._quantified(node)
            case p.Standing():
                spelled = self.math(standing_spelled_out(node))
                if node.if_equal is None:
                    return spelled
                equal = self._all_equal(node)
                return Cases(((self.math(node.if_equal), equal), (spelled, self.word("otherwise"))))
            case p.ScoreOf(name, subject, before_rounding):
                return self.score(name, before_rounding, self.index_of(subject))
            case p.PartsAggregate(kind, weighted, name):
                return self.parts(kind, weighted, name)
            case _:
                assert_never(node)

    # -- Names --------------------------------------------------------------------------------------------

    def _field(self, variable: p.RowVariable, levels: int, name: str) -> Math:
        """A field of a row or of what owns it: a symbol for a quantity, else its title."""
        table = owner(self.program, variable.table, levels)
        assert table is not None
        declared = table.field_named(name)
        assert declared is not None
        index = self.index_of(variable)
        if levels:
            index = self._owner(variable, levels)
        title = quoted(self.naming.title(declared.titles, name), self.naming.language)
        if not isinstance(declared.type, Quantity):
            return Sym(title, index)
        symbol = self.symbols.of(table.name, name)
        whose = quoted(self.naming.title(table.titles, table.name), self.naming.language)
        own = table.owner is None
        self.explain(
            f"field {table.name} {name}",
            Sym(symbol, index if index is not None and not levels else None),
            self.say("field of body" if own else "field of rows", title=title, table=whose),
        )
        return Sym(symbol, index)

    def _owner(self, variable: p.RowVariable, levels: int) -> Math | None:
        """The row that owns a row; nothing where that is the assessed body."""
        table = owner(self.program, variable.table, levels)
        assert table is not None
        index = self.index_of(variable)
        if index is None or (table.owner is None and self.sets.is_own(variable.slot)):
            return None
        letter = table.name[:1]
        whose = quoted(self.naming.title(table.titles, table.name), self.naming.language)
        owned = Func(letter, (index,))
        self.explain(f"owner {table.name}", owned, self.say("owner of row", table=whose, row=index))
        return owned

    def _bare(self, operand: p.FieldOf | p.OwnerFieldOf) -> Math:
        levels = operand.levels if isinstance(operand, p.OwnerFieldOf) else 0
        return self._field(operand.row, levels, operand.field)

    def _condition_or_value(self, node: p.FieldOf | p.OwnerFieldOf, made: Math) -> Math:
        return row(made, Op("="), self.word("yes")) if isinstance(node.type, YesNo) else made

    def _call(self, node: p.Call) -> Math:
        definition = self.program.definitions[node.definition]
        given = dict(node.rows)
        arguments: list[Math] = []
        for parameter in definition.row_parameters:
            index = self.index_of(given[parameter.slot]) if parameter.slot in given else None
            arguments.append(index if index is not None else self.word("assessed body"))
        arguments += [self.math(value) for _, value in node.arguments]
        name = self.naming.title(definition.titles, node.definition.replace("_", " "))
        below = self.index_of(node.subject)
        place = self.numbering.definition(node.definition)
        made: Math = Func(name, tuple(arguments), below) if arguments else Sym(name, below)
        self.explain(f"definition {node.definition}", Sym(name), self.say("defined in", clause=place))
        return row(made, Op("="), self.word("yes")) if isinstance(node.type, YesNo) else made

    def _figure(self, node: p.FigureOf) -> Math:
        figures = self.program.figures[node.figures]
        column = Sym(node.column.replace("_", " "))
        title = quoted(self.naming.title(figures.titles, figures.name), self.naming.language)
        place = self.numbering.figures(node.figures)
        self.explain(
            f"figures {node.figures} {node.column}",
            column,
            self.say("figure of", column=shown(node.column.replace("_", " ")), table=title, clause=place),
        )
        return Sym(column.name, self.math(node.key))

    # -- Numbers ------------------------------------------------------------------------------------------

    def _arithmetic(self, node: p.Arithmetic) -> Math:
        match node.operator:
            case p.ArithmeticOperator.DIVIDE:
                return Frac(self.math(node.left), self.math(node.right))
            case p.ArithmeticOperator.MULTIPLY if _is_one_point(node.left):
                return self.math(node.right, PRODUCT)
            case p.ArithmeticOperator.MULTIPLY:
                return row(
                    self._closed(node.left, PRODUCT),
                    Op("×"),
                    self.math(node.right, _right(node.right, PRODUCT)),
                )
            case p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT:
                sign = "+" if node.operator is p.ArithmeticOperator.ADD else "−"
                return row(
                    self._closed(node.left, SUM), Op(sign), self.math(node.right, _right(node.right, SUM))
                )
            case _:
                assert_never(node.operator)

    def _closed(self, expression: p.Expression, least: int) -> Math:
        """A left operand: in brackets too where it would seem to go on into what follows."""
        made = self.math(expression, least)
        return fenced(made) if _level(expression) >= least and _is_open(expression) else made

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
                raised = fenced(made) if isinstance(made, Frac | Power | Root) else made
                return Power(raised, self.math(node.arguments[1]))
            case _:
                assert_never(node.function)

    # -- Conditions ---------------------------------------------------------------------------------------

    def _compared(self, node: p.Compare) -> Math:
        left, right = self._side(node.left, node.right), self._side(node.right, node.left)
        return row(left, Op(SIGNS[node.comparison]), right)

    def _side(self, expression: p.Expression, other: p.Expression) -> Math:
        """A side of a comparison; the choices of a field are called by their titles, yes and no stand by themselves."""
        if isinstance(expression, p.Constant) and isinstance(expression.type, Choice):
            return Words(quoted(self._choice(str(expression.value), other), self.naming.language))
        if isinstance(expression, p.FieldOf | p.OwnerFieldOf):
            return self._bare(expression)
        if isinstance(expression, p.Call) and isinstance(expression.type, YesNo):
            made = self._call(expression)
            assert isinstance(made, Row)
            return made.items[0]
        return self.math(expression, SUM)

    def _choice(self, name: str, other: p.Expression) -> str:
        if isinstance(other, p.FieldOf | p.OwnerFieldOf):
            levels = other.levels if isinstance(other, p.OwnerFieldOf) else 0
            table = owner(self.program, other.row.table, levels)
            declared = table.field_named(other.field) if table is not None else None
            if declared is not None:
                return shown(
                    declared.choice_title(name, self.naming.language.value, self.program.header.languages)
                )
        return shown(name.replace("_", " "))

    def _all(self, operands: tuple[p.Expression, ...], word: str, least: int) -> Math:
        return joined([self.math(operand, least) for operand in operands], Op(self.text(word)))

    def _between(self, node: p.Every) -> Math | None:
        """``a ≤ x ≤ b`` for what lies between two values."""
        match node.operands:
            case (
                p.Compare(p.Comparison.AT_LEAST, value, low),
                p.Compare(p.Comparison.AT_MOST, again, high),
            ) if value == again:
                inner = self._side(value, low)
                return row(self._side(low, value), Op("≤"), inner, Op("≤"), self._side(high, value))
            case _:
                return None

    def _one_of(self, node: p.Some) -> Math | None:
        """``x ∈ {a, b}`` for one of some choices."""
        chosen: list[Math] = []
        value: p.Expression | None = None
        for operand in node.operands:
            match operand:
                case p.Compare(p.Comparison.EQUAL, left, p.Constant(_, Choice()) as right) if value in (
                    None,
                    left,
                ):
                    value = left
                    chosen.append(self._side(right, left))
                case _:
                    return None
        if value is None or len(chosen) < 2:
            return None
        return row(self._side(value, value), Op("∈"), Fenced("{", joined(chosen, Op(",")), "}"))

    def _opposite(self, operand: p.Expression) -> Math:
        match operand:
            case p.IsKnown(inner):
                return row(self._bare(inner), self.word("is missing"))
            case p.IsApplicable(name, subject):
                return row(self.score(name, index=self.index_of(subject)), self.word("is not applicable"))
            case p.FieldOf() | p.OwnerFieldOf():
                return row(self._bare(operand), Op("="), self.word("no"))
            case p.Call():
                made = self._call(operand)
                assert isinstance(made, Row)
                return row(made.items[0], Op("="), self.word("no"))
            case _:
                return row(self.word("not"), fenced(self.math(operand)))

    def _quantified(self, node: p.Quantified) -> Math:
        if node.quantifier is p.Quantifier.EVERY:
            assert node.condition is not None
            member = self.sets.member(node.rows)
            with self.sets.inside(node.rows):
                return row(self.math(node.condition, AND), self.word("for every"), member)
        rows = node.rows if node.condition is None else narrowed(node.rows, node.condition)
        sign = "=" if node.quantifier is p.Quantifier.NO else "≠"
        return self.sets.is_empty(rows, sign)

    # -- Rows ---------------------------------------------------------------------------------------------

    def _aggregate(self, node: p.Aggregate) -> Math:
        over = self.sets.member(node.rows)
        with self.sets.inside(node.rows):
            made = self._over_rows(node, over)
        return self._if_none(made, node.rows, node.if_none)

    def _over_rows(self, node: p.Aggregate, over: Math) -> Math:
        match node.kind:
            case p.AggregateKind.SUM:
                return Big("∑", over, self.math(node.body, PRODUCT))
            case p.AggregateKind.AVERAGE:
                return Frac(Big("∑", over, self.math(node.body, PRODUCT)), self.sets.size(node.rows))
            case p.AggregateKind.WEIGHTED_AVERAGE:
                assert node.weight is not None
                weighed = row(self._closed(node.weight, PRODUCT), Op("×"), self.math(node.body, PRODUCT + 1))
                return Frac(Big("∑", over, weighed), Big("∑", over, self.math(node.weight, PRODUCT)))
            case p.AggregateKind.GEOMETRIC_MEAN:
                return Root(Big("∏", over, self.math(node.body, PRODUCT + 1)), self.sets.size(node.rows))
            case p.AggregateKind.LARGEST | p.AggregateKind.SMALLEST:
                name = "max" if node.kind is p.AggregateKind.LARGEST else "min"
                return Over(name, over, self.math(node.body, ATOM))
            case p.AggregateKind.MEDIAN | p.AggregateKind.STANDARD_DEVIATION:
                return Over(self._named(node.kind), over, self.math(node.body, ATOM))
            case _:
                assert_never(node.kind)

    def _named(self, kind: p.AggregateKind) -> str:
        """The sign of a median or a standard deviation, which the legend explains."""
        median = kind is p.AggregateKind.MEDIAN
        sign = self.text("median sign") if median else "σ"
        self.explain(sign, Sym(sign), self.say("median" if median else "standard deviation"))
        return sign

    def _if_none(self, made: Math, rows: p.Rows, if_none: p.Expression | None) -> Math:
        if if_none is None:
            return made
        some = self.sets.is_empty(rows, "≠")
        return Cases(((made, some), (self.math(if_none), self.word("otherwise"))))

    def _all_equal(self, node: p.Standing) -> Math:
        low = p.Aggregate(p.AggregateKind.SMALLEST, node.rows, node.body, None, None, NUMBER)
        high = evolve(low, kind=p.AggregateKind.LARGEST)
        return row(self.math(low), Op("="), self.math(high))

    # -- Parts --------------------------------------------------------------------------------------------

    def parts(self, kind: p.AggregateKind, weighted: bool, name: str) -> Math:
        """An aggregate of a node's parts."""
        parts = self.program.nodes[name].parts
        each = self.part(name)
        many = Num(str(len(parts)))
        over = row(Sym("k"), Op("="), Num("1"))
        scores = [self.score(part) for part in parts]
        match kind:
            case p.AggregateKind.AVERAGE if weighted:
                return Big("∑", over, row(self.weight(name, each), Op("×"), Sym("S", each)), many)
            case p.AggregateKind.GEOMETRIC_MEAN if weighted:
                return Big("∏", over, Power(Sym("S", each), self.weight(name, each)), many)
            case p.AggregateKind.SUM:
                few = len(scores) <= FEW_PARTS
                return joined(scores, Op("+")) if few else Big("∑", over, Sym("S", each), many)
            case p.AggregateKind.AVERAGE | p.AggregateKind.WEIGHTED_AVERAGE:
                return Frac(self.parts(p.AggregateKind.SUM, False, name), many)
            case p.AggregateKind.GEOMETRIC_MEAN:
                return Root(Big("∏", over, Sym("S", each), many), many)
            case p.AggregateKind.LARGEST | p.AggregateKind.SMALLEST:
                return Func("max" if kind is p.AggregateKind.LARGEST else "min", tuple(scores))
            case p.AggregateKind.MEDIAN | p.AggregateKind.STANDARD_DEVIATION:
                return Func(self._named(kind), tuple(scores))
            case _:
                assert_never(kind)

    def part(self, name: str) -> Math:
        """The number of a node's part, counted by k."""
        number = self.numbering.node(name).number
        return Sym("k") if name == "total" else row(Num(f"{number}."), Sym("k"))

    def weight(self, name: str, each: Math) -> Math:
        """The weight of a part."""
        symbol = Sym("w", each)
        self.explain(f"weights {name}", symbol, self.say("weight of part", clause=self.numbering.weights()))
        return symbol

    def _lookup(self, node: p.Banded | p.Interpolate | p.CheckList, operand: p.Expression | None) -> Math:
        """A table beside the formula, and the name under which the formula speaks of it."""
        letter = {p.Banded: "B", p.Interpolate: "L", p.CheckList: "C"}[type(node)]
        same = [one for one in self.lookups if one.letter == letter]
        known = next((one for one in same if one.node == node), None)
        if known is None:
            known = Lookup(letter, len(same) + 1, node)
            self.lookups.append(known)
        if operand is None:
            return Sym(known.letter, Num(str(known.number)))
        return Func(known.letter, (self.math(operand),), Num(str(known.number)))


def narrowed(rows: p.Rows, condition: p.Expression) -> p.Rows:
    """Those of some rows for which a condition holds as well."""
    return evolve(rows, where=condition if rows.where is None else p.Every((rows.where, condition)))


def _level(node: p.Expression) -> int:
    """How tightly an expression binds by its kind."""
    match node:
        case p.Some():
            return OR
        case p.Every():
            return AND
        case p.Not() | p.Compare() | p.IsKnown() | p.IsApplicable() | p.Quantified():
            return COMPARED
        case p.Arithmetic(p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT):
            return SUM
        case p.Arithmetic(p.ArithmeticOperator.MULTIPLY):
            return PRODUCT
        case p.Negate():
            return SUM
        case p.Constant(fmpq() as value) if value < 0:
            return SUM
        case p.Constant(_, Quantity(unit)) if unit:
            return PRODUCT if dict(unit) != {"points": 1} else ATOM
        case p.FieldOf(type=YesNo()) | p.OwnerFieldOf(type=YesNo()) | p.Call(type=YesNo()):
            return COMPARED
        case p.Choose() | p.IfMissing():
            return LOOSE
        case p.Aggregate(if_none=None) | p.ShareOf(if_none=None):
            return PRODUCT if isinstance(node, p.Aggregate) and node.kind is p.AggregateKind.SUM else ATOM
        case p.Aggregate() | p.ShareOf():
            return LOOSE
        case p.Standing(if_equal=None):
            return SUM if node.kind is p.StandingKind.POSITION else ATOM
        case p.Standing():
            return LOOSE
        case p.PartsAggregate(kind, weighted):
            summed = weighted or kind is p.AggregateKind.SUM
            return SUM if summed else ATOM
        case _:
            return ATOM


def _is_one_point(node: p.Expression) -> bool:
    """Whether something only makes points of what it is multiplied with."""
    return isinstance(node, p.Constant) and node.type == Quantity(POINTS) and node.value == 1


def _is_open(node: p.Expression) -> bool:
    """Whether an expression ends with a sum or product over rows, which would take in what follows."""
    match node:
        case p.Aggregate(p.AggregateKind.SUM, if_none=None):
            return True
        case p.PartsAggregate(_, weighted):
            return weighted
        case p.Arithmetic(p.ArithmeticOperator.DIVIDE):
            return False
        case p.Arithmetic(_, _, right):
            return _is_open(right)
        case _:
            return False


def _right(node: p.Expression, least: int) -> int:
    """What a right operand must bind at least: more than the operator, unless it is a sum over rows."""
    return least if isinstance(node, p.Aggregate) and node.if_none is None else least + 1
