"""``effrules year package``: what is published of a year, with all that proves it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import FOLDER, KEY, Command, Refusal, leave_unwritten
from effrules.cli.language import as_sentence, in_words, spoken
from effrules.cli.progress import Progress
from effrules.cli.speaking import speak
from effrules.cli.year.asking import author, entered, entries_of, folder, refusing, told_last, writes, year_of
from effrules.words import counted, phrase, reason_of, several

if TYPE_CHECKING:
    from effrules.cycle.publishing import Published
    from effrules.report.publication.descriptor import Licence


@click.command(cls=Command, short_help="Write what is published, with all that proves it.")
@folder
@click.option("--stage", type=click.Choice(("preliminary", "final")), default="final", show_default=True,
              help="The results before objections were decided, or after.")  # fmt: skip
@click.option("--licence", required=True, metavar="NAME|NAME=URL",
              help="Under which licence all of it may be used: CC-BY-4.0, CC0-1.0, ODbL-1.0 … or one of your own.")  # fmt: skip
@click.option("--publisher", default="", metavar="NAME", help="Who publishes it.")
@click.option("--without", multiple=True, metavar="TABLE.FIELD",
              help="Do not publish this field. May be repeated. What results rest on is not left out.")  # fmt: skip
@click.option(
    "--key", type=KEY, metavar="KEY", help="Sign it with this private key, as `effrules sign` does."
)
@click.option("-o", "--output", type=FOLDER, metavar="FOLDER|FILE.zip",
              help="Where to write; without it the folder package of the year.")  # fmt: skip
@writes
def command(
    folder: Path, stage: str, licence: str, publisher: str, without: tuple[str, ...], key: Path | None, output: Path | None,
    by: str | None, on: date | None, why: str,
) -> None:  # fmt: skip
    """Write the publication package of YEAR: results and data as open data, the report for a browser, rules, run record and signature.

    \b
    effrules year package year-2023 --licence CC-BY-4.0 -o package.zip
    effrules verify package.zip

    Published is what was approved. A descriptor of the Data Package standard lists every file with its digest and says what
    each column holds. Evidence, claims and reasons of decisions are not published. A text that is withheld becomes a number,
    the same for the same text. Everything is calculated anew from what is published, and must give the approved results.
    """
    from effrules.cycle.entries import Published as Entry
    from effrules.cycle.entries import Stage
    from effrules.cycle.publishing import published
    from effrules.report.publication.making import NotTheSame

    place = output or folder / "package"
    _refuse_place(place)
    if key is not None:
        from effrules.cli.sign import need_cryptography

        need_cryptography("--key")
    who, year, under = author(by), year_of(folder, on), _licence(licence)
    with refusing():
        what = published(year, entries_of(year), Stage(stage), without)
    try:
        files, digest = _made(what, year.manifest.year, under, publisher, key)
        _put(place, files, what.approved_on.isoformat())
    except NotTheSame as problem:
        raise Refusal(as_sentence(reason_of(problem))) from None
    except OSError as problem:
        leave_unwritten(problem)
    done = Entry(what.stage, what.record.digest, digest, tuple(what.withheld))
    entry = entered(year, lambda _: done, who, why, on, quiet=True)
    told = counted("{place}: {n} file.", "{place}: {n} files.", n=len(files), place=str(place))
    speak(told)
    speak(phrase("Digest of the package: {digest}", digest=digest))
    speak(told_last((entry,)))


def _made(
    what: Published, year: int, licence: Licence, publisher: str, key: Path | None
) -> tuple[dict[str, bytes], str]:
    """The files of the package by their paths, and its digest."""
    from effrules.audit.shapes import parsed
    from effrules.disk import keep, private_folder
    from effrules.report.publication import making
    from effrules.report.publication.descriptor import NAME, RECORD, RESULTS, Stated

    stated = Stated(
        year, what.stage.value, what.record.digest, what.approved_on.isoformat(), what.last.number, what.last.digest,
        licence, publisher, what.withheld,
    )  # fmt: skip
    with private_folder() as work, Progress() as progress:
        files = making.held(what)
        for path, content in files.items():
            keep(work / path, content, folders=True)
        again, record = making.ran(what, work, spoken(), progress)
        files |= {path: (work / path).read_bytes() for path in (*RESULTS, RECORD)}
        assert again.program is not None, "it was scored"
        assert again.results is not None, "it was scored"
        files |= making.telling(stated, again.program, again.results, again, record, files, progress)
    document = parsed(files[NAME].decode())
    if key is not None:
        from effrules.audit.signed import message_of
        from effrules.audit.ssh_signature import sign
        from effrules.cli.sign import private

        files[f"{NAME}.sig"] = sign(message_of(document), private(key)).encode()
    return files, document["digest"]


def _refuse_place(place: Path) -> None:
    """A place where something else lies. Raises click.BadParameter."""
    if place.suffix.lower() == ".zip":
        if place.exists():
            told = phrase("`{place}` is there already; nothing was written.", place=str(place))
            raise click.BadParameter(in_words(told), param_hint="-o")
    elif place.exists() and not (place.is_dir() and not any(place.iterdir())):
        told = phrase(
            "`{place}` is not empty; nothing was written. Say a new or empty folder.", place=str(place)
        )
        raise click.BadParameter(in_words(told), param_hint="-o")


def _put(place: Path, files: dict[str, bytes], day: str) -> None:
    """Write the package, whole or not at all. Raises OSError."""
    from effrules.disk import keep, put_folder
    from effrules.disk.archives import zipped

    if place.suffix.lower() == ".zip":
        keep(place, zipped(files, day), folders=True)
    else:
        put_folder(place, files)


def _licence(text: str) -> Licence:
    """A known licence, or one's own with the address of its text. Raises click.BadParameter."""
    from effrules.report.publication.descriptor import OPEN, Licence

    name, sign, url = text.partition("=")
    if not sign and name in OPEN:
        return Licence(name, OPEN[name])
    if name and sign and url.startswith(("https://", "http://")):
        return Licence(name, url)
    told = phrase(
        "`{text}`: known are {names}; any other is written NAME=URL, with the address of its text.",
        text=text,
        names=several(OPEN),
    )
    raise click.BadParameter(in_words(told), param_hint="--licence")
