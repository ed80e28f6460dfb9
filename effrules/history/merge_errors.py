"""The findings of a merge of two drafts, one small function each; their sentences live nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error
from effrules.source import Span
from effrules.words import Message, phrase
from effrules.words import Text as Words


def not_of_base(place: Span, version: str, amends: str, base: str) -> Finding:
    """A draft that amends another version than the one that the merge is about."""
    message = phrase(
        'version "{version}" amends "{amended}", not "{base}"', version=version, amended=amends, base=base
    )
    help_text = phrase("both drafts must amend the base, or be whole texts of the same methodology")
    return error("E250", message, place, "", Note("help", help_text))


def contained(place: Span, version: str, within: str, other: Span) -> Finding:
    """A draft that amends the other draft."""
    message = phrase(
        'version "{version}" amends "{amended}" and contains its edits already',
        version=version,
        amended=within,
    )
    help_text = phrase('there is nothing to merge: "{version}" is both', version=version)
    related = (Related(other, phrase('this is "{version}"', version=within)),)
    return error("E216", message, place, "", Note("help", help_text), related=related)


def other_methodology(place: Span, name: str, base: str) -> Finding:
    """A draft of another methodology."""
    message = phrase("this is the methodology `{name}`, but the base is `{base}`", name=name, base=base)
    return error("E250", message, place, "")


def nothing_amended(name: str) -> Finding:
    """A base that is no version by itself."""
    return error("E250", phrase("`{name}` cannot be the base: it has no heading", name=name), None, "")


def _so_says(version: str) -> Message:
    return phrase('so says "{version}"', version=version)


def changed_differently(
    place: Span, other: Span, versions: tuple[str, str], clause: Words, was: str
) -> Finding:
    """Both drafts change one clause, each in its own way."""
    help_text = phrase("agree on one text, or leave the clause to one of the drafts")
    return error(
        "E251",
        phrase("both drafts change {clause}", clause=clause),
        place,
        _so_says(versions[0]),
        *((Note("was", was),) if was else ()),
        Note("help", help_text),
        related=(Related(other, _so_says(versions[1])),),
    )


def dropped_and_changed(
    place: Span, other: Span, versions: tuple[str, str], what: Words, clause: Words
) -> Finding:
    """One draft drops what the other one changes."""
    message = phrase("one draft drops {what}, the other one changes {clause}", what=what, clause=clause)
    label = phrase('"{version}" changes {clause}', version=versions[1], clause=clause)
    return _lost(place, other, versions[0], message, label)


def dropped_and_filled(
    place: Span, other: Span, versions: tuple[str, str], what: Words, inside: Words
) -> Finding:
    """One draft drops what the other one puts something in."""
    message = phrase("one draft drops {what}, the other one puts {inside} in it", what=what, inside=inside)
    label = phrase('"{version}" puts {inside} in it', version=versions[1], inside=inside)
    return _lost(place, other, versions[0], message, label)


def _lost(place: Span, other: Span, dropping: str, message: Message, label: Message) -> Finding:
    return error(
        "E252",
        message,
        place,
        phrase('"{version}" drops it', version=dropping),
        Note("help", phrase("take the drop or the change out of its draft")),
        related=(Related(other, label),),
    )


def added_differently(place: Span, other: Span, versions: tuple[str, str], what: Words) -> Finding:
    """Both drafts bring in something of one name."""
    return error(
        "E253",
        phrase("both drafts bring in {what}, and not the same", what=what),
        place,
        _so_says(versions[0]),
        Note("help", phrase("agree on one text, or give one of them another name")),
        related=(Related(other, _so_says(versions[1])),),
    )


def would_circle(place: Span, other: Span, path: Sequence[str]) -> Finding:
    """Each draft moves a node into the other's."""
    message = phrase("together the drafts put a node inside itself: {path}", path=" -> ".join(path))
    return error("E254", message, place, "", related=(Related(other, phrase("and this")),))
