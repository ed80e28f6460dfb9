"""An impact as JSON (``effrules.impact/1``): every number exactly, as text."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, TypedDict

from effrules.compare.impact.impacts import WHOLE, BodyImpact, Effect, Impact, NodeMove, Pair
from effrules.compare.impact.spread import Spread
from effrules.diagnostics.document_schema import AtLeast, OneOf
from effrules.diagnostics.json import FindingRecord, to_json
from effrules.model import program as p
from effrules.model.numbers import exact_text
from effrules.model.rounding import Rounding
from effrules.report.impact.labels import Labels
from effrules.report.naming import Naming
from effrules.report.results.json_text import NumberRecord
from effrules.report.results.json_text import number_record as _number
from effrules.words import Language

Tally: TypeAlias = Annotated[int, AtLeast(0)]
Causes: TypeAlias = Annotated[list[int], "Numbers of causes."]


class Side(TypedDict):
    """A methodology that is compared."""

    name: str
    version: str
    titles: dict[str, str]


class Method(TypedDict):
    """How the change is shared out among its causes."""

    value: Annotated[
        Literal["shapley", "owen"],
        "Shapley values of the causes; Owen values where there are so many that they form unions.",
    ]
    unions: Annotated[
        list[list[list[int]]],
        "The unions; each is a list of blocks, and a block a list of causes that count as one. "
        "Causes that only rate or rank are in none.",
    ]


class Cause(TypedDict):
    """A group of edits, or other data, and what it does."""

    number: Annotated[int, AtLeast(1)]
    kind: Annotated[
        Literal["edits", "data"], "`data`: other data, with the edits that cannot do without them."
    ]
    label: str
    edits: Annotated[list[str], "Keys of edits in effrules.diff/1."]
    effect: Annotated[
        Literal["none", "no total", "total"],
        "`none`: it changes no score, grade or place of any body in the data. `no total`: no total.",
    ]
    bodies_moved: Annotated[Tally, "Bodies whose total it changes in some combination with the others."]
    up: Annotated[Tally, "Bodies whose part from it is above 0."]
    down: Tally
    jointly: Annotated[Tally, "Bodies where it cannot be told apart from other causes."]
    mean: Annotated[NumberRecord | None, "Of its parts over all bodies whose change is shared out."]
    largest: NumberRecord | None
    smallest: NumberRecord | None
    nodes: Annotated[
        dict[str, int], "Nodes below the total that it moves in some combination, with the number of bodies."
    ]
    grades: Annotated[
        Tally, "Bodies that get another grade by it, made alone or made last (the larger number)."
    ]
    places: Tally


class TotalMove(TypedDict):
    """A body's total on both sides."""

    old: NumberRecord | None
    new: NumberRecord | None
    change: NumberRecord | None


class GradeMove(TypedDict):
    """The names of a body's grades on both sides."""

    old: str | None
    new: str | None


class PlaceMove(TypedDict):
    """A body's places on both sides."""

    old: int | None
    new: int | None


class Share(TypedDict):
    """A part of a body's change, of one cause or of several that cannot be told apart for it."""

    causes: Causes
    amount: NumberRecord | None


class BodyMove(TypedDict):
    """What the change does to a body. The parts add up to the change, exactly; causes that are not listed add nothing."""

    subject: str
    name: str
    total: TotalMove
    ratings: Annotated[dict[str, GradeMove], "By rated node (its new name)."]
    places: Annotated[dict[str, PlaceMove], "By ranking."]
    parts: list[Share]
    unattributed: Annotated[str | None, "Why the change is not shared out; null where it is."]


Bin = TypedDict("Bin", {"from": str, "to": Annotated[str, "Not included."], "count": Tally})
Bin.__doc__ = "How many changes lie in a stretch."


class Distribution(TypedDict):
    """How the changes of the totals are spread.

    A quartile stands at the place 1 + (n - 1) / 4 of the sorted changes, between two of them in proportion.
    """

    count: Tally
    up: Tally
    down: Tally
    same: Tally
    mean: NumberRecord | None
    median: NumberRecord | None
    lower_quartile: NumberRecord | None
    upper_quartile: NumberRecord | None
    smallest: NumberRecord | None
    largest: NumberRecord | None
    bins: list[Bin]


