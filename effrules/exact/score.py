"""Scoring: a checked program over a dataset gives the results, and every finding on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import in_order
from effrules.exact import tree_errors
from effrules.exact.adjusting import NONE
from effrules.exact.nodes import Nodes
from effrules.exact.observer import Observer
from effrules.exact.ranking import grade, places, takes_part
from effrules.exact.recommending import recommended
from effrules.exact.results import NodeResult, Place, Recommended, Results, SubjectResult
from effrules.model.assumptions import all_assumptions
from effrules.model.garbage import without_collecting
from effrules.model.program import Program
from effrules.model.schema import named

NO_WEIGHTS: Mapping[str, fmpq] = {}


@without_collecting()
def score(
    program: Program,
    dataset: Dataset,
    *,
    observer: Observer | None = None,
    only: Collection[str] | None = None,
    strict: bool = False,
    progress: Callable[[int, int], None] | None = None,
    ranked: bool = True,
) -> Results:
    """Score every subject of the dataset, exactly.

    ``observer`` is told of all that is worked out for the chosen subjects, and of what they need of others; not of what
    only places need: the scores of the others.
    ``only`` gives the identifiers of the subjects to score; whatever is compared across subjects, places
    included, still looks at all of them. ``strict`` refuses rules that rest on assumptions: one finding for
    each, and no subject. ``progress`` is told after each subject how many are done, and of how many.
    Not ``ranked``: nobody is given a place, so that only what was asked for is worked out.
    Nothing is raised for what rules or data can bring about: it is a finding, and a node that has no value
    for it is ``FAILED``; the others come out.
    """
    assumptions = all_assumptions(program)
    if strict and assumptions:
        findings = in_order(tree_errors.rests_on_assumption(assumption) for assumption in assumptions)
        return Results(program.header, (), findings, assumptions)
    chosen = dataset.subjects
    if only is not None:
        known = {subject.key for subject in dataset.subjects}
        unknown = [key for key in only if key not in known]
        if unknown:
            table = named(program.schema.subject)
            findings = tuple(tree_errors.no_such_subject(key, table, known) for key in unknown)
            return Results(program.header, (), findings, assumptions)
        wanted = set(only)
        chosen = [subject for subject in dataset.subjects if subject.key in wanted]
    nodes = Nodes(program, dataset, observer)
    for number, subject in enumerate(chosen, 1):
        nodes.work_out_all(subject)
        if progress is not None:
            progress(number, len(chosen))
    rankings = program.rankings if ranked else ()
    if observer is not None:
        for ranking in rankings:
            for subject in chosen:
                takes_part(ranking, subject, nodes)
    advice = {subject: recommended(program, subject, nodes) for subject in chosen}
    if observer is not None:
        nodes.unobserved()
    placed = {r.name: places(r, dataset.subjects, nodes, observer) for r in rankings}
    subjects = tuple(gathered(program, subject, nodes, placed, advice[subject]) for subject in chosen)
    return Results(program.header, subjects, in_order(nodes.findings), assumptions)


def gathered(
    program: Program,
    subject: Row,
    nodes: Nodes,
    placed: Mapping[str, Mapping[Row, Place]],
    advice: tuple[Recommended, ...],
) -> SubjectResult:
    results: dict[str, NodeResult] = {name: nodes.result(subject, name) for name in program.nodes}
    for name in program.nodes:
        for part, weight in nodes.used[name].get(subject, NO_WEIGHTS).items():
            results[part] = results[part].with_weight(weight)
    return SubjectResult(
        subject,
        results,
        {a.name: nodes.adjusted[a.name].get(subject, NONE) for a in program.adjustments},
        {rating.node: grade(rating, subject, nodes) for rating in program.ratings},
        {ranking.name: placed.get(ranking.name, {}).get(subject) for ranking in program.rankings},
        program.heads,
        advice,
    )
