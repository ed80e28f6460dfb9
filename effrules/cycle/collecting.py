"""Collecting: what came back is told whose it is, read, kept as it came and entered; what is wrong with it goes back to the sender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from attrs import define, evolve, field, frozen

from effrules.cycle.arriving import BadArchive, content_of, readable
from effrules.cycle.entering import NotEntered, Wrong, among_others, refuse_approved
from effrules.cycle.entries import Entry, KeptFile, Received, Reported, Stage, Submitted, What
from effrules.cycle.folder import Year
from effrules.cycle.forms import file_names
from effrules.cycle.register import Overtaken, today
from effrules.cycle.replying import replied
from effrules.cycle.standing import Standing, of_kind, standing, stands
from effrules.cycle.terms import Unreached, reports, told_of_reports
from effrules.cycle.whose import Found, sender, whose
from effrules.data.file_errors import unreadable
from effrules.data.sheets import sheets
from effrules.diagnostics import Finding, has_errors
from effrules.disk import keep, private_folder
from effrules.model.schema import Schema
from effrules.words import Language, Text, phrase, reason_of


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
                found = whose(year, taking.found, inside, body, place.name)
        except BadArchive as why:
            found = Found(body, (unreadable(place.name, reason_of(why)),))
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
            (sender(entry.what), entry.what.file.sha256): entry
            for entry in self.found.entries
            if isinstance(entry.what, Submitted | Reported | Received)
        }

    def take(self, path: Path, body: str, institution: str = "") -> Arrived:
        try:
            with readable(path) as place:
                found = whose(self.year, self.found, place, body, path.name, institution)
        except BadArchive as why:
            found = Found("", (unreadable(path.name, reason_of(why)),))
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

    def _counting(self, whom: tuple[str, str]) -> int:
        """The entry of what somebody sent that counts, 0 where there is none."""
        sent = (one for one in reversed(standing(self.entries)) if _is_accepted(one.what))
        return next((one.number for one in sent if sender(one.what) == whom), 0)

    def enter(
        self, path: Path, found: Found, file: KeptFile, received: int = 0, same: Entry | None = None
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

    def _schema(self, found: Found) -> Schema:
        of = self.year.reporters.institutions
        return of[found.institution].schema if found.institution else self.year.of_bodies

    def _what(self, found: Found, file: KeptFile, form: str, received: int) -> What:
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
        replies = replied(self.year, name, done.path, done.entry, done.findings, self.writer.language)
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
