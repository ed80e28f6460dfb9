"""The command ``effrules``: which commands there are, how it ends, and nothing heavy until a command is called.

Exit codes are documented in docs/exit-codes.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from effrules import __version__
from effrules.cli import help as in_help
from effrules.cli import language
from effrules.cli.outcomes import (
    INTERRUPTED,
    NO_ROOM,
    OK,
    flushed,
    internal,
    no_room,
    pipe_closed,
    refused,
    told,
)
from effrules.cli.speaking import forced, tell

if TYPE_CHECKING:
    pass

COMPLETION = "_EFFRULES_COMPLETE"
"""The environment variable by which a shell asks for completions."""

COMMANDS = {
    "run": ("effrules.cli.run:command", "Score the bodies in the data by a methodology."),
    "check": ("effrules.cli.check:command", "Say all that is wrong or doubtful in a methodology."),
    "test": ("effrules.cli.test:command", "Try the examples and the properties of a methodology."),
    "trace": (
        "effrules.cli.trace:command",
        "Show how a score came about, down to the cells and the clauses.",
    ),
    "report": (
        "effrules.cli.report:command",
        "Write all results with their derivations as one HTML file or workbook.",
    ),
    "verify": (
        "effrules.cli.verify:command",
        "Prove that a run gives the same again, or that a trace or a package is right.",
    ),
    "sign": ("effrules.cli.sign:command", "Sign a run record, a trace or a package."),
    "diff": ("effrules.cli.diff:command", "Compare two methodologies by meaning, and whom it moves."),
    "simulate": (
        "effrules.cli.simulate:command",
        "Show how firm scores and places are when weights, figures or assumptions are others.",
    ),
    "analyse": (
        "effrules.cli.analyse:command",
        "Show what the scores have to do with each other: correlations, consistency, influence.",
    ),
    "goal-seek": (
        "effrules.cli.goal_seek:command",
        "Find how a body could reach a score, a place or a grade.",
    ),
    "document": ("effrules.cli.document:command", "Write a methodology as a readable document."),
    "sources": (
        "effrules.cli.sources:command",
        "Tick off the acts that a methodology rests on, item by item.",
    ),
    "log": ("effrules.cli.log:command", "List the versions of a methodology, and what each changed."),
    "blame": ("effrules.cli.blame:command", "Show which versions shaped a clause."),
    "merge": ("effrules.cli.merge:command", "Combine two drafts' amendments by meaning."),
    "git-diff": ("effrules.cli.git_diff:command", "Show a changed rule file by meaning: for `git diff`."),
    "list": ("effrules.cli.list:command", "List the methodologies that come with effrules."),
    "show": ("effrules.cli.show:command", "Print the outline, or the consolidated text, of a methodology."),
    "init": ("effrules.cli.init:command", "Start a new methodology, with forms for its data."),
    "schema": ("effrules.cli.schema:command", "Print the JSON Schema of a document that effrules writes."),
    "completion": ("effrules.cli.completion:command", "Print the completion script for a shell."),
    "year": ("", "Hold an assessment year: forms, registers, stages, papers."),
    "year init": ("effrules.cli.year.init:command", "Open the folder of an assessment year."),
    "year status": ("effrules.cli.year.status:command", "Show where every body stands."),
    "year calendar": ("effrules.cli.year.calendar:command", "Show the stages of the year with their days."),
    "year sample": ("effrules.cli.year.sample:command", "Draw the figures that are to be verified."),
    "year verified": (
        "effrules.cli.year.verified:command",
        "Enter what a check of a reported figure found.",
    ),
    "year incident": (
        "effrules.cli.year.incident:command",
        "Enter an incident: a row of a table of the rules.",
    ),
    "year appeal": ("effrules.cli.year.appeal:command", "Enter an objection of a body."),
    "year decide": (
        "effrules.cli.year.decide:command",
        "Enter the decision on an objection, and what follows from it.",
    ),
    "year withdraw": ("effrules.cli.year.withdraw:command", "Withdraw an entry that was a mistake."),
    "year forms": ("effrules.cli.year.forms:command", "Write the workbooks that bodies fill in."),
    "year collect": ("effrules.cli.year.collect:command", "Take what bodies sent."),
    "year assign": ("effrules.cli.year.assign:command", "Say whose a file is that is nobody's yet."),
    "year remind": ("effrules.cli.year.remind:command", "List who has not sent anything that counts."),
    "year score": ("effrules.cli.year.score:command", "Score a stage, with all that was entered until now."),
    "year approve": (
        "effrules.cli.year.approve:command",
        "Enter that the results of a stage were approved; that closes it.",
    ),
    "year reopen": ("effrules.cli.year.reopen:command", "Open an approved stage again."),
    "year compare": (
        "effrules.cli.year.compare:command",
        "Compare the preliminary and the final results, entry by entry.",
    ),
    "year conclude": ("effrules.cli.year.conclude:command", "Write a conclusion for each body."),
    "year template": (
        "effrules.cli.year.template:command",
        "Write the template of conclusions, for you to change.",
    ),
    "year papers": (
        "effrules.cli.year.papers:command",
        "Write the expert conclusions by block and the table for the Commission.",
    ),
    "year series": ("effrules.cli.year.series:command", "Show the results of several years as one series."),
    "year package": (
        "effrules.cli.year.package:command",
        "Write what is published, with all that proves it.",
    ),
    "year registers": (
        "effrules.cli.year.registers:command",
        "Print the register, entry by entry, or as CSV.",
    ),
}
"""Each command, where it is, and what it does in a line: ``--help`` is answered from here. One of two words belongs to a group."""


HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""The settings of every group's context."""


