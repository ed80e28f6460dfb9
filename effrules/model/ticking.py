"""An act ticked off against the rules: which of its items which clauses express, and which none does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import frozen

from effrules.model.basis import SourceText
from effrules.model.inventory import Entry, ItemClass, Unit, covers, listed_units, marks_from, units_of
from effrules.model.places import DetailKind, Mark, MarkKind
from effrules.model.program import Program
from effrules.model.uses import Use, uses_of


@frozen
class Line:
    """Items of an act that are alike: what the inventory says they are, and every citation of them.

    ``entry`` is ``None`` for what is cited and not listed.
    """

    units: tuple[Unit, ...]
    entry: Entry | None
    uses: tuple[Use, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The items as people cite them."""
        return marks_from(self.units)

    @property
    def is_gap(self) -> bool:
        """Whether the items decide scores, and no clause cites them, be it as what says otherwise."""
        return self.entry is not None and self.entry.item_class is ItemClass.SCORES and not self.uses

    @property
    def says_otherwise(self) -> bool:
        """Whether clauses name the items only as places where the act says otherwise."""
        return bool(self.uses) and all(use.otherwise is not None for use in self.uses)


@frozen
class Act:
    """A source with its items in the order of the act; ``loose`` are citations of it that name no item."""

    source: SourceText
    lines: tuple[Line, ...]
    loose: tuple[Use, ...]

    @property
    def has_inventory(self) -> bool:
        """Whether the rules list what the act holds: without that nobody can tell what is left out."""
        return bool(self.source.inventory)

    @property
    def gaps(self) -> tuple[Unit, ...]:
        """The items that decide scores and that no clause cites."""
        return tuple(unit for line in self.lines if line.is_gap for unit in line.units)

    @property
    def unlisted(self) -> tuple[Unit, ...]:
        """The items that are cited and that the inventory does not list; none where there is no inventory."""
        if not self.has_inventory:
            return ()
        return tuple(unit for line in self.lines if line.entry is None for unit in line.units)

    @property
    def of_class(self) -> Counter[ItemClass]:
        """How many items of each class there are."""
        made: Counter[ItemClass] = Counter()
        for line in self.lines:
            if line.entry is not None:
                made[line.entry.item_class] += len(line.units)
        return made

    @property
    def is_ticked_off(self) -> bool:
        """Whether nothing is left out and nothing cited that is not there."""
        return not self.gaps and not self.unlisted


def acts_of(program: Program) -> tuple[Act, ...]:
    """Every source of a program, ticked off against all its clauses, in the order of the text."""
    uses = sorted(uses_of(program), key=_in_text_order)
    return tuple(
        act_of(source, [use for use in uses if use.citation.source == source.name])
        for source in program.sources
    )


def _in_text_order(use: Use) -> tuple[str, int]:
    return ("", 0) if use.place is None else (use.place.source.name, use.place.start)


def act_of(source: SourceText, uses: Sequence[Use]) -> Act:
    """A source, ticked off against citations of it."""
    loose = tuple(use for use in uses if not use.citation.place.marks)
    listed = list(listed_units(source.inventory))
    found: list[tuple[Unit, Entry | None]] = [*listed]
    cited = dict.fromkeys(unit for use in uses for mark in use.citation.place.marks for unit in ends_of(mark))
    found.extend((unit, None) for unit in cited if not any(covers(unit.mark, known) for known, _ in listed))
    found.sort(key=lambda one: in_act_order(one[0]))
    return Act(source, tuple(_lines(found, uses)), loose)


def ends_of(mark: Mark) -> tuple[Unit, ...]:
    """The units of a mark; of a range that nobody can count its two ends."""
    units = units_of(mark)
    if units is not None:
        return units
    ends = (None,) if mark.numbers is None else (mark.numbers.first, mark.numbers.last)
    return tuple(Unit(mark.kind, mark.enacting, end) for end in ends)


def in_act_order(unit: Unit) -> tuple[object, ...]:
    """A key that sorts units as an act has them: the enacting act first, items before annexes."""
    number = () if unit.number is None else (unit.number.parts, unit.number.inserted)
    point = () if unit.point is None else (unit.point.parts, unit.point.inserted)
    inside = tuple((list(DetailKind).index(kind), at.parts, at.inserted) for kind, at in unit.inside)
    return (not unit.enacting, list(MarkKind).index(unit.kind), number, point, inside)


def _lines(found: Iterable[tuple[Unit, Entry | None]], uses: Sequence[Use]) -> Iterable[Line]:
    """Neighbours that are of one line of the inventory and cited by the same clauses, together."""
    units: list[Unit] = []
    about: tuple[Entry | None, tuple[Use, ...]] | None = None
    for unit, entry in found:
        own = tuple(use for use in uses if any(covers(mark, unit) for mark in use.citation.place.marks))
        same = about is not None and about[0] is entry and _same(about[1], own)
        if about is not None and not (
            same and (units[-1].kind, units[-1].enacting) == (unit.kind, unit.enacting)
        ):
            yield Line(tuple(units), *about)
            units = []
        units.append(unit)
        about = (entry, own)
    if about is not None:
        yield Line(tuple(units), *about)


def _same(ours: tuple[Use, ...], theirs: tuple[Use, ...]) -> bool:
    return len(ours) == len(theirs) and all(one is other for one, other in zip(ours, theirs, strict=True))
