"""Pieces of Markdown: text that shows as it is, code, warnings, tables; and a page made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from attrs import evolve

from effrules.diagnostics.glyphs import shown
from effrules.report.blocks.drawings import histogram
from effrules.report.blocks.inline import plain
from effrules.report.blocks.mathematics.plain import display_lines
from effrules.report.blocks.mathematics.plain import plain as formula
from effrules.report.blocks.pieces import (
    MARKS,
    Beside,
    Block,
    Break,
    Change,
    Contents,
    Display,
    Excerpt,
    Folded,
    Formula,
    Front,
    Heading,
    Histogram,
    Inline,
    Item,
    Items,
    Kind,
    Legend,
    Line,
    Link,
    Note,
    Page,
    Paragraph,
    Reference,
    Sheet,
    Signature,
    Table,
    Tone,
    Waterfall,
    Words,
    is_word,
)  # fmt: skip

_SPEAKING = re.compile(
    r"""[\\|*`<\[~\#]                       # wherever they stand
    | (?<![^\W_])_ | _(?![^\W_])            # not within a word, where it marks nothing
    | &(?=\#?\w+;)                          # what would be read as a character's name
    | ^(?:>|[-+](?=\s|$)|[-=](?=[-=\s]*$))  # quotes, lists, rules
    | (?P<number>^[0-9]{1,9})(?=[.)](\s|$)) # numbered lists: the sign behind the number""",
    re.VERBOSE,
)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line, wherever in a line it stands."""
    return _SPEAKING.sub(lambda at: f"{at[0]}\\" if at["number"] else f"\\{at[0]}", shown(text))


def code(text: str) -> str:
    """Text that is set as it is, even where it has backticks."""
    text = shown(text)
    fence = "`"
    while fence in text:
        fence += "`"
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def table(
    headings: Iterable[str], is_text: Iterable[bool], rows: Iterable[Iterable[str]], indent: str = ""
) -> Iterator[str]:
    """The lines of a table. Headings are texts, cells are Markdown; columns that are no texts stand right."""
    yield indent + _row(map(escaped, headings))
    yield f"{indent}|{'|'.join(' --- ' if left else ' ---: ' for left in is_text)}|"
    yield from (indent + _row(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in row) for row in rows)


def text_table(
    headings: Iterable[str], is_text: Iterable[bool], rows: Iterable[Iterable[str]], indent: str = ""
) -> Iterator[str]:
    """A table whose cells are texts."""
    return table(headings, is_text, (map(escaped, row) for row in rows), indent)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# -- A page ----------------------------------------------------------------------------------------------

STANDING_OUT = {Tone.STRONG: "**", Tone.NEW: "**", Tone.OLD: "~~"}
HAND = "_" * 16
"""Where somebody signs."""

DRAWING = 80
"""Columns for drawings of characters."""


def markdown(page: Page) -> str:
    """The page."""
    return blocks(page.blocks) + (f"\n---\n\n{escaped(page.colophon)}\n" if page.colophon else "")


def blocks(made: Sequence[Block]) -> str:
    """Blocks of a page."""
    lines: list[str] = []
    before: Block | None = None
    for block in made:
        if lines and lines[-1] and not (before is not None and _is_loud(before) and _is_loud(block)):
            lines.append("")
        lines += _block(block)
        before = block
    return "\n".join(lines) + "\n"


def _is_loud(block: Block) -> bool:
    return isinstance(block, Note) and block.kind is Kind.LOUD


def _block(block: Block) -> Iterator[str]:
    """The lines of a block."""
    match block:
        case Heading(title, level, _, number, kind, named):
            head = f"{escaped(number)}. " if number else ""
            yield f"{'#' * min(level, 6)} {head}{line(named or (*_before(kind), *title))}"
        case Paragraph(text, label):
            yield f"**{escaped(label)}:** {line(text)}".rstrip() if label else line(text)
        case Display(math):
            yield from _fenced("text", display_lines(math))
        case Legend(title, entries):
            yield escaped(title)
            yield ""
            yield from (f"- {code(formula(symbol))} – {line(meaning)}" for symbol, meaning in entries)
        case Note(text, kind, label):
            yield _note(text, kind, label)
        case Items():
            yield from _items(block, "")
        case Table():
            yield from _table(block)
        case Change():
            yield _change(block)
        case Excerpt(lines):
            is_marked = any(one.tone in MARKS for one in lines)
            texts = [(MARKS.get(one.tone, "  ") if is_marked else "") + shown(one.text) for one in lines]
            yield from _fenced("diff" if is_marked else "eff", texts)
        case Histogram():
            yield from _fenced("text", list(histogram(block, DRAWING)))
        case Waterfall(_, falls):
            yield from text_table(("", ""), (True, False), ((fall.label, fall.text) for fall in falls))
        case Folded(title, below, level):
            yield from _block(Heading(title, level))
            for one in below:
                yield ""
                yield from _block(one)
        case Front(kind, title, version, facts):
            yield from (f"# {escaped(title)}", "", f"**{escaped(kind)}. {escaped(version)}**", "")
            yield from (f"- {escaped(name)}: {escaped(value)}" for name, value in facts)
        case Contents():
            return
        case Sheet():
            yield "---"
        case Beside(parts):
            yield "\n".join(blocks(part.blocks) for part in parts if part.blocks).rstrip("\n")
        case Signature(who, name):
            yield f"{line(who)} {escaped(f'{HAND} {name}'.rstrip())}"
        case _:
            assert_never(block)


def _before(kind: str) -> Line:
    return (Words(f"{kind} "),) if kind else ()


def _note(text: Line, kind: Kind, label: str) -> str:
    """A remark on a line."""
    head = f"**{escaped(label)}:** " if label else ""
    match kind:
        case Kind.LOUD:
            return f"> {head}{line((Words(plain(text), Tone.STRONG),))}  "
        case Kind.MARGIN:
            return f"> {head}{line(text)}" if label else f"*{line(text)}*"
        case Kind.SMALL:
            return head + line(text)
        case _:
            assert_never(kind)


def _change(change: Change) -> str:
    """What was and what is, side by side or in one; where there is only one side, nothing is marked."""
    if change.together:
        told = line(change.together)
    elif change.before and change.after:
        told = f"{line(change.before)} → {line(change.after)}"
    else:
        told = escaped(plain(change.before or change.after))
    return f"{escaped(change.label)}: {told}"


def _fenced(language: str, lines: Sequence[str]) -> Iterator[str]:
    """Lines as they are."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", " ".join(lines)) or [""]))
    yield fence + language
    yield from lines
    yield fence


def _items(items: Items, indent: str) -> Iterator[str]:
    """A list with what stands below its items: further items, or blocks of their own."""
    for at, item in enumerate(items.items, 1):
        mark = f"{at}." if items.ordered and not item.mark else "-"
        yield f"{indent}{mark} {_item(item)}"
        inside = indent + " " * (len(mark) + 1)
        for block in item.below:
            match block:
                case Items():
                    yield from _items(block, inside)
                case Paragraph() | Note() | Change():
                    yield from (f"{inside}- {one}" for one in _block(block))
                case Table(caption=caption) if caption:
                    below = evolve(block, caption=())
                    yield from _items(Items((Item(caption, (below,)),)), inside)
                case _:
                    yield ""
                    yield from (inside + one if one else "" for one in _block(block))
                    yield ""


def _item(item: Item) -> str:
    mark = f"{escaped(item.mark)}{':' if is_word(item.mark) else ''} " if item.mark else ""
    return f"{mark}{line(item.line)}{f' {code(item.place)}' if item.place else ''}"


def _table(made: Table) -> Iterator[str]:
    """A table with its caption above it; what sums up stands in bold."""
    if made.caption:
        yield _strong(made.caption)
        yield ""
    yield from table(
        (column.title for column in made.columns),
        (column.is_text for column in made.columns),
        (*(map(line, row) for row in made.rows), *([map(_strong, made.foot)] if made.foot else [])),
    )


def _strong(made: Line) -> str:
    """A line that stands out as a whole."""
    if any(isinstance(one, Words) and one.tone in STANDING_OUT for one in made):
        return line((Words(plain(made), Tone.STRONG),))
    return f"**{line(made).strip()}**" if plain(made).strip() else ""


def line(made: Line) -> str:
    """A line; blanks stand outside of what is marked."""
    told = ""
    for tone, run in groupby(made, lambda inline: inline.tone if isinstance(inline, Words) else None):
        if tone is None:
            told += "".join(map(_inline, run))
            continue
        text = plain(tuple(run))
        body = text.strip()
        if tone not in STANDING_OUT or not body:
            told += code(text) if tone is Tone.CODE else escaped(text)
            continue
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        sign = STANDING_OUT[tone]
        if told.endswith(("**", "~~")) and not start:
            start = " "
        told += f"{start}{sign}{escaped(body)}{sign}{end}"
    return told


def _inline(inline: Inline) -> str:
    match inline:
        case Words(text):
            return escaped(text)
        case Formula(math):
            return code(formula(math))
        case Reference(_, text):
            return escaped(text)
        case Link(url, text):
            address = shown(url).replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
            if not url.startswith(("http://", "https://")):
                return escaped(f"{text} {url}" if text else url)
            return f"[{escaped(text)}](<{address}>)" if text else f"<{address}>"
        case Break():
            return "<br>"
        case _:
            assert_never(inline)
