"""Amendments folded in: from a chain of versions to one draft of the text as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from attrs import evolve

from effrules.amend import amendment_errors, name_errors
from effrules.amend.changed_days import changed_days
from effrules.amend.draft import (
    Draft,
    Entry,
    NodeDraft,
    amended,
    because,
    citations,
    kind_of,
    thing_of,
    written,
)
from effrules.amend.layers import Layers, after, first
from effrules.amend.name_errors import Sought
from effrules.amend.total_clauses import makes_total
from effrules.amend.versions import VersionText
from effrules.diagnostics import Finding
from effrules.model import thing_words
from effrules.model.basis import Basis, Origin
from effrules.model.program import Dropped
from effrules.source import Span
from effrules.syntax import tree as ast

NODE_KINDS = ("block", "direction", "criterion")
BARE_IN_AMENDMENT = ("source", "unit", "property")


class Consolidation:
    """Applies the versions of a chain, one after the other, to a draft."""

    def __init__(self) -> None:
        self.draft = Draft()
        self.found: list[Finding] = []
        self.version = ""
        self.amendment: ast.Add | ast.Replace | None = None
        """What puts a declaration in, if an amendment does."""

    def apply(self, text: VersionText, *, version: str | None = None) -> None:
        """Apply one version, or an amendment without a heading that is laid on top and called ``version``."""
        self.draft.examples.clear()
        lost = text.heading is None and version is None  # reported already: no word about verbs
        amends = text.heading is None or text.heading.amends is not None
        if text.heading is not None:
            self.draft.headings.append(text.heading)
        self.version = text.heading.version if text.heading is not None else version or text.path.stem
        known = self.known("source")
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
                    if amends and not lost and kind not in BARE_IN_AMENDMENT:
                        what = thing_words.thing(kind, name) if name else f"`{kind}`"
                        self.found.append(amendment_errors.say_add_or_replace(place, what))
                    else:
                        self.put(declaration, written(self.version), "total")
        if amends:
            self.cited(text.declarations, known)

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

    # -- Putting in ---------------------------------------------------------------------------------------

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

    # -- Amending -----------------------------------------------------------------------------------------

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

    def drop(self, amendment: ast.Drop) -> None:
        thing = amendment.thing
        kind = kind_of(thing.kind)
        name = thing.name.text if thing.name else {"rank": "rank", "rating": "total"}.get(kind, "")
        place = thing.name.span if thing.name else thing.span
        if kind in NODE_KINDS:
            node = self.draft.nodes.get(name)
            if node is None or node.kind != kind:
                self.nothing("drop", kind, name, place)
                return
            self.take_out(name)
        elif kind == "weights":
            if not self.draft.weights:
                self.nothing("drop", kind, "", place)
                return
            self.draft.weights.clear()
        elif kind == "example":
            return
        else:
            if kind == "rating" and thing.name is None and (kind, name) not in self.draft.things:
                ratings = self.known("rating")
                name = ratings[0] if len(ratings) == 1 else name
            if (kind, name) not in self.draft.things or self.is_miscalled(thing.kind, name):
                self.nothing("drop", thing.kind, name, place)
                return
            del self.draft.things[kind, name]
        self.draft.dropped.append(
            Dropped(
                kind,
                name,
                self.version,
                because(amendment.reasons),
                Basis(citations(amendment.reasons)),
                span=amendment.span,
            )
        )

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
                fresh = [e for e in self.draft.weights if e.origin.version == self.version]
                old = next((e.origin for e in self.draft.weights if e not in fresh), None)
                if old is None and not fresh:
                    self.nothing("replace", "weights", "", place)
                    return
                origin = amended(old or fresh[0].origin, self.version, amendment.reasons)
                self.draft.weights = [*fresh, Entry(declared, origin, self.layers(declared))]
            case ast.TotalDeclaration():
                if self.draft.total_span is None:
                    self.nothing("replace", "total", "", place)
                    return
                old_origin = self.draft.total_origin or written(self.version)
                self.draft.total.clear()
                self.draft.total_span = None
                self.put(declared, amended(old_origin, self.version, amendment.reasons), "total")
            case _:
                there = self.draft.things.get((kind, name))
                if there is None:
                    self.nothing("replace", kind, name, place)
                    return
                self.draft.things[kind, name] = Entry(
                    declared, amended(there.origin, self.version, amendment.reasons), self.layers(declared)
                )

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
        kind = kind_of(thing.kind)
        if thing.name is None:
            self.nothing("rename", kind, was.text, amendment.span)
            return
        new = thing.name.text
        if kind in NODE_KINDS:
            node = self.find_node("rename", kind, was)
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

    # -- Changing clause by clause --------------------------------------------------------------------------

    def change(self, amendment: ast.Change) -> None:
        thing = amendment.thing
        kind = kind_of(thing.kind)
        match kind:
            case "block" | "direction" | "criterion":
                self.change_node(amendment, kind)
            case "total":
                self.change_total(amendment)
            case "weights":
                self.change_weights(amendment)
            case _:
                self.change_thing(amendment, kind)

    def change_node(self, amendment: ast.Change, kind: str) -> None:
        assert amendment.thing.name is not None
        node = self.find_node("change", kind, amendment.thing.name)
        if node is None:
            return
        for part in amendment.parts:
            if isinstance(part, ast.NodeDeclaration):
                self.found.append(amendment_errors.node_in_change(part.span, part.kind))
        for part in amendment.parts:
            if isinstance(part, ast.DropClause) and not any(takes_out(part, c) for c in node.clauses):
                there = amendment_errors.nothing_to_amend(part.span, "drop", f"`{part.clause}`")
                self.found.append(there)
        drops = [p for p in amendment.parts if isinstance(p, ast.DropClause)]
        parts = [p for p in amendment.parts if not isinstance(p, ast.NodeDeclaration | ast.DropClause)]
        kept = [c for c in node.clauses if not any(same_clause(c, p) for p in parts)]
        kept = [c for c in kept if not any(takes_out(drop, c) for drop in drops)]
        node.clauses = [*kept, *parts]  # type: ignore[list-item]
        if any(isinstance(p, ast.TitleClause) and p.kind is ast.TitleKind.TITLE for p in parts):
            node.titles = type(node.titles)()
        node.origin = amended(node.origin, self.version, amendment.reasons)
        node.layers = after(node.layers, self.version, amendment)

    def change_total(self, amendment: ast.Change) -> None:
        if self.draft.total_span is None:
            self.nothing("change", "total", "", amendment.span)
            return
        parts = amendment.parts
        origin = amended(self.draft.total_origin or written(self.version), self.version, amendment.reasons)
        self.draft.total_origin = origin
        kept = [e for e in self.draft.total if not any(same_clause(e.declared, p) for p in parts)]
        self.draft.total = [*kept, *(Entry(p, origin) for p in parts)]  # type: ignore[list-item]
        self.draft.total_layers = after(self.draft.total_layers, self.version, amendment)

    def change_weights(self, amendment: ast.Change) -> None:
        change = amendment.parts[0]
        assert isinstance(change, ast.Weights)
        changed = False
        for index, entry in enumerate(self.draft.weights):
            old = entry.declared
            same_subjects = (change.subject is None and change.where is None) or old.where == change.where
            if not same_subjects:
                continue
            changed = True
            self.draft.weights[index] = Entry(
                evolve(
                    old,
                    group=merged_weights(self.renamed(old.group, "total"), change.group),
                    redistribution=change.redistribution or old.redistribution,
                    basis=change.basis or old.basis,
                ),
                amended(entry.origin, self.version, amendment.reasons),
                after(entry.layers, self.version, amendment),
            )
        if not changed:
            self.nothing("change", "weights", "", amendment.span)

    def renamed(self, group: ast.WeightGroup, above: str) -> ast.WeightGroup:
        """The weights of a node's parts, each under the name that it bears now, without what was dropped or hangs elsewhere now."""
        entries = []
        for entry in group.entries:
            part = evolve(entry.part, text=self.draft.current_name(entry.part.text))
            node = self.draft.nodes.get(part.text)
            if (node is None and self.was_dropped(part.text)) or (
                node is not None
                and node.parent != above
                and (self.was_dropped(part.text) or part.text in self.draft.moved)
            ):
                continue
            below = None if entry.below is None else self.renamed(entry.below, part.text)
            entries.append(evolve(entry, part=part, below=below))
        return evolve(group, entries=tuple(entries))

    def was_dropped(self, name: str) -> bool:
        """Whether a version dropped a node of that name."""
        return any(self.draft.dropped_in(kind, name) for kind in NODE_KINDS)

    def change_thing(self, amendment: ast.Change, kind: str) -> None:
        assert amendment.thing.name is not None
        name = amendment.thing.name.text
        there = self.draft.things.get((kind, name))
        if there is None or self.is_miscalled(amendment.thing.kind, name):
            self.nothing("change", amendment.thing.kind, name, amendment.thing.name.span)
            return
        declared = there.declared
        match declared:
            case ast.AdjustmentDeclaration():
                kept = [c for c in declared.clauses if not any(same_clause(c, p) for p in amendment.parts)]
                declared = evolve(declared, clauses=(*kept, *amendment.parts))  # type: ignore[arg-type]
            case ast.TableDeclaration():
                declared = self.changed_table(declared, amendment)
            case ast.FiguresDeclaration():
                declared = self.changed_figures(declared, amendment)
            case ast.CalendarDeclaration():
                clauses, missing = changed_days(declared.clauses, amendment.parts)
                self.found.extend(missing)
                declared = evolve(declared, clauses=clauses)
            case _:
                self.found.append(amendment_errors.cannot_change(amendment.span, kind))
                return
        self.draft.things[kind, name] = Entry(
            declared,
            amended(there.origin, self.version, amendment.reasons),
            after(there.layers, self.version, amendment),
        )

    def changed_table(self, table: ast.TableDeclaration, amendment: ast.Change) -> ast.TableDeclaration:
        fields = {field.name.text: field for field in table.fields}
        for part in amendment.parts:
            if isinstance(part, ast.FieldDeclaration):
                fields[part.name.text] = part
            elif isinstance(part, ast.DropField):
                if part.field.text not in fields:
                    what = f"field {part.field.text}"
                    self.found.append(
                        amendment_errors.nothing_to_amend(part.span, "drop", what, fields, None)
                    )
                fields.pop(part.field.text, None)
        return evolve(table, fields=tuple(fields.values()), demands=self.changed_demands(table, amendment))

    def changed_demands(self, table: ast.TableDeclaration, amendment: ast.Change) -> tuple[ast.MustHold, ...]:
        """What must hold of the rows: without what was there where it is dropped, with what is written, the same condition anew."""
        dropped = [part for part in amendment.parts if isinstance(part, ast.DropMustHold)]
        if dropped and not table.demands:
            found = amendment_errors.nothing_to_amend(dropped[0].span, "drop", "`must hold`")
            self.found.append(found)
        demands = {} if dropped else {one.condition: one for one in table.demands}
        demands.update({one.condition: one for one in amendment.parts if isinstance(one, ast.MustHold)})
        return tuple(demands.values())

    def changed_figures(
        self, figures: ast.FiguresDeclaration, amendment: ast.Change
    ) -> ast.FiguresDeclaration:
        rows = {row.cells[0]: row for row in figures.rows}
        for part in amendment.parts:
            if isinstance(part, ast.FigureRow):
                rows[part.cells[0]] = part
            elif isinstance(part, ast.DropRow):
                if part.key not in rows:
                    what = f"row {part.key.span.text}"
                    self.found.append(amendment_errors.nothing_to_amend(part.span, "drop", what))
                rows.pop(part.key, None)
        return evolve(figures, rows=tuple(rows.values()))


