"""What two drafts of one base make together, where they do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, fields

from effrules.amend.draft import Draft, Entry, NodeDraft
from effrules.history.clauses import Key, Standing
from effrules.history.part_keys import PartKey, PartKind, key_of
from effrules.history.sides import Side
from effrules.model.basis import Citation, Origin
from effrules.model.schema import Titles
from effrules.syntax import tree as ast

JOINT = "\0joint"
"""Stands for the version that two drafts make together: no text can bear that name."""

LISTS = ("clauses", "fields", "demands", "rows", "columns", "grades", "basis", "entries")
"""Fields of declarations that hold clauses, each with a part that it is about."""

DECLARATIONS = (
    NodeDraft,
    ast.TotalDeclaration,
    ast.AdjustmentDeclaration,
    ast.Define,
    ast.TableDeclaration,
    ast.FiguresDeclaration,
    ast.CalendarDeclaration,
    ast.RatingDeclaration,
    ast.RankDeclaration,
    ast.PropertyDeclaration,
    ast.ProcedureDeclaration,
    ast.SourceDeclaration,
    ast.UnitDeclaration,
    ast.Weights,
    ast.WeightGroup,
    ast.WeightEntry,
)
"""What is put together field by field."""


def together(
    base: Draft, found: dict[Key, Standing], ours: Side, theirs: Side
) -> tuple[Draft, dict[Key, str]]:
    """The draft with the changes of both, and the names that the base's things bear in it; ``found`` is what the base has."""
    work = _Together(base, found, ours, theirs)
    return work.draft(), work.names


class _Together:
    def __init__(self, base: Draft, found: dict[Key, Standing], ours: Side, theirs: Side) -> None:
        self.base, self.found, self.ours, self.theirs = base, found, ours, theirs
        self.names = {
            key: mine if mine != key.name else theirs.names.get(key, mine) for key, mine in ours.names.items()
        }
        self.nodes = {key.name: name for key, name in self.names.items() if key.kind is ast.Kept.NODE}

    def draft(self) -> Draft:
        """All declarations: those of the base first, then what the one draft adds, then what the other adds."""
        made = Draft(
            list(self.base.headings), aliases=dict(self.base.aliases), dropped=list(self.base.dropped)
        )
        made.moved.update(self.base.moved, self.ours.draft.moved, self.theirs.draft.moved)
        made.aliases.update({key.name: name for key, name in self.names.items() if name != key.name})
        for side in (self.ours, self.theirs):
            fresh = [d for d in side.draft.dropped[len(self.base.dropped) :] if d not in made.dropped]
            made.dropped.extend(evolve(d, version=JOINT) for d in fresh)
        for key in dict.fromkeys((*self.found, *self.ours.found, *self.theirs.found)):
            declared = self.declaration(key)
            if declared is not None:
                self.put(made, key, declared)
        return made

    def put(self, made: Draft, key: Key, declared: Any) -> None:
        """Put a declaration in its place."""
        origin = self.origin(key)
        match declared:
            case NodeDraft():
                made.nodes[declared.name.text] = evolve(declared, origin=origin)
            case ast.Weights():
                made.weights.append(Entry(declared, origin))
            case ast.TotalDeclaration():
                if any(side.draft.total_span is not None for side in (self.ours, self.theirs)):
                    made.total_span = declared.span
                made.total.extend(Entry(clause, origin) for clause in declared.clauses)
            case ast.ExampleDeclaration():
                made.examples.append(Entry(declared, origin))
            case _:
                made.things[key.kind, self.names.get(key, key.name)] = Entry(declared, origin)

    def declaration(self, key: Key) -> Any:
        """A declaration with the changes of both; None where one of them drops it."""
        before, mine, other = self.found.get(key), self.ours.found.get(key), self.theirs.found.get(key)
        if key.kind is ast.Kept.EXAMPLE:
            before = before if self.ours.restated or self.theirs.restated else None
            mine = before if mine is None and not self.ours.restated else mine
            other = before if other is None and not self.theirs.restated else other
        if before is not None:
            if mine is None or other is None:
                return None
            return self.named(three_way(before.declared, mine.declared, other.declared))
        chosen = mine or other
        return self.named(chosen.declared) if chosen is not None else None

    def named(self, declared: Any) -> Any:
        """A node, or something with a name, under the name that it bears in the end."""
        if not isinstance(declared, NodeDraft):
            return declared
        name, parent = declared.name, declared.parent
        return evolve(
            declared,
            name=evolve(name, text=self.nodes.get(name.text, name.text)),
            parent=self.nodes.get(parent, parent),
            clauses=list(declared.clauses),
        )

    def origin(self, key: Key) -> Origin:
        """Why it is so: the reasons of those that changed it, as one version."""
        because: dict[str, str] = {}
        cited: list[Citation] = []
        touched = False
        for side in (self.ours, self.theirs):
            thing = side.found.get(key)
            if thing is not None and thing.origin is not None and thing.origin.version == side.version:
                touched = True
                because = joined(because, thing.origin.because)
                cited.extend(c for c in thing.origin.citations if c not in cited)
        before = self.found.get(key)
        if not touched and before is not None and before.origin is not None:
            return before.origin
        return Origin(JOINT, Titles(tuple(because.items())), tuple(cited))


def joined(one: dict[str, str], other: Titles) -> dict[str, str]:
    """Two reasons as one, language by language; the same words once."""
    made = dict(one)
    for language, text in other.texts:
        had = made.get(language)
        made[language] = text if had is None else had if text in had.split("; ") else f"{had}; {text}"
    return made


def three_way(base: Any, ours: Any, theirs: Any) -> Any:
    """What both made of a declaration: field by field, of its clauses each as the one made it that changed it."""
    if theirs == base:
        return ours
    if ours in (base, theirs):
        return theirs
    if not isinstance(ours, DECLARATIONS) or type(base) is not type(ours) or type(theirs) is not type(ours):
        return ours
    kind: Any = type(ours)
    changed: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in ("span", "origin"):
            continue
        sides = [getattr(side, field.name) for side in (base, ours, theirs)]
        if field.name in LISTS:
            changed[field.name] = type(sides[1])(_clauses(*sides))
        else:
            changed[field.name] = three_way(*sides)
    return evolve(ours, **changed)


def _clauses(base: Iterable[Any], ours: Iterable[Any], theirs: Iterable[Any]) -> Iterator[Any]:
    """Clauses, those about one part together."""
    was, left, right = (_grouped(side) for side in (base, ours, theirs))
    for key in dict.fromkeys((*was, *left, *right)):
        sides = was.get(key, []), left.get(key, []), right.get(key, [])
        if all(len(side) == 1 and isinstance(side[0], ast.WeightEntry) for side in sides):
            yield three_way(*(side[0] for side in sides))
        else:
            yield from sides[1] if sides[2] == sides[0] else sides[2]


def _grouped(clauses: Iterable[Any]) -> dict[object, list[Any]]:
    groups: dict[object, list[Any]] = {}
    for clause in clauses:
        groups.setdefault(_about(clause), []).append(clause)
    return groups


def _about(clause: Any) -> object:
    match clause:
        case ast.WeightEntry():
            return clause.part.text
        case ast.Grade():
            return clause.name.text
        case ast.FieldDeclaration():
            return PartKey(PartKind.FIELD, clause.name.text)
        case _:
            return key_of(clause)
