"""Penalties and bonuses, ratings, rankings: what is done with scores once they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from operator import itemgetter
from typing import Any, TypeVar

from attrs import evolve
from flint import fmpq

from effrules.amend import name_errors
from effrules.amend.draft import Entry
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.nodes import Tree
from effrules.check.elaboration.reported import title_of
from effrules.check.errors import clause_errors, type_errors, value_words
from effrules.check.errors.refused import Refused
from effrules.check.errors.total_errors import Asks
from effrules.check.expressions import scales, typing
from effrules.check.expressions.fields import field_called, missing_finding
from effrules.check.expressions.grounding import grounds, of_clauses, of_grades
from effrules.check.expressions.no_total import demand_total
from effrules.check.expressions.rows import rows_of
from effrules.check.expressions.scope import Scope, World
from effrules.check.expressions.typed import condition, elaborate, of_type
from effrules.model import program as p
from effrules.model.grounds import Figure, FigureKind, joined
from effrules.model.thing_words import thing
from effrules.model.types import DAYS_TYPE, POINTS_TYPE
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Message

T = TypeVar("T")


class Outcomes:
    """Builds adjustments, ratings and rankings."""

    def __init__(self, world: World, tree: Tree) -> None:
        self.world = world
        self.tree = tree

    def each(self, wanted: ast.Kept, make: Callable[[Any], T]) -> tuple[T, ...]:
        """What is made of each declaration of a kind, but for those that are refused."""
        made = []
        for (kind, _), entry in self.world.draft.things.items():
            if kind is wanted:
                try:
                    made.append(make(entry))
                except Refused as refused:
                    self.world.refuse(refused)
        return tuple(made)

    # -- Adjustments ----------------------------------------------------------------------------------------

    def adjustments(self) -> tuple[p.Adjustment, ...]:
        return self.each(ast.Kept.ADJUSTMENT, self.adjustment)

    def adjustment(self, entry: Entry[ast.AdjustmentDeclaration]) -> p.Adjustment:
        declared = entry.declared
        what = thing(declared.kind, declared.name.text)
        is_penalty = declared.kind is p.AdjustmentKind.PENALTY
        verb, way = ("take", "from") if is_penalty else ("give", "to")
        amount: ast.Amount | None = None
        target: ast.Adjusted | None = None
        cap: ast.Cap | None = None
        each: ast.Cap | None = None
        floor: ast.Floor | None = None
        for clause in declared.clauses:
            match clause:
                case ast.Amount():
                    amount = self.once(amount, clause, clause_errors.AMOUNT_OF.of(what=what))
                case ast.Adjusted():
                    target = self.once(target, clause, clause_errors.TARGET_OF.of(what=what))
                case ast.Cap(each=True):
                    each = self.once(each, clause, clause_errors.CAP_OF_EACH.of(what=what))
                case ast.Cap():
                    cap = self.once(cap, clause, clause_errors.CAP_OF.of(what=what))
                case ast.Floor():
                    floor = self.once(floor, clause, clause_errors.LIMIT_OF.of(what=what))
                case _:
                    pass
        if amount is None:
            raise Refused(
                clause_errors.clause_missing(
                    declared.name.span, what, clause_errors.AMOUNT_CLAUSE.of(verb=verb)
                )
            )
        if target is None:
            raise Refused(
                clause_errors.clause_missing(
                    declared.name.span, what, clause_errors.TARGET_CLAUSE.of(way=way)
                )
            )
        if floor is not None and floor.upper == is_penalty:
            wanted = "`leaving at least`" if is_penalty else "`reaching at most`"
            raise Refused(type_errors.limit_of_other(floor.span, wanted))
        scope = self.scope_of(target.node)
        rows: p.Rows | None = None
        test: p.Expression | None = None
        inner = scope
        if amount.rows is not None:
            rows, inner = rows_of(amount.rows, False, scope)
        if amount.condition is not None:
            test = condition(amount.condition, scope)
            inner = scope.after(test)
        value, kind = elaborate(amount.amount, inner, POINTS_TYPE)
        typing.demand(kind, POINTS_TYPE, amount.amount.span)
        value = self.by_the_day(value, amount, inner)
        if each is not None:
            value = self.capped_each(value, each, inner, rows)
        limit = None
        if cap is not None:
            limit, limit_kind = elaborate(cap.bound, scope, POINTS_TYPE)
            typing.demand(limit_kind, POINTS_TYPE, cap.bound.span)
        bound = None if floor is None else self.tree.points(floor.bound)
        stands = grounds(entry.layers, list(of_clauses(declared.clauses)), self.world, declared.clauses)
        return p.Adjustment(
            declared.name.text,
            title_of(declared.titles, declared.clauses, self.world),
            -1 if is_penalty else 1,
            self.tree.meant(target.node, Asks.PENALTY if is_penalty else Asks.BONUS),
            value,
            rows,
            test,
            limit,
            bound if is_penalty else None,
            bound if not is_penalty else None,
            joined(stands),
            entry.origin,
            grounds=stands,
            span=declared.span,
        )

    def scope_of(self, target: ast.NodeName) -> Scope:
        """What is known where a penalty or bonus is worked out: its target has a score."""
        name = self.world.draft.current_name(target.name.text)
        return self.tree.within(name) if name in self.tree.nodes else self.tree.scope("total")

    def by_the_day(self, value: p.Expression, amount: ast.Amount, scope: Scope) -> p.Expression:
        """The amount times the days for each of which it is."""
        if amount.days is None:
            return value
        days = of_type(amount.days, scope, DAYS_TYPE)
        start, end, text = amount.amount.span.start, amount.days.span.end, amount.span.source.text
        while text.count("(", start, end) > text.count(")", start, end):
            end = text.index(")", end) + 1
        said = Span(amount.span.source, start, end)
        return p.Arithmetic(p.ArithmeticOperator.MULTIPLY, value, days, POINTS_TYPE, span=said)

    def capped_each(
        self, value: p.Expression, cap: ast.Cap, scope: Scope, rows: p.Rows | None
    ) -> p.Expression:
        """The amount of one incident, at most so much."""
        if rows is None:
            raise Refused(
                type_errors.wrong_kind(
                    cap.span, "at most ... each", type_errors.FOR_EACH_ROW, "`at most ... in all`"
                )
            )
        bound, kind = elaborate(cap.bound, scope, POINTS_TYPE)
        typing.demand(kind, POINTS_TYPE, cap.bound.span)
        return p.Limit(value, True, bound, POINTS_TYPE, span=cap.span)

    def once(self, old: object, new: Any, what: Message) -> Any:
        if old is not None:
            self.world.twice(new.span, what)
        return new

    # -- Ratings -----------------------------------------------------------------------------------------------

    def ratings(self) -> tuple[p.Rating, ...]:
        return self.each(ast.Kept.RATING, self.rating)

    def rating(self, entry: Entry[ast.RatingDeclaration]) -> p.Rating:
        declared = entry.declared
        name = "total" if declared.node is None else self.tree.meant(declared.node, Asks.RATING)
        if declared.node is None:
            demand_total(self.world, name, declared.span.first_line(), Asks.RATING)
        seen: set[str] = set()
        grades: list[p.RatingGrade] = []
        for grade in declared.grades:
            if grade.name.text in seen:
                raise Refused(clause_errors.said_twice(grade.name.span, thing("grade", grade.name.text)))
            seen.add(grade.name.text)
            low, high = self.end(grade.range.low), self.end(grade.range.high)
            grades.append(
                p.RatingGrade(
                    grade.name.text,
                    grade.titles,
                    low,
                    grade.range.low_included,
                    high,
                    grade.range.high_included,
                    span=grade.span,
                )
            )
        stands = grounds(entry.layers, list(of_grades(declared)), self.world, declared.readings)
        stated = scales.read(declared.readings, self.world)
        grades = scales.grades_read(closed(grades), stated)
        return p.Rating(
            name,
            tuple(grades),
            joined(stands),
            entry.origin,
            declared.titles,
            stated.between,
            stated.shared,
            grounds=stands,
            span=declared.span,
        )

    def end(self, node: ast.Expression | None) -> fmpq | None:
        if node is None:
            return None
        assert isinstance(node, ast.Number)
        if node.unit is None or node.unit.text != "points":
            raise Refused(type_errors.wrong_type(node.span, type_errors.OTHER_UNIT, value_words.POINTS))
        return node.value

    # -- Rankings ------------------------------------------------------------------------------------------------

    def rankings(self) -> tuple[p.Ranking, ...]:
        return self.each(ast.Kept.RANK, self.ranking)

    def ranking(self, entry: Entry[ast.RankDeclaration]) -> p.Ranking:
        declared = entry.declared
        subject = self.world.schema.subject
        if self.world.draft.current_name(declared.subject.text) != subject.name:
            raise Refused(
                name_errors.unknown(
                    declared.subject.span, Sought.SUBJECT, declared.subject.text, [subject.name]
                )
            )
        test = None if declared.where is None else condition(declared.where, self.tree.scope("total"))
        within = []
        for name in declared.within:
            column = field_called(subject, name)
            if column.optional:
                raise Refused(missing_finding(name.span, name.text, column))
            self.world.mark_field(subject, column.name)
            within.append(column.name)
        stands = grounds(
            entry.layers, [(Figure(FigureKind.PLACES), declared.span)], self.world, (declared.where,)
        )
        keys = tuple(
            p.RankKey(
                self.tree.meant(key.node, Asks.RANKING), key.before_rounding, key.highest_first, span=key.span
            )
            for key in declared.keys
        )
        return p.Ranking(
            declared.name.text if declared.name else "rank",
            declared.titles,
            test,
            tuple(within),
            keys,
            p.Ties.DENSE if declared.dense else p.Ties.SHARE,
            joined(stands),
            entry.origin,
            grounds=stands,
            span=declared.span,
        )


def closed(grades: list[p.RatingGrade]) -> list[p.RatingGrade]:
    """Grades that say only ``from`` end where the next higher one begins; ``below`` ones likewise downwards."""
    lows = sorted((g.low, not g.low_included) for g in grades if g.low is not None)
    made = []
    for grade in grades:
        above = len(lows) if grade.low is None else bisect_right(lows, grade.low, key=itemgetter(0))
        if grade.high is None and above < len(lows):
            made.append(evolve(grade, high=lows[above][0], high_included=lows[above][1]))
        else:
            made.append(grade)
    return made
