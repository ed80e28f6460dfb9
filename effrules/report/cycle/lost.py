"""Where the points were lost: the losses of a score as a waterfall from its maximum, and what became of them since a year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flint import fmpq

from effrules.model import real
from effrules.model.real import Num
from effrules.report.blocks.charts.drawn import Fall, Waterfall
from effrules.report.cycle.telling import Telling
from effrules.report.figures import drawn
from effrules.trace.losses import Loss, Losses, LossKind
from effrules.words import counted, phrase

MOST = 9
"""So many losses have a bar of their own; the others are one together."""

ZERO = fmpq(0)

Key = tuple[LossKind, str, str]


def key_of(loss: Loss) -> Key:
    """Where a loss was: all roundings are one."""
    if loss.kind is LossKind.ROUNDING:
        return loss.kind, "", ""
    return loss.kind, loss.node, loss.adjustment


def summed(found: Losses) -> dict[Key, Num]:
    """The losses by where they were, in the order of the losses."""
    made: dict[Key, Num] = {}
    for loss in found.losses:
        key = key_of(loss)
        made[key] = real.add(made[key], loss.points) if key in made else loss.points
    return made


def label(key: Key, telling: Telling) -> str:
    """What a loss is called."""
    kind, node, adjustment = key
    match kind:
        case LossKind.SCORE:
            return telling.node(node)
        case LossKind.PENALTY | LossKind.BONUS:
            one = next(one for one in telling.program.adjustments if one.name == adjustment)
            return telling.naming.title(one.titles, one.name)
        case LossKind.INSTEAD:
            return telling.told(
                phrase("{node}: not applicable, counts all the same", node=telling.node(node))
            )
        case LossKind.MULTIPLIED:
            return telling.told(phrase("{node}: multiplied", node=telling.node(node)))
        case LossKind.ROUNDING:
            return telling.told(phrase("Rounding"))
        case LossKind.BOUND:
            return telling.told(phrase("Bound of the total"))


def waterfall(found: Losses, telling: Telling, title: str) -> Waterfall[str]:
    """From the maximum down to the score, the largest losses first."""
    falls = [
        Fall(
            telling.told(phrase("Maximum")),
            telling.score(found.maximum),
            found.maximum,
            found.maximum,
            is_end=True,
        )
    ]
    at: Num = found.maximum
    for named, points in _few(summed(found), telling):
        after = real.subtract(at, points)
        falls.append(Fall(named, telling.change(real.subtract(ZERO, points)), drawn(at), drawn(after)))
        at = after
    value = drawn(found.value)
    falls.append(
        Fall(telling.told(phrase("Score")), telling.score(found.value, found.node), value, value, is_end=True)
    )
    return Waterfall(title, tuple(falls))


def changes(
    now: Mapping[Key, Num], before: Mapping[Key, Num], was: Mapping[str, str]
) -> list[tuple[Key, Num, Num, Num]]:
    """What was lost at each place the year before, what now, and what the score gained by that: the largest change first.

    The gains add up to the change of the score, where its maximum is the same. ``was``: what nodes were called before.
    """
    left = dict(before)
    found = []
    for key, points in now.items():
        kind, node, adjustment = key
        lost = left.pop((kind, was.get(node, node), adjustment), ZERO)
        found.append((key, lost, points, real.subtract(lost, points)))
    named = {old: new for new, old in was.items()}
    found += [
        ((kind, named.get(node, node), adjustment), lost, ZERO, lost)
        for (kind, node, adjustment), lost in left.items()
    ]
    return sorted(found, key=lambda one: -drawn(real.absolute(one[3])))


def _few(all_of: dict[Key, Num], telling: Telling) -> Iterator[tuple[str, Num]]:
    """The largest losses with their names; what else there is, together."""
    listed = list(all_of.items())
    if len(listed) > MOST + 1:
        listed, rest = listed[:MOST], listed[MOST:]
    else:
        rest = []
    for key, points in listed:
        yield label(key, telling), points
    if rest:
        together: Num = ZERO
        for _, points in rest:
            together = real.add(together, points)
        yield telling.told(counted("{n} other reason", "{n} other reasons", n=len(rest))), together
