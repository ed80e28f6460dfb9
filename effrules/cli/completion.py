"""``effrules completion``: the script by which a shell completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from effrules.cli.door import Command
from effrules.cli.main import COMPLETION

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in SHELL.

    \b
    bash:  effrules completion bash >> ~/.bashrc
    zsh:   effrules completion zsh >> ~/.zshrc
    fish:  effrules completion fish > ~/.config/fish/completions/effrules.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None, f"click knows no {shell}"
    click.echo(kind(context.find_root().command, {}, "effrules", COMPLETION).source())
