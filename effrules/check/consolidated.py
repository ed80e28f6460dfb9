"""The consolidated text of a methodology: one standing version, as it reads after all amendments.

Each declaration stands below a comment that says which version wrote it. What an amendment renamed is renamed where it
is declared; formulas that call it by its old name are printed as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from effrules.check import errors
from effrules.check.consolidate import consolidate
from effrules.check.draft import Draft
from effrules.check.locating import bundled, locate
from effrules.check.versions import read_chain
from effrules.diagnostics import Finding, has_errors, in_order
from effrules.model.basis import Origin
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_declarations

ORDER = ("source", "unit", "table", "figures", "define")
"""The kinds of declaration that stand before the tree of scores; the others follow it."""


def consolidated_text(name: str | Path) -> tuple[str | None, tuple[Finding, ...]]:
    """The text of a bundled name or a path; None, and why, where it cannot be put together."""
    path = locate(name)
    if path is None:
        return None, (errors.no_rules(str(name), bundled()),)
    chain, found = read_chain(path)
    if not chain or has_errors(found):
        return None, in_order(found)
    draft, more = consolidate(chain)
    if has_errors(more):
        return None, in_order(more)
    parts = [print_declarations([_heading(draft)])]
    standing = draft.headings[0].version
    for declared, origin in _declarations(draft):
        written = "" if origin.version == standing else f'-- version "{origin.version}"\n'
        parts.append(written + print_declarations([declared]))
    return "\n".join(parts), ()


def _heading(draft: Draft) -> ast.Methodology:
    """The newest heading, with what it does not say taken from those that it amends."""
    newest = draft.headings[-1]
    clauses = list(newest.clauses)
    for older in reversed(draft.headings[:-1]):
        kinds = {type(clause) for clause in clauses}
        clauses += [
            clause
            for clause in older.clauses
            if type(clause) not in kinds and not isinstance(clause, ast.InForce)
        ]
    return evolve(newest, amends=None, replaces=draft.headings[0].replaces, clauses=tuple(clauses))


def _declarations(draft: Draft) -> Iterator[tuple[ast.Declared | ast.ExampleDeclaration, Origin]]:
    for wanted in ORDER:
        for (kind, _), entry in draft.things.items():
            if kind == wanted:
                yield entry.declared, entry.origin
    for name in draft.parts_of("total"):
        yield _node(draft, name), draft.nodes[name].origin
    for weights in draft.weights:
        yield weights.declared, weights.origin
    for (kind, _), entry in draft.things.items():
        if kind == "adjustment":
            yield entry.declared, entry.origin
    if draft.total_span is not None:
        origin = draft.total[-1].origin if draft.total else Origin(draft.headings[0].version)
        clauses = tuple(entry.declared for entry in draft.total)
        yield ast.TotalDeclaration(clauses, span=draft.total_span), origin
    for (kind, _), entry in draft.things.items():
        if kind not in (*ORDER, "adjustment"):
            yield entry.declared, entry.origin
    for example in draft.examples:
        yield example.declared, example.origin


def _node(draft: Draft, name: str) -> ast.NodeDeclaration:
    """A node with the nodes below it put back in."""
    node = draft.nodes[name]
    below = tuple(_node(draft, part) for part in draft.parts_of(name))
    return ast.NodeDeclaration(node.kind, node.name, node.titles, (*node.clauses, *below), span=node.span)
