"""An impact as JSON (``effrules.impact/1``): every number exactly, as text; described by docs/schemas/impact-1.json."""

from __future__ import annotations

from typing import Any

from effrules.compare.impact import BodyImpact, Effect, Impact, NodeMove, Pair
from effrules.compare.spread import Spread
from effrules.diagnostics.json import to_json
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.model.real import Num
from effrules.model.rounding import Rounding
from effrules.report.figures import figure
from effrules.report.impact_labels import Labels
from effrules.report.naming import Naming
from effrules.report.wording import Language

FORMAT = "effrules.impact/1"


def document(impact: Impact) -> dict[str, Any]:
    """The impact as plain lists and dictionaries.

    Edits are named by their keys in the comparison; ``causes`` numbers the groups of them from 1, in the order of the text.
    """
    structure = impact.attribution.structure
    return {
        "format": FORMAT,
        "old": _side(impact.difference.old),
        "new": _side(impact.difference.new),
        "method": {
            "value": "shapley" if structure.is_flat else "owen",
            "unions": [[_numbers(block) for block in union] for union in structure.unions],
        },
        "causes": [_effect(effect, at, impact) for at, effect in enumerate(impact.effects, 1)],
        "bodies": [_body(body, impact) for body in impact.bodies],
        "distribution": None if impact.spread is None else _spread(impact.spread),
        "nodes": [_node(move) for move in impact.nodes],
        "findings": {"old": to_json(impact.old.findings), "new": to_json(impact.new.findings)},
    }


def _side(program: p.Program) -> dict[str, Any]:
    header = program.header
    return {"name": header.name, "version": header.version, "titles": dict(header.titles.texts)}


def _numbers(mask: int) -> list[int]:
    """The numbers of the players of a mask, from 1."""
    return [at + 1 for at in range(mask.bit_length()) if mask >> at & 1]


def _number(value: Num | None, rounding: Rounding | None = None) -> dict[str, Any] | None:
    if value is None:
        return None
    shown = figure(value, rounding)
    return {"shown": shown.text, "exact": shown.exact, "rounded_for_show": shown.rounded}


def _effect(effect: Effect, number: int, impact: Impact) -> dict[str, Any]:
    return {
        "number": number,
        "kind": "data" if effect.player.is_data else "edits",
        "label": Labels(impact.difference, Language.EN).player(effect.player),
        "edits": [edit.key for edit in effect.player.edits],
        "effect": "none" if effect.has_none else "total" if effect.moved else "no total",
        "bodies_moved": effect.moved,
        "up": effect.up,
        "down": effect.down,
        "jointly": effect.jointly,
        "mean": _number(effect.mean),
        "largest": _number(effect.largest),
        "smallest": _number(effect.smallest),
        "nodes": dict(effect.nodes),
        "grades": effect.grades,
        "places": effect.places,
    }


def _body(body: BodyImpact, impact: Impact) -> dict[str, Any]:
    old, new = impact.difference.old, impact.difference.new
    side = body.new or body.old
    assert side is not None, "a body is on some side"
    naming = Naming(new if body.new is not None else old, Language.EN)
    return {
        "subject": body.key,
        "name": naming.body(side.subject),
        "total": {
            "old": _number(body.total(0), old.root.rounding),
            "new": _number(body.total(1), new.root.rounding),
            "change": _number(body.change),
        },
        "ratings": {pair.name: _pair(pair, body.grades(pair)) for pair in impact.ratings},
        "places": {pair.name: _pair(pair, body.places(pair)) for pair in impact.rankings},
        "parts": [{"causes": _numbers(part.players), "amount": _number(part.amount)} for part in body.parts],
        "unattributed": None if body.unattributed is None else body.unattributed.value,
    }


def _pair(pair: Pair, values: tuple[object, object]) -> dict[str, Any]:
    return {"old": values[0], "new": values[1]}


def _spread(found: Spread) -> dict[str, Any]:
    return {
        "count": found.count,
        "up": found.up,
        "down": found.down,
        "same": found.same,
        "mean": _number(found.mean),
        "median": _number(found.median),
        "lower_quartile": _number(found.lower_quartile),
        "upper_quartile": _number(found.upper_quartile),
        "smallest": _number(found.smallest),
        "largest": _number(found.largest),
        "bins": [
            {"from": exact_text(one.low), "to": exact_text(one.high), "count": one.count}
            for one in found.bins
        ],
    }


def _node(move: NodeMove) -> dict[str, Any]:
    return {
        "old": move.node.old,
        "new": move.node.new,
        "kind": move.kind.value,
        "up": move.up,
        "down": move.down,
        "gained": move.gained,
        "lost": move.lost,
        "same": move.same,
        "mean": _number(move.mean),
    }
