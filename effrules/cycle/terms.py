"""The days of the stages, by the rules of the year; and by the register, where a stage runs from what reached a body."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from effrules.cycle.entries import Appealed, Entry, Sent, Submitted
from effrules.cycle.standing import BodyStanding, of_kind
from effrules.cycle.windows import last_day
from effrules.model import program as p
from effrules.model.calendars import calendar_of
from effrules.model.place_words import cited_text
from effrules.model.procedure import Counted, Day, Occasion, StageKind
from effrules.model.reporting import by_bodies
from effrules.words import Message, Telling, Text, given, phrase, several

INCOMPLETE = ("E403", "E404", "E489")
"""What is found where elements of a report are lacking: tables, columns, forms without a row."""

CONCLUSION = "conclusion"
"""The kind of paper that bodies object to."""


class Unreached(Telling, ValueError):
    """A day for which the calendar of the rules is not."""


def called(one: p.Procedure) -> Text:
    """What a stage or a spot check is called, in sentences."""
    return (
        given({language: f"«{text}»" for language, text in one.titles.texts})
        if one.titles.texts
        else f"`{one.name}`"
    )


@frozen
class Term:
    """A stage with its first and its last day, as far as they can be told."""

    stage: p.Stage
    first: date | None
    last: date | None

    def is_over(self, day: date) -> bool:
        """Whether a day comes after the last one."""
        return self.last is not None and day > self.last


def terms(program: p.Program, year: int) -> tuple[Term, ...]:
    """The stages of the year that is assessed, in the order of the rules."""
    return tuple(term(program, stage, year) for stage in program.stages.values())


def term(program: p.Program, stage: p.Stage, year: int, start: date | None = None) -> Term:
    """A stage of the year that is assessed; one with a window runs from ``start``, else from the last day of the stage before it."""
    within = stage.within
    if within is None:
        return Term(stage, _day(stage.first, year), _day(stage.last, year))
    begins = start or term(program, program.stages[within.after], year).last
    if begins is None:
        return Term(stage, None, None)
    return Term(stage, begins + timedelta(days=1), last_day(within, begins, program))


def _day(day: Day | None, year: int) -> date | None:
    return day if day is None or isinstance(day, date) else day.of(year)


def of_node(program: p.Program, kind: StageKind, node: str) -> p.Stage | None:
    """The stage of a kind that a node is in: one that names it or what it stands in, else one for all."""
    at: str | None = node
    stages = [one for one in program.stages.values() if one.kind is kind]
    while at is not None:
        named = next((one for one in stages if at in one.nodes), None)
        if named is not None:
            return named
        at = program.nodes[at].parent
    return next((one for one in stages if not one.nodes), None)


def started(
    stage: p.Stage, body: BodyStanding, program: p.Program, appeal: Entry | None = None
) -> date | None:
    """When what a stage runs from reached a body, by the register: its last conclusion; the objection; the decision on it."""
    if stage.within is None:
        return None
    after = program.stages[stage.within.after].kind
    told: list[Entry] = []
    if after is StageKind.CONCLUSIONS:
        told = [one for one, what in of_kind(body.sent, Sent) if what.kind == CONCLUSION]
    elif after is StageKind.OBJECTIONS:
        told = [one for one in body.appeals if appeal is None or one.number == appeal.number]
    elif after is StageKind.DECISIONS:
        told = [one for number, one in body.decisions.items() if appeal is None or number == appeal.number]
    return date.fromisoformat(told[-1].on) if told else None


# -- Objections -------------------------------------------------------------------------------------------------


@frozen
class Barred:
    """Why an objection is not considered: it came after the last day, or without documents; by which stage of the rules."""

    stage: p.Stage
    came: date
    last: date | None
    documents: bool

    @property
    def is_late(self) -> bool:
        """Whether it came too late."""
        return self.last is not None and self.came > self.last


def barred(program: p.Program, year: int, body: BodyStanding, appeal: Appealed, on: date) -> Barred | None:
    """Why an objection of a day cannot be considered; ``None`` where it can, or nothing in the rules says otherwise."""
    stage = of_node(program, StageKind.OBJECTIONS, appeal.node)
    if stage is None:
        return None
    last = term(program, stage, year, started(stage, body, program)).last
    found = Barred(stage, on, last, bool(appeal.evidence) or not stage.only_with_documents)
    return found if found.is_late or not found.documents else None


# -- Reports ----------------------------------------------------------------------------------------------------


@frozen
class Fault:
    """What the rules add because of how a body reported: by which stage, by which submission, how many days late."""

    stage: p.Stage
    added: p.Added
    submission: Entry
    last: date
    days: int


def reports(program: p.Program, year: int) -> tuple[Term, ...]:
    """The stages in which bodies report, those that have a last day."""
    found = (one for one in terms(program, year) if by_bodies(program, one.stage))
    return tuple(one for one in found if one.last is not None)


def counted(body: BodyStanding, program: p.Program, year: int) -> Entry | None:
    """The submission that counts: the last one that was accepted until the last day of all reports, else the last one at all."""
    last = max((one.last for one in reports(program, year) if one.last is not None), default=None)
    valid = [one for one, what in of_kind(body.submissions, Submitted) if what.accepted]
    in_time = [one for one in valid if last is None or date.fromisoformat(one.on) <= last]
    return next(reversed(in_time or valid), None)


def faults(body: BodyStanding, program: p.Program, year: int) -> Iterator[Fault]:
    """What came late, and what came in time and was not complete; nothing of a body of which nothing was accepted.

    A report that came in time with elements lacking is not complete, and not late besides. Where others found out what is known
    of a body that sent nothing, its report is absent. Raises Unreached.
    """
    of_others = [
        entry for entry, what in of_kind(body.submissions, Submitted) if what.accepted and what.absent
    ]
    own = [entry for entry, what in of_kind(body.submissions, Submitted) if what.accepted and not what.absent]
    for one in reports(program, year) if of_others and not own else ():
        added = one.stage.added(Occasion.ABSENT)
        if added is not None and one.last is not None:
            yield Fault(one.stage, added, of_others[-1], one.last, 0)
    if not own:
        return
    for one in reports(program, year):
        assert one.last is not None, "it has a last day"
        came = [
            (entry, what, date.fromisoformat(entry.on))
            for entry, what in of_kind(body.submissions, Submitted) if not what.absent
        ]  # fmt: skip
        valid = [(entry, day) for entry, what, day in came if what.accepted]
        if not valid or min(day for _, day in valid) <= one.last:
            continue
        lacking = [
            entry for entry, what, day in came
            if day <= one.last and not what.accepted and set(what.findings) & set(INCOMPLETE)
        ]  # fmt: skip
        entry, day = min(valid, key=lambda pair: pair[1])
        occasion = Occasion.INCOMPLETE if lacking else Occasion.LATE
        added = one.stage.added(occasion)
        if added is not None:
            yield Fault(
                one.stage,
                added,
                lacking[-1] if lacking else entry,
                one.last,
                _late(program, added, one.last, day),
            )


def why_at_fault(fault: Fault) -> Message:
    """What was wrong with the report of a body, with the basis of the rule."""
    came = date.fromisoformat(fault.submission.on)
    basis = several(map(cited_text, fault.stage.basis.citations))
    if fault.added.occasion is Occasion.LATE:
        return phrase("came on {day}, after {last}: late by stage {stage} ({basis})", day=came, last=fault.last, stage=called(fault.stage), basis=basis)  # fmt: skip
    if fault.added.occasion is Occasion.ABSENT:
        return phrase("no report came until {last}: absent by stage {stage} ({basis})", last=fault.last, stage=called(fault.stage), basis=basis)  # fmt: skip
    return phrase("came on {day} with elements lacking: not complete by stage {stage} ({basis})", day=came, stage=called(fault.stage), basis=basis)  # fmt: skip


def told_of_reports(body: BodyStanding, program: p.Program, year: int) -> Iterator[Message]:
    """What the rules hold against the reports of a body as they stand: what would stay so, where nothing whole was sent yet."""
    last = body.submissions[-1] if body.submissions else None
    if any(what.accepted for _, what in of_kind(body.submissions, Submitted)):
        yield from (why_at_fault(one) for one in faults(body, program, year))
    elif last is not None and isinstance(last.what, Submitted) and set(last.what.findings) & set(INCOMPLETE):
        for one in reports(program, year):
            if one.stage.added(Occasion.INCOMPLETE) and not one.is_over(date.fromisoformat(last.on)):
                assert one.last is not None, "it has a last day"
                yield phrase("elements are lacking: not complete by stage {stage}, unless it is sent whole until {last} ({basis})", stage=called(one.stage), last=one.last, basis=several(map(cited_text, one.stage.basis.citations)))  # fmt: skip


def _late(program: p.Program, added: p.Added, last: date, day: date) -> int:
    """The days of delay, as the rules count them; by calendar days where they count none."""
    if added.per_day is not Counted.WORKING:
        return (day - last).days
    of = calendar_of(program.figures[added.calendar or ""])
    if not (of.covers(last) and of.covers(day)):
        raise Unreached(
            phrase(
                "the calendar `{calendar}` is from {first} to {last}, which leaves {day} out: amend it",
                calendar=added.calendar or "",
                first=of.first,
                last=of.last,
                day=day,
            )
        )
    return of.between(last, day)
