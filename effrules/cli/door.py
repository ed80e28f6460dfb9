"""How commands read and write files: every command is a ``Command``, every path an option or argument of a type from here.

The command line says ``-`` for standard input and output. Everything that is read is known to ``effrules.disk``, which lets
nothing be written over it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

import click
from click.shell_completion import CompletionItem

from effrules import disk
from effrules.cli import language
from effrules.cli.help import Context
from effrules.cli.language import as_sentence, in_words
from effrules.cli.speaking import tell
from effrules.disk import STANDARD, CannotBeRead
from effrules.source import LARGEST_DATA, LARGEST_RULES, NO_NAME, can_be
from effrules.words import Message, Text, counted, phrase, reason_of, several


class Command(click.Command):
    """A command with the door to the disk open: what may not be written is a wrong use of it, what cannot be ends with 1.

    It has the option ``--lang``, as every command has, and its help in the language that is spoken; one that writes papers
    takes ``several_languages``.
    """

    context_class: type[click.Context] = Context

    def __init__(self, *arguments: Any, several_languages: bool = False, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params.append(language.option(several=several_languages))

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Open the door before the options are read, since they say what is read and written."""
        disk.begin()
        try:
            context = super().make_context(info_name, args, parent, **extra)
        except BaseException:
            _close()
            raise
        context.call_on_close(_close)
        return context

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except disk.Refused as why:
            raise click.BadParameter(in_words(reason_of(why)), ctx, param_hint=why.hint) from None


class Whole(click.IntRange):
    """A whole number within bounds, which are told in words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        number = int(click.INT.convert(value, param, ctx))
        if number < (self.min or 0) or (self.max is not None and number > self.max):
            told = phrase("must be {range}, not {number}.", range=self._describe_range(), number=number)
            self.fail(in_words(told), param, ctx)
        return number

    def _describe_range(self) -> str:
        """What click puts into its sentences, and into the help."""
        if self.max is None:
            return in_words(phrase("at least {low}", low=int(self.min or 0)))
        return in_words(phrase("from {low} to {high}", low=int(self.min or 0), high=int(self.max)))


class Refusal(click.ClickException):
    """What a command was called rightly for, and does not do: told in a sentence, without how it is called."""

    exit_code = 2


def _close() -> None:
    disk.end()
    disk.clear()


class _Path(click.ParamType):  # type: ignore[type-arg] # generic in newer releases only
    """A path on the command line."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value as it is, if a file could be called so."""
        if not can_be(value):
            self.fail(as_sentence(NO_NAME), param, ctx)
        return value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Files, by the shell's own knowledge of them."""
        return [CompletionItem(incomplete, type="file")]


class _Reads(_Path):
    """The path of something that is read; ``-`` is standard input."""

    def __init__(self, what: Message, suffix: str = "", most: int = LARGEST_DATA) -> None:
        self.what = what
        self.suffix = suffix
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; that of a file with what was piped in, for ``-``."""
        value = super().convert(value, param, ctx)
        path = self._spooled(param, ctx) if str(value) == STANDARD else Path(value)
        try:
            if path.is_file():
                disk.reads(path, self.what)
        except disk.Refused as why:
            raise click.BadParameter(in_words(reason_of(why)), ctx, param_hint=why.hint) from None
        return path

    def _spooled(self, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        try:
            return disk.spooled(self.suffix, self.most)
        except CannotBeRead as why:
            self.fail(as_sentence(reason_of(why)), param, ctx)


class _ReadsRules(_Reads):
    """The name of bundled rules, or a path of rules; ``-`` is standard input."""

    name = "text"

    def __init__(self) -> None:
        super().__init__(phrase("the rules"), ".eff", LARGEST_RULES)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name as it is; a path for ``-``."""
        value = _Path.convert(self, value, param, ctx)
        return str(self._spooled(param, ctx)) if value == STANDARD else value


class _Folder(_Path):
    """The path of a folder that is made."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        return Path(super().convert(value, param, ctx))


class _Writes(_Path):
    """The path of a file that is written; ``-`` is standard output, where the command can print what it writes.

    Rules are written by what says so (``rules``) and by nothing else: the next command reads whatever ends in .eff as law.
    """

    def __init__(self, standard: bool = True, rules: bool = False) -> None:
        self.standard = standard
        self.rules = rules

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or ``-`` as a path."""
        path = Path(super().convert(value, param, ctx))
        if str(value) == STANDARD and not self.standard:
            self.fail(in_words(phrase("it is not printed; name a file.")), param, ctx)
        if str(value) != STANDARD:
            why = None if self.rules else _read_as_rules(path)
            if why is not None:
                self.fail(in_words(why), param, ctx)
            promise(path, "-o" if param is None else max(param.opts, key=len), ctx)
        return path


