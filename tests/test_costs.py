"""The list of slow tests: what is read is what was written, and what is wrong with it is told."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import costs


def test_the_list_is_in_order() -> None:
    """tests/slow.txt is as it would be written, so that two changes of it seldom meet; each test in it is at least slow."""
    text = costs.LIST.read_text("utf-8")
    assert costs.written(costs.listed(text)) == text


def test_what_is_written_is_listed() -> None:
    """What takes a tenth of a second stands in the list, by its name; what takes less does not."""
    text = costs.written({"tests/b.py::x": 2.04, "tests/a.py::y z": 0.1, "tests/a.py::quick": 0.09})
    assert text == "0.10 tests/a.py::y z\n2.04 tests/b.py::x\n"
    assert costs.listed(text) == {"tests/a.py::y z": 0.1, "tests/b.py::x": 2.04}


def test_what_is_wrong_with_the_list_is_told() -> None:
    """Slow tests that are not listed, the slowest first; and after a run of all, what is listed in vain."""
    known = {"slow": 3.0, "quick now": 3.0, "still": 0.5, "gone": 1.0}
    found = {"slow": 9.0, "quick now": 0.04, "still": 0.1, "new": 0.5, "newer": 1.5, "nearly": 0.19}
    new = ["not listed, but takes 1.5 s: newer", "not listed, but takes 0.5 s: new"]
    assert costs.told(found, known, whole=False) == new
    assert costs.told(found, known, whole=True) == [
        *new,
        "listed, but takes 0.0 s: quick now",
        "listed, but there is no such test: gone",
    ]


def test_work_is_counted() -> None:
    """Work of this process is counted."""
    before = costs.spent()
    assert sum(range(10**6))
    assert costs.spent() > before


def test_what_is_shared_is_borne_by_all_who_need_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """In equal parts, whoever came first; also what was needed to make it, and what other processes of the run took for it."""
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(costs, "spent", lambda: float(next(clock)))
    bill = costs.Bill()
    monkeypatch.setattr(costs, "BILL", bill)
    inner = costs.shared(lambda: 1)
    outer = costs.shared(lambda: inner() + 1)
    with bill.of("first"):
        assert outer() == 2  # takes 20 beside the 10 of the inner one; the test alone another 20
    with bill.of("second"):
        assert outer() == 2  # takes nothing; the test 10
    assert bill.costs() == {"first": 20 + 15, "second": 10 + 15}
    bill.add(costs.Bill(Counter(third=1.0), Counter({next(iter(bill.took)): 6.0}), {}).handed_over())
    assert sum(bill.costs().values()) == 35 + 25 + 1 + 6


class Named:
    """A test of which only the name is known."""

    def __init__(self, nodeid: str) -> None:
        self.nodeid = nodeid


def test_slow_files_come_first() -> None:
    """The file that takes longest comes first, each file stays whole, and the rest stays as it was."""
    names = ["a::x", "b::x[1]", "b::x[2]", "b::y", "c::x", "d::x"]
    items: list[pytest.Item] = [Named(name) for name in names]  # type: ignore[misc]
    costs.slowest_files_first(items, {"b::x": 1.0, "b::y": 1.0, "c::x": 3.0})
    assert [item.nodeid for item in items] == ["c::x", "b::x[1]", "b::x[2]", "b::y", "a::x", "d::x"]
