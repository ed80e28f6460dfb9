"""What ``effrules verify`` says of a document: for people, and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from effrules.cli.language import spoken
from effrules.cli.speaking import width
from effrules.diagnostics.glyphs import shown, wrapped
from effrules.disk import given
from effrules.words import Number, Text, counted, in_language, phrase, several

if TYPE_CHECKING:
    from effrules.audit.independence import Checked
    from effrules.audit.verdict import Compared, Difference, Unchecked


@frozen
class Told:
    """All that is said of a document: a record, a trace or a package. ``signed``: by whom."""

    document: Path
    kind: str
    digest: str
    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...]
    notes: tuple[Text, ...]
    compared: Compared | None
    independent: Checked | None
    signed: tuple[str, ...] = ()
    files: int = 0
    """So many files of a package were looked at."""


def as_json(told: Told) -> str:
    """What is said, as ``effrules.verify/1``."""
    from effrules.report.results.verify_json import json_text

    return json_text(
        given(told.document), told.kind, told.digest, told.differences, told.unchecked, told.notes, told.compared,
        told.independent, told.signed,
    )  # fmt: skip


def _unread(told: Told) -> bool:
    """Whether the files of a record were not read at all."""
    return any(one.what == "run" for one in told.unchecked)


def as_text(told: Told) -> str:
    """What is said, for people."""
    language = spoken()
    lines = (shown(in_language(line, language)) for line in _said(told))
    return "".join(f"{one}\n" for line in lines for one in wrapped(line, width()))


def _said(told: Told) -> Iterator[Text]:
    document = str(given(told.document))
    if told.differences:
        count = len(told.differences)
        yield (
            phrase("Not the same: {document} (1 difference)", document=document)
            if count == 1
            else counted(
                "Not the same: {document} ({n} difference, causes first)",
                "Not the same: {document} ({n} differences, causes first)",
                n=count,
                document=document,
            )
        )
        for number, difference in enumerate(told.differences, 1):
            yield from _lines(number, difference)
    elif told.unchecked:
        yield phrase("Not all could be checked: {document} (nothing differs in what was)", document=document)
    elif told.kind == "trace":
        yield phrase("Confirmed, step by step: {document}", document=document)
    else:
        yield phrase("The same, digit for digit: {document}", document=document)
    for one in told.unchecked:
        yield phrase("  not checked: {what}", what=one.words)
    if told.files and not told.differences:
        yield counted(
            "  {n} file: listed, and none besides", "  {n} files: listed, and none besides", n=told.files
        )
    if told.compared is not None and not told.differences and not _unread(told):
        yield from _compared(told.compared)
    if told.independent is not None:
        yield _independent(told.independent)
    for name in told.signed:
        yield phrase("  signed by: {name}", name=name)
    for note in told.notes:
        yield phrase("  note: {note}", note=note)
    match told.kind:
        case "trace":
            yield phrase("  digest of the trace: {digest}", digest=told.digest)
        case "package":
            yield phrase("  digest of the package: {digest}", digest=told.digest)
        case _:
            yield phrase("  digest of the record: {digest}", digest=told.digest)


def _compared(of: Compared) -> Iterator[Text]:
    files = [
        counted("{n} rule file", "{n} rule files", n=of.rule_files),
        counted("{n} data file", "{n} data files", n=of.data_files),
        counted("{n} result file", "{n} result files", n=of.result_files),
    ]
    yield phrase("  {files}: unchanged to the byte", files=several(files))
    bodies = counted("{n} body scored anew", "{n} bodies scored anew", n=of.bodies)
    values = counted(
        "{n} score, penalty, grade or place", "{n} scores, penalties, grades and places", n=of.values
    )
    yield (
        phrase("  {bodies}: {values}; the result files hold them", bodies=bodies, values=values)
        if of.result_files
        else phrase("  {bodies}: {values}", bodies=bodies, values=values)
    )


def _independent(of: Checked) -> Text:
    told: list[Text] = [
        counted("{n} trace", "{n} traces", n=of.traces),
        counted("{n} step worked out anew", "{n} steps worked out anew", n=of.confirmed),
        phrase("{count} cells and numbers taken as given", count=Number(f"{of.given:,}")),
    ]
    if of.cells:
        told.append(phrase("{count} cells looked up", count=Number(f"{of.cells:,}")))
    if of.quoted:
        told.append(phrase("{count} texts found in the rules", count=Number(f"{of.quoted:,}")))
    return phrase("  independent checker: {told}", told=several(told))


def _lines(number: int, difference: Difference) -> Iterator[Text]:
    yield phrase("  {number}. {difference}", number=number, difference=difference.words)
    of_cells = ", " in difference.what and any(
        value is not None for value in (difference.then, difference.now)
    )
    for value, then in ((difference.then, True), (difference.now, False)):
        if value is not None or of_cells:
            held = phrase("nothing") if value is None else _short(value)
            yield phrase("     then {value}", value=held) if then else phrase("     now  {value}", value=held)


def _short(value: str) -> Text:
    """A long fraction with what it comes to."""
    from effrules.data.earlier import exact_number
    from effrules.model.numbers import decimal_text

    number = exact_number(value) if "/" in value and len(value) > 16 else None
    return value if number is None else f"{decimal_text(number, 6)} = {value}"
