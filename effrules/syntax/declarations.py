"""From Lark's tree to the declarations of the syntax tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from attrs import evolve
from flint import fmpq
from lark import Token, Tree

from effrules.model.inventory import ItemClass
from effrules.model.places import Mark, MarkKind, Place
from effrules.model.program import Direction, Redistribution
from effrules.model.schema import UNTAGGED, Titles
from effrules.source import Source, Span
from effrules.syntax import tree as ast
from effrules.syntax.expressions import BadText, ExpressionBuilder, Node
from effrules.syntax.places import Malformed, marks_of
from effrules.syntax.texts import text_between
from effrules.syntax.tree.kinds import REDISTRIBUTIONS
from effrules.words import phrase

MARKS = re.compile(r'"(?:\\.|[^"\\\n])*+"?|--[^\n]*+|[{}]')
"""Braces, and what may hold braces that mean nothing: texts and comments."""

BASES = ("cite", "assumed", "contradicted")
"""The rules of the grammar that are a basis."""

_REDISTRIBUTIONS = {words: how for how, words in REDISTRIBUTIONS.items()}

LONGEST_HOLIDAY = 3_660
"""So many days at most does one clause of a calendar speak of: ten years."""
LONGEST_CALENDAR = 73_050
"""So many days at most is a calendar for: two hundred years."""


class DeclarationBuilder(ExpressionBuilder):
    """Builds declarations and their clauses."""

    def __init__(self, source: Source, shift: int = 0) -> None:
        super().__init__(source, shift)
        self.declaration_arms: dict[str, Callable[[Tree[Token]], Any]] = {
            name.removeprefix("make_"): getattr(self, name) for name in dir(self) if name.startswith("make_")
        }

    def make(self, node: Node) -> Any:
        """What a node of Lark's tree stands for: a declaration or a clause."""
        assert isinstance(node, Tree), node
        return self.declaration_arms[node.data](node)

    def makes(self, nodes: Sequence[Node]) -> tuple[Any, ...]:
        return tuple(self.make(node) for node in nodes if node is not None)

    def basis(self, nodes: Sequence[Node]) -> tuple[ast.BasisClause, ...]:
        return tuple(self.make(node) for node in nodes if node is not None)

    def string(self, token: Node) -> str:
        assert isinstance(token, Token)
        return text_between(token)

    # -- Heading, sources, units ---------------------------------------------------------------------------

    def make_methodology(self, node: Tree[Token]) -> ast.Methodology:
        name, version, relation, *clauses = node.children
        amends = replaces = None
        if isinstance(relation, Tree):
            text = self.string(relation.children[0])
            amends, replaces = (text, None) if relation.data == "amends" else (None, text)
        made = self.makes(clauses)
        return ast.Methodology(
            self.name(name),
            self.string(version),
            amends,
            replaces,
            made,
            span=self.span(node),
        )

    def make_title(self, node: Tree[Token]) -> ast.TitleClause:
        return ast.TitleClause(ast.TitleKind.TITLE, self.titles(node.children[0]), span=self.span(node))

    def make_note(self, node: Tree[Token]) -> ast.TitleClause:
        return ast.TitleClause(ast.TitleKind.NOTE, self.titles(node.children[0]), span=self.span(node))

    def make_languages(self, node: Tree[Token]) -> ast.LanguagesClause:
        return ast.LanguagesClause(tuple(self.name(c) for c in node.children), span=self.span(node))

    def make_in_force(self, node: Tree[Token]) -> ast.InForce:
        first, last = node.children
        assert isinstance(first, Token)
        until = self.date(last) if isinstance(last, Token) else None
        return ast.InForce(self.date(first), until, span=self.span(node))

    def make_draft(self, node: Tree[Token]) -> ast.DraftClause:
        return ast.DraftClause(span=self.span(node))

    def make_scale(self, node: Tree[Token]) -> ast.Scale:
        low, high, unit = node.children
        return ast.Scale(self.signed(low), self.signed(high), self.name(unit), span=self.span(node))

    def make_source(self, node: Tree[Token]) -> ast.SourceDeclaration:
        name, *clauses = node.children
        url = ""
        made: list[ast.TitleClause | ast.Edition | ast.NotAtHand | ast.Listed] = []
        for clause in clauses:
            assert isinstance(clause, Tree)
            if clause.data == "url":
                url = self.string(clause.children[0])
            else:
                made.append(self.make(clause))
        return ast.SourceDeclaration(self.name(name), tuple(made), url, span=self.span(node))

    def make_edition(self, node: Tree[Token]) -> ast.Edition:
        day = node.children[0]
        assert isinstance(day, Token)
        return ast.Edition(self.date(day), span=self.span(node))

    def make_not_at_hand(self, node: Tree[Token]) -> ast.NotAtHand:
        return ast.NotAtHand(self.make(node.children[0]).reason, span=self.span(node))

    def make_listed(self, node: Tree[Token]) -> ast.Listed:
        where, item_class, words = node.children
        assert isinstance(where, Tree)
        return ast.Listed(
            self.marks(where), ItemClass(str(item_class)), self.titles(words), span=self.span(node)
        )

    def make_not_expressed(self, node: Tree[Token]) -> ast.Listed:
        where, because = node.children
        assert isinstance(where, Tree)
        reason = self.make(because).reason
        return ast.Listed(self.marks(where), ItemClass.UNEXPRESSED, reason, span=self.span(node))

    def make_unit(self, node: Tree[Token]) -> ast.UnitDeclaration:
        name, titles = node.children
        return ast.UnitDeclaration(self.name(name), self.titles(titles), span=self.span(node))

    # -- What is reported ------------------------------------------------------------------------------------

    def make_subject(self, node: Tree[Token]) -> ast.TableDeclaration:
        name, titles, *fields = node.children
        return ast.TableDeclaration(
            self.name(name),
            None,
            self.titles(titles),
            self.declared_fields(fields),
            demands=self.demands(fields),
            span=self.span(node),
        )

    def make_table(self, node: Tree[Token]) -> ast.TableDeclaration:
        name, owner, titles, *fields = node.children
        return ast.TableDeclaration(
            self.name(name),
            self.name(owner),
            self.titles(titles),
            self.declared_fields(fields),
            demands=self.demands(fields),
            span=self.span(node),
        )

    def make_form(self, node: Tree[Token]) -> ast.TableDeclaration:
        name, owner, where, titles, absence, *fields = node.children
        return ast.TableDeclaration(
            self.name(name),
            self.name(owner),
            self.titles(titles),
            self.declared_fields(fields),
            form=True,
            demands=self.demands(fields),
            may_be_missing=absence is not None,
            where=self.where(where),
            span=self.span(node),
        )

    def declared_fields(self, found: Sequence[Node]) -> tuple[ast.FieldDeclaration, ...]:
        """The fields among what stands in a table."""
        return tuple(one for one in self.makes(found) if isinstance(one, ast.FieldDeclaration))

    def demands(self, found: Sequence[Node]) -> tuple[ast.MustHold, ...]:
        """What must hold of the rows, among what stands in a table."""
        return tuple(one for one in self.makes(found) if isinstance(one, ast.MustHold))

    def make_must_hold(self, node: Tree[Token]) -> ast.MustHold:
        condition, because = node.children
        assert isinstance(because, Tree)
        return ast.MustHold(
            self.expression(condition), self.titles(because.children[0]), span=self.span(node)
        )

    def make_drop_must_hold(self, node: Tree[Token]) -> ast.DropMustHold:
        return ast.DropMustHold(span=self.span(node))

    def make_field(self, node: Tree[Token]) -> ast.FieldDeclaration:
        name, titles, kind, *constraints = node.children
        return ast.FieldDeclaration(
            self.name(name),
            self.titles(titles),
            self.type_of(kind),
            tuple(self.constraint(c) for c in constraints if c is not None),
            span=self.span(node),
        )

    def make_choice_field(self, node: Tree[Token]) -> ast.FieldDeclaration:
        name, titles, *rest = node.children
        choices: list[tuple[ast.Name, Titles]] = []
        constraints: list[ast.Constraint] = []
        for part in rest:
            assert isinstance(part, Tree)
            if part.data != "choice":
                constraints.append(self.constraint(part))
            elif constraints:
                raise BadText(
                    self.span(part),
                    "E106",
                    phrase("a choice after a constraint"),
                    phrase("name all choices first"),
                )
            else:
                choices.append((self.name(part.children[0]), self.titles(part.children[1])))
        kind = ast.TypeName(ast.TypeKind.CHOICE, None, tuple(choices), span=self.span(node))
        return ast.FieldDeclaration(
            self.name(name), self.titles(titles), kind, tuple(constraints), span=self.span(node)
        )

    def type_of(self, node: Node) -> ast.TypeName:
        assert isinstance(node, Tree)
        span = self.span(node)
        match node.data:
            case "type":
                return ast.TypeName(ast.TypeKind(str(node.children[0])), span=span)
            case "yes_or_no":
                return ast.TypeName(ast.TypeKind.YES_OR_NO, span=span)
            case "share_in_percent":
                return ast.TypeName(ast.TypeKind.PERCENT, span=span)
            case "money":
                return ast.TypeName(ast.TypeKind.MONEY, self.name(node.children[0]), span=span)
            case "named_type":
                return ast.TypeName(ast.TypeKind.NAME, self.name(node.children[0]), span=span)
            case "result":
                return self.type_of(node.children[0])
            case _:
                names = tuple((self.name(child), Titles()) for child in node.children)
                return ast.TypeName(ast.TypeKind.CHOICE, None, names, span=span)

    def constraint(self, node: Node) -> ast.Constraint:
        assert isinstance(node, Tree)
        kind = ast.ConstraintKind(node.data.replace("_", " "))
        span = self.span(node)
        if kind in (ast.ConstraintKind.LOOKUP, ast.ConstraintKind.EARLIER):
            return ast.Constraint(kind, (), self.name(node.children[0]), span=span)
        return ast.Constraint(kind, tuple(self.bound(child) for child in node.children), span=span)

    def bound(self, node: Node) -> ast.Number | ast.DateLiteral:
        """A bound of a field."""
        made = self.cell(node)
        assert isinstance(made, ast.Number | ast.DateLiteral)
        return made

    def cell(self, node: Node) -> ast.Cell:
        """A value in a table: without a unit, which is its column's."""
        if isinstance(node, Tree):
            return ast.Number(self.signed(node), None, span=self.span(node))
        assert isinstance(node, Token)
        span = self.span(node)
        match node.type:
            case "PERCENT":
                return ast.Number(self.percent(node), None, True, span=span)
            case "DATE":
                return ast.DateLiteral(self.date(node), span=span)
            case "STRING":
                return ast.TextLiteral(text_between(node), span=span)
            case "YES" | "NO":
                return ast.YesNoLiteral(node.type == "YES", span=span)
            case _:
                return self.name(node)

    def make_figures(self, node: Tree[Token]) -> ast.FiguresDeclaration:
        name, titles, *rest = node.children
        parts = self.makes([part for part in rest if part is not None])
        return ast.FiguresDeclaration(
            self.name(name),
            self.titles(titles),
            tuple(p for p in parts if isinstance(p, ast.FieldDeclaration)),
            tuple(p for p in parts if isinstance(p, ast.FigureRow)),
            tuple(p for p in parts if isinstance(p, ast.BasisClause)),
            span=self.span(node),
        )

    def make_calendar(self, node: Tree[Token]) -> ast.CalendarDeclaration:
        name, titles, *clauses = node.children
        return ast.CalendarDeclaration(
            self.name(name), self.titles(titles), self.makes(clauses), span=self.span(node)
        )

    def make_weekend(self, node: Tree[Token]) -> ast.Weekend:
        return ast.Weekend(tuple(map(str, node.children)), span=self.span(node))

    def make_stretch(self, node: Tree[Token]) -> ast.Stretch:
        first, last = (self.date(day) for day in node.children if isinstance(day, Token))
        self.refuse_long(first, last, LONGEST_CALENDAR, node)
        return ast.Stretch(first, last, span=self.span(node))

    def refuse_long(self, first: date, last: date, most: int, node: Tree[Token]) -> None:
        """Days of a calendar beyond what any act says: each of them would be worked out one by one. Raises BadText."""
        days = (last - first).days + 1
        if days > most:
            said = phrase(
                "{days} days, where at most {most} can stand in one clause", days=str(days), most=str(most)
            )
            raise BadText(self.span(node), "E114", said, phrase("look at the years"))

    def make_calendar_day(self, node: Tree[Token]) -> ast.CalendarDay:
        kind, first, last, titles = node.children
        assert isinstance(first, Token)
        until = self.date(last) if isinstance(last, Token) else None
        self.refuse_long(self.date(first), until or self.date(first), LONGEST_HOLIDAY, node)
        return ast.CalendarDay(
            ast.DayKind(str(kind)), self.date(first), until, self.titles(titles), span=self.span(node)
        )

    def make_drop_day(self, node: Tree[Token]) -> ast.DropDay:
        kind, first, last = node.children
        assert isinstance(first, Token)
        until = self.date(last) if isinstance(last, Token) else None
        self.refuse_long(self.date(first), until or self.date(first), LONGEST_HOLIDAY, node)
        return ast.DropDay(ast.DayKind(str(kind)), self.date(first), until, span=self.span(node))

    def make_change_calendar(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.CALENDAR, name, list(parts))

    def make_figure_row(self, node: Tree[Token]) -> ast.FigureRow:
        return ast.FigureRow(tuple(self.cell(child) for child in node.children), span=self.span(node))

    def make_figure(self, node: Tree[Token]) -> ast.Define:
        name, titles, body, *basis = node.children
        return ast.Define(
            self.name(name),
            self.titles(titles),
            (),
            None,
            self.expression(body),
            self.basis(basis),
            True,
            span=self.span(node),
        )

    def make_define(self, node: Tree[Token]) -> ast.Define:
        name, *rest = node.children
        parameters = tuple(
            ast.ParameterDeclaration(self.name(p.children[0]), self.type_of(p.children[1]), span=self.span(p))
            for p in rest
            if isinstance(p, Tree) and p.data == "parameter"
        )
        others = [p for p in rest if not (p is None or (isinstance(p, Tree) and p.data == "parameter"))]
        kind = None
        if isinstance(others[0], Tree) and others[0].data in ("result", "result_choice"):
            kind = self.type_of(others.pop(0))
        body, *basis = others
        return ast.Define(
            self.name(name),
            Titles(),
            parameters,
            kind,
            self.expression(body),
            self.basis(basis),
            span=self.span(node),
        )

    # -- The tree of scores -------------------------------------------------------------------------------

    def make_node(self, node: Tree[Token]) -> ast.NodeDeclaration:
        kind, name, titles, *clauses = node.children
        return ast.NodeDeclaration(
            ast.Level(str(kind)),
            self.name_of_node(kind, name),
            self.titles(titles),
            self.makes(clauses),
            span=self.span(node),
        )

    def name_of_node(self, kind: Node, name: Node) -> ast.Name:
        """The name that a node is given; ``total`` is not to be had."""
        found = self.name(name)
        if found.text == "total":
            message = phrase(
                "`total` is what the whole is worth; a {kind} cannot be called so", kind=str(kind)
            )
            raise BadText(
                found.span, "E111", message, phrase("give it another name; its title may say what it likes")
            )
        return found

    def score_value(self, node: Node) -> ast.ScoreValue:
        assert isinstance(node, Tree)
        number, unit = node.children
        return ast.ScoreValue(self.signed(number), self.name(unit), span=self.span(node))

    def make_out_of(self, node: Tree[Token]) -> ast.OutOf:
        value, where, *basis = node.children
        return ast.OutOf(self.score_value(value), self.where(where), self.basis(basis), span=self.span(node))

    def make_only_where(self, node: Tree[Token]) -> ast.OnlyWhere:
        where, because, *basis = node.children
        condition = self.where(where)
        assert condition is not None
        reason = self.titles(because.children[0]) if isinstance(because, Tree) else Titles()
        return ast.OnlyWhere(condition, reason, self.basis(basis), span=self.span(node))

    def make_assessed(self, node: Tree[Token]) -> ast.Assessed:
        assessors = []
        for child in node.children:
            assert isinstance(child, Tree)
            assessors.append((self.name(child.children[0]), self.titles(child.children[1])))
        return ast.Assessed(tuple(assessors), span=self.span(node))

    def make_score(self, node: Tree[Token]) -> ast.Score:
        return ast.Score(self.expression(node.children[0]), span=self.span(node))

    def make_not_applicable(self, node: Tree[Token]) -> ast.NotApplicable:
        condition, because = node.children
        return ast.NotApplicable(self.expression(condition), self.reason(because), span=self.span(node))

    def make_multiplied(self, node: Tree[Token]) -> ast.Multiplied:
        factor, condition, because, *basis = node.children
        assert isinstance(factor, Tree)
        return ast.Multiplied(
            ast.Number(self._factor(factor), None, factor.data == "times_percent", span=self.span(factor)),
            self.expression(condition),
            self.reason(because),
            self.basis(basis),
            factor.data == "halved",
            span=self.span(node),
        )

    def _factor(self, node: Tree[Token]) -> fmpq:
        match node.data:
            case "times_percent":
                percent = node.children[0]
                assert isinstance(percent, Token)
                return self.percent(percent)
            case "times_number":
                return self.number(node.children[0])
            case "times_ratio":
                over, under = self.number(node.children[0]), self.number(node.children[-1])
                if under == 0:
                    raise BadText(self.span(node), "E108", phrase("a factor with a divisor of 0"))
                return over / under
            case _:
                return fmpq(1, 2)

    def make_mean_of_others(self, node: Tree[Token]) -> ast.MeanOfOthers:
        how, condition, within, none, because, *basis = node.children
        if_none: ast.ScoreValue | ast.Name | None = None
        if isinstance(none, Tree):
            alone = ast.Name("not applicable", span=self.span(none))
            if_none = self.score_value(none.children[0]) if none.children else alone
        return ast.MeanOfOthers(
            self.expression(condition),
            None if not isinstance(how, Token) else how.type == "BEFORE_ROUNDING",
            tuple(self.name(name) for name in within.children) if isinstance(within, Tree) else (),
            if_none,
            self.reason(because),
            self.basis(basis),
            span=self.span(node),
        )

    def reason(self, because: Node) -> Titles:
        return self.titles(because.children[0]) if isinstance(because, Tree) else Titles()

    def make_because(self, node: Tree[Token]) -> ast.Because:
        return ast.Because(self.titles(node.children[0]), span=self.span(node))

    def make_cite(self, node: Tree[Token]) -> ast.Cite:
        cited, words = node.children
        source, marks = self.cited(cited)
        return ast.Cite(source, Place(marks, self.titles(words)), span=self.span(node))

    def cited(self, node: Node) -> tuple[ast.Name, tuple[Mark, ...]]:
        """A source, and the items and annexes of it that are meant."""
        assert isinstance(node, Tree)
        source, *lists = node.children
        marks: list[Mark] = []
        for one in lists:
            assert isinstance(one, Tree)
            made = self.marks(one)
            if any(mark.kind is made[0].kind and mark.enacting == made[0].enacting for mark in marks):
                said = (
                    phrase("a second list of items")
                    if made[0].kind is MarkKind.ITEM
                    else phrase("a second list of annexes")
                )
                raise BadText(
                    self.span(one), "E120", said, phrase("put all of them into one list, with commas")
                )
            marks.extend(made)
        return self.name(source), tuple(marks)

    def marks(self, node: Tree[Token]) -> tuple[Mark, ...]:
        """A list of items or of annexes."""
        enacting, text = node.children
        assert isinstance(text, Token)
        kind = MarkKind.ITEM if node.data == "item_at" else MarkKind.ANNEX
        try:
            return marks_of(kind, text_between(text), enacting is not None)
        except Malformed as bad:
            place = self.span(text)
            if "\\" not in text:
                inside = Span(place.source, place.start + 1 + bad.start, place.start + 1 + bad.end)
                place = inside if bad.end > bad.start else place
            raise BadText(place, "E120", bad.message, bad.help_text) from None

    def make_contradicted(self, node: Tree[Token]) -> ast.Contradicted:
        cited, words, figure, quote = node.children
        source, marks = self.cited(cited)
        told = Titles() if words is None else Titles(((UNTAGGED, self.string(words)),))
        cite = ast.Cite(source, Place(marks, told), span=self.span(node))
        return ast.Contradicted(
            cite,
            None if figure is None else self.score_value(figure),
            self.titles(quote),
            span=self.span(node),
        )

    def make_assumed(self, node: Tree[Token]) -> ast.Assumed:
        subject, reason = node.children
        return ast.Assumed(self.optional_name(subject), self.titles(reason), span=self.span(node))

    def node_name(self, node: Node) -> ast.NodeName:
        assert isinstance(node, Tree)
        *kind, name = node.children
        level = ast.Level(str(kind[0])) if kind and kind[0] is not None else None
        return ast.NodeName(level, self.name(name), span=self.span(node))

    def make_round(self, node: Tree[Token]) -> ast.RoundClause:
        target, rounding, late, *basis = node.children
        return ast.RoundClause(
            None if target is None else self.node_name(target),
            evolve(self.rounding(rounding), after_penalties=late is not None),
            self.basis(basis),
            span=self.span(node),
        )

    def make_weights(self, node: Tree[Token]) -> ast.Weights:
        subject, where, body = node.children
        assert isinstance(body, Tree)
        equal: ast.Equal | None = None
        entries: list[ast.WeightEntry] = []
        basis: list[ast.BasisClause] = []
        redistribution: Redistribution | None = None
        for child in body.children:
            if child is None:
                continue
            assert isinstance(child, Tree)
            match child.data:
                case "equal":
                    equal = ast.Equal(" ".join(str(child.children[0]).split()))
                case "weight":
                    entries.append(self.weight(child))
                case "redistribution":
                    if redistribution is not None:
                        raise BadText(self.span(child), "E107", phrase("`when not applicable` is said twice"))
                    redistribution = _REDISTRIBUTIONS[" ".join(str(child.children[0]).split())]
                case _:
                    basis.append(self.make(child))
        return ast.Weights(
            self.optional_name(subject),
            self.where(where),
            ast.WeightGroup(equal, tuple(entries), span=self.span(body)),
            redistribution,
            tuple(basis),
            span=self.span(node),
        )

    def weight(self, node: Tree[Token]) -> ast.WeightEntry:
        part, value, below = node.children
        share = None
        if isinstance(value, Token):
            share = self.percent(value)
        elif isinstance(value, Tree):
            over, under = (self.number(child) for child in value.children)
            if under == 0:
                raise BadText(self.span(value), "E108", phrase("a weight with a divisor of 0"))
            share = over / under
        group = None
        if isinstance(below, Tree):
            first, *entries = below.children
            equal = ast.Equal(" ".join(str(first.children[0]).split())) if isinstance(first, Tree) else None
            weights = tuple(self.weight(entry) for entry in entries if isinstance(entry, Tree))
            group = ast.WeightGroup(equal, weights, span=self.span(below))
        return ast.WeightEntry(self.name(part), share, group, span=self.span(node))

    def make_adjustment(self, node: Tree[Token]) -> ast.AdjustmentDeclaration:
        kind, name, titles, *clauses = node.children
        made = self.makes(clauses)
        self._right_verbs(str(kind), made)
        return ast.AdjustmentDeclaration(
            ast.AdjustmentKind(str(kind)),
            self.name(name),
            self.titles(titles),
            made,
            span=self.span(node),
        )

    def _right_verbs(self, kind: str, clauses: Sequence[Any]) -> None:
        """A penalty takes from, a bonus gives to: the tree keeps no verb, so a wrong one must not pass."""
        take, source = ("take", "from") if kind == "penalty" else ("give", "to")
        for clause in clauses:
            wanted = {ast.Amount: take, ast.Adjusted: source}.get(type(clause))
            word = clause.span.text.split(maxsplit=1)[0]
            if wanted is not None and word != wanted:
                said = (
                    phrase("a penalty cannot `{word}`", word=word)
                    if kind == "penalty"
                    else phrase("a bonus cannot `{word}`", word=word)
                )
                raise BadText(clause.span, "E110", said, phrase("say `{wanted}`", wanted=wanted))

    def make_amount(self, node: Tree[Token]) -> ast.Amount:
        amount, days, extra = node.children
        rows = condition = None
        if isinstance(extra, Tree):
            if extra.data == "per_row":
                rows = self.row_source(extra.children[0])
            else:
                condition = self.expression(extra.children[0])
        for_days = self.expression(days.children[0]) if isinstance(days, Tree) else None
        return ast.Amount(self.expression(amount), rows, condition, for_days, span=self.span(node))

    def make_adjusted(self, node: Tree[Token]) -> ast.Adjusted:
        return ast.Adjusted(self.node_name(node.children[0]), span=self.span(node))

    def make_cap(self, node: Tree[Token]) -> ast.Cap:
        bound, of = node.children
        return ast.Cap(self.expression(bound), getattr(of, "type", "") == "EACH", span=self.span(node))

    def make_floor(self, node: Tree[Token]) -> ast.Floor:
        return ast.Floor(False, self.score_value(node.children[0]), span=self.span(node))

    def make_ceiling(self, node: Tree[Token]) -> ast.Floor:
        return ast.Floor(True, self.score_value(node.children[0]), span=self.span(node))

    def make_total(self, node: Tree[Token]) -> ast.TotalDeclaration:
        return ast.TotalDeclaration(self.makes(node.children[1:]), span=self.span(node))

    def make_never_below(self, node: Tree[Token]) -> ast.Never:
        return ast.Never(False, self.score_value(node.children[0]), span=self.span(node))

    def make_never_above(self, node: Tree[Token]) -> ast.Never:
        return ast.Never(True, self.score_value(node.children[0]), span=self.span(node))

    def make_none(self, node: Tree[Token]) -> ast.NoTotal:
        (why,) = self.reasons(node.children) or (None,)
        return ast.NoTotal(why.reason if isinstance(why, ast.Because) else Titles(), span=self.span(node))

    def make_rating(self, node: Tree[Token]) -> ast.RatingDeclaration:
        target, *rest = node.children
        parts = self.makes(rest)
        titles = [p.titles for p in parts if isinstance(p, ast.TitleClause) and p.kind is ast.TitleKind.TITLE]
        return ast.RatingDeclaration(
            None if target is None else self.node_name(target),
            tuple(p for p in parts if isinstance(p, ast.Grade)),
            titles[0] if titles else Titles(),
            tuple(p for p in parts if isinstance(p, ast.BasisClause)),
            tuple(p for p in parts if isinstance(p, ast.ReadingOf)),
            span=self.span(node),
        )

    def make_between_grades(self, node: Tree[Token]) -> ast.ReadingOf:
        return self.reading(node)

    def make_shared_grades(self, node: Tree[Token]) -> ast.ReadingOf:
        return self.reading(node)

    def make_grade(self, node: Tree[Token]) -> ast.Grade:
        name, titles, stretch = node.children
        return ast.Grade(self.name(name), self.titles(titles), self.range_of(stretch), span=self.span(node))

    def make_rank(self, node: Tree[Token]) -> ast.RankDeclaration:
        subject, name, titles, where, *rest = node.children
        within = tuple(self.name(p) for p in rest if isinstance(p, Token) and p.type == "NAME")
        keys = tuple(self.rank_key(p) for p in rest if isinstance(p, Tree) and p.data == "rank_key")
        ties = next(str(p) for p in rest if isinstance(p, Token) and p.type == "TIES")
        basis = [p for p in rest if isinstance(p, Tree) and p.data in BASES]
        return ast.RankDeclaration(
            self.name(subject),
            self.optional_name(name),
            self.titles(titles),
            self.where(where),
            within,
            keys,
            "skipped" in ties,
            self.basis(basis),
            span=self.span(node),
        )

    def rank_key(self, node: Tree[Token]) -> ast.RankKeyOf:
        target, how, order = node.children
        assert isinstance(how, Token)
        return ast.RankKeyOf(
            self.node_name(target),
            how.type == "BEFORE_ROUNDING",
            str(order).startswith("highest"),
            span=self.span(node),
        )

    # -- Promises and worked cases --------------------------------------------------------------------------

    def make_property(self, node: Tree[Token]) -> ast.PropertyDeclaration:
        name, titles, promise = node.children
        made = self.make(promise)
        return ast.PropertyDeclaration(
            self.name(name),
            self.titles(titles),
            made,
            span=self.span(node),
        )

    def make_always(self, node: Tree[Token]) -> ast.AlwaysHolds:
        return ast.AlwaysHolds(self.expression(node.children[0]), span=self.span(node))

    def make_one_more(self, node: Tree[Token]) -> ast.OneMoreNever:
        rows, verb, target = node.children
        return ast.OneMoreNever(
            self.row_source(rows), Direction(str(verb)), self.node_name(target), span=self.span(node)
        )

    def make_field_moves(self, node: Tree[Token]) -> ast.MoveNever:
        change, row, field, verb, target, where = node.children
        return ast.MoveNever(
            str(change).endswith("higher"),
            self.name(row),
            self.name(field),
            Direction(str(verb)),
            self.node_name(target),
            self.where(where),
            span=self.span(node),
        )

    def make_never_affects(self, node: Tree[Token]) -> ast.FieldNeverAffects:
        row, field, target = node.children
        return ast.FieldNeverAffects(
            self.name(row), self.name(field), self.node_name(target), span=self.span(node)
        )

    def row_name(self, token: Node) -> str:
        assert isinstance(token, Token)
        return text_between(token) if token.type == "STRING" else str(token)

    def make_example(self, node: Tree[Token]) -> ast.ExampleDeclaration:
        name, *rest = node.children
        parts = self.makes(rest)
        return ast.ExampleDeclaration(
            self.string(name),
            tuple(p for p in parts if isinstance(p, ast.ExampleRowOf)),
            tuple(p for p in parts if isinstance(p, ast.Expect)),
            span=self.span(node),
        )

    def make_example_row(self, node: Tree[Token]) -> ast.ExampleRowOf:
        table, name, owner, *pairs = node.children
        values: list[tuple[ast.Name, ast.Cell | ast.MissingCell]] = []
        for pair in pairs:
            if pair is None:
                continue
            assert isinstance(pair, Tree)
            field, value = pair.children
            if isinstance(value, Token) and value.type == "MISSING":
                values.append((self.name(field), ast.MissingCell(span=self.span(value))))
            else:
                values.append((self.name(field), self.cell(value)))
        return ast.ExampleRowOf(
            self.name(table),
            None if name is None else self.row_name(name),
            None if owner is None else self.row_name(owner),
            tuple(values),
            span=self.span(node),
        )

    def make_expect(self, node: Tree[Token]) -> ast.Expect:
        what, subject, outcome = node.children
        assert isinstance(what, Tree)
        child = what.children[0]
        kind = ast.Expected(what.data.removeprefix("expected_"))
        target = None
        if isinstance(child, Tree):
            target = self.node_name(child)
        elif isinstance(child, Token):
            target = ast.NodeName(None, self.name(child), span=self.span(child))
        return ast.Expect(kind, target, self.row_name(subject), self.outcome(outcome), span=self.span(node))

    def outcome(self, node: Node) -> ast.Outcome:
        if isinstance(node, Token):
            return ast.Outcome(ast.OutcomeKind.PERCENT, self.percent(node), span=self.span(node))
        assert isinstance(node, Tree)
        span = self.span(node)
        match node.data:
            case "outcome_number":
                number, unit = node.children
                return ast.Outcome(
                    ast.OutcomeKind.NUMBER, self.signed(number), self.optional_name(unit), span=span
                )
            case "outcome_ratio":
                over, under, unit = node.children
                divisor = self.number(under)
                if divisor == 0:
                    raise BadText(span, "E108", phrase("a divisor of 0"))
                return ast.Outcome(
                    ast.OutcomeKind.NUMBER, self.signed(over) / divisor, self.optional_name(unit), span=span
                )
            case "outcome_name":
                return ast.Outcome(ast.OutcomeKind.NAME, None, self.name(node.children[0]), span=span)
            case "outcome_not_applicable":
                return ast.Outcome(ast.OutcomeKind.NOT_APPLICABLE, span=span)
            case _:
                return ast.Outcome(ast.OutcomeKind.NO_SCORE, span=span)

    # -- Amendments -------------------------------------------------------------------------------------------

    def thing(self, node: Node) -> ast.Thing:
        assert isinstance(node, Tree)
        kind, *names = node.children
        name = names[0] if names else None
        if isinstance(name, Token) and name.type == "STRING":
            made: ast.Name | None = ast.Name(text_between(name), span=self.span(name))
        elif isinstance(name, Tree):  # `rating of NODE`
            made = self.node_name(name).name
        else:
            made = self.optional_name(name)
        return ast.Thing(ast.ThingKind(str(kind)), made, span=self.span(node))

    def reasons(self, nodes: Sequence[Node]) -> tuple[ast.Reason, ...]:
        return tuple(self.make(node) for node in nodes if node is not None)

    def make_drop(self, node: Tree[Token]) -> ast.Drop:
        thing, *reasons = node.children
        return ast.Drop(self.thing(thing), self.reasons(reasons), span=self.span(node))

    def make_add(self, node: Tree[Token]) -> ast.Add:
        to, declared, *reasons = node.children
        return ast.Add(
            None if to is None else self.node_name(to),
            self.make(declared),
            self.reasons(reasons),
            span=self.span(node),
        )

    def make_replace(self, node: Tree[Token]) -> ast.Replace:
        declared, *reasons = node.children
        return ast.Replace(self.make(declared), self.reasons(reasons), span=self.span(node))

    def make_rename(self, node: Tree[Token]) -> ast.Rename:
        thing, was, titles, *reasons = node.children
        assert isinstance(thing, Tree)
        if str(thing.children[0]) in set(ast.Level):
            self.name_of_node(thing.children[0], thing.children[1])
        return ast.Rename(
            self.thing(thing),
            self.name(was),
            self.titles(titles),
            self.reasons(reasons),
            span=self.span(node),
        )

    def make_move(self, node: Tree[Token]) -> ast.Move:
        kind, name, to, *reasons = node.children
        return ast.Move(
            ast.Level(str(kind)),
            self.name(name),
            self.node_name(to),
            self.reasons(reasons),
            span=self.span(node),
        )

    def _change(
        self, node: Tree[Token], kind: ast.ThingKind, name: Node, parts: Sequence[Node]
    ) -> ast.Change:
        made = self.makes(parts)
        body, end = len(made), self._end_of_body(node)
        while (
            body and isinstance(made[body - 1], ast.Because | ast.Cite) and made[body - 1].span.start >= end
        ):
            body -= 1
        return ast.Change(
            ast.Thing(kind, self.optional_name(name), span=self.span(node)),
            made[:body],
            made[body:],
            span=self.span(node),
        )

    def _end_of_body(self, node: Tree[Token]) -> int:
        """Where the last closing brace of a change ends: clauses behind it are its reasons."""
        span = self.span(node)
        end, depth = span.start, 0
        for mark in MARKS.finditer(self.source.text, span.start, span.end):
            depth += (mark.group() == "{") - (mark.group() == "}")
            if mark.group() == "}" and depth == 0:
                end = mark.end()
        return end

    def make_change_node(self, node: Tree[Token]) -> ast.Change:
        kind, name, *parts = node.children
        return self._change(node, ast.ThingKind(str(kind)), name, list(parts))

    def make_change_total(self, node: Tree[Token]) -> ast.Change:
        return self._change(node, ast.ThingKind.TOTAL, None, list(node.children[1:]))

    def make_change_adjustment(self, node: Tree[Token]) -> ast.Change:
        kind, name, *parts = node.children
        made = self._change(node, ast.ThingKind(str(kind)), name, list(parts))
        self._right_verbs(str(kind), made.parts)
        return made

    def make_change_table(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.TABLE, name, list(parts))

    def make_change_form(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.FORM, name, list(parts))

    def make_change_figures(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.FIGURES, name, list(parts))

    def make_change_weights(self, node: Tree[Token]) -> ast.Change:
        subject, where, body, *reasons = node.children
        weights = self.make_weights(Tree("weights", [subject, where, body], node.meta))
        return ast.Change(
            ast.Thing(ast.ThingKind.WEIGHTS, None, span=self.span(node)),
            (weights,),
            self.reasons(reasons),
            span=self.span(node),
        )

    def make_drop_clause(self, node: Tree[Token]) -> ast.DropClause:
        return ast.DropClause(ast.ClauseKind(" ".join(str(node.children[0]).split())), span=self.span(node))

    def make_drop_field(self, node: Tree[Token]) -> ast.DropField:
        return ast.DropField(self.name(node.children[0]), span=self.span(node))

    def make_drop_row(self, node: Tree[Token]) -> ast.DropRow:
        return ast.DropRow(self.cell(node.children[0]), span=self.span(node))
