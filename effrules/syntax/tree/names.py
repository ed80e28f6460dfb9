"""What is written of a name, and where anything stands."""

from __future__ import annotations

from attrs import field, frozen

from effrules.model.node import Node
from effrules.source import Span


def spanned() -> Span:
    """The field of a node that says where it stands; it takes no part in equality."""
    return field(eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


@frozen(repr=False)
class Name(Node):
    """A name as it is written somewhere."""

    text: str
    span: Span = spanned()
