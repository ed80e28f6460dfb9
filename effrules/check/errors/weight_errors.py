"""The findings about weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq

from effrules.check.errors.value_words import percent
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error, near, warning
from effrules.source import Span
from effrules.words import Message, Number, phrase, several
from effrules.words import Text as Words

EVERY_SUBJECT = phrase("every subject")


def subjects_where(condition: str) -> Message:
    """For whom a clause is, by its condition."""
    return phrase("where {condition}", condition=condition)


def of_subject_where(subject: str, condition: str) -> Message:
    """For whom a clause is, by its subject and condition."""
    return phrase("{subject} where {condition}", subject=subject, condition=condition)


def of_kind(whom: Words, kind: str) -> Message:
    """Those of a clause that are of one kind."""
    return phrase("{whom}, {kind}", whom=whom, kind=kind)


def kept(part: str, share: fmpq, version: str) -> Message:
    """A weight that an amendment does not write, and whose it is."""
    return phrase(
        "`{part}` keeps {share} from version {version}", part=part, share=percent(share), version=version
    )


def added(shares: Sequence[fmpq]) -> Number:
    """Weights, each in percent, as a sum."""
    return Number(" + ".join(str(percent(share)) for share in shares))


def weights_do_not_add_up(
    place: Span, node: str, total: fmpq, sum_text: Number, for_whom: Words, kept: Iterable[Words] = ()
) -> Finding:
    """Weights that do not make 100 %; ``kept`` are those that an amendment does not write, and whose they are."""
    away = 1 - total
    help_text = (
        phrase(
            "{rest} is missing; the weights of the parts of a node must make 100% exactly", rest=percent(away)
        )
        if away > 0
        else phrase(
            "{rest} is too much; the weights of the parts of a node must make 100% exactly",
            rest=percent(-away),
        )
    )
    message = phrase("the weights of `{node}` add up to {sum}, not 100%", node=node, sum=percent(total))
    notes = (Note("for", for_whom), *(Note("note", one) for one in kept), Note("help", help_text))
    return error("E305", message, place, phrase("{sum}", sum=sum_text), *notes)


def part_without_weight(place: Span, node: str, parts: Iterable[str], for_whom: Words) -> Finding:
    """Parts that a weights clause forgets."""
    names = several(f"`{part}`" for part in parts)
    return error(
        "E306",
        phrase("the parts of `{node}` have no weight: {names}", node=node, names=names),
        place,
        "",
        Note("for", for_whom),
        way_out=phrase("give each a weight, or say `equal`"),
    )


def weight_of_dropped(place: Span, name: str, version: str) -> Finding:
    """A weight for something that an amendment dropped."""
    return error(
        "E306",
        phrase(
            '`{name}` still has a weight, although version "{version}" dropped it', name=name, version=version
        ),
        place,
        way_out=phrase('say `change weights` or `replace weights` in version "{version}"', version=version),
    )


def not_a_part(place: Span, name: str, node: str, known: Iterable[str]) -> Finding:
    """A weight for something that is not a part."""
    message = phrase("`{name}` is not a part of `{node}`", name=name, node=node)
    return error("E306", message, place, "", *near(name, known))


def redistribution_not_stated(place: Span, node: str, part: str) -> Finding:
    """A part may be not applicable, and the rules do not say what becomes of its weight."""
    message = phrase(
        "`{part}` may be not applicable, and nothing says what becomes of its weight in `{node}`",
        part=part,
        node=node,
    )
    help_text = phrase(
        "say `when not applicable: share out in proportion` (or `share out equally`, `count as zero`, `count as full`) in the weights"
    )
    return error("E317", message, place, way_out=help_text)


def weights_cover(place: Span, who: str, times: int) -> Finding:
    """A kind of subject without weights, or with two sets; ``who``: which, "" where there is one kind only."""
    if times:
        message = (
            phrase("more than one set of weights is given for a subject with {who}", who=who)
            if who
            else phrase("more than one set of weights is given for a subject with any values")
        )
    else:
        message = (
            phrase("no weights are given for a subject with {who}", who=who)
            if who
            else phrase("no weights are given for a subject with any values")
        )
    help_text = phrase(
        "each kind of subject needs exactly one `weights` clause: check what stands behind `where`"
    )
    return error("E318", message, place, way_out=help_text)


def part_of_others(place: Span, part: str, node: str, who: str, for_whom: Words) -> Finding:
    """Weights that name a part which some of their subjects do not have."""
    message = phrase(
        "`{part}` has a weight in `{node}`, but a body with {who} does not have it",
        part=part,
        node=node,
        who=who,
    )
    help_text = phrase(
        "give each kind its own clause, `weights for SUBJECT where ...`, with the parts that it has"
    )
    return error("E377", message, place, "", Note("for", for_whom), way_out=help_text)


def no_effect(place: Span | None, node: str, what: Words) -> Finding:
    """Weights of parts that nothing weighs."""
    help_text = phrase(
        "say `weighted average of its parts` in the formula of `{node}`, or take the weights away", node=node
    )
    return warning(
        "W334",
        phrase("the weights of the parts of {what} have no effect", what=what),
        place,
        phrase("its score is a formula that does not weigh its parts"),
        way_out=help_text,
    )
