"""Nodes and names read from unusual places: a definition, a comparison across bodies, a definition with bodies as parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
from flint import fmpq

from effrules.check.build import load, load_text
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.independent import replay
from effrules.model.program import Program
from effrules.trace.json_text import document
from effrules.trace.tracing import trace

CASES = Path(__file__).parent / "cases"


def program(path: Path) -> Program:
    """The checked program of a case."""
    found = load(path)
    assert found.program is not None, found.findings
    return found.program


def rows(of: Program, path: Path) -> Dataset:
    """The data of a case."""
    dataset, found = read(path, of.schema)
    assert dataset is not None, found
    return dataset


@pytest.mark.parametrize(
    ("rules", "data", "totals"),
    [
        ("definition-reads-a-block.eff", "one.csv", {"P": "1/5", "Q": "4/5"}),
        ("its-parts-among.eff", "one.csv", {"P": "0", "Q": "1"}),
        ("independent-weight.eff", "two.csv", {"P": "1/15", "Q": "1", "R": "0"}),
    ],
)
def test_nodes_are_read_from_everywhere(rules: str, data: str, totals: dict[str, str]) -> None:
    """Scores are right, and every trace is confirmed step by step, those of other bodies' nodes included."""
    of = program(CASES / "nodes" / rules)
    derivations = trace(of, rows(of, CASES / "nodes" / data))
    assert not derivations.results.findings
    found = {one.key: one.nodes["total"].value for one in derivations.results.subjects}
    assert found == {key: fmpq(*map(int, value.split("/"))) for key, value in totals.items()}
    for one in derivations.results.subjects:
        checked = replay(document(derivations.of(one.key)))
        assert not checked.problems
        assert not checked.undecided


def test_a_name_has_one_meaning_inside_a_definition(tmp_path: Path) -> None:
    """With a body as its parameter, a definition says of the assessed body what the same words say outside it."""
    of = program(CASES / "language" / "same_name.eff")
    table = tmp_path / "unit.csv"
    table.write_text("unit,name,gdp\nA,Aa,1\nB,Bb,2\nC,Cc,3\n", encoding="utf-8")
    scores = trace(of, rows(of, table)).results.subjects
    named = [[one.nodes[name].value for one in scores] for name in ("subject_name", "passed", "smaller2")]
    assert named == [[0, 1, 2]] * 3
    assert [one.nodes["defined2"].value for one in scores] == [1, 1, 1]


def test_another_body_may_lack_a_node_that_this_one_has() -> None:
    """A formula runs only where its own block is applicable; the same block of another body need not be."""
    text = """methodology m version "1" { scale 0 to 100 points }
    source o { title en "o" }
    subject unit { small: yes or no  x: share, between 0% and 100% }
    block a {
        not applicable when small
        cite o
        direction d { score = 100 points * x }
        direction e { score = 100 points * min-max of d among unit, if all equal then 0% }
    }
    block b { score = 1 points  cite o }
    weights { equal throughout  when not applicable: share out equally  cite o }
    """
    assert [finding.code for finding in load_text(text).findings] == ["E312"]
    asked = text.replace("among unit", "among unit where d is applicable")
    assert load_text(asked).findings == ()
