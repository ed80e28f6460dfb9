"""Lines of pieces as words for a terminal: painted by their tones; without colours, what was and what is stand in signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from effrules.diagnostics.glyphs import shown
from effrules.diagnostics.painting import Style, Styles
from effrules.report.blocks.lines import Word, words
from effrules.report.blocks.mathematics.plain import plain as formula
from effrules.report.blocks.pieces import Break, Formula, Inline, Line, Link, Reference, Tone, Words

STYLES: dict[Tone, Styles] = {
    Tone.PLAIN: (),
    Tone.STRONG: (Style.BOLD,),
    Tone.FAINT: (Style.DIM,),
    Tone.CODE: (),
    Tone.OLD: (Style.RED,),
    Tone.NEW: (Style.GREEN,),
    Tone.GOOD: (Style.GREEN,),
    Tone.BAD: (Style.RED,),
    Tone.ODD: (Style.YELLOW,),
}
SIGNS = {Tone.OLD: ("[-", "-]"), Tone.NEW: ("{+", "+}")}


def parts(line: Line) -> Iterator[Line]:
    """The lines that a line is broken into."""
    start = 0
    for at, inline in enumerate(line):
        if isinstance(inline, Break):
            yield line[start:at]
            start = at + 1
    yield line[start:]


def said(line: Line, *, has_signs: bool = False, styles: Styles = ()) -> list[Word]:
    """The words of a line. ``has_signs``: around what was and what is; ``styles`` are laid on all of it."""
    made: list[Word] = []
    is_apart = True
    for inline in line:
        text, tone = _seen(inline)
        own = text.strip(" ") if made else text.rstrip(" ")
        if not own.strip():
            is_apart = is_apart or bool(text)
            continue
        start, end = SIGNS.get(tone, ("", "")) if has_signs else ("", "")
        first, *more = words(start + own + end, (*styles, *STYLES[tone]))
        made.append(Word(first.text, first.styles, is_apart or (bool(made) and text[0] == " ")))
        made += more
        is_apart = text[-1] == " "
    return made


def _seen(inline: Inline) -> tuple[str, Tone]:
    match inline:
        case Words(text, tone):
            return shown(text), tone
        case Formula(math, tone):
            return formula(math), tone
        case Reference(_, text):
            return shown(text), Tone.PLAIN
        case Link(url, text):
            return shown(f"{text} <{url}>" if text else url), Tone.PLAIN
        case Break():
            return " ", Tone.PLAIN
        case _:
            assert_never(inline)


def plain(line: Line) -> str:
    """The text of a line, without any tones."""
    return "".join(_seen(inline)[0] for inline in line)
