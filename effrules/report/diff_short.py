"""A comparison in a few sentences: what a reader sees first."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare import edits as e
from effrules.compare.edits import Action, Bearing, Edit, Thing
from effrules.compare.names import Space
from effrules.model import program as p
from effrules.report.diff_entries import did
from effrules.report.diff_headings import Headings
from effrules.report.diff_said import Detail
from effrules.report.diff_words import capital

MANY = 4
"""So many parts of one node that come or go are counted at the top, not named."""


class Short(Headings):
    """The sentences at the top."""

    def short(self, same_text: bool) -> Iterator[str]:
        edits = self.difference.edits
        if not edits:
            yield self.word("identical" if same_text else "only layout")
            return
        if not self.difference.changes_meaning:
            yield self.word("no meaning")
        by_action: dict[Action, dict[str, str]] = {}
        for edit, words in self._headlines():
            by_action.setdefault(did(edit), {})[words] = "; ".join(self.reasons(edit))
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
