"""The two drafts of a merge: what each does to the base, declaration by declaration, under the names of the base."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from effrules.amend.consolidate import Consolidation
from effrules.amend.draft import Draft
from effrules.amend.neighbourhood import Candidate
from effrules.amend.versions import VersionText, read_chain, read_version
from effrules.diagnostics import Finding, has_errors, in_order
from effrules.history import merge_errors as errors
from effrules.history.amending import amendments
from effrules.history.clauses import Key, Standing, parts_of, standing
from effrules.history.part_keys import PartKey, PartKind
from effrules.history.parts import Part, Parts
from effrules.model.node import rebuilt
from effrules.syntax import tree as ast

Slots = dict[Key, Parts]
"""What stands in a draft, by the names of the base."""


@frozen
class Side:
    """A draft of a merge.

    ``edits`` are its amendments of the base, as they are written; where it is a whole text, those that make the base into it.
    ``names`` gives for each thing of the base the name that it bears in the end.
    """

    version: str
    heading: ast.Methodology | None
    edits: tuple[ast.Declaration, ...]
    draft: Draft
    names: dict[Key, str]
    slots: Slots
    found: dict[Key, Standing]
    restated: bool


def draft_of(chain: Iterable[VersionText]) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft after a chain of versions, with what was found on the way."""
    work = Consolidation()
    for text in chain:
        work.apply(text)
    return work.draft, tuple(work.found)


def read_side(
    path: Path, base: tuple[VersionText, ...], stated: Iterable[Candidate] = ()
) -> tuple[Side | None, tuple[Finding, ...]]:
    """A draft: an amendment of the base with or without a heading, a chain of them, or a whole text; else why not.

    ``stated`` are the versions that the command line names, among them the base.
    """
    text, found = read_version(path)
    if text is None or has_errors(found):
        return None, in_order(found)
    heading, on = text.heading, base[-1].heading
    assert on is not None
    if heading is None:
        return _amending(path.stem, text.declarations, None, base)
    if heading.name.text != on.name.text:
        return None, (errors.other_methodology(heading.span, heading.name.text, on.name.text),)
    if heading.amends == on.version:
        return _amending(heading.version, text.declarations, heading, base)
    chain, found = read_chain(path, stated)
    if has_errors(found):
        return None, in_order(found)
    versions = [one.heading.version if one.heading else "" for one in chain]
    if heading.amends is not None and on.version not in versions:
        return None, (errors.not_of_base(heading.span, heading.version, heading.amends, on.version),)
    if on.version in versions[:-1]:
        tail = chain[versions.index(on.version) + 1 :]
        declarations = [
            d for one in tail for d in one.declarations if not isinstance(d, ast.ExampleDeclaration)
        ]
        examples = [d for d in text.declarations if isinstance(d, ast.ExampleDeclaration)]
        return _amending(heading.version, (*declarations, *examples), heading, base)
    return _restating(heading, chain, base)


def _amending(
    version: str,
    edits: tuple[ast.Declaration, ...],
    heading: ast.Methodology | None,
    base: tuple[VersionText, ...],
) -> tuple[Side | None, tuple[Finding, ...]]:
    on, _ = draft_of(base)
    draft, found = with_edits(on, edits, version)
    if has_errors(found):
        return None, in_order(found)
    names = names_after(on, edits)
    return side_of(version, heading, edits, draft, names, restated=False), in_order(found)


def _restating(
    heading: ast.Methodology, chain: tuple[VersionText, ...], base: tuple[VersionText, ...]
) -> tuple[Side | None, tuple[Finding, ...]]:
    draft, found = draft_of(chain)
    if has_errors(found):
        return None, in_order(found)
    on, _ = draft_of(base)
    edits = amendments(on, draft)
    names = {key: key.name for key, _ in standing(on)}
    return side_of(heading.version, heading, edits, draft, names, restated=True), ()


def side_of(
    version: str,
    heading: ast.Methodology | None,
    edits: tuple[ast.Declaration, ...],
    draft: Draft,
    names: dict[Key, str],
    *,
    restated: bool,
) -> Side:
    """A draft whose amendments lead to ``draft``."""
    slots, found = slots_of(draft, names)
    return Side(version, heading, edits, draft, names, slots, found, restated)


