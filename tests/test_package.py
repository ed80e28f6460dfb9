"""What the package says of itself: links that lead somewhere, one version, one address."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

import effrules

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)]+)\)")


def test_the_page_on_an_index_stands_alone() -> None:
    """No link of the README is relative once it is built, and each leads to a file that is there."""
    page = ProjectMetadata(str(ROOT), PluginManager()).core.readme
    home = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Source"]
    links = LINK.findall(page)
    assert len(links) >= 20
    for link in links:
        assert link.startswith("https://"), link
        within = re.fullmatch(rf"{re.escape(home)}/blob/main/([^#]+).*", link) or re.fullmatch(
            r"https://raw\.githubusercontent\.com/effrules/effrules/main/(.+)", link
        )
        if within:
            assert (ROOT / within[1]).exists(), link


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_links_of_pages_lead_to_files(name: str) -> None:
    """Every relative link of the pages at the top leads to a file."""
    for link in LINK.findall((ROOT / name).read_text("utf-8")):
        if not link.startswith(("https://", "#")):
            assert (ROOT / link.partition("#")[0]).exists(), link


def test_one_version() -> None:
    """The version to cite is that of the package."""
    cited = re.search(r'^version: "([^"]+)"$', (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert cited is not None
    assert cited[1] == effrules.__version__


BUILD = """
import importlib.util, sys
from pathlib import Path
sys.path = [at for at in sys.path if not (Path(at) / "effrules" / "__init__.py").is_file()]
spec = importlib.util.spec_from_file_location("hook", sys.argv[1] + "/scripts/prepare_grammar.py")
hook = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hook)
made, data = hook.PrepareGrammar(sys.argv[1], {}, None, None, "", "wheel"), {"force_include": {}}
made.initialize("standard", data)
((file, place),) = data["force_include"].items()
print(place, Path(file).stat().st_size)
made.finalize("standard", data, "")
"""


def test_the_grammar_is_prepared_where_effrules_is_not_installed() -> None:
    """A wheel is built in an environment that holds what pyproject.toml names, and not effrules itself."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(ROOT)], capture_output=True, text=True, cwd=ROOT.parent, env=environment, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    place, size = done.stdout.split()
    assert place == "effrules/_grammar/tables.json"
    assert int(size) > 100_000
