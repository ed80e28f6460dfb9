"""Checking all versions of a folder: each by itself, and all of them together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from effrules.amend.locating import bundled
from effrules.check.folder import across, versions_in
from effrules.cli.main import cli
from effrules.resources import rules_folder
from tests.thesis import THESIS, VERSIONS

BODY = """
subject agency "Agency" { value: number, between 0 and 100 }
source order { title en "Order" }
block a { score = value * 1 points cite order }
weights { a 100% cite order }
total { round total to 1 decimal, half up cite order }
"""


def version(folder: Path, name: str, force: str, heading: str = "", body: str = BODY, file: str = "") -> Path:
    """A version on disk: a folder of its own, or a file."""
    text = f'methodology m version "{name}" {heading} {{\n    scale 0 to 100 points\n    {force}\n}}\n{body}'
    if heading.startswith("amends"):
        text = text.replace("    scale 0 to 100 points\n", "")
    path = folder / file if file else folder / name / "methodology.eff"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path if file else path.parent


def check(*arguments: object) -> Result:
    """What the command does, in this process."""
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


def codes(folder: Path) -> list[str]:
    """The codes of what is wrong among the versions of a folder."""
    return [finding.code for finding in across(versions_in(folder)).findings]


def test_versions_of_a_folder(tmp_path: Path) -> None:
    """Versions are found in folders and files at any depth; a version's own folder holds none besides itself."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2020-12-31")
    version(tmp_path, "2", "in force from 2021-01-01 to 2021-12-31", file="later/two.eff")
    version(tmp_path, "3", "in force from 2022-01-01", file="later/three.eff")
    assert versions_in(tmp_path) == (tmp_path / "1", tmp_path / "later/three.eff", tmp_path / "later/two.eff")
    assert versions_in(tmp_path / "1") == ()
    assert versions_in(tmp_path / "later/two.eff") == ()
    assert codes(tmp_path) == []
    done = check(tmp_path)
    assert done.exit_code == 0, done.output
    assert "3 versions together: every day from the first to the last is covered" in done.output


def test_bundled_rules_follow_each_other() -> None:
    """The rules that come with effrules, and those of the thesis, leave no day without a version, and no name is there twice."""
    assert set(versions_in(rules_folder())) == set(bundled().values())
    assert codes(rules_folder()) == []
    assert len(versions_in(THESIS)) == len(VERSIONS)
    assert codes(THESIS) == []


@pytest.mark.parametrize(
    ("forces", "told"),
    [
        (("from 2020-01-01 to 2020-12-31", "from 2021-01-01"), ()),
        (("from 2020-01-01 to 2020-12-31", "from 2021-01-02"), ("on 2021-01-01",)),
        (("from 2020-01-01 to 2020-12-31", "from 2022-01-01"), ("from 2021-01-01 to 2021-12-31",)),
        (("from 2020-01-01", "from 2022-01-01"), ()),
        (("from 2020-01-01 to 2024-12-31", "from 2021-01-01 to 2021-12-31", "from 2025-01-01"), ()),
        (
            ("from 2020-01-01 to 2020-06-30", "from 2021-01-01 to 2021-06-30", "from 2022-01-01"),
            ("from 2020-07-01 to 2020-12-31", "from 2021-07-01 to 2021-12-31"),
        ),
    ],
)
def test_days_without_a_version(tmp_path: Path, forces: tuple[str, ...], told: tuple[str, ...]) -> None:
    """A gap is told with its days, at the version that begins too late; one that is open holds until the next begins."""
    for number, force in enumerate(forces):
        version(tmp_path, str(number), f"in force {force}")
    found = [f for f in across(versions_in(tmp_path)).findings if f.code != "E210"]
    assert [f.code for f in found] == ["W212"] * len(told)
    assert all(words in str(finding.message) for words, finding in zip(told, found, strict=True))


