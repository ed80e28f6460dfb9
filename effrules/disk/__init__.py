"""The one door to the disk: what was read is never overwritten, what is written is there whole or not at all.

``begin`` opens it for a command, which says what it reads (``reads``, ``reads_folder``) and where it will write
(``will_write``), in any order. What is read is noted where the reading happens, so that no command can forget it.
docs/decisions/0027-one-door-for-all-writing.md says what is decided about links, read-only files, pipes and devices.
"""

from effrules.disk.known import Refused, begin, end, reads, reads_folder, same_file, will_write
from effrules.disk.standard import STANDARD, CannotBeRead, given, is_spooled, spooled
from effrules.disk.temporary import clear, private_folder
from effrules.disk.writing import Seal, Write, is_stream, keep, put_folder, write_all

__all__ = [
    "STANDARD",
    "CannotBeRead",
    "Refused",
    "Seal",
    "Write",
    "archives",
    "begin",
    "cache",
    "clear",
    "end",
    "given",
    "is_spooled",
    "is_stream",
    "keep",
    "private_folder",
    "put_folder",
    "reads",
    "reads_folder",
    "same_file",
    "spooled",
    "will_write",
    "write_all",
]
