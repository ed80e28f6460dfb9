"""Findings as SARIF 2.1.0, the OASIS standard for the results of static analysis, which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, assert_never
from urllib.parse import quote

from effrules import __version__
from effrules.diagnostics.finding import CellPlace, Finding, Place, Severity
from effrules.diagnostics.told import place_text, told
from effrules.source import Span
from effrules.words import Language

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(findings: Iterable[Finding], language: Language = Language.EN) -> str:
    """One run with all findings. Columns count characters, as everywhere in effrules."""
    listed = list(findings)
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "effrules",
                        "version": __version__,
                        "rules": [{"id": code} for code in sorted({finding.code for finding in listed})],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, language) for finding in listed],
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _result(finding: Finding, language: Language) -> dict[str, Any]:
    words = told(finding, language)
    made: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": words.text},
        "locations": _locations(finding.place, words.label, language),
    }
    if finding.defect is not None:
        made["properties"] = {"category": "act", "defect": finding.defect.kind.value}
    related = [one for other in words.related for one in _locations(other.place, other.label, language)]
    if related:
        made["relatedLocations"] = [{**one, "id": number} for number, one in enumerate(related)]
    return made


def _locations(place: Place, label: str, language: Language) -> list[dict[str, Any]]:
    match place:
        case Span(source=source, start=start, end=end):
            line, column = source.line_and_column(start)
            end_line, end_column = source.line_and_column(end)
            region = {
                "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
            }  # fmt: skip
            made: dict[str, Any] = {
                "physicalLocation": {"artifactLocation": {"uri": quote(source.name)}, "region": region}
            }
        case CellPlace():
            made = {
                "physicalLocation": {"artifactLocation": {"uri": quote(place.file)}},
                "logicalLocations": [{"fullyQualifiedName": place_text(place, language)}],
            }
        case None:
            return []
        case _:
            assert_never(place)
    return [{**made, "message": {"text": label}} if label else made]
