"""The steps of grades and places."""

from __future__ import annotations

from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact.results import Place
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.trace import steps as s
from effrules.trace.book import plain
from effrules.trace.expressions import side_of, stretch
from effrules.trace.recorder import Recorder
from effrules.trace.steps import Ref


def rating_step(recorder: Recorder, rating: p.Rating, subject: Row, grade: str | None) -> Ref:
    """Write down the grade of a subject; ``None``: it has none."""
    place, _ = recorder.clauses.written(rating)
    grades = tuple(
        s.Grade(
            at.name,
            at.titles,
            stretch(at),
            None if at.printed is None else stretch(at.printed),
        )
        for at in rating.grades
    )
    return recorder.book.add(
        s.Rating(
            id=recorder.book.next(),
            value=grade,
            clause=recorder.clauses.of(rating),
            place=place,
            rated=rating.node,
            node=recorder.nodes[subject, rating.node],
            grades=grades,
            titles=rating.titles,
            between=side_of(rating.between),
            shared=side_of(rating.shared),
        )
    )


def place_step(recorder: Recorder, ranking: p.Ranking, subject: Row, found: Place) -> Ref:
    """Write down the place of a subject among those of its group."""
    place, _ = recorder.clauses.written(ranking)
    members = recorder.rivals[ranking.name, subject]
    own = next(keys for keys, row in members if row is subject)
    condition = (
        None if ranking.condition is None else recorder.conditions.get((id(ranking.condition), subject))
    )
    keys = tuple(
        recorder.book.add(
            s.ScoreOf(
                id=recorder.book.next(),
                value=plain(value),
                clause=recorder.clauses.of(ranking),
                node=recorder.nodes[subject, key.node],
                before_rounding=key.before_rounding,
            )
        )
        for key, value in zip(ranking.keys, own, strict=True)
    )
    rivals = tuple(
        s.Rival(row.key, tuple(plain(value) for value in scores))  # type: ignore[misc]
        for scores, row in members
        if row is not subject
    )
    return recorder.book.add(
        s.Place(
            id=recorder.book.next(),
            value=fmpq(found.number),
            clause=recorder.clauses.of(ranking),
            place=place,
            ranking=ranking.name,
            titles=ranking.titles,
            group=tuple(_shown(value) for value in found.group),
            keys=keys,
            highest_first=tuple(key.highest_first for key in ranking.keys),
            dense=ranking.ties is p.Ties.DENSE,
            rivals=rivals,
            shared=found.shared,
            among=found.among,
            condition=None if condition is None else condition[0],
        )
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return exact_text(value) if isinstance(value, fmpq) else "" if value is None else str(value)
