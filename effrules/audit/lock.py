"""What calculates here: effrules, Python and the libraries that take part, each with a digest of what is installed of it."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from effrules import __version__
from effrules.audit.record import Engine, Library
from effrules.resources import grammar_folder
from effrules.words import Text, phrase

LIBRARIES = ("attrs", "lark", "python-calamine", "python-flint")
"""The libraries that take part in reading, calculating and writing."""

FOR_FILES = {".xlsx": "xlsxwriter", ".parquet": "pyarrow", ".xls": "xlrd"}
"""The libraries that take part where a file of that ending is read or written."""


def engine(suffixes: Iterable[str] = (), *, columnar: bool = False) -> Engine:
    """What calculates here; ``suffixes`` are those of the files that take part, ``columnar`` says whether it does so in columns."""
    import flint

    wanted = sorted(
        {*LIBRARIES, *(FOR_FILES[s] for s in suffixes if s in FOR_FILES), *(("numpy",) if columnar else ())}
    )
    libraries = [Library("FLINT", flint.__FLINT_VERSION__, None)]
    for name in wanted:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        libraries.append(Library(name, found.version, installed(found)))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return Engine(__version__, own_code(), python, tuple(libraries), columnar)


@cache
def own_code() -> str:
    """The digest of effrules' own modules and grammar: the same in a checkout and in an installed wheel."""
    package = Path(__file__).resolve().parent.parent
    files = [(path.relative_to(package).as_posix(), path) for path in package.rglob("*.py")]
    files += [(f"grammar/{path.name}", path) for path in grammar_folder().glob("*.lark")]
    lines = (f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for name, path in sorted(files))
    return _digest(lines)


def installed(library: Distribution) -> str | None:
    """The digest of a library's files by its own list of them, without what the installer adds; None where it has no list.

    It is the same wherever the same wheel was installed. That the files are still what the list says is not looked at.
    """
    files = [
        (file.as_posix(), f"{file.hash.mode} {file.hash.value}")
        for file in library.files or ()
        if file.hash is not None and not _of_the_installer(file.parts)
    ]
    return _digest(f"{name} {value}\n" for name, value in sorted(files)) if files else None


def _of_the_installer(parts: tuple[str, ...]) -> bool:
    in_metadata = len(parts) > 1 and parts[0].endswith(".dist-info")
    return (
        parts[0] == ".."
        or "__pycache__" in parts
        or (
            in_metadata
            and parts[1] in ("INSTALLER", "REQUESTED", "RECORD", "direct_url.json", "uv_cache.json")
        )
    )


def _digest(lines: Iterable[str]) -> str:
    found = hashlib.sha256()
    for line in lines:
        found.update(line.encode("utf-8", "surrogateescape"))
    return f"sha256:{found.hexdigest()}"


def changed(then: Engine, now: Engine) -> Iterator[Text]:
    """What another engine, Python or library it was, in words."""
    pairs = [("effrules", then.effrules, now.effrules), ("Python", then.python, now.python)]
    here = {library.name: library for library in now.libraries}
    pairs += [
        (library.name, library.version, here[library.name].version if library.name in here else "")
        for library in then.libraries
    ]
    for name, old, new in pairs:
        if old != new:
            yield phrase(
                "{library} was {old} then and is {new} now",
                library=name,
                old=old,
                new=new or phrase("not installed"),
            )
    if then.effrules == now.effrules and then.code != now.code:
        yield phrase("effrules {effrules} has other code now, under the same version", effrules=now.effrules)
    for library in then.libraries:
        other = here.get(library.name)
        if other is not None and other.version == library.version and other.digest != library.digest:
            yield phrase(
                "{library} {version} holds other files now, under the same version",
                library=library.name,
                version=library.version,
            )
