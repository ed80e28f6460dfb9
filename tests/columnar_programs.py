"""Rules and bodies that are hard for columns: numbers that do not fit, ties, edges, divisors near 0."""

from __future__ import annotations

from flint import fmpq
from hypothesis import strategies as st

from effrules.data.dataset import Dataset, Row
from effrules.model.rounding import RoundingMode

NUMBERS = [
    fmpq(0), fmpq(1), fmpq(-1), fmpq(1, 2), fmpq(1, 200), fmpq(-1, 200), fmpq(2**53 - 1), fmpq(2**53 + 1), fmpq(-(2**53) - 1),
    fmpq(2**62), fmpq(2**63 - 1), fmpq(10**19 + 1), fmpq(10**30), fmpq(1, 10**12), fmpq(1, 10**30), fmpq(123456789, 10**6),
    fmpq(85), fmpq(84995, 1000), fmpq(100),
]  # fmt: skip
"""Some hard numbers: they stand beside each other in one column."""

numbers = st.one_of(
    st.sampled_from(NUMBERS),
    st.integers(-400, 400).map(lambda at: fmpq(at, 200)),
    st.integers(0, 100).map(fmpq),
    st.builds(lambda top, places: fmpq(top, 10**places), st.integers(-(10**6), 10**6), st.integers(0, 9)),
)


def body(key: str, a: fmpq, b: fmpq | None, c: fmpq) -> Row:
    """A body of :func:`program_text`."""
    kind = "odd" if c.p % 2 else "even"
    return Row("body", key, {"a": a, "b": b, "c": c, "kind": kind}, None, {}, {}, key)


bodies = st.lists(st.tuples(numbers, st.none() | numbers, numbers), max_size=12).map(
    lambda rows: Dataset([body(f"b{at}", *row) for at, row in enumerate(rows)], {})
)


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


@st.composite
def hard_programs(draw: st.DrawFn) -> str:
    """Rules over hard numbers."""

    def term(depth: int) -> str:
        if depth == 0:
            return draw(
                st.sampled_from(
                    ["a", "(b if missing then 0)", "c", "1", "3", "0.005", "1000000", "7", "12.5"]
                )
            )
        left, right = term(depth - 1), term(draw(st.integers(0, depth - 1)))
        edge = draw(st.sampled_from(["0.005", "85", "84.995", "12.345", "0.125", "c", "c / 200"]))
        there = f"{left} / (1 + abs({right})) + {right} / (3 + abs({left}))"
        return draw(
            st.sampled_from(
                [
                    f"({left} + {right})", f"({left} - {right})", f"({left} * {right})", f"({left} / (1 + abs({right})))",
                    f"(when {right} is not 0 then {left} / {right} otherwise 0)", f"abs({left})", f"(({there} + {edge}) - ({there}))", f"({left} but at most {right})", f"({left} but at least {right})",
                    f"(when {left} >= {right} then {left} otherwise {right})", f"({left} rounded to 2 decimals, half up)",
                    f"({left} rounded to 3 significant digits, half even)", f"(when {left} is {right} then 85 otherwise {left})",
                    f"(average of ({left} + x.a) among body x, if none then 0)", f"(largest of x.c among body x where x.kind is odd, if none then {right})",
                    "(sum of x.a * 0.37 among body x with the same kind)", f"sqrt(abs({left}))",
                ]
            )
        )  # fmt: skip

    mode = draw(st.sampled_from(RoundingMode)).value
    rounding = draw(st.sampled_from([f"2 decimals, {mode}", f"0 decimals, {mode}", f"4 decimals, {mode}"]))
    return program_text(
        term(draw(st.integers(1, 3))), rounding, draw(st.sampled_from(["as rounded", "before rounding"]))
    )