def copied(draft: Draft) -> Draft:
    """A draft that can be amended without touching the first one."""
    return Draft(
        list(draft.headings),
        {name: evolve(node, clauses=list(node.clauses)) for name, node in draft.nodes.items()},
        dict(draft.things),
        list(draft.weights),
        list(draft.total),
        draft.total_span,
        draft.total_layers,
        draft.total_origin,
        list(draft.examples),
        list(draft.dropped),
        set(draft.moved),
        dict(draft.aliases),
    )


def with_edits(
    draft: Draft, edits: Iterable[ast.Declaration], version: str
) -> tuple[Draft, tuple[Finding, ...]]:
    """A draft with amendments applied, and what was found; the draft that is given stays as it was."""
    work = Consolidation()
    work.draft = copied(draft)
    work.draft.examples.clear()
    text = VersionText(Path(version), (), None, tuple(edits))
    work.apply(text, version=version)
    return work.draft, tuple(work.found)


def names_after(draft: Draft, edits: Iterable[ast.Declaration]) -> dict[Key, str]:
    """For each thing of a draft the name that it bears after some amendments."""
    names = {key: key.name for key, _ in standing(draft)}
    for edit in edits:
        if isinstance(edit, ast.Rename) and edit.thing.name is not None:
            kind = edit.thing.kind.kept.whatever_level
            for key, name in names.items():
                if key.kind == kind and name == edit.was.text:
                    names[key] = edit.thing.name.text
    return names


def slots_of(draft: Draft, names: dict[Key, str]) -> tuple[Slots, dict[Key, Standing]]:
    """What stands in a draft, under the names of the base: parts, and the declarations that they are parts of."""
    back = {Key(key.kind, name): key for key, name in names.items()}
    taken = set(back.values())
    node_names = {name: key.name for key, name in names.items() if key.kind is ast.Kept.NODE}
    slots: Slots = {}
    found: dict[Key, Standing] = {}
    for key, thing in standing(draft):
        at = back.get(key, key)
        if key not in back and key in taken:
            at = Key(key.kind, f"{key.name} (new)")
        slots[at] = {
            part.key: part
            for part in (_under(part, node_names) for part in parts_of(thing.declared).values())
        }
        found[at] = thing
    return slots, found


def _under(part: Part, names: dict[str, str]) -> Part:
    """A part with the names of nodes that it has, outside formulas, as they are in the base."""
    kind, about = part.key
    match kind:
        case PartKind.PARENT | PartKind.TARGET:
            return evolve(part, value=names.get(part.value, part.value))
        case PartKind.WEIGHTS:
            equal, shares = part.value
            value = equal, frozenset((names.get(name, name), share) for name, share in shares)
            return evolve(part, key=PartKey(kind, names.get(about, about)), value=value)
        case PartKind.ROUNDING if about:
            return evolve(part, key=PartKey(kind, names.get(about, about)))
        case _:
            return part


def retargeted(edit: ast.Declaration, names: dict[str, str]) -> ast.Declaration:
    """An amendment that says the same after others have given some nodes other names."""
    return rebuilt(edit, partial(_renamed, names=names)) if names else edit


def _renamed(node: Any, names: dict[str, str]) -> Any:
    """A node that names another declaration, with the name that this bears now; formulas name none in that way."""
    match node:
        case ast.NodeName(_, name):
            return evolve(node, name=_named(name, names))
        case ast.WeightEntry(part):
            return evolve(node, part=_named(part, names))
        case ast.Thing(_, ast.Name() as name):
            return evolve(node, name=_named(name, names))
        case ast.Rename():
            return evolve(node, was=_named(node.was, names))
        case ast.Move() | ast.NodeDeclaration():
            return evolve(node, name=_named(node.name, names))
        case _:
            return node


def _named(name: ast.Name, names: dict[str, str]) -> ast.Name:
    text = names.get(name.text, name.text)
    return name if text == name.text else evolve(name, text=text)
