"""The heavy job: bodies with rows below them; divisions, bands, a criterion that is not applicable to some, a rounding, places within groups.

Four services a body on average; one body in some fifty has none and no score. Every second service is done exactly as planned. ``right`` is worked out on fractions of any length.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
from simple import PLANS, Whole

SERVICES = 4

RULES = """methodology heavy version "1" { scale 0 to 100 points }
subject body "Body" { kind: one of central, local }
table service of body { plan: number, above 0   done: number, at least 0   open: yes or no }
define degree(s: service): share = s.done / s.plan but at most 100%
define open_share: share = share of service where open, if none then 0%
block goals {
  criterion fulfilled out of 100 points {
    score = 100 points * average of degree(s) for each service s, if none then 0%
    not applicable when no service because en "no services" assumed en "x" }
  criterion openness out of 100 points {
    score = points by open_share { from 90%: 100 points; from 60% to below 90%: 70 points; from 1/3 to below 60%: 40 points; below 1/3: 0 points }
    not applicable when no service because en "no services" assumed en "x" }
  criterion volume out of 100 points {
    score = 100 points * (sum of s.done for each service s) / (sum of s.plan for each service s) but at most 100 points
    not applicable when no service because en "no services" assumed en "x" }
}
weights { goals 100% { fulfilled 1/2 openness 1/3 volume 1/6 } when not applicable: share out in proportion assumed en "x" }
total { round total to 2 decimals, half up assumed en "x" }
rank body within kind by total as rounded, highest first; equal totals share a place assumed en "x"
"""


class Heavy:
    """Whole hundredths of plans and what was done, by service; ``bounds`` say where each body's begin."""

    name = "heavy"
    rules = RULES

    def __init__(self, bodies: int) -> None:
        random = np.random.default_rng(2)
        self.bodies = bodies
        counts = random.poisson(SERVICES, bodies)
        self.bounds = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
        rows = int(self.bounds[-1])
        self.plan = random.choice(PLANS, rows)
        self.done = np.where(
            random.random(rows) < 0.5,
            self.plan,
            random.integers(0, 1_200, rows) * self.plan // 1_000 // 50 * 50,
        )
        self.open = random.random(rows) < 0.6
        self.local = random.random(bodies) < 0.7

    @property
    def size(self) -> int:
        """How many bytes the columns take."""
        return 17 * len(self.plan) + 9 * self.bodies

    def right(self) -> list[tuple[int, int]]:
        """For each body its total in hundredths (-1: none) and its place within its kind (0: none)."""
        totals = []
        bounds, plans, dones, opened = (
            one.tolist() for one in (self.bounds, self.plan, self.done, self.open)
        )
        for start, stop in pairwise(bounds):
            many = stop - start
            if not many:
                totals.append(-1)
                continue
            pairs = list(zip(dones[start:stop], plans[start:stop], strict=True))
            average = sum((Fraction(min(done, plan), plan) for done, plan in pairs), Fraction(0)) / many
            wide = sum(opened[start:stop])
            band = (
                100
                if 10 * wide >= 9 * many
                else 70
                if 5 * wide >= 3 * many
                else 40
                if 3 * wide >= many
                else 0
            )
            volume = min(
                Fraction(sum(done for done, _ in pairs), sum(plan for _, plan in pairs)), Fraction(1)
            )
            total = 50 * average + Fraction(band, 3) + volume * 100 / 6
            totals.append(int((200 * total + 1) // 2))
        return list(zip(totals, places(np.array(totals), self.local).tolist(), strict=True))


def places(totals: Whole, local: np.ndarray) -> Whole:  # type: ignore[type-arg]
    """Places within kinds of those with a total: whole numbers, so there is nothing to get wrong in them."""
    found = np.zeros(len(totals), dtype=np.int64)
    for group in (False, True):
        members = np.flatnonzero((local == group) & (totals >= 0))
        ordered = np.sort(-totals[members])
        found[members] = np.searchsorted(ordered, -totals[members], side="left") + 1
    return found
