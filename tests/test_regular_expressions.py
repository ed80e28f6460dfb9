"""No regular expression of effrules, and no terminal of its grammar, can be kept busy by a text."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import effrules
from effrules.resources import grammar_folder
from tests.regex_steps import Counter, TooMany, attacks

ROOM = Path(effrules.__file__).parent
SIZES = (60, 120)
MOST = 2.6
"""How much more a text twice as long may take: a quadratic pattern takes four times as much."""

OWN_TEXT = {
    ("syntax/notation.py", r"\(\?[=!].*?\)$"): "the text of our own grammar",
    ("syntax/notation.py", r"^(\w+?)(?:\.\d+)?: /(.*)/$"): "the text of our own grammar",
}
"""Patterns that no text of a user meets, and what they read."""


def patterns(file: str) -> Iterator[tuple[str, str, int]]:
    """Every regular expression in a file: the pattern, how it is used, flags."""
    named: dict[str, tuple[str, int]] = {}
    used: dict[str, set[str]] = {}
    texts: dict[str, ast.expr] = {}
    for node in ast.walk(ast.parse((ROOM / file).read_text("utf-8"))):
        match node:
            case ast.Assign([ast.Name(name)], ast.Constant(str()) | ast.JoinedStr() as text):
                texts[name] = text
            case ast.Assign(
                [ast.Name(name)], ast.Call(ast.Attribute(ast.Name("re"), "compile"), [pattern, *flags], _)
            ):
                named[name] = _text(pattern, file, texts), _flags(flags)
            case ast.Call(ast.Attribute(ast.Name("re"), function), [pattern, *_]) if function in (
                "match", "fullmatch", "search", "sub", "split", "findall", "finditer",
            ):  # fmt: skip
                flags = re.MULTILINE if "MULTILINE" in ast.dump(node) else 0
                yield _text(pattern, file, texts), function, flags
            case ast.Call(ast.Name("Pattern"), [ast.Constant(str(schema))]):
                yield schema, "fullmatch", 0
            case ast.Attribute(ast.Name(name), function):
                used.setdefault(name, set()).add(function)
            case _:
                pass
    for name, (pattern, flags) in named.items():
        for function in sorted(used.get(name, set()) - {"pattern"} or {"search"}):
            yield pattern, function, flags


def _text(pattern: ast.expr, file: str, texts: dict[str, ast.expr]) -> str:
    """The pattern as it is written; a name stands for the text it was given, or for one sample of what it holds."""
    match pattern:
        case ast.Constant(bytes(value)):
            return value.decode("latin-1")
        case ast.Constant(str(value)):
            return value
        case ast.JoinedStr(values):
            return "".join(
                v.value if isinstance(v, ast.Constant) else _inside(v, file, texts)  # type: ignore[misc]
                for v in values
            )
        case ast.Name(name) if name in texts:
            return _text(texts[name], file, texts)
        case ast.Name("text") if (
            file == "audit/shapes.py"
        ):  # a pattern of a schema: those stand as constants, where they are looked at
            return ""
        case _:
            raise AssertionError(f"{file}: {ast.unparse(pattern)} is no pattern that this test can read")


def _inside(value: ast.expr, file: str, texts: dict[str, ast.expr]) -> str:
    """What stands for a name inside a pattern."""
    match value:
        case ast.FormattedValue(ast.Name(name)) if name in texts:
            return _text(texts[name], file, texts)
        case _:
            return SAMPLED[ast.unparse(value)]


SAMPLED = {
    "{re.escape(name)}": "x",
    "{_ARMOUR[0]}": "-----B-----",
    "{_ARMOUR[1]}": "-----E-----",
    "{_SPACES}": " \u00a0",
    "{re.escape(label.text)}": "x",
    "{RECORDED}": "30",
    "{earlier}": "x",
    "{'|'.join(map(re.escape, sorted(names)))}": "x|xy",
    "{kind}": "holiday",
    "{re.escape(field)}": "received",
    "{re.escape(wanted)}": "share",
    "{before}": "at most|at least",
    "{WRITTEN_BEFORE}": r"\s+\d+",
}


def _flags(arguments: list[ast.expr]) -> int:
    text = " ".join(ast.unparse(argument) for argument in arguments)
    return sum(flag for name, flag in (("MULTILINE", re.MULTILINE), ("VERBOSE", re.VERBOSE)) if name in text)


def steps(pattern: str, text: str, function: str, flags: int) -> int:
    """The steps that one use takes on one text."""
    counter = Counter(pattern, text, flags, most=100 * (len(text) + 20))
    match function:
        case "match" | "fullmatch":
            counter.match(0, whole=function == "fullmatch")
        case _:
            for _ in counter.search():
                pass
    return counter.steps


def growth(pattern: str, function: str, flags: int) -> tuple[float, str]:
    """How many times the steps a text takes that is twice as long, and which: at worst, or where it is too many."""
    worst, at = 0.0, ""
    alike, seen = Counter(pattern, "", flags).alike(), set[tuple[str, str]]()
    for short, long in zip(attacks(pattern, SIZES[0], flags), attacks(pattern, SIZES[1], flags), strict=True):
        if (pair := (alike(short), alike(long))) in seen:
            continue
        seen.add(pair)
        try:
            ratio = steps(pattern, long, function, flags) / (steps(pattern, short, function, flags) + 40)
        except TooMany:
            ratio = float("inf")
        if ratio > worst:
            worst, at = ratio, short
        if worst > MOST:
            break
    return worst, at


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    """The counting matcher nests once for each character."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(30_000)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.parametrize("pattern", [r"(a|aa)+$", r"(a+)+!", r"x*x*x*!", r"^\s*m", r'"(\\.|.)*"'])
def test_the_count_sees_what_is_slow(pattern: str) -> None:
    """The measure itself tells patterns that are known to be slow."""
    assert growth(pattern, "search", re.MULTILINE)[0] > MOST


@pytest.mark.parametrize(
    "file",
    [
        path.relative_to(ROOM).as_posix()
        for path in sorted(ROOM.rglob("*.py"))
        if re.search(r"\bre\.[a-z]+\(", path.read_text("utf-8"))
    ],
)
def test_every_pattern_is_linear(file: str) -> None:
    """On a text that is made against it, no pattern takes more than about twice the steps for twice the length."""
    for pattern, function, flags in sorted(set(patterns(file))):
        if (file, pattern) not in OWN_TEXT:
            worst, text = growth(pattern, function, flags)
            assert worst <= MOST, f"{pattern}: {worst:.1f} times the steps for twice {text!r}"


def terminals() -> Iterator[tuple[str, str]]:
    """The terminals of the grammar, by name."""
    for file in sorted(grammar_folder().glob("*.lark")):
        yield from re.findall(r"^(\w+|%ignore)(?:\.\d+)?:? /(.*)/$", file.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("terminal", list(terminals()), ids=lambda terminal: terminal[0])
def test_every_terminal_is_linear(terminal: tuple[str, str]) -> None:
    """A terminal, tried where a token may begin, takes no more than about twice the steps for twice the length."""
    worst, text = growth(terminal[1], "match", 0)
    assert worst <= MOST, f"{worst:.1f} times the steps for twice {text!r}"
