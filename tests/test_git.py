"""Rules in git: real repositories, shown by `git diff`, compared at revisions, and checked before a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from effrules.cli.revisions import NotThere, is_revision, laid_out
from tests.starting import ROOT
from tests.thesis import VERSIONS, rules_at

pytestmark = pytest.mark.git


class Repo:
    """A repository with the rules of four versions, and git set up as docs/git.md says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "repo"
        tools = folder / "bin"
        tools.mkdir()
        command = tools / "effrules"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m effrules "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        clean = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith("GIT_") and k not in ("COLUMNS", "NO_COLOR")
        }
        self.environment = {
            **clean,
            "PATH": f"{tools}{os.pathsep}{clean['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
            "HOME": str(folder),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self.folder.mkdir()
        self.git("init", "-q", "-b", "main")
        for name, value in (("user.name", "A"), ("user.email", "a@example.org"), ("core.autocrlf", "false"),
                            ("diff.effrules.command", "effrules git-diff")):  # fmt: skip
            self.git("config", name, value)
        (self.folder / ".gitattributes").write_text("*.eff diff=effrules\n", encoding="utf-8")
        for version in VERSIONS:
            (self.folder / "rules" / version).mkdir(parents=True)
            for file in rules_at(version).glob("*.eff"):
                shutil.copy(file, self.folder / "rules" / version / file.name)
        self.commit("one")

    def run(self, *words: str, at: str = ".") -> subprocess.CompletedProcess[str]:
        """What a command says."""
        return subprocess.run(
            words, cwd=self.folder / at, env=self.environment, capture_output=True, text=True, encoding="utf-8", check=False
        )  # fmt: skip

    def git(self, *words: str) -> str:
        """What git says; it must not fail."""
        done = self.run("git", "--no-pager", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit all that lies there."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace something in a rule file."""
        path = self.folder / "rules" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository."""
    return Repo(tmp_path)


def stricter(repo: Repo) -> None:
    """A change in two files of one methodology."""
    repo.edit("current/block_1_goals.eff", "take 0.2 points", "take 0.5 points")
    repo.edit("current/result.eff", "round total to 2 decimals", "round total to 1 decimals")


PENALTY = "amount: [-0.2-]{+0.5+} points"
ROUNDING = "rounding: to 2 decimals, half up → to 1 decimal, half up"


def test_every_way_to_ask_git(repo: Repo) -> None:
    """What lies there, what is staged, and what was committed are shown by meaning, once for all files of a methodology."""
    stricter(repo)
    lying = repo.git("diff")
    assert lying.startswith(
        "effrules diff rules/current/block_1_goals.eff\nCompared: staged → the files as they lie here\n"
    )
    assert lying.count(PENALTY) == lying.count(f"    {ROUNDING}\n") == 1
    assert lying.endswith("Compared above, together with rules/current/block_1_goals.eff.\n")
    assert repo.git("diff", "HEAD").count(PENALTY) == 1
    repo.git("add", "rules/current/result.eff")
    staged = repo.git("diff", "--cached")
    assert "Compared: HEAD → staged" in staged
    assert ROUNDING in staged
    assert PENALTY not in staged
    assert ROUNDING not in repo.git("diff")
    repo.commit("two")
    name = repo.git("rev-parse", "HEAD")[:8]
    for shown in (
        repo.git("log", "-p", "-1", "--ext-diff"),
        repo.git("show", "--ext-diff"),
        repo.git("diff", "HEAD~1", "HEAD"),
    ):
        assert f"Compared: {name}^ → {name}" in shown
        assert shown.count(PENALTY) == 1
        assert ROUNDING in shown


def test_layout_is_no_change(repo: Repo) -> None:
    """What changed in comments, layout or file names only is said to be so."""
    repo.edit("current/result.eff", "round total to", "-- a remark\n    round   total to")
    assert "Meaning and words are the same; only layout, comments or files differ." in repo.git("diff")
    repo.git("checkout", "-q", ".")
    repo.git("mv", "rules/current/result.eff", "rules/current/outcome.eff")
    shown = repo.git("diff", "--cached")
    assert shown.startswith("effrules diff rules/current/result.eff → rules/current/outcome.eff\n")
    assert "Nothing differs: the texts are the same." in shown


def test_what_cannot_be_read_is_shown_by_lines(repo: Repo) -> None:
    """A broken state does not stop git: the reason, then the lines."""
    repo.edit("current/result.eff", "round total to 2 decimals", "round total to two decimals")
    shown = repo.git("diff")
    assert "Not compared by meaning: the rules after have an error: [E" in shown
    assert "-    round total to 2 decimals" in shown
    assert "+    round total to two decimals" in shown


def test_new_and_gone(repo: Repo) -> None:
    """A new version is compared with the one that it amends; one that is gone is shown by lines."""
    (repo.folder / "rules" / "2017").mkdir()
    (repo.folder / "rules" / "2017" / "draft.eff").write_text(
        'methodology thesis_assessment version "2017" amends "2011" { in force from 2030-01-01 }\n'
        'change total { round total to 0 decimals, half up } because en "for show"\n',
        encoding="utf-8",
    )
    repo.git("add", "-A")
    shown = repo.git("diff", "--cached")
    assert 'A new version, compared with version "2011", which it amends.' in shown
    assert "to 2 decimals, half up → to 0 decimals, half up" in shown
    repo.git("reset", "-q", "--hard")
    repo.git("rm", "-q", "rules/2015/methodology.eff")
    gone = repo.git("diff", "--cached")
    assert "Not compared by meaning: the methodology is gone." in gone
    assert '-methodology thesis_assessment version "2015"' in gone


def test_commits_far_apart(repo: Repo) -> None:
    """Where it is open which commits are compared, it is said so, with the command that compares them; that command works."""
    repo.edit("current/result.eff", "round total to 2", "round total to 1")
    repo.commit("two")
    repo.edit("current/result.eff", "round total to 1", "round total to 3")
    repo.commit("three")
    shown = repo.git("diff", "HEAD~2", "HEAD")
    assert "it is not known which commits these are" in shown
    assert "effrules diff OLD:rules/current NEW:rules/current" in shown
    assert "-    round total to 2" in shown
    done = repo.run("effrules", "diff", "HEAD~2:rules/current", "HEAD:rules/current")
    assert done.returncode == 2, done.stderr
    assert "to 2 decimals, half up → to 3 decimals, half up" in done.stdout


def test_paths_at_a_revision(repo: Repo) -> None:
    """`REVISION:PATH` is a path then, with the versions beside it that it amends; unknown ones are refused in a sentence."""
    assert repo.run("effrules", "diff", "HEAD:rules/2015", "rules/2015").returncode == 0
    assert repo.run("effrules", "diff", "HEAD:2015", "2015", at="rules").returncode == 0
    for word, told in (
        ("HEAD~9:rules/2015", "there is no revision `HEAD~9`"),
        ("HEAD:rules/2020", "`rules/2020` is not there at HEAD"),
        ("HEAD:../2020", "lies outside the repository"),
    ):
        done = repo.run("effrules", "diff", word, "rules/current")
        assert done.returncode == 2
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_revisions_are_told_from_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is there is a path, whatever it is called; so is a drive letter. Outside a repository a revision is refused."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "HEAD:x").mkdir()
    assert not is_revision("HEAD:x")
    assert not is_revision("C:rules")
    assert not is_revision("current")
    assert is_revision("HEAD:rules")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NotThere), laid_out(("HEAD:rules", "rules.eff")):
        pass


def test_a_commit_with_an_error_is_refused(repo: Repo) -> None:
    """The hook of docs/git.md checks what is staged: an error stops the commit, what only lies there does not."""
    text = (ROOT / "docs" / "git.md").read_text("utf-8")
    hook = repo.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        text.split("```sh\n#!/bin/sh")[1].split("```")[0].join(("#!/bin/sh", "")), encoding="utf-8"
    )
    hook.chmod(0o755)
    repo.edit("current/result.eff", "round total to 2 decimals", "round total to two decimals")
    repo.git("add", "-A")
    done = repo.run("git", "commit", "-m", "broken")
    assert done.returncode == 1
    assert "error[E" in done.stdout + done.stderr
    repo.git("reset", "-q")
    repo.run("git", "commit", "-q", "--allow-empty", "-m", "what is staged is right")
    assert repo.git("log", "-1", "--format=%s") == "what is staged is right\n"


def test_the_hook_for_pre_commit() -> None:
    """.pre-commit-hooks.yaml names a command that there is, and files that rules are kept in."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert "entry: effrules check\n" in text
    assert "files: \\.eff$\n" in text
    assert "pass_filenames: false\n" in text


@pytest.mark.parametrize(("words", "code"), [(["x.eff"], 0), (["x.eff", "a"], 2), ([], 2)])
def test_words_that_git_does_not_say(repo: Repo, words: list[str], code: int) -> None:
    """An unmerged path is named, as git does it; anything else is a wrong use."""
    done = repo.run("effrules", "git-diff", *words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
