"""What ``effrules test`` found, for machines: JSON (``effrules.test/1``) and JUnit's XML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from effrules.diagnostics.json import FindingRecord, to_json
from effrules.diagnostics.junit import Case, junit
from effrules.prove.examples import Check, ExampleOutcome
from effrules.prove.properties import PropertyOutcome
from effrules.words import Language, Message, Text, in_language, phrase


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


def document(
    rules: str,
    worked: Sequence[ExampleOutcome],
    tried: Sequence[PropertyOutcome],
    language: Language = Language.EN,
) -> TestDocument:
    """The outcomes of examples and properties, with what people read in a language."""
    return {
        "format": "effrules.test/1",
        "rules": rules,
        "passed": all(one.passed for one in worked) and all(one.broken is None for one in tried),
        "examples": [_example(outcome, language) for outcome in worked],
        "properties": [
            {
                "name": outcome.property.name,
                "held": outcome.broken is None,
                "tried": outcome.tried,
                "tested": outcome.tested,
                "counter_example": outcome.example_in(language) or None,
            }
            for outcome in tried
        ],
    }


def _example(outcome: ExampleOutcome, language: Language) -> ExampleRecord:
    return {
        "name": outcome.example.name,
        "passed": outcome.passed,
        "checks": [
            {
                "what": check.expectation.what,
                "kind": check.expectation.kind,
                "subject": check.expectation.subject,
                "expected": in_language(check.expected, language),
                "got": in_language(check.got, language),
                "passed": check.passed,
            }
            for check in outcome.checks
        ],
        "findings": to_json(outcome.findings, language),
    }


def json_text(
    rules: str,
    worked: Sequence[ExampleOutcome],
    tried: Sequence[PropertyOutcome],
    language: Language = Language.EN,
) -> str:
    """The document as a text of JSON."""
    return json.dumps(document(rules, worked, tried, language), ensure_ascii=False, indent=1) + "\n"


def junit_text(
    rules: str,
    worked: Sequence[ExampleOutcome],
    tried: Sequence[PropertyOutcome],
    language: Language = Language.EN,
) -> str:
    """The outcomes as JUnit's XML."""
    cases = [_example_case(outcome, language) for outcome in worked]
    for outcome in tried:
        name = phrase("property {name}", name=outcome.property.name).in_(language)
        if outcome.broken is None:
            held = phrase(
                "held in {tested} of {tried} random cases that fitted; tried, not proved",
                tested=outcome.tested,
                tried=outcome.tried,
            )
            cases.append(Case(name, said=held.in_(language)))
        else:
            cases.append(
                Case(name, phrase("it does not hold").in_(language), "property", outcome.example_in(language))
            )
    return junit([(rules, cases)])


def check_told(check: Check, what: Text) -> Message:
    """An expectation that was not met; ``what`` is what it is of."""
    return phrase(
        "{what} of {body}: expected {expected}, got {got}",
        what=what,
        body=check.expectation.subject,
        expected=check.expected,
        got=check.got,
    )


def _example_case(outcome: ExampleOutcome, language: Language) -> Case:
    name = phrase("example {name}", name=outcome.example.name).in_(language)
    if outcome.passed:
        return Case(name)
    wrong = [
        check_told(check, check.expectation.what).in_(language)
        for check in outcome.checks
        if not check.passed
    ]
    wrong += [f"{finding.code}: {in_language(finding.message, language)}" for finding in outcome.findings]
    return Case(name, wrong[0] if wrong else phrase("it failed").in_(language), "example", "\n".join(wrong))
