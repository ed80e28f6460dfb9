"""The difference of two methodologies: the edits that make the one into the other, and a verdict for every node."""

from __future__ import annotations

from attrs import field, frozen

from effrules.compare.edits.edit import Edit
from effrules.compare.edits.finding import found
from effrules.compare.edits.notation import Rewritten, rewritten
from effrules.compare.edits.requiring import requiring
from effrules.compare.edits.sides import Sides, side_by_side
from effrules.compare.verdicts.judging import Verdict, verdicts
from effrules.model.program import Program


@frozen(eq=False)
class Difference:
    """What is different between two methodologies.

    ``edits`` are in the order of the text: heading, sources, what is reported, definitions and figures, the tree of scores,
    weights, penalties, ratings, places, promises, examples. ``verdicts`` has one entry for every node and penalty of both.
    ``rewritten`` are the formulas that are only written otherwise. ``sides`` are the two programs with their names brought
    together.
    """

    edits: tuple[Edit, ...]
    verdicts: tuple[Verdict, ...]
    rewritten: tuple[Rewritten, ...]
    sides: Sides = field(repr=False)

    @property
    def old(self) -> Program:
        """The old methodology."""
        return self.sides.old

    @property
    def new(self) -> Program:
        """The new methodology."""
        return self.sides.new

    @property
    def changes_meaning(self) -> bool:
        """Whether any edit changes the meaning."""
        return any(edit.is_meaning for edit in self.edits)


def difference(old: Program, new: Program) -> Difference:
    """Compare two methodologies by meaning."""
    sides = side_by_side(old, new)
    edits = requiring(sides, found(sides))
    return Difference(edits, verdicts(sides, edits), rewritten(sides), sides)
