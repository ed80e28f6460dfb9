"""What the operating system says when a file cannot be used."""

from __future__ import annotations

from effrules.words.message import phrase

SAID = {
    message.text: message
    for message in (
        phrase("No such file or directory"),
        phrase("Permission denied"),
        phrase("Operation not permitted"),
        phrase("Is a directory"),
        phrase("Not a directory"),
        phrase("Directory not empty"),
        phrase("File exists"),
        phrase("File name too long"),
        phrase("File too large"),
        phrase("No space left on device"),
        phrase("Read-only file system"),
        phrase("Input/output error"),
        phrase("Too many levels of symbolic links"),
        phrase("Disk quota exceeded"),
        phrase("Broken pipe"),
    )
}
"""By the English words, as ``OSError.strerror`` gives them; others are told as they are."""
