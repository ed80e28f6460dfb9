"""The page of the defects of acts is what the checker finds in the shipped rules."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_page_is_what_the_checker_finds() -> None:
    """``docs/law-defects.md`` is made by the script from the findings; make it again after a change of the rules."""
    spec = importlib.util.spec_from_file_location(
        "make_law_defects", ROOT / "scripts" / "make_law_defects.py"
    )
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (ROOT / "docs" / "law-defects.md").read_text(encoding="utf-8") == script.page()
