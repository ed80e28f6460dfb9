"""Kinds of subjects for the analysis of ranges: those that have the same nodes and maxima are one."""

from __future__ import annotations

from attrs import frozen

from effrules.model import kinds
from effrules.model import program as p
from effrules.model.forms import form
from effrules.model.kinds import Case
from effrules.model.types import Type
from effrules.model.values.known import Known

MOST_CASES = 5_000
MOST_TOLD_APART = 64
"""So many kinds are looked at one by one; of more, only what holds for all of them together is known."""


@frozen(eq=False)
class Kind:
    """Subjects that have the same nodes and the same maxima.

    ``case`` is one of them, ``known`` what is known of all. ``sure``: they are told apart; else nothing is known of who has what.
    """

    case: Case
    known: Known
    sure: bool = True

    def agrees(self, known: Known) -> bool:
        """Whether some of them can be where this is known."""
        for key, values in self.known.items():
            told = known.get(key)
            if isinstance(told, frozenset) and isinstance(values, frozenset) and not told & values:
                return False
        return True


def kinds_of(program: p.Program) -> tuple[Kind, ...]:
    """The kinds of subjects of a program; one, of which nothing is known, where it makes no difference between them."""
    fields = kinds.deciding(program.nodes)
    if not fields:
        return (Kind({}, {}),)
    subject = program.schema.subject
    conditions = list(kinds.conditions(program.nodes))
    conditions += [clause.condition for clause in program.weights if clause.condition is not None]
    alike: dict[tuple[bool | None, ...], list[Case]] = {}
    for case in kinds.cases(subject, fields, MOST_CASES) or ():
        alike.setdefault(tuple(kinds.decided(one, case) for one in conditions), []).append(case)
    if not 0 < len(alike) <= MOST_TOLD_APART:
        return (Kind({}, {}, sure=False),)
    row = p.RowVariable(0, subject.name, subject.name)
    made = []
    for some in alike.values():
        known = {
            form(p.FieldOf(row, name, _type_of(program, name))): frozenset(case[name] for case in some)
            for name in fields
        }
        made.append(Kind(some[0], known))
    return tuple(made)


def _type_of(program: p.Program, name: str) -> Type:
    declared = program.schema.subject.field_named(name)
    assert declared is not None
    return declared.type
