"""The story of a clause as people read it: what each version did to it, and which version wrote each part as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from attrs import frozen

from effrules.diagnostics.glyphs import shown
from effrules.diagnostics.painting import Style, painted
from effrules.history.blaming import Attributed, attributed
from effrules.history.log import PartChange, Stage, Story, Verb
from effrules.history.parts import Part, PartKind
from effrules.model.things import ThingKind
from effrules.report.blocks.lines import flowed, hung, in_columns, words
from effrules.report.blocks.markdown import code, escaped
from effrules.report.history.words import label, reason, thing, verb, word
from effrules.words import Language

SIGNS = {"-": (Style.RED,), "+": (Style.GREEN,)}
"""How lines that are gone and new ones stand out."""

IN_HEADING = (PartKind.NAME, PartKind.LEVEL)
"""Parts that the heading says already, unless they changed."""


SPEAKING = (
    PartKind.TITLE,
    PartKind.NOTE,
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


@frozen
class Change:
    """A part: its texts before and after, line by line; empty where there was, or is, nothing.

    ``speaks``: the text tells by itself what part it is.
    """

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    speaks: bool

    def marked(self) -> Iterator[tuple[str, str]]:
        """The lines with ``-`` for those that are gone, ``+`` for new ones, and a blank for those that stay."""
        match = SequenceMatcher(None, self.before, self.after, autojunk=False)
        for what, low, high, start, end in match.get_opcodes():
            if what == "equal":
                yield from ((" ", line) for line in self.before[low:high])
            else:
                yield from (("-", line) for line in self.before[low:high])
                yield from (("+", line) for line in self.after[start:end])


@frozen
class Told:
    """What one version did."""

    version: str
    did: str
    place: str
    reason: str
    changes: tuple[Change, ...]


@frozen
class Owner:
    """A part as it stands, and the version that wrote it."""

    version: str
    label: str
    place: str


@frozen
class BlameOutline:
    """A story in words; ``end`` heads the list of parts, or says that there are none."""

    heading: str
    methodology: str
    earlier: str
    told: tuple[Told, ...]
    end: str
    owners: tuple[Owner, ...]


def outline(
    story: Story, methodology: str, version: str, languages: tuple[str, ...], language: Language
) -> BlameOutline:
    """A story in words; ``version`` is the one whose rules were asked about."""
    title = shown(story.titles.get(language.value, languages) or "")
    heading = thing(story.kind, story.name, language) + (f" «{title}»" if title else "")
    earlier = ", ".join(map(shown, story.earlier))
    return BlameOutline(
        heading,
        word("in version", language, name=methodology, version=shown(version)),
        word("earlier names", language, names=earlier) if earlier else "",
        tuple(_told(stage, story, languages, language) for stage in story.stages),
        word("is gone" if story.is_gone else "stands", language, version=shown(version)),
        tuple(
            Owner(
                shown(one.stage.version),
                _whose(one, story.kind, language),
                f"{one.span.source.name}:{one.span.line}",
            )
            for one in attributed(story)
            if one.part.key.kind not in IN_HEADING
        ),
    )


def _whose(one: Attributed, owner: ThingKind, language: Language) -> str:
    name = label(one.part.key, owner, language)
    return f"{name}: {', '.join(map(shown, one.pieces))}" if one.pieces else name


def _told(stage: Stage, story: Story, languages: tuple[str, ...], language: Language) -> Told:
    did = verb(stage.verb, language)
    named = {story.name, *story.earlier}
    if (stage.thing, stage.name) != (story.kind, story.name) and (
        stage.name not in named or stage.thing is ThingKind.WEIGHTS
    ):
        about = thing(stage.thing, stage.name, language)
        did = (
            f"{did} ({word('by', language, what=about)})" if stage.verb is Verb.DROPPED else f"{about} {did}"
        )
    fresh = stage.verb in (Verb.WRITTEN, Verb.ADDED)
    changes = [c for c in stage.changed if not (fresh and c.key.kind in IN_HEADING)]
    why = reason(stage.because, stage.citations, language, languages)
    return Told(
        shown(stage.version),
        did,
        f"{stage.span.source.name}:{stage.span.line}",
        f"{word('because', language)}: {why}" if why else "",
        tuple(_change(change, story.kind, language) for change in changes),
    )


def _change(change: PartChange, owner: ThingKind, language: Language) -> Change:
    speaks = change.key.kind in SPEAKING
    name = label(change.key, owner, language)
    if change.is_restated:
        name = word("restated", language, what=name)
    return Change(name, _lines(change.before), _lines(change.after), speaks)


def _lines(part: Part | None) -> tuple[str, ...]:
    return () if part is None else tuple(shown(line) for line in part.text.split("\n"))


def text(told: Sequence[BlameOutline], language: Language, *, width: int = 0, colour: bool = False) -> str:
    """Stories for a terminal; what changed has its old lines behind ``-`` and its new ones behind ``+``."""
    page = _Page(width, colour)
    return "\n".join("\n".join(line.rstrip() for line in page.lines(one)) + "\n" for one in told)


@frozen
class _Page:
    width: int
    colour: bool

    def lines(self, told: BlameOutline) -> Iterator[str]:
        """The lines of one story."""
        yield from hung(words(told.heading, (Style.BOLD,)), 0, 4, self.width, colour=self.colour)
        yield from flowed(told.methodology, 0, 4, self.width)
        if told.earlier:
            yield from flowed(told.earlier, 0, 4, self.width)
        for stage in told.told:
            yield ""
            first, *more = flowed(f"{stage.version}  {stage.did}  {stage.place}", 0, 4, self.width)
            yield painted(first, (Style.BOLD,), self.colour)
            yield from more
            if stage.reason:
                yield from flowed(stage.reason, 4, 2, self.width)
            for change in stage.changes:
                yield from self.change(change)
        yield ""
        yield from flowed(told.end, 0, 4, self.width)
        yield from in_columns([(o.version, o.label, o.place) for o in told.owners], "    ")

    def change(self, change: Change) -> Iterator[str]:
        """A part that is there now, or was, or is another one. Lines of rule text are not broken anew."""
        if change.before:
            yield from flowed(f"{change.label}:", 4, 4, self.width)
            for sign, line in change.marked():
                yield painted(f"      {sign} {line}", SIGNS.get(sign, ()), self.colour)
        elif change.speaks:
            yield from (f"    {line}" for line in change.after)
        elif len(change.after) == 1:
            yield from flowed(f"{change.label}: {change.after[0].strip()}", 4, 4, self.width)
        else:
            yield from flowed(f"{change.label}:", 4, 4, self.width)
            yield from (f"        {line}" for line in change.after)


def markdown(told: Sequence[BlameOutline], language: Language) -> str:
    """Stories as Markdown; texts of the rules stand in fences."""
    return "\n".join("\n".join(_markdown(one)) + "\n" for one in told)


def _markdown(told: BlameOutline) -> Iterator[str]:
    yield f"# {escaped(told.heading)}"
    yield ""
    yield escaped(told.methodology) + (f"; {escaped(told.earlier)}" if told.earlier else "")
    for stage in told.told:
        yield ""
        yield f"## {escaped(stage.version)}: {escaped(stage.did)}"
        yield ""
        yield code(stage.place) + (f". {escaped(stage.reason)}" if stage.reason else "")
        for change in stage.changes:
            yield ""
            yield f"{escaped(change.label)}:"
            yield ""
            yield "```diff" if change.before else "```eff"
            yield from (f"{sign} {line}" if change.before else line for sign, line in change.marked())
            yield "```"
    yield ""
    yield escaped(told.end)
    if told.owners:
        yield ""
        yield from (f"- {escaped(o.version)}: {escaped(o.label)} ({code(o.place)})" for o in told.owners)
