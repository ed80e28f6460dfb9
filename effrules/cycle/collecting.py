"""Collecting: what came back is told whose it is, read, kept as it came and entered; what is wrong with it goes back to the sender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from effrules.cycle.arriving import BadArchive, content_of, readable, tag_in
from effrules.cycle.entering import NotEntered, Wrong, among_others, refuse_approved
from effrules.cycle.entries import Entry, KeptFile, Received, Reported, Stage, Submitted, What
from effrules.cycle.folder import Year, of_bodies
from effrules.cycle.forms import file_names, has
from effrules.cycle.register import Overtaken, today
from effrules.cycle.reporters import Reporter
from effrules.cycle.standing import Standing, of_kind, standing, stands
from effrules.cycle.terms import Unreached, reports, told_of_reports
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.file_errors import unreadable
from effrules.data.sheets import by_name, sheets
from effrules.data.tags import FORMAT, Tag
from effrules.diagnostics import RULE, CellPlace, Finding, Place, has_errors
from effrules.diagnostics.making import error, near
from effrules.diagnostics.terminal import render
from effrules.disk import keep, private_folder
from effrules.exact.demands import unmet
from effrules.model.schema import Schema, Table
from effrules.words import Language, Text, both, in_language, phrase, reason_of

REPLIES = "replies"
_WIDTH = 100


@frozen
class Arrived:
    """What became of what came: whose it is ("" where nothing tells, or where it is an institution's), its entry, and what is told of it.

    ``before``: the same was entered by an earlier entry, and is not entered again; ``later`` is then the entry that counts in its
    place, 0 where there is none. ``replies`` are the files to send back.
    ``by_rules`` is what the rules hold against the reports of the body as they stand with this one.
    """

    path: Path
    body: str
    entry: Entry
    findings: tuple[Finding, ...] = ()
    before: bool = False
    later: int = 0
    replies: tuple[Path, ...] = ()
    by_rules: tuple[Text, ...] = ()
    institution: str = ""

    @property
    def accepted(self) -> bool:
        """Whether it counts, now or since it came before."""
        return _is_accepted(self.entry.what)


def _is_accepted(what: What) -> bool:
    return isinstance(what, Submitted | Reported) and what.accepted


@frozen
class Writer:
    """Who enters what came, why, and on what day it came; ``language`` is that of replies.

    ``absent``: it is what others found out about bodies that sent nothing.
    """

    by: str
    why: str
    on: date | None
    language: Language
    absent: bool = False


def collect(
    year: Year, paths: Iterable[Path], body: str, writer: Writer, institution: str = ""
) -> Iterator[Arrived]:
    """Take files and folders, one after another; ``body`` or ``institution`` is whose they are, "" where they say it.

    Raises NotEntered, Broken, NotAYear, OSError.
    """
    taking = _Taking(year, writer)
    for path in paths:
        yield taking.take(path, body, institution)


def assign(year: Year, number: int, body: str, writer: Writer) -> Arrived:
    """Say whose a file is that was entered as nobody's; it counts as sent on the day on which it came. Raises as `collect`."""
    taking = _Taking(year, writer)
    entry = next((one for one in nobodys(taking.found.entries) if one.number == number), None)
    if entry is None:
        raise NotEntered(phrase("entry {number} is no file that is nobody's yet", number=str(number)))
    what = entry.what
    assert isinstance(what, Received), "it is nobody's"
    taking.writer = evolve(writer, on=writer.on or date.fromisoformat(entry.on))
    with private_folder() as folder:
        place = folder / what.file.name
        keep(place, year.content(what.file))
        try:
            with readable(place) as inside:
                found = _whose(year, taking.found, inside, body, place.name)
        except BadArchive as why:
            found = _Found(body, (unreadable(place.name, reason_of(why)),))
        if not found.body:
            raise Wrong(found.findings)
        return taking.enter(place, found, what.file, received=number)


def nobodys(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What came and is nobody's yet."""
    listed = tuple(entries)
    of_somebody = {what.received for _, what in of_kind(listed, Submitted)}
    sent = {entry.what.file.sha256 for entry in listed if isinstance(entry.what, Submitted | Reported)}
    return tuple(
        entry
        for entry, what in of_kind(listed, Received)
        if entry.number not in of_somebody and what.file.sha256 not in sent
    )


@frozen
class _Found:
    """Whose something is, as far as it tells, and what is told of it."""

    body: str
    findings: tuple[Finding, ...]
    dataset: Dataset | None = None
    institution: str = ""

    @property
    def sender(self) -> tuple[str, str]:
        """Of whom it is: a body, or an institution."""
        return self.body, self.institution


@define
class _Taking:
    year: Year
    writer: Writer
    entries: tuple[Entry, ...] = ()
    found: Standing = field(init=False)
    known: dict[tuple[tuple[str, str], str], Entry] = field(factory=dict)
    names: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.look()
        self.names = file_names(one.key for one in self.found.bodies)

    def look(self) -> None:
        """See what stands in the register. Raises NotEntered where nothing can be collected any more, Broken, OSError."""
        self.entries = self.year.register.entries()
        self.found = stands(self.entries)
        for stage in Stage:
            refuse_approved(self.found, stage)
        self.known = {
            (_sender(entry.what), entry.what.file.sha256): entry
            for entry in self.found.entries
            if isinstance(entry.what, Submitted | Reported | Received)
        }

    def take(self, path: Path, body: str, institution: str = "") -> Arrived:
        try:
            with readable(path) as place:
                found = _whose(self.year, self.found, place, body, path.name, institution)
        except BadArchive as why:
            found = _Found("", (unreadable(path.name, reason_of(why)),))
        name, content = content_of(path)
        same = self.known.get((found.sender, sha256(content).hexdigest()))
        file = self.year.kept_bytes(name, content)
        if same is not None and not isinstance(same.what, Received) and not _is_accepted(same.what):
            return self.enter(path, found, file, same=same)
        if same is not None:
            later = self._counting(found.sender) or same.number
            later = 0 if later == same.number else later
            return Arrived(path, found.body, same, found.findings, before=True, later=later, institution=found.institution)  # fmt: skip
        return self.enter(path, found, file)

    def _counting(self, sender: tuple[str, str]) -> int:
        """The entry of what somebody sent that counts, 0 where there is none."""
        sent = (one for one in reversed(standing(self.entries)) if _is_accepted(one.what))
        return next((one.number for one in sent if _sender(one.what) == sender), 0)

    def enter(
        self, path: Path, found: _Found, file: KeptFile, received: int = 0, same: Entry | None = None
    ) -> Arrived:
        """Write the entry; where somebody else wrote one in between, with all that was looked at done again.

        ``same`` is the entry by which the same was refused: it is not refused by another one, but accepted if it can be now.
        """
        form = Path(file.name).suffix.lower().removeprefix(".")
        if found.dataset is not None:  # it need not be read again
            schema = self._schema(found)
            self.year.sheets_sent[file.sha256] = tuple(sheets(found.dataset, schema))
        while True:
            findings = found.findings
            what = self._what(found, file, form, received)
            if isinstance(what, Submitted | Reported) and what.accepted:
                findings = (*findings, *among_others(self.year, self.entries, what))
                what = evolve(what, accepted=not has_errors(findings), findings=_codes(findings))
            writer = self.writer
            if same is not None and not _is_accepted(what):
                return self._answered(Arrived(path, found.body, same, findings, before=True, institution=found.institution))  # fmt: skip
            try:
                last = self.entries[-1].digest
                (entry,) = self.year.register.add_all([what], writer.by, writer.why, writer.on, last=last)
            except Overtaken:
                self.look()
                continue
            self.entries = (*self.entries, entry)
            self.known[found.sender, file.sha256] = entry
            done = Arrived(
                path, found.body, entry, findings, by_rules=self._by_rules(found.body), institution=found.institution
            )  # fmt: skip
            return done if done.accepted or not any(found.sender) else self._answered(done)

    def _schema(self, found: _Found) -> Schema:
        of = self.year.reporters.institutions
        return of[found.institution].schema if found.institution else self.year.of_bodies

    def _what(self, found: _Found, file: KeptFile, form: str, received: int) -> What:
        """The entry of what came. Raises NotEntered for what others found out about a body that reports itself."""
        codes, is_right = _codes(found.findings), not has_errors(found.findings)
        if found.institution:
            return Reported(found.institution, file, form, is_right, codes)
        if not found.body:
            return Received(file, form, codes)
        if self.writer.absent:
            self._refuse_present(found.body)
        return Submitted(found.body, file, form, is_right, codes, received, self.writer.absent)

    def _refuse_present(self, key: str) -> None:
        body = self.found.body(key)
        own = of_kind(() if body is None else body.submissions, Submitted)
        if any(what.accepted and not what.absent for _, what in own):
            raise NotEntered(phrase("`{body}` has sent data of its own; they count", body=key))
        over = [
            one.last for one in reports(self.year.program, self.year.manifest.year) if one.last is not None
        ]
        if over and (self.writer.on or today()) <= max(over):
            raise NotEntered(phrase("`{body}` may report until {day}", body=key, day=max(over)))

    def _answered(self, done: Arrived) -> Arrived:
        """With the files to send back, written anew: who was stopped before they were has them by saying it again."""
        name = f"{self.names[done.body] if done.body else done.institution}-{done.entry.number}"
        replies = _replied(self.year, name, done.path, done.entry, done.findings, self.writer.language)
        return evolve(done, replies=replies)

    def _by_rules(self, key: str) -> tuple[Text, ...]:
        body = stands(self.entries).body(key)
        if body is None:
            return ()
        try:
            return tuple(told_of_reports(body, self.year.program, self.year.manifest.year))
        except Unreached as why:
            return (why.told,)


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for one in findings))


