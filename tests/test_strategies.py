"""The strategies give what they promise."""

from __future__ import annotations

from hypothesis import given, settings

from effrules.check.build import load_text
from effrules.source import Source
from effrules.syntax.parse import parse
from effrules.syntax.printer import print_file
from tests.strategies import methodologies


@given(methodologies())
@settings(max_examples=60)
def test_made_up_methodologies_check_without_error(text: str) -> None:
    """A methodology that is built well-typed is accepted by the checker."""
    checked = load_text(text)
    assert [f for f in checked.findings if f.is_error] == [], text
    assert checked.program is not None


@given(methodologies())
@settings(max_examples=20)
def test_printed_methodologies_mean_the_same(text: str) -> None:
    """The checker makes the same program of a methodology and of its printed text."""
    tree, _ = parse(Source("rules.eff", text))
    assert load_text(print_file(tree)).program == load_text(text).program
