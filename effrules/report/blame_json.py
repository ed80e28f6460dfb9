"""The story of a clause as JSON, ``effrules.blame/1``: described in docs/versions.md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from effrules.check.blaming import attributed
from effrules.check.history import Stage, Story
from effrules.report.log_json import change_record, citation_record, place_record

FORMAT = "effrules.blame/1"


def json_text(stories: Sequence[Story], methodology: str, version: str) -> str:
    """Stories as a text of JSON."""
    document = {
        "format": FORMAT,
        "methodology": methodology,
        "version": version,
        "clauses": [_story(story) for story in stories],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _story(story: Story) -> dict[str, Any]:
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


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "version": stage.version,
        "action": stage.verb.value,
        "of": {"kind": stage.thing, "name": stage.name},
        "place": place_record(stage.span),
        "because": dict(stage.because.texts),
        "citations": [citation_record(citation) for citation in stage.citations],
        "changed": [change_record(change) for change in stage.changed],
    }
