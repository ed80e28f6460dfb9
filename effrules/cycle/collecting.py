"""Collecting: what came back is told whose it is, read, kept as it came and entered; what is wrong with it goes back to the sender."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from effrules.cycle.entering import refuse_approved
from effrules.cycle.entries import Entry, Stage, Submitted
from effrules.cycle.folder import Year, of_bodies
from effrules.cycle.forms import file_names
from effrules.cycle.standing import Standing, of_kind, stands
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.files import listing
from effrules.data.tags import FORMAT, Tag, tag_of
from effrules.diagnostics import RULE, CellPlace, Finding, has_errors
from effrules.diagnostics.making import error, near
from effrules.diagnostics.terminal import render
from effrules.disk import keep
from effrules.source import LARGEST_DATA, bytes_of
from effrules.words import Language, both, in_language, phrase

REPLIES = "replies"
_WIDTH = 100


@frozen
class Arrived:
    """What became of a file: whose it is ("" where that cannot be told), its entry, and what is told of it.

    ``before``: the same file was entered by an earlier entry, and is not entered again. ``replies`` are the files to send back.
    """

    path: Path
    body: str
    entry: Entry | None
    findings: tuple[Finding, ...] = ()
    before: bool = False
    replies: tuple[Path, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether it counts, now or since it came before."""
        return self.entry is not None and isinstance(self.entry.what, Submitted) and self.entry.what.accepted


def arrivals(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files that came, oldest first, and those of a folder that are no data. Raises OSError."""
    files: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if path.is_dir():
            held = listing(path)
            files += held.read
            others += held.others
        else:
            files.append(path)
    return sorted(dict.fromkeys(files), key=lambda one: (one.stat().st_mtime_ns, one.name)), others


def collect(
    year: Year,
    files: Iterable[Path],
    body: str,
    language: Language,
    by: str,
    why: str = "",
    on: date | None = None,
) -> Iterator[Arrived]:
    """Take files, one after another; ``body`` is whose they are, "" where they say it. Raises NotEntered, Broken, OSError."""
    found = stands(year.register.entries())
    for stage in Stage:
        refuse_approved(found, stage)
    known = {(what.body, what.file.sha256): entry for entry, what in of_kind(found.entries, Submitted)}
    names = file_names(one.key for one in found.bodies)
    for path in files:
        one = _taken(year, found, path, body)
        if isinstance(one, Arrived):
            yield one
            continue
        key, findings = one
        content = bytes_of(path, LARGEST_DATA)
        same = known.get((key, sha256(content).hexdigest()))
        if same is not None:
            yield Arrived(path, key, same, findings, before=True)
            continue
        accepted = not has_errors(findings)
        codes = tuple(dict.fromkeys(one.code for one in findings))
        form = path.suffix.lower().removeprefix(".")
        what = Submitted(key, year.kept_bytes(path.name, content), form, accepted, codes)
        entry = known[key, what.file.sha256] = year.register.add(what, by, why, on)
        told_back = (
            ()
            if accepted
            else _replied(year, f"{names[key]}-{entry.number}", path, entry, findings, language)
        )
        yield Arrived(path, key, entry, findings, replies=told_back)


def _taken(year: Year, found: Standing, path: Path, body: str) -> Arrived | tuple[str, tuple[Finding, ...]]:
    """Whose a file is, and what is told of it; what is nobody's is not entered."""
    schema = year.program.schema
    tag = tag_of(path)
    dataset, findings = read(path, schema)
    key = (tag.body if tag else "") or body
    if not key:
        alone = dataset or read(path, of_bodies(schema))[0]
        keys = tuple(row.key for row in alone.subjects) if alone is not None else ()
        if len(keys) != 1:
            return Arrived(path, "", None, (*findings, nobody(path.name, keys)))
        key = keys[0]
    bodies = [one.key for one in found.bodies]
    if key not in bodies:
        return Arrived(path, "", None, (unknown_body(path.name, key, bodies),))
    return key, (*findings, *_amiss(year, path, tag, dataset, key, body))


def _amiss(
    year: Year, path: Path, tag: Tag | None, dataset: Dataset | None, key: str, body: str
) -> Iterator[Finding]:
    """What is wrong with a file as the data of a body in this year."""
    if tag is not None and (tag.format, tag.year, tag.rules) != (
        FORMAT,
        str(year.manifest.year),
        year.manifest.meaning,
    ):
        yield other_year(path.name, tag, year)
    if body and body != key:
        yield other_body(CellPlace(path.name), key, body)
    for row in dataset.subjects if dataset is not None else ():
        if row.key != key:
            yield other_body(CellPlace(path.name, year.program.schema.subject.name), row.key, key)


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
    findings = tuple(  # where the rules lie on our disk is nothing to the sender
        evolve(one, notes=tuple(note for note in one.notes if note.kind != RULE)) for one in findings
    )
    place = year.folder / REPLIES
    made = [place / f"{name}.txt"]
    keep(made[0], letter(path.name, entry, findings, language).encode(), folders=True)
    content = marked(path, findings, language)
    if content is not None:
        made.append(place / f"{name}.xlsx")
        keep(made[1], content)
    return tuple(made)


def letter(file: str, entry: Entry, findings: tuple[Finding, ...], language: Language) -> str:
    """Why data were not accepted, to be sent back to the body."""
    assert isinstance(entry.what, Submitted), "it answers a submission"
    head = phrase(
        "{body}: the file `{file}` of {day} was not accepted. Put right what stands below, and send it again.",
        body=entry.what.body,
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
