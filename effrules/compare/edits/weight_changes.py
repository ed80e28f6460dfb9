"""Changes of weights, and of what becomes of the weight of what is not applicable."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Bearing, Place, Thing
from effrules.compare.edits.clauses import clauses_matched, weights_changed
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.making import At
from effrules.compare.edits.searching import Search
from effrules.compare.matching.expressions import text_of
from effrules.compare.matching.names import Space
from effrules.compare.matching.origins import UNSAID


class Weights(Search):
    """The weights clauses."""

    def weights(self) -> Iterator[Edit]:
        matched, gone, fresh = clauses_matched(self.left, self.right)
        if gone or fresh:
            before = tuple(self.old.weights[at] for at in gone)
            after = tuple(self.new.weights[at] for at in fresh)
            reason = self._said(before[0].origin if before else None, after[0].origin) if after else UNSAID
            at = At((Space.NODE, "weights", ""), Place(Thing.WEIGHTS), "weights", reason)
            yield at.make(e.Clauses, "clauses", Bearing.SCORES, before=before, after=after)
        for one, other in matched:
            yield from self.clause(one, other)

    def clause(self, one: int, other: int) -> Iterator[Edit]:
        left, right = self.left.weights[one], self.right.weights[other]
        old, new = self.old.weights[one], self.new.weights[other]
        condition = new.condition
        path = "weights" + ("" if condition is None else f" where {text_of(condition)}")
        at = At(
            (Space.NODE, f"weights {other}", ""),
            Place(Thing.WEIGHTS),
            path,
            self._said(left.origin, right.origin),
        )
        for name in dict.fromkeys((*right.weights, *left.weights)):
            if weights_changed(self.left, self.right, left, right, name):
                was = self.sides.old_name(Space.NODE, name)
                yield at.make(
                    e.Weights,
                    name,
                    Bearing.SCORES,
                    path=f"{path} > {self.sides.node_path(name)}",
                    node=name,
                    condition=condition,
                    before=old.weights.get(was, ()),
                    after=new.weights.get(name, ()),
                )
        if left.redistribution is not right.redistribution:
            yield at.make(e.Redistribution, "when not applicable", Bearing.SCORES, condition=condition,
                          before=left.redistribution, after=right.redistribution)  # fmt: skip
        yield from at.rests_of(left.basis, right.basis, old, new)