class NodeMoves(TypedDict):
    """How many bodies a node moves."""

    old: str | None
    new: str | None
    kind: Annotated[str, OneOf(p.NodeKind)]
    up: Tally
    down: Tally
    gained: Annotated[Tally, "Bodies that have a score of it only now."]
    lost: Tally
    same: Tally
    mean: Annotated[NumberRecord | None, "Of the changes, over bodies with a score on both sides."]


class BothFindings(TypedDict):
    """What went wrong in scoring, on either side."""

    old: list[FindingRecord]
    new: list[FindingRecord]


class Compared(TypedDict):
    """The names of a node on both sides."""

    old: str | None
    new: str | None


class FurtherNode(TypedDict):
    """The same for a further block or direction; the causes have the same numbers."""

    of: Compared
    causes: list[Cause]
    bodies: list[BodyMove]
    distribution: Distribution | None


class WithoutTotal(TypedDict, total=False):
    """What is said where not both rules give a total."""

    of: Annotated[
        Compared,
        "Whose scores stand under `total`: those of a block or direction, where not both rules give a total.",
    ]
    others: Annotated[list[FurtherNode], "The same for the further blocks and directions."]


class ImpactDocument(WithoutTotal):
    """Whom a change of rules moves, by how much, and which edit did it: the member `impact` of a comparison with data."""

    format: Literal["effrules.impact/1"]
    old: Side
    new: Side
    method: Method
    causes: list[Cause]
    bodies: list[BodyMove]
    distribution: Distribution | None
    nodes: list[NodeMoves]
    findings: BothFindings


def document(impact: Impact) -> ImpactDocument:
    """The impact as plain lists and dictionaries.

    Edits are named by their keys in the comparison; ``causes`` numbers the groups of them from 1, in the order of the text.
    """
    structure = impact.attribution.structure
    more: WithoutTotal = {}
    if impact.of != WHOLE:
        more = {"of": _compared(impact), "others": list(map(_further, impact.others))}
    return {
        **more,
        "format": "effrules.impact/1",
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


def _compared(impact: Impact) -> Compared:
    return {"old": impact.of.old, "new": impact.of.new}


def _further(impact: Impact) -> FurtherNode:
    return {
        "of": _compared(impact),
        "causes": [_effect(effect, at, impact) for at, effect in enumerate(impact.effects, 1)],
        "bodies": [_body(body, impact) for body in impact.bodies],
        "distribution": None if impact.spread is None else _spread(impact.spread),
    }


def _rounding(program: p.Program, node: str | None) -> Rounding | None:
    return None if node is None else program.nodes[node].rounding


def _side(program: p.Program) -> Side:
    header = program.header
    return {"name": header.name, "version": header.version, "titles": dict(header.titles.texts)}


def _numbers(mask: int) -> list[int]:
    """The numbers of the players of a mask, from 1."""
    return [at + 1 for at in range(mask.bit_length()) if mask >> at & 1]


def _effect(effect: Effect, number: int, impact: Impact) -> Cause:
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


def _body(body: BodyImpact, impact: Impact) -> BodyMove:
    old, new = impact.difference.old, impact.difference.new
    side = body.new or body.old
    assert side is not None, "a body is on some side"
    naming = Naming(new if body.new is not None else old, Language.EN)
    return {
        "subject": body.key,
        "name": naming.body(side.subject),
        "total": {
            "old": _number(body.total(0), _rounding(old, body.of.old)),
            "new": _number(body.total(1), _rounding(new, body.of.new)),
            "change": _number(body.change),
        },
        "ratings": {pair.name: _grades(body, pair) for pair in impact.ratings},
        "places": {pair.name: _places(body, pair) for pair in impact.rankings},
        "parts": [{"causes": _numbers(part.players), "amount": _number(part.amount)} for part in body.parts],
        "unattributed": None if body.unattributed is None else body.unattributed.value,
    }


def _grades(body: BodyImpact, pair: Pair) -> GradeMove:
    old, new = body.grades(pair)
    return {"old": old, "new": new}


def _places(body: BodyImpact, pair: Pair) -> PlaceMove:
    old, new = body.places(pair)
    return {"old": old, "new": new}


def _spread(found: Spread) -> Distribution:
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


def _node(move: NodeMove) -> NodeMoves:
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
