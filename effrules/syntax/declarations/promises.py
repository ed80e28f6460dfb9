"""Promises and worked cases."""

from __future__ import annotations

from lark import Token, Tree

from effrules.model.program import Direction
from effrules.syntax import tree as ast
from effrules.syntax.declarations.outcome import OutcomeBuilder
from effrules.syntax.expressions import BadText, Node
from effrules.words import phrase


class PromiseBuilder(OutcomeBuilder):
    """Promises and worked cases."""

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
