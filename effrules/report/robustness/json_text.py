"""A simulation as JSON (``effrules.robustness/1``): scores exactly, chances as numbers of draws, shares of variance as estimates."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, TypedDict, assert_never

from effrules.audit.shapes import laid_out
from effrules.diagnostics.document_schema import AtLeast, OneOf
from effrules.model.numbers import exact_text
from effrules.model.real import Num
from effrules.report.results.json_text import NumberRecord, number_record
from effrules.report.texts import RulesRecord, rules_record
from effrules.simulate.factors import Assumption, Factor
from effrules.simulate.noise import Noise, Shape
from effrules.simulate.sensitivity import Index
from effrules.simulate.study import SHARES, BodyRange, HeadRange, Robustness
from effrules.simulate.weights import UNITS, Group, Way

Tally = Annotated[int, AtLeast(0)]


class WeightRecord(TypedDict):
    """A weight that was varied, as shares of one; ``low`` and ``high``: between what nine of ten of the drawn ones lie."""

    part: str
    stated: str
    lowest: Annotated[str, "The lower bound."]
    highest: str
    low: str
    high: str


class WeightsRecord(TypedDict):
    """Weights of a node's parts by a clause, which were varied."""

    number: Tally
    kind: Literal["weights"]
    node: str
    clause: Annotated[Tally, "The number of the weights clause, from 1."]
    way: Annotated[str, OneOf(Way)]
    amount: Annotated[str, "The concentration, or the share of itself by which a weight may differ."]
    weights: list[WeightRecord]


class FigureRecord(TypedDict):
    """A field whose reported figures were varied."""

    number: Tally
    kind: Literal["figures"]
    table: str
    field: str
    shape: Annotated[str, OneOf(Shape)]
    amount: Annotated[str, "How far a figure may be off, or its standard deviation."]
    of: Annotated[Literal["figure", "unit"], "A share of the figure, or an amount in its own unit."]


class AssumptionRecord(TypedDict):
    """An assumption with its alternatives, which were as likely as the rules as they stand."""

    number: Tally
    kind: Literal["assumption"]
    name: str
    alternatives: Annotated[list[str], "The drafts, by the names of their files."]


FactorRecord: TypeAlias = WeightsRecord | FigureRecord | AssumptionRecord


class IndexRecord(TypedDict):
    """The share of a variance that a factor explains; estimates, which may lie a little outside 0 and 1."""

    factor: Tally
    first: Annotated[str, "Alone."]
    total: Annotated[str, "With all its interactions."]


class PullRecord(TypedDict):
    """How a score goes with a weight."""

    factor: Tally
    part: str
    correlation: Annotated[str, "Pearson's, over all draws."]


class ScoreRange(TypedDict):
    """A score: as it is stated, and at shares of the draws."""

    stated: NumberRecord | None
    at: list[NumberRecord | None]


class PlaceRange(TypedDict):
    """A place, likewise; ``kept``: in how many draws it is the stated one."""

    stated: int | None
    at: list[int | None]
    kept: Tally


class GradeRange(TypedDict):
    """A grade, and in how many draws the body has which one."""

    stated: str | None
    kept: Tally
    draws: Annotated[dict[str, int], "By the name of the grade; without one under an empty name."]


class BodyRecord(TypedDict):
    """What becomes of a body."""

    subject: str
    score: ScoreRange
    without_score: Annotated[Tally, "Draws in which it has none."]
    place: PlaceRange | None
    grade: GradeRange | None
    variance: Annotated[
        list[IndexRecord] | None, "Of its score; null where it does not vary, or was not asked for."
    ]
    weights: Annotated[list[PullRecord], "The strongest first."]


class PairRecord(TypedDict):
    """Two bodies that are ranked among each other: in how many draws each is ahead."""

    one: str
    other: str
    ahead: Annotated[Tally, "The one has the better place."]
    level: Annotated[Tally, "Both have the same."]
    behind: Tally


class HeadRecord(TypedDict):
    """A score that results stand for, or that is rated or ranked."""

    node: str
    ranking: str | None
    varies: bool
    shift: Annotated[str | None, "By how many places a body moves on average."]
    variance: Annotated[list[IndexRecord] | None, "Of that."]
    bodies: list[BodyRecord]
    pairs: list[PairRecord]


