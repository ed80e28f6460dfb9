"""Of whom something holds for years: one of the last places, or a lower score, several years one after another.

Bodies are told by their identifiers and nodes by their names, as they are called in the last year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from effrules.cycle.entries import Stage
from effrules.cycle.folder import opened
from effrules.cycle.scored import ScoredStage, scored_stage
from effrules.exact import Results, SubjectResult
from effrules.model import program as p
from effrules.model.program import Program
from effrules.model.real import Undecided, compare


@frozen
class Held:
    """A stage of the rules that is about some years: those that it needs and that are not at hand, and of whom it holds.

    ``found``: for each node that it is about the bodies of whom it holds in all years; ``unranked``: nodes that nobody has a score of
    in some of them.
    """

    stage: p.Stage = field(repr=False)
    years: tuple[int, ...]
    lacking: tuple[int, ...]
    found: Mapping[str, tuple[str, ...]]
    unranked: tuple[str, ...]


def results_of(places: Iterable[Path]) -> dict[int, Results]:
    """The final results of years, as they were scored last, by year. Raises what `opened` and `scored_stage` do."""
    made = {}
    for place in places:
        stage = scored_stage(opened(place), Stage.FINAL)
        made[stage.year.manifest.year] = stage.results
    return made


def held(last: ScoredStage, before: Mapping[int, Results]) -> Iterator[Held]:
    """What the rules of the last year say of several years, with the results of those ``before`` it."""
    year, program = last.year.manifest.year, last.year.program
    yield from held_of(program, year, {**before, year: last.results})


def held_of(program: Program, year: int, results: Mapping[int, Results]) -> Iterator[Held]:
    """The same for the results of a year and of those before it, as far as they are at hand."""
    for stage in program.stages.values():
        if stage.running is None:
            continue
        years = tuple(range(year - stage.running.years + 1, year + 1))
        needed = years if stage.running.places is not None else (years[0] - 1, *years)
        lacking = tuple(one for one in needed if one not in results)
        if lacking:
            yield Held(stage, years, lacking, {}, ())
            continue
        found: dict[str, tuple[str, ...]] = {}
        unranked = []
        for node in stage.nodes or (program.root.name, *program.root.parts):
            if any(not _scored(results[one], node) for one in needed):
                unranked.append(node)
                continue
            sets = [_those(stage.running, program, node, results, one) for one in years]
            of = set.intersection(*sets)
            found[node] = tuple(one.key for one in results[year].subjects if one.key in of)
        yield Held(stage, years, (), found, tuple(unranked))


def _those(
    running: p.Running, program: Program, node: str, results: Mapping[int, Results], year: int
) -> set[str]:
    if running.places is not None:
        return set(_last(program, results[year], node, running.places))
    was = {one.key: one for one in _scored(results[year - 1], node)}
    return {
        one.key for one in _scored(results[year], node)
        if one.key in was and _order(one, was[one.key], node) < 0
    }  # fmt: skip


def _scored(results: Results, node: str) -> list[SubjectResult]:
    return [one for one in results.subjects if node in one.nodes and one.nodes[node].value is not None]


def _last(program: Program, results: Results, node: str, places: int) -> Iterator[str]:
    """The last in each group in which the rules rank: of whom fewer than ``places`` of the group have a lower score."""
    rankings = program.rankings_of(node) or program.rankings
    within: Sequence[str] = rankings[0].within if rankings else ()
    groups: dict[tuple[object, ...], list[SubjectResult]] = {}
    for one in _scored(results, node):
        groups.setdefault(tuple(one.subject.values.get(name) for name in within), []).append(one)
    for group in groups.values():
        for one in group:
            if sum(_order(other, one, node) < 0 for other in group) < places:
                yield one.key


def _order(one: SubjectResult, other: SubjectResult, node: str) -> int:
    left, right = one.nodes[node].value, other.nodes[node].value
    assert left is not None, "only scored bodies are compared"
    assert right is not None, "only scored bodies are compared"
    try:
        return compare(left, right)
    except Undecided:
        return 0
