"""The sections of a comparison: an entry for each thing, with all that happened to it together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from effrules.compare.difference import Difference
from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Action, Bearing, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.matching.expressions import Mark
from effrules.compare.matching.names import Key, Space
from effrules.report.blocks.pieces import Block, Change, Heading, Item, Items, Paragraph, Tone, Words, words
from effrules.report.difference.headings import Headings
from effrules.report.difference.said import Said, plain
from effrules.report.difference.words import capital
from effrules.words import Language

SECTIONS: tuple[tuple[str, frozenset[Bearing], frozenset[Thing]], ...] = (
    ("validity", frozenset({Bearing.VALIDITY, Bearing.SCORES}), frozenset({Thing.METHODOLOGY})),
    ("nodes", frozenset({Bearing.SCORES, Bearing.REPORTING}),
     frozenset({Thing.BLOCK, Thing.DIRECTION, Thing.CRITERION})),
    ("weights", frozenset({Bearing.SCORES}), frozenset({Thing.WEIGHTS})),
    ("adjustments", frozenset({Bearing.SCORES}), frozenset({Thing.PENALTY, Thing.BONUS})),
    ("outcome", frozenset({Bearing.SCORES, Bearing.REPORTING}),
     frozenset({Thing.TOTAL, Thing.RATING, Thing.RANKING})),
    ("formulas", frozenset({Bearing.SCORES}), frozenset({Thing.DEFINITION, Thing.FIGURES})),
    ("reported", frozenset({Bearing.REPORTING}), frozenset({Thing.SUBJECT, Thing.TABLE, Thing.FIELD})),
    ("year", frozenset({Bearing.REPORTING}),
     frozenset({Thing.INSTITUTION, Thing.STAGE, Thing.SPOT_CHECK, Thing.RECOMMENDATION})),
    ("promises", frozenset({Bearing.PROMISES}), frozenset({Thing.PROPERTY})),
)  # fmt: skip
"""Each section: its heading, the bearings and the things that belong in it."""

WORDS_ONLY = frozenset({Bearing.WORDING, Bearing.BASIS})


class Entries(Headings):
    """The sections. Not ``everything``: only changes of meaning."""

    def __init__(self, difference: Difference, language: Language, everything: bool) -> None:
        super().__init__(difference, language)
        self.everything = everything

    def sections(self) -> Iterator[Block]:
        edits = self.difference.edits
        for title, bearings, things in SECTIONS:
            chosen = [x for x in edits if x.bearing in bearings and x.place.thing in things]
            yield from self.section(title, tuple(self.entries(chosen, edits)))
        if self.everything:
            rest = [x for x in edits if x.bearing in WORDS_ONLY and not self._told(x)]
            sources = [x for x in rest if isinstance(x, e.Presence) and x.at[0] is Space.SOURCE]
            worded = [x for x in rest if x not in sources and not self._in_title(x)]
            entries = (*self.sources(sources), *self.entries(worded, worded))
            yield from self.section("words", entries, self.word("words intro"))
            others = [
                self.details.compared("formula", one.before, one.after) for one in self.difference.rewritten
            ]
            written = tuple(
                self.item((Action.REWORDED,), one.path, (said,))
                for one, said in zip(self.difference.rewritten, others, strict=True)
            )
            yield from self.section("layout", written, self.word("layout intro"))
            cases = [edit for edit in edits if edit.bearing is Bearing.CASES]
            if cases:
                yield Heading(words(self.word("cases")), 2)
                yield Paragraph(words(self._counted(cases)))

    def section(self, title: str, entries: tuple[Item, ...], intro: str = "") -> Iterator[Block]:
        """Some entries under a heading; nothing where there are none."""
        if entries:
            yield Heading(words(self.word(title)), 2)
            yield from [Paragraph(words(intro))] if intro else []
            yield Items(entries)

    def item(
        self,
        actions: tuple[Action, ...],
        heading: str,
        details: Sequence[Said],
        reasons: Iterable[str] = (),
        used_by: Iterable[str] = (),
        below: tuple[Item, ...] = (),
    ) -> Item:
        """What happened to one thing: what it is, its actions, why, the details, who is touched, and what stands below it."""
        did = ", ".join(self.word(action.value) for action in actions)
        tone = {Action.ADDED: Tone.GOOD, Action.DROPPED: Tone.BAD}.get(actions[0], Tone.PLAIN)
        tail = () if actions == (Action.REWORDED,) else (Words(": "), Words(did, tone))
        made: list[Block] = [Paragraph(words(f"{self.word('reason')}: {reason}")) for reason in reasons]
        made += details
        used = ", ".join(used_by)
        if used:
            made.append(Paragraph(words(f"{capital(self.word('used by'))}: {used}")))
        if below:
            made.append(Items(below))
        return Item((Words(heading, Tone.STRONG), *tail), tuple(made))

    def _told(self, edit: Edit) -> bool:
        """Whether words are told with a change of meaning of the same thing already."""
        return isinstance(edit, e.Words | e.Rename) and edit.at in self.meaning and edit.at[2] != ""

    @staticmethod
    def _in_title(edit: Edit) -> bool:
        """Whether the title of the comparison says it all: another version of the same name."""
        if not isinstance(edit, e.Version):
            return False
        return (edit.before.name, edit.before.languages) == (edit.after.name, edit.after.languages)

    def sources(self, edits: Sequence[Edit]) -> Iterator[Item]:
        """Sources that are new, or cited no longer, all together."""
        details = []
        for action, label, mark in (
            (Action.ADDED, "new sources", Mark.NEW),
            (Action.DROPPED, "sources gone", Mark.OLD),
        ):
            chosen = [x for x in edits if x.action is action]
            names = [f"{self._code(x)}«{self.title_of(x)}»" for x in chosen]
            if names:
                details.append(self.details.only(label, "; ".join(names), mark))
        if details:
            yield self.item((Action.REWORDED,), self.word("sources"), tuple(details))

    def _code(self, edit: Edit) -> str:
        """The name of a thing before its title, in English."""
        return f"{edit.place.name} " if self.details.quotes else ""

    def _counted(self, cases: Sequence[Edit]) -> str:
        parts = []
        for action in (Action.ADDED, Action.DROPPED, Action.CHANGED):
            count = sum(edit.action is action for edit in cases)
            if count:
                parts.append(self.word(f"n {action.value}", n=count))
        return ", ".join(parts) + "."

    def entries(self, chosen: Sequence[Edit], edits: Sequence[Edit]) -> Iterator[Item]:
        """An entry for each thing, with all that is told of it; nodes below the node above them, where that is told of."""
        groups: dict[Key, list[Edit]] = {}
        for edit in chosen:
            groups.setdefault(edit.at, []).append(edit)
        if chosen is not edits:
            for edit in edits:
                if edit.at in groups and self._told(edit) and edit not in groups[edit.at]:
                    groups[edit.at].insert(0 if isinstance(edit, e.Rename) else len(groups[edit.at]), edit)
        below: dict[Key, list[Key]] = {}
        for at, group in groups.items():
            above = self._above(at)
            if above in groups and any(isinstance(edit, e.Presence) for edit in group):
                below.setdefault(above, []).append(at)
        nested = {at for inner in below.values() for at in inner}
        for at in groups:
            if at not in nested:
                yield self.entry(at, groups, below)

    def _above(self, at: Key) -> Key:
        """The node above a node."""
        space, inside, name = at
        sides = self.difference.sides
        if space is not Space.NODE or inside:
            return (Space.NODE, "none", "")
        nodes = sides.right.nodes if name in sides.right.nodes else sides.left.nodes
        return (space, "", nodes[name].parent or "")

    def entry(self, at: Key, groups: dict[Key, list[Edit]], below: dict[Key, list[Key]]) -> Item:
        group = groups[at]
        actions = tuple(dict.fromkeys(did(edit) for edit in group if edit.action is not Action.REWORDED))
        details = tuple(said for edit in group for said in self.details.of(edit))
        return self.item(
            actions or (Action.REWORDED,),
            self.heading(group[0]),
            self._joined(details),
            tuple(dict.fromkeys(reason for edit in group for reason in self.reasons(edit))),
            tuple(dict.fromkeys(self.user(path) for edit in group for path in edit.used_by)),
            tuple(self.entry(inner, groups, below) for inner in below.get(at, ())),
        )

    @staticmethod
    def _joined(details: Sequence[Said]) -> tuple[Said, ...]:
        """Details of one label that only come or go (choices, say) in one line each way."""
        made: list[Said] = []
        for said in details:
            last = made[-1] if made else None
            if (
                isinstance(said, Change)
                and isinstance(last, Change)
                and said.label == last.label
                and not said.together
                and bool(said.before) == bool(last.before)
                and bool(said.after) == bool(last.after)
                and not (said.before and said.after)
            ):
                comma = plain(", ")
                before = (*last.before, *comma, *said.before) if said.before else ()
                after = (*last.after, *comma, *said.after) if said.after else ()
                made[-1] = Change(said.label, before, after)
            else:
                made.append(said)
        return tuple(made)


def did(edit: Edit) -> Action:
    """What happened to the thing that an entry is about: a field with a new choice has changed."""
    return Action.CHANGED if isinstance(edit, e.Option | e.Row) else edit.action
