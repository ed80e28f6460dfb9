"""Writes docs/cli.md from what ``--help`` says; a test holds the page to it."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.help import Context
from effrules.cli.main import COMMANDS, cli, command_called

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"

INTRODUCTION = """\
# The commands

Written by `python scripts/make_cli_docs.py` from `--help`. How commands end: [exit-codes.md](exit-codes.md). What result files hold:
[results.md](results.md).
"""


def page() -> str:
    """The text of the page."""
    parts = [INTRODUCTION]
    with Context(
        cli,
        info_name="effrules",
        terminal_width=100,
        max_content_width=100,
        help_option_names=["-h", "--help"],
    ) as top:
        parts.append(f"```text\n{cli.get_help(top).strip()}\n```\n")
        for name in COMMANDS:
            try:
                command = command_called(top, name)
            except click.UsageError:
                continue
            with Context(command, parent=top, info_name=name, terminal_width=100) as context:
                parts.append(f"## effrules {name}\n\n```text\n{command.get_help(context).strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
