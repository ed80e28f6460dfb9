"""Parts of a zipped workbook (OOXML, OpenDocument), read so that no file can unfold without end.

A part may not be larger than :data:`LARGEST`; a document type, which these formats have no use for and in which entities
could be declared, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from effrules.words import Telling, phrase

LARGEST = 1 << 29
"""So many bytes a part may have when it is unfolded."""
BROKEN = (
    BadZipFile, expat.ExpatError, KeyError, LookupError, ValueError, OSError, EOFError, RuntimeError, zlib_error,
    OverflowError,
)  # fmt: skip
"""What reading a broken package may raise."""

_CHUNK = 1 << 16

Start = Callable[[str, dict[str, str]], object]
"""Takes the name of an element and its attributes."""


class Unfit(Telling, ValueError):
    """A part that is not read, with the reason."""


_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_READ = frozenset({b"utf-8", b"utf8", b"us-ascii"})


def check_parts(package: ZipFile) -> None:
    """Raise :class:`Unfit` where a part would unfold to more than is read, or is not in UTF-8.

    The library that reads the values takes every part for UTF-8, whatever it declares.
    """
    for part in package.infolist():
        if part.file_size > LARGEST:
            raise Unfit(
                phrase(
                    "its part {filename} unfolds to {size} MB, more than {most}",
                    filename=part.filename,
                    size=part.file_size // 2**20,
                    most=LARGEST // 2**20,
                )
            )
        if part.filename.endswith((".xml", ".rels")):
            with package.open(part) as content:
                start = content.read(200)
            declared = _DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
            if start[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<") or (
                declared is not None and declared[1].lower() not in _READ
            ):
                raise Unfit(
                    phrase(
                        "its part {filename} is not in UTF-8: open the workbook in the spreadsheet program and save it",
                        filename=part.filename,
                    )
                )


def parse(package: ZipFile, part: str, start: Start, prepare: Callable[[Any], None] | None = None) -> None:
    """Walk through a part; ``prepare`` may set further handlers on the parser. Raises one of :data:`BROKEN`.

    Elements of the root's namespace come without its prefix, if it has one; those of others keep theirs.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Unfit(phrase("its part {part} declares a document type", part=part))

    def first(name: str, attributes: dict[str, str]) -> None:
        """The root says whether the elements of its namespace bear a prefix."""
        prefix, colon, _ = name.rpartition(":")

        def stripped(name: str, attributes: dict[str, str]) -> None:
            start(name.removeprefix(prefix + colon), attributes)

        parser.StartElementHandler = stripped if colon else start
        parser.StartElementHandler(name, attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = first
    if prepare is not None:
        prepare(parser)
    with package.open(part) as content:
        while chunk := content.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)


def plain(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes without the prefixes of their namespaces."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}
