"""What is the same for many bodies is one step, however many there are: steps are counted, never seconds."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from effrules.check.cached import load
from effrules.data import read
from effrules.independent import replay
from effrules.model.program import Program
from effrules.trace import steps as s
from effrules.trace.derivation import Derivations
from effrules.trace.json_text import digest, document, json_text, together
from effrules.trace.tracing import trace
from tests.running import program_of

ROOT = Path(__file__).resolve().parent.parent

INDEX = """
methodology m version "1" { scale 0 to 100 points }
source order { title en "Order" }
subject body { name: text }
table value of body { code: text  amount: number }
define mean(v: value) = average of o.amount among all value o with the same code as v, if none then 0
define own(v: value) = v.amount + 0
criterion c out of 100 points {
    score = 100 points * share of all value o where own(o) >= mean(o), if none then 0
    cite order
}
weights { equal  cite order }
"""


def checked(text: str) -> Program:
    """Rules that are right."""
    return program_of(text)


def index(folder: Path, bodies: int) -> Derivations:
    """The derivations of all bodies, each with a value of code A and one of code B."""
    program = checked(INDEX)
    folder.mkdir()
    with (folder / "body.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("body", "name"), *((f"B{n}", f"Body {n}") for n in range(bodies))])
    with (folder / "value.csv").open("w", newline="") as file:
        rows = [(f"B{n}", code, n) for n in range(bodies) for code in "AB"]
        csv.writer(file).writerows([("body", "code", "amount"), *rows])
    dataset, findings = read(folder, program.schema)
    assert dataset is not None, findings
    return trace(program, dataset)


def definitions(derivations: Derivations) -> Counter[str]:
    """How many steps there are of each definition."""
    return Counter(step.name for step in derivations.steps if isinstance(step, s.Definition))


def test_a_definition_of_like_rows_is_one_step(tmp_path: Path) -> None:
    """A definition that asks a row only which others are like it is worked out once for all of those; it names what they share."""
    derivations = index(tmp_path / "data", 5)
    assert definitions(derivations) == {"mean": 2, "own": 10}
    rows = [
        step.arguments[0].row
        for step in derivations.steps
        if isinstance(step, s.Definition) and step.name == "mean"
    ]
    assert rows == ['code "A"', 'code "B"']


def test_a_definition_that_reads_a_cell_is_a_step_for_each_row(tmp_path: Path) -> None:
    """Two rows with equal values in different cells do not share what rests on those cells."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "body.csv").write_text("body,name\nB0,x\nB1,y\n")
    (folder / "value.csv").write_text("body,code,amount\nB0,A,1\nB1,A,1\n")
    program = checked(INDEX)
    dataset, findings = read(folder, program.schema)
    assert dataset is not None, findings
    derivations = trace(program, dataset)
    owns = [step for step in derivations.steps if isinstance(step, s.Definition) and step.name == "own"]
    cells = {step.cell for step in derivations.steps if isinstance(step, s.Cell) and step.field == "amount"}
    assert len(owns) == 2
    assert cells == {"C2", "C3"}


def test_steps_grow_with_the_rows_not_with_their_square(tmp_path: Path) -> None:
    """Twice as many bodies have twice as many steps."""
    few, many = (len(index(tmp_path / str(n), n).steps) for n in (20, 40))
    assert many <= 2 * few


@pytest.mark.parametrize("treated", [True, False])
def test_the_sample_index_is_right(tmp_path: Path, treated: bool) -> None:
    """The script's rules check clean, its data read clean, and the same arguments write the same files."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import make_index
    finally:
        sys.path.pop(0)
    for name in ("a", "b"):
        make_index.write(tmp_path / name, bodies=6, indicators=5, rounds=make_index.ROUNDS if treated else 0)
    for path in ("methodology.eff", "data/body.csv", "data/value.csv"):
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()
    found = load(str(tmp_path / "a"))
    assert found.findings == ()
    assert found.program is not None
    dataset, findings = read(tmp_path / "a" / "data", found.program.schema)
    assert findings == ()
    assert dataset is not None
    assert all(result.total.value is not None for result in trace(found.program, dataset).results.subjects)


def test_what_bodies_stand_among_is_one_step(tmp_path: Path) -> None:
    """A place, a percentile or a min-max among all does not list all again for each body."""
    program = checked(INDEX.replace("share of all value o where own(o) >= mean(o), if none then 0", "min-max of size among body, if all equal then 0").replace("name: text", "name: text size: number"))  # fmt: skip
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "body.csv").write_text("body,name,size\n" + "".join(f"B{n},Body {n},{n}\n" for n in range(7)))
    (folder / "value.csv").write_text("body,code,amount\nB0,A,1\n")
    dataset, findings = read(folder, program.schema)
    assert dataset is not None, findings
    kinds = Counter(type(step) for step in trace(program, dataset).steps)
    assert (kinds[s.Among], kinds[s.Standing]) == (1, 7)


def test_a_trace_is_written_in_canonical_form(tmp_path: Path) -> None:
    """The lines of the steps, without their breaks, are what the digest was made of; the document reads back the same."""
    derivation = index(tmp_path / "data", 3).of("B1")
    text = json_text(derivation)
    made = json.loads(text)
    assert made == document(derivation)
    assert made["digest"] == digest(made)
    lines = [line.rstrip(",") for line in text.splitlines() if line.startswith('{"')]
    canonical = [
        json.dumps(step, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for step in made["steps"]
    ]
    assert lines == canonical


def test_a_shared_step_is_checked_once(tmp_path: Path) -> None:
    """The traces of all bodies in one document: as many steps are worked out as there are, not as many as all traces have."""
    derivations = index(tmp_path / "data", 9)
    found = replay(together(derivations))
    assert found.problems == []
    assert found.confirmed + found.given == len(derivations.steps)
    alone = [replay(document(derivations.of(key))) for key in derivations.subjects]
    assert sum(one.confirmed + one.given for one in alone) > 3 * len(derivations.steps)


@pytest.mark.parametrize("what", ["root", "subject", "ratings"])
def test_the_bodies_of_a_document_have_their_own_steps(tmp_path: Path, what: str) -> None:
    """A body that is given another body's root, or something else as its grade, is noticed."""
    made = together(index(tmp_path / "data", 3))
    first, second, _ = made["bodies"]
    first[what] = ["s0"] if what == "ratings" else second[what]
    made["digest"] = digest(made)
    assert replay(made).problems
