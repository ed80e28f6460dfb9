"""The independent checker confirms every derivation that the engine writes, and catches what is changed in one."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.data.dataset import Dataset, Row
from effrules.independent import Rules, replay
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.trace.json_text import FileDigest, digest, document
from effrules.trace.tracing import trace
from tests.running import program_of
from tests.strategies import methodologies
from tests.test_independent import documents
from tests.test_trace import is_whole, rests_on_something, traced
from tests.thesis import MIDDLE, sample_of


@pytest.mark.parametrize("name", MIDDLE)
def test_rules_of_middle_size_replay(name: str) -> None:
    """Traces of rules of middle size are confirmed, and every cell stands in its file."""
    derivations = traced(name)
    for key in list(derivations.subjects)[::4]:
        found = replay(json.loads(json.dumps(document(derivations.of(key)))), sample_of(name))
        assert not found.problems
        assert not found.undecided
        assert found.confirmed
        assert found.cells_seen


@settings(max_examples=25)
@given(methodologies(), st.data())
def test_random_methodologies_replay(text: str, data: st.DataObject) -> None:
    """Whatever the rules and the data: results stay, each has its steps, leaves rest on something, every step is confirmed, also beside the rules."""
    program = program_of(text)
    dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
    derivations = trace(program, dataset)
    is_whole(derivations, program, dataset)
    rests_on_something(derivations)
    texts = Rules({"rules.eff": text})
    for key in derivations.subjects:
        made = json.loads(json.dumps(document(derivations.of(key))))
        assert made["digest"] == digest(made)
        assert not replay(made, None, texts).problems


# -- One digit that is another ------------------------------------------------------------------------------------

DIGIT = re.compile(r"\d")
SMALL = """
methodology small version "1" { scale 0 to 100 points }
source order { title en "Order 12" }
subject agency { id: text  staff: number, above 0 }
criterion c "Criterion 3" out of 60 points {
    score = 20 points * staff / 7 but at most 60 points
    round to 1 decimal, half up
    cite order "4.5"
}
criterion d out of 40 points { score = when staff is above 8 then 40 points otherwise 12.5 points  assumed en "from 2013" }
weights { c 60%  d 40%  cite order "6" }
"""


def another(text: str, place: int, random: Random) -> str:
    """The text with another digit at a place; not 0, since `012` is no number in JSON."""
    digit = random.choice([other for other in "123456789" if other != text[place]])
    return text[:place] + digit + text[place + 1 :]


def test_every_digit_is_caught() -> None:
    """Whichever digit of a trace is changed, of values, texts, titles, places, keys or digests: it is not confirmed any more."""
    program = program_of(SMALL)
    row = Row("agency", "A", {"id": "A", "staff": fmpq(9)}, label="A")
    files = [FileDigest("agency.csv", "0123456789abcdef" * 4)]
    made = document(trace(program, Dataset([row])).of("A"), data=files, rules=files)
    text = json.dumps(made, ensure_ascii=False)
    assert not replay(json.loads(text)).problems
    places = [found.start() for found in DIGIT.finditer(text)]
    assert len(places) > 450
    random = Random(5)
    for place in places:
        assert replay(json.loads(another(text, place, random))).problems, text[place - 40 : place + 9]


WORKED_OUT = (
    "value", "shown", "id", "from", "stated.share", "used.share", "parts.weight", "total", "taken", "hit", "index", "among",
)  # fmt: skip
"""What no step can have otherwise, even where the digest of the whole is made anew. Of the rest of a step the digest alone
tells: where and how the rules write it, names of rows, scores of rivals, and bounds that would let the same happen."""


def numbers_in(
    value: object, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The places in a step where a digit stands, with the text there."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from numbers_in(item, (*path, key))
    elif isinstance(value, str | int) and DIGIT.search(str(value)):
        yield path, str(value)


def test_no_step_is_forged() -> None:
    """A digit of what is worked out is caught at any step, even where the digest is made anew."""
    random = Random(7)
    tried = set[str]()
    for made in documents().values():
        for number, step in enumerate(made["steps"]):
            for path, text in numbers_in(step):
                what = ".".join(key for key in path if isinstance(key, str))
                kind = what if what in ("id", "from") else f"{what} of {step['op']}"
                if what not in WORKED_OUT or kind in tried:
                    continue
                tried.add(kind)
                places = [found.start() for found in DIGIT.finditer(text)]
                place = random.choice(places)
                spoilt = copy.deepcopy(step)
                inner: Any = spoilt
                for key in path[:-1]:
                    inner = inner[key]
                changed = another(text, place, random)
                inner[path[-1]] = int(changed) if isinstance(inner[path[-1]], int) else changed
                steps = [*made["steps"][:number], spoilt, *made["steps"][number + 1 :]]
                forged = {**made, "steps": steps}
                forged["digest"] = digest(forged)
                assert replay(forged).problems, (step["op"], what, text, changed)
    assert {kind.partition(" of ")[0] for kind in tried} == {*WORKED_OUT}
    assert len(tried) > 60


def test_every_digit_of_an_irrational_number_is_compared() -> None:
    """The last one, too, in a number that is made of others of which no more digits stand in the trace."""
    tried = set[str]()
    for made in documents().values():
        for number, step in enumerate(made["steps"]):
            if step["type"] not in ("irrational", "undecided") or step["op"] in tried:
                continue
            tried.add(step["op"])
            for back in (1, 2):
                for way in (1, -1):
                    digits = step["value"].rstrip("…")
                    last = str((int(digits[-back]) + way) % 10)
                    changed = digits[: len(digits) - back] + last + digits[len(digits) - back + 1 :]
                    spoilt = {**step, "value": changed + step["value"][len(digits) :]}
                    forged = {
                        **made,
                        "steps": [*made["steps"][:number], spoilt, *made["steps"][number + 1 :]],
                    }
                    forged["digest"] = digest(forged)
                    assert step["id"] in {ref for ref, _ in replay(forged).problems}, (step, changed)
    assert len(tried) > 8


@pytest.mark.parametrize("name", MIDDLE)
def test_one_changed_digit_is_caught(name: str) -> None:
    """Of rules of middle size: in a value even when the digest is made anew, and in where a cell stands when the data are at hand."""
    derivations = traced(name)
    made = document(derivations.of(next(iter(derivations.subjects)), derivations.program.root.parts[0]))
    random = Random(name)
    text = json.dumps(made, ensure_ascii=False)
    for place in random.sample([found.start() for found in DIGIT.finditer(text)], 12):
        changed = json.loads(another(text, place, random))
        assert changed["digest"] != digest(changed)
    numbers = [step for step in made["steps"] if step["type"] == "number"]
    cells = [step for step in made["steps"] if step["op"] == "cell" and step.get("raw")]
    for key, some in (("value", random.sample(numbers, 8)), ("cell", random.sample(cells, 4))):
        for step in some:
            place = random.choice([found.start() for found in DIGIT.finditer(step[key])])
            twin = {**step, key: another(step[key], place, random)}
            forged = {**made, "steps": [twin if one is step else one for one in made["steps"]]}
            forged["digest"] = digest(forged)
            found = replay(json.loads(json.dumps(forged)), sample_of(name) if key == "cell" else None)
            assert found.problems or (key == "cell" and stands(name, twin)), twin


def stands(name: str, cell: dict[str, Any]) -> bool:
    """Whether the sample data have the text of a cell at its place: another place may say the same."""
    lines = (sample_of(name) / cell["file"]).read_text("utf-8").splitlines()
    row, column = int(cell["cell"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), ord(cell["cell"][0]) - ord("A")
    line = lines[row - 1].split(",") if row <= len(lines) else []
    return column < len(line) and line[column] == cell["raw"]
