"""Why a score is not higher, as JSON (``effrules.why-not/1``): numbers as in ``effrules.trace/1``, steps by their numbers there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal, NotRequired, TypeAlias, TypedDict, cast

from flint import fmpq

from effrules import __version__
from effrules.diagnostics.document_schema import AtLeast, OneOf, Pattern
from effrules.diagnostics.glyphs import shown
from effrules.model.figures import figure
from effrules.model.numbers import exact_text
from effrules.model.real import Num
from effrules.trace import steps as s
from effrules.trace.derivation import Derivation
from effrules.trace.losses import Loss, LossKind, losses
from effrules.trace.step_json import value_record

Exact: TypeAlias = Annotated[str, Pattern(r"^-?[0-9]+(\.[0-9]*[1-9]|/[0-9]+)?$")]
Told: TypeAlias = Annotated[
    str,
    "A decimal, a fraction in lowest terms, 30 decimals of an irrational number and an ellipsis, "
    "or ≈ and 30 decimals of a number on the way that could not be told from that one.",
    Pattern(r"^(-?[0-9]+(\.[0-9]*[1-9]|/[0-9]+|\.[0-9]{30}…)?|≈-?[0-9]+\.[0-9]{30})$"),
]


class Engine(TypedDict):
    """What found the losses."""

    effrules: str


class Methodology(TypedDict):
    """By which rules."""

    name: str
    version: str


class Body(TypedDict):
    """Whose score it is."""

    key: str
    name: str


class PartRecord(TypedDict):
    """A part of a node with a formula of its own."""

    node: str
    score: Told | None
    maximum: Exact


class LossRecord(TypedDict):
    """What was lost at one place: points = factor x own."""

    kind: Annotated[str, OneOf(LossKind)]
    node: Annotated[str, "Where it was lost."]
    adjustment: NotRequired[Annotated[str, "The penalty or bonus."]]
    points: Annotated[
        Told,
        "What it cost the score, in points of the node that was asked for; below 0 for what a bonus or a rounding gave.",
    ]
    shown: Annotated[str, "The points as they are displayed."]
    factor: Annotated[Exact, "How much a point of the place where it was lost counts."]
    own: Annotated[Told, "The points where it was lost."]
    score: Annotated[Told | None, "The score there; null where there is none."]
    maximum: Annotated[Exact, "What it could be there."]
    step: Annotated[
        str, "The step of the trace (effrules.trace/1) at which it came about.", Pattern("^s(0|[1-9][0-9]*)$")
    ]
    parts: NotRequired[
        Annotated[
            list[PartRecord],
            "Of a node with a formula of its own, which is not taken apart: the scores of its parts.",
        ]
    ]


class Asked(TypedDict):
    """What was asked."""

    format: Literal["effrules.why-not/1"]
    engine: Engine
    methodology: Methodology
    what_if: Annotated[
        list[str],
        "What --set and --with changed: with any of it, this is no result of the rules as they stand.",
    ]
    subject: Body
    node: Annotated[str, "Whose score it is: total is the whole."]
    target: Annotated[Exact, "The score that was asked for."]


class NotScored(Asked):
    """A node that has no score, and so no losses."""

    state: Literal["not applicable", "no score", "failed"]


class Scored(Asked):
    """A node with a score, and what is missing to its maximum."""

    state: Literal["scored"]
    value: Told
    maximum: Exact
    missing: Annotated[Told, "maximum - value: the sum of the points of all losses."]
    reached: Annotated[bool, "Whether the value is at least the target."]
    made_good: Annotated[
        Annotated[int, AtLeast(0)] | None,
        "How many of the largest losses would have to be made good to reach the target; null: all of them would not do.",
    ]
    losses: list[LossRecord]


WhyNotDocument: TypeAlias = Annotated[
    Scored | NotScored,
    "What cost a score its points, the largest loss first. docs/trace-format.md explains it.",
]


def why_not_json(derivation: Derivation, target: fmpq, what_if: Sequence[str] = ()) -> str:
    """The losses of the node that a derivation is about, on the way to a target, as a text of JSON."""
    made = document(derivation, target, what_if)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def document(derivation: Derivation, target: fmpq, what_if: Sequence[str]) -> WhyNotDocument:
    """The same as JSON's own types."""
    header = derivation.program.header
    asked: Asked = {
        "format": "effrules.why-not/1",
        "engine": {"effrules": __version__},
        "methodology": {"name": header.name, "version": header.version},
        "what_if": list(what_if),
        "subject": {"key": derivation.subject, "name": shown(derivation.name)},
        "node": derivation.node,
        "target": exact_text(target),
    }
    found = losses(derivation)
    if found is None:
        root = derivation.step(derivation.root)
        assert isinstance(root, s.Node)
        return cast(NotScored, {**asked, "state": root.state.value})
    count = found.made_good(target)
    return {
        **asked,
        "state": "scored",
        "value": _told(found.value),
        "maximum": exact_text(found.maximum),
        "missing": _told(found.missing),
        "reached": count == 0,
        "made_good": count,
        "losses": [_loss(loss) for loss in found.losses],
    }


def _told(value: Num) -> str:
    return cast(str, value_record(value)[0])


def _loss(loss: Loss) -> LossRecord:
    adjustment: dict[str, str] = {"adjustment": loss.adjustment} if loss.adjustment else {}
    made: LossRecord = {
        "kind": loss.kind.value,
        "node": loss.node,
        **adjustment,  # type: ignore[typeddict-item]
        "points": _told(loss.points),
        "shown": figure(loss.points).marked,
        "factor": exact_text(loss.factor),
        "own": _told(loss.own),
        "score": None if loss.score is None else _told(loss.score),
        "maximum": exact_text(loss.maximum),
        "step": f"s{loss.step}",
    }
    if loss.below:
        made["parts"] = [
            {
                "node": part.node,
                "score": None if part.score is None else _told(part.score),
                "maximum": exact_text(part.maximum),
            }
            for part in loss.below
        ]
    return made
