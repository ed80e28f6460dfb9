"""Declarations with everything under the name that it bears now.

An amendment that renames a thing leaves what speaks of it as it was written; the old name still finds it. In a text that
stands alone the old name is unknown, so it is replaced wherever it means the renamed thing. What a name in a formula means
depends on the rows, parameters and choices around it: that is taken from the checked program, by the place in the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from attrs import evolve

from effrules.amend.draft import Draft
from effrules.model import program as p
from effrules.model.node import Node, rebuilt
from effrules.model.reading import Named, named
from effrules.model.walk import expressions, walk
from effrules.source import Span
from effrules.syntax import tree as ast

Declared = TypeVar("Declared", bound=Node)

Place = tuple[int, int, int]


class Renaming:
    """Replaces old names in declarations of a draft; ``program`` is what the draft was checked to."""

    def __init__(self, draft: Draft, program: p.Program) -> None:
        self.draft = draft
        self.meant = dict(_meant(program))
        self.forms = dict(_forms(program))

    def applied(self, declared: Declared) -> Declared:
        """A declaration under current names; the very same where it has no old one."""
        return rebuilt(declared, self._named) if self.draft.aliases else declared

    def _named(self, node: Any) -> Any:
        """A node with the names that it has itself replaced."""
        match node:
            case ast.Reference(parts) if _place(node.span) in self.forms:
                return self._of_form(node, parts)
            case ast.Reference((name,)) | ast.CallOf(name) | ast.BeforeRounding(name):
                return self._meant(node, name)
            case ast.IsState(ast.Reference((name,)), ast.State.APPLICABLE):
                return self._meant(node, name)
            case ast.NodeName(_, name):
                return self._with(node, "name", self._node(name))
            case ast.WeightEntry(name):
                return self._with(node, "part", self._node(name))
            case ast.RowSource(name) | ast.ExampleRowOf(name):
                return self._with(node, "table", self._current(name))
            case ast.MoveNever(_, name) | ast.FieldNeverAffects(name):
                return self._with(node, "row", self._current(name))
            case (
                ast.Weights(ast.Name() as name) | ast.RankDeclaration(name) | ast.Assumed(ast.Name() as name)
            ):
                return self._with(node, "subject", self._current(name))
            case ast.TableDeclaration(_, ast.Name() as name):
                return self._with(node, "owner", self._current(name))
            case ast.ParameterDeclaration(_, _, ast.TypeName(ast.TypeKind.NAME, ast.Name() as name)):
                return evolve(node, type=self._with(node.type, "name", self._current(name)))
            case ast.Constraint(ast.ConstraintKind.LOOKUP, _, ast.Name() as name):
                return self._with(node, "name", self._current(name))
            case ast.Window(after=stage, calendar=calendar):
                named = None if calendar is None else self._current(calendar)
                return self._with(self._with(node, "after", self._current(stage)), "calendar", named)
            case ast.DoneBy(agents):
                return evolve(node, agents=tuple(map(self._current, agents)))
            case ast.Assessed(assessors):
                return evolve(
                    node, assessors=tuple((self._current(who), titles) for who, titles in assessors)
                )
            case ast.Adds(table=table):
                return self._with(node, "table", self._current(table))
            case ast.Covers(columns):
                return evolve(node, columns=tuple((self._current(table), field) for table, field in columns))
            case ast.Cite(name):
                return self._with(node, "source", self._current(name))
            case _:
                return node

    @staticmethod
    def _with(node: Any, field: str, name: ast.Name | None) -> Any:
        return node if getattr(node, field) is name else evolve(node, **{field: name})

    def _current(self, name: ast.Name) -> ast.Name:
        text = self.draft.current_name(name.text)
        return name if text == name.text else evolve(name, text=text)

    def _node(self, name: ast.Name) -> ast.Name:
        known = name.text == "total" or name.text in self.draft.nodes
        return name if known else self._current(name)

    def _of_form(self, node: ast.Reference, parts: tuple[ast.Name, ...]) -> ast.Reference:
        """A field of a form, or a form itself, with the form's name as it is now."""
        form, of_field = self.forms[_place(node.span)]
        at = len(parts) - (2 if of_field else 1)
        if at < 0 or parts[at].text == form:
            return node
        return evolve(node, parts=(*parts[:at], evolve(parts[at], text=form), *parts[at + 1 :]))

    def _meant(self, node: Any, name: ast.Name) -> Any:
        text = self.meant.get(_place(node.span), name.text)
        if text == name.text:
            return node
        new = evolve(name, text=text)
        changed: dict[str, Any]
        match node:
            case ast.Reference():
                changed = {"parts": (new,)}
            case ast.IsState(ast.Reference() as operand):
                changed = {"operand": evolve(operand, parts=(new,))}
            case ast.BeforeRounding():
                changed = {"node": new}
            case _:
                changed = {"name": new}
        return evolve(node, **changed)


def names_used(program: p.Program) -> Counter[tuple[str, str]]:
    """How often the formulas of a program speak of each node, definition and table of figures."""
    found: Counter[tuple[str, str]] = Counter()
    for expression in expressions(program):
        for inner in walk(expression):
            name = _name_of(inner)
            if name is not None:
                found[type(inner).__name__, name] += 1
    return found


def _meant(program: p.Program) -> Iterator[tuple[Place, str]]:
    """What stands at each place of the text where a formula speaks of a node, a definition or a table of figures."""
    for expression in expressions(program):
        for inner in walk(expression):
            name = _name_of(inner)
            span = getattr(inner, "span", None)
            if name is not None and span is not None and not _linked(inner):
                yield _place(span), name


def _forms(program: p.Program) -> Iterator[tuple[Place, tuple[str, bool]]]:
    """The forms that formulas speak of, by place: the name, and whether of a field of the form or of the form itself."""
    forms = {form.name for table in program.schema.tables for form in table.forms}
    for expression in expressions(program):
        for inner in walk(expression):
            if isinstance(inner, p.AnyField) and inner.span is not None:
                form, dot, _ = inner.field.partition(".")
                if form in forms:
                    yield _place(inner.span), (form, bool(dot))


def _name_of(expression: p.Expression) -> str | None:
    match named(expression):
        case (Named.PARTS | Named.SCALE, _) | None:
            return None
        case (Named.DEFINITION | Named.FIGURES | Named.NODE | Named.OTHERS, name):
            return name


def _linked(expression: p.Expression) -> bool:
    """Whether figures are read without being named, through the field of a row that looks them up."""
    return isinstance(expression, p.FigureOf) and getattr(expression.key, "span", None) == expression.span


def _place(span: Span) -> Place:
    return id(span.source), span.start, span.end
