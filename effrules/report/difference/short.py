"""A comparison in a few sentences: what a reader sees first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Action, Bearing, Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.matching.names import Space
from effrules.compare.verdicts.judging import Bend
from effrules.model import program as p
from effrules.report.blocks.inline import plain
from effrules.report.blocks.pieces import Change
from effrules.report.difference.entries import did
from effrules.report.difference.headings import Headings
from effrules.report.difference.words import capital, number_of

MANY = 4
"""So many parts of one node that come or go are counted at the top, not named."""

FEW = 20
"""So many things are named at the top; of more, they are counted by kind, and the sections tell them."""

NAMED = 2
"""So many things of a kind are named among others that are counted."""

SHORT = 48
"""What is so short is told at the top as it was and as it is; of longer things, only that they changed."""


Headline = tuple[Edit, str, str]
"""What is named at the top: the edit, the thing, and what is said of it."""


class Short(Headings):
    """The sentences at the top."""

    def short(self, same_text: bool) -> Iterator[str]:
        """The sentences: what the rules alone show of the total, from when, and what happened to what."""
        edits = self.difference.edits
        if not edits:
            yield self.word("identical" if same_text else "only layout")
            return
        if not self.difference.changes_meaning:
            yield self.word("no meaning")
        elif any(edit.bearing is Bearing.SCORES for edit in edits):
            yield from self._outcome()
        else:
            yield self.word("only scores same")
        yield from (
            f"{capital(self.word('period'))}: {self.details.period(edit.after)}."
            for edit in edits
            if isinstance(edit, e.Period)
        )
        headlines = list(self._headlines())
        many = len({words for _, words, _ in headlines}) > FEW
        for action in (Action.DROPPED, Action.ADDED, Action.RENAMED, Action.MOVED, Action.CHANGED):
            those = [one for one in headlines if did(one[0]) is action]
            if those:
                things = self._counted(those) if many else self._named(those)
                yield f"{capital(self.word(action.value))}: {things}"
        weighed = [edit for edit in edits if isinstance(edit, e.Weights)]
        told = [sentence for edit in weighed for sentence in self._weights(edit)]
        if many and len(told) > NAMED:
            parts = [edit.node for edit in weighed if edit.before and edit.after]
            yield self.word("weights of nodes", n=len(parts))
        else:
            yield from told

    def _named(self, headlines: Sequence[Headline]) -> str:
        """Things by name, with what is said of each, and why where that is the same for all."""
        by_words: dict[str, list[str]] = {}
        for _, words, more in headlines:
            said = by_words.setdefault(words, [])
            said.extend([more] if more and more not in said else [])
        things = (f"{words}: {', '.join(more)}" if more else words for words, more in by_words.items())
        why = {"; ".join(self.reasons(edit)) for edit, _, _ in headlines}
        reason = why.pop() if len(why) == 1 else ""
        return f"{'; '.join(things)}." + (f" {self.word('reason')}: {reason}." if reason else "")

    def _counted(self, headlines: Sequence[Headline]) -> str:
        """Things by kind: few by name, of more how many."""
        by_kind: dict[Thing, dict[str, None]] = {}
        for edit, words, _ in headlines:
            by_kind.setdefault(edit.place.thing, {})[words] = None
        return (
            "; ".join(
                "; ".join(names) if len(names) <= NAMED else number_of(kind, len(names)).in_(self.language)
                for kind, names in by_kind.items()
            )
            + "."
        )

    def _outcome(self) -> Iterator[str]:
        """What becomes of the total; where not both rules give one, of the parts that are in both, too."""
        verdicts = self.difference.verdicts
        total = next((verdict for verdict in verdicts if verdict.place.thing is Thing.TOTAL), None)
        if total is not None:
            yield self.word(f"total {total.bend.value}")
        sides = self.difference.old, self.difference.new
        heads = {name for side in sides if not side.gives_total for name in side.heads}
        by_bend: dict[Bend, list[str]] = {}
        for verdict in verdicts:
            if verdict.place.name in heads and verdict.bend not in (Bend.ADDED, Bend.DROPPED):
                node = self.node(self.details.new, verdict.place.name, short=True)
                by_bend.setdefault(verdict.bend, []).append(node)
        for bend, nodes in by_bend.items():
            yield self.word(f"part {bend.value}", nodes=", ".join(nodes))

    def _weights(self, edit: e.Weights) -> Iterator[str]:
        """The weights of a node's parts, old and new; nothing where they come or go with all the parts."""
        if not edit.before or not edit.after:
            return
        said = self.details.weights(edit)
        node = self.node(self.details.new, edit.node, short=True)
        if isinstance(said, Change):
            yield f"{self.word('weights')}, {node}: {plain(said.before)} → {plain(said.after)}."
        elif len(said.rows) > MANY:
            if not any(all(plain(row[side]) == "—" for row in said.rows) for side in (1, 2)):
                yield f"{self.word('weights')}, {node}: {self.word('changed')}."
        else:
            each = "; ".join(
                f"{part} {was} → {now}" for part, was, now in (map(plain, row) for row in said.rows)
            )
            yield f"{self.word('weights')}, {node}: {each}."

    def _headlines(self) -> Iterator[Headline]:
        """What is named at the top, and what is said of it.

        Of what comes or goes the outermost, of many parts of one node their number.
        """
        parts: dict[tuple[Action, str], list[e.Presence]] = {}
        chosen: list[Headline] = []
        for edit in self.difference.edits:
            if isinstance(edit, e.Rename) and edit.at[0] is Space.NODE:
                before, after = (
                    self.node(self.details.old, edit.before, short=True),
                    self.heading(edit, short=True),
                )
                words = f"{before} → {after}"
                if before == after:
                    words = f"{after}: {edit.before} → {edit.after}"
                chosen.append((edit, words, ""))
            elif edit.bearing is not Bearing.SCORES or edit.place.thing is Thing.METHODOLOGY:
                continue
            elif isinstance(edit, e.Presence) and edit.at[0] in (Space.DEFINITION, Space.FIGURES):
                continue  # what reads it is named
            elif isinstance(edit, e.Weights | e.Total):
                continue  # they have a sentence of their own
            elif isinstance(edit, e.Presence) and edit.at[0] is Space.NODE:
                if not self._is_inside(edit):
                    parts.setdefault((edit.action, self._parent(edit)), []).append(edit)
                    chosen.append((edit, self.heading(edit, short=True), ""))
            elif isinstance(edit, e.Move):
                place = self.node(self.details.new, edit.after, short=True)
                chosen.append((edit, f"{self.details.part(self.details.new, edit.place.name)} → {place}", ""))
            else:
                chosen.append((edit, self.heading(edit, short=True), self._in_a_word(edit)))
        many = {key: group for key, group in parts.items() if len(group) >= MANY and key[1] != "total"}
        counted = {edit.key: key for key, group in many.items() for edit in group}
        for edit, words, more in chosen:
            group = counted.get(edit.key)
            if group is None:
                yield edit, words, more
            else:
                naming = self.details.new if edit.action is Action.ADDED else self.details.old
                node = self.node(naming, group[1], short=True)
                yield edit, self.word("parts of", n=len(many[group]), node=node), ""

    def _in_a_word(self, edit: Edit) -> str:
        """Which part of a thing changed; old and new where both are short."""
        if edit.action is not Action.CHANGED:
            return ""
        if isinstance(edit, e.Applicability):
            return self.word("applicability")
        for said in self.details.of(edit):
            if not isinstance(said, Change):
                return ""
            before, after = plain(said.before), plain(said.after)
            if before and after and max(len(before), len(after)) <= SHORT:
                return f"{said.label} {before} → {after}"
            return said.label
        return ""

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
