"""Checked rules kept from one run to the next, so that rules that have not changed are neither parsed nor checked again.

What is kept lies in the user's own cache folder and is used only for the very same texts (of the rules, of those beside
them, of the bundled ones, of what is laid on top), the same effrules and the same Python. It is data and cannot run
(``plain``), and has a digest. A stored result that cannot be read, for whatever reason, is made again; one that cannot be
written is not kept.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path

from effrules import __version__
from effrules.amend.bases import chain_of, named
from effrules.amend.locating import display_name, locate, rule_files
from effrules.amend.neighbourhood import around
from effrules.check.checked import Checked
from effrules.disk import is_spooled, reads, reads_folder
from effrules.disk.cache import key_of, recall, retain
from effrules.model.garbage import without_collecting
from effrules.resources import cache_folder, grammar_folder, rules_folder
from effrules.source import LARGEST_RULES, bytes_of
from effrules.words import phrase

KIND = "rules"
"""What these results are called in the cache."""

BUNDLED = "bundled"
"""What those of the bundled rules as they are are called: they stay, however many others come and go."""

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOMS = ("amend", "check", "diagnostics", "model", "syntax", "words")


def load(name: str | Path, overlays: Iterable[str | Path] = (), stated: Iterable[str | Path] = ()) -> Checked:
    """What ``effrules.check.build.load`` gives for the same arguments."""
    overlays, stated = tuple(overlays), tuple(stated)
    key = _key(name, overlays, stated)
    kind = KIND if overlays or not _is_bundled(name) else BUNDLED
    if key is not None:
        kept = _read(key, kind)
        if kept is not None:
            _note(kept, name)
            return kept
    from effrules.check import build

    checked = build.load(name, overlays, stated)
    if key is not None:
        _keep(checked, key, kind)
    return checked


def _is_bundled(name: str | Path) -> bool:
    path = locate(name)
    return path is not None and path.resolve().parent == rules_folder()


def _note(kept: Checked, name: str | Path) -> None:
    """What the stored result was read from counts as read."""
    path = locate(name)
    for source in kept.sources:
        reads(Path(source.path), phrase("a text of the rules"))
    if path is not None and path.is_dir():
        reads_folder(path, phrase("the folder of the rules"), ".eff")


def _key(name: str | Path, overlays: tuple[str | Path, ...], stated: tuple[str | Path, ...]) -> str | None:
    """What a result is kept under; None where there is no safe folder, or where there are no such rules."""
    path = locate(name)
    if path is None or cache_folder() is None or is_spooled(path):
        return None
    try:
        return key_of(*_fingerprint(path, overlays, stated))
    except (OSError, ValueError):  # a name that no file can have
        return None


def _fingerprint(
    path: Path, overlays: tuple[str | Path, ...], stated: tuple[str | Path, ...]
) -> Iterator[bytes]:
    """All that a result depends on."""
    import flint

    yield f"{__version__} {sys.version} {flint.__version__} {path.as_posix()}".encode(
        "utf-8", "surrogateescape"
    )
    yield from _code()
    for folder in sorted(rules_folder().iterdir()):
        yield from map(_state, rule_files(folder))
    by_name = named(stated)
    versions = chain_of(path, by_name)
    near = (one for at in versions for one in around(at))
    groups = (
        sorted(grammar_folder().glob("*.lark")),
        *map(rule_files, versions),
        *(one.files for one in by_name),
        *(one.files for one in near),
        map(Path, overlays),
    )
    for group in groups:
        yield b"group"
        for file in group:
            where = f"{display_name(file)} {file.resolve().as_posix()}"
            yield where.encode("utf-8", "surrogateescape")
            yield bytes_of(file, LARGEST_RULES)


@cache
def _code() -> tuple[bytes, ...]:
    """What the modules that check are: once in a process, which runs what it has read."""
    rooms = (sorted(_modules(str(_PACKAGE / room))) for room in _ROOMS)
    return tuple(map(_state, (str(_PACKAGE / "source.py"), *chain.from_iterable(rooms))))


def _modules(room: str) -> Iterator[str]:
    with os.scandir(room) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path
            elif entry.is_dir():
                yield from _modules(entry.path)


def _state(file: str | Path) -> bytes:
    """Of a file of effrules itself: where it lies, when it was written, how long it is."""
    state = Path(file).stat()
    return f"{file} {state.st_mtime_ns} {state.st_size}".encode("utf-8", "surrogateescape")


def _read(key: str, kind: str = KIND) -> Checked | None:
    from effrules.check.plain import from_plain

    with without_collecting():
        kept = recall(kind, key)
        if kept is None:
            return None
        try:
            made = from_plain(kept)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None
    return made if isinstance(made, Checked) else None


def _keep(checked: Checked, key: str, kind: str) -> None:
    from effrules.check.plain import NotPlain, to_plain

    with suppress(NotPlain, RecursionError):
        retain(kind, key, to_plain(checked))
