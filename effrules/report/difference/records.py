"""What a comparison as JSON consists of, ``effrules.diff/1``: the published schema is made from these classes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict, get_args

from effrules.compare.edits.change import Action, Bearing, Thing
from effrules.compare.edits.edit import Edit, Ordered
from effrules.compare.matching.expressions import Mark
from effrules.compare.verdicts.judging import Bend
from effrules.diagnostics.document_schema import Among, OneOf
from effrules.model.citing import CitationRecord
from effrules.report.impact.json_text import ImpactDocument
from effrules.report.texts import TextRecord

Texts = Annotated[dict[str, str], "A text by language (`und`: any language)."]
Keys = list[str]


class ComparedSide(TypedDict):
    """A methodology that is compared."""

    name: str
    version: str
    draft: Annotated[bool, "Whether it says of itself that it is not law."]
    title: Texts
    texts: Annotated[
        list[TextRecord], "The versions that it was made of, the standing one first, with their files."
    ]


class ReasonRecord(TypedDict):
    """Why a version changed something."""

    version: str
    reason: Texts
    citations: list[CitationRecord]


class FigureRecord(TypedDict):
    """What a figure rests on, on both sides."""

    figure: str
    before: Any
    after: Any


class PieceRecord(TypedDict):
    """A piece of a formula."""

    mark: Annotated[str, OneOf(Mark)]
    text: str


class Stated(TypedDict):
    """What every edit has."""

    key: Annotated[str, "Unique in the comparison, the same each time it is made."]
    action: Annotated[str, OneOf(Action)]
    kind: Annotated[
        str,
        Among(tuple(kind.__name__.lower() for kind in get_args(Edit))),
        "Which part of the thing it is about.",
    ]
    thing: Annotated[str, OneOf(Thing)]
    name: Annotated[str, "In the new methodology where the thing is there, else in the old one."]
    path: Annotated[str, "From the outside in: block goals > direction budget_use."]
    bearing: Annotated[str, OneOf(Bearing)]
    meaning: bool
    before: Annotated[
        Any,
        "As it stands in the old methodology, null where it was not there. A formula is its text; a declaration an object.",
    ]
    after: Annotated[Any, "As it stands in the new methodology, null where it is not there."]
    reason: Texts
    citations: list[CitationRecord]
    version: Annotated[
        str | None,
        "The version that made the change, where it says why, or where NEW is several amendments away from OLD.",
    ]
    requires: Annotated[Keys, "Keys of edits without which this one cannot be applied."]


class EditRecord(Stated, total=False):
    """An edit: what makes the one methodology into the other."""

    inside: Annotated[str, "The table of a field or row."]
    earlier: Annotated[
        list[ReasonRecord], "Versions between OLD and NEW that changed the same before, oldest first."
    ]
    used_by: Annotated[list[str], "What reads a changed definition or table of figures."]
    figures: Annotated[
        list[FigureRecord],
        "Of a basis that is the same as a whole: the figures that rest on something else each.",
    ]
    marked: Annotated[list[PieceRecord], "A formula with what changed in it."]
    of: Annotated[str | None, "Which formula or number."]
    words: Annotated[str, "Which words changed."]
    what: Annotated[str, OneOf(Ordered), "What stands in another order."]
    node: Annotated[str, "The node whose parts weigh otherwise."]
    condition: Annotated[str | None, "For whom the weights or points are; null for everybody."]
    columns: list[str]
    titles: Texts
    declared: Annotated[bool, "Whether the rules declare the new name."]
    rounding: Annotated[bool, "Whether it is the rounding that rests on something else."]


class VerdictRecord(TypedDict):
    """What the edits mean for a node, penalty or bonus."""

    thing: Annotated[str, OneOf(Thing)]
    name: str
    path: str
    verdict: Annotated[
        str,
        OneOf(Bend),
        "stricter: no body that has a score on both sides can gain; more lenient: none can lose; "
        "different: can only be seen on data.",
    ]
    because: Annotated[Keys, "Keys of the edits of the thing itself."]


class RewrittenRecord(TypedDict):
    """A formula that is only written otherwise."""

    path: str
    before: str
    after: str


class DiffDocument(TypedDict):
    """The comparison of two methodologies by meaning. Numbers are exact: a decimal, or a fraction such as `1/7`."""

    format: Literal["effrules.diff/1"]
    old: ComparedSide
    new: ComparedSide
    changes_meaning: Annotated[bool, "Whether any edit changes the meaning: the exit code is 2."]
    edits: Annotated[
        list[EditRecord], "In the order of the text. With --only meaning those alone that change the meaning."
    ]
    verdicts: Annotated[
        list[VerdictRecord], "One for every node and every penalty and bonus of both methodologies."
    ]
    rewritten: list[RewrittenRecord]
    what_if: Annotated[list[str], "What was laid on the new side or set in it for this comparison."]
    impact: NotRequired[Annotated[ImpactDocument, "With data: who is affected, by how much, by which edit."]]
