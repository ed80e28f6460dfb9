"""What a ZIP file holds, to the byte, but for how well its parts are compressed: for telling two workbooks apart."""

from __future__ import annotations

import struct
import zlib
from typing import Any
from zipfile import BadZipFile

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_STORED, _DEFLATED = 0, 8


def unpacked(archive: bytes, most: int) -> bytes:
    """The archive with every part uncompressed, and without what follows from that: checksums, compressed sizes, places.

    It is read from its first byte to its last, as it stands and not by its directory: nothing may come before, between
    or after its parts, and both of a part's headers count whole. What is left out besides is the system on which it was
    written. Raises zipfile.BadZipFile where anything else stands in it, or more than ``most`` bytes come of it.
    """
    made: list[bytes] = []
    places: list[tuple[int, int, int]] = []
    at = room = 0
    while archive[at : at + 4] == b"PK\3\4":
        start = at
        head = _of(_LOCAL, archive, at)
        at += _LOCAL.size + head[9] + head[10]
        names = archive[start + _LOCAL.size : at]
        packed = archive[at : at + head[7]]
        content = _content(packed, head[3], most - room)
        if len(content) != head[8] or zlib.crc32(content) != head[6]:
            raise BadZipFile("a part is not what its header says")
        at += head[7]
        room += len(content)
        made += [_LOCAL.pack(*head[:6], 0, 0, *head[8:]), names, content]
        places.append((start, *head[6:8]))
    start = at
    for place in places:
        head = _of(_CENTRAL, archive, at)
        if head[0] != b"PK\1\2" or (head[16], *head[7:9]) != place:
            raise BadZipFile("its directory is not that of its parts")
        after = at + _CENTRAL.size + head[10] + head[11] + head[12]
        made += [
            _CENTRAL.pack(head[0], head[1] & 0xFF, *head[2:7], 0, 0, *head[9:16], 0),
            archive[at + _CENTRAL.size : after],
        ]
        at = after
    end = _of(_END, archive, at)
    if end != (b"PK\5\6", 0, 0, len(places), len(places), at - start, start, 0) or archive[at + _END.size :]:
        raise BadZipFile("something else stands in it")
    return b"".join(made)


def _of(form: struct.Struct, archive: bytes, at: int) -> tuple[Any, ...]:
    try:
        return form.unpack_from(archive, at)
    except struct.error:
        raise BadZipFile("it ends too early") from None


def _content(packed: bytes, method: int, most: int) -> bytes:
    """The bytes of a part. Raises BadZipFile."""
    if method == _STORED:
        return packed
    if method != _DEFLATED:
        raise BadZipFile("a part is compressed in another way")
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(packed, max(1, most))
    except zlib.error as problem:
        raise BadZipFile(str(problem)) from None
    if not stream.eof or stream.unused_data:
        raise BadZipFile("a part is larger than it should be, or something stands behind it")
    return content
