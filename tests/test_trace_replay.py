"""The independent checker confirms every derivation that the engine writes, and catches what is changed in one."""

from __future__ import annotations

import json
import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load_text
from effrules.independent import replay
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.resources import rules_folder
from effrules.trace.json_text import digest, document
from effrules.trace.tracing import trace
from tests.strategies import methodologies
from tests.test_trace import SHIPPED, shipped


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rules_replay(name: str) -> None:
    """Traces of the shipped rules are confirmed, and every cell stands in its file."""
    program, dataset = shipped(name)
    some = [subject.key for subject in dataset.subjects[::10]]
    derivations = trace(program, dataset, some)
    for key in some:
        found = replay(
            json.loads(json.dumps(document(derivations.of(key)))), rules_folder() / name / "sample"
        )
        assert not found.problems
        assert not found.undecided
        assert found.confirmed
        assert found.cells_seen


@settings(max_examples=25)
@given(methodologies(), st.data())
def test_random_methodologies_replay(text: str, data: st.DataObject) -> None:
    """Every trace of any methodology over any data is confirmed."""
    program = load_text(text).program
    assert program is not None
    derivations = trace(program, dataset_of(program.schema, data.draw(Agencies(program).cases)))
    for key in derivations.subjects:
        found = replay(json.loads(json.dumps(document(derivations.of(key)))))
        assert not found.problems


@pytest.mark.parametrize("name", SHIPPED)
def test_one_changed_digit_is_caught(name: str) -> None:
    """A digit changed anywhere in a trace is caught by its digest; in a value, even when the digest is made anew."""
    program, dataset = shipped(name)
    key = dataset.subjects[0].key
    made = document(trace(program, dataset, [key]).of(key, program.root.parts[0]))
    text = json.dumps(made, ensure_ascii=False)
    random = Random(name)
    for place in random.sample([m.start() for m in re.finditer(r"\d", text)], 12):
        other = random.choice([d for d in "0123456789" if d != text[place]])
        assert replay(json.loads(text[:place] + other + text[place + 1 :])).problems
    for step in random.sample([s for s in made["steps"] if s["type"] == "number"], 12):
        at = [m.start() for m in re.finditer(r"\d", step["value"])]
        place = random.choice(at)
        other = random.choice([d for d in "123456789" if d != step["value"][place]])
        changed = json.loads(text)
        twin = next(s for s in changed["steps"] if s["id"] == step["id"])
        twin["value"] = step["value"][:place] + other + step["value"][place + 1 :]
        changed["digest"] = digest(changed)
        assert replay(changed).problems, twin
