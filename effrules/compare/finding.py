"""Finding the edits: every thing that is in one methodology only, and every part in which matched things differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import evolve
from flint import fmpq

from effrules.compare import edits as e
from effrules.compare import forms, origins
from effrules.compare.edits import Action, Bearing, Edit, Place, Thing
from effrules.compare.expressions import Mark, Piece, marked, one_line
from effrules.compare.matching import How, in_order
from effrules.compare.names import Key, Space, key
from effrules.compare.origins import UNSAID, Reason
from effrules.compare.reading import Reading, expressions_of
from effrules.compare.rewriting import by_maxima
from effrules.compare.sides import Sides, path_of
from effrules.model import program as p
from effrules.model.basis import Basis, Origin, SourceText
from effrules.model.schema import Field, Table, Titles
from effrules.model.types import Choice, Domain

T = TypeVar("T")


def found(sides: Sides) -> tuple[Edit, ...]:
    """Every edit, without what it requires, in the order of the text."""
    return tuple(_Finder(sides).all())


class _At:
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

    def formula(
        self,
        of: e.FormulaOf,
        left: p.Expression | None,
        right: p.Expression | None,
        before: p.Expression | None,
        after: p.Expression | None,
        levels: tuple[forms.Levels, forms.Levels] = (forms.SUBJECT, forms.SUBJECT),
    ) -> Iterator[Edit]:
        if _form(left, levels[0]) != _form(right, levels[1]):
            pieces = marked(left, right, *levels)
            yield self.make(e.Formula, of.value, Bearing.SCORES, of=of, before=before, after=after, pieces=pieces)
        elif forms.item_titles(left) != forms.item_titles(right):
            ours = tuple((str(at), t) for at, t in enumerate(forms.item_titles(before), 1))
            theirs = tuple((str(at), t) for at, t in enumerate(forms.item_titles(after), 1))
            yield from self.words(e.WordsOf.ITEMS, ours, theirs)

    def number(self, of: e.NumberOf, before: fmpq | None, after: fmpq | None) -> Iterator[Edit]:
        if before != after:
            yield self.make(e.Number, of.value, Bearing.SCORES, of=of, before=before, after=after)


def _form(expression: p.Expression | None, levels: forms.Levels) -> forms.Form:
    return () if expression is None else forms.form(expression, levels)


def _named(things: Iterable[T]) -> dict[str, T]:
    return {thing.name: thing for thing in things}  # type: ignore[attr-defined]


class _Finder:
    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.old, self.new = sides.old, sides.new
        self.left, self.right = sides.left, sides.right
        self.known = origins.versions(sides.old)
        self.users = _users(sides, sides.right, sides.reads_right)
        self.users_before = _users(sides, sides.left, sides.reads_left)

    def _said(self, before: Origin | None, after: Origin | None) -> Reason:
        return origins.of_origin(before, after, self.known)

    def all(self) -> Iterator[Edit]:
        """Every edit, in the order of the text."""
        yield from self.header()
        yield from self.sources()
        yield from self.tables()
        yield from self.definitions()
        yield from self.figures()
        yield from self.nodes()
        yield from self.weights()
        yield from self.adjustments()
        yield from self.final()
        yield from self.ratings()
        yield from self.rankings()
        yield from self.properties()
        yield from self.examples()

    def _both(self, space: Space, left: Mapping[str, T], right: Mapping[str, T]) -> Iterator[str]:
        """The names of things of both sides: as they stand now, what is gone behind what it stood behind."""
        names = list(right)
        last = -1
        for name in left:
            if name in right:
                last = names.index(name)
            else:
                last += 1
                names.insert(last, name)
        yield from names

    # -- Heading and sources --------------------------------------------------------------------------------

    def header(self) -> Iterator[Edit]:
        old, new = self.old.header, self.new.header
        at = _At((Space.SOURCE, "", ""), Place(Thing.METHODOLOGY, new.name), f"methodology {new.name}")
        at.at = (Space.NODE, "methodology", "")
        identity = ("name", "version", "amends", "replaces", "languages")
        if any(getattr(old, name) != getattr(new, name) for name in identity):
            yield at.make(e.Version, "version", Bearing.WORDING, before=old, after=new)
        yield from at.titles(old.titles, new.titles)
        days = (old.force_from, old.force_to), (new.force_from, new.force_to)
        if days[0] != days[1]:
            yield at.make(e.Period, "period", Bearing.VALIDITY, before=days[0], after=days[1])
        ends = (old.minimum, old.maximum), (new.minimum, new.maximum)
        if ends[0] != ends[1]:
            yield at.make(e.Scale, "scale", Bearing.SCORES, before=ends[0], after=ends[1])

    def sources(self) -> Iterator[Edit]:
        left, right = _named(self.left.sources), _named(self.right.sources)
        for name in self._both(Space.SOURCE, left, right):
            was = self.sides.old_name(Space.SOURCE, name)
            ours, theirs = left.get(name), right.get(name)
            shown = name if theirs else was
            place = Place(Thing.SOURCE, shown)
            at = _At(key(Space.SOURCE, name), place, path_of(place), self._reason(ours, theirs, was, "source"))
            if ours is None or theirs is None:
                yield at.presence(self._old_source(was) if ours else None, theirs, Bearing.BASIS)
                continue
            yield from at.rename(was, name, self.sides.how(Space.SOURCE, name), Bearing.WORDING)
            before, after = _source_words(ours), _source_words(theirs)
            yield from at.words(e.WordsOf.SOURCE, before, after)

    def _old_source(self, name: str) -> SourceText:
        return next(source for source in self.old.sources if source.name == name)

    def _reason(self, before: Any, after: Any, was: str, kind: str) -> Reason:
        if after is None:
            return origins.of_drop(self.new, kind, was)
        return self._said(None if before is None else before.origin, after.origin)

    # -- What is reported -----------------------------------------------------------------------------------

    def tables(self) -> Iterator[Edit]:
        left, right = _named(self.left.schema.tables), _named(self.right.schema.tables)
        before, after = self.left.table_origins, self.right.table_origins
        for name in self._both(Space.TABLE, left, right):
            was = self.sides.old_name(Space.TABLE, name)
            ours, theirs = left.get(name), right.get(name)
            place = self.sides.table_place(name)
            reason = (
                origins.of_drop(self.new, "table", was)
                if theirs is None
                else self._said(before.get(name), after.get(name))
            )
            at = _At(key(Space.TABLE, name), place, path_of(place), reason)
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
            yield from self.fields(ours, theirs, reason)

    def fields(self, before: Table, after: Table, reason: Reason) -> Iterator[Edit]:
        left, right = _named(before.fields), _named(after.fields)
        table = after.name
        for name in self._both(Space.FIELD, left, right):
            was = self.sides.old_name(Space.FIELD, name, table)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.FIELD, name if theirs else was, table)
            path = f"{path_of(self.sides.table_place(table))} > field {place.name}"
            at = _At(key(Space.FIELD, name, table), place, path, reason)
            old = self._old_field(table, was)
            if ours is None or theirs is None:
                yield at.presence(old if ours else None, theirs, Bearing.REPORTING)
                continue
            assert old is not None
            yield from at.rename(was, name, self.sides.how(Space.FIELD, name, table), Bearing.REPORTING)
            if _reported(ours) != _reported(theirs):
                yield at.make(e.Reported, "reported", Bearing.REPORTING, before=old, after=theirs)
            yield from self.choices(at, ours, theirs)
            yield from at.titles(ours.titles, theirs.titles)

    def _old_field(self, table: str, name: str) -> Field | None:
        declared = self.old.schema.table_named(self.sides.old_name(Space.TABLE, table))
        return None if declared is None else declared.field_named(name)

    def choices(self, at: _At, before: Field, after: Field) -> Iterator[Edit]:
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

    # -- Definitions and figures ----------------------------------------------------------------------------

    def _users_of(self, kind: str, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.users.get((kind, name), ())))

    def _matters(self, kind: str, name: str) -> Bearing:
        used = self.users.get((kind, name)) or self.users_before.get((kind, name))
        return Bearing.SCORES if used else Bearing.WORDING

    def definitions(self) -> Iterator[Edit]:
        left, right = self.left.definitions, self.right.definitions
        for name in self._both(Space.DEFINITION, left, right):
            was = self.sides.old_name(Space.DEFINITION, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.DEFINITION, name if theirs else was)
            at = _At(
                key(Space.DEFINITION, name),
                place,
                path_of(place),
                self._reason(ours, theirs, was, "define"),
                used_by=self._users_of("definition", name),
            )
            old, new = self.old.definitions.get(was), self.new.definitions.get(name)
            if ours is None or theirs is None:
                yield at.presence(
                    old if ours else None, new if theirs else None, self._matters("definition", name)
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
            yield from at.rests(ours.basis, theirs.basis, old.basis, new.basis)

    def figures(self) -> Iterator[Edit]:
        left, right = self.left.figures, self.right.figures
        for name in self._both(Space.FIGURES, left, right):
            was = self.sides.old_name(Space.FIGURES, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.FIGURES, name if theirs else was)
            at = _At(
                key(Space.FIGURES, name),
                place,
                path_of(place),
                self._reason(ours, theirs, was, "figures"),
                used_by=self._users_of("figures", name),
            )
            old, new = self.old.figures.get(was), self.new.figures.get(name)
            if ours is None or theirs is None:
                yield at.presence(
                    old if ours else None, new if theirs else None, self._matters("figures", name)
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
            yield from at.rests(ours.basis, theirs.basis, old.basis, new.basis)

    def rows(self, at: _At, before: p.Figures, after: p.Figures) -> Iterator[Edit]:
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

    # -- The tree of scores ---------------------------------------------------------------------------------

    def nodes(self) -> Iterator[Edit]:
        left = _named(in_order(self.left))
        right = _named(in_order(self.right))
        for name in self._both(Space.NODE, left, right):
            was = self.sides.old_name(Space.NODE, name)
            ours, theirs = left.get(name), right.get(name)
            at = _At(
                key(Space.NODE, name),
                self.sides.node_place(name),
                self.sides.node_path(name),
                self._node_reason(ours, theirs, was),
            )
            old, new = self.old.nodes.get(was), self.new.nodes.get(name)
            if ours is None or theirs is None:
                yield at.presence(old if ours else None, new if theirs else None, Bearing.SCORES)
                continue
            assert old is not None
            assert new is not None
            yield from at.rename(was, name, self.sides.how(Space.NODE, name), Bearing.WORDING)
            if ours.parent != theirs.parent:
                yield at.make(e.Move, "parent", Bearing.SCORES, action=Action.MOVED, before=old.parent,
                              after=new.parent)  # fmt: skip
            yield from self.node(at, ours, theirs, old, new)

    def _node_reason(self, before: p.ScoreNode | None, after: p.ScoreNode | None, was: str) -> Reason:
        if after is not None:
            return self._said(None if before is None else before.origin, after.origin)
        assert before is not None
        above: list[str] = []
        at = self.old.nodes[was].parent
        while at is not None:
            above.append(at)
            at = self.old.nodes[at].parent
        return origins.of_drop(self.new, before.kind.value, was, *above)

    def node(
        self, at: _At, left: p.ScoreNode, right: p.ScoreNode, before: p.ScoreNode, after: p.ScoreNode
    ) -> Iterator[Edit]:
        """The parts in which a matched node differs."""
        common = tuple(part for part in left.parts if part in right.parts)
        there = tuple(part for part in right.parts if part in left.parts)
        if common != there:
            yield at.make(e.Order, "order", Bearing.WORDING, what=e.Ordered.PARTS, before=common, after=there)
        if not self.follows_scale(left, right):
            yield from at.number(e.NumberOf.MINIMUM, left.minimum, right.minimum)
            yield from at.number(e.NumberOf.MAXIMUM, left.maximum, right.maximum)
        yield from at.formula(
            e.FormulaOf.SCORE, left.formula, right.formula, before.formula, after.formula
        )
        if left.rounding != right.rounding:
            yield at.make(e.Rounding, "rounding", Bearing.SCORES, before=left.rounding, after=right.rounding)
        if forms.form(left.not_applicable) != forms.form(right.not_applicable):
            yield at.make(e.Applicability, "applicability", Bearing.SCORES, before=before.not_applicable,
                          after=after.not_applicable, pieces=_marked_tests(left, right))  # fmt: skip
        else:
            yield from at.words(e.WordsOf.REASONS, _reasons(before), _reasons(after))
        if [a.name for a in left.assessors] != [a.name for a in right.assessors]:
            yield at.make(e.Assessors, "assessors", Bearing.REPORTING, before=left.assessors,
                          after=right.assessors)  # fmt: skip
        else:
            yield from at.words(e.WordsOf.ASSESSORS, _assessors(left), _assessors(right))
        yield from at.titles(left.titles, right.titles)
        yield from at.rests(left.basis, right.basis, before.basis, after.basis)
        yield from at.rests(
            left.rounding_basis, right.rounding_basis, before.rounding_basis, after.rounding_basis, True
        )

    def follows_scale(self, left: p.ScoreNode, right: p.ScoreNode) -> bool:
        """Whether a node is on the methodology's scale in both."""
        ends = [(h.minimum, h.maximum) for h in (self.left.header, self.right.header)]
        return ends == [(left.minimum, left.maximum), (right.minimum, right.maximum)]

    # -- Weights --------------------------------------------------------------------------------------------

    def weights(self) -> Iterator[Edit]:
        matched, gone, fresh = clauses_matched(self.left, self.right)
        if gone or fresh:
            before = tuple(self.old.weights[at] for at in gone)
            after = tuple(self.new.weights[at] for at in fresh)
            reason = (
                self._said(before[0].origin if before else None, after[0].origin) if after else UNSAID
            )
            at = _At((Space.NODE, "weights", ""), Place(Thing.WEIGHTS), "weights", reason)
            yield at.make(e.Clauses, "clauses", Bearing.SCORES, before=before, after=after)
        for one, other in matched:
            yield from self.clause(one, other)

    def clause(self, one: int, other: int) -> Iterator[Edit]:
        left, right = self.left.weights[one], self.right.weights[other]
        old, new = self.old.weights[one], self.new.weights[other]
        condition = new.condition
        path = "weights" + ("" if condition is None else f" where {text_of(condition)}")
        at = _At(
            (Space.NODE, f"weights {other}", ""),
            Place(Thing.WEIGHTS),
            path,
            self._said(left.origin, right.origin),
        )
        for name in dict.fromkeys((*right.weights, *left.weights)):
            if weights_changed(self.left, self.right, left, right, name):
                was = self.sides.old_name(Space.NODE, name)
                yield at.make(
                    e.Weights,
                    name,
                    Bearing.SCORES,
                    path=f"{path} > {self.sides.node_path(name)}",
                    node=name,
                    condition=condition,
                    before=old.weights.get(was, ()),
                    after=new.weights.get(name, ()),
                )
        if left.redistribution is not right.redistribution:
            yield at.make(e.Redistribution, "when not applicable", Bearing.SCORES, condition=condition,
                          before=left.redistribution, after=right.redistribution)  # fmt: skip
        yield from at.rests(left.basis, right.basis, old.basis, new.basis)

    # -- Penalties, ratings, places -------------------------------------------------------------------------

    def adjustments(self) -> Iterator[Edit]:
        left, right = _named(self.left.adjustments), _named(self.right.adjustments)
        olds, news = _named(self.old.adjustments), _named(self.new.adjustments)
        for name in self._both(Space.ADJUSTMENT, left, right):
            was = self.sides.old_name(Space.ADJUSTMENT, name)
            ours, theirs = left.get(name), right.get(name)
            place = self.sides.adjustment_place(name)
            at = _At(
                key(Space.ADJUSTMENT, name), place, path_of(place), self._reason(ours, theirs, was, "penalty")
            )
            if ours is None or theirs is None:
                yield at.presence(
                    olds[was] if ours else None, news[name] if theirs else None, Bearing.SCORES
                )
                continue
            yield from at.rename(was, name, self.sides.how(Space.ADJUSTMENT, name), Bearing.WORDING)
            yield from self.adjustment(at, ours, theirs, olds[was], news[name])
        common = tuple(name for name in left if name in right)
        there = tuple(name for name in right if name in left)
        if common != there:
            limited = any(
                a.floor is not None or a.ceiling is not None for a in (*left.values(), *right.values())
            )
            at = _At((Space.ADJUSTMENT, "order", ""), Place(Thing.PENALTY), "penalties and bonuses")
            yield at.make(
                e.Order,
                "order",
                Bearing.SCORES if limited else Bearing.WORDING,
                what=e.Ordered.ADJUSTMENTS,
                before=common,
                after=there,
            )

    def adjustment(
        self, at: _At, left: p.Adjustment, right: p.Adjustment, old: p.Adjustment, new: p.Adjustment
    ) -> Iterator[Edit]:
        """The parts in which a matched penalty or bonus differs."""
        if left.target != right.target:
            yield at.make(e.Target, "target", Bearing.SCORES, before=old.target, after=new.target)
        levels = forms.of_adjustment(left), forms.of_adjustment(right)
        yield from at.formula(
            e.FormulaOf.AMOUNT, left.amount, right.amount, old.amount, new.amount, levels
        )
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
        yield from at.rests(left.basis, right.basis, old.basis, new.basis)

    def final(self) -> Iterator[Edit]:
        root = self.right.root
        reason = self._said(self.left.root.origin, root.origin)
        at = _At(key(Space.NODE, "total"), Place(Thing.TOTAL, "total"), "total", reason)
        yield from at.number(e.NumberOf.FLOOR, self.left.final_floor, self.right.final_floor)
        yield from at.number(e.NumberOf.CEILING, self.left.final_cap, self.right.final_cap)

    def ratings(self) -> Iterator[Edit]:
        left = {rating.node: rating for rating in self.left.ratings}
        right = {rating.node: rating for rating in self.right.ratings}
        for name in self._both(Space.RATING, left, right):
            was = self.sides.old_name(Space.NODE, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.RATING, name if theirs else was)
            path = f"rating of {place.name}"
            at = _At(key(Space.RATING, name), place, path, self._reason(ours, theirs, was, "rating"))
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
            yield from at.rests(ours.basis, theirs.basis, old.basis, theirs.basis)

    def rankings(self) -> Iterator[Edit]:
        left, right = _named(self.left.rankings), _named(self.right.rankings)
        olds, news = _named(self.old.rankings), _named(self.new.rankings)
        for name in self._both(Space.RANKING, left, right):
            was = self.sides.old_name(Space.RANKING, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.RANKING, name if theirs else was)
            at = _At(key(Space.RANKING, name), place, path_of(place), self._reason(ours, theirs, was, "rank"))
            if ours is None or theirs is None:
                yield at.presence(
                    olds[was] if ours else None, news[name] if theirs else None, Bearing.SCORES
                )
                continue
            yield from at.rename(was, name, self.sides.how(Space.RANKING, name), Bearing.WORDING)
            if _ranked(ours) != _ranked(theirs):
                yield at.make(e.Places, "places", Bearing.SCORES, before=olds[was], after=news[name])
            yield from at.titles(ours.titles, theirs.titles)
            yield from at.rests(ours.basis, theirs.basis, olds[was].basis, news[name].basis)

    # -- Promises and cases ---------------------------------------------------------------------------------

    def properties(self) -> Iterator[Edit]:
        left, right = _named(self.left.properties), _named(self.right.properties)
        olds, news = _named(self.old.properties), _named(self.new.properties)
        for name in self._both(Space.PROPERTY, left, right):
            was = self.sides.old_name(Space.PROPERTY, name)
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.PROPERTY, name if theirs else was)
            at = _At(
                key(Space.PROPERTY, name), place, path_of(place), self._reason(ours, theirs, was, "property")
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
        left, right = _named(self.left.examples), _named(self.right.examples)
        olds, news = _named(self.old.examples), _named(self.new.examples)
        for name in self._both(Space.EXAMPLE, left, right):
            ours, theirs = left.get(name), right.get(name)
            place = Place(Thing.EXAMPLE, name)
            at = _At(key(Space.EXAMPLE, name), place, f'example "{name}"')
            if ours is None or theirs is None:
                yield at.presence(
                    olds[name] if ours else None, news[name] if theirs else None, Bearing.CASES
                )
            elif _case(ours) != _case(theirs):
                yield at.make(e.Case, "case", Bearing.CASES, before=olds[name], after=news[name])


# -- What is compared --------------------------------------------------------------------------------------------


def text_of(expression: p.Expression | p.Rows) -> str:
    """An expression as it is written, on one line; empty where it was not written."""
    return "" if expression.span is None else one_line(expression.span.text)


def _marked_tests(left: p.ScoreNode, right: p.ScoreNode) -> tuple[Piece, ...]:
    """The conditions under which a node is not applicable, one behind the other, with what changed in them."""
    ours, theirs = left.not_applicable, right.not_applicable
    gone = [test for test in ours if all(forms.form(test) != forms.form(other) for other in theirs)]
    fresh = [test for test in theirs if all(forms.form(test) != forms.form(other) for other in ours)]
    pieces: list[Piece] = []
    for test in theirs:
        before = gone.pop(0) if test in fresh and gone else None
        if pieces:
            pieces.append(Piece(Mark.SAME, "; "))
        if test in fresh:
            pieces += marked(None if before is None else before.condition, test.condition)
        else:
            pieces.append(Piece(Mark.SAME, text_of(test.condition)))
    for test in gone:
        if pieces:
            pieces.append(Piece(Mark.SAME, "; "))
        pieces += marked(test.condition, None)
    return tuple(pieces)


def _reported(field: Field) -> Field:
    """What a field demands, without its words; the names of its choices are compared one by one."""
    kind = Choice(()) if isinstance(field.type, Choice) else field.type
    domain = field.domain if field.domain != Domain() else Domain()
    return evolve(field, type=kind, titles=Titles(), choice_titles=(), domain=domain)


def _source_words(source: SourceText) -> tuple[tuple[str, Titles], ...]:
    address = Titles((("und", source.url),)) if source.url else Titles()
    return (("", source.titles), ("note", source.notes), ("url", address))


def _reasons(node: p.ScoreNode) -> tuple[tuple[str, Titles], ...]:
    return tuple((text_of(test.condition), test.reason) for test in node.not_applicable)


def _assessors(node: p.ScoreNode) -> tuple[tuple[str, Titles], ...]:
    return tuple((assessor.name, assessor.titles) for assessor in node.assessors)


def _in_bands(grades: tuple[p.RatingGrade, ...]) -> tuple[p.RatingGrade, ...]:
    """Grades from the highest down, however they stand in the text."""

    def lowest(grade: p.RatingGrade) -> tuple[bool, fmpq, bool]:
        return grade.low is None, -(grade.low or fmpq(0)), grade.low_included

    return tuple(sorted(grades, key=lowest))


def _ranked(ranking: p.Ranking) -> object:
    return _form(ranking.condition, forms.SUBJECT), ranking.within, ranking.keys, ranking.ties


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


def clauses_matched(
    left: p.Program, right: p.Program
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]]:
    """The weights clauses for the same subjects, by their numbers, then those that are only on the one side, on the other."""
    free = {at: _form(c.condition, forms.SUBJECT) for at, c in enumerate(right.weights)}
    pairs: list[tuple[int, int]] = []
    gone: list[int] = []
    for at, clause in enumerate(left.weights):
        wanted = _form(clause.condition, forms.SUBJECT)
        other = next((number for number, condition in free.items() if condition == wanted), None)
        if other is None:
            gone.append(at)
        else:
            del free[other]
            pairs.append((at, other))
    return tuple(pairs), tuple(gone), tuple(free)


def weights_changed(
    left: p.Program, right: p.Program, before: p.WeightsClause, after: p.WeightsClause, name: str
) -> bool:
    """Whether the parts of a node of both weigh otherwise by a clause, and not just because their maxima changed."""
    if name not in left.nodes or name not in right.nodes:
        return False
    ours = {w.part: w.share for w in before.weights.get(name, ())}
    theirs = {w.part: w.share for w in after.weights.get(name, ())}
    if ours == theirs or (len(ours) == 1 and len(theirs) == 1):
        return False
    return not (follow_maxima(left, name, ours) and follow_maxima(right, name, theirs))


def follow_maxima(program: p.Program, name: str, weights: Mapping[str, fmpq]) -> bool:
    """Whether a node's parts weigh as their maxima do."""
    return by_maxima(program.nodes, name) == weights


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
            if ref[0] in ("definition", "figures"):
                users.setdefault((ref[0], ref[1]), []).append(path)
    return users


