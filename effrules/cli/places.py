"""Where ``run`` writes: endings of files of results, and the place of the run record. Before any work is done."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import need, promise
from effrules.cli.language import in_words
from effrules.disk import same_file
from effrules.words import both, phrase, several

SUFFIXES = (".csv", ".json", ".xlsx", ".parquet", ".md")
"""The endings of files of results."""


def refuse_outputs(outputs: tuple[Path, ...]) -> None:
    """Files of results that could not be written. Raises click.BadParameter."""
    hint = "-o"
    for path in outputs:
        if path.suffix.lower() not in SUFFIXES:
            told = phrase(
                "`{path}`: the ending says how results are written; it is one of {endings}.",
                path=str(path),
                endings=several(SUFFIXES),
            )
            raise click.BadParameter(in_words(told), param_hint=hint)
        refuse_parquet(path.suffix.lower(), str(path), hint)


def refuse_parquet(suffix: str, named: str, hint: str) -> None:
    """Parquet without the library that writes it. Raises click.BadParameter."""
    if suffix == ".parquet":
        need("pyarrow", phrase("`{name}`: Parquet needs pyarrow", name=named), "parquet", hint)


def place_of_record(stated: Path | None, outputs: tuple[Path, ...]) -> Path | None:
    """Where the run record is written: where ``--record`` says, else beside the first file of results; ``None`` without either.

    Raises click.BadParameter where it could not be written, or where something would be lost.
    """
    if stated is not None:
        if stated.suffix.lower() != ".json":
            told = phrase("`{path}`: a run record is a .json file.", path=str(stated))
            raise click.BadParameter(in_words(told), param_hint="--record")
        return stated
    if not outputs:
        return None
    first = outputs[0]
    own = first.with_name(f"{first.name}.record.json")
    place = own if own.exists() else first.with_name(f"{first.stem}.record.json")
    kept = _lost_with(place, outputs)
    if kept and place != own and not any(same_file(one, to) for one in _listed(place) for to in outputs):
        place = own
    elif kept:
        told = phrase(
            "`{place}` is the run record of {names} too, which this run does not write: it would be lost. "
            "Say with --record where the new record is to be.",
            place=str(place),
            names=both(f"`{name}`" for name in kept),
        )
        raise click.BadParameter(in_words(told), param_hint="-o")
    way = phrase("The run record is to be `{place}`: choose another place with --record.", place=str(place))
    try:
        promise(place, "-o")
    except click.BadParameter as why:
        raise click.BadParameter(in_words(why.message, way), param_hint="-o") from None
    return place


def _lost_with(place: Path, outputs: tuple[Path, ...]) -> list[str]:
    """The results that a record beside them is about, and that this run does not write."""
    return [
        one.name for one in _listed(place) if one.exists() and not any(same_file(one, to) for to in outputs)
    ]


def _listed(place: Path) -> list[Path]:
    """The results that a record is about; none where there is none. Raises click.BadParameter for what is no record."""
    if not place.is_file():
        return []
    from effrules.audit.record import FORMAT, read_document
    from effrules.audit.shapes import WrongShape

    try:
        document = read_document(place)
    except (OSError, WrongShape):
        document = None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        told = phrase(
            "`{place}` is there and is no run record. Say with --record where the record is to be.",
            place=str(place),
        )
        raise click.BadParameter(in_words(told), param_hint="-o")
    listed = document.get("outputs")
    return [place.parent / str(one.get("at")) for one in listed or () if isinstance(one, dict)]
