"""Figures of the rules forged with all that follows from them: beside the rules, the stand-alone checker refuses each.

The forger has a trace of other rules, whole and right in itself, and quotes the true ones in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from effrules.check.build import load
from effrules.data.reading import read
from effrules.independent import Rules, replay
from effrules.trace.json_text import digest, document
from effrules.trace.tracing import trace

FIRST = """methodology m version "1" { scale 0 to 100 points }
source o { title "O" }
subject agency { staff: count  kind: one of central, local  done: share in percent  since: date }
table fault of agency { cost: number  day: date }
figures rates {
    code: text  low: number  high: number
    | "a" 11 12
    | "b" 13 14
    cite o
}
figure base = 12 cite o
define part(x: number) = x / 3 cite o
block goals out of 60 points {
    criterion plan out of 40 points {
        score = base * its maximum / 60 + rates("a").low * 1 points + part(12) * 1 points but at most 30 points
        cite o
        times 0.9 when staff < 5
        round to 1 decimal, half up
    }
    criterion other {
        out of 20 points where kind is central
        out of 30 points where kind is local
        score = when staff < 3 then 10 points * done rounded to 2 decimals, half even otherwise 5 points
        cite o
        halved when staff < 4
    }
    criterion third {
        only where kind is central
        out of 60 points
        score = (max_cost - 1) * 2 points but at least 3 points
        cite o
        round to 3 significant digits, half down
    }
    score = average of its parts
    round to 2 decimals, half even
}
define max_cost = largest of cost for each fault, if none then 7 cite o
block rest {
    direction a { score = 70 points - (2024-01-31 - since) / 1 days * 1 points  cite o }
    direction b { score = sum of fault.cost * 2 points for each fault where fault.cost > 3 cite o }
    direction c { score = 5 points * (position of staff among agency highest first) cite o }
}
weights {
    goals 60%
    rest 40% { a 1/2  b 30%  c 20% }
    when not applicable: share out in proportion
    cite o
}
penalty late {
    from block goals
    take 2 points for each fault where cost > 2
    at most 3 points each
    at most 5 points in all
    leaving at least 1 points
    cite o
}
penalty small { from total  take 4 points when staff < 3  leaving at least 2 points  cite o }
bonus good { to total  give 3 points when staff > 1  reaching at most 90 points  cite o }
total {
    round to 2 decimals, half up
    never below 1 points
    never above 99 points
    cite o
}
rating { low below 50 points  high from 50 points  cite o }
rank agency by total as rounded, highest first, then by block goals before rounding, lowest first; equal totals share a place cite o
"""
SECOND = """methodology m version "2" amends "1" {}
source p { title "P" }
change criterion plan {
    out of 30 points cite p
    round to 3 decimals, half down cite p
}
change criterion third { out of 70 points cite p }
change block goals { out of 90 points cite p }
change criterion other {
    out of 10 points where kind is central cite p
}
change weights {
    goals 50%
    rest 50% { a 20%  b 60% }
    cite p
}
change penalty late {
    at most 4 points in all
    leaving at least 6 points
    cite p
}
change total {
    never above 98 points cite p
    round to 1 decimal, half up cite p
}
change figures rates {
    | "a" 15 16
} cite p
rename block rest_of_it was rest because "a better name"
"""
DATA = {
    "agency.csv": "id,staff,kind,done,since\nA,2,central,95,2024-01-15\nB,10,local,50,2024-01-11\n",
    "fault.csv": "agency,cost,day\nA,3,2024-01-01\nA,4,2024-01-02\n",
}
"""What is assessed: A is small enough for each condition."""

WORDS = [
    ("half up", "half down"), ("half even", "up"), ("half down", "ceiling"), ("in proportion", "equally"),
    ("at least 3 points", "at most 3 points"), ("significant digits", "decimals"), ("average of", "largest of"),
    ("largest of", "smallest of"), ("sum of", "average of"), ("highest first", "lowest first"),
    ("(max_cost - 1)", "(max_cost + 1)"), ("points * done", "points / done"), ("staff < 3 then", "staff > 3 then"),
    ("share in percent", "share"), ("before rounding", "as rounded"), ("halved when", "times 1/3 when"),
    ("only where kind is central", "only where kind is local"), ('rates("a").low', 'rates("a").high'),
]  # fmt: skip
"""Words for which the forger puts others."""

Trace = dict[str, Any]


def traced(folder: Path, texts: tuple[str, ...]) -> Trace | None:
    """The trace of body A by rules in some texts; None where they are none."""
    for number, text in enumerate(texts, 1):
        path = folder / str(number) / "m.eff"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    checked = load(folder / str(len(texts)))
    program = checked.program
    if program is None:
        return None
    dataset, _ = read(folder / "data", program.schema)
    if dataset is None:
        return None
    made: Trace = json.loads(json.dumps(document(trace(program, dataset).of("A"))))
    return made


def forgeries(text: str) -> Iterator[tuple[str, str, int]]:
    """Other texts: what is written, what the forger would have there, and where."""
    for found in re.finditer(r"(?<![\w\"-])\d+(?:\.\d+)?(?![\w\"-])", text):
        number = found[0]
        yield number, number[:-1] + ("1" if number[-1] != "1" else "2"), found.start()
    for old, new in WORDS:
        for at in re.finditer(re.escape(old), text):
            yield old, new, at.start()


def quoting(made: Trace, forged: str, true: str, at: int, file: str) -> Trace:
    """The trace of a forged text with places and texts as the true one has them; they differ from ``at`` on."""
    more = len(true) - len(forged)
    starts = [0, *(one.end() for one in re.finditer("\n", forged))]

    def moved(offset: int) -> int:
        return offset if offset <= at else offset + more

    for step in made["steps"]:
        called, _, _ = step.get("place", "").rpartition(":")
        name, _, line = called.rpartition(":")
        if name != file:
            continue
        start = starts[int(line) - 1] + int(step["place"].rpartition(":")[2]) - 1
        there = moved(start)
        step["place"] = f"{name}:{true.count(chr(10), 0, there) + 1}:{there - true.rfind(chr(10), 0, there)}"
        if step.get("text"):
            found = re.compile(r"\s+".join(map(re.escape, step["text"].split()))).match(forged, start)
            assert found is not None
            step["text"] = " ".join(true[there : moved(found.end())].split())
    made["digest"] = digest(made)
    return made


def said(made: Trace, texts: dict[str, str] | None) -> list[tuple[str, str]]:
    """What the stand-alone checker has against a trace."""
    return replay(made, None, None if texts is None else Rules(texts)).problems


@pytest.mark.parametrize("texts", [(FIRST,), (FIRST, SECOND)], ids=["one text", "an amendment"])
def test_a_figure_and_all_that_follows_from_it(tmp_path: Path, texts: tuple[str, ...]) -> None:
    """Every number of the rules and many of their words, in the text itself and in the one that amends it."""
    (tmp_path / "data").mkdir()
    for name, text in DATA.items():
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    true = traced(tmp_path, texts)
    assert true is not None
    names = [source.name for source in load(tmp_path / str(len(texts))).sources]
    assert all(any(step.get("place", "").startswith(f"{name}:") for step in true["steps"]) for name in names)
    given = dict(zip(names, texts, strict=True))
    assert said(true, given) == []
    caught, left = 0, []
    for number, text in enumerate(texts):
        for old, new, at in forgeries(text):
            forged = text[:at] + new + text[at + len(old) :]
            made = traced(tmp_path, (*texts[:number], forged, *texts[number + 1 :]))
            if made is None:
                continue
            quoted = quoting(made, forged, text, at, names[number])
            if quoted["steps"] == true["steps"]:
                continue
            found = said(quoted, given)
            line = text.count("\n", 0, at)
            if found:
                caught += 1
            else:
                left.append(f"{number + 1}: {old} is {new} in {text.split(chr(10))[line].strip()}")
            only_itself = said(quoted, None)
            assert not only_itself or "text" in str(only_itself) or "rules say" in str(only_itself), (
                only_itself
            )
    assert not left, "\n".join(left)
    assert caught > 60
