"""Changes one thing in a function at a time and runs the tests that go through it: what survives, no test notices.

    python scripts/mutants.py effrules/data/numerals.py effrules/exact --tests tests/test_data_numerals.py tests/test_exact_*.py --some 100

A mutant is a function with one comparison, operator, number, condition, call or statement changed. Which tests go through a function is
seen once, by running all that are given; a mutant is then tried in a fork in which only that function's code was exchanged, so that
nothing is imported twice, until the first of these tests fails, or takes ten times as long as before. Code outside of functions (tables,
classes) is not mutated, nor are texts. A function that no given test goes through is named by itself. ``--some`` draws so many of all.
"""

from __future__ import annotations

import argparse
import ast
import gc
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from attrs import define, field, frozen

ROOT = Path(__file__).resolve().parent.parent

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
WORKED_OUT: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}

Place = tuple[str, str, int]
"""A function: its file, its qualified name and its first line."""


@frozen
class Change:
    """A change of one attribute of a node of the syntax tree, or of one entry of a list."""

    line: int
    shown: ast.AST
    holder: Any
    name: str | int
    instead: Any

    def swap(self) -> Any:
        """Put the other value there; what was there comes back."""
        if isinstance(self.name, int):
            was, self.holder[self.name] = self.holder[self.name], self.instead
        else:
            was = getattr(self.holder, self.name)
            setattr(self.holder, self.name, self.instead)
        return was


@frozen
class Mutant:
    """A function with one change."""

    place: Place
    line: int
    was: str
    becomes: str
    code: CodeType = field(repr=False)

    def __str__(self) -> str:
        path, name, _ = self.place
        return f"{Path(path).relative_to(ROOT)}:{self.line} {name}: {self.was}  ->  {self.becomes}"


def changes(body: Iterable[ast.stmt]) -> Iterator[Change]:
    """Every change of some statements."""
    for statement in body:
        for node in _inside(statement):
            yield from _of_node(node)
            for name in ("body", "orelse", "finalbody"):
                held = getattr(node, name, None)
                for at, inner in enumerate(held if isinstance(held, list) else ()):
                    yield from _without(held, at, inner)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all in it that runs, so no annotations."""
    yield node
    for name, held in ast.iter_fields(node):
        if name not in ("annotation", "returns"):
            for inner in held if isinstance(held, list) else [held]:
                if isinstance(inner, ast.AST):
                    yield from _inside(inner)


def _of_node(node: ast.AST) -> Iterator[Change]:
    line = getattr(node, "lineno", 0)
    match node:
        case ast.Compare():
            for at, sign in enumerate(node.ops):
                yield Change(line, node, node.ops, at, COMPARED[type(sign)]())
        case ast.BinOp() | ast.AugAssign() if type(node.op) in WORKED_OUT:
            yield Change(line, node, node, "op", WORKED_OUT[type(node.op)]())
        case ast.BoolOp():
            yield Change(line, node, node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.USub()):
            yield Change(line, node, node, "op", ast.UAdd())
        case ast.UnaryOp(op=ast.Not()):
            yield Change(line, node, node, "operand", _denied(node.operand))
        case ast.Constant(value=bool() | int()):
            yield Change(
                line, node, node, "value", not node.value if isinstance(node.value, bool) else node.value + 1
            )
        case ast.Call(func=ast.Name(id=name)) if name in CALLED:
            yield Change(
                line, node, node, "func", ast.copy_location(ast.Name(CALLED[name], ast.Load()), node)
            )
        case _:
            pass
    tests = getattr(node, "ifs", None) if isinstance(node, ast.comprehension) else None
    for at, test in enumerate(tests or ()):
        if not isinstance(test, ast.Compare | ast.UnaryOp):
            yield Change(test.lineno, node, tests, at, _denied(test))
    if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(
        node.test, ast.Compare | ast.UnaryOp
    ):
        yield Change(line, node, node, "test", _denied(node.test))


def _denied(test: ast.expr) -> ast.expr:
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _without(held: list[Any], at: int, inner: object) -> Iterator[Change]:
    """A statement that is only there for what it does, left out; a loop that is left and not continued, or the other way round."""
    match inner:
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign():
            yield Change(inner.lineno, inner, held, at, ast.copy_location(ast.Pass(), inner))
        case ast.Break():
            yield Change(inner.lineno, inner, held, at, ast.copy_location(ast.Continue(), inner))
        case ast.Continue():
            yield Change(inner.lineno, inner, held, at, ast.copy_location(ast.Break(), inner))
        case _:
            pass


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of the functions and methods of a file."""
    tree = ast.parse(path.read_text("utf-8"))
    for name, function in _functions(tree):
        for change in list(changes(function.body)):
            was, kept = _line(change.shown), change.swap()
            try:
                code = _code_of(compile(ast.fix_missing_locations(tree), str(path), "exec"), name)
                becomes = _line(change.shown)
            finally:
                Change(change.line, change.shown, change.holder, change.name, kept).swap()
            if isinstance(change.instead, ast.stmt):
                becomes = _line(change.instead)
            yield Mutant((str(path), name, code.co_firstlineno), change.line, was, becomes, code)


