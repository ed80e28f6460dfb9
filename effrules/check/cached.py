"""Checked rules kept from one run to the next, so that rules that have not changed are neither parsed nor checked again.

What is kept lies in the user's own cache folder and is used only for the very same texts (of the rules, of those beside
them, of the bundled ones, of what is laid on top), the same effrules and the same Python. A stored result that cannot be
read, for whatever reason, is made again; one that cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from effrules import __version__
from effrules.check.bases import chain_of, named
from effrules.check.checked import Checked
from effrules.check.locating import display_name, locate, rule_files
from effrules.check.neighbourhood import around, shipped
from effrules.disk import reads, reads_folder
from effrules.resources import cache_folder, grammar_folder
from effrules.source import LARGEST_RULES, bytes_of

MOST = 64
"""So many results are kept; beyond that the oldest go."""

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOMS = ("check", "model", "syntax", "diagnostics")


def load(name: str | Path, overlays: Iterable[str | Path] = (), stated: Iterable[str | Path] = ()) -> Checked:
    """What ``effrules.check.build.load`` gives for the same arguments."""
    overlays, stated = tuple(overlays), tuple(stated)
    stored = _stored_at(name, overlays, stated)
    if stored is not None:
        kept = _read(stored)
        if kept is not None:
            _note(kept, name)
            return kept
    from effrules.check import build

    checked = build.load(name, overlays, stated)
    if stored is not None:
        _keep(checked, stored)
    return checked


def _note(kept: Checked, name: str | Path) -> None:
    """What the stored result was read from counts as read."""
    path = locate(name)
    for source in kept.sources:
        reads(Path(source.path), "a text of the rules")
    if path is not None and path.is_dir():
        reads_folder(path, "the folder of the rules", ".eff")


def _stored_at(
    name: str | Path, overlays: tuple[str | Path, ...], stated: tuple[str | Path, ...]
) -> Path | None:
    """The file for a result; None where there is no safe folder, or where there are no such rules."""
    folder = cache_folder()
    path = locate(name)
    if folder is None or path is None or not _is_ours(folder):
        return None
    digest = hashlib.sha256()
    try:
        for part in _fingerprint(path, overlays, stated):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    except OSError:
        return None
    return folder / f"rules-{digest.hexdigest()[:40]}.bin"


def _fingerprint(
    path: Path, overlays: tuple[str | Path, ...], stated: tuple[str | Path, ...]
) -> Iterator[bytes]:
    """All that a result depends on."""
    import flint

    yield f"{__version__} {sys.version} {flint.__version__} {path.as_posix()}".encode()
    for room in _ROOMS:
        for module in sorted((_PACKAGE / room).rglob("*.py")):
            state = module.stat()
            yield f"{module.name} {state.st_mtime_ns} {state.st_size}".encode()
    by_name = named(stated)
    chain = chain_of(path, by_name)
    near = (one for at in chain for one in around(at))
    groups = (
        sorted(grammar_folder().glob("*.lark")),
        *map(rule_files, chain),
        *(one.files for one in by_name),
        *(one.files for one in near),
        *(one.files for one in shipped()),
        map(Path, overlays),
    )
    for group in groups:
        yield b"group"
        for file in group:
            where = f"{display_name(file)} {file.resolve().as_posix()}"
            yield where.encode("utf-8", "surrogateescape")
            yield bytes_of(file, LARGEST_RULES)


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can have put something there: reading a stored result runs what it says."""
    if os.name != "posix":
        return True
    state = folder.stat()
    return state.st_uid == os.getuid() and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _read(path: Path) -> Checked | None:
    try:
        kept = pickle.loads(path.read_bytes())  # noqa: S301 - in a folder that only the user can write to
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is made again
        return None
    return kept if isinstance(kept, Checked) else None


def _keep(checked: Checked, path: Path) -> None:
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(limit, 20_000))
        stored = pickle.dumps(checked, protocol=pickle.HIGHEST_PROTOCOL)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(stored)
        Path(name).replace(path)
        _tidy(path.parent)
    except (OSError, pickle.PicklingError, RecursionError, TypeError):
        return
    finally:
        sys.setrecursionlimit(limit)


def _tidy(folder: Path) -> None:
    kept = sorted(folder.glob("rules-*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[MOST:]:
        old.unlink(missing_ok=True)
