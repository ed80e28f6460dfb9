"""Grammar and rules are found in a checkout and in the wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from effrules.resources import grammar_folder, rules_folder

ROOT = Path(__file__).resolve().parent.parent


def names(folder: Path) -> set[str]:
    """The files below a folder, relative to it; what the system or an editor leaves behind is not counted."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_in_a_checkout() -> None:
    """In a checkout the folders beside the package are read."""
    assert grammar_folder() == ROOT / "grammar"
    assert rules_folder() == ROOT / "rules"


def test_in_the_wheel(tmp_path: Path) -> None:
    """A wheel carries grammar and rules whole, and the package finds them where it is installed."""
    build = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        str(tmp_path / "dist"),
    ]
    subprocess.run(build, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    assert names(installed / "effrules" / "_grammar") == names(ROOT / "grammar")
    assert names(installed / "effrules" / "_rules") == names(ROOT / "rules")
    code = "from effrules.resources import grammar_folder as g, rules_folder as r; print(g(), r(), sep='\\n')"
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=installed
    ).stdout.splitlines()
    assert found == [str(installed / "effrules" / "_grammar"), str(installed / "effrules" / "_rules")]
