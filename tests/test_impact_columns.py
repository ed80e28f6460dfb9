"""An impact in which columns score many bodies at a time is, to the last digit and word, what the exact engine gives."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from effrules.columnar import Several
from effrules.compare.difference import difference
from effrules.compare.impact.measuring import impact
from effrules.data.dataset import Dataset
from effrules.model import program as p
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.report.impact.json_text import document
from tests.running import program_of
from tests.strategies import methodologies
from tests.test_impact_hybrids import program, rows


def held(old: p.Program, new: p.Program, before: Dataset, after: Dataset) -> None:
    """Both ways give the same."""
    found = difference(old, new)
    assert document(impact(found, before, after, None, Several())) == document(impact(found, before, after))


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(methodologies(), methodologies(), st.data())
def test_of_any_rules(before: str, after: str, data: st.DataObject) -> None:
    """Whatever the rules read, whatever fails."""
    old, new = program_of(before), program_of(after)
    dataset = dataset_of(old.schema, data.draw(Agencies(old).cases))
    held(old, new, dataset, dataset)


@pytest.mark.parametrize("two", [False, True])
def test_of_many_edits(two: bool) -> None:
    """Of rules whose edits are made one by one, on one set of data and on two."""
    old, new = program(0), program(-1)
    dataset = dataset_of(old.schema, rows(30, 1))
    held(old, new, dataset, dataset_of(new.schema, rows(25, 2)) if two else dataset)
