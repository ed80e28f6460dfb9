"""What an amending order says is to be done to a text, as data: words, rows, sub-items, whole parts.

``instructions`` words each revision as plainly as it can be read without doubt: single words where they occur once, rows and sub-items
where nothing else differs, else the whole part. ``applied`` does to a text what they say, so that they can be tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from effrules.report.blocks import pieces as b
from effrules.report.blocks.inline import plain
from effrules.report.drafting.act import Element
from effrules.report.drafting.outline import Level
from effrules.report.drafting.revisions import Revision, lines, text
from effrules.report.drafting.texts import (
    Run,
    Token,
    ended,
    lines_of,
    paired,
    row_line,
    runs,
    text_of,
    tokens,
)

MOST_RUNS = 3
"""More stretches of words than these are not replaced one by one."""

NAMED = 20
"""Paragraphs are called by ordinals up to this one."""

MOST_CHANGED = 0.4
"""The part of a text beyond which it is stated anew."""

Row = tuple[b.Line, ...]


@frozen
class Words:
    """Words stand in the place of others; ``after`` are those behind which they are inserted, ``new`` is empty where they go."""

    old: str
    new: str
    after: str = ""


@frozen
class RowChange:
    """A row of a table is another, goes (``new`` is ``None``), or comes behind the row ``old`` (``is_added``; none: first)."""

    old: Row | None
    new: Row | None
    is_added: bool = False


@frozen
class SubItem:
    """A sub-item is another, comes at the end (``old`` is ``None``), or goes from there (``new`` is ``None``)."""

    mark: str
    old: b.Item | None
    new: b.Item | None


@frozen
class Passage:
    """A paragraph of an item («абзац») is another, comes at the end (``old`` is ``None``), or goes from there (``new`` is ``None``).

    ``number`` counts all that begins on a line of its own: texts, formulas, “where:”, what each symbol means.
    """

    number: int
    old: b.Block | None
    new: b.Block | None


@frozen
class Whole:
    """The part is stated anew, comes, or goes."""


Instruction = Words | RowChange | SubItem | Passage | Whole


def instructions(revision: Revision) -> tuple[Instruction, ...]:
    """What is to be done to one part."""
    before, after = revision.before, revision.after
    if before is None or after is None or before.part.level in (Level.CHAPTER, Level.SECTION):
        return (Whole(),)
    for way in (_rows, _words, _sub_items, _passages):
        made = tuple(way(before, after))
        if made and applied(text(before), made) == text(after):
            return made
    return (Whole(),)


def applied(before: str, made: Iterable[Instruction]) -> str | None:
    """A text after instructions that leave the part in its place; nothing where they cannot be followed without doubt."""
    told = before
    for one in made:
        match one:
            case Words(old, new, after):
                sought, instead = (after, f"{after} {new}") if after else (old, new)
                if told.count(sought) != 1:
                    return None
                told = told.replace(sought, instead)
            case RowChange() | SubItem():
                done = _in_lines(told.split("\n"), one)
                if done is None:
                    return None
                told = "\n".join(done)
            case Passage(number, old, new):
                passages = told.split("\n")
                if passages[number - 1 : number] != _told(old):
                    return None
                told = "\n".join([*passages[: number - 1], *_told(new), *passages[number:]])
            case Whole():
                return None
    return told


def _in_lines(told: list[str], one: RowChange | SubItem) -> list[str] | None:
    """Lines with one of them changed; nothing where it is not there once."""
    if isinstance(one, RowChange):
        old, new = ([] if row is None else [plain(row_line(row))] for row in (one.old, one.new))
    else:
        old, new = ([] if item is None else _said(item) for item in (one.old, one.new))
        if not old:
            return None if one.mark == "1)" else _behind(told, f"{int(one.mark[:-1]) - 1}) ", new)
    places = [at for at in range(len(told)) if told[at : at + len(old)] == old]
    if len(places) != 1 or not old:
        return None
    kept = old if isinstance(one, RowChange) and one.is_added else []
    return [*told[: places[0]], *kept, *new, *told[places[0] + len(old) :]]


def _behind(told: list[str], start: str, new: list[str]) -> list[str] | None:
    places = [at for at, line in enumerate(told) if line.startswith(start)]
    return [*told[: places[0] + 1], *new, *told[places[0] + 1 :]] if len(places) == 1 else None


def _said(item: b.Item) -> list[str]:
    return [ended(plain(line)) for line in lines_of([b.Items((item,))])]


# -- Words -----------------------------------------------------------------------------------------------


def _words(before: Element, after: Element) -> Iterator[Instruction]:
    """Stretches of words, each with as many around it as make it the only one."""
    whole = text(before)
    found: list[Words] = []
    changed = 0
    for old, new in paired(lines(before), lines(after)):
        if old is None or new is None:
            return
        left, right = tokens(old), tokens(new)
        for run in _joined(runs(left, right), left):
            made = _quoted(left, right, run, whole)
            if made is None:
                return
            changed += len(made.old) + len(made.new)
            found.append(made)
    if len(found) <= MOST_RUNS and changed <= MOST_CHANGED * 2 * len(whole):
        yield from found


Stretch = tuple[int, int, int, int]


def _joined(found: Iterable[Run], left: Sequence[Token]) -> list[Stretch]:
    """Stretches with nothing but room between them are one."""
    made: list[Stretch] = []
    for run in found:
        (a, z), (c, d) = run.before, run.after
        if made and all(token.text.isspace() for token in left[made[-1][1] : a]):
            made[-1] = (made[-1][0], z, made[-1][2], d)
        else:
            made.append((a, z, c, d))
    return made


def _quoted(left: Sequence[Token], right: Sequence[Token], run: Stretch, whole: str) -> Words | None:
    """A stretch in words that occur once; nothing where a formula or half a quotation would have to be quoted."""
    a, z, c, d = run
    to_left = True
    while True:
        old, new = left[a:z], right[c:d]
        if not all(token.is_words for token in (*old, *new)):
            return None
        said, instead = _text(old), _text(new)
        if is_figure(said) and len(left) > z + 1 and left[z].text.isspace() and left[z + 1].text.isalpha():
            z, d = z + 2, d + 2
            continue
        if re.search(r"\w", said) and whole.count(said) == 1 and _is_apart(left, a, z):
            is_added = instead.startswith(f"{said} ")
            return Words("", instead[len(said) + 1 :], said) if is_added else Words(said, instead)
        is_free = a > 0 and _may_be_quoted(left[a - 1]), z < len(left) and _may_be_quoted(left[z])
        if is_free[0] and (to_left or not is_free[1]):
            a, c = a - 1, c - 1
        elif is_free[1]:
            z, d = z + 1, d + 1
        else:
            return None
        to_left = left[a].text.isspace() or not to_left


def _may_be_quoted(token: Token) -> bool:
    """Whether more of the text can be quoted so far: not into or out of a quotation, brackets or a cell."""
    return token.is_words and token.text not in "«»„“”()|"


def is_figure(said: str) -> bool:
    """Whether what is replaced is a number, which acts call figures and not words."""
    return re.fullmatch(r"[\d.,]+", said) is not None


def _is_apart(left: Sequence[Token], a: int, z: int) -> bool:
    """Whether a stretch begins and ends with a word, not with room."""
    return not left[a].text.isspace() and not left[z - 1].text.isspace()


def _text(made: Iterable[Token]) -> str:
    return "".join(token.text for token in made)


# -- Rows and sub-items ------------------------------------------------------------------------------------


def _rows(before: Element, after: Element) -> Iterator[Instruction]:
    """Rows of tables, where nothing else differs."""
    if _but(before, b.Table) != _but(after, b.Table):
        return
    old, new = ([one for one in element.blocks if isinstance(one, b.Table)] for element in (before, after))
    found: list[RowChange] = []
    for left, right in zip(old, new, strict=True):
        if (left.columns, plain(left.caption)) != (right.columns, plain(right.caption)):
            return
        found += _of_rows(left.rows, right.rows)
    if len(found) <= max(MOST_RUNS, MOST_CHANGED * sum(len(table.rows) for table in old)):
        yield from found


def _of_rows(before: Sequence[Row], after: Sequence[Row]) -> Iterator[RowChange]:
    """What happened to the rows of one table: a row whose first cell stays is changed."""
    left, right = ({plain(row[0]): row for row in rows} for rows in (before, after))
    told_left, told_right = ([plain(row_line(row)) for row in rows] for rows in (before, after))
    if told_left == told_right:
        return
    by_key = len(left) == len(before) and len(right) == len(after)
    last: Row | None = None
    if by_key:
        yield from (RowChange(row, None) for key, row in left.items() if key not in right)
        for key, row in right.items():
            if key not in left:
                yield RowChange(last, row, is_added=True)
            elif plain(row_line(left[key])) != plain(row_line(row)):
                yield RowChange(left[key], row)
            last = row


def _sub_items(before: Element, after: Element) -> Iterator[Instruction]:
    """Sub-items of the one list of an item, where nothing else differs; in the middle none comes or goes."""
    old, new = ([one for one in element.blocks if isinstance(one, b.Items)] for element in (before, after))
    if len(old) != 1 or len(new) != 1 or _but(before, b.Items) != _but(after, b.Items):
        return
    left, right = old[0].items, new[0].items
    differ = sum(_said(one) != _said(other) for one, other in zip(left, right, strict=False))
    if differ + abs(len(left) - len(right)) > max(MOST_RUNS, MOST_CHANGED * len(left)):
        return
    for at in reversed(range(len(right), len(left))):
        yield SubItem(left[at].mark, left[at], None)
    for one, other in zip(left, right, strict=False):
        if _said(one) != _said(other):
            yield SubItem(one.mark, one, other)
    for at in range(len(left), len(right)):
        yield SubItem(right[at].mark, None, right[at])


def _passages(before: Element, after: Element) -> Iterator[Instruction]:
    """Paragraphs of an item that has nothing but paragraphs; in the middle none comes or goes."""
    left, right = passages(before), passages(after)
    most = min(MOST_RUNS, MOST_CHANGED * len(left))
    differ = sum(_told(one) != _told(other) for one, other in zip(left, right, strict=False))
    if not left or not right or differ + abs(len(left) - len(right)) > most:
        return
    for at in reversed(range(len(right), len(left))):
        yield Passage(at + 1, left[at], None)
    for at, (one, other) in enumerate(zip(left, right, strict=False), 1):
        if _told(one) != _told(other):
            yield Passage(at, one, other)
    for at in range(len(left), len(right)):
        yield Passage(at + 1, None, right[at])


def passages(element: Element) -> list[b.Block]:
    """The paragraphs of an item, each by itself; none where it has sub-items or tables, or more than have names."""
    made: list[b.Block] = []
    for block in element.blocks:
        match block:
            case b.Paragraph() | b.Display():
                made.append(block)
            case b.Legend():
                made += map(b.Paragraph, lines_of([block]))
            case _:
                return []
    return made if element.part.level is Level.ITEM and not element.title and len(made) <= NAMED else []


def _told(block: b.Block | None) -> list[str]:
    """A paragraph as a line of its text; no line for none."""
    return [] if block is None else [text_of(lines_of([block]))]


def _but(element: Element, kind: type) -> list[object]:
    """A text without its tables or lists, but where they stand."""
    return [
        element.title,
        *(kind if isinstance(block, kind) else text_of(lines_of([block])) for block in element.blocks),
    ]
