"""What a report says first: who is first and last, how many have which grade, what is weakest, what changed since the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from flint import fmpq

from effrules.exact.results import Results, SubjectResult
from effrules.model.figures import figure
from effrules.model.numbers import display
from effrules.model.program import Program
from effrules.model.real import Num, add, divide, sign, subtract
from effrules.report.page.directions import Directions
from effrules.report.page.names import Names
from effrules.report.page.ranking import RankedGroup
from effrules.report.page.said import Said, Shown, phrased
from effrules.words import Number, phrase, several

Earlier = Mapping[str, Mapping[str, fmpq]]
"""Scores of an earlier run, by body and node."""


@frozen
class Tile:
    """A number that everybody is to see."""

    number: Shown
    label: Said


@frozen
class Opening:
    """``finding`` is the sentence at the top (``None``: there is none), ``findings`` stand below it."""

    finding: Said | None
    tiles: tuple[Tile, ...]
    findings: tuple[Said, ...]


class Opener:
    """Makes the opening."""

    def __init__(
        self,
        results: Results,
        program: Program,
        names: Names,
        earlier: Earlier | None,
        *,
        of_all: bool = True,
    ) -> None:
        self.results = results
        self.program = program
        self.names = names
        self.earlier = earlier
        self.of_all = of_all
        self.scored = [one for one in results.subjects if one.has_score]

    def made(self, groups: Sequence[RankedGroup]) -> Opening:
        """The opening of a report on groups of bodies; of some bodies only, nothing is said of what is so among all."""
        if not self.of_all:
            count = str(len(self.results.subjects))
            tile = Tile(Shown(count, count), phrased(phrase("Bodies in this report; places are among all")))
            return Opening(None, (tile,), (*self._since(), *self._assumptions()))
        ends = [self._ends(group) for group in groups] if self.program.gives_total else []
        known = [one for one in ends if one is not None]
        return Opening(
            self._finding([best for _, best, _ in known]),
            tuple(self._tiles()),
            (
                *(self._group(*one) for one in known if one[1].key != one[2].key),
                *self._grades(),
                *self._weakest(),
                *self._since(),
                *self._assumptions(),
            ),
        )

    def _ends(self, group: RankedGroup) -> tuple[Said | None, SubjectResult, SubjectResult] | None:
        """The first and the last of a group, by their totals."""
        keys = {row.body.key for row in group.rows}
        found = [one for one in self.scored if one.key in keys]
        if not found:
            return None
        best, worst = found[0], found[0]
        for one in found:
            best = one if sign(subtract(_total(one), _total(best))) > 0 else best
            worst = one if sign(subtract(_total(one), _total(worst))) < 0 else worst
        return group.title, best, worst

    def _finding(self, best: Sequence[SubjectResult]) -> Said | None:
        if not best or len(self.scored) < 2:
            return None
        named = [phrase("{body} ({points})", body=self._name(one), points=self._points(one)) for one in best]
        return phrased(phrase("First: {names}", names=several(named)))

    def _name(self, one: SubjectResult) -> str:
        return self.names.body(one.subject)

    def _points(self, one: SubjectResult) -> Number:
        return Number(figure(_total(one), self.program.root.rounding).text)

    def _tiles(self) -> Iterator[Tile]:
        count = str(len(self.results.subjects))
        without = len(self.results.subjects) - len(self.scored)
        label = (
            phrase("Bodies assessed, {n} without a score", n=without)
            if without
            else phrase("Bodies assessed")
        )
        yield Tile(Shown(count, count), phrased(label))
        if not self.scored or not self.program.gives_total:
            return
        totals = [_total(one) for one in self.scored]
        mean = divide(_sum(totals), fmpq(len(totals)))
        yield Tile(_shown(mean), phrased(phrase("Total on average")))
        lowest, highest = totals[0], totals[0]
        for total in totals:
            lowest = total if sign(subtract(total, lowest)) < 0 else lowest
            highest = total if sign(subtract(total, highest)) > 0 else highest
        if len(totals) > 1:
            yield Tile(
                _shown(subtract(highest, lowest)),
                phrased(phrase("Points between the highest and the lowest total")),
            )

    def _group(self, title: Said | None, best: SubjectResult, worst: SubjectResult) -> Said:
        message = phrase(
            "{group}: first {best} ({top}), last {worst} ({bottom}), {apart} points apart",
            group=phrase("All bodies") if title is None else title.given, best=self._name(best),
            top=self._points(best), worst=self._name(worst), bottom=self._points(worst),
            apart=Number(figure(subtract(_total(best), _total(worst))).text),
        )  # fmt: skip
        return phrased(message)

    def _grades(self) -> Iterator[Said]:
        """How many bodies have each grade."""
        for rating in self.program.ratings:
            given = [one.ratings.get(rating.node) for one in self.results.subjects]
            counts = [
                phrase(
                    "{grade} – {n}",
                    grade=self.names.title(grade.titles, grade.name).given,
                    n=given.count(grade.name),
                )
                for grade in rating.grades
            ]
            if any(given):
                told = phrase(
                    "{rating}: {grades}", rating=self.names.rating(rating).given, grades=several(counts)
                )
                yield phrased(told)

    def _weakest(self) -> Iterator[Said]:
        means = Directions(self.program, self.names).means(self.scored)
        if len(means) > 1:
            node, mean = means[0]
            told = phrase(
                "Weakest direction: {direction}, {share} % of its points on average",
                direction=self.names.nodes[node.name].given, share=Number(display(mean, 1)),
            )  # fmt: skip
            yield phrased(told)

    def _since(self) -> Iterator[Said]:
        """What changed since the earlier results, where they are given."""
        changes = [
            subtract(_total(one), old)
            for one in self.scored
            if self.earlier is not None and (old := self.earlier.get(one.key, {}).get("total")) is not None
        ]
        if changes:
            signs = [sign(change) for change in changes]
            mean = figure(divide(_sum(changes), fmpq(len(changes)))).text
            told = phrase(
                "Since the earlier results: {up} higher, {down} lower of {all}; {mean} points on average",
                up=signs.count(1), down=signs.count(-1), all=len(changes),
                mean=Number(mean if mean.startswith("-") else f"+{mean}"),
            )  # fmt: skip
            yield phrased(told)

    def _assumptions(self) -> Iterator[Said]:
        found, (k, m) = len(self.results.assumptions), resting(self.results)
        if not found:
            return
        if k == m:
            told = phrase("All scores rest on assumptions ({n})", n=found)
        elif 2 * k <= m:
            told = phrase("{k} of {m} scores rest on assumptions ({n}): they have a star", k=k, m=m, n=found)
        else:
            told = phrase(
                "{k} of {m} scores rest on assumptions ({n}); the others have a star", k=k, m=m, n=found
            )
        yield phrased(told)


def resting(results: Results) -> tuple[int, int]:
    """How many scores rest on an assumption, and how many there are."""
    scored = [one for subject in results.subjects for one in subject.nodes.values() if one.value is not None]
    return sum(one.assumed for one in scored), len(scored)


def starred(results: Results) -> bool | None:
    """Which scores have a star: those that rest on an assumption, those that do not, or none (a mark on all says nothing)."""
    k, m = resting(results)
    return None if k in (0, m) else 2 * k <= m


def _total(one: SubjectResult) -> Num:
    assert one.total.value is not None, "only scored bodies are asked"
    return one.total.value


def _sum(values: Sequence[Num]) -> Num:
    made: Num = fmpq(0)
    for value in values:
        made = add(made, value)
    return made


def _shown(value: Num) -> Shown:
    told = figure(value)
    return Shown(told.text, told.exact)
