"""A package from where it lies: a folder, its descriptor, or a ZIP file, which is unpacked where nobody else can look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from effrules.disk import reads
from effrules.disk.archives import ENDING, BadArchive, unpacked
from effrules.report.publication.descriptor import NAME
from effrules.source import LARGEST_DATA, bytes_of
from effrules.words import Telling, phrase, reason_of


class NoPackage(Telling, ValueError):
    """What is no package: there is no descriptor, or the archive cannot be unpacked."""


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder in which a package lies, as long as this is open. Raises NoPackage."""
    if path.suffix.lower() == ENDING and not path.is_dir():
        with ExitStack() as stack:
            try:
                folder = stack.enter_context(unpacked(bytes_of(path, LARGEST_DATA), whole=True))
            except (BadArchive, OSError) as why:
                raise NoPackage(
                    phrase("`{path}` cannot be unpacked: {reason}", path=str(path), reason=reason_of(why))
                ) from None
            yield _with_descriptor(folder, path)
    else:
        yield _with_descriptor(path if path.is_dir() else path.parent, path)


def _with_descriptor(folder: Path, path: Path) -> Path:
    place = folder / NAME
    if not place.is_file():
        raise NoPackage(
            phrase("`{path}` is no publication package: there is no {file}", path=str(path), file=NAME)
        )
    reads(place, phrase("what is verified"))
    return folder
