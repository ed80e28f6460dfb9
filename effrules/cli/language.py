"""Which language a command speaks: ``--lang``, else EFFRULES_LANG, else the locale's, else English.

The option is declared here once, and every command has it, as has ``effrules`` itself. What only programs read stays English where no
language was asked for by name: a locale does not change what a script gets.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from effrules.words import Language

CODES = ("kk", "ru", "en")
"""What may be asked for."""

VARIABLE = "EFFRULES_LANG"

FOR_PROGRAMS = frozenset({"json", "sarif", "junit", "github", "csv", "parquet"})
"""Formats that programs read."""

_KEY = "effrules.language"
_BEFORE: ContextVar[str | None] = ContextVar("language", default=None)


def option() -> click.Option:
    """The option ``--lang``."""
    return click.Option(
        ["--lang"],
        type=click.Choice(CODES),
        envvar=VARIABLE,
        show_envvar=True,
        is_eager=True,
        expose_value=False,
        callback=_asked_for,
        help="Language of all that is told; without it that of the locale, where effrules speaks it, else English.",
    )


def _asked_for(context: click.Context, _option: click.Parameter, code: str | None) -> None:
    """Keep what was asked for: an option behind a command counts more than one before it, and each more than the variable."""
    stated = context.get_parameter_source("lang") is click.core.ParameterSource.COMMANDLINE
    if code is not None and (stated or _KEY not in context.meta):
        context.meta[_KEY] = code


def begin(arguments: Sequence[str]) -> None:
    """Look ahead at the words of a command line, so that also what is wrong with them is told in the language asked for."""
    told = [word.partition("=")[2] for word in arguments if word.startswith("--lang=")]
    told += [after for word, after in itertools.pairwise(arguments) if word == "--lang"]
    _BEFORE.set(next((code for code in (*told, os.environ.get(VARIABLE)) if code in CODES), None))


def asked() -> Language | None:
    """The language that was asked for by name; ``None`` where none was."""
    from effrules.words import Language

    context = click.get_current_context(silent=True)
    code = _BEFORE.get() if context is None else context.meta.get(_KEY, _BEFORE.get())
    return None if code is None else Language(code)


def spoken(form: str = "") -> Language:
    """The language of a command; for a format that programs read, English where none was asked for by name."""
    from effrules.words.language import Language, of_locale

    return asked() or (Language.EN if form in FOR_PROGRAMS else of_locale(os.environ))
