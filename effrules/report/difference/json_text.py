"""A comparison as JSON, ``effrules.diff/1``: numbers are exact texts (``"1/7"``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any, cast

from flint import fmpq

from effrules.compare.difference import Difference
from effrules.compare.edits import edit as e
from effrules.compare.edits.edit import Edit
from effrules.compare.matching.expressions import Piece, one_line, text_of
from effrules.compare.verdicts.judging import Verdict
from effrules.model import program as p
from effrules.model.basis import Basis, Citation, SourceText
from effrules.model.citing import citation_record, contradiction_record
from effrules.model.node import Node
from effrules.model.numbers import exact_text
from effrules.model.places import Place as PlaceIn
from effrules.model.printed import Stretch
from effrules.model.rounding import Rounding
from effrules.model.schema import Field, Table, Titles
from effrules.model.types import Choice, Domain
from effrules.report.difference.records import ComparedSide, DiffDocument, EditRecord, VerdictRecord
from effrules.report.impact.json_text import ImpactDocument
from effrules.report.texts import texts_record

OWN = ("of", "what", "node", "condition", "columns", "titles", "declared", "rounding")
"""Fields that only some edits have."""


def document(
    difference: Difference,
    *,
    everything: bool = True,
    what_if: Sequence[str] = (),
    impact: ImpactDocument | None = None,
) -> DiffDocument:
    """The comparison as JSON's own types. Not ``everything``: only the edits that change the meaning."""
    edits = [edit for edit in difference.edits if everything or edit.is_meaning]
    made: DiffDocument = {
        "format": "effrules.diff/1",
        "old": _side(difference.old),
        "new": _side(difference.new),
        "changes_meaning": difference.changes_meaning,
        "edits": [edit_record(edit) for edit in edits],
        "verdicts": [_verdict(verdict) for verdict in difference.verdicts],
        "rewritten": [
            {"path": one.path, "before": one.before, "after": one.after} for one in difference.rewritten
        ],
        "what_if": list(what_if),
    }
    if impact is not None:
        made["impact"] = impact
    return made


def json_text(
    difference: Difference,
    *,
    everything: bool = True,
    what_if: Sequence[str] = (),
    impact: ImpactDocument | None = None,
) -> str:
    """The comparison as a text of JSON."""
    whole = document(difference, everything=everything, what_if=what_if, impact=impact)
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def edit_record(edit: Edit) -> EditRecord:
    """One edit."""
    record: EditRecord = {
        "key": edit.key,
        "action": edit.action.value,
        "kind": type(edit).__name__.lower(),
        "thing": edit.place.thing.value,
        "name": edit.place.name,
        "path": edit.path,
        "bearing": edit.bearing.value,
        "meaning": edit.is_meaning,
        "before": _value(edit.before),
        "after": _value(edit.after),
        "reason": _value(edit.reason),
        "citations": _value(edit.citations),
        "version": edit.version or None,
        "requires": sorted(edit.requires),
    }
    if edit.place.inside:
        record["inside"] = edit.place.inside
    if edit.earlier:
        record["earlier"] = [
            {"version": one.version, "reason": _value(one.because), "citations": _value(one.citations)}
            for one in edit.earlier
        ]
    if edit.used_by:
        record["used_by"] = list(edit.used_by)
    if isinstance(edit, e.Rests) and edit.figures:
        record["figures"] = [
            {"figure": str(figure), "before": _value(ours), "after": _value(theirs)}
            for figure, ours, theirs in edit.figures
        ]
    if edit.pieces:
        record["marked"] = [_value(piece) for piece in edit.pieces]
    own = {name: _value(getattr(edit, name)) for name in OWN if hasattr(edit, name)}
    if isinstance(edit, e.Number) and edit.condition is None:
        del own["condition"]
    if isinstance(edit, e.Words):
        own["words"] = own.pop("of")
    return cast(EditRecord, {**record, **own})


def _side(program: p.Program) -> ComparedSide:
    return cast(ComparedSide, {**_header(program.header), "texts": texts_record(program)})


def _header(header: p.Header) -> dict[str, Any]:
    return {
        "name": header.name,
        "version": header.version,
        "draft": header.draft,
        "title": _value(header.titles),
    }


def _verdict(verdict: Verdict) -> VerdictRecord:
    return {
        "thing": verdict.place.thing.value,
        "name": verdict.place.name,
        "path": verdict.path,
        "verdict": verdict.bend.value,
        "because": list(verdict.because),
    }


