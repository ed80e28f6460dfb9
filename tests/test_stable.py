"""Each run is like the last: what is drawn depends on the test alone."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from hypothesis.internal.conjecture.providers import HypothesisProvider

from effrules.model import garbage


def test_draws_depend_on_no_module(request: pytest.FixtureRequest) -> None:
    """Hypothesis draws no numbers or texts that happen to stand in the modules that are imported (decision 0098)."""
    if request.config.getoption("--hypothesis-profile") == "explore":
        pytest.skip("this run looks for what the fixed ones miss")
    assert not len(HypothesisProvider(None)._local_constants)


def test_nothing_is_frozen() -> None:
    """What is frozen is counted, one by one, whenever rules are checked or scored."""
    assert gc.get_freeze_count() == 0


class Loop:
    """What refers to itself."""

    def __init__(self) -> None:
        self.me = self


def test_a_long_lived_process_does_not_keep_what_it_has_done_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made on the way, and refers to itself, is let go in the end, though it is not looked through at once."""
    monkeypatch.setattr(garbage, "_MADE", garbage._Made())
    monkeypatch.setattr(garbage, "OFTEN", 5_000 / gc.get_threshold()[0])
    with garbage.without_collecting():
        first = ref(Loop())
    assert first() is not None
    for _ in range(3):
        with garbage.without_collecting():
            held = [Loop() for _ in range(2_000)]
        del held
    assert first() is None
