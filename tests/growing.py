"""Rules of any size: for each kind of thing that they may hold many of, a text with so many."""

from __future__ import annotations

from collections.abc import Callable

HEAD = 'methodology m version "1" { scale 0 to 100 points }\nsource s { title en "S" }\n'
SUBJECT = 'subject a en "A" { n: number, at least 0\n k: one of k0, k1, k2 }\ntable t of a en "T" { code: text, unique\n v: number, at least 0 }\n'
CRITERION = 'criterion c "C" out of 100 points { score = 1 points cite s }\n'
TOTAL = "total { round total to 2 decimals, half up cite s }\n"
SMALL = HEAD + SUBJECT + CRITERION + TOTAL


def lines(n: int, line: str) -> str:
    """A line so many times, with its number and the one before in place of ``{}`` and ``{before}``."""
    return "".join(
        line.replace("{}", str(i)).replace("{before}", str(max(i - 1, 0))) + "\n" for i in range(n)
    )


def block(n: int, weights: str = "equal") -> str:
    """A block of so many criteria."""
    criteria = lines(
        n, 'criterion c{} "C{}" out of 100 points { score = 1 points * n / (n + {} + 1) cite s }'
    )
    return f'{HEAD}{SUBJECT}block b "B" {{\n{criteria}}}\n{TOTAL}weights for a {{ b 100% {{ {weights} }} cite s }}\n'


GROWING: dict[str, Callable[[int], str]] = {
    "criteria": block,
    "weights": lambda n: block(n, " ".join(f"c{i} 1/{n}" for i in range(n))),
    "blocks": lambda n: HEAD + SUBJECT + lines(n, 'block b{} "B" { criterion c{} "C" out of 100 points { score = 1 points cite s } }') + TOTAL
    + "weights for a { equal cite s }\n",
    "choices": lambda n: HEAD + 'subject a "A" { n: number\n k: one of ' + ", ".join(f"k{i}" for i in range(n)) + " }\n" + CRITERION + TOTAL,
    "fields": lambda n: HEAD + 'subject a "A" {\n' + lines(n, "f{}: number") + "}\n" + lines(n, "define d{} = f{} + 1") + CRITERION + TOTAL,
    "tables": lambda n: HEAD + SUBJECT + lines(n, 'table t{} of a en "T" { v: number }') + lines(n, "define d{} = sum of x.v for each t{} x") + CRITERION + TOTAL,
    "definitions": lambda n: SMALL + lines(n, "define d{} = n * {} cite s"),
    "definitions of definitions": lambda n: SMALL + "define d0 = n\n" + "".join(f"define d{i} = d{(i - 1) // 2} + {i} cite s\n" for i in range(1, n)),
    "units": lambda n: SMALL + lines(n, 'unit u{} "U"') + lines(n, "define d{} = 1 u{}"),
    "sources": lambda n: SMALL + lines(n, 'source s{} { title en "S{}" }') + lines(n, "define d{} = n * 5 cite s{}"),
    "figures": lambda n: SMALL + "figures f { key: number\n v: number\n" + lines(n, "| {} {}") + "}\n",
    "tables of figures": lambda n: SMALL + lines(n, "figures f{} { key: number\n v: number\n | 1 1 }") + lines(n, "define d{} = f{}(1).v"),
    "bands": lambda n: SMALL + "define d = number by n {\n" + lines(n, "from {} to below {}.5: {}; from {}.5 to below {}.9: 1;").rstrip(";\n") + ";otherwise: 0 }\n",
    "points of an interpolation": lambda n: SMALL + "define d = interpolate n {\n before the first: 0;\n" + lines(n, "at {}: {};") + "after the last: 1 }\n",
    "a checklist": lambda n: SMALL + "define d = checklist {\n" + lines(n, 'en "x{}": 1 points when n is {};') + "}\n",
    "penalties": lambda n: SMALL + lines(n, 'penalty p{} "P" { take 1 points when n is above {} from total cite s }'),
    "grades": lambda n: SMALL + 'rating {\n g0 "G" below 1 points\n' + "".join(f'g{i} "G" from {i} points to below {i + 1} points\n' for i in range(1, n)) + f'g{n} "G" from {n} points cite s }}\n',
    "rankings": lambda n: SMALL + lines(n, "rank a called r{} by total as rounded, highest first; equal totals share a place cite s"),
    "properties": lambda n: SMALL + lines(n, "property p{}: total is at most 100 points"),
    "examples": lambda n: SMALL + lines(n, 'example "e{}" { a X { n 3, k k0 } expect total of X is 1 points }'),
    "rows of an example": lambda n: SMALL + 'example "e" { a X { n 3, k k0 }\n' + lines(n, 't of X { code "{}", v 1 }') + "expect total of X is 1 points }\n",
    "kinds with weights": lambda n: HEAD + 'subject a "A" { k: one of ' + ", ".join(f"k{i}" for i in range(n)) + " }\n"
    + 'block b "B" { criterion c "C" out of 100 points { score = 1 points cite s } }\n' + TOTAL
    + lines(n, "weights for a where k is k{} { b 100% cite s }"),
    "cases": lambda n: SMALL + "define d = " + lines(n, "when n is {} then {}") + " otherwise 0\n",
    "operands": lambda n: SMALL + "define d = n is 0" + lines(n, " or n is {}") + "\n",
    "texts": lambda n: SMALL.replace('"A"', '"' + "long " * n + '"'),
    "comments": lambda n: lines(n, "-- a comment, number {}") + SMALL,
    "assumptions": lambda n: SMALL + lines(n, 'define d{} = n * 5 assumed en "why {}"'),
    "unknown names": lambda n: SMALL + lines(n, "define d{} = nobody{} + 1"),
    "unknown weights": lambda n: block(10, " ".join(f"x{i} 1/{n}" for i in range(n))),
    "declarations that are there already": lambda n: SMALL + lines(n, "define d = n"),
    "one circle": lambda n: SMALL + f"define d0 = d{n - 1}\n" + lines(n, "define d{} = d{before} + 1").partition("\n")[2],
    "small circles": lambda n: SMALL + lines(n, "define d{} = e{} + 1\ndefine e{} = d{} + 1"),
}  # fmt: skip
"""By what there is much of."""
