"""What is sent back where data were not accepted: a letter with every fault, and a copy of the workbook with the cells marked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from attrs import evolve

from effrules.cycle.entries import Entry
from effrules.cycle.folder import Year
from effrules.cycle.whose import sender
from effrules.diagnostics import CALLED, RULE, CellPlace, Finding, Place
from effrules.diagnostics.terminal import render
from effrules.disk import keep
from effrules.words import Language, in_language, phrase

REPLIES = "replies"
_WIDTH = 100


def replied(
    year: Year, name: str, path: Path, entry: Entry, findings: tuple[Finding, ...], language: Language
) -> tuple[Path, ...]:
    """Write what is sent back: a letter, and of a workbook a copy with the faulty cells marked. Raises OSError."""
    body, _ = sender(entry.what)
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
    if not place.row_label.startswith(own):
        return place
    names = evolve(place.names, titles=place.names.titles[1:], bodies={})
    return evolve(place, row_label=place.row_label.removeprefix(own).removeprefix(", "), names=names)


def letter(year: Year, file: str, entry: Entry, findings: tuple[Finding, ...], language: Language) -> str:
    """Why data were not accepted, to be sent back to the body."""
    body, institution = sender(entry.what)
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
                in_language(text, language)
                for text in (one.message, *(note.text for note in one.notes if note.kind != CALLED))
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
