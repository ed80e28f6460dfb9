"""Applying all edits gives the new methodology; applying any independent groups gives a well-formed one."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load
from effrules.compare.applying import NotClosed, applied, groups, parted
from effrules.compare.difference import difference
from effrules.model.program import Program
from tests.diff_programs import differing, program_of
from tests.strategies import methodologies

VERSIONS = ("2011", "2013", "2015", "current")
SHIPPED = {name: load(name).program for name in (*VERSIONS, "monitoring-2015", "monitoring-2016")}
PAIRS = [
    *itertools.permutations(VERSIONS, 2),
    ("monitoring-2015", "monitoring-2016"),
    ("monitoring-2016", "monitoring-2015"),
    ("2015", "monitoring-2016"),
]


def shipped(name: str) -> Program:
    program = SHIPPED[name]
    assert program is not None
    return program


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_differs_from_itself(name: str) -> None:
    """A methodology has no difference from itself."""
    assert difference(shipped(name), shipped(name)).edits == ()


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_all_edits_give_the_new_one(old: str, new: str) -> None:
    """The old methodology with all edits applied is the new one, forwards and backwards."""
    found = difference(shipped(old), shipped(new))
    assert differing(applied(found, found.edits), shipped(new)) == []
    assert differing(applied(found, ()), shipped(old)) == []