def test_gaps_are_warnings(tmp_path: Path) -> None:
    """A gap may be what the orders say: it is shown with its place, and the exit code stays 0."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2020-12-31")
    version(tmp_path, "2", "in force from 2022-01-01")
    done = check(tmp_path)
    assert done.exit_code == 0
    assert "warning[W212]: no version of m is in force from 2021-01-01 to 2021-12-31" in done.output
    assert "2 versions together: 1 warning" in done.output


def test_one_name_twice(tmp_path: Path) -> None:
    """Two texts that call themselves the same version are an error, with both places."""
    version(tmp_path, "1", "in force from 2020-01-01")
    version(tmp_path, "1", "in force from 2020-01-01", file="copy.eff")
    done = check(tmp_path)
    assert done.exit_code == 1
    assert 'error[E211]: version "1" of m is here twice' in done.output
    assert "copy.eff:1:1" in done.output


def test_days_claimed_twice(tmp_path: Path) -> None:
    """Versions that claim the same days are an error of the folder, told once, with both files; each alone runs."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2021-06-30")
    version(tmp_path, "2", "in force from 2021-01-01")
    done = check(tmp_path)
    assert done.exit_code == 1
    assert done.output.count("error[E210]") == 1
    assert "1/methodology.eff" in done.output.split("error[E210]")[1]
    assert "2/methodology.eff" in done.output.split("error[E210]")[1]
    alone = check(tmp_path / "1")
    assert alone.exit_code == 0
    assert "warning[W213]" in alone.output


def test_drafts_stand_apart(tmp_path: Path) -> None:
    """Drafts claim no days, bear no name twice, and are listed with whoever has the same days in mind."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2021-06-30")
    version(tmp_path, "2", "draft in force from 2021-01-01", file="two.eff")
    version(tmp_path, "2", "in force from 2021-01-01 draft", file="other.eff")
    done = check(tmp_path)
    assert done.exit_code == 0, done.output
    assert "W213" not in check(tmp_path / "two.eff").output
    listed = json.loads(check(tmp_path, "--format", "json").output)["folders"][0]["drafts"]
    assert [Path(one["files"][0]).name for one in listed] == ["other.eff", "two.eff"]
    beside = [
        {Path(file).parts[-1] for there in one["same_days"] for file in there["files"]} for one in listed
    ]
    assert beside == [{"methodology.eff", "two.eff"}, {"methodology.eff", "other.eff"}]


@pytest.mark.parametrize(
    ("heading", "body", "told"),
    [
        ('amends "0"', "", 'amends "0"'),
        ('amends "1"', 'drop block b { because en "gone" cite order }', "cannot drop block b"),
    ],
)
def test_an_amendment_of_what_is_gone(tmp_path: Path, heading: str, body: str, told: str) -> None:
    """An amendment of a version or a clause that is not there is an error that names it."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2020-12-31")
    version(tmp_path, "2", "in force from 2021-01-01", heading, body)
    done = check(tmp_path)
    assert done.exit_code == 1
    assert told in done.output
    assert "error[E" in done.output


def test_amendments_in_a_circle(tmp_path: Path) -> None:
    """Versions that amend each other are an error, not an endless search."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2020-12-31", 'amends "2"', "")
    version(tmp_path, "2", "in force from 2021-01-01", 'amends "1"', "")
    done = check(tmp_path)
    assert done.exit_code == 1
    assert "1 -> 2 -> 1" in done.output or "2 -> 1 -> 2" in done.output


def test_as_json(tmp_path: Path) -> None:
    """The JSON has an entry for each version and one for the folder."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2020-12-31")
    version(tmp_path, "2", "in force from 2022-01-01")
    document = json.loads(check(tmp_path, "--format", "json").output)
    assert [one["version"] for one in document["versions"]] == ["1", "2"]
    (folder,) = document["folders"]
    assert [finding["code"] for finding in folder["findings"]] == ["W212"]
    assert folder["ok"] is True
    assert len(folder["versions"]) == 2


def test_a_file_that_cannot_be_read_hides_nothing_else(tmp_path: Path) -> None:
    """What is broken is told where it is; the others are checked all the same."""
    version(tmp_path, "1", "in force from 2020-01-01 to 2020-12-31")
    version(tmp_path, "2", "in force from 2022-01-01")
    (tmp_path / "3").mkdir()
    (tmp_path / "3" / "broken.eff").write_text("methodology m version {", encoding="utf-8")
    done = check(tmp_path)
    assert done.exit_code == 1
    assert "W212" in done.output
    assert "broken.eff:1" in done.output
