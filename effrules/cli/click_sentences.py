"""What click itself says, in Kazakh and Russian: its sentences as they stand in its source, and the way in for our catalogues.

click asks ``gettext`` for a translation, under the names ``_`` and ``ngettext`` of its modules. There they lead to the catalogues of
effrules instead, from the first command that speaks another language than English. A release of click that says a sentence in other
words says it in English; a test names it.
"""

from __future__ import annotations

import sys

from effrules.cli import language
from effrules.words import template

MODULES = ("core", "exceptions", "formatting", "parser", "termui", "types")
"""The modules of click that say something while a command runs."""

SENTENCES = (
    template("Usage:"),
    template("Options"),
    template("Commands"),
    template("Show this message and exit."),
    template("Show the version and exit."),
    template("default: {default}"),
    template("env var: {var}"),
    template("required"),
    template("Error: {message}"),
    template("Try '{command} {option}' for help."),
    template("Invalid value: {message}"),
    template("Invalid value for {param_hint}: {message}"),
    template("Missing argument"),
    template("Missing option"),
    template("Missing command."),
    template("Choose from:\n\t{choices}"),
    template("{value!r} is not {choice}."),
    template("{value!r} is not one of {choices}."),
    template("No such option {name!r}."),
    template("No such option: {name}"),
    template("Did you mean {possibility}?"),
    template("(Did you mean one of: {possibilities}?)"),
    template("(Possible options: {possibilities})"),
    template("Option {name!r} requires an argument."),
    template("Option {name!r} does not take a value."),
    template("Got unexpected extra argument ({args})"),
    template("Got unexpected extra arguments ({args})"),
)
"""What click says to those who use effrules, in releases from 8.1.7 on."""

_OURS = {sentence.text: sentence for sentence in SENTENCES} | {
    "{value!r} is not a valid {number_type}.": template("{value!r} is not a whole number.")
}
"""By what click says; where that holds a word of Python, ours."""


def translated(text: str) -> str:
    """A sentence of click in the language that is spoken: in place of ``gettext``."""
    sentence = _OURS.get(text)
    return text if sentence is None else sentence.in_(language.spoken())


def translated_number(one: str, more: str, number: int) -> str:
    """A sentence of click that counts: in place of ``ngettext``. What it counts stands in lists, so that two forms serve."""
    return translated(one if number == 1 else more)


def put_in() -> None:
    """Let click ask for translations here. Nothing is changed for English, nor by a second call."""
    for name in MODULES:
        module = sys.modules[f"click.{name}"]
        for asked, answer in (("_", translated), ("ngettext", translated_number)):
            if hasattr(module, asked):
                setattr(module, asked, answer)
