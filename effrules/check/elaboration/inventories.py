"""The inventories of acts against themselves and against what the rules cite: E218, E219, W217 to W219."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from effrules.check.errors import source_errors
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.basis import SourceText
from effrules.model.inventory import Entry, ItemClass, Unit, covers, listed_units, marks_from, meet, units_of
from effrules.model.places import Mark, Numeral, Stretch
from effrules.model.ticking import ends_of
from effrules.model.uses import Use, uses_of
from effrules.source import Span

AGAINST_CITING = (ItemClass.REPEALED, ItemClass.UNEXPRESSED)
"""What no clause can follow."""


def inventories(program: p.Program) -> Iterator[Finding]:
    """Everything that is wrong or doubtful about the sources and the places that are cited in them."""
    for source in program.sources:
        yield from _inventory(source)
    sources = {source.name: source for source in program.sources}
    listed = {source.name: _by_item(source.inventory) for source in program.sources}
    for use in uses_of(program):
        cited = sources.get(use.citation.source)
        if cited is not None:
            yield from _cited(use, cited, listed[cited.name])


Listed = dict[object, list[tuple[Unit, Entry]]]
"""The units of an inventory with their lines, by their items."""


def _by_item(inventory: Iterable[Entry]) -> Listed:
    listed: Listed = {}
    for unit, entry in listed_units(inventory):
        listed.setdefault(unit.item, []).append((unit, entry))
    return listed


def _lines_of(unit: Unit, listed: Listed) -> list[Entry]:
    """The lines of an inventory that a cited unit is in."""
    mark = unit.mark
    return [entry for known, entry in listed.get(unit.item, ()) if covers(mark, known)]


def _inventory(source: SourceText) -> Iterator[Finding]:
    if source.not_at_hand is not None and source.inventory:
        yield source_errors.unread_listed(source.inventory[0].span, source.name)
    numbers = {unit.point or unit.number for unit, _ in listed_units(source.inventory)}
    for entry in source.inventory:
        for mark in entry.marks:
            for number in _hyphened(mark):
                if _before(number) not in numbers:
                    yield source_errors.hyphen(entry.span, number)
            if units_of(mark) is None:
                yield source_errors.uncounted(entry.span, mark)
    known: Listed = {}
    twice: dict[tuple[int, int], tuple[Entry, Entry, list[Unit]]] = {}
    for unit, entry in listed_units(source.inventory):
        before = known.setdefault(unit.item, [])
        lines = {id(line): line for other, line in before if meet(unit, other)}
        for line in lines.values():
            twice.setdefault((id(line), id(entry)), (line, entry, []))[2].append(unit)
        before.append((unit, entry))
    for line, entry, units in twice.values():
        yield source_errors.twice(entry.span, line.span, marks_from(units))


def _cited(use: Use, source: SourceText, listed: Listed) -> Iterator[Finding]:
    place = use.place
    if source.not_at_hand is not None:
        if use.is_basis:
            yield source_errors.not_at_hand(place, source.name)
        return
    for mark in use.citation.place.marks:
        if not listed:
            yield from (source_errors.hyphen(place, number) for number in _hyphened(mark))
            continue
        unknown = [unit for unit in ends_of(mark) if not _lines_of(unit, listed)]
        if unknown:
            yield source_errors.unknown(place, marks_from(unknown), source)
        if use.is_basis:  # why an amendment drops or changes something may well be that an item was repealed
            yield from _against(mark, listed, place, source.name)


def _against(mark: Mark, listed: Listed, place: Span | None, source: str) -> Iterator[Finding]:
    """What a mark cites and no clause can follow, line by line of the inventory."""
    units: dict[int, list[Unit]] = {}
    lines: dict[int, Entry] = {}
    for unit in ends_of(mark):
        own = _lines_of(unit, listed)
        if own and all(entry.item_class in AGAINST_CITING for entry in own):
            units.setdefault(id(own[0]), []).append(unit)
            lines[id(own[0])] = own[0]
    for key, some in units.items():
        yield source_errors.against(place, marks_from(some), lines[key], source)


def _hyphened(mark: Mark) -> Iterator[Numeral]:
    """Numbers that look like a range with a hyphen."""
    stretches: Iterable[Stretch] = () if mark.numbers is None else (mark.numbers,)
    for stretch in (*stretches, *mark.points):
        yield from (end for end in {stretch.first, stretch.last} if end.looks_like_a_range)


def _before(number: Numeral) -> Numeral:
    """The number before an inserted one: ``2-2`` of ``2-3``, and nothing that is counted of ``2-1``."""
    return evolve(number, inserted=(number.inserted[0] - 1,))
