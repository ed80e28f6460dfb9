"""Measures the impact of a draft with attribution: 1,000 bodies, 12 edits. Prints a table; asserts nothing.

The draft is the version of three blocks of tests/cases/thesis with twelve changes, most of which move most bodies. The data are its sample,
each body repeated under new names. Run with ``python benchmarks/impact.py [BODIES]``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from commands import ROOT, enlarged

from effrules.check.build import load_text
from effrules.columnar import Several
from effrules.compare.difference import difference
from effrules.compare.impact.measuring import impact
from effrules.data import read
from effrules.exact import score
from effrules.history.consolidated import consolidated_text

RULES = ROOT / "tests" / "cases" / "thesis" / "current"

CHANGES = (
    ("otherwise t.plan / t.actual but at most 100%", "otherwise t.plan / t.actual but at most 95%"),
    ("100 points * average of degree(t)", "100 points * median of degree(t)"),
    ("when i.better is lower and i.actual is 0 then 100%", "when i.better is lower and i.actual is 0 then 90%"),
    ("score = 100 points * average of fulfilment(i) for each indicator i where i.direction is budget_use",
     "score = 98 points * average of fulfilment(i) for each indicator i where i.direction is budget_use"),
    ("100 points * average of s.in_time", "99 points * average of s.in_time"),
    ("100 points * appeals_in_time / appeals_received but at most 100 points",
     "100 points * appeals_in_time / appeals_received but at most 90 points"),
    ("100 points * average of p.published", "100 points * smallest of p.published"),
    ("score = 100 points * average of fulfilment(i) for each indicator i where i.direction is information_technology",
     "score = 97 points * average of fulfilment(i) for each indicator i where i.direction is information_technology"),
    ("score = 100 points * average of fulfilment(i) for each indicator i where i.direction is personnel_management",
     "score = 96 points * average of fulfilment(i) for each indicator i where i.direction is personnel_management"),
    ("goals 1/3 { equal }\n    citizens 1/3 { equal }\n    organisation 1/3 { equal }",
     "goals 1/2 { equal }\n    citizens 1/4 { equal }\n    organisation 1/4 { equal }"),
    ("take 0.2 points", "take 0.3 points"),
    ("round total to 2 decimals, half up", "round total to 1 decimal, half up"),
)  # fmt: skip


def drafts(on: int = -1) -> str:
    """The version of three blocks as one text, with those of the twelve changes made whose bits are set."""
    text, _ = consolidated_text(RULES)
    assert text is not None, "the rules have no error"
    for at, (before, after) in enumerate(CHANGES):
        assert before in text, before
        if on >> at & 1:
            text = text.replace(before, after)
    return text


def main() -> None:
    """Measure and print."""
    bodies = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    old, new = load_text(drafts(0)).program, load_text(drafts()).program
    assert old is not None, "the rules have no error"
    assert new is not None, "the draft has no error"
    with tempfile.TemporaryDirectory() as name:
        enlarged(RULES / "sample", Path(name), max(1, bodies // 40))
        start = time.process_time()
        data, findings = read(Path(name), old.schema)
        assert data is not None, findings
        _told(f"reading {len(data.subjects)} bodies", start)
    start = time.process_time()
    score(old, data)
    _told("one scoring", start)
    start = time.process_time()
    found = difference(old, new)
    _told(f"difference, {len(found.edits)} edits", start)
    start = time.process_time()
    made = impact(found, data, data)
    _told(f"impact, {len(made.effects)} groups of edits", start)
    start = time.process_time()
    impact(found, data, data, None, Several())
    _told("the same with columns", start)
    moving = [mask.bit_count() for mask in made.attribution.moving.values()]
    sys.stdout.write(f"edits that move a body: {min(moving)} to {max(moving)}\n")


def _told(what: str, start: float) -> None:
    sys.stdout.write(f"{what:<40} {time.process_time() - start:8.3f} s\n")


if __name__ == "__main__":
    main()
