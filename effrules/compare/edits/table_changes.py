"""Changes of what is reported: tables, fields, choices."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Action, Bearing, Place, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At, named
from effrules.compare.edits.searching import Search
from effrules.compare.edits.sides import path_of
from effrules.compare.matching import origins
from effrules.compare.matching.names import Space, key
from effrules.compare.matching.origins import UNSAID, Reason
from effrules.model.program import MustHold
from effrules.model.schema import Field, Table, Titles
from effrules.model.things import Kept
from effrules.model.types import Choice, Domain


class Tables(Search):
    """Tables, their fields, the choices of those."""

    def tables(self) -> Iterator[Edit]:
        left, right = named(self.left.schema.tables), named(self.right.schema.tables)
        before, after = self.left.table_origins, self.right.table_origins
        for name in self._both(left, right):
            was = self.sides.old_name(Space.TABLE, name)
            ours, theirs = left.get(name), right.get(name)
            place = self.sides.table_place(name)
            reason = (
                origins.of_drop(self.new, Kept.TABLE, was)
                if theirs is None
                else self._said(before.get(name), after.get(name))
            )
            at = At(key(Space.TABLE, name), place, path_of(place), reason)
            if ours is None or theirs is None:
                yield at.presence(
                    self.old.schema.table_named(was) if ours else None, theirs, Bearing.REPORTING
                )
                continue
            yield from at.rename(was, name, self.sides.how(Space.TABLE, name), Bearing.REPORTING)
            yield from at.titles(ours.titles, theirs.titles)
            if ours.owner != theirs.owner:
                old = self.old.schema.table_named(was)
                yield at.make(e.Owner, "owner", Bearing.REPORTING, before=old.owner if old else None,
                              after=theirs.owner)  # fmt: skip
            gone, fresh = _apart(ours.demands, theirs.demands), _apart(theirs.demands, ours.demands)
            if gone or fresh:
                yield at.make(e.Demands, "demands", Bearing.REPORTING, before=gone, after=fresh)
            yield from self.forms(ours, theirs)
            yield from self.fields(ours, theirs, reason)

    def forms(self, before: Table, after: Table) -> Iterator[Edit]:
        """What forms that are always there are called; one that may be missing is a field itself."""
        for form in before.forms:
            theirs, name = after.form_named(form.name), form.name
            if theirs is not None and after.field_named(name) is None:
                at = self._at_field(name, name, after.name, self._reason_of_field(name, UNSAID))
                was = self.sides.old_name(Space.FIELD, name, after.name)
                how = self.sides.how(Space.FIELD, before.held_by(form)[0].name, after.name)
                yield from at.rename(was, name, how, Bearing.REPORTING)
                yield from at.titles(form.titles, theirs.titles)

    def _reason_of_field(self, field: str, of_table: Reason) -> Reason:
        """Why a field changed: a field of a form for the reason of the form."""
        form, dot, _ = field.partition(".")
        before, after = self.left.table_origins, self.right.table_origins
        if form in after:
            return self._said(before.get(form), after.get(form))
        if form in before or dot:
            return origins.of_drop(self.new, Kept.TABLE, form)
        return of_table

    def _at_field(self, name: str, called: str, table: str, reason: Reason) -> At:
        place = Place(Thing.FIELD, called, table)
        path = f"{path_of(self.sides.table_place(table))} > field {place.name}"
        return At(key(Space.FIELD, name, table), place, path, reason)

    def fields(self, before: Table, after: Table, reason: Reason) -> Iterator[Edit]:
        left, right = named(before.fields), named(after.fields)
        table = after.name
        for name in self._both(left, right):
            was = self.sides.old_name(Space.FIELD, name, table)
            ours, theirs = left.get(name), right.get(name)
            declared = theirs or ours
            said = (
                self._reason_of_field(name, reason)
                if declared is not None and declared.form is not None
                else reason
            )
            at = self._at_field(name, name if theirs else was, table, said)
            old = self._old_field(table, was)
            if ours is None or theirs is None:
                yield at.presence(old if ours else None, theirs, Bearing.REPORTING)
                continue
            assert old is not None
            if not self.sides.goes_with_form(was, name, table):
                how = self.sides.how(Space.FIELD, name, table)
                yield from at.rename(was, name, how, Bearing.REPORTING)
            if _reported(ours) != _reported(theirs):
                yield at.make(e.Reported, "reported", Bearing.REPORTING, before=old, after=theirs)
            yield from self.choices(at, ours, theirs)
            yield from at.titles(ours.titles, theirs.titles)

    def _old_field(self, table: str, name: str) -> Field | None:
        declared = self.old.schema.table_named(self.sides.old_name(Space.TABLE, table))
        return None if declared is None else declared.field_named(name)

    def choices(self, at: At, before: Field, after: Field) -> Iterator[Edit]:
        if not isinstance(before.type, Choice) or not isinstance(after.type, Choice):
            return
        ours, theirs = dict(before.choice_titles), dict(after.choice_titles)
        for name in before.type.names:
            if name not in after.type.names:
                yield at.make(e.Option, f"choice {name}", Bearing.REPORTING, action=Action.DROPPED, before=name,
                              after=None, titles=ours.get(name, Titles()))  # fmt: skip
        for name in after.type.names:
            if name not in before.type.names:
                yield at.make(e.Option, f"choice {name}", Bearing.REPORTING, action=Action.ADDED, before=None,
                              after=name, titles=theirs.get(name, Titles()))  # fmt: skip
        common = [name for name in before.type.names if name in after.type.names]
        there = [name for name in after.type.names if name in before.type.names]
        yield from at.words(
            e.WordsOf.CHOICES,
            tuple((name, ours.get(name, Titles())) for name in common),
            tuple((name, theirs.get(name, Titles())) for name in there),
        )


def _apart(some: tuple[MustHold, ...], others: tuple[MustHold, ...]) -> tuple[MustHold, ...]:
    return tuple(one for one in some if one not in others)


def _reported(field: Field) -> Field:
    """What a field demands, without its words; the names of its choices are compared one by one."""
    kind = Choice(()) if isinstance(field.type, Choice) else field.type
    domain = field.domain if field.domain != Domain() else Domain()
    form = None
    if field.form is not None and field.is_form:
        form = evolve(field.form, titles=Titles())  # who has it
    return evolve(field, type=kind, titles=Titles(), choice_titles=(), domain=domain, form=form)
