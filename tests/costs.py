"""What each test costs in processor time, its child processes included; and the list of the slow ones, tests/slow.txt.

The list bears what was measured once, in seconds, and marks these tests as ``slow``: ``make test-quick`` leaves them out, and
their files begin first, so that all processes of a run end together. What has become slow, or is so no longer, is told at the end
of a run; nothing fails for it, as processor time depends on the machine. ``make slow-tests`` measures all and writes the list anew.

All cases of one test function count together. What is made once for several tests (a fixture of a module or of all, ``shared``)
is borne by all of them in equal parts, so that it does not matter which comes first; a child that is still alive (a browser) counts
where it is ended.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from attrs import define, field

LIST = Path(__file__).parent / "slow.txt"

SLOW = 0.1
"""A test function is slow that takes so many seconds. Told is what takes twice as long and is not listed, or half and is."""


def spent() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


@define
class Bill:
    """What tests took by themselves, what was made for several of them, and who needed that."""

    alone: Counter[str] = field(factory=Counter)
    took: Counter[str] = field(factory=Counter)
    users: dict[str, set[str]] = field(factory=dict)
    _inside: dict[str, set[str]] = field(factory=dict)
    _making: list[str] = field(factory=list)
    _test: str = ""

    @contextmanager
    def of(self, test: str) -> Iterator[None]:
        """While a test runs."""
        self._test = test
        before = spent() - self.took.total()
        try:
            yield
        finally:
            self.alone[test] += spent() - self.took.total() - before
            self._test = ""

    @contextmanager
    def making(self, name: str) -> Iterator[None]:
        """While something is made that is shared."""
        self._making.append(name)
        before = spent() - self.took.total()
        try:
            yield
        finally:
            self.took[name] += spent() - self.took.total() - before
            self._making.pop()

    def uses(self, name: str) -> None:
        """The test that runs needs something that is shared, and so all that it was made from."""
        for one in (name, *self._inside.get(name, ())):
            for above in self._making:
                self._inside.setdefault(above, set()).add(one)
            if self._test:
                self.users.setdefault(one, set()).add(self._test)

    def handed_over(self) -> Any:
        """Plain data of it, for another process."""
        return dict(self.alone), dict(self.took), {name: sorted(tests) for name, tests in self.users.items()}

    def add(self, other: Any) -> None:
        """What another process handed over."""
        alone, took, users = other
        self.alone.update(alone)
        self.took.update(took)
        for name, tests in users.items():
            self.users.setdefault(name, set()).update(tests)

    def costs(self) -> Counter[str]:
        """What each test takes."""
        found = self.alone.copy()
        for name, tests in self.users.items():
            found.update(dict.fromkeys(tests, self.took[name] / len(tests)))
        return found


Made = TypeVar("Made", bound=Callable[..., Any])

BILL = Bill()
"""That of this process."""


def shared(make: Made) -> Made:
    """``functools.cache`` for what several tests need."""
    made: dict[object, tuple[str, Any]] = {}

    @wraps(make)
    def once(*given: object, **named: object) -> Any:
        key = given, *named.items()
        if key not in made:
            name = f"{make.__module__}.{make.__qualname__} {len(made)}"
            with BILL.making(name):
                made[key] = name, make(*given, **named)
        BILL.uses(made[key][0])
        return made[key][1]

    return cast(Made, once)


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


def _shared_of(item: pytest.Item) -> Iterator[pytest.FixtureDef[Any]]:
    """The fixtures of a test that others need as well."""
    info = getattr(item, "_fixtureinfo", None)
    for fixtures in info.name2fixturedefs.values() if info else ():
        yield from (fixture for fixture in fixtures[-1:] if fixture.scope != "function")


def _name_of(fixture: pytest.FixtureDef[Any]) -> str:
    return f"{fixture.baseid}::{fixture.argname}"


class Costs:
    """Marks and orders the tests by the list, measures each, and tells at the end where the list is wrong."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.known = listed(LIST.read_text("utf-8"))
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
        with BILL.of(function_of(item.nodeid)):
            for fixture in _shared_of(item):
                BILL.uses(_name_of(fixture))
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        """What a fixture takes that others need as well."""
        if fixturedef.scope == "function":
            return (yield)
        with BILL.making(_name_of(fixturedef)):
            return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What a test takes that was skipped is not known."""
        if report.skipped:
            self.skipped.add(function_of(report.nodeid))

    def pytest_sessionfinish(self) -> None:
        """A process of several hands over what it measured."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["costs"] = BILL.handed_over()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """And here it is taken; a process that broke down has nothing."""
        if "costs" in getattr(node, "workeroutput", {}):
            BILL.add(node.workeroutput["costs"])

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell it, or write the list anew."""
        whole = self.config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (
            self.config.option.keyword or self.config.option.markexpr
        )
        found = BILL.costs()
        costs = {name: cost for name, cost in found.items() if name not in self.skipped}
        if self.config.option.write_slow and whole:
            LIST.write_text(
                written({**{n: self.known[n] for n in self.skipped & self.known.keys()}, **costs}), "utf-8"
            )
            return
        lines = told({**dict.fromkeys(self.skipped, SLOW), **costs}, self.known, whole)
        terminalreporter.line(f"\n{found.total():.0f} seconds of processor time in the tests themselves")
        for line in lines:
            terminalreporter.line(f"  slow tests: {line}")
        if lines:
            terminalreporter.line(
                f"  `make slow-tests` measures all and writes {LIST.parent.name}/{LIST.name} anew"
            )
