"""What is entered by hand: verified figures, incidents, objections, decisions on them, withdrawals; each made of where the year stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from attrs import frozen

from effrules.cycle.entering import (
    NotEntered,
    figure,
    fitting,
    no_body,
    refuse_approved,
    refuse_unsent,
    table_of,
)
from effrules.cycle.entries import (
    Appealed,
    Approved,
    CellName,
    Correction,
    Decided,
    Drawn,
    Entry,
    Incident,
    KeptFile,
    Opened,
    Outcome,
    Pair,
    Reopened,
    Scored,
    Sent,
    Stage,
    Submitted,
    Verified,
    What,
    Withdrawn,
)  # fmt: skip
from effrules.cycle.folder import Year
from effrules.cycle.standing import Standing, of_kind
from effrules.cycle.terms import CONCLUSION, Barred, barred, called, faults, of_node, started, term
from effrules.model.place_words import cited_text
from effrules.model.procedure import StageKind
from effrules.model.program import Stage as StageOfRules
from effrules.words import Text, phrase, several


@frozen
class Named:
    """A figure and a value for it, as somebody said them."""

    cell: CellName
    value: str


def kept(year: Year, files: Sequence[Path]) -> tuple[KeptFile, ...]:
    """Files of evidence, kept. Raises OSError."""
    return tuple(map(year.kept, files))


def verified(year: Year, found: Standing, said: Named, evidence: tuple[KeptFile, ...]) -> Verified:
    """A figure that was verified. Raises NotThere, Wrong."""
    reported = figure(year, found, said.cell, None)
    return Verified(said.cell, reported, _fitting(year, said), evidence)


def incident(
    year: Year, found: Standing, body: str, table: str, values: Sequence[Pair], evidence: tuple[KeptFile, ...],
    row: tuple[str, ...] = (),
) -> Incident:  # fmt: skip
    """A row of a table of the rules, below the body or below a ``row`` of it. Raises NotEntered, NotThere, Wrong."""
    refuse_unsent(found, body)
    if table_of(year, table).owner is None:
        raise NotEntered(
            phrase("an incident is a row of a table of a body; `{table}` is the body itself", table=table)
        )
    _once([one.field for one in values])
    fit = (Pair(one.field, fitting(year, body, table, one.field, one.value)) for one in values)
    return Incident(body, table, tuple(fit), evidence, row)


def appealed(found: Standing, body: str, node: str, claim: str, evidence: tuple[KeptFile, ...]) -> Appealed:
    """An objection of a body, to its last conclusion. Raises NotEntered."""
    _known(found, body)
    of_body = found.body(body)
    assert of_body is not None, "it is known"
    sent = [one.number for one, what in of_kind(of_body.sent, Sent) if what.kind == CONCLUSION]
    return Appealed(body, node, claim, evidence, sent[-1] if sent else 0)


def decided(
    year: Year, found: Standing, appeal: int, outcome: Outcome, reason: str, members: tuple[str, ...],
    corrections: Sequence[Named], struck: Sequence[int],
) -> Decided:  # fmt: skip
    """A decision on an objection. Raises NotEntered, NotThere, Wrong."""
    objection = next((what for one, what in of_kind(found.entries, Appealed) if one.number == appeal), None)
    if objection is None:
        raise NotEntered(
            _no_entry(found, appeal, phrase("entry {number} is no objection", number=str(appeal)))
        )
    before = next((one for one, what in of_kind(found.entries, Decided) if what.appeal == appeal), None)
    if before is not None:
        raise NotEntered(
            phrase(
                "objection {appeal} is decided already, by entry {number}; withdraw that first",
                appeal=str(appeal), number=str(before.number),
            )
        )  # fmt: skip
    _refuse_out_of_turn(year, found, appeal, outcome, members)
    follows = bool(corrections or struck)
    if follows and outcome not in (Outcome.UPHELD, Outcome.PARTLY):
        raise NotEntered(
            phrase("from an objection that is not upheld nothing follows: leave out --correct and --strike")
        )
    if not follows and outcome in (Outcome.UPHELD, Outcome.PARTLY):
        raise NotEntered(
            phrase(
                "say what follows from an objection that is upheld: --correct for a figure, --strike for an entry; "
                "a score is never set by hand"
            )
        )
    _refuse_strikes(year, found, objection.body, struck)
    _once(
        [f"{one.cell.body} {one.cell.table}/{'/'.join(one.cell.row)} {one.cell.field}" for one in corrections]
    )
    return Decided(
        appeal, outcome, reason, members,
        tuple(_correction(year, found, one) for one in corrections), tuple(struck),
    )  # fmt: skip


def _refuse_out_of_turn(
    year: Year, found: Standing, appeal: int, outcome: Outcome, members: Sequence[str]
) -> None:
    """What the rules leave no room for: to consider what came too late or without documents, or by those who assessed. Raises NotEntered."""
    entry, objection = next(
        (one, what) for one, what in of_kind(found.entries, Appealed) if one.number == appeal
    )
    bar = bar_of(year, found, entry)
    if bar is not None and outcome is not Outcome.NOT_CONSIDERED:
        raise NotEntered(
            phrase("{why}; it can only be left aside: --outcome not-considered", why=why_barred(bar))
        )
    if bar is None and outcome is Outcome.NOT_CONSIDERED:
        objections = of_node(year.program, StageKind.OBJECTIONS, objection.node)
        if objections is not None and _last(year, found, entry, StageKind.OBJECTIONS) is not None:
            raise NotEntered(
                phrase(
                    "objection {appeal} came in time and with documents, so it is considered ({basis})",
                    appeal=str(appeal),
                    basis=_basis(objections),
                )
            )
    decisions = of_node(year.program, StageKind.DECISIONS, objection.node)
    if decisions is not None and decisions.without_assessors:
        took_part = {
            one.by: str(one.number)
            for one in found.entries
            if (isinstance(one.what, Verified) and one.what.cell.body == objection.body)
            or (isinstance(one.what, Incident) and one.what.body == objection.body)
        }
        for member in members:
            if member in took_part:
                raise NotEntered(
                    phrase(
                        "{member} took part in the assessment (entry {number}), and nobody who did decides on the objection ({basis})",
                        member=member,
                        number=took_part[member],
                        basis=_basis(decisions),
                    )
                )


def bar_of(year: Year, found: Standing, entry: Entry) -> Barred | None:
    """Why an objection cannot be considered by the rules, if it cannot."""
    objection = entry.what
    assert isinstance(objection, Appealed), "it is an objection"
    body = found.body(objection.body)
    assert body is not None, "the year assesses it"
    on = date.fromisoformat(entry.on)
    return barred(year.program, year.manifest.year, body, objection, on)


def why_barred(bar: Barred) -> Text:
    """The same in a sentence, with what the rules cite."""
    basis = _basis(bar.stage)
    if bar.is_late and bar.last is not None:
        return phrase("it came on {day}, after {last} ({basis})", day=bar.came, last=bar.last, basis=basis)
    return phrase("no document proves it: nothing else is considered ({basis})", basis=basis)


def late_decision(year: Year, found: Standing, entry: Entry) -> Text | None:
    """That a decision came after the last day that the rules give for it."""
    decision = entry.what
    assert isinstance(decision, Decided), "it is a decision"
    appeal = next(one for one, _ in of_kind(found.entries, Appealed) if one.number == decision.appeal)
    last, on = _last(year, found, appeal, StageKind.DECISIONS), date.fromisoformat(entry.on)
    if last is None or on <= last:
        return None
    assert isinstance(appeal.what, Appealed), "it is an objection"
    stage = of_node(year.program, StageKind.DECISIONS, appeal.what.node)
    assert stage is not None, "it has a last day"
    return phrase("it was to be decided until {last} ({basis})", last=last, basis=_basis(stage))


def _last(year: Year, found: Standing, appeal: Entry, kind: StageKind) -> date | None:
    """The last day of the stage of a kind that an objection is in."""
    objection = appeal.what
    assert isinstance(objection, Appealed), "it is an objection"
    body, stage = found.body(objection.body), of_node(year.program, kind, objection.node)
    if stage is None or body is None:
        return None
    return term(year.program, stage, year.manifest.year, started(stage, body, year.program, appeal)).last


def _basis(stage: StageOfRules) -> Text:
    return several(map(cited_text, stage.basis.citations)) if stage.basis.citations else called(stage)


def _correction(year: Year, found: Standing, said: Named) -> Correction:
    was = figure(year, found, said.cell, Stage.FINAL)
    now = _fitting(year, said)
    if was == now:
        raise NotEntered(
            phrase(
                "`{field}` of `{body}` is {value} already: there is nothing to correct",
                field=said.cell.field, body=said.cell.body, value=now or "-",
            )
        )  # fmt: skip
    return Correction(said.cell, was, now)


def _refuse_strikes(year: Year, found: Standing, objecting: str, struck: Sequence[int]) -> None:
    """What cannot be struck out on the objection of a body. Raises NotEntered."""
    _once([str(number) for number in struck])
    can = {one.number: _whose(one.what) for one in found.entries if isinstance(one.what, Incident | Verified)}
    for body in found.bodies:
        can |= {one.submission.number: body.key for one in faults(body, year.program, year.manifest.year)}
    by = {number: entry.number for entry, what in of_kind(found.entries, Decided) for number in what.struck}
    for number in struck:
        if number not in can:
            raise NotEntered(
                _no_entry(
                    found,
                    number,
                    phrase(
                        "entry {number} is no incident, no verified figure and nothing that came late or with elements lacking: it is not struck out",
                        number=str(number),
                    ),
                )
            )
        if can[number] != objecting:
            raise NotEntered(
                phrase(
                    "entry {number} is about {body}, the objection is of {objecting}: one body's objection strikes out nothing of another's",
                    number=str(number), body=year.names.typed(can[number]), objecting=year.names.typed(objecting),
                )
            )  # fmt: skip
        if number in by:
            raise NotEntered(
                phrase(
                    "entry {number} is struck out already, by entry {by}",
                    number=str(number),
                    by=str(by[number]),
                )
            )


def _whose(what: Incident | Verified) -> str:
    return what.body if isinstance(what, Incident) else what.cell.body


def withdrawn(entries: Sequence[Entry], found: Standing, number: int) -> Withdrawn:
    """That an entry was a mistake. Raises NotEntered."""
    if not 1 <= number <= len(entries):
        raise NotEntered(phrase("there is no entry {number} that stands", number=str(number)))
    entry = entries[number - 1]
    standing = {one.number for one in found.entries}
    match entry.what:
        case Opened():
            raise NotEntered(phrase("the entry that opened the year is not withdrawn"))
        case Approved() | Reopened():
            raise NotEntered(
                phrase(
                    "entry {number} is not withdrawn: what is approved is opened again (effrules year reopen), and approved again",
                    number=str(number),
                )
            )
        case Scored(stage=stage):
            refuse_approved(found, stage)
            is_gone = number not in standing
        case Withdrawn():
            is_gone = any(one.what == Withdrawn(number) for one in entries)
        case _:
            is_gone = number not in standing
    if is_gone:
        raise NotEntered(phrase("entry {number} is withdrawn already", number=str(number)))
    leaning = [str(one.number) for one in found.entries if number in names(one.what)]
    if leaning:
        raise NotEntered(
            phrase(
                "entry {number} is named by others, which go first: {others}",
                number=str(number), others=several(leaning),
            )
        )  # fmt: skip
    return Withdrawn(number)


def names(what: What) -> Iterator[int]:
    """The earlier entries that an entry rests on."""
    match what:
        case Drawn():
            yield what.sample
        case Submitted() if what.received:
            yield what.received
        case Sent():
            yield what.about
        case Appealed():
            yield what.conclusion
        case Decided():
            yield from (what.appeal, *what.struck)
        case _:
            pass


def _fitting(year: Year, said: Named) -> str:
    return fitting(year, said.cell.body, said.cell.table, said.cell.field, said.value)


def _known(found: Standing, body: str) -> None:
    if found.body(body) is None:
        raise NotEntered(no_body(body))


def _once(named: Sequence[str]) -> None:
    twice = [one for at, one in enumerate(named) if one in named[:at]]
    if twice:
        raise NotEntered(phrase("`{what}` is said twice", what=twice[0]))


def _no_entry(found: Standing, number: int, otherwise: Text) -> Text:
    """That an entry is not of the kind that is wanted, was withdrawn, or is not there."""
    if any(entry.number == number for entry in found.entries):
        return otherwise
    return phrase("there is no entry {number} that stands", number=str(number))
