"""What is written of a name, and where anything stands."""

from __future__ import annotations

from attrs import field, frozen

from effrules.model.node import Node
from effrules.source import Span


@frozen(repr=False)
class Placed(Node):
    """A node that knows where it stands, which takes no part in equality."""

    span: Span = field(eq=False, repr=False, kw_only=True)


@frozen(repr=False)
class Name(Placed):
    """A name as it is written somewhere."""

    text: str
