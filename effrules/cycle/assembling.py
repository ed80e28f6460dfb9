"""The data of a stage, put together from the register alone: what bodies sent, verified figures, incidents, corrections."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from attrs import define, field, frozen
from flint import fmpq

from effrules.cycle.entries import (
    CellName,
    Correction,
    Decided,
    Entry,
    Incident,
    KeptFile,
    Reported,
    Stage,
    Submitted,
    Verified,
)
from effrules.cycle.folder import Year
from effrules.cycle.open_sheets import NotThere, OpenSheet, value_of
from effrules.cycle.standing import Standing, accepted, of_kind
from effrules.cycle.terms import Fault, Unreached, called, counted, faults, why_at_fault
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.origins import COLUMNS
from effrules.data.origins import NAME as ORIGINS
from effrules.data.sheets import Sheet, cell, empty, sheets
from effrules.diagnostics import Finding
from effrules.disk.archives import ENDING, unpacked
from effrules.model import program as p
from effrules.model.place_words import cited_text
from effrules.model.schema import Schema
from effrules.model.types import Text
from effrules.words import Language, Message, in_language, phrase, reason_of, several


@frozen
class Origin:
    """Why a cell of a stage's data is not as it was sent: the row (from 0) of a table's sheet, the field, the entry, a sentence.

    An empty ``field`` means the row as a whole.
    """

    table: str
    row: int
    field: str
    entry: int
    said: Message


@frozen
class Assembled:
    """The data of a stage: sheets, origins of what is not as sent, and the bodies that cannot be scored, each with whose data lack.

    Of a body itself the name that lacks is empty, of an institution that reports of it its name.
    """

    sheets: tuple[Sheet, ...]
    origins: tuple[Origin, ...]
    without: Mapping[str, tuple[str, ...]]

    def files(self, languages: Iterable[Language] = tuple(Language)) -> dict[str, str]:
        """The files of the data, by name."""
        made = {f"{sheet.table}.csv": sheet.csv() for sheet in self.sheets}
        if self.origins:
            made[ORIGINS] = self.origins_csv(tuple(languages))
        return made

    def origins_csv(self, languages: Sequence[Language]) -> str:
        """The origins as CSV: table, line of its file, field, entry of the register, and the sentence in each language."""
        stream = StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*COLUMNS, *(one.value for one in languages)])
        for origin in self.origins:
            told = (in_language(origin.said, one) for one in languages)
            writer.writerow([origin.table, origin.row + 2, origin.field, origin.entry, *told])
        return stream.getvalue()


def submission(year: Year, entry: Entry) -> tuple[Dataset | None, tuple[Finding, ...]]:
    """The data of a submission that was kept. Raises NotAYear where the file was changed since, OSError."""
    assert isinstance(entry.what, Submitted | Reported), "it is a submission"
    with laid_out(year, entry.what.file) as path:
        return read(path, schema_of(year, entry.what))


def schema_of(year: Year, what: Submitted | Reported) -> Schema:
    """What a submission holds: of a body all that nobody else reports, of an institution what it does."""
    if isinstance(what, Submitted):
        return year.of_bodies
    return year.reporters.institutions[what.institution].schema


@contextmanager
def laid_out(year: Year, file: KeptFile) -> Iterator[Path]:
    """Where a file that was kept can be read, as long as this is open; an archive is a folder there. Raises NotAYear, OSError."""
    content = year.content(file)
    if file.at.endswith(ENDING):
        with unpacked(content) as folder:
            yield folder
    else:
        yield year.folder / file.at


def _sent(year: Year, entry: Entry) -> tuple[Sheet, ...]:
    """The tables of a submission that was accepted; each file is read once."""
    assert isinstance(entry.what, Submitted | Reported), "it is a submission"
    made = year.sheets_sent.get(entry.what.file.sha256)
    if made is None:
        dataset, _ = submission(year, entry)
        assert dataset is not None, "a submission that was accepted can be read"
        made = year.sheets_sent[entry.what.file.sha256] = tuple(sheets(dataset, schema_of(year, entry.what)))
    return made


def assembled(year: Year, standing: Standing, stage: Stage) -> Assembled:
    """The data of a stage. Raises NotThere for an entry about a figure that is nowhere, NotAYear, OSError."""
    work, without = _worked(year, standing, stage)
    return Assembled(
        tuple(work.sheets[table.name].sheet() for table in work.schema.as_read), tuple(work.origins), without
    )


def value_at(year: Year, standing: Standing, at: CellName, stage: Stage | None) -> str:
    """A figure as it stands in the data of a stage; ``None``: as it was sent. Raises NotThere, NotAYear, OSError."""
    work, _ = _worked(year, standing, stage)
    sheet = work.sheet_of(at.table)
    return sheet.rows[sheet.row(at)][sheet.column(at.field)]


def figures(year: Year, standing: Standing) -> Iterator[tuple[CellName, str]]:
    """Every figure that was sent, by body: fields with a value that are no identifiers. Raises NotAYear, OSError."""
    work, _ = _worked(year, standing, None)
    for body in standing.bodies:
        for sheet in work.sheets.values():
            fields = [one for one in sheet.table.fields if not one.unique and one.earlier is None]
            for path, row in zip(sheet.paths(), sheet.rows, strict=True):
                for one in fields if path[0] == body.key else ():
                    value = row[sheet.column(one.name)]
                    if value:
                        yield CellName(body.key, sheet.table.name, path[1:], one.name), value


def of_bodies_sent(year: Year, standing: Standing, field: str) -> dict[str, str]:
    """A field of the subject, by the identifiers of those that sent data. Raises NotThere, NotAYear, OSError."""
    work, _ = _worked(year, standing, None)
    sheet = work.sheet_of(work.schema.subject.name)
    return {row[0]: row[sheet.column(field)] for row in sheet.rows}


def _worked(
    year: Year, standing: Standing, stage: Stage | None
) -> tuple[_Work, Mapping[str, tuple[str, ...]]]:
    """What was sent, with all that entries did to it, and the bodies that cannot be scored, with whose data lack."""
    work = _Work(year.program)
    without = work.take(year, standing, partly=stage is None)
    if stage is None:
        return work, without
    struck = set(_struck(standing, stage))
    for body in standing.bodies:
        if body.key in without:
            continue
        try:
            for fault in faults(body, year.program, year.manifest.year):
                if fault.submission.number not in struck:
                    work.reported(body.key, fault)
        except Unreached as why:
            raise NotThere(why.told) from None
    for entry in standing.entries:
        if entry.number in struck:
            continue
        try:
            work.apply(entry, stage, without)
        except NotThere as why:
            told = phrase("entry {number}: {reason}", number=str(entry.number), reason=reason_of(why))
            raise NotThere(told) from None
    return work, without


def _struck(standing: Standing, stage: Stage | None) -> Iterator[int]:
    """The entries that decisions struck out; before appeals there are none."""
    if stage is Stage.FINAL:
        for _, decided in of_kind(standing.entries, Decided):
            yield from decided.struck


@define
class _Work:
    program: p.Program
    sheets: dict[str, OpenSheet] = field(init=False)
    origins: list[Origin] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.sheets = {one.name: OpenSheet(one, empty(one, self.schema)) for one in self.schema.as_read}

    def take(self, year: Year, standing: Standing, *, partly: bool) -> Mapping[str, tuple[str, ...]]:
        """Put in what every body sent last, and what institutions reported of it; gives those that lack something, with whose data.

        ``partly``: also where an institution has not reported yet.
        """
        of_list = {row[0]: row for row in next(sheets(year.known, self.schema)).rows}
        without = {}
        reported = {}
        for name in year.reporters.institutions:
            for last in accepted(standing.reported(name))[-1:]:
                reported[name] = _sent(year, last)
        for body in standing.bodies:
            own = counted(body, year.program, year.manifest.year)
            others = year.reporters.of(body.key)
            lacking = [""] * (own is None) + [one.name for one in others if one.name not in reported]
            if lacking:
                without[body.key] = tuple(lacking)
            if own is None or (lacking and not partly):
                continue
            for sheet in _sent(year, own):
                self.sheets[sheet.table].put_in(sheet, sheet.rows)
            for one in others:
                for sheet in reported.get(one.name, ()):
                    if one.reports(sheet.table, body.key):
                        self.sheets[sheet.table].put_in(
                            sheet, [row for row in sheet.rows if row[0] == body.key]
                        )
        self.with_known(of_list)
        return without

    def with_known(self, of_list: Mapping[str, tuple[str, ...]]) -> None:
        """What the list of bodies says stands in place of what was sent."""
        for row in self.sheets[self.schema.subject.name].rows:
            row[:] = (said or sent for said, sent in zip(of_list.get(row[0], row), row, strict=True))

    def apply(self, entry: Entry, stage: Stage | None, without: Container[str]) -> None:
        """Do what an entry says; not of bodies that cannot be scored."""
        match entry.what:
            case Verified(cell=CellName(body=body)) | Incident(body=body) if body in without:
                pass
            case Verified(cell, reported, verified):
                self.verified(cell, reported, verified, entry)
            case Incident(body, table, values, _, row):
                said = phrase("entered by hand")
                self.add((body, *row), table, {one.field: one.value for one in values}, entry, said)
            case Decided(_, _, reason, _, corrections) if stage is Stage.FINAL:
                for one in corrections:
                    if one.cell.body not in without:
                        self.correct(one, entry, reason)
            case _:
                pass

    def verified(self, at: CellName, reported: str, found: str, entry: Entry) -> None:
        """The verified value stands; what differs by more than the tolerance is an incident, where the rules say which. Raises NotThere."""
        if reported == found:
            return
        check = next((c for c in self.program.spot_checks.values() if c.covers(at.table, at.field)), None)
        said = phrase("reported {reported}, verified {verified}", reported=reported, verified=found)
        sheet = self.sheet_of(at.table)
        values = (value_of(sheet.table, at.field, text, self.schema) for text in (reported, found))
        if check is None or check.adds is None:
            self.put(at, found, entry, said)
        elif check.beyond(*values):
            added = phrase(
                "{said}: by spot check {check} ({basis})",
                said=said,
                check=called(check),
                basis=several(map(cited_text, check.basis.citations)),
            )
            self.put(at, found, entry, added)
            self.incident(at.body, check.adds, 1, entry, added)
        else:
            within = phrase(
                "{said}: within the tolerance of spot check {check}", said=said, check=called(check)
            )
            self.put(at, found, entry, within)

    def reported(self, body: str, fault: Fault) -> None:
        """What the rules add because of how a body reported. Raises NotThere."""
        self.incident(body, fault.added, fault.days, fault.submission, why_at_fault(fault))

    def incident(self, body: str, added: p.Added, days: int, entry: Entry, said: Message) -> None:
        """Add what the rules add: a row, what a form says then, or so many more. Raises NotThere."""
        sheet = self.sheet_of(added.table)
        fields = {one.name: one for one in sheet.table.fields}
        if added.counts is not None:
            at = CellName(body, added.table, (), added.counts)
            was = sheet.rows[sheet.row(at)][sheet.column(added.counts)]
            value = value_of(sheet.table, added.counts, was or "0", self.schema)
            assert isinstance(value, fmpq), "the rules were checked"
            more = value + (days if added.per_day is not None else 1)
            self.put(at, cell(more, fields[added.counts].type), entry, said)
            return
        values = {
            name: "" if value is None else cell(value, fields[name].type) for name, value in added.values
        }
        if sheet.table.form is not None or sheet.table.owner is None:
            for name, text in values.items():
                self.put(CellName(body, added.table, (), name), text, entry, said)
            return
        language = next(
            (one for one in Language if one.value in self.program.header.languages[:1]), Language.EN
        )
        for name, one in fields.items():
            if name not in values and isinstance(one.type, Text) and not one.optional:
                number = f"{entry.number}-{len(sheet.rows) + 1}"
                values[name] = number if one.unique else in_language(said, language)
        self.add((body,), added.table, values, entry, said)

    @property
    def schema(self) -> Schema:
        """The tables of the rules."""
        return self.program.schema

    def correct(self, one: Correction, entry: Entry, reason: str) -> None:
        said = phrase(
            "{was} before, {now} by the decision on an objection: {reason}",
            was=one.was,
            now=one.now,
            reason=reason,
        )
        self.put(one.cell, one.now, entry, said)

    def put(self, cell: CellName, value: str, entry: Entry, said: Message) -> None:
        """Put a value into a cell. Raises NotThere."""
        sheet = self.sheet_of(cell.table)
        row, column = sheet.row(cell), sheet.column(cell.field)
        sheet.rows[row][column] = value
        self.origins.append(Origin(cell.table, row, cell.field, entry.number, said))

    def add(
        self, path: Sequence[str], table: str, values: dict[str, str], entry: Entry, said: Message
    ) -> None:
        """Add a row to a table: of a body, or of what the identifiers behind it lead to. Raises NotThere."""
        sheet = self.sheet_of(table)
        if len(path) != sheet.made.keys:
            raise NotThere(
                phrase(
                    "a row of `{table}` belongs to a row of {owners}: write TABLE/ROW with the identifiers of these",
                    table=table, owners=several(f"`{one}`" for one in sheet.made.headings[1 : sheet.made.keys]),
                )
                if sheet.made.keys > 1
                else phrase("a row of `{table}` belongs to the body itself: write TABLE alone", table=table)
            )  # fmt: skip
        cells = [*path, *[""] * (len(sheet.made.headings) - len(path))]
        for name, value in values.items():
            cells[sheet.column(name)] = value
        sheet.rows.append(cells)
        self.origins.append(Origin(table, len(sheet.rows) - 1, "", entry.number, said))

    def sheet_of(self, table: str) -> OpenSheet:
        """The sheet of a table or a form. Raises NotThere."""
        if table not in self.sheets:
            raise NotThere(phrase("the rules have no table `{table}`", table=table))
        return self.sheets[table]


def written(made: Assembled, folder: Path) -> None:
    """Write the data to a folder, whole, in place of what was there. Raises OSError."""
    from effrules.disk import keep

    files = made.files()
    for name, text in files.items():
        keep(folder / name, text.encode(), folders=True)
    for old in folder.glob("*.csv"):
        if old.name not in files:
            old.unlink()
