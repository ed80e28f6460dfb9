"""The consolidated text stands alone and means what the chain of amendments means."""

from __future__ import annotations

from pathlib import Path

import pytest

from effrules.amend.locating import bundled
from effrules.check.build import load, load_text
from effrules.history.consolidated import consolidated_text
from effrules.model.basis import Basis
from tests.thesis import VERSIONS, rules_at


@pytest.mark.parametrize("name", [*bundled(), *map(rules_at, VERSIONS)], ids=str)
def test_same_meaning(name: str | Path) -> None:
    """Read back, the consolidated text of every bundled version, and of those of the thesis, gives the same tree, weights and outcome."""
    text, findings = consolidated_text(name)
    assert text is not None, findings
    alone, chained = load_text(text).program, load(name).program
    assert alone is not None, load_text(text).findings
    assert chained is not None
    assert list(alone.nodes) == list(chained.nodes)
    for node in chained.nodes:
        for what in ("kind", "titles", "parts", "maximum", "formula", "not_applicable", "rounding"):
            assert getattr(alone.nodes[node], what) == getattr(chained.nodes[node], what), (node, what)
        # the clauses of a node stand in one order in the consolidated text, in that of the file elsewhere
        assert _cited(alone.nodes[node].basis) == _cited(chained.nodes[node].basis), node
    assert [w.weights for w in alone.weights] == [w.weights for w in chained.weights]
    assert [a.amount for a in alone.adjustments] == [a.amount for a in chained.adjustments]
    assert alone.schema == chained.schema
    assert [r.grades for r in alone.ratings] == [r.grades for r in chained.ratings]
    assert alone.header.titles == chained.header.titles
    assert alone.header.amends is None


def test_not_there() -> None:
    """Rules that are not there are a finding."""
    assert [finding.code for finding in consolidated_text("no-such-rules")[1]] == ["E200"]


def _cited(basis: Basis) -> tuple[set[str], set[str], set[str]]:
    """What a basis holds, in whatever order."""
    return (
        {repr(one) for one in basis.citations},
        {repr(one) for one in basis.assumptions},
        {repr(one) for one in basis.contradictions},
    )
