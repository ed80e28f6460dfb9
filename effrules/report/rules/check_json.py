"""What ``effrules check`` says, as JSON: ``effrules.check/1``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from effrules.check.folder import Together
from effrules.diagnostics import Finding, has_errors
from effrules.diagnostics.json import FindingRecord, to_json
from effrules.model.assumptions import all_assumptions
from effrules.model.program import Program
from effrules.report.results.json_text import AssumptionRecord, assumption_record
from effrules.report.texts import TextRecord, texts_record
from effrules.words import Language


class WithAlternatives(AssumptionRecord):
    """What the rules assume, and which drafts say how it could be otherwise."""

    alternatives: Annotated[list[str], "Their names."]


class CheckedVersion(TypedDict):
    """One version of a methodology; its name and version are null where errors hide them."""

    rules: str
    methodology: str | None
    version: str | None
    draft: Annotated[bool, "Whether it says of itself that it is not law."]
    texts: list[TextRecord]
    ok: bool
    findings: list[FindingRecord]
    assumptions: list[WithAlternatives]


class SameDays(TypedDict):
    """Another version that claims the same days."""

    version: str
    files: list[str]


class DraftRecord(TypedDict):
    """A version that is not in force."""

    methodology: str
    version: str
    files: list[str]
    amends: str | None
    days: Annotated[str, "For which days it is meant, in words; empty where it says none."]
    same_days: list[SameDays]


class CheckedFolder(TypedDict):
    """The versions of a folder together; drafts are listed apart."""

    folder: str
    versions: list[str]
    ok: bool
    findings: list[FindingRecord]
    drafts: list[DraftRecord]


class CheckDocument(TypedDict):
    """What effrules check says of the versions that it was asked about, and of folders of versions."""

    format: Literal["effrules.check/1"]
    ok: bool
    versions: list[CheckedVersion]
    folders: list[CheckedFolder]


def checked_version(
    rules: str, program: Program | None, findings: Sequence[Finding], language: Language = Language.EN
) -> CheckedVersion:
    """A version with its findings and its assumptions."""
    return {
        "rules": rules,
        "methodology": None if program is None else program.header.name,
        "version": None if program is None else program.header.version,
        "draft": program is not None and program.header.draft,
        "texts": [] if program is None else texts_record(program, here=True),
        "ok": not has_errors(findings),
        "findings": to_json(findings, language),
        "assumptions": [
            {**assumption_record(one), "alternatives": list(one.alternatives)}
            for one in (() if program is None else all_assumptions(program))
        ],
    }


def checked_folder(
    folder: str, versions: Sequence[str], together: Together, language: Language = Language.EN
) -> CheckedFolder:
    """A folder with what concerns its versions together."""
    return {
        "folder": folder,
        "versions": list(versions),
        "ok": not has_errors(together.findings),
        "findings": to_json(together.findings, language),
        "drafts": [
            {
                "methodology": one.name,
                "version": one.version,
                "files": list(one.files),
                "amends": one.amends,
                "days": one.days,
                "same_days": [{"version": version, "files": list(files)} for version, files in one.beside],
            }
            for one in together.drafts
        ],
    }


def json_text(versions: Sequence[CheckedVersion], folders: Sequence[CheckedFolder]) -> str:
    """The whole document."""
    document: CheckDocument = {
        "format": "effrules.check/1",
        "ok": all(one["ok"] for one in versions) and all(one["ok"] for one in folders),
        "versions": list(versions),
        "folders": list(folders),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
