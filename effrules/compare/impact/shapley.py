"""How the worth of a coalition is shared out among its players, exactly: Shapley and Owen values.

Shapley, "A value for n-person games" (1953): a player's part is what it adds, averaged over every order in which the
players can come. The parts add up to the whole; players who always add the same get the same; one who never adds
anything gets nothing. Whole numbers are multiplied as matrices; irrational ones keep their exact form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import lcm

from attrs import frozen
from flint import fmpq, fmpz_mat

from effrules.compare.impact.coalitions import Structure, Weighing, joined, weighing
from effrules.model import real
from effrules.model.real import Num, Real, Undecided

ZERO = fmpq(0)


@frozen
class Part:
    """What a block of players (a mask; of one, or of several that cannot be told apart) gets."""

    players: int
    amount: Num


@frozen
class Worth:
    """What the coalitions of a game are worth.

    ``players`` are those that matter; ``values`` gives, for coalitions of them, the worth, ``None`` where it is not
    defined (never for none and for all). With a ``denominator`` the values are whole numbers over it.
    """

    players: int
    values: Mapping[int, Num | int | None]
    denominator: int = 0

    def reduced(self) -> Worth:
        """The same by those players only whose coming or going changes the worth of any coalition."""
        values, players = self.values, self.players
        for at in range(players.bit_length()):
            player = 1 << at
            if player & players and not _matters(player, values, is_whole=bool(self.denominator)):
                values = {mask & ~player: value for mask, value in values.items()}
                players &= ~player
        return Worth(players, values, self.denominator)

    def of(self, coalition: int) -> Num | None:
        """The worth of a coalition."""
        value = self.values[coalition & self.players]
        return fmpq(value, self.denominator) if isinstance(value, int) else value


def _matters(player: int, values: Mapping[int, Num | int | None], *, is_whole: bool) -> bool:
    """Whether a coalition is worth something else with the player than without."""
    for mask, value in values.items():
        if mask & player and mask ^ player in values:
            other = values[mask ^ player]
            if value != other if is_whole else not same(value, other):  # type: ignore[arg-type]
                return True
    return False


def parts(structure: Structure, worth: Worth) -> tuple[Part, ...]:
    """What each block of players that matter gets; the amounts add up to the worth of all less that of none.

    Where coalitions are not defined, blocks are put together (``coalitions.joined``) until none of those is needed.
    """
    if not worth.players:
        return ()
    undefined = tuple(mask for mask, value in worth.values.items() if value is None)
    own = _settled(structure, worth.players, undefined)
    blocks = tuple(block for union in own for block in union)
    sizes = tuple(len(union) for union in own)
    weights = weighing(sizes)
    values = [worth.values[mask] for mask in _expanded(blocks, sizes)]
    amounts = _shared(values, worth.denominator, weights)
    found = [Part(*pair) for pair in zip(blocks, amounts, strict=True)]
    return tuple(sorted(found, key=lambda part: part.players & -part.players))


@lru_cache(maxsize=4096)
def _settled(structure: Structure, players: int, undefined: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """The unions of blocks that matter, small ones first, so that like structures share their weights."""
    return tuple(sorted(joined(structure.within(players), undefined).unions, key=len))


@lru_cache(maxsize=1024)
def _expanded(blocks: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[int, ...]:
    """The coalitions of a weighing as masks of the players themselves."""
    return tuple(
        sum(block for at, block in enumerate(blocks) if mask >> at & 1) for mask in weighing(sizes).coalitions
    )


def _shared(values: Sequence[Num | int | None], denominator: int, weights: Weighing) -> Sequence[Num]:
    """The values times the weights."""
    if denominator:
        whole = [value for value in values if isinstance(value, int)]
    else:
        rational = [value for value in values if type(value) is fmpq]
        if len(rational) < len(values):
            return _shared_reals(values, weights)
        denominator = lcm(*(int(value.q) for value in rational))
        whole = [int((value * denominator).p) for value in rational]
    product = fmpz_mat(1, len(whole), whole) * weights.matrix
    under = denominator * weights.denominator
    return [fmpq(product[0, at], under) for at in range(weights.matrix.ncols())]


def _shared_reals(values: Sequence[Num | int | None], weights: Weighing) -> Sequence[Num]:
    """The same for values some of which are irrational: the weights of equal values are added up first."""
    distinct: list[Num] = []
    which: list[int] = []
    for value in values:
        assert isinstance(value, fmpq | Real), "coalitions that are not defined are not needed"
        at = next((i for i, other in enumerate(distinct) if same(value, other)), len(distinct))
        if at == len(distinct):
            distinct.append(value)
        which.append(at)
    amounts: list[Num] = []
    for player in range(weights.matrix.ncols()):
        shares = [ZERO] * len(distinct)
        for row, at in enumerate(which):
            shares[at] += fmpq(weights.matrix[row, player], weights.denominator)
        amount: Num = ZERO
        for share, value in zip(shares, distinct, strict=True):
            if share != 0:
                amount = real.add(amount, real.multiply(share, value))
        amounts.append(amount)
    return amounts


def same(left: Num | None, right: Num | None) -> bool:
    """Whether two values are equal; irrational ones that cannot be told apart count as different."""
    if left is right:
        return True
    if left is None or right is None:
        return False
    if type(left) is fmpq and type(right) is fmpq:
        return bool(left == right)
    try:
        return real.compare(left, right) == 0
    except Undecided:
        return False
