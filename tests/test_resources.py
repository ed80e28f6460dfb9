"""Grammar and rules are found in a checkout and in the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from effrules.amend.locating import bundled
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
    for folder in (installed, tmp_path, ROOT, next(iter(bundled().values()))):
        assert places_and_opened(installed, folder) == places_and_opened(ROOT, folder)


def places_and_opened(package: Path, folder: Path) -> list[str]:
    """Of some bundled rules: the digest of a trace, the files that its places name, and whether one of these places is opened."""
    code = (
        "import sys, json, hashlib, effrules; from click.testing import CliRunner\n"
        "from effrules.amend.locating import bundled; from effrules.cli.show import command\n"
        "from effrules.resources import rules_folder\n"
        "name, home = next(iter(bundled().items()))\n"
        "rules, data = effrules.load(name), home / 'sample'\n"
        "body = rules.score(data)[0].key\n"
        "made = rules.trace(data, body).to_json()\n"
        "clauses = json.loads(made)['clauses']\n"
        "print(hashlib.sha256(made.encode()).hexdigest())\n"
        "print(*sorted({clause['file'] for clause in clauses}))\n"
        "file, line = clauses[0]['file'], clauses[0]['line']\n"
        "shown = CliRunner().invoke(command, [f'{file}:{line}:1'])\n"
        "path = rules_folder() / file.partition('/')[2]\n"
        "wanted = path.read_text('utf-8').splitlines()[line - 1]\n"
        "print(shown.exit_code, f'> {line} | {wanted}' in shown.output)\n"
        "print(shown.output.splitlines()[0] == str(path))"
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
    assert all(file.startswith("rules/") for file in found[1].split())
    assert found[2:] == ["0 True", "True"]
    return found
