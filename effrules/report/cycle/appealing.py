"""How to object to a conclusion and until when, by the stages of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from effrules.cycle.windows import last_day
from effrules.exact import SubjectResult
from effrules.model import program as p
from effrules.model.procedure import StageKind
from effrules.report.blocks.pieces import Block, Item, Items, Paragraph, Tone, words
from effrules.report.cycle.telling import Telling
from effrules.report.procedure import Procedure
from effrules.words import dated, phrase

KINDS = (StageKind.OBJECTIONS, StageKind.DECISIONS, StageKind.COMPLAINTS)


def appealing(result: SubjectResult, sent: date | None, telling: Telling) -> Iterator[Block]:
    """The stages of objecting that concern a body; with the last day where it is counted from the day on which the conclusion is ``sent``."""
    program, told = telling.program, Procedure(telling.naming)
    items = []
    for stage in sorted(
        program.stages.values(), key=lambda one: KINDS.index(one.kind) if one.kind in KINDS else -1
    ):
        if stage.kind not in KINDS or not _concerns(stage, result):
            continue
        below = [Paragraph(words(text), label) for label, text in told.window_clauses(stage)]
        last = _last(stage, sent, program)
        if last is not None:
            below.append(Paragraph(words(telling.told(dated(last))), telling.told(phrase("Last day"))))
        items.append(Item(words(told.stage(stage.name), Tone.STRONG), tuple(below)))
    if items:
        yield Items(tuple(items), ordered=True)


def _concerns(stage: p.Stage, result: SubjectResult) -> bool:
    """Whether a stage is for any part of which the body has a score."""
    return not stage.nodes or any(result.nodes[name].value is not None for name in stage.nodes)


def _last(stage: p.Stage, sent: date | None, program: p.Program) -> date | None:
    within = stage.within
    if sent is None or within is None or program.stages[within.after].kind is not StageKind.CONCLUSIONS:
        return None
    return last_day(within, sent, program)
