"""The simple job: ten ratios of a figure to its plan, a capped penalty, one rounding.

Each ratio is between 0 and 1 and worth ten points; two in five figures stand exactly on their plan, and plans are round, as plans are. The penalty
is half a point for each day late, at most 5. The total is rounded half up to two decimals. The data lie in memory; ``right`` is worked out on
whole numbers of any length.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
PARTS = 10
CRITERIA = "\n".join(
    f'criterion c{at} out of 10 points {{ score = 10 points * (a{at} / p{at} but at most 1 but at least 0) assumed en "x" }}'
    for at in range(PARTS)
)
FIELDS = "\n".join(f"a{at}: number, at least 0\np{at}: number, above 0" for at in range(PARTS))
RULES = f"""methodology simple version "1" {{ scale 0 to 100 points }}
subject body "Body" {{ {FIELDS}
late: count }}
block all {{ {CRITERIA} }}
weights {{ all 100% when not applicable: share out in proportion assumed en "x" }}
penalty late {{ take late * 0.5 points when late is above 0 from total at most 5 points in all leaving at least 0 points assumed en "x" }}
total {{ round total to 2 decimals, half up assumed en "x" }}
"""
PLANS = np.array([20, 25, 40, 50, 64, 80, 100, 125, 160, 200, 250, 400, 500, 800, 1_000]) * 100


class Simple:
    """Whole hundredths: for each part the figures and the plans, and the days late."""

    name = "simple"
    rules = RULES

    def __init__(self, bodies: int) -> None:
        random = np.random.default_rng(1)
        self.bodies = bodies
        self.plans = [random.choice(PLANS, bodies) for _ in range(PARTS)]
        self.figures = [
            np.where(
                random.random(bodies) < 0.4,
                plan,
                random.integers(0, 1_200, bodies) * plan // 1_000 // 50 * 50,
            )
            for plan in self.plans
        ]
        self.late = random.integers(0, 14, bodies)

    @property
    def size(self) -> int:
        """How many bytes the columns take."""
        return (2 * PARTS + 1) * 8 * self.bodies

    def named(self) -> dict[str, Any]:
        """The columns by name, as floats but for the days."""
        found: dict[str, Any] = {f"a{at}": self.figures[at] / 100 for at in range(PARTS)}
        return found | {f"p{at}": self.plans[at] / 100 for at in range(PARTS)} | {"late": self.late}

    def right(self) -> list[int]:
        """The totals in hundredths. The denominators of ten ratios make one of 60 digits."""
        found = []
        columns = [array.tolist() for array in (*self.figures, *self.plans, self.late)]
        for row in zip(*columns, strict=True):
            top, bottom = 0, 1
            for figure, plan in zip(row[:PARTS], row[PARTS : 2 * PARTS], strict=True):
                top, bottom = top * plan + min(figure, plan) * bottom, bottom * plan
            top = max(2 * (10 * top) - min(row[-1], 10) * bottom, 0)  # of 2 * bottom: half points are whole
            found.append((2 * 100 * top + 2 * bottom) // (4 * bottom))
        return found