def _sender(what: What) -> tuple[str, str]:
    """Who sent something: a body, or an institution; neither, where nothing tells."""
    match what:
        case Submitted(body):
            return body, ""
        case Reported(institution):
            return "", institution
        case _:
            return "", ""


def _whose(
    year: Year, found: Standing, path: Path, body: str, name: str = "", institution: str = ""
) -> _Found:
    """Whose a file or a folder is, and what is told of it; ``name`` is what it is called."""
    schema, name = year.of_bodies, name or path.name
    tag = tag_in(path)
    reporter = (tag.institution if tag else "") or institution
    if reporter:
        return _reported(year, path, name, tag, reporter)
    dataset, findings = read(path, schema)
    key = (tag.body if tag else "") or body
    if not key:
        alone = dataset or read(path, of_bodies(schema))[0]
        keys = tuple(row.key for row in alone.subjects) if alone is not None else ()
        if len(keys) != 1:
            return _Found("", (*findings, nobody(name, keys)))
        key = keys[0]
    bodies = [one.key for one in found.bodies]
    if key not in bodies:
        return _Found("", (unknown_body(name, key, bodies),))
    findings = (*findings, *_amiss(year, name, tag, dataset, key, body))
    if dataset is not None and not has_errors(findings):
        own = evolve(year.program, schema=schema)
        findings = (*findings, *unmet(own, dataset, alone=True))
    return _Found(key, findings, dataset)


