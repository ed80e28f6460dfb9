"""Where a version's rule files lie: by the name of bundled rules, or by a path. Reads no rules."""

from __future__ import annotations

from pathlib import Path

from effrules.resources import rules_folder


def bundled() -> dict[str, Path]:
    """The rules that come with effrules, by name."""
    folder = rules_folder()
    if not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.iterdir()) if any(path.glob("*.eff"))}


def locate(name: str | Path) -> Path | None:
    """The folder or file that a bundled name or a path stands for: a path that exists wins."""
    path = Path(name)
    if path.exists() and (path.is_file() or any(path.glob("*.eff"))):
        return path
    return bundled().get(str(name))


def rule_files(path: Path) -> list[Path]:
    """The rule files of a version: one file, or all of a folder, ``methodology.eff`` first."""
    if path.is_file():
        return [path]
    return sorted(path.glob("*.eff"), key=lambda p: (p.name != "methodology.eff", p.name))


def display_name(path: Path) -> str:
    """How a rule file is named in messages: relative to the current folder where it lies below it."""
    for base in (Path.cwd(), rules_folder().parent):
        try:
            return path.resolve().relative_to(base.resolve()).as_posix()
        except ValueError:
            continue
    return path.as_posix()
