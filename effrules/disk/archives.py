"""ZIP archives: made of files so that the same files give the same bytes, and unpacked where nobody else can look."""

from __future__ import annotations

import stat
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from effrules.disk.temporary import private_folder
from effrules.disk.writing import put_folder
from effrules.source import LARGEST_DATA, can_be
from effrules.words import Telling, phrase, reason_of

ENDING = ".zip"
MOST = 100_000
"""An archive that is unpacked has no more files than this."""

FIRST_DAY = "1980-01-01"
"""No archive knows an earlier one."""

_UTF_8 = 0x800
_BY_THE_SYSTEM = ("__MACOSX",)


class BadArchive(Telling, ValueError):
    """An archive that cannot be unpacked, or must not be."""


def zipped(files: Mapping[str, bytes], day: str = FIRST_DAY) -> bytes:
    """Files by their paths as an archive, dated by a ``day`` (``2020-02-28``)."""
    year, month, number = map(int, day.split("-"))
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = ZipInfo(path, (year, month, number, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, files[path])
    return stream.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of an archive by their paths. Raises BadArchive."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = [one for one in archive.infolist() if not one.is_dir()]
            if len(parts) > MOST or sum(one.file_size for one in parts) > LARGEST_DATA:
                raise BadArchive(phrase("it holds too much"))
            names = Counter(map(_name, parts))
            for one in parts:
                if names[_name(one)] > 1 or not _is_inside(one):
                    raise BadArchive(
                        phrase("`{name}` stands twice in it, or is no file below it", name=_name(one))
                    )
            made = {}
            for one in parts:
                with archive.open(one) as stream:
                    made[_name(one)] = stream.read(one.file_size + 1)
            return made
    except BadZipFile:
        raise BadArchive(phrase("it is no archive, or a damaged one")) from None
    except (NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as why:
        raise BadArchive(reason_of(why)) from None


@contextmanager
def unpacked(content: bytes, *, whole: bool = False) -> Iterator[Path]:
    """A folder with the files of an archive, as long as this is open. Raises BadArchive.

    Where all lies in one folder, it is that. What systems put in by themselves is left out, but not of the ``whole``.
    """
    files = unzipped(content)
    if not whole:
        files = {
            path: held
            for path, held in files.items()
            if not any(part.startswith(".") or part in _BY_THE_SYSTEM for part in PurePosixPath(path).parts)
        }
    with private_folder() as folder:
        try:
            put_folder(folder, files)
        except OSError as why:
            raise BadArchive(reason_of(why)) from None
        below = list(folder.iterdir())
        yield below[0] if len(below) == 1 and below[0].is_dir() else folder


def _name(one: ZipInfo) -> str:
    """The path of a part; a name that is no UTF-8 is in the letters of DOS for Russian, as Windows writes it."""
    if one.flag_bits & _UTF_8 or one.filename.isascii():
        return one.filename
    return one.filename.encode("cp437").decode("cp866")


def _is_inside(one: ZipInfo) -> bool:
    """Whether a part is a plain file below the archive, under a name that any system can have."""
    name = _name(one)
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and can_be(name)
        and not name.startswith("/")
        and "\\" not in name
        and ":" not in parts[0]
        and ".." not in parts
        and stat.S_IFMT(one.external_attr >> 16) in (0, stat.S_IFREG)
    )
