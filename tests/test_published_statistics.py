"""Statistics held against figures that others published for the same data, and shares of variance against what they are by derivation."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from effrules.analysis import numbers as n
from tests.running import run

ARRESTS = """
13.2 236 58 21.2  10 263 48 44.5  8.1 294 80 31  8.8 190 50 19.5  9 276 91 40.6  7.9 204 78 38.7  3.3 110 77 11.1  5.9 238 72 15.8
15.4 335 80 31.9  17.4 211 60 25.8  5.3 46 83 20.2  2.6 120 54 14.2  10.4 249 83 24  7.2 113 65 21  2.2 56 57 11.3  6 115 66 18
9.7 109 52 16.3  15.4 249 66 22.2  2.1 83 51 7.8  11.3 300 67 27.8  4.4 149 85 16.3  12.1 255 74 35.1  2.7 72 66 14.9  16.1 259 44 17.1
9 178 70 28.2  6 109 53 16.4  4.3 102 62 16.5  12.2 252 81 46  2.1 57 56 9.5  7.4 159 89 18.8  11.4 285 70 32.1  11.1 254 86 26.1
13 337 45 16.1  0.8 45 44 7.3  7.3 120 75 21.4  6.6 151 68 20  4.9 159 67 29.3  6.3 106 72 14.9  3.4 174 87 8.3  14.4 279 48 22.5
3.8 86 45 12.8  13.2 188 59 26.9  12.7 201 80 25.5  3.2 120 80 22.9  2.2 48 32 11.2  8.5 156 63 20.7  4 145 73 26.2  5.7 81 39 9.3
2.6 53 66 10.8  6.8 161 60 15.6
"""
"""Arrests for murder, assault and rape, and the urban share, of the fifty states of the USA in 1973 (R, datasets::USArrests)."""


def test_components_are_those_of_the_textbook() -> None:
    """G. James, D. Witten, T. Hastie, R. Tibshirani, An Introduction to Statistical Learning (2013), 10.4: components of the scaled columns by R."""
    rows = np.array(ARRESTS.split(), dtype=np.float64).reshape(50, 4)
    found = n.components(rows)
    assert found is not None
    assert found.eigenvalues == pytest.approx([2.4802416, 0.9897652, 0.3565632, 0.1734301], abs=5e-8)
    assert found.shares == pytest.approx([0.62006039, 0.24744129, 0.08914080, 0.04335752], abs=5e-9)
    published = np.array([
        [0.5358995, 0.4181809, 0.3412327, 0.64922780],
        [0.5831836, 0.1879856, 0.2681484, 0.74340748],
        [0.2781909, 0.8728062, 0.3780158, 0.13387773],
        [0.5434321, 0.1673186, 0.8177779, 0.08902432],
    ])  # fmt: skip
    vectors = np.abs(np.array(found.loadings)) / np.sqrt(found.eigenvalues)
    assert vectors == pytest.approx(published, abs=6e-8)


CORRELATIONS = """
1 0.488511 0.034654 0.265369 0.233631 0.407826 0.727304  0.488511 1 0.353753 0.335013 0.126665 0.340935 0.469801
0.034654 0.353753 1 0.051373 -0.023473 -0.036648 0.128127  0.265369 0.335013 0.051373 1 0.341638 0.287994 0.240071
0.233631 0.126665 -0.023473 0.341638 1 0.101077 0.227553  0.407826 0.340935 -0.036648 0.287994 0.101077 1 0.544652
0.727304 0.469801 0.128127 0.240071 0.227553 0.544652 1
"""


def test_alpha_is_the_published_one() -> None:
    """M. T. Flanagan, University College London, Cronbach Example Data Two: 23 persons, seven items; of items with these correlations 0.720197.

    Standardised alpha depends on the correlations alone, so any data that have them have this alpha.
    """
    wanted = np.array(CORRELATIONS.split(), dtype=np.float64).reshape(7, 7)
    random = np.random.default_rng(1).standard_normal((23, 7))
    apart, _ = np.linalg.qr(random - random.mean(axis=0))
    rows = (apart - apart.mean(axis=0)) @ np.linalg.cholesky(wanted).T
    assert np.corrcoef(rows, rowvar=False) == pytest.approx(wanted, abs=1e-9)
    assert n.alpha(rows) == pytest.approx(0.720197, abs=2e-6)


SPEARMAN = (
    ("56 75 45 71 62 64 58 80 76 61", "66 70 40 60 65 56 59 77 67 63", 1 - 6 * 54 / 990),
    ("35 23 47 17 10 43 9 6 28", "30 33 45 23 8 49 12 4 31", 0.9),
)
"""Marks in English and mathematics, squared differences 54, told as 0.67; in history and algebra, told as 0.9
(https://www.scribd.com/document/543038813, https://www.worldsupporter.org/en/chapter/66927-example-how-calculate-spearman-correlation)."""


@pytest.mark.parametrize(("left", "right", "expected"), SPEARMAN)
def test_rank_correlations_are_the_published_ones(left: str, right: str, expected: float) -> None:
    """Of worked examples in teaching."""
    columns = [np.array(one.split(), dtype=np.float64) for one in (left, right)]
    assert n.correlation(*columns, ranked=True)[0] == pytest.approx(expected)


RULES = """methodology firm version "1" {{ title en "Firm" scale 0 to 1000 points }}
source order {{ title en "Order" }}
subject body {{ wide: number, between 0 and 1000  high: number, between 0 and 1000 }}
block area {{ score = {} cite order }}
weights {{ area 100% cite order }}
total {{ round to 6 decimals, half up cite order }}
"""

SOBOL = (
    ("1 points * wide * high / 100", ("100%", "50%"), ((12 / 16, 13 / 16), (3 / 16, 4 / 16))),
    ("2 points * wide + 1 points * high", ("10", "10"), ((4 / 5, 4 / 5), (1 / 5, 1 / 5))),
)
"""Of a product of figures that are off evenly by up to a and b of themselves, w h (1 + u) (1 + v), the variance is, but for (w h)^2,
a^2/3 + b^2/3 + a^2 b^2/9: the last term is the interaction of both; with a = 1 and b = 1/2 it is 12/36 + 3/36 + 1/36. Of a sum 2 w + h of figures
that are off by as much, the variances add up, 4 to 1, and nothing interacts."""


@pytest.mark.parametrize(("formula", "errors", "expected"), SOBOL)
def test_shares_of_variance_are_those_by_derivation(
    formula: str,
    errors: tuple[str, str],
    expected: tuple[tuple[float, float], ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """First and total order as ``simulate`` tells them, from end to end, to some hundredths: they are estimates from 4,000 draws."""
    monkeypatch.chdir(tmp_path)
    Path("firm.eff").write_text(RULES.format(formula), "utf-8")
    Path("data").mkdir()
    Path("data/body.csv").write_text("body,wide,high\nA,40,100\nB,100,30\n", "utf-8")
    noises = [f"--error=body.{name}={error}" for name, error in zip(("wide", "high"), errors, strict=True)]
    said = run("simulate", "firm.eff", "data", *noises, "--draws", "100", "--variance", "4000", "--format", "json")  # fmt: skip
    assert said.exit_code == 0, said.output
    for body in json.loads(said.stdout)["heads"][0]["bodies"]:
        found = [(float(one["first"]), float(one["total"])) for one in body["variance"]]
        assert np.array(found) == pytest.approx(np.array(expected), abs=0.05)
