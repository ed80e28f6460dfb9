"""Names of two methodologies brought together: each thing that is in both goes by its new name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen


class Space(Enum):
    """Where names are looked up: two things of one space never share a name (fields: of one table)."""

    SOURCE = "source"
    TABLE = "table"
    FIELD = "field"
    FIGURES = "figures"
    DEFINITION = "definition"
    NODE = "node"
    ADJUSTMENT = "adjustment"
    RATING = "rating"
    RANKING = "ranking"
    PROPERTY = "property"
    EXAMPLE = "example"
    PROCEDURE = "procedure"
    """Institutions, stages, spot checks, recommendations: each goes by its kind and its name, ``stage reports``."""


Key = tuple[Space, str, str]
"""A space, the table of a field (else empty), a name."""


def key(space: Space, name: str, inside: str = "") -> Key:
    """The key of a name."""
    return space, inside, name


@frozen
class Names:
    """What names become; a name that is not listed stays."""

    to: Mapping[Key, str] = field(factory=dict)

    def of(self, space: Space, name: str, inside: str = "") -> str:
        """What a name becomes; a field's table goes by its name before."""
        return self.to.get((space, inside, name), name)
