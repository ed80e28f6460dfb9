"""``--help`` in the language that is spoken: its English words stand at the commands, and are translated when they are shown.

A text of several paragraphs is translated paragraph by paragraph, and ``make words`` reads the paragraphs from the commands
themselves (``sentences``). Examples, and other blocks whose lines are kept (behind ``\\b``), stay as they are.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from typing import Any

import click

from effrules.cli import language

AS_IT_IS = "\b"
"""click's mark, at the head of a paragraph, that its lines are kept."""

_PLACE = re.compile(r"\bINTEGER RANGE\b|\b[A-Z][A-Z-]*\b")


class Formatter(click.HelpFormatter):
    """Writes help in the language that is spoken."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """``Usage: effrules run [OPTIONS] RULES DATA``."""
        super().write_usage(prog, in_place(args), prefix)

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        super().write_text("\n\n".join(map(told, paragraphs(text))))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A table of options or commands, each with what it does."""
        super().write_dl([(in_place(name), _row(words)) for name, words in rows], col_max, col_spacing)


class Context(click.Context):
    """The context of a command: its help, and all that is wrong with its use, is in the language that is spoken."""

    formatter_class: type[click.HelpFormatter] = Formatter

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        if language.code() != language.ENGLISH:
            from effrules.cli.click_sentences import put_in

            put_in()


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; white space in each, but where lines are kept, as one blank."""
    parts = re.split(r"\n\s*\n", inspect.cleandoc(text))
    return [part if part.startswith(AS_IT_IS) else " ".join(part.split()) for part in parts]


def told(text: str) -> str:
    """One paragraph, or what an option does, in the language that is spoken."""
    code = language.code()
    if code == language.ENGLISH or text.startswith(AS_IT_IS):
        return text
    from effrules.words import Language, Message

    return Message(text.replace("{", "{{").replace("}", "}}")).in_(Language(code))


def in_place(names: str) -> str:
    """``-o, --output FILE``: the words in capitals, for which others are put, in the language that is spoken."""
    if language.code() == language.ENGLISH:
        return names
    from effrules.cli.placeholders import PLACEHOLDERS

    def word(match: re.Match[str]) -> str:
        known = PLACEHOLDERS.get(match[0])
        return match[0] if known is None else language.in_words(known)

    return _PLACE.sub(word, names)


def _row(words: str) -> str:
    """What an option does, and behind it its default, which click puts there."""
    first, gap, extras = words.partition("  [")
    return told(first) + gap + extras if gap and words.endswith("]") else told(words)


def sentences(command: click.Command, lines: Iterable[str] = ()) -> Iterator[str]:
    """The English sentences of a command's help; ``lines`` are those of the table of commands."""
    yield from (part for part in paragraphs(command.help or "") if not part.startswith(AS_IT_IS))
    for param in command.params:
        if isinstance(param, click.Option) and param.help:
            yield " ".join(param.help.split())
    yield from lines
