"""Settings of every test: Hypothesis draws the same examples in each run, and takes the time that it needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("effrules", deadline=None, derandomize=True, database=None)
settings.load_profile("effrules")


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of caches for all tests to which it makes no difference what another one has put there."""
    return tmp_path_factory.mktemp("cache")
