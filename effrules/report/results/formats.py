"""The JSON documents whose published schemas are made from the classes by which they are built."""

from __future__ import annotations

from typing import Any

from effrules.audit.record import Record
from effrules.cycle.exporting import RegisterDocument
from effrules.cycle.folder import Manifest
from effrules.diagnostics.document_schema import Schema, schema_of
from effrules.report.analysis.json_text import AnalysisDocument
from effrules.report.cycle.series_files import SeriesDocument
from effrules.report.derivation.why_not_json import WhyNotDocument
from effrules.report.difference.records import DiffDocument
from effrules.report.goal.json_text import GoalSeekDocument
from effrules.report.history.blame_json import BlameDocument
from effrules.report.history.log_json import LogDocument
from effrules.report.impact.json_text import ImpactDocument
from effrules.report.publication.descriptor import PackageDocument
from effrules.report.results.json_text import ResultsDocument
from effrules.report.results.verify_json import VerifyDocument
from effrules.report.robustness.json_text import RobustnessDocument
from effrules.report.rules.check_json import CheckDocument
from effrules.report.rules.proof import TestDocument
from effrules.report.sources.json_text import SourcesDocument

DOCUMENTS: dict[str, Any] = {
    "effrules.analysis/1": AnalysisDocument,
    "effrules.blame/1": BlameDocument,
    "effrules.check/1": CheckDocument,
    "effrules.diff/1": DiffDocument,
    "effrules.goal-seek/1": GoalSeekDocument,
    "effrules.impact/1": ImpactDocument,
    "effrules.log/1": LogDocument,
    "effrules.package/1": PackageDocument,
    "effrules.register/1": RegisterDocument,
    "effrules.results/1": ResultsDocument,
    "effrules.robustness/1": RobustnessDocument,
    "effrules.run/2": Record,
    "effrules.series/1": SeriesDocument,
    "effrules.sources/1": SourcesDocument,
    "effrules.test/1": TestDocument,
    "effrules.verify/1": VerifyDocument,
    "effrules.why-not/1": WhyNotDocument,
    "effrules.year/1": Manifest,
}
"""By what their ``format`` says."""


def schemas() -> dict[str, Schema]:
    """The schemas, by the names of their files."""
    return {file_name(form): schema_of(document, form) for form, document in DOCUMENTS.items()}


def file_name(form: str) -> str:
    """The file of a format's schema: ``trace-1.json`` of ``effrules.trace/1``."""
    return form.removeprefix("effrules.").replace("/", "-") + ".json"
