"""A sample of figures to verify: first its seed, sizes and pool are entered, then it is drawn, by digests that anybody can work out.

Bodies come in the order of the SHA-256 of seed, digest of the pool and identifier, each behind the other with a line break between;
the first of them are drawn, in a stratified sample the first of each group. The figures of each come in the order of the same with
`BODY TABLE ROW FIELD`, tabs between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from attrs import frozen
from flint import fmpq

from effrules.audit.shapes import digest, to_plain
from effrules.cycle.assembling import figures, of_bodies_sent
from effrules.cycle.entering import NotEntered
from effrules.cycle.entries import CellName, Drawn, Entry, Sampled, Stratum
from effrules.cycle.folder import Year
from effrules.cycle.standing import Standing, of_kind
from effrules.model.numbers import exact_text
from effrules.words import phrase

Size = int | fmpq
"""How many, or which share of all."""


@frozen
class Wanted:
    """What is asked for: the seed, how many bodies and figures of each, of which fields, and by which field of the subject.

    ``of`` are written `TABLE.FIELD`; none: of all.
    """

    seed: str
    bodies: Size
    cells: Size
    of: tuple[str, ...] = ()
    strata: str = ""


def pool(year: Year, found: Standing, of: Sequence[str]) -> tuple[CellName, ...]:
    """The figures that can be drawn: those that spot checks of the rules cover, where there are any. Raises NotEntered for a field of which there are none, NotAYear, OSError."""
    checks = year.program.spot_checks.values()
    every = [
        cell for cell, _ in figures(year, found)
        if not checks or any(one.covers(cell.table, cell.field) for one in checks)
    ]  # fmt: skip
    for name in of:
        if all(field_of(cell) != name for cell in every):
            raise NotEntered(
                phrase(
                    "no figures of `{field}` were sent, or the rules do not let them be verified; it is written TABLE.FIELD",
                    field=name,
                )
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
    bodies = tuple(dict.fromkeys(cell.body for cell in cells))
    there = len(bodies)
    if there < (wanted.bodies if isinstance(wanted.bodies, int) else 1):
        raise NotEntered(phrase("figures were sent by fewer bodies than are to be drawn: {n}", n=there))
    groups: tuple[Stratum, ...] = ()
    if wanted.strata:
        values = of_bodies_sent(year, found, wanted.strata)
        groups = strata({body: values[body] for body in bodies}, wanted.bodies)
    return Sampled(
        wanted.seed,
        sum(one.drawn for one in groups) if groups else count_of(wanted.bodies, there),
        wanted.cells if isinstance(wanted.cells, int) else 0,
        wanted.strata, pool_digest(cells), wanted.of, groups, _share(wanted.bodies), _share(wanted.cells),
    )  # fmt: skip


def strata(values: Mapping[str, str], wanted: Size) -> tuple[Stratum, ...]:
    """Bodies by a value that they have, with how many of each group are drawn.

    Of a share: that of each group, rounded up. Of a number: one of each group, and the rest in proportion to the sizes of the
    groups by largest remainders (Hamilton); of equal ones the larger group, then the one whose value comes first. Raises NotEntered
    where there are more groups than are to be drawn.
    """
    groups = {
        value: tuple(b for b, held in values.items() if held == value)
        for value in sorted(set(values.values()))
    }
    if isinstance(wanted, fmpq):
        drawn = {value: count_of(wanted, len(bodies)) for value, bodies in groups.items()}
    else:
        if wanted < len(groups):
            raise NotEntered(
                phrase(
                    "there are more groups than bodies to be drawn: {n}; of each at least one is",
                    n=len(groups),
                )
            )
        drawn = dict.fromkeys(groups, 1)
        left, whole = wanted - len(groups), len(values) - len(groups)
        exact = {value: fmpq(left * (len(bodies) - 1), max(whole, 1)) for value, bodies in groups.items()}
        floors = {value: int(share.floor()) for value, share in exact.items()}
        more = sorted(groups, key=lambda value: (floors[value] - exact[value], -len(groups[value]), value))
        for value in groups:
            drawn[value] += floors[value]
        for value in more[: left - sum(floors.values())]:
            drawn[value] += 1
    return tuple(Stratum(value, bodies, drawn[value]) for value, bodies in groups.items())


def count_of(size: Size, there: int) -> int:
    """How many a size makes of so many: a share is rounded up."""
    return size if isinstance(size, int) else int((size * there).ceil())


def _share(size: Size) -> str:
    return "" if isinstance(size, int) else f"{exact_text(size * 100)}%"


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

    every = tuple(dict.fromkeys(cell.body for cell in cells))
    groups = what.groups or (Stratum("", every, what.bodies),)
    bodies = [body for group in groups for body in sorted(group.bodies, key=turn)[: group.drawn]]
    share = fmpq(1) if not what.share_of_cells else share_of(what.share_of_cells)
    made: list[CellName] = []
    for body in bodies:
        own = sorted((one for one in cells if one.body == body), key=lambda one: turn(*named(one)))
        made += own[: what.cells or count_of(share, len(own))]
    return Drawn(sample.number, tuple(made))


def share_of(text: str) -> fmpq:
    """The share that `10%` or `2.5%` says, above 0 and at most 1. Raises ValueError."""
    from effrules.data.earlier import exact_number

    number = exact_number(text.removesuffix("%")) if text.endswith("%") else None
    if number is None or not 0 < number <= 100:
        raise ValueError(text)
    return number / 100


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
    return isinstance(what, Sampled) and wanted == Wanted(
        what.seed,
        share_of(what.share_of_bodies) if what.share_of_bodies else what.bodies,
        share_of(what.share_of_cells) if what.share_of_cells else what.cells,
        what.by_rules,
        what.strata,
    )
