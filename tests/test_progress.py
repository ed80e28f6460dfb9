"""Long commands show on a terminal how far they are, and nothing of it anywhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from effrules.cli import progress
from effrules.resources import rules_folder

PROGRAM = """
import sys
from effrules.cli import progress
progress.PATIENCE = progress.EVERY = 0
from effrules.cli.main import main
main(sys.argv[1:])
"""
"""effrules without patience: progress is shown at once."""


def on_a_terminal(*words: str) -> tuple[int, str]:
    """The exit code of a command whose standard error is a terminal, and what stands there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=theirs
    ) as running:
        os.close(theirs)
        told = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            told += piece
    os.close(ours)
    return running.returncode, told.decode()


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of a run of bundled rules on their sample."""
    folder = tmp_path_factory.mktemp("run")
    sample = rules_folder() / "monitoring-2016" / "sample"
    words = [
        sys.executable,
        "-m",
        "effrules",
        "run",
        "monitoring-2016",
        str(sample),
        "-o",
        str(folder / "r.csv"),
    ]
    done = subprocess.run(words, capture_output=True, check=True)
    assert b"[#" not in done.stderr
    return folder / "r.record.json"


def test_report_shows_progress(tmp_path: Path) -> None:
    """Bodies as they are scored, then steps as they are written."""
    sample = str(rules_folder() / "monitoring-2016" / "sample")
    code, told = on_a_terminal("report", "monitoring-2016", sample, "-o", str(tmp_path / "r.html"))
    assert code == 0
    assert "/ 40" in told
    assert told.count("[#") > 20
    assert "\x1b[K" in told


def test_verify_shows_progress(record: Path) -> None:
    """Bodies as they are scored anew, then steps as they are checked."""
    bound = str(rules_folder())
    code, told = on_a_terminal("verify", "--independent", "--within", bound, str(record))
    assert code in (0, 3), told
    assert "/ 40" in told
    assert told.count("[") > 5


def test_nothing_is_shown_elsewhere(record: Path) -> None:
    """Into a file or a pipe nothing of it is written."""
    words = [sys.executable, "-c", PROGRAM, "verify", "--within", str(rules_folder()), str(record)]
    done = subprocess.run(words, capture_output=True, check=False)
    assert b"/ 40" not in done.stderr
    assert progress.PATIENCE > 0
