"""Checking and scoring take steps in proportion to what there is: counted, for each kind of thing that there may be much of."""

from __future__ import annotations

import pytest
from flint import fmpq

from effrules.check.build import load_text
from effrules.data.dataset import Dataset, Row
from effrules.exact import score
from effrules.model.program import Program
from tests.counting import calls, lines_run
from tests.growing import GROWING
from tests.running import program_of

AS_A_SQUARE = {
    "unknown names": "for each of up to 1,000 known names a near one is looked for",
    "kinds with weights": "each kind is tried with each clause, up to 250,000 pairs",
    "cases": "each case knows that those before it do not hold",
}
"""What docs/limits.md says grows with the square, and why."""


@pytest.mark.parametrize("kind", [kind for kind in GROWING if kind not in AS_A_SQUARE])
def test_checking(kind: str) -> None:
    """Twice the rules take about twice the steps, those inside comprehensions included."""
    make = GROWING[kind]
    load_text(make(3))
    short, long = (lines_run(lambda n=n: load_text(make(n))) for n in (60, 120))  # type: ignore[misc]
    assert long <= 2.4 * short, f"{short:,} steps, then {long:,}"


RULES = """methodology m version "1" { scale 0 to 100 points }
subject body "B" { kind: one of k0, k1  staff: number, above 0 }
table service of body "S" { code: text  time: number, at least 0 }
define fast(s: service): yes or no = s.time is below 5
criterion c "C" out of 100 points { score = 1 points * (%s) but at most 100 points but at least 0 points  assumed "x" }
total { round total to 2 decimals, half up  assumed "x" }
rank body within kind by total as rounded, highest first; equal totals share a place  assumed "x"
"""

LINEAR = {
    "own rows": "sum of s.time for each service s",
    "own rows by a definition": "count of service s where fast(s)",
    "rows of all": "sum of s.time among all service s",
    "rows of all that a filter takes": "count of all service s where fast(s)",
    "bodies of the same kind": "average of b.staff among all body b with the same kind",
    "bodies of the same kind that a filter takes": "count of all body b with the same kind where b.staff is above 3",
    "a place": "position of staff among all body highest first",
    "a place among the same": "percentile of staff among all body with the same kind",
    "a distance": "z-score of staff among all body, if all equal then 0",
    "everybody's score of a formula": "largest of (sum of s.time for each service s) among all body",
}  # fmt: skip
"""Formulas that the language promises to work out in proportion to the data."""


def bodies(count: int) -> Dataset:
    """So many bodies with two services each."""
    subjects, services = [], []
    for at in range(count):
        body = Row("body", f"b{at}", {"kind": f"k{at % 2}", "staff": fmpq(at + 1)}, None, {"service": []}, {})
        for code in "xy":
            service = Row("service", code, {"code": code, "time": fmpq(at % 7)}, body, {}, {})
            body.children["service"].append(service)
            services.append(service)
        subjects.append(body)
    return Dataset(subjects, {"service": services})


@pytest.mark.parametrize("kind", LINEAR)
def test_scoring(kind: str) -> None:
    """Twice the bodies take about twice the steps."""
    checked = load_text(RULES % LINEAR[kind])
    program = checked.program
    assert program is not None, [str(finding.message) for finding in checked.findings]
    assert not score(program, bodies(4)).findings
    short, long = (calls(lambda n=n: _scored(program, n)) for n in (50, 100))  # type: ignore[misc]
    assert long <= 2.3 * short, f"{short:,} steps, then {long:,}"


def _scored(program: Program, count: int) -> None:
    score(program, bodies(count))


def test_the_counts_see_a_square() -> None:
    """The measures tell what grows with the square: pairs in a comprehension, and pairs of calls."""

    def held(n: int) -> object:
        return [a for a in range(n) for b in range(n) if a == b]

    assert lines_run(lambda: held(60)) * 3 < lines_run(lambda: held(120))
    program = program_of(RULES % "count of all body b where b.staff is above body.staff")
    assert calls(lambda: _scored(program, 50)) * 3 < calls(lambda: _scored(program, 100))
