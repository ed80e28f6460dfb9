"""What each figure of a declaration rests on: the version that last wrote it, and the basis that this version states for it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import evolve, field, frozen

from effrules.model.basis import Basis
from effrules.source import Span


class FigureKind(Enum):
    """What a figure of a declaration is, as the rules call it: a number, a formula, a condition, a grade."""

    FORMULA = "formula"
    NOT_APPLICABLE = "not applicable"
    MULTIPLIED = "multiplied"
    OTHERS = "mean of the others"
    ONLY = "only where"
    MAXIMUM = "maximum"
    """Of the bodies that a condition tells apart, by its text, where there are several."""
    ROUNDING = "rounding"
    LOWEST = "never below"
    HIGHEST = "never above"
    NONE = "absence"
    """The statement that there is no total."""
    AMOUNT = "amount"
    CAP = "cap"
    LEAVING = "leaving at least"
    REACHING = "reaching at most"
    WEIGHT = "weight"
    """Of one part, by its name."""
    EQUAL = "weights"
    """Of all parts of a node, by its name, where they are equal."""
    REDISTRIBUTION = "when not applicable"
    ROW = "row"
    """Of a table of figures, by its key."""
    GRADE = "grade"
    PLACES = "places"
    READING = "reading"
    """How the lines of a scale, or grades, are read where they say nothing or two of them do."""


@frozen
class Figure:
    """A figure of a declaration: what it is, and which of that kind where there are more."""

    kind: FigureKind
    about: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value} {self.about}".strip()


@frozen
class Ground:
    """What some figures of a declaration rest on.

    ``version`` last wrote them, in the amendment or declaration at ``place``; ``amends``: it was an amendment. ``basis`` is what
    it states for them, or what a later version stated anew for all that stands (``stated_by``). Without figures it is about the
    declaration itself.
    """

    version: str
    figures: tuple[Figure, ...]
    basis: Basis
    amends: bool = False
    stated_by: str = ""
    served: bool = field(default=False, eq=False)
    """Of a rounding without a basis of its own: the text that wrote it states one for the declaration."""
    place: Span | None = field(default=None, eq=False, repr=False)
    within: bool = field(default=False, eq=False)
    """It is stated inside the clause that it is for: of a reading of lines, of one of several maxima."""

    @property
    def is_reading(self) -> bool:
        """Whether it is that of a reading of lines, which is stated with them."""
        return any(figure.kind is FigureKind.READING for figure in self.figures)

    @property
    def is_rounding(self) -> bool:
        """Whether it is that of a rounding."""
        return any(figure.kind is FigureKind.ROUNDING for figure in self.figures)


Grounds = tuple[Ground, ...]


def joined(grounds: Iterable[Ground]) -> Basis:
    """Everything that some grounds state, each once."""
    listed = tuple(grounds)
    citations = dict.fromkeys(cited for ground in listed for cited in ground.basis.citations)
    assumptions = dict.fromkeys(made for ground in listed for made in ground.basis.assumptions)
    contradictions = dict.fromkeys(one for ground in listed for one in ground.basis.contradictions)
    return Basis(tuple(citations), tuple(assumptions), tuple(contradictions))


def taken_over(grounds: Grounds, ground: Ground) -> Grounds:
    """The grounds after a newer one wrote some figures: what loses all its figures is gone."""
    left = []
    for old in grounds:
        figures = tuple(figure for figure in old.figures if figure not in ground.figures)
        if figures or not old.figures:
            left.append(evolve(old, figures=figures))
    return (*left, ground)
