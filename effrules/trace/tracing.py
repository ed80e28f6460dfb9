"""Tracing: a checked program over a dataset gives the results and how each of them came about."""

from __future__ import annotations

from collections.abc import Callable, Collection

from effrules.data.dataset import Dataset
from effrules.data.names import name_of
from effrules.exact import score
from effrules.exact.results import SubjectResult
from effrules.model.program import Program
from effrules.trace.completing import Completing
from effrules.trace.derivation import Derivations, Roots
from effrules.trace.outcomes import place_step, rating_step
from effrules.trace.recorder import Recorder
from effrules.trace.tables import tables_read


def trace(
    program: Program,
    dataset: Dataset,
    only: Collection[str] | None = None,
    *,
    ranked: bool = True,
    completing: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Derivations:
    """Score subjects (``only`` those identifiers, or all) and write down every step.

    The results are those of ``score``, with its findings; where it gives no subject (an unknown identifier), there is no
    derivation either. Others than the subjects asked for are followed as far as scores look at them; for places alone
    their scores are taken as results. ``completing``: what was not taken is written down, too. Not ``ranked``: there are no places, and nobody else is looked at for them.
    ``progress`` is told after each subject how many are done, and of how many.
    """
    recorder = Completing(program) if completing else Recorder(program)
    results = score(program, dataset, observer=recorder, only=only, ranked=ranked, progress=progress)
    subjects = {result.key: _roots(recorder, program, result) for result in results.subjects}
    recorder.weigh_parts()
    names = {result.key: name_of(result.subject, program.schema) for result in results.subjects}
    tables = tuple(tables_read(dataset, program.schema))
    untaken = recorder.untaken if isinstance(recorder, Completing) else {}
    return Derivations(
        program, results, recorder.book.steps, recorder.clauses.all, subjects, names, tables, untaken
    )


def _roots(recorder: Recorder, program: Program, result: SubjectResult) -> Roots:
    subject = result.subject
    return Roots(
        {name: recorder.nodes[subject, name] for name in program.nodes},
        {
            rating.node: rating_step(recorder, rating, subject, result.ratings[rating.node])
            for rating in program.ratings
        },
        {
            ranking.name: place_step(recorder, ranking, subject, place)
            for ranking in program.rankings
            if (place := result.places[ranking.name]) is not None
        },
        {
            one.name: recorder.conditions[id(program.recommendations[one.name].condition), subject][0]
            for one in result.recommended
        },
    )
