"""How the worth of a coalition is shared out among its players, exactly: Shapley and Owen values.

Shapley, "A value for n-person games" (1953): a player's part is what it adds, averaged over every order in which the
players can come. The parts add up to the whole; players who always add the same get the same; one who never adds
anything gets nothing. Whole numbers are multiplied as matrices; irrational ones keep their exact form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import frozen
from flint import fmpq, fmpz_mat

from effrules.compare.coalitions import Structure, joined, weighing
from effrules.model import real
from effrules.model.real import Num, Undecided

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
    defined (never for none and for all).
    """

    players: int
    values: Mapping[int, Num | None]


def parts(structure: Structure, worth: Worth) -> tuple[Part, ...]:
    """What each block of players that matter gets; the amounts add up to the worth of all less that of none.

    Where coalitions are not defined, blocks are put together (``coalitions.joined``) until none of those is needed.
    """
    if not worth.players:
        return ()
    undefined = tuple(mask for mask, value in worth.values.items() if value is None)
    own = _settled(structure, worth.players, undefined)
    sizes = tuple(sorted(len(union) for union in own.unions))
    blocks = tuple(block for union in sorted(own.unions, key=len) for block in union)
    weights = weighing(sizes)
    values = [worth.values[mask] for mask in _expanded(blocks, sizes)]
    rational = [value for value in values if type(value) is fmpq]
    if len(rational) == len(values):
        amounts: list[Num] = [*_shared(rational, weights.matrix, weights.denominator)]
    else:
        amounts = _shared_reals(values, weights.matrix, weights.denominator)
    return tuple(
        sorted((Part(*pair) for pair in zip(blocks, amounts, strict=True)), key=lambda part: _lowest(part.players))
    )


def _lowest(mask: int) -> int:
    return mask & -mask


@lru_cache(maxsize=4096)
def _settled(structure: Structure, players: int, undefined: tuple[int, ...]) -> Structure:
    return joined(structure.within(players), undefined)


@lru_cache(maxsize=1024)
def _expanded(blocks: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[int, ...]:
    """The coalitions of a weighing as masks of the players themselves."""
    found = []
    for mask in weighing(sizes).coalitions:
        found.append(sum(block for at, block in enumerate(blocks) if mask >> at & 1))
    return tuple(found)


def _shared(values: list[fmpq], matrix: fmpz_mat, denominator: int) -> list[fmpq]:
    """The values times the weights."""
    common = 1
    for value in set(map(_denominator, values)):
        common = common * value // _gcd(common, value)
    row = fmpz_mat(1, len(values), [int((value * common).p) for value in values])
    product = row * matrix
    return [fmpq(product[0, at], common * denominator) for at in range(matrix.ncols())]


def _denominator(value: fmpq) -> int:
    return int(value.q)


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _shared_reals(values: list[Num | None], matrix: fmpz_mat, denominator: int) -> list[Num]:
    """The same for values some of which are irrational: the weights of equal values are added up first."""
    distinct: list[Num] = []
    which: list[int] = []
    for value in values:
        assert value is not None, "coalitions that are not defined are not needed"
        at = next((i for i, other in enumerate(distinct) if same(value, other)), len(distinct))
        if at == len(distinct):
            distinct.append(value)
        which.append(at)
    amounts: list[Num] = []
    for player in range(matrix.ncols()):
        weights = [ZERO] * len(distinct)
        for row, at in enumerate(which):
            weights[at] += fmpq(matrix[row, player], denominator)
        amount: Num = ZERO
        for weight, value in zip(weights, distinct, strict=True):
            if weight != 0:
                amount = real.add(amount, real.multiply(weight, value))
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
