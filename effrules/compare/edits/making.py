"""Making edits: all edits of one thing share its place, its path, its key and the reason of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from flint import fmpq

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Action, Bearing, Place
from effrules.compare.edits.edit import Edit
from effrules.compare.matching import forms
from effrules.compare.matching.expressions import marked
from effrules.compare.matching.names import Key
from effrules.compare.matching.origins import UNSAID, Reason
from effrules.compare.matching.pairing import How
from effrules.model import program as p
from effrules.model.basis import Basis, Citation
from effrules.model.grounds import Figure, Grounds
from effrules.model.schema import Titles

T = TypeVar("T")


class Founded(Protocol):
    """A declaration with what it rests on, as a whole and figure by figure."""

    @property
    def basis(self) -> Basis:
        """All of it."""

    @property
    def grounds(self) -> Grounds:
        """Figure by figure."""


def _exchanged(
    left: Basis, right: Basis, old: Founded, new: Founded
) -> tuple[tuple[Figure, Basis, Basis], ...]:
    """The figures on both sides that rest on something else each, where all of them together rest on the same.

    ``left`` is the basis of the old side with the names of sources of the new one.
    """
    if _stated(left) != _stated(right):
        return ()
    named = dict(zip(old.basis.citations, left.citations, strict=True))
    ours, theirs = _by_figure(old.grounds), _by_figure(new.grounds)
    return tuple(
        (figure, ours[figure], theirs[figure])
        for figure in ours
        if figure in theirs and _stated(ours[figure], named) != _stated(theirs[figure])
    )


def _by_figure(grounds: Grounds) -> dict[Figure, Basis]:
    return {figure: one.basis for one in grounds if not one.is_rounding for figure in one.figures}


def _stated(basis: Basis, named: Mapping[Citation, Citation] | None = None) -> tuple[frozenset[object], ...]:
    citations = frozenset((named or {}).get(one, one) for one in basis.citations)
    return citations, frozenset(basis.assumptions), frozenset(basis.contradictions)


class At:
    """Makes the edits of one thing: they share place, path, key and reason."""

    def __init__(self, at: Key, place: Place, path: str, reason: Reason = UNSAID, *, action: Action | None = None,
                 used_by: tuple[str, ...] = ()) -> None:  # fmt: skip
        self.at, self.place, self.path = at, place, path
        self.reason, self.action, self.used_by = reason, action, used_by

    def make(self, kind: Callable[..., Edit], aspect: str, bearing: Bearing, **more: Any) -> Edit:
        space, inside, name = self.at
        words = [space.value, *([inside] if inside else []), *([name] if name else []), aspect]
        action = more.pop("action", None)
        if action is None:
            action = Action.REWORDED if bearing in (Bearing.WORDING, Bearing.BASIS) else Action.CHANGED
        return kind(
            key="/".join(words),
            at=self.at,
            place=self.place,
            path=more.pop("path", self.path),
            action=action,
            bearing=bearing,
            reason=self.reason.because,
            citations=self.reason.citations,
            version=self.reason.version,
            used_by=self.used_by,
            **more,
        )

    # -- What many things have ------------------------------------------------------------------------------

    def presence(self, before: Any, after: Any, bearing: Bearing) -> Edit:
        action = Action.ADDED if before is None else Action.DROPPED
        return self.make(e.Presence, "itself", bearing, action=action, before=before, after=after)

    def rename(self, before: str, after: str, how: How | None, bearing: Bearing) -> Iterator[Edit]:
        if before != after:
            declared = how is How.DECLARED
            yield self.make(e.Rename, "name", bearing, action=Action.RENAMED, before=before, after=after,
                            declared=declared)  # fmt: skip

    def titles(self, before: Titles, after: Titles) -> Iterator[Edit]:
        yield from self.words(e.WordsOf.TITLE, (("", before),), (("", after),))

    def words(
        self, of: e.WordsOf, before: tuple[tuple[str, Titles], ...], after: tuple[tuple[str, Titles], ...]
    ) -> Iterator[Edit]:
        if [(name, dict(t.texts)) for name, t in before] != [(name, dict(t.texts)) for name, t in after]:
            yield self.make(e.Words, of.value, Bearing.WORDING, of=of, before=before, after=after)

    def rests(self, left: Basis, right: Basis, before: Basis, after: Basis, rounding: bool = False) -> Iterator[Edit]:  # fmt: skip
        if left != right:
            what = "rounding basis" if rounding else "basis"
            yield self.make(e.Rests, what, Bearing.BASIS, before=before, after=after, rounding=rounding)

    def rests_of(self, left: Basis, right: Basis, old: Founded, new: Founded) -> Iterator[Edit]:
        """What a declaration rests on: as a whole, or, where that is the same, figure by figure."""
        figures = _exchanged(left, right, old, new)
        if figures:
            yield self.make(
                e.Rests, "basis", Bearing.BASIS, before=old.basis, after=new.basis, figures=figures
            )
        else:
            yield from self.rests(left, right, old.basis, new.basis)

    def formula(
        self,
        of: e.FormulaOf,
        left: p.Expression | None,
        right: p.Expression | None,
        before: p.Expression | None,
        after: p.Expression | None,
        levels: tuple[forms.Levels, forms.Levels] = (forms.SUBJECT, forms.SUBJECT),
    ) -> Iterator[Edit]:
        if form_of(left, levels[0]) != form_of(right, levels[1]):
            pieces = marked(left, right, *levels)
            yield self.make(
                e.Formula, of.value, Bearing.SCORES, of=of, before=before, after=after, pieces=pieces
            )
        elif forms.item_titles(left) != forms.item_titles(right):
            ours = tuple((str(at), t) for at, t in enumerate(forms.item_titles(before), 1))
            theirs = tuple((str(at), t) for at, t in enumerate(forms.item_titles(after), 1))
            yield from self.words(e.WordsOf.ITEMS, ours, theirs)

    def number(self, of: e.NumberOf, before: fmpq | None, after: fmpq | None) -> Iterator[Edit]:
        if before != after:
            yield self.make(e.Number, of.value, Bearing.SCORES, of=of, before=before, after=after)

    def maxima(self, left: p.ScoreNode, right: p.ScoreNode) -> Iterator[Edit]:
        """The maxima that changed: of the lines for the same subjects each by itself."""
        ours, theirs = _maxima(left), _maxima(right)
        for at, key in enumerate(dict.fromkeys((*ours, *theirs))):
            before, after = ours.get(key), theirs.get(key)
            if (None if before is None else before[0]) == (None if after is None else after[0]):
                continue
            there = after or before
            assert there is not None
            condition = there[1]
            yield self.make(
                e.Number,
                "maximum" if condition is None else f"maximum {at}",
                Bearing.SCORES,
                of=e.NumberOf.MAXIMUM,
                before=None if before is None else before[0],
                after=None if after is None else after[0],
                condition=condition,
            )


def _maxima(node: p.ScoreNode) -> dict[forms.Form, tuple[fmpq, p.Expression | None]]:
    """Each maximum of a node under the form of the condition by which it holds."""
    if not node.maxima:
        return {(): (node.maximum, None)}
    return {form_of(one.condition, forms.SUBJECT): (one.value, one.condition) for one in node.maxima}


def form_of(expression: p.Expression | None, levels: forms.Levels) -> forms.Form:
    return () if expression is None else forms.form(expression, levels)


def named(things: Iterable[T]) -> dict[str, T]:
    return {thing.name: thing for thing in things}  # type: ignore[attr-defined]
