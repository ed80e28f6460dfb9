"""The bodies that samples are about: invented ones, each with its key, name and kind.

The central bodies and the regions that the decree lists belong here, too, as constants like ``FORTY``.
"""

from __future__ import annotations

from attrs import frozen


@frozen
class Body:
    """A body: its key in the tables, its name, and whether it is ``central`` or ``local``."""

    key: str
    name: str
    kind: str


FORTY = tuple(
    Body(f"{letter}{n:02d}", f"Sample {letter}{n:02d}", kind)
    for letter, kind in (("C", "central"), ("L", "local"))
    for n in range(1, 21)
)
"""Twenty central and twenty local bodies that there are not."""
