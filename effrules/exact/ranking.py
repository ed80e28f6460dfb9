"""Grades and places: what final scores are called, and how subjects stand by them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import failing, tree_errors
from effrules.exact.failing import Failure
from effrules.exact.nodes import Nodes
from effrules.exact.observer import Observer
from effrules.exact.results import Place
from effrules.model import program as p
from effrules.model.real import Num, Undecided, compare
from effrules.model.schema import named
from effrules.model.types import Value
from effrules.words import phrase

Keys = tuple[Num | None, ...]
Group = tuple[Value | None, ...]
Member = tuple[Keys, Row]


def grade(rating: p.Rating, subject: Row, nodes: Nodes) -> str | None:
    """The grade of a subject's final score; ``None`` without a score. A score that no grade is for is a finding."""
    value = nodes.result(subject, rating.node).value
    if value is None:
        return None
    try:
        for at in rating.grades:
            if at.holds(value):
                return at.name
        finding = tree_errors.no_grade(rating, value)
    except Undecided as undecided:
        finding = tree_errors.rounding_undecided(nodes.program.nodes[rating.node], undecided)
    nodes.findings.setdefault(
        failing.for_whom(
            finding, subject, phrase("the rating of `{node}`", node=named(nodes.program.nodes[rating.node]))
        )
    )
    return None


def places(
    ranking: p.Ranking, subjects: list[Row], nodes: Nodes, observer: Observer | None = None
) -> dict[Row, Place]:
    """The places of the subjects that take part: those with a score by the first key that satisfy the condition.

    Where a later key has no score for a subject, the subject comes after those equal so far that have one.
    """
    groups: dict[Group, list[Member]] = {}
    for subject in subjects:
        keys = tuple(_key(key, subject, nodes) for key in ranking.keys)
        if keys[0] is not None and takes_part(ranking, subject, nodes):
            group = tuple(subject.values[name] for name in ranking.within)
            groups.setdefault(group, []).append((keys, subject))
    found: dict[Row, Place] = {}
    for group, members in groups.items():
        if observer is not None:
            observer.compared(ranking, members)
        try:
            found.update(_placed(ranking, group, members))
        except _Indistinct as open_:
            finding = tree_errors.places_undecided(ranking, group, open_.subjects, open_.digits)
            nodes.findings.setdefault(finding)
    return found


def _key(key: p.RankKey, subject: Row, nodes: Nodes) -> Num | None:
    result = nodes.result(subject, key.node)
    return result.before_rounding if key.before_rounding else result.value


def takes_part(ranking: p.Ranking, subject: Row, nodes: Nodes) -> bool:
    """Whether a subject satisfies the condition of a ranking; what goes wrong is noted among the findings."""
    if ranking.condition is None:
        return True
    try:
        return bool(nodes.evaluator.evaluate(ranking.condition, {0: subject}))
    except Failure as failure:
        finding = failure.finding
        if not failure.settled:
            finding = failing.for_whom(finding, subject, phrase("the ranking `{name}`", name=named(ranking)))
        nodes.findings.setdefault(finding)
        return False


class _Indistinct(Exception):
    """Two subjects whose scores could neither be told apart nor shown to be equal."""

    def __init__(self, subjects: tuple[Row, Row], digits: int) -> None:
        super().__init__()
        self.subjects = subjects
        self.digits = digits


def _placed(ranking: p.Ranking, group: Group, members: list[Member]) -> dict[Row, Place]:
    """1 + the number of better ones (share), or 1 + the number of better sets of equal ones (dense)."""
    order = sort_key(tuple(key.highest_first for key in ranking.keys), members)
    keyed = sorted(((order(member), member[1]) for member in members), key=lambda pair: pair[0])
    runs: list[list[Row]] = []
    last: Any = None
    for at, subject in keyed:
        if runs and at == last:
            runs[-1].append(subject)
        else:
            runs.append([subject])
        last = at
    found: dict[Row, Place] = {}
    number = 1
    for run in runs:
        for subject in run:
            found[subject] = Place(number, len(run) > 1, group, len(members))
        number += 1 if ranking.ties is p.Ties.DENSE else len(run)
    return found


def sort_key(highest_first: tuple[bool, ...], members: list[Member]) -> Callable[[Member], Any]:
    """A key that sorts the best first, exactly; missing values last. Comparing keys may raise ``_Indistinct``."""
    if all(type(value) is fmpq for keys, _ in members for value in keys):
        return lambda member: tuple(
            -value if highest else value  # type: ignore[operator]
            for highest, value in zip(highest_first, member[0], strict=True)
        )

    def order(left: Member, right: Member) -> int:
        for highest, a, b in zip(highest_first, left[0], right[0], strict=True):
            if a is None or b is None:
                found = int(a is None) - int(b is None)
            else:
                try:
                    found = compare(b, a) if highest else compare(a, b)
                except Undecided as undecided:
                    raise _Indistinct((left[1], right[1]), undecided.digits) from None
            if found:
                return found
        return 0

    return cmp_to_key(order)