DROPPED: dict[ast.ClauseKind, type] = {
    ast.ClauseKind.TIMES: ast.Multiplied,
    ast.ClauseKind.MEAN_OF_OTHERS: ast.MeanOfOthers,
    ast.ClauseKind.NOT_APPLICABLE: ast.NotApplicable,
    ast.ClauseKind.ONLY_WHERE: ast.OnlyWhere,
}
"""The clauses that each word takes out of a node."""


def takes_out(drop: ast.DropClause, clause: object) -> bool:
    """Whether a change takes a clause out."""
    return isinstance(clause, DROPPED[drop.clause])


def same_clause(old: object, new: object) -> bool:
    """Whether a clause of a change takes the place of an old clause."""
    if isinstance(old, ast.OutOf) and isinstance(new, ast.OutOf):
        return old.where == new.where or None in (old.where, new.where)
    if isinstance(old, ast.TitleClause) and isinstance(new, ast.TitleClause):
        return old.kind == new.kind
    if isinstance(old, ast.BasisClause) and isinstance(new, ast.BasisClause):
        return True
    if isinstance(old, ast.RoundClause) and isinstance(new, ast.RoundClause):
        return old.node == new.node
    if isinstance(old, ast.Cap) and isinstance(new, ast.Cap):
        return old.each is new.each
    if isinstance(old, ast.Never | ast.Floor) and isinstance(new, ast.Never | ast.Floor):
        return type(old) is type(new) and old.upper == new.upper
    if isinstance(new, ast.NoTotal) and makes_total(old):
        return True
    if isinstance(old, ast.NoTotal) and isinstance(new, ast.Score):
        return True
    return type(old) is type(new)


def merged_weights(old: ast.WeightGroup, new: ast.WeightGroup) -> ast.WeightGroup:
    """The weights of a change laid over the old ones; ``equal`` starts the group afresh."""
    if new.equal is not None:
        return new
    entries = {entry.part.text: entry for entry in old.entries}
    for entry in new.entries:
        before = entries.get(entry.part.text)
        if before is None:
            entries[entry.part.text] = entry
            continue
        below = before.below
        if entry.below is not None:
            below = entry.below if below is None else merged_weights(below, entry.below)
        entries[entry.part.text] = evolve(before if entry.share is None else entry, below=below)
    equal = old.equal if not new.entries else None
    return evolve(old, equal=equal, entries=tuple(entries.values()))


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
