"""The findings about sources, inventories and the places that are cited in them, one small function each."""

from __future__ import annotations

from effrules.diagnostics import Finding, Related
from effrules.diagnostics.making import error, warning
from effrules.model.basis import SourceText
from effrules.model.inventory import Entry, ItemClass
from effrules.model.places import Mark, MarkKind, Numeral, Place
from effrules.source import Span
from effrules.words import phrase


def uncounted(place: Span | None, mark: Mark) -> Finding:
    """A range of an inventory of which nobody can tell what is in it."""
    numbers = mark.numbers
    too_long = numbers is not None and all(
        len(end.parts) == 1 and not end.inserted for end in (numbers.first, numbers.last)
    )
    message = (
        phrase(
            "the range `{range}` is longer than any act: what is in it cannot be ticked off", range=str(mark)
        )
        if too_long
        else phrase(
            "the range `{range}` mixes numbers that are counted in different ways: what is in it cannot be ticked off",
            range=str(mark),
        )
    )
    help_text = phrase("list inserted items by themselves: `48–50, 48-1–48-3`")
    return error("E218", message, place, way_out=help_text)


def no_alternative(place: Span | None, name: str, file: str) -> Finding:
    """An assumption that names a draft which is not there."""
    return error(
        "E832", phrase("there is no alternative `{name}`: no file {file}", name=name, file=file), place,
        way_out=phrase(
            "write the draft there (an amendment without a heading that says how it could be otherwise), or take its name out"
        ),
    )  # fmt: skip


def twice(place: Span | None, first: Span | None, marks: tuple[Mark, ...]) -> Finding:
    """An item in two lines of an inventory, or twice in one."""
    related = (Related(first, phrase("here first")),) if first is not None and first != place else ()
    help_text = phrase("each item is one thing; where its sub-items differ, list these: `6 1)–8)` and `6 9)`")
    message = phrase("the inventory lists {items} twice", items=str(Place(marks)))
    return error("E218", message, place, way_out=help_text, related=related)


def unread_listed(place: Span | None, source: str) -> Finding:
    """An inventory of an act that nobody has read."""
    message = phrase("`{source}` is not at hand, so its items cannot be listed", source=source)
    help_text = phrase("take away `not at hand` once the text is read, or the inventory")
    return error("E218", message, place, way_out=help_text)


def not_at_hand(place: Span | None, source: str) -> Finding:
    """A figure that rests on a text which nobody here has read."""
    message = phrase("`{source}` is not at hand: no figure can rest on it", source=source)
    help_text = phrase(
        "cite the text that the figure was taken from, or say `assumed` with the reason; a reason may name the text that is not at hand"
    )
    return error("E219", message, place, way_out=help_text)


def hyphen(place: Span | None, number: Numeral) -> Finding:
    """One inserted item that looks like a range."""
    (first,), (last,) = number.parts, number.inserted
    message = phrase("`{number}` is one item, inserted behind {before}", number=str(number), before=first)
    help_text = phrase(
        "a range takes an en dash or `to`: `{first}–{last}`; where one item is meant, the inventory of the source lists it with what was inserted before it",
        first=first,
        last=last,
    )
    return warning("W217", message, place, phrase("it looks like a range"), way_out=help_text)


def unknown(place: Span | None, marks: tuple[Mark, ...], source: SourceText) -> Finding:
    """Cited items that the inventory does not know."""
    message = phrase(
        "the inventory of `{source}` does not list {items}", source=source.name, items=str(Place(marks))
    )
    if marks[0].kind not in {mark.kind for entry in source.inventory for mark in entry.marks}:
        message = (
            phrase("{told}; it lists no annexes at all", told=message)
            if marks[0].kind is MarkKind.ANNEX
            else phrase("{told}; it lists no items at all", told=message)
        )
    help_text = phrase("correct the number, or list it in `source {source}`", source=source.name)
    return warning("W218", message, place, way_out=help_text)


def against(place: Span | None, cited: tuple[Mark, ...], entry: Entry, source: str) -> Finding:
    """A cited item that the inventory says to be repealed or not expressed."""
    items = str(Place(cited))
    message = (
        phrase(
            "{items} of `{source}` is cited, and by the inventory it is repealed", items=items, source=source
        )
        if entry.item_class is ItemClass.REPEALED
        else phrase(
            "{items} of `{source}` is cited, and by the inventory it is not expressed",
            items=items,
            source=source,
        )
    )
    related = () if entry.span is None else (Related(entry.span, phrase("said here")),)
    help_text = phrase("cite the item that holds now, or correct the inventory")
    return warning("W219", message, place, way_out=help_text, related=related)
