"""What each test costs in processor time, its child processes included; and the list of the slow ones, tests/slow.txt.

The list bears what was measured once, in seconds, and marks these tests as ``slow``: ``make test-quick`` leaves them out, and
their files begin first, so that all processes of a run end together. What has become slow, or is so no longer, is told at the end
of a run; nothing fails for it, as processor time depends on the machine. ``make slow-tests`` measures all and writes the list anew.

All cases of one test function count together. What a fixture of several tests takes counts for the first of them; a child that
is still alive (a browser) counts where it is ended.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

LIST = Path(__file__).parent / "slow.txt"

SLOW = 0.2
"""A test function is slow that takes so many seconds. Told is what takes twice as long and is not listed, or half and is."""


def spent() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def listed(text: str) -> dict[str, float]:
    """The test functions of a list, with their seconds."""
    return {name: float(seconds) for seconds, _, name in (line.partition(" ") for line in text.splitlines())}


def written(costs: Mapping[str, float]) -> str:
    """The list of those among some test functions that are slow, in the order of their names, so that two changes seldom meet."""
    return "".join(f"{cost:.2f} {name}\n" for name, cost in sorted(costs.items()) if cost >= SLOW)


def function_of(node: str) -> str:
    """The test function of which a test is a case."""
    return node.partition("[")[0]


def told(costs: Mapping[str, float], known: dict[str, float], whole: bool) -> list[str]:
    """What is to be said of the list after a run; that something is listed in vain only ``whole``, where all tests ran."""
    lines = [
        f"not listed, but takes {cost:.1f} s: {name}"
        for name, cost in sorted(costs.items(), key=lambda one: -one[1])
        if cost >= 2 * SLOW and name not in known
    ]
    for name in known if whole else ():
        if name not in costs:
            lines.append(f"listed, but there is no such test: {name}")
        elif costs[name] < SLOW / 2:
            lines.append(f"listed, but takes {costs[name]:.1f} s: {name}")
    return lines


def slowest_files_first(items: list[pytest.Item], known: dict[str, float]) -> None:
    """Put the tests in the order of what their files take, each file whole: what it makes for all its tests is made once."""
    takes: Counter[str] = Counter()
    for name, seconds in known.items():
        takes[name.partition("::")[0]] += seconds
    items.sort(key=lambda item: -takes[item.nodeid.partition("::")[0]])


class Costs:
    """Marks and orders the tests by the list, measures each, and tells at the end where the list is wrong."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.known = listed(LIST.read_text("utf-8"))
        self.found: Counter[str] = Counter()
        self.skipped: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Before tests are left out by their marks."""
        for item in items:
            if function_of(item.nodeid) in self.known:
                item.add_marker("slow")
        slowest_files_first(items, self.known)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """With what its fixtures take."""
        before = spent()
        try:
            return (yield)
        finally:
            self.found[function_of(item.nodeid)] += spent() - before

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What a test takes that was skipped is not known."""
        if report.skipped:
            self.skipped.add(function_of(report.nodeid))

    def pytest_sessionfinish(self) -> None:
        """A process of several hands over what it measured."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["costs"] = dict(self.found)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """And here it is taken; a process that broke down has nothing."""
        self.found.update(getattr(node, "workeroutput", {}).get("costs", {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell it, or write the list anew."""
        whole = self.config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (
            self.config.option.keyword or self.config.option.markexpr
        )
        costs = {name: cost for name, cost in self.found.items() if name not in self.skipped}
        if self.config.option.write_slow and whole:
            LIST.write_text(
                written({**{n: self.known[n] for n in self.skipped & self.known.keys()}, **costs}), "utf-8"
            )
            return
        lines = told({**dict.fromkeys(self.skipped, SLOW), **costs}, self.known, whole)
        terminalreporter.line(
            f"\n{sum(self.found.values()):.0f} seconds of processor time in the tests themselves"
        )
        for line in lines:
            terminalreporter.line(f"  slow tests: {line}")
        if lines:
            terminalreporter.line(
                f"  `make slow-tests` measures all and writes {LIST.parent.name}/{LIST.name} anew"
            )
