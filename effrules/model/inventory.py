"""The inventory of an act: what each of its items and annexes is, so that it can be ticked off item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import evolve, field, frozen

from effrules.model.places import Detail, DetailKind, Mark, MarkKind, Numeral, Stretch
from effrules.model.schema import Titles
from effrules.source import Span

LONGEST_RANGE = 2000
"""No act has a range of more items: one that seems to is a slip."""


class ItemClass(Enum):
    """What an item of an act is, as the notation calls it."""

    SCORES = "scores"
    """It decides scores: some clause must cite it."""
    DEFINITIONS = "definitions"
    PROCEDURE = "procedure"
    """What is done, by whom and when, in the year of the assessment."""
    FORM = "form"
    """A form for data or for conclusions."""
    UNEXPRESSED = "not expressed"
    """It would decide scores, and is not expressed for the reason that is given."""
    REPEALED = "repealed"


@frozen
class Entry:
    """A line of an inventory: items or annexes, what they are, and words about them (of what is not expressed, the reason)."""

    marks: tuple[Mark, ...]
    item_class: ItemClass
    words: Titles = Titles()
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen
class Unit:
    """The smallest thing that an inventory counts: an item, one of its sub-items, an annex, or a part of one."""

    kind: MarkKind
    enacting: bool
    number: Numeral | None
    point: Numeral | None = None
    inside: tuple[tuple[DetailKind, Numeral], ...] = ()

    @property
    def item(self) -> tuple[MarkKind, bool, Numeral | None]:
        """The item or annex that it is, or lies in."""
        return self.kind, self.enacting, self.number

    @property
    def mark(self) -> Mark:
        """The unit as a mark of its own."""
        numbers = None if self.number is None else Stretch(self.number, self.number)
        points = () if self.point is None else (Stretch(self.point, self.point),)
        details = tuple(Detail(kind, (Stretch(number, number),)) for kind, number in self.inside)
        return Mark(self.kind, numbers, points, details, self.enacting)


def following(number: Numeral) -> Numeral:
    """The number behind: 35 of 34, 48-2 of 48-1, 1.2 of 1.1."""
    if number.inserted:
        return evolve(number, inserted=(*number.inserted[:-1], number.inserted[-1] + 1))
    return evolve(number, parts=(*number.parts[:-1], number.parts[-1] + 1))


def counted(stretch: Stretch) -> tuple[Numeral, ...] | None:
    """Every number of a stretch; ``None`` where nobody can tell how many there are (``48–50-2``).

    A range of plain numbers counts these; what was inserted between them (``34-1``) has to be listed by itself.
    """
    first, last = stretch.first, stretch.last
    if stretch.is_one:
        return (first,)
    head: tuple[Numeral, ...] = ()
    if not first.inserted and last.inserted and last.parts == first.parts:  # 48–48-3
        head, first = (first,), evolve(first, inserted=(*last.inserted[:-1], 1))
    ours, theirs = (*first.parts, *first.inserted), (*last.parts, *last.inserted)
    same = len(first.parts) == len(last.parts) and len(ours) == len(theirs) and ours[:-1] == theirs[:-1]
    if not same or theirs[-1] - ours[-1] >= LONGEST_RANGE:
        return None
    made = [first]
    while made[-1] != last:
        made.append(following(made[-1]))
    return (*head, *made)


def units_of(mark: Mark) -> tuple[Unit, ...] | None:
    """The units that a mark counts; ``None`` where a range of it cannot be counted."""
    numbers: tuple[Numeral | None, ...] | None = (None,) if mark.numbers is None else counted(mark.numbers)
    if numbers is None:
        return None
    whole = tuple(Unit(mark.kind, mark.enacting, number) for number in numbers)
    if mark.points:
        points = _all_counted(mark.points)
        return None if points is None else tuple(evolve(whole[0], point=point) for point in points)
    return _inside(whole, mark.details)


def _all_counted(stretches: Iterable[Stretch]) -> tuple[Numeral, ...] | None:
    made: list[Numeral] = []
    for stretch in stretches:
        some = counted(stretch)
        if some is None:
            return None
        made.extend(some)
    return tuple(made)


def branches(details: Iterable[Detail]) -> tuple[tuple[Detail, ...], ...]:
    """What is meant inside an annex, one way down after the other: ``table 2, line 1, line 3, table 4`` are two lines and a table."""
    made: list[tuple[Detail, ...]] = []
    way: tuple[Detail, ...] = ()
    for detail in details:
        kinds = [one.kind for one in way]
        if detail.kind in kinds:
            made.append(way)
            way = way[: kinds.index(detail.kind)]
        way = (*way, detail)
    return (*made, way)


def _inside(units: tuple[Unit, ...], details: Iterable[Detail]) -> tuple[Unit, ...] | None:
    """The parts of an annex that are meant."""
    made: list[Unit] = []
    for way in branches(details):
        at = units
        for detail in way:
            numbers = _all_counted(detail.numbers)
            if numbers is None:
                return None
            at = tuple(
                evolve(unit, inside=(*unit.inside, (detail.kind, number)))
                for unit in at
                for number in numbers
            )
        made.extend(at)
    return tuple(dict.fromkeys(made))


def meet(one: Unit, other: Unit) -> bool:
    """Whether one of two units is the other or lies in it."""
    if one.item != other.item:
        return False
    if one.point is not None and other.point is not None:
        return one.point == other.point
    mine, theirs = dict(one.inside), dict(other.inside)
    return all(mine[kind] == theirs[kind] for kind in mine.keys() & theirs.keys())


def covers(mark: Mark, unit: Unit) -> bool:
    """Whether a citation of a mark speaks of a unit: of it, of a part of it, or of a whole that it is part of.

    A range speaks of all between its ends, also of what was inserted there.
    """
    if mark.kind is not unit.kind or mark.enacting != unit.enacting:
        return False
    if mark.numbers is None or unit.number is None:
        if mark.numbers is not None or unit.number is not None:
            return False
    elif not mark.numbers.covers(unit.number):
        return False
    if mark.points and unit.point is not None:
        return any(stretch.covers(unit.point) for stretch in mark.points)
    inside = dict(unit.inside)
    return any(
        all(
            any(stretch.covers(inside[detail.kind]) for stretch in detail.numbers)
            for detail in way
            if detail.kind in inside
        )
        for way in branches(mark.details)
    )


def marks_from(units: Iterable[Unit]) -> tuple[Mark, ...]:
    """Units as marks, neighbours in one range."""
    made: list[Mark] = []
    before: Unit | None = None
    for unit in units:
        if before is not None and _goes_on(before, unit):
            made[-1] = _longer(made[-1], unit)
        elif before is not None and _same_item(before, unit):
            made[-1] = evolve(made[-1], points=(*made[-1].points, *unit.mark.points))
        else:
            made.append(unit.mark)
        before = unit
    return tuple(made)


def _goes_on(before: Unit, unit: Unit) -> bool:
    if before.inside or unit.inside or (before.kind, before.enacting) != (unit.kind, unit.enacting):
        return False
    if before.point is not None or unit.point is not None:
        follows = before.point is not None and following(before.point) == unit.point
        return follows and before.number == unit.number
    return before.number is not None and following(before.number) == unit.number


def _same_item(before: Unit, unit: Unit) -> bool:
    return before.item == unit.item and before.point is not None and unit.point is not None


def _longer(mark: Mark, unit: Unit) -> Mark:
    if unit.point is not None:
        last = mark.points[-1]
        return evolve(mark, points=(*mark.points[:-1], Stretch(last.first, unit.point)))
    assert mark.numbers is not None
    assert unit.number is not None
    return evolve(mark, numbers=Stretch(mark.numbers.first, unit.number))


def listed_units(entries: Iterable[Entry]) -> Iterator[tuple[Unit, Entry]]:
    """The units of an inventory with their lines, in the order of the lines; ranges that cannot be counted are left out."""
    for entry in entries:
        for mark in entry.marks:
            for unit in units_of(mark) or ():
                yield unit, entry