def _reported(year: Year, path: Path, name: str, tag: Tag | None, institution: str) -> _Found:
    """What an institution reports, and what is told of it: of each of its bodies, and of no others."""
    reporter = year.reporters.institutions.get(institution)
    if reporter is None:
        return _Found("", (no_reporter(name, institution, year.reporters.institutions),))
    dataset, findings = read(path, reporter.schema)
    if tag is not None and not _is_of(tag, year):
        findings = (*findings, other_year(name, tag, year))
    if dataset is not None and not has_errors(findings):
        findings = (*findings, *_not_of(year, name, reporter, dataset))
    return _Found("", findings, dataset, institution)


def _not_of(year: Year, name: str, reporter: Reporter, dataset: Dataset) -> Iterator[Finding]:
    """Rows of bodies of which an institution does not report, and forms that lack of those of which it does."""
    known = {row.key: row for row in year.known.subjects}
    made = by_name(sheets(dataset, reporter.schema))
    tables = {one.name: one for one in reporter.schema.as_read}
    for table, sheet in made.items():
        there = dict.fromkeys(row[0] for row in sheet.rows)
        wanted = [key for key in known if reporter.reports(table, key)]
        if table == reporter.schema.subject.name:
            wanted = list(reporter.bodies)
        for key in there:
            if key not in wanted:
                yield not_about(CellPlace(name, table), year.names.institution(reporter.name), key)
        is_one = tables[table].owner is None or tables[table].form is not None
        for key in wanted if is_one else ():
            if key not in there and has(_as_declared(year, table), known[key]) is True:
                yield nothing_about(CellPlace(name, table), table, key)


def _as_declared(year: Year, table: str) -> Table:
    return next(one for one in year.program.schema.as_read if one.name == table)


def _amiss(
    year: Year, name: str, tag: Tag | None, dataset: Dataset | None, key: str, body: str
) -> Iterator[Finding]:
    """What is wrong with a file as the data of a body in this year."""
    if tag is not None and not _is_of(tag, year):
        yield other_year(name, tag, year)
    if body and body != key:
        yield other_body(CellPlace(name), key, body)
    for row in dataset.subjects if dataset is not None else ():
        if row.key != key:
            yield other_body(CellPlace(name, year.program.schema.subject.name), row.key, key)


def _is_of(tag: Tag, year: Year) -> bool:
    return (tag.format, tag.year, tag.rules) == (FORMAT, str(year.manifest.year), year.manifest.meaning)


# -- What is told of a file --


def no_reporter(file: str, institution: str, known: Iterable[str]) -> Finding:
    """A file of an institution that reports nothing."""
    said = phrase("the rules have no `{institution}` that reports of bodies", institution=institution)
    return error("E486", said, CellPlace(file), "", *near(institution, known))


