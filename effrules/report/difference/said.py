"""What is said of one change: what was and what is, one text in which the change is marked, or a small table."""

from __future__ import annotations

from attrs import frozen

from effrules.compare.matching.expressions import Mark, Piece

Text = tuple[Piece, ...]


@frozen
class Detail:
    """One change: its label, and its text before and after. ``together``: one text with what changed marked."""

    label: str
    before: Text = ()
    after: Text = ()
    together: Text = ()


@frozen
class Grid:
    """A small table: its label, headings and rows; the first column is text, the others are figures."""

    label: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Said = Detail | Grid


def plain(text: str, mark: Mark = Mark.SAME) -> Text:
    """A text of one piece."""
    return (Piece(mark, text),) if text else ()


def sides_of(pieces: Text) -> tuple[Text, Text]:
    """A marked text as it was and as it is."""
    return (
        tuple(piece for piece in pieces if piece.mark is not Mark.NEW),
        tuple(piece for piece in pieces if piece.mark is not Mark.OLD),
    )
