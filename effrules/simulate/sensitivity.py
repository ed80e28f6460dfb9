"""How much of a variance each factor explains: Sobol's indices, from two samples and their mixtures (Saltelli's design).

I. M. Sobol', "Sensitivity estimates for nonlinear mathematical models" (1993); A. Saltelli et al., "Variance based sensitivity analysis
of model output" (2010), whose estimators of table 2 (b) and (f) are used; the latter is M. Jansen's (1999).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

Numbers = npt.NDArray[np.float64]


@frozen
class Index:
    """The share of the variance that a factor explains alone (``first``), and with all its interactions (``total``). Approximate."""

    first: float
    total: float


def indices(first: Numbers, second: Numbers, mixed: Sequence[Numbers]) -> tuple[Index, ...] | None:
    """The indices of each factor; ``None`` where nothing varies, or some draw gives no number.

    ``first`` and ``second`` are what comes out of two samples, ``mixed`` for each factor what comes out of the first with that factor
    from the second.
    """
    both = np.concatenate((first, second, *mixed))
    if not np.isfinite(both).all():
        return None
    middle, variance = float(both.mean()), float(np.concatenate((first, second)).var())
    if variance <= (1e-9 * float(np.abs(both).max())) ** 2:
        return None
    return tuple(
        Index(
            float(np.mean((second - middle) * (one - first)) / variance),
            float(np.mean((first - one) ** 2) / (2 * variance)),
        )
        for one in mixed
    )


def correlation(left: Numbers, right: Numbers) -> float | None:
    """Pearson's correlation; ``None`` where one of the two does not vary."""
    left, right = left - left.mean(), right - right.mean()
    spread = float(np.sqrt((left**2).sum() * (right**2).sum()))
    if not spread > 1e-9 * max(1.0, float(np.abs(right).max())):
        return None
    return float((left * right).sum()) / spread
