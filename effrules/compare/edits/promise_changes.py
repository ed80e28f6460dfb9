"""Changes of properties and worked examples."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Bearing, Place, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At, named
from effrules.compare.edits.searching import Search
from effrules.compare.edits.sides import path_of
from effrules.compare.matching import forms
from effrules.compare.matching.names import Space, key
from effrules.model import program as p
from effrules.model.things import Kept


class Promises(Search):
    """Properties and worked examples."""

    def properties(self) -> Iterator[Edit]:
        left, right = named(self.left.properties), named(self.right.properties)
        olds, news = named(self.old.properties), named(self.new.properties)
        for name in self._both(left, right):
            was = self.sides.old_name(Space.PROPERTY, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.PROPERTY, name if theirs else was)
            at = At(
                key(Space.PROPERTY, name),
                place,
                path_of(place),
                self._reason(ours, theirs, was, Kept.PROPERTY),
            )
            if ours is None or theirs is None:
                yield at.presence(
                    olds[was] if ours else None, news[name] if theirs else None, Bearing.PROMISES
                )
                continue
            yield from at.rename(was, name, self.sides.how(Space.PROPERTY, name), Bearing.WORDING)
            if _promised(ours) != _promised(theirs):
                yield at.make(e.Promise, "promise", Bearing.PROMISES, before=olds[was], after=news[name])
            yield from at.titles(ours.titles, theirs.titles)

    def examples(self) -> Iterator[Edit]:
        left, right = named(self.left.examples), named(self.right.examples)
        olds, news = named(self.old.examples), named(self.new.examples)
        for name in self._both(left, right):
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.EXAMPLE, name)
            at = At(key(Space.EXAMPLE, name), place, f'example "{name}"')
            if ours is None or theirs is None:
                yield at.presence(olds[name] if ours else None, news[name] if theirs else None, Bearing.CASES)
            elif _case(ours) != _case(theirs):
                yield at.make(e.Case, "case", Bearing.CASES, before=olds[name], after=news[name])


def _promised(one: p.Property) -> forms.Form:
    match one.promise:
        case p.OneMore():
            levels: forms.Levels = {**forms.SUBJECT, one.promise.rows.variable.slot: "row"}
        case p.FieldMoves() | p.NeverAffects():
            levels = {**forms.SUBJECT, one.promise.row.slot: "row"}
        case _:
            levels = forms.SUBJECT
    return forms.form(one.promise, levels)


def _case(one: p.Example) -> object:
    rows = tuple(evolve(row, values=tuple(sorted(row.values, key=lambda v: v[0]))) for row in one.rows)
    return rows, one.expectations
