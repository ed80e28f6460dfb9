"""Programs in between: some of the edits applied to the old methodology, and which can be applied independently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from effrules.compare.difference import Difference
from effrules.compare.edits import edit as e
from effrules.compare.edits.building import built
from effrules.compare.edits.change import Bearing
from effrules.compare.edits.edit import Edit
from effrules.compare.matching.names import Space
from effrules.model import program as p
from effrules.model.program import Program


@frozen
class Parted:
    """Edits in the order in which they can be applied.

    ``before`` only brings in what nothing reads yet (tables, fields, definitions, figures), ``after`` only takes out
    what nothing reads any more, and holds all that has no bearing on scores: neither moves a score. Once ``before`` is
    applied, the ``groups`` can be applied independently of each other in any combination; once all of them are, so can ``after``.
    """

    before: tuple[Edit, ...]
    groups: tuple[tuple[Edit, ...], ...]
    after: tuple[Edit, ...]


class NotClosed(ValueError):
    """Edits that cannot be applied without others that are lacking."""


def applied(difference: Difference, edits: Iterable[Edit]) -> Program:
    """The old program with some edits applied; with all of them it is the new one, but for spans and origins.

    Worked examples and properties that name what is not there are left out of a program in between. Raises NotClosed
    (a ValueError), naming what is lacking, where the edits are not closed under ``requires``.
    """
    chosen = tuple(edits)
    keys = {edit.key for edit in chosen}
    lacking = sorted({key for edit in chosen for key in edit.requires} - keys)
    if lacking:
        raise NotClosed("these edits are required as well: " + ", ".join(lacking))
    return built(difference.sides, chosen)


def groups(edits: Iterable[Edit]) -> tuple[tuple[Edit, ...], ...]:
    """The smallest sets of edits that can be applied independently of each other in any combination.

    Each set, and each union of sets, leaves a well-formed program: weights add up to 1 and name exactly the parts,
    nothing that is read is lacking, no circle. In the order of the edits. What an edit requires and is not among them is
    taken for applied.
    """
    listed = tuple(edits)
    at = {edit.key: number for number, edit in enumerate(listed)}
    root = list(range(len(listed)))

    def top(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for edit in listed:
        for key in edit.requires:
            if key in at:
                ours, theirs = sorted((top(at[edit.key]), top(at[key])))
                root[theirs] = ours
    found: dict[int, list[Edit]] = {}
    for number, edit in enumerate(listed):
        found.setdefault(top(number), []).append(edit)
    return tuple(tuple(group) for group in found.values())


def parted(difference: Difference) -> Parted:
    """The edits of a difference, finer than ``groups`` can: what nothing reads is put in first and taken out last."""
    edits = difference.edits
    by_key = {edit.key: edit for edit in edits}
    wanted_by: dict[str, set[str]] = {edit.key: set() for edit in edits}
    for edit in edits:
        for key in edit.requires:
            wanted_by[key].add(edit.key)
    new = difference.sides.right
    before = _closed(edits, {edit.key for edit in edits if _brings_in(edit, new)}, by_key, None)
    idle = {edit.key for edit in edits if edit.key not in before and (_takes_out(edit) or _is_idle(edit))}
    after = _closed(edits, idle, by_key, wanted_by)
    middle = [edit for edit in edits if edit.key not in before and edit.key not in after]
    return Parted(
        tuple(edit for edit in edits if edit.key in before),
        groups(middle),
        tuple(edit for edit in edits if edit.key in after),
    )


def _closed(
    edits: Sequence[Edit],
    candidates: set[str],
    by_key: Mapping[str, Edit],
    wanted_by: Mapping[str, set[str]] | None,
) -> set[str]:
    """The largest part of some edits that needs (or, with ``wanted_by``, is needed by) none but its own."""
    kept = set(candidates)
    while True:
        out = {
            key for key in kept if not (by_key[key].requires if wanted_by is None else wanted_by[key]) <= kept
        }
        if not out:
            return kept
        kept -= out


NEUTRAL = (Space.SOURCE, Space.TABLE, Space.FIELD, Space.FIGURES, Space.DEFINITION)
"""What can be there without anything reading it."""


def _brings_in(edit: Edit, new: Program) -> bool:
    match edit:
        case e.Presence():
            return edit.before is None and edit.at[0] in NEUTRAL
        case e.Option():
            return edit.before is None
        case e.Row():  # a row is read by its key, but for the days of a calendar, which count at once
            _, _, name = edit.at
            return edit.before is None and not new.figures[name].calendar
        case e.Redistribution():
            return edit.before is p.Redistribution.NOT_STATED
        case _:
            return False


def _takes_out(edit: Edit) -> bool:
    match edit:
        case e.Presence():
            return edit.after is None and edit.at[0] in NEUTRAL
        case e.Option():
            return edit.after is None
        case e.Redistribution():
            return edit.after is p.Redistribution.NOT_STATED
        case _:
            return False


def _is_idle(edit: Edit) -> bool:
    return edit.bearing is not Bearing.SCORES
