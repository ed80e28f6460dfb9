"""The difference of two methodologies: the edits that make the one into the other, and a verdict for every node."""

from __future__ import annotations

from attrs import frozen

from effrules.compare.edits import Edit
from effrules.compare.verdicts import Verdict
from effrules.model.program import Program


@frozen
class Difference:
    """What is different between two methodologies.

    ``edits`` are in the order of the text: heading, sources, what is reported, definitions and figures, the tree of scores,
    weights, penalties, ratings, places, promises, examples. ``verdicts`` has one entry for every node and penalty of both.
    """

    old: Program
    new: Program
    edits: tuple[Edit, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def changes_meaning(self) -> bool:
        """Whether any edit changes the meaning."""
        return any(edit.is_meaning for edit in self.edits)


def difference(old: Program, new: Program) -> Difference:
    """Compare two methodologies by meaning."""
    raise NotImplementedError
