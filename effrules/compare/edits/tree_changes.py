"""Changes of the tree of scores: blocks, directions, criteria, the total."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Action, Bearing
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At, form_of, named
from effrules.compare.edits.searching import Search
from effrules.compare.matching import forms, origins
from effrules.compare.matching.expressions import Mark, Piece, marked, text_of
from effrules.compare.matching.names import Space, key
from effrules.compare.matching.origins import Reason
from effrules.compare.matching.pairing import in_order
from effrules.model import program as p
from effrules.model.schema import Titles
from effrules.model.things import Kept


class Tree(Search):
    """The nodes of the tree of scores."""

    def nodes(self) -> Iterator[Edit]:
        left = named(in_order(self.left))
        right = named(in_order(self.right))
        for name in self._both(left, right):
            was = self.sides.old_name(Space.NODE, name)
            ours, theirs = left.get(name), right.get(name)
            at = At(
                key(Space.NODE, name),
                self.sides.node_place(name),
                self.sides.node_path(name),
                self._node_reason(ours, theirs, was),
            )
            old, new = self.old.nodes.get(was), self.new.nodes.get(name)
            if ours is None or theirs is None:
                yield at.presence(old if ours else None, new if theirs else None, Bearing.SCORES)
                continue
            assert old is not None
            assert new is not None
            yield from at.rename(was, name, self.sides.how(Space.NODE, name), Bearing.WORDING)
            if ours.parent != theirs.parent:
                yield at.make(e.Move, "parent", Bearing.SCORES, action=Action.MOVED, before=old.parent,
                              after=new.parent)  # fmt: skip
            yield from self.node(at, ours, theirs, old, new)

    def _node_reason(self, before: p.ScoreNode | None, after: p.ScoreNode | None, was: str) -> Reason:
        if after is not None:
            return self._said(None if before is None else before.origin, after.origin)
        assert before is not None
        above: list[str] = []
        at = self.old.nodes[was].parent
        while at is not None:
            above.append(at)
            at = self.old.nodes[at].parent
        return origins.of_drop(self.new, Kept(before.kind.value), was, *above)

    def node(
        self, at: At, left: p.ScoreNode, right: p.ScoreNode, before: p.ScoreNode, after: p.ScoreNode
    ) -> Iterator[Edit]:
        """The parts in which a matched node differs."""
        common = tuple(part for part in left.parts if part in right.parts)
        there = tuple(part for part in right.parts if part in left.parts)
        if common != there:
            yield at.make(e.Order, "order", Bearing.WORDING, what=e.Ordered.PARTS, before=common, after=there)
        yield from self.total(at, before.no_total, after.no_total)
        if not self.follows_scale(left, right):
            yield from at.number(e.NumberOf.MINIMUM, left.minimum, right.minimum)
            yield from at.maxima(left, right)
        yield from at.formula(e.FormulaOf.SCORE, left.formula, right.formula, before.formula, after.formula)
        if left.rounding != right.rounding:
            yield at.make(e.Rounding, "rounding", Bearing.SCORES, before=left.rounding, after=right.rounding)
        only = [_only(node) for node in (left, right, before, after)]
        yield from at.formula(e.FormulaOf.ONLY, only[0], only[1], only[2], only[3])
        if forms.form(_tests(left)) != forms.form(_tests(right)):
            yield at.make(e.Applicability, "applicability", Bearing.SCORES, before=_tests(before),
                          after=_tests(after), pieces=_marked_tests(left, right))  # fmt: skip
        elif forms.form(left.not_applicable) == forms.form(right.not_applicable):
            yield from at.words(e.WordsOf.REASONS, _reasons(before, after), _reasons(after, after))
        if _assess(left) != _assess(right):
            yield at.make(e.Assessors, "assessors", Bearing.REPORTING, before=before.assessors,
                          after=after.assessors)  # fmt: skip
        else:
            yield from at.words(e.WordsOf.ASSESSORS, _assessors(left), _assessors(right))
        yield from at.titles(left.titles, right.titles)
        yield from at.rests_of(left.basis, right.basis, before, after)
        yield from at.rests(
            left.rounding_basis, right.rounding_basis, before.rounding_basis, after.rounding_basis, True
        )

    def total(self, at: At, before: p.NoTotal | None, after: p.NoTotal | None) -> Iterator[Edit]:
        """Whether the rules give a total, and why they give none."""
        if (before is None) is not (after is None):
            yield at.make(e.Total, "none", Bearing.SCORES, before=before, after=after)
        elif before is not None and after is not None:
            yield from at.words(e.WordsOf.REASONS, (("", before.because),), (("", after.because),))

    def follows_scale(self, left: p.ScoreNode, right: p.ScoreNode) -> bool:
        """Whether a node is on the methodology's scale in both."""
        ends = [(h.minimum, h.maximum) for h in (self.left.header, self.right.header)]
        own = [(node.minimum, node.maximum) for node in (left, right)]
        return ends == own and not left.maxima and not right.maxima


def _only(node: p.ScoreNode) -> p.Expression | None:
    """For whom alone a node is there."""
    return next((test.only_where for test in node.not_applicable if test.only), None)


def _tests(node: p.ScoreNode) -> tuple[p.NotApplicableWhen, ...]:
    """The conditions under which a node is not applicable to one who has it."""
    return tuple(test for test in node.not_applicable if not test.only)


def _marked_tests(left: p.ScoreNode, right: p.ScoreNode) -> tuple[Piece, ...]:
    """The conditions under which a node is not applicable, one behind the other, with what changed in them."""
    ours, theirs = _tests(left), _tests(right)
    gone = [test for test in ours if all(forms.form(test) != forms.form(other) for other in theirs)]
    fresh = [test for test in theirs if all(forms.form(test) != forms.form(other) for other in ours)]
    pieces: list[Piece] = []
    for test in theirs:
        before = gone.pop(0) if test in fresh and gone else None
        if pieces:
            pieces.append(Piece(Mark.SAME, "; "))
        if test in fresh:
            pieces += marked(None if before is None else before.condition, test.condition)
        else:
            pieces.append(Piece(Mark.SAME, text_of(test.condition)))
    for test in gone:
        if pieces:
            pieces.append(Piece(Mark.SAME, "; "))
        pieces += marked(test.condition, None)
    return tuple(pieces)


def _reasons(node: p.ScoreNode, called: p.ScoreNode) -> tuple[tuple[str, Titles], ...]:
    """The reasons of a node's conditions, each with its condition as another node, whose conditions are the same, writes it."""
    tests = zip(called.not_applicable, node.not_applicable, strict=True)
    return tuple((text_of(one.condition), test.reason) for one, test in tests)


def _assess(node: p.ScoreNode) -> list[tuple[str, forms.Form]]:
    """Who assesses a node, and of whom."""
    return [(who.name, form_of(who.condition, forms.SUBJECT)) for who in node.assessors]


def _assessors(node: p.ScoreNode) -> tuple[tuple[str, Titles], ...]:
    return tuple((assessor.name, assessor.titles) for assessor in node.assessors)
