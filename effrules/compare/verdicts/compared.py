"""Two formulas of one shape: what their comparison is made of, whichever kind of expression they are.

Names must have been brought together. The data are taken to be the same on both sides.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from effrules.compare.matching import forms
from effrules.compare.matching.forms import Levels
from effrules.compare.verdicts.bends import Way
from effrules.compare.verdicts.signs import Signs
from effrules.model import program as p

if TYPE_CHECKING:
    from effrules.compare.edits.sides import Sides

Scopes = tuple[Levels, Levels]
SUBJECTS: Scopes = (forms.SUBJECT, forms.SUBJECT)


class Compared(ABC):
    """Two sides, and the questions that each kind of expression asks about its parts.

    ``applicable`` tells whether a node is applicable to the same bodies on both sides; ``signs``: those of the sides, where they are known.
    """

    def __init__(
        self, sides: Sides, applicable: Callable[[str], bool], signs: tuple[Signs, Signs] | None = None
    ) -> None:
        self.sides = sides
        self.applicable = applicable
        self.signs = signs or (Signs(sides.left), Signs(sides.right))

    def positive(self, left: p.Expression | None, right: p.Expression | None) -> bool:
        """Whether a number is never negative on either side."""
        return self.signs[0].never_negative(left) and self.signs[1].never_negative(right)

    @abstractmethod
    def value(self, left: p.Expression | None, right: p.Expression | None, scopes: Scopes = SUBJECTS) -> Way:
        """Which way the value of a number moves."""

    @abstractmethod
    def rows(self, left: p.Rows, right: p.Rows, scopes: Scopes) -> Way:
        """Which rows are looked at: ``UP`` where they are at least those of before."""

    @abstractmethod
    def condition(
        self, left: p.Expression | None, right: p.Expression | None, scopes: Scopes = SUBJECTS
    ) -> Way:
        """``UP`` where a condition holds at least whenever it held before."""


def same_form(left: object, right: object, scopes: Scopes) -> bool:
    """Whether two expressions say the same, whatever their variables are called."""
    return forms.form(left, scopes[0]) == forms.form(right, scopes[1])


def within(left: p.Expression, right: p.Expression, scopes: Scopes) -> Scopes:
    """What variables stand for inside two expressions that go over rows."""
    return forms.within(left, scopes[0]), forms.within(right, scopes[1])
