"""A citation as documents hold it: one shape in traces, histories and comparisons."""

from __future__ import annotations

from typing import Annotated, TypedDict, cast

from effrules.model.basis import Citation, Contradiction
from effrules.model.numbers import exact_text
from effrules.model.schema import UNTAGGED


class Cited(TypedDict):
    """What every citation has."""

    source: str
    locator: Annotated[str, "The place in the rules' own words; empty where there are none."]


class CitationRecord(Cited, total=False):
    """A citation: the source by its name in the rules, and the place in it."""

    item: Annotated[str, "Its items, as the rules list them: 34, 35–36."]
    annex: Annotated[str, "Its annexes, as the rules list them: 6, table 2, line 1.1."]
    enacting_item: Annotated[str, "Items of the act that puts the methodology into force."]
    enacting_annex: Annotated[str, "Annexes of the act that puts the methodology into force."]
    words: Annotated[dict[str, str], "The locator by language, where the rules say it in several."]


def citation_record(citation: Citation) -> CitationRecord:
    """A citation as a document holds it."""
    words = citation.place.words
    record: dict[str, object] = {"source": citation.source, "locator": words.get(UNTAGGED) or ""}
    for kind, enacting, text in citation.place.lists():
        record[f"enacting_{kind.value}" if enacting else kind.value] = text
    if any(language != UNTAGGED for language, _ in words.texts):
        record["words"] = dict(words.texts)
    return cast(CitationRecord, record)


class ContradictionRecord(TypedDict):
    """Where an act says otherwise: its words by language, and the points where they are of another maximum, else empty."""

    cited: CitationRecord
    quote: dict[str, str]
    points: str


def contradiction_record(one: Contradiction) -> ContradictionRecord:
    """A contradiction as a document holds it."""
    points = "" if one.figure is None else exact_text(one.figure)
    return {"cited": citation_record(one.citation), "quote": dict(one.quote.texts), "points": points}
