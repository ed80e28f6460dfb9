"""Which version wrote a declaration, and which ones changed it since, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from effrules.amend.consolidate import Consolidation
from effrules.amend.draft import Draft, written
from effrules.amend.versions import VersionText
from effrules.history.log import VERBS, Verb
from effrules.model.basis import Origin
from effrules.source import Span
from effrules.syntax import tree as ast

Key = tuple[ast.Kept, str]
"""A declaration: its kind (``node`` for every level of the tree, else as a draft keeps it) and its name."""


@frozen
class Step:
    """What one version did to a declaration: ``written``, ``added``, ``replaced``, ``changed``, ``renamed``, ``moved``."""

    verb: Verb
    origin: Origin
    led_to: Origin
    """What the declaration's origin is after it: with all reasons of the version, where it changed it more than once."""


@frozen
class Authorship:
    """The steps by which each declaration came to be what it is, oldest first; and whose words a clause is."""

    steps: dict[Key, tuple[Step, ...]]
    versions: dict[int, str]

    def of(self, kind: ast.Kept, name: str) -> tuple[Step, ...]:
        """The steps of a declaration."""
        return self.steps.get((kind, name), ())

    def version_of(self, span: Span) -> str:
        """The version in whose files a clause stands."""
        return self.versions.get(id(span.source), "")


def authorship(chain: tuple[VersionText, ...]) -> Authorship:
    """Follow a chain of versions, the standing one first, amendment by amendment."""
    work = Consolidation()
    steps: dict[Key, tuple[Step, ...]] = {}
    for text in chain:
        for verb, renamed, said in _applied(work, text):
            _note(steps, work.draft, verb, renamed, said)
    named = {id(source): text.heading.version for text in chain if text.heading for source in text.sources}
    return Authorship(steps, named)


def _applied(
    work: Consolidation, text: VersionText
) -> Iterator[tuple[Verb, dict[str, str], tuple[ast.Reason, ...] | None]]:
    """Apply a version one declaration after the other; after each, what was done, new names with the old ones, and why."""
    if text.heading is None or text.heading.amends is None:
        work.apply(text)
        yield Verb.WRITTEN, {}, None
        return
    for declaration in text.declarations:
        work.apply(evolve(text, declarations=(declaration,)))
        renamed = {}
        if isinstance(declaration, ast.Rename) and declaration.thing.name is not None:
            renamed = {declaration.thing.name.text: declaration.was.text}
        yield VERBS.get(type(declaration), Verb.WRITTEN), renamed, getattr(declaration, "reasons", None)


def _note(
    steps: dict[Key, tuple[Step, ...]],
    draft: Draft,
    verb: Verb,
    renamed: dict[str, str],
    said: tuple[ast.Reason, ...] | None,
) -> None:
    """Put down what has an origin that it did not have before, each step with its own reason."""
    now = dict(_origins(draft))
    for (kind, name), origin in now.items():
        before = steps.get((kind, name)) or steps.get((kind, renamed.get(name, name)), ())
        if not before or (not origin.earlier and verb in (Verb.WRITTEN, Verb.ADDED)):
            if not before or before[-1].led_to is not origin:
                steps[kind, name] = (Step(verb if not origin.earlier else Verb.WRITTEN, origin, origin),)
        elif before[-1].led_to is not origin:
            own = origin if said is None else written(origin.version, said)
            steps[kind, name] = (*before, Step(verb, own, origin))
    for key in [key for key in steps if key not in now]:
        del steps[key]


def _origins(draft: Draft) -> Iterator[tuple[Key, Origin]]:
    for name, node in draft.nodes.items():
        yield (ast.Kept.NODE, name), node.origin
    for key, entry in draft.things.items():
        yield key, entry.origin
    for index, weights in enumerate(draft.weights):
        yield (ast.Kept.WEIGHTS, str(index)), weights.origin
    if draft.total:
        yield (ast.Kept.TOTAL, ""), draft.total_origin or draft.total[-1].origin
