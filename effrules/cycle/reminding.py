"""Who has not sent anything that counts."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from effrules.cycle.entries import Entry, Submitted
from effrules.cycle.standing import Standing


class Lacking(Enum):
    """What is lacking of a body."""

    NOTHING_SENT = "nothing sent"
    WITH_ERRORS = "with errors"


@frozen
class Reminder:
    """A body that sent nothing that counts; ``last`` is what it sent last, with errors."""

    body: str
    lacking: Lacking
    last: Entry | None

    @property
    def codes(self) -> tuple[str, ...]:
        """What was wrong with what it sent last."""
        return self.last.what.findings if self.last and isinstance(self.last.what, Submitted) else ()


def reminders(found: Standing) -> Iterator[Reminder]:
    """Who is to be reminded, in the order of the list of bodies."""
    for body in found.bodies:
        if body.last_valid is None:
            last = body.submissions[-1] if body.submissions else None
            yield Reminder(body.key, Lacking.WITH_ERRORS if last else Lacking.NOTHING_SENT, last)
