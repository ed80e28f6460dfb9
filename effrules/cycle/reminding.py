"""Who has not sent anything that counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from effrules.cycle.entries import Entry, Reported, Submitted
from effrules.cycle.standing import Standing, accepted


class Lacking(Enum):
    """What is lacking of a body."""

    NOTHING_SENT = "nothing sent"
    WITH_ERRORS = "with errors"


@frozen
class Reminder:
    """A body, or an institution that reports of bodies, that sent nothing that counts; ``last`` is what it sent last, with errors."""

    body: str
    lacking: Lacking
    last: Entry | None
    institution: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """What was wrong with what it sent last."""
        what = None if self.last is None else self.last.what
        return what.findings if isinstance(what, Submitted | Reported) else ()


def reminders(found: Standing, institutions: Iterable[str] = ()) -> Iterator[Reminder]:
    """Who is to be reminded, in the order of the list of bodies; then of the institutions that report of bodies."""
    for body in found.bodies:
        if body.last_valid is None:
            last = body.submissions[-1] if body.submissions else None
            yield Reminder(body.key, Lacking.WITH_ERRORS if last else Lacking.NOTHING_SENT, last)
    for name in institutions:
        came = found.reported(name)
        if not accepted(came):
            last = came[-1] if came else None
            yield Reminder("", Lacking.WITH_ERRORS if last else Lacking.NOTHING_SENT, last, name)
