"""``effrules year score``: the data of a stage from the register, and the run over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import EARLIER, Command, Refusal, leave_unwritten, promise
from effrules.cli.language import as_sentence, in_words, spoken
from effrules.cli.speaking import say, speak, tell, width
from effrules.cli.year.asking import (
    author,
    earlier_of,
    entries_of,
    folder,
    refusing,
    stage_option,
    told_last,
    writes,
    year_of,
)
from effrules.words import phrase, several

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.entries import Entry


@click.command(cls=Command, short_help="Score a stage, with all that was entered until now.")
@folder
@stage_option
@click.option("--earlier", type=EARLIER, metavar="YEAR|FILE",
              help="Other results of the year before than those with which the year was opened: its folder, or a file (.csv or .json).")  # fmt: skip
@writes
def command(
    folder: Path,
    stage: str,
    earlier: Path | None,
    by: str | None,
    on: date | None,
    why: str,
) -> None:
    """Score a stage of YEAR: put its data together from the register alone, and run the rules of the year over them.

    \b
    effrules year score year-2023 --stage preliminary
    effrules verify year-2023/preliminary.record.json

    The data lie in stages/STAGE/data; results (.csv, .json, .xlsx) and run record in the folder of the year itself.
    """
    from effrules.audit.record import RegisterRecord, read_document
    from effrules.cli import run
    from effrules.cycle.assembling import assembled, written
    from effrules.cycle.entering import refuse_approved, refuse_before
    from effrules.cycle.entries import Scored, Stage
    from effrules.cycle.lacking import not_scored
    from effrules.cycle.stages import data_digest, data_of, record_of, results_of
    from effrules.cycle.standing import stands
    from effrules.report.cycle.register_text import register_text

    who, year, of = author(by), year_of(folder, on), Stage(stage)
    entries = entries_of(year)
    found = stands(entries)
    with refusing():
        refuse_approved(found, of)
        refuse_before(Scored(of, "", ""), entries, on)
        made = assembled(year, found, of)
    if len(made.without) == len(found.bodies):
        lacking = "; ".join(map(in_words, not_scored(year, made.without)))
        raise Refusal(as_sentence(phrase("no body can be scored: {lacking}", lacking=lacking)))
    data, record, results = data_of(year, of), record_of(year, of), results_of(year, of)
    for path in (*results, record):
        promise(path, "YEAR")
    try:
        written(made, data)
        kept = _kept(year, entries, earlier)
    except OSError as problem:
        leave_unwritten(problem)
    for told_of in not_scored(year, made.without):
        tell(told_of)
    left = [str(one.number) for body in found.bodies for one in body.open_appeals]
    if left and of is Stage.FINAL:
        tell(phrase("Objections that are not decided yet: {numbers}", numbers=several(left)))
    rules = str(year.folder / year.manifest.main)
    until = RegisterRecord(entries[-1].number, entries[-1].digest)
    run.carried_out(rules, data, results, record=record, earlier=kept, register=until)
    with refusing():
        scored = Scored(of, read_document(record)["digest"], data_digest(made))
        entry = year.register.add_all([scored], who, why, on, last=entries[-1].digest)[0]
    say("\n" + register_text(year, (entry,), spoken(), width()))
    speak(told_last((entry,)))


def _kept(year: Year, entries: Sequence[Entry], earlier: Path | None) -> Path | None:
    """The results of the year before, as they lie in the folder of this year: those that are named, else those of its opening."""
    from effrules.cycle.entries import Opened
    from effrules.cycle.stages import laid_before

    if earlier is not None:
        return laid_before(year, year.kept_bytes(*earlier_of(earlier, year.manifest.year)))
    opening = entries[0].what
    assert isinstance(opening, Opened), "a register begins with the entry that opened the year"
    if opening.earlier is None:
        return None
    with refusing():
        return laid_before(year, opening.earlier)
