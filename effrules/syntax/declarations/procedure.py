"""Institutions, stages, spot checks and recommendations: one declaration, whose clauses are read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partialmethod
from typing import Any

import lark
from lark import Token, Tree

from effrules.model.procedure import Counted, Day, DayOfYear, Month, Occasion, YearOf
from effrules.model.schema import UNTAGGED
from effrules.model.things import ThingKind
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.declarations.promises import PromiseBuilder
from effrules.syntax.notation import parser
from effrules.syntax.pieces import BadText, Node
from effrules.syntax.texts import text_between
from effrules.words import any_of, phrase

LONGEST_WINDOW = 366
"""So many days at most has a window: a year."""

COMMON = (ast.TitleClause, ast.BasisClause, ast.DropClause)

FILLED = re.compile(r"\{\{|\}\}|\{([^{}\"\\]*)\}|[{}]")
"""What stands in braces in a text; doubled, a brace means itself."""


class ProcedureBuilder(PromiseBuilder):
    """Institutions, stages, spot checks and recommendations."""

    def procedure_kind(self, token: Node) -> ThingKind:
        return ThingKind(" ".join(str(token).split()))

    def make_procedure(
        self, at: Span, kind: Node, name: Node, titles: Node, *clauses: Node
    ) -> ast.ProcedureDeclaration:
        made, which = self.makes(clauses), self.procedure_kind(kind)
        self.right_clauses(which, made)
        return ast.ProcedureDeclaration(which, self.name(name), self.titles(titles), made, span=at)

    def right_clauses(self, kind: ThingKind, clauses: Iterable[Any]) -> None:
        """Only clauses of its own stand in a declaration: the grammar has one list for all kinds. Raises BadText."""
        for clause in clauses:
            occasion = clause.occasion if isinstance(clause, ast.Adds) else None
            wrong = occasion is not None and (occasion is Occasion.MISMATCH) is (kind is ThingKind.STAGE)
            if wrong or not isinstance(clause, (*COMMON, *ast.CLAUSES_OF[kind])):
                owners = [
                    f"`{one}`"
                    for one, kinds in ast.CLAUSES_OF.items()
                    if isinstance(clause, kinds) and not (wrong and one is kind)
                ]
                said = phrase(
                    "`{clause}` has no place in `{kind}`", clause=clause.word.value, kind=kind.value
                )
                help_text = phrase("it is a clause of {owners}: take it out here", owners=any_of(owners))
                raise BadText(clause.span, "E115", said, help_text)

    def make_is_subject(self, at: Span, key: Node) -> ast.IsSubject:
        return ast.IsSubject(self.string(key), span=at)

    def make_stage_kind(self, at: Span, name: Node) -> ast.StageKindClause:
        return ast.StageKindClause(self.name(name), span=at)

    def make_done_by(self, at: Span, *names: Node) -> ast.DoneBy:
        return ast.DoneBy(tuple(map(self.name, names)), span=at)

    def make_by_commission(self, at: Span, without: Node) -> ast.ByCommission:
        return ast.ByCommission(without is not None, span=at)

    def make_for_nodes(self, at: Span, *nodes: Node) -> ast.ForNodes:
        return ast.ForNodes(tuple(map(self.node_name, nodes)), span=at)

    def _day_clause(self, kind: type, at: Span, day: Node) -> Any:
        return kind(self.day(day), span=at)

    make_day_from = partialmethod(_day_clause, ast.DayFrom)
    make_day_to = partialmethod(_day_clause, ast.DayTo)

    def day(self, node: Node) -> Day:
        if isinstance(node, Token):
            return self.date(node)
        assert isinstance(node, Tree)
        *number, month, year = node.children
        made = DayOfYear(
            self.whole(number[0]) if number else None,
            Month[str(month).upper()],
            YearOf(" ".join(str(year).split())),
        )
        if (
            made.day is not None
            and not 1 <= made.day <= DayOfYear(None, made.month, YearOf.SAME).of(2023).day
        ):
            raise BadText(
                self.span(node), "E104",
                phrase("not every year has the day {day} of {month}", day=str(made.day), month=made.month.word),
                phrase("say `last day of {month}`", month=made.month.word),
            )  # fmt: skip
        return made

    def whole(self, token: Node) -> int:
        """A whole number of days."""
        assert isinstance(token, Token)
        value = self.number(token)
        if value.q != 1 or not 1 <= value <= LONGEST_WINDOW:
            said = phrase(
                "{number} is no number of days from 1 to {most}", number=str(token), most=str(LONGEST_WINDOW)
            )
            raise BadText(self.span(token), "E114", said, phrase("write a whole number of days"))
        return int(value.p)

    def make_window(self, at: Span, days: Node, counted: Node, after: Node, calendar: Node) -> ast.Window:
        how = Counted(str(counted).split()[0])
        return ast.Window(self.whole(days), how, self.name(after), self.optional_name(calendar), span=at)

    def make_documents(self, at: Span) -> ast.WithDocuments:
        return ast.WithDocuments(span=at)

    def make_last_places(self, at: Span, places: Node, years: Node) -> ast.YearsRunning:
        return ast.YearsRunning(self.whole(places), self.whole(years), span=at)

    def make_lower_score(self, at: Span, years: Node) -> ast.YearsRunning:
        return ast.YearsRunning(None, self.whole(years), span=at)

    def make_adds(self, at: Span, occasion: Node, added: Tree[Token]) -> ast.Adds:
        table, *rest = added.children
        if added.data == "added_one":
            field, per_day, calendar = rest
            counted = None if per_day is None else Counted(str(per_day).split()[2])
            return ast.Adds(
                Occasion(str(occasion)),
                self.name(table),
                (),
                self.name(field),
                counted,
                self.optional_name(calendar),
                span=at,
            )
        return ast.Adds(Occasion(str(occasion)), self.name(table), self.pairs(rest), span=at)

    def make_covers(self, at: Span, *columns: Tree[Token]) -> ast.Covers:
        made = ((self.name(one.children[0]), self.optional_name(one.children[1])) for one in columns)
        return ast.Covers(tuple(made), span=at)

    def make_tolerance(self, at: Span, value: Token) -> ast.Tolerance:
        percent = value.type == "PERCENT"
        number = self.percent(value) if percent else self.number(value)
        return ast.Tolerance(ast.Number(number, None, percent, span=self.span(value)), span=at)

    def make_recommended_when(self, at: Span, condition: Node) -> ast.RecommendedWhen:
        return ast.RecommendedWhen(self.expression(condition), span=at)

    def make_text(self, at: Span, titles: Tree[Token]) -> ast.TextClause:
        self.titles(titles)  # one text for each language
        made: list[ast.FilledText] = []
        language = UNTAGGED
        for token in titles.children:
            assert isinstance(token, Token)
            if token.type == "LANGUAGE":
                language = str(token)
                continue
            made.append(ast.FilledText(language, tuple(self.filled(token)), span=self.span(token)))
            language = UNTAGGED
        return ast.TextClause(tuple(made), span=at)

    def filled(self, token: Token) -> Sequence[str | ast.Expression]:
        """The pieces of a text: what is written as it stands, and what stands in braces, read as an expression. Raises BadText."""
        pieces: list[str | ast.Expression] = []
        written, at = "", 1
        inside = str(token)[:-1]
        for match in FILLED.finditer(inside):
            place = Span(
                self.source, self.span(token).start + match.start(), self.span(token).start + match.end()
            )
            written += text_between(f'"{inside[at : match.start()]}"')
            at = match.end()
            if match[0] in ("{{", "}}"):
                written += match[0][0]
            elif match[1] is None or not match[1].strip():
                said = phrase("a brace in a text that nothing can be filled in for")
                raise BadText(
                    place,
                    "E116",
                    said,
                    phrase(
                        "write `{{formula}}` without quotes in it, or double a brace that is meant as it stands"
                    ),
                )
            else:
                pieces += [written] * bool(written)
                written = ""
                pieces.append(self.in_braces(match[1], place))
        written += text_between(f'"{inside[at:]}"')
        return pieces + [written] * bool(written)

    def in_braces(self, text: str, place: Span) -> ast.Expression:
        """An expression in a text, where it stands in the source. Raises BadText."""
        before = "define x = "
        try:
            read = parser().parse(before + text, start="start")
            if len(read.children) != 1:
                raise lark.UnexpectedInput
        except lark.UnexpectedInput:
            said = phrase("`{text}` cannot be read as a formula", text=text)
            raise BadText(
                place, "E116", said, phrase("write in braces what could stand behind `score =`")
            ) from None
        shift, self.shift = self.shift, place.start + 1 - len(before)
        try:
            made = self.make(read.children[0])
        finally:
            self.shift = shift
        if not isinstance(made, ast.Define) or made.basis:
            said = phrase("`{text}` cannot be read as a formula", text=text)
            raise BadText(place, "E116", said, phrase("write in braces what could stand behind `score =`"))
        return made.body
