"""The text of a part of an act, line by line: what is compared, quoted and replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from attrs import evolve, frozen

from effrules.report.blocks import pieces as b
from effrules.report.blocks.inline import plain

CELLS = " | "
"""Between the cells of a row, where a row is a line."""

_TOKEN = re.compile(r"\s+|[^\s\w]|[\w]+(?:[.,][\w]+)*")
"""A word, a number with its decimals, a sign, or the room between them."""


@frozen
class Token:
    """The least that is replaced: a word with how it stands, or a formula or a reference as a whole."""

    said: b.Inline

    @property
    def text(self) -> str:
        """As it reads."""
        return plain((self.said,))

    @property
    def is_words(self) -> bool:
        """Whether it can be quoted."""
        return not isinstance(self.said, b.Formula)


def lines_of(blocks: Iterable[b.Block]) -> Iterator[b.Line]:
    """The lines of a text: its paragraphs, formulas, what symbols mean, items, and rows of tables."""
    for block in blocks:
        match block:
            case b.Paragraph(line):
                yield line
            case b.Display(math):
                yield (b.Formula(math),)
            case b.Legend(title, entries):
                yield b.words(title)
                yield from ((b.Formula(symbol), b.Words(" – "), *meaning) for symbol, meaning in entries)
            case b.Items(items):
                for item in items:
                    yield (b.Words(f"{item.mark} "), *item.line)
                    yield from lines_of(item.below)
            case b.Table(columns, rows, caption):
                if caption:
                    yield caption
                if any(column.title for column in columns):
                    yield b.words(CELLS.join(column.title for column in columns))
                yield from (row_line(row) for row in rows)
            case _:
                raise TypeError(block)


def row_line(row: Iterable[b.Line]) -> b.Line:
    """A row of a table as a line."""
    return b.separated(row, CELLS)


def text_of(lines: Iterable[b.Line]) -> str:
    """Lines as one text; what ends a sub-item is no part of what it says."""
    return "\n".join(ended(plain(line)) for line in lines)


def ended(text: str) -> str:
    """A sub-item without the sign that ends it: that changes with what comes next."""
    return re.sub(r"[;.]$", "", text) if re.match(r"\d+(-\d+)?\) ", text) else text


def tokens(line: b.Line) -> list[Token]:
    """The words of a line."""
    made: list[Token] = []
    for one in line:
        if isinstance(one, b.Words):
            made += [Token(evolve(one, text=text)) for text in _TOKEN.findall(one.text)]
        elif isinstance(one, b.Reference):
            made += [Token(b.Words(text)) for text in _TOKEN.findall(one.text)]
        else:
            made.append(Token(one))
    return made


@frozen
class Run:
    """What stands in the place of what, within a pair of lines: from which token to which."""

    before: tuple[int, int]
    after: tuple[int, int]


def runs(before: list[Token], after: list[Token]) -> list[Run]:
    """What differs between two lines."""
    matcher = SequenceMatcher(None, [one.text for one in before], [one.text for one in after], autojunk=False)
    return [Run((a, z), (c, d)) for how, a, z, c, d in matcher.get_opcodes() if how != "equal"]


Pair = tuple[b.Line | None, b.Line | None]
"""A line of before and what it became; nothing where it has no other side."""


def paired(before: list[b.Line], after: list[b.Line]) -> list[Pair]:
    """The lines of two texts side by side."""
    left, right = ([ended(plain(line)) for line in lines] for lines in (before, after))
    made: list[Pair] = []
    for how, a, z, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        old, new = before[a:z], after[c:d]
        made += (
            zip(old, new, strict=True) if how == "equal" or len(old) == len(new) else _by_beginning(old, new)
        )
    return made


def _by_beginning(before: list[b.Line], after: list[b.Line]) -> Iterator[Pair]:
    """Lines that are not as many on both sides: those that begin alike (a symbol, a mark, the key of a row) are the same."""
    left, right = ([plain(line[:1]).partition(" ")[0] for line in lines] for lines in (before, after))
    for how, a, z, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if how == "equal":
            yield from zip(before[a:z], after[c:d], strict=True)
        else:
            yield from ((line, None) for line in before[a:z])
            yield from ((None, line) for line in after[c:d])


def marked(before: b.Line, after: b.Line) -> tuple[b.Line, b.Line]:
    """Two lines with what differs between them in bold."""
    left, right = tokens(before), tokens(after)
    found = runs(left, right)
    return (
        _bold(left, [run.before for run in found]),
        _bold(right, [run.after for run in found]),
    )


def bold(line: b.Line) -> b.Line:
    """All of a line in bold."""
    made = tokens(line)
    return _bold(made, [(0, len(made))])


def _bold(made: list[Token], stretches: Iterable[tuple[int, int]]) -> b.Line:
    at = {place for start, end in stretches for place in range(start, end)}
    said: list[b.Inline] = []
    for place, token in enumerate(made):
        one = token.said
        if isinstance(one, b.Words | b.Formula) and place in at:
            one = evolve(one, tone=b.Tone.STRONG)
        last = said[-1] if said else None
        if isinstance(one, b.Words) and isinstance(last, b.Words) and last.tone is one.tone:
            said[-1] = evolve(last, text=last.text + one.text)
        else:
            said.append(one)
    return tuple(said)
