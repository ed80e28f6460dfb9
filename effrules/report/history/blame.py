"""The story of a clause as people read it: what each version did to it, and which version wrote each part as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from attrs import frozen

from effrules.diagnostics.glyphs import shown
from effrules.history.blaming import Attributed, attributed
from effrules.history.log import History, PartChange, Stage, Story, Verb
from effrules.history.part_keys import PartKind
from effrules.history.parts import Part
from effrules.model.things import ThingKind
from effrules.report.blocks import pieces as b
from effrules.report.history.words import label, reason, thing, titled, verb, word
from effrules.words import Language

IN_HEADING = (PartKind.NAME, PartKind.LEVEL)
"""Parts that the heading says already, unless they changed."""


SPEAKING = (
    PartKind.TITLE,
    PartKind.NOTE,
    PartKind.SHORT,
    PartKind.VERSION_TITLE,
    PartKind.NOT_APPLICABLE,
    PartKind.MULTIPLIED,
    PartKind.OTHERS,
    PartKind.ONLY,
    PartKind.MAXIMUM,
    PartKind.ROUNDING,
    PartKind.ASSESSED,
    PartKind.LOWEST,
    PartKind.HIGHEST,
    PartKind.NONE,
    PartKind.BASIS,
    PartKind.AMOUNT,
    PartKind.TARGET,
    PartKind.CAP,
    PartKind.LEAVING,
    PartKind.REACHING,
    PartKind.FIELD,
    PartKind.COLUMN,
    PartKind.ROW,
    PartKind.GRADE,
    PartKind.PLACES,
    PartKind.CASE,
)
"""Parts whose text tells by itself what it is."""


def page(
    stories: Sequence[Story],
    history: History,
    methodology: str,
    version: str,
    languages: tuple[str, ...],
    language: Language,
) -> b.Page:
    """Stories of a history in words; ``version`` is the one whose rules were asked about."""
    told = _Told(history, methodology, version, languages, language)
    return b.Page(language, methodology, tuple(block for story in stories for block in told.story(story)))


@frozen
class _Told:
    history: History
    methodology: str
    version: str
    languages: tuple[str, ...]
    language: Language

    def say(self, key: str, **values: object) -> str:
        return word(key, self.language, **values)

    def called(self, version: str) -> str:
        return titled(self.history.called, version, self.language, self.languages)

    def story(self, story: Story) -> Iterator[b.Block]:
        """What each version did to a clause, and how it stands."""
        title = shown(story.titles.get(self.language.value, self.languages) or "")
        named = f" «{title}»" if title else ""
        yield b.Heading(b.words(thing(story.kind, story.name, self.language) + named), 1)
        version = self.called(self.version)
        yield b.Paragraph(b.words(self.say("in version", name=self.methodology, version=version)))
        if story.earlier:
            yield b.Paragraph(b.words(self.say("earlier names", names=", ".join(map(shown, story.earlier)))))
        for stage in story.stages:
            yield b.Heading(b.words(f"{self.called(stage.version)}: {self.did(stage, story)}"), 2)
            yield b.Items(tuple(self.stage(stage, story)))
        end = "is gone" if story.is_gone else "stands"
        yield b.Heading(b.words(self.say(end, version=version)), 2)
        owners = tuple(
            b.Item(
                b.words(self.whose(one, story.kind)),
                mark=self.called(one.stage.version),
                place=f"{one.span.source.name}:{one.span.line}",
            )
            for one in attributed(story)
            if one.part.key.kind not in IN_HEADING
        )
        if owners:
            yield b.Items(owners)

    def whose(self, one: Attributed, owner: ThingKind) -> str:
        """A part, and which pieces of it."""
        name = label(one.part.key, owner, self.language)
        return (
            f"{name}: {', '.join(' '.join(shown(piece).split()) for piece in one.pieces)}"
            if one.pieces
            else name
        )

    def did(self, stage: Stage, story: Story) -> str:
        """What a version did, and to what where that is another thing."""
        did = verb(stage.verb, self.language)
        is_named = stage.name in {story.name, *story.earlier} and stage.thing is not ThingKind.WEIGHTS
        if (stage.thing, stage.name) == (story.kind, story.name) or is_named:
            return did
        about = thing(stage.thing, stage.name, self.language)
        return f"{did} ({self.say('by', what=about)})" if stage.verb is Verb.DROPPED else f"{about} {did}"

    def stage(self, stage: Stage, story: Story) -> Iterator[b.Item]:
        """Where and why a version did what it did, and the parts that it changed."""
        called = self.history.sources
        why = reason(stage.because, stage.citations, self.language, self.languages, called)
        because = f". {self.say('because')}: {why}" if why else ""
        yield b.Item((b.Words(f"{stage.span.source.name}:{stage.span.line}", b.Tone.CODE), *b.words(because)))
        is_fresh = stage.verb in (Verb.WRITTEN, Verb.ADDED)
        for change in stage.changed:
            if not (is_fresh and change.key.kind in IN_HEADING):
                yield self.change(change, story.kind)

    def change(self, change: PartChange, owner: ThingKind) -> b.Item:
        """A part that is there now, or was, or is another one."""
        name = label(change.key, owner, self.language)
        if change.is_restated:
            name = self.say("restated", what=name)
        before, after = _lines(change.before), _lines(change.after)
        if before:
            return b.Item(b.words(f"{name}:"), (b.Excerpt(tuple(_marked(before, after))),))
        if len(after) == 1:
            speaks = change.key.kind in SPEAKING
            return b.Item((*b.words("" if speaks else f"{name}: "), b.Words(after[0].strip(), b.Tone.CODE)))
        return b.Item(b.words(f"{name}:"), (b.Excerpt(tuple(map(b.Words, after))),))


def _lines(part: Part | None) -> tuple[str, ...]:
    return () if part is None else tuple(shown(line) for line in part.text.split("\n"))


def _marked(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[b.Words]:
    """The lines that are gone, new ones, and those that stay."""
    for what, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield from map(b.Words, before[low:high])
        else:
            yield from (b.Words(line, b.Tone.OLD) for line in before[low:high])
            yield from (b.Words(line, b.Tone.NEW) for line in after[start:end])
