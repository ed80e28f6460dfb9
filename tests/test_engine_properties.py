"""What must hold of the engine for any methodology and any data: random well-typed rules over random rows."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.diagnostics import has_errors
from effrules.exact import NodeState, Results, score
from effrules.model import program as p
from effrules.model.real import Real, compare
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.source import Source
from effrules.syntax.parse import parse
from tests.running import program_of
from tests.strategies import methodologies


def scored(program: p.Program, rows: Sequence[p.ExampleRow]) -> Results:
    """The results of rows as examples state them."""
    return score(program, dataset_of(program.schema, rows))


def same(left: object, right: object) -> bool:
    """Whether two values are equal, irrational ones decided exactly."""
    if isinstance(left, fmpq | Real) and isinstance(right, fmpq | Real):
        return compare(left, right) == 0
    return left == right


def alike(left: Results, right: Results) -> bool:
    """Whether two runs give every subject the same states, values, adjustments, grades and places."""
    others = {subject.key: subject for subject in right.subjects}
    for subject in left.subjects:
        other = others[subject.key]
        for name, node in subject.nodes.items():
            twin = other.nodes[name]
            if node.state is not twin.state or not same(node.value, twin.value) or node.weight != twin.weight:
                return False
        for name, adjustment in subject.adjustments.items():
            if not same(adjustment.taken, other.adjustments[name].taken):
                return False
        if subject.ratings != other.ratings or subject.places != other.places:
            return False
    return len(left.subjects) == len(right.subjects)


def shuffled_rows(rows: Sequence[p.ExampleRow], seed: int) -> list[p.ExampleRow]:
    """The rows in another order in which owners still stand before what they own."""
    random = Random(seed)
    waiting = list(rows)
    random.shuffle(waiting)
    placed: list[p.ExampleRow] = []
    names: set[str | None] = {None}
    while waiting:
        ready = next(row for row in waiting if row.owner in names)
        waiting.remove(ready)
        placed.append(ready)
        names.add(ready.name)
    return placed


@settings(max_examples=60)
@given(methodologies(), st.data())
def test_never_a_crash(text: str, data: st.DataObject) -> None:
    """Whatever the rules and the data, there is a result for each node, or a finding that says why not."""
    program = program_of(text)
    results = scored(program, data.draw(Agencies(program).cases))
    for subject in results.subjects:
        for node in subject.nodes.values():
            assert (node.value is not None) is (node.state is NodeState.SCORED)
            assert (node.state is NodeState.FAILED) <= has_errors(results.findings)


@settings(max_examples=40)
@given(methodologies(), st.data(), st.integers(0, 1000))
def test_the_order_of_rows_never_matters(text: str, data: st.DataObject, seed: int) -> None:
    """Rows are a multiset: in any order they give the same results."""
    program = program_of(text)
    rows = data.draw(Agencies(program).cases)
    assert alike(scored(program, rows), scored(program, shuffled_rows(rows, seed)))


@settings(max_examples=40)
@given(methodologies(), st.data(), st.integers(0, 1000))
def test_the_order_of_declarations_never_matters(text: str, data: st.DataObject, seed: int) -> None:
    """Declarations may stand in any order (only penalties of one node are taken in the order of the text)."""
    program = program_of(text)
    declared = parse(Source("rules.eff", text))[0].declarations
    heading, *pieces = [declaration.span.text for declaration in declared]
    movable = [piece for piece in pieces if not piece.startswith(("penalty", "bonus"))]
    fixed = [piece for piece in pieces if piece.startswith(("penalty", "bonus"))]
    Random(seed).shuffle(movable)
    shuffled = "\n".join([heading, *movable, *fixed])
    other = program_of(shuffled)
    rows = data.draw(Agencies(program).cases)
    assert alike(scored(program, rows), scored(other, rows))


def weighed(weights: Sequence[int], how: str, gone: Sequence[bool]) -> tuple[list[fmpq | None], fmpq | None]:
    """The weights with which parts of stated weights count, and the total, when some are not applicable."""
    whole = sum(weights)
    parts = "".join(
        f'criterion c{n} out of 100 points {{ score = {10 * n + 5} points not applicable when {"1 is 1" if out else "1 is 0"} assumed "x" }}\n'
        for n, out in enumerate(gone)
    )
    stated = " ".join(f"c{n} {weight}/{whole}" for n, weight in enumerate(weights))
    text = f"""
methodology m version "1" {{ scale 0 to 100 points }}
subject agency {{ name: text }}
{parts}
weights {{ {stated} when not applicable: {how} assumed "x" }}
"""
    program = program_of(text)
    (subject,) = scored(program, [p.ExampleRow("agency", "A", None, (("name", "A"),))]).subjects
    total = subject.total.value
    assert total is None or isinstance(total, fmpq)
    return [subject.nodes[f"c{n}"].weight for n in range(len(weights))], total


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=2, max_size=6))
def test_not_applicable_parts_never_change_the_ratio_of_the_others(parts: list[tuple[int, bool]]) -> None:
    """Shared out in proportion, the weights of what is left keep their ratio and make 100 %."""
    weights, gone = [weight for weight, _ in parts], [out for _, out in parts]
    used, total = weighed(weights, "share out in proportion", gone)
    left = [n for n, out in enumerate(gone) if not out]
    if not left:
        assert total is None
        return
    base = sum(weights[n] for n in left)
    assert [used[n] for n in left] == [fmpq(weights[n], base) for n in left]
    assert total == sum((fmpq(weights[n], base) * (10 * n + 5) for n in left), fmpq(0))


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 50), st.booleans()), min_size=2, max_size=6))
def test_shared_out_equally(parts: list[tuple[int, bool]]) -> None:
    """Shared out equally, each part that is left gets the same addition."""
    weights, gone = [weight for weight, _ in parts], [out for _, out in parts]
    used, total = weighed(weights, "share out equally", gone)
    left = [n for n, out in enumerate(gone) if not out]
    if not left:
        assert total is None
        return
    whole = sum(weights)
    lost = fmpq(sum(weights[n] for n, out in enumerate(gone) if out), whole)
    assert [used[n] for n in left] == [fmpq(weights[n], whole) + lost / len(left) for n in left]


@pytest.mark.parametrize(("how", "total"), [("count as zero", "30"), ("count as full", "80")])
def test_counted_as_zero_or_as_full(how: str, total: str) -> None:
    """A part that is not applicable may count with nothing, or with its full score."""
    text = f"""
methodology m version "1" {{ scale 0 to 100 points }}
subject agency {{ name: text }}
criterion a out of 100 points {{ score = 60 points assumed "x" }}
criterion b out of 100 points {{ score = 10 points not applicable when 1 is 1 assumed "x" }}
weights {{ a 50% b 50% when not applicable: {how} assumed "x" }}
"""
    program = program_of(text)
    (subject,) = scored(program, [p.ExampleRow("agency", "A", None, (("name", "A"),))]).subjects
    assert subject.total.value == fmpq(int(total))
