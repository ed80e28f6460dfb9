"""What declarations and expressions say of the text that wrote them; it takes no part in equality."""

from __future__ import annotations

from attrs import field, frozen

from effrules.model.grounds import Grounds
from effrules.model.node import Node
from effrules.source import Span


@frozen(repr=False)
class Written(Node):
    """What knows the place of its text."""

    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)


def grounded() -> Grounds:
    """What each figure rests on; ``basis`` is all of it together."""
    return field(default=(), eq=False, repr=False, kw_only=True)
