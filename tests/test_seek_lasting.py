"""What is remembered from one try to the next is what comes out when all is worked out from nothing."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from flint import fmpq
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.exact import score
from effrules.model import program as p
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.resources import rules_folder
from effrules.seek.goals import Goal, Placed, Score
from effrules.seek.movable import fields_read, movables
from effrules.seek.trying import Trial, ranking_of
from tests.running import program_of
from tests.shipped import checked
from tests.strategies import methodologies


def trial_of(program: p.Program, dataset: Dataset, at: int, *, placed: bool) -> Trial | None:
    """A trial of a body with all that may move for the first score that results stand for; none where nothing moves."""
    node, body = program.heads[0], dataset.subjects[at % len(dataset.subjects)]
    ranking = ranking_of(program, node)
    goal: Goal = Placed(node, ranking, 1) if placed and ranking is not None else Score(node, fmpq(10**6))
    figures = tuple(movables(program.schema, dataset, body, fields_read(program, [node]), {}))
    base = score(program, dataset)
    return Trial(program, dataset, body, goal, figures, base) if figures else None


def walked(trial: Trial, data: st.DataObject, most: int, tries: int) -> None:
    """Some tries, each with some figures other than the last one's, hold against the same from nothing."""
    moves: dict[int, int] = {}
    count = len(trial.figures)
    for _ in range(tries):
        for at in data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=most, unique=True)):
            figure = trial.figures[at]
            moves[at] = data.draw(st.integers(-min(figure.most(-1), 9), min(figure.most(1), 9)))
        asked = {at: steps for at, steps in moves.items() if steps}
        assert trial.outcome(asked, with_place=True) == trial.anew(asked)


RULES = """methodology lasting version "1" { title en "Lasting" scale 0 to 1000 points }
source order { title en "Order" }
subject body { size: number, between 0 and 100  grown: number, between 0 and 100 }
table plan of body { number: text, unique  planned: number, between 1 and 100  done: number, between 0 and 100 }
define best = largest of size among all body cite order
define reached(plan: plan): number = done / planned cite order
define by_size(plan: plan): number = done * size cite order
define of_all_plans(body: body): number = sum of reached(plan) for each plan, if none then 0 cite order
table step of plan { number: text, unique  made: number, between 0 and 100 }
define by_planned(step: step): number = made / step.plan.planned cite order
define own_far(b: body): points = far cite order
define most_far: points = largest of far among all body where far is applicable, if none then 1 points cite order
block far { score = 1 points * size / (best + 1) cite order }
block near { score = 1 points * of_all_plans(body) + 1 points * (sum of by_size(plan) for each plan, if none then 0) / 10_000 cite order }
block pooled { score = 1 points * (average of grown among all body where size > 50, if none then 0) cite order }
block counted { score = 1 points * (count of all plan where done > planned) cite order }
block scored { score = most_far + (sum of own_far(b) among all body b) - 1 points * (sum of by_planned(step) for each step, if none then 0) / 1000 but at least 0 points cite order }
weights { far 20%  near 20%  pooled 20%  counted 20%  scored 20% cite order }
total { round to 6 decimals, half up cite order }
rank body by total as rounded, highest first; equal totals share a place cite order
"""


PROGRAM = program_of(RULES)


def data_of() -> Dataset:
    """Three bodies with plans and steps."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "body.csv").write_text("body,size,grown\nA,40,10\nB,60,20\nC,30,50\n", "utf-8")
        plans = "body,number,planned,done\nA,1,10,5\nA,2,8,8\nB,1,5,9\nC,1,4,1\n"
        (Path(folder) / "plan.csv").write_text(plans, "utf-8")
        steps = "body,plan,number,made\nA,1,1,5\nA,1,2,6\nB,1,1,4\n"
        (Path(folder) / "step.csv").write_text(steps, "utf-8")
        dataset, found = read(Path(folder), PROGRAM.schema)
    assert dataset is not None, found
    return dataset


def test_each_way_to_remember() -> None:
    """Values of others, of a row, of what belongs to a row or what it belongs to, of aggregates, selections and scores: each is forgotten when it must be."""
    dataset = data_of()
    trial = trial_of(PROGRAM, dataset, 0, placed=True)
    assert trial is not None
    each = [{at: steps} for at in range(len(trial.figures)) for steps in (1, 30, -1)]
    both = [{**one, **other} for one, other in pairwise(each)]
    for moves in (*each, *both, *reversed(each)):
        assert trial.outcome(moves, with_place=True) == trial.anew(moves), moves


@settings(max_examples=60)
@given(methodologies(), st.data(), st.booleans())
def test_tries_by_any_rules(text: str, data: st.DataObject, placed: bool) -> None:
    """Whatever the rules read, of others too."""
    program = program_of(text)
    dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
    trial = (
        trial_of(program, dataset, data.draw(st.integers(0, 9)), placed=placed) if dataset.subjects else None
    )
    if trial is not None:
        walked(trial, data, 3, 6)


@settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data(), st.integers(0, 44), st.booleans())
def test_tries_by_shipped_rules(data: st.DataObject, at: int, placed: bool) -> None:
    """With hundreds of figures of a body, by rules that compare it with others."""
    program = checked("current").program
    assert program is not None
    dataset, _ = read(rules_folder() / "current" / "sample", program.schema)
    assert dataset is not None
    trial = trial_of(program, dataset, at, placed=placed)
    assert trial is not None
    walked(trial, data, 8, 6)
