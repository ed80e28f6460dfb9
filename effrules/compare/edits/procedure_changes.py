"""Changes of how the year goes: institutions, stages, spot checks, recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Bearing, Place, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At
from effrules.compare.edits.searching import Search
from effrules.compare.edits.sides import path_of
from effrules.compare.matching.names import Space, key
from effrules.compare.matching.things import procedure
from effrules.model import program as p
from effrules.model.basis import Basis, Origin
from effrules.model.schema import Titles
from effrules.model.things import Kept


class Procedures(Search):
    """How the year goes."""

    def procedure(self) -> Iterator[Edit]:
        left, right = procedure(self.left), procedure(self.right)
        olds, news = procedure(self.old), procedure(self.new)
        for name in self._both(left, right):
            was = self.sides.old_name(Space.PROCEDURE, name)
            ours, theirs = left.get(name), right.get(name)
            kind, _, own = (name if theirs else was).rpartition(" ")
            place = Place(Thing(kind), own)
            reason = self._reason(ours, theirs, was.rpartition(" ")[2], Kept(kind))
            at = At(key(Space.PROCEDURE, name), place, path_of(place), reason)
            if ours is None or theirs is None:
                yield at.presence(
                    olds[was] if ours else None, news[name] if theirs else None, Bearing.REPORTING
                )
                continue
            how = self.sides.how(Space.PROCEDURE, name)
            yield from at.rename(was.rpartition(" ")[2], own, how, Bearing.WORDING)
            if _stated(ours) != _stated(theirs):
                yield at.make(e.Stated, "clauses", Bearing.REPORTING, before=olds[was], after=news[name])
            yield from at.titles(ours.titles, theirs.titles)
            yield from at.rests(ours.basis, theirs.basis, olds[was].basis, news[name].basis)


def _stated(one: p.Procedure) -> p.Procedure:
    """What a declaration says, without what it is called and rests on."""
    return evolve(one, titles=Titles(), basis=Basis(), origin=Origin(""))