def not_about(place: CellPlace, institution: Text, key: str) -> Finding:
    """Rows about a body of which an institution does not report."""
    return error("E486", phrase("{institution} does not report this of `{body}`", institution=institution, body=key), place)  # fmt: skip


def nothing_about(place: CellPlace, table: str, key: str) -> Finding:
    """A form that lacks of a body."""
    return error("E486", phrase("`{table}` has no row of `{body}`", table=table, body=key), place)


def nobody(file: str, keys: Sequence[str]) -> Finding:
    """A file of which nothing tells whose it is."""
    told_of = (
        phrase("`{file}` holds the data of several bodies: {bodies}", file=file, bodies=both(keys))
        if keys
        else phrase("nothing tells whose data `{file}` holds", file=file)
    )
    return error("E486", told_of, CellPlace(file), way_out=phrase("say whose they are with --body KEY; each body sends a file of its own"))  # fmt: skip


def unknown_body(file: str, key: str, bodies: Sequence[str]) -> Finding:
    """A file of somebody whom the year does not assess."""
    return error(
        "E486", phrase("the year assesses no `{body}`", body=key), CellPlace(file), "", *near(key, bodies)
    )


def other_body(place: CellPlace, key: str, body: str) -> Finding:
    """Data of one body in the file of another."""
    return error(
        "E486", phrase("the file is that of `{body}`, and has data of `{other}`", body=body, other=key), place
    )


def other_year(file: str, tag: Tag, year: Year) -> Finding:
    """A form that was made for another year, or by other rules."""
    wanted = str(year.manifest.year)
    if tag.year != wanted:
        said = phrase("the form is one of the year {other}; this is the year {year}", other=tag.year, year=wanted)  # fmt: skip
    else:
        said = phrase("the form was made by other rules than those of this year")
    return error(
        "E485", said, CellPlace(file), way_out=phrase("fill in the form of this year: effrules year forms")
    )


# -- What is sent back --


def _replied(
    year: Year, name: str, path: Path, entry: Entry, findings: tuple[Finding, ...], language: Language
) -> tuple[Path, ...]:
    """Write what is sent back: a letter, and of a workbook a copy with the faulty cells marked. Raises OSError."""
    body, _ = _sender(entry.what)
    own = f'{year.program.schema.subject.name} "{body}"'
    findings = (
        tuple(  # where the rules lie on our disk is nothing to the sender, who knows whose rows they are
            evolve(
                one,
                place=_without(one.place, own),
                notes=tuple(note for note in one.notes if note.kind != RULE),
            )
            for one in findings
        )
    )
    place = year.folder / REPLIES
    made = [place / f"{name}.txt"]
    keep(made[0], letter(year, path.name, entry, findings, language).encode(), folders=True)
    content = marked(path, findings, language)
    if content is not None:
        made.append(place / f"{name}.xlsx")
        keep(made[1], content)
    return tuple(made)


def _without(place: Place, own: str) -> Place:
    """The place of a cell, its row called without the body whose it is."""
    if not isinstance(place, CellPlace):
        return place
    return evolve(place, row_label=place.row_label.removeprefix(own).removeprefix(", "))


def letter(year: Year, file: str, entry: Entry, findings: tuple[Finding, ...], language: Language) -> str:
    """Why data were not accepted, to be sent back to the body."""
    body, institution = _sender(entry.what)
    head = phrase(
        "{body}: the file `{file}` of {day} was not accepted. Put right what stands below, and send it again.",
        body=year.names.institution(institution) if institution else year.names.body(body),
        file=file,
        day=date.fromisoformat(entry.on),
    )
    return head.in_(language) + "\n\n" + render(findings, colour=False, width=_WIDTH, language=language)


def marked(path: Path, findings: Iterable[Finding], language: Language) -> bytes | None:
    """A copy of a workbook with the faulty cells marked and commented; ``None`` of what is none, or without the library for it."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return None
    try:
        from openpyxl import load_workbook
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill
    except ImportError:
        return None
    by_cell: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        if isinstance(one.place, CellPlace) and one.place.sheet and one.place.cell[-1:].isdigit():
            by_cell.setdefault((one.place.sheet, one.place.cell), []).extend(
                in_language(text, language) for text in (one.message, *(note.text for note in one.notes))
            )
    try:
        book: Any = load_workbook(path)
        for (sheet, cell), texts in by_cell.items():
            book[sheet][cell].fill = PatternFill("solid", start_color="FFC7CE")
            book[sheet][cell].comment = Comment("\n".join(texts), "effrules", width=400, height=120)
        made = BytesIO()
        book.save(made)
    except Exception:  # noqa: BLE001 - what the library makes of somebody's file; the letter says all of it
        return None
    return made.getvalue()
