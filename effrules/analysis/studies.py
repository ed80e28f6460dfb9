"""What comes out of an analysis. These classes need no library of numbers, as reports and schemas know them, too."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from effrules.model import program as p


@frozen
class Components:
    """Principal components of standardised columns: the eigenvalues of their correlations, the largest first, and the loadings, a row for each column.

    A loading is the correlation of a column with a component; its sign is such that most of a component is positive.
    """

    eigenvalues: tuple[float, ...]
    loadings: tuple[tuple[float, ...], ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of the variance that each explains."""
        whole = sum(self.eigenvalues)
        return tuple(one / whole for one in self.eigenvalues)


class Kind(Enum):
    """What a score is analysed with."""

    PARTS = "parts"
    """Its own parts, which it is the mean or a formula of."""
    CRITERIA = "criteria"
    """All that has no parts, anywhere below it."""


@frozen
class Influence:
    """How much a part weighs by the rules (``nominal``, the mean over the bodies), and how much of the whole goes with it.

    ``linear``: the square of its correlation with the whole, ``ratio``: the same along a curve. ``effective``: ``linear`` as a share of the sum over the parts.
    """

    nominal: float | None
    linear: float | None
    ratio: float | None
    effective: float | None


@frozen
class Study:
    """What the parts or criteria of a node have to do with each other. ``columns`` are those that vary, ``constant`` those that do not.

    ``pearson`` and ``spearman`` have a row for each column and for each other column its value; ``together`` the number of bodies that have both. ``with_whole``: both correlations with
    the score itself. ``complete`` bodies have all of them; of these are ``alpha``, ``dropped`` (without each column in turn) and ``components``.
    """

    node: str
    kind: Kind
    columns: tuple[str, ...]
    constant: tuple[str, ...]
    bodies: int
    complete: int
    pearson: tuple[tuple[float | None, ...], ...]
    spearman: tuple[tuple[float | None, ...], ...]
    together: tuple[tuple[int, ...], ...]
    with_whole: tuple[tuple[float | None, float | None], ...]
    influence: tuple[Influence, ...]
    alpha: float | None
    dropped: tuple[float | None, ...]
    components: Components | None


@frozen(eq=False)
class Analysis:
    """All that is analysed of some results."""

    program: p.Program
    bodies: int
    studies: tuple[Study, ...]
    made_by: str
