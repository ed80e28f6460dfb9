"""The findings about sources, inventories and the places that are cited, one small function each."""

from __future__ import annotations

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, warning
from effrules.model.basis import SourceText
from effrules.model.inventory import Entry, ItemClass
from effrules.model.places import Mark, MarkKind, Numeral, Place
from effrules.source import Span


def uncounted(place: Span | None, mark: Mark) -> Finding:
    """A range of an inventory of which nobody can tell what is in it."""
    numbers = mark.numbers
    too_long = numbers is not None and all(
        len(end.parts) == 1 and not end.inserted for end in (numbers.first, numbers.last)
    )
    why = "is longer than any act" if too_long else "mixes numbers that are counted in different ways"
    return error(
        "E218", f"the range `{mark}` {why}: what is in it cannot be ticked off", place, "",
        Note("help", "list inserted items by themselves: `48–50, 48-1–48-3`"),
    )  # fmt: skip


def twice(place: Span | None, first: Span | None, marks: tuple[Mark, ...]) -> Finding:
    """An item in two lines of an inventory, or twice in one."""
    related = (Related(first, "here first"),) if first is not None and first != place else ()
    return error(
        "E218", f"the inventory lists {Place(marks)} twice", place, "",
        Note("help", "each item is one thing; where its sub-items differ, list these: `6 1)–8)` and `6 9)`"), related=related,
    )  # fmt: skip


def unread_listed(place: Span | None, source: str) -> Finding:
    """An inventory of an act that nobody has read."""
    return error(
        "E218", f"`{source}` is not at hand, so its items cannot be listed", place, "",
        Note("help", "take away `not at hand` once the text is read, or the inventory"),
    )  # fmt: skip


def not_at_hand(place: Span | None, source: str) -> Finding:
    """A figure that rests on a text which nobody here has read."""
    return error(
        "E219", f"`{source}` is not at hand: no figure can rest on it", place, "",
        Note("help", "cite the text that the figure was taken from, or say `assumed` with the reason; a reason may name the text that is not at hand"),
    )  # fmt: skip


def hyphen(place: Span | None, number: Numeral) -> Finding:
    """One inserted item that looks like a range."""
    (first,), (last,) = number.parts, number.inserted
    return warning(
        "W217", f"`{number}` is one item, inserted behind {first}", place, "it looks like a range",
        Note("help", f"a range takes an en dash or `to`: `{first}–{last}`; where one item is meant, the inventory of the source lists it with what was inserted before it"),
    )  # fmt: skip


def unknown(place: Span | None, marks: tuple[Mark, ...], source: SourceText) -> Finding:
    """Cited items that the inventory does not know."""
    listed = {mark.kind for entry in source.inventory for mark in entry.marks}
    word = "annexes" if marks[0].kind is MarkKind.ANNEX else "items"
    none = "" if marks[0].kind in listed else f"; it lists no {word} at all"
    return warning(
        "W218", f"the inventory of `{source.name}` does not list {Place(marks)}{none}", place, "",
        Note("help", f"correct the number, or list it in `source {source.name}`"),
    )  # fmt: skip


def against(place: Span | None, cited: tuple[Mark, ...], entry: Entry, source: str) -> Finding:
    """A cited item that the inventory says to be repealed or not expressed."""
    said = "repealed" if entry.item_class is ItemClass.REPEALED else "not expressed"
    related = () if entry.span is None else (Related(entry.span, "said here"),)
    return warning(
        "W219", f"{Place(cited)} of `{source}` is cited, and by the inventory it is {said}", place, "",
        Note("help", "cite the item that holds now, or correct the inventory"), related=related,
    )  # fmt: skip
