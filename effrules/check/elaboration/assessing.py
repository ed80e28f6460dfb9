"""Who assesses a node: institutions, and for whom of those who are assessed."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.demands import of_data_alone
from effrules.check.elaboration.known import Known
from effrules.check.errors import procedure_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import World
from effrules.check.expressions.typed import condition
from effrules.model.program import Assessor, Expression
from effrules.model.schema import Titles
from effrules.syntax import tree as ast


def assessors(clauses: Sequence[ast.Assessed], name: str, tree: Known) -> tuple[Assessor, ...]:
    """The assessors of a node, those of an exception before those of all others; what is refused is found, and left out."""
    made: list[Assessor] = []
    for clause in sorted(clauses, key=lambda one: one.where is None):
        test: Expression | None = None
        if clause.where is not None:
            try:
                test = condition(clause.where, tree.scope(name))
                of_data_alone(test, clause.where.span, tree.world, procedure_errors.of_scores)
            except Refused as refused:
                tree.world.refuse(refused)
                continue
        made += [
            Assessor(who.text, _titles(who, titles, tree.world), test) for who, titles in clause.assessors
        ]
    return tuple(made)


def _titles(who: ast.Name, titles: Titles, world: World) -> Titles:
    """What an assessor is called where it is named, else where it is declared."""
    name = world.draft.current_name(who.text)
    entry = world.draft.things.get((ast.Kept.INSTITUTION, name))
    if entry is not None:
        world.mark(ast.Kept.INSTITUTION, name)
        return titles if titles.texts else entry.declared.titles  # type: ignore[union-attr]
    known = [one for kind, one in world.draft.things if kind is ast.Kept.INSTITUTION]
    if known and not titles.texts:
        world.found.append(name_errors.unknown(who.span, Sought.INSTITUTION, who.text, known))
    return titles
