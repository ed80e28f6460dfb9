"""How a command ends: its exit code, and what is told where it ends otherwise than it should. Exit codes: docs/exit-codes.md."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from effrules.cli import help as in_help
from effrules.cli import language
from effrules.cli.speaking import tell

if TYPE_CHECKING:
    from effrules.words import Message

OK, FINDINGS, USAGE, INTERNAL, HUNG_UP, INTERRUPTED, PIPE_CLOSED, TERMINATED = 0, 1, 2, 70, 129, 130, 141, 143
"""The exit codes."""

NO_ROOM = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC))
"""What goes wrong with a disk without any fault of effrules."""


def refused(wrong: click.ClickException) -> int:
    """Tell what is wrong, in lines that its reader has room for; gives the exit code."""
    from io import StringIO

    wrong = _worded(wrong)
    made = StringIO()
    wrong.show(made)
    tell(made.getvalue())
    return wrong.exit_code


def _worded(wrong: click.ClickException) -> click.ClickException:
    """With the character in which an option or a choice differs from one that looks the same, and with our words for arguments."""
    from effrules.diagnostics.lookalikes import alike, difference

    def with_difference(word: str, known: Iterable[str]) -> str:
        told = "" if word.isascii() else language.in_words(difference(word, alike(word, known)) or "")
        return f"{wrong.message} {told[:1].upper()}{told[1:]}." if told else wrong.message

    match wrong:
        case click.NoSuchOption():
            words = with_difference(wrong.option_name, wrong.possibilities or ())
            return wrong if words == wrong.message else click.UsageError(words, wrong.ctx)
        case click.MissingParameter():
            return click.MissingParameter(
                wrong.message, wrong.ctx, wrong.param, _hint(wrong), wrong.param_type
            )
        case click.BadParameter():
            words = wrong.message
            if wrong.param is not None and isinstance(wrong.param.type, click.Choice):
                quoted = re.search(r"'(.*?)'", words)
                words = with_difference(quoted[1] if quoted else "", wrong.param.type.choices)
            return click.BadParameter(words, wrong.ctx, wrong.param, _hint(wrong))
        case _:
            return wrong


def _hint(wrong: click.BadParameter) -> str | None:
    """Which option or argument it is, in the words of the language."""
    hint = wrong.param_hint
    if hint is None and wrong.param is not None and wrong.ctx is not None:
        hint = wrong.param.get_error_hint(wrong.ctx)
    return in_help.in_place(hint) if isinstance(hint, str) else None


def flushed(code: int) -> int:
    """The exit code, once what was printed has reached its reader."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return pipe_closed()
    except OSError as why:
        return no_room(why)
    return code


def told(words: object) -> int:
    """Python's own rule for ``sys.exit(words)``."""
    if words is None:
        return OK
    click.echo(str(words), err=True)
    return FINDINGS


def pipe_closed() -> int:
    """The reader (``head``, a pager) has gone: say nothing, not even when Python flushes at its end."""
    _silence()
    return PIPE_CLOSED


def no_room(why: OSError) -> int:
    """A disk that is full, or no longer there, under the output or under temporary files."""
    _silence()
    from effrules.words import phrase, reason_of

    words = phrase("effrules: what was worked out could not be written: {reason}", reason=reason_of(why))
    if why.filename:
        words = phrase("{told}: {file}", told=words, file=str(why.filename))
    tell(words)
    return FINDINGS


def _silence() -> None:
    """Let what is still to be printed go nowhere, so that Python's end has nothing to complain of."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def internal(bug: Exception) -> int:
    """Own up to a bug, briefly; with the traceback when EFFRULES_TRACEBACK is set."""
    from effrules.diagnostics.glyphs import shown
    from effrules.words.catalogue import BadCatalogue

    if isinstance(bug, BadCatalogue):
        click.echo(f"effrules: {bug}", err=True)
        return FINDINGS
    if os.environ.get("EFFRULES_TRACEBACK"):
        import traceback

        click.echo("".join(traceback.format_exception(bug)), err=True)
    words = shown(str(bug))
    told = f"{type(bug).__name__}{': ' if words else ''}{words}"
    try:
        tell("\n".join(map(language.in_words, _own_up(told))))
    except Exception:  # noqa: BLE001 - the catalogues themselves may be what is broken
        tell("\n".join(map(str, _own_up(told))))
    return INTERNAL


def _own_up(bug: str) -> tuple[Message, ...]:
    from effrules.words import phrase

    return (
        phrase("effrules: internal error: {bug}", bug=bug),
        phrase("This is a bug in effrules, not in your rules or data."),
        phrase(
            "Please report it with the command that you ran; EFFRULES_TRACEBACK=1 shows where it happened."
        ),
    )
