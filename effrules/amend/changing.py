"""Amendments that change a declaration clause by clause."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from effrules.amend import amendment_errors
from effrules.amend.changed_days import changed_days
from effrules.amend.draft import Entry, amended, written
from effrules.amend.layers import after
from effrules.amend.putting import Putting
from effrules.amend.total_clauses import makes_total
from effrules.syntax import tree as ast

DROPPED: dict[ast.ClauseKind, type] = {
    ast.ClauseKind.TIMES: ast.Multiplied,
    ast.ClauseKind.MEAN_OF_OTHERS: ast.MeanOfOthers,
    ast.ClauseKind.NOT_APPLICABLE: ast.NotApplicable,
    ast.ClauseKind.ONLY_WHERE: ast.OnlyWhere,
}
"""The clauses that each word takes out of a node."""


def takes_out(drop: ast.DropClause, clause: object) -> bool:
    """Whether a change takes a clause out."""
    if isinstance(clause, ast.Stated):
        return clause.word is drop.clause
    return isinstance(drop.clause, ast.ClauseKind) and isinstance(clause, DROPPED[drop.clause])


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
    if isinstance(old, ast.Adds) and isinstance(new, ast.Adds):
        return old.word is new.word
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


class Changing(Putting):
    """Changes declarations of a draft: each clause of a change takes the place of the clause of its kind."""

    def change(self, amendment: ast.Change) -> None:
        kind = amendment.thing.kind
        if kind.kept in ast.NODES:
            self.change_node(amendment, ast.Level(kind))
        elif kind is ast.ThingKind.TOTAL:
            self.change_total(amendment)
        elif kind is ast.ThingKind.WEIGHTS:
            self.change_weights(amendment)
        else:
            self.change_thing(amendment)

    def change_node(self, amendment: ast.Change, level: ast.Level) -> None:
        assert amendment.thing.name is not None
        node = self.find_node("change", level, amendment.thing.name)
        if node is None:
            return
        for part in amendment.parts:
            if isinstance(part, ast.NodeDeclaration):
                self.found.append(amendment_errors.node_in_change(part.span, part.kind))
        parts = [p for p in amendment.parts if not isinstance(p, ast.NodeDeclaration | ast.DropClause)]
        node.clauses = self.changed_clauses(node.clauses, amendment)
        if any(isinstance(p, ast.TitleClause) and p.kind is ast.TitleKind.TITLE for p in parts):
            node.titles = type(node.titles)()
        node.origin = amended(node.origin, self.version, amendment.reasons)
        node.layers = after(node.layers, self.version, amendment)

    def changed_clauses(self, clauses: Iterable[Any], amendment: ast.Change) -> list[Any]:
        """Clauses after a change: each of its clauses takes the place of the one of its kind, and some are taken out."""
        drops = [p for p in amendment.parts if isinstance(p, ast.DropClause)]
        for drop in drops:
            if not any(takes_out(drop, clause) for clause in clauses):
                there = amendment_errors.nothing_to_amend(drop.span, "drop", f"`{drop.clause}`")
                self.found.append(there)
        parts = [p for p in amendment.parts if not isinstance(p, ast.NodeDeclaration | ast.DropClause)]
        kept = [c for c in clauses if not any(same_clause(c, p) for p in parts)]
        return [*(c for c in kept if not any(takes_out(drop, c) for drop in drops)), *parts]

    def change_total(self, amendment: ast.Change) -> None:
        if self.draft.total_span is None:
            self.nothing("change", ast.ThingKind.TOTAL, "", amendment.span)
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
            self.nothing("change", ast.ThingKind.WEIGHTS, "", amendment.span)

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

    def change_thing(self, amendment: ast.Change) -> None:
        assert amendment.thing.name is not None
        kind, name = amendment.thing.kind, amendment.thing.name.text
        there = self.draft.things.get((kind.kept, name))
        if there is None or self.is_miscalled(kind, name):
            self.nothing("change", kind, name, amendment.thing.name.span)
            return
        declared = there.declared
        match declared:
            case ast.AdjustmentDeclaration() | ast.ProcedureDeclaration():
                clauses = tuple(self.changed_clauses(declared.clauses, amendment))
                changed: dict[str, Any] = {"clauses": clauses}
                if any(
                    isinstance(p, ast.TitleClause) and p.kind is ast.TitleKind.TITLE for p in amendment.parts
                ):
                    changed["titles"] = type(declared.titles)()
                declared = evolve(declared, **changed)
            case ast.TableDeclaration():
                declared = self.changed_table(declared, amendment)
            case ast.FiguresDeclaration():
                declared = self.changed_figures(declared, amendment)
            case ast.CalendarDeclaration():
                clauses, missing = changed_days(declared.clauses, amendment.parts)
                self.found.extend(missing)
                declared = evolve(declared, clauses=clauses)
            case _:
                self.found.append(amendment_errors.cannot_change(amendment.span, kind.kept))
                return
        self.draft.things[kind.kept, name] = Entry(
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
