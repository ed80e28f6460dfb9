"""Nodes of the tree of scores that a formula speaks of: their scores, maxima, parts."""

from __future__ import annotations

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors import missing_errors, row_errors, type_errors
from effrules.check.errors.clause_errors import SCORE_OF
from effrules.check.errors.refused import Refused
from effrules.check.expressions.facts import node_fact
from effrules.check.expressions.no_total import demand_total
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Arms, Typed
from effrules.model import program as p
from effrules.model.types import POINTS_TYPE
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Text


def score_of(node: str, span: Span, scope: Scope, before_rounding: bool = False) -> Typed:
    subject = one_subject(SCORE_OF.of(name=node), span, scope)
    if (
        not scope.lenient
        and not scope.knows(node_fact(node, subject))
        and scope.world.may_be_not_applicable(node, scope.inside(subject))
        and not scope.require(node_fact(node, subject), scope.path, None)
    ):
        raise Refused(missing_errors.not_applicable_not_dealt_with(span, node))
    return p.ScoreOf(node, subject, before_rounding, POINTS_TYPE, span=span), POINTS_TYPE


def one_subject(what: Text, span: Span, scope: Scope) -> p.RowVariable:
    """The subject that something is about; refused where a definition has several, and nothing tells which."""
    subject = scope.subject
    rivals = [row.name for row in scope.alike if row.table == subject.table]
    if len(rivals) > 1 and subject in scope.alike:
        raise Refused(row_errors.whose(span, what, rivals))
    return subject


def before_rounding(node: ast.BeforeRounding, scope: Scope) -> Typed:
    name = node_named(node.node, scope)
    return score_of(name, node.span, scope, before_rounding=True)


def node_named(name: ast.Name, scope: Scope) -> str:
    """The node of the tree of scores that a name stands for, after renaming; or a refusal."""
    draft = scope.world.draft
    for candidate in (name.text, draft.current_name(name.text)):
        if candidate == "total" or candidate in draft.nodes:
            demand_total(scope.world, candidate, name.span)
            return candidate
    raise Refused(name_errors.unknown(name.span, Sought.NODE, name.text, draft.nodes))


def parts(node: ast.PartsOf, scope: Scope) -> Typed:
    if scope.its_parts is None:
        raise Refused(
            type_errors.wrong_kind(
                node.span, "its parts", type_errors.OF_NODES_ONLY, type_errors.NODE_FORMULA
            )
        )
    kind = node.kind
    if node.weighted and not kind.facts.by_weights:
        raise Refused(
            type_errors.wrong_kind(
                node.span, f"weighted {kind.value}", type_errors.NOT_DEFINED, type_errors.WEIGHTED_KINDS
            )
        )
    subject = scope.subject
    if not (node is scope.whole and subject.slot == 0):
        _some_part(scope.its_parts, subject, node.span, scope)
    result = POINTS_TYPE.raised(kind.facts.unit)
    return p.PartsAggregate(kind, node.weighted, scope.its_parts, subject, result, span=node.span), result


def its_maximum(node: ast.ItsMaximum, scope: Scope) -> Typed:
    if scope.its_parts is None:
        raise Refused(
            type_errors.wrong_kind(
                node.span, "its maximum", type_errors.OF_NODES_ONLY, type_errors.NODE_FORMULA
            )
        )
    return p.MaximumOf(scope.its_parts, scope.subject, POINTS_TYPE, span=node.span), POINTS_TYPE


def _some_part(name: str, subject: p.RowVariable, span: Span, scope: Scope) -> None:
    """Refuse `its parts` where none of them need be applicable to a subject, and the formula is more than that."""
    parts = scope.world.draft.parts_of(name)
    if all(
        node_fact(part, subject) not in scope.known
        and scope.world.may_be_not_applicable(part, scope.inside(subject))
        for part in parts
    ):
        raise Refused(missing_errors.no_part_dealt_with(span, name, parts, of_others=subject.slot != 0))


ARMS: Arms = {ast.BeforeRounding: before_rounding, ast.PartsOf: parts, ast.ItsMaximum: its_maximum}
"""Which kinds of expressions are checked here, and by what."""
