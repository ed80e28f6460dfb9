"""Promises and worked cases."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree

from effrules.model.program import Direction
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.declarations.outcome import OutcomeBuilder
from effrules.syntax.pieces import BadText, Node
from effrules.words import phrase


class PromiseBuilder(OutcomeBuilder):
    """Promises and worked cases."""

    def make_property(self, at: Span, name: Node, titles: Node, promise: Node) -> ast.PropertyDeclaration:
        made = self.make(promise)
        return ast.PropertyDeclaration(self.name(name), self.titles(titles), made, span=at)

    def make_always(self, at: Span, condition: Node) -> ast.AlwaysHolds:
        return ast.AlwaysHolds(self.expression(condition), span=at)

    def make_one_more(self, at: Span, rows: Node, verb: Node, target: Node) -> ast.OneMoreNever:
        return ast.OneMoreNever(self.row_source(rows), Direction(str(verb)), self.node_name(target), span=at)

    def make_field_moves(
        self, at: Span, change: Node, row: Node, field: Node, verb: Node, target: Node, where: Node
    ) -> ast.MoveNever:
        return ast.MoveNever(
            str(change).endswith("higher"),
            self.name(row),
            self.name(field),
            Direction(str(verb)),
            self.node_name(target),
            self.only(where),
            span=at,
        )

    def make_never_affects(self, at: Span, row: Node, field: Node, target: Node) -> ast.FieldNeverAffects:
        return ast.FieldNeverAffects(self.name(row), self.name(field), self.node_name(target), span=at)

    def make_example(self, at: Span, name: Node, *rest: Node) -> ast.ExampleDeclaration:
        parts = self.makes(rest)
        return ast.ExampleDeclaration(
            self.string(name),
            tuple(p for p in parts if isinstance(p, ast.ExampleRowOf)),
            tuple(p for p in parts if isinstance(p, ast.Expect)),
            span=at,
        )

    def make_example_row(
        self, at: Span, table: Node, name: Node, owner: Node, *pairs: Node
    ) -> ast.ExampleRowOf:
        return ast.ExampleRowOf(
            self.name(table),
            None if name is None else self.row_name(name),
            None if owner is None else self.row_name(owner),
            self.pairs(pairs),
            span=at,
        )

    def pairs(self, nodes: Sequence[Node]) -> tuple[tuple[ast.Name, ast.Cell | ast.MissingCell], ...]:
        """Fields with their values."""
        values: list[tuple[ast.Name, ast.Cell | ast.MissingCell]] = []
        for pair in nodes:
            if pair is None:
                continue
            assert isinstance(pair, Tree)
            field, value = pair.children
            if isinstance(value, Token) and value.type == "MISSING":
                values.append((self.name(field), ast.MissingCell(span=self.span(value))))
            else:
                values.append((self.name(field), self.cell(value)))
        return tuple(values)

    def make_expect(self, at: Span, what: Tree[Token], subject: Node, outcome: Node) -> ast.Expect:
        child = what.children[0]
        kind = ast.Expected(what.data.removeprefix("expected_"))
        target = None
        if isinstance(child, Tree):
            target = self.node_name(child)
        elif isinstance(child, Token):
            target = ast.NodeName(None, self.name(child), span=self.span(child))
        return ast.Expect(kind, target, self.row_name(subject), self.outcome(outcome), span=at)

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
