"""The files that a run rests on, with their digests: rules with all that they amend, data, earlier results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from effrules.audit.record import FileRecord, Location, Role
from effrules.audit.regular import fingerprint
from effrules.check.locating import display_name, locate, rule_files
from effrules.data.files import files_of
from effrules.resources import rules_folder
from effrules.source import Source, text_of

OF_RULES = (Role.RULES, Role.AMENDED, Role.OVERLAY)
"""The roles of rule files."""


class Changed(Exception):
    """A file is no longer what was read; the text names it."""


@frozen
class Inputs:
    """What a run reads, as paths of this machine; ``rules`` may be the name of bundled rules."""

    rules: str
    data: Path
    overlays: tuple[Path, ...] = ()
    earlier: Path | None = None


@frozen
class Placed:
    """A file of a run: what it is for, its name within its kind, and where it is."""

    role: Role
    name: str
    path: Path


def relative(path: Path, folder: Path) -> str:
    """Where a path is, seen from a folder, with slashes; absolute where there is no way (another drive)."""
    whole = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
    try:
        return Path(os.path.relpath(whole, folder.resolve())).as_posix()
    except ValueError:
        return whole.as_posix()


def path_of(at: str, bundled: bool, folder: Path) -> Path:
    """The path on this machine of what a record in a folder names."""
    return (rules_folder() if bundled else folder) / at


def location(given: Path | str, folder: Path, by_name: bool = False) -> Location:
    """Where something is that was given on the command line; ``by_name``: it may be the name of bundled rules."""
    path = locate(given) if by_name else Path(given)
    if path is None or not by_name or not _comes_with_effrules(given, path):
        return Location(str(given), relative(path or Path(given), folder), bundled=False)
    return Location(str(given), path.relative_to(rules_folder()).as_posix(), bundled=True)


def _comes_with_effrules(given: Path | str, path: Path) -> bool:
    """Whether rules were asked for by the name of bundled ones."""
    return path != Path(given)


def collected(inputs: Inputs, sources: Iterable[Source], folder: Path) -> tuple[FileRecord, ...]:
    """The files of a run whose rules were read as ``sources``; places are relative to ``folder``.

    Raises Changed where a rule file is no longer what was read, OSError where a file cannot be read.
    """
    return tuple(_recorded(one, inputs, folder) for one in placed(inputs, sources))


def placed(inputs: Inputs, sources: Iterable[Source]) -> list[Placed]:
    """The same files, not yet looked into. Raises as ``collected``."""
    found = _rules(inputs, sources)
    if inputs.data.exists():
        found += [Placed(Role.DATA, path.name, path) for path in files_of(inputs.data)]
    if inputs.earlier is not None:
        found.append(Placed(Role.EARLIER, inputs.earlier.name, inputs.earlier))
    return found


def _recorded(one: Placed, inputs: Inputs, folder: Path) -> FileRecord:
    size, sha256 = fingerprint(one.path)
    if one.role in (Role.RULES, Role.AMENDED) and _is_bundled(one.path, inputs.rules):
        at = one.path.resolve().relative_to(rules_folder().resolve()).as_posix()
        return FileRecord(one.role, one.name, display_name(one.path), at, True, size, sha256)
    called = display_name(one.path) if one.role in OF_RULES else one.name
    return FileRecord(one.role, one.name, called, relative(one.path, folder), False, size, sha256)


def _is_bundled(path: Path, rules: str) -> bool:
    """Whether a rule file is found with effrules itself: not so where rules of one's own lie beside it."""
    base, ours = locate(rules), rules_folder().resolve()
    own = base is not None and not _comes_with_effrules(rules, base) and base.resolve().is_relative_to(ours)
    return path.resolve().is_relative_to(ours) and not own


def candidates(inputs: Inputs) -> Iterator[Placed]:
    """The rule files that are looked at for a run, whether they are read in the end or not."""
    base = locate(inputs.rules)
    if base is not None:
        yield from _candidates(base, inputs.overlays)


def files_of_rules(rules: str) -> tuple[Path, ...]:
    """All rule files among which rules and what they amend are found; none where there are no such rules."""
    base = locate(rules)
    return () if base is None else tuple(one.path for one in _candidates(base, ()))


def _rules(inputs: Inputs, sources: Iterable[Source]) -> list[Placed]:
    """The rule files by the texts that were read: each is looked for where the checker finds rules."""
    base = locate(inputs.rules)
    if base is None:
        return []
    read = list(sources)
    wanted = {source.name for source in read}
    known: dict[tuple[str, str], Placed] = {}
    for one in _candidates(base, inputs.overlays):
        name = display_name(one.path)
        if name in wanted:
            known.setdefault((name, _text(one.path)), one)
    gone = next((source.name for source in read if (source.name, source.text) not in known), None)
    if gone is not None:
        raise Changed(gone)
    return [known[source.name, source.text] for source in read]


def _candidates(base: Path, overlays: tuple[Path, ...]) -> Iterator[Placed]:
    for file in rule_files(base):
        yield Placed(Role.RULES, file.name, file)
    for overlay in overlays:
        for file in rule_files(overlay):
            yield Placed(Role.OVERLAY, file.name, file)
    for folder in (base.resolve().parent, rules_folder()):
        for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
            if entry.is_dir():
                for file in rule_files(entry):
                    yield Placed(Role.AMENDED, f"{entry.name}/{file.name}", file)
            elif entry.suffix == ".eff":
                yield Placed(Role.AMENDED, entry.name, entry)


def _text(path: Path) -> str:
    """The text of a rule file as the checker reads it; nothing where it is none."""
    try:
        return text_of(path)
    except (OSError, UnicodeDecodeError):
        return ""
