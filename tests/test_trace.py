"""Derivations: they end in the results, rest on cells and clauses, and each step is stored once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from flint import fmpq

from effrules.check.cached import load
from effrules.data import read
from effrules.data.dataset import Dataset, Row
from effrules.exact import score
from effrules.exact.results import NodeState
from effrules.model.program import Program
from effrules.trace import steps as s
from effrules.trace.derivation import Derivations
from effrules.trace.json_text import document
from effrules.trace.referring import references
from effrules.trace.tracing import trace
from tests.costs import shared
from tests.running import program_of
from tests.test_engine_properties import alike, same
from tests.thesis import MIDDLE, rules_at, sample_of


@shared
def read_whole(name: str) -> tuple[Program, Dataset]:
    """Rules of middle size and their sample data, read once for all tests."""
    program = load(rules_at(name)).program
    assert program is not None
    dataset, findings = read(sample_of(name), program.schema)
    assert dataset is not None, findings
    return program, dataset


def some_bodies(name: str) -> tuple[str, ...]:
    """Of the bodies in the sample data every third one for the rules of three blocks, every eighth one for earlier ones."""
    _, dataset = read_whole(name)
    return tuple(subject.key for subject in dataset.subjects[:: 3 if name == "current" else 8])


@shared
def traced(name: str) -> Derivations:
    """The derivations of those bodies, made once for all tests."""
    return trace(*read_whole(name), some_bodies(name))


def is_whole(
    derivations: Derivations, program: Program, dataset: Dataset, only: Sequence[str] | None = None
) -> None:
    """The derivations give the plain results, in steps whose operands come first."""
    plain = score(program, dataset, only=only)
    assert alike(plain, derivations.results)
    for number, step in enumerate(derivations.steps):
        assert step.id == number
        assert all(0 <= ref < number for ref in references(step))
        if not references(step):
            assert isinstance(
                step, s.Cell | s.Written | s.Weighting | s.Failed | s.CheckList | s.Node
            ) or is_of_no_rows(step)
    for result in plain.subjects:
        roots = derivations.subjects[result.key]
        for name, node in result.nodes.items():
            step = derivations.steps[roots.nodes[name]]
            assert isinstance(step, s.Node)
            assert step.state.value == node.state.value
            assert same(step.value, node.value)
            assert step.weight == node.weight
            if node.state is NodeState.SCORED:
                assert step.result is not None
                assert same(derivations.steps[step.result].value, node.value)
                assert step.before_rounding is not None
                assert same(derivations.steps[step.before_rounding].value, node.before_rounding)
        for name, place in result.places.items():
            assert (name in roots.places) is (place is not None)
            if place is not None:
                assert derivations.steps[roots.places[name]].value == fmpq(place.number)


def is_of_no_rows(step: s.Step) -> bool:
    """Whether a step runs over rows of which there are none, or which it only counts."""
    match step:
        case s.Aggregate() | s.Share() | s.Count() | s.Quantified():
            return not step.rows.left_out
        case s.Incidents():
            return not step.amounts
        case _:
            return False


def rests_on_something(derivations: Derivations) -> None:
    """Every leaf is a cell of the data, or stands in a clause that cites its source or says that it is assumed."""
    clauses = derivations.clauses
    for step in derivations.steps:
        if isinstance(step, s.Cell) or (references(step) and not isinstance(step, s.Figure)):
            continue
        assert step.clause is not None, step
        clause = clauses[step.clause]
        assert clause.citations or clause.assumptions, (step, clause)


@pytest.mark.parametrize("name", MIDDLE)
def test_leaves(name: str) -> None:
    """Whatever a score rests on is in the data, cited, or assumed."""
    rests_on_something(traced(name))


@pytest.mark.parametrize("name", MIDDLE)
def test_rules_are_traced_whole(name: str) -> None:
    """Every result of the rules on their sample data has its steps."""
    is_whole(traced(name), *read_whole(name), only=some_bodies(name))


def test_each_step_is_stored_once() -> None:
    """No two steps of all agencies are the same but for their number."""
    derivations = traced("current")
    assert len(set(derivations.steps)) == len(derivations.steps)


def test_a_derivation_holds_what_its_root_rests_on() -> None:
    """The steps of one node are those that it rests on, no others."""
    program, dataset = read_whole("current")
    derivation = traced("current").of("C01", "goals")
    reached = {derivation.root}
    for step in reversed(derivation.steps):
        if step.id in reached:
            reached.update(references(step))
    assert reached == set(range(len(derivation.steps)))
    assert derivation.steps[derivation.root].value == derivation_value(program, dataset)


def derivation_value(program: Program, dataset: Dataset) -> object:
    """The score of the block as the engine gives it."""
    return score(program, dataset).of("C01").nodes["goals"].value


def test_one_agency_is_traced_without_the_others() -> None:
    """Where nothing is compared but places, the steps of one agency are none of another's."""
    program, dataset = read_whole("current")
    derivations = trace(program, dataset, ["C01"])
    assert set(derivations.subjects) == {"C01"}
    subjects = {step.subject for step in derivations.steps if isinstance(step, s.Node)}
    assert subjects == {"C01"}
    alone, all_of_them = derivations.of("C01"), traced("current").of("C01")
    assert document(alone) == document(all_of_them)


def test_a_cell_knows_where_it_stands() -> None:
    """The cells of a derivation are those of the files, as they stand there."""
    derivation = traced("current").of("C01")
    cells = [step for step in derivation.steps if isinstance(step, s.Cell)]
    assert cells
    folder = sample_of("current")
    for cell in cells:
        lines = (folder / Path(cell.file).name).read_text(encoding="utf-8").splitlines()
        row, column = int(cell.cell.lstrip("ABCDEFGHIJ")), ord(cell.cell[0]) - ord("A")
        assert lines[row - 1].split(",")[column] == cell.raw


def test_without_places_nobody_else_is_looked_at() -> None:
    """Not ranked, one agency gives the same scores, no place, and no step of another's."""
    program, dataset = read_whole("current")
    unranked, ranked = trace(program, dataset, ["C01"], ranked=False), traced("current")
    assert not unranked.subjects["C01"].places
    assert document(unranked.of("C01", "goals")) == document(ranked.of("C01", "goals"))


COMPARED = """
methodology compared version "1" { scale 0 to 100 points }
subject agency { id: text  staff: number }
direction d {
    score = 100 points * min-max of a.staff among agency a, if all equal then 0
    cite order "1"
}
source order { title "An order" }
"""


def test_values_of_others_are_followed_to_their_cells() -> None:
    """What is compared across agencies leads to the cells of all of them, each once."""
    program = program_of(COMPARED)
    rows = [
        Row("agency", key, {"id": key, "staff": fmpq(staff)}, label=key)
        for key, staff in (("A", 3), ("B", 5), ("C", 9))
    ]
    derivation = trace(program, Dataset(rows), ["B"]).of("B")
    cells = [(step.row, step.value) for step in derivation.steps if isinstance(step, s.Cell)]
    assert sorted(cells) == [("A", 3), ("B", 5), ("C", 9)]
    assert derivation.steps[derivation.root].value == fmpq(100, 3)
