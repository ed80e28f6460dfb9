"""``effrules git-diff``: what git calls to show a changed rule file by meaning."""

from __future__ import annotations

import difflib
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, assert_never

import click
from attrs import frozen

from effrules.cli.door import Command
from effrules.cli.language import in_words, spoken
from effrules.cli.revisions import STAGED, NotThere, Repository, repository_of
from effrules.cli.speaking import colour, say, width
from effrules.diagnostics.painting import Style, painted
from effrules.disk import private_folder
from effrules.words import Telling, Template, Text, phrase, reason_of, template

if TYPE_CHECKING:
    from effrules.check.checked import Checked
    from effrules.words import Language

WORDS = 7
"""So many words git gives: path, then file, object and mode of both states."""

LYING = "files"
"""The files as they lie there, in the place of a tree."""


class CannotCompare(Telling):
    """Why a change cannot be shown by meaning; its text says why."""


BEFORE = template("the rules before have an error: {error}.")
AFTER = template("the rules after have an error: {error}.")


@frozen
class Change:
    """A changed file as git tells it: its path from the top of the repository, before and now, and both texts with their objects."""

    was: PurePosixPath
    path: PurePosixPath
    old: Path
    old_object: str
    new: Path
    new_object: str

    @property
    def is_new(self) -> bool:
        """Whether it was not there before."""
        return self.old.as_posix() == os.devnull

    @property
    def is_gone(self) -> bool:
        """Whether it is there no more."""
        return self.new.as_posix() == os.devnull


@click.command(
    "git-diff",
    cls=Command,
    short_help="Show a changed rule file by meaning: for `git diff`.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument(
    "told", nargs=-1, required=True, metavar="PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE"
)
def command(told: tuple[str, ...]) -> None:
    """Compare both states of a rule file, with the methodology that it belongs to, by meaning.

    git calls it; you need not:

    \b
    git config diff.effrules.command "effrules git-diff"
    echo "*.eff diff=effrules" >> .gitattributes

    Then `git diff`, `git diff --cached`, `git show --ext-diff` and `git log -p --ext-diff` show rule files so. Files of one
    methodology are compared once, together. What cannot be compared by meaning is shown line by line, with the
    reason. The exit code is 0 whatever changed, as git wants it.
    """
    if len(told) == 1:
        say(in_words(phrase("* Unmerged path {path}", path=told[0])) + "\n")
        return
    if len(told) < WORDS:
        words = phrase("git calls this with seven words: see `effrules git-diff --help`.")
        raise click.UsageError(in_words(words))
    was, now = PurePosixPath(told[0]), PurePosixPath(told[WORDS] if len(told) > WORDS else told[0])
    change = Change(was, now, Path(told[1]), told[2], Path(told[4]), told[5])
    both = str(now) if was == now else f"{was} → {now}"
    say(f"{painted(f'effrules diff {both}', (Style.BOLD,), _coloured())}\n")
    try:
        said = _by_meaning(change, spoken())
    except CannotCompare as why:
        reason = phrase("Not compared by meaning: {reason}", reason=reason_of(why))
        said = f"{in_words(reason)}\n{_by_lines(change)}"
    except Exception as bug:  # noqa: BLE001 - git ends with its first diff that fails
        reason = phrase(
            "Not compared by meaning: a bug in effrules ({bug}).", bug=f"{type(bug).__name__}: {bug}"
        )
        said = f"{in_words(reason)}\n{_by_lines(change)}"
    say(said)


def _coloured() -> bool:
    """As git was told to, where it says so; else as its reader can."""
    return colour() or (os.environ.get("GIT_PAGER_IN_USE") == "true" and not os.environ.get("NO_COLOR"))


