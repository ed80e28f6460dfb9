"""Whether what a record names may be read: it lies in the folder that the user allows, and is no pipe or device."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from effrules.audit.files import Inputs, candidates, path_of
from effrules.audit.record import FileRecord, Location, Options, OutputRecord, Record, Role
from effrules.audit.regular import is_special
from effrules.audit.verdict import ABOUT, About, Unchecked
from effrules.data.files import files_of
from effrules.resources import rules_folder
from effrules.source import NO_FILE
from effrules.words import phrase


def refused_inputs(
    record: Record, inputs: Inputs, folder: Path, within: Path, stands_in: Collection[Role]
) -> tuple[Unchecked, ...]:
    """What a record's run would read and must not: nothing is read before this is empty.

    ``stands_in``: files of these roles were named by the user instead.
    """
    outside = [
        one
        for about, at, path, bound in _stated(record, folder, within, stands_in)
        if (one := _refused(about, at, path, bound)) is not None
    ]
    if outside:
        return tuple({one.what: one for one in outside}.values())
    found: list[Unchecked] = []
    named = [(about, path, None) for about, _, path, _ in _stated(record, folder, within, stands_in)]
    for about, path, bound in dict.fromkeys([*named, *_there(record.options, inputs, within, stands_in)]):
        if is_special(path):
            found.append(
                Unchecked(
                    about,
                    path.name,
                    phrase(
                        "{about} {path} was not read: {why}", about=about.called, path=str(path), why=NO_FILE
                    ),
                )
            )
        elif bound is not None and not _inside(path, bound):
            found.append(_outside(about, str(path)))
    return tuple(found)


def _stated(
    record: Record, folder: Path, within: Path, stands_in: Collection[Role]
) -> Iterator[tuple[About, str, Path, Path]]:
    """What the record names, where that is, and the folder in which it must lie."""
    options = record.options
    places: list[tuple[Role, Location | FileRecord]] = [
        (Role.RULES, options.rules),
        (Role.DATA, options.data),
        *((Role.OVERLAY, overlay) for overlay in options.overlays),
        *(() if options.earlier is None else ((Role.EARLIER, options.earlier),)),
        *((file.role, file) for file in record.files),
    ]
    for role, at in places:
        if role not in stands_in:
            bound = rules_folder() if at.bundled else within
            yield ABOUT[role], at.at, path_of(at.at, at.bundled, folder), bound


def _there(
    options: Options, inputs: Inputs, within: Path, stands_in: Collection[Role]
) -> Iterator[tuple[About, Path, Path | None]]:
    """The files that a run of these inputs would read, and the folder in which each must lie, if any."""
    for path in (Path(inputs.rules), *inputs.overlays):
        yield About.RULES, path, None
    for one in candidates(inputs):
        role = one.role
        bundled = role is Role.AMENDED or (role is Role.RULES and options.rules.bundled)
        yield About.RULES, one.path, None if bundled or role in stands_in else within
    if not inputs.data.is_dir():
        yield About.DATA, inputs.data, None
    else:
        for path in files_of(inputs.data):
            yield About.DATA, path, None if Role.DATA in stands_in else within
    if inputs.earlier is not None:
        yield About.EARLIER, inputs.earlier, None


def allowed_outputs(
    outputs: Iterable[OutputRecord], folder: Path, within: Path
) -> tuple[list[OutputRecord], list[Unchecked]]:
    """The files of results that may be read, and what is to be said of the others."""
    may: list[OutputRecord] = []
    refused: list[Unchecked] = []
    for output in outputs:
        path = folder / output.at
        one = _refused(About.OUTPUT, output.at, path, within)
        if one is not None:
            refused.append(one)
        elif is_special(path):
            words = phrase(
                "{about} {at} was not read: {why}", about=About.OUTPUT.called, at=output.at, why=NO_FILE
            )
            refused.append(Unchecked(About.OUTPUT, output.at, words))
        else:
            may.append(output)
    return may, refused


def _refused(about: About, at: str, path: Path, bound: Path) -> Unchecked | None:
    """What is to be said of a path that is not followed: it leads out of a folder, in a circle, or is none at all."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass  # it is missing, which is told where it is looked for
    except OSError as why:
        return Unchecked(
            about,
            at,
            phrase("{about} {at} was not read: {why}", about=about.called, at=at, why=why.strerror or ""),
        )
    except ValueError:
        return Unchecked(
            about, at, phrase("{about} {at} was not read: it is no path", about=about.called, at=at)
        )
    return None if _inside(path, bound) else _outside(about, at)


def _inside(path: Path, bound: Path) -> bool:
    """Whether a path leads into a folder, links followed."""
    try:
        return path.resolve().is_relative_to(bound.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _outside(about: About, at: str) -> Unchecked:
    words = phrase(
        "{about} {at} was not read: it lies outside the folder of the record (allow it with --within FOLDER, or name the place yourself with --rules or --data)",
        about=about.called,
        at=at,
    )
    return Unchecked(about, at, words)
