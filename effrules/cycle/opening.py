"""What is told when a year is opened: who would assess himself, and rules that are not in force for it."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.data.dataset import Dataset
from effrules.diagnostics import Finding
from effrules.diagnostics.making import warning
from effrules.exact.assessing import own_assessors
from effrules.model.program import Program
from effrules.words import Message, phrase


def told_at_opening(program: Program, bodies: Dataset, year: int) -> Iterator[Finding]:
    """What is doubtful about a year with these rules and these bodies."""
    said = _in_force(program, year)
    if said is not None:
        yield warning(
            "W494", said, program.header.span,
            way_out=phrase("say the rules by which {year} is assessed: effrules list, effrules log", year=str(year)),
        )  # fmt: skip
    yield from own_assessors(program, bodies)


def _in_force(program: Program, year: int) -> Message | None:
    """That the rules are in force neither in the year that is assessed nor in the one after, in which it is assessed."""
    first, last = program.header.force_from, program.header.force_to
    if first is not None and first.year > year + 1:
        return phrase("these rules are in force from {day}; {year} was over by then, and its assessment too", day=first, year=str(year))  # fmt: skip
    if last is not None and last.year < year:
        return phrase("these rules were in force until {day}; {year} began later", day=last, year=str(year))
    return None
