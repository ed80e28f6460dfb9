"""Acts that are ticked off as JSON, ``effrules.sources/1``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Literal, TypedDict

from effrules.diagnostics.document_schema import AtLeast, OneOf
from effrules.model.citing import CitationRecord, ContradictionRecord, citation_record, contradiction_record
from effrules.model.inventory import ItemClass
from effrules.model.places import MarkKind, Place
from effrules.model.program import Program
from effrules.model.ticking import Act, Line, acts_of
from effrules.model.uses import Use
from effrules.report.sources.telling import assumed_at, otherwise_at
from effrules.report.texts import TextRecord, texts_record


class UseRecord(TypedDict):
    """A clause that cites, and where in the rules it does."""

    kind: str
    name: str
    titles: dict[str, str]
    file: Annotated[str | None, "Null for what stands in no file."]
    line: Annotated[int, AtLeast(1)] | None
    citation: CitationRecord
    assumptions: Annotated[list[dict[str, str]], "What is assumed for the same figures, by language."]
    contradictions: Annotated[
        list[ContradictionRecord], "Where an act says otherwise about the same figures."
    ]
    otherwise: Annotated[
        dict[str, str] | None, "Where this is no basis but a place that says otherwise: in which words."
    ]


class LineRecord(TypedDict):
    """Items of an act that are alike, in the order of the act."""

    kind: Annotated[str, OneOf(MarkKind)]
    enacting: Annotated[bool, "Of the act that puts the methodology into force."]
    items: Annotated[str, "As the rules list them: 34, 35–36."]
    listed: Annotated[str | None, "What the inventory says they are; null for what is cited and not listed."]
    words: dict[str, str]
    gap: Annotated[bool, "They decide scores, and no clause cites them."]
    clauses: list[UseRecord]


class CountsRecord(TypedDict):
    """How many items there are."""

    scores: int
    expressed: int
    definitions: int
    procedure: int
    form: int
    not_expressed: int
    repealed: int
    not_listed: Annotated[int, "Cited, and not in the inventory of the act, where it has one."]
    without_item: Annotated[int, "Citations that name no item."]
    assumptions: Annotated[int, "Assumptions beside citations of items."]
    contradictions: Annotated[int, "Places where the act says otherwise."]


class ActRecord(TypedDict):
    """An act that the rules rest on."""

    source: str
    titles: dict[str, str]
    url: str
    edition: Annotated[str | None, "The day from which the text holds."]
    not_at_hand: Annotated[
        dict[str, str] | None, "Why nobody here has read it; null for a text that is at hand."
    ]
    inventory: Annotated[
        bool, "Whether the rules list its items: without that nobody can tell what is left out."
    ]
    lines: list[LineRecord]
    without_item: list[UseRecord]
    counts: CountsRecord


class SourcesDocument(TypedDict):
    """The acts that a methodology rests on, ticked off item by item."""

    format: Literal["effrules.sources/1"]
    methodology: str
    version: str
    texts: list[TextRecord]
    ok: Annotated[
        bool, "No item that decides scores is left out, and none is cited that the inventories do not list."
    ]
    acts: list[ActRecord]
    counts: CountsRecord


def document(program: Program) -> SourcesDocument:
    """The document."""
    acts = acts_of(program)
    return {
        "format": "effrules.sources/1",
        "methodology": program.header.name,
        "version": program.header.version,
        "texts": texts_record(program),
        "ok": all(act.is_ticked_off for act in acts),
        "acts": list(map(_act, acts)),
        "counts": _counts(acts),
    }


def json_text(program: Program) -> str:
    """The document as text."""
    return json.dumps(document(program), ensure_ascii=False, indent=1) + "\n"


def _act(act: Act) -> ActRecord:
    source = act.source
    return {
        "source": source.name,
        "titles": dict(source.titles.texts),
        "url": source.url,
        "edition": None if source.edition is None else source.edition.isoformat(),
        "not_at_hand": None if source.not_at_hand is None else dict(source.not_at_hand.texts),
        "inventory": act.has_inventory,
        "lines": list(map(_line, act.lines)),
        "without_item": list(map(_use, act.loose)),
        "counts": _counts([act]),
    }


def _line(line: Line) -> LineRecord:
    (kind, enacting, listed), *_ = Place(line.marks).lists()
    return {
        "kind": kind.value,
        "enacting": enacting,
        "items": listed,
        "listed": None if line.entry is None else line.entry.item_class.value,
        "words": {} if line.entry is None else dict(line.entry.words.texts),
        "gap": line.is_gap,
        "clauses": list(map(_use, line.uses)),
    }


def _use(use: Use) -> UseRecord:
    place = use.place
    return {
        "kind": use.kind,
        "name": use.name,
        "titles": dict(use.titles.texts),
        "file": None if place is None else place.source.name,
        "line": None if place is None else place.line,
        "citation": citation_record(use.citation),
        "assumptions": [dict(one.reason.texts) for one in use.assumptions if not one.unstated],
        "contradictions": list(map(contradiction_record, use.contradictions)),
        "otherwise": None if use.otherwise is None else dict(use.otherwise.quote.texts),
    }


def _counts(acts: Iterable[Act]) -> CountsRecord:
    listed = list(acts)
    of = {item_class: sum(act.of_class[item_class] for act in listed) for item_class in ItemClass}
    return {
        "scores": of[ItemClass.SCORES],
        "expressed": of[ItemClass.SCORES] - sum(len(act.gaps) for act in listed),
        "definitions": of[ItemClass.DEFINITIONS],
        "procedure": of[ItemClass.PROCEDURE],
        "form": of[ItemClass.FORM],
        "not_expressed": of[ItemClass.UNEXPRESSED],
        "repealed": of[ItemClass.REPEALED],
        "not_listed": sum(len(act.unlisted) for act in listed),
        "without_item": sum(len(act.loose) for act in listed),
        "assumptions": len(assumed_at(listed)),
        "contradictions": len(otherwise_at(listed)),
    }
