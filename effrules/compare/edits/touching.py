"""What the part of the rules that an edit changes reads: before, and after."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen

from effrules.compare.edits import edit as e
from effrules.compare.edits.clauses import clauses_matched
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.sides import Sides
from effrules.compare.matching.names import Space
from effrules.compare.matching.reading import Of, Reading, Ref, sources
from effrules.compare.matching.things import field_of, thing_of
from effrules.model import program as p

NO_REFS: frozenset[Ref] = frozenset()


@frozen
class Touch:
    """What a part that an edit changes reads: before (in the old methodology) and after (in the new one)."""

    before: frozenset[Ref] = NO_REFS
    after: frozenset[Ref] = NO_REFS


def touched(sides: Sides, edit: Edit) -> Touch:
    """What the part that an edit changes reads, on both sides."""
    _, _, name = edit.at
    left, right = sides.reads_left, sides.reads_right
    match edit:
        case e.Presence():
            ours = None if edit.before is None else part_of(sides.left, edit)
            theirs = None if edit.after is None else part_of(sides.right, edit)
            return Touch(NO_REFS if ours is None else left.part(ours),
                         NO_REFS if theirs is None else right.part(theirs))  # fmt: skip
        case e.Move():
            return Touch(
                frozenset({(Of.NODE, sides.left.nodes[name].parent)}),
                frozenset({(Of.NODE, sides.right.nodes[name].parent)}),
            )
        case e.Formula():
            ours_now, theirs_now = (_formula(program, edit) for program in (sides.left, sides.right))
            return Touch(left.formulas(ours_now), right.formulas(theirs_now))
        case e.Number(of=e.NumberOf.MAXIMUM) if edit.condition is not None or None in (
            edit.before,
            edit.after,
        ):
            lines = (one.condition for one in sides.left.nodes[name].maxima)
            others = (one.condition for one in sides.right.nodes[name].maxima)
            return Touch(left.formulas(*lines), right.formulas(*others))
        case e.Signature():
            return Touch(left.part(sides.left.definitions[name]), right.part(sides.right.definitions[name]))
        case e.Incidents():
            before, after = adjustment(sides.left, name), adjustment(sides.right, name)
            return Touch(left.formulas(before.rows), right.formulas(after.rows))
        case e.Target():
            before, after = adjustment(sides.left, name), adjustment(sides.right, name)
            return Touch(frozenset({(Of.NODE, before.target)}), frozenset({(Of.NODE, after.target)}))
        case e.Applicability():
            nodes = sides.left.nodes[name], sides.right.nodes[name]
            return Touch(
                left.formulas(*(test.condition for test in nodes[0].not_applicable)),
                right.formulas(*(test.condition for test in nodes[1].not_applicable)),
            )
        case e.Clauses():
            _, gone, fresh = clauses_matched(sides.left, sides.right)
            return Touch(
                NO_REFS.union(*(left.part(sides.left.weights[at]) for at in gone)),
                NO_REFS.union(*(right.part(sides.right.weights[at]) for at in fresh)),
            )
        case e.Reported() | e.Owner():
            return Touch(_schema_refs(left, edit), _schema_refs(right, edit))
        case e.Demands():
            ours, theirs = sides.left.schema.table_named(name), sides.right.schema.table_named(name)
            return Touch(
                left.formulas(*(one.condition for one in (ours.demands if ours else ()))),
                right.formulas(*(one.condition for one in (theirs.demands if theirs else ()))),
            )
        case e.Places():
            ours_ranked = next(r for r in sides.left.rankings if r.name == name)
            theirs_ranked = next(r for r in sides.right.rankings if r.name == name)
            return Touch(left.part(ours_ranked), right.part(theirs_ranked))
        case e.Rests():
            return Touch(_basis_refs(sides, edit, sides.left), _basis_refs(sides, edit, sides.right))
        case (
            e.Rename() | e.Order() | e.Total() | e.Number() | e.Rounding() | e.Assessors() | e.Weights() | e.Redistribution()
            | e.Option() | e.Row() | e.Columns() | e.Grades() | e.Promise() | e.Case() | e.Stated() | e.Scale() | e.Period() | e.Version() | e.Words()
        ):  # fmt: skip
            return Touch()
        case _:
            assert_never(edit)


def _schema_refs(reading: Reading, edit: e.Reported | e.Owner) -> frozenset[Ref]:
    space, inside, name = edit.at
    if space is Space.FIELD:
        return reading.part(field_of(reading, inside, name))
    owner = reading.tables[name].owner
    return frozenset() if owner is None else frozenset({(Of.TABLE, owner)})


def _basis_refs(sides: Sides, edit: e.Rests, program: p.Program) -> frozenset[Ref]:
    inside = edit.at[1]
    if inside.startswith("weights"):
        at = int(inside.split()[1])
        matched, _, _ = clauses_matched(sides.left, sides.right)
        if program is sides.left:
            at = next(one for one, other in matched if other == at)
        return sources(program.weights[at].basis)
    thing = thing_of(program, *edit.at)
    return sources(thing.rounding_basis if edit.rounding else thing.basis)


def _formula(program: p.Program, edit: e.Formula) -> p.Expression | None:
    name = edit.at[2]
    match edit.of:
        case e.FormulaOf.BODY:
            return program.definitions[name].body
        case e.FormulaOf.ONLY:
            return next((test.only_where for test in program.nodes[name].not_applicable if test.only), None)
        case e.FormulaOf.SCORE:
            return program.nodes[name].formula
        case e.FormulaOf.AMOUNT:
            return adjustment(program, name).amount
        case e.FormulaOf.CAP:
            return adjustment(program, name).cap
        case e.FormulaOf.CONDITION:
            return adjustment(program, name).condition
        case _:
            assert_never(edit.of)


def adjustment(program: p.Program, name: str) -> p.Adjustment:
    """The penalty or bonus of a name."""
    return next(a for a in program.adjustments if a.name == name)


def part_of(program: p.Program, edit: e.Presence) -> object:
    """The declaration that comes or goes, as it stands in a program with names brought together; ``None`` for what reads nothing."""
    reads_nothing = edit.at[0] in (Space.SOURCE, Space.PROPERTY, Space.EXAMPLE)
    return None if reads_nothing else thing_of(program, *edit.at)
