"""Grammar and rules are found in a checkout and in the wheel."""

from __future__ import annotations

import os
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
    assert names(installed / "effrules" / "_grammar") == names(ROOT / "grammar") | {"tables.json"}
    assert names(installed / "effrules" / "_rules") == names(ROOT / "rules")
    code = "from effrules.resources import grammar_folder as g, rules_folder as r; print(g(), r(), sep='\\n')"
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=installed
    ).stdout.splitlines()
    assert found == [str(installed / "effrules" / "_grammar"), str(installed / "effrules" / "_rules")]
    for folder in (installed, tmp_path, ROOT, ROOT / "rules" / "current"):
        assert places_and_opened(installed, folder) == places_and_opened(ROOT, folder)


def places_and_opened(package: Path, folder: Path) -> list[str]:
    """The files that the digest and the places of a trace name, and the line at one of these places."""
    code = (
        "import sys, json, hashlib, effrules; from click.testing import CliRunner\n"
        "from effrules.resources import rules_folder; from effrules.cli.show import command\n"
        "made = effrules.load('current').trace(rules_folder() / 'current' / 'sample', 'C01', 'citizens').to_json()\n"
        "print(hashlib.sha256(made.encode()).hexdigest())\n"
        "print(*sorted({clause['file'] for clause in json.loads(made)['clauses']}))\n"
        "shown = CliRunner().invoke(command, ['rules/current/result.eff:13:1'])\n"
        "print(shown.exit_code, *shown.output.splitlines()[1:])\n"
        "print(shown.output.splitlines()[0] == str(rules_folder() / 'current' / 'result.eff'))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(package), "PYTHONIOENCODING": "utf-8"},
    ).stdout.splitlines()
    assert found[1].split()[0].startswith("rules/current/")
    assert "> 13 | total {" in found[2]
    assert found[3] == "True"
    return found
