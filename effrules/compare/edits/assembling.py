"""Putting a program together out of the parts of two: those of the new one that edits bring, those of the old one else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from attrs import evolve

from effrules.compare.edits import edit as e
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.sides import Sides
from effrules.compare.matching import forms
from effrules.compare.matching.names import Key, Names, Space
from effrules.compare.matching.things import procedure, thing_of
from effrules.compare.matching.turns import in_turn
from effrules.model import program as p
from effrules.model.schema import Field, Titles
from effrules.model.types import Choice

T = TypeVar("T")

Elsewhere = (
    e.Weights | e.Redistribution | e.Clauses | e.Reported | e.Option | e.Owner | e.Demands | e.Row | e.Columns | e.Grades
    | e.Places | e.Promise | e.Case | e.Stated | e.Scale | e.Period | e.Version | e.Words | e.Rests
)  # fmt: skip
"""Edits of anything but the tree and its formulas."""


def _named(things: Iterable[T]) -> dict[str, T]:
    return {thing.name: thing for thing in things}  # type: ignore[attr-defined]


class Assembly:
    """One program in between. It starts as the old one; each edit copies its part of the new one into it."""

    def __init__(self, sides: Sides, edits: Sequence[Edit]) -> None:
        self.sides = sides
        self.edits = edits
        left = sides.left
        self.header = left.header
        self.tables = _named(left.schema.tables)
        self.fields = {table.name: _named(table.fields) for table in left.schema.tables}
        self.things: dict[Space, dict[str, Any]] = {
            Space.SOURCE: _named(left.sources),
            Space.DEFINITION: dict(left.definitions),
            Space.FIGURES: dict(left.figures),
            Space.NODE: dict(left.nodes),
            Space.ADJUSTMENT: _named(left.adjustments),
            Space.RATING: {rating.node: rating for rating in left.ratings},
            Space.RANKING: _named(left.rankings),
            Space.PROPERTY: _named(left.properties),
            Space.EXAMPLE: _named(left.examples),
            Space.PROCEDURE: procedure(left),
        }
        self.floor, self.cap = left.final_floor, left.final_cap
        self.rows: dict[str, dict[Any, tuple[Any, ...]]] = {}
        self.newly: set[tuple[e.Ordered, str]] = set()
        self.options: dict[tuple[str, str], set[str]] = {}
        self.newly_named_choices: set[tuple[str, str]] = set()
        self.renamed: set[Key] = set()
        self.clauses: e.Clauses | None = None
        self.weights: set[tuple[str, str]] = set()
        self.redistributed: set[str] = set()
        self.rested: set[str] = set()
        self.rescaled = False

    def collect(self) -> None:
        """Copy what all edits bring."""
        for edit in self.edits:
            self.apply(edit)
        self.schema_choices()
        self.figures_rows()

    # -- One edit -------------------------------------------------------------------------------------------

    def _set(self, edit: Edit, **parts: Any) -> None:
        space, _, name = edit.at
        self.things[space][name] = evolve(self.things[space][name], **parts)

    def apply(self, edit: Edit) -> None:
        """Copy the part of the new methodology that an edit is about."""
        space, _, name = edit.at
        theirs = thing_of(self.sides.right, *edit.at)
        match edit:
            case e.Presence():
                self.presence(edit, theirs)
            case e.Rename():
                self.renamed.add(edit.at)
            case e.Move():
                self._set(edit, parent=theirs.parent)
            case e.Order():
                self.newly.add((edit.what, name))
            case e.Total():
                self._set(edit, no_total=theirs.no_total)
            case e.Formula():
                self.formula(edit, theirs)
            case e.Signature():
                ours = self.things[space][name]
                self.things[space][name] = evolve(
                    theirs, titles=ours.titles, parameter_titles=ours.parameter_titles, basis=ours.basis
                )
            case e.Incidents():
                self._set(edit, rows=theirs.rows)
            case e.Number():
                self.number(edit, theirs)
            case e.Target():
                self._set(edit, target=theirs.target)
            case e.Rounding():
                self._set(edit, rounding=theirs.rounding)
            case e.Applicability():
                self.tests(edit, theirs, only=False)
            case e.Assessors():
                self._set(edit, assessors=theirs.assessors)
            case _:
                self._elsewhere(edit, theirs)

    def _elsewhere(self, edit: Elsewhere, theirs: Any) -> None:
        """The same for weights, what is reported, the outcome, the heading, and words."""
        _, inside, name = edit.at
        match edit:
            case e.Weights():
                self.weights.add((inside, edit.node))
            case e.Redistribution():
                self.redistributed.add(inside)
            case e.Clauses():
                self.clauses = edit
            case e.Reported():
                self.reported(edit, theirs)
            case e.Option():
                self.options.setdefault((inside, name), set()).add(edit.after or edit.before or "")
            case e.Owner():
                self.tables[name] = evolve(self.tables[name], owner=theirs.owner)
            case e.Demands():
                self.tables[name] = evolve(self.tables[name], demands=theirs.demands)
            case e.Row():
                row = (edit.before or edit.after or ("",))[0]
                self.rows.setdefault(name, {})[row] = edit.after or ()
            case e.Columns():
                self._set(edit, columns=theirs.columns, rows=theirs.rows)
            case e.Grades():
                self._set(edit, grades=theirs.grades, between=theirs.between, shared=theirs.shared)
            case e.Places():
                self._set(edit, condition=theirs.condition, within=theirs.within, keys=theirs.keys, ties=theirs.ties)  # fmt: skip
            case e.Promise():
                self._set(edit, promise=theirs.promise)
            case e.Case():
                self._set(edit, rows=theirs.rows, expectations=theirs.expectations)
            case e.Stated():
                ours = self.things[Space.PROCEDURE][name]
                said = evolve(theirs, titles=ours.titles, basis=ours.basis, origin=ours.origin)
                self.things[Space.PROCEDURE][name] = said
            case e.Scale():
                self.rescaled = True
                self.header = evolve(self.header, minimum=edit.after[0], maximum=edit.after[1])
            case e.Period():
                self.header = evolve(self.header, force_from=edit.after[0], force_to=edit.after[1])
            case e.Version():
                new = edit.after
                self.header = evolve(self.header, name=new.name, version=new.version, amends=new.amends,
                                     replaces=new.replaces, languages=new.languages, draft=new.draft,
                                     version_titles=new.version_titles)  # fmt: skip
            case e.Words():
                self.words(edit, theirs)
            case e.Rests():
                if inside:
                    self.rested.add(inside)
                elif edit.rounding:
                    self._set(edit, rounding_basis=theirs.rounding_basis)
                else:
                    self._set(edit, basis=theirs.basis)

    def presence(self, edit: e.Presence, theirs: Any) -> None:
        space, inside, name = edit.at
        if space is Space.TABLE:
            if edit.after is None:
                del self.tables[name], self.fields[name]
            else:
                self.tables[name] = theirs
                self.fields[name] = _named(theirs.fields)
        elif space is Space.FIELD:
            if edit.after is None:
                gone = self.fields[inside].pop(name)
                if gone.is_form:
                    self.form(inside, name, where=None, optional=False)
            else:
                self.fields[inside][name] = theirs
                if theirs.is_form:
                    self.form(inside, name, where=theirs.form.where, optional=theirs.form.optional)
        elif edit.after is None:
            del self.things[space][name]
        else:
            self.things[space][name] = theirs

    def formula(self, edit: e.Formula, theirs: Any) -> None:
        space = edit.at[0]
        if space is Space.DEFINITION:
            ours = self.things[space][theirs.name]
            # The slots of parameters are the same; what they are called goes with the formula.
            self._set(edit, body=theirs.body, row_parameters=theirs.row_parameters or ours.row_parameters,
                      value_parameters=theirs.value_parameters)  # fmt: skip
        elif space is Space.NODE and edit.of is e.FormulaOf.ONLY:
            self.tests(edit, theirs, only=True)
        elif space is Space.NODE:
            self._set(edit, formula=theirs.formula)
        else:
            part = {e.FormulaOf.AMOUNT: "amount", e.FormulaOf.CONDITION: "condition", e.FormulaOf.CAP: "cap"}
            self._set(edit, **{part[edit.of]: getattr(theirs, part[edit.of])})

    def tests(self, edit: Edit, theirs: p.ScoreNode, *, only: bool) -> None:
        """For whom alone a node is there, or when it is not applicable to one of these: the one from the new methodology."""
        ours = self.things[Space.NODE][edit.at[2]].not_applicable
        first, then = (theirs.not_applicable, ours) if only else (ours, theirs.not_applicable)
        kept = (*(test for test in first if test.only), *(test for test in then if not test.only))
        self._set(edit, not_applicable=kept)

    def maximum(self, edit: e.Number, theirs: p.ScoreNode) -> None:
        """One line of several maxima, or all of them where they are for others now."""
        ours: p.ScoreNode = self.things[Space.NODE][edit.at[2]]
        if edit.condition is None or edit.before is None or edit.after is None:
            self._set(edit, maximum=theirs.maximum, maxima=theirs.maxima)
            return
        wanted = forms.form(edit.condition)
        new = next(one for one in theirs.maxima if forms.form(one.condition) == wanted)
        maxima = tuple(new if forms.form(one.condition) == wanted else one for one in ours.maxima)
        self._set(edit, maximum=max(one.value for one in maxima), maxima=maxima)

    def number(self, edit: e.Number, theirs: Any) -> None:
        match edit.of:
            case e.NumberOf.MAXIMUM:
                self.maximum(edit, theirs)
            case e.NumberOf.MINIMUM:
                self._set(edit, minimum=theirs.minimum)
            case e.NumberOf.FLOOR if edit.at[0] is Space.NODE:
                self.floor = edit.after
            case e.NumberOf.CEILING if edit.at[0] is Space.NODE:
                self.cap = edit.after
            case e.NumberOf.FLOOR:
                self._set(edit, floor=theirs.floor)
            case e.NumberOf.CEILING:
                self._set(edit, ceiling=theirs.ceiling)

    def reported(self, edit: e.Reported, theirs: Field) -> None:
        _, table, name = edit.at
        ours = self.fields[table][name]
        both = isinstance(ours.type, Choice) and isinstance(theirs.type, Choice)
        self.fields[table][name] = evolve(
            theirs,
            type=ours.type if both else theirs.type,
            titles=ours.titles,
            choice_titles=ours.choice_titles if both else theirs.choice_titles,
        )
        if theirs.form is not None and theirs.is_form:
            self.form(table, name, where=theirs.form.where, optional=theirs.form.optional)

    def form(self, table: str, name: str, **changed: Any) -> None:
        """Change a form, which stands with all that it holds."""
        for one in list(self.fields[table].values()):
            if one.form is not None and one.form.name == name:
                self.fields[table][one.name] = evolve(one, form=evolve(one.form, **changed))

    def words(self, edit: e.Words, theirs: Any) -> None:
        space, inside, name = edit.at
        match edit.of:
            case e.WordsOf.TITLE if inside == "methodology":
                self.header = evolve(self.header, titles=self.sides.right.header.titles)
            case e.WordsOf.TITLE if space is Space.TABLE:
                self.tables[name] = evolve(self.tables[name], titles=theirs.titles)
            case e.WordsOf.TITLE if space is Space.FIELD:
                self.field_title(inside, name)
            case e.WordsOf.TITLE:
                self._set(edit, titles=theirs.titles)
            case e.WordsOf.CHOICES:
                self.newly_named_choices.add((inside, name))
            case e.WordsOf.REASONS:
                self._set(edit, not_applicable=theirs.not_applicable)
            case e.WordsOf.ASSESSORS:
                self._set(edit, assessors=theirs.assessors)
            case e.WordsOf.GRADES:
                self._set(edit, grades=theirs.grades)
            case e.WordsOf.PARAMETERS:
                self._set(edit, parameter_titles=theirs.parameter_titles)
            case e.WordsOf.COLUMNS:
                self._set(edit, column_titles=theirs.column_titles)
            case e.WordsOf.SOURCE:
                self._set(edit, titles=theirs.titles, short=theirs.short, notes=theirs.notes, url=theirs.url)
            case e.WordsOf.ITEMS:
                if space is Space.DEFINITION:
                    self._set(edit, body=theirs.body)
                elif space is Space.NODE:
                    self._set(edit, formula=theirs.formula)
                else:
                    self._set(edit, amount=theirs.amount, condition=theirs.condition, cap=theirs.cap)

    def field_title(self, table: str, name: str) -> None:
        """The title of a field; that of a form stands with all that it holds."""
        right = self.sides.right.schema.table_named(table)
        declared = None if right is None else right.field_named(name)
        form = None if right is None else right.form_named(name)
        fields = self.fields[table]
        if declared is not None and name in fields:
            fields[name] = evolve(fields[name], titles=declared.titles)
        if form is not None:
            self.form(table, name, titles=form.titles)

    # -- Lists of which some entries changed ------------------------------------------------------------------

    def schema_choices(self) -> None:
        """The choices of each field: the old ones, without those dropped, with those added."""
        for table, name in {*self.options, *self.newly_named_choices}:
            changed = self.options.get((table, name), set())
            ours, theirs = (
                self._field(self.sides.left, table, name),
                self._field(self.sides.right, table, name),
            )
            assert isinstance(ours.type, Choice)
            assert isinstance(theirs.type, Choice)
            old, new = ours.type.names, theirs.type.names
            there = {word for word in (*old, *new) if (word in new if word in changed else word in old)}
            reworded = (table, name) in self.newly_named_choices
            before, after = dict(ours.choice_titles), dict(theirs.choice_titles)
            titles = {**after, **before} if not reworded else {**before, **after}
            names = in_turn(there, old, new, newly=reworded)
            self.fields[table][name] = evolve(
                self.fields[table][name],
                type=Choice(tuple(names)),
                choice_titles=tuple((word, titles.get(word, Titles())) for word in names),
            )

    @staticmethod
    def _field(program: p.Program, table: str, name: str) -> Field:
        declared = program.schema.table_named(table)
        found = None if declared is None else declared.field_named(name)
        assert found is not None
        return found

    def figures_rows(self) -> None:
        """The rows of figures of which some changed."""
        for name, changed in self.rows.items():
            old = {row[0]: row for row in self.sides.left.figures[name].rows}
            new = {row[0]: row for row in self.sides.right.figures[name].rows}
            rows = {**old, **changed}
            keys = in_turn(
                {str(row) for row, cells in rows.items() if cells},
                [str(k) for k in old],
                [str(k) for k in new],
            )
            by_text = {str(row): cells for row, cells in rows.items()}
            self.things[Space.FIGURES][name] = evolve(
                self.things[Space.FIGURES][name], rows=tuple(by_text[row] for row in keys)
            )

    def final_names(self) -> Names:
        """What things are called in the end: by their old names where they are not renamed."""
        return Names(
            {
                (space, inside, now): was
                for (space, inside, now), was in self.sides.was.items()
                if was != now and not self._is_renamed(space, inside, was, now)
            }
        )

    def _is_renamed(self, space: Space, inside: str, was: str, now: str) -> bool:
        """Whether a thing bears its new name: a field of a form with its form."""
        with_form = space is Space.FIELD and self.sides.goes_with_form(was, now, inside)
        return (space, inside, now.rpartition(".")[0] if with_form else now) in self.renamed
