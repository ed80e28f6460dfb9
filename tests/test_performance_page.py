"""The drawing of docs/performance.md is made of the tables beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_drawing_is_that_of_the_tables(tmp_path: Path) -> None:
    """``python benchmarks/plots.py`` would write the very same: whoever measures anew draws anew."""
    made = tmp_path / "made.svg"
    subprocess.run([sys.executable, ROOT / "benchmarks" / "plots.py", made], check=True)
    assert made.read_bytes() == (ROOT / "docs" / "images" / "performance.svg").read_bytes()
