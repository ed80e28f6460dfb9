"""Settings of every test: Hypothesis draws the same examples in each run, and takes the time that it needs."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("effrules", deadline=None, derandomize=True, database=None)
settings.load_profile("effrules")
