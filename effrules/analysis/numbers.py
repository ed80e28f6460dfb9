"""Statistics of columns of numbers, a row for each body; ``nan`` is missing. All of them are approximate (doubles).

The formulas are those of the OECD and JRC Handbook on Constructing Composite Indicators (2008), part 1, steps 4 and 7; the correlation ratio is that of
P. Paruolo, M. Saisana, A. Saltelli, "Ratings and rankings: voodoo or science?" (2013), estimated by a smoothing spline.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import interpolate, stats

from effrules.analysis.studies import Components

Numbers = npt.NDArray[np.float64]

LEAST = 3
"""Of fewer bodies nothing is worked out."""

SPLINE = 8
"""A spline is laid through so many different values at least."""


def varies(column: Numbers) -> bool:
    """Whether a column has two different values at least."""
    there = column[~np.isnan(column)]
    return len(there) > 1 and float(np.ptp(there)) > 1e-12 * max(1.0, float(np.abs(there).max()))


def correlation(left: Numbers, right: Numbers, *, ranked: bool = False) -> tuple[float | None, int]:
    """Pearson's correlation, or Spearman's of the ranks, over the rows that have both, and how many these are; ``None`` where one does not vary."""
    both = ~np.isnan(left) & ~np.isnan(right)
    left, right = left[both], right[both]
    if len(left) < LEAST or not varies(left) or not varies(right):
        return None, len(left)
    if ranked:
        left, right = stats.rankdata(left), stats.rankdata(right)
    return float(np.clip(np.corrcoef(left, right)[0, 1], -1, 1)), len(left)


def alpha(rows: Numbers) -> float | None:
    """Cronbach's alpha of standardised columns that all vary: k/(k-1) (1 - k / the variance of their sum)."""
    count = rows.shape[1]
    if count < 2 or len(rows) < LEAST:
        return None
    whole = float(np.corrcoef(rows, rowvar=False).sum())
    return None if whole < 1e-9 else count / (count - 1) * (1 - count / whole)


def components(rows: Numbers) -> Components | None:
    """The principal components of columns that all vary; ``None`` of fewer than two of them, or of too few rows."""
    if rows.shape[1] < 2 or len(rows) < LEAST:
        return None
    values, vectors = np.linalg.eigh(np.corrcoef(rows, rowvar=False))
    order = np.argsort(-values)
    values, vectors = np.maximum(values[order], 0), vectors[:, order]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1, 1)
    loadings = vectors * np.sqrt(values)
    return Components(tuple(map(float, values)), tuple(tuple(map(float, row)) for row in loadings))


def ratio(part: Numbers, whole: Numbers) -> float | None:
    """The correlation ratio: the share of the variance of the whole that goes with a part, along a smoothing spline; ``None`` of too few values."""
    both = ~np.isnan(part) & ~np.isnan(whole)
    part, whole = part[both], whole[both]
    places, which, counts = np.unique(part, return_inverse=True, return_counts=True)
    if len(places) < SPLINE or not varies(whole):
        return None
    means = np.bincount(which, weights=whole) / counts
    spread = float(np.ptp(places))
    line = interpolate.make_smoothing_spline(
        (places - places[0]) / spread, means, w=counts.astype(np.float64)
    )
    fitted = line((part - places[0]) / spread)
    return float(np.clip(np.var(fitted) / np.var(whole), 0, 1))


def complete(columns: Sequence[Numbers]) -> Numbers:
    """The rows in which no column is missing."""
    rows = np.stack(columns, axis=1)
    found: Numbers = rows[~np.isnan(rows).any(axis=1)]
    return found
