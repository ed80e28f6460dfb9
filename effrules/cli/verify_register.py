"""The register of a year beside a run record: whether the data were put together from it."""

from __future__ import annotations

from pathlib import Path

from effrules.audit.record import RegisterRecord
from effrules.audit.verdict import About, Difference
from effrules.words import Message, Text, phrase, reason_of


def of_register(said: RegisterRecord, folder: Path) -> tuple[tuple[Difference, ...], Message]:
    """What differs where the register lies in the folder of the record, and up to which entry the data rest on it."""
    note = phrase(
        "the data were put together from a register that ended with entry {number}, {digest}",
        number=str(said.number),
        digest=said.digest,
    )
    from effrules.cycle.folder import REGISTER
    from effrules.cycle.register import Broken, Register

    path = folder / REGISTER
    if not path.is_file():
        return (), note
    try:
        if Register(path).has(said.number, said.digest):
            return (), note
        words: Text = phrase(
            "the register in this folder has no such entry {number}: it is another one, or it was made anew",
            number=str(said.number),
        )
    except Broken as why:
        words = reason_of(why)
    except OSError as why:
        words = phrase("the register cannot be read: {reason}", reason=reason_of(why))
    return (Difference(About.REGISTER, path.name, words, said.digest, None),), note
