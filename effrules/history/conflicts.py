"""Where two drafts of one base do not agree: clause against clause, then how things are called and where they hang."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from effrules.diagnostics import Finding
from effrules.history import merge_errors as errors
from effrules.history.clauses import TOTAL, Key
from effrules.history.part_keys import PartKey, PartKind
from effrules.history.part_words import part_told
from effrules.history.parts import Parts
from effrules.history.sides import Side, Slots
from effrules.model import thing_words
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Message, phrase
from effrules.words import Text as Words

PARENT = PartKey(PartKind.PARENT)

TOLD_BY_EDIT = (PartKind.NAME, PartKind.PARENT, PartKind.LEVEL, PartKind.WEIGHTS)
"""Parts with no place of their own in a draft: they are shown by the amendment that is about them."""


def conflicts(base: Slots, ours: Side, theirs: Side) -> tuple[Finding, ...]:
    """Every conflict of two drafts; ``base`` is what stands in what both amend."""
    return tuple(_Comparing(base, ours, theirs).all())


class _Comparing:
    def __init__(self, base: Slots, ours: Side, theirs: Side) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.versions = (ours.version, theirs.version)

    def all(self) -> Iterator[Finding]:
        """Declaration by declaration, then names and places."""
        for key in dict.fromkeys((*self.base, *self.ours.slots, *self.theirs.slots)):
            yield from self.declaration(key)
        yield from self.names()
        yield from self.homeless()
        yield from self.circles()

    def stands(self, key: Key) -> tuple[Parts | None, Parts | None, Parts | None]:
        """A declaration in the base and on both sides. An amendment that does not repeat an example says nothing of it."""
        before, mine, other = self.base.get(key), self.ours.slots.get(key), self.theirs.slots.get(key)
        if key.kind is ast.Kept.EXAMPLE:
            before = before if self.ours.restated or self.theirs.restated else None
            mine = before if mine is None and not self.ours.restated else mine
            other = before if other is None and not self.theirs.restated else other
        return before, mine, other

    def declaration(self, key: Key) -> Iterator[Finding]:
        """One declaration."""
        before, mine, other = self.stands(key)
        if before is None:
            if mine is not None and other is not None and mine != other:
                part = next(k for k in dict.fromkeys((*mine, *other)) if mine.get(k) != other.get(k))
                yield errors.added_differently(*self._both(key, part), self.versions, self.what(key))
        elif mine is None and other is not None:
            yield from self._dropped(self.ours, self.theirs, key, before, other)
        elif other is None and mine is not None:
            yield from self._dropped(self.theirs, self.ours, key, before, mine)
        elif mine is not None and other is not None:
            for part in dict.fromkeys((*before, *mine, *other)):
                was, left, right = before.get(part), mine.get(part), other.get(part)
                if left not in (was, right) and right != was:
                    told = was.text if was is not None else ""
                    yield errors.changed_differently(
                        *self._both(key, part), self.versions, self.clause(key, part), told
                    )

    def _dropped(
        self, dropping: Side, changing: Side, key: Key, before: Parts, after: Parts
    ) -> Iterator[Finding]:
        """One side drops a declaration: a conflict if the other one changes anything in it."""
        changed = [part for part in dict.fromkeys((*before, *after)) if before.get(part) != after.get(part)]
        if changed:
            place, versions = self._place(changing, key, changed[0]), (dropping.version, changing.version)
            yield errors.dropped_and_changed(
                self._gone(dropping, key), place, versions, self.what(key), part_told(changed[0])
            )

    def names(self) -> Iterator[Finding]:
        """Two things that would bear one name in the end."""
        bearers: dict[Key, tuple[Key, Side]] = {}
        for key in dict.fromkeys((*self.base, *self.ours.slots, *self.theirs.slots)):
            _, mine, other = self.stands(key)
            if key in self.base and (mine is None or other is None):
                continue
            renamed = next(
                (s for s in (self.ours, self.theirs) if s.names.get(key, key.name) != key.name), None
            )
            side = renamed or (self.ours if mine is not None else self.theirs)
            at = Key(key.kind, side.names.get(key, key.name).removesuffix(" (new)"))
            first = bearers.setdefault(at, (key, side))
            if first[0] != key:
                places = self._place(first[1], first[0], None), self._place(side, key, None)
                yield errors.added_differently(*places, (first[1].version, side.version), self.what(at))

    def homeless(self) -> Iterator[Finding]:
        """Nodes that one side puts below a node that the other one drops."""
        for side, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            for key, parts in side.slots.items():
                if key.kind is not ast.Kept.NODE or not self._hung_by(side, key):
                    continue
                parent = Key(ast.Kept.NODE, str(parts[PARENT].value))
                if parent in self.base and parent not in other.slots:
                    place, versions = self._place(side, key, PARENT), (other.version, side.version)
                    yield errors.dropped_and_filled(
                        self._gone(other, parent), place, versions, self.what(parent), self.what(key)
                    )

    def circles(self) -> Iterator[Finding]:
        """Nodes that would lie inside themselves, as each side moves one into the other."""
        parents = {
            key.name: str(self._hanging(key).slots[key][PARENT].value)
            for key in dict.fromkeys((*self.ours.slots, *self.theirs.slots))
            if key.kind is ast.Kept.NODE
        }
        for name in parents:
            path = [name]
            while parents.get(path[-1], "total") not in ("total", *path):
                path.append(parents[path[-1]])
            if parents.get(path[-1]) == name and name == min(path):
                moved = [
                    key
                    for key in (Key(ast.Kept.NODE, n) for n in path)
                    if self._hung_by(self._hanging(key), key)
                ]
                places = [self._place(self._hanging(key), key, PARENT) for key in (moved[0], moved[-1])]
                yield errors.would_circle(places[0], places[1], [*path, name])

    def _hung_by(self, side: Side, key: Key) -> bool:
        """Whether a side itself put a node where it is."""
        return key not in self.base or self.base[key].get(PARENT) != side.slots[key].get(PARENT)

    def _hanging(self, key: Key) -> Side:
        """The side that says where a node hangs."""
        if key not in self.theirs.slots:
            return self.ours
        return self.ours if key in self.ours.slots and self._hung_by(self.ours, key) else self.theirs

    # -- Places and words ------------------------------------------------------------------------------------

    def _both(self, key: Key, part: PartKey) -> tuple[Span, Span]:
        return self._place(self.ours, key, part), self._place(self.theirs, key, part)

    def _place(self, side: Side, key: Key, part: PartKey | None) -> Span:
        """Where a side says something: its clause, else the amendment that is about it, else the declaration."""
        found = side.slots.get(key, {}).get(part) if part is not None else None
        if found is not None and found.key.kind not in TOLD_BY_EDIT:
            return found.span
        edit = next((edit for edit in reversed(side.edits) if _is_about(edit, key, side)), None)
        if edit is not None and not side.restated:
            return edit.span.first_line()
        return side.found[key].span.first_line() if key in side.found else self._gone(side, key)

    def _gone(self, side: Side, key: Key) -> Span:
        """The amendment that takes a declaration out, by itself or with what it lies in."""
        names = [key.name]
        while key.kind is ast.Kept.NODE and Key(ast.Kept.NODE, names[-1]) in self.base:
            names.append(str(self.base[Key(ast.Kept.NODE, names[-1])][PARENT].value))
        for edit in side.edits:
            named = edit.thing.name.text if isinstance(edit, ast.Drop) and edit.thing.name is not None else ""
            if named in names and not side.restated:
                return edit.span.first_line()
        if side.heading is not None:
            return side.heading.span.first_line()
        return side.edits[0].span.first_line()

    def clause(self, key: Key, part: PartKey) -> Words:
        """A part of a declaration in words."""
        if key.kind is ast.Kept.WEIGHTS and part.kind is PartKind.WEIGHTS:
            return (
                phrase("{part} {whom}", part=part_told(part), whom=key.name) if key.name else part_told(part)
            )
        return phrase("{part} of {what}", part=part_told(part), what=self.what(key))

    def what(self, key: Key) -> Message:
        """A declaration in words."""
        if key == TOTAL:
            return thing_words.TOTAL
        if key.kind is ast.Kept.WEIGHTS:
            return phrase("the weights {whom}", whom=key.name) if key.name else thing_words.WEIGHTS
        kinds = [side.found[key].kind for side in (self.ours, self.theirs) if key in side.found]
        return thing_words.thing(kinds[0] if kinds else key.kind, key.name)


def _is_about(edit: ast.Declaration, key: Key, side: Side) -> bool:
    names = {key.name, side.names.get(key, key.name)}
    match edit:
        case ast.Rename():
            return edit.was.text in names or (edit.thing.name is not None and edit.thing.name.text in names)
        case ast.Move():
            return key.kind is ast.Kept.NODE and edit.name.text in names
        case ast.Change() | ast.Drop():
            if key.kind in (ast.Kept.TOTAL, ast.Kept.WEIGHTS):
                return edit.thing.kind.kept is key.kind
            return edit.thing.name is not None and edit.thing.name.text in names
        case ast.Add() | ast.Replace():
            declared: Any = edit.declared
            return getattr(getattr(declared, "name", None), "text", None) in names
        case _:
            return False
