"""Settings of every test: Hypothesis draws the same examples in each run, and takes the time that it needs (decision 0098).

What a test needs of the machine is said by its mark; where that is not there, the test is skipped and says so. effrules keeps
the rules that it has checked in `.pytest_cache`, for all processes and the next run: the user's is neither read nor filled.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from tests.browser import CHROMIUM
from tests.costs import Costs

pytest.register_assert_rewrite("tests.literate")  # its comparisons show what differs

settings.register_profile("effrules", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, database=None)
"""Other examples in each run, to look for what the fixed ones miss: `pytest --hypothesis-profile explore`."""
settings.load_profile("effrules")

LACKING = {
    "browser": None if CHROMIUM else "no Chromium on this machine",
    "git": None if shutil.which("git") else "no git on this machine",
    "office": None if shutil.which("soffice") else "no LibreOffice on this machine",
    "openssh": None if shutil.which("ssh-keygen") else "no ssh-keygen (OpenSSH) on this machine",
}
"""For each mark of a need: why its tests are skipped, where they are."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-slow", action="store_true", help="write the list of slow tests anew, after a run of all"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-profile") != "explore":
        # Else it draws numbers and texts of our modules that happen to be imported: other ones after each change, and in each process.
        providers._get_local_constants = providers.Constants
    config.pluginmanager.register(Costs(config), "costs")
    if not hasattr(config, "workerinput"):  # the processes of a run inherit it
        os.environ["XDG_CACHE_HOME"] = str(config.rootpath / ".pytest_cache" / "d")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark, reason in LACKING.items():
            if reason is not None and item.get_closest_marker(mark) is not None:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _nothing_spoken_before() -> Iterator[None]:
    """What language a command spoke in a test, the next one does not hear."""
    yield
    language = sys.modules.get("effrules.cli.language")
    if language is not None:
        language.begin(())
