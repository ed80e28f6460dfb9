"""What declarations and expressions say of the text that wrote them; it takes no part in equality."""

from __future__ import annotations

from attrs import field

from effrules.model.grounds import Grounds
from effrules.source import Span


def spanned() -> Span | None:
    """The place of the text."""
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


def grounded() -> Grounds:
    """What each figure rests on; ``basis`` is all of it together."""
    return field(default=(), eq=False, repr=False, kw_only=True)
