"""Each run is like the last: what is drawn depends on the test alone."""

from __future__ import annotations

import gc

import pytest
from hypothesis.internal.conjecture.providers import HypothesisProvider


def test_draws_depend_on_no_module(request: pytest.FixtureRequest) -> None:
    """Hypothesis draws no numbers or texts that happen to stand in the modules that are imported (decision 0098)."""
    if request.config.getoption("--hypothesis-profile") == "explore":
        pytest.skip("this run looks for what the fixed ones miss")
    assert not len(HypothesisProvider(None)._local_constants)


def test_nothing_is_frozen() -> None:
    """What is frozen is counted, one by one, whenever rules are checked or scored."""
    assert gc.get_freeze_count() == 0
