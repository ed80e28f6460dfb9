"""Lists of items and annexes, as acts count them, read from the text of a citation."""

from __future__ import annotations

import re

from attrs import define, frozen

from effrules.model.places import Detail, DetailKind, Mark, MarkKind, Numeral, Stretch
from effrules.words import Message, Text, phrase

PIECE = re.compile(
    r"(?P<point>[0-9]{1,6}(?:-[0-9]{1,6})?)\)|(?P<number>[0-9]{1,6}(?:\.[0-9]{1,6}){0,4}(?:-[0-9]{1,6}){0,4})"
    r"|(?P<comma>[,;])|(?P<dash>–|to\b)|(?P<word>[a-z]++)|(?P<other>\S)"
)
KINDS = {
    form: kind
    for kind in DetailKind
    for form in (kind.value, f"{kind.value}s")
}  # fmt: skip


@define
class Malformed(Exception):
    """A list that cannot be read: where in its text (``start`` to ``end``), and how it is to be written."""

    start: int
    end: int
    message: Text
    help_text: Text


@frozen
class Piece:
    """A number, a sub-item, a sign or a word of a list."""

    kind: str
    text: str
    start: int
    end: int


HOW = {
    MarkKind.ITEM: phrase(
        'items are listed so: `item "34, 35–36, 48-1"` (`48-1` is one item, `35–36` a range); sub-items so: `item "6 1)–8)"`'
    ),
    MarkKind.ANNEX: phrase(
        'annexes are listed so: `annex "6, table 2, line 1.1; 7"`; the one without a number is `annex "only"`'
    ),
}


def marks_of(kind: MarkKind, text: str, enacting: bool) -> tuple[Mark, ...]:
    """The items or annexes that a list names. Raises Malformed where it cannot be read, or where a range runs backward."""
    return _Reader(kind, text, enacting).marks()


class _Reader:
    """Reads a list from left to right."""

    def __init__(self, kind: MarkKind, text: str, enacting: bool) -> None:
        self.kind = kind
        self.text = text
        self.enacting = enacting
        self.pieces = [
            Piece(match.lastgroup or "", match.group(), match.start(), match.end())
            for match in PIECE.finditer(text)
        ]
        self.at = 0

    def marks(self) -> tuple[Mark, ...]:
        made: list[Mark] = []
        separator = ","
        while True:
            if self.kind is MarkKind.ITEM:
                self.item(made, separator)
            else:
                self.annex(made, separator)
            if self.at == len(self.pieces):
                return tuple(made)
            separator = self.take("comma", phrase("a comma")).text

    def item(self, made: list[Mark], separator: str) -> None:
        """An item with its sub-items; behind a comma also further sub-items of the item before."""
        if made and separator == "," and self.sees("point") and made[-1].points:
            last = made.pop()
            made.append(self.mark(last.numbers, points=(*last.points, *self.points())))
            return
        numbers = self.stretch("number", phrase("the number of an item"))
        if not self.sees("point"):
            made.append(self.mark(numbers))
            return
        if not numbers.is_one:
            raise self.refused(phrase("sub-items are those of one item, and this is a range"))
        made.append(self.mark(numbers, points=self.points()))

    def points(self) -> tuple[Stretch, ...]:
        return (self.stretch("point", phrase("a sub-item")),)

    def annex(self, made: list[Mark], separator: str) -> None:
        """An annex, or behind its comma the next thing inside the annex before."""
        if made and separator == ",":
            last = made[-1]
            details = list(last.details)
            if self.sees("word") and self.piece().text in KINDS:
                kind = KINDS[self.take("word", phrase("a table")).text]
                details.append(
                    Detail(
                        kind, (self.stretch("number", phrase("the number of a {detail}", detail=kind.value)),)
                    )
                )
                made[-1] = self.mark(last.numbers, details=tuple(details))
                return
            if details:
                more = (*details[-1].numbers, self.stretch("number", phrase("a number")))
                details[-1] = Detail(details[-1].kind, more)
                made[-1] = self.mark(last.numbers, details=tuple(details))
                return
        if self.sees("word") and self.piece().text == "only":
            self.at += 1
            made.append(self.mark(None))
            return
        made.append(self.mark(self.stretch("number", phrase("the number of an annex"))))

    def mark(self, numbers: Stretch | None, **more: tuple[Stretch, ...] | tuple[Detail, ...]) -> Mark:
        return Mark(self.kind, numbers, enacting=self.enacting, **more)  # type: ignore[arg-type]

    def stretch(self, kind: str, what: Message) -> Stretch:
        """A number, or two with a dash or ``to`` between them."""
        start = self.at
        first = last = self.number(kind, what)
        if self.sees("dash"):
            self.at += 1
            last = self.number(kind, what)
            if last <= first:
                piece, end = self.pieces[start], self.pieces[self.at - 1]
                raise Malformed(
                    piece.start, end.end, phrase("`{range}` runs backward", range=self.text[piece.start : end.end]),
                    phrase("the smaller number comes first"),
                )  # fmt: skip
        return Stretch(first, last)

    def number(self, kind: str, what: Message) -> Numeral:
        text = self.take(kind, what).text.rstrip(")")
        whole, *inserted = text.split("-")
        return Numeral(tuple(map(int, whole.split("."))), tuple(map(int, inserted)))

    def piece(self) -> Piece:
        return self.pieces[self.at]

    def sees(self, kind: str) -> bool:
        return self.at < len(self.pieces) and self.piece().kind == kind

    def take(self, kind: str, what: Message) -> Piece:
        if not self.sees(kind):
            raise self.refused(phrase("{what} must stand here", what=what))
        self.at += 1
        return self.pieces[self.at - 1]

    def refused(self, why: Message) -> Malformed:
        """Why what stands at the place cannot be read."""
        if self.at < len(self.pieces):
            piece = self.piece()
            return Malformed(
                piece.start,
                piece.end,
                phrase("`{text}` cannot be read as a place: {why}", text=piece.text, why=why),
                self.help_text(piece),
            )
        end = len(self.text)
        said = (
            phrase("the list of items is not complete: {why}", why=why)
            if self.kind is MarkKind.ITEM
            else phrase("the list of annexes is not complete: {why}", why=why)
        )
        return Malformed(end, end, said, HOW[self.kind])

    def help_text(self, piece: Piece) -> Message:
        if piece.kind == "other" and piece.text in "-—−‒":
            return phrase(
                "a range takes an en dash or `to`: `35–36` or `35 to 36`; {how}", how=HOW[self.kind]
            )
        if self.kind is MarkKind.ITEM and piece.text.endswith(")"):
            return phrase("a sub-item stands behind its item: `6 1)`")
        return HOW[self.kind]
