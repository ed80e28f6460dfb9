"""The text at a place that findings and traces name, such as ``rules/current/single_rating.eff:15:1``, wherever the file lies."""

from __future__ import annotations

import re
from pathlib import Path

import click

from effrules.amend.headings import text_of
from effrules.amend.locating import locate
from effrules.cli.language import in_words
from effrules.words import counted, phrase

BEFORE, AFTER = 3, 12
"""How many lines around the place are shown."""

_PLACE = re.compile(r"(?P<file>.+\.eff):(?P<line>\d{1,9})(?::\d+)?")


def place_of(text: str) -> tuple[str, int] | None:
    """The file and the line of what is written like a place; None for anything else."""
    found = _PLACE.fullmatch(text)
    return None if found is None or Path(text).exists() else (found["file"], int(found["line"]))


def lines_at(file: str, line: int) -> str:
    """The file's own path and the lines around one, numbered. Raises click.BadParameter where there is no such place."""
    path = locate(file)
    if path is None or not path.is_file():
        raise click.BadParameter(
            in_words(phrase("there is no file `{file}`.", file=file)), param_hint="RULES"
        )
    text = text_of(path)
    if text is None:
        told = phrase("`{path}` cannot be read.", path=str(path))
        raise click.BadParameter(in_words(told), param_hint="RULES")
    lines = text.removesuffix("\n").split("\n")
    if not 1 <= line <= len(lines):
        told = counted("`{file}` has {n} line.", "`{file}` has {n} lines.", n=len(lines), file=file)
        raise click.BadParameter(in_words(told), param_hint="RULES")
    first, last = max(1, line - BEFORE), min(len(lines), line + AFTER)
    wide = len(str(last))
    shown = [
        f"{'>' if number == line else ' '} {number:>{wide}} | {lines[number - 1]}".rstrip()
        for number in range(first, last + 1)
    ]
    return "\n".join([str(path.resolve()), *shown]) + "\n"
