"""The story of one clause: finding it by the name that people give, now or before."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from effrules.diagnostics.lookalikes import suggestion
from effrules.history.log import History, Stage, Story, Verb
from effrules.history.part_keys import PartKey, PartKind
from effrules.history.parts import Part
from effrules.source import Span
from effrules.syntax import tree as ast

PLAIN = (ast.ThingKind.TOTAL, ast.ThingKind.WEIGHTS, ast.ThingKind.RATING, ast.ThingKind.RANK)
"""Kinds that stand for what they name without a name."""


@frozen
class Attributed:
    """A part as it stands, or some pieces of it, with the stage that last wrote them."""

    part: Part
    stage: Stage
    pieces: tuple[str, ...] = ()
    """Which pieces of it, where other stages wrote the others."""

    @property
    def span(self) -> Span:
        """Where it was written; of what only follows from an amendment, where that stands."""
        own = self.stage.verb is Verb.WRITTEN or self.part.span.source is self.stage.span.source
        return self.part.span if own else self.stage.span


def stories_of(history: History, words: tuple[str, ...]) -> tuple[Story, ...]:
    """The stories that are meant: by a name, by kind and name, or by a name and a part of it (``indicator.direction``).

    What is there comes before what is gone; earlier names find what bears another one now. Empty where nothing is meant.
    """
    kind, name = _split(words)
    if kind in PLAIN and not name:
        return _of_kind(history, kind)
    found = _named(history, kind, name)
    if found or "." not in name:
        return found
    if kind is None and name.startswith(("weights.", "weight.")):
        return _weights(history, name)
    owner, _, part = name.partition(".")
    narrowed = (_narrowed(story, part) for story in _named(history, kind, owner))
    return tuple(story for story in narrowed if story is not None)


def near(history: History, words: tuple[str, ...]) -> str:
    """A sentence on the names that are spelled nearly so, or look the same; "" for none."""
    known = {story.name for story in history.stories if story.name} | {*PLAIN}
    return str(suggestion(_split(words)[1], known))


def _split(words: tuple[str, ...]) -> tuple[str | None, str]:
    if len(words) == 1:
        return (words[0], "") if words[0] in PLAIN else (None, words[0])
    rest = words[2:] if words[1] == "of" and len(words) > 2 else words[1:]
    if words[0] in ("weights", "weight"):
        return None, f"{words[0]}.{' '.join(rest)}"
    return words[0], " ".join(rest)


def _of_kind(history: History, kind: str) -> tuple[Story, ...]:
    return tuple(story for story in history.stories if story.kind == kind)


def _named(history: History, kind: str | None, name: str) -> tuple[Story, ...]:
    fits = [story for story in history.stories if _is(story, kind)]
    exact = tuple(story for story in fits if story.name == name and (kind or story.kind not in PLAIN or name))
    if kind is None:
        exact = tuple(story for story in exact if story.kind is not ast.ThingKind.RATING)
    return exact or tuple(story for story in fits if name in story.earlier)


def _is(story: Story, kind: str | None) -> bool:
    if kind is None or story.kind == kind:
        return True
    kept = ast.Kept.of_word(kind)
    return kept not in ast.NODES and kept is story.kind.kept


def _weights(history: History, name: str) -> tuple[Story, ...]:
    """``weights.goals``: what the parts of goals weigh; ``weight.goals``: what goals weighs itself."""
    word, _, node = name.partition(".")
    wanted = PartKind.WEIGHTS if word == "weights" else PartKind.WEIGHT
    if node == "total":
        owners = _of_kind(history, ast.ThingKind.TOTAL)
    else:
        owners = tuple(story for story in _named(history, None, node) if story.kind.kept in ast.NODES)
    made = (_only(story, [key for key in _keys(story) if key.kind is wanted]) for story in owners)
    return tuple(story for story in made if story is not None)


def _narrowed(story: Story, about: str) -> Story | None:
    """A story with nothing in it but the parts about something: a field, a row, a grade."""
    keys = [
        key for key in _keys(story) if about in (key.about, key.about.strip('"'), key.kind.value) and about
    ]
    return _only(story, keys)


def _keys(story: Story) -> list[PartKey]:
    return list(dict.fromkeys(change.key for stage in story.stages for change in stage.changed))


def _only(story: Story, keys: list[PartKey]) -> Story | None:
    if not keys:
        return None
    stages = []
    for stage in story.stages:
        changed = tuple(change for change in stage.changed if change.key in keys)
        if changed or stage.verb is Verb.DROPPED:
            parts = {key: part for key, part in stage.parts.items() if key in keys}
            stages.append(evolve(stage, changed=changed, parts=parts))
    return evolve(story, stages=tuple(stages)) if stages else None


def attributed(story: Story) -> tuple[Attributed, ...]:
    """Each part as it stands, with the stage that last wrote it, in the order of the text; empty for what is gone.

    What says the same as before was written by the last one that said so: on its basis it rests. A part of which several texts
    wrote a piece each (the weights of one group) is there once for each of them, with the pieces that are its own.
    """
    if story.is_gone:
        return ()
    changed: dict[PartKey, Stage] = {}
    wrote: dict[tuple[PartKey, Place], Stage] = {}
    for stage in story.stages:
        for change in stage.changed:
            if change.after is not None:
                changed[change.key] = stage
                for span in change.after.spans:
                    wrote.setdefault((change.key, _place(span)), stage)
    found: list[Attributed] = []
    for key, part in story.stages[-1].parts.items():
        if key in changed:
            found += _shared(part, [wrote.get((key, _place(span)), changed[key]) for span in part.spans])
    return tuple(found)


Place = tuple[int, int, int]
"""A place in a text, told apart from the same place in an equal text of another file."""


def _place(span: Span) -> Place:
    return id(span.source), span.start, span.end


def _shared(part: Part, by: list[Stage]) -> Iterator[Attributed]:
    """A part once for each stage that wrote pieces of it, in the order of the stages' first pieces."""
    stages = {id(stage): stage for stage in by}
    if len(stages) == 1:
        yield Attributed(part, by[0])
        return
    for stage in stages.values():
        own = tuple(piece for piece, writer in zip(part.pieces, by, strict=True) if writer is stage)
        texts = tuple(dict.fromkeys(piece.text for piece in own))
        nodes = ("  ".join(texts),) if part.key.kind is PartKind.WEIGHTS else texts
        named = tuple(dict.fromkeys(piece.name for piece in own))
        yield Attributed(evolve(part, nodes=nodes, span=own[0].span, pieces=own), stage, named)
