"""Why bodies cannot be scored: whose data lack, and what the rules say of who sent nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from effrules.cycle.folder import Year
from effrules.cycle.terms import called, reports
from effrules.model.place_words import cited_text
from effrules.model.procedure import Occasion
from effrules.words import Message, phrase, several


def not_scored(year: Year, without: Mapping[str, tuple[str, ...]]) -> Iterator[Message]:
    """Which bodies cannot be scored and why, as `Assembled` tells it, a sentence for each reason."""
    silent = [body for body, of in without.items() if "" in of]
    if silent:
        yield phrase(
            "Not scored, since they sent no data that can be used: {bodies}",
            bodies=several(map(year.names.typed, silent)),
        )
        silence = tuple(of_silence(year)) or (
            phrase("The rules do not say what becomes of a body that sends nothing"),
        )
        yield from (phrase("{told}.", told=one) for one in silence)
    for name in year.reporters.institutions:
        bodies = [body for body, of in without.items() if name in of]
        if bodies:
            yield phrase(
                "Not scored, since {institution} has not reported of them: {bodies}",
                institution=year.names.institution(name), bodies=several(map(year.names.typed, bodies)),
            )  # fmt: skip


def of_silence(year: Year) -> Iterator[Message]:
    """What becomes of a body that sends nothing, where the rules say it."""
    told = [
        phrase("{stage} ({basis})", stage=called(one.stage), basis=several(map(cited_text, one.stage.basis.citations)))
        for one in reports(year.program, year.manifest.year)
        if one.stage.added(Occasion.ABSENT) is not None
    ]  # fmt: skip
    if told:
        yield phrase(
            "What the rules add for a report that never came: {stages}. They do not say what criteria without data are worth: what others know of the body is collected with effrules year collect --absent, and scored with that added",
            stages=several(told),
        )