class RobustnessDocument(TypedDict):
    """What a simulation shows (`effrules simulate`). Nothing in it is a result but what is called stated."""

    format: Literal["effrules.robustness/1"]
    kind: Annotated[Literal["simulation"], "It is no result."]
    rules: RulesRecord
    draws: Tally
    seed: Tally
    generator: Annotated[
        str, "What drew the random numbers: the same seed gives the same with the same release."
    ]
    at: Annotated[list[str], "At which shares of the draws scores and places stand."]
    variance_draws: Annotated[Tally, "Draws of each sample for shares of variance; 0: none."]
    by_engine: Annotated[Tally, "Draws that the exact engine worked out singly."]
    factors: list[FactorRecord]
    heads: list[HeadRecord]


def document(found: Robustness, what_if: list[str]) -> RobustnessDocument:
    """The simulation as plain lists and dictionaries."""
    asked = found.asked
    return {
        "format": "effrules.robustness/1",
        "kind": "simulation",
        "rules": rules_record(found.program, what_if),
        "draws": asked.draws,
        "seed": asked.seed,
        "generator": found.generator,
        "at": [exact_text(share) for share in SHARES],
        "variance_draws": asked.base if len(asked.factors) > 1 else 0,
        "by_engine": found.by_engine,
        "factors": [_factor(at, factor, found) for at, factor in enumerate(asked.factors)],
        "heads": [_head(head, found) for head in found.heads],
    }  # fmt: skip


def json_text(found: Robustness, what_if: list[str]) -> str:
    """The same as text."""
    return laid_out(document(found, what_if)) + "\n"


def _factor(at: int, factor: Factor, found: Robustness) -> FactorRecord:
    match factor:
        case Group():
            return _weights(at, factor, found)
        case Noise(table, field, shape, amount, is_share):
            return {
                "number": at, "kind": "figures", "table": table, "field": field, "shape": shape.value,
                "amount": exact_text(amount), "of": "figure" if is_share else "unit",
            }  # fmt: skip
        case Assumption(name, alternatives):
            return {"number": at, "kind": "assumption", "name": name, "alternatives": list(alternatives)}
        case _:
            assert_never(factor)


def _weights(at: int, group: Group, found: Robustness) -> WeightsRecord:
    def share(units: int) -> str:
        return f"{units / UNITS:.6f}"

    return {
        "number": at,
        "kind": "weights",
        "node": group.node,
        "clause": group.clause + 1,
        "way": group.spread.way.value,
        "amount": exact_text(group.spread.amount),
        "weights": [
            {
                "part": part, "stated": exact_text(stated), "lowest": share(bounds[0]), "highest": share(bounds[1]),
                "low": share(low), "high": share(high),
            }
            for part, stated, bounds, (low, high) in zip(
                group.parts, group.stated, group.bounds, found.drawn[at], strict=True
            )
        ],
    }  # fmt: skip


def _indices(found: tuple[Index, ...] | None) -> list[IndexRecord] | None:
    if found is None:
        return None
    return [
        {"factor": at, "first": f"{one.first:.4f}", "total": f"{one.total:.4f}"}
        for at, one in enumerate(found)
    ]


def _head(head: HeadRange, found: Robustness) -> HeadRecord:
    bodies = head.bodies
    return {
        "node": head.node,
        "ranking": head.ranking,
        "varies": head.varies,
        "shift": None if head.shift is None else f"{head.shift:.4f}",
        "variance": _indices(head.indices),
        "bodies": [_body(one, head, found) for one in bodies],
        "pairs": [
            {
                "one": bodies[one].subject.key, "other": bodies[other].subject.key, "ahead": bodies[one].ahead[other],
                "level": bodies[one].level[other], "behind": bodies[other].ahead[one],
            }
            for group in head.groups
            for at, one in enumerate(group)
            for other in group[at + 1 :]
        ],
    }  # fmt: skip


def _body(one: BodyRange, head: HeadRange, found: Robustness) -> BodyRecord:
    rounding = found.program.nodes[head.node].rounding

    def shown(value: Num | None) -> NumberRecord | None:
        return number_record(value, rounding)

    return {
        "subject": one.subject.key,
        "score": {"stated": shown(one.score), "at": [shown(value) for value in one.scores]},
        "without_score": one.unscored,
        "place": None
        if head.ranking is None
        else {"stated": one.place, "at": list(one.places), "kept": one.place_kept},
        "grade": None
        if not one.grades
        else {
            "stated": one.grade,
            "kept": one.grade_kept,
            "draws": {name or "": count for name, count in one.grades},
        },
        "variance": _indices(one.indices),
        "weights": [
            {"factor": pull.factor, "part": pull.part, "correlation": f"{pull.correlation:.4f}"}
            for pull in one.pulls
        ],
    }
