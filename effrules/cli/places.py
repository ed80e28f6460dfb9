"""Where commands may write: a file that is read, or written otherwise, is never overwritten. Before any work is done."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from effrules.cli.speaking import tell

SUFFIXES = (".csv", ".json", ".xlsx", ".parquet", ".md")
"""The endings of files of results."""


def refuse_outputs(outputs: tuple[Path, ...], data: Path, earlier: Path | None) -> None:
    """Files of results that could not be written. Raises click.BadParameter."""
    hint = "-o"
    for path in outputs:
        if path.suffix.lower() not in SUFFIXES:
            raise click.BadParameter(
                f"`{path}`: the ending says how results are written; it is one of {', '.join(SUFFIXES)}.",
                param_hint=hint,
            )
        _refuse_folder(path, data, hint)
        if same_file(path, data):
            raise click.BadParameter(f"`{path}` is the data; results would take its place.", param_hint=hint)
        if earlier is not None and same_file(path, earlier):
            raise click.BadParameter(
                f"`{path}` holds the earlier results; the new ones would take their place.", param_hint=hint
            )
        if path.suffix.lower() == ".parquet":
            from importlib.util import find_spec

            if find_spec("pyarrow") is None:
                raise click.BadParameter(
                    f"`{path}`: Parquet needs pyarrow: pip install 'effrules[parquet]'.", param_hint=hint
                )


def refuse_record(
    path: Path, stated: bool, outputs: tuple[Path, ...], data: Path, earlier: Path | None
) -> None:
    """A place where the run record could not be written. ``stated``: by ``--record``. Raises click.BadParameter."""
    hint = "--record" if stated else "-o"
    way = "" if stated else f" The run record is to be `{path}`: choose another place with --record."
    if path.suffix.lower() != ".json":
        raise click.BadParameter(f"`{path}`: a run record is a .json file.", param_hint=hint)
    _refuse_folder(path, data, hint, way)
    if any(same_file(path, output) for output in outputs):
        raise click.BadParameter(f"`{path}` is a file of results.{way}", param_hint=hint)
    if same_file(path, data) or (earlier is not None and same_file(path, earlier)):
        raise click.BadParameter(
            f"`{path}` is read by the run; the record would take its place.{way}", param_hint=hint
        )


def refuse_loss(place: Path, outputs: tuple[Path, ...]) -> None:
    """A record beside the results, of results that this run does not write and that would lose it. Raises click.BadParameter."""
    if not place.is_file():
        return
    from effrules.audit.record import FORMAT, read_document
    from effrules.audit.shapes import WrongShape

    try:
        document = read_document(place)
    except (OSError, WrongShape):
        document = None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise click.BadParameter(
            f"`{place}` is there and is no run record. Say with --record where the record is to be.",
            param_hint="-o",
        )
    listed = document.get("outputs")
    others = [place.parent / str(one.get("at")) for one in listed or () if isinstance(one, dict)]
    kept = [one.name for one in others if one.exists() and not any(same_file(one, to) for to in outputs)]
    if kept:
        names = " and ".join(f"`{name}`" for name in kept)
        raise click.BadParameter(
            f"`{place}` is the run record of {names} too, which this run does not write: it would be lost. "
            "Say with --record where the new record is to be.",
            param_hint="-o",
        )


def _refuse_folder(path: Path, data: Path, hint: str, way: str = "") -> None:
    if not path.parent.is_dir():
        raise click.BadParameter(f"`{path}`: there is no folder `{path.parent}`.{way}", param_hint=hint)
    if path.is_dir():
        raise click.BadParameter(f"`{path}` is a folder.{way}", param_hint=hint)
    if data.is_dir() and path.parent.samefile(data):
        raise click.BadParameter(
            f"`{path}` lies in the data folder, where the next run would read it as data.{way}",
            param_hint=hint,
        )


def same_file(left: Path, right: Path) -> bool:
    """Whether two paths are one file, also where it is not there yet."""
    return left.parent.resolve() / left.name == right.parent.resolve() / right.name or (
        left.exists() and right.exists() and left.samefile(right)
    )


def write_text(path: Path, text: str) -> None:
    """Write a file whole, or leave its place as it was; ends the command where it cannot be written."""
    from effrules.report.writing import write_all

    def put(to: Path) -> None:
        to.write_text(text, encoding="utf-8", newline="\n")

    try:
        write_all({path: put})
    except OSError as why:
        leave_unwritten(why)


def leave_unwritten(why: OSError) -> NoReturn:
    """Tell why nothing was written, and end the command with exit code 1."""
    tell(f"effrules: nothing was written: {why.strerror or why}: {why.filename or ''}".rstrip(": "))
    raise click.exceptions.Exit(1) from None