def _value(value: object) -> Any:
    """A part of a program: what can be counted as it is, what is written as its text."""
    match value:
        case None | bool() | str() | int():
            return value
        case fmpq():
            return exact_text(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case Rounding():
            return str(value)
        case Titles():
            return dict(value.texts)
        case Piece():
            return {"mark": value.mark.value, "text": value.text}
        case Citation():
            return dict(citation_record(value))
        case Basis():
            assumed = [
                {"about": a.subject, "reason": _value(a.reason), "alternatives": list(a.alternatives)}
                for a in value.assumptions
            ]
            otherwise = [dict(contradiction_record(one)) for one in value.contradictions]
            return {"citations": _value(value.citations), "assumptions": assumed, "contradictions": otherwise}
        case Stretch():
            return _members(value, "low", "low_included", "high", "high_included")
        case p.Weight():
            return {"part": value.part, "share": exact_text(value.share)}
        case p.NotApplicableWhen():
            return {"condition": _value(value.condition), "reason": _value(value.reason)}
        case p.NoTotal():
            return {"because": _value(value.because)}
        case p.Assessor():
            told = {} if value.condition is None else {"condition": _value(value.condition)}
            return {"name": value.name, "titles": _value(value.titles), **told}
        case p.RatingGrade():
            return _members(
                value, "name", "low", "low_included", "high", "high_included", "printed", "titles"
            )
        case p.Header():
            return {**_header(value), "languages": list(value.languages)}
        case Field():
            return _field(value)
        case Table():
            fields = [_field(field) for field in value.fields]
            return {
                "name": value.name,
                "owner": value.owner,
                "titles": _value(value.titles),
                "fields": fields,
            }
        case SourceText():
            return _source(value)
        case tuple():
            return [_value(item) for item in value]
        case Node():
            return _declared(value)
        case _:
            return str(value)


def _source(value: SourceText) -> dict[str, Any]:
    """A source; what it does not say is left out."""
    made = _members(value, "name", "titles", "notes", "url")
    if value.edition is not None:
        made["edition"] = _value(value.edition)
    if value.not_at_hand is not None:
        made["not_at_hand"] = _value(value.not_at_hand)
    if value.inventory:
        made["inventory"] = [
            {
                "class": entry.item_class.value,
                "marks": str(PlaceIn(entry.marks)),
                "words": _value(entry.words),
            }
            for entry in value.inventory
        ]
    return made


def _members(value: object, *names: str) -> dict[str, Any]:
    return {name: _value(getattr(value, name)) for name in names}


def _declared(value: Node) -> Any:
    """A formula as its text; a declaration as its name, title and text."""
    span = getattr(value, "span", None)
    text = None if span is None else one_line(span.text)
    if isinstance(value, p.Multiplied | p.MeanOfOthers):
        text = text_of(value)
    if isinstance(value, p.ScoreNode):
        text = None if value.formula is None else text_of(value.formula) or None
        only = [test.only_where for test in value.not_applicable if test.only]
        lines = [{"points": exact_text(m.value), "condition": _value(m.condition)} for m in value.maxima]
        return {
            "name": value.name,
            "kind": value.kind.value,
            "titles": _value(value.titles),
            "parent": value.parent,
            "parts": list(value.parts),
            "maximum": exact_text(value.maximum),
            "minimum": exact_text(value.minimum),
            "formula": text,
            "not_applicable": [_value(test) for test in value.not_applicable if not test.only],
            **({"only_where": _value(only[0])} if only else {}),
            **({"maxima": lines} if lines else {}),
            "assessors": _value(value.assessors),
            "rounding": _value(value.rounding),
            "basis": _value(value.basis),
        }
    name = getattr(value, "name", None)
    titles = getattr(value, "titles", None)
    if name is None or not isinstance(titles, Titles):
        return text
    return {"name": name, "titles": _value(titles), "text": text}


def _field(field: Field) -> dict[str, Any]:
    kind = "choice" if isinstance(field.type, Choice) else str(field.type)
    return {
        "name": field.name,
        "type": kind,
        "choices": list(field.type.names) if isinstance(field.type, Choice) else None,
        "titles": _value(field.titles),
        "bounds": None if field.domain == Domain() else str(field.domain),
        "unique": field.unique,
        "may_be_missing": field.optional,
        "percent_numbers": field.percent_numbers,
        "lookup": field.lookup,
        "earlier": field.earlier,
    }
