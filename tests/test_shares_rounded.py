"""Shares that are rounded: the rules say whether decimals of the percentage or of the ratio are counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from flint import fmpq

from effrules.check.build import load_text
from effrules.data import from_tables
from effrules.independent import replay
from effrules.syntax.piece_text import rounding_text
from effrules.trace.json_text import document
from effrules.trace.tracing import trace
from tests.running import program_of

RULES = (Path(__file__).parent / "cases" / "numbers" / "percent.eff").read_text("utf-8")


def test_a_bare_number_of_decimals_is_refused() -> None:
    """95.4 % must not become 100 % by a reading that nobody chose."""
    (finding,) = load_text(RULES).findings
    assert finding.code == "E335"
    assert "95.4%" in str(finding.notes[0].text)
    assert "100%" in str(finding.notes[0].text)


@pytest.mark.parametrize(
    ("said", "given", "score"),
    [
        ("1 decimal of the percentage", "0.9544", "95.4"),
        ("0 decimals of the percentage", "0.9544", "95"),
        ("1 decimal of the ratio", "0.9544", "100"),
        ("3 decimals of the ratio", "0.9544", "95.4"),
        ("3 significant digits", "0.9544", "95.4"),
        ("1 decimal of the percentage", "0.9545", "95.5"),
    ],
)
def test_decimals_are_those_that_are_said(said: str, given: str, score: str) -> None:
    """The rounding does what it says, its text is printed again, and the trace is confirmed."""
    text = RULES.replace("1 decimal,", f"{said},")
    program = program_of(text)
    dataset, found = from_tables({"agency": [{"agency": "A", "s": given}]}, program.schema)
    assert dataset is not None, found
    derivations = trace(program, dataset)
    (result,) = derivations.results.subjects
    whole, _, rest = score.partition(".")
    assert result.nodes["total"].value == fmpq(int(whole + rest), 10 ** len(rest))
    assert f"{rounding_text(program.definitions['r'].body.rounding)}" == f"{said}, half up"  # type: ignore[union-attr]
    assert not replay(document(derivations.of("A"))).problems
