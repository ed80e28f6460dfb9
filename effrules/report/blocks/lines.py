"""A terminal's lines: words that hang below their first line, columns side by side; widths are in columns, 0 is no limit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from attrs import frozen

from effrules.diagnostics.glyphs import shown, width_of, wrapped
from effrules.diagnostics.painting import Styles, painted, unpainted

NARROWEST = 20
"""No text is made narrower than this many columns."""

GAP = "  "
"""Between two columns of a table."""

BESIDE = 3
"""A text beside others is in at most so many lines; a longer one stands below them."""


@frozen
class Word:
    """A word, how it stands out, and whether a blank stands before it: a line ends only there."""

    text: str
    styles: Styles = ()
    apart: bool = True


def words(text: str, styles: Styles = ()) -> list[Word]:
    """The words of a text; two blanks in a row stay as they are, and no line ends there."""
    return [Word(word, styles) for word in re.split("(?<! ) (?! )", shown(text)) if word]


def hung(
    said: Iterable[Word], indent: int, hanging: int, width: int, *, colour: bool = False
) -> Iterator[str]:
    """Words in lines, the first indented, the others by ``hanging`` more; none without words."""
    return laid(said, " " * indent, " " * (indent + hanging), width, colour=colour)


def laid(
    said: Iterable[Word], first: str, rest: str, width: int, *, colour: bool = False, least: int = NARROWEST
) -> Iterator[str]:
    """Words in lines behind what stands before the first and the other ones; at ``least`` so many columns are for words."""
    start, line, taken = first, list[Word](), 0
    for group in _groups(said):
        columns = sum(width_of(word.text) for word in group)
        if line and width and taken + 1 + columns > max(width, width_of(start) + least):
            yield start + _joined(line, colour)
            start, line = rest, []
        taken = taken + 1 + columns if line else width_of(start) + columns
        line += group
    if line:
        yield start + _joined(line, colour)


def _groups(said: Iterable[Word]) -> Iterator[list[Word]]:
    """Words between which no line may end."""
    group: list[Word] = []
    for one in said:
        if one.apart and group:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _joined(line: Sequence[Word], colour: bool) -> str:
    """A line of words; what stands out alike is painted in one go."""
    made = ""
    for styles, run in groupby(line, lambda word: word.styles):
        first, *more = run
        text = first.text + "".join(f" {word.text}" if word.apart else word.text for word in more)
        made += f"{' ' if made and first.apart else ''}{painted(text, styles, colour)}"
    return made


def padded(text: str, width: int, *, is_text: bool = True) -> str:
    """A text in a column, painted or not: numbers stand right."""
    blank = " " * (width - width_of(unpainted(text)))
    return text + blank if is_text else blank + text


def broken(text: str, width: int) -> list[str]:
    """A text in lines of a width; a word that is longer is broken."""
    made = []
    for line in wrapped(text, width):
        if width_of(line) <= width:
            made.append(line)
            continue
        piece = ""
        for character in line:
            if width_of(piece + character) > width:
                made.append(piece)
                piece = ""
            piece += character
        made.append(piece)
    return made


def side_by_side(
    cells: Sequence[Sequence[str]], widths: Sequence[int], is_text: Sequence[bool], lead: str = ""
) -> list[str]:
    """The lines of a row whose cells have lines of their own."""
    return [
        (
            lead
            + GAP.join(
                padded(texts[at] if at < len(texts) else "", width, is_text=left)
                for texts, width, left in zip(cells, widths, is_text, strict=True)
            )
        ).rstrip()
        for at in range(max(map(len, cells)))
    ]


def in_columns(rows: Sequence[Sequence[str]], lead: str = "", width: int = 0) -> list[str]:
    """Rows of texts, every column as wide as it wants to be; the last in at most ``BESIDE`` lines within ``width``, or below the others."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    is_text = [True] * len(widths)
    first = sum(widths[:-1]) + len(GAP) * (len(widths) - 2)
    room = width - width_of(lead) - first - len(GAP) if width else widths[-1]
    if room >= min(widths[-1], NARROWEST) and BESIDE * room >= widths[-1]:
        widths[-1] = min(widths[-1], room)
        told = ([*([cell] for cell in row[:-1]), list(wrapped(row[-1], room))] for row in rows)
        return [line for cells in told for line in side_by_side(cells, widths, is_text, lead)]
    made = list[str]()
    for *cells, last in rows:
        if width_of(lead) + first <= width:
            made += side_by_side([[cell] for cell in cells], widths[:-1], is_text[:-1], lead)
        else:
            made += [lead + line for line in wrapped(GAP.join(cells), width - width_of(lead))]
        inside = lead + GAP
        made += [inside + line for line in wrapped(last, width - width_of(inside))]
    return made