def _by_meaning(change: Change, language: Language) -> str:
    """The comparison. Raises ``CannotCompare``."""
    try:
        repository = repository_of(Path.cwd())
        trees = _trees(repository, change)
    except NotThere as problem:
        raise CannotCompare(phrase("{sentence}.", sentence=reason_of(problem))) from problem
    folder = change.path.parent
    beside = {change.was.parent.parent.as_posix(), folder.parent.as_posix()}
    with private_folder() as made:
        sides = []
        for number, tree in enumerate(trees):
            side = Path(made) / str(number)
            side.mkdir()
            for one in beside:
                _lay_out(repository, tree, one, side)
            sides.append(side)
        earlier = _shown_before(sides[0] / change.was.parent, sides[1] / folder, change)
        if earlier is not None:
            above = phrase("Compared above, together with {file}.", file=str(folder / earlier))
            return f"{in_words(above)}\n"
        told = phrase("Compared: {old} → {new}", old=_called(trees[0]), new=_called(trees[1]))
        return f"{in_words(told)}\n\n" + _compared(change, sides[0], sides[1], language)


def _compared(change: Change, old: Path, new: Path, language: Language) -> str:
    from effrules.compare.chain import along, between
    from effrules.compare.difference import difference
    from effrules.report.blocks.terminal import terminal
    from effrules.report.difference.summary import page

    now, was = _version_of(new, change.path), _version_of(old, change.was)
    if now is None:
        raise CannotCompare(phrase("the methodology is gone."))
    told = ""
    if was is None:
        was, told = _on_which(now)
    at = (was, now)
    checked = [_checked(path, has_error) for path, has_error in zip(at, (BEFORE, AFTER), strict=True)]
    before, after = (one.program for one in checked)
    assert before is not None
    assert after is not None
    found = along(difference(before, after), between(str(at[0]), str(at[1])))
    same = [source.text for source in checked[0].sources] == [source.text for source in checked[1].sources]
    outline = page(found, language, everything=True, same_text=same)
    return told + terminal(outline, width=width(), colour=_coloured())


def _on_which(path: Path) -> tuple[Path, str]:
    """The version that a new one amends or replaces, and a line that says so. Raises ``CannotCompare`` where it does neither."""
    from attrs import evolve

    from effrules.amend.bases import NoBase, Trouble, base_of
    from effrules.amend.neighbourhood import candidate_at

    own = candidate_at(path)
    before = None if own is None else own.heading.amends or own.heading.replaces
    if own is None or before is None:
        raise CannotCompare(phrase("the methodology is new."))
    found = base_of(path, evolve(own.heading, amends=before))
    if isinstance(found, NoBase):
        match found.trouble:
            case Trouble.ABSENT:
                words = template('the methodology is new, and version "{version}" is not there.')
            case Trouble.SEVERAL:
                words = template(
                    'the methodology is new, and version "{version}" is there in several texts that differ.'
                )
            case Trouble.DRAFT:
                words = template('the methodology is new, and version "{version}" is there as a draft only.')
            case _:
                assert_never(found.trouble)
        raise CannotCompare(words.of(version=before))
    told = (
        phrase('A new version, compared with version "{version}", which it amends.', version=before)
        if own.heading.amends
        else phrase('A new version, compared with version "{version}", which it replaces.', version=before)
    )
    return found.path, f"{in_words(told)}\n\n"


def _checked(path: Path, has_error: Template) -> Checked:
    from effrules.check.cached import load

    checked = load(path)
    if checked.program is None:
        first = next(finding for finding in checked.findings if finding.is_error)
        count = sum(finding.is_error for finding in checked.findings)
        error: Text = phrase("[{code}] {message}", code=first.code, message=first.message)
        if count > 1:
            error = phrase("{error} (and {more} more)", error=error, more=count - 1)
        raise CannotCompare(has_error.of(error=error))
    return checked


def _version_of(side: Path, path: PurePosixPath) -> Path | None:
    """The version that a file belongs to: its folder; or it alone, where the folder holds a version in each file."""
    from effrules.check.folder import versions_in

    file = side / path
    folder = file.parent
    inside = versions_in(folder)
    if any(one == file for one in inside):
        return file
    if not any(folder.glob("*.eff")) or (inside and folder not in inside):
        return None
    return folder


