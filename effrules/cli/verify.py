"""``effrules verify``: whether a run gives the same again, and whether a trace is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from effrules.audit.record import FORMAT as RUN
from effrules.cli.door import DATA, DOCUMENT, EARLIER, KEY, OVERLAY, RULES, SIGNATURE, Command
from effrules.cli.inputs import PACKAGE, RUN_OR_TRACE, record_or_trace
from effrules.cli.language import in_words
from effrules.cli.progress import Progress
from effrules.cli.speaking import say
from effrules.cli.verify_text import Told, as_json, as_text
from effrules.disk import is_spooled
from effrules.model.garbage import without_collecting
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.audit.record import Record
    from effrules.audit.rerun import Rerun
    from effrules.audit.signed import Signed
    from effrules.audit.verdict import Difference

NOT_ALL = 3
"""The exit code where nothing differs, but something could not be checked."""


@click.command(
    cls=Command, short_help="Prove that a run gives the same again, or that a trace or a package is right."
)
@click.argument("document", metavar=RUN_OR_TRACE,
                type=DOCUMENT)  # fmt: skip
@click.option(
    "--rules", type=RULES, metavar="RULES", help="The rules, where they are not where the record says."
)
@click.option("--data", type=DATA, metavar="DATA",
              help="The data, where they are not where the record says.")  # fmt: skip
@click.option("--with", "overlays", multiple=True, type=OVERLAY, metavar="FILE.eff",
              help="Of a trace made with --with: the amendment laid on top. May be repeated.")  # fmt: skip
@click.option("--earlier", type=EARLIER, metavar="FILE",
              help="Of a trace made with --earlier: the results of the earlier run.")  # fmt: skip
@click.option("--digest", "published", metavar="DIGEST",
              help="The digest that was published: the document must have it.")  # fmt: skip
@click.option("--signed-by", "lists", type=KEY, multiple=True,
              metavar="PUB", help="A public key of OpenSSH, or a file of several (allowed_signers): one of them must have signed. May be repeated: then each.")  # fmt: skip
@click.option("--signature", "signatures", type=SIGNATURE, multiple=True, metavar="FILE.sig",
              help="The signature, where it is not the document's name with .sig after it. May be repeated.")  # fmt: skip
@click.option("--within", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="FOLDER",
              help="What a record names may lie anywhere in FOLDER; by default only in the record's own folder.")  # fmt: skip
@click.option("--independent", is_flag=True,
              help="Check every step of every body with the checker that shares no code with the engine, too.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help="What to print.")  # fmt: skip
@without_collecting()
def command(
    document: Path, rules: str | None, data: Path | None, overlays: tuple[Path, ...], earlier: Path | None,
    published: str | None, lists: tuple[Path, ...], signatures: tuple[Path, ...], within: Path | None, independent: bool, form: str,
) -> None:  # fmt: skip
    """Verify a run record (of `effrules run -o`), a trace (of `effrules trace -o FILE.json`) or a publication package.

    For a record: its own digest, every rule file, data file and result file, and every result, calculated anew. It is
    the same, digit for digit, or all that differs is named, causes first. For a trace: every step, by an independent
    checker; with --rules and --data, every cell, too. For a package, a folder or a ZIP file of `effrules year package`: that
    every file is listed and unchanged and none was added, its record, and that its report and descriptor say what the rules
    give. The exit code is 1 when anything differs, and 3 when nothing does, but something could not be checked.

    \b
    effrules verify results.record.json
    effrules verify results.record.json --digest sha256:0123...
    effrules verify --independent trace.json
    effrules verify package.zip --signed-by office.pub
    """
    published = None if published is None else digest_of(published, "--digest")
    if lists:
        from effrules.cli.sign import need_cryptography

        need_cryptography("--signed-by")
    elif signatures:
        told = phrase("say with --signed-by whose it must be.")
        raise click.BadParameter(in_words(told), param_hint="--signature")
    asked = Asked(rules, data, overlays, earlier, published, lists, signatures, within, independent)
    came = _any(document, asked)
    say(as_json(came) if form == "json" else as_text(came))
    if came.differences:
        raise click.exceptions.Exit(1)
    if came.unchecked:
        raise click.exceptions.Exit(NOT_ALL)


def _any(document: Path, asked: Asked) -> Told:
    """What is said of a package, a record or a trace. Raises click.BadParameter where it is none."""
    from effrules.cli.verify_package import of_package

    if document.is_dir() or document.suffix.lower() == ".zip":
        return of_package(document, asked)
    content = record_or_trace(document)
    if content["format"] == PACKAGE:
        return of_package(document, asked)
    overlays, earlier = asked.overlays, asked.earlier
    if content["format"] == RUN and (overlays or earlier is not None):
        hint = "--with" if overlays else "--earlier"
        raise click.BadParameter(in_words(phrase("a record names them itself.")), param_hint=hint)
    return (
        of_record(document, content, asked).told
        if content["format"] == RUN
        else _trace(document, content, asked)
    )


@frozen
class Asked:
    """What was asked for beside the document."""

    rules: str | None
    data: Path | None
    overlays: tuple[Path, ...]
    earlier: Path | None
    published: str | None
    lists: tuple[Path, ...]
    signatures: tuple[Path, ...]
    within: Path | None
    independent: bool


@frozen
class OfRecord:
    """What is said of a record; the record, where it is one, and the run that it was compared with."""

    told: Told
    record: Record | None = None
    again: Rerun | None = None


def digest_of(text: str, hint: str) -> str:
    """A digest as it was published: in capitals, in groups or on two lines, with the word before it or without. Raises click.BadParameter."""
    digits = "".join(text.split()).lower().removeprefix("sha256:")
    if re.fullmatch("[0-9a-f]{64}", digits) is None:
        told = phrase(
            "`{text}` is no digest: it has 64 digits from 0 to f, after `sha256:` or without it.", text=text
        )
        raise click.BadParameter(in_words(told), param_hint=hint)
    return f"sha256:{digits}"


def signatures_of(path: Path, content: dict[str, Any], asked: Asked) -> Signed | None:
    """Whether those signed it who must have; None where nobody must."""
    if not asked.lists:
        return None
    from effrules.audit.signed import check_signatures
    from effrules.source import bytes_of

    files = asked.signatures or (beside(path),)
    return check_signatures(content, bytes_of(path), asked.lists, files)


def beside(path: Path) -> Path:
    """Where the signature of a document lies, if nothing else is said."""
    return path.with_name(f"{path.name}.sig")


def of_record(path: Path, content: dict[str, Any], asked: Asked) -> OfRecord:
    """What is said of a record in a file, whose JSON is ``content``."""
    from effrules.audit.record import SCHEMA, from_document, own_digest
    from effrules.audit.rerun import inputs_of
    from effrules.audit.schemas import wrong
    from effrules.audit.shapes import WrongShape
    from effrules.audit.verification import verify
    from effrules.report.results import outputs

    own = own_digest(content)
    shape = [_misshapen(at, f"{at}: {why}") for at, why in wrong(content, SCHEMA)]
    record = None
    try:
        record = from_document(content)
    except WrongShape as why:
        shape = shape or [_misshapen("shape", str(why))]
    if shape or record is None:
        return OfRecord(Told(path, "record", own, tuple(shape), (), (), None, None))
    folder, rules, data = Path() if is_spooled(path) else path.parent, asked.rules, asked.data
    bound = folder if asked.within is None else asked.within
    signed = signatures_of(path, content, asked)
    vouched = asked.published == own or (signed is not None and signed.whole)
    with Progress() as progress:
        verdict = verify(
            content, record, folder, rules, data, asked.published, within=bound, progress=progress
        )
        verdict = outputs.with_outputs(verdict, record, folder, bound, vouched=vouched, progress=progress)
    again, checked = verdict.again, None
    differences, unchecked = verdict.differences, (*verdict.unchecked, *outputs.beside(record, path))
    if signed is not None:
        differences = (*signed.differences, *differences)
    if again is not None and again.results is not None and record.traces is not None:
        from effrules.audit.independence import check_digests

        with Progress() as progress:
            differences += tuple(check_digests(record, again, progress))
    if asked.independent and again is not None and again.results is not None:
        from effrules.audit.independence import check_run

        with Progress() as progress:
            checked = check_run(record, again, inputs_of(record.options, folder, rules, data).data, progress)
        differences += checked.differences
        unchecked += checked.unchecked
    notes = verdict.notes
    if record.register is not None:
        from effrules.cli.verify_register import of_register

        wrong_register, note = of_register(record.register, folder)
        differences, notes = (*differences, *wrong_register), (*notes, note)
    by = () if signed is None else signed.by
    told = Told(path, "record", own, differences, unchecked, notes, verdict.compared, checked, by)
    return OfRecord(told, record, again)


def _trace(path: Path, content: dict[str, Any], asked: Asked) -> Told:
    from effrules.audit.conditions import of_trace
    from effrules.audit.independence import Given, check_trace
    from effrules.audit.record import own_digest

    signed = signatures_of(path, content, asked)
    given = Given(asked.rules, asked.data, asked.overlays, asked.earlier)
    checked = check_trace(content, given, asked.published)
    differences = (() if signed is None else signed.differences) + checked.differences
    by = () if signed is None else signed.by
    own = own_digest(content)
    return Told(
        path, "trace", own, differences, checked.unchecked, tuple(of_trace(content)), None, checked, by
    )


def _misshapen(at: str, why: str) -> Difference:
    from effrules.audit.verdict import About, Difference

    return Difference(About.RECORD, at, f"the record was edited, or is not whole: {why}")
