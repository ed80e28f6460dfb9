"""What all papers of a year share: the mark of a draft, who approved what they tell, and the run that it comes from."""

from __future__ import annotations

from datetime import date

from effrules.cycle.entries import Stage
from effrules.cycle.scored import ScoredStage
from effrules.report.naming import Naming
from effrules.words import Language, dated, phrase, several

DRAFT = phrase("Draft")
STAGES = {Stage.PRELIMINARY: phrase("Preliminary results"), Stage.FINAL: phrase("Final results")}


def mark(stage: ScoredStage, language: Language) -> str:
    """That a paper is a draft, as long as its results are not approved."""
    return "" if stage.approved is not None else DRAFT.in_(language)


def stage_line(stage: ScoredStage, language: Language) -> str:
    """Which results they are, and whether they were approved: when, and by whom."""
    of = STAGES[stage.stage]
    if stage.approved is None:
        return phrase("{stage}, not approved yet", stage=of).in_(language)
    day = dated(date.fromisoformat(stage.approved.on))
    return phrase(
        "{stage}, approved on {day}: {members}", stage=of, day=day, members=several(stage.members)
    ).in_(language)


def colophon(stage: ScoredStage, language: Language) -> str:
    """By which rules and from which run."""
    program = stage.year.program
    naming = Naming(program, language)
    return phrase(
        "{methodology}, version {version}. Scored on {day}; run {digest}, data {data}. Points are shown with two decimals "
        "and added up exactly.",
        methodology=naming.methodology(), version=program.header.version,
        day=dated(date.fromisoformat(stage.entry.on)), digest=stage.scored.record, data=stage.scored.data,
    ).in_(language)  # fmt: skip
