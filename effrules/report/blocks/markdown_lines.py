"""Within a line of Markdown: text that shows as it is, code, what stands out; and the lines of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from effrules.diagnostics.glyphs import shown
from effrules.report.blocks.inline import plain
from effrules.report.blocks.mathematics.plain import plain as formula
from effrules.report.blocks.pieces import Break, Formula, Inline, Line, Link, Reference, Tone, Words

STANDING_OUT = {Tone.STRONG: "**", Tone.NEW: "**", Tone.OLD: "~~"}

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


def table(headings: Iterable[str], is_text: Iterable[bool], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a table. Headings are texts, cells are Markdown; columns that are no texts stand right."""
    yield _row(map(escaped, headings))
    yield f"|{'|'.join(' --- ' if left else ' ---: ' for left in is_text)}|"
    yield from (_row(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in row) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def strong(made: Line) -> str:
    """A line that stands out as a whole."""
    if any(isinstance(one, Words) and one.tone in STANDING_OUT for one in made):
        return line((Words(plain(made), Tone.STRONG),))
    return f"**{line(made).strip()}**" if plain(made).strip() else ""


def line(made: Line) -> str:
    """A line; blanks stand outside of what is marked."""
    told = ""
    for tone, run in groupby(made, lambda inline: inline.tone if isinstance(inline, Words) else None):
        if tone is None:
            for one in map(_inline, run):
                told += f" {one}" if told.endswith(("**", "~~")) and one.startswith(("**", "~~")) else one
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
        case Formula(math, tone):
            sign = STANDING_OUT.get(tone, "")
            return f"{sign}{code(formula(math))}{sign}"
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
