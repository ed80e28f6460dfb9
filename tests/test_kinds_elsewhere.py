"""What stands apart from the tables of kinds knows each of them too: the grammar, the independent checker, the pages, the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flint import fmpq

from effrules import independent
from effrules.exact.statistics import aggregated
from effrules.model import program as p
from effrules.model.real import Num, round_num
from effrules.model.rounding import Counted, Rounding, RoundingMode, round_rational
from effrules.report.document.document_words import say
from effrules.report.wording import Language
from effrules.trace import steps as s
from effrules.trace.expressions import ARMS

ROOT = Path(__file__).parent.parent
KEYWORDS = (ROOT / "grammar" / "keywords.en.lark").read_text("utf-8")
LANGUAGE = (ROOT / "docs" / "language.md").read_text("utf-8")
FORMAT = (ROOT / "docs" / "trace-format.md").read_text("utf-8")
APART = (ROOT / "effrules" / "independent.py").read_text("utf-8")

UNWEIGHTED = [kind for kind in p.AggregateKind if kind is not p.AggregateKind.WEIGHTED_AVERAGE]
"""The weighted average has a rule of the grammar of its own: it takes weights."""


def _terminal(name: str) -> str:
    found = re.search(rf"^{name}\.\d+: /(.*)/$", KEYWORDS, re.MULTILINE)
    assert found is not None, name
    return found[1]


def _words(pattern: str) -> set[str]:
    """The words that a terminal of alternatives reads, without what follows them."""
    inside = re.search(r"\((?!\?)(.*?)\)(?:\\|$)", pattern)
    assert inside is not None, pattern
    listed = re.sub(
        r"(\w+\\s\+)\(([^)]*)\)", lambda m: "|".join(m[1] + one for one in m[2].split("|")), inside[1]
    )
    return set(listed.replace("\\s+", " ").split("|"))


@pytest.mark.parametrize(
    ("terminal", "kinds"),
    [
        ("AGGREGATE", UNWEIGHTED),
        ("STANDING", p.StandingKind),
        ("MODE", RoundingMode),
        ("QUANTIFIER", p.Quantifier),
        ("COUNTED", Counted),
    ],
)
def test_the_grammar_has_their_words(terminal: str, kinds: Iterable[Enum]) -> None:
    """A terminal reads the words of all members, and no other."""
    assert _words(_terminal(terminal)) == {kind.value for kind in kinds}


def _exactly(value: fmpq) -> Any:
    return independent.exactly(Fraction(int(value.p), int(value.q)))


def _same(found: Any, value: Num) -> bool:
    """Whether both ends of what the independent checker found are a value, to 15 decimals."""
    shown = round_num(value, Rounding(15, RoundingMode.HALF_UP))
    ends = {independent.rounded(end, 15, "half up", False) for end in found}
    return ends == {Fraction(int(shown.p), int(shown.q))}


@pytest.mark.parametrize("kind", list(p.AggregateKind))
def test_the_independent_checker_knows_aggregates(kind: p.AggregateKind) -> None:
    """It finds the same of a few values."""
    values, weights = [fmpq(1), fmpq(4), fmpq(9), fmpq(16)], [fmpq(1), fmpq(2), fmpq(3), fmpq(4)]
    weighted = kind is p.AggregateKind.WEIGHTED_AVERAGE
    found = independent.aggregated(
        kind.value, [*map(_exactly, values)], [*map(_exactly, weights)] if weighted else []
    )
    assert _same(found, aggregated(kind, values, weights if weighted else None))


@pytest.mark.parametrize("function", list(p.Function))
def test_the_independent_checker_knows_functions(function: p.Function) -> None:
    """It finds the same value."""
    arguments = [fmpq(5), fmpq(2)][: function.facts.arguments]
    at: Any = SimpleNamespace(numbers=lambda given: [_exactly(one) for one in given])
    found = independent.function(at, {"function": function.value, "arguments": arguments})
    assert _same(found, function.facts.value(*arguments))


@pytest.mark.parametrize("mode", list(RoundingMode))
def test_the_independent_checker_knows_roundings(mode: RoundingMode) -> None:
    """It rounds alike, above and below 0, between two figures and half way."""
    for number in range(-21, 22):
        found = round_rational(fmpq(number, 4), Rounding(0, mode))
        assert independent.rounded(Fraction(number, 4), 0, mode.value, False) == Fraction(
            int(found.p), int(found.q)
        )


@pytest.mark.parametrize("kind", [*p.StandingKind, *p.Quantifier, *p.Comparison], ids=lambda kind: kind.value)
def test_the_independent_checker_names_the_others(kind: Enum) -> None:
    """Their words stand in it."""
    assert f'"{kind.value}"' in APART


def test_what_is_made_of_values_is_known_elsewhere() -> None:
    """What has no step of its own in a trace: the independent checker and the pages name it."""
    words = [
        kind.__name__.lower()
        for kind, (_, step) in ARMS.items()
        if step is s.Function and kind is not p.Apply
    ]
    assert {word for word in words if f'"{word}"' not in APART} == set(), (
        "the independent checker lacks these"
    )
    assert {word for word in words if word not in FORMAT or word not in LANGUAGE} == set(), (
        "the pages lack these"
    )


@pytest.mark.parametrize("kind", [*p.AggregateKind, *p.StandingKind], ids=lambda kind: kind.value)
def test_the_pages_name_what_is_made_of_rows(kind: Enum) -> None:
    """The reference of the language, and of traces."""
    assert f"{kind.value} of" in LANGUAGE
    assert kind.value in FORMAT


@pytest.mark.parametrize("kind", [*p.Function, *RoundingMode], ids=lambda kind: kind.value)
def test_the_page_of_the_language_names_functions_and_roundings(kind: Enum) -> None:
    """As they are written."""
    assert re.search(rf"`[^`]*\b{kind.value}\b[^`]*`", LANGUAGE)


@pytest.mark.parametrize("language", list(Language))
def test_the_documents_have_words_for_roundings(language: Language) -> None:
    """Each rounding has words."""
    assert all(say(mode.value, language) for mode in RoundingMode)
