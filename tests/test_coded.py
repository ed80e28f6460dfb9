"""Results by the column: what is made of several columns is what would be made of each subject's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from effrules.exact.coded import Coded, combined, one_by_one


def as_coded(values: Sequence[Any]) -> Coded[Any]:
    """A column whose different values are numbered from the last one on, one of them twice, as blocks bring them."""
    different = [*dict.fromkeys(reversed(values)), *values[:1]]
    codes = [different.index(one) for one in values]
    return Coded([len(different) - 1, *codes[1:]] if values else [], different)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.booleans(), st.integers(0, 3)), max_size=12), st.data())
def test_combinations(rows: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """However each of the columns is held, and where all have the same."""
    columns = [[row[at] for row in rows] for at in range(3)]
    held = [(as_coded, one_by_one)[data.draw(st.integers(0, 1))](column) for column in columns]
    assert [one.values() for one in held] == columns
    assert combined(len(rows), held, lambda *row: row).values() == rows
    assert combined(len(rows), [], lambda: "x").values() == ["x"] * len(rows)
    assert held[2].mapped(lambda number: -number).values() == [-number for number in columns[2]]
