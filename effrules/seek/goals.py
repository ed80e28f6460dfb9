"""What is to be reached: a score, a place in a ranking, or a grade."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen
from flint import fmpq

from effrules.model import program as p


@frozen
class Score:
    """So many points of a node, or more."""

    node: str
    points: fmpq


@frozen
class Placed:
    """A place of a ranking, or a better one."""

    node: str
    ranking: p.Ranking
    number: int


@frozen
class Graded:
    """A grade of a node's rating, or one for higher scores."""

    node: str
    rating: p.Rating
    name: str

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades that will do."""
        wanted = next(one for one in self.rating.grades if one.name == self.name)
        return tuple(one.name for one in self.rating.grades if _begins(one) >= _begins(wanted))

    @property
    def points(self) -> fmpq | None:
        """Where the grade begins."""
        return next(one.low for one in self.rating.grades if one.name == self.name)


def _begins(grade: p.RatingGrade) -> tuple[bool, fmpq, bool]:
    """What puts grades in order: from where on they hold."""
    return grade.low is not None, grade.low or fmpq(0), not grade.low_included


Goal: TypeAlias = Score | Placed | Graded
