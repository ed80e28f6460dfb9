"""The option ``--as-of``: the version of a methodology that is in force on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.language import in_words
from effrules.words import phrase


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day that an option is given as."""
    if value is None:
        return None
    try:
        if len(value) == len("2014-12-31"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise click.BadParameter(in_words(phrase("`{day}` is not a day like 2014-12-31.", day=value)), ctx, param)


as_of_option = click.option("--as-of", "as_of", callback=day, default=None, metavar="DAY",
                            help="The version of RULES that is in force on this day, like 2014-12-31.")  # fmt: skip


def in_force(rules: str, day: date | None) -> str | Path:
    """The rules to load: those that are named, or the version of them that is in force on a day. Refuses ``--as-of``."""
    if day is None:
        return rules
    from effrules.amend.locating import locate
    from effrules.history.as_of import InForce, version_on

    path = locate(rules)
    if path is None:
        return rules
    found = version_on(path, day)
    if not isinstance(found, InForce):
        raise click.BadParameter(in_words(found), param_hint="--as-of")
    return found.path
