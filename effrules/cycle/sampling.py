"""A sample of figures to verify: first its seed, sizes and pool are entered, then it is drawn, by digests that anybody can work out.

Bodies come in the order of the SHA-256 of seed, digest of the pool and identifier, each behind the other with a line break between;
the first of them are drawn. The figures of each come in the order of the same with `BODY TABLE ROW FIELD`, tabs between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from attrs import frozen

from effrules.audit.shapes import digest, to_plain
from effrules.cycle.assembling import figures
from effrules.cycle.entering import NotEntered
from effrules.cycle.entries import CellName, Drawn, Entry, Sampled
from effrules.cycle.folder import Year
from effrules.cycle.standing import Standing, of_kind
from effrules.words import phrase


@frozen
class Wanted:
    """What is asked for: the seed, how many bodies and figures of each, and of which fields (`TABLE.FIELD`; none: of all)."""

    seed: str
    bodies: int
    cells: int
    of: tuple[str, ...] = ()


def pool(year: Year, found: Standing, of: Sequence[str]) -> tuple[CellName, ...]:
    """The figures that can be drawn. Raises NotEntered for a field of which there are none, NotAYear, OSError."""
    every = [cell for cell, _ in figures(year, found)]
    for name in of:
        if all(field_of(cell) != name for cell in every):
            raise NotEntered(
                phrase("no figures of `{field}` were sent; it is written TABLE.FIELD", field=name)
            )
    return tuple(cell for cell in every if not of or field_of(cell) in of)


def sampled(year: Year, found: Standing, wanted: Wanted) -> Sampled:
    """That a sample is about to be drawn. Raises NotEntered where there are fewer bodies than wanted, or one was not drawn yet."""
    begun = undrawn(found)
    if begun is not None:
        raise NotEntered(
            phrase(
                "sample {number} was not drawn yet: say the same seed and sizes, or withdraw it",
                number=str(begun.number),
            )
        )
    cells = pool(year, found, wanted.of)
    there = len({cell.body for cell in cells})
    if there < wanted.bodies:
        raise NotEntered(phrase("figures were sent by fewer bodies than are to be drawn: {n}", n=there))
    return Sampled(wanted.seed, wanted.bodies, wanted.cells, "", pool_digest(cells), wanted.of)


def drawn(year: Year, found: Standing, sample: Entry) -> Drawn:
    """What a sample draws. Raises NotEntered where what was sent is not what it was."""
    what = sample.what
    assert isinstance(what, Sampled), "it is a sample"
    cells = pool(year, found, what.by_rules)
    if pool_digest(cells) != what.pool:
        raise NotEntered(
            phrase(
                "what was sent is not what sample {number} was to be drawn from; withdraw it, and draw another",
                number=str(sample.number),
            )
        )

    def turn(*named: str) -> str:
        return hashlib.sha256("\n".join((what.seed, what.pool, "\t".join(named))).encode()).hexdigest()

    bodies = sorted({cell.body for cell in cells}, key=turn)[: what.bodies]
    of_each = (
        sorted((one for one in cells if one.body == body), key=lambda one: turn(*named(one)))[: what.cells]
        for body in bodies
    )
    return Drawn(sample.number, tuple(cell for several in of_each for cell in several))


def named(cell: CellName) -> tuple[str, str, str, str]:
    """A figure as body, table, row and field."""
    return cell.body, cell.table, "/".join(cell.row), cell.field


def field_of(cell: CellName) -> str:
    """The field of a figure, with its table."""
    return f"{cell.table}.{cell.field}"


def pool_digest(cells: Sequence[CellName]) -> str:
    """The digest of the list of the figures' names, in their order."""
    return digest([to_plain(cell) for cell in cells])


def undrawn(found: Standing) -> Entry | None:
    """A sample that was entered and not drawn: the command was stopped between the two."""
    done = {what.sample for _, what in of_kind(found.entries, Drawn)}
    return next((entry for entry, _ in of_kind(found.entries, Sampled) if entry.number not in done), None)


def is_wanted(sample: Entry, wanted: Wanted) -> bool:
    """Whether a sample is the one that is asked for."""
    what = sample.what
    return isinstance(what, Sampled) and wanted == Wanted(what.seed, what.bodies, what.cells, what.by_rules)
