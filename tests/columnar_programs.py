"""What columns are held against the exact engine by: how results compare, and rules and bodies that are hard for columns."""

from __future__ import annotations

import inspect

from flint import fmpq

from effrules import columnar
from effrules.audit.making import table
from effrules.check.build import load_text
from effrules.columnar import kernel
from effrules.data.dataset import Dataset, Row
from effrules.exact import Results, score
from effrules.model import program as p
from effrules.model.real import Real, compare
from effrules.prove.cases import dataset_of
from effrules.report.results.delimited import csv_text
from effrules.report.results.parquet import arrow_table
from effrules.report.results.wide import wide

NUMBERS = [
    fmpq(0), fmpq(1), fmpq(-1), fmpq(1, 2), fmpq(1, 200), fmpq(-1, 200), fmpq(2**53 - 1), fmpq(2**53 + 1), fmpq(-(2**53) - 1),
    fmpq(2**62), fmpq(2**63 - 1), fmpq(10**19 + 1), fmpq(10**30), fmpq(1, 10**12), fmpq(1, 10**30), fmpq(123456789, 10**6),
    fmpq(85), fmpq(84995, 1000), fmpq(100),
]  # fmt: skip
"""Some hard numbers: they stand beside each other in one column."""


def body(key: str, a: fmpq, b: fmpq | None, c: fmpq) -> Row:
    """A body of :func:`program_text`."""
    kind = "odd" if c.p % 2 else "even"
    return Row("body", key, {"a": a, "b": b, "c": c, "kind": kind}, None, {}, {}, key)


def program_text(formula: str, rounding: str, ranked: str = "as rounded", below: str = "") -> str:
    """Rules with one formula: it is brought to the scale and rounded, graded and ranked."""
    return f"""methodology hard version "1" {{ scale 0 to 100 points }}
subject body "Body" {{
    a: number
    b: number, may be missing
    c: number
    kind: one of odd, even
}}
source order {{ title en "Order" }}
block first {{
    direction one {{ score = 1 points * ({formula}) but at most 100 points but at least 0 points assumed en "x" }}
    direction two {{ score = 1 points * (c * c / (3 + abs(a))) but at most 100 points but at least 0 points
        not applicable when kind is odd because "odd" assumed en "x" }}
}}
weights {{ first 100% {{ one 37%  two 63% }} when not applicable: share out in proportion assumed en "x" }}
penalty late {{ take (abs(c) / 7 but at most 3) * 1 points when c is not 0 from total leaving at least 0 points assumed en "x" }}
total {{ round one to {rounding} round total to {rounding} assumed en "x" {below} }}
rating {{ high from 85 points  middle from 0.005 points  low below 0.005 points assumed en "x" }}
rank body within kind by total {ranked}, highest first; equal totals share a place assumed en "x"
"""


# -- Both engines ------------------------------------------------------------------------------------------------------

NODE = ("state", "value", "before_rounding", "reason", "weight", "assumed", "finding", "maximum")
ADJUSTMENT = ("applies", "incidents", "amount", "capped", "taken")
SUBJECT = ("ratings", "places", "heads", "recommended")


def same(left: object, right: object) -> bool:
    """Whether two values are equal, irrational ones decided exactly."""
    if isinstance(left, fmpq | Real) and isinstance(right, fmpq | Real):
        return compare(left, right) == 0
    return left == right


def differences(left: Results, right: Results) -> list[object]:
    """Whatever two results do not have in common."""
    found: list[object] = [] if left.findings == right.findings else [(left.findings, right.findings)]
    for one, other in zip(left.subjects, right.subjects, strict=True):
        pairs = [(name, NODE, node, other.nodes[name]) for name, node in one.nodes.items()]
        pairs += [(name, ADJUSTMENT, made, other.adjustments[name]) for name, made in one.adjustments.items()]  # type: ignore[misc]
        pairs.append((one.key, SUBJECT, one, other))  # type: ignore[arg-type]
        for name, fields, mine, theirs in pairs:
            found += [
                (one.key, name, field, getattr(mine, field), getattr(theirs, field))
                for field in fields
                if not same(getattr(mine, field), getattr(theirs, field))
            ]
    return found


def compared(program: p.Program, dataset: Dataset) -> columnar.Profile:
    """How a run was worked out that gave what the exact engine gives."""
    run, exact = columnar.score(program, dataset), score(program, dataset)
    found = differences(exact, run.results)
    assert not found, found[:3]
    written_alike(exact, run.results, program)
    return run.profile


def written_alike(exact: Results, columns: Results, program: p.Program) -> None:
    """What is written of results by the column is what is written of them subject by subject."""
    one, other = (wide(results, program) for results in (exact, columns))
    assert one.rows == other.rows
    assert csv_text(one) == csv_text(other)
    assert arrow_table(one).equals(arrow_table(other), check_metadata=True)
    assert table(program, exact) == table(program, columns)


def held_against_each_other(text: str) -> bool:
    """Score the worked case of rules by both engines, in blocks and pairs of a few rows or of many; whether the rules check at all."""
    program = load_text(text).program
    if program is None:
        return False
    entrance = inspect.getmodule(columnar.score)
    assert entrance is not None
    before = entrance.BLOCK, kernel.MOST_PAIRS  # type: ignore[attr-defined]
    entrance.BLOCK, kernel.MOST_PAIRS = ((1, 30), (3, 4_000_000), *2 * [before])[len(text) % 4]  # type: ignore[attr-defined]
    try:
        compared(program, dataset_of(program.schema, program.examples[0].rows))
    finally:
        entrance.BLOCK, kernel.MOST_PAIRS = before  # type: ignore[attr-defined]
    return True
