"""A register for people: a line for each entry, and what it tells below, in the words of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import assert_never

from attrs import frozen

from effrules.cycle import Year
from effrules.cycle.entries import (
    WORDS,
    Appealed,
    Approved,
    CellName,
    Decided,
    Drawn,
    Entry,
    Incident,
    KeptFile,
    Opened,
    Published,
    Received,
    Reopened,
    Reported,
    Sampled,
    Scored,
    Sent,
    Submitted,
    Verified,
    Withdrawn,
)
from effrules.cycle.names import Names
from effrules.diagnostics.glyphs import shown, wrapped
from effrules.model.types import Choice
from effrules.report.cycle.papers import STAGES
from effrules.report.cycle.telling import OUTCOMES, Telling
from effrules.words import Language, Message, Text, counted, day_text, in_language, phrase, several

KINDS: Mapping[str, Message] = MappingProxyType({
    "opened": phrase("opened", context="entry of a register"),
    "submitted": phrase("submitted", context="entry of a register"),
    "received": phrase("received", context="entry of a register"),
    "reported": phrase("reported", context="entry of a register"),
    "sampled": phrase("sampled", context="entry of a register"),
    "drawn": phrase("drawn", context="entry of a register"),
    "verified": phrase("verified", context="entry of a register"),
    "incident": phrase("incident", context="entry of a register"),
    "sent": phrase("sent", context="entry of a register"),
    "appealed": phrase("appealed", context="entry of a register"),
    "decided": phrase("decided", context="entry of a register"),
    "scored": phrase("scored", context="entry of a register"),
    "approved": phrase("approved", context="entry of a register"),
    "reopened": phrase("reopened", context="entry of a register"),
    "published": phrase("published", context="entry of a register"),
    "withdrawn": phrase("withdrawn", context="entry of a register"),
})  # fmt: skip
"""The kinds of entries in words."""


def register_text(year: Year, entries: Iterable[Entry], language: Language, width: int) -> str:
    """A line for each entry, and what it tells below; within ``width`` columns."""
    teller = _Teller(Telling(year.program, language), year.names, language)
    lines = []
    for entry in entries:
        why = f": {shown(entry.why)}" if entry.why else ""
        day = day_text(date.fromisoformat(entry.on), language)
        kind = KINDS[WORDS[type(entry.what)]].in_(language)
        lines.append(f"{entry.number}  {day}  {kind}  {shown(entry.by)}{why}")
        lines += [f"    {in_language(one, language)}" for one in teller.lines(entry)]
    return "".join(f"{one}\n" for line in lines for one in wrapped(line, width))


@frozen
class _Teller:
    telling: Telling
    names: Names
    language: Language

    def lines(self, entry: Entry) -> Iterator[Text]:
        """What an entry tells, a line each."""
        what = entry.what
        match what:
            case Opened():
                yield phrase(
                    "the year {year} by {version}",
                    year=str(what.year),
                    version=self.telling.naming.version(what.version),
                )
                yield counted("{n} body", "{n} bodies", n=len(what.bodies))
                yield phrase("digest of the rules: {digest}", digest=what.rules)
                if what.earlier is not None:
                    yield phrase("results of the year before: {file}", file=shown(what.earlier.name))
            case Submitted():
                yield f"{self.names.typed(what.body)}: {shown(what.file.name)}"
                yield phrase("accepted") if what.accepted else phrase("not accepted")
                yield from _found(what.findings)
                if what.received:
                    yield phrase("came with entry {number}", number=str(what.received))
            case Received():
                yield phrase("{file}: nobody's yet", file=shown(what.file.name))
                yield from _found(what.findings)
            case Reported():
                institution = in_language(self.names.institution(what.institution), self.language)
                yield f"{institution}: {shown(what.file.name)}"
                yield phrase("accepted") if what.accepted else phrase("not accepted")
                yield from _found(what.findings)
            case Sampled():
                yield from self._sampled(what)
            case Drawn():
                yield phrase("of sample {number}", number=str(what.sample))
                yield from map(self.cell, what.cells)
            case Verified():
                told = phrase(
                    "{where}; reported {reported}, verified {verified}", where=self.cell(what.cell),
                    reported=self.telling.value(what.reported), verified=self.telling.value(what.verified),
                )  # fmt: skip
                yield self._proved(told, what.evidence)
            case Incident():
                named = " ".join(
                    (in_language(self.names.table(what.table), self.language), *map(shown, what.row))
                )
                values = "; ".join(self._value(what.table, one.field, one.value) for one in what.values)
                yield self._proved(f"{self.names.typed(what.body)}, {named}; {values}", what.evidence)
            case Sent():
                yield f"{self.names.typed(what.body)}: {shown(what.file.name)}"
                yield STAGES[what.stage]
                if what.about:
                    yield phrase("on objection {number}", number=str(what.about))
            case Appealed():
                yield self._proved(
                    f"{self.names.typed(what.body)}, {self._node(what.node)}: {shown(what.claim)}",
                    what.evidence,
                )
                if what.conclusion:
                    yield phrase("against the conclusion of entry {number}", number=str(what.conclusion))
            case Decided():
                yield phrase(
                    "objection {number}: {outcome}", number=str(what.appeal), outcome=OUTCOMES[what.outcome]
                )
                yield phrase("reason: {reason}", reason=shown(what.reason))
                yield phrase("decided by: {members}", members=several(map(shown, what.members)))
                for one in what.corrections:
                    was, now = self.telling.value(one.was), self.telling.value(one.now)
                    yield phrase(
                        "{where}: {was} before, now {now}", where=self.cell(one.cell), was=was, now=now
                    )
                if what.struck:
                    yield phrase("struck out: {entries}", entries=several(map(str, what.struck)))
            case Scored() | Approved() | Reopened() | Published():
                yield from self._of_stage(what)
            case Withdrawn():
                yield phrase("entry {number}", number=str(what.entry))
            case _:
                assert_never(what)

    def _of_stage(self, what: Scored | Approved | Reopened | Published) -> Iterator[Text]:
        match what:
            case Scored():
                yield STAGES[what.stage]
                yield phrase("run record: {digest}", digest=what.record)
                yield phrase("data: {digest}", digest=what.data)
            case Approved():
                yield STAGES[what.stage]
                yield phrase("run record: {digest}", digest=what.record)
                yield phrase("approved by: {members}", members=several(map(shown, what.members)))
            case Reopened():
                yield phrase(
                    "{stage}, approved by entry {number}", stage=STAGES[what.stage], number=str(what.approval)
                )
            case Published():
                yield STAGES[what.stage]
                yield phrase("run record: {digest}", digest=what.record)
                yield phrase("package: {digest}", digest=what.package)
                if what.withheld:
                    yield phrase("withheld: {fields}", fields=several(map(self._field, what.withheld)))
            case _:
                assert_never(what)

    def _sampled(self, what: Sampled) -> Iterator[Text]:
        yield phrase("seed: {seed}", seed=shown(what.seed))
        share = f" ({what.share_of_bodies})" if what.share_of_bodies else ""
        cells = what.share_of_cells or str(what.cells)
        yield phrase(
            "bodies: {bodies}; figures of each: {cells}", bodies=f"{what.bodies}{share}", cells=cells
        )
        if what.by_rules:
            yield phrase("only figures of: {fields}", fields=several(map(self._field, what.by_rules)))
        if what.strata:
            subject = self.telling.program.schema.subject.name
            yield phrase("groups by: {field}", field=self.names.field(subject, what.strata))
        for group in what.groups:
            value = self.telling.naming.value(what.strata, group.value)
            drawn = counted("{n} is drawn", "{n} are drawn", n=group.drawn)
            yield phrase(
                "{group}: of {bodies} bodies {drawn}", group=value, bodies=str(len(group.bodies)), drawn=drawn
            )
        yield phrase("digest of all that can be drawn: {digest}", digest=what.pool)

    def cell(self, cell: CellName) -> str:
        """A figure: the body, table and row, field."""
        table = " ".join((in_language(self.names.table(cell.table), self.language), *map(shown, cell.row)))
        field = in_language(self.names.field(cell.table, cell.field), self.language)
        return f"{self.names.typed(cell.body)}, {table}: {field}"

    def _proved(self, told: Text, evidence: tuple[KeptFile, ...]) -> Text:
        if not evidence:
            return told
        files = several(shown(one.name) for one in evidence)
        return phrase("{told}; evidence: {files}", told=told, files=files)

    def _value(self, table: str, name: str, text: str) -> str:
        of = next((one for one in self.telling.program.schema.as_read if one.name == table), None)
        field = None if of is None else of.field_named(name)
        if field is not None and isinstance(field.type, Choice):
            text = field.choice_title(text, self.language.value, self.telling.program.header.languages)
        return f"{in_language(self.names.field(table, name), self.language)}: {self.telling.value(text)}"

    def _field(self, named: str) -> str:
        table, _, field = named.partition(".")
        told = (self.names.table(table), self.names.field(table, field))
        return ": ".join(in_language(one, self.language) for one in told)

    def _node(self, name: str) -> str:
        return self.telling.node(name) if name in self.telling.program.nodes else shown(name)


def _found(codes: tuple[str, ...]) -> Iterator[Message]:
    if codes:
        yield phrase("found: {codes}", codes=several(codes))
