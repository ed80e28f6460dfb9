"""Which language a command speaks: ``--lang``, else EFFRULES_LANG, else the locale's, else English.

The option is declared here once, and every command has it, as has ``effrules`` itself. What only programs read stays English where no
language was asked for by name: a locale does not change what a script gets.

As long as English is spoken, no sentence and no catalogue is imported: ``--help`` is quick.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from effrules.words import Language, Text

CODES = ("kk", "ru", "en")
"""What may be asked for."""

ENGLISH = "en"

VARIABLE = "EFFRULES_LANG"
"""The environment variable that names the language where no option does."""

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the locale, in the order in which they count (POSIX.1-2017, section 8.2)."""

FOR_PROGRAMS = frozenset({"json", "sarif", "junit", "github", "csv", "parquet"})
"""Formats that programs read."""

_KEY = "effrules.language"
_ALL = "effrules.languages"
_BEFORE: ContextVar[str | None] = ContextVar("language", default=None)


_ONE = "Language of all that is told; without it that of the locale, where effrules speaks it, else English."
_SEVERAL = "Language of what is written; may be given several times. Without it that of the locale, where effrules speaks it, else English."


def option(*, several: bool = False) -> click.Option:
    """The option ``--lang``; ``several``: it may be given several times, the first is what the command speaks itself."""
    return click.Option(
        ["--lang"],
        type=click.Choice(CODES),
        multiple=several,
        envvar=VARIABLE,
        show_envvar=True,
        is_eager=True,
        expose_value=False,
        callback=_asked_for,
        help=_SEVERAL if several else _ONE,
    )


def _asked_for(context: click.Context, _option: click.Parameter, asked: str | tuple[str, ...] | None) -> None:
    """Keep what was asked for: an option behind a command counts more than one before it, and each more than the variable."""
    stated = context.get_parameter_source("lang") is click.core.ParameterSource.COMMANDLINE
    codes = (asked,) if isinstance(asked, str) else asked
    if codes and (stated or _KEY not in context.meta):
        context.meta[_KEY], context.meta[_ALL] = codes[0], codes


def begin(arguments: Sequence[str]) -> None:
    """Look ahead at the words of a command line, so that also what is wrong with them is told in the language asked for."""
    told = [
        word.partition("=")[2] if word.startswith("--lang=") else after
        for word, after in zip(arguments, (*arguments, "")[1:], strict=True)
        if word == "--lang" or word.startswith("--lang=")
    ]
    _BEFORE.set(next((code for code in (*reversed(told), os.environ.get(VARIABLE)) if code in CODES), None))


def of_locale(environment: Mapping[str, str]) -> str:
    """The code of the language of a locale such as ``kk_KZ.UTF-8``; English where it is another one, or none is said."""
    said = next((environment[name] for name in LOCALE if environment.get(name)), "")
    code = said.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return code if code in CODES else ENGLISH


def code(form: str = "") -> str:
    """The code of the language of a command; for a format that programs read, English where none was asked for by name."""
    context = click.get_current_context(silent=True)
    asked = _BEFORE.get() if context is None else context.meta.get(_KEY, _BEFORE.get())
    return asked or (ENGLISH if form in FOR_PROGRAMS else of_locale(os.environ))


def spoken(form: str = "") -> Language:
    """The language of a command, as ``code`` says it."""
    from effrules.words import Language

    return Language(code(form))


def languages() -> tuple[Language, ...]:
    """Every language that was asked for, each once; the one that is spoken where none was."""
    from effrules.words import Language

    asked = click.get_current_context().meta.get(_ALL, ())
    return tuple(map(Language, dict.fromkeys(asked))) or (spoken(),)


def as_sentence(text: Text) -> str:
    """A reason as a sentence of its own, in the language of the command."""
    from effrules.words import phrase

    return in_words(phrase("{sentence}.", sentence=text))


def in_words(*texts: Text) -> str:
    """What is said in the language of the command: one sentence after another; what is empty is left out."""
    told = (text if isinstance(text, str) else text.in_(spoken()) for text in texts)
    return " ".join(filter(None, told))
