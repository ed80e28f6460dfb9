"""A signal at any moment: no traceback, nothing temporary left, files as they were or whole."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.starting import ROOT, starter

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

SIGNALS = {
    name: code
    for name, code in {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}.items()
    if os.name == "posix" and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN
}
"""Those that are not ignored where the tests run: under ``nohup`` a closed terminal ends nothing."""


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command, running."""
    return subprocess.Popen(
        [sys.executable, "-m", "effrules", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Rules and data."""
    starter(tmp_path)
    (tmp_path / "tmp").mkdir()
    return tmp_path


def left(folder: Path) -> list[str]:
    """What is temporary and still there."""
    return [path.name for path in folder.rglob(".effrules-*")]


def python_alone(told: str) -> bool:
    """Whether no traceback was shown, or one of Python's own start, before the first lines of effrules have run."""
    inside = set(re.findall(r'effrules/(\S+)", line', told))
    return "Traceback" not in told or inside <= {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("name", SIGNALS)
def test_at_many_moments(office: Path, name: str) -> None:
    """From the first import to the end of the run."""
    codes = set()
    for moment in range(1, 16):
        process = started(office, "run", "rules", "data", "-o", "r.csv", "-o", "r.xlsx")
        time.sleep(moment * 0.04)
        process.send_signal(getattr(signal, name))
        _, told = process.communicate(timeout=60)
        codes.add(process.returncode)
        assert python_alone(told), told
        assert left(office) == []
        there = [(office / file).exists() for file in ("r.csv", "r.xlsx", "r.record.json")]
        assert all(there) or not any(there)
    assert codes & {SIGNALS[name], 0}


WAITING = """
import os, signal, sys
from pathlib import Path
from effrules.disk import writing
def waits(path):
    print("waits", flush=True)
    signal.pause()
writing._open_stream = waits
from effrules.cli.start import main
main()
"""


def waiting(folder: Path) -> subprocess.Popen[str]:
    """A run that waits where all its files lie beside their places."""
    os.mkfifo(folder / "p.md")
    (folder / "r.csv").write_text("before", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING, "run", "rules", "data", "-o", "r.csv", "-o", "p.md"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waits\n"
    assert len(left(folder)) == 3
    return process


@pytest.mark.parametrize("name", SIGNALS)
def test_while_files_are_written(office: Path, name: str) -> None:
    """Temporary files and folders go, and the file that was there holds what it held."""
    process = waiting(office)
    process.send_signal(getattr(signal, name))
    _, told = process.communicate(timeout=60)
    assert process.returncode == SIGNALS[name]
    assert told == ("effrules: interrupted\n" if name == "SIGINT" else "")
    assert left(office) == []
    assert (office / "r.csv").read_text("utf-8") == "before"


def test_after_a_kill_the_next_run_cleans_up(office: Path) -> None:
    """What SIGKILL leaves is gone after the next run that writes there."""
    process = waiting(office)
    process.kill()
    process.communicate(timeout=60)
    assert len(left(office)) == 3
    (office / "p.md").unlink()
    done = started(office, "run", "rules", "data", "-o", "r.csv")
    done.communicate(timeout=60)
    assert done.returncode == 0
    assert [path.parent.name for path in office.rglob(".effrules-*")] == ["tmp"]
    done = started(office, "run", "rules", "-")
    done.communicate(timeout=60)
    assert left(office) == []


def test_a_signal_waits_while_files_are_put_in_place() -> None:
    """Work that must not be divided is finished first; then the signal takes effect."""
    code = (
        "import os, signal\n"
        "from effrules.leaving import Undivided, leave\n"
        "signal.signal(signal.SIGTERM, leave)\n"
        "with Undivided():\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    print('finished', flush=True)\n"
        "print('never')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (143, "finished\n", "")


def test_an_ignored_signal_stays_ignored(office: Path) -> None:
    """Under ``nohup`` the end of the terminal does not end the run."""
    code = "import signal, sys, os\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    code += "from effrules.cli import start\nimport effrules.cli.main as m\n"
    code += "m.main = lambda: (os.kill(os.getpid(), signal.SIGHUP), print('went on'))\nstart.main()\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout == "went on\n"
