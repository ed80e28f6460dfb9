"""What is said of one change: what was and what is, one text in which the change is marked, or a small table."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.compare.matching.expressions import Mark, Piece
from effrules.report.blocks.pieces import Change, Line, Table, Tone, Words, words

Said = Change | Table

TONES = {Mark.SAME: Tone.PLAIN, Mark.OLD: Tone.OLD, Mark.NEW: Tone.NEW}


def plain(text: str, mark: Mark = Mark.SAME) -> Line:
    """A text of one piece."""
    return words(text, TONES[mark])


def marked(pieces: Iterable[Piece]) -> Line:
    """A text in which what changed is marked."""
    return tuple(Words(piece.text, TONES[piece.mark]) for piece in pieces)


def sides_of(pieces: Iterable[Piece]) -> tuple[Line, Line]:
    """A marked text as it was and as it is."""
    listed = tuple(pieces)
    return (
        marked(piece for piece in listed if piece.mark is not Mark.NEW),
        marked(piece for piece in listed if piece.mark is not Mark.OLD),
    )
