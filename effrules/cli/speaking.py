"""How commands speak: results on standard output, findings and messages on standard error, each as wide as its reader."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NoReturn

import click

from effrules.cli.language import in_words, spoken

if TYPE_CHECKING:
    from effrules.diagnostics import Finding
    from effrules.words import Text

PIPED_WIDTH = 80
"""The width of text for a reader that has none, unless COLUMNS says another."""


def width(stream: IO[str] | None = None) -> int:
    """The columns of a terminal, what COLUMNS says, or 80."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isdigit() and int(stated) > 0:
        return int(stated)
    stream = stream or sys.stdout
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if stream.isatty() else PIPED_WIDTH


def colour(stream: IO[str] | None = None) -> bool:
    """Whether colours are wanted: on a terminal, or anywhere with FORCE_COLOR; never with NO_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    if forced():
        return True
    stream = stream or sys.stdout
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def forced() -> bool:
    """Whether FORCE_COLOR asks for colours where there is no terminal."""
    return os.environ.get("FORCE_COLOR", "0").lower() not in ("", "0", "false")


def say(text: str) -> None:
    """A result, on standard output."""
    _write(text, sys.stdout)


def speak(text: Text, indent: int = 0, hanging: int = 0) -> None:
    """A sentence of a result, on standard output, in the language of the command, in lines that its reader has room for.

    All its lines stand in by ``indent``, the further ones by ``hanging`` more.
    """
    say(_in_lines(" " * indent + in_words(text), sys.stdout, hanging) + "\n")


def tell(text: Text, *, laid_out: bool = False) -> None:
    """A message, on standard error, in the language of the command; where nobody hears it, the work goes on.

    It stands in lines that its reader has room for, unless it was ``laid_out`` before.
    """
    told = in_words(text)
    told = told if laid_out else _in_lines(told, sys.stderr)
    with suppress(OSError):
        _write(told if told.endswith("\n") else told + "\n", sys.stderr)


def _in_lines(text: str, stream: IO[str], hanging: int = 0) -> str:
    from effrules.diagnostics.glyphs import wrapped

    return ("\n" + " " * hanging).join(wrapped(text, width(stream) - hanging))


def _write(text: str, stream: IO[str]) -> None:
    """Write text; letters that a terminal lacks become question marks. Whatever is no terminal takes UTF-8 (``start``)."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    errors = "replace" if stream.isatty() else "backslashreplace"
    stream.write(text.encode(encoding, errors).decode(encoding))
    stream.flush()


def say_shown(text: str) -> None:
    """A result that is drawn with signs which not every encoding has, on standard output."""
    from effrules.diagnostics.glyphs import plain_for

    say(plain_for(text, getattr(sys.stdout, "encoding", None) or "utf-8"))


def tell_findings(findings: Sequence[Finding]) -> None:
    """Findings, on standard error."""
    if findings:
        from effrules.diagnostics.terminal import render

        told = render(findings, colour=colour(sys.stderr), width=width(sys.stderr), language=spoken())
        tell(told, laid_out=True)


def leave_with_findings(findings: Iterable[Finding]) -> NoReturn:
    """Tell the findings and end the command with exit code 1."""
    tell_findings(tuple(findings))
    raise click.exceptions.Exit(1)
