"""The Human Development Index as an independent methodology: every published value must come out."""

from __future__ import annotations

import csv
from pathlib import Path

from effrules.check.build import load
from effrules.data import read
from effrules.exact import score
from effrules.model.numbers import parse_decimal

HDI = Path(__file__).parent.parent / "docs" / "examples" / "hdi"


def test_every_published_index_comes_out_exactly() -> None:
    """All 6,171 published values are reproduced, digit for digit."""
    program = load(HDI).program
    assert program is not None
    dataset, findings = read(HDI / "data", program.schema)
    assert dataset is not None, findings
    results = score(program, dataset)
    assert results.findings == ()
    with (HDI / "published.csv").open(encoding="utf-8", newline="") as stream:
        published = {
            row["observation"]: parse_decimal(row["hdi_published"]) for row in csv.DictReader(stream)
        }
    scored = {subject.key: subject.total.value for subject in results.subjects}
    assert len(scored) == 6171
    assert scored == published
