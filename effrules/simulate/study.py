"""A simulation of a methodology: everything that is varied at once, many times over, and what that does to each body.

Each factor has random numbers of its own: by the seed, the factor's number and the sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Row
from effrules.diagnostics import Finding, in_order
from effrules.model import program as p
from effrules.model.real import Num
from effrules.simulate import spread
from effrules.simulate.factors import Combination, Factor, Variant, chosen
from effrules.simulate.merging import Piece, merged
from effrules.simulate.noise import Disturbed, Noise
from effrules.simulate.runs import Progress, Run, Simulated
from effrules.simulate.sensitivity import Index, correlation, indices
from effrules.simulate.weights import Drawn, Group, Varied, Weights, drawn

SHARES = (fmpq(1, 20), fmpq(1, 2), fmpq(19, 20))
"""Between which shares of the draws scores and places are told, with the middle one."""

SEED = 1
DRAWS = 10_000
BASE = 2_000
"""Draws of each of the samples from which the shares of variance are worked out, where nothing else is said."""


@frozen
class Asked:
    """What is asked for. ``base``: see ``BASE``; 0 for none."""

    factors: tuple[Factor, ...]
    draws: int = DRAWS
    seed: int = SEED
    base: int = BASE
    varied: Varied = Varied()


@frozen
class Pull:
    """How a body's score goes with the weight of a part: Pearson's correlation over all draws. Approximate."""

    factor: int
    part: str
    correlation: float


@frozen(eq=False)
class BodyRange:
    """What becomes of a body. Scores and places: at each of ``SHARES``. Chances are numbers of draws.

    ``indices`` has one entry for each factor; ``None`` where its score does not vary. ``ahead`` counts for each body of its group
    in the ranking, by its number in the data, the draws in which this one has the better place, ``level`` those in which both have the same.
    ``unscored`` counts the draws in which it has no score.
    """

    subject: Row
    score: Num | None
    scores: tuple[Num | None, ...]
    unscored: int
    place: int | None
    places: tuple[int | None, ...]
    place_kept: int
    grade: str | None
    grade_kept: int
    grades: tuple[tuple[str | None, int], ...]
    indices: tuple[Index, ...] | None
    pulls: tuple[Pull, ...]
    ahead: Mapping[int, int]
    level: Mapping[int, int]


@frozen(eq=False)
class HeadRange:
    """What becomes of one of the scores that results stand for, in the order of the data.

    ``shift``: by how many places a body moves on average, over all bodies and draws (the handbook's average shift in rank), and
    its ``indices``. ``groups`` are the bodies that the ranking compares, by their numbers; ``varies``: whether any score of it does.
    """

    node: str
    ranking: str | None
    bodies: tuple[BodyRange, ...]
    shift: float | None
    indices: tuple[Index, ...] | None
    groups: tuple[tuple[int, ...], ...]
    varies: bool


@frozen(eq=False)
class Robustness:
    """What a simulation shows. ``by_engine``: how many draws the exact engine worked out singly.

    ``drawn`` gives by factor for each part between which millionths nine of ten of its weights lie; ``generator`` what drew them;
    ``findings`` what goes wrong with the stated weights.
    """

    program: p.Program
    asked: Asked
    heads: tuple[HeadRange, ...]
    by_engine: int
    drawn: Mapping[int, tuple[tuple[int, int], ...]]
    generator: str
    findings: tuple[Finding, ...]


def study(
    variants: Mapping[Combination, Variant], asked: Asked, progress: Progress | None = None
) -> Robustness:
    """Vary what is asked for, all at once, and gather what that does. ``variants`` has the rules of each combination of alternatives."""
    return _Study(variants, asked, progress).robustness()


class _Study:
    def __init__(
        self, variants: Mapping[Combination, Variant], asked: Asked, progress: Progress | None
    ) -> None:
        self.asked = asked
        self.progress = progress
        self.variants = variants
        first = next(iter(variants.values()))
        self.program, self.subjects = first.program, first.dataset.subjects
        self.by_combination = {
            combination: Simulated(one.program, one.dataset) for combination, one in variants.items()
        }
        self.simulated = next(iter(self.by_combination.values()))
        self.noises = {at: one for at, one in enumerate(asked.factors) if isinstance(one, Noise)}
        self.factors = len(asked.factors)
        self.samples = self.factors + 2 if asked.base and self.factors > 1 else 0
        self.done = 0

    def weights(self, variant: Variant, sample: Sequence[int], draws: int) -> dict[int, Weights]:
        """Weightings by factor; ``sample`` says for each from which of its samples they are."""
        made = {}
        for at, group in variant.groups.items():
            found = drawn(group, draws, np.random.default_rng([self.asked.seed, at, sample[at]]))
            assert found is not None, "bounds that leave nothing are refused before"
            made[at] = found
        return made

    def run(self, sample: Sequence[int], draws: int) -> Run:
        """What comes out of a sample."""
        pieces = []
        for combination, numbers in chosen(self.asked.factors, sample, draws, self.asked.seed).items():
            variant, simulated = self.variants[combination], self.by_combination[combination]
            rows = self.weights(variant, sample, draws)
            weights = {(group.clause, group.node): rows[at][numbers] for at, group in variant.groups.items()}
            pieces.append(self.piece(variant, simulated, weights, numbers, sample))
        return merged(self.program, self.simulated.watched, pieces, draws)

    def piece(
        self,
        variant: Variant,
        simulated: Simulated,
        weights: Drawn,
        numbers: npt.NDArray[np.int64],
        sample: Sequence[int],
    ) -> Piece:
        """The draws of one combination of alternatives."""
        whole, before = self.asked.draws + self.samples * self.asked.base, self.done
        told = self.progress

        def progress(done: int, _: int) -> None:
            if told is not None:
                told(before + done, whole)

        touched = [(noise.table, noise.field) for noise in self.noises.values()]
        with Disturbed(variant.program.schema, variant.dataset, self.noises, self.asked.seed) as disturbed:

            def prepared(draw: int) -> None:
                disturbed.put(int(numbers[draw]), sample)

            found = simulated.run(
                weights, len(numbers), progress, touched, prepared if disturbed.cells else None
            )
        self.done += len(numbers)
        place = {row.key: at for at, row in enumerate(variant.dataset.subjects)}
        return Piece(variant.program, numbers, [place.get(row.key) for row in self.subjects], found)

    def robustness(self) -> Robustness:
        main = self.run([0] * self.factors, self.asked.draws)
        runs = [self.run(sample, self.asked.base) for sample in self.mixtures()]
        weights = self.weights(next(iter(self.variants.values())), [0] * self.factors, self.asked.draws)
        heads = tuple(self.head(node, main, runs, weights) for node in self.simulated.watched)
        reaches: dict[int, tuple[tuple[int, int], ...]] = {}
        for at, rows in weights.items():
            ordered = np.sort(rows, axis=0)
            ends = [ordered[spread.number(len(rows), share)] for share in (SHARES[0], SHARES[-1])]
            reaches[at] = tuple((int(low), int(high)) for low, high in zip(*ends, strict=True))
        return Robustness(
            self.program,
            self.asked,
            heads,
            main.by_engine + sum(run.by_engine for run in runs),
            reaches,
            f"NumPy {np.__version__}",
            in_order(self.simulated.nodes.findings),
        )

    def mixtures(self) -> list[list[int]]:
        """The samples that the indices are made of: the first, the second, and the first with each factor from the second."""
        if not self.samples:
            return []
        mixed = [[2 if at == own else 1 for at in range(self.factors)] for own in range(self.factors)]
        return [[1] * self.factors, [2] * self.factors, *mixed]

    # -- What is told ------------------------------------------------------------------------------------------------

    def head(self, node: str, main: Run, runs: Sequence[Run], weights: Mapping[int, Weights]) -> HeadRange:
        ranking = next((one for one in self.program.rankings_of(node) if one.keys[0].node == node), None)
        rating = next((one for one in self.program.ratings if one.node == node), None)
        places = None if ranking is None else main.places[ranking.name]
        groups = () if ranking is None else tuple(map(tuple, self.simulated.groups(ranking)))
        bodies = tuple(
            self.body(at, node, rating, ranking, groups, main, runs, weights)
            for at in range(len(self.subjects))
        )
        shift = of_shift = None
        if ranking is not None and places is not None:
            stated = self.simulated.stated.places[ranking.name]
            shift = float(np.nanmean(_shift(places, stated))) if any(stated) else None
            of_shift = self.shares([_shift(run.places[ranking.name], stated) for run in runs])
        varies = any(one is not None and not isinstance(one, fmpq) for one in main.scores[node])
        return HeadRange(
            node, None if ranking is None else ranking.name, bodies, shift, of_shift, groups, varies
        )

    def body(
        self,
        at: int,
        node: str,
        rating: p.Rating | None,
        ranking: p.Ranking | None,
        groups: Sequence[Sequence[int]],
        main: Run,
        runs: Sequence[Run],
        weights: Mapping[int, Weights],
    ) -> BodyRange:
        stated = self.simulated.stated
        scores = main.scores[node][at]
        own = None if ranking is None else main.places[ranking.name]
        place = None if ranking is None else stated.places[ranking.name][at]
        grade = None if rating is None else stated.grades[rating.node][at]
        counts = _grades(rating, None if rating is None else main.grades[rating.node][:, at])
        numbers = spread.numbers(scores, main.draws)
        rivals = next((group for group in groups if at in group), ())
        ahead, level = _pairs(own, at, rivals)
        return BodyRange(
            self.subjects[at],
            stated.scores[node][at],
            spread.at_shares(scores, main.draws, SHARES),
            spread.unscored(scores, main.draws),
            place,
            (None,) * len(SHARES) if own is None else spread.places_at(own[:, at], SHARES),
            0 if own is None or place is None else int((own[:, at] == place).sum()),
            grade,
            dict(counts).get(grade, 0),
            counts,
            self.shares([spread.numbers(run.scores[node][at], run.draws) for run in runs]),
            self.pulls(numbers, weights),
            ahead,
            level,
        )

    def shares(self, outputs: Sequence[npt.NDArray[np.float64]]) -> tuple[Index, ...] | None:
        """The indices by the outputs of the samples of ``mixtures``; one factor alone explains all."""
        return indices(outputs[0], outputs[1], outputs[2:]) if outputs else None

    def pulls(self, scores: npt.NDArray[np.float64], weights: Mapping[int, Weights]) -> tuple[Pull, ...]:
        """The correlations of a score with all weights, the strongest first."""
        found = []
        if np.isfinite(scores).all():
            for at, rows in weights.items():
                group = self.asked.factors[at]
                for column, part in enumerate(group.parts if isinstance(group, Group) else ()):
                    together = correlation(rows[:, column].astype(np.float64), scores)
                    if together is not None:
                        found.append(Pull(at, part, together))
        return tuple(sorted(found, key=lambda one: -abs(one.correlation)))


def _shift(places: npt.NDArray[np.int32], stated: Sequence[int | None]) -> npt.NDArray[np.float64]:
    """For each draw by how many places bodies are moved on average, of those that have a place."""
    at = [number for number, place in enumerate(stated) if place is not None]
    if not at:
        return np.full(len(places), np.nan)
    before = np.array([stated[number] for number in at])
    now = places[:, at]
    moved = np.abs(now - before) * (now > 0)
    count = np.maximum((now > 0).sum(axis=1), 1)
    return np.asarray(moved.sum(axis=1) / count, dtype=np.float64)


def _grades(
    rating: p.Rating | None, found: npt.NDArray[np.int16] | None
) -> tuple[tuple[str | None, int], ...]:
    """In how many draws a body has each grade, as the rating lists them; without one last."""
    if rating is None or found is None:
        return ()
    names = [*(one.name for one in rating.grades), None]
    counts = np.bincount(np.where(found < 0, len(names) - 1, found), minlength=len(names))
    return tuple((name, int(count)) for name, count in zip(names, counts, strict=True) if count)


def _pairs(
    places: npt.NDArray[np.int32] | None, at: int, rivals: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """For each rival, in how many draws the body at hand has the better place, and in how many the same."""
    if places is None or not rivals:
        return {}, {}
    others = [one for one in rivals if one != at]
    own, theirs = places[:, at : at + 1], places[:, others]
    there = (own > 0) & (theirs > 0)
    better, same = ((own < theirs) & there).sum(axis=0), ((own == theirs) & there).sum(axis=0)
    return dict(zip(others, map(int, better), strict=True)), dict(zip(others, map(int, same), strict=True))
