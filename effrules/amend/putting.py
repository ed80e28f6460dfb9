"""A draft into which declarations are put and out of which they are taken, and what is found on the way."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.amend import amendment_errors, name_errors
from effrules.amend.draft import Draft, Entry, NodeDraft, amended, thing_of, written
from effrules.amend.layers import Layers, first
from effrules.amend.name_errors import Sought
from effrules.diagnostics import Finding
from effrules.model import thing_words
from effrules.model.basis import Origin
from effrules.source import Span
from effrules.syntax import tree as ast

REPORTED = (ast.ThingKind.SUBJECT, ast.ThingKind.TABLE, ast.ThingKind.FORM)
"""What shares one set of names."""


class Putting:
    """A draft under construction: declarations are put in, found again and taken out."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.found: list[Finding] = []
        self.version = ""
        self.amendment: ast.Add | ast.Replace | None = None
        """What puts a declaration in, if an amendment does."""

    def cited(self, declarations: Iterable[ast.Declaration], before: list[str]) -> None:
        """Tell of sources behind amendments that are declared nowhere; one that the amendment itself drops may still be cited."""
        known = [*before, *self.known(ast.Kept.SOURCE)]
        for declaration in declarations:
            for reason in getattr(declaration, "reasons", ()):
                if isinstance(reason, ast.Because):
                    self.draft.reasons.append(reason)
                    continue
                name = reason.source.text
                if name not in known and self.draft.current_name(name) not in known:
                    self.found.append(name_errors.unknown(reason.source.span, Sought.SOURCE, name, known))

    def known(self, kind: ast.Kept) -> list[str]:
        if kind in ast.NODES:
            return [name for name, node in self.draft.nodes.items() if node.kind.value == kind]
        return [name for other, name in self.draft.things if other is kind]

    def nothing(self, verb: str, kind: ast.ThingKind | None, name: str, place: Span) -> None:
        """Tell that there is nothing of a kind (``None``: no node) and name."""
        word = kind or "node"
        gone = None if kind is None else self.draft.dropped_in(name, kind.kept)
        known = [] if kind is None else self.known(kind.kept)
        called: ast.ThingKind | None = None
        if kind in REPORTED:
            known = [one for one in known if self.called(one) is kind]
            called = self.called(name) if self.is_miscalled(kind, name) else None
        what = f"{word} {name}" if name else word
        self.found.append(
            amendment_errors.nothing_to_amend(
                place, verb, what, known, gone, (called, name) if called else None
            )
        )

    def is_miscalled(self, kind: ast.ThingKind, name: str) -> bool:
        """Whether the subject, a form or a table is called another of these."""
        return kind in REPORTED and self.called(name) not in (None, kind)

    def called(self, name: str) -> ast.ThingKind | None:
        """Whether a name is that of the subject, of a form or of a table."""
        there = self.draft.things.get((ast.Kept.TABLE, name))
        return None if there is None else thing_of(there.declared)[0]

    def find_node(self, verb: str, level: ast.Level | None, name: ast.Name) -> NodeDraft | None:
        node = self.draft.nodes.get(name.text)
        if node is None or (level is not None and node.kind is not level):
            self.nothing(verb, None if level is None else ast.ThingKind(level), name.text, name.span)
            return None
        return node

    def target(self, to: ast.NodeName | None) -> str | None:
        if to is None or to.name.text == "total":
            return "total"
        node = self.find_node("add to", to.kind, to.name)
        return None if node is None else node.name.text

    def was_dropped(self, name: str) -> bool:
        """Whether a version dropped a node of that name."""
        return self.draft.dropped_in(name, *ast.NODES) is not None

    def put(self, declared: ast.Declared, origin: Origin, parent: str) -> None:
        """Put a declaration in; one of the same kind and name must not be there."""
        kind, name, place = thing_of(declared)
        match declared:
            case ast.NodeDeclaration():
                self.put_node(declared, origin, parent)
            case ast.Weights():
                self.draft.weights.append(Entry(declared, origin, self.layers(declared)))
            case ast.TotalDeclaration():
                if self.draft.total_span is not None:
                    self.found.append(amendment_errors.already_there(place, "`total`", self.draft.total_span))
                    return
                self.draft.total_span = declared.span
                self.draft.total_layers = self.layers(declared)
                self.draft.total_origin = origin
                self.draft.total.extend(Entry(clause, origin) for clause in declared.clauses)
            case _:
                there = self.draft.things.get((kind.kept, name))
                if there is not None:
                    first = thing_of(there.declared)[2]
                    self.found.append(
                        amendment_errors.already_there(place, thing_words.thing(kind, name), first)
                    )
                    return
                self.draft.things[kind.kept, name] = Entry(declared, origin, self.layers(declared))

    def layers(self, declared: ast.Declared) -> Layers:
        """The layers of a declaration that is put in now."""
        return first(self.version, declared, self.amendment)

    def put_node(self, declared: ast.NodeDeclaration, origin: Origin, parent: str) -> None:
        """Put a node and the nodes inside it into the tree."""
        name = declared.name.text
        there = self.draft.nodes.get(name)
        if there is not None:
            what = thing_words.thing(declared.kind, name)
            self.found.append(amendment_errors.already_there(declared.name.span, what, there.name.span))
            return
        own: list[ast.NodeClause] = [c for c in declared.clauses if not isinstance(c, ast.NodeDeclaration)]
        self.draft.nodes[name] = NodeDraft(
            declared.kind,
            declared.name,
            declared.titles,
            own,
            parent,
            origin,
            declared.span,
            self.layers(declared),
        )
        for clause in declared.clauses:
            if isinstance(clause, ast.NodeDeclaration):
                self.put_node(clause, origin, name)

    def take_out(self, name: str) -> None:
        """Take a node out, with all below it, with its weights and what is rounded or rated by it."""
        below = self.draft.parts_of(name)
        for part in below:
            self.take_out(part)
        del self.draft.nodes[name]
        self.draft.total = [
            entry
            for entry in self.draft.total
            if not (
                isinstance(entry.declared, ast.RoundClause)
                and entry.declared.node is not None
                and entry.declared.node.name.text == name
            )
        ]

    def keep_origins(self, name: str, before: dict[str, NodeDraft], amendment: ast.Replace) -> None:
        """The nodes inside a replaced one keep their own earlier versions; those that were not there have none."""
        for part in self.draft.parts_of(name):
            node, old = self.draft.nodes[part], before.get(part)
            node.origin = (
                written(self.version, amendment.reasons)
                if old is None
                else amended(old.origin, self.version, amendment.reasons)
            )
            self.keep_origins(part, before, amendment)
