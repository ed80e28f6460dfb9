"""The rules that come with effrules, checked once for all tests of a process; the processes of a run share what was checked."""

from __future__ import annotations

from pathlib import Path

from effrules.check import build
from effrules.check.cached import load
from effrules.check.checked import Checked
from effrules.history.consolidated import consolidated_text
from tests.costs import shared


@shared
def checked(name: str | Path) -> Checked:
    """What the checker gives for shipped rules of a name, or for rules at a path that no test changes."""
    return load(name)


@shared
def read_alone(name: str | Path) -> Checked:
    """What it gives for their consolidated text, read alone."""
    text, findings = consolidated_text(name)
    assert text is not None, findings
    return build.load_text(text)
