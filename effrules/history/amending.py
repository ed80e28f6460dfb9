"""The amendments that make one draft into another: for a text that was written out in full, and for a merge of two drafts.

What can be said by `change` is said so, clause by clause; what takes a clause away, by `replace`. The order is one in which each
amendment finds what it is about: first what nothing depends on is added, then nodes, moves, drops, changes, new names, weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from effrules.amend.draft import Draft, NodeDraft
from effrules.history.clauses import Key, Standing, parts_of, standing
from effrules.history.part_keys import DROPPED, PartKind
from effrules.history.parts import Part, Parts
from effrules.model.basis import Origin
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast

BARE = (ast.Kept.SOURCE, ast.Kept.UNIT, ast.Kept.PROPERTY, ast.Kept.EXAMPLE)
"""What is declared in an amendment without a verb."""

CHANGEABLE = (ast.Kept.NODE, ast.Kept.ADJUSTMENT, ast.Kept.TABLE, ast.Kept.FIGURES, ast.Kept.TOTAL)
WORDS = {kind: word for word, kind in DROPPED.items()}
"""What `change` can be said of."""

STRUCTURE = (PartKind.NAME, PartKind.PARENT)
"""Parts that other verbs are for."""


def amendments(
    old: Draft, new: Draft, names: dict[Key, str] | None = None, *, version: str = ""
) -> tuple[ast.Declaration, ...]:
    """What makes ``old`` into ``new``.

    ``names`` says which name each thing of the old draft bears in the new one: by default its own. The reasons are those of
    what was changed by ``version``, if any is given.
    """
    return tuple(_Amending(old, new, names or {key: key.name for key, _ in standing(old)}, version).all())


class _Amending:
    def __init__(self, old: Draft, new: Draft, names: dict[Key, str], version: str) -> None:
        self.before, self.draft, self.version = old, new, version
        self.old = {key: found for key, found in standing(old) if key.kind is not ast.Kept.EXAMPLE}
        back = {Key(key.kind, name): key for key, name in names.items()}
        self.new = {back.get(key, key): found for key, found in standing(new)}
        self.new_names = {key: name for key, name in names.items() if name != key.name and key in self.new}
        self.was = {name: key.name for key, name in names.items() if key.kind is ast.Kept.NODE}
        self.nowhere = old.headings[-1].span
        self.rewritten: set[str] = set()

    def all(self) -> Iterator[ast.Declaration]:
        """Every amendment, in an order in which each finds what it is about."""
        yield from self.on_other_levels()
        yield from self.added(
            [key for key in self.new if key.kind not in (ast.Kept.NODE, ast.Kept.WEIGHTS, ast.Kept.TOTAL)]
        )
        nodes = [key for key in self.new if key.kind is ast.Kept.NODE]
        yield from self.added(sorted(nodes, key=lambda key: self._depth(self.new[key].declared.name.text)))
        yield from self.moved()
        yield from self.dropped()
        yield from self.changed()
        for key, name in self.new_names.items():
            yield self.rename(key, name)
        yield from self.weights()

    # -- Coming and going ----------------------------------------------------------------------------------

    def on_other_levels(self) -> Iterator[ast.Declaration]:
        """A block that becomes a direction is dropped, with all inside it, and added anew."""
        again = [
            key
            for key, found in self.old.items()
            if key.kind is ast.Kept.NODE and key in self.new and self.new[key].kind != found.kind
        ]
        for key in again:
            if key in self.old:
                yield self.drop(key)
                self.old = {k: found for k, found in self.old.items() if not self._was_inside(k, key)}

    def _was_inside(self, key: Key, other: Key) -> bool:
        at = key.name if key.kind is ast.Kept.NODE else "total"
        while at != "total":
            if at == other.name:
                return True
            at = self.before.nodes[at].parent
        return False

    def added(self, keys: Iterable[Key]) -> Iterator[ast.Declaration]:
        """What is new."""
        for key in keys:
            if key in self.old:
                continue
            found = self.new[key]
            declared = self.declared(found)
            if key.kind in BARE:
                yield declared
                continue
            to = None
            if isinstance(found.declared, NodeDraft) and found.declared.parent != "total":
                to = self.node_name(found.declared.parent)
            yield ast.Add(to, declared, self.reasons(found.origin), span=found.span)

    def declared(self, found: Standing) -> Any:
        """A declaration; a node without those inside it, which are added by themselves."""
        node = found.declared
        if not isinstance(node, NodeDraft):
            return node
        return ast.NodeDeclaration(node.kind, node.name, node.titles, tuple(node.clauses), span=node.span)

    def node_name(self, name: str) -> ast.NodeName:
        """A node as an amendment names it before the new names are given."""
        before = self.was.get(name, name)
        node = self.draft.nodes.get(name)
        kind = node.kind if node is not None else None
        return ast.NodeName(kind, ast.Name(before, span=self.nowhere), span=self.nowhere)

    def moved(self) -> Iterator[ast.Declaration]:
        """Nodes that hang elsewhere; one that goes below another comes after that one has gone out of it."""
        waiting = []
        for key, found in self.new.items():
            before = self.old.get(key)
            if before is None or not isinstance(found.declared, NodeDraft):
                continue
            to = found.declared.parent
            if self.was.get(to, to) != before.declared.parent:
                waiting.append((key, found, to))
        for key, found, to in sorted(waiting, key=lambda one: self._depth(one[2])):
            name = ast.Name(key.name, span=self.nowhere)
            target = self.node_name(to)
            yield ast.Move(ast.Level(found.kind), name, target, self.reasons(found.origin), span=found.span)

    def _depth(self, name: str) -> int:
        depth = 0
        while name != "total":
            name = self.draft.nodes[name].parent
            depth += 1
        return depth

    def dropped(self) -> Iterator[ast.Declaration]:
        """What is gone: of nodes the outermost, as all inside goes with it."""
        gone = [key for key in self.old if key not in self.new]
        for key in gone:
            if key.kind in (ast.Kept.WEIGHTS, ast.Kept.TOTAL):
                continue
            if key.kind is ast.Kept.NODE and Key(ast.Kept.NODE, self.old[key].declared.parent) in gone:
                continue
            yield self.drop(key)

    def drop(self, key: Key) -> ast.Drop:
        """Takes a thing out."""
        found = self.old[key]
        named = key.kind is not ast.Kept.RATING or key.name != "total"
        name = ast.Name(key.name, span=self.nowhere) if named else None
        kind = found.kind
        if key.kind is ast.Kept.RANK and key.name == "rank":
            name = None
        dropped = next(
            (d for d in reversed(self.draft.dropped) if d.name == key.name and d.version == self.version),
            None,
        )
        origin = Origin(self.version, dropped.because, dropped.citations.citations) if dropped else None
        return ast.Drop(ast.Thing(kind, name, span=self.nowhere), self.reasons(origin), span=found.span)

    def rename(self, key: Key, name: str) -> ast.Rename:
        """Gives a thing its new name; its titles are changed where it is changed."""
        found = self.new[key]
        thing = ast.Thing(found.kind, ast.Name(name, span=self.nowhere), span=self.nowhere)
        was = ast.Name(key.name, span=self.nowhere)
        return ast.Rename(thing, was, Titles(), self.reasons(found.origin), span=found.span)

    # -- Changing ------------------------------------------------------------------------------------------

    def changed(self) -> Iterator[ast.Declaration]:
        """What says something else."""
        for key, found in self.new.items():
            before = self.old.get(key)
            if (
                before is None
                or key.kind in (ast.Kept.WEIGHTS, ast.Kept.EXAMPLE)
                or self._inside_rewritten(key)
            ):
                continue
            old, new = parts_of(before.declared), parts_of(found.declared)
            differ = [
                part
                for part in dict.fromkeys((*new, *old))
                if part.kind not in STRUCTURE and old.get(part) != new.get(part)
            ]
            if differ:
                yield self.change(key, found, self._as_clauses(key, found, old, new, differ))

    def change(self, key: Key, found: Standing, clauses: tuple[Any, ...] | None) -> ast.Declaration:
        """Changes some clauses, or puts the whole declaration in the place of the old one."""
        reasons = self.reasons(found.origin)
        if key.kind is ast.Kept.TOTAL and self.before.total_span is None:
            return ast.Add(None, found.declared, reasons, span=found.span)
        if clauses is not None:
            name = None if key.kind is ast.Kept.TOTAL else ast.Name(key.name, span=self.nowhere)
            thing = ast.Thing(found.kind, name, span=self.nowhere)
            return ast.Change(thing, clauses, reasons, span=found.span)
        if isinstance(found.declared, NodeDraft):
            self.rewritten.add(key.name)
            return ast.Replace(self.whole(found.declared), reasons, span=found.span)
        declared = found.declared
        if key in self.new_names:
            declared = evolve(declared, name=ast.Name(key.name, span=self.nowhere))
        return ast.Replace(declared, reasons, span=found.span)

    def _as_clauses(
        self, key: Key, found: Standing, old: Parts, new: Parts, differ: list[Any]
    ) -> tuple[Any, ...] | None:
        """The clauses of a `change`; None where something goes that `change` cannot take away."""
        if key.kind not in CHANGEABLE or isinstance(found.declared, ast.CalendarDeclaration):
            return None
        made: list[Any] = []
        rows: list[Any] = []
        out: list[Any] = []
        for part_key in differ:
            part = new.get(part_key)
            wanted = {ast.Kept.FIGURES: PartKind.ROW, ast.Kept.TABLE: PartKind.FIELD}.get(
                key.kind, part_key.kind
            )
            if part_key.kind is not wanted or part_key.kind is PartKind.LEVEL:
                return None
            if part is not None:
                (rows if part_key.kind is PartKind.ROW else made).extend(self._nodes(found, part))
                continue
            if part_key.kind is PartKind.FIELD:
                made.append(ast.DropField(ast.Name(part_key.about, span=self.nowhere), span=self.nowhere))
            elif part_key.kind in WORDS and not part_key.about:
                made.append(ast.DropClause(WORDS[part_key.kind], span=self.nowhere))
            elif part_key.kind is PartKind.ROW:
                out.append(ast.DropRow(old[part_key].nodes[0].cells[0], span=self.nowhere))
            else:
                return None
        return (*rows, *made, *out)

    def _nodes(self, found: Standing, part: Part) -> tuple[Any, ...]:
        """The clauses that a part is made of."""
        if not any(isinstance(node, str) for node in part.nodes):
            return part.nodes
        wanted = {PartKind.AMOUNT: ast.Amount, PartKind.TARGET: ast.Adjusted}[part.key.kind]
        return tuple(clause for clause in found.declared.clauses if isinstance(clause, wanted))

    def whole(self, node: NodeDraft) -> ast.NodeDeclaration:
        """A node with all that is inside it, under the names before the new ones are given."""
        below = tuple(self.whole(part) for part in self.draft.nodes.values() if part.parent == node.name.text)
        name = ast.Name(self.was.get(node.name.text, node.name.text), span=node.name.span)
        return ast.NodeDeclaration(node.kind, name, node.titles, (*node.clauses, *below), span=node.span)

    def _inside_rewritten(self, key: Key) -> bool:
        return key.kind is ast.Kept.NODE and any(
            self._above(key, Key(ast.Kept.NODE, name)) for name in self.rewritten
        )

    def _above(self, key: Key, other: Key) -> bool:
        """Whether a node lies inside another one."""
        if (
            key.kind is not ast.Kept.NODE
            or other.kind is not ast.Kept.NODE
            or key not in self.new
            or key == other
        ):
            return False
        at = self.new[key].declared.parent
        while at != "total":
            if self.was.get(at, at) == other.name:
                return True
            at = self.draft.nodes[at].parent
        return False

    # -- Weights and reasons --------------------------------------------------------------------------------

    def weights(self) -> Iterator[ast.Declaration]:
        """All weights clauses anew, if any of them says something else."""
        old = {
            key: parts_of(found.declared) for key, found in self.old.items() if key.kind is ast.Kept.WEIGHTS
        }
        new = {
            key: parts_of(found.declared) for key, found in self.new.items() if key.kind is ast.Kept.WEIGHTS
        }
        if old == new:
            return
        if not new:
            yield ast.Drop(ast.Thing(ast.ThingKind.WEIGHTS, None, span=self.nowhere), (), span=self.nowhere)
        for key in new:
            found = self.new[key]
            reasons = self.reasons(found.origin)
            if old:
                yield ast.Replace(found.declared, reasons, span=found.span)
            else:
                yield ast.Add(None, found.declared, reasons, span=found.span)

    def reasons(self, origin: Origin | None) -> tuple[ast.Reason, ...]:
        """The reasons of what the version changed."""
        if origin is None or not self.version or origin.version != self.version:
            return ()
        return reasons_of(origin, self.nowhere)


def reasons_of(origin: Origin, place: Span) -> tuple[ast.Reason, ...]:
    """The reason and the citations of an origin, as they stand behind an amendment."""
    made: list[ast.Reason] = []
    if origin.because.texts:
        made.append(ast.Because(origin.because, span=place))
    made.extend(
        ast.Cite(ast.Name(cited.source, span=place), cited.place, span=place) for cited in origin.citations
    )
    return tuple(made)
