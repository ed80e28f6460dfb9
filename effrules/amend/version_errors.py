"""The findings about versions and amendments (E2xx, W2xx): which text is the law, what changes it; their sentences live nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from effrules.amend.headings import Heading
from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, near, warning
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Message, phrase
from effrules.words import Text as Words

LISTED = 4
"""So many texts are listed; of more, their number is told."""


def several_versions(folder: str, versions: Iterable[tuple[str, Heading]]) -> Finding:
    """A folder that is named as one version, but holds one in each of several files."""
    told = [
        Note("note", phrase("{file} is {version}", file=file, version=_told(heading)))
        for file, heading in versions
    ]
    help_text = phrase("name the file of one of them; `effrules check` takes the folder")
    message = phrase("`{folder}` holds several versions: which one is meant?", folder=folder)
    return error("E240", message, None, "", *_first(told), way_out=help_text)


def _first(notes: Sequence[Note]) -> tuple[Note, ...]:
    """The first ones of many notes, and how many more there are."""
    more = len(notes) - LISTED
    return (*notes[:LISTED], *((Note("note", phrase("and {more} more", more=more)),) if more > 0 else ()))


def _told(heading: Heading) -> Message:
    made = phrase('version "{version}" of `{name}`', version=heading.version, name=heading.name)
    if heading.draft:
        made = phrase("{told}, a draft", told=made)
    if heading.amends is not None:
        made = phrase('{told}, amends "{version}"', told=made, version=heading.amends)
    return made


def several_bases(place: Span, name: str, version: str, texts: Iterable[str]) -> Finding:
    """Several texts that bear the name of the amended version, and differ."""
    message = phrase(
        'several texts are version "{version}" of `{name}`, which this one amends, and they differ',
        version=version,
        name=name,
    )
    help_text = phrase(
        "take the other texts away, or name the base yourself: BASE --with {file}", file=place.source.name
    )
    listed = (Note("note", phrase("one is {text}", text=text)) for text in texts)
    return error("E213", message, place, "", *listed, way_out=help_text)


def draft_as_base(place: Span, name: str, version: str, texts: Iterable[str]) -> Finding:
    """A version that is no draft amends one that is there as a draft only."""
    message = phrase(
        'version "{version}" of `{name}`, which this one amends, is a draft', version=version, name=name
    )
    help_text = phrase(
        "say `draft` here too, or name the base yourself: BASE --with {file}", file=place.source.name
    )
    listed = (Note("note", phrase("the draft is {text}", text=text)) for text in texts)
    return error("E214", message, place, phrase("a draft is not law"), *listed, way_out=help_text)


def amends_another(heading: ast.Methodology, below: ast.Methodology) -> Finding:
    """An amendment that is laid on a version which it does not amend."""
    laid = phrase(
        'version "{version}" is laid on version "{below}" of `{name}`',
        version=heading.version,
        below=below.version,
        name=below.name.text,
    )
    message = (
        phrase("{laid}, but it amends nothing: it is a text of its own", laid=laid)
        if heading.amends is None
        else phrase(
            '{laid}, but it amends version "{version}" of `{name}`',
            laid=laid,
            version=heading.amends,
            name=heading.name.text,
        )
    )
    help_text = phrase("lay it on what it amends; an amendment without a heading can be laid on any version")
    related = (Related(below.span, phrase("what it is laid on")),)
    return error("E215", message, heading.span, way_out=help_text, related=related)


def laid_under_a_name_that_is_there(heading: ast.Methodology, first: ast.Methodology) -> Finding:
    """An amendment that is laid on top and bears the name of a version below it: what each of the two says could not be told apart."""
    message = phrase(
        'version "{version}" is laid on top of a version "{below}" of `{name}`',
        version=heading.version,
        below=first.version,
        name=first.name.text,
    )
    way = Note("help", phrase("give the amendment a version of its own"))
    related = (Related(first.span, phrase("the one that is there")),)
    return error("E227", message, heading.span, "", way, related=related)


def overlapping(place: Span, version: str, file: str, other: str, other_file: str) -> Finding:
    """Two versions in force on the same day."""
    message = phrase(
        'version "{version}" ({file}) is in force at the same time as version "{other}" ({other_file})',
        version=version,
        file=file,
        other=other,
        other_file=other_file,
    )
    help_text = phrase(
        "let one end before the other begins, or say `draft` in the heading of what is not law"
    )
    return error("E210", message, place, way_out=help_text)


def beside_overlapping(
    place: Span, version: str, same_days: Iterable[tuple[str, str]], same_name: Iterable[str]
) -> Finding:
    """Versions nearby that are in force on the same days as the one that is checked (version and files), or bear its name."""
    days = [
        Note("note", phrase('version "{version}" ({files}) claims the same days', version=other, files=files))
        for other, files in same_days
    ]
    names = [
        Note("note", phrase('another text of version "{version}" is {files}', version=version, files=files))
        for files in same_name
    ]
    message = (
        phrase('version "{version}" has days that others claim too', version=version)
        if days
        else phrase('version "{version}" has a name that others bear too', version=version)
    )
    help_text = phrase("say `draft` in the heading of what is not law")
    return warning("W213", message, place, "", *_first((*names, *days)), way_out=help_text)


def unreadable(name: str, reason: Words) -> Finding:
    """A rule file or folder that cannot be read."""
    return error("E200", phrase("`{name}` cannot be read: {reason}", name=name, reason=reason), None)


def not_utf8(name: str) -> Finding:
    """A rule file in another encoding."""
    return unreadable(name, phrase("it is not UTF-8 text"))


def no_rule_file(name: str) -> Finding:
    """A folder that holds no rules."""
    return unreadable(name, phrase("no .eff file"))


def no_such_file(name: str) -> Finding:
    """An amendment that is named and is not there."""
    return unreadable(name, phrase("there is no such file"))


def no_rules(name: str, known: Iterable[str]) -> Finding:
    """No methodology of that name or path."""
    help_text = phrase(
        "give the path of a rule file or folder, or the name of a version that comes with effrules"
    )
    message = phrase("there are no rules `{name}`", name=name)
    return error("E200", message, None, "", *near(name, known), way_out=help_text)


def no_heading(place: Span) -> Finding:
    """The rule files do not say which methodology and version they are."""
    return error(
        "E201",
        phrase("the rules have no heading"),
        place,
        "",
        Note("help", phrase('begin with `methodology NAME version "..." {{ ... }}`')),
        way_out=phrase(
            "an amendment without a heading is laid on the rules that it changes: RULES --with FILE"
        ),
    )


def second_heading(place: Span, first: Span | None) -> Finding:
    """Two headings in one version."""
    related = (Related(first, phrase("the first one")),)
    return error("E201", phrase("a second heading in one version"), place, "", related=related)


def version_not_found(place: Span, name: str, version: str, known: Iterable[str]) -> Finding:
    """The amended version is not there."""
    message = phrase(
        'version "{version}" of `{name}`, which this one amends, is not there', version=version, name=name
    )
    return error("E202", message, place, "", *near(version, known))


def amends_itself(place: Span, path: str) -> Finding:
    """A chain of amendments that closes."""
    return error("E207", phrase("versions amend each other in a circle: {path}", path=path), place)


def days_without_version(
    place: Span, name: str, first: date, last: date, between: tuple[str, str]
) -> Finding:
    """Days between two versions on which none is in force."""
    message = (
        phrase("no version of {name} is in force on {day}", name=name, day=first)
        if first == last
        else phrase(
            "no version of {name} is in force from {first} to {last}", name=name, first=first, last=last
        )
    )
    help_text = phrase(
        'let "{before}" end later or "{after}" begin earlier, if the orders say so',
        before=between[0],
        after=between[1],
    )
    label = phrase('"{version}" begins only here', version=between[1])
    return warning("W212", message, place, label, way_out=help_text)


def unsound_version(place: Span, message: Message) -> Finding:
    """A version whose name cannot be told from another one by reading."""
    help_text = phrase("write the name as people read it: nobody could tell it from another one")
    return error("E241", message, place.first_line(), way_out=help_text)


def empty_version(place: Span, version: str) -> Finding:
    """A version without a name."""
    return unsound_version(place, phrase('the name of version "{version}" is empty', version=version))


def unseen_in_version(place: Span, version: str, called: Words) -> Finding:
    """A character in the name of a version that nobody sees."""
    message = phrase(
        'the name of version "{version}" holds {character}, which is not seen',
        version=version,
        character=called,
    )
    return unsound_version(place, message)


def blank_around_version(place: Span, version: str) -> Finding:
    """A blank before or behind the name of a version."""
    message = phrase('the name of version "{version}" begins or ends with a blank', version=version)
    return unsound_version(place, message)


def hidden_character(place: Span, called: Words, often: int) -> Finding:
    """A character that makes a text look like what it is not."""
    message = (
        phrase("{character} stands here: the text may look like what it is not", character=called)
        if often == 1
        else phrase(
            "{character} stands here, and {more} more like it: the text may look like what it is not",
            character=called,
            more=often - 1,
        )
    )
    help_text = phrase("take it out; such characters come with text that was copied from elsewhere")
    return error("E242", message, place, way_out=help_text)


def version_twice(place: Span, others: Sequence[Span], name: str, version: str) -> Finding:
    """Texts that call themselves the same version: one finding, however many they are."""
    if len(others) == 1:
        message = phrase('version "{version}" of {name} is here twice', version=version, name=name)
        help_text = phrase(
            "give one of them a version of its own, or take what is not meant out of the folder"
        )
    else:
        message = phrase(
            'version "{version}" of {name} is here {times} times',
            version=version,
            name=name,
            times=len(others) + 1,
        )
        help_text = phrase("give each a version of its own, or take what is not meant out of the folder")
    related = tuple(Related(other, phrase("and this one")) for other in others)
    return error("E211", message, place, phrase("this one"), way_out=help_text, related=related)
