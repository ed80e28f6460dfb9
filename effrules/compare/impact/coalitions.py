"""Who plays together: the edits as players, and the coalitions of them that have to be scored.

A coalition is an ``int`` whose bits are the edits that are made. With few players each stands for itself, and every
coalition is needed: Shapley value. With many they form unions, by the part of the rules they belong to; then only the
coalitions are needed that hold whole unions and a part of one: Owen, "Values of games with a priori unions" (1977).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import factorial

from attrs import frozen
from flint import fmpz_mat

MOST_PLAYERS = 12
"""Up to so many players each stands for itself: 4,096 coalitions."""

MOST_COALITIONS = 8192
"""In unions, players are put together until there are no more coalitions than this."""


@frozen
class Structure:
    """Unions of blocks; a block is a mask of players that count as one. Blocks do not overlap."""

    unions: tuple[tuple[int, ...], ...]

    @property
    def is_flat(self) -> bool:
        """Whether each block stands for itself: then the Owen value is the Shapley value."""
        return all(len(union) == 1 for union in self.unions)

    @property
    def blocks(self) -> tuple[int, ...]:
        """Every block."""
        return tuple(block for union in self.unions for block in union)

    def coalitions(self) -> tuple[int, ...]:
        """The coalitions that the value is made of, in rising order."""
        if self.is_flat:
            return tuple(sorted(unions_of(self.blocks)))
        found: set[int] = set()
        for at, union in enumerate(self.unions):
            whole = unions_of([sum(other) for i, other in enumerate(self.unions) if i != at])
            found.update(q | t for q in whole for t in unions_of(union))
        return tuple(sorted(found))

    def within(self, players: int) -> Structure:
        """The same with these players only; blocks and unions without any of them are left out."""
        kept = (tuple(block & players for block in union if block & players) for union in self.unions)
        return Structure(tuple(union for union in kept if union))


def unions_of(blocks: Sequence[int]) -> list[int]:
    """Every union of some of the blocks, none and all among them."""
    found = [0]
    for block in blocks:
        found += [one | block for one in found]
    return found


def arranged(places: Mapping[int, str]) -> Structure:
    """The structure for players (masks of one bit), each with the part of the rules that it belongs to.

    Up to ``MOST_PLAYERS`` each stands for itself. Beyond that, those of one part form a union; while there are more
    coalitions than ``MOST_COALITIONS``, the last two blocks of the largest union (of unions with one block each: the
    last two unions) are put together.
    """
    if len(places) <= MOST_PLAYERS:
        return Structure(tuple((player,) for player in places))
    unions: dict[str, list[int]] = {}
    for player, place in places.items():
        unions.setdefault(place, []).append(player)
    found = list(unions.values())
    while _count([len(union) for union in found]) > MOST_COALITIONS:
        largest = max(found, key=len)
        if len(largest) > 1:
            largest[-2:] = [largest[-2] | largest[-1]]
        else:
            found[-2:] = [[found[-2][0] | found[-1][0]]]
    return Structure(tuple(tuple(union) for union in found))


def _count(sizes: Sequence[int]) -> int:
    """An upper bound of the number of coalitions."""
    if all(size == 1 for size in sizes):
        return int(2 ** len(sizes))
    return sum(int(2 ** (len(sizes) - 1 + size)) for size in sizes)


def joined(structure: Structure, undefined: Iterable[int]) -> Structure:
    """Blocks put together until no coalition that is left is among the undefined ones.

    Each time the two blocks of one union, or the two unions, that leave the fewest undefined coalitions; of equal
    ones the first. With every player in one block nothing is left but none and all.
    """
    wrong = [mask for mask in undefined if _is_needed(structure, mask)]
    while wrong:
        options = list(_coarser(structure))
        if not options:
            break
        counts = [sum(_is_needed(option, mask) for mask in wrong) for option in options]
        structure = options[counts.index(min(counts))]
        wrong = [mask for mask in wrong if _is_needed(structure, mask)]
    return structure


def _coarser(structure: Structure) -> Iterable[Structure]:
    """Every structure in which two blocks of a union, or two whole unions, have become one block."""
    unions = structure.unions
    for at, union in enumerate(unions):
        for i in range(len(union)):
            for j in range(i + 1, len(union)):
                rest = tuple(block for k, block in enumerate(union) if k not in (i, j))
                yield Structure((*unions[:at], (union[i] | union[j], *rest), *unions[at + 1 :]))
    for i in range(len(unions)):
        for j in range(i + 1, len(unions)):
            rest_of = tuple(union for k, union in enumerate(unions) if k not in (i, j))
            yield Structure(((sum(unions[i]) | sum(unions[j]),), *rest_of))


def _is_needed(structure: Structure, mask: int) -> bool:
    """Whether the value is made of that coalition: no block in part, and at most one union in part."""
    partial = 0
    for union in structure.unions:
        held = [mask & block for block in union]
        if any(part not in (0, block) for part, block in zip(held, union, strict=True)):
            return False
        partial += any(held) and not all(held)
    return partial <= 1


@frozen
class Weighing:
    """What each coalition counts for each player: ``matrix`` (coalitions x players) over ``denominator``.

    Players are numbered union by union; ``coalitions`` are masks of these numbers.
    """

    coalitions: tuple[int, ...]
    matrix: fmpz_mat
    denominator: int


@cache
def weighing(sizes: tuple[int, ...]) -> Weighing:
    """The weights of the Owen value for unions of these sizes; for sizes of 1 those of the Shapley value.

    A player in a union of b of m unions gets, for each set of q other unions and t others of its own union,
    q! (m-q-1)! / m! x t! (b-t-1)! / b! of what it adds to them.
    """
    unions: list[tuple[int, ...]] = []
    first = 0
    for size in sizes:
        unions.append(tuple(1 << (first + at) for at in range(size)))
        first += size
    structure = Structure(tuple(unions))
    coalitions = structure.coalitions()
    index = {mask: at for at, mask in enumerate(coalitions)}
    m, most = len(sizes), max(sizes, default=0)
    rows = [[0] * first for _ in coalitions]
    player = 0
    for at, union in enumerate(unions):
        b = len(union)
        whole = unions_of([sum(other) for i, other in enumerate(unions) if i != at])
        outer = [(mask, _order(_count_unions(mask, unions), m)) for mask in whole]
        for own in union:
            for t in unions_of([block for block in union if block != own]):
                inner = _order(t.bit_count(), b) * (factorial(most) // factorial(b))
                for q, weight in outer:
                    rows[index[q | t]][player] -= weight * inner
                    rows[index[q | t | own]][player] += weight * inner
            player += 1
    return Weighing(
        coalitions,
        fmpz_mat(len(rows), first, [weight for row in rows for weight in row]),
        factorial(m) * factorial(most),
    )


def _order(before: int, among: int) -> int:
    """In how many orders of ``among`` a given one comes right behind ``before`` given others."""
    return factorial(before) * factorial(among - before - 1)


def _count_unions(mask: int, unions: Sequence[Sequence[int]]) -> int:
    return sum(1 for union in unions if mask & union[0])
