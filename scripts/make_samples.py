"""Writes the invented sample data of the shipped rules and of the thesis case: FOLDER/sample/*.csv, one file for each table.

Run ``python scripts/make_samples.py`` from the checkout. Every body, figure and name is invented; nothing stands for a
real body. The same seed gives the same files, to the byte: only whole numbers are drawn, and a decimal is written from
whole tenths or hundredths, so no binary float comes near the data.

Each version or part has a module of ``scripts/samples`` whose function ``samples`` gives its tables. They hold what real data bring
along: indicators without statistics, bodies without services or without appeals, a direction of which nothing was
reported, results beyond the plan, results of zero, and reports that came late.
"""

from __future__ import annotations

from pathlib import Path

from samples import blocks, current, early, monitoring, performance, reverification, thesis
from samples.tables import ROOT, Sample

PARTS = (early, blocks, current, monitoring, performance, reverification, thesis)
"""The modules that give samples; a new one joins here."""


def samples() -> list[Sample]:
    """All samples."""
    return [sample for part in PARTS for sample in part.samples()]


def main(root: Path = ROOT) -> None:
    """Write all samples below ``root``."""
    for sample in samples():
        sample.write(root)


if __name__ == "__main__":
    main()
