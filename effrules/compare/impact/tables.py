"""Results of a node for a body, by the edits that make a difference to them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field, frozen

from effrules.compare.impact.excerpts import Outcome
from effrules.compare.impact.shapley import same
from effrules.data.dataset import Row


@frozen(eq=False)
class Body:
    """An assessed body: its row in the old data and in the new (the same one where there is one set of data).

    ``fixed`` is the mask of the data player for a body that is in the new data only.
    """

    key: str
    rows: tuple[Row | None, Row | None]
    fixed: int = 0

    @property
    def is_on_both_sides(self) -> bool:
        """Whether it is in the old and in the new data."""
        return None not in self.rows

    def row(self, side: int) -> Row:
        """Its row in the old data (0) or in the new (1), where it has one."""
        found = self.rows[side]
        assert found is not None, "asked for on a side that it is on"
        return found


@define(eq=False)
class Table:
    """A node's results for one body, by coalitions of the players that make a difference to them."""

    players: int
    at: dict[int, Outcome] = field(factory=dict)

    def under(self, coalition: int) -> Outcome:
        """The result under a coalition."""
        return self.at[coalition & self.players]


def reduced(table: Table, *, before_rounding: bool) -> Table:
    """The table by those players only that make a difference in it."""
    at, players = table.at, table.players
    for player in bits(players):
        if not _matters(player, at, before_rounding):
            at = {mask & ~player: result for mask, result in at.items()}
            players &= ~player
    return Table(players, at)


def _matters(player: int, at: Mapping[int, Outcome], before_rounding: bool) -> bool:
    """Whether a result is another one with the player than without, anywhere."""
    for mask, result in at.items():
        if mask & player and mask ^ player in at and not alike(result, at[mask ^ player], before_rounding):
            return True
    return False


def alike(left: Outcome, right: Outcome, before_rounding: bool = False) -> bool:
    """Whether two results are the same to whoever reads them: state and score, and that before rounding if it is read."""
    if left is right:
        return True
    if left is None or right is None or left.state is not right.state:
        return False
    if not same(left.value, right.value):
        return False
    return not before_rounding or same(left.before_rounding, right.before_rounding)


def bits(mask: int) -> list[int]:
    """The players of a mask, each as a mask of its own."""
    return [1 << at for at in range(mask.bit_length()) if mask >> at & 1]
