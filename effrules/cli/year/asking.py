"""What the commands of a year ask for: its folder, who does something, when, and why."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from effrules.cli.door import FOLDER
from effrules.cli.language import as_sentence, in_words
from effrules.words import phrase, reason_of

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.entries import Entry

BY = "EFFRULES_BY"
"""The environment variable that names who writes entries."""


class _Day(click.ParamType):  # type: ignore[type-arg] # generic in newer releases only
    """A day, as 2020-02-28."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            told = phrase("`{value}` is no day; write it as 2020-02-28.", value=str(value))
            self.fail(in_words(told), param, ctx)


folder = click.argument("folder", type=FOLDER, metavar="YEAR")
"""The folder of the year."""

DAY = _Day()


def writes(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that writes entries: who, when, why."""
    for option in (
        click.option("--why", default="", metavar="TEXT", help="Why; it stands in the register."),
        click.option("--on", type=DAY, metavar="DAY",
                     help="The day of what is told, where it was not today: 2020-02-28. When it was written down is kept too."),
        click.option("--by", envvar=BY, show_envvar=True, metavar="NAME",
                     help="Who writes the entry; without it the user of this computer."),
    ):  # fmt: skip
        command = option(command)
    return command


def author(by: str | None) -> str:
    """Who writes: the name that was given, else that of the user."""
    if by:
        return by
    for name in ("USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    raise click.UsageError(in_words(phrase("say who writes the entry: --by NAME.")))


def year_of(folder: Path) -> Year:
    """The year of a folder. Raises click.UsageError where it is none, or was changed."""
    from effrules.cycle import NotAYear, opened

    try:
        return opened(folder)
    except (NotAYear, OSError) as why:
        raise click.UsageError(as_sentence(reason_of(why))) from None


def entries_of(year: Year) -> tuple[Entry, ...]:
    """All entries of a year. Raises click.UsageError where the register was changed."""
    from effrules.cycle import Broken

    try:
        return year.register.entries()
    except (Broken, OSError) as why:
        raise click.UsageError(as_sentence(reason_of(why))) from None
