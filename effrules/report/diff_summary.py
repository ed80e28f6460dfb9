"""A comparison as people read it: sections of entries, one for each thing, with all that happened to it together.

Text, Markdown and HTML are made from this one outline, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from effrules.compare import edits as e
from effrules.compare.difference import Difference
from effrules.compare.edits import Action, Bearing, Edit, Thing
from effrules.compare.expressions import Mark
from effrules.compare.names import Key, Space
from effrules.compare.verdicts import Bend
from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.report.diff_details import Detail, Details, Said, plain
from effrules.report.diff_words import capital, word
from effrules.report.wording import Language


@frozen
class Entry:
    """What happened to one thing: its actions, what it is, the details, why, who is touched, and what stands below it."""

    actions: tuple[Action, ...]
    heading: str
    details: tuple[Said, ...] = ()
    reasons: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    below: tuple[Entry, ...] = ()


@frozen
class Section:
    """Some entries under a heading; ``count`` is a sentence that stands for entries that are not listed."""

    title: str
    entries: tuple[Entry, ...] = ()
    intro: str = ""


@frozen
class Told:
    """A verdict in words, indented as the node lies in the tree."""

    depth: int
    heading: str
    verdict: str
    bend: Bend


@frozen
class Summary:
    """The whole comparison. ``short`` are the sentences at the top; they are all there is where nothing differs."""

    title: str
    methodology: str
    short: tuple[str, ...]
    sections: tuple[Section, ...]
    verdicts: tuple[Told, ...]
    language: Language


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
    ("promises", frozenset({Bearing.PROMISES}), frozenset({Thing.PROPERTY})),
)  # fmt: skip
"""Each section: its heading, the bearings and the things that belong in it."""

MANY = 4
"""So many parts of one node that come or go are counted at the top, not named."""

WORDS_ONLY = frozenset({Bearing.WORDING, Bearing.BASIS})


def summary(
    difference: Difference,
    language: Language = Language.EN,
    *,
    everything: bool = True,
    same_text: bool = False,
) -> Summary:
    """The outline of a comparison. Not ``everything``: only changes of meaning.

    ``same_text`` says, where nothing differs, whether the texts are the same to the letter.
    """
    return _Summing(difference, language, everything).whole(same_text)


class _Summing:
    def __init__(self, difference: Difference, language: Language, everything: bool) -> None:
        self.difference = difference
        self.language = language
        self.everything = everything
        self.details = Details(difference, language)
        self.meaning = {edit.at for edit in difference.edits if edit.is_meaning}

    def word(self, key: str, **values: object) -> str:
        return word(key, self.language, **values)

    def whole(self, same_text: bool) -> Summary:
        old, new = self.difference.old.header, self.difference.new.header
        same_name = old.name == new.name
        names = [h.version if same_name else f"{h.name} {h.version}" for h in (old, new)]
        return Summary(
            self.word("title", old=shown(names[0]), new=shown(names[1])),
            self.details.new.methodology(),
            tuple(self.short(same_text)),
            tuple(section for section in self.sections() if section.entries or section.intro),
            tuple(self.verdicts()),
            self.language,
        )

    # -- In short -------------------------------------------------------------------------------------------

    def short(self, same_text: bool) -> Iterator[str]:
        edits = self.difference.edits
        if not edits:
            yield self.word("identical" if same_text else "only layout")
            return
        if not self.difference.changes_meaning:
            yield self.word("no meaning")
        by_action: dict[Action, dict[str, str]] = {}
        for edit, words in self._headlines():
            by_action.setdefault(_did(edit), {})[words] = self.reason(edit)
        for action in (Action.DROPPED, Action.ADDED, Action.RENAMED, Action.MOVED, Action.CHANGED):
            if action in by_action:
                line = f"{capital(self.word(action.value))}: {'; '.join(by_action[action])}."
                reasons = set(by_action[action].values())
                why = reasons.pop() if len(reasons) == 1 else ""
                yield line + (f" {self.word('reason')}: {why}." if why else "")
        for edit in edits:
            if isinstance(edit, e.Weights) and isinstance(said := self.details.weights(edit), Detail):
                before, after = ("".join(piece.text for piece in side) for side in (said.before, said.after))
                yield f"{self.word('weights')}, {said.label}: {before} → {after}."
        if self.difference.changes_meaning and not any(edit.bearing is Bearing.SCORES for edit in edits):
            yield self.word("only scores same")
        elif self.difference.changes_meaning:
            total = next(v for v in self.difference.verdicts if v.place.thing is Thing.TOTAL)
            yield self.word(f"total {total.bend.value}")

    def _headlines(self) -> Iterator[tuple[Edit, str]]:
        """What is named at the top: of what comes or goes the outermost, of many parts of one node their number."""
        parts: dict[tuple[Action, str], list[e.Presence]] = {}
        chosen: list[tuple[Edit, str]] = []
        for edit in self.difference.edits:
            if isinstance(edit, e.Rename) and edit.at[0] is Space.NODE:
                chosen.append((edit, f"{edit.before} → {self.heading(edit)}"))
            elif edit.bearing is not Bearing.SCORES or edit.place.thing is Thing.METHODOLOGY:
                continue
            elif isinstance(edit, e.Presence) and edit.at[0] in (Space.DEFINITION, Space.FIGURES):
                continue  # what reads it is named
            elif isinstance(edit, e.Weights):
                if not isinstance(self.details.weights(edit), Detail):
                    node = self.details.node(self.details.new, edit.node)
                    chosen.append((edit, self.word("weights in", node=node)))
            elif isinstance(edit, e.Presence) and edit.at[0] is Space.NODE:
                if not self._is_inside(edit):
                    parts.setdefault((edit.action, self._parent(edit)), []).append(edit)
                    chosen.append((edit, self.heading(edit)))
            else:
                chosen.append((edit, self.heading(edit)))
        many = {key: group for key, group in parts.items() if len(group) >= MANY and key[1] != "total"}
        counted = {edit.key: key for key, group in many.items() for edit in group}
        for edit, words in chosen:
            group = counted.get(edit.key)
            if group is None:
                yield edit, words
            else:
                naming = self.details.new if edit.action is Action.ADDED else self.details.old
                node = self.details.node(naming, group[1])
                yield edit, self.word("parts of", n=len(many[group]), node=node)

    @staticmethod
    def _parent(edit: e.Presence) -> str:
        node = edit.after if edit.after is not None else edit.before
        assert isinstance(node, p.ScoreNode)
        return node.parent or ""

    def _is_inside(self, edit: e.Presence) -> bool:
        """Whether a node comes or goes with the node above it."""
        node = edit.after if edit.after is not None else edit.before
        assert isinstance(node, p.ScoreNode)
        parent = node.parent
        sides = self.difference.sides
        if edit.after is None:
            return parent is not None and sides.pairs.names.of(Space.NODE, parent) not in sides.right.nodes
        return parent is not None and parent not in sides.left.nodes

    # -- Sections -------------------------------------------------------------------------------------------

    def sections(self) -> Iterator[Section]:
        edits = self.difference.edits
        for title, bearings, things in SECTIONS:
            chosen = [x for x in edits if x.bearing in bearings and x.place.thing in things]
            yield Section(self.word(title), tuple(self.entries(chosen, edits)))
        if self.everything:
            rest = [x for x in edits if x.bearing in WORDS_ONLY and not self._told(x)]
            sources = [x for x in rest if isinstance(x, e.Presence) and x.at[0] is Space.SOURCE]
            worded = [x for x in rest if x not in sources and not self._in_title(x)]
            entries = (*self.sources(sources), *self.entries(worded, worded))
            yield Section(self.word("words"), entries, self.word("words intro") if entries else "")
            others = [
                self.details.compared("formula", one.before, one.after) for one in self.difference.rewritten
            ]
            written = tuple(
                Entry((Action.REWORDED,), one.path, (said,))
                for one, said in zip(self.difference.rewritten, others, strict=True)
            )
            yield Section(self.word("layout"), written, self.word("layout intro") if written else "")
            cases = [edit for edit in edits if edit.bearing is Bearing.CASES]
            if cases:
                yield Section(self.word("cases"), (), self._counted(cases))

    def _told(self, edit: Edit) -> bool:
        """Whether words are told with a change of meaning of the same thing already."""
        return isinstance(edit, e.Words | e.Rename) and edit.at in self.meaning and edit.at[2] != ""

    @staticmethod
    def _in_title(edit: Edit) -> bool:
        """Whether the title of the comparison says it all: another version of the same name."""
        if not isinstance(edit, e.Version):
            return False
        return (edit.before.name, edit.before.languages) == (edit.after.name, edit.after.languages)

    def sources(self, edits: Sequence[Edit]) -> Iterator[Entry]:
        """Sources that are new, or cited no longer, all together."""
        details = []
        for action, label, mark in (
            (Action.ADDED, "new sources", Mark.NEW),
            (Action.DROPPED, "sources gone", Mark.OLD),
        ):
            names = [f"{x.place.name} «{self._title(x)}»" for x in edits if x.action is action]
            if names:
                details.append(self.details.only(label, "; ".join(names), mark))
        if details:
            yield Entry((Action.REWORDED,), self.word("sources"), tuple(details))

    def _counted(self, cases: Sequence[Edit]) -> str:
        parts = []
        for action in (Action.ADDED, Action.DROPPED, Action.CHANGED):
            count = sum(edit.action is action for edit in cases)
            if count:
                parts.append(self.word(f"n {action.value}", n=count))
        return ", ".join(parts) + "."

    def entries(self, chosen: Sequence[Edit], edits: Sequence[Edit]) -> Iterator[Entry]:
        """An entry for each thing, with all that is told of it; nodes below the node above them, where that is told of."""
        groups: dict[Key, list[Edit]] = {}
        for edit in chosen:
            groups.setdefault(edit.at, []).append(edit)
        if chosen is not edits:
            for edit in edits:
                if edit.at in groups and self._told(edit):
                    groups[edit.at].insert(0 if isinstance(edit, e.Rename) else len(groups[edit.at]), edit)
        below: dict[Key, list[Key]] = {}
        for at, group in groups.items():
            above = self._above(at, group[0])
            if above in groups and any(isinstance(edit, e.Presence) for edit in group):
                below.setdefault(above, []).append(at)
        nested = {at for inner in below.values() for at in inner}
        for at in groups:
            if at not in nested:
                yield self.entry(at, groups, below)

    def _above(self, at: Key, edit: Edit) -> Key:
        """The node above a node."""
        space, inside, name = at
        sides = self.difference.sides
        if space is not Space.NODE or inside:
            return (Space.NODE, "none", "")
        nodes = sides.right.nodes if name in sides.right.nodes else sides.left.nodes
        return (space, "", nodes[name].parent or "")

    def entry(self, at: Key, groups: dict[Key, list[Edit]], below: dict[Key, list[Key]]) -> Entry:
        group = groups[at]
        actions = tuple(dict.fromkeys(_did(edit) for edit in group if edit.action is not Action.REWORDED))
        details = tuple(said for edit in group for said in self.details.of(edit))
        return Entry(
            actions or (Action.REWORDED,),
            self.heading(group[0]),
            self._joined(details),
            tuple(dict.fromkeys(reason for edit in group if (reason := self.reason(edit)))),
            tuple(dict.fromkeys(path for edit in group for path in edit.used_by)),
            tuple(self.entry(inner, groups, below) for inner in below.get(at, ())),
        )

    @staticmethod
    def _joined(details: Sequence[Said]) -> tuple[Said, ...]:
        """Details of one label that only come or go (choices, say) in one line each way."""
        made: list[Said] = []
        for said in details:
            last = made[-1] if made else None
            if (
                isinstance(said, Detail)
                and isinstance(last, Detail)
                and said.label == last.label
                and not said.together
                and bool(said.before) == bool(last.before)
                and bool(said.after) == bool(last.after)
                and not (said.before and said.after)
            ):
                comma = plain(", ")
                before = (*last.before, *comma, *said.before) if said.before else ()
                after = (*last.after, *comma, *said.after) if said.after else ()
                made[-1] = Detail(said.label, before, after)
            else:
                made.append(said)
        return tuple(made)

    # -- Words ----------------------------------------------------------------------------------------------

    def heading(self, edit: Edit) -> str:
        """The thing as people know it: where it stands, kind, name, title."""
        place = edit.place
        sides = self.difference.sides
        space, inside, name = edit.at
        if space is Space.NODE and not inside:
            if name == "total":
                return self.word("total")
            there = name in sides.right.nodes
            naming = self.details.new if there else self.details.old
            node = naming.program.nodes[place.name]
            return self.details.called(self.word(node.kind.value), node.name, naming.title(node.titles, ""))
        match place.thing:
            case Thing.WEIGHTS:
                return shown(edit.path.split(" > ")[0]) if " where " in edit.path else self.word("weights")
            case Thing.METHODOLOGY:
                return self.word("methodology")
            case Thing.FIELD:
                named = self.details.called(self.word("field"), place.name, self._title(edit))
                return f"{named}, {self.table(place.inside)}"
            case Thing.RATING:
                naming = self.details.new if place.name in sides.new.nodes else self.details.old
                return f"{self.word('rating')}: {self.details.node(naming, place.name)}"
            case Thing.EXAMPLE:
                return f"{self.word('example')} «{shown(place.name)}»"
            case _:
                return self.details.called(
                    self.word(place.thing.value), place.name, self._title(edit)
                ).rstrip()

    def table(self, name: str) -> str:
        """A table, with what people call it."""
        schema = self.difference.sides.right.schema
        declared = schema.table_named(name)
        kind = "subject" if declared is not None and declared.owner is None else "table"
        return f"{self.word(kind)} {name}"

    def _title(self, edit: Edit) -> str:
        """The title of the thing that an edit is about, where it has one."""
        space, inside, name = edit.at
        for program, naming in (
            (self.difference.sides.right, self.details.new),
            (self.difference.sides.left, self.details.old),
        ):
            thing: object = None
            match space:
                case Space.FIELD:
                    table = program.schema.table_named(inside)
                    thing = None if table is None else table.field_named(name)
                case Space.TABLE:
                    thing = program.schema.table_named(name)
                case Space.DEFINITION:
                    thing = program.definitions.get(name)
                case Space.FIGURES:
                    thing = program.figures.get(name)
                case Space.ADJUSTMENT:
                    thing = next((a for a in program.adjustments if a.name == name), None)
                case Space.RANKING:
                    thing = next((r for r in program.rankings if r.name == name), None)
                case Space.PROPERTY:
                    thing = next((one for one in program.properties if one.name == name), None)
                case Space.SOURCE:
                    thing = next((source for source in program.sources if source.name == name), None)
                case _:
                    pass
            if thing is not None:
                return naming.title(thing.titles, "")  # type: ignore[attr-defined]
        return ""

    def reason(self, edit: Edit) -> str:
        """Why, where that is declared, with what it cites."""
        if not edit.reason.texts and not edit.citations:
            return ""
        because = self.details.new.title(edit.reason, "")
        cited = ", ".join(str(citation) for citation in edit.citations)
        words = because + (f" ({cited})" if cited and because else cited)
        return words + (f" [{self.word('version')} {edit.version}]" if edit.version else "")

    # -- Verdicts -------------------------------------------------------------------------------------------

    def verdicts(self) -> Iterator[Told]:
        """The verdicts, unless all are the same; below a node that is the same, only what is not."""
        if all(verdict.bend is Bend.SAME for verdict in self.difference.verdicts):
            return
        settled: list[str] = []
        for verdict in self.difference.verdicts:
            if any(verdict.path.startswith(f"{path} > ") for path in settled):
                continue
            if verdict.bend in (Bend.SAME, Bend.ADDED, Bend.DROPPED):
                inside = [v for v in self.difference.verdicts if v.path.startswith(f"{verdict.path} > ")]
                if all(inner.bend is verdict.bend for inner in inside):
                    settled.append(verdict.path)
            words = self.word(verdict.bend.value)
            if verdict.bend is Bend.DIFFERENT:
                words += f" ({self.word('seen')})"
            depth = verdict.path.count(" > ")
            place = verdict.place
            naming = self.details.old if verdict.bend is Bend.DROPPED else self.details.new
            if place.thing in (Thing.PENALTY, Thing.BONUS):
                one = next(a for a in naming.program.adjustments if a.name == place.name)
                kind = self.word(place.thing.value)
                heading = self.details.called(kind, one.name, naming.title(one.titles, ""))
            else:
                heading = self.details.node(naming, place.name)
            yield Told(depth, heading, words, verdict.bend)


def _did(edit: Edit) -> Action:
    """What happened to the thing that an entry is about: a field with a new choice has changed."""
    return Action.CHANGED if isinstance(edit, e.Option | e.Row) else edit.action


def entries_of(sections: Iterable[Section]) -> Iterator[Entry]:
    """Every entry, also those below others."""
    ahead = [entry for section in sections for entry in section.entries]
    while ahead:
        entry = ahead.pop(0)
        yield entry
        ahead = [*entry.below, *ahead]
