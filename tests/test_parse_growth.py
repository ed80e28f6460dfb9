"""Reading rules takes steps in proportion to the text, whatever the text is: counted, not timed."""

from __future__ import annotations

import pytest

from effrules.source import Source
from effrules.syntax.parse import parse
from tests.counting import calls

HEAD = 'methodology m version "1" { scale 0 to 100 points }\n'
ENDLESS = {
    "a ruler of dashes in a block without its brace": lambda n: 'block b {\n note "x"\n--' + "-" * n,
    "many rulers": lambda n: "block b {\n" + "-- " + "- " * 30 + "\n" + ("--" * 30 + "\n") * (n // 60),
    "blank lines": lambda n: "\n \n" * (n // 3) + "block b {",
    "a text that is never closed": lambda n: HEAD + 'unit u "' + '\\"' * (n // 2),
    "quotes": lambda n: HEAD + '"' * n,
    "titles whose languages are keywords": lambda n: 'methodology m version "1" { title ' + 'in "x" ' * (n // 7) + ":",
    "keywords and spaces": lambda n: HEAD + "in " * (n // 3) + " " * n + ":",
    "keywords in a row": lambda n: HEAD + "sum " * (n // 4),
    "commas before spaces": lambda n: HEAD + "define a = 1" + (", " + " " * 40) * (n // 42),
    "digits": lambda n: HEAD + "define a = " + "1" * (n // 8) + "_111" * (n // 8) + "." + "5" * (n // 8),
    "dots": lambda n: HEAD + "define a = x" + ".x" * (n // 2),
    "open brackets": lambda n: HEAD + "define a = " + "(" * n,
    "closed brackets": lambda n: HEAD + "define a = 1" + ")" * n,
    "declarations that stop short": lambda n: HEAD + "define a =\n" * (n // 11),
    "declarations that go wrong": lambda n: HEAD + "unit {\n" * (n // 7),
    "one long word": lambda n: HEAD + "x" * n,
    "choices": lambda n: HEAD + "subject s { c: one of " + ", ".join(f"c{i}" for i in range(n // 6)) + " }",
    "criteria": lambda n: HEAD + "criterion a out of 1 points { score = 1 points }\n" * (n // 49),
    "bands": lambda n: HEAD + "define a = points by x {" + "from 1 to 2: 3;" * (n // 15) + "}",
    "figures": lambda n: HEAD + "figures f { a: count\n" + "| 1\n" * (n // 4) + "}",
    "signs": lambda n: HEAD + "?" * n,
}  # fmt: skip
"""Texts of about so many characters that are made to keep a reader busy."""


@pytest.mark.parametrize("name", ENDLESS)
def test_twice_the_text_takes_about_twice_the_steps(name: str) -> None:
    """Function calls, those into C included, while a text is read; and the characters which patterns go over grow likewise."""
    make = ENDLESS[name]
    parse(Source("warm.eff", make(50)))
    short, long = (calls(lambda n=n: parse(Source("x.eff", make(n)))) for n in (3000, 6000))  # type: ignore[misc]
    assert long <= 2.3 * short + 2000, f"{short} steps, then {long}"
