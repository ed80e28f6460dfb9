"""A draft, declaration by declaration: what stands in it under which kind and name, each taken apart into its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from attrs import evolve, frozen

from effrules.amend.draft import Draft, NodeDraft, thing_of
from effrules.amend.layers import Layers
from effrules.check.expressions.grounding import figures_of_declared, standing_basis
from effrules.history.part_keys import PartKey, PartKind
from effrules.history.parts import Part, Parts, Piece, groups, node_parts, parts, weights_part, whom
from effrules.model.basis import Origin
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node


class Key(NamedTuple):
    """A declaration: its kind (``node`` for every level of the tree, else as a draft keeps it) and its name."""

    kind: ast.Kept
    name: str


TOTAL = Key(ast.Kept.TOTAL, "")


@frozen
class Standing:
    """A declaration as it stands: what it is called in the rules, its titles, its place, and what is needed to take it apart.

    ``mark`` is the same as long as nobody touched it.
    """

    kind: ast.ThingKind
    titles: Titles
    span: Span
    origin: Origin | None
    mark: tuple[object, ...]
    declared: Any
    layers: Layers = ()


def standing(draft: Draft) -> Iterator[tuple[Key, Standing]]:
    """Every declaration of a draft; a heading is none of them."""
    for name, node in draft.nodes.items():
        yield Key(ast.Kept.NODE, name), _node(draft, node)
    if draft.total_span is not None:
        clauses = tuple(entry.declared for entry in draft.total)
        origin = draft.total_origin
        mark = (*map(id, clauses), _weights_mark(draft))
        made = ast.TotalDeclaration(clauses, span=draft.total_span)
        yield (
            TOTAL,
            Standing(ast.ThingKind.TOTAL, Titles(), draft.total_span, origin, mark, made, draft.total_layers),
        )
    else:
        span = draft.headings[-1].span if draft.headings else None
        if span is not None:
            empty = ast.TotalDeclaration((), span=span)
            yield TOTAL, Standing(ast.ThingKind.TOTAL, Titles(), span, None, (_weights_mark(draft),), empty)
    for (kind, name), entry in draft.things.items():
        declared: Any = entry.declared
        mark = (id(declared), id(entry.origin))
        yield (
            Key(kind, name),
            Standing(
                thing_of(declared)[0],
                titles_of(declared),
                declared.span,
                entry.origin,
                mark,
                declared,
                entry.layers,
            ),
        )
    for weights in draft.weights:
        mark = (id(weights.declared), id(weights.origin))
        yield (
            Key(ast.Kept.WEIGHTS, whom(weights.declared)),
            Standing(
                ast.ThingKind.WEIGHTS,
                Titles(),
                weights.declared.span,
                weights.origin,
                mark,
                weights.declared,
                weights.layers,
            ),
        )
    for example in draft.examples:
        yield (
            Key(ast.Kept.EXAMPLE, example.declared.name),
            Standing(
                ast.ThingKind.EXAMPLE,
                Titles(),
                example.declared.span,
                example.origin,
                (id(example.declared),),
                example.declared,
            ),
        )


def titles_of(declared: Any) -> Titles:
    """The titles of a declaration, behind its name and in its clauses."""
    texts: dict[str, str] = dict(getattr(declared, "titles", Titles()).texts)
    for clause in getattr(declared, "clauses", ()):
        if isinstance(clause, ast.TitleClause) and clause.kind is ast.TitleKind.TITLE:
            texts.update(clause.titles.texts)
    return Titles(tuple(texts.items()))


def _weights_mark(draft: Draft) -> tuple[int, ...]:
    return tuple(id(entry.declared) for entry in draft.weights)


def _node(draft: Draft, node: NodeDraft) -> Standing:
    mark = (id(node.origin), id(node.name), node.parent, *map(id, node.clauses), _weights_mark(draft))
    return Standing(
        ast.ThingKind(node.kind), titles_of(node), node.span, node.origin, mark, node, node.layers
    )


def parts_of(declared: Any) -> Parts:
    """The parts of what a ``Standing`` holds."""
    if isinstance(declared, NodeDraft):
        return node_parts(
            declared.kind, declared.name, declared.parent, declared.titles, declared.clauses, declared.span
        )
    return parts(declared)


def with_basis(draft: Draft, found: Standing, parts: Parts) -> Parts:
    """The parts of a declaration as it stands, with the basis on which it rests now in the place of the one written in it."""
    made = {key: part for key, part in parts.items() if key.kind is not PartKind.BASIS}
    said = PartKey(PartKind.REDISTRIBUTION)
    wrote = next((layer for layer in reversed(found.layers) if layer.redistributes), None)
    if said in made and wrote is not None:
        made[said] = evolve(made[said], span=wrote.place)
    every = standing_basis(found.layers, figures_of_declared(found.declared, found.layers, draft))
    if every:
        key = PartKey(PartKind.BASIS)
        stated = tuple(dict.fromkeys(every))
        pieces = tuple(Piece(print_node(one), print_node(one), one.span) for one in every)
        made[key] = Part(key, stated, stated, stated[0].span, pieces)
    return made


def with_weights(draft: Draft, key: Key, found: Parts) -> Parts:
    """The parts of a node (or of the total) together with those that stand elsewhere in the text.

    What it weighs, what its parts weigh, and how the total's clauses round it.
    """
    name = "total" if key == TOTAL else key.name
    made = dict(found)
    for entry in draft.weights:
        for part in _weighed(draft, entry.declared, name):
            made[part.key] = part
    if key != TOTAL:
        for clause in (entry.declared for entry in draft.total):
            if (
                isinstance(clause, ast.RoundClause)
                and clause.node is not None
                and draft.current_name(clause.node.name.text) == name
            ):
                at = PartKey(PartKind.ROUNDING)
                made[at] = Part(at, (clause.rounding, clause.basis), (clause,), clause.span)
    return made


def _weighed(draft: Draft, weights: ast.Weights, name: str) -> Iterator[Part]:
    about = whom(weights)
    for parent, group in groups(weights.group):
        if parent != "total" and parent not in draft.nodes:
            parent = draft.current_name(parent)
        if parent == name:
            yield weights_part(PartKey(PartKind.WEIGHTS, about), group)
        for entry in group.entries:
            if draft.current_name(entry.part.text) == name and name != "total":
                value = (str(entry.share), parent)
                text = print_node(evolve(entry, below=None)).partition(" ")[2] or str(group.equal or "")
                yield Part(
                    PartKey(PartKind.WEIGHT, about), value, (f"{text} of {parent}".strip(),), entry.span
                )
