"""What the package says of itself: links that lead somewhere, one version, one address."""

from __future__ import annotations

import re
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
