"""Findings and outcomes as JUnit's XML, which every build server reads: a suite for each thing that was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from attrs import frozen

from effrules.diagnostics.finding import Finding
from effrules.diagnostics.glyphs import shown
from effrules.diagnostics.told import told
from effrules.source import Span
from effrules.words import Language, phrase


@frozen
class Case:
    """A test case: it passed where ``failure`` is empty. ``kind`` is what sort of failure, ``said`` what else there is to say."""

    name: str
    failure: str = ""
    kind: str = ""
    detail: str = ""
    said: str = ""
    file: str = ""
    line: int | None = None


def cases_of(findings: Sequence[Finding], language: Language = Language.EN) -> list[Case]:
    """A case for each finding, failed where it is an error; one that passed where there is none."""
    if not any(finding.is_error for finding in findings):
        return [Case(phrase("no errors").in_(language)), *(_case(finding, language) for finding in findings)]
    return [_case(finding, language) for finding in findings]


def _case(finding: Finding, language: Language) -> Case:
    words = told(finding, language)
    detail = words.text if finding.place is None else f"{words.place}\n{words.text}"
    span = finding.place if isinstance(finding.place, Span) else None
    name = f"{finding.code} {words.place}" if finding.place is not None else finding.code
    file, line = ("", None) if span is None else (span.source.name, span.line)
    if finding.is_error:
        return Case(name, words.message, finding.code, detail, file=file, line=line)
    return Case(name, said=detail, file=file, line=line)


def junit(suites: Iterable[tuple[str, Sequence[Case]]]) -> str:
    """The suites, by name, with their cases."""
    root = ET.Element("testsuites", name="effrules")
    tests = failures = 0
    for name, cases in suites:
        failed = sum(bool(case.failure) for case in cases)
        tests, failures = tests + len(cases), failures + failed
        suite = ET.SubElement(
            root, "testsuite", name=_text(name), tests=str(len(cases)), failures=str(failed), errors="0"
        )
        for case in cases:
            _add(suite, case, name)
    root.set("tests", str(tests))
    root.set("failures", str(failures))
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add(suite: ET.Element, case: Case, name: str) -> None:
    made = ET.SubElement(suite, "testcase", name=_text(case.name), classname=_text(name))
    if case.file:
        made.set("file", _text(case.file))
    if case.line is not None:
        made.set("line", str(case.line))
    if case.failure:
        failure = ET.SubElement(made, "failure", message=_text(case.failure), type=case.kind or "failed")
        failure.text = _text(case.detail or case.failure)
    if case.said:
        ET.SubElement(made, "system-out").text = _text(case.said)


def _text(text: str) -> str:
    """Text that XML can hold: control characters are made visible."""
    return "\n".join(shown(line) for line in text.split("\n"))
