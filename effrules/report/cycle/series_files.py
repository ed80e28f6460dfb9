"""A series of years for programs: JSON, and CSV with a row for each score."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Annotated, Literal, TypedDict

from effrules.audit.shapes import laid_out
from effrules.cycle.previous import Split
from effrules.cycle.series import Series
from effrules.data.formula_text import guarded
from effrules.model.real import Num
from effrules.report.figures import figure

FORMAT = "effrules.series/1"
HEADINGS = ("year", "subject", "subject_then", "node", "node_then", "score", "exact")

Exact = Annotated[str, "An exact number: a decimal, a fraction, or the decimals of an irrational one."]


class ScoreRecord(TypedDict):
    """A score of a body in a year; what body and node were called then, where that is not as they are called in the series."""

    year: str
    subject: str
    subject_then: str
    node: str
    node_then: str
    score: Exact


class PlaceRecord(TypedDict):
    """A place of a body in a year."""

    year: str
    subject: str
    ranking: str
    place: int


class ChangeRecord(TypedDict):
    """A change from a year to the next. ``rules`` is null where it cannot be told apart from performance; ``why`` says why there are no parts."""

    before: str
    after: str
    subject: str
    node: str
    performance: Exact | None
    rules: Exact | None
    corrections: Exact | None
    why: str | None


class BecameRecord(TypedDict):
    """A body that has another identifier since."""

    before: str
    after: str


class SeriesDocument(TypedDict):
    """Several years' results as one series (`effrules year series`)."""

    format: Literal["effrules.series/1"]
    years: list[str]
    renamed: list[BecameRecord]
    parted: Annotated[list[BecameRecord], "Several became one, or one several: they are not joined."]
    scores: list[ScoreRecord]
    places: list[PlaceRecord]
    changes: list[ChangeRecord]


def as_json(found: Series) -> str:
    """The series as a document."""
    document: SeriesDocument = {
        "format": "effrules.series/1",
        "years": [year.called for year in found.years],
        "renamed": [{"before": before, "after": after} for before, after in found.renamed.items()],
        "parted": [{"before": one.before, "after": one.after} for one in found.parted],
        "scores": list(_scores(found)),
        "places": list(_places(found)),
        "changes": list(_changes(found)),
    }
    return laid_out(document) + "\n"


def as_csv(found: Series) -> str:
    """A row for each score."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    for one in _scores(found):
        texts = (one["year"], one["subject"], one["subject_then"], one["node"], one["node_then"])
        writer.writerow([*map(guarded, texts), _decimal(found, one), one["score"]])
    return stream.getvalue()


def _decimal(found: Series, one: ScoreRecord) -> str:
    at = [year.called for year in found.years].index(one["year"])
    value = found.score(at, one["subject"], one["node"])
    program = found.program
    rounding = program.nodes[one["node"]].rounding if program and one["node"] in program.nodes else None
    return "" if value is None else figure(value, rounding).text


def _scores(found: Series) -> Iterator[ScoreRecord]:
    for at, year in enumerate(found.years):
        now = {then: name for name, then in found.names[at].items()}
        for body, then in found.keys[at].items():
            for node_then in year.scores[then]:
                node = now.get(node_then, node_then)
                value = found.score(at, body, node)
                if value is not None:
                    yield {
                        "year": year.called, "subject": body, "subject_then": then, "node": node,
                        "node_then": node_then, "score": _exact(value),
                    }  # fmt: skip


def _places(found: Series) -> Iterator[PlaceRecord]:
    for at, year in enumerate(found.years):
        for body, then in found.keys[at].items():
            for ranking, place in year.places.get(then, {}).items():
                yield {"year": year.called, "subject": body, "ranking": ranking, "place": place}


def _changes(found: Series) -> Iterator[ChangeRecord]:
    called = [year.called for year in found.years]
    for one in found.moves():
        split = one.split if isinstance(one.split, Split) else None
        yield {
            "before": called[one.before], "after": called[one.after], "subject": one.body, "node": one.node,
            "performance": None if split is None else _exact(split.performance),
            "rules": None if split is None or split.rules is None else _exact(split.rules),
            "corrections": None if split is None or split.corrections is None else _exact(split.corrections),
            "why": None if split is not None else str(one.split),
        }  # fmt: skip


def _exact(value: Num) -> str:
    return figure(value).exact