def _shown_before(old: Path, new: Path, change: Change) -> str | None:
    """The file of the same methodology at which the comparison stood already: the first that differs, if it was called for."""
    if os.environ.get("GIT_DIFF_PATH_COUNTER", "1") == "1":
        return None
    names = sorted({file.name for folder in (old, new) for file in folder.glob("*.eff")})
    differ = [name for name in names if _text(old / name) != _text(new / name)]
    from effrules.check.folder import versions_in

    if versions_in(old) or versions_in(new) or not differ or differ[0] == change.path.name:
        return None
    return differ[0]


def _text(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _lay_out(repository: Repository, tree: str, folder: str, to: Path) -> None:
    """The rules of a folder in a tree; nothing, where the folder was not there."""
    inside = "" if folder == "." else folder
    if tree != LYING:
        with suppress(NotThere):
            repository.lay_out(tree, inside, to)
        return
    for file in (repository.top / inside).glob("**/*.eff"):
        copy = to / file.relative_to(repository.top)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())


def _called(tree: str) -> Text:
    """What a tree is called for people."""
    names: dict[str, Text] = {
        STAGED: phrase("staged"),
        LYING: phrase("the files as they lie here"),
        "HEAD": "HEAD",
    }
    return names.get(tree) or (f"{tree[:8]}^" if tree.endswith("^") else tree[:8])


def _trees(repository: Repository, change: Change) -> tuple[str, str]:
    """The two trees that git is comparing: commits, ``STAGED``, or ``LYING``.

    git tells objects, not trees: what is staged and the last commit are tried first, then the commits that made this very change.
    Raises ``CannotCompare`` where it stays open, and ``NotThere``.
    """
    lies_there = (repository.top / change.path).exists()
    staged_old = _has(repository, STAGED, change.was, change.old_object, change.is_new)
    head_old = _has(repository, "HEAD:", change.was, change.old_object, change.is_new)
    staged_new = _has(repository, STAGED, change.path, change.new_object, change.is_gone)
    if not change.new_object.strip("0") or (change.is_gone and not lies_there and not staged_new):
        if staged_old:
            return STAGED, LYING
        if head_old:
            return "HEAD", LYING
    elif head_old and staged_new:
        return "HEAD", STAGED
    else:
        for commit in _commits_of(repository, change):
            return f"{commit}^", commit
    folder = change.path.parent
    raise CannotCompare(
        phrase(
            "it is not known which commits these are.\n"
            "Compare them by name: effrules diff OLD:{folder} NEW:{folder}",
            folder=str(folder),
        )
    )


def _has(repository: Repository, tree: str, path: PurePosixPath, wanted: str, nothing: bool) -> bool:
    """Whether a tree has that object at a path, or, where ``nothing`` is wanted, no file."""
    try:
        found = repository.git("rev-parse", "--verify", "--quiet", f"{tree}{path}").decode().strip()
    except NotThere:
        return nothing
    return not nothing and found.startswith(wanted)


def _commits_of(repository: Repository, change: Change) -> list[str]:
    """The commits, newest first, that made exactly this change of the file."""
    log = repository.git(
        "log", "--all", "--no-renames", "--raw", "--no-abbrev", "--format=commit %H", "--", str(change.was)
    )
    found: list[str] = []
    commit = ""
    for line in log.decode("utf-8", "replace").splitlines():
        if line.startswith("commit "):
            commit = line.split()[1]
        elif line.startswith(":"):
            before, after = line.split()[2:4]
            old = "0" * len(before) if change.is_new else change.old_object
            new = "0" * len(after) if change.is_gone else change.new_object
            if before.startswith(old) and after.startswith(new):
                found.append(commit)
    return found


def _by_lines(change: Change) -> str:
    sides = []
    for path in (change.old, change.new):
        try:
            text = "" if path.as_posix() == os.devnull else path.read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            text = ""
        sides.append(text.splitlines())
    lines = difflib.unified_diff(sides[0], sides[1], f"a/{change.was}", f"b/{change.path}", lineterm="")
    colours = {"+": (Style.GREEN,), "-": (Style.RED,), "@": (Style.CYAN,)}
    coloured = _coloured()
    return "".join(f"{painted(line, colours.get(line[:1], ()), coloured)}\n" for line in lines)
