"""Amendments folded in: from a chain of versions to one draft of the text as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from attrs import evolve

from effrules.amend import amendment_errors, name_errors
from effrules.amend.changing import Changing
from effrules.amend.draft import Draft, Entry, amended, because, citations, thing_of, written
from effrules.amend.versions import VersionText
from effrules.diagnostics import Finding
from effrules.model import thing_words
from effrules.model.basis import Basis
from effrules.model.program import Dropped
from effrules.model.schema import Titles
from effrules.syntax import tree as ast

BARE_IN_AMENDMENT = (ast.Kept.SOURCE, ast.Kept.UNIT, ast.Kept.PROPERTY)

UNNAMED = {ast.Kept.RANK: "rank", ast.Kept.RATING: "total"}
"""What is kept without a name goes by this one."""


class Consolidation(Changing):
    """Applies the versions of a chain, one after the other, to a draft."""

    def apply(self, text: VersionText, *, version: str | None = None) -> None:
        """Apply one version, or an amendment without a heading that is laid on top and called ``version``."""
        self.draft.examples.clear()
        lost = text.heading is None and version is None  # reported already: no word about verbs
        amends = text.heading is None or text.heading.amends is not None
        if text.heading is not None:
            self.draft.headings.append(text.heading)
        self.version = text.heading.version if text.heading is not None else version or text.path.stem
        known = self.known(ast.Kept.SOURCE)
        for declaration in text.declarations:
            match declaration:
                case ast.Methodology():
                    continue
                case ast.ExampleDeclaration():
                    self.draft.examples.append(Entry(declaration, written(self.version)))
                case ast.Drop() | ast.Add() | ast.Replace() | ast.Rename() | ast.Move() | ast.Change():
                    if amends:
                        self.amend(declaration)
                    else:
                        verb = type(declaration).__name__.lower()
                        self.found.append(amendment_errors.amendment_in_standing(declaration.span, verb))
                case _:
                    kind, name, place = thing_of(declaration)
                    if amends and not lost and kind.kept not in BARE_IN_AMENDMENT:
                        what = thing_words.thing(kind, name) if name else f"`{kind}`"
                        self.found.append(amendment_errors.say_add_or_replace(place, what))
                    else:
                        self.put(declaration, written(self.version), "total")
        if amends:
            self.cited(text.declarations, known)

    def amend(self, amendment: ast.Amendment) -> None:
        verb = type(amendment).__name__.lower()
        if not amendment.reasons:
            self.found.append(amendment_errors.no_reason(amendment.span, verb))
        elif not any(isinstance(reason, ast.Because) for reason in amendment.reasons):
            self.found.append(amendment_errors.no_words_of_reason(amendment.reasons[0].span, verb))
        match amendment:
            case ast.Drop():
                self.drop(amendment)
            case ast.Add() | ast.Replace():
                self.amendment = amendment
                if isinstance(amendment, ast.Add):
                    self.add(amendment)
                else:
                    self.replace(amendment)
                self.amendment = None
            case ast.Rename():
                self.rename(amendment)
            case ast.Move():
                self.move(amendment)
            case ast.Change():
                self.change(amendment)

    def drop(self, amendment: ast.Drop) -> None:
        thing = amendment.thing
        kind = thing.kind.kept
        name = thing.name.text if thing.name else UNNAMED.get(kind, "")
        place = thing.name.span if thing.name else thing.span
        there = set(self.draft.nodes)
        titles = self.titles(kind, name)
        if kind in ast.NODES:
            node = self.draft.nodes.get(name)
            if node is None or node.kind.value != kind:
                self.nothing("drop", thing.kind, name, place)
                return
            self.take_out(name)
        elif kind is ast.Kept.WEIGHTS:
            if not self.draft.weights:
                self.nothing("drop", thing.kind, "", place)
                return
            self.draft.weights.clear()
        elif kind is ast.Kept.EXAMPLE:
            return
        else:
            if kind is ast.Kept.RATING and thing.name is None and (kind, name) not in self.draft.things:
                ratings = self.known(kind)
                name = ratings[0] if len(ratings) == 1 else name
            if (kind, name) not in self.draft.things or self.is_miscalled(thing.kind, name):
                self.nothing("drop", thing.kind, name, place)
                return
            del self.draft.things[kind, name]
        basis = Basis(citations(amendment.reasons))
        dropped = Dropped(
            kind, name, self.version, because(amendment.reasons), basis, titles, span=amendment.span
        )
        self.draft.dropped.append(dropped)
        self.draft.gone |= dict.fromkeys((name, *there.difference(self.draft.nodes)), dropped)

    def titles(self, kind: ast.Kept, name: str) -> Titles:
        """What a declaration is called; no titles where there is none."""
        entry = self.draft.things.get((kind, name))
        declared = entry.declared if entry is not None else self.draft.nodes.get(name)
        clauses = getattr(declared, "clauses", ())
        short = ast.titles_in(clauses, ast.TitleKind.SHORT)
        own: Titles = short if short.texts else getattr(declared, "titles", Titles())
        return own if own.texts else ast.titles_in(clauses, ast.TitleKind.TITLE)

    def add(self, amendment: ast.Add) -> None:
        parent = self.target(amendment.to)
        if parent is not None:
            self.put(amendment.declared, written(self.version, amendment.reasons), parent)

    def replace(self, amendment: ast.Replace) -> None:
        declared = amendment.declared
        kind, name, place = thing_of(declared)
        match declared:
            case ast.NodeDeclaration():
                node = self.find_node("replace", declared.kind, declared.name)
                if node is None:
                    return
                before = dict(self.draft.nodes)
                for part in self.draft.parts_of(name):
                    self.take_out(part)
                del self.draft.nodes[name]
                kept = frozenset(self.draft.nodes)
                self.put_node(declared, amended(node.origin, self.version, amendment.reasons), node.parent)
                self.keep_origins(name, before, amendment)
                self.reorder(name, before, kept)
            case ast.Weights():
                fresh = [e for e in self.draft.weights if e.layers[0].version == self.version]
                old = next((e.origin for e in self.draft.weights if e not in fresh), None)
                if old is None and not fresh:
                    self.nothing("replace", kind, "", place)
                    return
                origin = amended(old or fresh[0].origin, self.version, amendment.reasons)
                self.draft.weights = [*fresh, Entry(declared, origin, self.layers(declared))]
            case ast.TotalDeclaration():
                if self.draft.total_span is None:
                    self.nothing("replace", kind, "", place)
                    return
                old_origin = self.draft.total_origin or written(self.version)
                self.draft.total.clear()
                self.draft.total_span = None
                self.put(declared, amended(old_origin, self.version, amendment.reasons), "total")
            case _:
                there = self.draft.things.get((kind.kept, name))
                if there is None:
                    self.nothing("replace", kind, name, place)
                    return
                self.draft.things[kind.kept, name] = Entry(
                    declared, amended(there.origin, self.version, amendment.reasons), self.layers(declared)
                )

    def reorder(self, name: str, before: Iterable[str], kept: Collection[str]) -> None:
        """Put a replaced node where it stood, with the nodes inside it in the order of its new text; ``kept`` are the nodes outside of it."""
        inside = [node for node in self.draft.nodes if node not in kept]
        order: list[str] = []
        for node in before:
            if node == name:
                order.extend(inside)
            elif node in kept:
                order.append(node)
        self.draft.nodes = {node: self.draft.nodes[node] for node in order}

    def rename(self, amendment: ast.Rename) -> None:
        thing, was = amendment.thing, amendment.was
        kind = thing.kind.kept
        if thing.name is None:
            self.nothing("rename", thing.kind, was.text, amendment.span)
            return
        new = thing.name.text
        if kind in ast.NODES:
            node = self.find_node("rename", ast.Level(kind), was)
            if node is None:
                return
            if new in self.draft.nodes:
                self.found.append(
                    amendment_errors.already_there(
                        thing.name.span, thing_words.thing(kind, new), self.draft.nodes[new].name.span
                    )
                )
                return
            order = [new if name == was.text else name for name in self.draft.nodes]
            node.origin = amended(node.origin, self.version, amendment.reasons)
            node.name = thing.name
            if amendment.titles.texts:
                node.titles = amendment.titles
                node.clauses = [
                    c
                    for c in node.clauses
                    if not (isinstance(c, ast.TitleClause) and c.kind is ast.TitleKind.TITLE)
                ]
            nodes = {n.name.text: n for n in self.draft.nodes.values()}
            for other in nodes.values():
                if other.parent == was.text:
                    other.parent = new
            self.draft.nodes = {name: nodes[name] for name in order}
            if was.text in self.draft.moved:
                self.draft.moved.add(new)
        else:
            there = self.draft.things.get((kind, was.text))
            if there is None or self.is_miscalled(thing.kind, was.text):
                self.nothing("rename", thing.kind, was.text, was.span)
                return
            if (kind, new) in self.draft.things:
                self.found.append(
                    amendment_errors.already_there(thing.name.span, thing_words.thing(kind, new), None)
                )
                return
            declared: Any = evolve(there.declared, name=thing.name)  # type: ignore[arg-type]
            if amendment.titles.texts and hasattr(declared, "titles"):
                declared = evolve(declared, titles=amendment.titles)
            origin = amended(there.origin, self.version, amendment.reasons)
            self.draft.things = {
                (kind, new) if key == (kind, was.text) else key: Entry(declared, origin, there.layers)
                if key == (kind, was.text)
                else entry
                for key, entry in self.draft.things.items()
            }
        self.draft.aliases[was.text] = new

    def move(self, amendment: ast.Move) -> None:
        node = self.find_node("move", amendment.kind, amendment.name)
        to = self.target(amendment.to)
        if node is None or to is None:
            return
        above = to
        while above != "total":
            if above == node.name.text:
                self.found.append(name_errors.cycle(amendment.span, [node.name.text, to]))
                return
            above = self.draft.nodes[above].parent
        node.parent = to
        self.draft.moved.add(node.name.text)
        node.origin = amended(node.origin, self.version, amendment.reasons)


def consolidate(
    chain: tuple[VersionText, ...], overlays: tuple[tuple[str, VersionText], ...] = ()
) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft after all versions of a chain (the standing one first) and the overlays on top of it."""
    work = Consolidation()
    for text in chain:
        work.apply(text)
    for name, overlay in overlays:
        examples = list(work.draft.examples)
        work.apply(overlay, version=name)
        if not overlay.declarations:
            work.draft.examples = examples
    work.draft.settle()
    return work.draft, tuple(work.found)
