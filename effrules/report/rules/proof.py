"""What ``effrules test`` found, for machines: JSON (``effrules.test/1``) and JUnit's XML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from effrules.diagnostics.json import FindingRecord, to_json
from effrules.diagnostics.junit import Case, junit
from effrules.prove.examples import ExampleOutcome
from effrules.prove.properties import PropertyOutcome


class CheckRecord(TypedDict):
    """An expectation of an example, and what came out."""

    what: Annotated[str, "The node, penalty, bonus or ranking."]
    kind: str
    subject: str
    expected: str
    got: str
    passed: bool


class ExampleRecord(TypedDict):
    """A worked case."""

    name: str
    passed: bool
    checks: list[CheckRecord]
    findings: list[FindingRecord]


class PropertyRecord(TypedDict):
    """A promise: in how many random cases it was put to the test, and the smallest case that breaks it."""

    name: str
    held: bool
    tried: int
    tested: int
    counter_example: Annotated[str | None, "An `example` block to paste."]


class TestDocument(TypedDict):
    """What effrules test found. A property that held was tried, not proved."""

    format: Literal["effrules.test/1"]
    rules: str
    passed: bool
    examples: list[ExampleRecord]
    properties: list[PropertyRecord]


def document(rules: str, worked: Sequence[ExampleOutcome], tried: Sequence[PropertyOutcome]) -> TestDocument:
    """The outcomes of examples and properties."""
    return {
        "format": "effrules.test/1",
        "rules": rules,
        "passed": all(one.passed for one in worked) and all(one.broken is None for one in tried),
        "examples": [_example(outcome) for outcome in worked],
        "properties": [
            {
                "name": outcome.property.name,
                "held": outcome.broken is None,
                "tried": outcome.tried,
                "tested": outcome.tested,
                "counter_example": outcome.text or None,
            }
            for outcome in tried
        ],
    }


def _example(outcome: ExampleOutcome) -> ExampleRecord:
    return {
        "name": outcome.example.name,
        "passed": outcome.passed,
        "checks": [
            {
                "what": check.expectation.what,
                "kind": check.expectation.kind,
                "subject": check.expectation.subject,
                "expected": check.expected,
                "got": check.got,
                "passed": check.passed,
            }
            for check in outcome.checks
        ],
        "findings": to_json(outcome.findings),
    }


def json_text(rules: str, worked: Sequence[ExampleOutcome], tried: Sequence[PropertyOutcome]) -> str:
    """The document as a text of JSON."""
    return json.dumps(document(rules, worked, tried), ensure_ascii=False, indent=1) + "\n"


def junit_text(rules: str, worked: Sequence[ExampleOutcome], tried: Sequence[PropertyOutcome]) -> str:
    """The outcomes as JUnit's XML."""
    cases = [_example_case(outcome) for outcome in worked]
    for outcome in tried:
        name = f"property {outcome.property.name}"
        if outcome.broken is None:
            held = f"held in {outcome.tested} of {outcome.tried} random cases that fitted; tried, not proved"
            cases.append(Case(name, said=held))
        else:
            cases.append(Case(name, "it does not hold", "property", outcome.text))
    return junit([(rules, cases)])


def _example_case(outcome: ExampleOutcome) -> Case:
    name = f"example {outcome.example.name}"
    if outcome.passed:
        return Case(name)
    wrong = [
        f"{check.expectation.what} of {check.expectation.subject}: expected {check.expected}, got {check.got}"
        for check in outcome.checks
        if not check.passed
    ]
    wrong += [f"{finding.code}: {finding.message}" for finding in outcome.findings]
    return Case(name, wrong[0] if wrong else "it failed", "example", "\n".join(wrong))
