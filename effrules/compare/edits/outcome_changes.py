"""Changes of penalties and bonuses, of the limits of the total, of ratings and rankings."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve
from flint import fmpq

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Bearing, Place, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At, form_of, named
from effrules.compare.edits.searching import Search
from effrules.compare.edits.sides import path_of
from effrules.compare.matching import forms
from effrules.compare.matching.expressions import marked
from effrules.compare.matching.names import Space, key
from effrules.model import program as p
from effrules.model.schema import Titles
from effrules.model.things import Kept


class Outcome(Search):
    """What is done with scores once they stand."""

    def adjustments(self) -> Iterator[Edit]:
        left, right = named(self.left.adjustments), named(self.right.adjustments)
        olds, news = named(self.old.adjustments), named(self.new.adjustments)
        for name in self._both(left, right):
            was = self.sides.old_name(Space.ADJUSTMENT, name)
            ours, theirs = left.get(name), right.get(name)
            place = self.sides.adjustment_place(name)
            at = At(
                key(Space.ADJUSTMENT, name),
                place,
                path_of(place),
                self._reason(ours, theirs, was, Kept.ADJUSTMENT),
            )
            if ours is None or theirs is None:
                yield at.presence(olds[was] if ours else None, news[name] if theirs else None, Bearing.SCORES)
                continue
            yield from at.rename(was, name, self.sides.how(Space.ADJUSTMENT, name), Bearing.WORDING)
            yield from self.adjustment(at, ours, theirs, olds[was], news[name])
        common = tuple(name for name in left if name in right)
        there = tuple(name for name in right if name in left)
        if common != there:
            limited = any(
                a.floor is not None or a.ceiling is not None for a in (*left.values(), *right.values())
            )
            at = At((Space.ADJUSTMENT, "order", ""), Place(Thing.PENALTY), "penalties and bonuses")
            yield at.make(
                e.Order,
                "order",
                Bearing.SCORES if limited else Bearing.WORDING,
                what=e.Ordered.ADJUSTMENTS,
                before=common,
                after=there,
            )

    def adjustment(
        self, at: At, left: p.Adjustment, right: p.Adjustment, old: p.Adjustment, new: p.Adjustment
    ) -> Iterator[Edit]:
        """The parts in which a matched penalty or bonus differs."""
        if left.target != right.target:
            yield at.make(e.Target, "target", Bearing.SCORES, before=old.target, after=new.target)
        levels = forms.of_adjustment(left), forms.of_adjustment(right)
        yield from at.formula(e.FormulaOf.AMOUNT, left.amount, right.amount, old.amount, new.amount, levels)
        if forms.form(left.rows, levels[0]) != forms.form(right.rows, levels[1]):
            pieces = marked(left.rows, right.rows, *levels)
            yield at.make(e.Incidents, "rows", Bearing.SCORES, before=old.rows, after=new.rows, pieces=pieces)
        for of, one, other, before, after in (
            (e.FormulaOf.CONDITION, left.condition, right.condition, old.condition, new.condition),
            (e.FormulaOf.CAP, left.cap, right.cap, old.cap, new.cap),
        ):
            yield from at.formula(of, one, other, before, after)
        yield from at.number(e.NumberOf.FLOOR, left.floor, right.floor)
        yield from at.number(e.NumberOf.CEILING, left.ceiling, right.ceiling)
        yield from at.titles(left.titles, right.titles)
        yield from at.rests_of(left.basis, right.basis, old, new)

    def final(self) -> Iterator[Edit]:
        root = self.right.root
        reason = self._said(self.left.root.origin, root.origin)
        at = At(key(Space.NODE, "total"), Place(Thing.TOTAL, "total"), "total", reason)
        yield from at.number(e.NumberOf.FLOOR, self.left.final_floor, self.right.final_floor)
        yield from at.number(e.NumberOf.CEILING, self.left.final_cap, self.right.final_cap)

    def ratings(self) -> Iterator[Edit]:
        left = {rating.node: rating for rating in self.left.ratings}
        right = {rating.node: rating for rating in self.right.ratings}
        for name in self._both(left, right):
            was = self.sides.old_name(Space.NODE, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.RATING, name if theirs else was)
            path = f"rating of {place.name}"
            at = At(key(Space.RATING, name), place, path, self._reason(ours, theirs, was, Kept.RATING))
            old = next((r for r in self.old.ratings if r.node == was), None)
            if ours is None or theirs is None:
                yield at.presence(old if ours else None, theirs, Bearing.SCORES)
                continue
            assert old is not None
            before, after = _in_bands(ours.grades), _in_bands(theirs.grades)
            if [evolve(g, titles=Titles()) for g in before] != [evolve(g, titles=Titles()) for g in after]:
                yield at.make(e.Grades, "grades", Bearing.SCORES, before=before, after=after)
            else:
                words = (tuple((g.name, g.titles) for g in grades) for grades in (before, after))
                yield from at.words(e.WordsOf.GRADES, *words)
            yield from at.titles(ours.titles, theirs.titles)
            yield from at.rests_of(ours.basis, theirs.basis, old, theirs)

    def rankings(self) -> Iterator[Edit]:
        left, right = named(self.left.rankings), named(self.right.rankings)
        olds, news = named(self.old.rankings), named(self.new.rankings)
        for name in self._both(left, right):
            was = self.sides.old_name(Space.RANKING, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.RANKING, name if theirs else was)
            at = At(
                key(Space.RANKING, name), place, path_of(place), self._reason(ours, theirs, was, Kept.RANK)
            )
            if ours is None or theirs is None:
                yield at.presence(olds[was] if ours else None, news[name] if theirs else None, Bearing.SCORES)
                continue
            yield from at.rename(was, name, self.sides.how(Space.RANKING, name), Bearing.WORDING)
            if _ranked(ours) != _ranked(theirs):
                yield at.make(e.Places, "places", Bearing.SCORES, before=olds[was], after=news[name])
            yield from at.titles(ours.titles, theirs.titles)
            yield from at.rests_of(ours.basis, theirs.basis, olds[was], news[name])


def _in_bands(grades: tuple[p.RatingGrade, ...]) -> tuple[p.RatingGrade, ...]:
    """Grades from the highest down, however they stand in the text."""

    def lowest(grade: p.RatingGrade) -> tuple[bool, fmpq, bool]:
        return grade.low is None, -(grade.low or fmpq(0)), grade.low_included

    return tuple(sorted(grades, key=lowest))


def _ranked(ranking: p.Ranking) -> object:
    return form_of(ranking.condition, forms.SUBJECT), ranking.within, ranking.keys, ranking.ties
