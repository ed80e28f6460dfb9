"""The findings about weights."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from effrules.check.errors.value_words import percent
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error, near, warning
from effrules.source import Span


def weights_do_not_add_up(
    place: Span, node: str, total: fmpq, sum_text: str, for_whom: str, kept: Iterable[str] = ()
) -> Finding:
    """Weights that do not make 100 %; ``kept`` are those that an amendment does not write, and whose they are."""
    away = 1 - total
    what = f"{percent(away)} is missing" if away > 0 else f"{percent(-away)} is too much"
    return error(
        "E305",
        f"the weights of `{node}` add up to {percent(total)}, not 100%",
        place,
        sum_text,
        Note("for", for_whom),
        *(Note("note", one) for one in kept),
        Note("help", f"{what}; the weights of the parts of a node must make 100% exactly"),
    )


def part_without_weight(place: Span, node: str, parts: Iterable[str], for_whom: str) -> Finding:
    """Parts that a weights clause forgets."""
    names = ", ".join(f"`{p}`" for p in parts)
    return error(
        "E306",
        f"the parts of `{node}` have no weight: {names}",
        place,
        "",
        Note("for", for_whom),
        Note("help", "give each a weight, or say `equal`"),
    )


def weight_of_dropped(place: Span, name: str, version: str) -> Finding:
    """A weight for something that an amendment dropped."""
    return error(
        "E306",
        f'`{name}` still has a weight, although version "{version}" dropped it',
        place,
        "",
        Note("help", f'say `change weights` or `replace weights` in version "{version}"'),
    )


def not_a_part(place: Span, name: str, node: str, known: Iterable[str]) -> Finding:
    """A weight for something that is not a part."""
    return error("E306", f"`{name}` is not a part of `{node}`", place, "", *near(name, known))


def redistribution_not_stated(place: Span, node: str, part: str) -> Finding:
    """A part may be not applicable, and the rules do not say what becomes of its weight."""
    return error(
        "E317",
        f"`{part}` may be not applicable, and nothing says what becomes of its weight in `{node}`",
        place,
        "",
        Note(
            "help",
            "say `when not applicable: share out in proportion` (or `share out equally`, `count as zero`, `count as full`) in the weights",
        ),
    )


def weights_cover(place: Span, who: str, times: int) -> Finding:
    """A kind of subject without weights, or with two sets."""
    return error(
        "E318",
        f"{'no weights are' if times == 0 else 'more than one set of weights is'} given for a subject with {who}",
        place,
        "",
        Note(
            "help",
            "each kind of subject needs exactly one `weights` clause: check what stands behind `where`",
        ),
    )


def part_of_others(place: Span, part: str, node: str, who: str, for_whom: str) -> Finding:
    """Weights that name a part which some of their subjects do not have."""
    return error(
        "E377",
        f"`{part}` has a weight in `{node}`, but a body with {who} does not have it",
        place,
        "",
        Note("for", for_whom),
        Note(
            "help",
            "give each kind its own clause, `weights for SUBJECT where ...`, with the parts that it has",
        ),
    )


def no_effect(place: Span | None, node: str, what: str) -> Finding:
    """Weights of parts that nothing weighs."""
    return warning(
        "W334", f"the weights of the parts of {what} have no effect", place, "its score is a formula that does not weigh its parts",
        Note("help", f"say `weighted average of its parts` in the formula of `{node}`, or take the weights away"),
    )  # fmt: skip
