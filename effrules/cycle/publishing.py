"""What of a year is published: the data of an approved stage, without free texts and without what is withheld.

Evidence, claims and the reasons of decisions stay in the register. A field that is withheld keeps what results can depend
on: texts become numbers, the same for the same text; what may be missing is left out. Whether the results are the same
without it, who makes the package finds out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from attrs import evolve, field, frozen

from effrules.audit.record import Record, Role, from_document
from effrules.audit.shapes import parsed
from effrules.cycle.assembling import Origin, assembled
from effrules.cycle.entering import STAGES, NotEntered
from effrules.cycle.entries import Approved, Decided, Entry, Stage
from effrules.cycle.folder import Year
from effrules.cycle.stages import data_digest, last_scored
from effrules.cycle.standing import stands
from effrules.data.sheets import Sheet
from effrules.diagnostics.lookalikes import nearest
from effrules.model.schema import Schema
from effrules.model.types import Text
from effrules.words import Message, phrase

NUMBERED, LEFT_OUT = "numbered", "left out"
"""What becomes of a field that is withheld."""


@frozen
class Published:
    """What is published of a stage: rules and data by the paths of their files, ``earlier`` results, the record that was approved.

    ``last`` is the last entry of the register, ``withheld`` tells what became of fields by ``TABLE.FIELD``.
    """

    stage: Stage
    approved_on: date
    last: Entry
    record: Record
    record_text: bytes = field(repr=False)
    main: str
    rules: Mapping[str, bytes] = field(repr=False)
    data: Mapping[str, bytes] = field(repr=False)
    earlier: tuple[str, bytes] | None = field(repr=False)
    withheld: Mapping[str, str]


def published(year: Year, entries: Sequence[Entry], stage: Stage, without: Iterable[str] = ()) -> Published:
    """What is published of an approved stage ``without`` some fields. Raises NotEntered, NotAYear, NotThere, OSError."""
    found = stands(entries)
    approval = found.stage(stage).approved
    if approval is None:
        raise NotEntered(
            phrase(
                "not approved, so there is nothing to publish: {stage}; effrules year approve enters that they were",
                stage=STAGES[stage],
            )
        )
    what, schema = approval.what, year.program.schema
    assert isinstance(what, Approved), "it is an approval"
    made = assembled(year, found, stage)
    if data_digest(made) != last_scored(found, stage).data:
        raise NotEntered(phrase("the register no longer gives the data that were approved"))
    text = year.content(what.files[0])
    record = from_document(parsed(text.decode()))
    of_earlier = record.of(Role.EARLIER)
    earlier = None
    if of_earlier:
        content = (year.folder / of_earlier[0].at).read_bytes()
        earlier = f"earlier{PurePosixPath(of_earlier[0].at).suffix}", content
    withheld = {name: _become(schema, name) for name in dict.fromkeys(without)}
    by_number = {entry.number: entry for entry in entries}
    data = evolve(
        made,
        sheets=tuple(_without(made.sheets, schema, withheld)),
        origins=tuple(_told(one, by_number[one.entry], withheld) for one in made.origins),
    )
    return Published(
        stage, date.fromisoformat(approval.on), entries[-1], record, text, year.manifest.main,
        {one.at: (year.folder / one.at).read_bytes() for one in year.manifest.files},
        {name: text.encode() for name, text in data.files().items()}, earlier, withheld,
    )  # fmt: skip


def _become(schema: Schema, name: str) -> str:
    """What becomes of a field that is to be withheld. Raises NotEntered where it cannot be."""
    fields = {
        f"{table.name}.{one.name}": (table, one)
        for table in schema.as_read
        for one in table.fields
        if one.earlier is None
    }
    if name not in fields:
        near = nearest(name, fields)
        if not near:
            raise NotEntered(phrase("there is no field `{field}`; it is written TABLE.FIELD", field=name))
        raise NotEntered(
            phrase("there is no field `{field}`; did you mean `{near}`?", field=name, near=near[0])
        )
    table, one = fields[name]
    if table.owner is None and one.unique:
        raise NotEntered(phrase("`{field}` says who is assessed, which is what is published", field=name))
    if isinstance(one.type, Text) and one.lookup is None:
        return NUMBERED
    if one.optional:
        return LEFT_OUT
    raise NotEntered(
        phrase(
            "without `{field}` the data cannot be read by the rules: what can be withheld are texts, and what may be missing",
            field=name,
        )
    )


def _without(sheets: Iterable[Sheet], schema: Schema, withheld: Mapping[str, str]) -> Iterator[Sheet]:
    """Sheets without what is withheld."""
    numbers: dict[str, dict[str, str]] = {}
    tables = {table.name: table for table in schema.as_read}
    keys = {
        name: f"{name}.{one.name}" for name, table in tables.items() for one in table.fields if one.unique
    }

    def cell(name: str, text: str) -> str:
        match withheld.get(name):
            case None:
                return text
            case "numbered" if text:
                known = numbers.setdefault(name, {})
                return known.setdefault(text, str(len(known) + 1))
            case _:
                return ""

    for sheet in sheets:
        names = [
            keys.get(heading, "") if at < sheet.keys else f"{sheet.table}.{heading}"
            for at, heading in enumerate(sheet.headings)
        ]
        rows = (tuple(map(cell, names, row)) for row in sheet.rows)
        yield evolve(sheet, rows=tuple(rows))


def _told(origin: Origin, entry: Entry, withheld: Mapping[str, str]) -> Origin:
    """Why a cell is not as it was sent, without a value that is withheld and without what somebody wrote as a reason."""
    names = [name for name in withheld if name.startswith(f"{origin.table}.")]
    if f"{origin.table}.{origin.field}" in names or (names and not origin.field):
        return evolve(origin, said=phrase("not as it was sent"))
    if isinstance(entry.what, Decided):
        return evolve(origin, said=_decided(origin, entry.what))
    return origin


def _decided(origin: Origin, decided: Decided) -> Message:
    put_right = [
        one for one in decided.corrections if (one.cell.table, one.cell.field) == (origin.table, origin.field)
    ]
    if len(put_right) == 1:
        return phrase(
            "{was} before, {now} by the decision on an objection", was=put_right[0].was, now=put_right[0].now
        )
    return phrase("put right by the decision on an objection")
