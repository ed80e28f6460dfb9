"""The pages about commands and results are true."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_page_is_what_help_says() -> None:
    """docs/cli.md is what ``python scripts/make_cli_docs.py`` writes, in a process where no command was called before."""
    code = "import runpy, sys; sys.stdout.buffer.write(runpy.run_path('scripts/make_cli_docs.py')['page']().encode())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert (
        done.stdout.decode("utf-8").splitlines() == (ROOT / "docs" / "cli.md").read_text("utf-8").splitlines()
    )
