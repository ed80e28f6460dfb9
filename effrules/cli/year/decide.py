"""``effrules year decide``: an objection is decided."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import Command
from effrules.cli.language import in_words
from effrules.cli.speaking import tell
from effrules.cli.year.asking import WORDS, cell_of, entered, entries_of, folder, pair_of, writes, year_of
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.cycle.deciding import Named

OUTCOMES = {
    "upheld": "upheld",
    "partly": "partly upheld",
    "rejected": "rejected",
    "not-considered": "not considered",
}
"""The outcomes by what is written on the command line."""


@click.command(cls=Command, short_help="Enter the decision on an objection, and what follows from it.")
@folder
@click.argument("appeal", type=int)
@click.option("--outcome", type=click.Choice(tuple(OUTCOMES)), required=True, help="What became of it.")
@click.option("--reason", required=True, type=WORDS, metavar="TEXT", help="Why it was decided so.")
@click.option("--member", "members", multiple=True, required=True, type=WORDS, metavar="NAME",
              help="A member of the commission that decided. May be repeated.")  # fmt: skip
@click.option("--correct", "corrections", multiple=True, metavar='"BODY TABLE[/ROW…] FIELD=VALUE"',
              help="A figure that is put right by it, in the final results. May be repeated.")  # fmt: skip
@click.option("--strike", "struck", multiple=True, type=int, metavar="ENTRY",
              help="An incident or a verified figure that is struck out by it, or a submission, with what was late or lacking in it. May be repeated.")  # fmt: skip
@writes
def command(
    folder: Path, appeal: int, outcome: str, reason: str, members: tuple[str, ...], corrections: tuple[str, ...],
    struck: tuple[int, ...], by: str | None, on: date | None, why: str,
) -> None:  # fmt: skip
    """Enter in the register of YEAR what was decided on the objection of the number APPEAL.

    \b
    effrules year decide year-2023 9 --outcome upheld --reason "The letter proves it." --member "B. Kassymova"
        --correct "MoH service/2 in_time=42"

    What is upheld changes data or strikes out an entry; a score is never set by hand.
    """
    from effrules.cycle.deciding import decided, late_decision
    from effrules.cycle.entries import Outcome
    from effrules.cycle.standing import stands

    year = year_of(folder, on)
    named = [_named(one) for one in corrections]
    entry = entered(
        year,
        lambda found: decided(year, found, appeal, Outcome(OUTCOMES[outcome]), reason, members, named, struck),
        by, why, on,
    )  # fmt: skip
    late = late_decision(year, stands(entries_of(year)), entry)
    if late is not None:
        tell(late)


def _named(text: str) -> Named:
    """A figure and its value, of "BODY TABLE/ROW FIELD=VALUE". Raises click.BadParameter."""
    from effrules.cycle.deciding import Named

    try:
        body, place, value = shlex.split(text)
    except ValueError:
        told = phrase(
            "`{text}`: write BODY TABLE/ROW FIELD=VALUE, each with quotation marks where it has blanks.",
            text=text,
        )
        raise click.BadParameter(in_words(told), param_hint="--correct") from None
    name, said = pair_of(value, "--correct")
    return Named(cell_of(body, place, name), said)
