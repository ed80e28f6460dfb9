"""What tests of commands share: the starter methodology on disk, and running a command in a fresh interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from effrules.cli.starter import DATA, METHODOLOGY

ROOT = Path(__file__).resolve().parent.parent


def starter(folder: Path) -> tuple[Path, Path]:
    """The starter's rules and data in a folder."""
    rules, data = folder / "rules", folder / "data"
    rules.mkdir()
    data.mkdir()
    (rules / "methodology.eff").write_text(METHODOLOGY, encoding="utf-8")
    for name, text in DATA.items():
        (data / name).write_text(text, encoding="utf-8")
    return rules, data


def effrules(*arguments: object, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command does when it is run in a folder, piped."""
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "effrules", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
    )
