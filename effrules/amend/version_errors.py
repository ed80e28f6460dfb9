"""The findings about versions and amendments (E2xx, W2xx): which text is the law, what changes it; their sentences live nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from effrules.amend.headings import Heading
from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, near, warning
from effrules.model.basis import Assumption
from effrules.source import Span
from effrules.syntax import tree as ast

LISTED = 4
"""So many texts are listed; of more, their number is told."""


def _name_it(place: Span, before: str = "") -> Note:
    return Note("help", f"{before}name the base yourself: BASE --with {place.source.name}")


def several_versions(folder: str, versions: Iterable[tuple[str, Heading]]) -> Finding:
    """A folder that is named as one version, but holds one in each of several files."""
    told = [Note("note", f"{file} is {_told(heading)}") for file, heading in versions]
    more = (Note("note", f"and {len(told) - LISTED} more"),) if len(told) > LISTED else ()
    return error(
        "E240", f"`{folder}` holds several versions: which one is meant?", None, "",
        *told[:LISTED], *more, Note("help", "name the file of one of them; `effrules check` takes the folder"),
    )  # fmt: skip


def _told(heading: Heading) -> str:
    draft = ", a draft" if heading.draft else ""
    amends = "" if heading.amends is None else f', amends "{heading.amends}"'
    return f'version "{heading.version}" of `{heading.name}`{draft}{amends}'


def several_bases(place: Span, name: str, version: str, texts: Iterable[str]) -> Finding:
    """Several texts that bear the name of the amended version, and differ."""
    listed = tuple(Note("note", f"one is {text}") for text in texts)
    return error(
        "E213", f'several texts are version "{version}" of `{name}`, which this one amends, and they differ', place, "",
        *listed, _name_it(place, "take the other texts away, or "),
    )  # fmt: skip


def draft_as_base(place: Span, name: str, version: str, texts: Iterable[str]) -> Finding:
    """A version that is no draft amends one that is there as a draft only."""
    listed = tuple(Note("note", f"the draft is {text}") for text in texts)
    return error(
        "E214", f'version "{version}" of `{name}`, which this one amends, is a draft', place, "a draft is not law",
        *listed, _name_it(place, "say `draft` here too, or "),
    )  # fmt: skip


def amends_another(heading: ast.Methodology, below: ast.Methodology) -> Finding:
    """An amendment that is laid on a version which it does not amend."""
    says = (
        "amends nothing: it is a text of its own"
        if heading.amends is None
        else f'amends version "{heading.amends}" of `{heading.name.text}`'
    )
    return error(
        "E215", f'version "{heading.version}" is laid on version "{below.version}" of `{below.name.text}`, but it {says}',
        heading.span, "",
        Note("help", "lay it on what it amends; an amendment without a heading can be laid on any version"),
        related=(Related(below.span, "what it is laid on"),),
    )  # fmt: skip


def laid_under_a_name_that_is_there(heading: ast.Methodology, first: ast.Methodology) -> Finding:
    """An amendment that is laid on top and bears the name of a version below it: what each of the two says could not be told apart."""
    return error(
        "E227", f'version "{heading.version}" is laid on top of a version "{first.version}" of `{first.name.text}`', heading.span, "",
        Note("help", "give the amendment a version of its own"),
        related=(Related(first.span, "the one that is there"),),
    )  # fmt: skip


def overlapping(place: Span, version: str, file: str, other: str, other_file: str) -> Finding:
    """Two versions in force on the same day."""
    return error(
        "E210", f'version "{version}" ({file}) is in force at the same time as version "{other}" ({other_file})', place, "",
        Note("help", "let one end before the other begins, or say `draft` in the heading of what is not law"),
    )  # fmt: skip


def beside_overlapping(
    place: Span, version: str, same_days: Iterable[tuple[str, str]], same_name: Iterable[str]
) -> Finding:
    """Versions nearby that are in force on the same days as the one that is checked (version and files), or bear its name."""
    days = [Note("note", f'version "{other}" ({files}) claims the same days') for other, files in same_days]
    names = [Note("note", f'another text of version "{version}" is {files}') for files in same_name]
    notes = (*names, *days)
    more = (Note("note", f"and {len(notes) - LISTED} more"),) if len(notes) > LISTED else ()
    what = "days that others claim too" if days else "a name that others bear too"
    return warning(
        "W213", f'version "{version}" has {what}', place, "",
        *notes[:LISTED], *more, Note("help", "say `draft` in the heading of what is not law"),
    )  # fmt: skip


def left_standing(
    place: Span | None, what: str, version: str, figures: str, assumption: Assumption
) -> Finding:
    """An assumption of an older version that an amendment of the same declaration left standing."""
    of = f" for {figures}" if figures else ""
    return warning(
        "W214", f'what version "{version}" assumes of {what} still stands{of}', place, "",
        Note("note", f"it says: {assumption.reason.get('en') or ''}"),
        Note("help", "if that is no longer so, write these anew too, or state the basis of all that stands: "
             "`change ... { cite SOURCE }` with nothing else in it"),
        related=(Related(assumption.span, "the older assumption"),),
    )  # fmt: skip


def unreadable(name: str, reason: str) -> Finding:
    """A rule file or folder that cannot be read."""
    return error("E200", f"`{name}` cannot be read: {reason}", None)


def no_rules(name: str, known: Iterable[str]) -> Finding:
    """No methodology of that name or path."""
    help_text = "give the path of a rule file or folder, or the name of a version that comes with effrules"
    return error(
        "E200", f"there are no rules `{name}`", None, "", *near(name, known), Note("help", help_text)
    )


def no_heading(place: Span) -> Finding:
    """The rule files do not say which methodology and version they are."""
    return error(
        "E201",
        "the rules have no heading",
        place,
        "",
        Note("help", 'begin with `methodology NAME version "..." { ... }`'),
        Note(
            "help", "an amendment without a heading is laid on the rules that it changes: RULES --with FILE"
        ),
    )


def second_heading(place: Span, first: Span | None) -> Finding:
    """Two headings in one version."""
    return error(
        "E201", "a second heading in one version", place, "", related=(Related(first, "the first one"),)
    )


def version_not_found(place: Span, name: str, version: str, known: Iterable[str]) -> Finding:
    """The amended version is not there."""
    return error(
        "E202",
        f'version "{version}" of `{name}`, which this one amends, is not there',
        place,
        "",
        *near(version, known),
    )


def nothing_to_amend(
    place: Span, verb: str, what: str, known: Iterable[str], dropped_in: str | None, called: str = ""
) -> Finding:
    """An amendment of something that does not exist; ``called``: it does, and is called so."""
    if called:
        kind, _, name = called.partition(" ")
        said = f"rename {kind} ... was {name}" if verb == "rename" else f"{verb} {called}"
        return error(
            "E203", f"cannot {verb} {what}: it is a {kind}", place, "", Note("help", f"say `{said}`")
        )
    notes = (
        (Note("note", f'it was dropped by version "{dropped_in}"'),)
        if dropped_in
        else near(what.rsplit(" ", maxsplit=1)[-1], known)
    )
    return error("E203", f"cannot {verb} {what}: there is none", place, "", *notes)


def already_there(place: Span, what: str, first: Span | None) -> Finding:
    """A name declared twice."""
    return error(
        "E204",
        f"{what} is declared twice",
        place,
        "",
        Note("help", "take one away; in an amendment say `replace`"),
        related=(Related(first, "the first one"),) if first else (),
    )


def say_add_or_replace(place: Span, what: str) -> Finding:
    """In an amendment a declaration must say what it does."""
    return error(
        "E205",
        f"{what} stands in an amendment without a verb",
        place,
        "",
        Note("help", "say `add` or `replace` before it: an amendment tells what it does"),
    )


def amendment_in_standing(place: Span, verb: str) -> Finding:
    """``drop``, ``change`` ... in a version that amends nothing."""
    return error(
        "E206",
        f"`{verb}` in a version that amends nothing",
        place,
        "",
        Note("help", 'say `amends "..."` in the heading'),
    )


def amends_itself(place: Span, path: str) -> Finding:
    """A chain of amendments that closes."""
    return error("E207", f"versions amend each other in a circle: {path}", place)


def no_reason(place: Span, what: str) -> Finding:
    """An amendment without a reason and a citation."""
    return warning("W208", f"{what} gives no reason", place, "", Note("help", "add `because` and `cite`"))


def no_words_of_reason(place: Span, what: str) -> Finding:
    """An amendment that says what it rests on, and not why it is made."""
    return warning(
        "W208",
        f"{what} names a source, but gives no reason",
        place,
        "",
        Note("help", "add `because` before it"),
    )


def not_for_change(place: Span, what: str) -> Finding:
    """A clause that ``change`` cannot carry."""
    return error("E209", f"`change` cannot {what}", place, "", Note("help", "use `add` or `replace`"))


def days_without_version(
    place: Span, name: str, first: date, last: date, between: tuple[str, str]
) -> Finding:
    """Days between two versions on which none is in force."""
    days = f"on {first.isoformat()}" if first == last else f"from {first.isoformat()} to {last.isoformat()}"
    return warning(
        "W212", f"no version of {name} is in force {days}", place, f'"{between[1]}" begins only here',
        Note("help", f'let "{between[0]}" end later or "{between[1]}" begin earlier, if the orders say so'),
    )  # fmt: skip


def unsound_version(place: Span, version: str, why: str) -> Finding:
    """A version whose name cannot be told from another one by reading."""
    help_text = "write the name as people read it: nobody could tell it from another one"
    return error(
        "E241", f'the name of version "{version}" {why}', place.first_line(), "", Note("help", help_text)
    )


def hidden_character(place: Span, called: str, often: int) -> Finding:
    """A character that makes a text look like what it is not."""
    times = "" if often == 1 else f", and {often - 1} more like it"
    return error(
        "E242", f"{called} stands here{times}: the text may look like what it is not", place, "",
        Note("help", "take it out; such characters come with text that was copied from elsewhere"),
    )  # fmt: skip


def version_twice(place: Span, others: Sequence[Span], name: str, version: str) -> Finding:
    """Texts that call themselves the same version: one finding, however many they are."""
    often = "twice" if len(others) == 1 else f"{len(others) + 1} times"
    all_but_one = "one of them a version of its own" if len(others) == 1 else "each a version of its own"
    return error(
        "E211", f'version "{version}" of {name} is here {often}', place, "this one",
        Note("help", f"give {all_but_one}, or take what is not meant out of the folder"),
        related=tuple(Related(other, "and this one") for other in others),
    )  # fmt: skip
