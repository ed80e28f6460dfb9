"""Changes of definitions and of tables of figures."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Action, Bearing, Place, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At
from effrules.compare.edits.searching import Search
from effrules.compare.edits.sides import Sides, path_of
from effrules.compare.matching import forms
from effrules.compare.matching.expressions import marked
from effrules.compare.matching.names import Space, key
from effrules.compare.matching.pairing import in_order
from effrules.compare.matching.reading import Of, Reading, expressions_of
from effrules.model import program as p
from effrules.model.things import Kept


class Formulas(Search):
    """Definitions and tables of figures."""

    def __init__(self, sides: Sides) -> None:
        super().__init__(sides)
        self.users = _users(sides, sides.right, sides.reads_right)
        self.users_before = _users(sides, sides.left, sides.reads_left)

    def _users_of(self, kind: Of, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.users.get((kind, name), ())))

    def _matters(self, kind: Of, name: str) -> Bearing:
        used = self.users.get((kind, name)) or self.users_before.get((kind, name))
        return Bearing.SCORES if used else Bearing.WORDING

    def definitions(self) -> Iterator[Edit]:
        left, right = self.left.definitions, self.right.definitions
        for name in self._both(left, right):
            was = self.sides.old_name(Space.DEFINITION, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.DEFINITION, name if theirs else was)
            at = At(
                key(Space.DEFINITION, name),
                place,
                path_of(place),
                self._reason(ours, theirs, was, Kept.DEFINE),
                used_by=self._users_of(Of.DEFINITION, name),
            )
            old, new = self.old.definitions.get(was), self.new.definitions.get(name)
            if ours is None or theirs is None:
                yield at.presence(
                    old if ours else None, new if theirs else None, self._matters(Of.DEFINITION, name)
                )
                continue
            assert old is not None
            assert new is not None
            yield from at.rename(was, name, self.sides.how(Space.DEFINITION, name), Bearing.WORDING)
            if forms.signature(ours) != forms.signature(theirs):
                pieces = marked(ours.body, theirs.body, forms.parameters(ours), forms.parameters(theirs))
                yield at.make(e.Signature, "signature", Bearing.SCORES, before=old, after=new, pieces=pieces)
            else:
                levels = forms.parameters(ours), forms.parameters(theirs)
                yield from at.formula(e.FormulaOf.BODY, ours.body, theirs.body, old.body, new.body, levels)
            yield from at.titles(ours.titles, theirs.titles)
            yield from at.words(e.WordsOf.PARAMETERS, ours.parameter_titles, theirs.parameter_titles)
            yield from at.rests_of(ours.basis, theirs.basis, old, new)

    def figures(self) -> Iterator[Edit]:
        left, right = self.left.figures, self.right.figures
        for name in self._both(left, right):
            was = self.sides.old_name(Space.FIGURES, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.FIGURES, name if theirs else was)
            at = At(
                key(Space.FIGURES, name),
                place,
                path_of(place),
                self._reason(ours, theirs, was, Kept.FIGURES),
                used_by=self._users_of(Of.FIGURES, name),
            )
            old, new = self.old.figures.get(was), self.new.figures.get(name)
            if ours is None or theirs is None:
                yield at.presence(
                    old if ours else None, new if theirs else None, self._matters(Of.FIGURES, name)
                )
                continue
            assert old is not None
            assert new is not None
            yield from at.rename(was, name, self.sides.how(Space.FIGURES, name), Bearing.WORDING)
            if ours.columns != theirs.columns:
                yield at.make(e.Columns, "columns", Bearing.SCORES, before=old, after=new)
            else:
                yield from self.rows(at, ours, theirs)
            yield from at.titles(ours.titles, theirs.titles)
            yield from at.words(e.WordsOf.COLUMNS, ours.column_titles, theirs.column_titles)
            yield from at.rests_of(ours.basis, theirs.basis, old, new)

    def rows(self, at: At, before: p.Figures, after: p.Figures) -> Iterator[Edit]:
        ours = {row[0]: row for row in before.rows}
        theirs = {row[0]: row for row in after.rows}
        columns = tuple(name for name, _ in after.columns)
        for row in [*ours, *(name for name in theirs if name not in ours)]:
            old, new = ours.get(row), theirs.get(row)
            if old == new:
                continue
            action = Action.ADDED if old is None else Action.DROPPED if new is None else Action.CHANGED
            path = f"{at.path} > row {row}"
            yield at.make(e.Row, f"row {row}", Bearing.SCORES, action=action, path=path, columns=columns,
                          before=old, after=new)  # fmt: skip


def _users(sides: Sides, program: p.Program, reading: Reading) -> dict[tuple[str, str], list[str]]:
    """The paths of the nodes, penalties and the like that read each definition and table of figures."""
    users: dict[tuple[str, str], list[str]] = {}
    parts: list[tuple[str, object]] = [
        *((sides.node_path(node.name), node) for node in in_order(program)),
        *(("weights", clause) for clause in program.weights),
        *((path_of(sides.adjustment_place(a.name)), a) for a in program.adjustments),
        *((f"rank {ranking.name}", ranking) for ranking in program.rankings),
    ]
    for path, part in parts:
        for ref in reading.through(expressions_of(part)):
            if ref[0] in (Of.DEFINITION, Of.FIGURES):
                users.setdefault((ref[0], ref[1]), []).append(path)
    return users
