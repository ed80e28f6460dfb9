"""How a methodology came to be what it is: its versions, what each did to which declaration, and why.

One walk over a chain of versions, amendment by amendment, gives both the list of edits of each version (``effrules log``)
and the stages of each declaration (``effrules blame``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from attrs import define, evolve, field, frozen

from effrules.amend.consolidate import Consolidation
from effrules.amend.draft import because, citations, thing_of
from effrules.amend.versions import VersionText
from effrules.history.clauses import TOTAL, Key, Standing, parts_of, standing, with_basis, with_weights
from effrules.history.part_keys import PartKey, PartKind
from effrules.history.parts import Part, Parts
from effrules.model.basis import Citation
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast


class Verb(Enum):
    """What a version did to a declaration."""

    WRITTEN = "written"
    ADDED = "added"
    REPLACED = "replaced"
    CHANGED = "changed"
    RENAMED = "renamed"
    MOVED = "moved"
    DROPPED = "dropped"


VERBS: dict[type, Verb] = {
    ast.Add: Verb.ADDED,
    ast.Replace: Verb.REPLACED,
    ast.Change: Verb.CHANGED,
    ast.Rename: Verb.RENAMED,
    ast.Move: Verb.MOVED,
    ast.Drop: Verb.DROPPED,
}


CARRIED = (PartKind.NAME, PartKind.LEVEL, PartKind.PARENT, PartKind.OWNER)
"""Parts that an amendment has to repeat to say what it amends: to name them again is no edit."""


@frozen
class PartChange:
    """A part that came, changed or went: ``None`` where there was, or is, nothing.

    A part that was written again as it was has changed its author, and so its basis, but not what it says.
    """

    key: PartKey
    before: Part | None
    after: Part | None

    @property
    def is_restated(self) -> bool:
        """Whether it says what it said before."""
        return self.before == self.after


@frozen
class Stage:
    """What one amendment (or the writing of a version) did to a declaration.

    ``thing`` is what the amendment names: it may be another one, such as the weights, or the block above that was dropped.
    ``parts`` are all parts afterwards.
    """

    version: str
    verb: Verb
    thing: ast.ThingKind
    name: str
    span: Span
    because: Titles
    citations: tuple[Citation, ...]
    changed: tuple[PartChange, ...]
    parts: Parts = field(repr=False)


@frozen
class Story:
    """The stages of a declaration, oldest first; ``kind`` and ``name`` as they are now, or were at the end."""

    kind: ast.ThingKind
    name: str
    titles: Titles
    stages: tuple[Stage, ...]
    earlier: tuple[str, ...] = ()
    """Names that it bore before, oldest first."""

    @property
    def is_gone(self) -> bool:
        """Whether it is no longer there."""
        return self.stages[-1].verb is Verb.DROPPED


@frozen
class EditLine:
    """One edit as an amendment declares it.

    ``other`` is the old name of a renaming, the new parent of a moving or adding. ``changed`` are the parts that it changed,
    in the declaration that it names.
    """

    verb: Verb
    kind: ast.ThingKind
    name: str
    titles: Titles
    span: Span
    because: Titles
    citations: tuple[Citation, ...]
    other: str = ""
    changed: tuple[PartChange, ...] = ()


@frozen
class VersionEdits:
    """What a version of a chain does: its edits, or for a version that amends nothing how many things it declares."""

    version: str
    edits: tuple[EditLine, ...]
    declared: tuple[tuple[str, int], ...] = ()


@frozen
class History:
    """The versions of a chain with their edits, oldest first, and the story of every declaration that ever was.

    ``called`` and ``sources`` are the titles of versions and the short ones of sources, by their names.
    """

    versions: tuple[VersionEdits, ...]
    stories: tuple[Story, ...]
    called: Mapping[str, Titles]
    sources: Mapping[str, Titles]


def history(chain: tuple[VersionText, ...]) -> History:
    """Follow a chain of versions, the standing one first. What does not apply is passed over: the checker tells it."""
    return _Walk().walked(chain)


def _short(declaration: ast.Declaration) -> Iterator[tuple[str, Titles]]:
    """The short title of a source that is declared, added or put in place of another text."""
    declared = getattr(declaration, "declared", declaration)
    if isinstance(declared, ast.SourceDeclaration):
        yield declared.name.text, ast.titles_in(declared.clauses, ast.TitleKind.SHORT)


@define
class _Followed:
    """A declaration on its way through the versions."""

    mark: tuple[object, ...]
    last: Standing
    stages: list[Stage] = field(factory=list)
    earlier: list[str] = field(factory=list)


class _Walk:
    def __init__(self) -> None:
        self.work = Consolidation()
        self.now: dict[Key, _Followed] = {}
        self.gone: dict[Key, _Followed] = {}
        self.kept: list[object] = []  # what marks speak of must stay alive: a mark is made of identities

    def walked(self, chain: tuple[VersionText, ...]) -> History:
        versions = []
        for text in chain:
            if text.heading is None or text.heading.amends is None:
                self._apply(text)
                version = text.heading.version if text.heading else ""
                self._note(version, None)
                versions.append(VersionEdits(version, (), self._counted()))
            else:
                versions.append(VersionEdits(text.heading.version, tuple(self._amended(text))))
        stories = (
            *(_story(key, followed) for key, followed in self.now.items()),
            *(_story(key, followed) for key, followed in self.gone.items()),
        )
        headings = (text.heading for text in chain if text.heading is not None)
        return History(
            tuple(versions),
            tuple(story for story in stories if story is not None),
            {heading.version: heading.version_titles for heading in headings},
            dict(one for text in chain for declared in text.declarations for one in _short(declared)),
        )

    def _apply(self, text: VersionText) -> None:
        examples = list(self.work.draft.examples)
        self.work.apply(text)
        if examples and len(text.declarations) == 1:
            self.work.draft.examples[:0] = examples

    def _counted(self) -> tuple[tuple[str, int], ...]:
        counts: dict[str, int] = {}
        for _, found in standing(self.work.draft):
            counts[found.kind] = counts.get(found.kind, 0) + 1
        return tuple(counts.items())

    def _amended(self, text: VersionText) -> Iterator[EditLine]:
        assert text.heading is not None
        self.work.apply(evolve(text, declarations=()))  # the examples of the version before are gone
        self._note(text.heading.version, None, quiet=True)
        headings = list(self.work.draft.headings)
        for declaration in text.declarations:
            before = {key: followed.last for key, followed in self.now.items()}
            self._apply(evolve(text, declarations=(declaration,)))
            self.work.draft.headings[:] = headings
            changed = self._note(text.heading.version, declaration)
            yield _edit(declaration, changed, before, self.now)

    # -- What is otherwise now ------------------------------------------------------------------------------

    def _note(
        self, version: str, declaration: ast.Declaration | None, quiet: bool = False
    ) -> dict[Key, tuple[PartChange, ...]]:
        """Put down what is otherwise than before; gives what changed in each declaration."""
        told: dict[Key, tuple[PartChange, ...]] = {}
        after = dict(standing(self.work.draft))
        self.kept.extend((found.declared, found.origin) for found in after.values())
        self.kept.extend(list(self.work.draft.weights))
        self._renamed(declaration, after)
        for key, found in after.items():
            followed = self.now.get(key)
            if followed is not None and followed.mark == found.mark:
                continue
            own = with_basis(self.work.draft, found, parts_of(found.declared))
            parts = with_weights(self.work.draft, key, own)
            before: Parts = {}
            if followed is None:
                back = self.gone.pop(key, None)
                followed = _Followed(found.mark, found)
                if back is not None:
                    followed.stages, followed.earlier = back.stages, back.earlier
                self.now[key] = followed
            elif followed.stages:
                before = followed.stages[-1].parts
            followed.mark, followed.last = found.mark, found
            changed = tuple(
                one
                for one in changes(before, parts, _place_of(declaration))
                if not _is_renaming(one, declaration)
            )
            if not changed and followed.stages:
                followed.stages[-1] = evolve(followed.stages[-1], parts=parts)
            if quiet or (not changed and (parts or key == TOTAL)):
                continue
            told[key] = changed
            followed.stages.append(_stage(version, declaration, found, key, changed, parts))
        for key in [key for key in self.now if key not in after]:
            followed = self.now.pop(key)
            if key.kind is ast.Kept.EXAMPLE:
                continue
            self.gone[key] = followed
            followed.stages.append(_stage(version, declaration, followed.last, key, (), {}, gone=True))
        return told

    def _renamed(self, declaration: ast.Declaration | None, after: dict[Key, Standing]) -> None:
        if not isinstance(declaration, ast.Rename) or declaration.thing.name is None:
            return
        kind = declaration.thing.kind.kept.whatever_level
        old, new = Key(kind, declaration.was.text), Key(kind, declaration.thing.name.text)
        if old in self.now and new in after and new not in self.now:
            followed = self.now.pop(old)
            followed.earlier.append(old.name)
            followed.mark = ()
            self.now[new] = followed


def _story(key: Key, followed: _Followed) -> Story | None:
    if not followed.stages:
        return None
    last = followed.last
    return Story(last.kind, key.name, last.titles, tuple(followed.stages), tuple(followed.earlier))


def changes(before: Parts, after: Parts, place: Span | None = None) -> tuple[PartChange, ...]:
    """The parts that differ, in the order of the text; and those that the text at ``place`` writes again as they were."""
    keys = dict.fromkeys((*after, *before))
    pairs = ((key, before.get(key), after.get(key)) for key in keys)
    return tuple(
        PartChange(key, old, new) for key, old, new in pairs if old != new or _is_written_in(new, place)
    )


def _is_written_in(part: Part | None, place: Span | None) -> bool:
    return (
        part is not None
        and place is not None
        and part.key.kind not in CARRIED
        and any(
            at.source is place.source and place.start <= at.start and at.end <= place.end for at in part.spans
        )
    )


def _place_of(declaration: ast.Declaration | None) -> Span | None:
    """Where an amendment stands that can write anew what was there."""
    return declaration.span if isinstance(declaration, ast.Change | ast.Replace) else None


def _is_renaming(change: PartChange, declaration: ast.Declaration | None) -> bool:
    """Whether a part names a node that only bears another name now: the one that it hangs below."""
    if not isinstance(declaration, ast.Rename) or change.before is None or change.after is None:
        return False
    if change.key.kind is PartKind.WEIGHT:
        return bool(change.before.value[0] == change.after.value[0])
    return change.key.kind is PartKind.PARENT


def _stage(
    version: str,
    declaration: ast.Declaration | None,
    found: Standing,
    key: Key,
    changed: tuple[PartChange, ...],
    parts: Parts,
    gone: bool = False,
) -> Stage:
    verb = Verb.DROPPED if gone else VERBS.get(type(declaration), Verb.WRITTEN)
    kind, name = (found.kind, key.name) if declaration is None else _about(declaration)
    reasons: tuple[ast.Reason, ...] = getattr(declaration, "reasons", ())
    span = found.span if declaration is None else declaration.span
    return Stage(version, verb, kind, name, span, because(reasons), citations(reasons), changed, parts)


def _about(declaration: ast.Declaration) -> tuple[ast.ThingKind, str]:
    """The kind and the name of what a declaration is about, as they stand in it."""
    match declaration:
        case ast.Add() | ast.Replace():
            return thing_of(declaration.declared)[:2]
        case ast.Drop() | ast.Change() | ast.Rename():
            thing = declaration.thing
            return thing.kind, thing.name.text if thing.name else ""
        case ast.Move():
            return ast.ThingKind(declaration.kind), declaration.name.text
        case ast.ExampleDeclaration():
            return ast.ThingKind.EXAMPLE, declaration.name
        case ast.Methodology():
            raise AssertionError("a heading is none of the declarations of a text")
        case _:
            return thing_of(declaration)[:2]


def _edit(
    declaration: ast.Declaration,
    told: dict[Key, tuple[PartChange, ...]],
    before: dict[Key, Standing],
    now: dict[Key, _Followed],
) -> EditLine:
    kind, name = _about(declaration)
    key = Key(kind.kept.whatever_level, name)
    if key.kind is ast.Kept.WEIGHTS:
        changed = tuple(
            change for key, found in told.items() if key.kind is ast.Kept.WEIGHTS for change in found
        )
    else:
        changed = told.get(key, ())
    found = now[key].last if key in now else before.get(key)
    reasons: tuple[ast.Reason, ...] = getattr(declaration, "reasons", ())
    verb = VERBS.get(type(declaration), Verb.ADDED)
    return EditLine(
        verb,
        kind,
        name,
        found.titles if found is not None else Titles(),
        declaration.span,
        because(reasons),
        citations(reasons),
        _other(declaration),
        changed if verb in (Verb.CHANGED, Verb.REPLACED, Verb.RENAMED) else (),
    )


def _other(declaration: ast.Declaration) -> str:
    match declaration:
        case ast.Rename():
            return declaration.was.text
        case ast.Move():
            return declaration.to.name.text
        case ast.Add() if declaration.to is not None:
            return declaration.to.name.text
        case _:
            return ""


def part_of(story: Story, kind: PartKind) -> Part | None:
    """A part of a declaration as it was last."""
    parts = next((stage.parts for stage in reversed(story.stages) if stage.parts), {})
    return next((part for key, part in parts.items() if key.kind is kind), None)
