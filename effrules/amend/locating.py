"""Where a version's rule files lie: by the name of bundled rules, or by a path. Reads no rules."""

from __future__ import annotations

from pathlib import Path

from effrules.disk import is_spooled
from effrules.resources import rules_folder
from effrules.source import can_be

ALTERNATIVES = "alternatives"
"""The folder beside rule files in which drafts lie that assumptions name: no versions of their own."""

BUNDLED = "rules"
"""What the folder of bundled rules is called in names of files, in a checkout as in an installed wheel."""


def bundled() -> dict[str, Path]:
    """The rules that come with effrules, by name."""
    folder = rules_folder()
    if not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.iterdir()) if any(path.glob("*.eff"))}


def locate(name: str | Path) -> Path | None:
    """The folder or file that a bundled name or a path stands for: a path that exists wins.

    A name by which findings and traces call a bundled file (``rules/current/result.eff``) is a bundled name too.
    """
    path = Path(name)
    if not can_be(path):
        return None
    if path.exists() and (path.is_file() or rule_files(path)):
        return path
    return bundled().get(str(name)) or _bundled_file(str(name))


def _bundled_file(name: str) -> Path | None:
    """The bundled rule file that is called so."""
    first, _, rest = name.partition("/")
    if first != BUNDLED or not rest.endswith(".eff"):
        return None
    path = (rules_folder() / rest).resolve()
    return path if path.is_file() and path.is_relative_to(rules_folder().resolve()) else None


def rule_files(path: Path) -> list[Path]:
    """The rule files of a version: one file, or all of a folder but hidden ones, ``methodology.eff`` first."""
    if path.is_file():
        return [path]
    files = (file for file in path.glob("*.eff") if not file.name.startswith("."))
    return sorted(files, key=lambda p: (p.name != "methodology.eff", p.name))


def name_beside(file: Path, base: Path) -> str:
    """What a file of a version that ``base`` amends is called: with its folder, but of one that lies where the rules lie."""
    home = base.resolve() if base.is_dir() else base.resolve().parent
    return file.name if file.parent in (home, home.parent) else f"{file.parent.name}/{file.name}"


def display_name(path: Path) -> str:
    """How a rule file is named in messages and traces.

    A file that comes with effrules is called ``rules/...`` wherever effrules is installed and whatever the current folder
    is; another one relative to the current folder, where it lies below it.
    """
    if is_spooled(path):
        return path.name
    whole = path.resolve()
    bundled_as = below(rules_folder(), whole)
    if bundled_as is not None:
        return f"{BUNDLED}/{bundled_as}"
    return below(Path.cwd(), whole) or path.as_posix()


def below(folder: Path, path: Path) -> str | None:
    """A whole path as it is seen from a folder above it; None where it does not lie below it."""
    try:
        return path.relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None
