"""Rules at a revision of git: ``HEAD~1:rules/2015`` names what lay at a path then. Nothing in the repository is changed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from attrs import frozen

from effrules.disk import private_folder
from effrules.words import Telling, phrase

GIT = shutil.which("git") or "git"
STAGED = ":"
"""What is staged for the next commit, in the place of a tree."""


class NotThere(Telling):
    """A revision or a path that git does not know; its text says why."""


@frozen
class Repository:
    """A git repository by the top folder of its files."""

    top: Path

    def git(self, *arguments: str, given: bytes = b"") -> bytes:
        """What git says. Raises ``NotThere`` where it refuses."""
        try:
            done = subprocess.run(  # noqa: S603 - git, with words of its own
                [GIT, *arguments], cwd=self.top, input=given, capture_output=True, check=False
            )
        except OSError as problem:
            raise NotThere(phrase("git is not installed")) from problem
        if done.returncode:
            raise NotThere(done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: "))
        return done.stdout

    def lay_out(self, tree: str, folder: str, to: Path) -> None:
        """Write the rule files that a folder (from the top; empty for the top itself) has in a tree, or (``:``) in what is staged.

        Raises ``NotThere``.
        """
        where = ["--", folder] if folder else []
        if tree == STAGED:
            names = self.git("ls-files", "-z", *where)
            rules = b"".join(name + b"\0" for name in names.split(b"\0") if name.endswith(b".eff"))
            self.git("checkout-index", "-z", "--stdin", f"--prefix={to.as_posix()}/", given=rules)
            return
        with tarfile.open(fileobj=io.BytesIO(self.git("archive", "--format=tar", tree, *where))) as archive:
            for member in archive:
                read = archive.extractfile(member) if member.isfile() else None
                if read is not None and member.name.endswith(".eff"):
                    copy = to / member.name
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    copy.write_bytes(read.read())


def repository_of(path: Path) -> Repository:
    """The repository that a path lies in, whether it is there or not. Raises ``NotThere``."""
    folder = path if path.is_dir() else path.parent
    while not folder.is_dir():
        folder = folder.parent
    top = Repository(folder).git("rev-parse", "--show-toplevel").decode("utf-8").rstrip("\n")
    return Repository(Path(top))


def is_revision(text: str) -> bool:
    """Whether a word names a path at a revision: it has a colon, and is no path itself."""
    revision, colon, _ = text.partition(":")
    return bool(colon) and len(revision) > 1 and not Path(text).exists()


@contextmanager
def laid_out(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words, each ``REVISION:PATH`` among them as a path of files in a folder that lives as long as this is open.

    Versions beside PATH are laid out too, since it may amend them. Raises ``NotThere``.
    """
    with private_folder() as folder:
        yield tuple(
            str(_at(word, Path(folder) / str(number))) if is_revision(word) else word
            for number, word in enumerate(words)
        )


def _at(word: str, folder: Path) -> Path:
    revision, _, path = word.partition(":")
    here = Path.cwd()
    repository = repository_of(here)
    inside = _normal(PurePosixPath(here.resolve().relative_to(repository.top.resolve()).as_posix()) / path)
    beside = inside.parent.as_posix()
    folder.mkdir()
    try:
        named = repository.git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{tree}}")
    except NotThere as problem:
        raise NotThere(phrase("there is no revision `{revision}`", revision=revision)) from problem
    tree = named.decode().strip()
    repository.lay_out(tree, "" if beside == "." else beside, folder)
    found = folder / inside
    if not found.exists():
        raise NotThere(phrase("`{path}` is not there at {revision}", path=str(inside), revision=revision))
    return found


def _normal(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            if not parts:
                raise NotThere(phrase("`{path}` lies outside the repository", path=str(path)))
            parts.pop()
        elif part != ".":
            parts.append(part)
    return PurePosixPath(*parts)
