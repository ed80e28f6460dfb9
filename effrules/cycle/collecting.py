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
from effrules.cycle.entries import Entry, KeptFile, Received, Stage, Submitted, What
from effrules.cycle.folder import Year, of_bodies
from effrules.cycle.forms import file_names
from effrules.cycle.register import Overtaken
from effrules.cycle.standing import Standing, of_kind, standing, stands
from effrules.cycle.terms import Unreached, told_of_reports
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.file_errors import unreadable
from effrules.data.sheets import sheets
from effrules.data.tags import FORMAT, Tag
from effrules.diagnostics import RULE, CellPlace, Finding, Place, has_errors
from effrules.diagnostics.making import error, near
from effrules.diagnostics.terminal import render
from effrules.disk import keep, private_folder
from effrules.exact.demands import unmet
from effrules.words import Language, Text, both, in_language, phrase, reason_of

REPLIES = "replies"
_WIDTH = 100


@frozen
class Arrived:
    """What became of what came: whose it is ("" where nothing tells), its entry, and what is told of it.

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

    @property
    def accepted(self) -> bool:
        """Whether it counts, now or since it came before."""
        return isinstance(self.entry.what, Submitted) and self.entry.what.accepted


@frozen
class Writer:
    """Who enters what came, why, and on what day it came; ``language`` is that of replies."""

    by: str
    why: str
    on: date | None
    language: Language


def collect(year: Year, paths: Iterable[Path], body: str, writer: Writer) -> Iterator[Arrived]:
    """Take files and folders, one after another; ``body`` is whose they are, "" where they say it.

    Raises NotEntered, Broken, NotAYear, OSError.
    """
    taking = _Taking(year, writer)
    for path in paths:
        yield taking.take(path, body)


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
    sent = {what.file.sha256 for _, what in of_kind(listed, Submitted)}
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


@define
class _Taking:
    year: Year
    writer: Writer
    entries: tuple[Entry, ...] = ()
    found: Standing = field(init=False)
    known: dict[tuple[str, str], Entry] = field(factory=dict)
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
            (what.body, what.file.sha256): entry for entry, what in of_kind(self.found.entries, Submitted)
        } | {("", what.file.sha256): entry for entry, what in of_kind(self.found.entries, Received)}

    def take(self, path: Path, body: str) -> Arrived:
        try:
            with readable(path) as place:
                found = _whose(self.year, self.found, place, body, path.name)
        except BadArchive as why:
            found = _Found("", (unreadable(path.name, reason_of(why)),))
        name, content = content_of(path)
        same = self.known.get((found.body, sha256(content).hexdigest()))
        file = self.year.kept_bytes(name, content)
        if same is not None and isinstance(same.what, Submitted) and not same.what.accepted:
            return self.enter(path, found, file, same=same)
        if same is not None:
            later = self._counting(found.body) or same.number
            later = 0 if later == same.number else later
            return Arrived(path, found.body, same, found.findings, before=True, later=later)
        return self.enter(path, found, file)

    def _counting(self, body: str) -> int:
        """The entry of what a body sent that counts, 0 where there is none."""
        sent = of_kind(reversed(standing(self.entries)), Submitted)
        return next((entry.number for entry, what in sent if what.body == body and what.accepted), 0)

    def enter(
        self, path: Path, found: _Found, file: KeptFile, received: int = 0, same: Entry | None = None
    ) -> Arrived:
        """Write the entry; where somebody else wrote one in between, with all that was looked at done again.

        ``same`` is the entry by which the same was refused: it is not refused by another one, but accepted if it can be now.
        """
        form = Path(file.name).suffix.lower().removeprefix(".")
        if found.dataset is not None:  # it need not be read again
            self.year.sheets_sent[file.sha256] = tuple(sheets(found.dataset, self.year.program.schema))
        while True:
            findings = found.findings
            what: What = Received(file, form, _codes(findings))
            if found.body:
                what = Submitted(found.body, file, form, not has_errors(findings), _codes(findings), received)
                if what.accepted:
                    findings = (*findings, *among_others(self.year, self.entries, what))
                    what = evolve(what, accepted=not has_errors(findings), findings=_codes(findings))
            writer = self.writer
            if same is not None and not (isinstance(what, Submitted) and what.accepted):
                return self._answered(Arrived(path, found.body, same, findings, before=True))
            try:
                last = self.entries[-1].digest
                (entry,) = self.year.register.add_all([what], writer.by, writer.why, writer.on, last=last)
            except Overtaken:
                self.look()
                continue
            self.entries = (*self.entries, entry)
            self.known[found.body, file.sha256] = entry
            done = Arrived(path, found.body, entry, findings, by_rules=self._by_rules(found.body))
            return done if done.accepted or not found.body else self._answered(done)

    def _answered(self, done: Arrived) -> Arrived:
        """With the files to send back, written anew: who was stopped before they were has them by saying it again."""
        name = f"{self.names[done.body]}-{done.entry.number}"
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


def _whose(year: Year, found: Standing, path: Path, body: str, name: str = "") -> _Found:
    """Whose a file or a folder is, and what is told of it; ``name`` is what it is called."""
    schema, name = year.program.schema, name or path.name
    tag = tag_in(path)
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
        findings = (*findings, *unmet(year.program, dataset, alone=True))
    return _Found(key, findings, dataset)


def _amiss(
    year: Year, name: str, tag: Tag | None, dataset: Dataset | None, key: str, body: str
) -> Iterator[Finding]:
    """What is wrong with a file as the data of a body in this year."""
    if tag is not None and (tag.format, tag.year, tag.rules) != (
        FORMAT,
        str(year.manifest.year),
        year.manifest.meaning,
    ):
        yield other_year(name, tag, year)
    if body and body != key:
        yield other_body(CellPlace(name), key, body)
    for row in dataset.subjects if dataset is not None else ():
        if row.key != key:
            yield other_body(CellPlace(name, year.program.schema.subject.name), row.key, key)


# -- What is told of a file --


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
    assert isinstance(entry.what, Submitted), "it answers a submission"
    own = f'{year.program.schema.subject.name} "{entry.what.body}"'
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
    assert isinstance(entry.what, Submitted), "it answers a submission"
    head = phrase(
        "{body}: the file `{file}` of {day} was not accepted. Put right what stands below, and send it again.",
        body=year.names.body(entry.what.body),
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
