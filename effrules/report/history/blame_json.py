"""The story of a clause as JSON, ``effrules.blame/1``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from effrules.diagnostics.document_schema import OneOf
from effrules.history.blaming import attributed
from effrules.history.log import Stage, Story, Verb
from effrules.history.part_keys import PartKind
from effrules.model.citing import CitationRecord, citation_record
from effrules.report.history.log_json import ChangeRecord, ClausePlace, change_record, place_record


class Thing(TypedDict):
    """A declaration."""

    kind: str
    name: str


class StageRecord(TypedDict):
    """What a version did to the clause."""

    version: str
    action: Annotated[str, OneOf(Verb)]
    of: Thing
    place: ClausePlace
    because: dict[str, str]
    citations: list[CitationRecord]
    changed: list[ChangeRecord]


class PartRecord(TypedDict):
    """A part of the clause as it stands, and the version that wrote it."""

    part: Annotated[str, OneOf(PartKind)]
    about: str | None
    text: str
    version: str
    place: ClausePlace


class StoryRecord(TypedDict):
    """The story of a clause: what each version did to it, the oldest first."""

    kind: str
    name: str
    earlier_names: list[str]
    titles: dict[str, str]
    gone: bool
    stages: list[StageRecord]
    parts: list[PartRecord]


class BlameDocument(TypedDict):
    """Which versions shaped the clauses of a methodology."""

    format: Literal["effrules.blame/1"]
    methodology: str
    version: str
    clauses: list[StoryRecord]


def json_text(stories: Sequence[Story], methodology: str, version: str) -> str:
    """Stories as a text of JSON."""
    document: BlameDocument = {
        "format": "effrules.blame/1",
        "methodology": methodology,
        "version": version,
        "clauses": [_story(story) for story in stories],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _story(story: Story) -> StoryRecord:
    return {
        "kind": story.kind,
        "name": story.name,
        "earlier_names": list(story.earlier),
        "titles": dict(story.titles.texts),
        "gone": story.is_gone,
        "stages": [_stage(stage) for stage in story.stages],
        "parts": [
            {
                "part": one.part.key.kind.value,
                "about": one.part.key.about or None,
                "text": one.part.text,
                "version": one.stage.version,
                "place": place_record(one.span),
            }
            for one in attributed(story)
        ],
    }


def _stage(stage: Stage) -> StageRecord:
    return {
        "version": stage.version,
        "action": stage.verb.value,
        "of": {"kind": stage.thing, "name": stage.name},
        "place": place_record(stage.span),
        "because": dict(stage.because.texts),
        "citations": [citation_record(citation) for citation in stage.citations],
        "changed": [change_record(change) for change in stage.changed],
    }
