"""What all papers of a year share: the mark of a draft, who approved what they tell, and the run that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from effrules.cycle.entries import Decided, Incident, Stage, Verified
from effrules.cycle.scored import ScoredStage
from effrules.cycle.standing import of_kind
from effrules.report.cycle.telling import Telling
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
        "{methodology}, version {version}. Scored on {day}; run {digest}, data {data}; register: entry {number}, {register}. "
        "Points are shown with two decimals and added up exactly.",
        methodology=naming.methodology(), version=naming.version(),
        day=dated(date.fromisoformat(stage.entry.on)), digest=stage.scored.record, data=stage.scored.data,
        number=str(stage.entry.number), register=stage.entry.digest,
    ).in_(language)  # fmt: skip


def entered_of(
    stage: ScoredStage,
    telling: Telling,
    concerns: Callable[[Verified | Incident], bool],
    reader: str = "",
) -> Iterator[str]:
    """What checks found, and incidents entered by hand, before the stage was scored; without the name of the body that reads it."""
    names = {one.key: telling.body(one.subject) for one in stage.results.subjects}
    counted = [one for one in stage.standing.entries if one.number < stage.entry.number]
    decided = of_kind(counted, Decided) if stage.stage is Stage.FINAL else ()
    struck = {number: entry.number for entry, what in decided for number in what.struck}
    for entry in counted:
        what = entry.what
        if not isinstance(what, Verified | Incident) or not concerns(what):
            continue
        if isinstance(what, Verified) and what.reported == what.verified:
            continue
        for text in telling.did(entry, reader, names):
            told = phrase("{told} (entry {number})", told=text, number=str(entry.number))
            if entry.number in struck:
                told = phrase(
                    "{told} (entry {number}; struck out by the decision of entry {decision})",
                    told=text, number=str(entry.number), decision=str(struck[entry.number]),
                )  # fmt: skip
            yield telling.told(told)
