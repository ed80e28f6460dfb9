"""An analysis as JSON (``effrules.analysis/1``): approximate statistics, with four decimals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, TypedDict

from effrules.analysis.studies import Analysis, Kind, Study
from effrules.audit.shapes import laid_out
from effrules.diagnostics.document_schema import AtLeast, OneOf
from effrules.report.texts import RulesRecord, rules_record

Tally = Annotated[int, AtLeast(0)]
Statistic = Annotated[str | None, "Null where it cannot be worked out."]


class ColumnRecord(TypedDict):
    """A part or criterion that varies."""

    node: str
    pearson: Annotated[list[Statistic], "With each column, in their order."]
    spearman: list[Statistic]
    bodies: Annotated[list[Tally], "That have both."]
    pearson_with_score: Statistic
    spearman_with_score: Statistic
    nominal_weight: Annotated[
        Statistic, "The mean over the bodies; null where it is no part of the node itself."
    ]
    linear_share: Annotated[Statistic, "The square of its correlation with the score."]
    correlation_ratio: Annotated[
        Statistic, "The share of the variance of the score along a smoothing spline."
    ]
    effective_weight: Annotated[Statistic, "The linear share, as a share of the sum over all columns."]
    alpha_without_it: Statistic
    loadings: Annotated[list[str], "On each component."]


class StudyRecord(TypedDict):
    """What the parts or criteria of a node have to do with each other."""

    node: str
    of: Annotated[str, OneOf(Kind)]
    bodies: Tally
    complete: Annotated[Tally, "Bodies that have all of them: alpha and components are of these."]
    constant: Annotated[list[str], "Parts that do not vary: nothing is worked out of them."]
    alpha: Statistic
    eigenvalues: list[str]
    columns: list[ColumnRecord]


class AnalysisDocument(TypedDict):
    """Statistics of scores (`effrules analyse`), all of them approximate."""

    format: Literal["effrules.analysis/1"]
    kind: Annotated[Literal["statistics"], "They are no results."]
    rules: RulesRecord
    bodies: Tally
    made_by: str
    studies: list[StudyRecord]


def document(found: Analysis, what_if: list[str]) -> AnalysisDocument:
    """The analysis as plain lists and dictionaries."""
    return {
        "format": "effrules.analysis/1",
        "kind": "statistics",
        "rules": rules_record(found.program, what_if),
        "bodies": found.bodies,
        "made_by": found.made_by,
        "studies": [_study(one) for one in found.studies],
    }  # fmt: skip


def json_text(found: Analysis, what_if: list[str]) -> str:
    """The same as text."""
    return laid_out(document(found, what_if)) + "\n"


def _told(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"


def _all(values: Iterable[float | None]) -> list[Statistic]:
    return [_told(value) for value in values]


def _study(one: Study) -> StudyRecord:
    return {
        "node": one.node,
        "of": one.kind.value,
        "bodies": one.bodies,
        "complete": one.complete,
        "constant": list(one.constant),
        "alpha": _told(one.alpha),
        "eigenvalues": []
        if one.components is None
        else [f"{value:.4f}" for value in one.components.eigenvalues],
        "columns": [
            {
                "node": name,
                "pearson": _all(one.pearson[at]),
                "spearman": _all(one.spearman[at]),
                "bodies": list(one.together[at]),
                "pearson_with_score": _told(one.with_whole[at][0]),
                "spearman_with_score": _told(one.with_whole[at][1]),
                "nominal_weight": _told(one.influence[at].nominal),
                "linear_share": _told(one.influence[at].linear),
                "correlation_ratio": _told(one.influence[at].ratio),
                "effective_weight": _told(one.influence[at].effective),
                "alpha_without_it": _told(one.dropped[at]),
                "loadings": []
                if one.components is None
                else [f"{value:.4f}" for value in one.components.loadings[at]],
            }
            for at, name in enumerate(one.columns)
        ],
    }
