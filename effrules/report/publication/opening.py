"""A package from where it lies: a folder, its descriptor, or a ZIP file, which is unpacked where nobody else can look."""

from __future__ import annotations

import stat
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from effrules.disk import private_folder, put_folder, reads
from effrules.report.publication.descriptor import NAME
from effrules.source import LARGEST_DATA, bytes_of, can_be
from effrules.words import Telling, phrase, reason_of

ENDING = ".zip"
MOST = 100_000
"""A package has no more files than this."""


class NoPackage(Telling, ValueError):
    """What is no package: there is no descriptor, or the archive cannot be unpacked."""


def is_package(path: Path) -> bool:
    """Whether a path is to be read as a package: a folder, a ZIP file, or a descriptor."""
    return path.is_dir() or path.suffix.lower() == ENDING or path.name == NAME


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder in which a package lies, as long as this is open. Raises NoPackage, OSError."""
    if path.suffix.lower() == ENDING and not path.is_dir():
        with private_folder() as folder:
            _unpack(path, folder)
            below = list(folder.iterdir())
            if not (folder / NAME).exists() and len(below) == 1 and below[0].is_dir():
                folder = below[0]
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


def _unpack(path: Path, folder: Path) -> None:
    """Put the files of an archive into a folder. Raises NoPackage, OSError."""
    try:
        with ZipFile(BytesIO(bytes_of(path, LARGEST_DATA))) as archive:
            listed = archive.infolist()
            names = Counter(one.filename for one in listed)
            if len(listed) > MOST or sum(one.file_size for one in listed) > LARGEST_DATA:
                raise NoPackage(phrase("`{path}` holds too much", path=str(path)))
            for one in listed:
                if names[one.filename] > 1 or not _is_inside(one):
                    raise NoPackage(
                        phrase(
                            "`{path}` is not unpacked: `{name}` stands twice in it, or is no file below it",
                            path=str(path), name=one.filename,
                        )
                    )  # fmt: skip
            files: dict[str, str | bytes] = {}
            for one in listed:
                if not one.is_dir():
                    with archive.open(one) as stream:
                        files[one.filename] = stream.read(one.file_size + 1)
        put_folder(folder, files)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as why:
        raise NoPackage(
            phrase("`{path}` cannot be unpacked: {reason}", path=str(path), reason=reason_of(why))
        ) from None


def _is_inside(one: ZipInfo) -> bool:
    """Whether a part is a plain file or folder below the archive, under a name that any system can have."""
    parts = PurePosixPath(one.filename).parts
    kind = stat.S_IFMT(one.external_attr >> 16)
    return (
        bool(parts)
        and can_be(one.filename)
        and not one.filename.startswith("/")
        and "\\" not in one.filename
        and ":" not in parts[0]
        and ".." not in parts
        and kind in (0, stat.S_IFREG, stat.S_IFDIR)
    )


def zipped(files: dict[str, bytes], day: str) -> bytes:
    """Files as a ZIP archive, dated by a ``day`` (``2020-02-28…``): the same files give the same bytes."""
    year, month, number = (int(part) for part in day[:10].split("-"))
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = ZipInfo(path, (max(year, 1980), month, number, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, files[path])
    return stream.getvalue()