RULES = _ReadsRules()
DATA = _Reads(phrase("the data"))
OVERLAY = _Reads(phrase("an amendment laid on top"), ".eff", LARGEST_RULES)
EARLIER = _Reads(phrase("the earlier results"))
TEMPLATE = _Reads(phrase("the template"))
DOCUMENT = _Reads(phrase("what is verified"), ".json")
KEY = _Reads(phrase("the key"))
SIGNATURE = _Reads(phrase("a signature"))
FOLDER = _Folder()
OUTPUT = _Writes()
RECORD = _Writes(standard=False)
RULES_OUTPUT = _Writes(rules=True)
RULES_ENDING = ".eff"


def promise(path: Path, hint: str, ctx: click.Context | None = None) -> None:
    """Say that a file will be written. Raises click.BadParameter where it cannot be, or is read."""
    try:
        disk.will_write(path, hint)
    except disk.Refused as why:
        raise click.BadParameter(in_words(reason_of(why)), ctx, param_hint=hint) from None


def _read_as_rules(path: Path) -> Message | None:
    """Why what is no rules cannot be written there: it, or what a link leads to, ends as rules do; ``None`` where it can."""
    for place in (path, Path(os.path.realpath(path))):
        if place.suffix.lower() == RULES_ENDING:
            if place is path:
                return phrase(
                    "`{path}`: what ends in .eff is read as rules, which this command does not write. "
                    "Give the file another ending.",
                    path=str(path),
                )
            return phrase(
                "`{path}` leads to `{place}`, and what ends in .eff is read as rules, which this command does not write. "
                "Give the file another ending.",
                path=str(path),
                place=str(place),
            )
    return None


def form_of(
    stated: str | None, output: Path | None, endings: Mapping[str, str], printed: str = "text"
) -> str:
    """The format that is ``stated``, else that of a file by its ending, else what is ``printed``. Raises click.BadParameter."""
    if stated is not None:
        return stated
    if output is None:
        return printed
    form = endings.get(output.suffix.lower())
    if form is None:
        told = phrase(
            "`{file}` ends in none of {endings}; say --format.", file=output.name, endings=several(endings)
        )
        raise click.BadParameter(in_words(told), param_hint="-o")
    return form


def to_file(output: Path | None) -> Path | None:
    """The file that an output names; ``None`` for standard output."""
    return None if output is None or str(output) == STANDARD else output


def write_text(path: Path, text: str) -> None:
    """Write a file whole, or leave its place as it was; ends the command where it cannot be written."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole, or leave its place as it was; ends the command where it cannot be written."""
    try:
        disk.keep(path, content)
    except OSError as why:
        leave_unwritten(why)


def apart(option: str, other: str, *, given: bool) -> None:
    """Refuse an option that says nothing beside another one. Raises click.BadParameter."""
    if given:
        told = phrase("it says nothing beside {other}: leave one of them out.", other=other)
        raise click.BadParameter(in_words(told), param_hint=option)


def need(module: str, said: Text, extra: str, hint: str, instead: Text = "") -> None:
    """Refuse what needs a library that is not installed, before any work is done. Raises click.BadParameter.

    ``instead``: what needs no library.
    """
    from importlib.util import find_spec

    if find_spec(module) is None:
        told = phrase("{said}: pip install '{package}'", said=said, package=f"effrules[{extra}]")
        if instead:
            told = phrase("{told}; {instead}", told=told, instead=instead)
        raise click.BadParameter(as_sentence(told), param_hint=hint)


def refuse_terminal(what: Text) -> None:
    """Spare a terminal what is no text, before any work is done. Raises click.BadParameter."""
    if sys.stdout.isatty():
        told = phrase("{what} is not for a terminal; say where with -o FILE, or pipe it on.", what=what)
        raise click.BadParameter(in_words(told), param_hint="--format")


def say_bytes(content: bytes) -> None:
    """A result that is no text, on standard output."""
    stream: IO[bytes] = sys.stdout.buffer
    sys.stdout.flush()
    stream.write(content)
    stream.flush()


def leave_unwritten(why: OSError, written: int = 0) -> NoReturn:
    """Tell why nothing was written, or no more than so many files, and end the command with exit code 1; that nobody reads on is no such reason."""
    if isinstance(why, BrokenPipeError):
        raise why
    reason = reason_of(why)
    if why.filename:
        reason = phrase("{reason}: {file}", reason=reason, file=str(why.filename))
    if written:
        tell(
            counted(
                "effrules: {n} file was written, the others not: {reason}",
                "effrules: {n} files were written, the others not: {reason}",
                n=written, reason=reason,
            )
        )  # fmt: skip
    else:
        tell(phrase("effrules: nothing was written: {reason}", reason=reason))
    raise click.exceptions.Exit(1) from None