def _line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from (
                (f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef)
            )


def _code_of(module: CodeType, name: str) -> CodeType:
    """The code of a function in that of its module; of several of one name the last, as Python does."""
    code = module
    for part in name.split("."):
        code = [c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part][-1]
    return code


def place_of(code: CodeType) -> Place:
    """The function of which a code is."""
    return code.co_filename, code.co_qualname, code.co_firstlineno


def forked(work: Callable[[], Any], most: float) -> tuple[Any, float]:
    """What some work gives, done in a fork with its output thrown away, and its seconds of processor time; None where it takes too long."""
    read, write = os.pipe()
    cache = tempfile.mkdtemp()
    child = os.fork()
    if child == 0:
        seconds = int(most) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))
        os.environ["XDG_CACHE_HOME"] = (
            cache  # what a mutant checked is not kept for others, nor the other way round
        )
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        made = json.dumps(work()).encode()
        with os.fdopen(write, "wb") as stream:
            stream.write(made)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as stream:
        made = stream.read()
    used = os.wait4(child, 0)[2]
    shutil.rmtree(cache)
    return json.loads(made) if made else None, used.ru_utime + used.ru_stime


def ran(items: list[pytest.Item]) -> str | None:
    """The first test that fails of some that are run; None where all pass."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return item.nodeid
    return None


def seen(
    items: list[pytest.Item], files: frozenset[str]
) -> tuple[str | None, list[tuple[float, list[Place]]]]:
    """Which test fails by itself; of each test how long it takes, and through which functions of some files it goes."""
    found = []
    for item in items:
        places: set[Place] = set()

        def called(frame: FrameType, event: str, argument: object, places: set[Place] = places) -> None:
            if event == "call" and frame.f_code.co_filename in files:
                places.add(place_of(frame.f_code))

        before = time.process_time()
        sys.setprofile(called)
        failed = ran([item])
        sys.setprofile(None)
        if failed is not None:
            return failed, found
        found.append((time.process_time() - before, sorted(places)))
    return None, found


def changed(mutant: Mutant) -> None:
    """Put the code of a mutant in the place of the function's."""
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and place_of(function.__code__) == mutant.place:
            function.__code__ = mutant.code


@define
class Trial:
    """A plugin that does this in the place of running the tests that were collected, so that they are collected once."""

    files: frozenset[str]
    made: int
    drawn: list[Mutant]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try mutants, tell what survives, and how many there were."""
        baseline, took = forked(lambda: seen(session.items, self.files), 10**6)
        assert baseline is not None, "the tests could not be run"
        failed, found = baseline
        assert failed is None, f"this test fails by itself: {failed}"
        going: dict[Place, list[tuple[float, pytest.Item]]] = {}
        for (seconds, places), item in sorted(
            zip(found, session.items, strict=True), key=lambda one: one[0][0]
        ):
            for place in places:
                going.setdefault(tuple(place), []).append((seconds, item))
        print(f"{len(found)} tests, {took:.0f} s, {self.made} mutants, {len(self.drawn)} of them drawn")
        count = {"killed": 0, "too long": 0, "survived": 0, "not reached": 0}
        for mutant in self.drawn:
            tests = going.get(mutant.place, [])
            ended = tried(mutant, tests) if tests else "not reached"
            count[ended] += 1
            if ended in ("survived", "not reached"):
                print(f"{ended}: {mutant}", flush=True)
        print(", ".join(f"{number} {what}" for what, number in count.items()))
        return True


def tried(mutant: Mutant, tests: list[tuple[float, pytest.Item]]) -> str:
    """``killed``, ``too long``, or ``survived``."""

    def work() -> bool:
        changed(mutant)
        return ran([item for _, item in tests]) is not None

    failed, _ = forked(work, 10 * sum(seconds for seconds, _ in tests))
    return "too long" if failed is None else "killed" if failed else "survived"


def main() -> None:
    """Collect the tests, and try mutants instead of running them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--tests", nargs="+", required=True)
    parser.add_argument("--some", type=int, help="draw so many")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    files = [
        f.resolve() for path in given.paths for f in (sorted(path.rglob("*.py")) if path.is_dir() else [path])
    ]
    every = [mutant for file in files for mutant in mutants(file)]
    some = random.Random(given.seed).sample(every, min(given.some or len(every), len(every)))
    trial = Trial(frozenset(map(str, files)), len(every), sorted(some, key=str))
    from effrules.syntax.notation import parser as grammar

    grammar()  # made once, before the forks
    needs = "not (browser or git or office or openssh)"
    pytest.main(
        ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", needs, *given.tests], plugins=[trial]
    )


if __name__ == "__main__":
    main()
