"""Whatever arrays work out for a weighting is what the exact engine gives for rules with these weights, digit for digit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from attrs import evolve
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.data.dataset import Dataset, Row
from effrules.exact import score
from effrules.model import program as p
from effrules.model.number_fields import field_of, numeric
from effrules.model.real import Real, compare
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.simulate import weights as w
from effrules.simulate.fractions import Fractions
from effrules.simulate.noise import Disturbed, Noise, Shape
from effrules.simulate.runs import Run, Scores, Simulated
from tests.running import program_of
from tests.strategies import ROUNDINGS, methodologies
from tests.test_seek_lasting import PROGRAM as LASTING
from tests.test_seek_lasting import data_of as lasting_data

DRAWS = 4
REDISTRIBUTIONS = ("share out in proportion", "share out equally", "count as zero", "count as full")


@st.composite
def trees(draw: st.DrawFn) -> str:
    """Rules that are weighted means at every level, with roundings, penalties, bonuses, limits, kinds, grades and places."""

    def one_of(*texts: str) -> str:
        return draw(st.sampled_from(texts))

    def rounds(name: str) -> str:
        late = one_of("", ", after penalties")
        decimals = one_of(*(r for r in ROUNDINGS if "significant" not in r))
        return one_of("", f"round {name} to {decimals}{late}")

    leaves: list[str] = []
    inner: list[str] = []

    def node(kind: str, name: str, depth: int) -> str:
        only = (
            one_of("", "", "", 'only where kind is central because "kinds"')
            if kind != "block" and not name.endswith("_0")
            else ""
        )
        if depth == 0 or draw(st.integers(0, 4)) == 0:
            leaves.append(name)
            return (
                f"{kind} {name} {{ score = 1 points * ({name}_score if missing then 0) but at most 100 points\n{only}\n"
                f'not applicable when {name}_score is missing because "nothing reported" assumed "x" }}'
            )
        inner.append(name)
        below = "\n".join(
            node("direction", f"{name}_{at}", depth - 1) for at in range(draw(st.integers(1, 4)))
        )
        return f"{kind} {name} {{ {only}\n{below} }}"

    blocks = [f"b{at}" for at in range(draw(st.integers(2, 4)))]
    made = [node("block", block, draw(st.integers(0, 2))) for block in blocks]
    none = draw(st.integers(0, 4)) == 0
    heads = blocks if none else ["total"]
    shares = [draw(st.integers(0, 5)) for _ in blocks]
    shares[0] += 1
    stated = " ".join(
        f"{block} {share}/{sum(shares)} {{ equal throughout }}"
        for block, share in zip(blocks, shares, strict=True)
    )
    if none:
        stated = " ".join(f"{block} {{ equal throughout }}" for block in blocks)
    fields = "\n".join(f"{name}_score: number, between 0 and 100, may be missing" for name in leaves)
    clauses = "\n".join(
        f"weights{who} {{ {one_of('equal throughout', stated) if not none else stated}\n"
        f'when not applicable: {one_of(*REDISTRIBUTIONS)} assumed "x" }}'
        for who in draw(
            st.sampled_from([("",), (" for agency where kind is central", " for agency where kind is local")])
        )
    )
    targets = [*inner, *([] if none else ["total"])] or blocks
    changes = "\n".join(
        one_of(
            f'penalty p{at} {{ take {one_of("0.5", "3", "0.125")} points * minus / 3 from {target}\n{one_of("", "leaving at least 0 points", "leaving at least 20 points")} assumed "x" }}',
            f'bonus p{at} {{ give {one_of("0.25", "2")} points * minus to {target}\n{one_of("", "reaching at most 100 points", "reaching at most 60 points")} assumed "x" }}',
        )
        for at, target in enumerate(draw(st.lists(st.sampled_from(targets[-2:]), max_size=4)))
    )
    limits = [f'none because "parts only" assumed "x"'] if none else [  # noqa: F541
        one_of("", "never below 10 points"), one_of("", "never above 80 points"), rounds("total")]  # fmt: skip
    ratings = "\n".join(
        f'rating{"" if head == "total" else f" of block {head}"} {{ high from 60 points  medium from 30 points to below 60 points  low below 30 points  assumed "x" }}'
        for head in heads
    )
    key = one_of("as rounded", "before rounding")
    then = "" if none or not inner else one_of("", f", then by {inner[0]} as rounded, lowest first")
    within = one_of("", "within kind ")
    ties = one_of("", ", none is skipped")
    return f"""
