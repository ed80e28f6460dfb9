"""Which of several amendments in a row made a change, and why each of them did.

The last version keeps only what it says itself; so each version is compared with the one before it, and the edits of
these steps are laid beside those from the first to the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import evolve

from effrules.amend.bases import chain_of, named
from effrules.amend.locating import locate
from effrules.check.cached import load
from effrules.compare.difference import Difference, difference
from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.matching.expressions import text_of
from effrules.compare.matching.names import Key, Space
from effrules.compare.matching.origins import Reason
from effrules.model import program as p

Part = tuple[object, ...]
"""A part of a thing: what two edits share that change the same."""

ITSELF: Part = ("itself",)


def between(old: str, new: str) -> tuple[p.Program, ...]:
    """The versions after OLD that NEW amends, oldest first; none where NEW does not come from OLD by amendments."""
    first, at = locate(old), locate(new)
    if first is None or at is None:
        return ()
    chain = chain_of(at, named((old,)))
    places = [path.resolve() for path in chain]
    if first.resolve() not in places[:-1]:
        return ()
    start = places.index(first.resolve())
    found = [load(chain[i], stated=chain[:i]).program for i in range(start + 1, len(chain) - 1)]
    return () if None in found else tuple(program for program in found if program is not None)


def along(found: Difference, versions: Sequence[p.Program]) -> Difference:
    """The same edits, each with the version that made it, why, and those that changed the same before (``earlier``).

    ``versions`` are those between the old and the new one, oldest first. An edit that no single step makes (the steps
    together do) keeps what it says.
    """
    if not versions:
        return found
    steps = [difference(*pair) for pair in pairwise((found.old, *versions, found.new))]
    wrote: dict[tuple[Key, Part], list[Reason]] = {}
    for at, step in enumerate(steps):
        for edit in step.edits:
            reason = Reason(edit.reason, edit.citations, edit.version or step.new.header.version)
            name = (
                _first_name(edit.at, steps[: at + 1])
                if _is_drop(edit)
                else _last_name(edit.at, steps[at + 1 :])
            )
            if isinstance(edit, e.Presence):
                wrote[name, ITSELF] = [
                    reason
                ]  # what was said of an earlier thing of that name is gone with it
            elif edit.is_meaning and (name, ITSELF) in wrote and reason not in wrote[name, ITSELF]:
                wrote[name, ITSELF].append(reason)
            wrote.setdefault((name, _part(edit)), []).append(reason)
    return evolve(found, edits=tuple(_told(edit, wrote) for edit in found.edits))


def _told(edit: Edit, wrote: dict[tuple[Key, Part], list[Reason]]) -> Edit:
    part = ITSELF if isinstance(edit, e.Presence) else _part(edit)
    reasons = wrote.get((edit.at, part))
    if not reasons or edit.place.thing is Thing.METHODOLOGY:  # each version has a heading and days of its own
        return edit
    *earlier, last = reasons
    return evolve(
        edit, reason=last.because, citations=last.citations, version=last.version, earlier=tuple(earlier)
    )


def _is_drop(edit: Edit) -> bool:
    return isinstance(edit, e.Presence) and edit.after is None


def _part(edit: Edit) -> Part:
    """The part of its thing that an edit changes."""
    kind = type(edit).__name__
    match edit:
        case e.Presence():
            return kind, edit.action
        case e.Number():
            return kind, edit.of, "" if edit.condition is None else text_of(edit.condition)
        case e.Formula() | e.Words():
            return kind, edit.of
        case e.Rests():
            return kind, edit.rounding
        case e.Order():
            return kind, edit.what
        case e.Row():
            return kind, (edit.before or edit.after or ("",))[0]
        case e.Option():
            return kind, edit.before or edit.after
        case _:
            return (kind,)


def _last_name(at: Key, later: Sequence[Difference]) -> Key:
    """What a thing is called after more steps."""
    space, inside, name = at
    for step in later:
        names = step.sides.pairs.names
        name = names.of(space, name, inside if space is Space.FIELD else "")
        inside = names.of(Space.TABLE, inside) if space is Space.FIELD else inside
    return space, inside, name


def _first_name(at: Key, until: Sequence[Difference]) -> Key:
    """What a thing was called before some steps."""
    space, inside, name = at
    for step in reversed(until):
        name = step.sides.old_name(space, name, inside if space is Space.FIELD else "")
        inside = step.sides.old_name(Space.TABLE, inside) if space is Space.FIELD else inside
    return space, inside, name
