"""Results by the column: for each subject the number of what it has among those that differ, so that what is made of them is made once for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, Generic, Protocol, TypeVar

from attrs import frozen

from effrules.exact.results import AdjustmentResult, NodeResult, Place, SubjectResult

T = TypeVar("T")
S = TypeVar("S")


@frozen(eq=False)
class Coded(Generic[T]):
    """A column: ``codes`` says for each subject which of ``different`` it has. Equal ones may be there more than once."""

    codes: Any
    different: Sequence[T]

    def mapped(self, function: Callable[[T], S]) -> Coded[S]:
        """What a function gives for each."""
        return Coded(self.codes, [function(one) for one in self.different])

    def values(self) -> list[T]:
        """For each subject what it has."""
        if isinstance(self.codes, range):
            return list(self.different)
        different = self.different
        return [different[code] for code in _listed(self.codes)]


def one_by_one(values: Sequence[T]) -> Coded[T]:
    """A column in which each subject has its own."""
    return Coded(range(len(values)), values)


def combined(size: int, columns: Sequence[Coded[Any]], function: Callable[..., S]) -> Coded[S]:
    """What a function gives of several columns of so many subjects, worked out once for each combination that there is."""
    if columns and all(isinstance(one.codes, range) for one in columns):
        return one_by_one([function(*row) for row in zip(*(one.different for one in columns), strict=True)])
    fewer = [_fewest(one) for one in columns]
    varied = [codes for codes, different in fewer if len(different) > 1]
    known: dict[tuple[int, ...], int] = {}
    rows = zip(*varied, strict=True) if varied else repeat((), size)
    codes = [known.setdefault(row, len(known)) for row in rows]
    made = []
    for row in known:
        numbers = iter(row)
        made.append(function(*(few[next(numbers)] if len(few) > 1 else few[0] for _, few in fewer)))
    return Coded(codes, made)


def _fewest(column: Coded[T]) -> tuple[list[int], list[T]]:
    """The same with equal ones once, as far as their texts, numbers and answers tell."""
    known: dict[Any, int] = {}
    numbers = [known.setdefault(one, len(known)) for one in column.different]
    if len(known) == len(column.different):
        return _listed(column.codes), list(column.different)
    return [numbers[code] for code in _listed(column.codes)], list(known)


def _listed(codes: Any) -> list[int]:
    return codes.tolist() if hasattr(codes, "tolist") else list(codes)


class InColumns(Protocol):
    """Results by the column."""

    @property
    def size(self) -> int:
        """How many subjects there are."""
        ...

    def keys(self) -> Coded[str]:
        """Their identifiers."""
        ...

    def field(self, name: str) -> Coded[Any]:
        """The values of a field of theirs; ``None`` where it has none."""
        ...

    def node(self, name: str) -> Coded[NodeResult]:
        """The results of a node."""
        ...

    def adjustment(self, name: str) -> Coded[AdjustmentResult]:
        """What a penalty or a bonus came to."""
        ...

    def rating(self, node: str) -> Coded[str | None]:
        """The names of the grades by a node."""
        ...

    def place(self, ranking: str) -> Coded[Place | None]:
        """The places."""
        ...


@frozen(eq=False)
class BySubject:
    """Results of one subject after the other, by the column."""

    subjects: Sequence[SubjectResult]

    @property
    def size(self) -> int:
        """How many subjects there are."""
        return len(self.subjects)

    def keys(self) -> Coded[str]:
        """Their identifiers."""
        return one_by_one([one.key for one in self.subjects])

    def field(self, name: str) -> Coded[Any]:
        """The values of a field of theirs; ``None`` where it has none."""
        return one_by_one([one.subject.values.get(name) for one in self.subjects])

    def node(self, name: str) -> Coded[NodeResult]:
        """The results of a node."""
        return one_by_one([one.nodes[name] for one in self.subjects])

    def adjustment(self, name: str) -> Coded[AdjustmentResult]:
        """What a penalty or a bonus came to."""
        return one_by_one([one.adjustments[name] for one in self.subjects])

    def rating(self, node: str) -> Coded[str | None]:
        """The names of the grades by a node."""
        return one_by_one([one.ratings.get(node) for one in self.subjects])

    def place(self, ranking: str) -> Coded[Place | None]:
        """The places."""
        return one_by_one([one.places.get(ranking) for one in self.subjects])
