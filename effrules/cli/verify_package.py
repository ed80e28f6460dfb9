"""What ``effrules verify`` says of a publication package: its descriptor, its files, its record, what each file must say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from attrs import evolve

from effrules.cli.inputs import RUN_OR_TRACE, record_or_trace
from effrules.cli.language import as_sentence, in_words
from effrules.cli.progress import Progress
from effrules.cli.verify_text import Told
from effrules.words import Text, phrase, reason_of

if TYPE_CHECKING:
    from effrules.audit.verdict import Difference, Unchecked
    from effrules.cli.verify import Asked
    from effrules.report.publication.descriptor import PackageDocument


def of_package(path: Path, asked: Asked) -> Told:
    """Verify a package in a folder or a ZIP file. Raises click.BadParameter where it is none."""
    from effrules.report.publication.opening import NoPackage, opened

    if asked.rules or asked.data or asked.overlays or asked.earlier or asked.within:
        told = phrase(
            "A package is verified by what lies in it: leave out --rules, --data, --with, --earlier and --within."
        )
        raise click.UsageError(in_words(told))
    try:
        with opened(path) as folder:
            return _of_folder(path, folder, asked)
    except NoPackage as why:
        raise click.BadParameter(as_sentence(reason_of(why)), param_hint=RUN_OR_TRACE) from None


def _of_folder(path: Path, folder: Path, asked: Asked) -> Told:
    from effrules.audit.record import own_digest
    from effrules.cli.verify import beside, of_record, signatures_of
    from effrules.report.publication import checking
    from effrules.report.publication.descriptor import NAME, RECORD

    place = folder / NAME
    content = record_or_trace(place)
    own = own_digest(content)
    if not asked.signatures and not beside(place).exists() and beside(path).exists():
        asked = evolve(asked, signatures=(beside(path),))
    signed = signatures_of(place, content, asked)
    by = () if signed is None else signed.by
    differences: list[Difference] = [
        *(() if signed is None else signed.differences),
        *checking.misshapen(content),
    ]
    unchecked: list[Unchecked] = []
    notes: list[Text] = []
    if signed is None and beside(place).exists():
        notes.append(
            phrase("it bears a signature, which was not checked: say with --signed-by whose it must be")
        )
    if differences:
        return Told(path, "package", own, tuple(differences), (), tuple(notes), None, None, by)
    document = cast("PackageDocument", content)
    files = checking.of_files(document, folder)
    differences += [*checking.of_document(content, asked.published), *files.found]
    compared = independent = None
    if RECORD in files.held:
        whole = evolve(asked, published=None, lists=(), signatures=())
        inner = of_record(folder / RECORD, record_or_trace(folder / RECORD), whole)
        compared, independent = inner.told.compared, inner.told.independent
        differences += inner.told.differences
        unchecked += inner.told.unchecked
        notes += inner.told.notes
        if inner.record is not None and inner.again is not None:
            differences += checking.of_approval(document, files.held, inner.record)
            vouched = asked.published == own or (signed is not None and signed.whole)
            with Progress() as progress:
                of_content = checking.of_content(
                    document, files.held, inner.again, inner.record, vouched=vouched, progress=progress
                )
            differences += of_content.differences
            unchecked += of_content.unchecked
    return Told(
        path, "package", own, tuple(differences), tuple(unchecked), tuple(notes), compared, independent, by,
        files=len(files.held),
    )  # fmt: skip