class LazyGroup(click.Group):
    """Commands that are imported when they are called; ``before`` is the group's own name and a blank, as in the table."""

    context_class: type[click.Context] = in_help.Context

    def __init__(self, *arguments: Any, before: str = "", **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.before = before
        if before:
            self.params.append(language.option())

    def table(self) -> dict[str, str]:
        """What each command of the group does, in the order in which people meet them."""
        before = self.before
        inside = {
            name.removeprefix(before): words
            for name, (_, words) in COMMANDS.items()
            if name.startswith(before)
        }
        return {name: words for name, words in inside.items() if " " not in name}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which people meet them."""
        return list(self.table())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, imported now, or a group of commands; ``None`` when there is none of that name."""
        from effrules.cli.door import Command

        whole = self.before + cmd_name
        if whole not in COMMANDS:
            return None
        place, line = COMMANDS[whole]
        if not place:
            return LazyGroup(cmd_name, before=f"{whole} ", help=line, context_settings=HELP)
        module, _, name = place.partition(":")
        try:
            command = getattr(import_module(module), name)
        except ModuleNotFoundError as missing:
            if missing.name != module:
                raise
            from effrules.words import phrase

            words = phrase("`{command}` is not part of this installation of effrules.", command=whole)
            raise click.UsageError(language.in_words(words), ctx) from missing
        assert isinstance(command, Command), "every command goes through the door"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; for an unknown one, the nearest name is offered."""
        table = self.table()
        if args and args[0] not in table and not args[0].startswith("-"):
            from effrules.diagnostics.lookalikes import suggestion
            from effrules.words import phrase

            words = phrase("There is no command `{command}`.", command=args[0])
            ctx.fail(language.in_words(words, suggestion(args[0], table)))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, written without importing any of them."""
        with formatter.section(in_help.told("Commands")):
            formatter.write_dl(list(self.table().items()))

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Commands and options that begin so, without importing any command."""
        from click.shell_completion import CompletionItem

        options = click.Command.shell_complete(self, ctx, incomplete)
        return [
            *(
                CompletionItem(name, help=in_help.told(words))
                for name, words in self.table().items()
                if name.startswith(incomplete)
            ),
            *options,
        ]


@click.group(
    cls=LazyGroup,
    context_settings=HELP,
    params=[language.option()],
)
@click.version_option(__version__, prog_name="effrules", message="%(prog)s %(version)s")
def cli() -> None:
    """Score public bodies by rules that a lawyer can read, exactly, with every figure traced to its source.

    RULES is the name of a methodology that comes with effrules (`effrules list`) or the path of your own. `-` is standard
    input where something is read, and standard output where something is written.
    """


def command_called(context: click.Context, name: str) -> click.Command:
    """The command of the table, of one word or two. Raises click.UsageError where its module is not installed."""
    found: click.Command = cli
    for word in name.split():
        assert isinstance(found, click.Group), "only a group has commands"
        below = found.get_command(context, word)
        assert below is not None, "every command that is listed is there"
        found = below
    return found


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; ``arguments`` as a shell gives them, by default its own."""
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


def _run(arguments: list[str]) -> int:
    """Run a command; gives the exit code."""
    instruction = os.environ.get(COMPLETION)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, "effrules", COMPLETION, instruction)
    language.begin(arguments)
    try:
        with cli.make_context("effrules", arguments, color=_colours()) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return flushed(leaving.exit_code)
    except SystemExit as leaving:
        return flushed(leaving.code) if isinstance(leaving.code, int) else told(leaving.code)
    except click.ClickException as wrong:
        return refused(wrong)
    except (KeyboardInterrupt, click.Abort):
        from effrules.words import phrase

        tell(phrase("effrules: interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        return pipe_closed()
    except OSError as why:
        return no_room(why) if why.errno in NO_ROOM else internal(why)
    except Exception as bug:  # noqa: BLE001 - the one place where anything unforeseen becomes a message
        return internal(bug)
    return OK


def _colours() -> bool | None:
    """What is said of colours by the environment; ``None`` leaves it to the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if forced() else None
