"""The files that a run rests on, with their digests: rules with all that they amend, data, earlier results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from effrules.amend.bases import chain_of, named
from effrules.amend.headings import text_of
from effrules.amend.locating import display_name, locate, name_beside, rule_files
from effrules.amend.neighbourhood import around, shipped
from effrules.audit.record import FileRecord, Location, Role
from effrules.audit.regular import fingerprint
from effrules.data.files import files_of
from effrules.resources import rules_folder
from effrules.source import Source
from effrules.words import Telling

OF_RULES = (Role.RULES, Role.AMENDED, Role.OVERLAY)
"""The roles of rule files."""


class Changed(Telling):
    """A file is no longer what was read; the text names it."""


@frozen
class Inputs:
    """What a run reads, as paths of this machine; ``rules`` may be the name of bundled rules.

    ``amended`` are texts that the rules amend, where it is known which they are.
    """

    rules: str
    data: Path
    overlays: tuple[Path, ...] = ()
    earlier: Path | None = None
    amended: tuple[Path, ...] = ()


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
    """The rule files that a run of these inputs reads."""
    base = locate(inputs.rules)
    if base is None:
        return
    for file in rule_files(base):
        yield Placed(Role.RULES, file.name, file)
    for overlay in inputs.overlays:
        for file in rule_files(overlay):
            yield Placed(Role.OVERLAY, file.name, file)
    for at in chain_of(base, named(inputs.amended))[:-1]:
        for file in rule_files(at):
            yield Placed(Role.AMENDED, name_beside(file.resolve(), base), file)


def files_of_rules(rules: str, overlays: Iterable[Path] = ()) -> tuple[Path, ...]:
    """All rule files among which rules, what they amend and what is laid on top are found; none where there are no such rules."""
    base = locate(rules)
    if base is None:
        return ()
    near = (one for at in chain_of(base) for one in around(at))
    on_top = (file for overlay in overlays for file in rule_files(overlay))
    found = [*rule_files(base), *on_top, *(file for one in (*near, *shipped()) for file in one.files)]
    return tuple(dict.fromkeys(found))


def _rules(inputs: Inputs, sources: Iterable[Source]) -> list[Placed]:
    """The rule files that were read, each with what it was for. Raises Changed where one says something else now."""
    base = locate(inputs.rules)
    if base is None:
        return []
    own = {file.resolve(): file for file in rule_files(base)}
    on_top = {file.resolve(): file for overlay in inputs.overlays for file in rule_files(overlay)}
    found = []
    for source in sources:
        path = Path(source.path)
        if text_of(path) != source.text:
            raise Changed(source.name)
        if path in own:
            found.append(Placed(Role.RULES, path.name, own[path]))
        elif path in on_top:
            found.append(Placed(Role.OVERLAY, path.name, on_top[path]))
        else:
            named_so = Path(source.name)  # as the amendment was: relative to the current folder, or whole
            at = named_so if named_so.resolve() == path else path
            found.append(Placed(Role.AMENDED, name_beside(path, base), at))
    return found
