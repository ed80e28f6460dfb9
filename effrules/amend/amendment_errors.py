"""The findings about what amendments say: what they change is not there, gives no reason, or is there already."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, near, warning
from effrules.model.basis import Assumption
from effrules.model.things import ThingKind
from effrules.source import Span
from effrules.words import Message, given, phrase, several, template
from effrules.words import Text as Words

THE_SUBJECT = phrase("the subject")
FIGURES_FOR = template("the figures for {key}")
FIELD_OF = template("`{field}` of `{table}`")
HIDING_NAME = template("`{name}`, a new name that hides another,")
"""What can be there already."""

CALLED = {
    ThingKind.SUBJECT: template("cannot {verb} {what}: it is a subject"),
    ThingKind.FORM: template("cannot {verb} {what}: it is a form"),
    ThingKind.TABLE: template("cannot {verb} {what}: it is a table"),
}
"""What a thing is that an amendment calls otherwise."""


def already_there(place: Span, what: Words, first: Span | None) -> Finding:
    """A name declared twice."""
    return error(
        "E204",
        phrase("{what} is declared twice", what=what),
        place,
        way_out=phrase("take one away; in an amendment say `replace`"),
        related=(Related(first, phrase("the first one")),) if first else (),
    )


def nothing_to_amend(
    place: Span,
    verb: str,
    what: str,
    known: Iterable[str] = (),
    dropped_in: str | None = None,
    called: tuple[ThingKind, str] | None = None,
) -> Finding:
    """An amendment of something that does not exist; ``called``: it does, and is called so."""
    if called:
        kind, name = called
        said = f"rename {kind} ... was {name}" if verb == "rename" else f"{verb} {kind} {name}"
        help_text = phrase("say `{wanted}`", wanted=said)
        return error("E203", CALLED[kind].of(verb=verb, what=what), place, "", Note("help", help_text))
    notes = (
        (Note("note", phrase('it was dropped by version "{version}"', version=dropped_in)),)
        if dropped_in
        else near(what.rsplit(" ", maxsplit=1)[-1], known)
    )
    message = phrase("cannot {verb} {what}: there is none", verb=verb, what=what)
    return error("E203", message, place, "", *notes)


def say_add_or_replace(place: Span, what: Words) -> Finding:
    """In an amendment a declaration must say what it does."""
    help_text = phrase("say `add` or `replace` before it: an amendment tells what it does")
    return error(
        "E205", phrase("{what} stands in an amendment without a verb", what=what), place, way_out=help_text
    )


def amendment_in_standing(place: Span, verb: str) -> Finding:
    """``drop``, ``change`` ... in a version that amends nothing."""
    message = phrase("`{verb}` in a version that amends nothing", verb=verb)
    return error("E206", message, place, way_out=phrase('say `amends "..."` in the heading'))


def no_reason(place: Span, verb: str) -> Finding:
    """An amendment without a reason and a citation."""
    message = phrase("`{verb}` gives no reason", verb=verb)
    return warning("W208", message, place, way_out=phrase("add `because` and `cite`"))


def no_words_of_reason(place: Span, verb: str) -> Finding:
    """An amendment that says what it rests on, and not why it is made."""
    message = phrase("`{verb}` names a source, but gives no reason", verb=verb)
    return warning("W208", message, place, way_out=phrase("add `because` before it"))


def node_in_change(place: Span, kind: str) -> Finding:
    """A block, direction or criterion inside a change of another."""
    return _not_for_change(place, phrase("`change` cannot put a {kind} in", kind=kind))


def cannot_change(place: Span, kind: str) -> Finding:
    """Something that is replaced as a whole."""
    return _not_for_change(place, phrase("`change` cannot change a {kind}", kind=kind))


def _not_for_change(place: Span, message: Message) -> Finding:
    return error("E209", message, place, way_out=phrase("use `add` or `replace`"))


def still_named(
    place: Span | None, what: Words, version: str, amendments: Iterable[str], related: tuple[Related, ...]
) -> Finding:
    """A thing that a version drops and that is named all the same: ``related`` are the places, ``amendments`` what takes them out."""
    message = phrase('version "{version}" drops {what}, and it is still named', what=what, version=version)
    written = several(f"`{amendment}`" for amendment in amendments)
    way_out = phrase("say beside it what becomes of each: {amendments}", amendments=written)
    return error("E228", message, place, way_out=way_out, related=related)


def left_standing(
    place: Span | None, what: Words, version: str, figures: Words, assumption: Assumption
) -> Finding:
    """An assumption of an older version that an amendment of the same declaration left standing; ``figures``: of which, "" for all."""
    return warning(
        "W214",
        phrase(
            'what version "{version}" assumes of {what} still stands for {figures}',
            version=version,
            what=what,
            figures=figures,
        )
        if figures
        else phrase('what version "{version}" assumes of {what} still stands', version=version, what=what),
        place,
        "",
        Note("note", phrase("it says: {reason}", reason=given(dict(assumption.reason.texts)))),
        way_out=phrase(
            "if that is no longer so, write these anew too, or state the basis of all that stands: `change ... {{ cite SOURCE }}` with nothing else in it"
        ),
        related=(Related(assumption.span, phrase("the older assumption")),),
    )