methodology made_up version "1" {{ scale 0 to 100 points }}
subject agency {{ kind: one of central, local
minus: count
{fields} }}
{chr(10).join(made)}
{clauses}
{changes}
total {{ {chr(10).join(limits)}
{chr(10).join(rounds(name) for name in inner)} assumed "x" }}
{ratings}
rank agency {within}by {heads[0]} {key}, highest first{then}; equal totals share a place{ties} assumed "x"
"""


@st.composite
def bodies(draw: st.DrawFn, program: p.Program) -> Dataset:
    """Bodies with scores that are often alike, and often missing."""
    scores = st.sampled_from([None, *map(fmpq, (0, 30, 60, 100)), fmpq(200, 3), fmpq(123, 4)])
    names = [field.name for field in program.schema.subject.fields if field.name.endswith("_score")]
    found: list[Row] = []
    for at in range(draw(st.integers(1, 6))):
        if found and draw(st.integers(0, 2)) == 0:
            values = dict(draw(st.sampled_from(found)).values)
        else:
            values = {name: draw(scores) for name in names}
            values |= {
                "kind": draw(st.sampled_from(["central", "local"])),
                "minus": fmpq(draw(st.integers(0, 3))),
            }
        found.append(Row("agency", f"a{at}", values, label=f'agency "a{at}"'))
    return Dataset(found)


def value(scores: Scores, draw: int) -> object:
    """A score of a draw."""
    if isinstance(scores, Fractions):
        return scores.at(draw)
    return scores[draw] if isinstance(scores, tuple) else scores


def same(left: object, right: object) -> bool:
    if isinstance(left, fmpq | Real) and isinstance(right, fmpq | Real):
        return compare(left, right) == 0
    return left == right


def held_against_the_engine(
    program: p.Program, dataset: Dataset, seed: int, noises: Sequence[Noise] = ()
) -> Run | None:
    """Draws of the simulation, each held against the scoring of rules that state these weights, on data with these figures."""
    groups = w.Varied().groups(program)
    if not groups and not noises:
        return None
    random = np.random.default_rng(seed)
    weights = {(one.clause, one.node): w.drawn(one, DRAWS, random) for one in groups}
    disturbed = Disturbed(program.schema, dataset, dict(enumerate(noises)), seed)
    sample = [0] * len(noises)
    with disturbed:
        run = Simulated(program, dataset).run(
            weights,  # type: ignore[arg-type]
            DRAWS,
            None,
            [(one.table, one.field) for one in noises],
            (lambda draw: disturbed.put(draw, sample)) if noises else None,
        )
    for draw in range(DRAWS):
        disturbed.put(draw, sample)
        drawn = evolve(program, weights=w.clauses(program, weights, draw))  # type: ignore[arg-type]
        results = score(drawn, dataset)
        disturbed.__exit__(None, None, None)
        for at, subject in enumerate(results.subjects):
            for head in program.heads:
                assert same(value(run.scores[head][at], draw), subject.nodes[head].value)
            for rating in program.ratings:
                number = run.grades[rating.node][draw, at]
                grade = None if number < 0 else rating.grades[number].name
                assert grade == subject.ratings[rating.node]
            for ranking in program.rankings:
                place = subject.places[ranking.name]
                assert run.places[ranking.name][draw, at] == (0 if place is None else place.number)
    return run


@settings(max_examples=120)
@given(trees(), st.data(), st.integers(0, 1000))
def test_means_by_arrays_are_those_of_the_engine(text: str, data: st.DataObject, seed: int) -> None:
    """Trees of weighted means go by arrays, and come out as the engine has them."""
    program = program_of(text)
    run = held_against_the_engine(program, data.draw(bodies(program)), seed)
    assert run is None or run.by_engine == 0


@settings(max_examples=40)
@given(methodologies(), st.data(), st.integers(0, 1000))
def test_any_rules_come_out_as_by_the_engine(text: str, data: st.DataObject, seed: int) -> None:
    """Whatever the rules, by arrays or by the engine."""
    program = program_of(text)
    dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
    held_against_the_engine(program, dataset, seed)


@settings(max_examples=30)
@given(methodologies(), st.data(), st.integers(0, 1000))
def test_other_figures_come_out_as_by_the_engine(text: str, data: st.DataObject, seed: int) -> None:
    """Only what reads a field is worked out again, and comes out as if all were; afterwards the data are as they were."""
    program = program_of(text)
    dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
    before = [dict(row.values) for rows in (dataset.subjects, *dataset.rows.values()) for row in rows]
    names = data.draw(
        st.lists(st.sampled_from(sorted(numeric(program.schema))), min_size=1, max_size=3, unique=True)
    )
    noises = []
    for name in names:
        found = field_of(program.schema, name)
        assert found is not None
        noises.append(
            Noise(
                found[0],
                found[1].name,
                data.draw(st.sampled_from(Shape)),
                fmpq(1, 2),
                data.draw(st.booleans()),
            )
        )
    held_against_the_engine(program, dataset, seed, noises)
    assert before == [dict(row.values) for rows in (dataset.subjects, *dataset.rows.values()) for row in rows]


@pytest.mark.parametrize("name", ["body.size", "body.grown", "plan.planned", "plan.done", "step.made"])
def test_what_lasts_from_draw_to_draw(name: str) -> None:
    """Definitions, aggregates and selections that read a field, each in its way, are worked out again in each draw."""
    dataset = lasting_data()
    field = field_of(LASTING.schema, name)
    assert field is not None
    noise = Noise(field[0], field[1].name, Shape.UNIFORM, fmpq(1, 2), True)
    held_against_the_engine(LASTING, dataset, 1, [noise])
