"""Results as JSON (``effrules.results/1``): everything that came out for every body, numbers as texts so that nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from effrules import __version__
from effrules.diagnostics.document_schema import OneOf
from effrules.diagnostics.json import FindingRecord, to_json
from effrules.exact.results import AdjustmentResult, NodeResult, NodeState, Results, SubjectResult
from effrules.model import program as p
from effrules.model.basis import Assumption
from effrules.model.numbers import exact_text
from effrules.model.real import Num
from effrules.model.rounding import Rounding
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.recommending import texts_of
from effrules.report.results.json_lines import in_lines
from effrules.report.results.ranked import why
from effrules.report.results.wide import in_tree_order
from effrules.report.texts import TextRecord, texts_record
from effrules.words import Language


class NumberRecord(TypedDict):
    """A number: as tables show it, and exactly (a decimal, a fraction p/q, or 30 true decimals of an irrational one and an ellipsis)."""

    shown: str
    exact: str
    rounded_for_show: bool


class AssumptionRecord(TypedDict):
    """What the rules assume."""

    about: Annotated[str, "What it is about; empty where it says nothing of that."]
    reasons: Annotated[dict[str, str], "By language."]
    place: str | None


class MethodologyRecord(TypedDict):
    """By which rules the results were made."""

    name: str
    version: str
    titles: dict[str, str]
    scale: list[str]
    texts: list[TextRecord]


class NodeHeading(TypedDict):
    """A node of the tree of scores."""

    name: str
    kind: Annotated[str, OneOf(p.NodeKind)]
    parent: str | None
    titles: dict[str, str]


class NodeScore(TypedDict):
    """What a node came to for a body."""

    state: Annotated[str, OneOf(NodeState)]
    value: NumberRecord | None
    before_rounding: NumberRecord | None
    maximum: Annotated[
        str | None, "The most points on its scale, for this body; null where the body does not have it."
    ]
    weight: Annotated[str | None, "Its weight after what is not applicable was shared out."]
    assumed: Annotated[bool, "Whether it rests on an assumption."]
    reason: Annotated[str | None, "Why there is no score."]


class AdjustmentRecord(TypedDict):
    """A penalty or bonus of a body."""

    applies: bool
    incidents: int | None
    amount: NumberRecord | None
    capped: NumberRecord | None
    taken: NumberRecord | None


class PlaceOf(TypedDict):
    """A place in a ranking."""

    number: int
    shared: bool
    among: int


class RecommendationRecord(TypedDict):
    """What the rules recommend to a body."""

    name: str
    node: Annotated[str, "The node that it is about."]
    texts: Annotated[dict[str, str], "What is recommended, by language, with the values filled in."]


class WithRecommendations(TypedDict, total=False):
    """What is said where the rules recommend something."""

    recommendations: Annotated[
        list[RecommendationRecord], "In the order of the rules; only where the rules have recommendations."
    ]


class BodyRecord(WithRecommendations):
    """Everything that came out for a body."""

    subject: str
    name: str
    places: dict[str, PlaceOf | None]
    ratings: dict[str, str | None]
    nodes: dict[str, NodeScore]
    adjustments: dict[str, AdjustmentRecord]


class WithoutTotal(TypedDict, total=False):
    """What is said where the rules give no total."""

    no_total: Annotated[
        dict[str, str], "Why the rules give no total, by language; only where they give none."
    ]


class ResultsDocument(WithoutTotal):
    """The results of a run. docs/results.md explains them."""

    format: Literal["effrules.results/1"]
    effrules: Annotated[str, "The version of effrules."]
    methodology: MethodologyRecord
    what_if: Annotated[
        list[str],
        "What --set and --with changed: with any of it, these are no results of the rules as they stand.",
    ]
    assumptions: list[AssumptionRecord]
    nodes: list[NodeHeading]
    subjects: list[BodyRecord]
    findings: list[FindingRecord]


def json_text(results: Results, program: p.Program, what_if: Sequence[str] = ()) -> str:
    """The document that docs/results.md describes."""
    return in_lines(document(results, program, what_if))


def document(results: Results, program: p.Program, what_if: Sequence[str] = ()) -> ResultsDocument:
    """The same as plain lists and dictionaries."""
    header = program.header
    naming = Naming(program, Language.EN)
    none = program.root.no_total
    nodes = in_tree_order(program) if none is None else [program.root, *in_tree_order(program)]
    said: WithoutTotal = {} if none is None else {"no_total": dict(none.because.texts)}
    return {
        "format": "effrules.results/1",
        "effrules": __version__,
        "methodology": {
            "name": header.name,
            "version": header.version,
            "titles": dict(header.titles.texts),
            "scale": [exact_text(header.minimum), exact_text(header.maximum)],
            "texts": texts_record(program),
        },
        "what_if": list(what_if),
        "assumptions": [assumption_record(assumption) for assumption in results.assumptions],
        **said,
        "nodes": [
            {"name": n.name, "kind": n.kind.value, "parent": n.parent, "titles": dict(n.titles.texts)}
            for n in nodes
        ],
        "subjects": [_subject(result, program, nodes, naming) for result in results.subjects],
        "findings": to_json(results.findings),
    }


def assumption_record(assumption: Assumption) -> AssumptionRecord:
    """An assumption: what it is about, why, and where it stands."""
    return {
        "about": assumption.subject,
        "reasons": dict(assumption.reason.texts),
        "place": None if assumption.span is None else str(assumption.span),
    }


def _subject(
    result: SubjectResult, program: p.Program, nodes: list[p.ScoreNode], naming: Naming
) -> BodyRecord:
    places: dict[str, PlaceOf | None] = {}
    for ranking in program.rankings:
        place = result.places.get(ranking.name)
        places[ranking.name] = (
            None if place is None else {"number": place.number, "shared": place.shared, "among": place.among}
        )
    advice: WithRecommendations = {}
    if program.recommendations:
        advice["recommendations"] = [
            {"name": one.name, "node": one.node, "texts": texts_of(one, program)}
            for one in result.recommended
        ]
    return {
        **advice,
        "subject": result.subject.key,
        "name": naming.body(result.subject),
        "places": places,
        "ratings": dict(result.ratings),
        "nodes": {node.name: _node(result.nodes[node.name], node, naming) for node in nodes},
        "adjustments": {a.name: _adjustment(result.adjustments[a.name]) for a in program.adjustments},
    }


def number_record(value: Num | None, rounding: Rounding | None = None) -> NumberRecord | None:
    """A number, shown as its rounding says; ``None`` without one."""
    if value is None:
        return None
    shown = figure(value, rounding)
    return {"shown": shown.text, "exact": shown.exact, "rounded_for_show": shown.rounded}


def _node(result: NodeResult, node: p.ScoreNode, naming: Naming) -> NodeScore:
    value = number_record(result.value, node.rounding)
    same = node.rounding is None and result.before_rounding is result.value
    return {
        "state": result.state.value,
        "value": value,
        "before_rounding": value if same else number_record(result.before_rounding),
        "maximum": None if result.maximum is None else exact_text(result.maximum),
        "weight": None if result.weight is None else exact_text(result.weight),
        "assumed": result.assumed,
        "reason": why(result, naming) or None,
    }


def _adjustment(result: AdjustmentResult) -> AdjustmentRecord:
    return {
        "applies": result.applies,
        "incidents": result.incidents,
        "amount": number_record(result.amount),
        "capped": number_record(result.capped),
        "taken": number_record(result.taken),
    }
