"""Results as JSON: everything that came out for every body, numbers as texts so that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from effrules import __version__
from effrules.diagnostics.json import to_json
from effrules.exact.results import AdjustmentResult, NodeResult, Results, SubjectResult
from effrules.model import program as p
from effrules.model.basis import Assumption
from effrules.model.numbers import exact_text
from effrules.model.real import Num
from effrules.model.rounding import Rounding
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.report.ranked import why
from effrules.report.wide import in_tree_order
from effrules.report.wording import Language


def json_text(results: Results, program: p.Program, what_if: Sequence[str] = ()) -> str:
    """The document that docs/results.md describes."""
    return json.dumps(document(results, program, what_if), ensure_ascii=False, indent=1) + "\n"


def document(results: Results, program: p.Program, what_if: Sequence[str] = ()) -> dict[str, Any]:
    """The same as plain lists and dictionaries."""
    header = program.header
    naming = Naming(program, Language.EN)
    nodes = in_tree_order(program)
    return {
        "effrules": __version__,
        "methodology": {
            "name": header.name,
            "version": header.version,
            "titles": dict(header.titles.texts),
            "scale": [exact_text(header.minimum), exact_text(header.maximum)],
        },
        "what_if": list(what_if),
        "assumptions": [assumption_record(assumption) for assumption in results.assumptions],
        "nodes": [
            {"name": n.name, "kind": n.kind.value, "parent": n.parent, "titles": dict(n.titles.texts)}
            for n in nodes
        ],
        "subjects": [_subject(result, program, nodes, naming) for result in results.subjects],
        "findings": to_json(results.findings),
    }


def assumption_record(assumption: Assumption) -> dict[str, Any]:
    """An assumption: what it is about, why, and where it stands."""
    return {
        "about": assumption.subject,
        "reasons": dict(assumption.reason.texts),
        "place": None if assumption.span is None else str(assumption.span),
    }


def _subject(
    result: SubjectResult, program: p.Program, nodes: list[p.ScoreNode], naming: Naming
) -> dict[str, Any]:
    places = {}
    for ranking in program.rankings:
        place = result.places.get(ranking.name)
        places[ranking.name] = (
            None if place is None else {"number": place.number, "shared": place.shared, "among": place.among}
        )
    return {
        "subject": result.subject.key,
        "name": naming.body(result.subject),
        "places": places,
        "ratings": dict(result.ratings),
        "nodes": {node.name: _node(result.nodes[node.name], node, naming) for node in nodes},
        "adjustments": {a.name: _adjustment(result.adjustments[a.name]) for a in program.adjustments},
    }


def _number(value: Num | None, rounding: Rounding | None = None) -> dict[str, Any] | None:
    if value is None:
        return None
    shown = figure(value, rounding)
    return {"shown": shown.text, "exact": shown.exact, "rounded_for_show": shown.rounded}


def _node(result: NodeResult, node: p.ScoreNode, naming: Naming) -> dict[str, Any]:
    return {
        "state": result.state.value,
        "value": _number(result.value, node.rounding),
        "before_rounding": _number(result.before_rounding),
        "weight": None if result.weight is None else exact_text(result.weight),
        "assumed": result.assumed,
        "reason": why(result, naming) or None,
    }


def _adjustment(result: AdjustmentResult) -> dict[str, Any]:
    return {
        "applies": result.applies,
        "incidents": result.incidents,
        "amount": _number(result.amount),
        "capped": _number(result.capped),
        "taken": _number(result.taken),
    }
