"""What is reported: subjects, tables, fields, figures, calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import evolve
from lark import Token, Tree

from effrules.model.calendars import Weekday
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.declarations.heading import HeadingBuilder
from effrules.syntax.pieces import BadText, Node
from effrules.syntax.texts import text_between
from effrules.words import phrase

LONGEST_HOLIDAY = 3_660
"""So many days at most does one clause of a calendar speak of: ten years."""
LONGEST_CALENDAR = 73_050
"""So many days at most is a calendar for: two hundred years."""


class ReportedBuilder(HeadingBuilder):
    """What is reported: subjects, tables, fields, figures, calendars."""

    def make_subject(self, at: Span, name: Node, titles: Node, *fields: Node) -> ast.TableDeclaration:
        return self._table(at, name, None, titles, fields)

    def make_table(
        self, at: Span, name: Node, owner: Node, titles: Node, *fields: Node
    ) -> ast.TableDeclaration:
        return self._table(at, name, owner, titles, fields)

    def make_form(
        self, at: Span, name: Node, owner: Node, where: Node, titles: Node, absence: Node, *fields: Node
    ) -> ast.TableDeclaration:
        made = self._table(at, name, owner, titles, fields)
        return evolve(made, form=True, may_be_missing=absence is not None, where=self.only(where))

    def _table(
        self, at: Span, name: Node, owner: Node, titles: Node, fields: Sequence[Node]
    ) -> ast.TableDeclaration:
        return ast.TableDeclaration(
            self.name(name), self.optional_name(owner), self.titles(titles), self.declared_fields(fields),
            demands=self.demands(fields), span=at,
        )  # fmt: skip

    def declared_fields(self, found: Sequence[Node]) -> tuple[ast.FieldDeclaration, ...]:
        """The fields among what stands in a table."""
        return tuple(one for one in self.makes(found) if isinstance(one, ast.FieldDeclaration))

    def demands(self, found: Sequence[Node]) -> tuple[ast.MustHold, ...]:
        """What must hold of the rows, among what stands in a table."""
        return tuple(one for one in self.makes(found) if isinstance(one, ast.MustHold))

    def make_must_hold(self, at: Span, condition: Node, because: Tree[Token]) -> ast.MustHold:
        return ast.MustHold(self.expression(condition), self.titles(because.children[0]), span=at)

    def make_drop_must_hold(self, at: Span) -> ast.DropMustHold:
        return ast.DropMustHold(span=at)

    def make_field(
        self, at: Span, name: Node, titles: Node, kind: Node, *constraints: Node
    ) -> ast.FieldDeclaration:
        return ast.FieldDeclaration(
            self.name(name),
            self.titles(titles),
            self.type_of(kind),
            tuple(self.constraint(c) for c in constraints if c is not None),
            span=at,
        )

    def make_choice_field(self, at: Span, name: Node, titles: Node, *rest: Node) -> ast.FieldDeclaration:
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
        kind = ast.TypeName(ast.TypeKind.CHOICE, None, tuple(choices), span=at)
        return ast.FieldDeclaration(self.name(name), self.titles(titles), kind, tuple(constraints), span=at)

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

    def make_figures(self, at: Span, name: Node, titles: Node, *rest: Node) -> ast.FiguresDeclaration:
        parts = self.makes([part for part in rest if part is not None])
        return ast.FiguresDeclaration(
            self.name(name),
            self.titles(titles),
            tuple(p for p in parts if isinstance(p, ast.FieldDeclaration)),
            tuple(p for p in parts if isinstance(p, ast.FigureRow)),
            tuple(p for p in parts if isinstance(p, ast.BasisClause)),
            span=at,
        )

    def make_calendar(self, at: Span, name: Node, titles: Node, *clauses: Node) -> ast.CalendarDeclaration:
        return ast.CalendarDeclaration(self.name(name), self.titles(titles), self.makes(clauses), span=at)

    def make_weekend(self, at: Span, *days: Node) -> ast.Weekend:
        return ast.Weekend(tuple(Weekday(str(day)) for day in days), span=at)

    def make_stretch(self, at: Span, first: Token, last: Token) -> ast.Stretch:
        return ast.Stretch(*self.days(first, last, LONGEST_CALENDAR, at), span=at)

    def days(self, first: Token, last: Token, most: int, at: Span) -> tuple[date, date]:
        """The first and the last day of a clause. Raises BadText for more of them than any act speaks of: each would be worked out one by one."""
        begins, ends = self.date(first), self.date(last)
        days = (ends - begins).days + 1
        if days > most:
            said = phrase(
                "{days} days, where at most {most} can stand in one clause", days=str(days), most=str(most)
            )
            raise BadText(at, "E114", said, phrase("look at the years"))
        return begins, ends

    def make_calendar_day(
        self, at: Span, kind: Node, first: Token, last: Token | None, titles: Node
    ) -> ast.CalendarDay:
        begins, ends = self.days(first, last or first, LONGEST_HOLIDAY, at)
        until = None if last is None else ends
        return ast.CalendarDay(ast.DayKind(str(kind)), begins, until, self.titles(titles), span=at)

    def make_drop_day(self, at: Span, kind: Node, first: Token, last: Token | None) -> ast.DropDay:
        begins, ends = self.days(first, last or first, LONGEST_HOLIDAY, at)
        return ast.DropDay(ast.DayKind(str(kind)), begins, None if last is None else ends, span=at)

    def make_figure_row(self, at: Span, *cells: Node) -> ast.FigureRow:
        return ast.FigureRow(tuple(self.cell(child) for child in cells), span=at)
