"""What all steps have, and the clauses that they belong to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar, NewType

from attrs import field, frozen

from effrules.model.basis import Citation, Contradiction
from effrules.model.grounds import FigureKind
from effrules.model.real import Num
from effrules.model.schema import Titles

Ref = NewType("Ref", int)
"""A step, by its number in the derivation's list."""

ClauseRef = NewType("ClauseRef", int)
"""A clause of the rules, by its number in the derivation's list."""

StepValue = Num | str | bool | date | None
"""A value: ``None`` where a cell is empty, a node has no score, or the step failed."""


@frozen
class ClauseGround:
    """What some figures of a clause rest on: the version that last wrote them, and what that version states for them.

    ``figures`` are pairs of what a figure is (``amount``, ``weight``) and which of that kind; none: the clause itself.
    """

    version: str
    figures: tuple[tuple[str, str], ...]
    citations: tuple[Citation, ...]
    assumptions: tuple[Titles, ...]
    contradictions: tuple[Contradiction, ...] = ()


class ClauseKind(StrEnum):
    """What a declaration is, as traces call it."""

    TOTAL = "total"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"
    DEFINITION = "definition"
    FIGURES = "figures"
    WEIGHTS = "weights"
    PENALTY = "penalty"
    BONUS = "bonus"
    RATING = "rating"
    RANKING = "ranking"


@frozen
class Clause:
    """A declaration of the rules: what it is, who wrote it, and what it rests on.

    ``version`` wrote it as it stands; ``earlier`` are the versions that wrote it before, oldest first, and
    ``because`` is the reason that the amendment gives. ``grounds`` say which figures rest on which of the citations and assumptions.
    """

    kind: ClauseKind
    name: str
    titles: Titles
    file: str
    line: int
    version: str
    earlier: tuple[str, ...] = ()
    because: Titles = Titles()
    citations: tuple[Citation, ...] = ()
    assumptions: tuple[Titles, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    grounds: tuple[ClauseGround, ...] = ()

    @property
    def rests_on_several(self) -> bool:
        """Whether its figures do not all rest on the same: several texts wrote them."""
        rounding = FigureKind.ROUNDING.value
        own = [ground for ground in self.grounds if all(kind != rounding for kind, _ in ground.figures)]
        return len(own) > 1 or len({ground.version for ground in self.grounds}) > 1


@frozen(kw_only=True)
class Step:
    """A step. Its hash leaves out numbers, whose own takes long: equal steps have equal ones all the same. ``text`` is the expression as the rules write it, on one line, and ``place`` its file, line and column."""

    op: ClassVar[str] = ""
    id: Ref = field(default=Ref(-1), eq=False)
    value: StepValue = field(default=None, hash=False)
    clause: ClauseRef | None = None
    place: str = ""
    text: str = ""
    failure: str = ""
    """Code and message of the finding, of a failed step (``Failed``) and of a failed node."""


@frozen(kw_only=True)
class Failed(Step):
    """A step that has no value: ``failure`` says why. ``operation`` is what was to be done (the ``op``), ``operands`` what was reached."""

    op: ClassVar[str] = "failed"
    operation: str
    operands: tuple[Ref, ...]
