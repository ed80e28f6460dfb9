"""``effrules verify``: whether a run gives the same again, and whether a trace is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from effrules.cli.speaking import say

if TYPE_CHECKING:
    from effrules.audit.record import Record
    from effrules.audit.verdict import Verdict


@click.command(short_help="Prove that a run gives the same again, or that a trace is right.")
@click.argument("document", metavar="RECORD|TRACE",
                type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--rules", metavar="RULES", help="The rules, where they are not where the record says.")
@click.option("--data", type=click.Path(path_type=Path), metavar="DATA",
              help="The data, where they are not where the record says.")  # fmt: skip
@click.option("--digest", "published", metavar="DIGEST",
              help="The digest that was published: the document must have it.")  # fmt: skip
@click.option("--independent", is_flag=True,
              help="Check every step of every body with the checker that shares no code with the engine, too.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="What to print.")  # fmt: skip
def command(
    document: Path, rules: str | None, data: Path | None, published: str | None, independent: bool, form: str
) -> None:
    """Verify a run record (of `effrules run -o`) or a trace (of `effrules trace -o FILE.json`).

    For a record: its own digest, every rule file, data file and result file, and every result, calculated anew. It is
    the same, digit for digit, or all that differs is named, causes first. For a trace: every step, by an independent
    checker. The exit code is 1 when anything differs.

    \b
    effrules verify results.record.json
    effrules verify results.record.json --digest sha256:0123...
    effrules verify --independent trace.json
    """
