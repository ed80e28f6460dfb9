"""A draft into which declarations are put and out of which they are taken, and what is found on the way."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.amend import amendment_errors, name_errors
from effrules.amend.draft import (
    Draft,
    Entry,
    NodeDraft,
    amended,
    kind_of,
    thing_of,
    written,
)
from effrules.amend.layers import Layers, first
from effrules.amend.name_errors import Sought
from effrules.diagnostics import Finding
from effrules.model import thing_words
from effrules.model.basis import Origin
from effrules.source import Span
from effrules.syntax import tree as ast

NODE_KINDS = ("block", "direction", "criterion")


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
        known = [*before, *self.known("source")]
        for declaration in declarations:
            for reason in getattr(declaration, "reasons", ()):
                if isinstance(reason, ast.Because):
                    self.draft.reasons.append(reason)
                    continue
                name = reason.source.text
                if name not in known and self.draft.current_name(name) not in known:
                    self.found.append(name_errors.unknown(reason.source.span, Sought.SOURCE, name, known))

    def known(self, kind: str) -> list[str]:
        if kind in NODE_KINDS:
            return [name for name, node in self.draft.nodes.items() if node.kind == kind]
        return [name for other, name in self.draft.things if other == kind]

    def nothing(self, verb: str, kind: str, name: str, place: Span) -> None:
        what = f"{kind} {name}" if name else kind
        gone = self.draft.dropped_in(kind_of(kind), name)
        known = self.known(kind_of(kind))
        called = ""
        if kind in ("table", "form"):
            known = [one for one in known if self.called(one) == kind]
            called = f"{self.called(name)} {name}" if self.is_miscalled(kind, name) else ""
        self.found.append(amendment_errors.nothing_to_amend(place, verb, what, known, gone, called))

    def is_miscalled(self, kind: str, name: str) -> bool:
        """Whether a form is called a table, or a table a form."""
        return (
            kind in ("table", "form") and self.called(name) in ("table", "form") and self.called(name) != kind
        )

    def called(self, name: str) -> str:
        """Whether a name is that of the subject, of a form or of a table; empty where it is none of them."""
        there = self.draft.things.get(("table", name))
        if there is None or not isinstance(there.declared, ast.TableDeclaration):
            return ""
        return "subject" if there.declared.owner is None else "form" if there.declared.form else "table"

    def find_node(self, verb: str, kind: str | None, name: ast.Name) -> NodeDraft | None:
        node = self.draft.nodes.get(name.text)
        if node is None or (kind is not None and node.kind != kind):
            self.nothing(verb, kind or "node", name.text, name.span)
            return None
        return node

    def target(self, to: ast.NodeName | None) -> str | None:
        if to is None or to.name.text == "total":
            return "total"
        node = self.find_node("add to", to.kind, to.name)
        return None if node is None else node.name.text

    def was_dropped(self, name: str) -> bool:
        """Whether a version dropped a node of that name."""
        return any(self.draft.dropped_in(kind, name) for kind in NODE_KINDS)

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
                there = self.draft.things.get((kind, name))
                if there is not None:
                    first = thing_of(there.declared)[2]
                    is_form = isinstance(declared, ast.TableDeclaration) and declared.form
                    self.found.append(
                        amendment_errors.already_there(
                            place, thing_words.thing("form" if is_form else kind, name), first
                        )
                    )
                    return
                self.draft.things[kind, name] = Entry(declared, origin, self.layers(declared))

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
