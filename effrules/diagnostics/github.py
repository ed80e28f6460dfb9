"""Findings as GitHub's workflow commands: a job that prints them marks the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics.finding import Finding, Severity
from effrules.diagnostics.glyphs import shown
from effrules.diagnostics.told import told
from effrules.source import Span
from effrules.words import Language

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(findings: Iterable[Finding], language: Language = Language.EN) -> str:
    """A line for each finding."""
    return "".join(f"{_line(finding, language)}\n" for finding in findings)


def _line(finding: Finding, language: Language) -> str:
    members = {"title": finding.code}
    place = finding.place
    if isinstance(place, Span):
        line, column = place.source.line_and_column(place.start)
        end_line, end_column = place.source.line_and_column(place.end)
        members |= {"file": place.source.name, "line": str(line), "endLine": str(end_line)}
        if line == end_line:  # columns of a stretch of several lines are not understood there
            members |= {"col": str(column), "endColumn": str(end_column)}
    elif place is not None:
        members["file"] = place.file
    given = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in members.items())
    words = told(finding, language)
    at = "" if place is None or isinstance(place, Span) else f"{words.place}: "
    return f"::{LEVELS[finding.severity]} {given}::{_escaped(at + words.text)}"


def _escaped(text: str, more: str = "") -> str:
    """Text that stays in its line and in its member; control characters are made visible."""
    lines = [shown(line) for line in text.split("\n")]
    made = "%0A".join(line.replace("%", "%25") for line in lines)
    for character in more:
        made = made.replace(character, f"%{ord(character):02X}")
    return made
